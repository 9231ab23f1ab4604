//! Tables of what is said again and again: each thing stands once, and is named by its place.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

/// A table: what is added twice stands in it once. Build scripts are compiled without optimisation, in
/// which long texts are compared faster than they are hashed.
pub(super) struct Table<T>(RefCell<Rows<T>>);

struct Rows<T> {
    places: BTreeMap<T, usize>,
    order: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table(RefCell::new(Rows {
            places: BTreeMap::new(),
            order: Vec::new(),
        }))
    }
}

impl<T: Clone + Ord> Table<T> {
    /// The place of a thing, which is added where it is new.
    pub(super) fn place(&self, thing: T) -> usize {
        let mut rows = self.0.borrow_mut();
        if let Some(place) = rows.places.get(&thing) {
            return *place;
        }
        let place = rows.order.len();
        rows.places.insert(thing.clone(), place);
        rows.order.push(thing);
        place
    }

    /// The rows in the order of their places.
    pub(super) fn rows(&self, value: impl Fn(&T) -> Value) -> Value {
        self.0.borrow().order.iter().map(value).collect()
    }
}
