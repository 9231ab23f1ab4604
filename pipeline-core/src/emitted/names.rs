//! The names that AWS takes only once: in an account, in a region of it, or anywhere.

use super::identifiers;
use crate::arn::ArnEnvironment;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

/// A name, with all that it must be unique in.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    written: String,
    /// The CloudFormation type of what has it.
    kind: &'static str,
    noun: &'static str,
    within: Within,
    help: &'static str,
    account: String,
    region: String,
    /// What has the name once, if that is not the default one: the bus of an event rule, the group
    /// of a schedule.
    parent: String,
}

/// Two names are one if AWS takes them for one.
impl Name {
    fn key(&self) -> (&str, [&str; 3], String) {
        let compared = match self.within {
            Within::Account | Within::Folder => self.written.to_ascii_lowercase(),
            Within::Partition | Within::Global | Within::Region => self.written.clone(),
        };
        let place = match self.within {
            Within::Folder => [""; 3],
            _ => [self.account.as_str(), &self.region, &self.parent],
        };
        (self.kind, place, compared)
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Name {}

/// A sort of thing with a name.
struct Thing {
    /// Its CloudFormation type.
    kind: &'static str,
    /// In words.
    noun: &'static str,
    /// The properties that it is named by.
    properties: &'static [&'static str],
    within: Within,
    help: &'static str,
}

/// The extent in which a name is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Within {
    /// All accounts of a partition.
    Partition,
    /// An account. IAM does not tell names apart that differ in case only:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    Account,
    /// An account, as it is written.
    Global,
    /// A region of an account.
    Region,
    /// The folder of templates, which may not tell files apart that differ in case only.
    Folder,
}

const RENAME: &str = "rename one of them";
const REMOVE: &str = "remove one of them";

/// Types, and the first characters of types, that an account has in no region.
///
/// Source: <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html>
const GLOBAL: [&str; 7] = [
    "AWS::Budgets::",
    "AWS::Chatbot::",
    "AWS::CloudFront::",
    "AWS::IAM::OIDCProvider",
    "AWS::IAM::SAMLProvider",
    "AWS::IAM::ServiceLinkedRole",
    "AWS::Route53::",
];

/// Types whose names are taken once in a parent, and the property that says which one; without it,
/// the parent is called `default`.
///
/// Sources: <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html>,
/// <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html>
const PARENTS: [(&str, &str); 2] = [
    ("AWS::Events::Rule", "EventBusName"),
    ("AWS::Scheduler::Schedule", "GroupName"),
];

/// A stack, which is named by the file of its template too: one folder has it once.
const STACK: Thing = Thing {
    kind: "stack",
    noun: "stack",
    properties: &[],
    within: Within::Folder,
    help: "give one of them another `stack_name`",
};

/// An export.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>
const EXPORT: Thing = Thing {
    kind: "export",
    noun: "export",
    properties: &[],
    within: Within::Region,
    help: "give one of them another `export_name`",
};

