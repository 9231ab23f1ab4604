//! What each side says to a request, and what comes of it.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use std::cell::OnceCell;

use super::pattern_set::{Folded, Stands};
use super::policy::Policy;
use super::principal::{Grade, account_of};
use super::{Answer, At, Boundary, Cause, Guard, Identity, Request, Side, Verdict};

/// What one side says to a request.
struct Said<'a> {
    denied: Option<At<'a>>,
    /// Something might deny it.
    doubt: Option<Cause>,
    allowed: Answer,
    /// It allows the role, and not the session; of a resource's policy only.
    to_role: Answer,
    by: Option<At<'a>>,
    /// What its account may pass on; of a resource's policy only.
    delegated: Answer,
    delegated_by: Option<At<'a>>,
}

impl Said<'_> {
    const NOTHING: Said<'static> = Said {
        denied: None,
        doubt: None,
        allowed: Answer::No,
        to_role: Answer::No,
        by: None,
        delegated: Answer::No,
        delegated_by: None,
    };
}

/// Decides a request.
pub(crate) fn decide<'a>(request: &Request<'a>) -> Verdict<'a> {
    let call = Folded::of(request.action);
    let own = identity(request, call);
    let resource = match request.resource.guard {
        Guard::None => Said::NOTHING,
        Guard::Known(policies) => {
            let trust = request.action == "sts:AssumeRole";
            let stands = if trust {
                Stands::Trust
            } else {
                Stands::AtResource
            };
            said(policies, stands, request, call)
        }
        Guard::Imported(_) if request.alone => Said {
            delegated: Answer::Yes,
            ..Said::NOTHING
        },
        Guard::Imported(what) => {
            let cause = Cause::Imported(format!("the policy of {what} `{}` is", owner_of(request)));
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
        Guard::Open => Said {
            delegated: Answer::Yes,
            ..Said::NOTHING
        },
    };
    let bounds = bounds(request, call);
    if let Some(by) = own.denied.or(resource.denied).or(bounds.denied) {
        return Verdict::Forbidden { by };
    }
    // A boundary bounds what is allowed to the role, and not what is to its session or to
    // anyone.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
    let bounded = resource.to_role.clone().and(bounds.allowed.clone());
    let granted = resource.allowed.clone().or(bounded);
    let from_resource = resource.allowed.clone().or(resource.to_role.clone());
    let from_resource = from_resource.or(resource.delegated.clone());
    let own_allowed = own.allowed.clone().and(bounds.allowed.clone());
    let no_identity = matches!(request.who.identity, Identity::None);
    let same = request.who.account == request.resource.account;
    let allowed = if no_identity {
        granted
    } else if !same {
        own_allowed.clone().and(from_resource.clone())
    } else if request.resource.strict {
        let delegated = resource.delegated.clone().and(own_allowed.clone());
        granted.or(delegated)
    } else {
        own_allowed.clone().or(granted)
    };
    let by = || {
        let mut out = Vec::new();
        out.extend(own.by);
        out.extend(resource.by.or(resource.delegated_by));
        out.extend(bounds.by);
        out
    };
    let own_missing = own.allowed.is_no() && !no_identity;
    match allowed {
        Answer::Yes => match own.doubt.or(resource.doubt).or(bounds.doubt) {
            Some(why) => Verdict::Unknown {
                why,
                by: by(),
                own_missing,
            },
            None => Verdict::Allowed { by: by() },
        },
        Answer::Unknown(why) => Verdict::Unknown {
            why,
            by: by(),
            own_missing,
        },
        Answer::No => {
            let mut sides = Vec::new();
            if own_missing {
                sides.push(Side::Identity);
            }
            if bounds.allowed.is_no() {
                sides.push(Side::Boundary);
            }
            if from_resource.is_no() && (!same || request.resource.strict || no_identity) {
                sides.push(Side::Resource);
            }
            Verdict::Missing { sides }
        }
    }
}

/// What the policy of a resource is of: that of an object is its bucket's.
fn owner_of<'a>(request: &Request<'a>) -> &'a str {
    let arn = request.resource.arn.as_ref();
    match arn.split_once(":::") {
        Some((start, rest)) => {
            let bucket = rest.split('/').next().unwrap_or(rest);
            &arn[..start.len() + 3 + bucket.len()]
        }
        None => arn,
    }
}

