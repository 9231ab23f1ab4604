//! References that CloudFormation resolves when it deploys, `{{resolve:…}}`, tried with every key of
//! the catalogue: the proof knows nothing of what they become. One that stands where it matters is
//! one error, at the value; beside all others the proof holds.

mod support;

use pipewright_core::builder::{
    Account, Action, Builder, Resource, Role, Schedule, Stage, Value, attribute, file, map, word,
};
use pipewright_core::catalogue::pattern::{self, Pattern};
use pipewright_core::catalogue::{Key, Type};
use pipewright_core::rules::check;
use support::every_key::{self, Spot};

/// A reference to a parameter, and one behind a text.
const REFERENCES: [&str; 3] = [
    "{{resolve:ssm:/zz}}",
    "zz{{resolve:secretsmanager:zz}}",
    "{{resolve:ssm-secure:/zz}}",
];

/// A reference at the end of the ARN that a pattern describes.
fn in_an_arn(pattern: &Pattern) -> Option<String> {
    let (_, form) = pattern.words.split_once("`arn:")?;
    let (form, _) = form.split_once('`')?;
    let (start, _name) = form.rsplit_once([':', '/'])?;
    let end = form.get(start.len()..=start.len())?;
    let known = start
        .replace("REGION", "us-east-1")
        .replace("ACCOUNT", "222222222222");
    Some(format!("arn:{known}{end}{}", REFERENCES[0]))
}

/// The values with a text in them that a key takes.
fn values(key: &Key, text: &str) -> Vec<Value> {
    match &key.kind {
        Type::FileOr(other) => [vec![file("source", text)], of_type(other, text)].concat(),
        Type::Map if key.name == "Conditions" => vec![
            map([("StringEquals", map([("aws:SourceAccount", text)]))]),
            map([("StringEquals", map([(text, "value")]))]),
        ],
        kind => of_type(kind, text),
    }
}

fn of_type(kind: &Type, text: &str) -> Vec<Value> {
    match kind {
        Type::String(_) | Type::Buildspec(_) | Type::Secret | Type::Project => vec![text.into()],
        Type::PassedRole(_) | Type::Boundary | Type::Document => vec![text.into()],
        Type::Strings(_) | Type::PassedRoles(_) | Type::Readers(_) => vec![[text].into()],
        Type::File => vec![file("source", text)],
        Type::Json(_) | Type::NamedValues | Type::Parameters => vec![map([("KEY", text)])],
        Type::Configuration | Type::Map => vec![map([("KEY", text)])],
        Type::EventPattern => vec![map([("source", [text])])],
        Type::Variables(kinds) => {
            let kept = kinds.iter().map(|kind| kind.to_ascii_lowercase());
            let kept = kept.map(|kind| map([("KEY", map([(kind.as_str(), text)]))]));
            kept.chain([map([("KEY", text)])]).collect()
        }
        Type::Number(..) | Type::Bool | Type::OneOf(_) | Type::SetOf(_) => Vec::new(),
        Type::Record(_) | Type::Records(_) | Type::OneOrMore(_) | Type::Named(_) => Vec::new(),
        Type::Artifact | Type::FileOr(_) | Type::Role | Type::Roles | Type::ActionType => {
            Vec::new()
        }
        Type::Statements | Type::Stages | Type::Actions => Vec::new(),
    }
}

/// The errors of a pipeline: each with its code, its message and its help.
fn errors(pipeline: &Builder) -> Vec<String> {
    let found = check(pipeline.model());
    let errors = found.errors().map(|one| {
        let help = one.help.as_deref().unwrap_or_default();
        format!("{} {}; {help}", one.code.id, one.message)
    });
    errors.collect()
}

/// The codes of what a key needs beside it, whatever its value is.
const LACKING: [&str; 3] = ["P173", "P355", "P403"];

/// The codes of errors that are true of the value with and without a reference: an ARN for a name,
/// and a secret that is not where it is kept.
const OTHERWISE: [&str; 3] = ["P412", "P420", "P428"];

/// What is wrong with what is said of a value with a reference, if anything is.
fn wrong(spot: &Spot, value: Value) -> Option<String> {
    let pipeline = spot.with(value);
    let has = |codes: &[&str], error: &str| codes.iter().any(|code| error.starts_with(code));
    let all = errors(&pipeline);
    let without = errors(&spot.without());
    let of_it = |error: &&String| !has(&LACKING, error) && !without.contains(error);
    let found: Vec<&String> = all.iter().filter(of_it).collect();
    match &found[..] {
        [] if all.is_empty() => unproved(pipeline),
        [] if all.iter().all(|error| has(&LACKING, error)) => None,
        [] => Some(format!("nothing is said of it beside {all:?}")),
        [one] if has(&OTHERWISE, one) || says_why(one) => None,
        _ => Some(format!("{found:#?}")),
    }
}

/// Returns whether an error says that the value comes too late, and what to do.
fn says_why(error: &str) -> bool {
    let (message, help) = error.split_once("; ").unwrap_or((error, ""));
    let why = message.contains("verified") || help.contains("before CloudFormation deploys");
    why && ["write", "declare"].iter().any(|word| help.contains(word))
}

/// Why a pipeline is not proved, if it is not.
fn unproved(pipeline: Builder) -> Option<String> {
    let built = pipeline.build().map_err(|found| found.to_string());
    let proved = built.and_then(|one| one.synthesize().map_err(|found| found.to_string()));
    proved
        .err()
        .map(|found| format!("the proof fails: {found}"))
}

