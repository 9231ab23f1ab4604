//! Who plays a part, and on what: the roles and stores of the templates as those who ask
//! and what they ask for.

use std::borrow::Cow;

use super::deployed::{Role, World};
use super::evaluator::{Guard, Identity, Resource, Value, Who, account_of};
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::plan::Deployment;
use std::collections::BTreeMap;
use std::collections::{HashMap, HashSet};

/// An account that nobody has declared.
pub(super) const UNDECLARED: &str = "999999999990";

/// An organization that nobody has declared.
const OTHER_ORGANIZATION: &str = "o-0someoneelse";

/// What the checks are about.
pub(super) struct Scene<'w> {
    pub(super) deployment: &'w Deployment<'w>,
    pub(super) pipeline: &'w Pipeline,
    pub(super) world: &'w World<'w>,
    pub(super) home: &'w str,
    /// The ids of all declared accounts.
    declared: HashSet<&'w str>,
    /// Every role that plays a part, by ARN: ours, and the imported ones.
    pub(super) cast: HashMap<&'w str, Who<'w>>,
    /// The stores that the pipeline names, by region.
    pub(super) shelves: BTreeMap<&'w str, Shelf<'w>>,
    /// Where in the source each role comes from.
    pub(super) places: HashMap<&'w str, Location>,
    /// What all roles of the pipeline's own path begin with, after `role`.
    pub(super) path: String,
}

/// A store as it is asked for.
pub(super) struct Shelf<'w> {
    pub(super) region: &'w str,
    pub(super) bucket: Resource<'w>,
    /// An artifact in it.
    pub(super) object: Resource<'w>,
    pub(super) key: Option<Resource<'w>>,
    /// What S3 says to the key on behalf of whoever reads or writes.
    pub(super) by_s3: Vec<(&'w str, Value<'w>)>,
    pub(super) imported: bool,
}

