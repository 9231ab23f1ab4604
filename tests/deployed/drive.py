"""Deploys an example with the clients that people have, and reads back what came of it.

usage: drive.py NAME FOLDER SUMMARY [EDITED]

NAME is the example's, FOLDER what its build left, SUMMARY a file to write the numbers to,
EDITED what the build left with one more stage at the end: with it, everything is deployed
again too, and the edit is shown. The mock's accounts are new for each client;
`existing.json` says what an example finds in them.
"""

import collections
import json
import pathlib
import re
import sys
import time

import clients
import existing
import readback
from assembly import Assembly, kept
from clients import Failed


def main():
    name, folder, summary, *edited = sys.argv[1:]
    started = time.monotonic()
    assembly = Assembly(folder)
    edited = Assembly(*edited) if edited else None
    ways = {"cdk": with_cdk, "deploy.sh": with_script}
    try:
        counts = {client: way(name, assembly, edited) for client, way in ways.items()}
    except Failed as failed:
        sys.exit(f"{name}: {failed}")
    resources = sum(len(stack.resources) for stack in assembly.stacks.values())
    passes = max(found["passes"] for found in counts.values())
    print(f"{name}: {len(assembly.stacks)} stacks, {resources} resources, passes: {passes}")
    for client, found in counts.items():
        print(f"  {client:9} {found['told']}")
    print(f"  {time.monotonic() - started:.0f} s")
    told = {"stacks": len(assembly.stacks), "resources": resources, "passes": passes, "clients": list(counts)}
    pathlib.Path(summary).write_text(json.dumps(told))


def large(assembly):
    """The stacks whose templates CloudFormation does not take as part of a request."""
    return [stack for stack in assembly.stacks.values() if len(stack.file.read_bytes()) > 51_200]


# --- the CDK CLI ---


def with_cdk(name, assembly, edited):
    with clients.mock() as mock:
        existing.put(mock, name)
        bootstrap(mock, assembly)
        deploy(mock, assembly.folder)
        deployed_once(mock, assembly)
        uploaded(mock, assembly)
        ordered(mock, assembly, name)
        read = readback.compare(mock, assembly)
        if edited:
            listed = set(mock.cdk("ls", app=assembly.folder).split())
            same(listed, set(assembly.stacks), "`cdk ls`, and the stacks of the manifest")
            nothing_again(mock, lambda: deploy(mock, assembly.folder))
            an_edit_shows(mock, assembly, edited)
        count = counted(mock, read)
        mock.cdk("destroy", "--all", "--force", app=assembly.folder)
        destroyed(mock, assembly, "cdk destroy")
        return count


def deploy(mock, folder, **more):
    return mock.cdk("deploy", "--all", "--require-approval", "never", app=folder, **more)


def bootstrap(mock, assembly):
    """`cdk bootstrap`, where a template is large: it makes the bucket that such a one goes
    through. The other stacks ask for its roles only, and the mock has any role assumed."""
    for account, region in sorted({(stack.account, stack.region) for stack in large(assembly)}):
        mock.bootstrap(account, region)


def uploaded(mock, assembly):
    """What lies in the buckets of `cdk bootstrap` is the large templates, and they alone."""
    found = {}
    for stack in large(assembly):
        s3 = mock.client("s3", stack.account, stack.region)
        bucket = f"cdk-hnb659fds-assets-{stack.account}-{stack.region}"
        for thing in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            body = s3.get_object(Bucket=bucket, Key=thing["Key"])["Body"].read()
            found[bucket, body] = thing["Key"]
    wanted = {
        (f"cdk-hnb659fds-assets-{stack.account}-{stack.region}", stack.file.read_bytes())
        for stack in large(assembly)
    }
    if set(found) != wanted:
        raise Failed(f"the assets {sorted(found.values())} are not the templates that are large")


def an_edit_shows(mock, assembly, edited):
    """A stage more, written at the end of the source, is all that `cdk diff` shows."""
    same(differences(mock, assembly.folder), {}, "what `cdk diff` shows before the edit")
    shown = differences(mock, edited.folder)
    (pipeline,) = [
        (stack, resource["Type"], logical)
        for stack in edited.stacks.values()
        for logical, resource in stack.resources.items()
        if resource["Type"] == "AWS::CodePipeline::Pipeline"
    ]
    stack, kind, logical = pipeline
    same(set(shown), {(stack.name, kind, logical)}, "what `cdk diff` shows")
    text = shown[stack.name, kind, logical]
    changed = re.findall(r"\[([-+])\] (.*)", text)
    stage = stack.resources[logical]["Properties"]["Stages"][-1]
    lines = json.dumps(stage, indent=2).splitlines()
    same([sign for sign, _ in changed], ["+"] * len(changed), f"the signs of `cdk diff`\n{text}\n")
    same(told(changed), told(("+", line) for line in lines), f"what `cdk diff` says of the pipeline\n{text}\n")


def told(lines):
    """The words of a difference, however they are laid out and ordered."""
    return sorted(line.strip().rstrip(",") for _, line in lines)


def differences(mock, folder):
    """The changed resources of each stack, with what is said of each."""
    found, stack, resource = {}, None, None
    for line in mock.cdk("diff", "--all", "--no-change-set", app=folder).splitlines():
        if line.startswith("Stack "):
            stack, resource = line.split()[1], None
        elif changed := re.match(r"\[[-+~]\] (\S+) (?:\S+/)?(\S+)", line):
            resource = (stack, changed[1], changed[2])
            found[resource] = ""
        elif resource:
            found[resource] += line + "\n"
    return found


