//! Properties of a build project that one of a pipeline cannot have.

use crate::catalogue::projects::{PROPERTIES, Use};
use crate::catalogue::snake_case;
use crate::code::code;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;

code! {
    UNSUITED_PROPERTY = "P170" Error "a property that a pipeline's project cannot have",
    why: "A project of CodeBuild can also build by itself: of a repository, started by a webhook, with artifacts of its own. In a pipeline the sources, the start and the artifacts are the pipeline's. CodeBuild refuses or ignores what says otherwise. `docs/projects.md` lists every property.",
    example: "project build { badge_enabled: true, … }",
    fix: "Leave it out; the message says what does the same in a pipeline.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html",
}

/// Reports a key that is such a property; returns whether it is.
pub(crate) fn key<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entry: &Entry<P>,
) -> bool {
    let ValueContext::Project(project) = subject.context else {
        return false;
    };
    let whole = subject.what == format!("project `{}`", project.name.text);
    let written = snake_case(&entry.key.text);
    let Some(why) = reason(&subject.what, whole, &written) else {
        return false;
    };
    cx.report(
        &UNSUITED_PROPERTY,
        entry.key.at,
        format!("the project of a pipeline has no `{written}`: {why}"),
    )
    .help(format!("leave `{}` out", entry.key.text));
    true
}

/// The reason why a key of a project, or of a map in it, is no setting.
fn reason(what: &str, whole: bool, written: &str) -> Option<&'static str> {
    PROPERTIES.iter().find_map(|property| {
        let Use::Unsuited(why) = property.what else {
            return None;
        };
        let mut parts = property.path.split('.').map(snake_case);
        let (first, second) = (parts.next()?, parts.next());
        // The properties of the source, as the buildspec is one, would be settings of the project.
        let found = match (second, first.as_str()) {
            (None, _) => whole && first == written,
            (Some(second), "source") if whole => first == written || second == written,
            (Some(_), "artifacts") if whole => first == written,
            (Some(second), _) => second == written && what.starts_with(&format!("`{first}` of ")),
        };
        found.then_some(why)
    })
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_is_that_of_the_place() {
        assert!(reason("project `a`", true, "badge_enabled").is_some());
        assert!(reason("project `a`", true, "triggers").is_some());
        assert!(reason("project `a`", true, "source").is_some());
        assert!(reason("project `a`", true, "git_clone_depth").is_some());
        let batch = "`build_batch_config` of project `a`";
        assert!(reason(batch, false, "combine_artifacts").is_some());
        assert!(reason(batch, false, "badge_enabled").is_none());
        assert!(reason("project `a`", true, "combine_artifacts").is_none());
        assert!(reason("project `a`", true, "image").is_none());
        assert!(reason("project `a`", true, "name").is_none());
    }
}
