//! The reference of the action kinds: made from the catalogue, and current.

mod permissions;
#[path = "../support/mod.rs"]
mod support;
mod words;

use std::fmt::Write as _;

use pipewright_core::catalogue::declared::ACTION;
use pipewright_core::catalogue::{
    ArtifactAccess, KINDS, Key, Kind, Needed, RULES, Regions, Slot, snake_case,
};

use permissions::permissions;
use words::{
    holds, items, list, or_own, placement, range, upper, value, variables, when_needed,
    with_written_keys,
};

#[test]
fn the_reference_is_current() {
    support::page::is_current("docs/actions.md", &reference());
}

fn reference() -> String {
    let mut text = String::from(
        "# Action kinds\n\n\
         Every kind of action, with what a user writes, what AWS calls it, and what the role of the \
         action is allowed to do. This page is made from the catalogue itself.\n\n\
         | kind | | category | in, out |\n| --- | --- | --- | --- |\n",
    );
    for kind in KINDS {
        let anchor = kind.name.to_lowercase();
        let category = or_own(kind.category);
        let (inputs, outputs) = (range(kind.inputs), range(kind.outputs));
        line(
            &mut text,
            &format!(
                "| [`{}`](#{anchor}) | {} | {category} | {inputs}, {outputs} |",
                kind.name, kind.title
            ),
        );
    }
    text.push_str(
        "\nAny other action type of a pipeline's account and region is written with \
         [`Custom`](#custom). So are those of partners, of which AWS's pages give a name and no \
         configuration: BlazeMeter, CloudBees, TeamCity and XebiaLabs, whose owner is `Custom`, and \
         Ghost Inspector, Micro Focus StormRunner Load, Nouvola and Runscope, whose owner is \
         `ThirdParty`. What they take is said by the partner, or by \
         `aws codepipeline list-action-types`; it is not checked here.\n\n\
         ```text\n\
         Load: Custom(packaged) {\n    \
             category: Test,\n    \
             owner: ThirdParty,\n    \
             provider: \"Nouvola\",\n    \
             version: \"1\",\n    \
             configuration: { \"the partner's keys\": \"…\" },\n\
         };\n\
         ```\n\n\
         AWS OpsWorks, which AWS's list still names, has ended \
         (<https://docs.aws.amazon.com/opsworks/latest/APIReference/Welcome.html>) and has no \
         kind.\n\n\
         ## Keys of every action\n\n",
    );
    keys(&mut text, ACTION, None);
    KINDS.iter().for_each(|kind| page(&mut text, kind, ""));
    text.push_str(
        "\n# Rules of conditions\n\n\
         What stands in a stage's conditions, and what the role of a rule is allowed to do.\n",
    );
    RULES.iter().for_each(|rule| page(&mut text, rule, "Rule "));
    text
}

fn page(text: &mut String, kind: &Kind, prefix: &str) {
    let title = format!("\n## {prefix}{}\n\n{}.", kind.name, upper(kind.title));
    line(text, &title);
    let names = [kind.category, kind.owner, kind.provider, kind.version].map(or_own);
    let [category, owner, provider, version] = &names;
    line(
        text,
        &format!(
            "\n- AWS calls it: category {category}, owner {owner}, provider {provider}, version {version}"
        ),
    );
    line(
        text,
        &format!(
            "- Input artifacts: {}{}",
            range(kind.inputs),
            when_needed(kind)
        ),
    );
    let outputs = match (kind.output_needs, kind.foreign_outputs) {
        (Some(key), _) => format!("; with `{}` only", snake_case(key)),
        (None, false) => "; none in a foreign account".to_owned(),
        (None, true) => String::new(),
    };
    line(
        text,
        &format!("- Output artifacts: {}{outputs}", range(kind.outputs)),
    );
    line(text, &format!("- Variables: {}", variables(kind)));
    line(text, &format!("- Runs: {}", placement(kind.placement)));
    let regions = |regions: &[&str]| {
        let regions: Vec<String> = regions.iter().map(|one| (*one).to_owned()).collect();
        list(&regions)
    };
    match kind.regions {
        Regions::Listed => {}
        Regions::Only(only) => line(text, &format!("- Offered in {} only", regions(only))),
        Regions::Without(but) => line(text, &format!("- Not offered in {}", regions(but))),
    }
    line(
        text,
        &format!("- Pipeline types: {}", kind.pipeline_types.join(", ")),
    );
    if let Some(events) = &kind.events {
        let polling = match events.polling {
            Some(key) => format!(" unless `{}` is `true`", snake_case(key)),
            None => String::new(),
        };
        line(
            text,
            &format!("- Starts the pipeline: by an EventBridge rule that is made{polling}"),
        );
    }
    if kind.artifacts == ArtifactAccess::ProjectRole {
        line(
            text,
            "- Its artifacts are read and written by the project's role",
        );
    }
    for prerequisite in kind.prerequisites {
        line(
            text,
            &format!(
                "- Before the first run: {}",
                with_written_keys(prerequisite)
            ),
        );
    }
    if kind.skips {
        line(text, "- Can skip a stage");
    }
    for note in kind.notes {
        line(text, &format!("- {note}"));
    }
    let own = kind.keys.len() + kind.own_keys.len() > 0;
    if own {
        line(text, "");
        keys(text, kind.keys, Some(kind.own_keys));
    }
    permissions(text, kind);
    line(text, &format!("\nSource: <{}>", kind.source));
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").unwrap();
}

fn keys(text: &mut String, sent: &'static [Key], own: Option<&'static [Key]>) {
    line(text, "| key | AWS's key | value | required | |");
    line(text, "| --- | --- | --- | --- | --- |");
    for key in sent {
        let aws = match key.slot {
            Slot::Configuration => format!("`{}`", key.name),
            Slot::Action => format!("`{}`, of the action itself", key.name),
            Slot::Outputs => format!("`{}`, of the output artifact", key.name),
            Slot::Nowhere => "not sent".to_owned(),
        };
        row(text, key, &aws);
    }
    for key in own.into_iter().flatten() {
        row(text, key, "");
    }
}

fn row(text: &mut String, key: &Key, aws: &str) {
    let mut about = key.doc.to_owned();
    if let Some(condition) = &key.ignored {
        write!(about, "; no effect {}", holds(condition)).unwrap();
    }
    let needed = match &key.needed {
        Needed::Always => "yes".to_owned(),
        Needed::Never | Needed::Wanted(_) => String::new(),
        Needed::When(condition) => holds(condition),
    };
    let written = key.written();
    let value = value(&key.kind) + &items(key.items);
    line(
        text,
        &format!("| `{written}` | {aws} | {value} | {needed} | {about} |"),
    );
}
