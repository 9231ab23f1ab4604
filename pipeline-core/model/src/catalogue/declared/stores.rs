//! Artifact stores: made, shared and imported.

use crate::catalogue::{Existing, Key, Type, pattern};

// Settings of every store that we create, shared or not.

const BUCKET_NAME: Key = Key::optional(
    "BucketName",
    Type::String(&pattern::BUCKET_NAME),
    "a bucket name of the global namespace, in place of one of the account's own",
);

const EXPIRATION_IN_DAYS: Key = Key::optional(
    "ExpirationInDays",
    Type::Number(1, 36_500),
    "how long artifacts are kept; 30 days unless said otherwise",
);

const KEY_ADMINISTRATORS: Key = Key::optional(
    "KeyAdministrators",
    Type::Strings(&pattern::PRINCIPAL_ARN),
    "who administers the key, in place of whom the account's own policies let do it",
)
.names(Existing::new("principal", "{KeyAdministrators}"))
.known_when_built();

const ALIAS_NAME: Key = Key::optional(
    "AliasName",
    Type::String(&pattern::KEY_ALIAS),
    "the alias of the key, in place of one that we make",
)
.known_when_built();

const REMOVAL_POLICY: Key = Key::optional(
    "RemovalPolicy",
    Type::OneOf(&["RETAIN", "DELETE"]),
    "what becomes of bucket and key when their stack is deleted; `RETAIN` unless said otherwise",
);

/// The keys of a store that we create.
pub static MANAGED_STORE: &[Key] = &[
    BUCKET_NAME,
    EXPIRATION_IN_DAYS.also_at_deployment(),
    Key::optional(
        "EncryptionKey",
        Type::Bool,
        "whether the store has a key of its own; it has one as soon as a foreign account is declared",
    ),
    KEY_ADMINISTRATORS,
    ALIAS_NAME,
    REMOVAL_POLICY,
    Key::optional(
        "Shared",
        Type::Record(SHARED_STORE),
        "a store that several pipelines of one `emit` share, with its settings",
    ),
];

/// The keys of a pipeline of another crate that shares a store.
pub static SHARING_PIPELINE: &[Key] = &[
    Key::required(
        "Name",
        Type::String(&pattern::PIPELINE_NAME),
        "the pipeline's name",
    )
    .known_when_built(),
    Key::required(
        "Region",
        Type::String(&pattern::REGION),
        "the region that the pipeline lives in",
    )
    .known_when_built(),
    Key::optional(
        "Accounts",
        Type::Strings(&pattern::ACCOUNT_ID),
        "the ids of the other accounts whose roles read and write its artifacts",
    )
    .known_when_built(),
    Key::optional(
        "Roles",
        Type::Strings(&pattern::ROLE_ARN),
        "the ARNs of those of its roles that are not in the IAM path of the pipeline: of an own `path`, and imported ones",
    )
    .names(Existing::new("role", "{Roles}"))
    .known_when_built(),
];

/// The keys of a store that several pipelines share.
pub static SHARED_STORE: &[Key] = &[
    Key::required(
        "Name",
        Type::String(&pattern::STACK_NAME),
        "the store's name, which its bucket, its key and its stack are named by",
    )
    .known_when_built(),
    BUCKET_NAME.known_when_built(),
    EXPIRATION_IN_DAYS,
    KEY_ADMINISTRATORS,
    ALIAS_NAME,
    REMOVAL_POLICY,
    Key::optional(
        "Pipelines",
        Type::OneOrMore(SHARING_PIPELINE),
        "pipelines of other crates that share the store",
    ),
];

/// The keys of an imported store.
pub static IMPORTED_STORE: &[Key] = &[
    Key::required(
        "Bucket",
        Type::String(&pattern::BUCKET_NAME),
        "the bucket's name",
    )
    .names(Existing::new("S3 bucket", "arn:{partition}:s3:::{Bucket}")),
    Key::optional(
        "Key",
        Type::String(&pattern::KEY_ARN),
        "the ARN of the key that it is encrypted with",
    )
    .names(Existing::new("KMS key", "{Key}")),
    Key::optional(
        "ObjectOwnership",
        Type::OneOf(&[
            "BucketOwnerEnforced",
            "BucketOwnerPreferred",
            "ObjectWriter",
        ]),
        "who owns what other accounts write into it; it is not changed",
    ),
    Key::optional(
        "Shared",
        Type::Bool,
        "whether other pipelines write into it too: the roles may then read and write the pipeline's own folder only",
    ),
];
