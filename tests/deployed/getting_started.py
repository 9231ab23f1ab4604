"""Does what `docs/guide/getting-started.md` says, as a newcomer would: its blocks are run in one shell,
in an empty folder, with an empty home but for two profiles of the AWS CLI.

usage: getting_started.py PAGE CHECKOUT TARGET

TARGET is a folder in which what the crate depends on is built once for all tests.
Nothing of a block is changed but what `SUBSTITUTIONS` lists. The endpoint is the mock's, by a
variable that the AWS CLI reads. Crates come from this machine, without a network.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import clients
from clients import Failed

#: What stands on the page, and what is run in its place.
SUBSTITUTIONS = [
    # It is not on crates.io yet, and what is tested is this checkout.
    ("cargo add --build pipewright", "cargo add --build pipewright --path {checkout}"),
]
#: The accounts of the page, by their profiles.
PROFILES = {"tools-admin": "111111111111", "prod-admin": "444444444444"}
REGION = "us-east-1"
#: What somebody types who is asked.
TYPED = {"--destroy": "yes"}
#: What a command of a block is known by, and what a person does after it, or what has to be so.
AFTER = {}


def main():
    page, checkout, target = map(pathlib.Path, sys.argv[1:])
    blocks = re.findall(r"^```(\S+)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
    start = time.monotonic()
    with clients.mock() as mock:
        try:
            newcomer = Newcomer(mock, checkout, target)
            for kind, text in blocks:
                newcomer.does(kind, text)
            left = [step for step in AFTER if step not in newcomer.done]
            if left:
                raise Failed(f"the page lacks {', '.join(left)}")
        except Failed as failed:
            sys.exit(f"{page.name}: {failed}{mock.failures()}")
    minutes = (time.monotonic() - start) / 60
    print(f"{page.name}: {len(blocks)} blocks, {minutes:.1f} minutes")


class Newcomer:
    def __init__(self, mock, checkout, target):
        self.mock, self.checkout, self.target = mock, checkout, target
        self.said, self.done = "", set()
        folder = mock.folder / "work"
        folder.mkdir()
        lines = [f"[profile {name}]\naws_access_key_id={id}\naws_secret_access_key=test\n" for name, id in PROFILES.items()]
        (mock.home / ".aws").mkdir()
        (mock.home / ".aws" / "config").write_text("\n".join(lines))
        self.shell = Shell(mock, folder)

    def does(self, kind, text):
        if kind == "sh":
            self.runs(text)
        elif kind.startswith("rust") and text.startswith("// build.rs\n"):
            (self.crate() / "build.rs").write_text(text)
        elif kind == "text":
            self.adds(text)
        else:
            raise Failed(f"nobody knows what to do with a block of `{kind}`:\n{text}")

    def runs(self, block):
        for written, run in SUBSTITUTIONS:
            block = block.replace(written, run.format(checkout=self.checkout))
        typed = [answer for words, answer in TYPED.items() if words in block]
        self.said = self.shell.run(block, typed)
        for words, step in AFTER.items():
            if words in block and words not in self.done:
                self.done.add(words)
                step(self)

    def adds(self, stage):
        """Puts a stage in front of `Publish`, as the page says."""
        script = self.crate() / "build.rs"
        text = script.read_text()
        (line,) = re.findall(r"^.*stage Publish.*$", text, re.MULTILINE)
        indent = line[: len(line) - len(line.lstrip())]
        added = "".join(f"{indent}{one}\n" for one in stage.splitlines())
        script.write_text(text.replace(line, f"{added}\n{line}"))

    def crate(self):
        return pathlib.Path(self.shell.run("pwd").strip())

    def stacks(self):
        found = {}
        for account in PROFILES.values():
            client = self.mock.client("cloudformation", account, REGION)
            stacks = client.describe_stacks()["Stacks"]
            found.update((stack["StackName"], stack["StackStatus"]) for stack in stacks)
        return found

    def has(self, wanted, what):
        if wanted not in self.said:
            raise Failed(f"{what} lacks `{wanted}`:\n{self.said}")


class Shell:
    """One shell for all blocks, as a newcomer has one terminal. It stops at the first command that fails."""

    MARK = "-- the block has ended --"

    def __init__(self, mock, folder):
        home = pathlib.Path.home()
        rust = {"CARGO_HOME": home / ".cargo", "RUSTUP_HOME": home / ".rustup"}
        # As the other tests' crates are built: so what they share is built once.
        environment = mock.environment("none", CARGO_NET_OFFLINE="true", CARGO_PROFILE_DEV_DEBUG="0")
        if incremental := os.environ.get("CARGO_INCREMENTAL"):
            environment["CARGO_INCREMENTAL"] = incremental
        for name in list(environment):
            if name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
                del environment[name]
        for name, usual in rust.items():
            environment[name] = os.environ.get(name, str(usual))
        self.output = open(mock.folder / "shell.log", "w+")
        self.read = 0
        self.shell = subprocess.Popen(
            ["bash", "-eu", "-o", "pipefail"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, block, typed=()):
        lines = [block.rstrip("\n"), *typed, f"echo '{self.MARK}'"]
        self.shell.stdin.write("\n".join(lines) + "\n")
        self.shell.stdin.flush()
        said = clients.progress(self.look, lambda said: self.MARK in said or self.shell.poll() is not None)
        self.read += len(said.encode())
        said, mark, _ = said.partition(f"{self.MARK}\n")
        if not mark:
            raise Failed(f"this ended with {self.shell.wait()}:\n{block}\n{said}")
        return said

    def look(self):
        with open(self.output.name, "rb") as output:
            output.seek(self.read)
            return output.read().decode()


def after(words):
    def register(step):
        AFTER[words] = step
        return step

    return register


@after("cargo new")
def what_it_depends_on_is_built_once(newcomer):
    newcomer.target.mkdir(parents=True, exist_ok=True)
    (newcomer.crate() / "target").symlink_to(newcomer.target)
    # The versions that are tested.
    shutil.copy(newcomer.checkout / "Cargo.lock", newcomer.crate())


@after("cargo build")
def a_mistake_is_an_error_at_the_word(newcomer):
    """The page says to try it: `in prd` in the place of `in prod`."""
    script = newcomer.crate() / "build.rs"
    right = script.read_text()
    script.write_text(right.replace("in prod {", "in prd {"))
    newcomer.said = newcomer.shell.run("cargo build || true")
    newcomer.has("[P102] account `prd` is not declared", "what the compiler says")
    script.write_text(right)
    newcomer.shell.run("cargo build")


@after("ls target/debug")
def the_report_says_what_has_to_exist(newcomer):
    for file in ("REPORT.md", "report.html", "deploy.sh"):
        newcomer.has(file, "the folder")
    report = newcomer.crate() / "target/debug/pipewright/site-pipeline/REPORT.md"
    newcomer.said = report.read_text()
    for thing in ("acme-site-444444444444", "PIPEWRIGHT_PARAMETER_CONNECTION"):
        newcomer.has(thing, "REPORT.md")


@after("create-connection")
def a_person_completes_the_connection(newcomer):
    arn = newcomer.shell.run('echo "$connection"').strip()
    newcomer.mock.ask("/_pipewright/connection", {"arn": arn})


@after("get-connection")
def the_connection_is_available(newcomer):
    newcomer.has("AVAILABLE", "the connection's state")


@after("deploy.sh\n")
def every_stack_is_there(newcomer):
    wrong = {name: status for name, status in newcomer.stacks().items() if status != "CREATE_COMPLETE"}
    if wrong or len(newcomer.stacks()) < 3:
        raise Failed(f"the stacks are {newcomer.stacks()}")


@after("get-pipeline-state")
def the_first_run_succeeds(newcomer):
    for stage in ("Source", "Build", "Publish"):
        newcomer.has(f"{stage}\tSucceeded", "the state of the first run")


@after("start-pipeline-execution")
def the_next_run_waits_for_the_approval(newcomer):
    client = newcomer.mock.client("codepipeline", PROFILES["tools-admin"], REGION)
    states = client.get_pipeline_state(name="site")["stageStates"]
    found = {state["stageName"]: state.get("latestExecution", {}).get("status") for state in states}
    wanted = {"Source": "Succeeded", "Build": "Succeeded", "Approve": "InProgress", "Publish": None}
    if found != wanted:
        raise Failed(f"the stages are {found}, and not {wanted}")


@after("--destroy")
def nothing_is_left_but_what_was_said(newcomer):
    newcomer.has("stays", "what the script says")
    if newcomer.stacks():
        raise Failed(f"these stacks are left: {newcomer.stacks()}")


@after("delete-connection")
def the_newcomers_own_things_are_gone(newcomer):
    client = newcomer.mock.client("s3", PROFILES["prod-admin"], REGION)
    buckets = [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]
    if buckets:
        raise Failed(f"these buckets are left in prod: {buckets}")


main()
