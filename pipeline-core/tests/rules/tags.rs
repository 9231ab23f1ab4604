//! Tags of the pipeline.

use crate::support::{assert_finds, base};
use pipewright_core::builder::map;

#[test]
fn tags_are_the_users_own() {
    let with = |key: &str, value: &str| base().setting("tags", map([(key, value)]));
    assert_finds(&with("team", "delivery@example.com"), &[]);
    assert_finds(
        &with("AWS:team", "x"),
        &["P366 tag `AWS:team` begins with `aws:`, which AWS keeps for itself"],
    );
    assert_finds(
        &with("pipewright:pipeline", "x"),
        &["P366 tag `pipewright:pipeline` says whose pipeline a resource is part of"],
    );
    assert_finds(
        &with("team", "a;b"),
        &["P407 the value of tag `team` must be letters, digits, blanks and _ . : / = + - @"],
    );
    assert_finds(
        &with(&"x".repeat(129), ""),
        &[&format!(
            "P407 tag key `{}` has 129 characters, and AWS allows 128",
            "x".repeat(129)
        )],
    );
}

#[test]
fn fifty_tags_are_one_too_many_beside_ours() {
    let with = |count: usize| {
        let tags = (0..count).map(|number| (format!("tag{number}"), "x"));
        base().setting("tags", map(tags))
    };
    assert_finds(&with(49), &[]);
    assert_finds(
        &with(50),
        &["P365 the pipeline has 50 tags besides `pipewright:pipeline`, and AWS allows 50 of all"],
    );
}
