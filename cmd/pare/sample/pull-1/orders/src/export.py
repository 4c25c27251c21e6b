import json
import os

import boto3

dynamodb = boto3.client("dynamodb")
s3 = boto3.client("s3")


def handler(event, context):
    lines = []
    pages = dynamodb.get_paginator("scan").paginate(TableName=os.environ["ORDERS_TABLE"])
    for page in pages:
        lines += [json.dumps(item) for item in page["Items"]]
    s3.put_object(
        Bucket=os.environ["EXPORTS_BUCKET"],
        Key="daily.jsonl",
        Body="\n".join(lines),
    )
