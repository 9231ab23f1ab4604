//! One side of a comparison: its principals, and the resources that have policies of their own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::pair::may_reach;
use crate::access::deployed::{DeployedState, Role};
use crate::access::evaluator::{
    Boundary, ContextValue, Identity, IdentityPolicies, Policy, Principal, Resource,
    ResourcePolicy, Statement, account_of,
};

/// One side.
pub(super) struct Side<'a> {
    pub(super) partition: &'static str,
    pub(super) roles: BTreeMap<String, OwnRole<'a>>,
    pub(super) holders: BTreeMap<String, Holder<'a>>,
    /// Its buckets without their policies: a bucket stays when its stack lets go of it, and its policy
    /// does not.
    pub(super) bare: BTreeMap<String, Holder<'a>>,
}

/// A role with what its template says of it.
pub(super) struct OwnRole<'a> {
    /// Its ARN on this side.
    pub(super) arn: String,
    pub(super) account: &'a str,
    pub(super) name: String,
    /// The policies whose documents are known.
    pub(super) identity: IdentityPolicies<'a>,
    /// Attached policies by their ARNs: what they say is not looked at.
    pub(super) attached: BTreeSet<String>,
    /// A permissions boundary whose document is not known, by its ARN.
    pub(super) boundary: Option<String>,
}

/// A resource with a policy of its own.
pub(super) struct Holder<'a> {
    pub(super) kind: HolderKind,
    pub(super) account: String,
    pub(super) policies: Vec<Policy<'a>>,
    pub(super) aliases: Vec<Cow<'a, str>>,
}

/// The kind of a resource with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HolderKind {
    Bucket,
    Key,
    Role,
    Topic,
    Bus,
}

impl HolderKind {
    /// The service whose calls it decides.
    pub(super) fn service(self) -> &'static str {
        match self {
            HolderKind::Bucket => "s3",
            HolderKind::Key => "kms",
            HolderKind::Role => "sts",
            HolderKind::Topic => "sns",
            HolderKind::Bus => "events",
        }
    }

    pub(super) fn all() -> [HolderKind; 5] {
        [
            HolderKind::Bucket,
            HolderKind::Key,
            HolderKind::Role,
            HolderKind::Topic,
            HolderKind::Bus,
        ]
    }
}

impl<'a> Holder<'a> {
    fn new(kind: HolderKind, account: &str, policies: Vec<Policy<'a>>) -> Holder<'a> {
        Holder {
            kind,
            account: account.to_owned(),
            policies,
            aliases: Vec::new(),
        }
    }

    /// All that decides who may use it.
    pub(super) fn text(&self) -> String {
        let aliases = &self.aliases;
        format!("{:?} {aliases:?} {}", self.account, texts(&self.policies))
    }

    /// It, or an object in it, as the resource of a request.
    pub(super) fn resource<'x>(&'x self, arn: &'x str) -> Resource<'x> {
        let mut context = Vec::new();
        if self.kind == HolderKind::Key {
            let aliases = match self.aliases.as_slice() {
                [] => ContextValue::Absent,
                several => ContextValue::Many(several.to_vec()),
            };
            context.push(("kms:resourcealiases", aliases));
        }
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(&self.account),
            policy: ResourcePolicy::Known(&self.policies),
            policy_name: "policy",
            policy_required: matches!(self.kind, HolderKind::Key | HolderKind::Role),
            context,
        }
    }
}

/// What differs between two sides of a role.
pub(super) enum RoleChange<'r> {
    /// Nothing that decides what it may do.
    None,
    /// Its ARN, its boundary, or that it is there at all: all of its requests may be decided
    /// otherwise.
    All,
    /// Statements of its identity policies.
    Statements(Vec<&'r Statement<'r>>),
}

impl<'a> OwnRole<'a> {
    /// What differs between two sides.
    pub(super) fn change<'r>(
        old: Option<&'r OwnRole<'a>>,
        new: Option<&'r OwnRole<'a>>,
    ) -> RoleChange<'r> {
        let (Some(old), Some(new)) = (old, new) else {
            return RoleChange::All;
        };
        if old.arn != new.arn || old.boundary_text() != new.boundary_text() {
            return RoleChange::All;
        }
        let texts = [old, new].map(|side| {
            let all = side.statements().map(|one| (one.text(), one));
            all.collect::<BTreeMap<String, &'r Statement<'r>>>()
        });
        let mut out = Vec::new();
        for side in [0, 1] {
            let only = texts[side]
                .iter()
                .filter(|(text, _)| !texts[1 - side].contains_key(*text));
            out.extend(only.map(|(_, statement)| *statement));
        }
        match out.is_empty() {
            true => RoleChange::None,
            false => RoleChange::Statements(out),
        }
    }

    fn statements(&self) -> impl Iterator<Item = &Statement<'a>> {
        let policies = self.identity.policies.iter();
        policies.flat_map(|policy| &policy.statements)
    }

    /// What its boundary says, or that there is none that says anything.
    fn boundary_text(&self) -> Option<String> {
        match &self.identity.boundary {
            Some(Boundary::Known(_, policy)) => Some(texts(std::slice::from_ref(policy))),
            _ => None,
        }
    }
}

