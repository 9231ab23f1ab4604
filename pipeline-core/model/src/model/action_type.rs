//! Declared action types: the artifacts and the configuration of custom actions.

use super::{Data, Entry, Name, Origin};

/// An action type: `action_type NAME { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct ActionType<P> {
    /// The name that the `action_type` of an action uses.
    pub name: Name<P>,
    /// Its settings; an import has the same.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

impl<P> ActionType<P> {
    /// The settings, of a managed or an imported action type.
    pub fn entries(&self) -> &[Entry<P>] {
        self.origin.entries()
    }

    /// Returns whether the action type is imported.
    pub fn is_imported(&self) -> bool {
        matches!(self.origin, Origin::Imported(_))
    }

    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        find(self.entries(), key)
    }

    /// The least and the largest number of artifacts that `input_artifact_details` or
    /// `output_artifact_details` allows. `None` if one of them is not known.
    pub fn counts(&self, key: &str) -> Option<(i64, i64)> {
        let details = self.setting(key)?.value.data.as_map()?;
        let number = |key| match find(details, key)?.value.data {
            Data::Number(number) => Some(number),
            _ => None,
        };
        Some((number("minimum_count")?, number("maximum_count")?))
    }

    /// The keys of its configuration. `None` if an import does not list them, or if they are
    /// not known yet.
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
    /// The key's name.
    pub name: &'a Name<P>,
    /// The key's settings.
    pub settings: &'a [Entry<P>],
}

impl<'a, P> Property<'a, P> {
    /// The setting with this key.
    pub fn setting(&self, key: &str) -> Option<&'a Entry<P>> {
        find(self.settings, key)
    }

    /// Returns whether a setting is `true`.
    pub fn is(&self, key: &str) -> bool {
        self.setting(key)
            .is_some_and(|entry| matches!(entry.value.data, Data::Bool(true)))
    }

    /// Returns whether a setting has a value that is not known yet.
    pub fn may_be(&self, key: &str) -> bool {
        self.setting(key)
            .is_some_and(|entry| entry.value.data.is_unknown())
    }
}

fn find<'a, P>(entries: &'a [Entry<P>], key: &str) -> Option<&'a Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}
