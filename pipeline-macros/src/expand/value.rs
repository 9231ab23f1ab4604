//! Values, strings and the Rust expressions in them.

use pipewright_model::model::{Data, Entry, ExpressionId, Name, Text, TextExpr, Value};
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

/// The Rust expressions of a pipeline, and which of them have been written so far.
pub(super) struct Expressions<'a> {
    all: &'a [TokenStream],
    written: Vec<ExpressionId>,
}

impl<'a> Expressions<'a> {
    pub(super) fn new(all: &'a [TokenStream]) -> Self {
        Expressions {
            all,
            written: Vec::new(),
        }
    }

    /// Writes a part of the pipeline, and finds the first of the expressions in it.
    pub(super) fn part(&mut self, write: impl FnOnce(&mut Self) -> TokenStream) -> Part {
        let before = self.written.len();
        let tokens = write(self);
        let expressions = self.written.get(before..).unwrap_or_default();
        Part {
            first: expressions.iter().min().copied(),
            tokens,
        }
    }

    /// What an expression yields, or its error: an expression of our own.
    fn result(&mut self, id: ExpressionId, span: Span) -> TokenStream {
        self.written.push(id);
        match self.all.get(id.0) {
            Some(expression) => result(expression, span),
            None => TokenStream::new(),
        }
    }
}

/// A part of a pipeline, and the first Rust expression in it.
pub(super) struct Part {
    pub(super) tokens: TokenStream,
    pub(super) first: Option<ExpressionId>,
}

/// Puts those parts that have Rust expressions into the order in which these stand in the
/// source; the other parts stay where they are.
pub(super) fn in_source_order(parts: Vec<Part>) -> Vec<Part> {
    let (slots, mut moved): (Vec<bool>, Vec<Option<Part>>) = parts
        .into_iter()
        .map(|part| (part.first.is_some(), Some(part)))
        .unzip();
    let mut with: Vec<Part> = Vec::new();
    for (part, has_expression) in moved.iter_mut().zip(&slots) {
        if *has_expression {
            with.extend(part.take());
        }
    }
    with.sort_by_key(|part| part.first);
    let mut with = with.into_iter();
    let parts = moved.into_iter();
    parts
        .filter_map(|part| part.or_else(|| with.next()))
        .collect()
}

