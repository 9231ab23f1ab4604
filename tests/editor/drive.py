#!/usr/bin/env python3
"""What an editor makes of `pipeline!`: drives a rust-analyzer over its protocol.

    tests/editor/drive.py PATH/TO/rust-analyzer

opens `build.rs` of the reference architecture and asks for definitions, references,
renames and diagnostics inside the macro; and for completions, documentation and outlines in
`sample.txt`. What is not saved is sent as an edit; no file is written. Prints one line per
question, and fails if one has the wrong answer.

A rust-analyzer comes with rustup (`rustup component add rust-analyzer`).
"""

import sys

import sample
from server import FILE, Editor, Server

# What stands before the declaration of `prod`.
ACCOUNT = "// default region of this account\n"


class Judge:
    def __init__(self):
        self.failures = 0

    def expect(self, what, holds, found):
        print("ok  " if holds else "FAIL", what, "" if holds else f"\n     found: {found}")
        self.failures += not holds


def definitions(editor, judge):
    for what, before, word, declared in [
        ("an account", "CodeCommit in ", "dev", "account dev"),
        ("an account of a stage", "DeployToTest in ", "test", "account test"),
        ("an input", "CodeBuild(", "source", "let source"),
        ("an artifact of a file", "template_path: ", "packaged", "let packaged"),
        ("a role", "role_arn: ", "deploy_test", "role deploy_test"),
        ("a project", "project_name: ", "package", "project package"),
        ("an action of a variable", "Commit: ", "Checkout", "let source = Checkout"),
    ]:
        found = editor.definition(before, word)
        expected = [(FILE.name, editor.line_of(declared))]
        judge.expect(f"definition of {what}", found == expected, found)


def references(editor, judge):
    found = editor.references(ACCOUNT, "prod")
    judge.expect("references of an account", len(found) == 3, found)
    found = editor.references("let ", "packaged")
    judge.expect("references of an artifact", len(found) == 5, found)


def renames(editor, judge):
    for what, before, word, new, count in [
        ("an account, at its declaration", ACCOUNT, "prod", "live", 3),
        ("an artifact, where it is used", "CloudFormation(", "packaged", "bundle", 5),
        ("a role, where it is used", "role_arn: ", "deploy_prod", "deployer", 2),
    ]:
        renamed = editor.rename(before, word, new)
        found = renamed.count(new) - editor.text.count(new)
        judge.expect(f"rename of {what}", found == count, found)


def completions(editor, judge):
    editor.edit('"sample-lambda";', "(std::env::va);")
    found = editor.completions(editor.at("std::env::", "va", True))
    judge.expect("completion of Rust in parentheses", {"var", "vars"} <= found, sorted(found)[:20])
    editor.reset()


REPEATED = """\
for (target, deploys) in [(test, deploy_test), (prod, deploy_prod)] {
            stage "Again-{target}" in target {
                Update: CloudFormation(packaged) {
                    action_mode: CREATE_UPDATE,
                    stack_name: (format!("{target}")),
                    template_path: packaged / "packaged-template.yml",
                    role_arn: deploys,
                };
            }
        }

        stage Approve {"""


def repetitions(editor, judge):
    editor.edit("stage Approve {", REPEATED)
    header = [(FILE.name, editor.line_of("for (target"))]
    for what, before, word, expected in [
        ("a loop variable of a clause", '-{target}" in ', "target", header),
        ("a loop variable of a value", "role_arn: ", "deploys", header),
        ("an element", "deploys) in [(", "test", [(FILE.name, editor.line_of("account test"))]),
    ]:
        found = editor.definition(before, word)
        judge.expect(f"definition of {what}", found == expected, found)
    found = editor.references("for (target, ", "deploys")
    judge.expect("references of a loop variable", len(found) == 2, found)
    found = editor.errors()
    judge.expect("a good repetition has no errors", not found, found)

    editor.edit("stage Approve {", REPEATED.replace('"Again-{target}" in target', "A in t"))
    found = editor.completions(editor.at("stage A in ", "t", True))
    judge.expect("completion of a loop variable", {"target", "test"} <= found, sorted(found)[:20])

    editor.edit("stage Approve {", REPEATED.replace("(prod, d", "(prd, d"))
    found = editor.errors()
    line = editor.line_of("(prd, d")
    holds = len(found) == 1 and found[0][0] == line and "[P102]" in found[0][1]
    judge.expect("an undeclared account is an error at its element", holds, found)
    editor.reset()


def diagnostics(editor, judge):
    editor.edit("in prod @", "in prd @")
    found = editor.errors()
    line = editor.line_of("in prd @")
    holds = any(at == line and "[P102]" in message for at, message in found)
    judge.expect("an undeclared account is an error at its word", holds, found)
    judge.expect("and the only one", len(found) == 1, found)

    editor.edit("CodeBuild(source) {", "CodeBuild(source) in {")
    found = editor.errors()
    line = editor.line_of("CodeBuild(source) in {")
    holds = any(at == line and "[P001]" in message for at, message in found)
    judge.expect("a syntax error is shown at its word", holds, found)

    for bracket in ("{", "}", "("):
        editor.edit("project_name: package", "project_name: package" + bracket)
        found = editor.errors()
        holds = not any("a bug" in message for _, message in found)
        judge.expect(f"a `{bracket}` without its counterpart is no bug", holds, found)

    editor.reset()
    found = editor.errors()
    judge.expect("a good pipeline has no errors", not found, found)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    server = Server(sys.argv[1])
    judge = Judge()
    try:
        editor = Editor(server)
        for part in (definitions, references, renames, completions, repetitions, diagnostics,
                     sample.completions, sample.hovers, sample.outline):
            part(editor, judge)
    finally:
        server.process.kill()
    sys.exit(1 if judge.failures else 0)


if __name__ == "__main__":
    main()
