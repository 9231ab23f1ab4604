#!/usr/bin/env python3
"""What an editor makes of `pipeline!`: drives a rust-analyzer over its protocol.

    tests/editor/drive.py PATH/TO/rust-analyzer

opens `build.rs` of the reference architecture and asks for definitions, references,
renames, completions and diagnostics inside the macro. Half-written input is sent as an
unsaved edit; no file is written. Prints one line per question, and fails if one has
the wrong answer.

A rust-analyzer comes with rustup (`rustup component add rust-analyzer`).
"""

import json
import pathlib
import queue
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / "examples" / "reference-architecture" / "build.rs"
PATIENCE = 300
# What stands before the declaration of `prod`.
ACCOUNT = "// default region of this account\n"


class Server:
    """A language server, and the messages that it has sent."""

    def __init__(self, path):
        self.process = subprocess.Popen(
            [path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.messages = queue.Queue()
        self.last_id = 0
        self.quiescent = False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        out = self.process.stdout
        while True:
            length = 0
            while (line := out.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                self.messages.put(None)
                return
            self.messages.put(json.loads(out.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def take(self, timeout):
        """Handles one message; gives it back if it is an answer."""
        message = self.messages.get(timeout=timeout)
        if message is None:
            sys.exit("the server has ended")
        if "method" in message and "id" in message:
            settings = [None] * len(message.get("params", {}).get("items", []))
            answer = settings if message["method"] == "workspace/configuration" else None
            self.send({"id": message["id"], "result": answer})
        elif message.get("method") == "experimental/serverStatus":
            self.quiescent = message["params"]["quiescent"]
        elif "id" in message:
            return message
        return None

    def ask(self, method, params):
        """The result of a request; asked again while the server says that it has
        changed its mind meanwhile."""
        until = time.time() + PATIENCE
        while time.time() < until:
            self.last_id += 1
            self.send({"id": self.last_id, "method": method, "params": params})
            while True:
                answer = self.take(PATIENCE)
                if answer and answer["id"] == self.last_id:
                    break
            if "error" not in answer:
                return answer["result"]
            if answer["error"]["code"] not in (-32801, -32802):
                return answer["error"]
        sys.exit(f"no answer to {method}")

    def wait_until(self, ready, what):
        until = time.time() + PATIENCE
        while not ready():
            if time.time() > until:
                sys.exit(f"waited too long for {what}")
            try:
                self.take(1)
            except queue.Empty:
                pass


class Editor:
    """One open file."""

    def __init__(self, server):
        self.server = server
        self.uri = FILE.as_uri()
        self.saved = FILE.read_text()
        self.text = self.saved
        self.version = 1
        server.ask("initialize", {
            "processId": None,
            "rootUri": ROOT.as_uri(),
            "workspaceFolders": [{"uri": ROOT.as_uri(), "name": "pipewright"}],
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "textDocument": {
                    "completion": {"completionItem": {"snippetSupport": False}},
                    "diagnostic": {},
                },
            },
            "initializationOptions": {"checkOnSave": False},
        })
        server.notify("initialized", {})
        server.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": "rust", "version": 1, "text": self.text,
        }})
        server.wait_until(lambda: server.quiescent, "the workspace")

    def edit(self, old, new):
        """Shows the server the saved text with `old` replaced."""
        assert self.saved.count(old) >= 1, old
        self.text = self.saved.replace(old, new, 1)
        self.version += 1
        self.server.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": self.text}],
        })

    def reset(self):
        self.edit("fn main", "fn main")

    def position(self, before, word, behind=False):
        """Where `word` stands, next behind the text `before`."""
        offset = self.text.index(word, self.text.index(before) + len(before))
        if behind:
            offset += len(word)
        lines = self.text[:offset].split("\n")
        return {"line": len(lines) - 1, "character": len(lines[-1])}

    def at(self, before, word, behind=False):
        return {
            "textDocument": {"uri": self.uri},
            "position": self.position(before, word, behind),
        }

    def line_of(self, text):
        return self.text[: self.text.index(text)].count("\n")

    def definition(self, before, word):
        found = self.server.ask("textDocument/definition", self.at(before, word))
        return sorted({
            (pathlib.Path(place.get("uri", place.get("targetUri"))).name,
             place.get("range", place.get("targetSelectionRange"))["start"]["line"])
            for place in found or []
        })

    def references(self, before, word):
        params = {**self.at(before, word), "context": {"includeDeclaration": True}}
        found = self.server.ask("textDocument/references", params)
        return sorted({place["range"]["start"]["line"] for place in found or []})

    def rename(self, before, word, new):
        found = self.server.ask("textDocument/rename", {**self.at(before, word), "newName": new})
        changes = (found or {}).get("changes", {}).get(self.uri)
        if changes is None:
            changes = [
                edit
                for document in (found or {}).get("documentChanges", [])
                for edit in document["edits"]
            ]
        lines = self.text.split("\n")
        for edit in sorted(changes, key=lambda edit: -edit["range"]["start"]["character"]):
            start, end = edit["range"]["start"], edit["range"]["end"]
            line = lines[start["line"]]
            changed = line[: start["character"]] + edit["newText"] + line[end["character"]:]
            lines[start["line"]] = changed
        return "\n".join(lines)

    def completions(self, before, word):
        found = self.server.ask("textDocument/completion", self.at(before, word, True))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"].split("(")[0] for item in items or []}

    def hover(self, before, word):
        found = self.server.ask("textDocument/hover", self.at(before, word))
        return (found or {}).get("contents", {}).get("value", "")

    def errors(self):
        params = {"textDocument": {"uri": self.uri}}
        found = self.server.ask("textDocument/diagnostic", params)
        return [(item["range"]["start"]["line"], item["message"]) for item in found["items"]]


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


def hovers(editor, judge):
    found = editor.hover("Checkout: ", "CodeCommit")
    judge.expect("hover over a kind", "CodeCommit repository" in found, found)


def completions(editor, judge):
    whole = 'stage Approve {\n            Review: Manual { custom_data: "Test it, then approve." };'
    half = "stage Approve {\n            "
    for what, old, new, before, word, expected, unwanted in [
        ("accounts", "in dev {", "in d {", "CodeCommit in ", "d", {"dev", "prod"}, {"packaged"}),
        ("accounts behind a bare `in`", whole, half + "Review: Manual in t", "Manual in ", "t",
         {"test", "tools"}, {"source"}),
        ("artifacts", "CodeBuild(source)", "CodeBuild(s)", "CodeBuild(", "s", {"source"}, {"dev"}),
        ("kinds", "Checkout: CodeCommit", "Checkout: Code", "Checkout: ", "Code",
         {"CodeCommit", "CodeBuild"}, {"dev"}),
        ("kinds in an item that ends there", whole, half + "Review: Man", "Review: ", "Man",
         {"Manual"}, {"dev"}),
        ("declarations", "account prod ", "acc\n        account prod ", ACCOUNT + "        ac", "c",
         {"account", "stage"}, {"dev"}),
        ("values", "role_arn: deploy_test", "role_arn: dep", "role_arn: ", "dep",
         {"deploy_test", "deploy_prod", "package"}, set()),
        ("variables' actions", "Commit: Checkout.CommitId", "Commit: Che.CommitId", "Commit: ",
         "Che", {"Checkout", "Package"}, {"dev"}),
        ("Rust in parentheses", '"sample-lambda";', "(std::env::va);", "std::env::", "va",
         {"var", "vars"}, set()),
    ]:
        editor.edit(old, new)
        found = editor.completions(before, word)
        holds = expected <= found and not (unwanted & found)
        judge.expect(f"completion of {what}", holds, sorted(found)[:20])
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
    found = editor.completions("stage A in ", "t")
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
        for part in (definitions, references, renames, hovers, completions, repetitions, diagnostics):
            part(editor, judge)
    finally:
        server.process.kill()
    sys.exit(1 if judge.failures else 0)


if __name__ == "__main__":
    main()
