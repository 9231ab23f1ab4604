"""Every resource, read through the API and held against its template.

Nothing here asks the mock how it resolved a template: references are resolved anew,
from what the API tells. A property of a template that no reader reads is a failure.
"""

import json
import re

from botocore.exceptions import ClientError

from assembly import kept
from clients import Failed

#: What the API does not tell, and why it is still checked.
UNREADABLE = {
    # No call gives it back; the mock refuses a name that does not fit it.
    ("AWS::S3::Bucket", "BucketNamespace"),
    # KMS is told when the key goes, and not before; the mock takes what KMS takes.
    ("AWS::KMS::Key", "PendingWindowInDays"),
    # CloudFormation alone knows it; the mock takes a boolean only.
    ("AWS::CodePipeline::Pipeline", "RestartExecutionOnUpdate"),
}


def compare(mock, assembly):
    """Compares every resource; gives the number of properties that were the same."""
    count = 0
    for stack in assembly.stacks.values():
        reader = Reader(mock, stack)
        for logical, resource in stack.resources.items():
            count += compare_resource(reader, logical, resource)
        count += compare_outputs(reader)
    return count


def compare_outputs(reader):
    """What the stack tells, and what other stacks may import of it."""
    wanted = {
        name: (reader.resolve(output["Value"]), reader.resolve(output.get("Export", {})).get("Name"))
        for name, output in reader.stack.template.get("Outputs", {}).items()
    }
    found = {
        output["OutputKey"]: (output["OutputValue"], output.get("ExportName"))
        for output in reader.deployed.get("Outputs", [])
    }
    if found != wanted:
        raise Failed(f"the outputs of {reader.stack.name} were read back as {found}, where {wanted} was expected")
    exports = {one["Name"]: one["Value"] for one in reader.client("cloudformation").list_exports()["Exports"]}
    for name, (value, export) in wanted.items():
        if export and exports.get(export) != value:
            raise Failed(f"{name} of {reader.stack.name} is exported as {exports.get(export)}, not as {value}")
    return len(wanted)


def compare_resource(reader, logical, resource):
    kind = resource["Type"]
    wanted = reader.resolve(resource["Properties"])
    if isinstance(wanted.get("Tags"), dict):
        wanted["Tags"] = [{"Key": key, "Value": value} for key, value in wanted["Tags"].items()]
    found = own_tags(READERS[kind](reader, reader.physical[logical], wanted))
    place = f"{logical} ({kind}) of {reader.stack.name}"
    keys = {key for key in wanted if (kind, key) not in UNREADABLE}
    unread = keys - set(found)
    if unread:
        raise Failed(f"{place}: nothing reads `{'`, `'.join(sorted(unread))}` back")
    for key in sorted(keys):
        if not is_same(found[key], wanted[key]):
            told, said = (json.dumps(value, indent=1, sort_keys=True) for value in (found[key], wanted[key]))
            raise Failed(f"{place}: `{key}` was read back as\n{told}\nwhere the template says\n{said}")
    return len(keys)


