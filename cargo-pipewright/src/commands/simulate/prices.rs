//! Prices in US dollars: those that are known, and those that a user gives.
//!
//! Known are those of us-east-1 without taxes and free tiers, as read on the date below:
//!
//! - CodePipeline: <https://aws.amazon.com/codepipeline/pricing/>
//! - CodeBuild: <https://aws.amazon.com/codebuild/pricing/>
//! - KMS: <https://aws.amazon.com/kms/pricing/>, "each key costs $1/month"; a call by
//!   <https://www.wring.co/blog/aws-kms-pricing-guide> of 15 March 2026
//! - S3: <https://aws.amazon.com/s3/pricing/>, by
//!   <https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples>

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;

/// The day on which the prices were read.
const AS_OF: &str = "30 November 2026";

/// The region of the prices.
const REGION: &str = "us-east-1";

/// The machines whose prices are known by their size alone.
pub(super) const MACHINE_TYPE: &str = "LINUX_CONTAINER";

/// Each price with its name.
const PRICES: &[(&str, f64)] = &[
    // Of a pipeline of type `V2`, rounded up for each action; approvals and custom actions are free.
    ("action-minute", 0.002),
    // Of a pipeline of type `V1` that runs in it.
    ("v1-month", 1.0),
    ("key-month", 1.0),
    ("key-call", 0.03 / 10_000.0),
    ("object-write", 0.005 / 1_000.0),
    ("object-read", 0.0004 / 1_000.0),
    // A minute of a Linux machine, rounded up.
    ("BUILD_GENERAL1_SMALL", 0.005),
    ("BUILD_GENERAL1_MEDIUM", 0.01),
    ("BUILD_GENERAL1_LARGE", 0.02),
];

/// The largest price that is taken.
const MOST: f64 = 1_000_000.0;

/// Prices by their names.
#[derive(Debug)]
pub(super) struct Prices {
    all: BTreeMap<String, f64>,
    given: usize,
}

impl Prices {
    /// The prices that are known, with those of a file in their place.
    pub(super) fn read(file: Option<&Path>) -> Result<Prices, Failure> {
        let known = PRICES.iter();
        let mut prices = Prices {
            all: known
                .map(|(name, price)| ((*name).to_owned(), *price))
                .collect(),
            given: 0,
        };
        let Some(path) = file else {
            return Ok(prices);
        };
        let names: Vec<String> = PRICES.iter().map(|(name, _)| format!("`{name}`")).collect();
        let help = format!(
            "a file of prices is JSON: {{ \"action-minute\": 0.002 }}; the prices are {}, and any other size of a machine",
            names.join(", ")
        );
        let wrong =
            |what: String| Failure::with_help(format!("`{}`: {what}", path.display()), &help);
        let text = super::text_of_file(path)?;
        let value: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let map = value
            .as_object()
            .ok_or_else(|| wrong("it is no map of prices".to_owned()))?;
        for (name, price) in map {
            let is_known = prices.all.contains_key(name) || name.contains("BUILD_");
            if !is_known {
                return Err(wrong(format!("there is no price `{name}`")));
            }
            let price = price
                .as_f64()
                .filter(|price| (0.0..=MOST).contains(price))
                .ok_or_else(|| wrong(format!("`{name}` is no number of dollars, such as 0.002")))?;
            prices.all.insert(name.clone(), price);
            prices.given += 1;
        }
        Ok(prices)
    }

    /// A price that is always known.
    pub(super) fn of(&self, name: &str) -> f64 {
        self.find(name).unwrap_or_default()
    }

    pub(super) fn find(&self, name: &str) -> Option<f64> {
        self.all.get(name).copied()
    }

    /// Whose prices these are, in words.
    pub(super) fn whose(&self) -> String {
        let known = format!("{REGION}, {AS_OF}, without taxes and free tiers");
        match self.given {
            0 => known,
            1 => format!("1 price is yours; the others: {known}"),
            given => format!("{given} prices are yours; the others: {known}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_price() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let page = root.join("docs/command/simulate.md");
        let page = std::fs::read_to_string(page).expect("the page");
        for (name, _) in PRICES {
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
        assert!(page.contains(AS_OF) && page.contains(REGION));
    }
}
