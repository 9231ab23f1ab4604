//! That what is read is what was written.

use super::{Spot, Values, read, write};
use crate::builder::{
    Account, Action, ActionType, Builder, Condition, Project, Role, Rule, Stage, Store, Trigger,
    Variable, file, map, variable, word,
};
use crate::model::{Data, Model, Said, Value};
use crate::place::Caller;

/// A pipeline with one of everything.
fn everything() -> Model<Caller> {
    let lambda = |name: &str| Action::new(name, "Lambda").set("function_name", name);
    let healthy = Rule::new("Healthy", "LambdaInvoke").set("function_name", "healthy");
    Builder::new()
        .setting("name", "two words, 3\"quotes and a\nline")
        .setting("restart_on_update", true)
        .organization("o-1234567890")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", Said::Failed("not set".to_owned())))
        .store(
            Store::managed("cache")
                .region("eu-west-1")
                .set("expiration_in_days", 3),
        )
        .store(Store::imported("old").account("tools").set("bucket", ""))
        .role(Role::managed("deploys").set("managed_policies", Vec::<&str>::new()))
        .role(Role::imported("given", "arn").account("prod"))
        .project(Project::managed("made").set("image", "ä ö ü"))
        .project(Project::imported("there").set("role", word("given")))
        .action_type(ActionType::managed("scan").set("category", word("Test")))
        .variable(Variable::new("TAG").default("latest").description("which"))
        .trigger(Trigger::on("Checkout").set("push", [map([("tags", "v*")])]))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeConnection")
                    .output("a")
                    .output("b"),
            ),
        )
        .stage(
            Stage::new("Deploy")
                .account("prod")
                .region("eu-west-1")
                .disabled("not yet")
                .before_entry(Condition::new("SKIP").rule(healthy))
                .on_failure(Condition::new("RETRY").mode("ALL_ACTIONS"))
                .action(
                    lambda("one")
                        .input("a")
                        .input("b")
                        .store("cache")
                        .role("given"),
                )
                .parallel([
                    lambda("two").set("path", file("a", "template.yml")),
                    lambda("three").set("commit", variable("Checkout", "CommitId")),
                    lambda("four").set("many", [Value::from("x"), Value::from(-1), false.into()]),
                ]),
        )
        .model()
        .clone()
}

/// The rows of a model, for as long as there are tests.
fn rows(model: &Model<Caller>) -> &'static [&'static str] {
    let written = write(model, &|at: Caller| Spot {
        line: at.line() as usize,
        column: at.column() as usize,
        file: at
            .column()
            .is_multiple_of(2)
            .then(|| "other file.rs".to_owned()),
    });
    let rows = written.rows.into_iter();
    rows.map(|row| &*row.leak()).collect::<Vec<&str>>().leak()
}

fn read_back(model: &Model<Caller>) -> Model<Caller> {
    read("file.rs", rows(model), &[], Values::new()).expect("a model")
}

#[test]
fn what_is_read_is_what_was_written() {
    let model = everything();
    let read = read_back(&model);
    let expected = format!("{model:?}").replace(file!(), "FILE");
    let found = format!("{read:?}");
    let found = found
        .replace("other file.rs", "FILE")
        .replace("file.rs", "FILE");
    assert_eq!(found, expected);
}

#[test]
fn rows_cut_short_are_no_model() {
    let rows = rows(&everything());
    for end in 0..rows.len() {
        assert!(read("file.rs", &rows[..end], &[], Values::new()).is_none());
    }
}

/// They cannot be of another making; but if they are, a build script is not to panic on a
/// number too large or a letter cut in two.
#[test]
fn rows_that_nobody_wrote_are_read_without_a_panic() {
    for (index, row) in rows(&everything()).iter().enumerate() {
        for (at, letter) in row.char_indices() {
            let (before, behind) = (&row[..at], &row[at + letter.len_utf8()..]);
            for other in ["", "9", "99999999999999999999", " ", "\"", ":", "[", "ä"] {
                let mut rows = rows(&everything()).to_vec();
                rows[index] = format!("{before}{other}{behind}").leak();
                let _ = read("file.rs", rows.leak(), &[], Values::new());
            }
        }
    }
}

#[test]
fn expressions_and_files_come_back_in_their_places() {
    let mut model = everything();
    let later = |model: &mut Model<Caller>, index: usize, data| {
        model.settings[index].value.data = data;
    };
    later(&mut model, 0, Data::Later(1));
    let path = "a.yml".to_owned();
    let content = Err(String::new());
    later(&mut model, 1, Data::Include { path, content });
    model.organizations[0].said = Said::Later(0);
    let written = write(&model, &|_| Spot {
        line: 1,
        column: 1,
        file: None,
    });
    assert_eq!(written.included.len(), 1);
    let texts: Vec<bool> = written.later.iter().map(|later| later.text).collect();
    assert_eq!(texts, [true, false]);
    let mut values = Values::new();
    values.text(Ok("o-computed"));
    let failed: super::Expression<&str> = Err("not there".into());
    values.value(failed);
    let read = read("file.rs", rows(&model), &["included"], values).expect("a model");
    assert_eq!(read.organizations[0].said, Said::Now("o-computed".into()));
    assert!(matches!(&read.settings[0].value.data, Data::Failed(error) if error == "not there"));
    assert!(matches!(&read.settings[1].value.data, Data::Text(text) if text == "included"));
}
