"""The resource types that ministack lacks, and the properties that it drops."""

import json

import botocore.serialize
import botocore.session
from ministack.core.responses import get_account_id, get_region
from ministack.services import codebuild, eventbridge, iam, s3
from ministack.services.cloudformation import changesets, provisioners

import action_types
import notifications
import pipelines
import shapes


def register():
    types = provisioners._RESOURCE_HANDLERS
    types["AWS::CodePipeline::Pipeline"] = {**handlers(pipelines), "import": pipelines.adopt}
    changesets._IMPORT_LOOKUPS["AWS::CodePipeline::Pipeline"] = (("Name",), pipelines.not_found)
    types["AWS::CodePipeline::CustomActionType"] = handlers(action_types)
    types["AWS::Events::EventBusPolicy"] = {
        "create": bus_policy,
        "update": bus_policy_anew,
        "delete": bus_policy_gone,
    }
    types["AWS::CodeStarNotifications::NotificationRule"] = handlers(notifications)
    also(types["AWS::SNS::Topic"], notifications.topic)
    also(types["AWS::Scheduler::Schedule"], notifications.schedule)
    also(types["AWS::CodeBuild::Project"], project)
    codebuild._project_shape = settings_too(codebuild._project_shape)
    also(types["AWS::S3::Bucket"], bucket)
    also(types["AWS::IAM::Role"], role)
    also(types["AWS::KMS::Key"], key)


def handlers(module):
    return {"create": module.create, "update": module.update, "delete": module.delete}


def also(plain, step):
    """Puts `step` behind a type's own create and update."""
    create, update = plain["create"], plain["update"]

    def create_also(logical_id, properties, stack):
        prepared = step(logical_id, properties)
        made = create(logical_id, properties, stack)
        prepared(made[0])
        return made

    def update_also(physical_id, old, new, stack, *logical_id):
        prepared = step(physical_id, new)
        made = update(physical_id, old, new, stack, *logical_id)
        prepared(made[0])
        return made

    plain.update(create=create_also, update=update_also)


# --- AWS::CodeBuild::Project ---


def project(place, properties):
    shape = shapes.input_of("codebuild", "CreateProject")
    asked = shapes.convert(properties, shape, place, {"buildspec": "BuildSpec"})
    return lambda name: codebuild._projects[name].update(asked)


SETTINGS = (
    "autoRetryLimit",
    "buildBatchConfig",
    "cache",
    "concurrentBuildLimit",
    "fileSystemLocations",
    "logsConfig",
    "queuedTimeoutInMinutes",
    "vpcConfig",
)


def settings_too(shape):
    """The mock keeps these settings of a project, and leaves them out of what it tells."""

    def told(project):
        kept = {key: project[key] for key in SETTINGS if key in project}
        return {**shape(project), **kept}

    return told


# --- AWS::IAM::Role ---


def role(place, properties):
    """ministack drops the boundary."""
    boundary = properties.get("PermissionsBoundary")
    if boundary is not None:
        shape = shapes.input_of("iam", "CreateRole").members["PermissionsBoundary"]
        shapes.convert(boundary, shape, f"{place}.PermissionsBoundary")
    return lambda name: iam._roles[name].update(PermissionsBoundary=boundary)


# --- AWS::KMS::Key ---


def key(place, properties):
    """ministack looks at it when the key goes."""
    days = properties.get("PendingWindowInDays", 30)
    shape = shapes.input_of("kms", "ScheduleKeyDeletion").members["PendingWindowInDays"]
    shapes.convert(days, shape, f"{place}.PendingWindowInDays")
    if not 7 <= days <= 30:
        raise shapes.Misfit(f"{place}.PendingWindowInDays: {days}, where 7 to 30 may be")
    return lambda name: None


# --- AWS::S3::Bucket ---


def bucket(place, properties):
    check_namespace(place, properties)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    puts = [
        (put, body(place, operation, {wrapper: arrange(properties[name])}, spelled))
        for name, operation, wrapper, arrange, spelled, put in DROPPED
        if name in properties
    ]

    def keep(name):
        s3._bucket_tags[name] = tags
        for put, xml in puts:
            status, _, answer = put(name, xml)[:3]
            if status >= 300:
                raise ValueError(f"{place}: {answer!r}")

    return keep


