//! Action types that are declared: what a custom action takes and makes.

use super::{Data, Entry, Name, Origin};

/// `action_type NAME { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct ActionType<P> {
    /// The name that the `action_type` of an action uses.
    pub name: Name<P>,
    /// Its settings; an import has the same.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

impl<P> ActionType<P> {
    /// All that is said of it.
    pub fn entries(&self) -> &[Entry<P>] {
        self.origin.entries()
    }

    /// Whether it exists, and is not ours to make.
    pub fn is_imported(&self) -> bool {
        matches!(self.origin, Origin::Imported(_))
    }

    /// A setting, the first one where it stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        find(self.entries(), key)
    }

    /// How many artifacts `input_artifact_details` or `output_artifact_details` allows, as
    /// far as that is known.
    pub fn counts(&self, key: &str) -> Option<(i64, i64)> {
        let details = self.setting(key)?.value.data.as_map()?;
        let number = |key| match find(details, key)?.value.data {
            Data::Number(number) => Some(number),
            _ => None,
        };
        Some((number("minimum_count")?, number("maximum_count")?))
    }

    /// The keys of its configuration; nothing where an import does not say which it has, or
    /// where that is not known yet.
    pub fn properties(&self) -> Option<Vec<Property<'_, P>>> {
        let Some(entry) = self.setting("configuration_properties") else {
            return (!self.is_imported()).then(Vec::new);
        };
        let all = entry.value.data.as_map()?.iter().map(|entry| Property {
            name: &entry.key,
            settings: entry.value.data.as_map().unwrap_or_default(),
        });
        Some(all.collect())
    }
}

/// A key of an action type's configuration.
#[derive(Clone, Copy, Debug)]
pub struct Property<'a, P> {
    /// What it is called.
    pub name: &'a Name<P>,
    /// What is said of it.
    pub settings: &'a [Entry<P>],
}

impl<'a, P> Property<'a, P> {
    /// A setting of it.
    pub fn setting(&self, key: &str) -> Option<&'a Entry<P>> {
        find(self.settings, key)
    }

    /// Whether a setting of it is `true`.
    pub fn is(&self, key: &str) -> bool {
        self.setting(key)
            .is_some_and(|entry| matches!(entry.value.data, Data::Bool(true)))
    }

    /// Whether a setting of it is not known yet.
    pub fn may_be(&self, key: &str) -> bool {
        self.setting(key)
            .is_some_and(|entry| entry.value.data.is_unknown())
    }
}

fn find<'a, P>(entries: &'a [Entry<P>], key: &str) -> Option<&'a Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}
