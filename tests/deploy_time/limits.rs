//! How many such values AWS takes.

use pipewright::{Action, Builder, Parameter, Project, Stage, join, map, ssm, word};
use pipewright_core::rules::check;

use crate::{begun, call};

#[test]
fn a_template_has_so_many_parameters() {
    let builder = |count: usize| {
        let parameters = (0..count).map(|index| Parameter::new(format!("p{index}"), "String"));
        let begun = parameters.fold(begun(), Builder::parameter);
        let used = (0..count).map(|index| word(format!("p{index}")));
        let used = join(used.collect::<Vec<_>>());
        begun.stage(Stage::new("Test").action(call("f").set("user_parameters", used)))
    };
    let found = |count| -> Vec<&str> {
        let builder = builder(count);
        check(builder.model()).iter().map(|it| it.code.id).collect()
    };
    assert_eq!(found(200), [""; 0]);
    assert_eq!(found(201), ["P467"]);
}

/// CloudFormation takes at most 60 dynamic references in a template; parameters of a template are
/// counted by themselves.
#[test]
fn dynamic_references_are_counted() {
    let built = |versions: usize| {
        let values = (0..versions).map(|number| {
            let name = format!("/app/key{number}:1");
            (format!("KEY{number}"), ssm(name.as_str()))
        });
        let project = Project::managed("package")
            .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
            .set("environment_variables", map(values));
        let package = Action::new("Package", "CodeBuild")
            .input("source")
            .set("project_name", word("package"));
        let built = begun()
            .project(project)
            .stage(Stage::new("Test").action(package))
            .build();
        built.and_then(|pipeline| pipeline.synthesize())
    };
    assert!(built(60).is_ok());
    let found = built(61).expect_err("too many").to_string();
    assert!(
        found.contains("has 61 references `{{resolve:…}}`, and AWS allows 60"),
        "{found}"
    );
}
