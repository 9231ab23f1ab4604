//! A store that several pipelines share.

use super::value::{Name, Value, map};

/// An artifact store that several pipelines share: one bucket and one key for all of them.
///
/// Each pipeline takes it as the `shared` setting of a store. The roles of each may read and write
/// the artifacts of their own pipeline only; a role that two of them import may do so in both.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{SharedStore, Store};
///
/// let artifacts = SharedStore::new("artifacts").set("expiration_in_days", 7);
/// let store = Store::managed("artifacts").region("us-east-1").set("shared", &artifacts);
/// ```
#[derive(Clone, Debug)]
pub struct SharedStore {
    settings: Vec<(Name, Value)>,
}

impl SharedStore {
    /// A shared store of this name, which its bucket, its key and its stack are named by.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Value>) -> Self {
        SharedStore {
            settings: vec![(super::name("name"), name.into())],
        }
    }

    /// A setting of the store: those of a store that a pipeline has for itself.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.settings.push((super::name(key), value.into()));
        self
    }
}

impl From<&SharedStore> for Value {
    fn from(store: &SharedStore) -> Self {
        map(store.settings.clone())
    }
}

impl From<SharedStore> for Value {
    fn from(store: SharedStore) -> Self {
        map(store.settings)
    }
}
