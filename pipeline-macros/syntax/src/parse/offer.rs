//! What an editor offers at a place: the keys of a block, and the words that a value can be.

use pipewright_model::catalogue::declared::{ACTION, BOUNDARY, SETTINGS, STATEMENT};
use pipewright_model::catalogue::{self, Key, Type};
use syn::parse::ParseStream;

use super::group::Group;
use super::{Context, NameKind};

/// The actions behind `of`.
pub(super) static OF: Key = Key::optional("Of", Type::Actions, "");

/// The keys of a block.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// What the block is of: `CodeBuild`, `role`.
    pub of: &'static str,
    /// The keys.
    pub lists: [&'static [Key]; 3],
}

/// A set of words that depends on the place.
#[derive(Clone, Debug)]
pub enum WordSet {
    /// The keys of a block.
    Keys(Keys),
    /// The values of a key.
    Values(&'static Key),
    /// What stands behind the name of an action or of a resource, and a `.`.
    Parts(String),
    /// The properties of a resource type.
    Properties(String),
}

impl WordSet {
    fn is_same_set(&self, other: &WordSet) -> bool {
        match (self, other) {
            (WordSet::Keys(one), WordSet::Keys(other)) => {
                let mut pairs = one.lists.iter().zip(other.lists);
                pairs.all(|(one, other)| std::ptr::eq(*one, other))
            }
            (WordSet::Values(one), WordSet::Values(other)) => std::ptr::eq(*one, *other),
            (WordSet::Parts(one), WordSet::Parts(other))
            | (WordSet::Properties(one), WordSet::Properties(other)) => one == other,
            _ => false,
        }
    }
}

impl Keys {
    pub(super) const fn new(of: &'static str, keys: &'static [Key]) -> Self {
        Keys {
            of,
            lists: [keys, &[], &[]],
        }
    }

    /// Those of an action or of a rule.
    pub(crate) fn of_action(kind: &str, rule: bool) -> Self {
        let (found, common): (_, &'static [Key]) = if rule {
            (catalogue::rule(kind), &[])
        } else {
            (catalogue::kind(kind), ACTION)
        };
        match found {
            Some(kind) => Keys {
                of: kind.name,
                lists: [kind.keys, kind.own_keys, common],
            },
            None => Keys::new("action", common),
        }
    }

    /// Returns whether there is a key of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&'static Key> {
        let mut keys = self.lists.into_iter().flatten();
        keys.find(|key| key.is_written(name))
    }
}

/// What is offered at the place that is being read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Offer {
    /// The kind of the keys of the block around this place.
    name_kind: Option<NameKind>,
    /// Those keys.
    keys: Option<Keys>,
    /// The key of the value at this place.
    value: Option<&'static Key>,
    /// The keys of each map of a map of names.
    each: Option<Keys>,
}

/// Returns whether a value of this type can be some words only: certain constants, or declared
/// things of certain kinds.
fn has_own_words(kind: &Type) -> bool {
    match kind {
        Type::FileOr(other) => has_own_words(other),
        Type::OneOf(_)
        | Type::SetOf(_)
        | Type::Bool
        | Type::Number(..)
        | Type::File
        | Type::Artifact
        | Type::PassedRole(_)
        | Type::PassedRoles(_)
        | Type::Readers(_)
        | Type::Role
        | Type::Roles
        | Type::Project
        | Type::ActionType
        | Type::Stages
        | Type::Actions => true,
        _ => false,
    }
}

/// The keys of a map that is a value of this key, or an element of one.
fn keys_inside(key: &'static Key) -> Option<Keys> {
    let keys = match &key.kind {
        Type::Record(keys) | Type::OneOrMore(keys) | Type::Records(keys) => keys,
        Type::Statements | Type::Document => STATEMENT,
        Type::Boundary => BOUNDARY,
        _ => return None,
    };
    Some(Keys::new(key.name, keys))
}

impl Context {
    /// Reads with this offer in place of that around it.
    fn with<T>(&mut self, offer: Offer, read: impl FnOnce(&mut Context) -> T) -> T {
        let outer = std::mem::replace(&mut self.offer, offer);
        let read = read(self);
        self.offer = outer;
        read
    }