def is_same(found, wanted):
    """CloudFormation has the value of a parameter as a text, and the service has a number of it."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(is_same(found[key], wanted[key]) for key in found)
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(is_same, found, wanted))
    if type(found) is int and isinstance(wanted, str):
        return str(found) == wanted
    return found == wanted


def own_tags(read):
    """Without the tags that CloudFormation puts on whatever it makes."""
    tags = [tag for tag in read.get("Tags", []) if not tag["Key"].startswith("aws:cloudformation:")]
    return {**read, "Tags": tags}


def is_there(mock, stack, resource):
    """Whether a resource that has a name of its own still exists."""
    kind, properties = resource["Type"], resource["Properties"]
    ask = THERE.get(kind)
    # A key, an alias and a policy have no name of their own: the bucket tells of them.
    return ask(mock, stack, properties) if ask else kept(resource)


#: A value of a secret, which CloudFormation fetches.
SECRET = re.compile(r"\{\{resolve:secretsmanager:(?P<name>[^:}]+):SecretString:(?P<key>[^:}]+)\}\}")
#: One version of a parameter of Systems Manager.
STORED = re.compile(r"\{\{resolve:ssm:(?P<name>[^:}]+:\d+)\}\}")


class Reader:
    """A stack, with what its resources became."""

    def __init__(self, mock, stack):
        self.mock, self.stack = mock, stack
        described = self.client("cloudformation").describe_stack_resources(StackName=stack.name)
        self.physical = {
            found["LogicalResourceId"]: found["PhysicalResourceId"]
            for found in described["StackResources"]
        }
        self.deployed, = self.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"]
        self.parameters = {
            found["ParameterKey"]: found["ParameterValue"] for found in self.deployed.get("Parameters", [])
        }
        wanted = set(stack.template.get("Parameters", {}))
        if set(self.parameters) != wanted:
            raise Failed(f"{stack.name} has parameters {sorted(self.parameters)}, not {sorted(wanted)}")

    def client(self, service, region=None):
        return self.mock.client(service, self.stack.account, region or self.stack.region)

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(inner) for inner in value]
        if isinstance(value, str):
            return STORED.sub(lambda found: self.stored(found["name"]), SECRET.sub(self.secret, value))
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), = value.items()
            if name in self.FUNCTIONS:
                return self.FUNCTIONS[name](self, argument)
            if name.startswith("Fn::"):
                raise Failed(f"nothing here resolves {name}, in {self.stack.name}")
        return {key: self.resolve(inner) for key, inner in value.items()}

    def secret(self, found):
        text = self.client("secretsmanager").get_secret_value(SecretId=found["name"])["SecretString"]
        return json.loads(text)[found["key"]]

    def stored(self, name):
        return self.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]

    def parameter(self, name):
        """What the template's own parameter stands for, with the value that was deployed."""
        declared, value = self.stack.template["Parameters"][name], self.parameters[name]
        kind = declared["Type"]
        if fetched := re.fullmatch(r"AWS::SSM::Parameter::Value<(.+)>", kind):
            # The mock tells what it fetched, where AWS tells the name besides. No test gives another.
            kind, name = fetched[1], declared["Default"]
            if value != self.stored(name):
                raise Failed(f"{self.stack.name} was given `{value}`, which is not what {name} holds")
        return value.split(",") if kind == "CommaDelimitedList" or kind.startswith("List<") else value

    def reference(self, logical):
        if logical in self.parameters:
            return self.parameter(logical)
        pseudo = {"AWS::Region": self.stack.region, "AWS::AccountId": self.stack.account, "AWS::Partition": "aws"}
        return pseudo.get(logical) or self.physical[logical]

    def attribute(self, argument):
        logical, attribute = argument
        kind, physical = self.stack.resources[logical]["Type"], self.physical[logical]
        if (kind, attribute) in (("AWS::SNS::Topic", "TopicArn"), ("AWS::SNS::Topic", "TopicName")):
            arn = self.client("sns").get_topic_attributes(TopicArn=physical)["Attributes"]["TopicArn"]
            return arn if attribute == "TopicArn" else arn.rsplit(":", 1)[1]
        if attribute != "Arn":
            raise Failed(f"nothing here reads {attribute} of a {kind}")
        if kind == "AWS::IAM::Role":
            return self.client("iam").get_role(RoleName=physical)["Role"]["Arn"]
        if kind == "AWS::KMS::Key":
            return self.client("kms").describe_key(KeyId=physical)["KeyMetadata"]["Arn"]
        if kind == "AWS::S3::Bucket":
            # The API tells no ARN of a bucket; one that is not there has none.
            self.client("s3").head_bucket(Bucket=physical)
            return f"arn:aws:s3:::{physical}"
        if kind == "AWS::SQS::Queue":
            asked = self.client("sqs").get_queue_attributes(QueueUrl=physical, AttributeNames=["QueueArn"])
            return asked["Attributes"]["QueueArn"]
        raise Failed(f"nothing here reads the Arn of a {kind}")

    def export(self, name):
        exports = self.client("cloudformation").list_exports()["Exports"]
        return next(found["Value"] for found in exports if found["Name"] == name)

    def output(self, argument):
        client = self.client("cloudformation", argument.get("Region"))
        stack, = client.describe_stacks(StackName=argument["StackName"])["Stacks"]
        return next(
            found["OutputValue"]
            for found in stack["Outputs"]
            if found["OutputKey"] == argument["OutputName"]
        )

    def join(self, argument):
        separator, parts = argument
        return separator.join(self.resolve(parts))

    FUNCTIONS = {
        "Fn::Split": lambda self, argument: self.resolve(argument[1]).split(argument[0]),
        "Ref": reference,
        "Fn::GetAtt": attribute,
        "Fn::ImportValue": export,
        "Fn::GetStackOutput": output,
        "Fn::Join": join,
    }


