//! Findings, each with the lines that it is about.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use pipewright_model::codes::{self, Code, Severity};
use pipewright_model::finding::{Finding, SHOWN};
use pipewright_syntax::place::SourceSpan;

use super::Source;
use super::advice::in_a_file;

/// Something wrong or suspicious in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) error: bool,
    /// The code, if it has one.
    pub(crate) code: Option<&'static Code>,
    pub(crate) message: String,
    /// The bytes of the text that it is about.
    pub(crate) at: Range<usize>,
    pub(crate) help: Option<String>,
    pub(crate) related: Vec<(String, Range<usize>)>,
    /// Related places of other files.
    pub(crate) notes: Vec<String>,
}

impl Problem {
    /// A text that cannot be read.
    pub(crate) fn syntax(at: Range<usize>, message: impl Into<String>) -> Problem {
        Problem {
            error: true,
            code: Some(&codes::UNEXPECTED),
            message: message.into(),
            at,
            help: None,
            related: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    pub(super) fn related(mut self, at: Range<usize>, what: impl Into<String>) -> Problem {
        self.related.push((what.into(), at));
        self
    }

    /// A finding, with the bytes that its places are, or the names of places elsewhere.
    pub(super) fn of<P>(
        finding: Finding<P>,
        bytes: impl Fn(P) -> Result<Range<usize>, String>,
    ) -> Problem {
        let is_error = finding.code.severity == Severity::Error;
        let (mut related, mut notes) = (Vec::new(), Vec::new());
        for (what, at) in finding.related {
            match bytes(at) {
                Ok(bytes) => related.push((what, bytes)),
                Err(place) => notes.push(format!("{what}: {place}")),
            }
        }
        Problem {
            error: is_error,
            code: Some(finding.code),
            message: finding.message,
            at: bytes(finding.at).unwrap_or_default(),
            help: finding.help.as_deref().map(in_a_file),
            related,
            notes,
        }
    }
}

impl From<Finding<SourceSpan>> for Problem {
    fn from(finding: Finding<SourceSpan>) -> Problem {
        Problem::of(finding, |at| Ok(at.span.byte_range()))
    }
}

/// The problems of a file as text, in the order of the source; of very many the first ones, errors
/// before warnings, and the number of the others.
pub(crate) fn show(source: &Source, mut problems: Vec<Problem>) -> String {
    if problems.len() > SHOWN {
        problems.sort_by_key(|problem| (!problem.error, problem.at.start));
    } else {
        problems.sort_by_key(|problem| problem.at.start);
    }
    let mut shown: Vec<String> = problems
        .iter()
        .take(SHOWN)
        .map(|problem| paragraph(source, problem))
        .collect();
    let more = problems.len().saturating_sub(SHOWN);
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.join("\n\n")
}

fn paragraph(source: &Source, problem: &Problem) -> String {
    let level = if problem.error {
        Level::ERROR
    } else {
        Level::WARNING
    };
    let mut title = level.primary_title(problem.message.as_str());
    if let Some(code) = problem.code {
        title = title.id(code.id);
    }
    let path = source.path.display().to_string();
    let bytes = |at: &Range<usize>| within(&source.text, at);
    let snippet = Snippet::source(source.text.as_str())
        .path(path)
        .annotation(AnnotationKind::Primary.span(bytes(&problem.at)))
        .annotations(
            problem
                .related
                .iter()
                .map(|(what, at)| AnnotationKind::Context.span(bytes(at)).label(what.as_str())),
        );
    let mut groups = vec![title.element(snippet)];
    for note in &problem.notes {
        groups.push(Group::with_title(
            Level::NOTE.secondary_title(note.as_str()),
        ));
    }
    if let Some(help) = &problem.help {
        groups.push(Group::with_title(
            Level::HELP.secondary_title(help.as_str()),
        ));
    }
    let address = problem.code.map(Code::address);
    if let Some(address) = &address {
        groups.push(Group::with_title(
            Level::NOTE
                .with_name("see")
                .secondary_title(address.as_str()),
        ));
    }
    Renderer::styled().render(&groups)
}

/// The range, between characters of the text.
fn within(text: &str, at: &Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    floor(at.start)..floor(at.end.max(at.start))
}
