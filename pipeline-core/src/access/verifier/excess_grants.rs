//! Excess grants: calls that the user's statements allow a role and that it is not required to
//! make.
//! One that reaches a store by a pattern was hardly meant to, and is an error. One that names
//! the store in full is a warning, and so is one that reaches resources of others.

use super::Verifier;
use super::wording::resource_in_words;
use crate::access::evaluator::{Request, Resource, StatementRef};
use crate::access::forbidden::{ForbiddenKind, Owner};
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use std::collections::BTreeMap;

/// Calls on one resource that a statement of the user's lets a role make.
#[derive(Clone, Debug)]
pub(crate) struct ExcessGrant {
    /// The role's ARN.
    pub(crate) principal: String,
    /// The kind of forbidden request.
    pub(crate) kind: ForbiddenKind,
    pub(crate) calls: Vec<&'static str>,
    /// The resource as a person knows it.
    pub(crate) resource: String,
    /// The pipeline whose it is, if it is another one of the same build.
    pub(crate) of_pipeline: Option<String>,
    /// The number of the statement in the role's declaration, counted from 1; none, where it is
    /// a managed policy of AWS's.
    pub(crate) statement: Option<usize>,
    /// The resource of that statement which takes it in, or the ARN of the managed policy.
    pub(crate) through: String,
    /// The reason why it is unknown whether the statement allows the calls.
    pub(crate) doubt: Option<String>,
    severity: Severity,
    at: Location,
}

/// The severity of an excess grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    /// The report says it.
    Reported,
    /// It is a warning.
    Suspicious,
    /// It stops the pipeline.
    Wrong,
}

impl Verifier {
    /// Adds that a statement of the user's allows a forbidden request; or may do so, with the
    /// reason why that is not known.
    pub(super) fn add_excess_grant(
        &mut self,
        kind: ForbiddenKind,
        call: &'static str,
        request: &Request<'_>,
        (by, doubt): (&StatementRef<'_>, Option<String>),
    ) {
        let Some((number, user)) = by.statement().from_user else {
            return;
        };
        let through = by.statement().resource_of(request).unwrap_or("*");
        let named = || names(by, through, request.resource);
        let severity = match kind.owner() {
            Owner::Pipeline if doubt.is_some() || named() => Severity::Suspicious,
            Owner::Pipeline => Severity::Wrong,
            Owner::Others => Severity::Suspicious,
            Owner::Neighbour => Severity::Reported,
        };
        let found = ExcessGrant {
            principal: request.principal.arn.clone().into_owned(),
            kind,
            calls: vec![call],
            resource: resource_in_words(request.resource),
            of_pipeline: self.other_pipeline.clone(),
            statement: Some(number),
            through: through.to_owned(),
            doubt,
            severity,
            at: user.at,
        };
        self.add(found);
    }

    /// Adds that a managed policy of AWS's allows a forbidden request. Whoever attaches one means
    /// all that it allows, but hardly that it reaches the artifacts.
    pub(super) fn add_grant_of_managed_policy(
        &mut self,
        kind: ForbiddenKind,
        call: &'static str,
        request: &Request<'_>,
        (arn, at): (&str, Location),
    ) {
        let severity = match kind {
            ForbiddenKind::TakesOver => Severity::Reported,
            _ => Severity::Suspicious,
        };
        self.add(ExcessGrant {
            principal: request.principal.arn.clone().into_owned(),
            kind,
            calls: vec![call],
            resource: resource_in_words(request.resource),
            of_pipeline: self.other_pipeline.clone(),
            statement: None,
            through: arn.to_owned(),
            doubt: None,
            severity,
            at,
        });
    }

    /// Adds an excess grant, or its calls to one that is otherwise equal.
    fn add(&mut self, found: ExcessGrant) {
        let mut all = self.excess_grants.iter_mut();
        match all.find(|known| known.is_like(&found)) {
            None => self.excess_grants.push(found),
            Some(known) => {
                known.severity = known.severity.max(found.severity);
                let new = found
                    .calls
                    .iter()
                    .filter(|call| !known.calls.contains(call));
                let new: Vec<&str> = new.copied().collect();
                known.calls.extend(new);
            }
        }
    }
}

impl ExcessGrant {
    /// Returns whether it is the same but for its calls.
    fn is_like(&self, other: &ExcessGrant) -> bool {
        self.principal == other.principal
            && self.kind == other.kind
            && self.resource == other.resource
            && self.at == other.at
            && self.statement == other.statement
            && self.doubt == other.doubt
    }

