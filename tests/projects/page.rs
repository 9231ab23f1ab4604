//! `docs/projects.md`.

use std::fmt::Write as _;

use pipewright_core::catalogue::projects::{PROPERTIES, Property, Use};

#[test]
fn the_page_of_projects_is_current() {
    crate::support::page::is_current("docs/projects.md", &page());
}

fn page() -> String {
    let mut text = String::from(
        "# Build projects\n\n\
What becomes of every property of `AWS::CodeBuild::Project` in `project NAME { … }`. A test compares\n\
this list with CloudFormation's schema. [The language](language.md#projects) explains the settings.\n\n\
## Settings\n\n\
| property | setting |\n| --- | --- |\n",
    );
    let rows = |text: &mut String, row: fn(&Property) -> Option<String>| {
        for found in PROPERTIES.iter().filter_map(row) {
            writeln!(text, "{found}").unwrap();
        }
    };
    rows(&mut text, |property| match property.what {
        Use::Setting(name) => Some(format!("| `{}` | `{name}` |", property.path)),
        _ => None,
    });
    text.push_str("\n## Set by pipewright\n\n| property | value |\n| --- | --- |\n");
    rows(&mut text, |property| match property.what {
        Use::Ours(how) => Some(format!("| `{}` | {how} |", property.path)),
        _ => None,
    });
    text.push_str(
        "\n`EncryptionKey` is set without `encryption_key` too: to the store's key, where the project is at\n\
home and the store has one; to `alias/aws/s3`, where builds make no artifacts and keep a cache or\n\
logs in a bucket.\n\n\
## Not in a pipeline\n\n\
These describe a project that builds by itself. In a pipeline they are an error, [P170](errors.md#p170).\n\n\
| property | reason |\n| --- | --- |\n",
    );
    rows(&mut text, |property| match property.what {
        Use::Unsuited(why) => Some(format!("| `{}` | {why} |", property.path)),
        _ => None,
    });
    text.push_str("\nCloudFormation reports ");
    let reported = PROPERTIES
        .iter()
        .filter(|property| property.what == Use::Reported);
    let reported: Vec<String> = reported.map(|one| format!("`{}`", one.path)).collect();
    text.push_str(&reported.join(" and "));
    text.push_str(
        "; nobody sets them.\n\n## Permissions\n\n\
What the role of the builds gets for a setting, besides its artifacts, its log group and its\n\
image. A setting that is not here needs no permission.\n",
    );
    for setting in crate::settings() {
        let statements = setting["statements"].as_array().unwrap();
        if statements.is_empty() {
            continue;
        }
        let name = setting["setting"].as_str().unwrap();
        writeln!(
            text,
            "\n`{name}: {}` ([source]({})):\n",
            setting["value"],
            setting["source"].as_str().unwrap()
        )
        .unwrap();
        for statement in statements {
            let calls = quoted(&statement["calls"]);
            let resources = quoted(&statement["resources"]);
            let under = match statement["conditions"].as_object() {
                Some(_) => format!(", if `{}`", statement["conditions"]),
                None => String::new(),
            };
            writeln!(text, "- {calls} on {resources}{under}").unwrap();
        }
    }
    text
}

fn quoted(json: &serde_json::Value) -> String {
    let all = json.as_array().unwrap().iter();
    let all: Vec<String> = all
        .map(|one| format!("`{}`", one.as_str().unwrap()))
        .collect();
    all.join(", ")
}
