//! The header of a `for`: its variables and its list.

use pipewright_model::codes::{EMPTY_LIST, HIDDEN_NAME, NOT_THIS_VALUE, UNEXPECTED};
use proc_macro2::{Delimiter, Span};
use syn::parse::ParseStream;

use super::scope::{Element, ElementKind, Variable};
use super::substitute::take_variable;
use crate::hints;
use crate::model::Data;
use crate::parse::group::{bump, bump_until, take_group, take_punct};
use crate::parse::lookahead::Lookahead;
use crate::parse::name::{name, unraw};
use crate::parse::named::Listed;
use crate::parse::recover::{Starts, end_entry};
use crate::parse::value::value;
use crate::parse::{Context, NameKind, Reported, named};
use crate::place::SourceSpan;

/// The variables of a `for`.
pub(crate) struct Pattern {
    pub(crate) variables: Vec<Variable>,
    /// True where they stand in parentheses.
    pub(crate) tuple: bool,
    /// True where nothing stands between them but commas.
    whole: bool,
}

/// An element of the list, for each variable one.
pub(super) struct Row {
    pub(super) elements: Vec<Element>,
    pub(super) span: Span,
}

impl Row {
    fn is_misfit(&self) -> bool {
        let mut kinds = self.elements.iter().map(|element| &element.kind);
        kinds.all(|kind| matches!(kind, ElementKind::Missing))
    }
}

/// The variables, and a row of elements for each iteration.
pub(super) type Header = (Pattern, Vec<Row>);

impl Pattern {
    /// A row of which nothing is known.
    fn missing(&self, span: Span) -> Row {
        let variables = self.variables.iter();
        Row {
            elements: variables.map(|_| Element::missing(span)).collect(),
            span,
        }
    }
}

/// A `for` up to its block. Nothing where its variables are not known.
/// `starts` knows where the next thing begins, of which a half-written `for` takes
/// nothing.
pub(super) fn header(
    cx: &mut Context,
    input: ParseStream,
    number: usize,
    starts: Starts,
) -> Result<Header, Reported> {
    if starts(input.cursor()) {
        cx.expected(input, "a loop variable");
        return Err(Reported);
    }
    hints::repetition::in_parentheses(cx, input)?;
    let mut pattern = pattern(cx, input, number)?;
    if !pattern.whole {
        return Err(Reported);
    }
    if input.is_ident(0, "in") {
        bump(input);
    } else {
        hints::repetition::missing_in(cx, input)?;
    }
    hints::repetition::doubled_in(cx, input);
    let span = cx.span(input);
    let before = cx.error_count();
    let mut rows = Vec::new();
    if let Some(list) = take_group(input, Delimiter::Bracket) {
        hints::repetition::needless_tuple(cx, &mut pattern, &list);
        rows = list.read(cx, |cx, input| self::rows(cx, input, &pattern));
        // The variables are none that the list was written for.
        if !rows.is_empty() && rows.iter().all(Row::is_misfit) {
            return Err(Reported);
        }
        if rows.is_empty() {
            let message = "there is nothing to repeat over";
            cx.report(&EMPTY_LIST, list.span.join(), message)
                .help("put an element into the list, or leave the `for` out");
        }
    } else if let Some(declared) = declared_rows(cx, input, &mut pattern) {
        rows = declared?;
    } else {
        hints::repetition::missing_list(cx, input);
        if starts(input.cursor()) {
            return Err(Reported);
        }
        bump_until(input, |rest| rest.is_brace(0) || rest.is_punct(0, ';'));
    }
    if cx.error_count() != before {
        // The block declares something for each element, by a name that could not be read.
        cx.lose_items();
        cx.unread.element = true;
    }
    // The block is read in any case.
    if rows.is_empty() {
        rows.push(pattern.missing(span));
    }
    Ok((pattern, rows))
}

/// The rows of a declared list, `for … in NAME`.
fn declared_rows(
    cx: &mut Context,
    input: ParseStream,
    pattern: &mut Pattern,
) -> Option<Result<Vec<Row>, Reported>> {
    let ident = input.nth_ident(0)?;
    if cx.named.find(&unraw(&ident)).is_none() {
        // It may be the name of a value that could not be read.
        let lost = cx.named.lost && input.is_brace(1);
        lost.then(|| bump(input));
        return lost.then_some(Err(Reported));
    }
    let rows = named::rows_of(cx, &ident, |cx, list| {
        if hints::repetition::other_tuples(cx, pattern, list, &ident) {
            return Err(Reported);
        }
        hints::repetition::needless_tuple(cx, pattern, list);
        Ok(list.read(cx, |cx, input| self::rows(cx, input, pattern)))
    })?;
    bump(input);
    let name = unraw(&ident);
    Some(match rows {
        Listed::Missing | Listed::List(Err(Reported)) => Err(Reported),
        Listed::Other => {
            let message = format!("value `{name}` is no list that a `for` takes");
            cx.report(&NOT_THIS_VALUE, ident.span(), message)
                .help(format!(
                    "write its elements out: `value {name} = [\"a\", \"b\"];`"
                ));
            Err(Reported)
        }
        Listed::List(Ok(rows)) if rows.is_empty() => {
            cx.report(&EMPTY_LIST, ident.span(), "there is nothing to repeat over")
                .help("put an element into the list, or leave the `for` out");
            Err(Reported)
        }
        Listed::List(Ok(rows)) if rows.iter().all(Row::is_misfit) => Err(Reported),
        Listed::List(Ok(rows)) => Ok(rows),
    })
}

