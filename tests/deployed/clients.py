"""The clients: the CDK CLI, the AWS CLI and boto3, each of which sees the mock only."""

import atexit
import contextlib
import functools
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
from botocore.config import Config

HERE = pathlib.Path(__file__).parent
#: The oracles' own folder, as `tests/oracles/install.sh` made it.
ORACLES = pathlib.Path(sys.prefix)
CDK = ORACLES / "node_modules" / "aws-cdk" / "bin" / "cdk"
#: For how many seconds nothing may happen before it counts as a hang. How long something
#: takes is no matter: other work may share the machine.
STILL = 900


class Failed(Exception):
    """Something is not as it should be, in words for whoever runs the test."""


def progress(look, ended):
    """Gives what `look` sees once that has `ended`, for as long as it goes on changing."""
    seen, since = None, time.monotonic()
    while not ended(now := look()):
        if now != seen:
            seen, since = now, time.monotonic()
        elif time.monotonic() - since > STILL:
            raise Failed(f"nothing has happened for {STILL} s, and this was seen last: {seen}")
        time.sleep(0.2)
    return now


def settled(client, stack):
    """The status of a stack whose deployment has ended."""

    def state():
        (found,) = client.describe_stacks(StackName=stack)["Stacks"]
        resources = client.describe_stack_resources(StackName=stack)["StackResources"]
        return found["StackStatus"], sorted(resource["ResourceStatus"] for resource in resources)

    return progress(state, lambda state: not state[0].endswith("_IN_PROGRESS"))[0]


def end_with_the_test():
    """When whoever started this has gone, what it started goes too, in order."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("whoever started this has gone"))
    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def mock():
    """A mock of its own, gone when the block ends, however it ends."""
    end_with_the_test()
    with tempfile.TemporaryDirectory(prefix="pipewright-mock-") as folder:
        log = open(os.path.join(folder, "mock.log"), "w+")
        server = subprocess.Popen(
            [sys.executable, HERE / "mock" / "serve.py", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={"PATH": os.environ["PATH"], "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            port = server.stdout.readline().strip()
            if not port:
                log.seek(0)
                raise Failed(f"the mock did not start:\n{log.read()}")
            yield Mock(f"http://127.0.0.1:{port}", pathlib.Path(folder))
        finally:
            server.kill()
            server.communicate()
            log.close()


@functools.cache
def aws_cli():
    """The AWS CLI, loaded once for the calls of this program; the socket that takes them."""
    folder = tempfile.TemporaryDirectory(prefix="pipewright-aws-")
    listening = os.path.join(folder.name, "aws.socket")
    server = subprocess.Popen(
        [sys.executable, HERE / "aws" / "serve.py", listening],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": folder.name, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    def end():
        server.kill()
        server.communicate()
        folder.cleanup()

    atexit.register(end)
    if server.stdout.readline() != "ready\n":
        raise Failed("the AWS CLI did not load")
    return listening


class Mock:
    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.home = folder / "home"
        self.home.mkdir()

    def ask(self, path, body=None):
        request = urllib.request.Request(self.url + path, json.dumps(body or {}).encode())
        try:
            with urllib.request.urlopen(request, timeout=STILL) as answer:
                return json.load(answer)
        except TimeoutError:
            raise Failed(f"the mock has not answered `{path}` for {STILL} s")

    def diary(self):
        """What was asked of the mock, but for the stacks that were there from the start."""
        diary = self.ask("/_pipewright/diary")
        diary["deployments"] = [
            entry for entry in diary["deployments"] if not entry["stack"].startswith("exports-")
        ]
        diary["references"] = [
            found for found in diary["references"] if not (found["maker"] or "").startswith("exports-")
        ]
        return diary

    @functools.cache
    def client(self, service, account, region):
        """On the mock, twelve digits as the key's id are an account."""
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=account,
            aws_secret_access_key="test",
            config=Config(
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path"},
                connect_timeout=STILL,
                read_timeout=STILL,
            ),
        )

    def environment(self, account, **more):
        """For a program: nothing of this machine's own settings, and only the mock."""
        config = self.home / "config"
        return {
            "PATH": os.pathsep.join([str(HERE / "aws"), str(ORACLES / "bin"), os.environ["PATH"]]),
            "PIPEWRIGHT_TEST_AWS": aws_cli(),
            "HOME": str(self.home),
            "TMPDIR": str(self.folder),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": str(config),
            "AWS_SHARED_CREDENTIALS_FILE": str(config),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "1",
            "NODE_NO_WARNINGS": "1",
            "NO_COLOR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **more,
        }

    def run(self, command, account, fails=False, **more):
        """Runs a program; says all that it said where it ended in another way than told."""
        words = " ".join(str(word) for word in command)
        with tempfile.TemporaryFile("w+", dir=self.folder) as output:
            program = subprocess.Popen(
                [str(word) for word in command],
                cwd=self.home,
                env=self.environment(account, **more),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                hang = None
                progress(lambda: self.state(program, output), lambda state: state[0] is not None)
            except Failed as failed:
                hang = failed
            finally:
                program.kill()
                program.wait()
            output.seek(0)
            said = output.read()
        if hang:
            raise Failed(f"`{words}`: {hang}\n{said}{self.failures()}")
        if (program.returncode != 0) != fails:
            raise Failed(f"`{words}` ended with {program.returncode}:\n{said}{self.failures()}")
        return said

    def state(self, program, output):
        """How a program ended, how much it has said, and what has been deployed; a second
        later, unless it ends before that."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return program.wait(1), None, None
        return None, os.fstat(output.fileno()).st_size, self.diary()["deployments"]

    def failures(self):
        """Why a stack did not deploy, which the AWS CLI does not tell."""
        reasons = [reason for entry in self.diary()["deployments"] for reason in entry.get("reasons", [])]
        return "".join(f"\n{reason}" for reason in reasons)

    def cdk(self, *words, app, fails=False):
        """The CDK CLI with credentials of an account that owns no stack: it must take on
        the roles that the assembly names."""
        command = ["node", CDK, *words, "--app", app, "--ci", "--no-notices"]
        return self.run(command, "999999999999", fails, AWS_REGION="us-east-1")

    def bootstrap(self, account, region):
        """With a key of its own: ministack refuses an upload with a key of AWS's."""
        command = ["node", CDK, "bootstrap", f"aws://{account}/{region}", "--bootstrap-customer-key"]
        self.run([*command, "--ci", "--no-notices"], account, AWS_REGION=region)

    def script(self, assembly, *words, fails=False, **profiles):
        return self.run(["bash", assembly.folder / "deploy.sh", *words], "999999999999", fails, **profiles)

    def profiles(self, accounts):
        """Writes a profile per account, named after it, for the AWS CLI."""
        lines = [
            f"[profile of-{account}]\naws_access_key_id={account}\naws_secret_access_key=test\n"
            for account in accounts
        ]
        (self.home / "config").write_text("\n".join(lines))
