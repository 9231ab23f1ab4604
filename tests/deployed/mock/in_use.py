"""What a deployed pipeline names must stay for as long as it names it.

AWS lets a role go that a pipeline acts with, and the pipeline fails when it runs. Here the
diary has whatever was taken away too early.
"""

import functools

from ministack.core.responses import get_account_id, get_region, set_request_account_id, set_request_region
from ministack.services.cloudformation import stacks

import diary
import order

_PIPELINE = "AWS::CodePipeline::Pipeline"
#: The properties of each pipeline that is deployed.
_deployed = {}


def install():
    create, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    @functools.wraps(create)
    def created(kind, logical_id, properties, stack):
        made = create(kind, logical_id, properties, stack)
        note(kind, properties)
        return made

    @functools.wraps(update)
    def updated(kind, physical_id, old, new, stack, *more):
        made = update(kind, physical_id, old, new, stack, *more)
        note(kind, new)
        look(stack)
        return made

    @functools.wraps(delete)
    def deleted(kind, physical_id, properties, stack, *more):
        done = delete(kind, physical_id, properties, stack, *more)
        if kind == _PIPELINE:
            _deployed.pop((get_account_id(), get_region(), physical_id), None)
        look(stack)
        return done

    stacks._provision_resource, stacks._update_resource, stacks._delete_resource = created, updated, deleted


def note(kind, properties):
    if kind == _PIPELINE:
        _deployed[get_account_id(), get_region(), properties["Name"]] = properties


def look(stack):
    """Writes down what a pipeline names and is not there."""
    here = get_account_id(), get_region()
    for (account, region, name), properties in _deployed.items():
        set_request_account_id(account)
        set_request_region(region)
        for what, found in order.of_pipeline(properties):
            lost = {"stack": stack, "pipeline": name, "what": what}
            if found is None and lost not in diary.lost:
                diary.lost.append(lost)
    set_request_account_id(here[0])
    set_request_region(here[1])
