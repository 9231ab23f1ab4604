"""A rust-analyzer, and a file that is open in it."""

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
                    "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
                    "hover": {"contentFormat": ["markdown"]},
                },
            },
            "initializationOptions": {
                "checkOnSave": False,
                "cachePriming": {"enable": False},
            },
        })
        server.notify("initialized", {})
        server.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": "rust", "version": 1, "text": self.text,
        }})
        server.wait_until(lambda: server.quiescent, "the workspace")

    def edit(self, old, new):
        """Shows the server the saved text with `old` replaced."""
        assert self.saved.count(old) >= 1, old
        self.show(self.saved.replace(old, new, 1))

    def show(self, text):
        """Shows the server this text in place of the saved one."""
        self.text = text
        self.version += 1
        self.server.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": self.text}],
        })

    def reset(self):
        self.show(self.saved)

    def at_offset(self, offset):
        lines = self.text[:offset].split("\n")
        return {
            "textDocument": {"uri": self.uri},
            "position": {"line": len(lines) - 1, "character": len(lines[-1])},
        }

    def at(self, before, word, behind=False):
        """The place of `word`, next behind the text `before`."""
        offset = self.text.index(word, self.text.index(before) + len(before))
        return self.at_offset(offset + len(word) if behind else offset)

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

    def completions(self, place):
        found = self.server.ask("textDocument/completion", place)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"].split("(")[0] for item in items or []}

    def hover(self, place):
        found = self.server.ask("textDocument/hover", place)
        return (found or {}).get("contents", {}).get("value", "")

    def outline(self):
        """The names of the file's symbols, with those of the symbols in them."""
        def names(symbols):
            return [(symbol["name"], names(symbol.get("children", []))) for symbol in symbols]

        params = {"textDocument": {"uri": self.uri}}
        return names(self.server.ask("textDocument/documentSymbol", params))

    def symbols(self, query):
        """The lines of the symbols of the workspace with a name, in this file."""
        found = self.server.ask("workspace/symbol", {"query": query})
        return [
            symbol["location"]["range"]["start"]["line"]
            for symbol in found
            if symbol["name"] == query and symbol["location"]["uri"] == self.uri
        ]

    def errors(self):
        params = {"textDocument": {"uri": self.uri}}
        found = self.server.ask("textDocument/diagnostic", params)
        return [(item["range"]["start"]["line"], item["message"]) for item in found["items"]]
