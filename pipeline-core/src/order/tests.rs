use super::{OrderedMap, OrderedSet, sort};

#[test]
fn what_is_equal_stays_in_its_order() {
    let mut words = vec!["to", "be", "or", "not", "to", "be", "that", "is"];
    let mut same = words.clone();
    sort(&mut words, |one, other| one.len().cmp(&other.len()));
    same.sort_by_key(|word| word.len());
    assert_eq!(words, same);
    sort(&mut words, Ord::cmp);
    assert!(words.is_sorted());
}

#[test]
fn what_comes_in_any_order_is_kept_in_order() {
    let set: OrderedSet<&str> = ["b", "a", "c", "a", ""].into_iter().collect();
    assert_eq!(set.iter().copied().collect::<Vec<_>>(), ["", "a", "b", "c"]);
    assert!(set.contains("b") && !set.contains("bb"));
    assert_eq!(set.from(&"aa"), ["b", "c"]);
    assert_eq!(set.from(&"b"), ["b", "c"]);
    let mut map = OrderedMap::new();
    for word in ["to", "be", "or", "not", "to", "be"] {
        *map.entry(word).or_default() += 1;
    }
    let counts: Vec<(&str, i32)> = map.into_iter().collect();
    assert_eq!(counts, [("be", 2), ("not", 1), ("or", 1), ("to", 2)]);
}

#[test]
fn a_key_that_comes_again_has_its_last_value() {
    let mut map: OrderedMap<String, u8> = OrderedMap::new();
    assert_eq!(map.insert("a".to_owned(), 1), None);
    assert_eq!(map.insert("a".to_owned(), 2), Some(1));
    assert_eq!(map.get("a"), Some(&2));
    assert!(!map.contains_key("b"));
}
