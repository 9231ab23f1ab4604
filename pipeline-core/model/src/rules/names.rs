//! Names: whether each keeps to its pattern, and stands once.

use crate::catalogue::pattern::Pattern;
use crate::code::Code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::{remedy, words};
use std::collections::BTreeMap;

/// Reports a name that does not keep to its pattern.
pub(crate) fn well_formed<P: Place>(
    cx: &mut Check<'_, P>,
    code: &'static Code,
    pattern: &Pattern,
    what: &str,
    name: &Name<P>,
) {
    if let Some(complaint) = pattern.complaint(&name.text) {
        let what = words::named(what, &name.text);
        cx.report(code, name.at, format!("{what} {complaint}"))
            .maybe_help(remedy::remedy(pattern, &name.text));
    }
}

/// The names that have stood somewhere, each with its first place.
pub(crate) struct Seen<'a, P>(BTreeMap<&'a str, P>);

impl<'a, P: Place> Seen<'a, P> {
    pub(crate) fn new() -> Self {
        Seen(BTreeMap::new())
    }

    /// Adds a name. Returns its first place, if it has stood before.
    pub(crate) fn add(&mut self, name: &'a Name<P>) -> Option<P> {
        let first = self.0.get(name.text.as_str()).copied();
        self.0.entry(&name.text).or_insert(name.at);
        first
    }
}
