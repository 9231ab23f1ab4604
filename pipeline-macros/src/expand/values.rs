//! Names, strings and values as the arguments of builder calls.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::mem::take;

use pipewright_model::model::{Data, Entry, ExpressionId, Name, Text, TextExpr, Value};
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::place::{call_span, explicit, is_from_macro, is_same, own_span};

/// Writes builder calls, and remembers what they name.
pub(super) struct Writer {
    /// Whether each word gets a call at its own place. Only a pipeline with Rust expressions
    /// needs that: without them, the compiler has reported everything about single words.
    exact: bool,
    /// The items of `::pipewright` that are named.
    items: RefCell<BTreeSet<&'static str>>,
    /// The expressions that the calls written last use.
    used: RefCell<Vec<Deferred>>,
}

/// The variable with what a Rust expression yields.
#[derive(Clone, Copy)]
pub(super) struct Deferred {
    pub(super) id: ExpressionId,
    /// Whether only a string can stand here.
    pub(super) is_text: bool,
    pub(super) at: SourceSpan,
}

impl Deferred {
    pub(super) fn variable(self) -> Ident {
        let kind = if self.is_text { "text" } else { "value" };
        Ident::new(&format!("{kind}_{}", self.id.0), Span::mixed_site())
    }
}

impl Writer {
    pub(super) fn new(exact: bool) -> Self {
        Writer {
            exact,
            items: RefCell::default(),
            used: RefCell::default(),
        }
    }

    /// An item of `::pipewright`, imported at the top of the block.
    pub(super) fn item(&self, name: &'static str, span: Span) -> Ident {
        self.items.borrow_mut().insert(name);
        Ident::new(name, span)
    }

    pub(super) fn items(&self) -> impl Iterator<Item = Ident> {
        let items = take(&mut *self.items.borrow_mut());
        items
            .into_iter()
            .map(|name| Ident::new(name, Span::mixed_site()))
    }

    /// The expressions used since this was asked last.
    pub(super) fn used(&self) -> Vec<Deferred> {
        take(&mut *self.used.borrow_mut())
    }

