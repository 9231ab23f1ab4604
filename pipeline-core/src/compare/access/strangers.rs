//! Whoever is no role of the templates: principals that policies name, somebody of each account for
//! each pattern of names, services, and anonymous callers.

use std::collections::BTreeSet;

use super::super::report::Principal;
use super::regions;
use super::sides::{Holder, Side, anonymous, service};
use crate::access::evaluator::{
    Identity, IdentityPolicies, Language, Principal as Asking, PrincipalKind, Request, Resource,
    ResourcePolicy, Statement, Values,
};
use crate::arn::Arn;

/// An account that no policy names.
const OTHER_ACCOUNT: &str = "999999999990";

/// A service that hardly any policy names.
const OTHER_SERVICE: &str = "other-service.amazonaws.com";

/// Somebody who is no role of the templates.
pub(super) struct Stranger<'h> {
    pub(super) principal: Principal,
    pub(super) asks: Asking<'h>,
    /// This is the stranger before, without identity policies that allow everything.
    pub(super) is_again: bool,
}

/// All kinds of strangers that the policies of a resource tell apart.
pub(super) struct Strangers<'h> {
    pub(super) principals: Vec<Stranger<'h>>,
    /// What these do not cover.
    pub(super) undecided: BTreeSet<String>,
}

/// What the policies of the strangers themselves say is not known. Where these decide, each is one whose
/// policies allow everything. In the account of the resource its policy may let in whom it names without
/// that, so that there each is also one with `nothing`.
pub(super) fn of<'h>(
    holders: [Option<&'h Holder<'h>>; 2],
    nothing: &'h IdentityPolicies<'h>,
    old: &Side<'_>,
    new: &Side<'_>,
    cache: &regions::Cache,
) -> Strangers<'h> {
    let holders: Vec<&'h Holder<'h>> = holders.into_iter().flatten().collect();
    let policies = || holders.iter().flat_map(|holder| &holder.policies);
    let statements = || policies().flat_map(|policy| &policy.statements);
    let ours: BTreeSet<&str> = [old, new]
        .into_iter()
        .flat_map(|side| side.roles.values())
        .map(|role| role.arn.as_str())
        .collect();
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut services: BTreeSet<&'h str> = BTreeSet::from([OTHER_SERVICE]);
    let mut accounts = BTreeSet::from([OTHER_ACCOUNT.to_owned()]);
    accounts.extend(holders.iter().map(|holder| holder.account.clone()));
    let mut others: [BTreeSet<String>; 2] = [BTreeSet::new(), BTreeSet::new()];
    for (side, holder) in holders.iter().enumerate() {
        for statement in holder.policies.iter().flat_map(|policy| &policy.statements) {
            accounts.extend(ids(&statement.text()));
            for principal in statement.principals.iter().flatten() {
                let name = principal.name.as_ref();
                match principal.kind {
                    PrincipalKind::Arn => drop(named.insert(name.to_owned())),
                    PrincipalKind::Service => drop(services.insert(name)),
                    PrincipalKind::Other => drop(others[side].insert(statement.text())),
                    PrincipalKind::Anyone | PrincipalKind::Account => {}
                }
            }
        }
    }
    let mut undecided = BTreeSet::new();
    if others[0] != others[1] {
        let what = "its policy names federated or canonical users, and differs there";
        undecided.insert(what.to_owned());
    }
    let mut arns: BTreeSet<String> = named;
    match by_pattern(
        &statements().collect::<Vec<_>>(),
        &accounts,
        new.partition,
        cache,
    ) {
        Some(found) => arns.extend(found),
        None => drop(undecided.insert("the names of principals are of too many kinds".to_owned())),
    }
    let arns = arns.into_iter().filter(|arn| !ours.contains(arn.as_str()));
    let mut principals = Vec::new();
    let mut add = |principal, asks| {
        principals.push(Stranger {
            principal,
            asks,
            is_again: false,
        });
    };
    for arn in arns {
        add(stranger(&arn), new.other(&arn));
    }
    for name in services {
        let what = match name {
            OTHER_SERVICE => "any other service".to_owned(),
            name => format!("service {name}"),
        };
        add(plain(&what, name), service(name));
    }
    add(plain("anyone, without signing in", "*"), anonymous());
    let is_near = |account: &str| holders.iter().any(|holder| holder.account == account);
    let again = |one: Stranger<'h>| {
        let near = is_near(&one.asks.account).then(|| Stranger {
            principal: Principal {
                name: format!("{}, without policies of its own", one.principal.name),
                ..one.principal.clone()
            },
            asks: Asking {
                identity: Identity::Role(nothing),
                ..new.other(&one.asks.arn)
            },
            is_again: true,
        });
        [Some(one), near].into_iter().flatten()
    };
    let principals = principals.into_iter().flat_map(again).collect();
    Strangers {
        principals,
        undecided,
    }
}

/// The ids of accounts in a text.
fn ids(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.filter(|part| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit()));
    parts.map(str::to_owned)
}

/// Somebody of each account, for each combination of patterns of `aws:PrincipalArn`.
fn by_pattern(
    statements: &[&Statement<'_>],
    accounts: &BTreeSet<String>,
    partition: &str,
    cache: &regions::Cache,
) -> Option<BTreeSet<String>> {
    let nobody = Asking::default();
    let resource = anything();
    let request = Request {
        principal: &nobody,
        action: "",
        resource: &resource,
        context: &[],
    };
    let conditions = statements
        .iter()
        .flat_map(|statement| &statement.conditions);
    let conditions = conditions.filter(|condition| condition.key == "aws:principalarn");
    let mut languages: Vec<Language> = Vec::new();
    for condition in conditions {
        if let Values::Strings(own) = condition.compared(&request) {
            languages.extend(own);
        }
    }
    languages.sort();
    languages.dedup();
    let mut out = BTreeSet::new();
    for account in accounts {
        for kind in ["role", "user"] {
            let within = Language::like(&format!("arn:{partition}:iam::{account}:{kind}/?*"));
            let mut near = languages.clone();
            near.retain(|one| regions::may_overlap(one, &within));
            out.extend(cache.strings(&within, near, "", &|_| None)?);
        }
    }
    Some(out)
}

fn anything() -> Resource<'static> {
    Resource {
        arn: "*".into(),
        account: "".into(),
        policy: ResourcePolicy::None,
        policy_name: "policy",
        policy_required: false,
        context: Vec::new(),
    }
}

fn stranger(arn: &str) -> Principal {
    let parsed = Arn::parse(arn);
    let parts = parsed.as_ref().map(|arn| (arn.account, &*arn.resource));
    let name = match parts.unwrap_or_default() {
        (OTHER_ACCOUNT, _) => "whoever is of any other account".to_owned(),
        (account, "role/x") if account.len() == 12 => format!("any role of account {account}"),
        (account, "user/x") if account.len() == 12 => format!("any user of account {account}"),
        (account, rest) if account.len() == 12 => {
            format!("a principal of account {account} such as {rest}")
        }
        _ => super::super::intrinsics::readable(arn),
    };
    plain(&name, arn)
}

fn plain(name: &str, arn: &str) -> Principal {
    Principal {
        name: name.to_owned(),
        arn: super::super::intrinsics::readable(arn),
        is_new: false,
        is_gone: false,
    }
}
