use serde_json::{Value, json};

use super::write::is_plain;
use super::{Json, Map, Text, Writer, compact, pretty, read};

#[test]
fn a_tree_is_written_as_serde_json_writes_it() {
    let every: String = (0..0x80)
        .chain([0xe9, 0x1f980])
        .filter_map(char::from_u32)
        .collect();
    let mut deep = json!("end");
    for _ in 0..20 {
        deep = json!([deep]);
    }
    let tree: Value = json!({
        "": [], "empty": {}, "list": [1, -2, true, null, "a", ["b"], { "c": {} }],
        "every": every, "plain": "arn:aws:iam::111111111111:role/app", "\"": { "é": "\u{80}x\\" },
        "deep": deep,
    });
    let ours = ours(&tree);
    assert_eq!(pretty(&ours), format!("{tree:#}"));
    assert_eq!(compact(&ours), format!("{tree}"));
    for text in [format!("{tree:#}"), tree.to_string()] {
        assert_eq!(read(&text), Some(ours.clone()));
    }
}

fn ours(tree: &Value) -> Json {
    match tree {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => Json::Number(number.as_i64().expect("a whole number")),
        Value::String(text) => Json::from(text),
        Value::Array(items) => Json::Array(items.iter().map(ours).collect()),
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), ours(value)));
            Json::Object(entries.collect())
        }
    }
}

#[test]
fn a_tree_is_what_it_is_written_as() {
    let text = String::from("a text");
    let tree = super::json!({
        "d": { "b": [], "a": [&text, "x", { "y": 1 }, [true]] },
        "a": &text,
        "c": text.len() > 1,
        "b": vec![text.clone()],
    });
    let same = json!({
        "a": "a text", "b": ["a text"], "c": true,
        "d": { "a": ["a text", "x", { "y": 1 }, [true]], "b": [] },
    });
    assert_eq!(tree, ours(&same));
    assert_eq!(tree.pointer("/d/a/2/y"), Some(&Json::Number(1)));
    assert_eq!(tree.pointer("/d/a/4"), None);
}

#[test]
fn keys_are_in_order_and_the_last_value_stays() {
    let mut map = Map::new();
    for key in ["b", "a", "c", "ab", "a", ""] {
        map.insert(key, Json::from(key));
    }
    map.insert("a", Json::Null);
    let keys: Vec<&str> = map.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["", "a", "ab", "b", "c"]);
    assert_eq!(map.get("a"), Some(&Json::Null));
    assert_eq!(map.get("b"), Some(&Json::String(Text::Borrowed("b"))));
    assert_eq!(map.get("d"), None);
}

#[test]
fn texts_are_read_with_their_escapes() {
    let read_as = |text: &str| read(text).map(|tree| tree.as_str().map(str::to_owned));
    let some = |text: &str| Some(Some(text.to_owned()));
    assert_eq!(
        read_as(r#" "\u00e9\/\ud83e\udd80\b" "#),
        some("é/\u{1f980}\u{8}")
    );
    for broken in [
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "\"a",
        "\"\\x\"",
        "\"\\ud83e\"",
        "1 2",
        "1.5",
        "nul",
        "{a:1}",
    ] {
        assert_eq!(read(broken), None, "{broken}");
    }
}

#[test]
fn what_is_flat_stays_on_its_line() {
    let mut out = Writer::pretty();
    out.list(|out| {
        out.item().flat(|out| {
            out.object(|out| {
                out.key("a").texts(["b", "c"]);
                out.key("d").object(|_| ());
            });
        });
        out.item().text("e");
    });
    let expected = "[\n  {\"a\": [\"b\", \"c\"], \"d\": {}},\n  \"e\"\n]\n";
    assert_eq!(out.finish(), expected);
}

#[test]
fn a_text_is_plain_wherever_its_one_special_letter_stands() {
    for length in 0..40 {
        let plain = "aé~ \u{7f}\u{80}"
            .chars()
            .cycle()
            .take(length)
            .collect::<String>();
        assert!(is_plain(&plain), "{plain:?}");
        for (at, _) in plain.char_indices() {
            for special in ['"', '\\', '\n', '\u{1f}', '\0'] {
                let mut text = plain.clone();
                text.insert(at, special);
                assert!(!is_plain(&text), "{text:?}");
            }
        }
    }
}
