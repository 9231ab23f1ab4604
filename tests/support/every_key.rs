//! Every key of the catalogue, each in a pipeline that gives it a value: keys of actions, of rules and
//! of declarations, at any depth.

use std::rc::Rc;

use pipewright_core::builder::{
    Account, Action, ActionType, Builder, Condition, Event, Notification, Project, Role, Roles,
    Rule, Schedule, StackOutput, Stage, Store, Trigger, Value, Variable, map, word,
};
use pipewright_core::catalogue::pattern::Pattern;
use pipewright_core::catalogue::{KINDS, Key, Kind, Needed, RULES, Type, action_type, declared};

use super::kinds;

/// A key, and the pipeline that it stands in.
pub(crate) struct Spot {
    /// `Ecs.ClusterName`, `project.VpcConfig.Subnets`.
    pub(crate) path: String,
    pub(crate) key: &'static Key,
    build: Build<Option<Value>>,
}

type Build<T> = Rc<dyn Fn(T) -> Builder>;

/// Keys and values that stand together.
type Entries = Vec<(String, Value)>;

impl Spot {
    /// The pipeline with this value of the key.
    pub(crate) fn with(&self, value: Value) -> Builder {
        (self.build)(Some(value))
    }

    /// The pipeline without the key.
    pub(crate) fn without(&self) -> Builder {
        (self.build)(None)
    }
}

/// All of them.
pub(crate) fn all() -> Vec<Spot> {
    let mut all = Vec::new();
    for kind in KINDS {
        for key in kind.keys.iter().chain(kind.own_keys) {
            let path = format!("{}.{}", kind.name, key.name);
            add(
                &mut all,
                path,
                key,
                Rc::new(move |value| action(kind, key, value)),
            );
        }
    }
    for provider in RULES {
        let build = move |entries| rule(provider, entries);
        level(
            &mut all,
            &format!("rule {}", provider.name),
            provider.keys,
            &(Rc::new(build) as _),
        );
    }
    for (name, keys, build) in DECLARED {
        level(&mut all, name, keys, &(Rc::new(build) as _));
    }
    all
}

/// Adds keys that stand beside each other.
fn level(all: &mut Vec<Spot>, path: &str, keys: &'static [Key], build: &Build<Entries>) {
    for key in keys {
        let build = Rc::clone(build);
        let with = move |value: Option<Value>| {
            let own = value.map(|value| (key.written(), value));
            build(required(keys, key.name).chain(own).collect())
        };
        add(all, format!("{path}.{}", key.name), key, Rc::new(with));
    }
}

/// Adds a key, and those of the maps that it takes.
fn add(all: &mut Vec<Spot>, path: String, key: &'static Key, build: Build<Option<Value>>) {
    let whole = Rc::clone(&build);
    let around = |form: fn(Value) -> Value| -> Build<Entries> {
        Rc::new(move |entries| whole(Some(form(map(entries)))))
    };
    let in_a_list = |value| vec![value].into();
    match &key.kind {
        Type::Record(keys) | Type::OneOrMore(keys) => level(all, &path, keys, &around(|map| map)),
        Type::Records(keys) => level(all, &path, keys, &around(in_a_list)),
        Type::Named(keys) => level(all, &path, keys, &around(|value| map([("name", value)]))),
        Type::Statements | Type::Document => {
            level(all, &path, declared::STATEMENT, &around(in_a_list));
        }
        Type::Boundary => level(all, &path, declared::BOUNDARY, &around(|map| map)),
        _ => {}
    }
    all.push(Spot { path, key, build });
}

/// The keys that have to be there besides one.
fn required(keys: &'static [Key], besides: &'static str) -> impl Iterator<Item = (String, Value)> {
    let needed = move |key: &&Key| key.name != besides && matches!(key.needed, Needed::Always);
    keys.iter().filter(needed).map(|key| {
        let value = match (key.name, &key.kind) {
            ("MaximumCount", Type::Number(_, most)) => (*most).into(),
            _ => sample(&key.kind),
        };
        (key.written(), value)
    })
}

