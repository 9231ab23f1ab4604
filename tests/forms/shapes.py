"""Tells what AWS's own models say of texts.

Reads a JSON list of questions from standard input, each with a `source` and `samples`, and
prints a JSON list with, for each, `min`, `max`, `enum` and, sample by sample, whether the
pattern of the source takes it. A source is `botocore SERVICE/VERSION shape SHAPE` or
`cfn-lint format FORMAT`. An answer is null where there is no such shape or format.
"""

import functools
import gzip
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path

import botocore
import cfnlint.rules.formats
import regex
from cfnlint.rules import CloudFormationLintRule


@functools.cache
def shapes(model):
    folder = Path(botocore.__file__).parent / "data" / model
    packed = folder / "service-2.json.gz"
    if not packed.exists():
        return {}
    return json.loads(gzip.decompress(packed.read_bytes()))["shapes"]


@functools.cache
def formats():
    found = {}
    for module in pkgutil.iter_modules(cfnlint.rules.formats.__path__):
        module = importlib.import_module(f"cfnlint.rules.formats.{module.name}")
        for _, member in inspect.getmembers(module, inspect.isclass):
            if issubclass(member, CloudFormationLintRule) and member.__module__ == module.__name__:
                try:
                    rule = member()
                    found[rule.format_keyword] = {"pattern": rule.pattern}
                except (AttributeError, TypeError):
                    continue
    return found


def shape(source):
    match source.split(" "):
        case ["botocore", model, "shape", name]:
            return shapes(model).get(name)
        case ["cfn-lint", "format", name]:
            return formats().get(name)
    return None


def answer(question):
    found = shape(question["source"])
    if found is None:
        return None
    pattern = regex.compile(found.get("pattern") or ".*", regex.DOTALL)
    return {
        "min": found.get("min"),
        "max": found.get("max"),
        "enum": found.get("enum"),
        "pattern": found.get("pattern"),
        "takes": [bool(pattern.fullmatch(sample)) for sample in question["samples"]],
    }


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