/// What an expression yields, as a `Result`: a closure, so that `?` can stand in it. Called at
/// once and with its type said, the compiler is through with it before the next one; handed
/// on to be called elsewhere, each would keep it busy until it has seen all of them.
/// In parentheses of ours, what has a comma is one expression too. The closure counts as our
/// code, and no lint of the user's looks at it.
pub(super) fn result(expression: &TokenStream, span: Span) -> TokenStream {
    let span = span.resolved_at(Span::mixed_site());
    quote_spanned! {span=>
        (|| -> ::pipewright::__private::Expression<_> {
            ::core::result::Result::Ok((#expression))
        })()
    }
}

/// How a value is written, as far as a list of such values has to know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    String,
    Number,
    Bool,
    /// A list, which has a type of its own for each length.
    List,
    /// A call that gives a `pipewright::Value`.
    Value,
}

impl Expressions<'_> {
    /// A value, as the argument of a call.
    pub(super) fn value(&mut self, value: &Value<SourceSpan>) -> TokenStream {
        self.shaped(value).1
    }

    /// A string, as the argument of a call.
    pub(super) fn text(&mut self, text: &TextExpr<SourceSpan>) -> TokenStream {
        let span = text.at.call_span();
        match &text.text {
            Text::Known(text) => literal(text, span),
            Text::Deferred(id) => {
                let result = self.result(*id, span);
                quote_spanned!(span=> ::pipewright::text(#result))
            }
            // Next to these, there is an error and no expansion.
            Text::Failed(_) | Text::Missing => literal("", span),
        }
    }

    /// `.set("key", value)…`
    pub(super) fn set(&mut self, entries: &[Entry<SourceSpan>]) -> TokenStream {
        let entries = entries.iter().map(|entry| {
            let (key, value) = (name(&entry.key), self.value(&entry.value));
            let span = entry.key.at.call_span();
            quote_spanned!(span=> .set(#key, #value))
        });
        entries.collect()
    }

    fn shaped(&mut self, value: &Value<SourceSpan>) -> (Shape, TokenStream) {
        let span = value.at.call_span();
        let call = |tokens| (Shape::Value, tokens);
        match &value.data {
            Data::String(text) => (Shape::String, literal(text, span)),
            Data::Number(number) => (Shape::Number, self::number(*number, span)),
            Data::Bool(truth) => (Shape::Bool, quote_spanned!(span=> #truth)),
            Data::List(items) => (Shape::List, self.list(items, span)),
            Data::Map(entries) => {
                let entries = self.entries(entries, span);
                call(quote_spanned!(span=> ::pipewright::map(#entries)))
            }
            Data::Word(word) => {
                let word = literal(word, span);
                call(quote_spanned!(span=> ::pipewright::word(#word)))
            }
            Data::File { artifact, path } => {
                let (artifact, path) = (name(artifact), self.text(path));
                call(quote_spanned!(span=> ::pipewright::file(#artifact, #path)))
            }
            Data::Variable {
                namespace,
                name: variable,
            } => {
                let (namespace, variable) = (name(namespace), name(variable));
                call(quote_spanned!(span=> ::pipewright::variable(#namespace, #variable)))
            }
            Data::Include { path, .. } => (Shape::String, include(path, span)),
            Data::Deferred(id) => {
                let result = self.result(*id, span);
                call(quote_spanned!(span=> ::pipewright::value(#result)))
            }
            // Next to these, there is an error and no expansion.
            Data::Failed(_) | Data::Missing => (Shape::String, literal("", span)),
        }
    }

    /// `[a, b]`: items of one type.
    fn list(&mut self, items: &[Value<SourceSpan>], span: Span) -> TokenStream {
        let items: Vec<_> = items.iter().map(|item| self.shaped(item)).collect();
        if items.is_empty() {
            return quote_spanned!(span=> [""; 0]);
        }
        let items = alike(items);
        quote_spanned!(span=> [#(#items),*])
    }

    /// `[("KEY", a), ("OTHER", b)]`: values of one type.
    fn entries(&mut self, entries: &[Entry<SourceSpan>], span: Span) -> TokenStream {
        let values = entries.iter().map(|entry| self.shaped(&entry.value));
        let values = alike(values.collect());
        if values.is_empty() {
            return quote_spanned!(span=> [("", ""); 0]);
        }
        let keys = entries.iter().map(|entry| name(&entry.key));
        quote_spanned!(span=> [#((#keys, #values)),*])
    }
}

/// The values as they are where they have one type, and otherwise each as a
/// `pipewright::Value`.
fn alike(values: Vec<(Shape, TokenStream)>) -> Vec<TokenStream> {
    let first = values.first().map(|(shape, _)| *shape);
    let one_type =
        first != Some(Shape::List) && values.iter().all(|(shape, _)| Some(*shape) == first);
    let values = values.into_iter();
    values
        .map(|(shape, tokens)| {
            if one_type || shape == Shape::Value {
                tokens
            } else {
                quote!(::pipewright::Value::from(#tokens))
            }
        })
        .collect()
}

/// A name, as the argument of a call.
pub(super) fn name(name: &Name<SourceSpan>) -> TokenStream {
    literal(&name.text, name.at.call_span())
}

pub(super) fn literal(text: &str, span: Span) -> TokenStream {
    let mut literal = Literal::string(text);
    literal.set_span(span);
    quote!(#literal)
}

/// A number, with its type where it is no `i32`. In a list, all are of the largest type.
fn number(number: i64, span: Span) -> TokenStream {
    let mut literal = match i32::try_from(number) {
        Ok(number) => Literal::i32_unsuffixed(number),
        Err(_) => Literal::i64_suffixed(number),
    };
    literal.set_span(span);
    quote!(#literal)
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
