//! Words of CloudFormation, of the CDK and of Terraform, with what is written here in their place.
//!
//! One table for each place where a word can stand. It is asked where a word is unknown, and never
//! of a word that is right.

mod functions;
mod kinds;
mod words;

pub(crate) use functions::function_of_map;
pub use functions::{function, is_function};
pub use kinds::{Kind, kind, kind_of_provider};

use words::WORDS;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Outside of stages: a declaration, a setting, or a call on a pipeline.
    Pipeline,
    /// In a stage: an action, a condition, or a call on a stage.
    Stage,
    /// A key of an action.
    Action,
    /// A setting of a role.
    Role,
    /// A setting of a statement, of what a role may do.
    Statement,
    /// A setting of a project.
    Project,
    /// A setting of a notification.
    Notification,
    /// A setting of an event that starts the pipeline.
    Event,
    /// A setting of a schedule.
    Schedule,
    /// A setting of a template parameter.
    Parameter,
}

/// What is written in the place of a foreign word.
///
/// ```
/// use pipewright_model::foreign::{Spot, advice};
/// assert_eq!(advice(Spot::Pipeline, "addStage"), Some("a stage is written `stage NAME { … }`"));
/// assert_eq!(advice(Spot::Pipeline, "stage"), None);
/// ```
#[must_use]
pub fn advice(spot: Spot, word: &str) -> Option<&'static str> {
    let word = plain(word);
    let mut rows = WORDS.iter().filter(|(place, ..)| *place == spot);
    rows.find(|(_, words, _)| words.contains(&word.as_str()))
        .map(|(_, _, ours)| *ours)
}

/// Returns whether a key stands for the inputs of an action.
#[must_use]
pub fn is_inputs(key: &str) -> bool {
    let ours = advice(Spot::Action, key);
    ours.is_some() && ours == advice(Spot::Action, "inputs")
}

/// A word without what the conventions of names add: `InputArtifacts`, `inputArtifacts` and
/// `input_artifacts` are one.
fn plain(word: &str) -> String {
    let characters = word.chars().filter(|c| c.is_alphanumeric());
    characters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The advice on a text that holds a pseudo parameter or a reference of CloudFormation's.
#[must_use]
pub fn reference(text: &str) -> Option<String> {
    let (_, behind) = text.split_once("${")?;
    let (name, _) = behind.split_once('}')?;
    if name.starts_with("AWS::") {
        let instead = pseudo_parameter(name);
        return Some(format!("`${{{name}}}` is not resolved here: {instead}"));
    }
    Some(format!(
        "`${{{name}}}` is not resolved here; a declared name stands in braces alone: `{{{name}}}`"
    ))
}

/// What is written in the place of a pseudo parameter.
#[must_use]
pub fn pseudo_parameter(name: &str) -> &'static str {
    match name.strip_prefix("AWS::").unwrap_or(name) {
        "AccountId" => "write the account's id",
        "Region" => "write the region",
        "Partition" => "write the partition, `aws`",
        "URLSuffix" => "write the domain, `amazonaws.com`",
        "StackName" | "StackId" => "write the stack's name",
        "NoValue" => "leave the key out",
        _ => "write the value",
    }
}

/// The image that a constant of the CDK's build images stands for: `LinuxBuildImage.STANDARD_7_0`.
#[must_use]
pub fn image(path: &str) -> Option<String> {
    let (class, constant) = path.rsplit_once('.')?;
    let class = class.rsplit('.').next()?;
    let images = match class {
        "LinuxBuildImage" => LINUX_IMAGES,
        "LinuxArmBuildImage" => ARM_IMAGES,
        _ => return None,
    };
    let (named, version) = images.iter().find_map(|(begins, name)| {
        let version = constant.strip_prefix(begins)?;
        Some((name, version.trim_end_matches("_0")))
    })?;
    version.parse::<u8>().ok()?;
    Some(format!("aws/codebuild/{named}:{version}.0"))
}

/// What constants begin with, before the version, and the image's name.
const LINUX_IMAGES: &[(&str, &str)] = &[
    ("STANDARD_", "standard"),
    ("AMAZON_LINUX_2_", "amazonlinux2-x86_64-standard"),
    ("AMAZON_LINUX_2023_", "amazonlinux-x86_64-standard"),
];

const ARM_IMAGES: &[(&str, &str)] = &[
    ("AMAZON_LINUX_2_STANDARD_", "amazonlinux2-aarch64-standard"),
    (
        "AMAZON_LINUX_2023_STANDARD_",
        "amazonlinux-aarch64-standard",
    ),
];

#[cfg(test)]
mod tests;