    /// Reads a block of entries with these keys.
    pub(super) fn read_keys<T>(
        &mut self,
        block: &Group,
        keys: Keys,
        read: impl FnOnce(&mut Context, ParseStream) -> T,
    ) -> T {
        let offer = Offer {
            name_kind: self.edited.then(|| self.word_set(WordSet::Keys(keys))),
            keys: Some(keys),
            ..Offer::default()
        };
        self.with(offer, |cx| block.read(cx, read))
    }

    /// Reads the block of a resource of this type.
    pub(super) fn read_properties<T>(
        &mut self,
        block: &Group,
        kind: Option<&str>,
        read: impl FnOnce(&mut Context, ParseStream) -> T,
    ) -> T {
        let kind = kind.filter(|_| self.edited);
        let offer = Offer {
            name_kind: kind.map(|kind| self.word_set(WordSet::Properties(kind.to_owned()))),
            ..Offer::default()
        };
        self.with(offer, |cx| block.read(cx, read))
    }

    /// Reads a setting of the pipeline. Its key is marked as the beginning of an item.
    pub(super) fn read_setting<T>(&mut self, read: impl FnOnce(&mut Context) -> T) -> T {
        let offer = Offer {
            keys: Some(Keys::new("pipeline", SETTINGS)),
            ..Offer::default()
        };
        self.with(offer, read)
    }

    /// Reads a value as that of this key.
    pub(super) fn read_value_as<T>(
        &mut self,
        key: &'static Key,
        read: impl FnOnce(&mut Context) -> T,
    ) -> T {
        let offer = Offer {
            value: Some(key),
            ..Offer::default()
        };
        self.with(offer, read)
    }

    /// Reads the value behind a key.
    pub(super) fn read_value_of<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Context) -> T,
    ) -> T {
        let offer = Offer {
            value: self.offer.keys.and_then(|keys| keys.find(key)),
            each: self.offer.each,
            ..Offer::default()
        };
        self.with(offer, read)
    }

    /// Reads a map that stands here as a value.
    pub(super) fn read_map<T>(
        &mut self,
        map: &Group,
        read: impl FnOnce(&mut Context, ParseStream) -> T,
    ) -> T {
        let Offer { value, each, .. } = self.offer;
        if let Some(keys) = value.and_then(keys_inside).or(each) {
            return self.read_keys(map, keys, read);
        }
        let each = value.and_then(|key| match key.kind {
            Type::Named(keys) => Some(Keys::new(key.name, keys)),
            _ => None,
        });
        let offer = Offer {
            each,
            ..Offer::default()
        };
        self.with(offer, |cx| map.read(cx, read))
    }

    /// The kind of the keys of the block around this place.
    pub(super) fn key_name_kind(&self) -> Option<NameKind> {
        self.offer.name_kind
    }

    /// The key of this name in the block around this place, as it is written.
    pub(crate) fn own_key(&self, name: &str) -> Option<String> {
        let found = self.offer.keys.and_then(|keys| keys.find(name));
        found.map(Key::written)
    }

    /// Returns whether the key of the value at this place is one of ours.
    pub(crate) fn has_own_key(&self) -> bool {
        self.offer.value.is_some()
    }

    /// Returns whether actions are expected at this place.
    pub(crate) fn expects_actions(&self) -> bool {
        let key = self.offer.value;
        key.is_some_and(|key| matches!(key.kind, Type::Actions))
    }

    /// The kind of a bare word that stands here as a value.
    pub(super) fn value_name_kind(&mut self) -> NameKind {
        let key = self.offer.value.filter(|key| has_own_words(&key.kind));
        match key.filter(|_| self.edited) {
            Some(key) => self.word_set(WordSet::Values(key)),
            None => NameKind::Value,
        }
    }

    /// The kind of the words behind `NAME.`
    pub(super) fn part_name_kind(&mut self, name: &str) -> Option<NameKind> {
        if name == "variables" {
            return Some(NameKind::Variable);
        }
        self.edited
            .then(|| self.word_set(WordSet::Parts(name.to_owned())))
    }

    /// The kind of the words of a set.
    fn word_set(&mut self, set: WordSet) -> NameKind {
        let known = self
            .word_sets
            .iter()
            .position(|known| known.is_same_set(&set));
        NameKind::WordSet(known.unwrap_or_else(|| {
            self.word_sets.push(set);
            self.word_sets.len().saturating_sub(1)
        }))
    }
}
