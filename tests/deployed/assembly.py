"""What a build left, as the clients will see it."""

import json
import pathlib


def kept(resource):
    """Whether a resource stays when its stack goes."""
    return resource.get("DeletionPolicy") == "RetainExceptOnCreate"


class Stack:
    def __init__(self, folder, name, artifact):
        self.name = name
        self.account, self.region = artifact["environment"].removeprefix("aws://").split("/")
        self.file = folder / artifact["properties"]["templateFile"]
        self.template = json.loads(self.file.read_text())
        # What the CDK CLI uploads before is no stack.
        self.after = [name for name in artifact["dependencies"] if not name.endswith(".assets")]

    @property
    def resources(self):
        return self.template["Resources"]


class Assembly:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        manifest = json.loads((self.folder / "manifest.json").read_text())
        self.stacks = {
            name: Stack(self.folder, name, artifact)
            for name, artifact in manifest["artifacts"].items()
            if artifact["type"] == "aws:cloudformation:stack"
        }

    @property
    def accounts(self):
        return sorted({stack.account for stack in self.stacks.values()})

    def before(self, name):
        """The stacks that the declared order puts before this one, near and far."""
        found, open_ends = set(), list(self.stacks[name].after)
        while open_ends:
            end = open_ends.pop()
            if end not in found:
                found.add(end)
                open_ends += self.stacks[end].after
        return found