# --- how each type is read ---


def role(reader, name, wanted):
    iam = reader.client("iam")
    found = iam.get_role(RoleName=name)["Role"]
    inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    # A policy of the same stack attaches itself, and is read on its own.
    attached = [policy for policy in attached if policy["PolicyArn"] not in reader.physical.values()]
    read = {
        **found,
        "Policies": [
            {
                "PolicyName": policy,
                "PolicyDocument": iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"],
            }
            for policy in inline
        ],
        "ManagedPolicyArns": [policy["PolicyArn"] for policy in attached],
        "PermissionsBoundary": found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
    }
    nothing_more(f"role {name}", read, wanted, "Policies", "ManagedPolicyArns")
    return read


def managed_policy(reader, arn, wanted):
    iam = reader.client("iam")
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    attached = iam.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]
    return {
        **policy,
        "ManagedPolicyName": policy["PolicyName"],
        "PolicyDocument": version["Document"],
        "Roles": [role["RoleName"] for role in attached],
    }


def nothing_more(place, read, wanted, *lists):
    for key in lists:
        if read[key] and key not in wanted:
            raise Failed(f"{place} has {key} that no template gives it: {read[key]}")


def key(reader, name, wanted):
    kms = reader.client("kms")
    metadata = kms.describe_key(KeyId=name)["KeyMetadata"]
    where = metadata["Arn"].split(":")[3:5]
    if where != [reader.stack.region, reader.stack.account] or metadata["KeyState"] != "Enabled":
        raise Failed(f"the key of {reader.stack.name} is {metadata}")
    return {
        "Description": metadata["Description"],
        "KeyPolicy": json.loads(kms.get_key_policy(KeyId=name, PolicyName="default")["Policy"]),
        "EnableKeyRotation": kms.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"],
        "Tags": [
            {"Key": tag["TagKey"], "Value": tag["TagValue"]}
            for tag in kms.list_resource_tags(KeyId=name)["Tags"]
        ],
    }


def alias(reader, name, wanted):
    found = reader.client("kms").describe_key(KeyId=name)["KeyMetadata"]
    return {"AliasName": name, "TargetKeyId": found["Arn"]}


def bucket(reader, name, wanted):
    s3 = reader.client("s3")
    # The API tells no location for this region alone.
    region = s3.get_bucket_location(Bucket=name).get("LocationConstraint") or "us-east-1"
    if region != reader.stack.region:
        raise Failed(f"bucket {name} is in {region}")
    encryption = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    return {
        "BucketName": name,
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [encryption_rule(rule) for rule in encryption["Rules"]]
        },
        "LifecycleConfiguration": {"Rules": [lifecycle_rule(rule) for rule in rules]},
        "OwnershipControls": {"Rules": s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]},
        "PublicAccessBlockConfiguration": s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"],
        "Tags": s3.get_bucket_tagging(Bucket=name)["TagSet"],
        "VersioningConfiguration": {"Status": s3.get_bucket_versioning(Bucket=name).get("Status")},
    }


