//! What tests look into trees with, and break them by.

use std::ops::{Index, IndexMut};

use super::{Json, Map, Text};

impl Json {
    pub(crate) fn as_array_mut(&mut self) -> Option<&mut Vec<Json>> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }
}

impl Index<&str> for Json {
    type Output = Json;

    fn index(&self, key: &str) -> &Json {
        self.get(key).unwrap_or(&Json::Null)
    }
}

impl Index<usize> for Json {
    type Output = Json;

    fn index(&self, index: usize) -> &Json {
        self.item(index).unwrap_or(&Json::Null)
    }
}

/// What is not there becomes an object.
impl IndexMut<&str> for Json {
    fn index_mut(&mut self, key: &str) -> &mut Json {
        if *self == Json::Null {
            *self = Json::Object(Map::new());
        }
        let map = self.as_object_mut().expect("an object");
        if map.get(key).is_none() {
            map.insert(Text::Owned(key.to_owned()), Json::Null);
        }
        map.get_mut(key).expect("just set")
    }
}

impl IndexMut<usize> for Json {
    fn index_mut(&mut self, index: usize) -> &mut Json {
        &mut self.as_array_mut().expect("a list")[index]
    }
}

impl PartialEq<&str> for Json {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(*other)
    }
}

impl PartialEq<str> for Json {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}
