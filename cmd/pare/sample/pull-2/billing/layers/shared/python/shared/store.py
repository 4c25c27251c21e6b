import json
import os

import boto3

invoices = boto3.resource("dynamodb").Table(os.environ["INVOICES_TABLE"])
s3 = boto3.client("s3")


def find(invoice_id):
    return invoices.get_item(Key={"id": invoice_id}).get("Item")


def save(invoice):
    with invoices.batch_writer() as batch:
        batch.put_item(Item=invoice)


def archive(invoice):
    s3.put_object(
        Bucket=os.environ["ARCHIVE_BUCKET"],
        Key=f"sent/{invoice['id']}.json",
        Body=json.dumps(invoice, default=str),
    )
