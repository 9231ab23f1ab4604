"""Describes change sets: a table for the log, and a text and a link for the approval."""
import json
import os
import subprocess
import sys
from urllib.parse import quote

# What an approval's text has room for.
TEXT_MAX = int(os.environ.get("TEXT_MAX", "1000"))
# Types whose resources hold data that goes with them.
DATA = (
    "AWS::Backup::BackupVault", "AWS::Cassandra::", "AWS::CloudTrail::EventDataStore",
    "AWS::CodeArtifact::Repository", "AWS::CodeCommit::Repository", "AWS::Cognito::UserPool",
    "AWS::DAX::Cluster", "AWS::DMS::ReplicationInstance", "AWS::DSQL::Cluster", "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance", "AWS::DocDBElastic::Cluster", "AWS::DynamoDB::",
    "AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::ECR::Repository", "AWS::EFS::FileSystem",
    "AWS::ElastiCache::", "AWS::Elasticsearch::Domain", "AWS::FSx::FileSystem", "AWS::FSx::Volume",
    "AWS::Glue::Database", "AWS::Glue::Table", "AWS::KMS::Key", "AWS::KMS::ReplicaKey",
    "AWS::Kinesis::Stream", "AWS::Logs::LogGroup", "AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster", "AWS::Neptune::DBCluster", "AWS::Neptune::DBInstance",
    "AWS::OpenSearchService::Domain", "AWS::OpenSearchServerless::Collection", "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::GlobalCluster", "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace", "AWS::S3::Bucket", "AWS::S3Express::DirectoryBucket",
    "AWS::S3Tables::", "AWS::SDB::Domain", "AWS::SQS::Queue", "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret", "AWS::Timestream::",
)
# The worst first.
KINDS = ("removed", "replaced", "perhaps replaced", "modified", "imported", "not known yet", "added")


