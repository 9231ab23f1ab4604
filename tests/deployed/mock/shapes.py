"""Properties of a template, turned into what the service's API takes and held against
the shape that botocore has of it: members, types, lengths, patterns, choices.

CloudFormation spells a member as the API does, with a capital first letter, save for
the few that the caller names.
"""

import botocore.session
import regex

_session = botocore.session.get_session()


class Misfit(ValueError):
    """Properties that the API would refuse."""


def input_of(service, operation):
    return _session.get_service_model(service).operation_model(operation).input_shape


def convert(value, shape, place, spelled=None):
    """`value` as the API takes it; `spelled` maps a member to its name in templates."""
    step = _STEPS.get(shape.type_name)
    if step is None:
        raise Misfit(f"{place}: nothing here checks a {shape.type_name}")
    return step(value, shape, place, spelled or {})


def _structure(value, shape, place, spelled):
    _of(dict, value, place)
    members = {spelled.get(name, name[0].upper() + name[1:]): name for name in shape.members}
    unknown = sorted(set(value) - set(members))
    if unknown:
        raise Misfit(f"{place}: no property `{'`, `'.join(unknown)}`")
    found = {
        members[key]: convert(inner, shape.members[members[key]], f"{place}.{key}", spelled)
        for key, inner in value.items()
    }
    missing = sorted(set(shape.required_members) - set(found))
    if missing:
        raise Misfit(f"{place}: `{'`, `'.join(missing)}` is missing")
    return found


def _list(value, shape, place, spelled):
    _of(list, value, place)
    _sized(len(value), shape, place, "items")
    return [
        convert(inner, shape.member, f"{place}[{index}]", spelled)
        for index, inner in enumerate(value)
    ]


def _map(value, shape, place, spelled):
    _of(dict, value, place)
    _sized(len(value), shape, place, "entries")
    return {
        convert(key, shape.key, f"{place} key"): convert(inner, shape.value, f"{place}.{key}", spelled)
        for key, inner in value.items()
    }


def _string(value, shape, place, _):
    _of(str, value, place)
    _sized(len(value), shape, place, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not regex.fullmatch(pattern, value):
        raise Misfit(f"{place}: `{value}` is not of the form {pattern}")
    choices = shape.metadata.get("enum")
    if choices and value not in choices:
        raise Misfit(f"{place}: `{value}` is none of {', '.join(choices)}")
    return value


def _number(value, shape, place, _):
    if isinstance(value, bool):
        raise Misfit(f"{place}: `{value}` is not a number")
    # CloudFormation has the value of a parameter as a text, and gives the service a number.
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    _of(int, value, place)
    _sized(value, shape, place, "as a value")
    return value


def _boolean(value, shape, place, _):
    return _of(bool, value, place)


def _of(kind, value, place):
    if not isinstance(value, kind):
        raise Misfit(f"{place}: `{value!r}` is not a {kind.__name__}")
    return value


def _sized(size, shape, place, unit):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if (low is not None and size < low) or (high is not None and size > high):
        raise Misfit(f"{place}: {size} {unit}, where {low} to {high} may be")


_STEPS = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "integer": _number,
    "long": _number,
    "boolean": _boolean,
}
