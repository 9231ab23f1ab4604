//! The reference of the action kinds: made from the catalogue, and current.

use std::fmt::Write as _;
use std::path::Path;

use pipewright_core::catalogue::declared::ACTION;
use pipewright_core::catalogue::{
    ArtifactAccess, Condition, KINDS, Key, Kind, Needed, Permission, Placement, RULES, Regions,
    Slot, Type, Variables, snake_case,
};

#[test]
fn the_reference_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/actions.md");
    let reference = reference();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &reference).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == reference,
        "docs/actions.md is not current: run `BLESS=1 cargo test --test actions`"
    );
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
            &format!("- See to it that {}", with_written_keys(prerequisite)),
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

fn or_own(name: &str) -> String {
    if name.is_empty() {
        "as the action says".to_owned()
    } else {
        format!("`{name}`")
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn range((least, most): (usize, usize)) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    }
}

fn when_needed(kind: &Kind) -> String {
    kind.input_needed
        .map(|condition| format!("; needed {}", holds(&condition)))
        .unwrap_or_default()
}

fn variables(kind: &Kind) -> String {
    match kind.variables {
        Variables::Named([]) => "none".to_owned(),
        Variables::Named(names) => list(names),
        Variables::Listed(key) => format!("those that `{}` lists", snake_case(key)),
        Variables::Free(by) => format!("set by {by}"),
    }
}

fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::Anywhere => "in any account and region",
        Placement::HomeRegion => "in any account, in home's region",
        Placement::Home => "in home only, and with no role of its own",
        Placement::Nowhere => "nowhere in particular",
    }
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

fn items((least, most): (usize, usize)) -> String {
    match (least, most) {
        (0, usize::MAX) => String::new(),
        (0, most) => format!(", at most {most}"),
        (least, most) => format!(", {}", range((least, most))),
    }
}

fn value(kind: &Type) -> String {
    match kind {
        Type::Text(pattern) if pattern.words == "any text" => "a text".to_owned(),
        Type::Text(pattern) => format!("a text: {}", pattern.words),
        Type::Number(least, i64::MAX) if *least > i64::MIN => format!("a number from {least}"),
        Type::Number(i64::MIN, i64::MAX) => "a number".to_owned(),
        Type::Number(least, most) => format!("a number, {least} to {most}"),
        Type::Bool => "`true` or `false`".to_owned(),
        Type::OneOf(constants) => choice(constants),
        Type::SetOf(constants) => format!("a list of {}", choice(constants)),
        Type::Texts(pattern) => format!("a list; each {}", pattern.words),
        Type::File => "a file in an input".to_owned(),
        Type::FileOr(other) => format!("{}, or a file in an input", value(other)),
        Type::Artifact => "an input".to_owned(),
        Type::Json(most) => format!("a map, {most} bytes as JSON"),
        Type::NamedValues | Type::Map | Type::Variables([]) => "a map of texts".to_owned(),
        Type::Variables(kinds) => {
            let kept: Vec<String> = kinds
                .iter()
                .map(|kind| format!("`{{ {}: \"NAME\" }}`", kind.to_lowercase()))
                .collect();
            format!("a map of texts, {}", kept.join(", "))
        }
        Type::Parameters => "a map of texts without blanks, commas and quotes".to_owned(),
        Type::Records(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a list of maps with {}", list(&keys))
        }
        Type::Named(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map of names, each a map with {}", list(&keys))
        }
        Type::Record(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map with {}", list(&keys))
        }
        Type::OneOrMore(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map with {}, or a list of them", list(&keys))
        }
        Type::Buildspec(_) => "a text".to_owned(),
        Type::Secret => "a reference to a secret".to_owned(),
        Type::PassedRole(_) => "a declared role, or an ARN".to_owned(),
        Type::PassedRoles(_) | Type::Readers(_) => "a list of declared roles and ARNs".to_owned(),
        Type::Project => "a declared project, or its name".to_owned(),
        Type::Role => "a declared role".to_owned(),
        Type::ActionType => "a declared action type".to_owned(),
        Type::Configuration => "a map of what the action type declares".to_owned(),
        Type::Statements => "a list of IAM statements".to_owned(),
    }
}

