import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    sqs.send_message(QueueUrl=os.environ["REFUNDS_QUEUE"], MessageBody=event["body"])
    return {"statusCode": 202}