#[test]
fn a_reference_is_one_error_or_none() {
    let mut tried = 0;
    let mut told = Vec::new();
    for spot in every_key::all() {
        let arn = spot.key.kind.pattern().and_then(in_an_arn);
        let role = in_an_arn(&pattern::ROLE_ARN);
        let texts = REFERENCES.map(str::to_owned).into_iter();
        for text in texts.chain(arn).chain(role) {
            for value in values(spot.key, &text) {
                tried += 1;
                let wrong = wrong(&spot, value);
                told.extend(wrong.map(|wrong| format!("{} {text}: {wrong}", spot.path)));
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What is no key and has to be known: ids, regions, the ARN of a role, the times of a schedule.
#[test]
fn what_is_no_key_says_so_too() {
    let reference = REFERENCES[0];
    let home = || Account::home("tools", "111111111111").region("us-east-1");
    let source = || {
        let checkout = Action::new("Checkout", "CodeCommit")
            .set("repository_name", "x")
            .set("branch_name", "main");
        Builder::new()
            .setting("name", "sample")
            .stage(Stage::new("Source").action(checkout.output("source")))
    };
    let used = |call: Action| {
        let call = call.input("source").set("function_name", "sample");
        Stage::new("Use").action(call)
    };
    let call = || Action::new("Call", "Lambda");
    let role = |arn: &str| source().account(home()).role(Role::imported("own", arn));
    for pipeline in [
        source()
            .account(Account::home("tools", reference).region("us-east-1"))
            .stage(used(call())),
        source()
            .account(home())
            .account(Account::new("prod", reference))
            .stage(used(call().account("prod"))),
        source()
            .account(home())
            .stage(used(call().region(reference))),
        source()
            .account(home())
            .organization(reference)
            .stage(used(call())),
        source()
            .account(home())
            .schedule(Schedule::new("hourly", reference))
            .stage(used(call())),
        role(reference).stage(used(call().role("own"))),
        role(&in_an_arn(&pattern::ROLE_ARN).expect("an ARN")).stage(used(call().role("own"))),
    ] {
        let found = errors(&pipeline);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(says_why(&found[0]), "{}", found[0]);
    }
}

/// Keys whose value no declared resource gives: the value of a stack set is its id, that of an alias or
/// a version its ARN, and a role of another account is not declared here.
const OF_NO_TYPE: &[&str] = &[
    "CloudFormationStackInstances.StackSetName",
    "CloudFormationStackSet.ExecutionRoleName",
    "LambdaDeploy.FunctionAlias",
    "LambdaDeploy.PublishedTargetVersion",
];

/// A key that names a thing takes no declared resource of another type: one error, at the value.
#[test]
fn what_a_key_names_is_of_its_type() {
    let mut tried = 0;
    let mut told = Vec::new();
    for spot in every_key::all() {
        let named = spot.key.existing.iter().flatten();
        let end = format!("{{{}}}", spot.key.name);
        let mut arns = named.map(|one| one.arn).filter(|arn| arn.contains(&end));
        let Some(arn) = arns.next().filter(|arn| arn.starts_with("arn:")) else {
            continue;
        };
        let group = || Resource::new("group", "AWS::Athena::WorkGroup").set("Name", "group");
        let value: Value = match &spot.key.kind {
            Type::Strings(_) | Type::SetOf(_) => [word("group")].into(),
            _ => word("group"),
        };
        let found = errors(&spot.with(value).resource(group()));
        let without = errors(&spot.without().resource(group()));
        let of_it = |error: &&String| {
            !LACKING.iter().any(|code| error.starts_with(code)) && !without.contains(error)
        };
        let found: Vec<&String> = found.iter().filter(of_it).collect();
        tried += 1;
        // Some have to be known when the pipeline is built, whatever they are.
        let right = matches!(found[..], [one] if ["P541 ", "P463 "].iter().any(|code| one.starts_with(code)));
        if right == OF_NO_TYPE.contains(&spot.path.as_str()) {
            told.push(format!("{} ({arn}): {found:#?}", spot.path));
        }
    }
    assert!(tried > 30, "{tried}");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What an attribute gives can be of another thing: a network has the id of its security group.
#[test]
fn an_attribute_can_name_another_thing() {
    let spots = every_key::all();
    let path = "project.VpcConfig.SecurityGroupIds";
    let spot = spots.iter().find(|spot| spot.path == path).expect("a key");
    let network = || Resource::new("network", "AWS::EC2::VPC").set("CidrBlock", "10.0.0.0/16");
    let of_another_kind = |value: Value| {
        let found = errors(&spot.with([value].into()).resource(network()));
        found.iter().filter(|one| one.starts_with("P541 ")).count()
    };
    assert_eq!(
        of_another_kind(attribute("network", "DefaultSecurityGroup")),
        0
    );
    assert_eq!(of_another_kind(word("network")), 1);
}

/// What stands for a service is its ARN, and what stands for a repository its id.
#[test]
fn what_is_not_the_name_alone_says_which_attribute_is() {
    let spots = every_key::all();
    for (path, kind, right) in [
        ("Ecs.ServiceName", "AWS::ECS::Service", "Name"),
        (
            "Ec2.TargetGroupNameList",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "TargetGroupName",
        ),
    ] {
        let spot = spots.iter().find(|spot| spot.path == path).expect("a key");
        let of_it = |value: Value| {
            let value = match &spot.key.kind {
                Type::Strings(_) => [value].into(),
                _ => value,
            };
            let found = errors(&spot.with(value).resource(Resource::new("own", kind)));
            let of_it = found.into_iter().filter(|one| one.starts_with("P541 "));
            of_it.collect::<Vec<String>>()
        };
        let alone = of_it(word("own"));
        assert_eq!(alone.len(), 1, "{path}: {alone:?}");
        assert!(
            alone[0].ends_with(&format!("; write `own.{right}`")),
            "{alone:?}"
        );
        assert_eq!(of_it(attribute("own", right)), [""; 0], "{path}");
    }
}