def encryption_rule(rule):
    read = dict(rule)
    default = dict(read.pop("ApplyServerSideEncryptionByDefault"))
    # The API says no where the template says nothing.
    if not read.get("BucketKeyEnabled"):
        read.pop("BucketKeyEnabled", None)
    return {**read, "ServerSideEncryptionByDefault": default}


def lifecycle_rule(rule):
    """The template's spelling of it: flat, and with a prefix only where there is one."""
    read = {key: value for key, value in rule.items() if key not in ("ID", "Filter", "Expiration")}
    expiration = dict(rule.get("Expiration", {}))
    if "Days" in expiration:
        read["ExpirationInDays"] = expiration.pop("Days")
    prefix = {"Prefix": rule["Filter"]["Prefix"]} if rule.get("Filter", {}).get("Prefix") else {}
    return {**read, **expiration, **prefix, "Id": rule["ID"]}


def bucket_policy(reader, name, wanted):
    found = reader.client("s3").get_bucket_policy(Bucket=wanted["Bucket"])
    return {"Bucket": wanted["Bucket"], "PolicyDocument": json.loads(found["Policy"])}


def project(reader, name, wanted):
    found, = reader.client("codebuild").batch_get_projects(names=[name])["projects"]
    return {key: capital(value, {"buildspec": "BuildSpec"}) for key, value in by_capital(found).items()}


def pipeline(reader, name, wanted):
    codepipeline = reader.client("codepipeline")
    found = codepipeline.get_pipeline(name=name)
    arn = found["metadata"]["pipelineArn"]
    read = by_capital(found["pipeline"])
    read = {key: capital(value, {}) for key, value in read.items()}
    if "ArtifactStores" in read:
        stores = found["pipeline"]["artifactStores"]
        read["ArtifactStores"] = [
            {"Region": region, "ArtifactStore": capital(stores[region], {})} for region in sorted(stores)
        ]
        # By their region, like ours, as the API keeps no order.
        wanted["ArtifactStores"].sort(key=lambda store: store["Region"])
    states = codepipeline.get_pipeline_state(name=name)["stageStates"]
    read["DisableInboundStageTransitions"] = [
        {"StageName": state["stageName"], "Reason": state["inboundTransitionState"]["disabledReason"]}
        for state in states
        if not state["inboundTransitionState"]["enabled"]
    ]
    # By the order of the stages, which is that of the API.
    stages = [state["stageName"] for state in states]
    wanted.get("DisableInboundStageTransitions", []).sort(key=lambda found: stages.index(found["StageName"]))
    nothing_more(f"pipeline {name}", read, wanted, "DisableInboundStageTransitions")
    read["Tags"] = capital(codepipeline.list_tags_for_resource(resourceArn=arn)["tags"], {})
    return read


def action_type(reader, name, wanted):
    codepipeline = reader.client("codepipeline")
    category, provider, version = name.split("/")
    listed = codepipeline.list_action_types(actionOwnerFilter="Custom")["actionTypes"]
    wanted_id = {"category": category, "owner": "Custom", "provider": provider, "version": version}
    found, = [one for one in listed if one["id"] == wanted_id]
    arn = f"arn:aws:codepipeline:{reader.stack.region}:{reader.stack.account}:actiontype:Custom/{name}"
    read = {
        **wanted_id,
        "inputArtifactDetails": found["inputArtifactDetails"],
        "outputArtifactDetails": found["outputArtifactDetails"],
        "configurationProperties": found["actionConfigurationProperties"],
        "settings": found.get("settings"),
        "tags": codepipeline.list_tags_for_resource(resourceArn=arn)["tags"],
    }
    return {key: capital(value, {}) for key, value in by_capital(read).items()}


def by_capital(found):
    return {key[0].upper() + key[1:]: value for key, value in found.items()}