/// The variables, `account` or `(account, region)`.
fn pattern(cx: &mut Context, input: ParseStream, number: usize) -> Result<Pattern, Reported> {
    let mut variables = Vec::new();
    let Some(group) = take_group(input, Delimiter::Parenthesis) else {
        variable(cx, input, number, &mut variables)?;
        let tuple = hints::repetition::missing_parentheses(cx, input);
        while take_punct(input, ',') && !input.is_ident(0, "in") {
            variable(cx, input, number, &mut variables)?;
        }
        return Ok(Pattern {
            variables,
            tuple,
            whole: true,
        });
    };
    group.read(cx, |cx, input| {
        let mut whole = true;
        while !input.is_end() {
            variable(cx, input, number, &mut variables)?;
            let before = cx.error_count();
            end_entry(cx, input, |rest| rest.is_any_ident(0));
            whole &= cx.error_count() == before;
        }
        if variables.is_empty() {
            cx.expected(input, "a loop variable");
            return Err(Reported);
        }
        Ok(Pattern {
            variables,
            tuple: true,
            whole,
        })
    })
}

fn variable(
    cx: &mut Context,
    input: ParseStream,
    number: usize,
    variables: &mut Vec<Variable>,
) -> Result<(), Reported> {
    const WHAT: &str = "a loop variable";
    let Some(ident) = input.nth_ident(0) else {
        cx.expected(input, WHAT);
        return Err(Reported);
    };
    let text = unraw(&ident);
    let other = variables.iter().find(|other| other.ident == ident);
    let other = other.or_else(|| cx.scope.variable(&text));
    if ident == "_" {
        bump(input);
    } else if cx.named.find(&text).is_some() {
        let message = format!("loop variable `{text}` hides a value");
        cx.report(&HIDDEN_NAME, ident.span(), message)
            .help("give the variable another name");
        bump(input);
    } else if let Some(other) = other.map(|other| other.ident.span()) {
        let message = format!("loop variable `{text}` hides another one");
        cx.report(&HIDDEN_NAME, ident.span(), message)
            .help("give this one another name")
            .related("the other one is here", SourceSpan::new(other));
        cx.mark(NameKind::Loop(number), true, ident.clone());
        bump(input);
    } else {
        name(cx, input, WHAT, NameKind::Loop(number), true)?;
    }
    variables.push(Variable { ident, used: false });
    Ok(())
}

/// The elements of a list, to its end.
fn rows(cx: &mut Context, input: ParseStream, pattern: &Pattern) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let before = cx.error_count();
    while !input.is_end() {
        rows.push(row(cx, input, pattern));
        end_entry(cx, input, |rest| {
            rest.is_any_ident(0) || rest.is_literal(0) || rest.is_parenthesis(0)
        });
    }
    if cx.error_count() != before {
        // In a list that is being typed, an element may stand twice for a moment.
        rows.dedup_by_key(|row| row.elements.iter().map(Element::source).collect::<Vec<_>>());
    }
    rows
}

fn row(cx: &mut Context, input: ParseStream, pattern: &Pattern) -> Row {
    let Some(group) = take_group(input, Delimiter::Parenthesis) else {
        let span = cx.span(input);
        let element = element(cx, input);
        return match element.kind {
            ElementKind::Missing => pattern.missing(span),
            _ if pattern.tuple => {
                hints::repetition::wrong_length(cx, pattern, "one that is no tuple", span);
                pattern.missing(span)
            }
            _ => Row {
                elements: vec![element],
                span,
            },
        };
    };
    let span = group.span.join();
    let before = cx.error_count();
    let elements = group.read(cx, elements);
    if cx.error_count() != before && pattern.variables.len() != elements.len() {
        return pattern.missing(span);
    }
    if pattern.tuple && pattern.variables.len() == elements.len() {
        return Row { elements, span };
    }
    let found = if pattern.tuple {
        elements.len().to_string()
    } else {
        format!("a tuple of {}", elements.len())
    };
    hints::repetition::wrong_length(cx, pattern, &found, span);
    pattern.missing(span)
}

fn elements(cx: &mut Context, input: ParseStream) -> Vec<Element> {
    let mut elements = Vec::new();
    while !input.is_end() {
        elements.push(element(cx, input));
        end_entry(cx, input, |rest| rest.is_any_ident(0) || rest.is_literal(0));
    }
    elements
}

fn element(cx: &mut Context, input: ParseStream) -> Element {
    let span = cx.span(input);
    let name = input.nth_ident(0);
    if let Some(element) = take_variable(cx, input) {
        return element;
    }
    let kind = match (value(cx, input).data, name) {
        (Data::String(string), _) => ElementKind::String(string),
        (Data::Number(number), _) => ElementKind::Number(number),
        (Data::Bool(truth), _) => ElementKind::Bool(truth),
        (Data::Word(_), Some(name)) => ElementKind::Name(name),
        (Data::Missing, _) => {
            bump_until(input, |rest| rest.is_separator());
            ElementKind::Missing
        }
        _ => {
            let message = "a list to repeat over holds names, texts and numbers";
            cx.report(&UNEXPECTED, span, message);
            ElementKind::Missing
        }
    };
    Element {
        kind,
        at: SourceSpan::new(span),
    }
}
