//! Loop variables where they are used: as names, as values, as `{variable}` in texts.

use pipewright_model::codes::{LITERAL, NAME_OF_TEXT, UNEXPECTED};
use pipewright_model::similar::closest;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::name::{is_keyword, word};
use super::scope::{Element, ElementKind};
use super::{Reported, Space};
use crate::place::At;
use crate::tree::{Phrase, Value, ValueKind, Word};

impl Input<'_> {
    /// What stands here for a loop variable, if one stands here.
    pub(super) fn take_variable(&mut self) -> Option<Element> {
        let ident = self.ident(0)?.clone();
        let (element, number) = self.context.scope.take(&word(&ident).text)?;
        self.mark(Space::Loop(number), false, ident);
        self.advance();
        Some(element)
    }

    /// What stands here, where it could be a variable of a `for` that could not be read.
    fn take_unknown(&mut self, space: Space) -> Option<Word> {
        let ident = self
            .ident(0)
            .filter(|_| self.context.scope.is_blind())?
            .clone();
        if is_keyword(&ident) || ident == "include" {
            return None;
        }
        let span = ident.span();
        self.mark(space, false, ident);
        self.advance();
        Some(Word::missing(span))
    }

    /// A name that a loop variable stands for, or a text with one in it.
    pub(super) fn repeated_name(
        &mut self,
        what: &str,
        space: Space,
        declares: bool,
    ) -> Option<Result<Word, Reported>> {
        if !self.context.scope.is_inside() {
            return None;
        }
        if let Some(text) = self.text_with_variables() {
            let span = self.span();
            self.advance();
            let name = self.filled_name(&text, span);
            return Some(Ok(self.as_name(name, space)));
        }
        let Some(element) = self.take_variable() else {
            let used = !declares && space != Space::Kind;
            return used.then(|| self.take_unknown(space)).flatten().map(Ok);
        };
        let at = self.element_at(&element);
        let text = match &element.kind {
            ElementKind::Name(ident) => {
                self.mark(space, declares, ident.clone());
                word(ident).text
            }
            ElementKind::Text(text) if takes_texts(space) => text.clone(),
            ElementKind::Missing => return Some(Ok(Word::missing(element.span))),
            _ => {
                self.unfit(what, &element)
                    .help("a name is written without quotes");
                return Some(Ok(Word::missing(element.span)));
            }
        };
        Some(Ok(Word { text, at }))
    }

    /// A text that a loop variable stands for.
    pub(super) fn repeated_text(&mut self, what: &str) -> Option<Phrase> {
        let Some(element) = self.take_variable() else {
            let unknown = self.take_unknown(Space::Value)?;
            return Some(Phrase::Missing(unknown.at.span));
        };
        let at = self.element_at(&element);
        match &element.kind {
            ElementKind::Text(text) => {
                let text = text.clone();
                return Some(Phrase::Text(Word { text, at }));
            }
            ElementKind::Missing => {}
            _ => {
                let quoted = format!("put it in quotes: `\"{}\"`", element.source());
                self.unfit(what, &element).help(quoted);
            }
        }
        Some(Phrase::Missing(element.span))
    }

    /// A value that a loop variable stands for.
    pub(super) fn repeated_value(&mut self) -> Option<Value> {
        if self.is_keyed() || self.is_punct(1, '/') || self.is_punct(1, '.') {
            return None;
        }
        let Some(element) = self.take_variable() else {
            let Word { at, .. } = self.take_unknown(Space::Value)?;
            let kind = ValueKind::Missing;
            return Some(Value { kind, at });
        };
        let at = self.element_at(&element);
        let kind = match element.kind {
            ElementKind::Name(ident) => ValueKind::Word(word(&ident).text),
            ElementKind::Text(text) => ValueKind::Text(text),
            ElementKind::Number(number) => ValueKind::Number(number),
            ElementKind::Bool(truth) => ValueKind::Bool(truth),
            ElementKind::Missing => ValueKind::Missing,
        };
        Some(Value { kind, at })
    }

    /// A Rust expression, with the variables that it names.
    pub(super) fn with_variables(&mut self, tokens: TokenStream) -> TokenStream {
        self.context.scope.bind(tokens)
    }

    /// A text of a value with its loop variables filled in, unless one of them is
    /// missing. Other braces stay, as do `${…}` of a shell and `#{…}` of AWS.
    pub(super) fn filled(&mut self, text: String) -> Option<String> {
        if !self.context.scope.is_inside() {
            return Some(text);
        }
        let filled = self.fill(&text, &['$', '#']);
        filled.whole.then_some(filled.text)
    }

    /// A name that was written as a text. All its braces are loop variables.
    pub(super) fn filled_name(&mut self, text: &str, span: Span) -> Word {
        let mut at = self.at(span);
        if !self.context.scope.is_inside() {
            let text = text.to_owned();
            return Word { text, at };
        }
        let filled = self.fill(text, &[]);
        at.written = filled.whole && filled.unknown.is_empty();
        if !self.context.scope.is_blind() {
            for unknown in &filled.unknown {
                self.unknown_variable(unknown, span);
            }
        }
        let text = filled.text;
        Word { text, at }
    }

    fn unknown_variable(&mut self, name: &str, span: Span) {
        let names = self.context.scope.names();
        let help = closest(name, names.iter().map(String::as_str)).map_or_else(
            || {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("the loop variables are {}", names.join(", "))
            },
            |meant| format!("did you mean `{{{meant}}}`?"),
        );
        let message = format!("there is no loop variable `{name}`");
        self.report(&NAME_OF_TEXT, span, message).help(help);
    }

    /// A name of a declared thing has to be a word, however it was written.
    fn as_name(&mut self, mut name: Word, space: Space) -> Word {
        if name.at.written && !takes_texts(space) && !is_word(&name.text) {
            let message = format!("`{}` is no name", name.text);
            self.report(&NAME_OF_TEXT, name.at.span, message)
                .help("a name is letters, digits and underscores, and begins with no digit");
            name.at.written = false;
        }
        name
    }

    /// The text that stands here, if it could hold a loop variable.
    fn text_with_variables(&self) -> Option<String> {
        let Some(TokenTree::Literal(literal)) = self.token(0) else {
            return None;
        };
        match read(literal) {
            Read::Text(text) if text.contains('{') && self.context.scope.is_inside() => Some(text),
            _ => None,
        }
    }

    fn fill(&mut self, text: &str, not_behind: &[char]) -> Filled {
        let mut filled = Filled {
            text: String::new(),
            whole: true,
            unknown: Vec::new(),
        };
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.text.push_str(before);
            let named = after.split_once('}');
            let known = named
                .filter(|_| !before.ends_with(not_behind))
                .and_then(|(name, behind)| Some((self.context.scope.take(name)?.0, behind)));
            if let Some((element, behind)) = known {
                let text = element.text();
                filled.whole &= text.is_some();
                filled.text.push_str(&text.unwrap_or_default());
                rest = behind;
            } else {
                filled.whole &= !self.context.scope.is_blind();
                filled.text.push('{');
                filled
                    .unknown
                    .push(named.map_or(after, |(name, _)| name).to_owned());
                rest = after;
            }
        }
        filled.text.push_str(rest);
        filled
    }

    /// The place of an element, which is where what is wrong with it is said.
    fn element_at(&self, element: &Element) -> At {
        At::written(element.span)
    }

    /// Reports an element that cannot stand where its variable does.
    fn unfit(
        &mut self,
        what: &str,
        element: &Element,
    ) -> &mut pipewright_model::finding::Finding<At> {
        let code = match element.kind {
            ElementKind::Name(_) => &UNEXPECTED,
            _ => &LITERAL,
        };
        let message = format!("expected {what}, found `{}`", element.source());
        let at = self.element_at(element);
        self.context.findings.report(code, at, message)
    }
}

/// A text, filled in.
struct Filled {
    text: String,
    /// Whether every element that it needs is there.
    whole: bool,
    /// What stands in braces and is no loop variable.
    unknown: Vec<String>,
}

/// Whether a name of this kind can be more than a word.
pub(super) fn takes_texts(space: Space) -> bool {
    matches!(space, Space::Stage | Space::Action | Space::Artifact)
}

/// Whether a text has the form of a name.
pub(super) fn is_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}

/// Whether a variable is meant to be unused.
pub(super) fn is_silenced(ident: &Ident) -> bool {
    word(ident).text.starts_with('_')
}
