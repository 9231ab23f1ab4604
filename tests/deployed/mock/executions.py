"""Executions of a pipeline: whether each action finds what its first run asks for.

No action does its work. One fails where AWS would stop it before that: its role, bucket, project or
connection is not there, or the connection waits for a person.
"""

import connections


def run(pipeline):
    """The state of each stage that was entered: its status, and the actions with theirs."""
    stages = []
    for stage in pipeline["stages"]:
        actions = [(action["name"], *outcome(action)) for action in stage["actions"]]
        found = {status for _, status, _ in actions}
        status = next((one for one in ("Failed", "InProgress") if one in found), "Succeeded")
        stages.append({"name": stage["name"], "status": status, "actions": actions})
        if status != "Succeeded":
            break
    return stages


def outcome(action):
    kind, configuration = action["actionTypeId"], action.get("configuration", {})
    if kind["category"] == "Approval":
        return "InProgress", None
    if kind["provider"] == "CodeStarSourceConnection":
        status = connections.status(configuration["ConnectionArn"])
        if status != "AVAILABLE":
            return "Failed", f"Connection {configuration['ConnectionArn']} is not available"
    for what, found in asked_for(action, kind, configuration):
        if found is None:
            return "Failed", f"{what} does not exist"
    return "Succeeded", None


def asked_for(action, kind, configuration):
    # It looks at pipelines too.
    import order

    spelled = {name[0].upper() + name[1:]: value for name, value in action.items()}
    yield from order.of_action(spelled, {name[0].upper() + name[1:]: value for name, value in kind.items()})
    if kind["provider"] == "S3":
        bucket = configuration.get("BucketName") or configuration.get("S3Bucket")
        yield order.bucket(bucket, action.get("region"))


def shown(stages, execution):
    """The states, as the API has them."""
    return {
        stage["name"]: {
            "latestExecution": {"pipelineExecutionId": execution, "status": stage["status"]},
            "actionStates": [
                {
                    "actionName": name,
                    "latestExecution": {
                        "status": status,
                        **({"errorDetails": {"message": message}} if message else {}),
                    },
                }
                for name, status, message in stage["actions"]
            ],
        }
        for stage in stages
    }