def destroyed(mock, assembly, by):
    """Everything was taken away again, save what may hold someone's data."""
    for stack in assembly.stacks.values():
        cloudformation = mock.client("cloudformation", stack.account, stack.region)
        left = cloudformation.list_stacks(StackStatusFilter=["CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_FAILED"])
        names = [found["StackName"] for found in left["StackSummaries"]]
        # Neither what `cdk bootstrap` made nor what the values of others' stacks come from is ours.
        ours = [found for found in names if found != "CDKToolkit" and not found.startswith("exports-")]
        same(ours, [], f"the stacks of {stack.account} in {stack.region} after `{by}`")
        for logical, resource in stack.resources.items():
            if kept(resource) != readback.is_there(mock, stack, resource):
                there = "gone" if kept(resource) else "there"
                raise Failed(f"after `{by}`, {logical} of {stack.name} is {there}")


# --- deploy.sh ---


def with_script(name, assembly, edited):
    with clients.mock() as mock:
        existing.put(mock, name)
        profiles = script_profiles(mock, assembly)
        profiles |= buckets(mock, assembly, profiles)
        shown = mock.script(assembly, "--dry-run", **profiles)
        for stack in assembly.stacks:
            same(shown.count(f"--stack-name {stack} "), 1, f"how often `--dry-run` shows {stack}")
        refused(mock, assembly, profiles)
        same(mock.diary()["deployments"], [], "what was deployed before `deploy.sh` ran")
        mock.script(assembly, **profiles)
        deployed_once(mock, assembly)
        ordered(mock, assembly, name)
        read = readback.compare(mock, assembly)
        if edited:
            nothing_again(mock, lambda: mock.script(assembly, **profiles))
        count = counted(mock, read)
        mock.script(assembly, "--destroy", "--yes", **profiles)
        destroyed(mock, assembly, "deploy.sh --destroy")
        return count


def script_profiles(mock, assembly):
    """The variables that the script says it takes, one per account."""
    mock.profiles(assembly.accounts)
    checks = re.findall(r"^check '(\w+)' '.*' '(\d{12})' ", (assembly.folder / "deploy.sh").read_text(), re.M)
    same(sorted(account for _, account in checks), assembly.accounts, "the accounts that deploy.sh checks")
    return {f"PIPEWRIGHT_PROFILE_{name}": f"of-{account}" for name, account in checks}


def buckets(mock, assembly, profiles):
    """A bucket in each account that has a large template; without one, the script stops."""
    names = {profile.removeprefix("of-"): name for name, profile in profiles.items()}
    found = {}
    for stack in large(assembly):
        variable = names[stack.account].replace("PROFILE", "BUCKET")
        found[variable] = f"templates-of-{stack.account}"
        mock.client("s3", stack.account, "us-east-1").create_bucket(Bucket=found[variable])
    return found


def refused(mock, assembly, profiles):
    """Credentials of another account stop the script before it deploys anything."""
    variable = max(name for name in profiles if "PROFILE" in name)
    without = {name: profile for name, profile in profiles.items() if name != variable}
    said = mock.script(assembly, fails=True, **without)
    if f"are of account 999999999999: set {variable}" not in said:
        raise Failed(f"deploy.sh without {variable} said:\n{said}")


# --- either ---


def deployed_once(mock, assembly):
    """Every stack was created, once, and whole: one pass."""
    # What the values of others' stacks come from is there before.
    done = [entry for entry in mock.diary()["deployments"] if not entry["stack"].startswith("exports-")]
    for entry in done:
        if entry["update"] or entry.get("status") != "CREATE_COMPLETE":
            raise Failed(f"the deployment of {entry['stack']} was not one creation: {entry}")
    placed = sorted((entry["stack"], entry["account"], entry["region"]) for entry in done)
    wanted = sorted((stack.name, stack.account, stack.region) for stack in assembly.stacks.values())
    same(placed, wanted, "the deployments, and the stacks of the manifest")
    order = [entry["stack"] for entry in done]
    for index, stack in enumerate(order):
        late = assembly.before(stack) - set(order[:index])
        same(late, set(), f"the stacks that should have been deployed before {stack}")


def ordered(mock, assembly, name):
    """Whatever a stack names as existing was made by a stack that the manifest puts
    before it, or by itself, or was there from the start."""
    references = mock.diary()["references"]
    for found in references:
        stack, maker = found["stack"], found["maker"]
        if maker not in (None, stack) and maker not in assembly.before(stack) and not maker.startswith("exports-"):
            raise Failed(f"{stack} names {found['what']} of {maker}, on which it does not depend")
    there = {found["what"] for found in references if found["maker"] is None}
    existing.all_used(name, there)


def nothing_again(mock, deploy):
    before = mock.diary()["deployments"]
    deploy()
    same(mock.diary()["deployments"], before, "the deployments, after everything was deployed again")


def counted(mock, read):
    diary = mock.diary()
    asked = sum(diary["requests"].values())
    times = collections.Counter((entry["stack"], entry["account"]) for entry in diary["deployments"])
    return {
        "passes": max(times.values()),
        "told": f"{asked} requests, {len(diary['references'])} references in order, {read} properties read back",
    }


def same(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {found}, where {wanted} was expected")


if __name__ == "__main__":
    main()
