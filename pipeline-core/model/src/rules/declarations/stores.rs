//! Artifact stores: where they are, and with which key.

use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::{Data, Origin, Store};
use crate::place::Place;
use crate::rules::configuration::origin::{self, Settings};
use crate::rules::configuration::subject::Subject;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::{owners, partitions};
use crate::rules::places::{self, regions};
use crate::rules::shared;
use std::collections::BTreeMap;

/// Checks every store.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for store in &cx.index.model.stores {
        account(cx, store);
        region(cx, store);
        settings(cx, store);
        shared::store(cx, store);
        if let Origin::Imported(_) = store.origin {
            key_elsewhere(cx, store);
        }
        key_missing(cx, store);
    }
    one_in_a_region(cx);
    one_in_a_bucket(cx);
}

const SETTINGS: Settings = Settings {
    kind: DeclarationKind::Store,
    managed: declared::MANAGED_STORE,
    imported: declared::IMPORTED_STORE,
};

fn settings<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let subject = Subject::declared("store", &store.name);
    let (is_imported, entries) = match &store.origin {
        Origin::Managed(entries) => (false, entries),
        Origin::Imported(entries) => (true, entries),
    };
    origin::all(cx, &subject, &SETTINGS, is_imported, entries);
    owners::administrators(cx, &store.name, entries);
}

code! {
    STORE_OUTSIDE_HOME = "P116" Error "a store is not in the account of the pipeline",
    why: "Bucket and key of an artifact store belong to the account that the pipeline lives in, in every region. CodePipeline refuses a pipeline whose bucket is another account's.",
    example: "store main in prod @ \"us-east-1\";",
    fix: "Leave out `in`; other accounts are admitted to the store by its policies.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn account<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(name) = &store.environment.account else {
        return;
    };
    let (Some(account), Some(home)) = (places::account(cx, name), cx.index.home) else {
        return;
    };
    if account.home {
        return;
    }
    cx.report(
        &STORE_OUTSIDE_HOME,
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

code! {
    STORE_WITHOUT_REGION = "P114" Error "a store has no region",
    why: "A store serves the actions of one region: CodePipeline asks for a bucket in each region that it acts in, and refuses a pipeline without it when it is created.",
    example: "store main { expiration_in_days: 7 }",
    fix: "Say its region after its name: `store main @ \"us-east-1\" { … }`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn region<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    match &store.environment.region {
        Some(region) => regions::region(cx, region),
        None => {
            cx.report(
                &STORE_WITHOUT_REGION,
                store.name.at,
                format!("store `{}` has no region", store.name.text),
            )
            .help("say its region after its name: `@ \"REGION\"`");
        }
    }
}

code! {
    TWO_STORES = "P115" Error "two stores are in the same region",
    why: "A pipeline has one artifact store for each region. `ArtifactStores` is a map from regions, and a second store of a region would replace the first one when the pipeline is created.",
    example: "store main @ \"us-east-1\";\nstore other @ \"us-east-1\";",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
}

fn one_in_a_region<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, &Store<P>> = BTreeMap::new();
    for store in &cx.index.model.stores {
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
            &TWO_STORES,
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

code! {
    STORES_SHARE_BUCKET = "P515" Error "two stores have the same bucket",
    why: "A bucket is in one region, and a store serves the actions of one region: CodePipeline refuses a pipeline whose store in a region names a bucket of another region. Names of buckets are unique in a partition, so that two stores of one name are one bucket.",
    example: "store main @ \"us-east-1\" = import { bucket: \"artifacts\" };\nstore other @ \"eu-west-1\" = import { bucket: \"artifacts\" };",
    fix: "Name a bucket of each store's own region; or leave the name out, and each store gets a bucket of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn one_in_a_bucket<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, (&Store<P>, P)> = BTreeMap::new();
    for store in &cx.index.model.stores {
        let Some(value) = store.bucket() else {
            continue;
        };
        let Some(bucket) = value.data.text() else {
            continue;
        };
        let (first, at) = *seen.entry(bucket).or_insert((store, value.at));
        // Two stores of one name, or of one region, are told apart already.
        let region =
            |store: &Store<P>| Some(store.environment.region.as_ref()?.known()?.to_owned());
        let same_region = region(first).is_some() && region(first) == region(store);
        if std::ptr::eq(first, store) || first.name.text == store.name.text || same_region {
            continue;
        }
        cx.report(
            &STORES_SHARE_BUCKET,
            value.at,
            format!(
                "stores `{}` and `{}` have the same bucket, `{bucket}`",
                first.name.text, store.name.text
            ),
        )
        .help("a bucket is in one region: name a bucket of each store's own region")
        .related(format!("`{}` names it here", first.name.text), at);
    }
}

code! {
    STORE_KEY_ELSEWHERE = "P117" Error "a store's key is elsewhere",
    why: "A bucket can be encrypted only with a key of its own region, and CodePipeline asks for a key of the pipeline's account. With another one the first run fails at the first action that writes an artifact.",
    example: "store main @ \"us-east-1\" = import {\n    bucket: \"artifacts\",\n    key: \"arn:aws:kms:us-west-2:111111111111:key/…\",\n};",
    fix: "Name a key of the store's account and region.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn key_elsewhere<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(entry) = store.setting("key") else {
        return;
    };
    let Some(arn) = entry.value.data.text() else {
        return;
    };
    if pattern::KEY_ARN.complaint(arn).is_some() {
        return;
    }
    if partitions::is_elsewhere(cx, arn) {
        return;
    }
    let Some((key_region, key_account)) = pattern::arn_environment(arn) else {
        return;
    };
    let region = store
        .environment
        .region
        .as_ref()
        .and_then(|region| region.known());
    if let Some(region) = region.filter(|region| *region != key_region) {
        cx.report(
            &STORE_KEY_ELSEWHERE,
            entry.value.at,
            format!(
                "the key is in region `{key_region}`, and store `{}` is in `{region}`",
                store.name.text
            ),
        )
        .help("name the key that the bucket is encrypted with; it is in the bucket's own region");
        return;
    }
    let account = cx.index.model.account_of(&store.environment);
    let id = account.and_then(|account| account.id.known());
    if let Some((account, id)) = account.zip(id).filter(|(_, id)| *id != key_account) {
        cx.report(
            &STORE_KEY_ELSEWHERE,
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

code! {
    STORE_WITHOUT_KEY = "P118" Error "a store without a key in a pipeline with foreign accounts",
    why: "Artifacts that another account reads must be encrypted with a customer managed key. The one that S3 uses otherwise, `alias/aws/s3`, cannot be shared with another account: the pipeline is created, and its first cross-account action fails with access denied on the key.",
    example: "account prod = \"444444444444\";\nstore main @ \"us-east-1\" { encryption_key: false }",
    fix: "Leave `encryption_key` out, and the store gets a key of its own; an imported store says its key, `key: \"arn:aws:kms:…\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
    lacking: Part,
}

/// S3's own key cannot be shared with another account.
fn key_missing<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Some(foreign) = cx.index.foreign else {
        return;
    };
    let (at, help) = match &store.origin {
        Origin::Imported(_) if store.setting("key").is_none() => (
            store.name.at,
            "name the key that the bucket is encrypted with: `key: \"arn:aws:kms:…\"`",
        ),
        Origin::Managed(_) => match store.setting("encryption_key") {
            Some(entry) if matches!(entry.value.data, Data::Bool(false)) => (
                entry.value.at,
                "leave `encryption_key` out, and the store gets a key",
            ),
            _ => return,
        },
        Origin::Imported(_) => return,
    };
    cx.report(
        &STORE_WITHOUT_KEY,
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