def capital(value, spelled):
    """The API's names as a template spells them; a map that the user fills stays as it is."""
    if isinstance(value, list):
        return [capital(inner, spelled) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        spelled.get(key, key[0].upper() + key[1:]): inner if key == "configuration" else capital(inner, spelled)
        for key, inner in value.items()
    }


def rule(reader, name, wanted):
    events = reader.client("events")
    # The mock names a rule by its bus too.
    short = name.rsplit("|", 1)[-1]
    found = events.describe_rule(Name=short)
    arn = found["Arn"]
    targets = events.list_targets_by_rule(Rule=short)["Targets"]
    for target in targets:
        check_target(reader, name, target["Arn"])
    return {
        **found,
        "EventPattern": json.loads(found["EventPattern"]),
        "Targets": targets,
        "Tags": events.list_tags_for_resource(ResourceARN=arn)["Tags"],
    }


def check_target(reader, place, arn):
    """A rule that points at nothing starts nothing."""
    _, _, service, region, account, resource = arn.split(":")
    if service == "codepipeline":
        client = reader.mock.client("codepipeline", account, region)
        names = [found["name"] for found in client.list_pipelines()["pipelines"]]
        if resource not in names:
            raise Failed(f"rule {place} starts {arn}, which is not there")
    elif service == "events":
        client = reader.mock.client("events", account, region)
        client.describe_event_bus(Name=resource.removeprefix("event-bus/"))
    elif service == "sns":
        # One of another account is its owner's.
        if account == reader.stack.account:
            reader.client("sns").get_topic_attributes(TopicArn=arn)
    else:
        raise Failed(f"rule {place} has a target that nothing here knows: {arn}")


def bus_policy(reader, name, wanted):
    bus = wanted.get("EventBusName", "default")
    policy = json.loads(reader.client("events").describe_event_bus(Name=bus)["Policy"])
    statement, = [found for found in policy["Statement"] if found["Sid"] == wanted["StatementId"]]
    return {"EventBusName": bus, "StatementId": statement["Sid"], "Statement": statement}


def topic(reader, arn, wanted):
    sns = reader.client("sns")
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    listed = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    subscriptions = [{"Protocol": one["Protocol"], "Endpoint": one["Endpoint"]} for one in listed]
    found = {
        "TopicName": arn.rsplit(":", 1)[-1],
        "Subscription": sorted(subscriptions, key=wanted.get("Subscription", []).index),
        "DisplayName": attributes.get("DisplayName"),
        "Tags": sns.list_tags_for_resource(ResourceArn=arn)["Tags"],
    }
    if "KmsMasterKeyId" in attributes:
        found["KmsMasterKeyId"] = attributes["KmsMasterKeyId"]
    return found


