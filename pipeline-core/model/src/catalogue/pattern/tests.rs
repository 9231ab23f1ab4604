use super::*;

#[test]
fn bucket_names_keep_to_the_rules_of_s3() {
    for good in ["abc", "my-bucket.1", "1a2"] {
        assert_eq!(BUCKET_NAME.complaint(good), None, "{good}");
    }
    for bad in [
        "ab",
        "Abc",
        "a..b",
        "-ab",
        "ab-",
        "192.168.0.1",
        "xn--abc",
        "abc-s3alias",
    ] {
        assert!(BUCKET_NAME.complaint(bad).is_some(), "{bad}");
    }
}

#[test]
fn a_repository_is_named_without_its_registry() {
    for good in ["app", "team/app", "a1", "my-app_2.x", "a--b", "a__b"] {
        assert_eq!(ECR_REPOSITORY.complaint(good), None, "{good}");
    }
    let registry = "111111111111.dkr.ecr.us-east-1.amazonaws.com/team/app:1";
    for bad in ["App", "a//b", "a/", "-a", "a..b", "a", registry] {
        assert!(ECR_REPOSITORY.complaint(bad).is_some(), "{bad}");
    }
    assert_eq!(
        (ECR_REPOSITORY.meant)(registry).as_deref(),
        Some("team/app")
    );
}

#[test]
fn a_reserved_form_is_named() {
    let complaint = |text| BUCKET_NAME.complaint(text).unwrap_or_default();
    assert_eq!(
        complaint("amzn-s3-demo-x"),
        "cannot begin with `amzn-s3-demo-`, which S3 keeps for itself"
    );
    assert_eq!(
        complaint("files--x-s3"),
        "cannot end with `--x-s3`, which S3 keeps for itself"
    );
    assert_eq!(
        complaint("10.0.0.1"),
        "cannot have the form of an IP address"
    );
    assert_eq!(complaint("a..b"), "cannot hold two dots in a row");
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let complaint = |pattern: &Pattern, text: &str| pattern.complaint(text).unwrap_or_default();
    assert_eq!(
        complaint(&BUCKET_NAME, "A"),
        "has 1 character, and needs at least 3; it must be small letters, digits, . and -, with a letter or digit at both ends"
    );
    assert_eq!(
        complaint(&VERSION, "1.0 of today"),
        "has 12 characters, and AWS allows 9; it must be letters, digits and - _"
    );
    assert_eq!(
        complaint(&CRON, "0 9 * *"),
        "must be a cron expression of 6 or 7 fields, `0 0 9-17 ? * MON-FRI *`"
    );
    assert_eq!(
        complaint(&FULL_REPOSITORY_ID, "a"),
        "must be OWNER/REPOSITORY"
    );
    assert_eq!(complaint(&CRON, ""), "is empty");
}
