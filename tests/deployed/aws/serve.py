"""The AWS CLI, loaded once; each call is a process that begins with what is loaded.

usage: serve.py SOCKET

Starting Python and loading the CLI takes most of the time of a call, and a test makes some
hundred. But for that, and for shorter pauses between two looks at a stack, a call is what the
installed `aws` makes of it: a process of its own with the words, environment, folder and
streams that `aws` beside this file was called with.
"""

import contextlib
import gc
import io
import json
import os
import socket
import sys
import time
import traceback

import awscli.clidriver

# The CLI has its own copy under this name. `awscli.botocore` is a second one, which nobody asks.
from botocore import loaders, waiter

DATA = os.environ["AWS_DATA_PATH"]
#: In seconds; the CLI's own are up to 30.
PAUSE = 0.3


def main():
    remember_files()
    waiter.time = Impatient()
    driver = load()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(sys.argv[1])
    listening.listen(64)
    print("ready", flush=True)
    while True:
        call, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            answer(call, driver)
        call.close()
        ended()


class Impatient:
    """The module `time` for who waits for a stack."""

    def __getattr__(self, name):
        return getattr(time, name)

    def sleep(self, seconds):
        time.sleep(min(seconds, PAUSE))


def remember_files():
    """What the CLI asks of the files of its data is asked once."""
    for kind, name in (
        (loaders.JSONFileLoader, "load_file"),
        (loaders.JSONFileLoader, "exists"),
        (loaders.Loader, "list_available_services"),
    ):
        remember(kind, name)


def remember(kind, name):
    ask, found = getattr(kind, name), {}

    def answer(self, *about, **named):
        key = about, tuple(sorted(named.items()))
        if key not in found:
            found[key] = ask(self, *about, **named)
        return found[key]

    setattr(kind, name, answer)


def load():
    """Reads what most calls need, without a call of AWS, and prepares the CLI for one call."""
    session = awscli.clidriver.create_clidriver().session
    for service in ("cloudformation", "sts", "s3"):
        session.create_client(service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-")
    for words in ("cloudformation describe-stacks", "sts get-caller-identity"):
        with contextlib.redirect_stdout(io.StringIO()):
            awscli.clidriver.create_clidriver().main([*words.split(), "--generate-cli-skeleton"])
    driver = awscli.clidriver.create_clidriver()
    # A call ends before there is much to collect, and what is loaded stays shared.
    gc.disable()
    gc.freeze()
    return driver


def answer(call, driver):
    """Makes the call, and sends back how it ended."""
    told, streams, _, _ = socket.recv_fds(call, 1 << 22, 3)
    while not told.endswith(b"\n"):
        told += call.recv(1 << 22)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    code = run(json.loads(told), driver)
    sys.stdout.flush()
    sys.stderr.flush()
    call.sendall(b"%d" % code)
    os._exit(0)


def run(told, driver):
    os.chdir(told["folder"])
    os.environ.clear()
    # The CLI, as it was loaded, has told where its own data is.
    os.environ.update(told["environment"], AWS_DATA_PATH=DATA)
    sys.argv = ["aws", *told["words"]]
    # It asks the environment when it needs a value; the files of settings it had read already.
    driver.session._config = driver.session._profile_map = None
    try:
        return driver.main() or 0
    except SystemExit as ended:
        return ended.code or 0
    except BaseException:
        traceback.print_exc()
        return 1


def ended():
    """Forgets the calls that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


main()
