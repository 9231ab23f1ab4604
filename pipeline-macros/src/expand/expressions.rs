//! Rust expressions: each is evaluated once, in the order of the source and where it sees the
//! user's variables, before the calls that take what it yields.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::place::{call_span, explicit, own_span};
use super::values::Deferred;

/// `let value_0 = …;` for each.
pub(super) fn lets(deferred: &[Deferred], expressions: &[TokenStream]) -> TokenStream {
    let mut deferred: Vec<&Deferred> = deferred.iter().collect();
    deferred.sort_by_key(|deferred| (deferred.id, deferred.is_text));
    deferred.dedup_by_key(|deferred| (deferred.id, deferred.is_text));
    deferred
        .into_iter()
        .map(|deferred| {
            let internal = Span::mixed_site();
            let expression = expressions.get(deferred.id.0).cloned().unwrap_or_default();
            let made = made(
                &expression,
                deferred.is_text,
                call_span(deferred.at),
                own_span(deferred.at),
            );
            let (variable, explicit) = (deferred.variable(), explicit(deferred.at));
            quote_spanned!(internal=> let #variable = #made #explicit;)
        })
        .collect()
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
