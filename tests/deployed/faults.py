"""Asks whether the mock and the checks can fail: each fault below must be refused, in
words that name it. What is at fault is an example's own output, spoiled in one place.

usage: faults.py FOLDER

FOLDER is what the build of `reference-architecture` left.
"""

import json
import shutil
import sys

from botocore.exceptions import ClientError

import clients
import drive
import existing
import readback
from assembly import Assembly
from clients import Failed

EXAMPLE = "reference-architecture"


class Refused(Exception):
    """What CloudFormation said."""


def main():
    plain = Assembly(sys.argv[1])
    for place, (fault, words) in enumerate(FAULTS.items()):
        with clients.mock() as mock:
            said = spoiled(mock, plain, fault)
        if said is None or words not in said:
            sys.exit(f"`{fault.__name__}` should be refused with `{words}`, and was with: {said}")
    hang()
    print(f"{len(FAULTS)} faults, each refused")


def hang():
    """A program that does nothing is ended, and what it said last is told."""
    clients.STILL = 5
    try:
        with clients.mock() as mock:
            mock.run(["sh", "-c", "echo last words; exec sleep 600"], "111111111111")
    except Failed as failed:
        said = str(failed)
    if "nothing has happened for 5 s" not in said or "last words" not in said.partition("\n")[2]:
        sys.exit(f"a program that hangs: {said}")


def spoiled(mock, plain, fault):
    """What was said to an assembly that `fault` has spoiled; nothing, if all was well."""
    folder = mock.folder / "spoiled"
    shutil.copytree(plain.folder, folder)
    assembly = Assembly(folder)
    existing.put(mock, EXAMPLE)
    try:
        after = fault(mock, assembly)
        deploy(mock, assembly)
        if after:
            after()
        drive.ordered(mock, assembly, EXAMPLE)
        readback.compare(mock, assembly)
    except (Refused, Failed) as said:
        return str(said)


def deploy(mock, assembly):
    """Deploys in the declared order, as far as it goes."""
    for stack in sorted(assembly.stacks.values(), key=lambda stack: len(assembly.before(stack.name))):
        client = mock.client("cloudformation", stack.account, stack.region)
        named = {"StackName": stack.name}
        try:
            client.create_stack(
                **named, TemplateBody=json.dumps(stack.template), Capabilities=["CAPABILITY_NAMED_IAM"]
            )
        except ClientError as error:
            raise Refused(str(error)) from error
        if clients.settled(client, stack.name) != "CREATE_COMPLETE":
            events = client.describe_stack_events(**named)["StackEvents"]
            raise Refused("; ".join(event.get("ResourceStatusReason", "") for event in events))


def find(assembly, kind, stack=""):
    """The properties of the first resource of a type."""
    for found in assembly.stacks.values():
        for resource in found.resources.values():
            if resource["Type"] == kind and stack in found.name:
                return resource["Properties"]
    raise Failed(f"no {kind}")


def pipeline(assembly):
    return find(assembly, "AWS::CodePipeline::Pipeline")


def store(assembly):
    return pipeline(assembly)["ArtifactStores"][0]["ArtifactStore"]


# --- what CloudFormation refuses ---


def an_export_is_missing(mock, assembly):
    find(assembly, "AWS::CodeBuild::Project")["EncryptionKey"] = {"Fn::ImportValue": "no-such-export"}


def a_pipeline_has_an_unknown_property(mock, assembly):
    pipeline(assembly)["Stages"][0]["Actions"][0]["RunsOrder"] = 1


def a_pipeline_lacks_a_property(mock, assembly):
    del pipeline(assembly)["Stages"][1]["Actions"][0]["ActionTypeId"]["Version"]


def a_name_has_a_space(mock, assembly):
    pipeline(assembly)["Stages"][0]["Name"] = "two words"


def gate(**rule):
    kind = {"Category": "Rule", "Owner": "AWS", "Provider": "LambdaInvoke", "Version": "1"}
    return {"Conditions": [{"Result": "FAIL", "Rules": [{"Name": "Rule", "RuleTypeId": kind, **rule}]}]}


def a_rule_of_a_stage_has_an_unknown_property(mock, assembly):
    pipeline(assembly)["Stages"][1]["OnSuccess"] = gate(RunOrder=1)


def a_trigger_lacks_a_property(mock, assembly):
    pipeline(assembly)["Triggers"] = [{"ProviderType": "CodeStarSourceConnection"}]


def a_transition_leads_nowhere(mock, assembly):
    pipeline(assembly)["DisableInboundStageTransitions"] = [{"StageName": "NotThere", "Reason": "None."}]


def a_project_has_an_unknown_property(mock, assembly):
    find(assembly, "AWS::CodeBuild::Project")["Environment"]["ComputerType"] = "BUILD_GENERAL1_SMALL"


def a_type_is_unknown(mock, assembly):
    next(iter(assembly.stacks.values())).resources["More"] = {"Type": "AWS::CodePipeline::Pipe"}


def a_bucket_is_not_of_its_account(mock, assembly):
    find(assembly, "AWS::S3::Bucket")["BucketName"] = "some-bucket"


def an_output_stands_in_a_sub(mock, assembly):
    key = store(assembly)["EncryptionKey"]
    key["Id"] = {"Fn::Sub": ["${Key}", {"Key": key["Id"]}]}