def topic_policy(reader, name, wanted):
    sns = reader.client("sns")
    policies = [sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"] for arn in wanted["Topics"]]
    return {"Topics": wanted["Topics"], "PolicyDocument": json.loads(policies[0])}


def log_group(reader, name, wanted):
    found, = [
        group
        for group in reader.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        if group["logGroupName"] == name
    ]
    return {"LogGroupName": name, "RetentionInDays": found.get("retentionInDays")}


def stored_parameter(reader, name, wanted):
    return reader.client("ssm").get_parameter(Name=name)["Parameter"]


def queue(reader, url, wanted):
    tags = reader.client("sqs").list_queue_tags(QueueUrl=url)["Tags"]
    return {
        "QueueName": url.rsplit("/", 1)[-1],
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }


def schedule_group(reader, name, wanted):
    found = reader.client("scheduler").get_schedule_group(Name=name)
    tags = reader.client("scheduler").list_tags_for_resource(ResourceArn=found["Arn"])["Tags"]
    return {"Name": found["Name"], "Tags": tags}


def schedule(reader, name, wanted):
    found = reader.client("scheduler").get_schedule(Name=name, GroupName=wanted["GroupName"])
    check_target(reader, name, found["Target"]["Arn"])
    for member in ("StartDate", "EndDate"):
        if member in found:
            found[member] = found[member].strftime("%Y-%m-%dT%H:%M:%SZ")
    return found


def notification_rule(reader, arn, wanted):
    found = reader.client("codestar-notifications").describe_notification_rule(Arn=arn)
    targets = found["Targets"]
    pairs = [{key: target[key] for key in ("TargetType", "TargetAddress")} for target in targets]
    return {
        **found,
        "EventTypeIds": [event["EventTypeId"] for event in found["EventTypes"]],
        "Targets": pairs,
        "Tags": [{"Key": key, "Value": value} for key, value in found["Tags"].items()],
    }


READERS = {
    "AWS::IAM::Role": role,
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::KMS::Key": key,
    "AWS::KMS::Alias": alias,
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::CodeBuild::Project": project,
    "AWS::CodePipeline::CustomActionType": action_type,
    "AWS::CodePipeline::Pipeline": pipeline,
    "AWS::Events::Rule": rule,
    "AWS::Events::EventBusPolicy": bus_policy,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::Logs::LogGroup": log_group,
    "AWS::SSM::Parameter": stored_parameter,
    "AWS::SQS::Queue": queue,
    "AWS::Scheduler::ScheduleGroup": schedule_group,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::CodeStarNotifications::NotificationRule": notification_rule,
}


# --- whether it is there at all ---


def answers(call, **arguments):
    try:
        call(**arguments)
    except ClientError:
        return False
    return True


def role_there(mock, stack, properties):
    iam = mock.client("iam", stack.account, stack.region)
    return answers(iam.get_role, RoleName=properties["RoleName"])


def bucket_there(mock, stack, properties):
    s3 = mock.client("s3", stack.account, stack.region)
    return answers(s3.head_bucket, Bucket=properties["BucketName"])


def pipeline_there(mock, stack, properties):
    codepipeline = mock.client("codepipeline", stack.account, stack.region)
    return answers(codepipeline.get_pipeline, name=properties["Name"])


def action_type_there(mock, stack, properties):
    codepipeline = mock.client("codepipeline", stack.account, stack.region)
    name = {key.lower(): properties[key] for key in ("Category", "Provider", "Version")}
    listed = codepipeline.list_action_types(actionOwnerFilter="Custom")["actionTypes"]
    return any(one["id"] == {**name, "owner": "Custom"} for one in listed)


def rule_there(mock, stack, properties):
    events = mock.client("events", stack.account, stack.region)
    return answers(events.describe_rule, Name=properties["Name"])


def project_there(mock, stack, properties):
    codebuild = mock.client("codebuild", stack.account, stack.region)
    return bool(codebuild.batch_get_projects(names=[properties["Name"]])["projects"])


def policy_there(mock, stack, properties):
    iam = mock.client("iam", stack.account, stack.region)
    found = iam.list_policies(Scope="Local")["Policies"]
    return properties["ManagedPolicyName"] in [policy["PolicyName"] for policy in found]


def log_group_there(mock, stack, properties):
    logs = mock.client("logs", stack.account, stack.region)
    name = properties["LogGroupName"]
    found = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return name in [group["logGroupName"] for group in found]


def stored_parameter_there(mock, stack, properties):
    return answers(mock.client("ssm", stack.account, stack.region).get_parameter, Name=properties["Name"])


def queue_there(mock, stack, properties):
    return answers(mock.client("sqs", stack.account, stack.region).get_queue_url, QueueName=properties["QueueName"])


THERE = {
    "AWS::SQS::Queue": queue_there,
    "AWS::Logs::LogGroup": log_group_there,
    "AWS::SSM::Parameter": stored_parameter_there,
    "AWS::IAM::ManagedPolicy": policy_there,
    "AWS::IAM::Role": role_there,
    "AWS::S3::Bucket": bucket_there,
    "AWS::CodePipeline::CustomActionType": action_type_there,
    "AWS::CodePipeline::Pipeline": pipeline_there,
    "AWS::Events::Rule": rule_there,
    "AWS::CodeBuild::Project": project_there,
}
