//! Rust expressions: each is evaluated once, in the order of the source and where it sees the
//! user's variables, before the calls that take what it yields.

use pipewright_model::model::ExpressionId;
use pipewright_syntax::{BranchCondition, BranchLiteral, ConditionId, Source};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::branches;
use super::place::{call_span, explicit, own_span};
use super::values::Deferred;

/// `let value_0 = …;` for each, and `let condition_0 = …;` for each condition of an `if`; and what
/// the builder is told of conditions that may fail.
///
/// What stands in a branch that is not taken is not evaluated.
pub(super) fn lets(deferred: &[Deferred], source: &Source) -> (TokenStream, TokenStream) {
    let mut deferred: Vec<&Deferred> = deferred.iter().collect();
    deferred.sort_by_key(|deferred| (deferred.id, deferred.is_text));
    deferred.dedup_by_key(|deferred| (deferred.id, deferred.is_text));
    let values = deferred.into_iter().map(|deferred| {
        let guard = source.conditions.branch_of(deferred.id);
        let literals = source.conditions.literals(guard);
        (deferred.id, value(deferred, source, literals))
    });
    let mut failed = TokenStream::new();
    let conditions = source.conditions.iter().map(|(id, condition)| {
        let (written, call) = self::condition(id, condition, source);
        failed.extend(call);
        (condition.expression, written)
    });
    let mut all: Vec<(ExpressionId, TokenStream)> = values.chain(conditions).collect();
    all.sort_by_key(|(id, _)| *id);
    (
        all.into_iter().map(|(_, written)| written).collect(),
        failed,
    )
}

fn value(deferred: &Deferred, source: &Source, literals: &[BranchLiteral]) -> TokenStream {
    let internal = Span::mixed_site();
    let expression = expression(source, deferred.id);
    let made = made(
        &expression,
        deferred.is_text,
        call_span(deferred.at),
        own_span(deferred.at),
    );
    let (variable, explicit) = (deferred.variable(), explicit(deferred.at));
    let made = quote_spanned!(internal=> #made #explicit);
    let Some(holds) = branches::all(literals) else {
        return quote_spanned!(internal=> let #variable = #made;);
    };
    let function = if deferred.is_text { "text" } else { "value" };
    let function = Ident::new(function, internal);
    quote_spanned! {internal=>
        let #variable = if #holds { #made } else { ::pipewright::#function("") };
    }
}

fn expression(source: &Source, id: ExpressionId) -> TokenStream {
    source.expressions.get(id.0).cloned().unwrap_or_default()
}

/// `let condition_0: bool = …;`. One that fails is a finding of the builder.
fn condition(
    id: ConditionId,
    condition: &BranchCondition,
    source: &Source,
) -> (TokenStream, TokenStream) {
    let internal = Span::mixed_site();
    let variable = branches::variable(id);
    let expression = expression(source, condition.expression);
    let allow = quote_spanned!(internal=> #[allow(unused_variables)]);
    if !leaves(expression.clone()) {
        let written = quote_spanned!(internal=> #allow let #variable: bool = #expression;);
        return (written, TokenStream::new());
    }
    let own = own_span(condition.at);
    let here = quote_spanned!(call_span(condition.at)=> .here());
    let failed = Ident::new(&format!("failed_{}", id.0), internal);
    let written = quote_spanned! {own=>
        #allow
        let (#variable, #failed) = ::pipewright::__private::condition(
            ::pipewright::try_value((|| -> ::pipewright::__private::Expression<bool> {
                ::core::result::Result::Ok((#expression))
            })()) #here
        );
    };
    (written, quote_spanned!(internal=> .failed(#failed)))
}

/// A call that takes what the expression yields, at these spans: the call's, and that of all
/// in it that is not the user's.
///
/// An expression that can leave the function it stands in, by `?` most of all, stands in a
/// closure. It is called at once and says its type, so that the compiler is through with it
/// before the next one. The others need none: a closure costs the compiler as much as ten calls.
///
/// A closure of ours inside of a call of the user's would bring the compiler to point at the
/// whole macro where the type is wrong. So that call is ours too, and `here` has the place.
pub(super) fn made(expression: &TokenStream, is_text: bool, call: Span, own: Span) -> TokenStream {
    if leaves(expression.clone()) {
        let function = Ident::new(if is_text { "try_text" } else { "try_value" }, own);
        let here = quote_spanned!(call=> .here());
        // In parentheses of ours, what has a comma is one expression too.
        quote_spanned! {own=>
            ::pipewright::#function((|| -> ::pipewright::__private::Expression<_> {
                ::core::result::Result::Ok((#expression))
            })()) #here
        }
    } else {
        let function = if is_text { "text" } else { "value" };
        if has_comma(expression.clone()) {
            let function = Ident::new(function, own);
            let here = quote_spanned!(call=> .here());
            quote_spanned!(own=> ::pipewright::#function((#expression)) #here)
        } else {
            let function = Ident::new(function, call);
            quote_spanned!(call=> ::pipewright::#function(#expression))
        }
    }
}

fn has_comma(expression: TokenStream) -> bool {
    expression
        .into_iter()
        .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
}

/// Macros that hold no way out but those in their arguments.
const PLAIN_MACROS: &[&str] = &[
    "concat",
    "env",
    "format",
    "include_str",
    "option_env",
    "stringify",
    "vec",
];

/// Returns whether the expression may leave the function that it stands in.
fn leaves(expression: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = expression.into_iter().collect();
    let calls_macro = tokens.windows(3).any(|window| match window {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(bang),
            TokenTree::Group(_),
        ] => bang.as_char() == '!' && !PLAIN_MACROS.contains(&name.to_string().as_str()),
        _ => false,
    });
    calls_macro
        || tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => leaves(group.stream()),
            TokenTree::Ident(ident) => LEAVING.iter().any(|word| ident == word),
            TokenTree::Punct(punct) => punct.as_char() == '?',
            TokenTree::Literal(_) => false,
        })
}

const LEAVING: &[&str] = &["await", "break", "continue", "return", "yield"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_leave_a_function_is_known_by_its_tokens() {
        for (expression, expected) in [
            ("name", false),
            ("format!(\"{name}\")", false),
            ("if a != b { c } else { !d }", false),
            ("f(g()?)", true),
            ("format!(\"{}\", g()?)", true),
            ("find().await", true),
            ("{ return }", true),
            ("bail!(\"no\")", true),
        ] {
            assert_eq!(
                leaves(expression.parse().expect("tokens")),
                expected,
                "{expression}"
            );
        }
    }
}
