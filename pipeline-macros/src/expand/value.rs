//! Values and texts.

use pipewright_core::model::{Data, Entry, Name, Said, Text, Value};
use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::call;
use crate::place::At;

/// `.method("key", value)`, called from where the value stands: a key has been checked
/// by the time that it runs, a value perhaps not.
pub(super) fn entry(method: &str, entry: &Entry<At>, expressions: &[TokenStream]) -> TokenStream {
    let key = string(&entry.key);
    let value = value(&entry.value, expressions);
    call(method, entry.value.at, &quote!(#key, #value))
}

/// A name, as a string.
pub(super) fn string(name: &Name<At>) -> Literal {
    literal(&name.text, name.at.call_span())
}

fn literal(text: &str, span: Span) -> Literal {
    let mut literal = Literal::string(text);
    literal.set_span(span);
    literal
}

/// Something that becomes a text of the model.
pub(super) fn text(text: &Text<At>, expressions: &[TokenStream]) -> TokenStream {
    match &text.said {
        Said::Now(known) => literal(known, text.at.call_span()).into_token_stream(),
        Said::Later(number) => {
            let expression = expression(*number, text.at.call_span(), expressions);
            quote_spanned!(text.at.call_span()=> __p::text(#expression))
        }
        // Only the builder knows what fails.
        Said::Failed(_) => TokenStream::new(),
    }
}

/// Something that becomes a value of the model.
fn value(value: &Value<At>, expressions: &[TokenStream]) -> TokenStream {
    let span = value.at.call_span();
    match &value.data {
        Data::Text(text) => literal(text, span).into_token_stream(),
        Data::Number(number) => {
            let mut number = Literal::i64_suffixed(*number);
            number.set_span(span);
            number.into_token_stream()
        }
        Data::Bool(truth) => quote_spanned!(span=> #truth),
        Data::List(items) if items.is_empty() => {
            quote_spanned!(span=> __p::List::new())
        }
        Data::List(items) => {
            let items = alike(items.iter(), expressions);
            quote_spanned!(span=> [#(#items),*])
        }
        Data::Map(entries) if entries.is_empty() => {
            quote_spanned!(span=> __p::map::<&str, &str>([]))
        }
        Data::Map(entries) => {
            let keys = entries.iter().map(|entry| string(&entry.key));
            let values = alike(entries.iter().map(|entry| &entry.value), expressions);
            quote_spanned!(span=> __p::map([#((#keys, #values)),*]))
        }
        Data::Word(word) => {
            let word = literal(word, span);
            quote_spanned!(span=> __p::word(#word))
        }
        Data::File { artifact, path } => {
            let (artifact, path) = (string(artifact), text(path, expressions));
            quote_spanned!(span=> __p::file(#artifact, #path))
        }
        Data::Variable { namespace, name } => {
            let (namespace, name) = (string(namespace), string(name));
            quote_spanned!(span=> __p::variable(#namespace, #name))
        }
        Data::Include { path, .. } => include(path, span),
        Data::Later(number) => {
            let expression = expression(*number, span, expressions);
            quote_spanned!(span=> __p::value(#expression))
        }
        // Only the builder knows what fails.
        Data::Failed(_) => TokenStream::new(),
    }
}

/// Values that are all of one Rust type: as they are where all are texts, as values of
/// the model otherwise.
fn alike<'a>(
    values: impl Iterator<Item = &'a Value<At>> + Clone,
    expressions: &[TokenStream],
) -> Vec<TokenStream> {
    let texts = values
        .clone()
        .all(|value| matches!(value.data, Data::Text(_)));
    values
        .map(|found| {
            let tokens = value(found, expressions);
            let converts = matches!(
                found.data,
                Data::Text(_)
                    | Data::Number(_)
                    | Data::Bool(_)
                    | Data::List(_)
                    | Data::Include { .. }
            );
            if texts || !converts {
                tokens
            } else {
                quote_spanned!(found.at.call_span()=> __p::Value::from(#tokens))
            }
        })
        .collect()
}

/// A closure, so that `?` can stand in the user's expression.
fn expression(number: usize, span: Span, expressions: &[TokenStream]) -> TokenStream {
    let tokens = expressions.get(number);
    quote_spanned!(span=> || ::core::result::Result::Ok(#tokens))
}

/// The text of a file of the crate; the compiler comes back when it changes.
fn include(path: &str, span: Span) -> TokenStream {
    let file = literal(path, span);
    if std::path::Path::new(path).is_absolute() {
        quote_spanned!(span=> ::core::include_str!(#file))
    } else {
        quote_spanned! {span=>
            ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #file))
        }
    }
}
