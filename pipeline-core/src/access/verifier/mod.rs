//! Where requests are judged: what must be allowed and is not, and what must not be
//! allowed and is, becomes a complaint.

mod excess_grants;
mod outcome;
mod statements;
mod wording;

use std::rc::Rc;

use super::cases::Recorder;
use super::evaluator::{At, Cause, Request, Resource, Verdict, Who, may_allow};
use crate::codes::{self, Code};
use crate::place::Location;
pub(crate) use excess_grants::LetIn;
pub(super) use excess_grants::findings as let_in_findings;
pub(super) use outcome::{About, Call, Complaint};
pub(crate) use outcome::{Decision, Proven, Reference};
use std::collections::HashMap;
use std::collections::{BTreeMap, BTreeSet};
pub(crate) use wording::because;
pub(super) use wording::words;
use wording::{allowed, caller, could_not, missing, name, named};

#[cfg(test)]
mod tests;

/// Goes through requests one by one.
pub(super) struct Court {
    pub(super) proven: Vec<Proven>,
    /// How many strangers of each sort were refused; a sort may come twice.
    refused: Vec<(&'static str, usize)>,
    /// Strangers of whom a policy decides that is not ours, by sort.
    pub(super) undecided: BTreeMap<&'static str, BTreeSet<String>>,
    /// What statements of the user's own let in.
    pub(super) let_in: Vec<LetIn>,
    pub(super) complaints: Vec<Complaint>,
    pub(super) recorder: Option<Recorder>,
    references: HashMap<(*const (), usize), Rc<Reference>>,
}

impl Court {
    pub(super) fn new(recorder: Option<Recorder>) -> Court {
        Court {
            proven: Vec::new(),
            refused: Vec::new(),
            undecided: BTreeMap::new(),
            let_in: Vec::new(),
            complaints: Vec::new(),
            recorder,
            references: HashMap::default(),
        }
    }

    /// Calls that must be allowed.
    pub(super) fn need<'c>(
        &mut self,
        about: &About<'_>,
        who: &Who<'_>,
        resource: &Resource<'_>,
        calls: impl IntoIterator<Item = Call<'c>>,
    ) {
        let calls: Vec<Call<'c>> = calls.into_iter().collect();
        self.need_all(about, who, resource, &calls);
    }

