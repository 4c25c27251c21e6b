import json

from clients import orders


def handler(event, context):
    for record in event["Records"]:
        refund = json.loads(record["body"])
        orders.update_item(
            Key={"id": refund["order"]},
            UpdateExpression="SET refunded = :now",
            ExpressionAttributeValues={":now": refund["time"]},
        )