const THINGS: [Thing; 13] = [
    Thing {
        kind: "AWS::CodePipeline::Pipeline",
        noun: "pipeline",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::IAM::Role",
        noun: "role",
        properties: &["RoleName"],
        within: Within::Account,
        help: RENAME,
    },
    Thing {
        kind: "AWS::IAM::ManagedPolicy",
        noun: "managed policy",
        properties: &["ManagedPolicyName"],
        within: Within::Account,
        help: RENAME,
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    Thing {
        kind: "AWS::S3::Bucket",
        noun: "bucket",
        properties: &["BucketName"],
        within: Within::Partition,
        help: "name another bucket in one of them; to share a store, declare it once as a `SharedStore`",
    },
    Thing {
        kind: "AWS::KMS::Alias",
        noun: "alias",
        properties: &["AliasName"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::CodeBuild::Project",
        noun: "build project",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::Events::Rule",
        noun: "event rule",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::Events::EventBusPolicy",
        noun: "statement of the event bus's policy",
        properties: &["EventBusName", "StatementId"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::SNS::Topic",
        noun: "topic",
        properties: &["TopicName"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::CodeStarNotifications::NotificationRule",
        noun: "notification rule",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::Scheduler::ScheduleGroup",
        noun: "schedule group",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    Thing {
        kind: "AWS::Scheduler::Schedule",
        noun: "schedule",
        properties: &["Name"],
        within: Within::Region,
        help: RENAME,
    },
    // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html
    Thing {
        kind: "AWS::CodePipeline::CustomActionType",
        noun: "action type",
        properties: &["Category", "Provider", "Version"],
        within: Within::Region,
        help: "let one pipeline make the action type and the others import it, or give one of them another `version`",
    },
];

/// The types of what we make without a name of its own.
#[cfg(test)]
const NAMELESS: [&str; 3] = [
    "AWS::KMS::Key",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
];

impl Name {
    /// The name of a stack in this environment.
    pub(super) fn of_stack(environment: &ArnEnvironment<'_>, name: &str) -> Name {
        STACK.called(environment, name.to_owned())
    }

    /// The name of an export of a stack in this environment.
    pub(crate) fn of_export(environment: &ArnEnvironment<'_>, name: &str) -> Name {
        EXPORT.called(environment, name.to_owned())
    }

    /// The name of a resource of a template, if it has one that is known.
    pub(crate) fn of(environment: &ArnEnvironment<'_>, body: &Value) -> Option<Name> {
        Name::read(environment, body, &|value| Some(value.as_str()?.to_owned()))
    }

    /// The name of a resource of the user's. What it takes from another resource of its template
    /// names it too: two that take the same have one name.
    pub(super) fn of_beside(
        environment: &ArnEnvironment<'_>,
        stack: &str,
        resources: &BTreeMap<String, Value>,
        body: &Value,
    ) -> Option<Name> {
        Name::read(environment, body, &|value| match value {
            Value::String(text) => Some(text.clone()),
            other => named_by_account(environment, other)
                .or_else(|| named_by_reference(stack, resources, other)),
        })
    }

    /// The name of a resource, by the text that each of the properties is which name it.
    fn read(
        environment: &ArnEnvironment<'_>,
        body: &Value,
        text: &dyn Fn(&Value) -> Option<String>,
    ) -> Option<Name> {
        let kind = body["Type"].as_str()?;
        if let Some(thing) = THINGS.iter().find(|thing| thing.kind == kind) {
            let written = written(thing.properties.iter().copied(), body, text)?;
            let mut name = thing.called(environment, written);
            if let Some((_, property)) = PARENTS.iter().find(|(of, _)| *of == kind) {
                name.parent = parent(&body["Properties"][property]);
            }
            return Some(name);
        }
        let identifier = identifiers::of(kind)?;
        let written = written(identifier.properties(), body, text)?;
        let is_named = identifier
            .properties()
            .last()
            .is_some_and(|property| property.ends_with("Name"));
        let thing = Thing {
            kind: identifier.kind,
            noun: "",
            properties: &[],
            within: within(kind),
            help: if is_named { RENAME } else { REMOVE },
        };
        Some(thing.called(environment, written))
    }

    /// Returns whether the names are written alike, wherever they are taken.
    pub(crate) fn is_written_as(&self, other: &Name) -> bool {
        self.kind == other.kind && self.written == other.written
    }

    /// What two things would do, of which the first has this other name.
    pub(super) fn clash(&self, first: &Name) -> String {
        let (one, other) = (&first.written, &self.written);
        let is_here = (&first.account, &first.region) == (&self.account, &self.region);
        match self.within {
            Within::Folder if one != other => format!(
                "would make stacks `{one}` and `{other}`: the files of their templates differ in case only, and are one file on Windows and macOS"
            ),
            Within::Folder if !is_here => format!(
                "would both make {self}, in two accounts or regions: the output has one file of this name"
            ),
            Within::Account if one != other => {
                format!("would make {self}, and IAM does not tell it from `{one}`")
            }
            _ => format!("would both make {self}"),
        }
    }

    /// The CloudFormation type of what has the name.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// The advice for two things of this name.
    pub(super) fn help(&self) -> &'static str {
        self.help
    }
}

/// The extent in which a resource of this type is unique.
fn within(kind: &str) -> Within {
    if GLOBAL.iter().any(|start| kind.starts_with(start)) {
        Within::Global
    } else if kind.starts_with("AWS::IAM::") {
        Within::Account
    } else {
        Within::Region
    }
}

/// The name that these properties of a resource make, by the text that each is.
fn written<'a>(
    properties: impl Iterator<Item = &'a str>,
    body: &Value,
    text: &dyn Fn(&Value) -> Option<String>,
) -> Option<String> {
    let mut parts = Vec::new();
    for property in properties {
        let path = property.trim_end_matches('?');
        let mut paths = path.split('|');
        match paths.find_map(|path| body.pointer(&format!("/Properties/{path}"))) {
            Some(value) => parts.push(text(value)?),
            None if path == property => return None,
            None => {}
        }
    }
    Some(parts.join("/"))
}

/// The account or the region that a reference stands for.
fn named_by_account(environment: &ArnEnvironment<'_>, value: &Value) -> Option<String> {
    match value["Ref"].as_str()? {
        "AWS::AccountId" => Some(environment.account.to_owned()),
        "AWS::Region" => Some(environment.region.to_owned()),
        _ => None,
    }
}

/// What a reference to a resource of the same template says of the resource that has it: the name
/// of the former, if the template gives it one; or which one it is.
fn named_by_reference(
    stack: &str,
    resources: &BTreeMap<String, Value>,
    value: &Value,
) -> Option<String> {
    if let Some(logical) = value["Ref"].as_str() {
        let body = resources.get(logical)?;
        let mut named_by = identifiers::of(body["Type"].as_str()?)?.properties();
        let name = match (named_by.next(), named_by.next()) {
            (Some(only), None) => body["Properties"][only].as_str(),
            _ => None,
        };
        return Some(name.map_or_else(|| format!("{logical} of stack {stack}"), str::to_owned));
    }
    let parts = value["Fn::GetAtt"].as_array()?;
    let (logical, attribute) = (parts.first()?.as_str()?, parts.get(1)?.as_str()?);
    let known = resources.contains_key(logical);
    known.then(|| format!("{logical}.{attribute} of stack {stack}"))
}

impl Thing {
    fn called(&self, environment: &ArnEnvironment<'_>, written: String) -> Name {
        let (account, region) = match self.within {
            Within::Partition => ("", ""),
            Within::Account | Within::Global => (environment.account, ""),
            Within::Region | Within::Folder => (environment.account, environment.region),
        };
        Name {
            written,
            kind: self.kind,
            noun: self.noun,
            within: self.within,
            help: self.help,
            account: account.to_owned(),
            region: region.to_owned(),
            parent: String::new(),
        }
    }
}

/// A parent that a property names, by its name or its ARN; nothing for the default one.
fn parent(property: &Value) -> String {
    let name = match property {
        Value::Null => "",
        Value::String(text) => match text.split_once(":event-bus/") {
            Some((_, bus)) => bus,
            None => text,
        },
        late => return late.to_string(),
    };
    if name == "default" {
        String::new()
    } else {
        name.to_owned()
    }
}

/// For instance: role `deploy` in account 222222222222.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Name {
            written,
            account,
            region,
            ..
        } = self;
        match self.noun {
            "" if written.is_empty() => write!(f, "the only `{}`", self.kind)?,
            "" => write!(f, "`{}` `{written}`", self.kind)?,
            noun => write!(f, "{noun} `{written}`")?,
        }
        match self.within {
            Within::Partition | Within::Folder => Ok(()),
            Within::Account | Within::Global => write!(f, " in account {account}"),
            Within::Region => write!(f, " in account {account} and region `{region}`"),
        }
    }
}

#[cfg(test)]
mod tests;
