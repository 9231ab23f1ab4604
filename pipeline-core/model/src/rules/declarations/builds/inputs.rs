//! The inputs of a build besides its primary one, by the variables in which its buildspec reads them.

use crate::catalogue::Type;
use crate::code::code;
use crate::model::{Data, Entry};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::words;

code! {
    NO_SUCH_INPUT = "P188" Warning "a buildspec reads the directory of an input that the action does not have",
    why: "A build finds the directory of its primary input in `CODEBUILD_SRC_DIR`, and that of each other input in `CODEBUILD_SRC_DIR_NAME`, where `NAME` is the artifact's. For another name the variable is empty, and the command reads the root of the machine, or fails. A shell's variables have no `-` in their names: `$CODEBUILD_SRC_DIR_site-sources` is the value of `CODEBUILD_SRC_DIR_site`, and then `-sources`.",
    example: "Package: CodeBuild(source, infrastructure) {\n    project_name: package,\n    buildspec_override: \"version: 0.2\\nphases: { build: { commands: [ls $CODEBUILD_SRC_DIR_infra] } }\",\n};",
    fix: "Name an input of the action, `CODEBUILD_SRC_DIR_infrastructure`; and name artifacts that builds read with letters, digits and `_`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html",
}

/// Checks the inputs that the buildspec of an action's build reads, where that is known.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(project) = builds(run) else {
        return;
    };
    let Some(buildspec) = buildspec(cx, run, project) else {
        return;
    };
    let text = buildspec.value.data.text().unwrap_or_default();
    let primary = match run.action.entry("primary_source") {
        Some(entry) => entry.value.data.constant(),
        None => run.action.inputs.first().map(|input| input.text.as_str()),
    };
    let inputs = run.action.inputs.iter().map(|input| input.text.as_str());
    let others: Vec<&str> = inputs.filter(|input| Some(*input) != primary).collect();
    let mut reported = Vec::new();
    for name in read(text) {
        if others.contains(&name) || reported.contains(&name) {
            continue;
        }
        reported.push(name);
        let dashed = others.iter().find(|input| {
            let rest = input.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with('-'))
        });
        let help = match dashed {
            Some(input) => format!(
                "a variable of a shell has no `-` in its name: call the artifact `{}`",
                input.replace('-', "_")
            ),
            None if Some(name) == primary => {
                "the primary input is in `CODEBUILD_SRC_DIR`".to_owned()
            }
            None if others.is_empty() => "it has no input besides its primary one".to_owned(),
            None => format!(
                "its inputs besides the primary one are {}",
                words::list(&others)
            ),
        };
        let title = run.title();
        cx.report(
            &NO_SUCH_INPUT,
            project.value.at,
            format!(
                "the buildspec reads `CODEBUILD_SRC_DIR_{name}`, and {title} has no such input"
            ),
        )
        .help(help)
        .related("the buildspec is here", buildspec.value.at);
    }
}

/// The project that an action builds with.
pub(super) fn builds<'a, P: Place>(run: &Run<'a, P>) -> Option<&'a Entry<P>> {
    let builds = run.kind.is_some_and(|kind| {
        let mut keys = kind.keys.iter();
        keys.any(|key| matches!(key.kind, Type::Project))
    });
    run.action.entry("project_name").filter(|_| builds)
}

/// The buildspec of an action: its own, or that of the project that it starts.
pub(super) fn buildspec<'a, P: Place>(
    cx: &Check<'a, P>,
    run: &Run<'a, P>,
    project: &Entry<P>,
) -> Option<&'a Entry<P>> {
    if let Some(own) = run.action.entry("buildspec_override") {
        return Some(own);
    }
    let Data::Word(name) = &project.value.data else {
        return None;
    };
    let project = cx.index.projects.get(name.as_str()).copied()?;
    super::get(project.origin.entries(), "buildspec")
}

/// The names of the inputs whose directories a buildspec reads.
fn read(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.split("CODEBUILD_SRC_DIR_").skip(1);
    rest.filter_map(|rest| {
        let is_part = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_end_where_those_of_variables_do() {
        let text = "ls $CODEBUILD_SRC_DIR_a_1/x ${CODEBUILD_SRC_DIR_b} $CODEBUILD_SRC_DIR_c-d $CODEBUILD_SRC_DIR_";
        assert_eq!(read(text).collect::<Vec<_>>(), ["a_1", "b", "c"]);
    }
}
