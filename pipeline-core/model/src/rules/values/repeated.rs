//! Items that stand twice in a list.

use crate::catalogue::{Type, pattern};
use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use std::collections::BTreeMap;

code! {
    ITEM_TWICE = "P557" Warning "an item stands twice in a list",
    why: "An account, a region, a policy or a subnet that is listed twice counts once at best: some services of AWS refuse the list, others drop the second. Most likely another one was meant.",
    example: "deployment_targets: [\"333333333333\", \"333333333333\"],",
    fix: "Write the item that is meant, or leave the second one out.",
    source: "",
}

/// Reports items of a list that stand in it before. Commands are run one after another, also twice.
pub(super) fn items<P: Place>(
    cx: &mut Check<'_, P>,
    kind: &'static Type,
    written: &str,
    value: &Value<P>,
) {
    let Data::List(items) = &value.data else {
        return;
    };
    let named = match kind {
        Type::FileOr(other) => return self::items(cx, other, written, value),
        Type::Strings(of) => **of != pattern::COMMAND,
        Type::SetOf(_) | Type::PassedRoles(_) | Type::Readers(_) => true,
        _ => false,
    };
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for item in items.iter().filter(|_| named) {
        let (Data::String(name) | Data::Word(name)) = &item.data else {
            continue;
        };
        let Some(first) = seen.get(name.as_str()).copied() else {
            seen.insert(name, item.at);
            continue;
        };
        cx.report(
            &ITEM_TWICE,
            item.at,
            format!("`{name}` stands twice in `{written}`"),
        )
        .help("write the one that is meant, or leave it out")
        .related("first said here", first);
    }
}
