import json

from clients import orders


def handler(event, context):
    found = orders.get_item(Key={"id": event["pathParameters"]["id"]})
    if "Item" not in found:
        return {"statusCode": 404}
    return {"statusCode": 200, "body": json.dumps(found["Item"], default=str)}
