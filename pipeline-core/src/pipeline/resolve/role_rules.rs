//! The rules for all roles, as they hold in each account.

use super::declared::statements;
use super::entries::{Entries, map, scalar};
use super::unresolved::{Resolved, Unresolved, known};
use crate::arn::Arn;
use crate::catalogue::region;
use crate::model::{Account, Data, Model, Value};
use crate::pipeline::{Boundary, BoundaryDocument, OnePer, RoleRules};
use crate::place::Location;

/// The rules that hold for the roles of an account: what the account's own `roles` leave out,
/// those of all accounts say.
pub(super) fn of_account(
    model: &Model<Location>,
    account: &Account<Location>,
) -> Resolved<RoleRules> {
    let mut out = RoleRules::default();
    let mut inline = None;
    for rules in model.role_rules_of(&account.name.text) {
        let entries = Entries::new(&rules.settings, rules.at);
        if out.permissions_boundary.is_none() {
            out.permissions_boundary = boundary_in(model, Some(account), &entries)?;
        }
        out.path = out.path.or(entries.string("path")?);
        out.name_prefix = out.name_prefix.or(entries.string("name_prefix")?);
        inline = inline.or(entries.bool("inline_policies"));
        if let (None, Some(value)) = (out.one_per_at, entries.get("one_per")) {
            out.one_per = one_per(&scalar(value)?);
            out.one_per_at = Some(value.at);
        }
        let tags = entries.get("tags").map(map).transpose()?;
        for tag in tags.unwrap_or_default() {
            if !out.tags.iter().any(|(key, _)| *key == tag.key.text) {
                out.tags.push((tag.key.text.clone(), scalar(&tag.value)?));
            }
        }
    }
    out.managed_only = inline == Some(false);
    Ok(out)
}

fn one_per(word: &str) -> OnePer {
    let all = [OnePer::Stage, OnePer::AccountAndRegion];
    let found = all.into_iter().find(|one| one.word() == word);
    found.unwrap_or_default()
}

/// The permissions boundary among the settings of something in an account.
pub(super) fn boundary_in(
    model: &Model<Location>,
    account: Option<&Account<Location>>,
    entries: &Entries<'_>,
) -> Resolved<Option<Boundary>> {
    let Some(value) = entries.get("permissions_boundary") else {
        return Ok(None);
    };
    let (policy, document) = match &value.data {
        Data::Map(_) => {
            let entries = Entries::of_map(value)?;
            let document = entries.get("document").map(|value| document(model, value));
            let document = document.transpose()?;
            (entries.required("policy")?, document)
        }
        _ => (scalar(value)?, None),
    };
    Ok(Some(Boundary {
        policy: arn(model, account, policy, value.at)?,
        document,
        at: value.at,
    }))
}

fn document(model: &Model<Location>, value: &Value<Location>) -> Resolved<BoundaryDocument> {
    Ok(match &value.data {
        Data::List(_) => BoundaryDocument::Statements(statements(model, value)?),
        _ => BoundaryDocument::Text(scalar(value)?),
    })
}

/// The ARN of a managed policy: a name is that of a policy of the account.
fn arn(
    model: &Model<Location>,
    account: Option<&Account<Location>>,
    policy: String,
    at: Location,
) -> Resolved<String> {
    if policy.starts_with("arn:") {
        return Ok(policy);
    }
    let account = account.ok_or_else(|| Unresolved::new(at, "this has no account"))?;
    let home = model.home_region().and_then(|found| found.known());
    let partition = home.and_then(region::partition);
    let partition = partition.map_or("aws", |found| found.name);
    Ok(Arn::policy(partition, known(&account.id)?, &policy).to_string())
}