def call(arguments, environment):
    done = subprocess.run(
        ["aws", *arguments, "--output", "json"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    return done.returncode, done.stdout, done.stderr.strip()


def assumed(role):
    """The environment of calls with a role, which has no access but by this build's role."""
    session = ["sts", "assume-role", "--role-arn", role, "--role-session-name", "review"]
    code, out, error = call(session, os.environ)
    if code:
        sys.exit(f"{role} cannot be assumed: {error}")
    keys = json.loads(out)["Credentials"]
    return {
        **os.environ,
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }


def described(wanted, environment):
    """The change set with all pages of its changes; nothing where there is none."""
    whole, token = None, None
    while whole is None or token:
        arguments = [
            "cloudformation", "describe-change-set", "--no-paginate", "--region", wanted["region"],
            "--stack-name", wanted["stack"], "--change-set-name", wanted["change_set"],
        ]
        code, out, error = call(arguments + (["--next-token", token] if token else []), environment)
        if code and ("ChangeSetNotFound" in error or "does not exist" in error):
            return None
        if code:
            sys.exit(f"{wanted['stack']}/{wanted['change_set']} cannot be described: {error}")
        page = json.loads(out)
        if whole is None:
            whole = {**page, "Changes": []}
        whole["Changes"] += page.get("Changes") or []
        token = page.get("NextToken")
    return whole


def kind(change):
    action, replacement = change.get("Action"), change.get("Replacement")
    if action == "Modify" and replacement == "True":
        return "replaced"
    if action == "Modify" and replacement == "Conditional":
        return "perhaps replaced"
    names = {"Add": "added", "Modify": "modified", "Remove": "removed", "Import": "imported"}
    return names.get(action, "not known yet")


def read(found):
    """The changes as (kind, holds data, type, logical id, note)."""
    out = []
    for one in found["Changes"]:
        change = one.get("ResourceChange")
        if change is None:
            continue
        name = change.get("ResourceType", "?")
        notes = []
        if "Retain" in change.get("PolicyAction", ""):
            notes.append("kept")
        if "Snapshot" in change.get("PolicyAction", ""):
            notes.append("snapshot")
        if name == "AWS::CloudFormation::Stack" and change.get("Action") != "Add":
            notes.append("its own changes are not shown")
        holds = any(name == data or data.endswith("::") and name.startswith(data) for data in DATA)
        out.append((kind(change), holds, name, change.get("LogicalResourceId", "?"), ", ".join(notes)))
    return sorted(out, key=lambda it: (KINDS.index(it[0]), not it[1], it[2], it[3]))


def note(change):
    return f" ({change[4]})" if change[4] else ""


def stack_text(wanted, found, changes):
    """One line on a stack, and its resources with data that are removed or replaced."""
    where = f"{wanted['stack']} ({wanted['name']}, {wanted['region']})"
    if found is None:
        return f"{where}: no change set {wanted['change_set']}", []
    reason = found.get("StatusReason") or ""
    if found.get("Status") == "FAILED":
        none = "didn't contain changes" in reason or "No updates are to be performed" in reason
        return (f"{where}: no changes" if none else f"{where}: FAILED, {' '.join(reason.split())[:200]}"), []
    counts = [(one, sum(change[0] == one for change in changes)) for one in KINDS]
    # Outputs and the like are no resources.
    said = ", ".join(f"{count} {one}" for one, count in counts if count) or "no resource changes"
    lost = [
        (KINDS.index(change[0]), f"{change[0].upper()} {wanted['stack']} {change[3]} {change[2]}{note(change)}")
        for change in changes
        if change[1] and change[0] in KINDS[:3]
    ]
    return f"{where}: {said}", lost


def fitted(lost, lines):
    """The lost resources before the stacks, as many as fit, and how many do not."""
    for kept in range(len(lost), -1, -1):
        more = [f"and {len(lost) - kept} more with data"] if kept < len(lost) else []
        text = "; ".join(lost[:kept] + more + lines)
        if len(text) <= TEXT_MAX:
            return text
    first = [f"{len(lost)} resources with data removed or replaced"] if lost else []
    for kept in range(len(lines) - 1, -1, -1):
        more = f"and {len(lines) - kept} more stacks, which the build's log has"
        text = "; ".join(first + lines[:kept] + [more])
        if len(text) <= TEXT_MAX:
            return text
    return ""


def console(found):
    """The page of a change set in the console."""
    partition, region = found["StackId"].split(":")[1], found["StackId"].split(":")[3]
    domain = {"aws-cn": "console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}
    host = domain.get(partition, f"{region}.console.aws.amazon.com")
    ids = f"stackId={quote(found['StackId'], '')}&changeSetId={quote(found['ChangeSetId'], '')}"
    return f"https://{host}/cloudformation/home?region={region}#/stacks/changesets/changes?{ids}"


def main(text_file, link_file):
    keys = ("name", "account", "region", "stack", "change_set", "role")
    wanted = []
    while (text := os.environ.get(f"CHANGE_SET_{len(wanted) + 1}")) is not None:
        wanted.append(dict(zip(keys, json.loads(text))))
    if not wanted:
        sys.exit("no change set is named")
    environments, lines, lost, page = {}, [], [], None
    for one in wanted:
        # Without one, the change set is in this account.
        role = one.get("role")
        if role and role not in environments:
            environments[role] = assumed(role)
        found = described(one, environments.get(role, os.environ))
        changes = read(found) if found else []
        line, data = stack_text(one, found, changes)
        lines.append(line)
        lost += data
        # Whoever approves is logged in to this account, not to another one.
        if found and len(wanted) == 1 and not role:
            page = console(found)
        print(f"\n{line}")
        if changes:
            rows = [(it[0], it[3], it[2], "holds data" if it[1] else "", it[4]) for it in changes]
            widths = [max(len(row[column]) for row in rows) for column in range(4)]
            for row in rows:
                cells = [cell.ljust(width) for cell, width in zip(row, widths)]
                print("  " + "  ".join([*cells, row[4]]).rstrip())
    with open(text_file, "w") as file:
        file.write(fitted([text for _, text in sorted(lost, key=lambda it: it[0])], lines))
    with open(link_file, "w") as file:
        file.write(page or os.environ.get("CODEBUILD_BUILD_URL", ""))


main(*sys.argv[1:])
