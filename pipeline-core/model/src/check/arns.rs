//! ARNs that a user writes: of the region and the account that AWS takes there.

use super::context::{Check, Run};
use crate::catalogue::{ArnRegion, Key, pattern, region};
use crate::codes;
use crate::model::Entry;
use crate::place::Place;

/// An ARN in the value of a key, where the catalogue says of where it has to be.
pub(super) fn in_place<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, key: &Key) {
    if key.region.is_none() && key.own_account.is_none() {
        return;
    }
    let Some(entry) = run.entry(key.name) else {
        return;
    };
    let arn = entry.value.data.text().unwrap_or_default();
    let Some((region, account)) = pattern::arn_environment(arn) else {
        return;
    };
    if let Some(wanted) = &key.region {
        of_region(cx, run, entry, wanted, region);
    }
    if let Some(why) = key.own_account {
        of_account(cx, run, entry, why, account);
    }
}

fn of_region<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    wanted: &ArnRegion,
    of: &str,
) {
    let (place, who) = if wanted.home {
        (cx.facts.home_region(), "the pipeline lives".to_owned())
    } else {
        (run.region, format!("{} runs", run.title()))
    };
    let Some(place) = place.and_then(|text| text.known()) else {
        return;
    };
    // What is no region, or known only at the run, is not compared.
    if of == place || !region::is_well_formed(of) || !region::is_well_formed(place) {
        return;
    }
    let code = if wanted.certain {
        &codes::ARN_ELSEWHERE
    } else {
        &codes::ARN_MAYBE_ELSEWHERE
    };
    cx.report(
        code,
        entry.value.at,
        format!(
            "`{}` is of region `{of}`, and {who} in `{place}`",
            entry.key.text
        ),
    )
    .help(format!("{}: name one of `{place}`", wanted.why));
}

fn of_account<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    why: &str,
    of: &str,
) {
    let Some(account) = run.account else { return };
    let Some(id) = account.id.known().filter(|id| *id != of) else {
        return;
    };
    let known = |id: &str| pattern::ACCOUNT_ID.complaint(id).is_none();
    if !known(of) || !known(id) {
        return;
    }
    let mut accounts = cx.facts.model.accounts.iter();
    let owner = accounts.find(|account| account.id.known() == Some(of));
    let place = owner.map_or("ACCOUNT", |owner| owner.name.text.as_str());
    cx.report(
        &codes::ARN_ELSEWHERE,
        entry.value.at,
        format!(
            "`{}` is of account `{of}`, and {} runs in `{}`, `{id}`",
            entry.key.text,
            run.title(),
            account.name.text
        ),
    )
    .help(format!("{why}: run the action there, `in {place}`"));
    // The account is meant, which would else be unused.
    if let Some(owner) = owner {
        cx.excuse(&owner.name.text);
    }
}
