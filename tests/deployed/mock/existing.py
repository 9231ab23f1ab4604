"""Puts a key into the mock under an id of the test's choice, which no API can do."""

import json

from ministack.core.responses import set_request_account_id, set_request_region
from ministack.services import kms


def key(body):
    _, _, _, region, account, resource = body["arn"].split(":")
    set_request_account_id(account)
    set_request_region(region)
    _, _, made = kms._create_key({})
    record = kms._keys.pop(json.loads(made)["KeyMetadata"]["KeyId"])
    record["KeyId"] = resource.removeprefix("key/")
    record["Arn"] = body["arn"]
    kms._keys[record["KeyId"]] = record
    return 200, {}
