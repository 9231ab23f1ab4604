//! Artifact stores: one for each region with an action, on demand.

use super::names::Names;
use super::shared::{Share, folder};
use crate::catalogue::Placement;
use crate::pipeline::{Pipeline, Region, Source, StoreOrigin, StoreSettings, ids};
use std::collections::BTreeSet;

ids! {
    /// An artifact store of the deployment.
    StoreId of Store;
}

/// An artifact store, in home's account.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) region: Region,
    pub(crate) bucket: String,
    pub(crate) key: StoreKey,
    /// The settings that we make it with; nothing where it is imported.
    pub(crate) managed: Option<StoreSettings>,
    /// The pipeline's folder, where other pipelines have artifacts in the store too.
    pub(crate) folder: Option<String>,
    /// The pipeline's part in a store that several pipelines of one `emit` share.
    pub(crate) share: Option<Share>,
    pub(crate) source: Source,
}

/// The key that a store's artifacts are encrypted with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum StoreKey {
    /// A key that we make, under this alias.
    Managed {
        /// With its `alias/`.
        alias: String,
    },
    /// A key that exists.
    Imported {
        /// Its ARN.
        arn: String,
    },
    /// None of its own: S3's encryption.
    None,
}

/// The stores of a pipeline: in home's region and wherever else an action runs.
pub(super) fn stores(pipeline: &Pipeline, names: &Names) -> Vec<Store> {
    let mut regions = BTreeSet::from_iter([pipeline.home().region]);
    regions.extend(
        pipeline
            .actions_and_rules()
            .filter(|action| action.kind.placement == Placement::Anywhere)
            .map(|action| action.environment.region.clone()),
    );
    regions
        .into_iter()
        .map(|region| store(pipeline, names, region))
        .collect()
}

fn store(pipeline: &Pipeline, names: &Names, region: Region) -> Store {
    match pipeline.stores.iter().find(|store| store.region == region) {
        None => managed(
            pipeline,
            names,
            region,
            StoreSettings::default(),
            pipeline.source.clone(),
        ),
        Some(declared) => match &declared.origin {
            StoreOrigin::Managed(settings) => managed(
                pipeline,
                names,
                region,
                settings.clone(),
                declared.source.clone(),
            ),
            StoreOrigin::Imported {
                bucket,
                key,
                shared,
            } => Store {
                region,
                bucket: bucket.clone(),
                key: match key {
                    Some(arn) => StoreKey::Imported { arn: arn.clone() },
                    None => StoreKey::None,
                },
                managed: None,
                folder: shared.then(|| folder(&pipeline.name)),
                share: None,
                source: declared.source.clone(),
            },
        },
    }
}

fn managed(
    pipeline: &Pipeline,
    names: &Names,
    region: Region,
    settings: StoreSettings,
    source: Source,
) -> Store {
    // A key costs money every month, and only foreign accounts make one necessary:
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html
    let shared = settings.shared.as_deref();
    let key = match shared {
        // Whether another pipeline has foreign accounts changes nothing of it.
        Some(shared) => StoreKey::Managed {
            alias: names.of_shared(shared).of_alias(&settings, &region),
        },
        None if pipeline.has_foreign_accounts() || settings.encryption_key => StoreKey::Managed {
            alias: names.of_alias(&settings, &region),
        },
        None => StoreKey::None,
    };
    let bucket = names.of_managed_store(&settings, &region);
    let folder = shared.map(|_| folder(&pipeline.name));
    let share = shared.zip(folder.clone()).map(|(store, folder)| Share {
        store: store.to_owned(),
        folder,
        policies: None,
        others: Vec::new(),
        elsewhere: Vec::new(),
    });
    Store {
        folder,
        share,
        region,
        bucket,
        key,
        managed: Some(settings),
        source,
    }
}
