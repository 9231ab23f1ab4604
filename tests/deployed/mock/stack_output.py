"""`Fn::GetStackOutput`, the way CloudFormation does it: from any region of the account,
from a stack that is done, and only where it may stand.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import (
    _exports,
    _stacks,
    changesets,
    engine,
    handlers,
    stacks,
)

import diary

NAME = "Fn::GetStackOutput"
#: The functions that take it as an argument.
AROUND = {"Fn::Join", "Fn::If", "Fn::Select"}


def install():
    plain = engine._resolve_refs

    def resolve(value, resources, params, conditions, mappings, stack, stack_id):
        rest = (resources, params, conditions, mappings, stack, stack_id)
        if isinstance(value, dict) and NAME in value:
            return output(resolve(value[NAME], *rest), stack)
        resolved = plain(value, *rest)
        if isinstance(value, dict) and "Fn::ImportValue" in value:
            imported(resolve(value["Fn::ImportValue"], *rest), stack)
        return resolved

    # Each module took the function by its name; the engine calls itself by it.
    for module in (engine, stacks, changesets, handlers):
        module._resolve_refs = resolve

    statics = engine._validate_template_statics

    def with_positions(template):
        statics(template)
        check_positions(template)

    engine._validate_template_statics = with_positions


def output(arguments, reader):
    region = arguments.get("Region") or get_region()
    name, wanted = arguments["StackName"], arguments["OutputName"]
    stack = _stacks._data.get((get_account_id(), region, name))
    if stack is None or not stack["StackStatus"].endswith("_COMPLETE"):
        raise ValueError(f"{NAME}: no stack `{name}` in {region} that is complete")
    for found in stack["Outputs"]:
        if found["OutputKey"] == wanted:
            diary.reference(reader, "output", f"{name}.{wanted}", name)
            return found["OutputValue"]
    raise ValueError(f"{NAME}: stack `{name}` in {region} has no output `{wanted}`")


def imported(name, reader):
    maker = _exports[name]["StackId"].split("/")[1]
    diary.reference(reader, "export", name, maker)


def check_positions(template):
    for section, content in template.items():
        if section != "Resources":
            refuse(content, section)
    for logical, resource in (template.get("Resources") or {}).items():
        for attribute, content in resource.items():
            if attribute == "Properties":
                walk(content, logical)
            else:
                refuse(content, f"{attribute} of {logical}")


def refuse(value, place):
    if NAME in str(value):
        raise ValueError(f"Template error: {NAME} may not stand in {place}")


def walk(value, place):
    if isinstance(value, list):
        for item in value:
            walk(item, place)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == NAME:
            check_arguments(inner, place)
        elif key.startswith("Fn::") and key not in AROUND:
            refuse(inner, f"{key} of {place}")
        else:
            walk(inner, place)


def check_arguments(arguments, place):
    required, allowed = {"StackName", "OutputName"}, {"Region", "RoleArn"}
    given = set(arguments) if isinstance(arguments, dict) else set()
    if not required <= given <= required | allowed:
        raise ValueError(f"Template error: {NAME} in {place} takes StackName and OutputName")
