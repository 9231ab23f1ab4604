"""A first deployment that fails leaves nothing that is in the way of the second, with
either client.

usage: again.py FOLDER

FOLDER is what the build of `reference-architecture` left.
"""

import json
import shutil
import sys

import clients
import drive
import existing
import faults
import readback
from assembly import Assembly
from clients import Failed


def main():
    plain = Assembly(sys.argv[1])
    for way in (with_script, with_cdk):
        with clients.mock() as mock:
            existing.put(mock, faults.EXAMPLE)
            try:
                fails_then_deploys(mock, plain, way(mock, plain))
            except Failed as failed:
                sys.exit(f"{way.__name__}: {failed}")
    print("a deployment that failed was run again, with 2 clients")


def with_script(mock, plain):
    profiles = drive.script_profiles(mock, plain)
    return lambda assembly, **more: mock.script(assembly, **profiles, **more)


def with_cdk(mock, plain):
    return lambda assembly, **more: drive.deploy(mock, assembly.folder, **more)


def fails_then_deploys(mock, plain, deploy):
    folder = mock.folder / "spoiled"
    shutil.copytree(plain.folder, folder)
    spoiled = Assembly(folder)
    faults.a_bucket_policy_names_a_missing_role(mock, spoiled)
    for stack in spoiled.stacks.values():
        stack.file.write_text(json.dumps(stack.template))
    deploy(spoiled, fails=True)
    (broken,) = [entry for entry in mock.diary()["deployments"] if entry["status"] != "CREATE_COMPLETE"]
    drive.same(broken["status"], "ROLLBACK_COMPLETE", "how the deployment that fails ends")
    stack = plain.stacks[broken["stack"]]
    left = [
        logical
        for logical, resource in stack.resources.items()
        if resource["Type"] in readback.THERE and readback.is_there(mock, stack, resource)
    ]
    drive.same(left, [], f"what stayed of {stack.name}")
    deploy(plain)
    readback.compare(mock, plain)
    drive.same(readback.is_there(mock, stack, stack.resources["ArtifactBucket"]), True, "whether the bucket is there")


main()
