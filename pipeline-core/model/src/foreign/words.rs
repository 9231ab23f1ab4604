//! The table.

use super::Spot::{
    self, Action, Event, Notification, Parameter, Pipeline, Project, Role, Schedule, Stage,
    Statement,
};

/// Where a word stands, the words in small letters, and what is written in their place.
pub(super) const WORDS: &[(Spot, &[&str], &str)] = &[
    // AWS::CodePipeline::Pipeline, the CDK's Pipeline, aws_codepipeline
    (
        Pipeline,
        &[
            "stages",
            "addstage",
            "addstages",
            "withstage",
            "atstage",
            "stagename",
        ],
        "a stage is written `stage NAME { … }`",
    ),
    (
        Pipeline,
        &["actions", "addaction"],
        "actions stand inside of a stage, `stage NAME { … }`",
    ),
    (
        Pipeline,
        &["pipelinename"],
        "the pipeline's name is the setting `name: \"…\";`",
    ),
    (
        Pipeline,
        &["rolearn", "executionrole"],
        "the pipeline's role is made for it; a declared one is the setting `service_role: ROLE;`",
    ),
    (
        Pipeline,
        &[
            "artifactstore",
            "artifactstores",
            "artifactbucket",
            "crossregionreplicationbuckets",
            "crossregionsupport",
        ],
        "each region gets a store by itself; one of your own is declared: `store NAME @ \"REGION\";`",
    ),
    (
        Pipeline,
        &["crossaccountkeys", "enablekeyrotation"],
        "leave it out: each store has a key that rotates",
    ),
    (
        Pipeline,
        &["restartexecutiononupdate"],
        "it is called `restart_on_update` here",
    ),
    (
        Pipeline,
        &["disableinboundstagetransitions"],
        "`disabled \"REASON\";` stands in the stage",
    ),
    (
        Pipeline,
        &["variables", "addvariable"],
        "each one is declared by itself: `variable NAME …`",
    ),
    (
        Pipeline,
        &["triggers", "addtrigger", "gitconfiguration"],
        "each one is declared by itself: `trigger ACTION { … }`",
    ),
    (
        Pipeline,
        &[
            "notification",
            "notifications",
            "notifyon",
            "notifyonexecutionstatechange",
            "notifyonanystagestatechange",
            "notifyonanyactionstatechange",
            "notifyonanymanualapprovalstatechange",
        ],
        "notifications are declared: `notify NAME { … }`",
    ),
    (
        Pipeline,
        &[
            "on",
            "event",
            "events",
            "eventrule",
            "onevent",
            "onstatechange",
        ],
        "events are declared: `on_event NAME { … }`",
    ),
    (
        Pipeline,
        &["addtorolepolicy", "addtopolicy", "addmanagedpolicy"],
        "what a role may do stands in its declaration: `role NAME { statements: [ … ] }`",
    ),
    // Templates
    (
        Pipeline,
        &["resources", "properties"],
        "leave it out: what the pipeline consists of is declared, `account`, `role`, `stage`; another resource is `resource NAME: \"TYPE\" { … }`",
    ),
    (
        Pipeline,
        &[
            "type",
            "awstemplateformatversion",
            "transform",
            "dependson",
            "metadata",
            "mappings",
            "rules",
        ],
        "leave it out: `pipeline!` is no template",
    ),
    (
        Pipeline,
        &["param", "params", "parameters", "cfnparameter"],
        "each one is declared by itself: `parameter NAME: String;`",
    ),
    (
        Pipeline,
        &["outputs", "cfnoutput"],
        "each one is declared by itself: `output NAME = …;`",
    ),
    (
        Pipeline,
        &["export", "exports"],
        "an export is an output with a name of its own: `output NAME = … { export_name: \"…\" }`",
    ),
    (
        Pipeline,
        &[
            "cron",
            "rate",
            "scheduled",
            "scheduleexpression",
            "onschedule",
        ],
        "a schedule is declared: `schedule NAME \"rate(1 day)\";`",
    ),
    (
        Pipeline,
        &["foreach", "each", "repeat"],
        "`for NAME in [ … ] { … }` writes its block once for each element",
    ),
    (
        Pipeline,
        &["elseif", "elif", "elsif", "when", "unless"],
        "what depends on a condition stands in an `if`: `if (CONDITION) { … } else if (CONDITION) { … }`",
    ),
    (
        Pipeline,
        &["shared", "sharedstore"],
        "`shared` is a setting of a store: `store NAME @ \"REGION\" { shared: { name: \"…\" } }`",
    ),
    (
        Pipeline,
        &[
            "oneper",
            "permissionsboundary",
            "nameprefix",
            "inlinepolicies",
            "path",
            "boundary",
        ],
        "it is a setting of all roles: `roles { … }`",
    ),
    (
        Notification,
        &[
            "states",
            "state",
            "statechanges",
            "events",
            "on",
            "when",
            "detailtypes",
            "eventtypeids",
        ],
        "states are `pipeline_states`, `stage_states` and `action_states`",
    ),
    (
        Notification,
        &[
            "slack",
            "slackchannel",
            "teams",
            "chat",
            "channel",
            "chatbotarn",
        ],
        "a chat channel is `chatbot`, the ARN of its configuration",
    ),
    (
        Notification,
        &[
            "sns",
            "snstopic",
            "snstopicarn",
            "topicarn",
            "target",
            "targets",
        ],
        "a topic that exists is `topic`",
    ),
    (
        Notification,
        &[
            "mail",
            "mails",
            "emails",
            "to",
            "subscribers",
            "recipients",
            "subscription",
            "subscriptions",
        ],
        "mailboxes are `email: [ … ]`, and endpoints `https: [ … ]`",
    ),
    (
        Event,
        &[
            "source",
            "detail",
            "detailtype",
            "resources",
            "eventpattern",
        ],
        "what the events have is `pattern: { source: [ … ] }`",
    ),
    (
        Event,
        &["role", "rolearn", "eventrole"],
        "the roles of all events are a setting of the pipeline: `event_roles: [ROLE];`",
    ),
    (
        Schedule,
        &["timezone", "tz", "scheduletimezone"],
        "it is called `schedule_expression_timezone` here",
    ),
    (
        Schedule,
        &[
            "schedule",
            "scheduleexpression",
            "expression",
            "cron",
            "rate",
            "at",
        ],
        "the expression stands before the `{`: `schedule NAME \"rate(1 day)\" { … }`",
    ),
    (
        Parameter,
        &["default", "value"],
        "the default stands before the `{`: `parameter NAME: TYPE = DEFAULT`",
    ),
    (
        Parameter,
        &["type"],
        "the type stands behind the name: `parameter NAME: TYPE`",
    ),
    (
        Action,
        &["of"],
        "the actions stand before the `{`: `of ACTION`",
    ),
    (
        Pipeline,
        &["conditions"],
        "what depends on a condition stands in an `if`: `if (CONDITION) { … }`",
    ),
    (
        Pipeline,
        &["env", "environment", "provider", "accounts"],
        "each account is declared by itself: `account NAME = \"ACCOUNT ID\" @ \"REGION\";`",
    ),
    (
        Pipeline,
        &["locals"],
        "`value NAME = …;` gives a value a name",
    ),
    (
        Pipeline,
        &["data", "fromrolearn", "frombucketname", "fromprojectname"],
        "what exists already is imported: `role NAME = import \"ARN\";`",
    ),
    (
        Pipeline,
        &[
            "pipeline",
            "codepipeline",
            "cfnpipeline",
            "awscodepipeline",
            "new",
        ],
        "`pipeline!` is the pipeline: its stages and settings stand directly in it",
    ),
    // A stage
    (
        Stage,
        &["actions", "addaction", "withaction"],
        "an action stands directly in the stage: `NAME: KIND { … };`",
    ),
    (
        Stage,
        &["name", "stagename"],
        "the stage's name stands before its `{`: `stage NAME { … }`",
    ),
    (
        Stage,
        &[
            "blockers",
            "transitiontoenabled",
            "transitiondisabledreason",
        ],
        "write `disabled \"REASON\";`",
    ),
    (
        Stage,
        &["beforeentry", "onsuccess", "onfailure", "conditions"],
        "a condition is written `before_entry FAIL { … }`, `on_success FAIL { … }` or `on_failure ROLLBACK;`",
    ),
    // An action
    (
        Action,
        &[
            "actiontypeid",
            "actiontype",
            "provider",
            "category",
            "owner",
            "type",
        ],
        "the action's type is its kind, behind its name: `NAME: KIND { … }`",
    ),
    (
        Action,
        &["name", "actionname"],
        "the action's name stands before its kind: `NAME: KIND { … }`",
    ),
    (
        Action,
        &[
            "input",
            "inputs",
            "inputartifact",
            "inputartifacts",
            "extrainputs",
            "extrainputartifacts",
        ],
        "inputs stand in parentheses behind the action's kind: `KIND(ARTIFACT)`",
    ),
    (
        Action,
        &[
            "output",
            "outputs",
            "outputartifact",
            "outputartifacts",
            "extraoutputs",
        ],
        "outputs stand before the action: `let ARTIFACT = NAME: KIND …`",
    ),
    (
        Action,
        &["account", "accountid"],
        "the account stands before the `{`: `in ACCOUNT`",
    ),
    (
        Action,
        &["region"],
        "the region stands before the `{`: `@ \"REGION\"`",
    ),
    (
        Action,
        &["role", "rolearn", "actionrole"],
        "the role stands before the `{`: `as ROLE`",
    ),
    (
        Action,
        &["deploymentrole", "cloudformationexecutionrole"],
        "the role that the deployment gets is `role_arn: ROLE`",
    ),
    (
        Action,
        &["adminpermissions"],
        "what the deployment may do is said by its role: `role_arn: ROLE`",
    ),
    (
        Action,
        &["cfncapabilities"],
        "it is called `capabilities` here",
    ),
    (
        Action,
        &["store", "artifactstore"],
        "the store stands before the `{`: `via STORE`",
    ),
    (
        Action,
        &["configuration", "config"],
        "its keys stand directly in `{ … }`",
    ),
    (
        Action,
        &["variablesnamespace", "actionnamespace"],
        "it is called `namespace` here",
    ),
    (
        Action,
        &["environmentvariables", "env"],
        "environment variables are keys of CodeBuild and Commands: `environment_variables: { NAME: \"value\" }`",
    ),
    // AWS::IAM::Role
    (
        Role,
        &["assumerolepolicydocument", "assumedby", "assumerolepolicy"],
        "leave it out: the trust policy follows from who uses the role",
    ),
    (
        Role,
        &["managedpolicyarns", "policies"],
        "managed policies are `managed_policies: [ … ]`; statements of its own, `statements: [ … ]`",
    ),
    (
        Role,
        &[
            "inlinepolicies",
            "policydocument",
            "policy",
            "allow",
            "permissions",
            "grants",
        ],
        "what it may do is `statements: [{ actions: [ … ], resources: [ … ] }]`",
    ),
    (
        Role,
        &["maxsessionduration", "description"],
        "leave it out; an `override` of the role sets it",
    ),
    (Role, &["name"], "the name in AWS is `role_name`"),
    (
        Role,
        &["tags"],
        "the tags of all roles are settings of `roles { tags: { … } }`",
    ),
    (
        Role,
        &["account", "accountid"],
        "the account stands before the `{`: `in ACCOUNT`",
    ),
    // The elements of IAM's statements
    (
        Statement,
        &["notaction", "notactions"],
        "there is no opposite of `actions`: name the calls that are meant, `actions: [ … ]`",
    ),
    (
        Statement,
        &["notresource", "notresources"],
        "there is no opposite of `resources`: name the resources that are meant, `resources: [ … ]`",
    ),
    (
        Statement,
        &["principal", "principals", "notprincipal", "notprincipals"],
        "leave it out: a statement says what the role itself may do; who may assume the role follows from who uses it",
    ),
    (
        Statement,
        &["sid", "id"],
        "leave it out: a comment, `// …`, says what a statement is for",
    ),
    // AWS::CodeBuild::Project
    (
        Project,
        &["environment", "env", "buildenvironment"],
        "its settings stand directly in the project: `image`, `compute_type`, `environment_variables`",
    ),
    (
        Project,
        &[
            "source",
            "secondarysources",
            "artifacts",
            "secondaryartifacts",
            "secondarysourceversions",
            "sourceversion",
        ],
        "leave it out: what is built and made are the artifacts of the action, `let OUTPUT = NAME: CodeBuild(INPUT) …`",
    ),
    (
        Project,
        &["servicerole", "rolearn"],
        "a declared role for its builds is `role: ROLE`",
    ),
    (
        Project,
        &["account", "accountid"],
        "the account stands before the `{`: `in ACCOUNT`",
    ),
    (
        Project,
        &["region"],
        "the region stands before the `{`: `@ \"REGION\"`",
    ),
    (Project, &["buildimage"], "it is called `image` here"),
    (
        Project,
        &["projectname"],
        "the project's name in CodeBuild is `name`",
    ),
    (
        Project,
        &["vpc", "subnetselection", "securitygroups"],
        "the VPC is `vpc_config: { vpc_id: \"…\", subnets: [ … ], security_group_ids: [ … ] }`",
    ),
    (
        Project,
        &["privileged"],
        "it is called `privileged_mode` here",
    ),
    (
        Project,
        &["timeout"],
        "it is called `timeout_in_minutes` here",
    ),
];
