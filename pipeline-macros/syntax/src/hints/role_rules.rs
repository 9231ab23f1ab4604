//! `roles` without its block: mostly a role, or several.

use syn::parse::ParseStream;

use crate::parse::Context;

/// Reports that no `{ … }` follows `roles`.
pub(crate) fn no_block(cx: &mut Context, input: ParseStream) {
    cx.expected(input, "`{ … }`, the settings of all roles").help(
        "`roles { … }` has settings for all roles; each role is declared by itself: `role NAME …`",
    );
}
