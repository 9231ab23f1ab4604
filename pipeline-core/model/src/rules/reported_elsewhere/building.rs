//! Codes that pipewright-core reports, when it resolves, plans, renders and verifies.

use crate::code::code;

code! {
    TOO_LARGE = "P501" Error "a policy, a template or a list of policies would pass an AWS limit",
    why: "IAM, S3, KMS and EventBridge bound the size of their policies, and CloudFormation that of a template. What can be split is split; this could not. AWS would refuse the stack when it is deployed.",
    example: "500 `account` declarations without an `organization`",
    fix: "Declare the organization, so that one condition replaces the list of accounts; or let several actions share a role with `as` or `one_per`. The policies of a store that several pipelines share grow with each of them: let some share another store. A user's own statement is split by its actions and resources: give it fewer or shorter conditions.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
}

code! {
    SAME_PIPELINE = "P502" Error "two pipelines have one name in one account and region",
    why: "A pipeline's name is unique in its account and region, and everything that is made for a pipeline is named after it: the second one's stacks would replace the first one's when they are deployed.",
    example: "pipewright::emit([app(), app()])",
    fix: "Give each pipeline a name of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

code! {
    SAME_LOGICAL_ID = "P503" Error "two things would have one logical id",
    why: "In a template a thing is called after its stage and action, or its declaration, and a logical id holds letters and digits only: stage `A`, action `BC` and stage `AB`, action `C` would both be `ABCRole`. One of them would be lost when the stack is deployed.",
    example: "stage A { BC: Manual; … }\nstage AB { C: Manual; … }",
    fix: "Rename one of them.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
}

code! {
    SAME_NAME = "P504" Error "two things would have one name",
    why: "AWS takes the name of a role once in an account, and does not tell capital letters from small ones. It takes that of a build project or an action type once in a region, that of a rule once on an event bus, and that of a bucket once everywhere. A stack's template is a file with its name: a folder has one of them, also for two regions. Windows and macOS take two files for one that differ in case only. Two pipelines that make a bucket or an action type of one name would each deploy it, and the second deployment would fail. Names that pipewright chooses end in a hash, so that they hardly ever meet; then this is said too.",
    example: "store main { bucket_name: \"artifacts\" }  // in two pipelines of one `emit`",
    fix: "Give one of them another name. To share a store, declare it once as a `SharedStore`; an action type, let one pipeline make it, and the others import it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-resource-name.html",
}

code! {
    BUS_POLICY_TOO_LARGE = "P505" Error "the pipelines of an account together would pass a limit of AWS",
    why: "The default event bus of an account has one policy in each region, for all pipelines that live there. Each pipeline adds a statement for each foreign account whose events start it, such as that of a source. EventBridge bounds the policy's size, and the deployment of the pipeline that passes it would fail.",
    example: "pipewright::emit((0..30).map(|team| pipeline(team)).collect::<Vec<_>>())  // each with a source in a foreign account",
    fix: "Let some sources be polled, `poll_for_source_changes: true`: they put no events on the bus. Or take some pipelines to another account or region.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
}

code! {
    OVER_A_QUOTA = "P506" Warning "an account would have more than AWS allows unless asked",
    why: "AWS bounds the roles and policies of an account, and the rules, action types and pipelines of a region of it, and raises these quotas on demand. What the pipelines of one `emit` have there is counted together; other things in the account count too, and are not known here.",
    example: "pipewright::emit((0..40).map(|team| pipeline(team)).collect::<Vec<_>>())  // each with 30 actions in one account",
    fix: "Have the quota raised before the deployment, let several actions share a role with `as` or `one_per`, or take some pipelines to another account.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
}

code! {
    COULD_NOT_RUN = "P510" Error "an action could not do what it must",
    why: "The templates are read back, and IAM's logic is run over every request that an action is known to make: assuming its role, reading its inputs, writing its outputs, using the key, handing a role on, its provider's own calls. One of them would be refused when the pipeline runs; or a role lacks what its declaration gives it.",
    example: "role deploy in prod { statements: [{ effect: Deny, actions: [\"s3:*\"], resources: [\"*\"] }] }",
    fix: "Narrow the statement or the override of yours that the error points at, so that the call stays allowed. If the message names another value of yours, such as an ARN or a name with a wildcard, correct it. If it names none, this is a bug of pipewright: report it, with the pipeline.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
}

code! {
    OPEN_TO_OTHERS = "P511" Error "someone else could get in",
    why: "The templates are read back, and IAM's logic is run over requests that nobody may make: of administrators of other accounts, other pipelines, roles that do not need a store, services on behalf of others, uploads under another key, requests without TLS. One of them would be allowed; or a statement allows more than anything needs, or a role is bounded or denied less than its declaration says.",
    example: "",
    fix: "If the message names a value of yours, such as an ARN or a name with a wildcard, correct it. If it names none, this is a bug of pipewright: report it, with the pipeline.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
}

code! {
    TAKES_IN_A_STORE = "P512" Error "a statement of a role reaches a store or a role that it does not need",
    why: "IAM's logic is run over what each role does not need. A statement that you gave a role allows it to read, list, write or delete artifacts, to use their key, to change the policy of a bucket or a key, or to change what a role of the pipeline may do, though no action asks that of the role; and it does so by a pattern, so that it has hardly been meant to. Who writes an artifact decides what later actions deploy. A condition that whoever asks can meet, such as an upload's encryption or `kms:ViaService`, is no bound, and a store that the pipeline imports counts like one that it makes. What another pipeline of the same build has counts too.",
    example: "role deploy { statements: [{ actions: [\"s3:PutObject\"], resources: [\"arn:aws:s3:::*\"] }] }",
    fix: "Narrow its `resources` to what the role is for. If the role is to have the store, name the bucket in full, and its key by `kms:ResourceAliases` (an imported one by its ARN); if not, a statement with `effect: Deny` takes them out, and the message shows it.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

code! {
    LETS_IN_MORE = "P513" Warning "a statement of a role allows what the role does not need",
    why: "IAM's logic is run over what each role does not need. A statement that you gave a role names a store or a role of the pipeline in full, or reaches what belongs to others: it could assume any role whose trust policy allows it, pass any role to a service, change what a role or a user may do, change the pipeline, its builds, what starts it or whom it notifies, or be given a bucket of the same name in another account for the store. Or the statement has a condition of which nobody can tell here whether a request meets it, such as a date or an address, and would let the role in if it did.",
    example: "role deploy { statements: [{ actions: [\"iam:PassRole\"], resources: [\"*\"] }] }",
    fix: "Narrow it, or bind it to the account with `aws:ResourceAccount`. If it is meant, nothing has to be done: the report lists it, and a role or project whose name begins with `_` is not warned of.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

code! {
    MANAGED_POLICY_LETS_IN = "P514" Warning "a managed policy allows what its role does not need",
    why: "IAM's logic is run over what each role does not need, and of AWS's managed policies, those are known that allow such calls on every resource, without a condition: `AdministratorAccess`, `PowerUserAccess`, `AmazonS3FullAccess`, `ReadOnlyAccess`, `AWSCodePipeline_FullAccess`, `job-function/DataScientist` and some forty more. In the account of the pipeline, and of another pipeline of the same build, such a policy allows a role to read, replace or delete artifacts, to change the policy of a bucket or a key, to use the key, or to change the pipeline, its builds, its schedules or whom it notifies. Who writes an artifact decides what later actions deploy. A policy that changes roles only is listed in the report. Of other managed policies nothing is known here.",
    example: "role deploy in tools { managed_policies: [\"arn:aws:iam::aws:policy/AdministratorAccess\"] }",
    fix: "Give the role the permissions that its stack needs; or take the store out by a statement with `effect: Deny`, which the message shows. If all of it is meant, nothing has to be done: the report lists it, and a role or project whose name begins with `_` is not warned of.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
}

code! {
    BOUNDARY_DOCUMENT = "P168" Error "what a permissions boundary says cannot be read",
    why: "`document` of a `permissions_boundary` is the policy document of the managed policy, and the proof decides every call of the bounded roles by it too. It is JSON with `Statement`, of the form that IAM takes, and has 6,144 characters at most.",
    example: "roles { permissions_boundary: { policy: \"team-boundary\", document: \"{ \\\"Statement\\\": [] }\" } }",
    fix: "Give the document as IAM has it, `document: include \"boundary.json\"`, or a list of statements. Tell what a policy says once.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
}

code! {
    REPORT_GROUP_NAME = "P517" Error "the name of a report group is too long",
    why: "A report group that the buildspec names is made by CodeBuild, and called after the project and that name: `PROJECT-NAME`. CodeBuild allows 128 characters, and the build fails when it writes its first report.",
    example: "project build { report_groups: [\"all-of-the-unit-tests-of-the-order-service-and-its-clients\"] }",
    fix: "Shorten the name in `report_groups` and in the buildspec, give the project a shorter `name`, or name an existing group by its ARN.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html",
}

code! {
    BOUNDARY_DENIES = "P516" Error "a permissions boundary denies a call that is needed",
    why: "A role may do what its policies allow and its permissions boundary allows too. The document of this boundary is known, and it does not allow a call that the pipeline needs: that call would fail when the pipeline runs.",
    example: "roles {\n    permissions_boundary: {\n        policy: \"team-boundary\",\n        document: [{ actions: [\"s3:*\"], resources: [\"*\"] }],\n    },\n}",
    fix: "Have the boundary allow the call that the message names, or bound the role by another policy. Without `document`, `REPORT.md` lists the calls that the boundary must allow, except those that managed policies give.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
}

code! {
    BOUNDARY_UNDECIDED = "P544" Warning "whether a permissions boundary allows a needed call is not known",
    why: "The document of this boundary is known, and a condition of it decides on a call that the pipeline needs, or a pattern of which AWS does not say what it matches. Of the condition's key nothing is known before the call is made: the network that it comes from, the time, the tags of a resource. Where the condition turns out the wrong way, the call fails when the pipeline runs. Accounts, ARNs, regions and the tags of roles are known and are decided; a region is not, where the call's resource does not say it.",
    example: "roles {\n    permissions_boundary: {\n        policy: \"team-boundary\",\n        document: [\n            { actions: [\"*\"], resources: [\"*\"] },\n            { effect: Deny, actions: [\"*\"], resources: [\"*\"], conditions: { StringNotEquals: { \"aws:SourceVpce\": \"vpce-1a2b3c4d\" } } },\n        ],\n    },\n}",
    fix: "See that the condition lets the roles of the pipeline through: calls of CodePipeline and of CloudFormation come from AWS's network, and not through an endpoint of yours. If it does, nothing has to be done; or bound the roles by another policy.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
}

code! {
    CHANGES_ITSELF = "P478" Warning "an action changes a stack that a pipeline is made of",
    why: "The stack that the action names is one that the pipeline is made of, or another pipeline of the same build: its own, or that of a store, of roles, projects or rules. CloudFormation replaces its template by that of the action, and deletes what the new one lacks: the pipeline while it runs, or the role that the action runs with; buckets and keys stay behind, and belong to no stack. Stacks depend on each other, and `deploy.sh` deploys them in an order that an action does not know. A pipeline that changes while it runs does not start again by itself.",
    example: "name: \"app\";\nstack_name: \"app\";\n…\nUpdate: CloudFormation(source) { action_mode: CREATE_UPDATE, stack_name: \"app\", … };",
    fix: "Give your own stack another name. To let a pipeline update itself, let a build run `deploy.sh`, with a role that may; an action is right only where it deploys the template that pipewright wrote for this stack. For a stack of another pipeline, such an action is not warned of.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-direct.html",
}

code! {
    NOT_MADE = "P484" Error "something is named that is not made",
    why: "An output or an override names a role, a project or a store that no stack makes: nothing uses it, an action has no role of its own, or it is imported and belongs to somebody else.",
    example: "role spare { … }\noutput Spare = spare.arn;",
    fix: "Use it in the pipeline, or leave out what names it.",
    source: "",
}

code! {
    NO_SUCH_RESOURCE = "P530" Error "no template has a resource of this logical id",
    why: "An override names a resource by its logical id, as `REPORT.md`, `sources.json` and the templates show it. No template of the pipeline has one of this name, or none in the account and region that it says.",
    example: "override \"ArtifactBuket\" { \"Properties.ObjectLockEnabled\": true }",
    fix: "Correct the name. A word of the language, such as `pipeline`, `deploys` or `Deploy.Prepare.role`, is checked earlier and stays when a logical id changes.",
    source: "",
}

code! {
    IN_SEVERAL_STACKS = "P531" Error "a logical id stands in several stacks",
    why: "The stack of each region's store has the same logical ids, and an override is of one resource.",
    example: "override \"ArtifactKey\" { \"Properties.PendingWindowInDays\": 7 }",
    fix: "Say where it stands: `override \"ArtifactKey\" @ \"eu-west-1\" { … }`; or declare the store and name it: `override cache.key { … }`.",
    source: "",
}

code! {
    NO_SUCH_PROPERTY = "P532" Error "an override of a property that does not exist, or of another form",
    why: "AWS's resource schemas say which properties each type has, at any depth, and which of them takes a list, a map, a number or a text. CloudFormation refuses a template with others. Behind the name of a list stands the number of an item, from 0, or the `Name`, `Key`, `Id`, `Sid` or `PolicyName` that it has.",
    example: "override pipeline { \"Properties.ExecutonMode\": \"QUEUED\" }",
    fix: "Take one of the properties that the message or AWS's page of the type names.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

code! {
    NOT_TO_OVERRIDE = "P533" Error "an override of a property that stays as it is",
    why: "Names and paths of resources stand in policies, in other stacks and in the names of other things, which an override does not change. Some properties need an access, such as the VPC or a secret of a project: a setting of the language gives it to the role, and an override does not. Others are what the plan relies on: the stages and stores of the pipeline, the key of a bucket, the target of a rule. And some would open what is proven to be closed: copies of a bucket, a website of it, a replica of a key.",
    example: "override package { \"Properties.VpcConfig.VpcId\": \"vpc-0123456789abcdef0\" }",
    fix: "Use the setting of the language that the message names; or make a resource of your own beside the pipeline.",
    source: "",
}

code! {
    OPENS_THE_PIPELINE = "P534" Error "a resource beside the pipeline opens what is the pipeline's",
    why: "A bucket has one policy, and that of a store says who reads and writes artifacts. The roles of the pipeline have what their actions need and what their declarations give them. A topic of a notification takes messages of its rules alone. A resource that sets the policy of a store or a topic, makes an access point, an alias or a copy of it, shares a project, attaches a policy to a role of the pipeline, or runs with such a role itself would change that unseen by what is proven. So would a webhook that starts the pipeline for everyone who knows its address. What another pipeline of the same build has is held against the resources too.",
    example: "resource open: \"AWS::S3::BucketPolicy\" { Bucket: main, PolicyDocument: { … } }",
    fix: "Leave the resource out. What a role may do is said by `statements` of the role; who reads a store beside the pipeline, by an imported store and its owner. Other publishers need a topic of your own, which `notify` names by `topic`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html",
}

code! {
    NOT_KNOWN_THERE = "P535" Error "a resource is named where its value is not known",
    why: "CloudFormation gives a value of a resource to its own stack, and to stacks of the same account that are deployed later. No stack reads a value of another account's.",
    example: "resource topic: \"AWS::SNS::Topic\" in prod { }\n…\nReview: Manual { notification_arn: topic };",
    fix: "Declare the resource in the account and region in which it is used; or give it a name of your own and write that, or its ARN, as a text.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html",
}

code! {
    RESOURCE_CYCLE = "P536" Error "resources need each other",
    why: "CloudFormation makes what a resource names before the resource. Resources that name each other in a circle have no first one, and CloudFormation refuses the template.",
    example: "resource a: \"AWS::SNS::Topic\" { DisplayName: b.TopicName }\nresource b: \"AWS::SNS::Topic\" { DisplayName: a.TopicName }",
    fix: "Give one of them a name of your own, and write that as a text in the other.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
}

code! {
    DEPENDS_ON_A_LATER_STACK = "P538" Error "a resource depends on one of a later stack",
    why: "CloudFormation orders the resources of one stack. Stacks are deployed in waves: those of other accounts and regions before that of the pipeline. A resource is made before another one of another stack only if its stack is of an earlier wave.",
    example: "resource topic: \"AWS::SNS::Topic\" { DisplayName: \"Releases\" }\nresource level: \"AWS::SSM::Parameter\" @ \"eu-central-1\" { depends_on: [topic], … }",
    fix: "Leave it out of `depends_on`, or declare both in one account and region.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
}

code! {
    DANGLING_REFERENCE = "P537" Error "a reference to what the template does not have",
    why: "`Ref`, `Fn::GetAtt` and `DependsOn` name a resource of the same template, a parameter of it, a pseudo parameter such as `AWS::Region`, or a resource in a module, `MODULE.RESOURCE`. CloudFormation refuses a template in which one names nothing.",
    example: "resource alarm: \"AWS::CloudWatch::Alarm\" { AlarmActions: [{ Ref: \"Topic\" }], … }",
    fix: "Name what is declared by its name: `AlarmActions: [topic]`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
}

code! {
    UNRESOLVED = "P599" Error "a pipeline that passed every check could not be resolved",
    why: "This is a bug of pipewright itself; nothing was written.",
    example: "",
    fix: "Report it, with the pipeline.",
    source: "",
}

code! {
    POLICY_LOOKED_UP = "P469" Warning "a value that is looked up decides what a role may do",
    why: "CloudFormation looks up the values of `ssm` and `import_value`, and of a parameter whose value the Systems Manager keeps, when it deploys a stack. Here, such a value stands in a policy. Whoever may write the parameter, or deploy the stack that exports the value, decides what the role may reach. A `*` in the value would be a wildcard, and the proof is about one value without any.",
    example: "Call: Lambda { function_name: ssm \"/shop/function\" };",
    fix: "Use a `parameter`: whoever deploys gives its value, and CloudFormation refuses one with `*`, `?` or `$`. Or let only those write the value who may deploy the pipeline.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
}

code! {
    STATEMENT_AT_DEPLOYMENT = "P470" Warning "a statement of yours could reach the pipeline's own things",
    why: "A resource of the statement is known only when its stack is deployed. With some values, it is an artifact store, its key, or a role of the pipeline. The proof takes the value for something else.",
    example: "parameter bucket: String;\nrole deploys {\n    statements: [{ actions: [\"s3:GetObject\"], resources: [\"arn:aws:s3:::{bucket}/*\"] }],\n}",
    fix: "Write out so much of the resource that it can be none of them: `\"arn:aws:s3:::shop-{bucket}/*\"`. If it is meant, begin the role's name with `_`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
}

code! {
    LOOKED_UP_TWICE = "P471" Warning "a value is looked up in several accounts or regions",
    why: "`ssm` and `import_value` are looked up in the account and the region of each stack that uses the value. What an action configures stands in the pipeline's stack, and what its role may do in that of the role's account. Where the values differ, the role may do something else than the action needs, and the action fails. Whoever may write one of them decides what the role may reach.",
    example: "stage Deploy in prod {\n    Call: Lambda { function_name: ssm \"/shop/function\" };\n}",
    fix: "Use a `parameter`: each stack gets the same value. Or keep the same value in each account and region that the message names.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html",
}

code! {
    WILDCARD_PARAMETER = "P473" Error "a parameter in a policy that could be a pattern",
    why: "The value of the parameter stands in a policy, where IAM reads `*` and `?` as wildcards and `${…}` as a variable. The proof is about one value, and CloudFormation has to refuse such a one: by a pattern that we write, or by the parameter's own `allowed_pattern` or `allowed_values`.",
    example: "parameter topic: String = \"*\";",
    fix: "Leave the wildcard out of the values, and write the parameter's `allowed_pattern` with the characters that it allows: `[a-z-]+`, and not `.*`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
}

code! {
    IMPORTS_IN_A_CIRCLE = "P558" Error "an export is imported before it is there",
    why: "CloudFormation looks up an export when it deploys the stack that imports it, and the stack that exports goes first. Of the pipelines of one build, the one that exports is deployed before the one that imports. Where two pipelines import from each other, by way of others or not, none can go first. A stack has its own exports only after it is deployed.",
    example: "// in pipeline `a`\noutput topic = alerts { export_name: \"topic\" };\n// … and a value that is `import_value \"bucket\"`\n// in pipeline `b`\noutput bucket = info { export_name: \"bucket\" };\n// … and a value that is `import_value \"topic\"`",
    fix: "Take one of the values from elsewhere: write it as a text, or use a `parameter`. In the pipeline that exports, name the resource itself: `alerts` in place of `import_value \"topic\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
}

code! {
    SHARED_DIFFERENTLY = "P546" Error "pipelines say different things of a store that they share",
    why: "A shared store is made once, for all pipelines of one `emit` that name it in the same region. Its bucket and key can have one account and one set of settings.",
    example: "let artifacts = SharedStore::new(\"artifacts\");\n// One pipeline has `home tools = \"111111111111\"`, another one `home other = \"222222222222\"`.",
    fix: "Give all of them the same value of `SharedStore`, and pipelines of another home account one of another name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

code! {
    IMPORTS_ANOTHERS_STORE = "P550" Error "a store is imported that another pipeline makes for itself",
    why: "A store that a pipeline makes admits the roles of that pipeline and no others: its key to nobody else, its bucket to no other account. An imported store is never changed, so that the roles of the pipeline that imports it would be denied when it runs.",
    example: "store main @ \"us-east-1\" { bucket_name: \"artifacts\" }  // in one pipeline of an `emit`\nstore main @ \"us-east-1\" = import { bucket: \"artifacts\" };  // in another one",
    fix: "Declare the store once, as a `SharedStore`, and give it to both pipelines: `store main @ \"us-east-1\" { shared: (store) }`. Each has a folder of its own in it.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
}

code! {
    SAME_FOLDER = "P547" Error "two pipelines would share a folder of their shared store",
    why: "CodePipeline writes the artifacts of a pipeline into a folder of the bucket that is called like the pipeline, and cuts that name after 20 characters. The roles of each pipeline may read and write its own folder only; in one that two pipelines have, each could read the other's artifacts.",
    example: "// `customer-portal-deploy-test` and `customer-portal-deploy-prod` share a store:\n// both have the folder `customer-portal-depl`.",
    fix: "Let the names of the two differ in their first 20 characters, or give one of them another store.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html",
}
