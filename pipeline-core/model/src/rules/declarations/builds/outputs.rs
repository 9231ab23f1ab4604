//! The outputs of a build, by the names under which its buildspec makes them.

use super::inputs::{builds, buildspec};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::words;

code! {
    NO_SUCH_ARTIFACT = "P476" Warning "a buildspec makes other artifacts than the action has outputs",
    why: "Where an action has several outputs, the build makes each of them as a secondary artifact of that name: `artifacts: secondary-artifacts: NAME:`. For an output without one, and for a secondary artifact that is no output, the build fails when it uploads its artifacts.",
    example: "let site, docs = Package: CodeBuild(source) {\n    project_name: package,\n    buildspec_override: \"version: 0.2\\nartifacts:\\n  secondary-artifacts:\\n    site:\\n      files: ['**/*']\\n\",\n};",
    fix: "Give the secondary artifacts the names of the outputs, and each output one of them.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html",
}

/// Checks the outputs of an action's build against its buildspec, where that is known.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(project) = builds(run) else {
        return;
    };
    let outputs: Vec<&str> = run
        .action
        .outputs
        .iter()
        .map(|it| it.text.as_str())
        .collect();
    // A batch puts the artifacts of its builds together.
    if outputs.len() < 2 || run.action.entry("batch_enabled").is_some() {
        return;
    }
    let Some(written) = buildspec(cx, run, project) else {
        return;
    };
    let Some(made) = secondary(written.value.data.text().unwrap_or_default()) else {
        return;
    };
    let title = run.title();
    for output in &run.action.outputs {
        if !made.contains(&output.text.as_str()) {
            let name = &output.text;
            let message = format!("the buildspec of {title} makes no secondary artifact `{name}`");
            let help = match made.as_slice() {
                [] => "name each output below `artifacts: secondary-artifacts:`".to_owned(),
                made => format!("it makes {}", words::list(made)),
            };
            cx.report(&NO_SUCH_ARTIFACT, output.at, message)
                .help(help)
                .related("the buildspec is here", written.value.at);
        }
    }
    let matched = outputs.iter().all(|output| made.contains(output));
    for name in made
        .iter()
        .filter(|name| matched && !outputs.contains(name))
    {
        let message = format!(
            "the buildspec makes a secondary artifact `{name}`, which is no output of {title}"
        );
        cx.report(&NO_SUCH_ARTIFACT, written.value.at, message)
            .help(format!("its outputs are {}", words::list(&outputs)))
            .related("the action is here", run.action.name.at);
    }
}

/// The names of the secondary artifacts of a buildspec, as YAML has them, one on each line.
/// Nothing where the text is the path of a file, or is written otherwise.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts>
fn secondary(text: &str) -> Option<Vec<&str>> {
    let lines = text.lines().filter_map(|line| {
        let rest = line.trim_start();
        let of_yaml = !rest.is_empty() && !rest.starts_with('#');
        of_yaml.then_some((line.len() - rest.len(), rest.trim_end()))
    });
    let lines: Vec<(usize, &str)> = lines.collect();
    let is_yaml = lines
        .iter()
        .any(|(indent, line)| *indent == 0 && line.starts_with("version:"));
    if !is_yaml || text.contains(['&', '{']) {
        return None;
    }
    let mut names = Vec::new();
    let mut below = lines
        .iter()
        .skip_while(|(indent, line)| *indent > 0 || *line != "artifacts:");
    below.next();
    let section = below.take_while(|(indent, _)| *indent > 0);
    let mut section = section.skip_while(|(_, line)| *line != "secondary-artifacts:");
    let Some((own, _)) = section.next() else {
        return Some(names);
    };
    let mut depth = None;
    for (indent, line) in section.take_while(|(indent, _)| indent > own) {
        if *indent == *depth.get_or_insert(*indent) {
            let (name, _) = line.split_once(':')?;
            names.push(name.trim().trim_matches(['"', '\'']));
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::secondary;

    #[test]
    fn secondary_artifacts_stand_below_artifacts() {
        let text = "version: 0.2\nphases:\n  build:\n    commands: [make]\nartifacts:\n  files: ['**/*']\n  secondary-artifacts:\n    site:\n      files:\n        - '**/*'\n      base-directory: out\n    # one more\n    \"docs\":\n      files: [a]\ncache:\n  paths: [x]\n";
        assert_eq!(secondary(text), Some(vec!["site", "docs"]));
        assert_eq!(
            secondary("version: 0.2\nphases:\n  build:\n    commands: [make]\n"),
            Some(vec![])
        );
        for other in [
            "buildspecs/checks.yml",
            "",
            "{ \"version\": 0.2 }",
            "version: 0.2\nartifacts: &a\n",
        ] {
            assert_eq!(secondary(other), None, "{other}");
        }
    }
}