impl<'w> Scene<'w> {
    pub(super) fn set(deployment: &'w Deployment<'w>, world: &'w World<'w>) -> Scene<'w> {
        let pipeline = deployment.pipeline;
        let mut scene = Scene {
            deployment,
            pipeline,
            world,
            home: pipeline.home_id().as_str(),
            declared: pipeline.accounts.iter().map(|a| a.id.as_str()).collect(),
            cast: HashMap::default(),
            shelves: BTreeMap::new(),
            places: HashMap::default(),
            // Told once more: the names of the plan are what is looked at.
            path: format!(
                "/pipewright/{}/{}/{}/",
                pipeline.name,
                pipeline.home_id(),
                pipeline.home().region
            ),
        };
        for (arn, role) in &world.roles {
            let who = scene.own(arn, role);
            scene.cast.insert(arn, who);
        }
        for role in deployment.roles.iter().filter(|role| role.made.is_none()) {
            let who = Who {
                identity: Identity::Imported(role.arn.clone()),
                ..scene.who(Cow::Borrowed(&role.arn))
            };
            scene.cast.insert(&role.arn, who);
        }
        for role in &deployment.roles {
            scene.places.insert(&role.arn, role.source.at);
        }
        scene.shelves = scene.stores();
        scene
    }

    fn own(&self, arn: &'w str, role: &'w Role<'w>) -> Who<'w> {
        Who {
            session: Some(format!(
                "arn:{}:sts::{}:assumed-role/{}/session",
                self.pipeline.partition(),
                role.account,
                role.name
            )),
            identity: Identity::Known(&role.own),
            ..self.who(Cow::Borrowed(arn))
        }
    }

    /// Someone with a role of this ARN.
    fn who<'x>(&self, arn: Cow<'x, str>) -> Who<'x>
    where
        'w: 'x,
    {
        let account = account_of(&arn).to_owned();
        let mut context = vec![
            (
                "aws:principaltype",
                Value::One(Cow::Borrowed("AssumedRole")),
            ),
            (
                "aws:principalisawsservice",
                Value::One(Cow::Borrowed("false")),
            ),
        ];
        let organization = if account == self.home {
            // Nobody says whether home belongs to it.
            Value::Unknown
        } else {
            let declared = self.declared.contains(account.as_str());
            match &self.pipeline.organization {
                Some(organization) if declared => Value::One(Cow::Borrowed(organization.as_str())),
                _ if declared => Value::Unknown,
                _ => Value::One(Cow::Borrowed(OTHER_ORGANIZATION)),
            }
        };
        context.push(("aws:principalorgid", organization));
        Who {
            arn,
            account: Cow::Owned(account),
            context,
            ..Who::default()
        }
    }

    /// An administrator: he may do anything that his account can allow.
    pub(super) fn administrator(&self, account: &str, role: &str) -> Who<'w> {
        let partition = self.pipeline.partition();
        let arn = format!("arn:{partition}:iam::{account}:role{role}");
        let name = role.rsplit('/').next().unwrap_or(role);
        Who {
            session: Some(format!(
                "arn:{partition}:sts::{account}:assumed-role/{name}/session"
            )),
            identity: Identity::Everything,
            ..self.who(Cow::Owned(arn))
        }
    }

    /// A service, on behalf of a resource of an account where it says so.
    pub(super) fn service(&self, name: &'static str, source: Option<(&str, &str)>) -> Who<'w> {
        let mut context = vec![(
            "aws:principalisawsservice",
            Value::One(Cow::Borrowed("true")),
        )];
        for (key, value) in [
            ("aws:sourcearn", source.map(|(arn, _)| arn)),
            ("aws:sourceaccount", source.map(|(_, account)| account)),
        ] {
            let value = match value {
                Some(value) => Value::One(Cow::Owned(value.to_owned())),
                // Whether it sends these, and what, is not documented.
                None => Value::Unknown,
            };
            context.push((key, value));
        }
        Who {
            service: Some(name),
            context,
            ..Who::default()
        }
    }

    /// Whether a role is one of the pipeline's own path.
    pub(super) fn under_path(&self, arn: &str) -> bool {
        arn.splitn(6, ':')
            .nth(5)
            .and_then(|resource| resource.strip_prefix("role"))
            .is_some_and(|resource| resource.starts_with(&self.path))
    }

    /// A role, to be assumed.
    pub(super) fn assumable(&self, arn: &'w str) -> Resource<'w> {
        let guard = match self.world.roles.get(arn) {
            Some(role) => Guard::Known(&role.trust),
            None => Guard::Imported("role"),
        };
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(account_of(arn)),
            guard,
            what: "trust policy",
            strict: true,
            context: Vec::new(),
        }
    }

    fn stores(&self) -> BTreeMap<&'w str, Shelf<'w>> {
        let stores = self.world.pipeline.iter().flat_map(|found| &found.stores);
        stores
            .map(|(region, (bucket, key))| {
                let region: &'w str = region.as_ref();
                (region, self.shelf(region, bucket, key.as_deref()))
            })
            .collect()
    }

    fn shelf(&self, region: &'w str, name: &'w str, key: Option<&'w str>) -> Shelf<'w> {
        let found = self.world.buckets.get(name);
        let guard = match found {
            Some(bucket) => Guard::Known(&bucket.policies),
            None => Guard::Imported("bucket"),
        };
        let arn = format!("arn:{}:s3:::{name}", self.pipeline.partition());
        let at = |arn: String| Resource {
            arn: Cow::Owned(arn),
            account: Cow::Borrowed(found.map_or(self.home, |bucket| bucket.account)),
            guard,
            what: "bucket policy",
            strict: false,
            context: Vec::new(),
        };
        let object = format!("{arn}/{}/artifact/0a1b2c3", self.pipeline.name);
        // With a key of the bucket, the context is the bucket; without, the object.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
        let context = match found {
            Some(bucket) if bucket.bucket_key => Value::One(Cow::Owned(arn.clone())),
            Some(_) => Value::One(Cow::Owned(object.clone())),
            None => Value::Unknown,
        };
        let key = key.map(|arn| match self.world.keys.get_key_value(arn) {
            Some((arn, key)) => key.resource(arn),
            None => Resource {
                arn: Cow::Borrowed(arn),
                account: Cow::Borrowed(account_of(arn)),
                guard: Guard::Imported("key"),
                what: "key policy",
                strict: true,
                context: vec![("kms:resourcealiases", Value::Unknown)],
            },
        });
        Shelf {
            region,
            object: at(object),
            bucket: at(arn),
            key,
            by_s3: vec![
                (
                    "kms:viaservice",
                    Value::One(Cow::Owned(format!("s3.{region}.amazonaws.com"))),
                ),
                ("kms:encryptioncontext:aws:s3:arn", context),
            ],
            imported: found.is_none(),
        }
    }
}

/// A resource of an account, whose own policy does not come into it: there is none, or it
/// is its owner's to see to.
pub(super) fn plain<'x>(arn: impl Into<Cow<'x, str>>, account: &'x str) -> Resource<'x> {
    Resource {
        arn: arn.into(),
        account: Cow::Borrowed(account),
        guard: Guard::None,
        what: "policy",
        strict: false,
        context: Vec::new(),
    }
}

/// A resource that keeps nobody out, so that only the policies of whoever asks decide.
pub(super) fn open<'x>(arn: impl Into<Cow<'x, str>>, account: &'x str) -> Resource<'x> {
    Resource {
        guard: Guard::Open,
        ..plain(arn, account)
    }
}