fn holds(condition: &Condition) -> String {
    match condition {
        Condition::Is(key, ["", rest @ ..]) => {
            let without = format!("without `{}`", snake_case(key));
            if rest.is_empty() {
                without
            } else {
                format!("{without}, or where it is {}", choice(rest))
            }
        }
        Condition::Is(key, values) => {
            format!("where `{}` is {}", snake_case(key), choice(values))
        }
        Condition::Has(key) => format!("with `{}`", snake_case(key)),
        Condition::Lacks(key) => format!("without `{}`", snake_case(key)),
        Condition::SeveralInputs => "with several inputs".to_owned(),
        Condition::NoInputs => "without an input".to_owned(),
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(holds).collect();
            all.join(" and ")
        }
    }
}

fn permissions(text: &mut String, kind: &Kind) {
    let handed_over = kind.handoff.iter().flat_map(|handoff| {
        let when = holds(&handoff.when);
        let reader = format!("{when}, to who reads the artifact");
        handoff
            .permissions
            .iter()
            .map(move |permission| (permission, reader.clone()))
    });
    let own = kind.permissions.iter().map(|permission| {
        let only = permission.only.as_ref().map(holds).unwrap_or_default();
        (permission, only)
    });
    let all: Vec<(&Permission, String)> = own.chain(handed_over).collect();
    let passed = kind.keys.iter().filter_map(|key| match &key.kind {
        Type::PassedRole(service) => Some((key, vec![*service])),
        Type::PassedRoles(services) => Some((key, services.to_vec())),
        _ => None,
    });
    let passed: Vec<(&Key, Vec<&str>)> = passed.collect();
    if all.is_empty() && passed.is_empty() && kind.managed_policies.is_empty() {
        return;
    }
    line(
        text,
        "\nIts role may, besides reading its inputs and writing its outputs:\n",
    );
    line(
        text,
        "| call | on | when | why |\n| --- | --- | --- | --- |",
    );
    for (permission, when) in all {
        let conditions: Vec<String> = permission
            .conditions
            .iter()
            .map(|(operator, key, value)| {
                format!(
                    "`{operator}` `{}` `{}`",
                    with_written_keys(key),
                    with_written_keys(value)
                )
            })
            .collect();
        let when: Vec<String> = [when]
            .into_iter()
            .filter(|when| !when.is_empty())
            .chain(conditions)
            .collect();
        let resources: Vec<String> = permission
            .resources
            .iter()
            .map(|resource| format!("`{}`", with_written_keys(resource)))
            .collect();
        let everything = permission
            .unscoped
            .map(|source| format!(" ([why not less]({source}))"))
            .unwrap_or_default();
        line(
            text,
            &format!(
                "| {} | {}{everything} | {} | {} |",
                list(permission.actions),
                resources.join(", "),
                when.join("; "),
                permission.why
            ),
        );
    }
    for (key, services) in passed {
        let key = key.written();
        let to = list(&services);
        line(
            text,
            &format!(
                "| `iam:PassRole` | what `{key}` names | with `{key}`; `iam:PassedToService` is {to} | hands it over |"
            ),
        );
    }
    for policy in kind.managed_policies {
        line(
            text,
            &format!(
                "| what AWS's managed policy `{policy}` allows | | without `as ROLE` | changes what it deploys to |"
            ),
        );
    }
}

/// A template of the catalogue, its keys as users write them.
fn with_written_keys(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        out.push_str(before);
        let (key, part) = name
            .split_once('.')
            .map_or((name, ""), |(key, part)| match part {
                "execution" => (key, "'s execution"),
                _ => (key, "'s name"),
            });
        let _ = write!(out, "{{{}{part}}}", snake_case(key));
        rest = after;
    }
    out + rest
}

fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    quoted.join(", ")
}

fn choice(names: &[&str]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => format!("{} or `{last}`", list(most)),
        _ => list(names),
    }
}
