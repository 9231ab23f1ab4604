//! Properties that CloudFormation cannot change: a resource with another value is made anew.
//!
//! `create_only.txt` has them by type, from AWS's resource schemas (`createOnlyProperties`). A test
//! writes it and holds it against these.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use serde_json::Value;

static CREATE_ONLY: &str = include_str!("create_only.txt");

/// The properties of a type that cannot be changed, with their inner ones: `Foo/Bar`.
fn of(kind: &str) -> impl Iterator<Item = &'static str> {
    let (service, last) = kind.rsplit_once("::").unwrap_or((kind, ""));
    let mut blocks = CREATE_ONLY.split("# ").skip(1);
    let block = blocks.find_map(|block| {
        let (name, lines) = block.split_once('\n')?;
        (name == service).then_some(lines)
    });
    let mut lines = block.unwrap_or_default().lines();
    let line = lines.find(|line| line.split(' ').next() == Some(last));
    line.unwrap_or_default().split(' ').skip(1)
}

/// Those that differ.
pub(crate) fn differing(kind: &str, was: &Value, is: &Value) -> Vec<String> {
    let differ = |path: &&str| {
        let path = format!("/Properties/{path}");
        was.pointer(&path) != is.pointer(&path)
    };
    of(kind)
        .filter(differ)
        .map(|path| path.replace('/', "."))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_be_changed() {
        let of = |kind| of(kind).collect::<Vec<_>>();
        assert_eq!(of("AWS::IAM::Role"), ["Path", "RoleName"]);
        assert!(of("AWS::S3::Bucket").contains(&"BucketName"));
        assert_eq!(of("AWS::KMS::Key"), [""; 0]);
        assert_eq!(of("No::Such::Type"), [""; 0]);
    }
}