    /// A call of a function, whose location is a token's.
    fn function(&self, name: &'static str, at: SourceSpan, arguments: &TokenStream) -> TokenStream {
        let span = call_span(at);
        let name = self.item(name, span);
        let explicit = explicit(at);
        quote_spanned!(span=> #name(#arguments) #explicit)
    }

    /// A call of an associated function; the location of the call is the first name's.
    pub(super) fn associated(
        &self,
        item: &'static str,
        function: &str,
        first: &Name<SourceSpan>,
        more: Option<TokenStream>,
    ) -> TokenStream {
        let span = call_span(first.at);
        let (item, function) = (self.item(item, span), Ident::new(function, span));
        let first = self.name(first);
        let more = more.map(|more| quote!(, #more));
        quote_spanned!(span=> #item::#function(#first #more))
    }

    /// A name that a call at its own place takes.
    pub(super) fn name(&self, name: &Name<SourceSpan>) -> TokenStream {
        if is_from_macro(name.at) {
            self.function("name", name.at, &string(&name.text))
        } else {
            string(&name.text)
        }
    }

    /// A name in a list of names, each of which has its own place if one has.
    pub(super) fn placed_name(&self, name: &Name<SourceSpan>) -> TokenStream {
        self.function("name", name.at, &string(&name.text))
    }

    /// A name that a call at another place takes.
    pub(super) fn name_in_call(&self, name: &Name<SourceSpan>, call: SourceSpan) -> TokenStream {
        if self.exact && !is_same(name.at, call) {
            self.function("name", name.at, &string(&name.text))
        } else {
            self.name(name)
        }
    }

    /// A string that a call at its own place takes.
    pub(super) fn text(&self, text: &TextExpr<SourceSpan>) -> TokenStream {
        match text.known() {
            Some(known) if is_from_macro(text.at) => self.function("text", text.at, &string(known)),
            Some(known) => string(known),
            None => self.deferred_text(text),
        }
    }

    /// A string that a call at another place takes.
    pub(super) fn text_in_call(&self, text: &TextExpr<SourceSpan>) -> TokenStream {
        match text.known() {
            Some(known) if self.exact => self.function("text", text.at, &string(known)),
            _ => self.text(text),
        }
    }

    fn deferred_text(&self, text: &TextExpr<SourceSpan>) -> TokenStream {
        match text.text {
            Text::Deferred(id) => self.deferred(id, true, text.at),
            // Beside an error, there is no expansion.
            Text::Known(_) | Text::Failed(_) | Text::Missing => string(""),
        }
    }

    fn deferred(&self, id: ExpressionId, is_text: bool, at: SourceSpan) -> TokenStream {
        let deferred = Deferred { id, is_text, at };
        self.used.borrow_mut().push(deferred);
        let variable = deferred.variable();
        quote!(#variable)
    }

    /// `.set(KEY, VALUE)` for each entry, by the builder's word for it.
    pub(super) fn entries(&self, method: &str, entries: &[Entry<SourceSpan>]) -> TokenStream {
        entries
            .iter()
            .map(|entry| {
                let span = call_span(entry.key.at);
                let method = Ident::new(method, span);
                let key = self.name(&entry.key);
                let value = self.value_in_call(&entry.value);
                quote_spanned!(span=> .#method(#key, #value))
            })
            .collect()
    }

    /// A value that a call at its key takes.
    pub(super) fn value_in_call(&self, value: &Value<SourceSpan>) -> TokenStream {
        match &value.data {
            _ if self.exact || is_from_macro(value.at) => self.value(value),
            Data::List(items) if !items.is_empty() => {
                let items = self.items_of(items.iter());
                quote!([#(#items),*])
            }
            _ => literal(value).unwrap_or_else(|| self.value(value)),
        }
    }

    /// Values of one Rust type, for an array: as they are where they all are literals.
    fn items_of<'a>(
        &self,
        values: impl Iterator<Item = &'a Value<SourceSpan>> + Clone,
    ) -> Vec<TokenStream> {
        let kind = |value: &Value<SourceSpan>| std::mem::discriminant(&value.data);
        let first = values.clone().next().map(kind);
        let bare = !self.exact
            && values
                .clone()
                .all(|value| Some(kind(value)) == first && !is_from_macro(value.at));
        values
            .map(|value| {
                let literal = literal(value).filter(|_| bare);
                literal.unwrap_or_else(|| self.value(value))
            })
            .collect()
    }

    /// A value with its own place.
    fn value(&self, value: &Value<SourceSpan>) -> TokenStream {
        let at = value.at;
        match &value.data {
            Data::Deferred(id) => self.deferred(*id, false, at),
            Data::Word(word) => self.function("word", at, &string(word)),
            Data::File { artifact, path } => {
                let artifact = self.name_in_call(artifact, at);
                let path = self.text_in_call(path);
                self.function("file", at, &quote!(#artifact, #path))
            }
            Data::Variable { namespace, name } => {
                let namespace = self.name_in_call(namespace, at);
                let name = self.name_in_call(name, at);
                self.function("variable", at, &quote!(#namespace, #name))
            }
            Data::List(items) if items.is_empty() => self.empty("list", at, &quote!(&str)),
            Data::List(items) => {
                let items = self.items_of(items.iter());
                self.function("list", at, &quote!([#(#items),*]))
            }
            Data::Map(entries) if entries.is_empty() => self.empty("map", at, &quote!(&str, &str)),
            Data::Map(entries) => self.map(at, entries),
            _ => {
                let literal = literal(value).unwrap_or_default();
                self.function("value", at, &literal)
            }
        }
    }

    /// An empty list or map, whose items have to be of some type.
    fn empty(&self, name: &'static str, at: SourceSpan, types: &TokenStream) -> TokenStream {
        let span = call_span(at);
        let name = self.item(name, span);
        let explicit = explicit(at);
        quote_spanned!(span=> #name::<#types>([]) #explicit)
    }

    fn map(&self, at: SourceSpan, entries: &[Entry<SourceSpan>]) -> TokenStream {
        let exact = self.exact || entries.iter().any(|entry| is_from_macro(entry.key.at));
        let keys = entries.iter().map(|Entry { key, .. }| {
            if exact {
                self.function("name", key.at, &string(&key.text))
            } else {
                string(&key.text)
            }
        });
        let values = self.items_of(entries.iter().map(|entry| &entry.value));
        let arguments = quote!([#((#keys, #values)),*]);
        self.function("map", at, &arguments)
    }
}

/// A literal of Rust, for what has one.
fn literal(value: &Value<SourceSpan>) -> Option<TokenStream> {
    Some(match &value.data {
        Data::String(text) => string(text),
        Data::Number(number) => self::number(*number),
        Data::Bool(truth) => quote!(#truth),
        Data::Include { path, .. } => include(path, value.at),
        _ => return None,
    })
}

fn number(number: i64) -> TokenStream {
    let sign = (number < 0).then(|| quote!(-));
    let size = number.unsigned_abs();
    // Without a suffix, it is an `i32`.
    let size = match i32::try_from(number) {
        Ok(_) => Literal::u64_unsuffixed(size),
        Err(_) => Literal::i64_suffixed(number.saturating_abs()),
    };
    quote!(#sign #size)
}

pub(super) fn string(text: &str) -> TokenStream {
    let mut literal = Literal::string(text);
    literal.set_span(Span::mixed_site());
    quote!(#literal)
}

/// The text of a file of the crate; the compiler comes back when it changes.
fn include(path: &str, at: SourceSpan) -> TokenStream {
    let span = own_span(at);
    let mut file = Literal::string(path);
    file.set_span(span);
    if std::path::Path::new(path).is_absolute() {
        quote_spanned!(span=> ::core::include_str!(#file))
    } else {
        quote_spanned! {span=>
            ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #file))
        }
    }
}
