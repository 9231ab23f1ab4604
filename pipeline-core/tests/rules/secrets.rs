use crate::support::{assert_finds, base, finding, home, reads, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{
    Action, Builder, Parameter, Project, Roles, StackOutput, map, variable, word,
};

fn build(name: &str, value: impl Into<Value>) -> Builder {
    let action = Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", "build")
        .set("environment_variables", map([(name, value.into())]));
    base().stage(stage("Build", [action]))
}

#[test]
fn a_variable_that_is_called_a_secret_is_kept_elsewhere() {
    assert_finds(
        &build("DB_PASSWORD", "hunter2"),
        &[
            "P426 variable `DB_PASSWORD` is called a secret, and its value would stand in the template",
        ],
    );
    for kept in ["secrets_manager", "parameter_store"] {
        assert_finds(&build("DB_PASSWORD", map([(kept, "app/db")])), &[]);
    }
    assert_finds(&build("PASSWORD_LENGTH", "12"), &[]);
    for handed_over in [
        "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/db-a1B2c3",
        "/shop/db/password",
    ] {
        assert_finds(&build("DB_PASSWORD", handed_over), &[]);
    }
    assert_finds(
        &build("DB_PASSWORD", map([("vault", "app/db")])),
        &[
            "P405 `DB_PASSWORD` takes a text, `{ parameter_store: \"NAME\" }` or `{ secrets_manager: \"NAME\" }`, and this is a map",
        ],
    );
}

#[test]
fn what_a_role_may_read_is_named_before_the_run() {
    for (kept, what) in [
        ("secrets_manager", "secret"),
        ("parameter_store", "parameter"),
    ] {
        for value in [
            "#{Checkout.CommitId}".into(),
            "app/#{Checkout.CommitId}/x".into(),
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:#{Checkout.CommitId}".into(),
            variable("Checkout", "CommitId"),
        ] {
            let value: Value = value;
            assert_finds(
                &build("P", map([(kept, value)])),
                &[&format!(
                    "P427 variable `P` reads a {what} whose name holds `Checkout.CommitId`, which is known only when the pipeline runs"
                )],
            );
        }
    }
    assert_finds(&build("P", "app/#{Checkout.CommitId}"), &[]);
}

#[test]
fn a_secret_that_is_resolved_can_be_read() {
    let reference = "{{resolve:secretsmanager:app/db:SecretString:password}}";
    let shown =
        "P441 CloudFormation puts the secret `app/db:password` in here, and `GetPipeline` shows it";
    let one = |pipeline: Builder, help: &str| {
        assert_finds(&pipeline, &[shown]);
        assert_eq!(finding(&pipeline).help.as_deref(), Some(help));
    };
    let with = |action: Action| base().stage(stage("Run", [action]));
    one(
        build("DB_PASSWORD", reference),
        "write `DB_PASSWORD: { secrets_manager: \"app/db:password\" }`, which only what runs there reads",
    );
    let command = format!("login --password {reference}");
    one(
        with(
            Action::new("Run", "Commands")
                .input("source")
                .set("commands", [command]),
        ),
        "let an environment variable hold it, `environment_variables: { NAME: { secrets_manager: \"app/db:password\" } }`, and write `$NAME` here",
    );
    let call = Action::new("Call", "Lambda").set("function_name", "f");
    one(
        with(call.set("user_parameters", reference)),
        "leave it out here, and let what runs there read it from Secrets Manager",
    );
    let project = Project::managed("build")
        .set("image", "x")
        .set("environment_variables", map([("P", reference)]));
    let action = Action::new("Build", "CodeBuild").input("source");
    assert_finds(
        &with(action.set("project_name", word("build"))).project(project),
        &[&shown.replace("GetPipeline", "BatchGetProjects")],
    );
    assert_finds(&build("P", "{{resolve:ssm:/app/url}}"), &[]);
}

#[test]
fn one_secret_is_one_finding() {
    let token = ["ghp_", &"a1".repeat(18)].concat();
    let written = github(token.as_str());
    assert_finds(
        &written,
        &["P420 `o_auth_token` is a secret, and this writes it into the template for all to read"],
    );
    assert_eq!(
        finding(&written).help.as_deref(),
        Some(
            "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`; and replace it, since it is in your source"
        )
    );
}

#[test]
fn a_key_is_recognised_wherever_it_stands() {
    // Put together here, so that no scanner takes this file for a leak.
    let aws = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
    let github = ["ghp_", &"a1".repeat(18)].concat();
    for (text, sort) in [
        (aws.clone(), "an AWS access key"),
        (format!("export KEY={aws};"), "an AWS access key"),
        (github, "a GitHub token"),
        (["npm_", &"a1".repeat(18)].concat(), "an npm token"),
        (
            [
                "eyJhbGciOiJIUzI1NiJ9",
                "eyJzdWIiOiIxMjM0In0",
                &"a1".repeat(20),
            ]
            .join("."),
            "a JSON web token",
        ),
        (
            format!("aws_secret_access_key = {}", "aB/1".repeat(10)),
            "an AWS secret access key",
        ),
        (
            format!("-----BEGIN {}PRIVATE KEY-----", "RSA "),
            "a private key",
        ),
    ] {
        let expected = format!("P425 this text holds what looks like {sort}");
        assert_finds(&build("VALUE", text), &[expected.as_str()]);
    }
    assert_finds(&build("VALUE", "AKIA"), &[]);
    // A commit's id, and a name without its value.
    assert_finds(&build("VALUE", "0123456789".repeat(4)), &[]);
    assert_finds(&build("VALUE", "aws_secret_access_key=$KEY"), &[]);
    assert_finds(&build("VALUE", "eyJ.eyJ.x"), &[]);
}

#[test]
fn a_key_is_recognised_in_every_declaration() {
    let key = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
    let tags = || map([("owner", key.as_str())]);
    let tagged = Roles::new().set("tags", tags());
    let parameter = |default: &str| Parameter::new("topic", "String").default(default);
    let noted = parameter("builds").set("description", key.as_str());
    let call = Action::new("Call", "Lambda")
        .input("source")
        .set("function_name", "deploy")
        .set("user_parameters", word("topic"));
    let uses = base().stage(stage("Call", [call]));
    for found in [
        base().setting("tags", tags()),
        base().roles(tagged),
        uses.clone().parameter(parameter(&key)),
        uses.parameter(noted),
        base().output(StackOutput::text("Owner", key.as_str())),
    ] {
        assert_finds(
            &found,
            &["P425 this text holds what looks like an AWS access key"],
        );
    }
}

fn github(token: impl Into<Value>) -> Builder {
    let checkout = Action::new("Checkout", "GitHub")
        .output("source")
        .set("owner", "octo")
        .set("repo", "app")
        .set("branch", "main")
        .set("o_auth_token", token);
    Builder::new()
        .setting("name", "x")
        .account(home())
        .stage(stage("Source", [checkout]))
        .stage(reads("Read"))
}

#[test]
fn a_secret_is_a_reference() {
    for good in [
        "{{resolve:secretsmanager:github:SecretString:token}}",
        "{{resolve:ssm:/github/token:1}}",
    ] {
        assert_finds(&github(good), &[]);
    }
    let open =
        "P420 `o_auth_token` is a secret, and this writes it into the template for all to read";
    for bad in [
        "ghp_0123456789",
        "{{resolve:secretsmanager:}}",
        "x{{resolve:secretsmanager:github}}",
        "{{resolve:secretsmanager:a}}{{resolve:ssm:b}}",
    ] {
        assert_finds(&github(bad), &[open]);
    }
    assert_eq!(
        finding(&github("ghp_0123456789")).help.as_deref(),
        Some("write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`")
    );
}

#[test]
fn a_reference_that_is_mistyped_is_told_so() {
    let typo = github("{{resolve:secretsmanger:github}}");
    assert_finds(
        &typo,
        &["P428 CloudFormation resolves no references of a service `secretsmanger`"],
    );
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a service with a similar name: `secretsmanager`")
    );
    for open in [
        "{{resolve:secretsmanager:github}",
        "{resolve:secretsmanager:github}}",
        "{{resolve:secretsmanager:github",
    ] {
        let open = github(open);
        assert_finds(
            &open,
            &[
                "P420 `o_auth_token` is no reference to a secret: its braces are not closed, or not opened",
            ],
        );
        assert_eq!(
            finding(&open).help.as_deref(),
            Some("write `\"{{resolve:secretsmanager:github}}\"`")
        );
    }
}

