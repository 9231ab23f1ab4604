use crate::support::{assert_finds, base, change_sets, finding, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Action, Builder, file, try_value, word};
use pipewright_core::model::{Data, Unreadable};

fn with(action: Action) -> Builder {
    base().stage(stage("Deploy", [action]))
}

fn upload(key: &str, value: impl Into<Value>) -> Builder {
    with(
        Action::new("Upload", "S3Deploy")
            .input("source")
            .set("bucket_name", "site-files")
            .set("extract", true)
            .set(key, value),
    )
}

fn prepare(key: &str, value: impl Into<Value>) -> Builder {
    let [prepare, _] = change_sets();
    with(prepare.set(key, value))
}

#[test]
fn texts_are_texts() {
    assert_finds(&upload("cache_control", "max-age=60"), &[]);
    let bare = upload("cache_control", word("private"));
    assert_finds(
        &bare,
        &["P405 `cache_control` takes a text, and this is the bare word `private`"],
    );
    assert_eq!(
        finding(&bare).help.as_deref(),
        Some(
            "put it in quotes: `\"private\"`; a Rust expression stands in parentheses: `(private)`"
        )
    );
    assert_finds(
        &upload("cache_control", 60),
        &["P405 `cache_control` takes a text, and this is the number `60`"],
    );
    assert_finds(
        &upload("cache_control", ""),
        &["P407 `cache_control` is empty"],
    );
}

#[test]
fn texts_keep_to_their_pattern_and_length() {
    assert_finds(&upload("object_key", "a".repeat(1000)), &[]);
    assert_finds(
        &upload("object_key", "a".repeat(1001)),
        &["P407 `object_key` has 1001 characters, and AWS allows 1000"],
    );
    assert_finds(&upload("cache_control", "#{Checkout.CommitId}"), &[]);
    assert_finds(
        &upload("kms_encryption_key_arn", "alias/key"),
        &[
            "P407 `kms_encryption_key_arn` must be the ARN of a key, `arn:aws:kms:REGION:ACCOUNT:key/ID`",
        ],
    );
}

#[test]
fn truths_are_not_texts() {
    let quoted = with(
        Action::new("Upload", "S3Deploy")
            .input("source")
            .set("bucket_name", "site-files")
            .set("extract", "true"),
    );
    assert_finds(
        &quoted,
        &["P405 `extract` takes `true` or `false`, and this is a text"],
    );
    assert_eq!(
        finding(&quoted).help.as_deref(),
        Some("write `true`, without quotes")
    );
}

#[test]
fn numbers_are_in_their_range() {
    let review = |minutes: Value| {
        with(
            Action::new("Review", "Manual")
                .input("source")
                .set("timeout_in_minutes", minutes),
        )
    };
    let surplus = "P206 `Manual` takes no inputs, and `Review` has 1 input";
    assert_finds(&review(5.into()), &[surplus]);
    assert_finds(
        &review(4.into()),
        &[
            surplus,
            "P409 `timeout_in_minutes` is 4, and goes from 5 to 86400",
        ],
    );
    assert_finds(
        &review("5".into()),
        &[
            surplus,
            "P405 `timeout_in_minutes` takes a whole number, and this is a text",
        ],
    );
}

#[test]
fn constants_are_known_ones() {
    assert_finds(&upload("canned_acl", word("private")), &[]);
    assert_finds(&upload("canned_acl", "public-read"), &[]);
    let typo = upload("canned_acl", "publicread");
    assert_finds(&typo, &["P406 `canned_acl` cannot be `publicread`"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a value with a similar name: `public-read`")
    );
    assert_finds(
        &prepare("capabilities", vec![word("CAPABILITY_NAMED")]),
        &["P406 `capabilities` cannot be `CAPABILITY_NAMED`"],
    );
    assert_finds(
        &prepare("capabilities", word("CAPABILITY_IAM")),
        &[
            "P405 `capabilities` takes a list of constants, and this is the bare word `CAPABILITY_IAM`",
        ],
    );
}

#[test]
fn what_is_known_later_is_passed_over() {
    let later = Value::from(Data::Deferred(pipewright_core::model::ExpressionId(0)));
    assert_finds(&upload("canned_acl", later.clone()), &[]);
    assert_finds(&prepare("capabilities", vec![later]), &[]);
}

#[test]
fn what_failed_is_reported() {
    assert_finds(
        &upload(
            "cache_control",
            try_value(Err::<String, _>("no such variable")),
        ),
        &["P400 this expression failed: no such variable"],
    );
    let unreadable = |error| {
        Value::from(Data::Include {
            path: "a.txt".to_owned(),
            content: Err(error),
        })
    };
    let failed = Unreadable::Failed("no such file".to_owned());
    for (error, found) in [
        (failed, "P411 `a.txt` cannot be read: no such file"),
        (
            Unreadable::TooLarge,
            "P566 `a.txt` has more than 1000000 bytes, which is all that a template may hold",
        ),
    ] {
        assert_finds(&upload("cache_control", unreadable(error)), &[found]);
    }
}

#[test]
fn files_are_in_an_artifact() {
    assert_finds(
        &prepare("template_configuration", file("source", "test.json")),
        &[],
    );
    assert_finds(
        &prepare("template_configuration", file("source", "")),
        &["P407 the path of `template_configuration` is empty"],
    );
    let aws = prepare("template_configuration", "source::test.json");
    assert_finds(
        &aws,
        &["P405 `template_configuration` takes a file in an artifact, and this is a text"],
    );
    assert_eq!(
        finding(&aws).help.as_deref(),
        Some("write `source / \"test.json\"`")
    );
}
