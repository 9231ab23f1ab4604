//! Buckets and keys that look like a store's, and are somebody else's. Their own policies admit
//! everyone, so that the identity policies of our roles alone must deny them.

use std::borrow::Cow;

use super::ForbiddenKind;
use crate::access::evaluator::{ContextValue, Resource};
use crate::access::principals::{Inventory, UNDECLARED};
use crate::access::resources::{StoreResources, open_resource};

/// The lookalikes of a store.
pub(super) struct Lookalikes<'w> {
    pub(super) buckets: Vec<LookalikeBucket<'w>>,
    pub(super) keys: Vec<Resource<'w>>,
}

/// A lookalike of a store's bucket.
pub(super) struct LookalikeBucket<'w> {
    /// The kind of forbidden requests on it.
    pub(super) kind: ForbiddenKind,
    pub(super) bucket: Resource<'w>,
    /// An object in the bucket.
    pub(super) object: Resource<'w>,
}

impl<'w> Lookalikes<'w> {
    pub(super) fn of(
        inventory: &'w Inventory<'w>,
        resources: &'w StoreResources<'w>,
    ) -> Lookalikes<'w> {
        let next = format!("{}-of-someone-else", resources.bucket.arn);
        let buckets = vec![
            LookalikeBucket {
                kind: ForbiddenKind::Namesake,
                bucket: open_resource(resources.bucket.arn.as_ref(), UNDECLARED),
                object: open_resource(resources.object.arn.as_ref(), UNDECLARED),
            },
            LookalikeBucket {
                kind: ForbiddenKind::OtherBucket,
                object: open_resource(format!("{next}/x"), inventory.home),
                bucket: open_resource(next, inventory.home),
            },
        ];
        let key = resources.key.as_ref();
        Lookalikes {
            buckets,
            keys: key.map_or_else(Vec::new, |key| keys(inventory, resources.region, key)),
        }
    }
}

/// The lookalikes of a key: by its alias, its id, its account or its region.
fn keys<'w>(inventory: &'w Inventory<'w>, region: &str, key: &Resource<'w>) -> Vec<Resource<'w>> {
    let partition = inventory.pipeline.partition();
    let home = inventory.home;
    let own_id = key.arn.rsplit(':').next().unwrap_or_default();
    let other_id = "key/00000000-0000-4000-8000-00000000beef";
    let other = |account: &'w str, region: &str, id: &str, aliases: ContextValue<'w>| Resource {
        context: vec![("kms:resourcealiases", aliases)],
        ..open_resource(
            format!("arn:{partition}:kms:{region}:{account}:{id}"),
            account,
        )
    };
    let own_aliases = key.context.first().map(|(_, value)| value.clone());
    let own_aliases = own_aliases.unwrap_or(ContextValue::Absent);
    let changed = |change: fn(&str) -> String| match &own_aliases {
        ContextValue::Many(aliases) => {
            let aliases = aliases.iter().map(|alias| Cow::Owned(change(alias)));
            ContextValue::Many(aliases.collect())
        }
        _ => ContextValue::Absent,
    };
    // Of a pipeline whose name begins like this one's.
    let longer = changed(|alias| format!("{alias}2"));
    // Another match of a pattern that leaves the last part of the alias open.
    let other_suffix = changed(|alias| {
        let (readable, _) = alias.rsplit_once('-').unwrap_or((alias, ""));
        format!("{readable}-00000000")
    });
    let someone_elses = || ContextValue::Many(vec![Cow::Borrowed("alias/someone-else")]);
    vec![
        other(home, region, &format!("{other_id}1"), longer),
        other(home, region, &format!("{other_id}2"), other_suffix),
        // Without an alias: a condition on all of its aliases would hold.
        other(home, region, &format!("{other_id}3"), ContextValue::Absent),
        other(home, region, other_id, someone_elses()),
        other(home, region, &format!("{own_id}0"), someone_elses()),
        other(UNDECLARED, region, own_id, own_aliases.clone()),
        other(home, &format!("{region}0"), own_id, own_aliases),
    ]
}
