//! Physical names: pure functions of the pipeline's name, its home, an account, a
//! region and a place in the pipeline; never of the order of declarations.

use crate::catalogue::limits;
use crate::hash::fnv1a_64;
use crate::pipeline::{
    Pipeline, Project, ProjectOrigin, Region, Store, StoreOrigin, StoreSettings,
};

/// Makes the names of one pipeline.
///
/// Every name ends in a hash of all that tells it apart, so that names differ where their
/// readable parts were cut or differ in case only. The home is a part of it: a pipeline of the
/// same name may live in another region and use the same accounts.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pipeline: String,
    home_account: String,
    home_region: String,
}

impl Names {
    pub(crate) fn of(pipeline: &Pipeline) -> Names {
        let home = pipeline.home_id().to_string();
        Names::new(&pipeline.name, &home, pipeline.home().region.as_str())
    }

    /// Makes the names of a pipeline that is called so and lives there.
    pub(crate) fn new(pipeline: &str, home_account: &str, home_region: &str) -> Names {
        Names {
            pipeline: pipeline.to_owned(),
            home_account: home_account.to_owned(),
            home_region: home_region.to_owned(),
        }
    }

    /// A role: `sample-lambda-Build-Package-0a1b2c3d`. It differs wherever the role's stack
    /// or its logical id does: IAM knows no stacks.
    pub(crate) fn role(
        &self,
        parts: &[&str],
        stack: &[String],
        logical_id: &str,
        prefix: &str,
    ) -> String {
        let stack = stack.iter().map(String::as_str);
        let all: Vec<&str> = stack
            .chain([logical_id])
            .chain(parts.iter().copied())
            .collect();
        let hash = self.hash_suffix("role", &all);
        let max = limits::ROLE_NAME_MAX - prefix.len();
        let name = self.readable(parts, &hash, max, role_char);
        format!("{prefix}{name}")
    }

    /// An `EventBridge` rule, or a statement of a bus policy.
    pub(crate) fn rule(&self, parts: &[&str]) -> String {
        self.fit("rule", parts, limits::ROLE_NAME_MAX, dash_char)
    }

    /// A topic.
    pub(crate) fn topic(&self, notification: &str) -> String {
        self.fit(
            "topic",
            &["notify", notification],
            limits::TOPIC_NAME_MAX,
            dash_char,
        )
    }

    /// A schedule, or a group of schedules.
    pub(crate) fn schedule(&self, parts: &[&str]) -> String {
        self.fit("schedule", parts, limits::SCHEDULE_NAME_MAX, dash_char)
    }

    /// A managed policy that takes what a role's inline policies cannot hold. It is called after
    /// the role, whose name is taken once in the account. Where that is a name of the user's own,
    /// policies of theirs may begin with it too, so there is a hash behind it.
    pub(crate) fn policy(&self, role: &str, is_named_by_user: bool, number: &str) -> String {
        if is_named_by_user {
            return self.fit("policy", &[role, number], limits::STACK_NAME_MAX, role_char);
        }
        format!("{role}-{number}")
    }

