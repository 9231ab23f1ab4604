//! The places that use a declared value.

use proc_macro2::Ident;
use syn::parse::ParseStream;

use super::declaration::read;
use super::scope::{NAME_KIND, NamedId};
use crate::iterations::Use;
use crate::model::Value;
use crate::parse::Context;
use crate::parse::group::bump;
use crate::parse::lookahead::Lookahead;
use crate::parse::name::unraw;
use crate::place::{IterationId, SourceSpan};

/// The declared value of the name that stands here, if it is one.
pub(in crate::parse) fn value(cx: &mut Context, input: ParseStream) -> Option<Value> {
    let ident = input.nth_ident(0)?;
    let id = cx.named.find(&unraw(&ident))?;
    bump(input);
    let mut value = read(cx, id, Some(&ident));
    let used = add_use(cx, id, ident, Use::Whole(id));
    value.for_each_place(&mut |at| place(cx, at, used));
    Some(value)
}

/// Records that a value is used here.
pub(super) fn add_use(cx: &mut Context, id: NamedId, ident: Ident, used: Use) -> IterationId {
    let Some(named) = cx.named.get_mut(id) else {
        return IterationId(usize::MAX);
    };
    named.used = true;
    let declared = named.ident.span();
    let span = ident.span();
    cx.mark(NAME_KIND, false, ident);
    cx.scope.add_use(declared, span, used)
}

/// Makes a place of the declaration one of this use.
pub(super) fn place(cx: &mut Context, at: &mut SourceSpan, used: IterationId) {
    let declared = *at;
    at.iteration = Some(used);
    at.guard = cx.guard;
    cx.unread.incomplete.copy(declared, *at);
}
