"""CodeConnections' API, as far as a pipeline's owner calls it; and the person in the console who
completes a connection."""

import uuid

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, set_request_account_id
from ministack.core.responses import set_request_region

TARGET = "com.amazonaws.codeconnections.CodeConnections_20231201"
#: What there is, by ARN.
made = AccountRegionScopedDict()


def answer(action, body):
    if action == "CreateConnection":
        arn = f"arn:aws:codeconnections:{get_region()}:{get_account_id()}:connection/{uuid.uuid4()}"
        made[arn] = {
            "ConnectionName": body["ConnectionName"],
            "ConnectionArn": arn,
            "ProviderType": body["ProviderType"],
            "OwnerAccountId": get_account_id(),
            "ConnectionStatus": "PENDING",
        }
        return 200, {"ConnectionArn": arn}
    if action == "ListConnections":
        return 200, {"Connections": list(made.values())}
    found = made.get(body.get("ConnectionArn"))
    if found and action == "GetConnection":
        return 200, {"Connection": found}
    if found and action == "DeleteConnection":
        del made[body["ConnectionArn"]]
        return 200, {}
    return 400, {"__type": "ResourceNotFoundException", "message": f"{action} of {body}"}


def complete(body):
    """What a person does, whom GitHub asks."""
    _, _, _, region, account, _ = body["arn"].split(":")
    set_request_account_id(account)
    set_request_region(region)
    made[body["arn"]]["ConnectionStatus"] = "AVAILABLE"
    return 200, {}


def status(arn):
    """The status of a connection of any account, if there is such a connection."""
    for (_, _, name), found in made._data.items():
        if name == arn:
            return found["ConnectionStatus"]
    return None
