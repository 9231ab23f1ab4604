"""`AWS::CodePipeline::Pipeline`, and the part of CodePipeline's API that reads it back."""

import uuid

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

import action_types
import executions
import shapes

_made = AccountRegionScopedDict()
#: What a template says beside the declaration that the API takes.
_BESIDE = {"Tags", "DisableInboundStageTransitions", "RestartExecutionOnUpdate"}


def create(logical_id, properties, stack):
    name = properties.get("Name")
    if name in _made:
        raise ValueError(f"A pipeline with the name '{name}' already exists")
    _made[name] = {**request(logical_id, properties), "version": 1, "disabled": disabled(logical_id, properties)}
    # It starts when it is made.
    start(_made[name])
    return name, {"Version": "1"}


def update(physical_id, old, new, stack):
    if old.get("Name") != new.get("Name"):
        return create(physical_id, new, stack)
    made = _made[physical_id]
    made.update(request(physical_id, new), version=made["version"] + 1, disabled=disabled(physical_id, new))
    if new.get("RestartExecutionOnUpdate"):
        start(made)
    return physical_id, {"Version": str(made["version"])}


def delete(physical_id, properties):
    _made.pop(physical_id, None)


def start(made):
    made["execution"] = str(uuid.uuid4())
    made["states"] = executions.run(made["pipeline"])


def adopt(identifier):
    """A stack takes over a pipeline that is there, as it is."""
    name = identifier["Name"]
    return name, {"Version": str(_made[name]["version"])}


def not_found(name):
    """Why a pipeline cannot be taken over."""
    return None if name in _made else f"Resource of type 'AWS::CodePipeline::Pipeline' with identifier '{name}' was not found."


def request(place, properties):
    """What CloudFormation would send as `CreatePipeline`."""
    declaration = {key: value for key, value in properties.items() if key not in _BESIDE}
    if ("ArtifactStore" in declaration) == ("ArtifactStores" in declaration):
        raise shapes.Misfit(f"{place}: one of `ArtifactStore` and `ArtifactStores` must be given")
    if "ArtifactStores" in declaration:
        declaration["ArtifactStores"] = by_region(place, declaration["ArtifactStores"])
    if not isinstance(properties.get("RestartExecutionOnUpdate", False), bool):
        raise shapes.Misfit(f"{place}.RestartExecutionOnUpdate is not a bool")
    call = {"Pipeline": declaration, "Tags": properties.get("Tags", [])}
    return shapes.convert(call, shapes.input_of("codepipeline", "CreatePipeline"), place)


def disabled(place, properties):
    """Why a stage is not entered, by the stage: CloudFormation disables each transition
    with a call of its own."""
    shape = shapes.input_of("codepipeline", "DisableStageTransition")
    stages = {stage["Name"] for stage in properties["Stages"]}
    found = {}
    for transition in properties.get("DisableInboundStageTransitions", []):
        call = {"PipelineName": properties["Name"], "TransitionType": "Inbound", **transition}
        asked = shapes.convert(call, shape, f"{place}.DisableInboundStageTransitions")
        if asked["stageName"] not in stages:
            raise shapes.Misfit(f"{place}.DisableInboundStageTransitions: no stage `{asked['stageName']}`")
        found[asked["stageName"]] = asked["reason"]
    return found


def by_region(place, stores):
    """A template lists the stores; the API has them by their region."""
    for store in stores:
        if set(store) != {"Region", "ArtifactStore"}:
            raise shapes.Misfit(f"{place}.ArtifactStores: `{store}` is not a region and a store")
    found = {store["Region"]: store["ArtifactStore"] for store in stores}
    if len(found) != len(stores):
        raise shapes.Misfit(f"{place}.ArtifactStores: a region has two stores")
    return found


def answer(action, body):
    of_types = action_types.answer(action, body)
    if of_types:
        return of_types
    if action == "CreatePipeline" and body["pipeline"]["name"] not in _made:
        # A client holds it against the shape before it sends it.
        pipeline = {**body["pipeline"], "version": 1}
        _made[pipeline["name"]] = {"pipeline": body["pipeline"], "tags": [], "version": 1, "disabled": {}}
        return 200, {"pipeline": pipeline}
    if action == "GetPipeline" and body["name"] in _made:
        found = _made[body["name"]]
        pipeline = {**found["pipeline"], "version": found["version"]}
        return 200, {"pipeline": pipeline, "metadata": {"pipelineArn": arn(body["name"])}}
    if action == "GetPipelineState" and body["name"] in _made:
        return 200, {"pipelineName": body["name"], "stageStates": stage_states(_made[body["name"]])}
    if action == "StartPipelineExecution" and body["name"] in _made:
        start(_made[body["name"]])
        return 200, {"pipelineExecutionId": _made[body["name"]]["execution"]}
    if action == "ListPipelines":
        return 200, {"pipelines": [{"name": name} for name in _made]}
    if action == "ListTagsForResource":
        return 200, {"tags": _made[body["resourceArn"].rsplit(":", 1)[1]]["tags"]}
    return 400, {"__type": "PipelineNotFoundException", "message": f"{action} of {body}"}


def stage_states(found):
    shown = executions.shown(found["states"], found["execution"])
    return [
        {
            "stageName": stage["name"],
            "inboundTransitionState": transition(found["disabled"].get(stage["name"])),
            **shown.get(stage["name"], {}),
        }
        for stage in found["pipeline"]["stages"]
    ]


def transition(reason):
    return {"enabled": True} if reason is None else {"enabled": False, "disabledReason": reason}


def arn(name):
    return f"arn:aws:codepipeline:{get_region()}:{get_account_id()}:{name}"
