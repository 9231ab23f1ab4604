//! Stores: where they are, and with which key.

use super::configuration::{self, Subject};
use super::context::{Check, Run};
use super::{owners, references, regions};
use crate::catalogue::{Key, Type, declared, pattern};
use crate::codes;
use crate::model::{Data, Entry, Origin, Store};
use crate::place::Place;
use std::collections::BTreeMap;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for store in &cx.facts.model.stores {
        account(cx, store);
        region(cx, store);
        settings(cx, store);
        if let Origin::Imported(_) = store.origin {
            key_elsewhere(cx, store);
        }
        key_missing(cx, store);
    }
    one_in_a_region(cx);
}

/// A bucket that an action works on, and that is no store of the pipeline.
pub(super) fn target<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, key: &Key) {
    let of_bucket = matches!(key.kind, Type::Text(of) if std::ptr::eq(of, &pattern::BUCKET_NAME));
    if !of_bucket || run.is_source() {
        return;
    }
    let Some(entry) = run.entry(key.name) else {
        return;
    };
    let Some(bucket) = entry.value.data.text() else {
        return;
    };
    let is_it = |store: &&Store<P>| {
        ["bucket_name", "bucket"].iter().any(|key| {
            setting(store, key).and_then(|entry| entry.value.data.text()) == Some(bucket)
        })
    };
    let Some(store) = cx.facts.model.stores.iter().find(is_it) else {
        return;
    };
    cx.report(
        &codes::STORE_AS_TARGET,
        entry.value.at,
        format!(
            "`{bucket}` is the bucket of store `{}`, and {} would write among the artifacts",
            store.name.text,
            run.title()
        ),
    )
    .help("deploy into another bucket")
    .related(
        format!("`{}` is declared here", store.name.text),
        store.name.at,
    );
}

/// The settings of a store, whoever made it.
pub(super) fn setting<'a, P>(store: &'a Store<P>, key: &str) -> Option<&'a Entry<P>> {
    let (Origin::Managed(entries) | Origin::Imported(entries)) = &store.origin;
    entries.iter().find(|entry| entry.key.text == key)
}

fn settings<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let subject = Subject::declared("store", &store.name);
    let (known, entries): (&'static [Key], _) = match &store.origin {
        Origin::Managed(entries) => (declared::MANAGED_STORE, entries),
        Origin::Imported(entries) => (declared::IMPORTED_STORE, entries),
    };
    configuration::all(cx, &subject, &known.iter().collect::<Vec<_>>(), entries);
    owners::administrators(cx, &store.name, entries);
}

fn account<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(name) = &store.environment.account else {
        return;
    };
    let (Some(account), Some(home)) = (references::account(cx, name), cx.facts.home) else {
        return;
    };
    if account.home {
        return;
    }
    cx.report(
        &codes::STORE_OUTSIDE_HOME,
        name.at,
        format!(
            "store `{}` is in account `{}`, and the pipeline lives in `{}`",
            store.name.text, name.text, home.name.text
        ),
    )
    .help("leave out `in`: a store is in the account of the pipeline")
    .related(
        format!("home `{}` is declared here", home.name.text),
        home.name.at,
    );
}

fn region<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    match &store.environment.region {
        Some(region) => regions::region(cx, region),
        None => {
            cx.report(
                &codes::STORE_WITHOUT_REGION,
                store.name.at,
                format!("store `{}` has no region", store.name.text),
            )
            .help("say its region after its name: `@ \"REGION\"`");
        }
    }
}

fn one_in_a_region<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, &Store<P>> = BTreeMap::new();
    for store in &cx.facts.model.stores {
        let Some(region) = store.environment.region.as_ref() else {
            continue;
        };
        let Some(name) = region.known() else {
            continue;
        };
        let first = *seen.entry(name).or_insert(store);
        if std::ptr::eq(first, store) || first.name.text == store.name.text {
            continue;
        }
        cx.report(
            &codes::TWO_STORES,
            region.at,
            format!(
                "stores `{}` and `{}` are in the same region, `{name}`",
                first.name.text, store.name.text
            ),
        )
        .help("a pipeline has one store in a region: leave one of them out")
        .related(
            format!("`{}` is declared here", first.name.text),
            first.name.at,
        );
    }
}

fn key_elsewhere<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(entry) = setting(store, "key") else {
        return;
    };
    let Some(arn) = entry.value.data.text() else {
        return;
    };
    if pattern::KEY_ARN.complaint(arn).is_some() {
        return;
    }
    if !owners::in_partition(cx, arn, entry.value.at) {
        return;
    }
    let Some((key_region, key_account)) = pattern::arn_environment(arn) else {
        return;
    };
    let facts = cx.facts;
    let region = store
        .environment
        .region
        .as_ref()
        .and_then(|region| region.known());
    if let Some(region) = region.filter(|region| *region != key_region) {
        cx.report(
            &codes::STORE_KEY_ELSEWHERE,
            entry.value.at,
            format!(
                "the key is in region `{key_region}`, and store `{}` is in `{region}`",
                store.name.text
            ),
        )
        .help("name the key that the bucket is encrypted with; it is in the bucket's own region");
        return;
    }
    let account = facts.model.account_of(&store.environment);
    let id = account.and_then(|account| account.id.known());
    if let Some((account, id)) = account.zip(id).filter(|(_, id)| *id != key_account) {
        cx.report(
            &codes::STORE_KEY_ELSEWHERE,
            entry.value.at,
            format!(
                "the key is of account `{key_account}`, and store `{}` is in `{}`, `{id}`",
                store.name.text, account.name.text
            ),
        )
        .related(
            format!("`{}` is declared here", account.name.text),
            account.name.at,
        );
    }
}

/// S3's own key cannot be shared with another account.
fn key_missing<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(foreign) = cx.facts.foreign else {
        return;
    };
    let (at, help) = match &store.origin {
        Origin::Imported(_) if setting(store, "key").is_none() => (
            store.name.at,
            "name the key that the bucket is encrypted with: `key: \"arn:aws:kms:…\"`",
        ),
        Origin::Managed(_) => match setting(store, "encryption_key") {
            Some(entry) if matches!(entry.value.data, Data::Bool(false)) => (
                entry.value.at,
                "leave `encryption_key` out, and the store gets a key",
            ),
            _ => return,
        },
        Origin::Imported(_) => return,
    };
    cx.report(
        &codes::STORE_WITHOUT_KEY,
        at,
        format!(
            "store `{}` has no key of its own, and account `{}` could not read it",
            store.name.text, foreign.name.text
        ),
    )
    .help(help)
    .related(
        format!("`{}` is declared here", foreign.name.text),
        foreign.name.at,
    );
}