    /// A stack: `sample-lambda-artifacts-eu-west-1-0a1b2c3d`. It begins with a letter.
    pub(crate) fn stack(&self, words: &[String]) -> String {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let name = self.fit("stack", &words, limits::STACK_NAME_MAX - 2, stack_char);
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name
        } else {
            format!("p-{name}")
        }
    }

    /// A build project.
    pub(crate) fn project(&self, parts: &[&str]) -> String {
        let name = self.fit("project", parts, limits::PROJECT_NAME_MAX - 2, dash_char);
        if name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            name
        } else {
            format!("p-{name}")
        }
    }

    /// The physical name of a declared project.
    pub(crate) fn of_project(&self, declared: &Project) -> String {
        match &declared.origin {
            ProjectOrigin::Imported { name, .. } => name.clone(),
            ProjectOrigin::Managed(settings) => match &settings.name {
                Some(name) => name.clone(),
                None => self.project(&[&declared.name]),
            },
        }
    }

    /// The bucket of a declared store.
    pub(crate) fn of_store(&self, declared: &Store) -> String {
        match &declared.origin {
            StoreOrigin::Imported { bucket, .. } => bucket.clone(),
            StoreOrigin::Managed(settings) => self.of_managed_store(settings, &declared.region),
        }
    }

    /// The bucket of a store that we make.
    pub(crate) fn of_managed_store(&self, settings: &StoreSettings, region: &Region) -> String {
        match (&settings.bucket_name, &settings.shared) {
            (Some(name), _) => name.clone(),
            (None, Some(shared)) => self.of_shared(shared).bucket(region),
            (None, None) => self.bucket(region),
        }
    }

    /// Makes the names of a store that several pipelines share: functions of its name, its account
    /// and its region.
    pub(crate) fn of_shared(&self, store: &str) -> Names {
        Names {
            pipeline: store.to_owned(),
            home_account: self.home_account.clone(),
            // In the place of a region, so that no pipeline makes the same names.
            home_region: "shared".to_owned(),
        }
    }

    /// Eight characters that stand for the pipeline, of one kind of names.
    pub(crate) fn suffix(&self, kind: &str) -> String {
        self.hash_suffix(kind, &[])
    }

    /// The same for another pipeline of this account.
    pub(crate) fn suffix_of_other(&self, kind: &str, pipeline: &str, region: &str) -> String {
        let other = Names {
            pipeline: pipeline.to_owned(),
            home_account: self.home_account.clone(),
            home_region: region.to_owned(),
        };
        other.suffix(kind)
    }

    /// The alias of the key of a store that we make.
    pub(crate) fn of_alias(&self, settings: &StoreSettings, region: &Region) -> String {
        match &settings.alias_name {
            Some(name) => name.clone(),
            None => self.alias(region),
        }
    }

    /// The alias of a store's key.
    fn alias(&self, region: &Region) -> String {
        let max = limits::ALIAS_MAX - "alias/".len();
        let name = self.fit("alias", &["artifacts", region.as_str()], max, dash_char);
        format!("alias/{name}")
    }

    /// A store's bucket, in its account's own namespace: nobody else can take a name
    /// that ends in `-ACCOUNT-REGION-an`. Where S3 has no such namespace, the name is of the
    /// global one, which keeps that ending for the other.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
    pub(crate) fn bucket(&self, region: &Region) -> String {
        let end = if region.has_account_regional_buckets() {
            "-an"
        } else {
            ""
        };
        let namespace = format!("-{}-{region}{end}", self.home_account);
        let max = limits::BUCKET_NAME_MAX - namespace.len();
        let parts = ["artifacts", region.as_str()];
        let hash = self.hash_suffix("bucket", &parts);
        let readable: String = self
            .pipeline
            .to_ascii_lowercase()
            .chars()
            .map(bucket_char)
            .collect();
        let cut = cut(readable.trim_matches('-'), max - hash.len() - 1);
        if cut.is_empty() {
            format!("{hash}{namespace}")
        } else {
            format!("{cut}-{hash}{namespace}")
        }
    }

    fn fit(&self, kind: &str, parts: &[&str], max: usize, allowed: fn(char) -> char) -> String {
        self.readable(parts, &self.hash_suffix(kind, parts), max, allowed)
    }

    /// The pipeline's name and the parts, as far as they fit and with what is not
    /// allowed replaced, then the hash.
    fn readable(
        &self,
        parts: &[&str],
        hash: &str,
        max: usize,
        allowed: fn(char) -> char,
    ) -> String {
        let mut readable = self.pipeline.clone();
        for part in parts {
            readable.push('-');
            readable.push_str(part);
        }
        let readable: String = readable.chars().map(allowed).collect();
        format!("{}-{hash}", cut(&readable, max - hash.len() - 1))
    }

    fn hash_suffix(&self, kind: &str, parts: &[&str]) -> String {
        let own = [kind, &self.pipeline, &self.home_account, &self.home_region];
        hash_suffix(own.into_iter().chain(parts.iter().copied()))
    }
}

/// At most so many characters, without a dash at the end.
fn cut(string: &str, max: usize) -> &str {
    let end = string
        .char_indices()
        .nth(max)
        .map_or(string.len(), |(index, _)| index);
    string[..end].trim_end_matches('-')
}

