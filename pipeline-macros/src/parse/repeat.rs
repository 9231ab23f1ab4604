//! `for VARIABLE in [ELEMENT, …] { … }` and `for (VARIABLE, …) in [(ELEMENT, …), …] { … }`
//!
//! The block is read once for every element, with the variables standing for it, so that
//! whatever can stand outside of a `for` can stand in one.

use std::collections::{HashMap, HashSet};

use pipewright_core::codes::{
    EMPTY_LIST, HIDDEN_NAME, TOO_DEEP, TOO_MANY_TURNS, TURN_LENGTH, UNEXPECTED, UNUSED_VARIABLE,
};
use proc_macro2::{Delimiter, Group, Ident, Span};

use super::input::{Input, word};
use super::scope::{Element, ElementKind, Variable};
use super::variable::is_silenced;
use super::{Context, Mark, Reported, Space};
use crate::place::At;
use crate::tree::ValueKind;

/// How deep `for`s may stand in each other.
const DEPTH: usize = 8;

/// How often all `for`s of a pipeline may turn: AWS takes 1,000 actions, and the turns of
/// the `for`s around them come on top.
const TURNS: usize = 2_000;

/// The variables of a `for`.
#[derive(Default)]
struct Pattern {
    variables: Vec<Variable>,
    /// Whether they stand in parentheses.
    tuple: bool,
}

/// An element of the list, for each variable one.
struct Turn {
    elements: Vec<Element>,
    span: Span,
}

