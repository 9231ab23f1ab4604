//! The kinds of forbidden requests, with their words and the owner of what they reach.

/// The kind of a forbidden request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForbiddenKind {
    // Principals that nothing is required of.
    OutsidePath,
    OtherPipeline,
    OtherHome,
    InsidePath,
    OtherRole,
    Anonymous,
    NextToAdmitted,
    NextToServiceRole,
    ServiceRoleBeyondActions,
    ServiceForOthers,
    // Requests in another form than the required one.
    WithoutTls,
    WrongEncryption,
    SendersKey,
    // Events and notifications.
    ForwarderBeyond,
    NextToForwarder,
    EventOfOthers,
    StateNotTold,
    RuleOfOthers,
    RuleBeyondPublishing,
    ServicePublishes,
    // Our own roles, on a store.
    UnusedStore,
    OthersArtifact,
    ReaderWrites,
    WriterReads,
    // Our own roles, where somebody else's policy admits everyone.
    Namesake,
    OtherBucket,
    OtherKey,
    OthersRole,
    OthersPassed,
    // Our own roles, next to the thing that an action works on.
    Neighbour,
    DescribesAndMore,
    // Roles that the user wrote statements for.
    BeyondRequired,
    TakesOver,
    OthersChanged,
    // Roles that change what the pipeline runs, with the roles that it runs it with.
    ChangesPipeline,
    ChangesBuilds,
    ChangesStack,
    ChangesNotifications,
}

/// The owner of a resource that must not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::access) enum Owner {
    /// The pipeline itself.
    Pipeline,
    /// Somebody else: what is made of it may come back as an artifact, or as an administrator.
    Others,
    /// Whoever owns others of the kind that an action works on; a user who writes a pattern
    /// means several of them.
    Neighbour,
}

impl ForbiddenKind {
    /// The kind as findings and reports say it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::OutsidePath => {
                "an administrator of an account, with a role outside of the pipeline's path"
            }
            Self::OtherPipeline => "a role of another pipeline",
            Self::OtherHome => "a role of a pipeline of the same name with another home",
            Self::InsidePath => {
                "a role of the pipeline's path in an account whose roles do not use the store"
            }
            Self::OtherRole => "another role of the pipeline",
            Self::Anonymous => "someone who is not signed in",
            Self::NextToAdmitted => "a role next to one that is admitted by its name",
            Self::NextToServiceRole => "a role next to the service role",
            Self::ServiceRoleBeyondActions => "the service role, with a role that is no action's",
            Self::ServiceForOthers => "a service on behalf of someone else",
            Self::WithoutTls => "a request without TLS",
            Self::WrongEncryption => "an upload under another key or another encryption",
            Self::SendersKey => "an upload under a key that its sender keeps",
            Self::ForwarderBeyond => "a role that forwards events and does more",
            Self::NextToForwarder => "a role next to one that forwards events",
            Self::EventOfOthers => "an event that is not of the pipeline's source",
            Self::StateNotTold => "a state that a notification does not tell",
            Self::RuleOfOthers => "a rule that is not the notification's",
            Self::RuleBeyondPublishing => "a rule that does more than publish",
            Self::ServicePublishes => "a service that publishes to a topic of the pipeline",
            Self::UnusedStore => "a role on a store that it does not use",
            Self::OthersArtifact => "a role on the artifacts of another pipeline in a shared store",
            Self::ReaderWrites => "a reader that writes",
            Self::WriterReads => "a writer that reads",
            Self::Namesake => "a bucket of the same name in another account",
            Self::OtherBucket => "a bucket of someone else's",
            Self::OtherKey => "a key that is not the store's",
            Self::OthersRole => "a role that someone else's trust policy admits",
            Self::OthersPassed => "a role passed on that is not meant for it",
            Self::Neighbour => "a resource of the same sort that is not the action's",
            Self::DescribesAndMore => "a role that describes a change set, and does more with it",
            Self::BeyondRequired => "a role that does more than it needs",
            Self::TakesOver => "a role that changes what a role of the pipeline may do",
            Self::OthersChanged => "a role that changes what someone else may do",
            Self::ChangesPipeline => "a role that changes the pipeline, or decides in its place",
            Self::ChangesBuilds => "a role that changes what a build runs",
            Self::ChangesStack => "a role that changes a stack of the pipeline",
            Self::ChangesNotifications => "a role that changes whom the pipeline notifies",
        }
    }

    /// Returns whether it reaches what the pipeline has, whoever else's such a call may be meant for.
    pub(in crate::access) fn is_ours(self) -> bool {
        let changes = matches!(
            self,
            Self::ChangesPipeline | Self::ChangesBuilds | Self::ChangesNotifications
        );
        changes || self.owner() == Owner::Pipeline
    }

    /// The owner of the resource that such a request reaches.
    pub(in crate::access) fn owner(self) -> Owner {
        match self {
            Self::Namesake | Self::OthersRole | Self::OthersPassed | Self::OthersChanged => {
                Owner::Others
            }
            // A statement for all pipelines or projects of an account is meant to take these in.
            Self::ChangesPipeline | Self::ChangesBuilds | Self::ChangesNotifications => {
                Owner::Others
            }
            Self::OtherBucket | Self::OtherKey | Self::Neighbour | Self::ChangesStack => {
                Owner::Neighbour
            }
            Self::OutsidePath
            | Self::OtherPipeline
            | Self::OtherHome
            | Self::InsidePath
            | Self::OtherRole
            | Self::Anonymous
            | Self::NextToAdmitted
            | Self::NextToServiceRole
            | Self::ServiceRoleBeyondActions
            | Self::ServiceForOthers
            | Self::WithoutTls
            | Self::WrongEncryption
            | Self::SendersKey
            | Self::ForwarderBeyond
            | Self::NextToForwarder
            | Self::EventOfOthers
            | Self::StateNotTold
            | Self::RuleOfOthers
            | Self::RuleBeyondPublishing
            | Self::ServicePublishes
            | Self::UnusedStore
            | Self::OthersArtifact
            | Self::ReaderWrites
            | Self::WriterReads
            | Self::DescribesAndMore
            | Self::BeyondRequired
            | Self::TakesOver => Owner::Pipeline,
        }
    }
}