#[test]
fn a_command_sets_no_secret() {
    let with = |command: &str| {
        let run = Action::new("Run", "Commands").input("source");
        base().stage(stage("Run", [run.set("commands", [command])]))
    };
    let shown = "P426 the command's variable `PASSWORD` is called a secret, and its value would stand in the template";
    for command in [
        "export PASSWORD=hunter2",
        "cd app && export PASSWORD='hunter2' && make",
        "PASSWORD=\"hunter2\" make",
    ] {
        assert_finds(&with(command), &[shown]);
    }
    for command in [
        "export PASSWORD=$(fetch)",
        "export PASSWORD=\"$FETCHED\"",
        "export PASSWORD=`fetch`",
        "export PASSWORD_LENGTH=12",
        "export PASSWORD",
        "make --set PASSWORDS==2",
        "test \"$PASSWORD\" = x",
    ] {
        assert_finds(&with(command), &[]);
    }
}

#[test]
fn a_secure_string_is_not_resolved_in_a_pipeline() {
    assert_finds(
        &github("{{resolve:ssm-secure:/github/token:1}}"),
        &[
            "P420 `o_auth_token` cannot be a secure string: CloudFormation does not resolve those in a pipeline",
        ],
    );
}

#[test]
fn a_secret_is_no_variable() {
    let pipeline = base().stage(stage(
        "Deploy",
        [Action::new("Publish", "Alexa")
            .input("source")
            .set("client_id", "amzn1.application-oa2-client.0")
            .set("client_secret", variable("Checkout", "CommitId"))
            .set("refresh_token", "{{resolve:secretsmanager:alexa}}")
            .set("skill_id", "amzn1.ask.skill.0")],
    ));
    assert_finds(
        &pipeline,
        &[
            "P405 `client_secret` takes a reference to a secret, and this is the variable `Checkout.CommitId`",
        ],
    );
}
