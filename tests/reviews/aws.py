"""An `aws` that answers what its folder has: `STACK.json`, the pages of a change set, or `STACK.txt`, an
error. It writes down its calls, each with the key that it was made with.
"""
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
arguments = sys.argv[1:]


def option(name):
    return arguments[arguments.index(name) + 1] if name in arguments else None


with open(HERE / "calls", "a") as calls:
    print(os.environ.get("AWS_ACCESS_KEY_ID", "-"), *arguments, file=calls)
if arguments[:2] == ["sts", "assume-role"]:
    keys = {"AccessKeyId": option("--role-arn"), "SecretAccessKey": "s", "SessionToken": "t"}
    print(json.dumps({"Credentials": keys}))
    sys.exit()
stack = option("--stack-name")
error = HERE / f"{stack}.txt"
if error.exists():
    sys.exit(error.read_text())
pages = json.loads((HERE / f"{stack}.json").read_text())
page = int(option("--next-token") or 0)
more = {"NextToken": str(page + 1)} if page + 1 < len(pages) else {}
print(json.dumps({**pages[page], **more}))
