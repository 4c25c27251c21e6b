import json
import os
import uuid

from clients import orders, s3


def handler(event, context):
    order = json.loads(event["body"])
    order["id"] = str(uuid.uuid4())
    if exists(order["id"]):
        return {"statusCode": 409}
    orders.put_item(Item=order)
    write_receipt(order)
    return {"statusCode": 201, "body": json.dumps({"id": order["id"]})}


def exists(order_id):
    return "Item" in orders.get_item(Key={"id": order_id})


def write_receipt(order):
    s3.put_object(
        Bucket=os.environ["RECEIPTS_BUCKET"],
        Key=f"receipts/{order['id']}.json",
        Body=json.dumps(order),
    )