/// What the policies of whoever asks say.
fn identity<'a>(request: &Request<'a>, call: Folded) -> Said<'a> {
    match &request.who.identity {
        Identity::None => Said::NOTHING,
        Identity::Everything => Said {
            allowed: Answer::Yes,
            ..Said::NOTHING
        },
        Identity::Imported(arn) => {
            let cause = Cause::Imported(format!("the policies of role `{arn}` are"));
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
        Identity::Known(own) => {
            let mut found = said(&own.policies, Stands::AtIdentity, request, call);
            for arn in own.attached.iter().filter(|_| !request.alone) {
                let cause = Cause::Managed((*arn).to_owned());
                // What is needed is to be allowed by what we can read.
                if !request.needed {
                    found.allowed = found.allowed.or(Answer::Unknown(cause.clone()));
                }
                // AWS's own managed policies are there to allow; another one may deny.
                if account_of(arn) != "aws" {
                    found.doubt = found.doubt.or(Some(cause));
                }
            }
            found
        }
    }
}

/// What the boundary of whoever asks lets through.
fn bounds<'a>(request: &Request<'a>, call: Folded) -> Said<'a> {
    let boundary = match &request.who.identity {
        Identity::Known(own) => own.boundary.as_ref(),
        _ => None,
    };
    match boundary {
        Some(Boundary::Unknown(_)) if request.alone => Said {
            allowed: Answer::Yes,
            ..Said::NOTHING
        },
        None => Said {
            allowed: Answer::Yes,
            ..Said::NOTHING
        },
        Some(Boundary::Known(policy)) => said(
            std::slice::from_ref(policy),
            Stands::AtIdentity,
            request,
            call,
        ),
        Some(Boundary::Unknown(arn)) => {
            let cause = Cause::Boundary((*arn).to_owned());
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
    }
}

/// What some policies say to a request, whose call comes folded too.
fn said<'a>(
    policies: &'a [Policy<'a>],
    stands: Stands,
    request: &Request<'a>,
    call: Folded,
) -> Said<'a> {
    let mut out = Said::NOTHING;
    let arn = OnceCell::new();
    for policy in policies {
        if !policy.sieve.takes(call.bit(), stands) {
            continue;
        }
        let mut next = 0;
        while next < policy.statements.len() {
            let (index, statement) = (next, &policy.statements[next]);
            next += 1;
            #[cfg(test)]
            looked::at_one_more();
            if !statement.sieve.takes(call.bit(), stands) {
                continue;
            }
            let (answer, grade) = match statement.misplaced(stands) {
                Some(cause) => (Answer::Unknown(cause), Grade::Direct),
                None => statement.speaks(request, call, &arn),
            };
            let answer = match answer {
                Answer::Unknown(cause) if statement.users.is_some() => {
                    Answer::Unknown(Cause::Users(Box::new(cause)))
                }
                answer => answer,
            };
            let at = At {
                policy,
                statement: index,
            };
            if request.needed && answer.is_yes() && !statement.deny {
                statement.mark(request);
            }
            match (answer, statement.deny, grade) {
                (Answer::No, ..) => {}
                (Answer::Yes, true, _) => {
                    out.denied.get_or_insert(at);
                }
                (Answer::Unknown(cause), true, _) => {
                    out.doubt.get_or_insert(cause);
                }
                (answer, false, Grade::Direct | Grade::Role) => {
                    if answer.is_yes() && out.by.is_none() {
                        out.by = Some(at);
                    }
                    let side = match grade {
                        Grade::Role => &mut out.to_role,
                        _ => &mut out.allowed,
                    };
                    *side = side.clone().or(answer);
                }
                (answer, false, Grade::Delegated) => {
                    if answer.is_yes() && out.delegated_by.is_none() {
                        out.delegated_by = Some(at);
                    }
                    out.delegated = out.delegated.or(answer);
                }
            }
        }
    }
    out
}

/// How many statements have been looked at, for the test of how that grows.
#[cfg(test)]
pub(crate) mod looked {
    use std::cell::Cell;

    thread_local!(static AT: Cell<usize> = const { Cell::new(0) });

    pub(super) fn at_one_more() {
        AT.set(AT.get() + 1);
    }

    pub(crate) fn at() -> usize {
        AT.get()
    }
}
