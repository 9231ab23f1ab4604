//! What a `for` runs over: its variables and its list.

use pipewright_model::codes::{EMPTY_LIST, HIDDEN_NAME, TURN_LENGTH, UNEXPECTED};
use proc_macro2::{Delimiter, Group, Span, TokenTree};

use crate::parse::input::Input;
use crate::parse::name::word;
use crate::parse::scope::{Element, ElementKind, Variable};
use crate::parse::{Reported, Space};
use crate::place::At;
use crate::tree::ValueKind;

/// The variables of a `for`.
pub(super) struct Pattern {
    pub(super) variables: Vec<Variable>,
    /// Whether they stand in parentheses.
    tuple: bool,
}

/// An element of the list, for each variable one.
pub(super) struct Turn {
    pub(super) elements: Vec<Element>,
    pub(super) span: Span,
}

/// What a `for` runs over.
pub(super) type Header = (Pattern, Vec<Turn>);

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

impl Input<'_> {
    /// A `for` up to its block. Nothing where its variables are not known.
    /// `starts` knows where the next thing begins, of which a half-written `for` takes
    /// nothing.
    pub(super) fn header(
        &mut self,
        number: usize,
        starts: fn(&Self) -> bool,
    ) -> Result<Header, Reported> {
        if starts(self) {
            self.expected("a loop variable");
            return Err(Reported);
        }
        let mut pattern = self.pattern(number)?;
        if self.is_word(0, "in") {
            self.advance();
        } else {
            // `for x of [1, 2]`
            let list = usize::from(self.ident(0).is_some());
            let there = self.group(list, Delimiter::Bracket).is_some();
            self.expected("`in`");
            if !there {
                return Err(Reported);
            }
            (0..list).for_each(|_| self.advance());
        }
        let span = self.span();
        let turns = match self.take_group(Delimiter::Bracket) {
            Some(list) => {
                self.needless_tuple(&mut pattern, &list);
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
                if starts(self) {
                    return Err(Reported);
                }
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

    /// `for (r) in ["a", "b"]`: one mistake, whatever the list is long.
    fn needless_tuple(&mut self, pattern: &mut Pattern, list: &Group) {
        let [variable] = pattern.variables.as_slice() else {
            return;
        };
        let tuples = |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        let mut elements = list.stream().into_iter().peekable();
        if !pattern.tuple || elements.peek().is_none() || elements.any(tuples) {
            return;
        }
        let name = variable.ident.to_string();
        let message = format!("`({name})` takes tuples, and the list holds none");
        self.report(&TURN_LENGTH, variable.ident.span(), message)
            .help(format!("write `for {name} in`"));
        pattern.tuple = false;
    }

    /// The variables, `account` or `(account, region)`.
    fn pattern(&mut self, number: usize) -> Result<Pattern, Reported> {
        let mut variables = Vec::new();
        let Some(group) = self.take_group(Delimiter::Parenthesis) else {
            self.variable(number, &mut variables)?;
            let tuple = self.is_punct(0, ',');
            if tuple {
                self.expected("`in`")
                    .help("several variables stand in parentheses: `for (…, …) in`");
            }
            while self.take_punct(',').is_some() && !self.is_word(0, "in") {
                self.variable(number, &mut variables)?;
            }
            return Ok(Pattern { variables, tuple });
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
                    .help("give this one another name")
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
            return match element.kind {
                ElementKind::Missing => pattern.missing(span),
                _ if pattern.tuple => self.wrong_length(pattern, "one that is no tuple", span),
                _ => Turn {
                    elements: vec![element],
                    span,
                },
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
        let help = if pattern.tuple {
            format!("write `({})`", vec!["…"; names.len()].join(", "))
        } else {
            "put the variables into parentheses to run over tuples: `for (…, …) in`".to_owned()
        };
        self.report(&TURN_LENGTH, span, message).help(help);
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
}