    fn need_all(
        &mut self,
        about: &About<'_>,
        who: &Who<'_>,
        resource: &Resource<'_>,
        calls: &[Call<'_>],
    ) {
        let from = self.proven.len();
        for call in calls {
            let request = Request {
                who,
                action: call.action,
                resource,
                context: call.context,
                needed: true,
                alone: false,
            };
            let verdict = super::evaluator::decide(&request);
            if let Some(recorder) = &mut self.recorder {
                recorder.record("need", &about.why, &request, &verdict);
            }
            let decision = match &verdict {
                Verdict::Allowed { by } => Decision::Allowed {
                    by: self.references(by),
                },
                Verdict::Unknown { why, by, .. } => Decision::Unknown {
                    why: why.clone(),
                    by: self.references(by),
                },
                Verdict::Forbidden { .. } | Verdict::Missing { .. } => Decision::Denied,
            };
            if let Some(side) = missing(&request, &verdict) {
                let users = match &verdict {
                    Verdict::Forbidden { by } => by.statement().users.is_some(),
                    Verdict::Unknown { why, .. } => matches!(why, Cause::Users(_)),
                    Verdict::Allowed { .. } | Verdict::Missing { .. } => false,
                };
                self.complaints.push(Complaint {
                    code: &codes::COULD_NOT_RUN,
                    at: about.at,
                    message: could_not(about, &request, &side),
                    users,
                });
            }
            let same = self.proven[from..]
                .iter_mut()
                .find(|known| known.decision == decision);
            match same {
                Some(known) if known.calls.contains(&call.action) => {}
                Some(known) => known.calls.push(call.action),
                None => self.proven.push(Proven {
                    action: about.action.clone(),
                    who: name(who),
                    calls: vec![call.action],
                    on: named(resource),
                    why: about.why.clone().into_owned(),
                    decision,
                }),
            }
        }
    }

    /// A call that must not be allowed.
    pub(super) fn refuse(
        &mut self,
        sort: &'static str,
        at: Location,
        who: &Who<'_>,
        resource: &Resource<'_>,
        call: Call<'_>,
    ) {
        self.stranger(sort, at, (who, resource, call), false);
    }

    /// A call that no statement of the user's own may allow.
    pub(super) fn refuse_written(
        &mut self,
        sort: &'static str,
        at: Location,
        who: &Who<'_>,
        resource: &Resource<'_>,
        call: Call<'_>,
    ) {
        self.stranger(sort, at, (who, resource, call), true);
    }

    /// `written`: only what the user wrote is in question.
    fn stranger(
        &mut self,
        sort: &'static str,
        at: Location,
        (who, resource, call): (&Who<'_>, &Resource<'_>, Call<'_>),
        written: bool,
    ) {
        let request = Request {
            who,
            action: call.action,
            resource,
            context: call.context,
            needed: false,
            alone: false,
        };
        let mut verdict = super::evaluator::decide(&request);
        if let Some(recorder) = &mut self.recorder {
            recorder.record("stranger", sort, &request, &verdict);
        }
        // What is not ours may refuse it: but what is ours must not allow it.
        if let Verdict::Unknown {
            why: Cause::Managed(_) | Cause::Boundary(_) | Cause::Imported(_),
            ..
        } = &verdict
        {
            let alone = Request {
                alone: true,
                ..request
            };
            let ours = super::evaluator::decide(&alone);
            let users = matches!(
                &ours,
                Verdict::Unknown {
                    why: Cause::Users(_),
                    ..
                }
            );
            if users || matches!(ours, Verdict::Allowed { .. }) {
                verdict = ours;
            }
        }
        let by = match &verdict {
            Verdict::Forbidden { .. } | Verdict::Missing { .. } => {
                self.refused(sort);
                return;
            }
            Verdict::Unknown { why, .. } if why.is_foreign() || matches!(why, Cause::Users(_)) => {
                let undecided = self.undecided.entry(sort).or_default();
                undecided.insert(because(why));
                if let (Cause::Users(why), Some(at)) = (why, may_allow(&request)) {
                    self.lets_in(sort, call.action, &request, (&at, Some(because(why))));
                }
                return;
            }
            Verdict::Unknown { why, .. } => {
                format!("that cannot be decided: {}", because(why))
            }
            Verdict::Allowed { by } => {
                if let Some(at) = by.iter().find(|at| at.statement().users.is_some()) {
                    self.lets_in(sort, call.action, &request, (at, None));
                    return;
                }
                if written {
                    return;
                }
                allowed(by)
            }
        };
        self.complaints.push(Complaint {
            code: &codes::OPEN_TO_OTHERS,
            at,
            message: format!(
                "{sort}: {} could call `{}` on `{}`: {by}",
                caller(who),
                request.action,
                named(resource)
            ),
            users: false,
        });
    }

    /// One more stranger is refused.
    pub(super) fn refused(&mut self, sort: &'static str) {
        // The same text is mostly the same place in our source; what is not becomes one in
        // the end.
        let mut at = self.refused.len();
        while at > 0 {
            at -= 1;
            if std::ptr::eq(self.refused[at].0, sort) {
                self.refused[at].1 += 1;
                return;
            }
        }
        self.refused.push((sort, 1));
    }

    pub(super) fn all_refused(&self) -> BTreeMap<&'static str, usize> {
        let mut out = BTreeMap::new();
        for (sort, count) in &self.refused {
            *out.entry(*sort).or_default() += count;
        }
        out
    }

    /// Something that nobody here can decide.
    pub(super) fn leave(&mut self, sort: &'static str, why: String) {
        self.undecided.entry(sort).or_default().insert(why);
    }

    /// Whether any of these calls is allowed, or left to the owner of something that is
    /// not ours: whatever statements allow it, they are not marked as used.
    pub(super) fn allows_any<'c>(
        who: &Who<'_>,
        resource: &Resource<'_>,
        calls: impl IntoIterator<Item = Call<'c>>,
    ) -> bool {
        calls.into_iter().any(|call| {
            let verdict = super::evaluator::decide(&Request {
                who,
                action: call.action,
                resource,
                context: call.context,
                needed: false,
                alone: false,
            });
            match verdict {
                Verdict::Allowed { .. } => true,
                Verdict::Unknown { why, .. } => why.is_foreign(),
                Verdict::Forbidden { .. } | Verdict::Missing { .. } => false,
            }
        })
    }

    /// Something is wrong that is no request.
    pub(super) fn complain(&mut self, code: &'static Code, at: Location, message: String) {
        self.complaints.push(Complaint {
            code,
            at,
            message,
            users: false,
        });
    }

    fn references(&mut self, by: &[At<'_>]) -> Vec<Rc<Reference>> {
        by.iter()
            .map(|at| {
                let key = (std::ptr::from_ref(at.policy).cast(), at.statement);
                let reference = self.references.entry(key).or_insert_with(|| {
                    let place = &at.policy.place;
                    Rc::new(Reference {
                        stack: place.stack.to_owned(),
                        logical: place.logical.to_owned(),
                        policy: place.what.clone().into_owned(),
                        statement: at.name(),
                    })
                });
                reference.clone()
            })
            .collect()
    }
}
