//! Namespaces: which action answers to which.

use crate::catalogue::pattern;
use crate::code::code;
use crate::foreign::{self, Spot};
use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::{Check, Index, Run};
use crate::rules::values::strings::malformed;
use crate::rules::variables::uses::Used;
use crate::similar;
use std::collections::{BTreeMap, BTreeSet};

/// Namespaces that AWS keeps for itself.
const RESERVED: [&str; 2] = ["codepipeline", "variables"];

/// The actions that answer to a namespace.
pub(crate) struct Namespaces<'a, P> {
    /// Actions by their explicit `namespace`, or else by their name.
    pub(crate) by_name: BTreeMap<&'a str, Vec<&'a Run<'a, P>>>,
    /// Actions with a namespace of another name, by their name.
    pub(crate) renamed: BTreeMap<&'a str, &'a str>,
    /// Some namespace is not known yet: it could be any.
    pub(crate) open: bool,
    /// Explicit namespaces, each where it is said first.
    pub(crate) explicit: BTreeMap<&'a str, P>,
}

impl<'a, P: Place> Namespaces<'a, P> {
    pub(crate) fn of(index: &'a Index<'a, P>) -> Self {
        let mut all = Namespaces {
            by_name: BTreeMap::new(),
            renamed: BTreeMap::new(),
            open: false,
            explicit: BTreeMap::new(),
        };
        for run in index.runs() {
            match namespace(run) {
                None => all
                    .by_name
                    .entry(&run.action.name.text)
                    .or_default()
                    .push(run),
                Some(entry) => match entry.value.data.text() {
                    Some(namespace) => {
                        all.by_name.entry(namespace).or_default().push(run);
                        all.renamed
                            .entry(&run.action.name.text)
                            .or_insert(namespace);
                        all.explicit.entry(namespace).or_insert(entry.value.at);
                    }
                    None => all.open = true,
                },
            }
        }
        all
    }
}

/// The namespace that an action says, also under a key that is not spelled like that, which is
/// reported.
fn namespace<'a, P: Place>(run: &Run<'a, P>) -> Option<&'a Entry<P>> {
    const KEY: &str = "namespace";
    run.action.entry(KEY).or_else(|| {
        let kind = run.kind?;
        let mut entries = run.action.config.iter();
        entries.find(|entry| {
            let said = entry.key.text.as_str();
            let ours = foreign::advice(Spot::Action, said);
            let meant = ours.is_some_and(|ours| ours.contains("`namespace`"));
            kind.key(said).is_none() && (meant || similar::closest(said, [KEY]).is_some())
        })
    })
}

code! {
    NAMESPACE_TAKEN = "P225" Error "a namespace that is another name already",
    why: "Namespaces are unique in the pipeline, none is the name of an artifact, and `codepipeline` and `variables` are CodePipeline's own. It refuses others when the pipeline is created: `Namespaces must be unique across the pipeline definition`.",
    example: "let source = Checkout: CodeCommit { namespace: \"source\", … };",
    fix: "Choose another name, or leave `namespace` out: an action's variables go by its name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

/// Checks that an explicit namespace is said once, and is no other name.
pub(crate) fn explicit<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    let Some(entry) = run.action.entry("namespace") else {
        return;
    };
    let Some(name) = entry.value.data.text() else {
        return;
    };
    let at = entry.value.at;
    if RESERVED.contains(&name) {
        cx.report(
            &NAMESPACE_TAKEN,
            at,
            format!("namespace `{name}` is CodePipeline's own"),
        )
        .help("choose another name");
        return;
    }
    if let Some(made) = cx.index.artifacts.get(name) {
        cx.report(
            &NAMESPACE_TAKEN,
            at,
            format!("namespace `{name}` is the name of an artifact too"),
        )
        .help("choose another name")
        .related(format!("artifact `{name}` is made here"), made.name.at);
        return;
    }
    let first = namespaces
        .by_name
        .get(name)
        .into_iter()
        .flatten()
        .find(|other| other.action.entry("namespace").is_some());
    if let Some(other) = first.filter(|other| !std::ptr::eq(other.action, run.action)) {
        let first_at = namespaces.explicit.get(name).copied().unwrap_or(at);
        cx.report(
            &NAMESPACE_TAKEN,
            at,
            format!(
                "`{}` and `{}` have the same namespace, `{name}`",
                other.name(),
                run.name()
            ),
        )
        .help("each action has a namespace of its own")
        .related("first said here", first_at);
    }
}

/// Checks that an action's name can be its namespace.
pub(crate) fn implicit<P: Place>(cx: &mut Check<'_, P>, producer: &Run<'_, P>, used: &Used<'_, P>) {
    if producer.action.entry("namespace").is_some() {
        return;
    }
    let name = used.namespace;
    let help = format!(
        "give {} a name for its variables: `namespace: \"…\"`",
        producer.title()
    );
    if let Some(made) = cx.index.artifacts.get(name) {
        cx.report(
            &NAMESPACE_TAKEN,
            used.namespace_at,
            format!(
                "`{name}` is an action and an artifact, so it cannot name the action's variables"
            ),
        )
        .help(help)
        .related(format!("artifact `{name}` is made here"), made.name.at);
        return;
    }
    let what = format!("`{name}` cannot be a namespace: it");
    if let Some(finding) = malformed(cx, &what, used.namespace_at, name, &pattern::NAMESPACE) {
        finding.help(help);
    }
}

