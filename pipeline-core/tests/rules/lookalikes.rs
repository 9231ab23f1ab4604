//! Texts that look like variables, variables where none are put in, and free text in JSON.

use crate::support::{assert_finds, base, stage};
use pipewright_core::builder::{Action, Builder, Project, Role, Variable, map, variable};

fn notify(parameters: &str) -> Builder {
    let notify = Action::new("Notify", "Lambda")
        .set("function_name", "notify")
        .set("user_parameters", parameters);
    base().stage(stage("Notify", [notify]))
}

#[test]
fn a_variable_of_another_language_is_handed_over_as_it_stands() {
    for (written, lookalike) in [
        ("${Checkout.CommitId}", "${Checkout.CommitId}"),
        ("at {{ Checkout.CommitId }}", "{{ Checkout.CommitId }}"),
        ("{Checkout.CommitId}", "{Checkout.CommitId}"),
        ("$(Checkout.CommitId)", "$(Checkout.CommitId)"),
        ("Checkout.CommitId", "Checkout.CommitId"),
        ("#Checkout.CommitId", "#Checkout.CommitId"),
        (
            "${codepipeline.PipelineExecutionId}",
            "${codepipeline.PipelineExecutionId}",
        ),
    ] {
        let message = format!(
            "P231 `{lookalike}` is handed over as it stands: CodePipeline puts in no variable here"
        );
        assert_finds(&notify(written), &[&message]);
    }
}

#[test]
fn what_other_languages_write_stays() {
    for written in [
        "#{Checkout.CommitId}",
        "see Checkout.CommitId and others",
        "${AWS::Region}",
        "${Table.Arn}",
        "Checkout.md",
        "Checkout.CommitID",
        "{\"id\":\"#{Checkout.CommitId}\"}",
        "v1.2",
    ] {
        assert_finds(&notify(written), &[]);
    }
}

#[test]
fn free_text_is_no_part_of_json() {
    let free = "P230 `Checkout.CommitMessage` is free text: a quote or a line break in it makes this JSON invalid";
    assert_finds(&notify("{\"text\":\"#{Checkout.CommitMessage}\"}"), &[free]);
    assert_finds(&notify("#{Checkout.CommitMessage}"), &[]);
    let build = |values| {
        let build = Action::new("Build", "CodeBuild")
            .input("source")
            .set("project_name", "build")
            .set("environment_variables", map(values));
        base().stage(stage("Build", [build]))
    };
    let message = build([("MESSAGE", variable("Checkout", "CommitMessage"))]);
    assert_finds(&message, &[free]);
    assert_finds(&build([("COMMIT", variable("Checkout", "CommitId"))]), &[]);
}

#[test]
fn what_is_declared_gets_no_variables() {
    let message = "P232 `#{Checkout.CommitId}` stays as it is here: variables are put into what actions configure";
    let project = |text: &str| {
        let build = Action::new("Build", "CodeBuild")
            .input("source")
            .set("project_name", pipewright_core::builder::word("build"));
        base()
            .project(
                Project::managed("build")
                    .set("image", "aws/codebuild/standard:7.0")
                    .set("environment_variables", map([("TAG", text)])),
            )
            .stage(stage("Build", [build]))
    };
    assert_finds(&project("v#{Checkout.CommitId}"), &[message]);
    let role = Role::managed("_deploy").set(
        "statements",
        [map([
            ("actions", ["s3:GetObject"]),
            ("resources", ["arn:aws:s3:::files/#{Checkout.CommitId}"]),
        ])],
    );
    assert_finds(&base().role(role), &[message]);
    let default = Variable::new("_TAG").default("#{Checkout.CommitId}");
    assert_finds(&base().variable(default), &[message]);
}
