"""Deploys a pipeline, and then each change of it, with one client: only the stacks that
must change do, nothing that holds data is lost, and nothing goes that the pipeline uses.
Of a change that takes something away, other stacks than its own may deploy twice.

usage: changes.py CLIENT FOLDER

CLIENT is `cdk` or `script`. FOLDER has `changes.json`, a list of what is changed, the stacks that may deploy, whether the
change takes something away, whether it is tried with a pipeline that cannot be deployed, whether
only `deploy.sh` deploys it, and the folder of the assembly after the change.
"""

import json
import pathlib
import re
import shutil
import sys

import clients
import drive
import readback
from assembly import Assembly
from clients import Failed

HOLD_DATA = {"AWS::S3::Bucket", "AWS::KMS::Key"}


def main():
    client, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    way = {"cdk": with_cdk, "script": with_script}[client]
    changes = json.loads((folder / "changes.json").read_text())
    kept = {}
    with clients.mock() as mock:
        for change in changes:
            if change["by_script"] and way is not with_script:
                continue
            try:
                count = made(mock, Assembly(folder / change["folder"]), change, kept, way)
            except Failed as failed:
                sys.exit(f"{client}, {change['what']}: {failed}")
            print(f"{client}, {change['what']}: {count} stacks deployed, {len(kept)} buckets and keys kept")


def with_script(mock, assembly, change, fails=False):
    profiles = drive.script_profiles(mock, assembly)
    profiles |= drive.buckets(mock, assembly, profiles)
    mock.script(assembly, fails=fails, **profiles)


def with_cdk(mock, assembly, change, fails=False):
    """What is taken away stays until the pipeline has let go of it."""
    if change["takes_away"]:
        profiles = drive.script_profiles(mock, assembly)
        mock.script(assembly, "--keep-removed", **profiles)
        (pipeline,) = [name for name in assembly.stacks if short(name) == "pipeline"]
        words = ["deploy", pipeline, "--exclusively", "--require-approval", "never"]
        mock.cdk(*words, app=assembly.folder, fails=fails)
        if fails:
            return
    drive.deploy(mock, assembly.folder, fails=fails)


def cannot_deploy(mock, assembly):
    """The same, with a pipeline that names a bucket that is not there."""
    folder = mock.folder / "spoiled"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(assembly.folder, folder)
    spoiled = Assembly(folder)
    for stack in spoiled.stacks.values():
        if short(stack.name) == "pipeline":
            properties = stack.resources["Pipeline"]["Properties"]
            properties.pop("ArtifactStores", None)
            properties["ArtifactStore"] = {"Type": "S3", "Location": "not-there"}
            stack.file.write_text(json.dumps(stack.template))
    return spoiled


def made(mock, assembly, change, kept, way):
    """Deploys a change; gives the number of stacks that it touched."""
    if change["fails_first"]:
        way(mock, cannot_deploy(mock, assembly), change, fails=True)
        drive.same(mock.diary()["lost"], [], "what a pipeline lost whose next version could not be deployed")
    before = len(mock.diary()["deployments"])
    way(mock, assembly, change)
    drive.same(mock.diary()["lost"], [], "what a deployed pipeline names, and was taken away")
    done = mock.diary()["deployments"][before:]
    for entry in done:
        if entry["status"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise Failed(f"{entry['stack']} ended as {entry['status']}: {entry['reasons']}")
    touched = sorted({short(entry["stack"]) for entry in done})
    if not change["takes_away"]:
        drive.same(touched, sorted(change["deploys"]), "the stacks that deployed")
    readback.compare(mock, assembly)
    for stack in assembly.stacks.values():
        keep(mock, stack, kept)
    for kind, name, account, region in kept.values():
        still_there(mock, kind, name, account, region)
    return len(touched)


def short(stack):
    """A stack's name without the pipeline's, and without the hash."""
    return re.fullmatch(r"[a-z]+-(.+)-[a-z0-9]{8}", stack)[1]


def keep(mock, stack, kept):
    """Takes down what holds data. A bucket that the user named anew is one more."""
    cloudformation = mock.client("cloudformation", stack.account, stack.region)
    for found in cloudformation.describe_stack_resources(StackName=stack.name)["StackResources"]:
        kind, name = found["ResourceType"], found["PhysicalResourceId"]
        if kind not in HOLD_DATA:
            continue
        known = [thing[1] for thing in kept.values() if thing[0] == kind and thing[2:] == (stack.account, stack.region)]
        named = stack.resources[found["LogicalResourceId"]]["Properties"].get("BucketName", "")
        # The account's own names are ours to keep; another one is the user's.
        if known and name not in known and (kind == "AWS::KMS::Key" or named.endswith("-an")):
            raise Failed(f"{kind} {known[0]} of {stack.name} was replaced by {name}")
        kept[kind, name] = (kind, name, stack.account, stack.region)


def still_there(mock, kind, name, account, region):
    if kind == "AWS::S3::Bucket":
        there = readback.answers(mock.client("s3", account, region).head_bucket, Bucket=name)
    else:
        key = mock.client("kms", account, region).describe_key(KeyId=name)["KeyMetadata"]
        there = key["KeyState"] == "Enabled"
    if not there:
        raise Failed(f"{kind} {name} of {account} in {region} is lost")


main()
