//! The state of the parser: what it has found, and where it is.

use std::path::{Path, PathBuf};

use pipewright_model::codes::{Code, Severity, UNEXPECTED};
use pipewright_model::finding::{Finding, Findings};
use pipewright_model::model::ExpressionId;
use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use syn::parse::ParseStream;

use super::item::Item;
use super::lookahead::{Lookahead, Token};
use super::name::is_keyword;
use super::offer::{Offer, WordSet};
use super::repetition::Scope;
use super::{Conditions, EditorName, NameKind, Unread, named};
use crate::model::Name;
use crate::place::{GuardId, SourceSpan, is_edited};

/// All that reading leaves besides the model.
#[derive(Default)]
pub(crate) struct Context {
    /// The folder that the paths of included files start at.
    pub(crate) root: PathBuf,
    /// True where the pipeline is a file of its own, of which no compiler sees the Rust.
    pub(crate) is_file: bool,
    pub(crate) findings: Findings<SourceSpan>,
    /// The number of errors among them.
    errors: usize,
    pub(crate) editor_names: Vec<EditorName>,
    /// True where an editor may read the names.
    pub(crate) edited: bool,
    /// The sets of words that names can be of, by their numbers.
    pub(crate) word_sets: Vec<WordSet>,
    /// What an editor offers at this place.
    pub(crate) offer: Offer,
    /// The Rust expressions, by their numbers.
    pub(crate) expressions: Vec<TokenStream>,
    pub(crate) unread: Unread,
    /// The number of lists and maps around this place.
    pub(crate) depth: usize,
    pub(crate) scope: Scope,
    pub(crate) named: named::Scope,
    /// The branches of `if`s around this place.
    pub(crate) guard: Option<GuardId>,
    pub(crate) conditions: Conditions,
    /// Declarations that stood in a stage and belong behind it; reported already.
    pub(crate) misplaced: Vec<Item>,
    /// True where the rest of a block was passed over, and its end may be that of another one.
    pub(crate) torn: bool,
    /// The name and the kind of the last action that was read.
    pub(crate) last_action: Option<(Name, Name)>,
    /// The end of the group that is being read.
    pub(crate) end: End,
}

/// The end of a group.
pub(crate) struct End {
    /// Its name in messages.
    pub(crate) name: &'static str,
    /// The closing bracket.
    pub(crate) close: Span,
    /// True where there is nothing before it.
    pub(crate) empty: bool,
}

impl Default for End {
    fn default() -> Self {
        End {
            name: "the end",
            close: Span::call_site(),
            empty: true,
        }
    }
}

/// Something is missing here, and that has been reported.
pub(crate) struct Reported;

impl Context {
    /// A context in which nothing was read yet.
    pub(crate) fn new(root: &Path) -> Self {
        Context {
            root: root.to_owned(),
            edited: is_edited(),
            ..Context::default()
        }
    }

    /// A place of the source, as it is read in this iteration.
    pub(crate) fn at(&self, span: Span) -> SourceSpan {
        SourceSpan {
            span,
            iteration: self.scope.iteration(),
            guard: self.guard,
        }
    }

    /// A place that is the same in every iteration.
    pub(crate) fn fixed_at(&self, span: Span) -> SourceSpan {
        SourceSpan {
            guard: self.guard,
            ..SourceSpan::new(span)
        }
    }

    /// The place of something missing or broken; the rules say nothing of it.
    pub(crate) fn missing_at(&mut self, span: Span) -> SourceSpan {
        let at = self.at(span);
        self.unread.incomplete.add_missing(at);
        at
    }

    /// Records that whole items could not be read, whatever they were.
    pub(crate) fn lose_items(&mut self) {
        self.unread.declaration = true;
        self.unread.name = true;
        self.unread.action = true;
        self.named.lost = true;
    }

    pub(crate) fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding<SourceSpan> {
        let at = self.at(span);
        self.report_at(code, at, message)
    }

    /// Reports at a place that is the same in every iteration, or of another one.
    pub(crate) fn report_at(
        &mut self,
        code: &'static Code,
        at: SourceSpan,
        message: impl Into<String>,
    ) -> &mut Finding<SourceSpan> {
        if code.severity == Severity::Error {
            self.errors = self.errors.saturating_add(1);
        }
        self.findings.report(code, at, message)
    }

    /// Reports that `what` should stand here.
    pub(crate) fn expected(&mut self, input: ParseStream, what: &str) -> &mut Finding<SourceSpan> {
        let message = format!("expected {what}, found {}", self.found(input));
        let span = self.span(input);
        self.report(&UNEXPECTED, span, message)
    }

    /// The next token, as a message names it.
    fn found(&self, input: ParseStream) -> String {
        match input.nth(0) {
            None => self.end.name.to_owned(),
            Some(Token::Group(delimiter, ..)) => match delimiter {
                Delimiter::Brace => "`{`".to_owned(),
                Delimiter::Bracket => "`[`".to_owned(),
                Delimiter::Parenthesis | Delimiter::None => "`(`".to_owned(),
            },
            Some(Token::Punct(punct)) => match input.nth(1) {
                Some(Token::Punct(next)) if is_operator(punct.as_char(), next.as_char()) => {
                    format!("`{punct}{next}`")
                }
                _ => format!("`{punct}`"),
            },
            Some(token) => {
                let source = token.to_string();
                if source.chars().count() > 40 || source.contains('\n') {
                    "a text".to_owned()
                } else {
                    format!("`{source}`")
                }
            }
        }
    }

    /// The number of errors so far.
    pub(crate) fn error_count(&self) -> usize {
        self.errors
    }

    /// Keeps a Rust expression, and gives its number.
    pub(crate) fn add_expression(&mut self, tokens: TokenStream) -> ExpressionId {
        self.expressions.push(tokens);
        self.conditions.add_expression(self.guard);
        ExpressionId(self.expressions.len().saturating_sub(1))
    }

    /// Marks a name. No compiler needs to know where it is used.
    pub(crate) fn mark(&mut self, name_kind: NameKind, declares: bool, ident: Ident) {
        if !declares && !self.edited {
            return;
        }
        self.editor_names.push(EditorName {
            kind: name_kind,
            declares,
            ident,
            is_insertion_point: false,
        });
    }

    /// Marks the next token, if it is a word, as one that could become a word of the
    /// language; and the place before it, if it is none.
    pub(crate) fn mark_next(&mut self, input: ParseStream, name_kind: NameKind) {
        match input.nth_ident(0).filter(|ident| !is_keyword(ident)) {
            Some(ident) => self.mark(name_kind, false, ident),
            None => self.mark_insertion_point(input, name_kind),
        }
    }

    /// Marks the place behind the last token, where a word could stand.
    ///
    /// An editor that completes compares two expansions: of what is written, and of the same
    /// with a word at the cursor. An insertion point makes them agree up to that word.
    pub(crate) fn mark_insertion_point(&mut self, input: ParseStream, name_kind: NameKind) {
        if self.edited {
            // The place is only compared: just behind the token is more work to find.
            let span = if self.end.empty {
                self.end.close
            } else {
                input.cursor().prev_span()
            };
            self.editor_names.push(EditorName {
                kind: name_kind,
                declares: false,
                ident: Ident::new("__", span),
                is_insertion_point: true,
            });
        }
    }
}

/// Returns whether two signs are one of Rust's.
fn is_operator(first: char, second: char) -> bool {
    ["::", "=>", "->", "..", "==", "&&", "||"]
        .iter()
        .any(|pair| pair.chars().eq([first, second]))
}
