//! What keeps its name: AWS takes it once, and does not have it twice while the old thing is there.

use super::stood::{Place, Resource, Stood};
use super::{Moves, replacing};
use crate::codes;
use crate::data::Fate;
use crate::emitted::Name;
use crate::finding::Findings;
use crate::place::Location;

/// Warns of what is made anew under its name, and of what another resource gets the name of.
pub(super) fn report(
    old: &Stood,
    new: &Stood,
    moves: &Moves<'_>,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let now = new.by_place();
    let mut told: Vec<Place<'_>> = Vec::new();
    for (place, (name, was)) in old.by_place() {
        // A rule keeps its name on another bus too, under which CloudFormation makes nothing anew.
        if let (Some(name), Some((Some(new_name), is))) = (name, now.get(&place))
            && (name == *new_name || name.is_written_as(new_name))
            && !told.iter().any(|role| is_policy_of(place, *role))
            && made_anew(name, was, is, at, findings)
        {
            told.push(place);
        }
    }
    for (name, was) in &old.named {
        let elsewhere_now = new.named.get(name).filter(|is| is.place() != was.place());
        if let Some(is) = elsewhere_now.filter(|is| is_in_the_way(was, is, moves)) {
            elsewhere(name, was, is, at, findings);
        }
    }
}

/// Returns whether this is a policy that we make for a role, which has the role's path.
fn is_policy_of(place: Place<'_>, role: Place<'_>) -> bool {
    let rest = place.1.strip_prefix(role.1);
    place.0 == role.0 && rest.is_some_and(|rest| rest.starts_with("Policy"))
}

/// Returns whether the old resource of a name still has it when the new one is made. What a
/// pipeline takes along to another stack has gone by then, unless it is retained.
pub(super) fn is_in_the_way(was: &Resource, is: &Resource, moves: &Moves<'_>) -> bool {
    Fate::of(&was.body, "DeletionPolicy") == Fate::Stays || !moves.take_along(&was.stack, &is.stack)
}

/// Warns of a resource that CloudFormation makes anew under the name that it has, or may. Returns
/// whether it does.
fn made_anew(
    name: &Name,
    was: &Resource,
    is: &Resource,
    at: Location,
    findings: &mut Findings<Location>,
) -> bool {
    let Some((changes, certain)) = replacing(was, is) else {
        return false;
    };
    let help = match name.kind() {
        _ if !certain => {
            "a change set says whether AWS does; if so, give it another name along with the change, or keep both"
        }
        "AWS::IAM::Role" => {
            "give the role another `role_name` along with the path, or keep the path"
        }
        "AWS::CodePipeline::CustomActionType" => "give the action type another `version`",
        _ => "give it another name along with the change, or keep both",
    };
    let may = match certain {
        true => "",
        false => ", for which AWS may make it anew: it cannot under the name that it keeps",
    };
    let message = format!("{name} keeps its name, and its {changes}{may}");
    findings
        .report(&codes::NAMED_IS_MADE_ANEW, at, message)
        .help(help);
    true
}

/// Warns of a resource that another one of its name takes the place of.
fn elsewhere(
    name: &Name,
    was: &Resource,
    is: &Resource,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let (old, new) = if was.stack == is.stack {
        (
            format!("`{}` of {}", was.logical_id, was.stack),
            format!("`{}`", is.logical_id),
        )
    } else {
        (was.stack.beside(&is.stack), is.stack.beside(&was.stack))
    };
    let help = match Fate::of(&was.body, "DeletionPolicy") {
        Fate::Stays => "give the new one another name; the old one stays, with what it holds",
        _ => "give the new one another name; or deploy without it first, and with it then",
    };
    let message = format!("{name} is made by {old}, and would be made by {new} now");
    findings.report(&codes::NAME_IN_USE, at, message).help(help);
}