/// Eight characters that stand for all parts: 40 bits of their hash. They are digits and
/// lowercase letters, since IAM takes names for the same that differ in case only.
pub(crate) fn hash_suffix<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let bits = hash(parts);
    (0..8)
        .filter_map(|digit| {
            let five = u32::try_from((bits >> (5 * digit)) & 31).ok()?;
            char::from_digit(five, 32)
        })
        .collect()
}

/// The hash of all parts, each with its end.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let ended = parts.into_iter().flat_map(|part| part.bytes().chain([0]));
    let hash = fnv1a_64(ended);
    // FNV-1a alone leaves its last bytes in few bits; one round of mixing spreads them.
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

fn role_char(c: char) -> char {
    if c.is_ascii_alphanumeric() || "+=,.@-_".contains(c) {
        c
    } else {
        '-'
    }
}

fn dash_char(c: char) -> char {
    if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
        c
    } else {
        '-'
    }
}

fn stack_char(c: char) -> char {
    if c.is_ascii_alphanumeric() { c } else { '-' }
}

fn bucket_char(c: char) -> char {
    if c.is_ascii_lowercase() || c.is_ascii_digit() {
        c
    } else {
        '-'
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pattern;

    fn names(pipeline: &str, region: &str) -> Names {
        Names {
            pipeline: pipeline.to_owned(),
            home_account: "111111111111".to_owned(),
            home_region: region.to_owned(),
        }
    }

    /// The name of a role in the pipeline's own stack.
    fn role(names: &Names, parts: &[&str]) -> String {
        names.role(parts, &["pipeline".to_owned()], "Role", "")
    }

    #[test]
    fn every_name_keeps_to_its_pattern_and_length() {
        let long = "x.@_-".repeat(20);
        for pipeline in ["a", "-", "9.lives", "App@2", &long] {
            let names = names(pipeline, "us-east-1");
            let region = Region::new("ap-southeast-2").expect("a region");
            let parts = [long.as_str(), "Prepare"];
            let words = parts.map(str::to_owned);
            assert_eq!(pattern::STACK_NAME.complaint(&names.stack(&words)), None);
            assert_eq!(
                pattern::PROJECT_NAME.complaint(&names.project(&parts)),
                None
            );
            let bucket = names.bucket(&region);
            assert_eq!(pattern::BUCKET_NAME.complaint(&bucket), None, "{bucket}");
            assert!(
                bucket.ends_with("-111111111111-ap-southeast-2-an"),
                "{bucket}"
            );
            assert!(role(&names, &parts).len() <= limits::ROLE_NAME_MAX);
            assert!(names.alias(&region).len() <= limits::ALIAS_MAX);
        }
    }

    #[test]
    fn names_differ_where_anything_that_tells_them_apart_does() {
        let long = "a".repeat(100);
        let here = names("app", "us-east-1");
        let elsewhere = names("app", "eu-west-1");
        let pairs = [
            (
                role(&here, &["Build", "Test"]),
                role(&elsewhere, &["Build", "Test"]),
            ),
            (
                role(&here, &["Build", "Test"]),
                role(&here, &["Build", "test"]),
            ),
            (role(&here, &["A-B", "C"]), role(&here, &["A", "B-C"])),
            (role(&here, &[&long, "B"]), role(&here, &[&long, "C"])),
            (
                role(&here, &["Build", "Test"]),
                role(&names("App", "us-east-1"), &["Build", "Test"]),
            ),
        ];
        for (one, other) in pairs {
            assert!(!one.eq_ignore_ascii_case(&other), "{one} and {other}");
        }
    }

    #[test]
    fn a_hash_never_changes() {
        assert_eq!(hash_suffix(["role", "app"]), "mmkvspsh");
        assert_ne!(hash_suffix(["ab", "c"]), hash_suffix(["a", "bc"]));
    }

    #[test]
    fn hashes_of_many_places_differ() {
        let names = names("app", "us-east-1");
        let mut seen = std::collections::HashSet::new();
        for stage in 0..50 {
            for action in 0..1000 {
                let (stage, action) = (format!("S{stage}"), format!("A{action}"));
                assert!(seen.insert(names.hash_suffix("role", &[&stage, &action])));
            }
        }
    }
}