    /// Returns whether a finding about it tells of the other one too: it is by the same statement, and
    /// at least as severe.
    pub(in crate::access) fn covers(&self, other: &ExcessGrant) -> bool {
        self.principal == other.principal
            && (self.at, self.statement) == (other.at, other.statement)
            && self.through == other.through
            && self.severity >= other.severity
    }

    /// The message of a finding about it and so many others of the same statement.
    fn in_words(&self, who: &str, others: usize) -> String {
        let more = match others {
            0 => String::new(),
            1 => ", and one thing more".to_owned(),
            more => format!(", and {more} things more"),
        };
        let shown = &self.calls[..self.calls.len().min(CALLS_SHOWN)];
        let rest = match self.calls.len() - shown.len() {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let through = &self.through;
        let allows = match (self.statement, &self.doubt) {
            (None, _) => format!("managed policy `{through}` allows it"),
            (_, None) => format!("this statement of yours allows it, by `{through}`"),
            (_, Some(doubt)) => format!(
                "whether this statement of yours allows it, by `{through}`, cannot be decided: {doubt}"
            ),
        };
        let of_pipeline = self.of_pipeline.as_ref();
        let whose = of_pipeline.map_or(String::new(), |name| format!(" of pipeline `{name}`"));
        format!(
            "{}: {who} could call `{}`{rest} on `{}`{whose}{more}: {allows}",
            self.kind.words(),
            shown.join("`, `"),
            self.resource,
        )
    }

    /// The statement that would deny it, as a user writes it.
    fn deny_statement(&self) -> String {
        let service = self.calls.first().and_then(|call| call.split(':').next());
        let service = service.unwrap_or_default();
        let actions = match self.kind {
            ForbiddenKind::UnusedStore => format!("\"{service}:*\""),
            _ => {
                let calls: Vec<String> = self.calls.iter().map(|c| format!("\"{c}\"")).collect();
                calls.join(", ")
            }
        };
        let on = match self.resource.split_once('/') {
            // A key is known by its alias only.
            Some(_) if service == "kms" && self.resource.starts_with("alias/") => format!(
                "[\"*\"], conditions: {{ \"ForAnyValue:StringEquals\": {{ \"kms:ResourceAliases\": \"{}\" }} }}",
                self.resource
            ),
            found if service == "s3" => {
                let bucket = found.map_or(self.resource.as_str(), |(bucket, _)| bucket);
                format!("[\"{bucket}\", \"{bucket}/*\"]")
            }
            // All of them that have the same path.
            Some((_, rest)) if self.kind == ForbiddenKind::TakesOver && rest.contains('/') => {
                let path = self
                    .resource
                    .rsplit_once('/')
                    .map_or(rest, |(path, _)| path);
                format!("[\"{path}/*\"]")
            }
            _ => format!("[\"{}\"]", self.resource),
        };
        format!("{{ effect: Deny, actions: [{actions}], resources: {on} }}")
    }
}

/// Returns whether a statement names a resource in full, and not by a pattern: of an object
/// its bucket, and a key by its alias, since the key's id is not known before it is made.
fn names(by: &StatementRef<'_>, through: &str, resource: &Resource<'_>) -> bool {
    let arn = resource.arn.as_ref();
    let whole = match arn.split_once(":s3:::") {
        Some((_, rest)) => &arn[..arn.len() - rest.len() + rest.find('/').unwrap_or(rest.len())],
        None => arn,
    };
    let rest = through.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        || by.statement().names_alias()
}

/// One finding for each statement: an error where any of what it lets in is the pipeline's
/// and not named, a warning otherwise. A role whose name begins with `_` is not warned of.
pub(in crate::access) fn findings(
    all: &[ExcessGrant],
    deployment: &Deployment<'_>,
) -> Findings<Location> {
    let mut out = Findings::default();
    let mut statements: BTreeMap<(&str, Option<usize>), Vec<&ExcessGrant>> = BTreeMap::new();
    for found in all {
        let same = statements.entry((found.principal.as_str(), found.statement));
        same.or_default().push(found);
    }
    for ((principal, statement), mut found) in statements {
        let beside = found.iter().find_map(|found| beside(found, deployment));
        let severity = found.iter().map(|found| found.severity).max();
        let code = match severity {
            Some(Severity::Wrong) => &codes::TAKES_IN_A_STORE,
            Some(Severity::Suspicious) if silenced(principal, beside, deployment) => continue,
            Some(Severity::Suspicious) if statement.is_none() => &codes::MANAGED_POLICY_LETS_IN,
            Some(Severity::Suspicious) => &codes::LETS_IN_MORE,
            _ => continue,
        };
        found.retain(|found| Some(found.severity) == severity);
        let sure = found.iter().find(|found| found.doubt.is_none());
        let Some(first) = sure.or(found.first()) else {
            continue;
        };
        let whose = match beside {
            Some(_) => "resource",
            None => declarations(principal, deployment)
                .next()
                .map_or("role", |(word, _)| word),
        };
        let who = match beside {
            Some(name) => format!("resource `{name}`"),
            None => format!("role `{principal}`"),
        };
        let help = match code.id {
            id if id == codes::TAKES_IN_A_STORE.id => how_to_narrow(&found),
            id if id == codes::MANAGED_POLICY_LETS_IN.id => format!(
                "give the role narrower permissions; or take it out: `{}`; or leave it if it is meant, and begin the {whose}'s name with `_` to silence the warning",
                denials(&found)
            ),
            _ => format!(
                "narrow it; or leave it if it is meant, as the report says it too, and begin the {whose}'s name with `_` to silence the warning"
            ),
        };
        out.report(code, first.at, first.in_words(&who, found.len() - 1))
            .help(help);
    }
    out
}

/// The help to a statement that reaches a store.
fn how_to_narrow(found: &[&ExcessGrant]) -> String {
    format!(
        "narrow its `resources` to what the role is for, or name the store in full if it is meant; or take out what it is not for: `{}`",
        denials(found)
    )
}

/// The statements that would deny excess grants, at most two of them.
fn denials(found: &[&ExcessGrant]) -> String {
    let mut denying: Vec<String> = Vec::new();
    for one in found.iter().map(|found| found.deny_statement()) {
        if !denying.contains(&one) {
            denying.push(one);
        }
    }
    let rest = if denying.len() > SHOWN { ", …" } else { "" };
    denying.truncate(SHOWN);
    denying.join(", ") + rest
}

/// The most calls shown.
const CALLS_SHOWN: usize = 4;

/// The most statements shown that would deny something.
const SHOWN: usize = 2;

/// Returns whether the user wants no warnings about a role.
fn silenced(principal: &str, beside: Option<&str>, deployment: &Deployment<'_>) -> bool {
    let declared = declarations(principal, deployment).map(|(_, name)| name);
    let mut names = beside.into_iter().chain(declared);
    names.any(|name| name.starts_with('_'))
}

/// The resource beside the pipeline whose policies allow it.
fn beside<'d>(found: &ExcessGrant, deployment: &'d Deployment<'_>) -> Option<&'d str> {
    let mut all = deployment.resources.iter().map(|one| one.declared);
    let one = all.find(|one| one.stands_at(found.at))?;
    Some(&one.name)
}

/// The declarations that a role is made of, each with its word.
fn declarations<'a>(
    principal: &'a str,
    deployment: &'a Deployment<'_>,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let pipeline = deployment.pipeline;
    let roles = deployment.roles.iter();
    let same = roles.filter(move |role| role.arn == principal);
    same.flat_map(move |role| {
        let roles = pipeline.roles.iter();
        let roles = roles.map(|one| ("role", one.name.as_str(), &one.source));
        let projects = pipeline.projects.iter();
        let projects = projects.map(|one| ("project", one.name.as_str(), &one.source));
        let all = roles.chain(projects);
        let same = all.filter(move |(.., source)| source.at == role.source.at);
        same.map(|(word, name, _)| (word, name))
    })
}
