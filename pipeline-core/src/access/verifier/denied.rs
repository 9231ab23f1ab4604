//! The denied requests of each role of the pipeline, and those to assume it.

use std::collections::BTreeMap;

use super::super::evaluator::{Identity, Request};
use super::super::forbidden::ForbiddenKind;
use super::wording::resource_in_words;

/// The denied requests of the pipeline's roles, by ARN.
#[derive(Debug, Default)]
pub(crate) struct DeniedByRole {
    /// The requests that each role makes.
    by: BTreeMap<String, Vec<Denied>>,
    /// The requests of others to assume it.
    at: BTreeMap<String, Vec<Denied>>,
}

/// Denied requests of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) kind: ForbiddenKind,
    pub(crate) count: usize,
    /// The call and the resource of the first one.
    pub(crate) call: &'static str,
    pub(crate) resource: String,
}

impl DeniedByRole {
    /// The denied requests that a role makes.
    pub(crate) fn by(&self, role: &str) -> &[Denied] {
        self.by.get(role).map_or(&[], Vec::as_slice)
    }

    /// The denied requests to assume a role.
    pub(crate) fn at(&self, role: &str) -> &[Denied] {
        self.at.get(role).map_or(&[], Vec::as_slice)
    }

    /// Adds denied requests that were made later.
    pub(in crate::access) fn extend(&mut self, later: DeniedByRole) {
        for (all, later) in [(&mut self.by, later.by), (&mut self.at, later.at)] {
            for (role, denied) in later {
                let known = all.entry(role).or_default();
                for one in denied {
                    match known.iter_mut().find(|known| known.kind == one.kind) {
                        Some(known) => known.count += one.count,
                        None => known.push(one),
                    }
                }
            }
        }
    }

    pub(super) fn add(&mut self, kind: ForbiddenKind, call: &'static str, request: &Request<'_>) {
        if let Identity::Role(_) | Identity::Imported(_) = request.principal.identity {
            add(&mut self.by, &request.principal.arn, (kind, call), request);
        } else if call == "sts:AssumeRole" {
            add(&mut self.at, &request.resource.arn, (kind, call), request);
        }
    }
}

fn add(
    roles: &mut BTreeMap<String, Vec<Denied>>,
    role: &str,
    (kind, call): (ForbiddenKind, &'static str),
    request: &Request<'_>,
) {
    let first = || Denied {
        kind,
        count: 1,
        call,
        resource: resource_in_words(request.resource),
    };
    let Some(denied) = roles.get_mut(role) else {
        roles.insert(role.to_owned(), vec![first()]);
        return;
    };
    // Requests of a kind follow one another.
    let mut known = denied.iter_mut().rev();
    match known.find(|known| known.kind == kind) {
        Some(known) => known.count += 1,
        None => denied.push(first()),
    }
}
