"""Adopts a pipeline that runs: `import --adopt`, its script, and `deploy.sh` after that.

usage: adopt.py COMMAND ANSWER

COMMAND is `cargo-pipewright`, ANSWER what `get-pipeline` answers for a pipeline of account
111111111111 in us-east-1.
"""

import json
import pathlib
import subprocess
import sys

import clients
import drive
import existing
from assembly import Assembly
from clients import Failed

ACCOUNT, REGION = "111111111111", "us-east-1"


def main():
    command, answer = pathlib.Path(sys.argv[1]).absolute(), json.loads(pathlib.Path(sys.argv[2]).read_text())
    running = answer["pipeline"]
    running.pop("version")
    with clients.mock() as mock:
        try:
            adopts(mock, command, running)
        except Failed as failed:
            sys.exit(str(failed))
    print("a pipeline that runs was adopted, and deployed anew under its name")


def what_it_uses(mock, running):
    """Its stores, with a key each, and the roles of other accounts."""
    for region, store in running["artifactStores"].items():
        existing.bucket(mock, {"name": store["location"], "account": ACCOUNT, "region": region})
        existing.key(mock, {"name": store["encryptionKey"]["id"]})
    actions = [action for stage in running["stages"] for action in stage["actions"]]
    for role in {action["roleArn"] for action in actions if "roleArn" in action}:
        existing.role(mock, {"name": role})


def adopts(mock, command, running):
    what_it_uses(mock, running)
    client = mock.client("codepipeline", ACCOUNT, REGION)
    client.create_pipeline(pipeline=running)
    found = client.get_pipeline(name=running["name"])
    answer = {"pipeline": found["pipeline"], "metadata": found["metadata"]}
    (mock.folder / "running.json").write_text(json.dumps(answer))
    imports = [command, "import", "running.json"]
    for words in (
        [*imports, "--adopt", "--out", "app"],
        [*imports, "--plain", "--out", "app.pipeline"],
        [command, "build", "app.pipeline", "--out", "out"],
    ):
        done = subprocess.run(words, cwd=mock.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{words}: {done.stderr}")

    (script,) = (mock.folder / "app" / "adopt").glob("*.sh")
    mock.run(["bash", script, "--yes"], ACCOUNT)
    assembly = Assembly(mock.folder / "out")
    (stack,) = [stack for stack in assembly.stacks.values() if "Pipeline" in stack.resources]
    cloudformation = mock.client("cloudformation", ACCOUNT, REGION)
    (described,) = cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
    drive.same(described["StackStatus"], "IMPORT_COMPLETE", "the status of the stack")
    drive.same(client.get_pipeline(name=running["name"])["pipeline"], found["pipeline"], "the pipeline, adopted")

    profiles = drive.script_profiles(mock, assembly)
    mock.script(assembly, **profiles)
    resources = cloudformation.describe_stack_resources(StackName=stack.name)["StackResources"]
    drive.same({found["LogicalResourceId"] for found in resources}, set(stack.resources), "the resources of the stack")
    deployed = client.get_pipeline(name=running["name"])["pipeline"]
    # One that was made anew would count from 1 again.
    drive.same(deployed["version"], 2, "the version of the pipeline")
    if deployed["roleArn"] == running["roleArn"]:
        raise Failed("deploy.sh left the pipeline its role")


main()
