"""Order is real: whatever a resource names as existing must exist at that moment.

AWS refuses a policy that names a role which is not there, a key or a bucket that is not
there; ministack does not look. Here such a resource fails, and with it its stack. What
is found goes into the diary with the stack that made it, so that the test can ask
whether the declared order of deployment guarantees it.
"""

import functools

from ministack.core.responses import get_account_id, get_region
from ministack.services import codebuild, eventbridge, iam, kms, s3, scheduler, sns
from ministack.services.cloudformation import stacks

import action_types
import diary
import pipelines

#: The stack that made a thing, by what `identity` says of it.
_makers = {}
_GLOBAL = {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::S3::Bucket"}


def install():
    create, update = stacks._provision_resource, stacks._update_resource

    @functools.wraps(create)
    def checked_create(kind, logical_id, properties, stack):
        check(kind, logical_id, properties, stack)
        made = create(kind, logical_id, properties, stack)
        _makers[identity(kind, get_account_id(), get_region(), made[0])] = stack
        return made

    @functools.wraps(update)
    def checked_update(kind, physical_id, old, new, stack, *more):
        check(kind, more[0] if more else physical_id, new, stack)
        return update(kind, physical_id, old, new, stack, *more)

    stacks._provision_resource, stacks._update_resource = checked_create, checked_update


def identity(kind, account, region, name):
    return kind, account, "" if kind in _GLOBAL else region, name


def check(kind, logical_id, properties, stack):
    # Not ours to judge; ministack gives its role an empty name for a managed policy.
    if stack == diary.BOOTSTRAP:
        return
    named = _NAMED.get(kind)
    if named is None:
        raise ValueError(f"{logical_id}: nothing here knows what a {kind} names as existing")
    for what, found in named(properties):
        if found is None:
            raise ValueError(f"{logical_id} names {what}, which does not exist yet")
        diary.reference(stack, found[0], what, _makers.get(found))


# --- what is there ---


def role(arn):
    account, path = arn.split(":")[4], arn.split(":", 5)[5]
    name = path.rsplit("/", 1)[1]
    found = iam._roles._data.get((account, name))
    there = found is not None and found["Arn"] == arn
    return arn, identity("AWS::IAM::Role", account, "", name) if there else None


def key(arn, region=None):
    """A key by its ARN, in `region` where it must lie in one."""
    _, _, _, place, account, resource = arn.split(":")
    if resource.startswith("alias/"):
        resource = "key/" + str(kms._aliases._data.get((account, place, arn)))
    name = resource.removeprefix("key/")
    found = kms._keys._data.get((account, place, name))
    there = found is not None and found["KeyState"] == "Enabled" and region in (None, place)
    return arn, identity("AWS::KMS::Key", account, place, name) if there else None


def bucket(name, region=None):
    for (account, found), record in s3._buckets._data.items():
        if found == name and region in (None, record["region"]):
            return name, identity("AWS::S3::Bucket", account, "", name)
    return name, None


def project(name, account, region):
    there = (account, region, name) in codebuild._projects._data
    what = f"project {name} of {account} in {region}"
    return what, identity("AWS::CodeBuild::Project", account, region, name) if there else None


def action_type(kind, region):
    name = kind["Category"], kind["Provider"], kind["Version"]
    account = get_account_id()
    there = (account, region, name) in action_types.made._data
    physical = action_types.physical(name)
    what = f"action type {physical} of {account} in {region}"
    return what, identity("AWS::CodePipeline::CustomActionType", account, region, physical) if there else None


def bus(arn):
    _, _, _, region, account, resource = arn.split(":")
    name = resource.removeprefix("event-bus/")
    there = name == "default" or (account, region, name) in eventbridge._event_buses._data
    return arn, ("AWS::Events::EventBus", account, region, name) if there else None


def topic(arn):
    """A topic of another account is its owner's to make."""
    _, _, _, region, account, name = arn.split(":")
    there = account != get_account_id() or arn in sns._topics
    return arn, identity("AWS::SNS::Topic", account, region, arn) if there else None


def schedule_group(name):
    there = name in scheduler._schedule_groups
    there = identity("AWS::Scheduler::ScheduleGroup", get_account_id(), get_region(), name) if there else None
    return f"schedule group {name}", there


def pipeline(arn):
    _, _, _, region, account, name = arn.split(":")
    there = name in pipelines._made
    return arn, identity("AWS::CodePipeline::Pipeline", account, region, name) if there else None


# --- what names it ---


def principals(policy):
    """The roles that a policy lets in. An account's root is there with its account."""
    for statement in listed(policy["Statement"]):
        principal = statement.get("Principal", {})
        for arn in listed(principal.get("AWS", [])) if isinstance(principal, dict) else []:
            if arn != "*" and not arn.endswith(":root"):
                yield role(arn)


def listed(value):
    return value if isinstance(value, list) else [value]


def of_role(properties):
    yield from principals(properties["AssumeRolePolicyDocument"])
    boundary = [properties["PermissionsBoundary"]] if "PermissionsBoundary" in properties else []
    for arn in [*properties.get("ManagedPolicyArns", []), *boundary]:
        there = iam.policy_known(arn)
        yield arn, ("AWS::IAM::ManagedPolicy", "", "", arn) if there else None


def of_managed_policy(properties):
    for name in properties.get("Roles", []):
        found = iam._roles.get(name)
        yield name, identity("AWS::IAM::Role", get_account_id(), "", name) if found else None


def of_key(properties):
    yield from principals(properties["KeyPolicy"])


def of_alias(properties):
    target = properties["TargetKeyId"]
    arn = target if target.startswith("arn:") else f"arn:aws:kms:{get_region()}:{get_account_id()}:key/{target}"
    yield key(arn, get_region())


def of_bucket(properties):
    rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    for rule in rules:
        arn = rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")
        if arn:
            yield key(arn, get_region())


def of_bucket_policy(properties):
    yield bucket(properties["Bucket"])
    yield from principals(properties["PolicyDocument"])


def of_project(properties):
    yield role(properties["ServiceRole"])
    if "BuildBatchConfig" in properties:
        yield role(properties["BuildBatchConfig"]["ServiceRole"])
    # S3's own key is there in every account.
    if properties.get("EncryptionKey", "alias/aws/s3") != "alias/aws/s3":
        yield key(properties["EncryptionKey"])


def of_action_type(properties):
    """Nothing: it is known by what it says itself."""
    return []


def of_rule(properties):
    for target in properties.get("Targets", []):
        if ":event-bus/" in target["Arn"]:
            yield bus(target["Arn"])
        if ":sns:" in target["Arn"]:
            yield topic(target["Arn"])
        if "RoleArn" in target:
            yield role(target["RoleArn"])


def of_topic(properties):
    """Nothing: SNS looks for the key when something is published."""
    return []


def of_topic_policy(properties):
    for arn in properties["Topics"]:
        yield topic(arn)
    yield from principals(properties["PolicyDocument"])


def of_log_group(properties):
    if "KmsKeyId" in properties:
        yield key(properties["KmsKeyId"], get_region())


def of_stored_parameter(properties):
    """Nothing: it holds a text."""
    return []


def of_queue(properties):
    """Nothing: no other queue stands behind it."""
    return []


def of_schedule_group(properties):
    """Nothing."""
    return []


def of_schedule(properties):
    yield schedule_group(properties["GroupName"])
    yield role(properties["Target"]["RoleArn"])


def of_notification_rule(properties):
    yield pipeline(properties["Resource"])


def of_bus_policy(properties):
    name = properties.get("EventBusName", "default")
    yield bus(f"arn:aws:events:{get_region()}:{get_account_id()}:event-bus/{name}")
    yield from principals(properties)


def of_pipeline(properties):
    yield role(properties["RoleArn"])
    stores = properties.get("ArtifactStores") or [
        {"Region": get_region(), "ArtifactStore": properties["ArtifactStore"]}
    ]
    for store in stores:
        yield bucket(store["ArtifactStore"]["Location"], store["Region"])
        if "EncryptionKey" in store["ArtifactStore"]:
            yield key(store["ArtifactStore"]["EncryptionKey"]["Id"], store["Region"])
    for stage in properties["Stages"]:
        for action in stage["Actions"]:
            yield from of_action(action, action["ActionTypeId"])
        for when in ("BeforeEntry", "OnSuccess", "OnFailure"):
            for condition in stage.get(when, {}).get("Conditions", []):
                for rule in condition.get("Rules", []):
                    yield from of_action(rule, rule["RuleTypeId"])


def of_action(action, kind):
    """What an action names, or a rule of a condition, which is declared like one."""
    account, region = get_account_id(), action.get("Region", get_region())
    if kind.get("Owner") == "Custom":
        yield action_type(kind, region)
    if "RoleArn" in action:
        account = action["RoleArn"].split(":")[4]
        yield role(action["RoleArn"])
    configuration = action.get("Configuration", {})
    for member in ("RoleArn", "AdministrationRoleArn"):
        if member in configuration:
            yield role(configuration[member])
    if kind["Provider"] == "CodeBuild":
        yield project(configuration["ProjectName"], account, region)


_NAMED = {
    "AWS::IAM::Role": of_role,
    "AWS::IAM::ManagedPolicy": of_managed_policy,
    "AWS::KMS::Key": of_key,
    "AWS::KMS::Alias": of_alias,
    "AWS::S3::Bucket": of_bucket,
    "AWS::S3::BucketPolicy": of_bucket_policy,
    "AWS::CodeBuild::Project": of_project,
    "AWS::CodePipeline::CustomActionType": of_action_type,
    "AWS::CodePipeline::Pipeline": of_pipeline,
    "AWS::Events::Rule": of_rule,
    "AWS::Events::EventBusPolicy": of_bus_policy,
    "AWS::SNS::Topic": of_topic,
    "AWS::SNS::TopicPolicy": of_topic_policy,
    "AWS::Logs::LogGroup": of_log_group,
    "AWS::SSM::Parameter": of_stored_parameter,
    "AWS::SQS::Queue": of_queue,
    "AWS::Scheduler::ScheduleGroup": of_schedule_group,
    "AWS::Scheduler::Schedule": of_schedule,
    "AWS::CodeStarNotifications::NotificationRule": of_notification_rule,
}