def an_output_stands_in_an_output(mock, assembly):
    stack = assembly.stacks[next(name for name in assembly.stacks if "pipeline" in name)]
    stack.template["Outputs"]["More"] = {"Value": store(assembly)["EncryptionKey"]["Id"]}


def an_output_is_of_another_region(mock, assembly):
    store(assembly)["EncryptionKey"]["Id"]["Fn::GetStackOutput"]["Region"] = "eu-north-1"


# --- what does not exist yet ---


def a_trust_policy_names_a_missing_role(mock, assembly):
    policy = find(assembly, "AWS::IAM::Role", "roles-333333333333")["AssumeRolePolicyDocument"]
    policy["Statement"][0]["Principal"] = {"AWS": "arn:aws:iam::111111111111:role/not-there"}


def a_bucket_policy_names_a_missing_role(mock, assembly):
    policy = find(assembly, "AWS::S3::BucketPolicy")["PolicyDocument"]
    policy["Statement"][0]["Principal"] = {"AWS": "arn:aws:iam::444444444444:role/not-there"}


def an_action_names_a_missing_role(mock, assembly):
    pipeline(assembly)["Stages"][0]["Actions"][0]["RoleArn"] = "arn:aws:iam::222222222222:role/not-there"


def a_rule_of_a_stage_names_a_missing_role(mock, assembly):
    pipeline(assembly)["Stages"][1]["BeforeEntry"] = gate(RoleArn="arn:aws:iam::222222222222:role/not-there")


def the_batches_of_a_project_have_a_missing_role(mock, assembly):
    role = "arn:aws:iam::111111111111:role/not-there"
    find(assembly, "AWS::CodeBuild::Project")["BuildBatchConfig"] = {"ServiceRole": role}


def an_action_type_is_missing(mock, assembly):
    pipeline(assembly)["Stages"][1]["Actions"][0]["ActionTypeId"].update(Owner="Custom", Provider="not-there")


def a_store_has_the_key_of_another_region(mock, assembly):
    stores = pipeline(assembly)["ArtifactStores"]
    stores[0]["ArtifactStore"]["EncryptionKey"] = stores[1]["ArtifactStore"]["EncryptionKey"]


def a_rule_names_a_missing_bus(mock, assembly):
    target = find(assembly, "AWS::Events::Rule", "events-222222222222")["Targets"][0]
    target["Arn"] = target["Arn"].replace("/default", "/not-there")


# --- what our own checks refuse ---


def the_order_leaves_a_stack_out(mock, assembly):
    """It deploys all the same, as luck has it."""

    def forget():
        for stack in assembly.stacks.values():
            stack.after = [name for name in stack.after if "roles-333333333333" not in name]

    return forget


def a_role_gets_more(mock, assembly):
    role = find(assembly, "AWS::IAM::Role", "roles-222222222222")["RoleName"]

    def widen():
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        mock.client("iam", "222222222222", "us-east-1").put_role_policy(
            RoleName=role,
            PolicyName="More",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
        )

    return widen


def a_bucket_keeps_no_versions(mock, assembly):
    bucket = find(assembly, "AWS::S3::Bucket", "us-east-1")["BucketName"]

    def suspend():
        mock.client("s3", "111111111111", "us-east-1").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}
        )

    return suspend


FAULTS = {
    an_export_is_missing: "no-such-export",
    a_pipeline_has_an_unknown_property: "no property `RunsOrder`",
    a_pipeline_lacks_a_property: "`version` is missing",
    a_name_has_a_space: "`two words` is not of the form",
    a_rule_of_a_stage_has_an_unknown_property: "no property `RunOrder`",
    a_trigger_lacks_a_property: "`gitConfiguration` is missing",
    a_transition_leads_nowhere: "no stage `NotThere`",
    a_project_has_an_unknown_property: "no property `ComputerType`",
    a_type_is_unknown: "Unrecognized resource types: [AWS::CodePipeline::Pipe]",
    a_bucket_is_not_of_its_account: "`some-bucket` does not end in `-111111111111-",
    an_output_stands_in_a_sub: "Fn::GetStackOutput may not stand in Fn::Sub",
    an_output_stands_in_an_output: "Fn::GetStackOutput may not stand in Outputs",
    an_output_is_of_another_region: "in eu-north-1 that is complete",
    a_trust_policy_names_a_missing_role: "role/not-there, which does not exist yet",
    a_bucket_policy_names_a_missing_role: "role/not-there, which does not exist yet",
    an_action_names_a_missing_role: "role/not-there, which does not exist yet",
    a_rule_of_a_stage_names_a_missing_role: "role/not-there, which does not exist yet",
    the_batches_of_a_project_have_a_missing_role: "role/not-there, which does not exist yet",
    an_action_type_is_missing: "not-there/1 of 111111111111 in us-east-1, which does not exist yet",
    a_store_has_the_key_of_another_region: "which does not exist yet",
    a_rule_names_a_missing_bus: "event-bus/not-there, which does not exist yet",
    the_order_leaves_a_stack_out: "on which it does not depend",
    a_role_gets_more: "`Policies` was read back as",
    a_bucket_keeps_no_versions: "`VersioningConfiguration` was read back as",
}

if __name__ == "__main__":
    main()
