//! The properties of what is made that no override sets, and what says them instead: the rest of the
//! plan relies on them, or they need an access that the role would not get.

mod table;

use super::projects::{self, Use};
use table::{FREE, KEPT};

/// What sets a property that no override sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// What this advice says.
    Write(&'static str),
    /// The setting of a project with this path.
    ProjectSetting(&'static str),
    /// Nothing, for this reason.
    Nothing(&'static str),
    /// Nothing, since a project of a pipeline cannot have it, for this reason.
    Unsuited(&'static str),
}

/// The properties that no override sets and that a path leads to, into or past, each with what
/// sets it instead.
#[must_use]
pub fn kept(kind: &str, path: &str) -> Vec<(&'static str, Instead)> {
    if kind == "AWS::CodeBuild::Project" {
        return kept_of_a_project(path);
    }
    let of_kind = KEPT.iter().filter(|(known, _)| *known == kind);
    let all = of_kind.flat_map(|(_, all)| all.iter().copied());
    all.filter(|(known, _)| touches(known, path)).collect()
}

fn kept_of_a_project(path: &str) -> Vec<(&'static str, Instead)> {
    let path = path.replace("[]", "");
    let all = projects::PROPERTIES.iter().filter_map(|property| {
        if !touches(property.path, &path) || FREE.iter().any(|free| is_in(property.path, free)) {
            return None;
        }
        let instead = match property.what {
            Use::Reported => return None,
            Use::Ours(how) => Instead::Nothing(how),
            Use::Setting(name) => Instead::ProjectSetting(name),
            Use::Unsuited(why) => Instead::Unsuited(why),
        };
        Some((property.path, instead))
    });
    all.collect()
}

/// Returns whether one of two paths stands in the other, or is the other.
fn touches(one: &str, other: &str) -> bool {
    is_in(one, other) || is_in(other, one)
}

/// Returns whether a path is another one, or stands in it.
fn is_in(path: &str, whole: &str) -> bool {
    path.strip_prefix(whole)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::made_properties::{Form, MadeProperty};

    /// The property of a path, in which `[]` stands behind a list.
    fn property(kind: &str, path: &str) -> Option<MadeProperty> {
        let mut found = MadeProperty::of_type(kind)?;
        for part in path.split('.') {
            let name = part.trim_end_matches("[]");
            found = found.property(name)?;
            for _ in 0..(part.len() - name.len()) / 2 {
                assert_eq!(found.form(), Form::List, "{kind} {path}");
                found = found.item();
            }
        }
        Some(found)
    }

    #[test]
    fn what_is_kept_exists() {
        for (kind, all) in KEPT {
            for (path, _) in *all {
                assert!(property(kind, path).is_some(), "{kind} {path}");
            }
        }
        for path in FREE {
            assert!(
                property("AWS::CodeBuild::Project", path).is_some(),
                "{path}"
            );
        }
        for kind in MadeProperty::types() {
            let has = kind == "AWS::CodeBuild::Project" || KEPT.iter().any(|(one, _)| one == &kind);
            assert!(has, "{kind}");
        }
    }

    #[test]
    fn a_map_is_kept_if_a_part_of_it_is() {
        let pipeline = "AWS::CodePipeline::Pipeline";
        for path in [
            "Stages",
            "Stages[]",
            "Stages[].Actions[].RoleArn",
            "Stages[].OnFailure",
        ] {
            assert!(!kept(pipeline, path).is_empty(), "{path}");
        }
        for path in [
            "Stages[].Actions[].TimeoutInMinutes",
            "Stages[].OnFailure.Result",
            "Tags",
        ] {
            assert!(kept(pipeline, path).is_empty(), "{path}");
        }
        let project = "AWS::CodeBuild::Project";
        for path in [
            "VpcConfig",
            "VpcConfig.Subnets[]",
            "Environment",
            "Environment.EnvironmentVariables[].Value",
            "AutoRetryLimit",
            "Source",
            "ServiceRole",
        ] {
            assert!(!kept(project, path).is_empty(), "{path}");
        }
        for path in ["Description", "Tags[]", "Environment.ComputeType"] {
            assert!(kept(project, path).is_empty(), "{path}");
        }
        assert!(kept("AWS::EC2::Instance", "ImageId").is_empty());
    }
}