code! {
    AMBIGUOUS_NAMESPACE = "P221" Error "a variable of several actions of one name",
    why: "Action names are unique in their stage only, and namespaces in the whole pipeline. With several actions of the name it is not known whose variable is meant, and CodePipeline would refuse a namespace that two of them have when the pipeline is created.",
    example: "stage Test { Migrate: CodeBuild(source) { … }; }\nstage Prod { Migrate: CodeBuild(source) { … }; }\n…\nuser_parameters: \"#{Migrate.VERSION}\",",
    fix: "Give the one that is meant a name for its variables: `namespace: \"MigrateTest\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

pub(crate) fn ambiguous<P: Place>(
    cx: &mut Check<'_, P>,
    several: &[&Run<'_, P>],
    used: &Used<'_, P>,
) {
    // Two that say the same namespace are reported where they say it.
    if several
        .iter()
        .all(|run| run.action.entry("namespace").is_some())
    {
        return;
    }
    // So are two actions of one name in one stage.
    let stages: BTreeSet<_> = several.iter().map(|run| run.stage_index).collect();
    if stages.len() == 1 {
        return;
    }
    let finding = cx.report(
        &AMBIGUOUS_NAMESPACE,
        used.namespace_at,
        format!(
            "`{}` could be one of {} actions",
            used.namespace,
            several.len()
        ),
    );
    finding.help("give the one that you mean a name for its variables: `namespace: \"…\"`");
    for run in several.iter().take(3) {
        finding.related(
            format!("one is here, in stage `{}`", run.stage.name.text),
            run.action.name.at,
        );
    }
}

code! {
    UNKNOWN_NAMESPACE = "P220" Error "a variable of an action that does not exist",
    why: "Before the dot of a variable stands the `namespace` of an action, or the name of an action that says none. Besides, `variables` has those of the pipeline, and `codepipeline` those of CodePipeline itself. CodePipeline refuses another one when the pipeline is created: `The following pipeline execution variables are referencing a namespace that does not exist`.",
    example: "parameter_overrides: { Commit: Chekout.CommitId },",
    fix: "Correct the name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    lacking: Maker,
}

pub(crate) fn unknown<P: Place>(
    cx: &mut Check<'_, P>,
    namespaces: &Namespaces<'_, P>,
    used: &Used<'_, P>,
) {
    if namespaces.open {
        return;
    }
    let name = used.namespace;
    let mut names: Vec<&str> = namespaces.by_name.keys().copied().collect();
    names.sort();
    let help = match namespaces.renamed.get(name) {
        Some(namespace) => Some(format!(
            "action `{name}` has the namespace `{namespace}`: write `{namespace}.{}`",
            used.name
        )),
        None if matches!(name, "variable" | "vars" | "var") => Some(format!(
            "a pipeline variable is written `variables.{}`",
            used.name
        )),
        None => artifact(cx, used).or_else(|| dotted(cx, used)).or_else(|| {
            similar::closest(name, names.iter().copied())
                .map(|close| format!("an action with a similar name: `{close}`"))
        }),
    };
    if help.is_none() && cx.index.has_empty_stage() {
        return;
    }
    cx.report(
        &UNKNOWN_NAMESPACE,
        used.namespace_at,
        format!("no action is named `{name}`, and none has that namespace"),
    )
    .maybe_help(help);
}

/// An artifact or a declared name in the place of the action.
fn artifact<P: Place>(cx: &Check<'_, P>, used: &Used<'_, P>) -> Option<String> {
    let (namespace, name) = (used.namespace, used.name);
    if let Some((kind, _)) = cx.index.declaration(namespace) {
        return Some(format!(
            "`{namespace}` is {}: write `{namespace}` alone",
            kind.with_article()
        ));
    }
    let mut runs = cx.index.runs();
    let maker = runs.find(|run| {
        let mut outputs = run.action.outputs.iter();
        outputs.any(|output| output.text == namespace)
    })?;
    let maker = maker.name();
    Some(format!(
        "`{namespace}` is an artifact of `{maker}`: write `{maker}.{name}`"
    ))
}

/// An action with a dot in its name, of which a variable has only what stands before it.
fn dotted<P: Place>(cx: &Check<'_, P>, used: &Used<'_, P>) -> Option<String> {
    let written = format!("{}.{}", used.namespace, used.name);
    let producer = cx.index.runs().find(|run| {
        run.name().contains('.')
            && (written == run.name()
                || written
                    .strip_prefix(run.name())
                    .is_some_and(|rest| rest.starts_with('.')))
    })?;
    Some(format!(
        "the name of action `{}` holds a dot, so it cannot name its variables: give it one that can, `namespace: \"…\"`",
        producer.name()
    ))
}
