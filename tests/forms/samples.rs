//! Texts that a pattern and a model of AWS are compared by.

use pipewright_core::catalogue::pattern::Pattern;

/// Texts that are right somewhere, from which wrong ones are made.
const SEEDS: &[&str] = &[
    "shop",
    "abc1234",
    "a-b_c.d",
    "12",
    "$LATEST",
    "123456789012",
    "ou-abcd-12345678",
    "ou-abcd-1234567",
    "r-abcd",
    "AppConfig.AllAtOnce",
    "AppConfig.Short",
    "subnet-0a1b2c3d",
    "subnet-0123456789abcdef0",
    "sg-0a1b2c3d",
    "vpc-0a1b2c3d",
    "/service/path/",
    "50%",
    "eu-west-1a",
    "https://example.com/x",
    "function:live",
    "arn:aws:ecs:us-east-1:111111111111:cluster/shop",
    "arn:aws:lambda:us-east-1:111111111111:function:shop",
    "arn:aws:iam::111111111111:role/shop",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:codeconnections:us-east-1:111111111111:connection/0a1b2c3d",
];

/// Samples of a pattern: seeds, each with one other character, and texts around its lengths.
pub(crate) fn of(pattern: &Pattern) -> Vec<String> {
    let signs: Vec<char> = (' '..='~').chain(['\n', 'ö', '…']).collect();
    let mut samples: Vec<String> = SEEDS.iter().map(|seed| (*seed).to_owned()).collect();
    for seed in SEEDS {
        for sign in &signs {
            let middle = seed.len() / 2;
            let (before, after) = seed.split_at(middle);
            samples.push(format!("{sign}{seed}"));
            samples.push(format!("{before}{sign}{after}"));
            samples.push(format!("{seed}{sign}"));
        }
    }
    let lengths = [pattern.min, pattern.max]
        .into_iter()
        .flat_map(|n| n.saturating_sub(1)..=n + 1);
    samples.extend(lengths.filter(|n| *n < 20_000).map(|n| "a".repeat(n)));
    samples
}
