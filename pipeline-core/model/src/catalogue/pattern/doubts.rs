//! Warnings about strings that match their pattern, but are probably a mistake.

use super::occasions::can_start;
use crate::catalogue::time_zones;
use crate::code::{Code, code};

/// A warning about a string that matches its pattern, but is probably a mistake.
#[derive(Debug)]
pub struct Doubt {
    /// The warning's code.
    pub code: &'static Code,
    /// The message, which follows the key without a space in between.
    pub message: String,
    /// The advice how to correct it.
    pub help: String,
}

impl Doubt {
    fn new(code: &'static Code, message: impl Into<String>, help: String) -> Doubt {
        let message = message.into();
        Doubt {
            code,
            message,
            help,
        }
    }
}

code! {
    DOUBTFUL_WINDOW = "P442" Warning "a cron expression that may not be taken, or mean something else",
    why: "AWS describes the fields of a deployment window as Quartz has them. There, either the day of the month or the day of the week is said, and the other one is `?`; with both or neither, an expression is not taken. A range that ends before it begins goes on at the field's other end, which AWS's page does not say. A day that the calendar does not have, 31 February, opens no window. What CodePipeline makes of such an expression shows at the run, if not when the pipeline is created.",
    example: "Window: DeploymentWindow { cron: \"0 0 17-9 1 * MON\" };",
    fix: "Put `?` into one of the two, and write a range that runs over the end as two: `17-23,0-9`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
}

pub(super) fn cron(text: &str) -> Vec<Doubt> {
    let doubts = days(text).into_iter().chain(backwards(text));
    doubts.chain(never(text)).collect()
}

/// The warning about a window that opens on no day of the calendar.
fn never(text: &str) -> Option<Doubt> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let (_, rest) = fields.split_first()?;
    let year = if rest.len() == 5 { " *" } else { "" };
    let expression = format!("cron({}{year})", rest.join(" "));
    (!can_start(&expression, None, None)).then(|| {
        let message = " fits no day, so that the window never opens";
        let help = "the last day of each month is `L`; a year that is not written out is `*`";
        Doubt::new(&DOUBTFUL_WINDOW, message, help.to_owned())
    })
}

code! {
    UNKNOWN_TIME_ZONE = "P443" Warning "a time zone that is not known",
    why: "A time zone with a place's name is one of the IANA time zone database, in its spelling. Of one that is not there, nobody knows when the window is open: the pipeline is not created, or the rule fails at the run. A zone that is newer than pipewright's list, release 2025b, is right all the same.",
    example: "Window: DeploymentWindow { cron: \"0 0 9-17 ? * MON-FRI\", time_zone: \"Europe/Berln\" };",
    fix: "Correct the name: `Europe/Berlin`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
}

pub(super) fn time_zone(text: &str) -> Vec<Doubt> {
    if !time_zones::is_unknown(text) {
        return Vec::new();
    }
    let message = format!(": no time zone is called `{text}`");
    let help = match time_zones::closest(text) {
        Some(close) => format!("a time zone with a similar name: `{close}`"),
        None => "it is called as in the IANA database: `Europe/Berlin`".to_owned(),
    };
    vec![Doubt::new(&UNKNOWN_TIME_ZONE, message, help)]
}

code! {
    FULL_BRANCH_NAME = "P444" Warning "a branch or a tag under its full name",
    why: "Git calls a branch `refs/heads/main` in full and `main` for short, and a tag `refs/tags/v1` in full; a clone calls the branch of its remote `origin/main`. AWS takes the short name: a branch that is called `refs/heads/main` or `origin/main` is most likely not there, so that the source fails at the first run, and the pattern of a trigger matches no push.",
    example: "Checkout: CodeCommit { repository_name: \"app\", branch_name: \"refs/heads/main\" };",
    fix: "Write the short name: `main`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
}

pub(super) fn branch(text: &str) -> Vec<Doubt> {
    let whole = ["refs/heads/", "refs/remotes/origin/", "refs/remotes/"];
    if let Some(start) = whole.iter().find(|start| text.starts_with(*start)) {
        return full_name("a branch", start, text);
    }
    match text.strip_prefix("origin/") {
        None | Some("") => Vec::new(),
        Some(name) => {
            let message = " is a clone's name for a remote branch, and AWS takes the branch's own";
            vec![Doubt::new(
                &FULL_BRANCH_NAME,
                message,
                format!("write `{name}`"),
            )]
        }
    }
}

pub(super) fn tag(text: &str) -> Vec<Doubt> {
    full_name("a tag", "refs/tags/", text)
}

fn full_name(what: &str, start: &str, text: &str) -> Vec<Doubt> {
    match text.strip_prefix(start) {
        None | Some("") => Vec::new(),
        Some(name) => {
            let message = format!(" is {what}'s full name, and AWS takes the short one");
            vec![Doubt::new(
                &FULL_BRANCH_NAME,
                message,
                format!("write `{name}`"),
            )]
        }
    }
}

code! {
    DOUBTFUL_KEY = "P436" Warning "the key of an object that looks like several",
    why: "S3 knows no patterns and no folders in a key: `releases/*.zip` is the object of that name, and `releases/` one whose name ends with a slash; a key does not begin with a slash, unless the object was put there under such a name. A source that names such a key reads that one object, which is most likely not there, so that it fails at the first run.",
    example: "let source = Upload: S3Source { s3_bucket: \"sample\", s3_object_key: \"releases/*.zip\" };",
    fix: "Name the object: `s3_object_key: \"releases/app.zip\"`.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
}

