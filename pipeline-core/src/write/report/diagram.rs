//! A Mermaid diagram of the stages, which GitHub and GitLab draw.
//!
//! GitLab draws at most 2,000 characters without being asked, and Mermaid takes 50,000 and 500
//! edges. So the actions are shown while they fit, then the stages, then the first of them.
//!
//! Sources: <https://docs.gitlab.com/user/markdown/#mermaid>,
//! <https://mermaid.js.org/config/schema-docs/config.html#maxtextsize>

use std::fmt::Write as _;

use crate::catalogue::Placement;
use crate::pipeline::{Action, Pipeline, Stage};
use crate::write::report::count;

/// The most characters of a diagram.
const MAX: usize = 2000;

/// The diagram, with an end of line.
pub(super) fn of(pipeline: &Pipeline) -> String {
    let stages = &pipeline.stages;
    let texts = [
        drawn(stages, stages.len(), &|stage| with_actions(pipeline, stage)),
        drawn(stages, stages.len(), &with_count),
    ];
    let fits = |text: &String| text.len() <= MAX;
    let whole = texts.into_iter().find(fits);
    whole
        .or_else(|| {
            let parts = (1..stages.len()).rev();
            let mut parts = parts.map(|most| drawn(stages, most, &with_count));
            parts.find(fits)
        })
        .unwrap_or_else(|| drawn(stages, 1, &with_count))
}

/// The first stages, one behind the other; the last node says how many there are besides.
fn drawn(stages: &[Stage], most: usize, label: &dyn Fn(&Stage) -> String) -> String {
    let mut out = "flowchart LR\n".to_owned();
    let shown = stages.iter().take(most);
    // Writing to a string cannot fail.
    for (index, stage) in shown.enumerate() {
        let _ = writeln!(out, "  s{index}[\"{}\"]", label(stage));
    }
    let left = stages.len().saturating_sub(most);
    let last = stages.len() - left;
    if left > 0 {
        let _ = writeln!(out, "  s{last}[\"{}\"]", count(left, "more stage"));
    }
    for index in 1..last + usize::from(left > 0) {
        let before = index - 1;
        let _ = writeln!(out, "  s{before} --> s{index}");
    }
    out
}

fn with_actions(pipeline: &Pipeline, stage: &Stage) -> String {
    let mut lines = vec![format!("<b>{}</b>", escaped(&stage.name))];
    for action in &stage.actions {
        let name = escaped(&action.name);
        lines.push(match place(pipeline, action) {
            Some(place) => format!("{name}: {}, {place}", action.kind.name),
            None => format!("{name}: {}", action.kind.name),
        });
    }
    lines.join("<br/>")
}

fn with_count(stage: &Stage) -> String {
    let actions = count(stage.actions.len(), "action");
    format!("{}<br/>{actions}", escaped(&stage.name))
}

fn place(pipeline: &Pipeline, action: &Action) -> Option<String> {
    let nowhere = action.kind.placement == Placement::Nowhere;
    let account = &pipeline.accounts[action.environment.account].name;
    let region = &action.environment.region;
    (!nowhere).then(|| format!("{} {region}", escaped(account)))
}

/// A text inside of a label: Mermaid has entities for what means something there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || " -_.@/,".contains(c) => out.push(c),
            c if c.is_control() => out.push(' '),
            c => {
                let _ = write!(out, "#{};", u32::from(c));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Account, Action, Stage};

    fn pipeline(stages: usize, each: usize, name: &str) -> Pipeline {
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let mut builder = Pipeline::builder("drawn")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(Stage::new("Source").action(source));
        for stage in 0..stages {
            let actions = (0..each).map(|action| {
                Action::new(format!("{name}{action}"), "Lambda").set("function_name", "f")
            });
            let actions: Vec<Action> = actions.collect();
            builder = builder.stage(Stage::new(format!("{name}{stage}")).parallel(actions));
        }
        builder.build().unwrap_or_else(|found| panic!("{found}"))
    }

    /// Reads a diagram as strictly as Mermaid does: its head, nodes with quoted labels, edges
    /// between nodes that are there. Returns how many of both there are.
    fn read(text: &str) -> (usize, usize) {
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("flowchart LR"));
        let (mut nodes, mut edges) = (Vec::new(), 0);
        for line in lines {
            let line = line.strip_prefix("  ").expect(line);
            if let Some((from, to)) = line.split_once(" --> ") {
                assert!(nodes.contains(&from) && nodes.contains(&to), "{line}");
                edges += 1;
                continue;
            }
            let (id, label) = line.split_once("[\"").expect(line);
            assert!(id.starts_with('s') && id[1..].parse::<usize>().is_ok());
            let label = label.strip_suffix("\"]").expect(line);
            let plain = label
                .replace("<br/>", "")
                .replace("<b>", "")
                .replace("</b>", "");
            assert!(
                !plain.contains(['"', '<', '>', '`', '[', ']', '{']),
                "{line}"
            );
            nodes.push(id);
        }
        assert!(text.len() <= MAX, "{}", text.len());
        (nodes.len(), edges)
    }

    #[test]
    fn actions_are_shown_while_they_fit_then_stages_then_the_first_of_them() {
        let few = of(&pipeline(2, 2, "Act"));
        assert_eq!(read(&few), (3, 2));
        assert!(few.contains("Act1: Lambda, tools us-east-1"), "{few}");
        let many = of(&pipeline(20, 40, "Act"));
        assert_eq!(read(&many), (21, 20));
        assert!(many.contains("Act3<br/>40 actions"), "{many}");
        let long = of(&pipeline(49, 20, &"N".repeat(90)));
        let (nodes, edges) = read(&long);
        assert!(nodes < 50 && edges == nodes - 1, "{long}");
        let left = 50 - (nodes - 1);
        assert!(
            long.contains(&format!("[\"{left} more stages\"]")),
            "{long}"
        );
    }

    #[test]
    fn nothing_breaks_out_of_a_label() {
        let text = escaped("a\"]; click x <script> `#;` é\n{b}");
        assert!(
            !text.contains(['"', '<', '>', '`', '\n', '{', ']']),
            "{text}"
        );
        assert_eq!(escaped("Deploy-to.staging"), "Deploy-to.staging");
    }
}
