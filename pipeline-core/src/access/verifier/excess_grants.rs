//! What statements of the user's own let a role do that it has no business with. One that
//! takes in a store by a pattern has hardly been meant to, and stops the pipeline; one that
//! names the store in full is told, and so is what is not the pipeline's.

use super::Court;
use super::wording::named;
use crate::access::evaluator::{At, Request, Resource};
use crate::access::forbidden::{NO_BUSINESS, Reach, TAKES_OVER, reach};
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use std::collections::BTreeMap;

/// Calls on one thing that a statement of the user's own lets a role make.
#[derive(Clone, Debug)]
pub(crate) struct LetIn {
    /// The role's ARN.
    pub(crate) who: String,
    /// What sort of stranger the role is there.
    pub(crate) sort: &'static str,
    pub(crate) calls: Vec<&'static str>,
    /// What they are made on, as a person knows it.
    pub(crate) on: String,
    /// Which of the statements of the role's declaration, counted from 1.
    pub(crate) statement: usize,
    /// The resource of that statement which takes it in.
    pub(crate) through: String,
    /// Why it cannot be told whether the statement does so.
    pub(crate) doubt: Option<String>,
    weight: Weight,
    at: Location,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// The report says it.
    Told,
    /// It is a warning.
    Suspicious,
    /// It stops the pipeline.
    Wrong,
}

impl Court {
    /// A statement of the user's own allows a stranger's request, or may do so, with the
    /// reason why nobody knows.
    pub(super) fn lets_in(
        &mut self,
        sort: &'static str,
        call: &'static str,
        request: &Request<'_>,
        (at, doubt): (&At<'_>, Option<String>),
    ) {
        let Some((number, user)) = at.statement().users else {
            return;
        };
        let through = at.statement().takes_in(request).unwrap_or("*");
        let weight = match reach(sort) {
            Reach::Pipeline if doubt.is_some() || names(at, through, request.resource) => {
                Weight::Suspicious
            }
            Reach::Pipeline => Weight::Wrong,
            Reach::Others => Weight::Suspicious,
            Reach::Neighbour => Weight::Told,
        };
        let (who, on) = (request.who.arn.as_ref(), named(request.resource));
        // A role's requests come one after another.
        let mut last = self.let_in.iter_mut().rev();
        let known = last
            .find(|known| known.who != who || known.is(sort, &on, user.at) && known.doubt == doubt);
        match known.filter(|known| known.who == who) {
            Some(known) => {
                known.weight = known.weight.max(weight);
                if !known.calls.contains(&call) {
                    known.calls.push(call);
                }
            }
            None => self.let_in.push(LetIn {
                who: who.to_owned(),
                sort,
                calls: vec![call],
                on,
                statement: number,
                through: through.to_owned(),
                doubt,
                weight,
                at: user.at,
            }),
        }
    }
}

impl LetIn {
    fn is(&self, sort: &str, on: &str, at: Location) -> bool {
        self.sort == sort && self.on == on && self.at == at
    }

