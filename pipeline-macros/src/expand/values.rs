//! Names, strings and values as the arguments of builder calls.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::mem::take;

use pipewright_model::model::{Data, DeployTime, Entry, ExpressionId, Name, Text, TextExpr, Value};
use pipewright_syntax::place::SourceSpan;
use pipewright_syntax::{ConditionId, Conditions, NamedId, NamedValues, Source};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::place::{call_span, explicit, is_from_macro, is_same, own_span};

/// Writes builder calls, and remembers what they name.
pub(super) struct Writer<'a> {
    /// The values that have names.
    named: &'a NamedValues,
    /// The conditions of `if`s.
    pub(super) conditions: &'a Conditions,
    /// The conditions that the calls written last ask for.
    pub(super) used_conditions: RefCell<BTreeSet<ConditionId>>,
    /// Whether each word gets a call at its own place. Only a pipeline with Rust expressions
    /// needs that: without them, the compiler has reported everything about single words.
    exact: bool,
    /// The items of `::pipewright` that are named.
    items: RefCell<BTreeSet<&'static str>>,
    /// The expressions that the calls written last use.
    used: RefCell<Vec<Deferred>>,
    /// The declared values that the calls written last use.
    used_named: RefCell<BTreeSet<NamedId>>,
}

/// The variable with what a Rust expression yields.
#[derive(Clone, Copy)]
pub(super) struct Deferred {
    pub(super) id: ExpressionId,
    /// Whether only a string can stand here.
    pub(super) is_text: bool,
    pub(super) at: SourceSpan,
    /// Whether it stands in a declared value, so that several calls may take it.
    pub(super) shared: bool,
}

impl Deferred {
    pub(super) fn variable(self) -> Ident {
        let kind = if self.is_text { "text" } else { "value" };
        Ident::new(&format!("{kind}_{}", self.id.0), Span::mixed_site())
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let exact = !source.expressions.is_empty();
        Writer {
            named: &source.named,
            conditions: &source.conditions,
            used_conditions: RefCell::default(),
            used_named: RefCell::default(),
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

    /// The expressions used since this was asked last, in the order of the source.
    pub(super) fn used(&self) -> Vec<Deferred> {
        let mut used = take(&mut *self.used.borrow_mut());
        used.sort_by_key(|deferred| (deferred.id, deferred.is_text));
        used.dedup_by_key(|deferred| (deferred.id, deferred.is_text));
        used
    }

    /// The declared values used since this was asked last.
    pub(super) fn used_named(&self) -> BTreeSet<NamedId> {
        take(&mut *self.used_named.borrow_mut())
    }

    /// The conditions asked for since this was asked last.
    pub(super) fn used_conditions(&self) -> BTreeSet<ConditionId> {
        take(&mut *self.used_conditions.borrow_mut())
    }

    /// The variable with a declared value.
    pub(super) fn named_variable(&self, id: NamedId) -> Ident {
        let name = self.named.get(id).map_or("", |(name, _)| name);
        let variable = if self.named.is_repeated(name) {
            format!("value_{name}_{}", id.0)
        } else {
            format!("value_{name}")
        };
        Ident::new(&variable, Span::mixed_site())
    }

    /// `let value_common = …;` for each of these declared values, and for those in them; and the
    /// expressions that they take.
    pub(super) fn named_lets(&self, ids: BTreeSet<NamedId>) -> (Vec<TokenStream>, Vec<Deferred>) {
        let (mut lets, mut deferred, mut done) = (Vec::new(), Vec::new(), BTreeSet::new());
        for id in ids {
            self.named_let(id, &mut done, &mut lets, &mut deferred);
        }
        (lets, deferred)
    }

    fn named_let(
        &self,
        id: NamedId,
        done: &mut BTreeSet<NamedId>,
        lets: &mut Vec<TokenStream>,
        deferred: &mut Vec<Deferred>,
    ) {
        let Some((_, value)) = self.named.get(id).filter(|_| done.insert(id)) else {
            return;
        };
        let variable = self.named_variable(id);
        let written = self.value(value);
        deferred.extend(self.used());
        for inner in self.used_named() {
            self.named_let(inner, done, lets, deferred);
        }
        let kind = self.item("Value", Span::mixed_site());
        lets.push(quote!(let #variable: #kind = #written;));
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
        let shared = self.named.holds(id);
        let deferred = Deferred {
            id,
            is_text,
            at,
            shared,
        };
        self.used.borrow_mut().push(deferred);
        let variable = deferred.variable();
        if shared {
            quote!(#variable.clone())
        } else {
            quote!(#variable)
        }
    }

    /// `.set(KEY, VALUE)` for each entry, by the builder's word for it.
    pub(super) fn entries<'e>(
        &self,
        method: &str,
        entries: impl IntoIterator<Item = &'e Entry<SourceSpan>>,
    ) -> TokenStream {
        entries
            .into_iter()
            .map(|entry| {
                let span = call_span(entry.key.at);
                let method = Ident::new(method, span);
                let key = self.name(&entry.key);
                let value = self.value_in_call(&entry.value);
                quote_spanned!(span=> .#method(#key, #value))
            })
            .collect()
    }

    /// The call of a method with a value.
    pub(super) fn with_value(&self, method: &str, value: &Value<SourceSpan>) -> TokenStream {
        let span = call_span(value.at);
        let method = Ident::new(method, span);
        let value = self.value_in_call(value);
        quote_spanned!(span=> .#method(#value))
    }

    /// A value that a call at its key takes.
    pub(super) fn value_in_call(&self, value: &Value<SourceSpan>) -> TokenStream {
        match &value.data {
            _ if self.copy(value).is_some() => self.value(value),
            _ if self.exact || is_from_macro(value.at) => self.value(value),
            Data::List(items) if !items.is_empty() => {
                let items = self.items_of(items.iter());
                quote!([#(#items),*])
            }
            _ => literal(value).unwrap_or_else(|| self.value(value)),
        }
    }

    /// Values of one Rust type, for an array: as they are where they all are literals.
    fn items_of<'v>(
        &self,
        values: impl Iterator<Item = &'v Value<SourceSpan>> + Clone,
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

    /// The declaration of which a list or a map is a copy.
    fn copy(&self, value: &Value<SourceSpan>) -> Option<NamedId> {
        let id = self.named.declared(value)?;
        matches!(value.data, Data::List(_) | Data::Map(_)).then_some(id)
    }

    /// A value with its own place.
    pub(super) fn value(&self, value: &Value<SourceSpan>) -> TokenStream {
        if let Some(id) = self.copy(value) {
            self.used_named.borrow_mut().insert(id);
            let variable = self.named_variable(id);
            return quote!(#variable.clone());
        }
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
            Data::DeployTime(DeployTime::Attribute {
                resource,
                attribute,
            }) => {
                let resource = self.name_in_call(resource, at);
                let attribute = self.text_in_call(attribute);
                self.function("attribute", at, &quote!(#resource, #attribute))
            }
            Data::DeployTime(found) => {
                let name = self.text_in_call(found.name());
                self.function(found.word(), at, &name)
            }
            Data::Joined(parts) => {
                let parts = parts.iter().map(|part| self.value(part));
                self.function("join", at, &quote!([#(#parts),*]))
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
