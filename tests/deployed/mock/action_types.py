"""`AWS::CodePipeline::CustomActionType`, and the part of CodePipeline's API that reads it back."""

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

import shapes

#: What there is, by category, provider and version.
made = AccountRegionScopedDict()
#: What was deleted: its version is free for the same action type only.
_deleted = AccountRegionScopedDict()


def create(logical_id, properties, stack):
    asked = shapes.convert(
        properties, shapes.input_of("codepipeline", "CreateCustomActionType"), logical_id
    )
    name = identity(asked)
    if name in made:
        raise ValueError(f"Action type {physical(name)} already exists")
    if name in _deleted and _without_tags(_deleted[name]) != _without_tags(asked):
        # https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeleteCustomActionType.html
        raise ValueError(f"Action type {physical(name)} was another one, which has been deleted")
    made[name] = asked
    return physical(name), {}


def update(physical_id, old, new, stack):
    """All but its tags makes another one of it; CloudFormation makes that first, and fails
    where it has the same name."""
    shape = shapes.input_of("codepipeline", "CreateCustomActionType")
    asked = shapes.convert(new, shape, physical_id)
    before = shapes.convert(old, shape, physical_id)
    if _without_tags(asked) == _without_tags(before):
        made[identity(asked)] = asked
        return physical_id, {}
    return create(physical_id, new, stack)


def delete(physical_id, properties):
    name = tuple(physical_id.split("/"))
    if name in made:
        _deleted[name] = made.pop(name)


def identity(asked):
    return asked["category"], asked["provider"], asked["version"]


def physical(name):
    return "/".join(name)


def _without_tags(asked):
    return {key: value for key, value in asked.items() if key != "tags"}


def answer(action, body):
    """What the API says to a call, or nothing where it is no call about action types."""
    if action == "CreateCustomActionType":
        made[identity(body)] = body
        return 200, {"actionType": described(body)}
    if action == "ListActionTypes":
        return 200, {"actionTypes": [described(found) for found in made.values()]}
    if action == "ListTagsForResource" and ":actiontype:" in body["resourceArn"]:
        found = next(one for one in made.values() if arn(one) == body["resourceArn"])
        return 200, {"tags": found.get("tags", [])}
    return None


def described(asked):
    category, provider, version = identity(asked)
    found = {
        "id": {"category": category, "owner": "Custom", "provider": provider, "version": version},
        "inputArtifactDetails": asked["inputArtifactDetails"],
        "outputArtifactDetails": asked["outputArtifactDetails"],
        "actionConfigurationProperties": asked.get("configurationProperties", []),
    }
    if "settings" in asked:
        found["settings"] = asked["settings"]
    return found


def arn(asked):
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html"""
    category, provider, version = identity(asked)
    name = f"Custom/{category}/{provider}/{version}"
    return f"arn:aws:codepipeline:{get_region()}:{get_account_id()}:actiontype:{name}"
