use crate::support::{assert_finds, base, finding, found, reads, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{
    Action, Builder, Condition, Role, Rule, Stage, Variable, variable, word,
};

fn with(action: Action) -> Builder {
    base()
        .variable(Variable::new("X").default("x"))
        .stage(stage("Deploy", [action]))
}

fn x() -> Value {
    variable("variables", "X")
}

fn review(topic: impl Into<Value>) -> Builder {
    with(Action::new("Review", "Manual").set("notification_arn", topic))
}

fn call(function: impl Into<Value>) -> Builder {
    with(Action::new("Call", "Lambda").set("function_name", function))
}

fn upload(bucket: impl Into<Value>) -> Action {
    Action::new("Upload", "S3Deploy")
        .input("source")
        .set("bucket_name", bucket)
        .set("extract", true)
}

fn run(machine: impl Into<Value>) -> Action {
    Action::new("Run", "StepFunctions").set("state_machine_arn", machine)
}

#[test]
fn an_arn_is_known_up_to_its_account() {
    let everything = "P429 `notification_arn` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Review` would be allowed `sns:Publish` on everything, in every account";
    assert_finds(&review(x()), &[everything]);
    assert_finds(&review("#{variables.X}"), &[everything]);
    assert_finds(
        &review("arn:aws:sns:us-east-1:#{variables.X}:reviews"),
        &[
            "P429 `notification_arn` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Review` would be allowed `sns:Publish` on `arn:aws:sns:us-east-1:*:reviews`, of whatever account",
        ],
    );
    assert_finds(
        &review("arn:aws:sns:us-east-1:222222222222:#{variables.X}"),
        &[
            "P430 `notification_arn` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Review` is allowed `sns:Publish` on every `arn:aws:sns:us-east-1:222222222222:*`",
        ],
    );
    assert_finds(
        &review("arn:aws:sns:us-east-1:111111111111:r#{variables.X}"),
        &[
            "P430 `notification_arn` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Review` is allowed `sns:Publish` on every `arn:aws:sns:us-east-1:111111111111:r*`",
        ],
    );
    assert_finds(
        &review("arn:aws:sns:us-east-1:111111111111:reviews-#{variables.X}"),
        &[],
    );
}

#[test]
fn what_stands_before_a_name_narrows_nothing() {
    let found = |machine: &str| found(&with(run(machine)));
    let machine = "arn:aws:states:us-east-1:111111111111:stateMachine:";
    let wide = found(&format!("{machine}#{{variables.X}}"));
    assert_eq!(wide.len(), 1);
    assert_eq!(wide[0].code.id, "P430");
    assert!(wide[0].message.ends_with("is allowed `states:DescribeExecution`, `states:DescribeStateMachine` and `states:StartExecution` on every `arn:aws:states:us-east-1:111111111111:stateMachine:*`"), "{}", wide[0].message);
    assert!(found(&format!("{machine}verify-#{{variables.X}}")).is_empty());
    assert_eq!(found("#{variables.X}")[0].code.id, "P429");
}

#[test]
fn an_execution_is_of_its_machine() {
    let machine = "arn:aws:states:us-east-1:111111111111:stateMachine:verify";
    let with =
        |machine: Value, prefix: &str| with(run(machine).set("execution_name_prefix", prefix));
    for machine in [machine.to_owned(), format!("{machine}:live")] {
        assert_finds(&with(machine.into(), "run-#{variables.X}"), &[]);
    }
    assert_finds(
        &with(machine.into(), "#{variables.X}-p"),
        &[
            "P430 `execution_name_prefix` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Run` is allowed `states:DescribeExecution` on every `arn:aws:states:us-east-1:111111111111:execution:verify:*-p*`",
        ],
    );
    let later = Value::from(pipewright_core::model::Data::Deferred(
        pipewright_core::model::ExpressionId(0),
    ));
    assert_finds(&with(later, "run-#{variables.X}"), &[]);
}

#[test]
fn a_bucket_is_named() {
    for bucket in ["#{variables.X}", "site-#{variables.X}"] {
        assert_finds(
            &with(upload(bucket)),
            &[
                "P429 `bucket_name` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Upload` would be allowed `s3:GetBucketAcl`, `s3:GetBucketLocation`, `s3:GetBucketVersioning` and `s3:PutObject` on every such bucket of account `tools`",
            ],
        );
    }
    let keyed = upload("site").set("kms_encryption_key_arn", x());
    assert_eq!(finding(&with(keyed)).code.id, "P429");
}

#[test]
fn a_name_begins_with_a_text_or_is_any() {
    let wide = "P430 `function_name` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Call` is allowed `lambda:InvokeFunction` on every `arn:aws:lambda:us-east-1:111111111111:function:*`";
    assert_finds(&call(x()), &[wide]);
    assert_finds(&call("#{variables.X}"), &[wide]);
    assert_finds(
        &call("#{variables.X}-test"),
        &[&wide.replace("function:*`", "function:*-test`")],
    );
    assert_finds(&call("smoke-#{variables.X}"), &[]);
    // A letter or two are in every other name.
    for short in ["f", "fn", "f-", "---"] {
        assert_finds(
            &call(format!("{short}#{{variables.X}}")),
            &[&wide.replace("function:*`", &format!("function:{short}*`"))],
        );
    }
    for narrow in ["qa-", "app", "a-b"] {
        assert_finds(&call(format!("{narrow}#{{variables.X}}")), &[]);
    }
    assert_eq!(
        finding(&call(x())).help.as_deref(),
        Some(
            "write the name out; or let it begin with a fixed text of 3 characters or more, `app-#{variables.X}`, and the role is allowed what begins so"
        )
    );
}

#[test]
fn only_calls_that_the_action_makes_count() {
    let stack = Action::new("Stack", "CloudFormation")
        .set("action_mode", word("DELETE_ONLY"))
        .set("stack_name", x())
        .set("role_arn", "arn:aws:iam::111111111111:role/deploy");
    assert_finds(
        &with(stack),
        &[
            "P430 `stack_name` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Stack` is allowed `cloudformation:DeleteStack`, `cloudformation:DescribeStackEvents`, `cloudformation:DescribeStackResources` and `cloudformation:DescribeStacks` on every `arn:aws:cloudformation:us-east-1:111111111111:stack/*/*`",
        ],
    );
    let project = Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", "#{variables.X}");
    assert_finds(
        &with(project),
        &[
            "P430 `project_name` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Build` is allowed `codebuild:BatchGetBuilds` and `codebuild:StartBuild` on every `arn:aws:codebuild:us-east-1:111111111111:project/*`",
        ],
    );
}

#[test]
fn every_item_of_a_list_counts() {
    let deploy = Action::new("Deploy", "LambdaDeploy")
        .input("source")
        .set("function_name", "app")
        .set("function_alias", "live")
        .set("alarms", ["errors", "#{variables.X}", "app-#{variables.X}"]);
    assert_finds(
        &with(deploy),
        &[
            "P430 `alarms` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Deploy` is allowed `cloudwatch:DescribeAlarms` on every `arn:aws:cloudwatch:us-east-1:111111111111:alarm:*`",
        ],
    );
}

#[test]
fn conditions_are_made_of_keys_too() {
    let fleet = |key: Value, value: Value| {
        let action = Action::new("Fleet", "Ec2")
            .input("source")
            .set("instance_type", word("EC2"))
            .set("deploy_spec", "deploy.yml")
            .set("instance_roles", Vec::<&str>::new())
            .set("instance_tag_key", key)
            .set("instance_tag_value", value);
        with(action)
    };
    assert_finds(&fleet("App".into(), "app-#{variables.X}".into()), &[]);
    assert_finds(
        &fleet("App".into(), x()),
        &[
            "P430 `instance_tag_value` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Fleet` is allowed `ssm:SendCommand` on whatever has `aws:ResourceTag/App: *` in account `tools`",
        ],
    );
    assert_finds(
        &fleet(x(), "app".into()),
        &[
            "P429 `instance_tag_key` holds `variables.X`, which is known only when the pipeline runs, and the role of action `Fleet` would be allowed `ssm:SendCommand` on what has a tag that is called so, and nothing has",
        ],
    );
}

#[test]
fn a_role_of_ones_own_is_its_owners() {
    let role = |role: Role| {
        let action = run(x()).role("running");
        base()
            .variable(Variable::new("X").default("x"))
            .role(role)
            .stage(Stage::new("Run").action(action))
    };
    let own = Role::imported("running", "arn:aws:iam::111111111111:role/running");
    assert_finds(&role(own.account("tools").into()), &[]);
    assert_eq!(finding(&role(Role::managed("running"))).code.id, "P429");
}

#[test]
fn rules_have_roles_too() {
    let alarm = Rule::new("Quiet", "CloudWatchAlarm").set("alarm_name", x());
    let deploy = reads("Deploy").on_success(Condition::new("FAIL").rule(alarm));
    let pipeline = base()
        .variable(Variable::new("X").default("x"))
        .stage(deploy);
    assert_finds(
        &pipeline,
        &[
            "P430 `alarm_name` holds `variables.X`, which is known only when the pipeline runs, and the role of rule `Quiet` is allowed `cloudwatch:DescribeAlarms` on every `arn:aws:cloudwatch:us-east-1:111111111111:alarm:*`",
        ],
    );
}
