from shared import store


def handler(event, context):
    for customer in event["customers"]:
        if store.find(customer["id"]) is None:
            store.save({"id": customer["id"], "total": customer["total"]})