def check_namespace(place, properties):
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html"""
    name, suffix = properties.get("BucketName", ""), f"-{get_account_id()}-{get_region()}-an"
    regional = properties.get("BucketNamespace") == "account-regional"
    if regional and not name.endswith(suffix):
        raise shapes.Misfit(f"{place}: `{name}` does not end in `{suffix}`")
    if not regional and name.endswith("-an"):
        raise shapes.Misfit(f"{place}: `{name}` is of the account's namespace")


def body(place, operation, call, spelled):
    """The request that CloudFormation would send, as S3 takes it."""
    model = botocore.session.get_session().get_service_model("s3").operation_model(operation)
    asked = shapes.convert({"Bucket": "bucket", **call}, model.input_shape, place, spelled)
    return botocore.serialize.create_serializer("rest-xml").serialize_to_request(asked, model)["body"]


def lifecycle(configuration):
    return {**configuration, "Rules": [lifecycle_rule(dict(rule)) for rule in configuration["Rules"]]}


def lifecycle_rule(rule):
    """A template spells expiry flat, where the API has it nested."""
    expiration = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = rule.pop("ExpirationInDays")
    if "ExpiredObjectDeleteMarker" in rule:
        expiration["ExpiredObjectDeleteMarker"] = rule.pop("ExpiredObjectDeleteMarker")
    if expiration:
        rule["Expiration"] = expiration
    # The API wants to be told that a rule is of the whole bucket.
    rule["Filter"] = {"Prefix": rule.pop("Prefix", "")}
    return rule


def same(value):
    return value


#: A property that ministack drops, the call that CloudFormation makes of it, the member
#: that takes it, what is arranged otherwise there, and spelled otherwise; and who keeps it.
DROPPED = [
    (
        "LifecycleConfiguration",
        "PutBucketLifecycleConfiguration",
        "LifecycleConfiguration",
        lifecycle,
        {"ID": "Id"},
        s3._put_bucket_lifecycle,
    ),
    (
        "BucketEncryption",
        "PutBucketEncryption",
        "BucketEncryption",
        same,
        {
            "ServerSideEncryptionConfiguration": "BucketEncryption",
            "Rules": "ServerSideEncryptionConfiguration",
            "ApplyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
        },
        s3._put_bucket_encryption,
    ),
    (
        "OwnershipControls",
        "PutBucketOwnershipControls",
        "OwnershipControls",
        same,
        {},
        s3._put_bucket_ownership_controls,
    ),
]


# --- AWS::Events::EventBusPolicy ---


def bus_policy(logical_id, properties, stack):
    unknown = set(properties) - {"EventBusName", "Statement", "StatementId"}
    if unknown:
        raise shapes.Misfit(f"{logical_id}: no property `{'`, `'.join(sorted(unknown))}`")
    bus = properties.get("EventBusName", "default")
    call = {
        "EventBusName": bus,
        "StatementId": properties.get("StatementId"),
        "Policy": json.dumps(properties.get("Statement")),
    }
    shapes.convert(call, shapes.input_of("events", "PutPermission"), logical_id)
    statement = {"Sid": call["StatementId"], **properties["Statement"]}
    if statement["Sid"] != call["StatementId"]:
        raise shapes.Misfit(f"{logical_id}: `Sid` is not the `StatementId`")
    policy = eventbridge._event_bus_policies.setdefault(bus, {"Version": "2012-10-17", "Statement": []})
    policy["Statement"] = others(policy, call["StatementId"]) + [statement]
    return call["StatementId"], {}


def bus_policy_anew(physical_id, old, new, stack):
    bus_policy_gone(physical_id, old)
    return bus_policy(physical_id, new, stack)


def bus_policy_gone(physical_id, properties):
    policy = eventbridge._event_bus_policies.get(properties.get("EventBusName", "default"))
    if policy:
        policy["Statement"] = others(policy, properties["StatementId"])


def others(policy, statement_id):
    return [found for found in policy["Statement"] if found.get("Sid") != statement_id]
