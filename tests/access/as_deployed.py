"""Deploys an example into a mock AWS and writes down every policy that is then there.

usage: as_deployed.py NAME FOLDER FILE

NAME is the example's, FOLDER what its build left. FILE gets, as JSON, the policies of
every role, bucket, key, bus and topic of the accounts, as the API tells them. Which clients
people deploy with is `tests/deployed`'s to try; here CloudFormation gets each template.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "deployed"))

import clients
import existing
from assembly import Assembly
from botocore.exceptions import ClientError
from clients import Failed


def main():
    name, folder, file = sys.argv[1:]
    assembly = Assembly(folder)
    with clients.mock() as mock:
        existing.put(mock, name)
        try:
            deploy(mock, assembly)
            found = policies(mock, assembly)
        except Failed as failed:
            sys.exit(f"{name}: {failed}")
    pathlib.Path(file).write_text(json.dumps(found))


def deploy(mock, assembly):
    """Deploys every stack, in the declared order."""
    for stack in sorted(assembly.stacks.values(), key=lambda stack: len(assembly.before(stack.name))):
        client = mock.client("cloudformation", stack.account, stack.region)
        client.create_stack(
            StackName=stack.name, Capabilities=["CAPABILITY_NAMED_IAM"], **template(mock, stack)
        )
        status = clients.settled(client, stack.name)
        if status != "CREATE_COMPLETE":
            raise Failed(f"{stack.name}: {status}{mock.failures()}")


def template(mock, stack):
    """As part of the request, or from a bucket where it is too large for that."""
    text = stack.file.read_text()
    if len(text.encode()) <= 51_200:
        return {"TemplateBody": text}
    s3, bucket = mock.client("s3", stack.account, "us-east-1"), f"templates-of-{stack.account}"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=stack.name, Body=text.encode())
    return {"TemplateURL": f"{mock.url}/{bucket}/{stack.name}"}


def policies(mock, assembly):
    environments = sorted({(stack.account, stack.region) for stack in assembly.stacks.values()})
    found = {"roles": {}, "buckets": {}, "keys": {}, "buses": {}, "topics": {}, "queues": {}}
    found["stacks"] = len(assembly.stacks)
    for account in assembly.accounts:
        found["roles"] |= roles(mock.client("iam", account, "us-east-1"))
        found["buckets"] |= buckets(mock.client("s3", account, "us-east-1"))
    for account, region in environments:
        found["keys"] |= keys(mock.client("kms", account, region))
        found["buses"] |= bus(mock.client("events", account, region))
        found["topics"] |= topics(mock.client("sns", account, region))
        found["queues"] |= queues(mock.client("sqs", account, region))
    return found


def queues(sqs):
    """The ARN of each, by its name."""
    found = {}
    for url in sqs.list_queues().get("QueueUrls", []):
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        found[arn.rsplit(":", 1)[1]] = arn
    return found


def roles(iam):
    """By ARN: who may assume it, and what it may do."""
    found = {}
    for page in iam.get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            name = role["RoleName"]
            role = iam.get_role(RoleName=name)["Role"]
            inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
            documents = [
                iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in inline
            ]
            attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
            for arn in (policy["PolicyArn"] for policy in attached):
                # AWS's own are not ours to read.
                if ":iam::aws:" not in arn:
                    documents.append(managed(iam, arn))
            found[role["Arn"]] = {
                "trust": role["AssumeRolePolicyDocument"],
                "policies": documents,
                "boundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
            }
    return found


def managed(iam, arn):
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    return iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]


def buckets(s3):
    """By name; nothing for a bucket that has no policy."""
    found = {}
    for bucket in s3.list_buckets()["Buckets"]:
        try:
            found[bucket["Name"]] = json.loads(s3.get_bucket_policy(Bucket=bucket["Name"])["Policy"])
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucketPolicy":
                raise
            found[bucket["Name"]] = None
    return found


def keys(kms):
    """By ARN, each with its aliases."""
    aliases = {}
    for page in kms.get_paginator("list_aliases").paginate():
        for alias in page["Aliases"]:
            if "TargetKeyId" in alias:
                arn = kms.describe_key(KeyId=alias["TargetKeyId"])["KeyMetadata"]["Arn"]
                aliases.setdefault(arn, []).append(alias["AliasName"])
    return {
        arn: {
            "policy": json.loads(kms.get_key_policy(KeyId=arn, PolicyName="default")["Policy"]),
            "aliases": names,
        }
        for arn, names in aliases.items()
    }


def bus(events):
    """By ARN; nothing for a bus that has no policy."""
    found = events.describe_event_bus()
    policy = found.get("Policy")
    return {found["Arn"]: json.loads(policy) if policy else None}


def topics(sns):
    """By ARN."""
    return {
        topic["TopicArn"]: json.loads(sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]["Policy"])
        for page in sns.get_paginator("list_topics").paginate()
        for topic in page["Topics"]
    }


if __name__ == "__main__":
    main()
