//! Pipelines that follow from a number.

use pipewright::{
    Account, Action, Condition, Pipeline, Role, Rule, Stage, Value, Variable, file, map, word,
};

const ACCOUNTS: [(&str, &str); 3] = [
    ("dev", "222222222222"),
    ("test", "333333333333"),
    ("prod", "444444444444"),
];
const REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "ap-southeast-2"];

/// Texts that are hard to write.
const TEXTS: [&str; 8] = [
    "plain",
    "a \"quoted\" word",
    "back\\slash and \\n",
    "{\"json\": [1, \"two\"]}",
    "ünïcödé ✓",
    "$ENV and ${HOME}",
    "#{variables.LEVEL} and more",
    "it's // no comment /* either",
];

/// Numbers that follow from a number.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len() as u64);
        all[usize::try_from(at).expect("a place")]
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}

pub(crate) fn pipeline(number: u64) -> Pipeline {
    let mut numbers = Numbers(number.wrapping_mul(977) + 13);
    let numbers = &mut numbers;
    let mut built = Pipeline::builder(format!("generated-{number}"))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .variable(Variable::new("LEVEL").default(numbers.one_of(&TEXTS[..3])));
    for (name, id) in ACCOUNTS {
        built = built.account(Account::new(name, id));
        let arn = format!("arn:aws:iam::{id}:role/deploys-{name}");
        built = built.role(Role::imported(format!("_deploys_{name}"), &arn).account(name));
    }
    if numbers.chance(3) {
        built = built.setting(
            "execution_mode",
            word(numbers.one_of(&["QUEUED", "SUPERSEDED"])),
        );
    }
    if numbers.chance(4) {
        built = built.setting("restart_on_update", numbers.chance(2));
    }
    let source = match numbers.below(3) {
        0 => Action::new("Checkout", "CodeCommit")
            .set("repository_name", "app")
            .set("branch_name", "main"),
        1 => Action::new("Checkout", "S3Source")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "a/b.zip"),
        _ => Action::new("Checkout", "CodeConnection")
            .set(
                "connection_arn",
                "arn:aws:codeconnections:us-east-1:111111111111:connection/0123",
            )
            .set("full_repository_id", "owner/app")
            .set("branch_name", "main"),
    };
    let artifact = numbers.one_of(&["source", "site-sources", "Source_1", "type"]);
    built = built.stage(Stage::new("Source").action(source.output(artifact)));
    for stage in 0..=numbers.below(4) {
        built = built.stage(a_stage(numbers, stage, artifact));
    }
    built
        .build()
        .unwrap_or_else(|found| panic!("{number}: {found}"))
}

fn a_stage(numbers: &mut Numbers, number: u64, artifact: &str) -> Stage {
    let begin = numbers.one_of(&["Deploy", "Deploy-to", "Go.on@"]);
    let mut stage = Stage::new(format!("{begin}{number}"));
    let mut names = 0;
    for step in 0..=numbers.below(3) {
        let count = 1 + numbers.below(3);
        let actions: Vec<Action> = (0..count)
            .map(|_| {
                names += 1;
                an_action(numbers, number, names, artifact)
            })
            .collect();
        let order = i64::try_from(10 * (step + 1)).expect("a number");
        let has_order = numbers.chance(4);
        let actions = actions.into_iter().map(|action| {
            if has_order {
                action.set("run_order", order)
            } else {
                action
            }
        });
        let actions: Vec<Action> = actions.collect();
        stage = if count == 1 {
            actions.into_iter().fold(stage, Stage::action)
        } else {
            stage.parallel(actions)
        };
    }
    if numbers.chance(4) {
        let wanted = Rule::new("Wanted", "VariableCheck")
            .set("variable", pipewright::variable("variables", "LEVEL"))
            .set("operator", word(numbers.one_of(&["EQ", "NE", "CONTAINS"])))
            .set("value", numbers.one_of(&TEXTS[..2]));
        stage = stage.before_entry(Condition::new("SKIP").rule(wanted));
    }
    if numbers.chance(4) {
        stage = stage.on_failure(Condition::new("RETRY").mode("FAILED_ACTIONS"));
    }
    if numbers.chance(6) {
        stage = stage.disabled(numbers.one_of(&["not yet", "Wait! (until 3.4)"]));
    }
    stage
}

fn an_action(numbers: &mut Numbers, stage: u64, number: u64, artifact: &str) -> Action {
    let name = format!(
        "{}{stage}_{number}",
        numbers.one_of(&["Act", "do-it-", "x@y."])
    );
    let (account, _) = numbers.one_of(&ACCOUNTS);
    let text = numbers.one_of(&TEXTS);
    let action = match numbers.below(5) {
        0 => Action::new(&name, "S3Deploy")
            .input(artifact)
            .set("bucket_name", format!("bucket-{stage}-{number}"))
            .set("extract", true),
        1 => return Action::new(&name, "Manual").set("custom_data", text),
        2 => Action::new(&name, "Lambda")
            .input(artifact)
            .set("function_name", "smoke-test")
            .set("user_parameters", text),
        3 => Action::new(&name, "Commands")
            .input(artifact)
            .set("commands", [text, "make test"])
            .set("environment_variables", map([("TEXT", Value::from(text))])),
        _ => {
            let deploys = format!("_deploys_{account}");
            return Action::new(&name, "CloudFormation")
                .input(artifact)
                .account(account)
                .region(numbers.one_of(&REGIONS))
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("app-{stage}-{number}"))
                .set("template_path", file(artifact, "out/template.yml"))
                .set(
                    "capabilities",
                    pipewright::list([word("CAPABILITY_IAM"), word("CAPABILITY_AUTO_EXPAND")]),
                )
                .set(
                    "parameter_overrides",
                    map([("Text", Value::from(text)), ("2nd", Value::from("2"))]),
                )
                .set("role_arn", word(&deploys));
        }
    };
    let action = if numbers.chance(2) {
        action.account(account)
    } else {
        action
    };
    if numbers.chance(2) {
        action.region(numbers.one_of(&REGIONS))
    } else {
        action
    }
}