code! {
    DOUBTFUL_PATH = "P453" Warning "the path of a file that begins with a slash, or leads out",
    why: "Paths in a repository and in an artifact begin with the name of a folder or a file, and `..` leads out of them, where nothing is. An action most likely fails where it reads such a path. A pattern that begins with a slash or with `./` fits none of them: in `includes` it never starts the pipeline, and in `excludes` it leaves nothing out.",
    example: "trigger Checkout { push: { branches: { includes: [\"main\"] }, file_paths: { includes: [\"/infra/**\"] } } }",
    fix: "Leave out the slash: `infra/**`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html",
}

/// The warning about the path of a file in a repository.
pub(super) fn path(text: &str) -> Vec<Doubt> {
    let rest = text.trim_start_matches("./").trim_start_matches('/');
    if rest == text || rest.is_empty() {
        return Vec::new();
    }
    let start = &text[..text.len() - rest.len()];
    let message = format!(" begins with `{start}`, and paths in a repository do not");
    vec![Doubt::new(
        &DOUBTFUL_PATH,
        message,
        format!("write `{rest}`"),
    )]
}

/// The warning about the path of a file in an artifact.
pub(super) fn in_artifact(text: &str) -> Vec<Doubt> {
    let rest = inside(text);
    if rest == text || rest.is_empty() {
        return Vec::new();
    }
    let start = &text[..text.len() - rest.len()];
    let message = format!(" begins with `{start}`, and paths in an artifact do not");
    vec![Doubt::new(
        &DOUBTFUL_PATH,
        message,
        format!("write `{rest}`"),
    )]
}

/// A path without what leads to the top of a folder or out of it.
pub(super) fn inside(path: &str) -> &str {
    let outer = ["../", "./", "/"];
    let rest = outer.iter().find_map(|start| path.strip_prefix(start));
    rest.map_or(path, inside)
}

/// The warning about a key that looks like a pattern, a folder or a path of a file system.
pub(super) fn object(text: &str) -> Vec<Doubt> {
    if let Some(key) = text.strip_prefix('/').filter(|key| !key.is_empty()) {
        let message = " begins with a slash, which S3 takes as a character of the key";
        return vec![Doubt::new(
            &DOUBTFUL_KEY,
            message,
            format!("write `{key}`, if that is the object"),
        )];
    }
    if text.ends_with('/') {
        let message = " ends with a slash, and S3 has no folders: this is one object";
        let help = format!("name an object: `{text}app.zip`");
        return vec![Doubt::new(&DOUBTFUL_KEY, message, help)];
    }
    wildcard(text)
}

/// The warning about a key that looks like a pattern.
pub(super) fn wildcard(text: &str) -> Vec<Doubt> {
    if !text.contains('*') {
        return Vec::new();
    }
    let message = " holds `*`, which S3 takes as a character of the key";
    let help = "name one object; a pattern is not expanded".to_owned();
    vec![Doubt::new(&DOUBTFUL_KEY, message, help)]
}

/// The warning about the two day fields of a cron expression: exactly one of them must be `?`.
///
/// Source: <https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html>
fn days(text: &str) -> Option<Doubt> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let (month, week) = (*fields.get(3)?, *fields.get(5)?);
    let written = |month: &str, week: &str| {
        let mut fields = fields.clone();
        fields[3] = month;
        fields[5] = week;
        format!("`{}`", fields.join(" "))
    };
    let one = match (month, week) {
        ("?", "?") => {
            let message = " says neither the day of the month nor the day of the week";
            let help = format!("for every day, write {}", written("*", "?"));
            return Some(Doubt::new(&DOUBTFUL_WINDOW, message, help));
        }
        ("?", _) | (_, "?") => return None,
        ("*", _) => written("?", week),
        (_, "*") => written(month, "?"),
        _ => format!("{} or {}", written(month, "?"), written("?", week)),
    };
    let message = " says both the day of the month and the day of the week";
    let help = format!("one of them is `?`: {one}");
    Some(Doubt::new(&DOUBTFUL_WINDOW, message, help))
}

/// The least and the largest value of each field, in the order of the fields.
const ENDS: [(&str, &str); 7] = [
    ("0", "59"),
    ("0", "59"),
    ("0", "23"),
    ("1", "31"),
    ("1", "12"),
    ("1", "7"),
    ("1970", "2199"),
];

/// The names of the months, then of the days, in order.
const NAMES: [&str; 19] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "SUN",
    "MON", "TUE", "WED", "THU", "FRI", "SAT",
];

/// The warning about a range that ends before it begins. AWS does not document whether it
/// wraps around, as it does in Quartz.
fn backwards(text: &str) -> Option<Doubt> {
    let number = |text: &str| -> Option<usize> {
        let name = text.to_ascii_uppercase();
        let named = NAMES.iter().position(|known| *known == name);
        named
            .map(|at| if at < 12 { at + 1 } else { at - 11 })
            .or_else(|| text.parse().ok())
    };
    let mut fields = text.split_whitespace().zip(ENDS);
    let (range, (from, to), (least, most)) = fields.find_map(|(field, ends)| {
        field.split(',').find_map(|item| {
            let range = item.split('/').next().unwrap_or(item);
            let (from, to) = range.split_once('-')?;
            (number(from)? > number(to)?).then_some((range, (from, to), ends))
        })
    })?;
    let help = if most == "2199" {
        format!("write `{to}-{from}`")
    } else {
        format!("write both parts: `{from}-{most},{least}-{to}`")
    };
    let message = format!(" has a range that runs backwards, `{range}`");
    Some(Doubt::new(&DOUBTFUL_WINDOW, message, help))
}
