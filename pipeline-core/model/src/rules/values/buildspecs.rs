//! Buildspecs that are written in a pipeline: a secret in one stands in the template.

use crate::catalogue::pattern::{self, Pattern};
use crate::model::Value;
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::declarations::partitions;
use crate::rules::roles::references;
use crate::rules::secrets::names;
use crate::rules::values::strings;

const HELP: &str = "name where it is kept, in the buildspec's `env: secrets-manager:` or `env: parameter-store:`, and allow the project's role to read it; or in the project's `environment_variables`, which does both";

/// A buildspec, or the path of one.
pub(crate) fn buildspec<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    strings::string(cx, subject, key, value, pattern);
    let text = value.data.text().unwrap_or_default();
    object(cx, key, text, value);
    for (name, string) in variables(text) {
        names::value(
            cx,
            ("the buildspec's variable", name),
            value.at,
            string,
            HELP,
        );
    }
}

/// Checks where a buildspec is that is kept in a bucket. CodeBuild takes any other text for the
/// buildspec itself, or for a path in the source.
fn object<P: Place>(cx: &mut Check<'_, P>, key: &str, text: &str, value: &Value<P>) {
    let in_bucket = ["arn:", "s3://"]
        .iter()
        .any(|start| text.starts_with(start));
    if !in_bucket {
        return;
    }
    // The object stands in the policy of the builds' role.
    if text.contains("{{resolve:") {
        references::of_a_policy(cx, key, value, references::WRITE_IT_OUT);
        return;
    }
    if text.contains("#{") {
        return;
    }
    let at = value.at;
    let what = format!("`{key}`");
    let malformed = strings::malformed(cx, &what, at, text, &pattern::BUILDSPEC_OBJECT).is_some();
    if !malformed {
        partitions::check_partition(cx, text, at);
    }
}

/// The plain variables of a buildspec, `env: variables:`, one on each line, as YAML has
/// them: whoever writes it otherwise is not read here.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env>
fn variables(string: &str) -> Vec<(&str, &str)> {
    let lines = string.lines().filter_map(|line| {
        let rest = line.trim_start();
        let of_yaml = !rest.is_empty() && !rest.starts_with('#');
        of_yaml.then_some((line.len() - rest.len(), rest.trim_end()))
    });
    let mut out = Vec::new();
    // How far `env:` and `variables:` are indented, where we are below them.
    let (mut env, mut below): (Option<usize>, Option<usize>) = (None, None);
    for (indent, line) in lines {
        if below.is_some_and(|below| indent <= below) {
            below = None;
        }
        if env.is_some_and(|env| indent <= env) {
            env = None;
        }
        if below.is_some() {
            out.extend(entry(line));
        } else if env.is_some() && line == "variables:" {
            below = Some(indent);
        } else if indent == 0 && line == "env:" {
            env = Some(indent);
        }
    }
    out
}

/// `NAME: value`, without quotes and the comment behind it.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let quotes = ['"', '\''];
    let value = value.trim();
    let value = match value.strip_prefix(quotes) {
        Some(rest) => rest.split(quotes).next().unwrap_or(rest),
        None => value.split(" #").next().unwrap_or(value).trim_end(),
    };
    Some((name.trim().trim_matches(quotes), value))
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn plain_variables_stand_below_env() {
        let string = "version: 0.2\n# env:\nenv:\n  shell: bash\n  variables:\n    A: one # two\n\n    'B': \"x: y\"\n  secrets-manager:\n    C: app:c\nphases:\n  build:\n    variables:\n      D: d\n";
        assert_eq!(variables(string), [("A", "one"), ("B", "x: y")]);
        assert_eq!(variables("buildspecs/checks.yml"), []);
        assert_eq!(variables("variables:\n  A: b\nenv:\n"), []);
    }
}
