from shared import store


def handler(event, context):
    invoice = store.find(event["pathParameters"]["id"])
    store.archive(invoice)
    return {"statusCode": 202}