impl RoleChange<'_> {
    /// Returns whether it bears on a resource with a policy that is the same on both sides.
    pub(super) fn bears_on(&self, arn: &str, kind: HolderKind) -> bool {
        match self {
            RoleChange::None => false,
            RoleChange::All => true,
            RoleChange::Statements(all) => all.iter().any(|one| {
                one.may_be_about(kind.service(), &|pattern| {
                    may_reach(&pattern.string, arn, kind)
                })
            }),
        }
    }
}

fn texts(policies: &[Policy<'_>]) -> String {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let texts: Vec<String> = statements.map(|one| one.text()).collect();
    texts.join("\n")
}

impl<'a> Side<'a> {
    /// `renamed` has the ARN by which the other side knows what has another one here.
    pub(super) fn of(
        state: DeployedState<'a>,
        partition: &'static str,
        renamed: &BTreeMap<String, String>,
    ) -> Side<'a> {
        let known_as = |arn: String| renamed.get(&arn).cloned().unwrap_or(arn);
        let mut holders = BTreeMap::new();
        let mut roles = BTreeMap::new();
        let mut bare = BTreeMap::new();
        for (_, bucket) in state.buckets {
            let without = Holder::new(HolderKind::Bucket, bucket.account, Vec::new());
            bare.insert(bucket.arn.clone(), without);
            let holder = Holder::new(HolderKind::Bucket, bucket.account, bucket.policies);
            holders.insert(bucket.arn, holder);
        }
        for (arn, key) in state.keys {
            let mut holder = Holder::new(HolderKind::Key, key.account, key.policies);
            holder.aliases = key.aliases;
            holders.insert(known_as(arn), holder);
        }
        for (arn, topic) in state.topics {
            let holder = Holder::new(HolderKind::Topic, account_of(&arn), topic.policies);
            holders.insert(arn, holder);
        }
        for (arn, policies) in state.buses {
            let holder = Holder::new(HolderKind::Bus, account_of(&arn), policies);
            holders.insert(arn, holder);
        }
        for (arn, role) in state.roles {
            let (own, trust) = own_role(&arn, role);
            let holder = Holder::new(HolderKind::Role, own.account, trust);
            holders.insert(known_as(arn.clone()), holder);
            roles.insert(known_as(arn), own);
        }
        Side {
            partition,
            roles,
            holders,
            bare,
        }
    }

    /// A role that a template makes, as the principal of a request.
    pub(super) fn own<'x>(&'x self, arn: &str) -> Option<Principal<'x>> {
        let role = self.roles.get(arn)?;
        Some(Principal {
            session: Some(self.session(role.account, &role.name)),
            identity: Identity::Role(&role.identity),
            ..as_role(Cow::Borrowed(&role.arn))
        })
    }

    /// Somebody whose own policies allow everything, by an ARN.
    pub(super) fn other<'x>(&self, arn: &str) -> Principal<'x> {
        let name = arn.rsplit('/').next().unwrap_or(arn);
        let session = match arn.contains(":assumed-role/") {
            true => arn.to_owned(),
            false => self.session(account_of(arn), name),
        };
        Principal {
            session: Some(session),
            identity: Identity::Administrator,
            ..as_role(Cow::Owned(arn.to_owned()))
        }
    }

    fn session(&self, account: &str, name: &str) -> String {
        let partition = self.partition;
        format!("arn:{partition}:sts::{account}:assumed-role/{name}/session")
    }
}

fn own_role<'a>(arn: &str, role: Role<'a>) -> (OwnRole<'a>, Vec<Policy<'a>>) {
    let Role {
        account,
        name,
        trust,
        mut identity,
        ..
    } = role;
    let attached = std::mem::take(&mut identity.attached);
    identity.aws_managed.clear();
    let boundary = match identity.boundary.take() {
        Some(Boundary::Unknown(arn)) => Some(arn.to_owned()),
        known => {
            identity.boundary = known;
            None
        }
    };
    let own = OwnRole {
        arn: arn.to_owned(),
        account,
        name,
        identity,
        attached: attached.into_iter().map(str::to_owned).collect(),
        boundary,
    };
    (own, trust)
}

fn as_role(arn: Cow<'_, str>) -> Principal<'_> {
    let account = account_of(&arn).to_owned();
    Principal {
        arn,
        account: Cow::Owned(account),
        context: vec![
            ("aws:principaltype", ContextValue::one("AssumedRole")),
            ("aws:principalisawsservice", ContextValue::one("false")),
        ],
        ..Principal::default()
    }
}

/// A service, for itself.
pub(super) fn service(name: &str) -> Principal<'_> {
    Principal {
        service: Some(name),
        context: vec![("aws:principalisawsservice", ContextValue::one("true"))],
        ..Principal::default()
    }
}

/// Somebody who is not signed in.
pub(super) fn anonymous() -> Principal<'static> {
    Principal {
        context: vec![
            ("aws:principaltype", ContextValue::one("Anonymous")),
            ("aws:principalisawsservice", ContextValue::one("false")),
        ],
        ..Principal::default()
    }
}