/// A value that a key takes.
fn sample(kind: &'static Type) -> Value {
    match kind {
        Type::String(pattern) => text(pattern).into(),
        Type::Strings(pattern) => [text(pattern)].into(),
        Type::OneOf(constants) if constants.contains(&"Test") => word("Test"),
        Type::OneOf(constants) => word(constants[0]),
        Type::Number(least, _) => (*least).into(),
        Type::Record(keys) => map(required(keys, "")),
        Type::Role => word("existing"),
        Type::Project => "sample".into(),
        Type::EventPattern => map([("source", vec!["aws.s3"])]),
        other => panic!("no sample of {other:?}"),
    }
}

/// A text that keeps to a pattern, of those that must be there.
fn text(pattern: &'static Pattern) -> &'static str {
    match pattern.name {
        "ACTION_NAME" | "ALARM_NAME" | "FUNCTION_NAME" | "PIPELINE_NAME" | "PROJECT_NAME" => {
            "sample"
        }
        "REVISION" => "sample",
        "BOUNDARY" | "PROVIDER" | "RULE_VALUE" | "STACK_NAME" | "WHOLE_SECRET" => "sample",
        "BUCKET_NAME" => "site-files",
        "COMMAND" => "make",
        "CRON" => "0 0 9-17 ? * MON-FRI *",
        "EFS_LOCATION" => "fs-01234567.efs.us-east-1.amazonaws.com",
        "EXPRESSION" => "#{Checkout.CommitId}",
        "FILE_SYSTEM_IDENTIFIER" => "files",
        "IAM_ACTION" => "s3:GetObject",
        "IMAGE" => "aws/codebuild/standard:7.0",
        "MOUNT_POINT" => "/mnt",
        "REGION" => "eu-west-1",
        "RESOURCE" => "arn:aws:s3:::site-files/*",
        "SECURITY_GROUP_ID" => "sg-01234567",
        "SUBNET_ID" => "subnet-01234567",
        "VERSION" => "1",
        "VPC_ID" => "vpc-01234567",
        other => panic!("no sample of {other}"),
    }
}

fn action(kind: &'static Kind, key: &'static Key, value: Option<Value>) -> Builder {
    let own_type = kind.pipeline_types.last().expect("a type");
    let action = match value {
        Some(value) => kinds::example_with(kind.name, "Example", &key.written(), value),
        None => kinds::example(kind.name, "Example"),
    };
    kinds::builder(kind, "kinds", own_type, [action])
}

/// A declaration: its keys, and a pipeline with one of them that is used.
type Declared = (&'static str, &'static [Key], fn(Entries) -> Builder);

#[rustfmt::skip]
const DECLARED: [Declared; 16] = [
    ("settings", declared::SETTINGS, |entries| entries.into_iter().fold(used(Builder::new()), |builder, (key, value)| builder.setting(key, value))),
    ("action", declared::ACTION, |entries| plain().stage(Stage::new("More").action(with(call("More"), entries, Action::set)))),
    ("store", declared::MANAGED_STORE, |entries| plain().store(with(Store::managed("main").region("us-east-1"), entries, Store::set))),
    ("imported store", declared::IMPORTED_STORE, |entries| plain().store(with(Store::imported("main").region("us-east-1"), entries, Store::set))),
    ("role", declared::MANAGED_ROLE, |entries| acting(with(Role::managed("own").account("prod"), entries, Role::set))),
    ("roles", declared::ROLE_RULES, |entries| plain().roles(with(Roles::new(), entries, Roles::set))),
    ("project", declared::MANAGED_PROJECT, |entries| building(with(Project::managed("own"), entries, Project::set))),
    ("imported project", declared::IMPORTED_PROJECT, |entries| building(with(Project::imported("own"), entries, Project::set))),
    ("action type", action_type::MANAGED, |entries| scanning(with(ActionType::managed("scan"), entries, ActionType::set))),
    ("imported action type", action_type::IMPORTED, |entries| scanning(with(ActionType::imported("scan"), entries, ActionType::set))),
    ("notification", declared::NOTIFICATION, |entries| plain().notify(with(told(&entries), entries, Notification::set))),
    ("schedule", declared::SCHEDULE, |entries| plain().schedule(with(Schedule::new("hourly", "rate(1 hour)"), entries, Schedule::set))),
    ("event", declared::EVENT, |entries| plain().on_event(with(Event::new("put"), entries, Event::set))),
    ("trigger", declared::TRIGGER, |entries| plain().trigger(with(Trigger::on("Push"), entries, Trigger::set))),
    ("variable", declared::VARIABLE, |entries| plain().variable(with(Variable::new("who").default("me"), entries, Variable::set))),
    ("output", declared::OUTPUT, |entries| plain().output(with(StackOutput::text("Told", "me"), entries, StackOutput::set))),
];

/// A thing with each of its entries set.
fn with<T>(thing: T, entries: Entries, set: impl Fn(T, String, Value) -> T) -> T {
    entries
        .into_iter()
        .fold(thing, |thing, (key, value)| set(thing, key, value))
}

/// A pipeline with another account and an action there.
fn plain() -> Builder {
    used(Builder::new().setting("name", "sample"))
}

fn used(builder: Builder) -> Builder {
    let connected = Action::new("Push", "CodeConnection")
        .set(
            "connection_arn",
            "arn:aws:codeconnections:us-east-1:111111111111:connection/0",
        )
        .set("full_repository_id", "octo/app")
        .set("branch_name", "main");
    let checkout = Action::new("Checkout", "CodeCommit")
        .set("repository_name", "x")
        .set("branch_name", "main");
    builder
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "222222222222"))
        .role(Role::imported(
            "existing",
            "arn:aws:iam::111111111111:role/existing",
        ))
        .stage(
            Stage::new("Source").parallel([checkout.output("source"), connected.output("_other")]),
        )
        .stage(Stage::new("Use").action(call("Call").account("prod").input("source")))
}

