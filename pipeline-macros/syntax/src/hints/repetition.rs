//! Mistakes in the header of a `for`.

use pipewright_model::codes::TUPLE_LENGTH;
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Ident, Span};
use std::collections::BTreeSet;
use syn::parse::ParseStream;

use crate::parse::{
    Context, Group, Lookahead, Pattern, Reported, Token, bump, bump_all, tokens, unraw,
};

/// Reports what stands in place of `in`, and passes over it where the list follows:
/// `for x of [1, 2]`.
pub(crate) fn missing_in(cx: &mut Context, input: ParseStream) -> Result<(), Reported> {
    let list = usize::from(input.is_any_ident(0));
    let there = input.is_group(list, Delimiter::Bracket);
    cx.expected(input, "`in`")
        .help("a list follows `in`: `for NAME in [ … ] { … }`");
    if !there {
        return Err(Reported);
    }
    bump_all(input, list);
    Ok(())
}

/// Reports a header in parentheses: `for (x in ["a"])`.
pub(crate) fn in_parentheses(cx: &mut Context, input: ParseStream) -> Result<(), Reported> {
    let Some(Token::Group(Delimiter::Parenthesis, _, inside)) = input.nth(0) else {
        return Ok(());
    };
    let Some(variable) = inside.nth_ident(0).filter(|_| inside.is_ident(1, "in")) else {
        return Ok(());
    };
    cx.expected(input, "a loop variable").help(format!(
        "leave out the parentheses: `for {variable} in [ … ] {{ … }}`"
    ));
    Err(Reported)
}

/// Reports what stands in place of the list; of a word, the value that is probably meant.
pub(crate) fn missing_list(cx: &mut Context, input: ParseStream) {
    let word = input.nth_ident(0).filter(|_| input.is_brace(1));
    let names = cx.named.names();
    let meant = word.and_then(|word| {
        let close = closest(&unraw(&word), names.iter().map(String::as_str));
        close.map(str::to_owned)
    });
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the list is written out, or is a value that is: `value NAME = [ … ];`".to_owned(),
    };
    cx.expected(input, "`[…]`, the list to repeat over")
        .help(help);
}

/// Reports and passes over an `in` too many.
pub(crate) fn doubled_in(cx: &mut Context, input: ParseStream) {
    while input.is_ident(0, "in") {
        cx.expected(input, "`[…]`, the list to repeat over")
            .help("leave out one `in`");
        bump(input);
    }
}

/// Reports `for a, b in`.
pub(crate) fn missing_parentheses(cx: &mut Context, input: ParseStream) -> bool {
    let there = input.is_punct(0, ',');
    if there {
        cx.expected(input, "`in`")
            .help("several variables stand in parentheses: `for (…, …) in`");
    }
    there
}

/// Reports `for (r) in ["a", "b"]`: one mistake, whatever the list is long.
pub(crate) fn needless_tuple(cx: &mut Context, pattern: &mut Pattern, list: &Group) {
    let [variable] = pattern.variables.as_slice() else {
        return;
    };
    let is_tuple = |token| matches!(token, Token::Group(Delimiter::Parenthesis, ..));
    let mut elements = tokens(list.cursor()).peekable();
    if !pattern.tuple || elements.peek().is_none() || elements.any(is_tuple) {
        return;
    }
    let name = variable.ident.to_string();
    let message = format!("`({name})` takes tuples, and the list holds none");
    cx.report(&TUPLE_LENGTH, variable.ident.span(), message)
        .help(format!("write `for {name} in`"));
    pattern.tuple = false;
}

/// Reports variables that fit none of the tuples of a declared list, where those are alike: the
/// declaration is right for others.
pub(crate) fn other_tuples(
    cx: &mut Context,
    pattern: &Pattern,
    list: &Group,
    name: &Ident,
) -> bool {
    let lengths: Option<BTreeSet<usize>> = elements(list).collect();
    let lengths: Vec<usize> = lengths.unwrap_or_default().into_iter().collect();
    let (Some(variable), [length]) = (pattern.variables.first(), lengths.as_slice()) else {
        return false;
    };
    if !pattern.tuple || *length == pattern.variables.len() {
        return false;
    }
    let variables = match pattern.variables.len() {
        1 => "is 1 variable".to_owned(),
        count => format!("are {count} variables"),
    };
    let message = format!("`{name}` is a list of tuples of {length}, and here {variables}");
    cx.report(&TUPLE_LENGTH, variable.ident.span(), message)
        .help(format!("write `({})`", vec!["…"; *length].join(", ")));
    true
}

/// The length of each tuple of a list; `None` for an element that is no tuple.
fn elements(list: &Group) -> impl Iterator<Item = Option<usize>> {
    let is_comma = |token: &Token| matches!(token, Token::Punct(punct) if punct.as_char() == ',');
    tokens(list.cursor())
        .filter(move |token| !is_comma(token))
        .map(move |token| match token {
            Token::Group(Delimiter::Parenthesis, _, inside) => {
                let parts: Vec<Token> = tokens(inside).collect();
                let commas = parts.iter().filter(|token| is_comma(token)).count();
                let trailing = parts.last().is_some_and(is_comma);
                Some(commas.saturating_add(usize::from(!trailing)))
            }
            _ => None,
        })
}

/// Reports an element with more or fewer parts than there are variables.
pub(crate) fn wrong_length(cx: &mut Context, pattern: &Pattern, found: &str, span: Span) {
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
    cx.report(&TUPLE_LENGTH, span, message).help(help);
}
