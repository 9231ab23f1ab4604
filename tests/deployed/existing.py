"""What an example finds in the accounts: the things that it imports, from `existing.json`."""

import json

from clients import HERE, Failed

#: Every example is listed, so that none is forgotten.
_LISTED = json.loads((HERE / "existing.json").read_text())


def put(mock, example):
    if example not in _LISTED:
        raise Failed(f"`{example}` is not in existing.json")
    for thing in _LISTED[example]:
        _PUT[thing["kind"]](mock, thing)


def all_used(example, there):
    """A thing that no stack names could hide one that a stack should have made."""
    for thing in _LISTED[example]:
        if thing["kind"] not in ("project", "secret", "parameter", "export") and not any(thing["name"] in what for what in there):
            if thing["name"] not in UNASKED:
                raise Failed(f"no stack names {thing['name']}, which existing.json lists")


#: Only other things that exist name these, and statements that AWS does not look up.
UNASKED = {
    "arn:aws:iam::111111111111:role/platform/ledger-builds",
    "arn:aws:iam::111111111111:role/app-tests",
    "arn:aws:iam::222222222222:role/fleet",
    "arn:aws:iam::333333333333:role/app-task",
    "arn:aws:iam::333333333333:role/app-execution",
}


def role(mock, thing):
    arn = thing["name"]
    if ":role/pipewright/" in arn:
        raise Failed(f"{arn} is one that our own stacks make")
    _, path, name = _split(arn)
    trust = {"Version": "2012-10-17", "Statement": []}
    mock.client("iam", arn.split(":")[4], "us-east-1").create_role(
        RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps(trust)
    )


def _split(arn):
    resource = arn.split(":", 5)[5].removeprefix("role")
    path, _, name = resource.rpartition("/")
    return resource, f"{path}/", name


def policy(mock, thing):
    """A managed policy, which AWS wants to find where a role names it as its boundary."""
    arn = thing["name"]
    path, _, name = arn.split(":", 5)[5].removeprefix("policy").rpartition("/")
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
    mock.client("iam", arn.split(":")[4], "us-east-1").create_policy(
        PolicyName=name, Path=f"{path}/", PolicyDocument=json.dumps(document)
    )


def bucket(mock, thing):
    region = thing["region"]
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    mock.client("s3", thing["account"], region).create_bucket(Bucket=thing["name"], **where)


def key(mock, thing):
    mock.ask("/_pipewright/key", {"arn": thing["name"]})


def project(mock, thing):
    mock.client("codebuild", thing["account"], thing["region"]).create_project(
        name=thing["name"],
        source={"type": "CODEPIPELINE"},
        artifacts={"type": "CODEPIPELINE"},
        environment={"type": "LINUX_CONTAINER", "image": "image", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=f"arn:aws:iam::{thing['account']}:role/any",
    )


def action_type(mock, thing):
    category, provider, version = thing["name"].split("/")
    any_number = {"minimumCount": 0, "maximumCount": 5}
    mock.client("codepipeline", thing["account"], thing["region"]).create_custom_action_type(
        category=category,
        provider=provider,
        version=version,
        inputArtifactDetails=any_number,
        outputArtifactDetails=any_number,
    )


def secret(mock, thing):
    values = {key: f"the {key} of {thing['name']}" for key in thing["keys"]}
    mock.client("secretsmanager", thing["account"], thing["region"]).create_secret(
        Name=thing["name"], SecretString=json.dumps(values)
    )


def parameter(mock, thing):
    client = mock.client("ssm", thing["account"], thing["region"])
    for version in range(thing.get("versions", 1)):
        client.put_parameter(
            Name=thing["name"], Value=f"value-{version + 1}", Type="String", Overwrite=version > 0
        )


def export(mock, thing):
    """Another stack that exports a value; all that it makes is a bucket."""
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"exports-{thing['name'].lower()}"}}
    output = {"Value": {"Ref": "Bucket"}, "Export": {"Name": thing["name"]}}
    mock.client("cloudformation", thing["account"], thing["region"]).create_stack(
        StackName=f"exports-{thing['name']}",
        TemplateBody=json.dumps({"Resources": {"Bucket": bucket}, "Outputs": {"Value": output}}),
    )


_PUT = {
    "role": role,
    "policy": policy,
    "bucket": bucket,
    "key": key,
    "project": project,
    "action type": action_type,
    "secret": secret,
    "parameter": parameter,
    "export": export,
}