/// A notification of a state, to somebody.
fn told(entries: &Entries) -> Notification {
    let has = |keys: &[&str]| entries.iter().any(|(key, _)| keys.contains(&key.as_str()));
    let mut told = Notification::new("told");
    if !has(&["pipeline_states", "stage_states", "action_states"]) {
        told = told.set("pipeline_states", [word("FAILED")]);
    }
    if !has(&["email", "https", "topic", "chatbot"]) {
        told = told.set("email", ["team@example.com"]);
    }
    told
}

fn call(name: &str) -> Action {
    Action::new(name, "Lambda").set("function_name", "sample")
}

fn acting(role: Role) -> Builder {
    let action = call("More").account("prod").role("own");
    plain().role(role).stage(Stage::new("More").action(action))
}

fn building(project: Project) -> Builder {
    let action = Action::new("More", "CodeBuild").input("source");
    let action = action.set("project_name", word("own"));
    plain()
        .project(project)
        .stage(Stage::new("More").action(action))
}

fn scanning(found: ActionType) -> Builder {
    let action = Action::new("More", "Custom").input("source");
    let action = action.set("action_type", word("scan"));
    plain()
        .action_type(found)
        .stage(Stage::new("More").action(action))
}

fn rule(provider: &'static Kind, entries: Entries) -> Builder {
    let mut rule = with(Rule::new("Sees", provider.name), entries, Rule::set);
    if provider.inputs.1 > 0 {
        rule = rule.input("source");
    }
    let condition = Condition::new("FAIL").rule(rule);
    plain().stage(
        Stage::new("More")
            .before_entry(condition)
            .action(call("More")),
    )
}
