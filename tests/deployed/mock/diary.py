"""What happened: each request, each deployment of a stack, each reference to something."""

import functools

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import _stack_events, _stacks, changesets, handlers, stacks

import exports

#: The stack of `cdk bootstrap`, which is there before ours.
BOOTSTRAP = "CDKToolkit"
requests = {}
deployments = []
references = []
#: What a deployed pipeline names, and was taken away.
lost = []


def pages():
    return {"requests": requests, "deployments": deployments, "references": references, "lost": lost}


def request(headers):
    """Counts the requests of a service, as the signature names it."""
    _, _, scope = headers.get("authorization", "").partition("Credential=")
    parts = scope.split(",")[0].split("/")
    if len(parts) > 3:
        requests[parts[3]] = requests.get(parts[3], 0) + 1


def reference(stack, kind, what, maker):
    """`stack` named something that exists, which `maker` made (nothing: it was there)."""
    found = {
        "stack": stack,
        "account": get_account_id(),
        "region": get_region(),
        "kind": kind,
        "what": what,
        "maker": maker,
    }
    if found not in references:
        references.append(found)


def install():
    """Writes down every deployment, whichever request started it."""
    deploy = stacks._deploy_stack_async

    @functools.wraps(deploy)
    async def written_down(name, *arguments, is_update=False, **more):
        if name == BOOTSTRAP:
            return await deploy(name, *arguments, is_update=is_update, **more)
        entry = {
            "stack": name,
            "account": get_account_id(),
            "region": get_region(),
            "update": is_update,
        }
        deployments.append(entry)
        template = arguments[1]
        if refusals := list(exports.taken_away(name, template)) if is_update else []:
            _stacks[name] = {**more["previous_stack"], "StackStatus": "UPDATE_ROLLBACK_COMPLETE"}
            entry.update(status="UPDATE_ROLLBACK_COMPLETE", reasons=refusals)
            return
        await deploy(name, *arguments, is_update=is_update, **more)
        stack = _stacks[name]
        entry["status"] = stack["StackStatus"]
        entry["reasons"] = [
            f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
            for event in _stack_events.get(stack["StackId"], [])
            if event["ResourceStatus"].endswith("_FAILED")
        ]

    for module in (stacks, changesets, handlers):
        if getattr(module, "_deploy_stack_async", None) is deploy:
            module._deploy_stack_async = written_down