impl Input<'_> {
    /// A `for`: what `read` finds in its block, turn after turn.
    pub(super) fn repetition<T>(
        &mut self,
        read: fn(&mut Input<'_>) -> Vec<T>,
        starts: fn(&Self) -> bool,
    ) -> Vec<T> {
        let keyword = self.span();
        self.advance();
        let number = self.context.scope.number(keyword);
        let header = self.header(number);
        if header.is_err() {
            self.skip_until(|input| {
                input.group(0, Delimiter::Brace).is_some()
                    || input.is_punct(0, ';')
                    || starts(input)
            });
        }
        let Some(block) = self.take_group(Delimiter::Brace) else {
            if header.is_ok() {
                self.expected("`{ … }`, what is repeated");
            }
            self.skip_item(starts);
            return Vec::new();
        };
        self.take_punct(';');
        if self.context.scope.depth() >= DEPTH {
            let message = format!("`for` is nested more than {DEPTH} deep");
            self.report(&TOO_DEEP, keyword, message);
            return Vec::new();
        }
        match header {
            Ok((pattern, turns)) => self.unroll(number, keyword, pattern, turns, &block, read),
            Err(Reported) => {
                self.context.scope.enter_blindly();
                let found = read(&mut self.inside(&block));
                self.context.scope.leave_blindly();
                found
            }
        }
    }

    fn header(&mut self, number: usize) -> Result<Header, Reported> {
        let pattern = self.pattern(number)?;
        if self.is_word(0, "in") {
            self.advance();
        } else {
            self.expected("`in`");
            return Err(Reported);
        }
        let span = self.span();
        let turns = match self.take_group(Delimiter::Bracket) {
            Some(list) => {
                let turns = self.inside(&list).turns(&pattern);
                if turns.is_empty() {
                    self.report(&EMPTY_LIST, list.span(), "there is nothing to repeat over")
                        .help("put an element into the list, or leave the `for` out");
                }
                turns
            }
            None => {
                self.expected("`[…]`, the list to repeat over")
                    .help("the list is written out, since it is unrolled when the macro expands");
                self.skip_until(|input| {
                    input.group(0, Delimiter::Brace).is_some() || input.is_punct(0, ';')
                });
                Vec::new()
            }
        };
        // The block is read in any case.
        let missing = turns.is_empty().then(|| pattern.missing(span));
        let turns = turns.into_iter().chain(missing).collect();
        Ok((pattern, turns))
    }

    /// The variables, `account` or `(account, region)`.
    fn pattern(&mut self, number: usize) -> Result<Pattern, Reported> {
        let mut variables = Vec::new();
        let Some(group) = self.take_group(Delimiter::Parenthesis) else {
            self.variable(number, &mut variables)?;
            return Ok(Pattern {
                variables,
                tuple: false,
            });
        };
        let mut inside = self.inside(&group);
        while !inside.is_end() {
            inside.variable(number, &mut variables)?;
            inside.end_entry(|input| input.ident(0).is_some());
        }
        if variables.is_empty() {
            inside.expected("a loop variable");
            return Err(Reported);
        }
        Ok(Pattern {
            variables,
            tuple: true,
        })
    }

    fn variable(&mut self, number: usize, variables: &mut Vec<Variable>) -> Result<(), Reported> {
        const WHAT: &str = "a loop variable";
        let Some(ident) = self.ident(0).cloned() else {
            self.expected(WHAT);
            return Err(Reported);
        };
        if ident == "_" {
            self.advance();
        } else {
            let text = word(&ident).text;
            let other = variables.iter().find(|other| other.ident == ident);
            let other = other.or_else(|| self.context.scope.variable(&text));
            if let Some(other) = other.map(|other| other.ident.span()) {
                let message = format!("loop variable `{text}` hides another one");
                self.report(&HIDDEN_NAME, ident.span(), message)
                    .related("the other one is here", At::written(other));
                self.mark(Space::Loop(number), true, ident.clone());
                self.advance();
            } else {
                self.name(WHAT, Space::Loop(number), true)?;
            }
        }
        variables.push(Variable { ident, used: false });
        Ok(())
    }

    /// The elements of a list, to its end.
    fn turns(&mut self, pattern: &Pattern) -> Vec<Turn> {
        let mut turns = Vec::new();
        while !self.is_end() {
            turns.push(self.turn(pattern));
            self.end_entry(|input| {
                input.ident(0).is_some()
                    || input.is_literal(0)
                    || input.group(0, Delimiter::Parenthesis).is_some()
            });
        }
        turns
    }

    fn turn(&mut self, pattern: &Pattern) -> Turn {
        let Some(group) = self.take_group(Delimiter::Parenthesis) else {
            let span = self.span();
            let element = self.element();
            let known = !matches!(element.kind, ElementKind::Missing);
            return if pattern.tuple && known {
                self.wrong_length(pattern, "one that is no tuple", span)
            } else {
                Turn {
                    elements: vec![element],
                    span,
                }
            };
        };
        let span = group.span();
        let mut elements = Vec::new();
        let mut inside = self.inside(&group);
        while !inside.is_end() {
            elements.push(inside.element());
            inside.end_entry(|input| input.ident(0).is_some() || input.is_literal(0));
        }
        if pattern.tuple && pattern.variables.len() == elements.len() {
            return Turn { elements, span };
        }
        let found = if pattern.tuple {
            elements.len().to_string()
        } else {
            format!("a tuple of {}", elements.len())
        };
        self.wrong_length(pattern, &found, span)
    }

    fn wrong_length(&mut self, pattern: &Pattern, found: &str, span: Span) -> Turn {
        let names: Vec<String> = pattern
            .variables
            .iter()
            .map(|variable| format!("`{}`", variable.ident))
            .collect();
        let expected = match (pattern.tuple, names.len()) {
            (false, _) => "one element",
            (true, 1) => "a tuple of 1 element",
            (true, count) => &format!("a tuple of {count} elements"),
        };
        let message = format!(
            "expected {expected} for {}, found {found}",
            names.join(", ")
        );
        self.report(&TURN_LENGTH, span, message);
        pattern.missing(span)
    }

    fn element(&mut self) -> Element {
        let span = self.span();
        let name = self.ident(0).cloned();
        if let Some(element) = self.take_variable() {
            return element;
        }
        let value = self.value();
        let kind = match (value.kind, name) {
            (ValueKind::Text(text), _) => ElementKind::Text(text),
            (ValueKind::Number(number), _) => ElementKind::Number(number),
            (ValueKind::Bool(truth), _) => ElementKind::Bool(truth),
            (ValueKind::Word(_), Some(name)) => ElementKind::Name(name),
            (ValueKind::Missing, _) => {
                self.skip_until(Input::is_separator);
                ElementKind::Missing
            }
            _ => {
                let message = "a list to repeat over holds names, texts and numbers";
                self.report(&UNEXPECTED, span, message);
                ElementKind::Missing
            }
        };
        Element { kind, span }
    }

    fn unroll<T>(
        &mut self,
        number: usize,
        keyword: Span,
        pattern: Pattern,
        turns: Vec<Turn>,
        block: &Group,
        read: fn(&mut Input<'_>) -> Vec<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        let mut variables = pattern.variables;
        for turn in turns {
            if self.context.scope.turns.len() >= TURNS {
                self.too_many_turns(keyword);
            }
            // What they make would be too much as well, and is left out as a whole.
            if self.context.scope.exhausted {
                return Vec::new();
            }
            let scope = &mut self.context.scope;
            scope.enter(number, variables, turn.elements, turn.span);
            found.extend(read(&mut self.inside(block)));
            variables = self.context.scope.leave();
        }
        for variable in &variables {
            if !variable.used && !is_silenced(&variable.ident) {
                self.unused(&variable.ident);
            }
        }
        found
    }

    /// Said once: no `for` turns any more after that.
    fn too_many_turns(&mut self, keyword: Span) {
        if !self.context.scope.exhausted {
            self.context.scope.exhausted = true;
            let message = format!("the `for`s of this pipeline turn more than {TURNS} times");
            self.report(&TOO_MANY_TURNS, keyword, message);
        }
    }

    fn unused(&mut self, ident: &Ident) {
        let name = word(ident).text;
        let message = format!("loop variable `{name}` is never used");
        self.report(&UNUSED_VARIABLE, ident.span(), message)
            .help(format!("begin its name with an underscore: `_{name}`"));
    }
}

/// What a `for` runs over.
type Header = (Pattern, Vec<Turn>);

impl Pattern {
    /// A turn of which nothing is known.
    fn missing(&self, span: Span) -> Turn {
        let variables = self.variables.iter();
        Turn {
            elements: variables.map(|_| Element::missing(span)).collect(),
            span,
        }
    }
}

/// Whether a `for` begins here.
pub(super) fn starts_for(input: &Input<'_>) -> bool {
    input.is_word(0, "for") && !input.is_colon(1)
}

/// Reports loop variables that have the name of something declared.
pub(super) fn hidden_names(context: &mut Context) {
    let declared: HashMap<String, Span> = context
        .marks
        .iter()
        .filter(|mark| mark.declares && is_referred_to(mark.space))
        .map(|mark| (word(&mark.ident).text, mark.ident.span()))
        .collect();
    for mark in context.marks.iter().filter(|mark| mark.declares) {
        let name = word(&mark.ident).text;
        let (Space::Loop(_), Some(other)) = (mark.space, declared.get(&name)) else {
            continue;
        };
        let message = format!("loop variable `{name}` hides what is declared under this name");
        let at = At::written(mark.ident.span());
        context
            .findings
            .report(&HIDDEN_NAME, at, message)
            .related("declared here", At::written(*other));
    }
}

/// Whether the names of this kind are used as values or in clauses.
fn is_referred_to(space: Space) -> bool {
    matches!(
        space,
        Space::Account | Space::Store | Space::Role | Space::Project | Space::Artifact
    )
}

/// The editor knows a name once, in however many turns it was read.
pub(super) fn mark_once(marks: &mut Vec<Mark>) {
    let mut seen = HashSet::new();
    marks.retain(|mark| {
        let key = At::written(mark.ident.span()).key();
        seen.insert((mark.space, mark.declares, mark.ident.to_string(), key))
    });
}

#[cfg(test)]
mod tests;
