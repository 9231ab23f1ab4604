"""Completions, documentation and outlines in `sample.txt`.

`‹NAME:WORD›` is a place whose documentation is asked for. At `‹NAME:WORD|TYPED›` the file has
WORD; the question shows TYPED in place of it, with the cursor behind.
"""

import pathlib
import re

SOURCE = (pathlib.Path(__file__).parent / "sample.txt").read_text()
PLACE = re.compile(r"‹([^:›]*):([^|›]*)(?:\|([^›]*))?›")

# What is offered at a place, and what is not.
OFFERED = {
    "value of a setting": ({"QUEUED", "SUPERSEDED", "PARALLEL"}, {"dev"}),
    "declaration": ({"account", "stage", "variable", "execution_mode"}, {"dev"}),
    "region": ({"eu_west_1", "us_east_1"}, {"dev"}),
    "key of a store": ({"expiration_in_days", "bucket_name"}, {"image"}),
    "account of a role": ({"dev", "production", "tools"}, {"publisher"}),
    "key of a statement": ({"actions", "resources", "conditions"}, {"statements"}),
    "property": ({"DisplayName", "TopicName", "depends_on"}, {"image"}),
    "key of a project": ({"image", "buildspec", "vpc_config"}, {"bucket_name"}),
    "key in a map": ({"type", "modes"}, {"image"}),
    "source of a trigger": ({"Checkout"}, {"source"}),
    "key of a filter": ({"branches", "tags", "file_paths"}, {"push"}),
    "word of a stage": ({"parallel", "on_failure", "disabled"}, {"dev"}),
    "key of an action": ({"branch_name", "connection_arn", "run_order"}, {"image"}),
    "account": ({"dev", "production", "tools"}, {"source"}),
    "result": ({"FAIL", "SKIP", "ROLLBACK"}, {"dev"}),
    "rule": ({"DeploymentWindow", "VariableCheck"}, {"CodeConnection"}),
    "input": ({"source", "built"}, {"dev", "publisher"}),
    "store": ({"main"}, {"dev"}),
    "project": ({"package"}, {"source", "dev"}),
    "constant": ({"CREATE_UPDATE", "CHANGE_SET_EXECUTE"}, {"source", "publisher"}),
    "artifact of a file": ({"source", "built"}, {"publisher"}),
    "constant in a list": ({"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"}, {"publisher"}),
    "role": ({"publisher"}, {"dev", "package"}),
    "output variable": ({"CommitId", "BranchName"}, {"Checkout"}),
    "pipeline variable": ({"TAG"}, {"Checkout"}),
    "kind of an action": ({"Manual", "CodeBuild"}, {"dev"}),
    "resource": ({"topic"}, set()),
}

# Where nothing else is whole, these are behind a name that is missing: the trigger's, and that of
# the declaration of a variable.
HIDDEN = {"key of a filter", "pipeline variable"}

# What is shown of a word.
SHOWN = {
    "setting": "The pipeline's name; everything that is made for it is named after it.",
    "region in quotes": "Region `us-east-1`",
    "declared account": "Account `222222222222`.",
    "stage": "A stage with the actions `Checkout`.",
    "artifact": "Action `Checkout` of stage `Source` makes it (`CodeConnection`).",
    "action": "in stage `Source`.",
    "kind": "Output artifacts: 1",
    "key": "AWS's name: `ConnectionArn`.",
    "value of a setting": "QUEUED",
    "declaration": "Declares a pipeline variable.",
    "region": "Region `eu-west-1`",
    "key of a store": "AWS's name",
    "account of a role": "Account `333333333333`, region `eu-west-1`.",
    "property": "A property of `AWS::SNS::Topic`.",
    "key of an action": "AWS's name: `BranchName`.",
    "rule": "[AWS's page]",
    "input": "An artifact.",
    "role": "A role that we make in account `production`.",
    "output variable": "An output variable of `Checkout`",
    "kind of an action": "approval",
    "result": "The stage fails.",
}


def shown(asked=None, everywhere=False):
    """The text of the file, and where each place ends in it."""
    ends, parts, last = {}, [], 0
    for place in PLACE.finditer(SOURCE):
        name, word, typed = place.groups()
        parts.append(SOURCE[last:place.start()])
        parts.append(typed if typed is not None and (everywhere or name == asked) else word)
        ends[name] = sum(map(len, parts))
        last = place.end()
    parts.append(SOURCE[last:])
    return "".join(parts), ends


def completions(editor, judge):
    for everywhere in (False, True):
        for name, (expected, unwanted) in OFFERED.items():
            if everywhere and name in HIDDEN:
                continue
            text, ends = shown(name, everywhere)
            if text != editor.text:
                editor.show(text)
            found = editor.completions(editor.at_offset(ends[name]))
            holds = expected <= found and not unwanted & found
            what = f"completion: {name}" + ", nothing else being whole either" * everywhere
            judge.expect(what, holds, sorted(found)[:20])


def hovers(editor, judge):
    text, ends = shown()
    editor.show(text)
    for name, expected in SHOWN.items():
        found = editor.hover(editor.at_offset(ends[name] - 1))
        judge.expect(f"documentation: {name}", expected in found, found)
    found = editor.errors()
    judge.expect("the sample has no errors", not found, found)


def outline(editor, judge):
    text, _ = shown()
    editor.show(text)
    found = editor.outline()
    expected = [("pipeline", [("Source", []), ("Rollout", [])]), ("main", [])]
    judge.expect("`// region: NAME` is in the outline, and nothing else", found == expected, found)
    for name, line in [
        ("Rollout", "stage Rollout"), ("Build", "Build: CodeBuild"),
        ("production", "account production"),
        ("package", "project package"), ("publisher", "role publisher"),
    ]:
        found = editor.symbols(name)
        judge.expect(f"`{name}` is a symbol of the workspace", found == [editor.line_of(line)], found)