    /// The statement that would deny it, as a user writes it.
    fn denied(&self) -> String {
        let service = self.calls.first().and_then(|call| call.split(':').next());
        let service = service.unwrap_or_default();
        let actions = match self.sort {
            NO_BUSINESS => format!("\"{service}:*\""),
            _ => {
                let calls: Vec<String> = self.calls.iter().map(|c| format!("\"{c}\"")).collect();
                calls.join(", ")
            }
        };
        let on = match self.on.split_once('/') {
            // What we know of a key is its alias.
            Some(_) if service == "kms" && self.on.starts_with("alias/") => format!(
                "[\"*\"], conditions: {{ \"ForAnyValue:StringEquals\": {{ \"kms:ResourceAliases\": \"{}\" }} }}",
                self.on
            ),
            found if service == "s3" => {
                let bucket = found.map_or(self.on.as_str(), |(bucket, _)| bucket);
                format!("[\"{bucket}\", \"{bucket}/*\"]")
            }
            // All of them that have the same path.
            Some((_, rest)) if self.sort == TAKES_OVER && rest.contains('/') => {
                let path = self.on.rsplit_once('/').map_or(rest, |(path, _)| path);
                format!("[\"{path}/*\"]")
            }
            _ => format!("[\"{}\"]", self.on),
        };
        format!("{{ effect: Deny, actions: [{actions}], resources: {on} }}")
    }
}

/// Whether a statement names what is asked for, and not just more than that: of an object
/// its bucket, and a key by its alias, since nobody knows the key's id before it is made.
fn names(at: &At<'_>, through: &str, resource: &Resource<'_>) -> bool {
    let arn = resource.arn.as_ref();
    let whole = match arn.split_once(":s3:::") {
        Some((_, rest)) => &arn[..arn.len() - rest.len() + rest.find('/').unwrap_or(rest.len())],
        None => arn,
    };
    let rest = through.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        || at.statement().names_alias()
}

/// One finding for each statement: an error where any of what it lets in is the pipeline's
/// and not named, a warning otherwise. A role whose name begins with `_` is not warned of.
pub(in crate::access) fn findings(
    let_in: &[LetIn],
    deployment: &Deployment<'_>,
) -> Findings<Location> {
    let mut out = Findings::default();
    let mut statements: BTreeMap<(&str, usize), Vec<&LetIn>> = BTreeMap::new();
    for found in let_in {
        let same = statements.entry((found.who.as_str(), found.statement));
        same.or_default().push(found);
    }
    for ((who, _), mut found) in statements {
        let weight = found.iter().map(|found| found.weight).max();
        let code = match weight {
            Some(Weight::Wrong) => &codes::TAKES_IN_A_STORE,
            Some(Weight::Suspicious) if !silenced(who, deployment) => &codes::LETS_IN_MORE,
            _ => continue,
        };
        found.retain(|found| Some(found.weight) == weight);
        let sure = found.iter().find(|found| found.doubt.is_none());
        let Some(first) = sure.or(found.first()) else {
            continue;
        };
        let more = match found.len() - 1 {
            0 => String::new(),
            1 => ", and one thing more".to_owned(),
            more => format!(", and {more} things more"),
        };
        let shown = &first.calls[..first.calls.len().min(CALLS_SHOWN)];
        let rest = match first.calls.len() - shown.len() {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let allows = match &first.doubt {
            None => format!("this statement of yours allows it, by `{}`", first.through),
            Some(doubt) => format!(
                "whether this statement of yours allows it, by `{}`, cannot be decided: {doubt}",
                first.through
            ),
        };
        let message = format!(
            "{}: role `{who}` could call `{}`{rest} on `{}`{more}: {allows}",
            first.sort,
            shown.join("`, `"),
            first.on,
        );
        let help = if weight == Some(Weight::Wrong) {
            let mut denied: Vec<String> = Vec::new();
            for one in found.iter().map(|found| found.denied()) {
                if !denied.contains(&one) {
                    denied.push(one);
                }
            }
            let rest = if denied.len() > SHOWN { ", …" } else { "" };
            denied.truncate(SHOWN);
            format!(
                "narrow its `resources` to what the role is for, or name the store in full if it is meant; or take out what it is not for: `{}`{rest}",
                denied.join(", ")
            )
        } else {
            "narrow it; or leave it if it is meant, as the report says it too, and begin the role's name with `_` to be told no more".to_owned()
        };
        out.report(code, first.at, message).help(help);
    }
    out
}

/// So many calls are told.
const CALLS_SHOWN: usize = 4;

/// So many statements that would deny something are shown.
const SHOWN: usize = 2;

/// Whether the user wants to hear no warnings of a role.
fn silenced(who: &str, deployment: &Deployment<'_>) -> bool {
    let declared = deployment.pipeline.roles.iter().zip(&deployment.roles);
    let mut same = declared.filter(|(_, role)| role.arn == who);
    same.any(|(declared, _)| declared.name.starts_with('_'))
}
