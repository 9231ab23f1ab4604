//! Why the two differ, case by case. What has no entry fails the test, and so does an entry
//! that nothing needs.

/// What our actions need and the CDK does not grant: whose, and the call.
pub(crate) const NEEDED: &[(&str, &str)] = &[
    (
        "CloudFormation action: `cloudformation:ValidateTemplate`",
        "[AWS's own policy](https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html) has it. The call has no resource, so it takes `*`. Where the CDK grants it, it names the stack, which [the call does not take](https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html).",
    ),
    (
        "CodeCommit action: `codecommit:GetRepository`",
        "[AWS asks for it](https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html) where a source hands over a full clone; ours has it with every CodeCommit source. The CDK's pipeline runs without.",
    ),
    (
        "CodeStarSourceConnection action: `codeconnections:UseConnection`",
        "The CDK grants `codestar-connections:UseConnection` only, and [the prefix has to match that of the ARN](https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html). Connections made in the console since July 2024 have the new one: this pipeline's source does not run until the engineer adds the statement ([asked for in 2024](https://github.com/aws/aws-cdk/issues/30957)).",
    ),
    (
        "build project: `s3:PutObjectAcl`",
        "CodePipeline's uploads name the ACL `bucket-owner-full-control`. The CDK grants it to the sources of other accounts, and leaves it out here; its pipelines run without it at home.",
    ),
    (
        "forwarding role: `events:PutEvents`",
        "The CDK's rule forwards events to home's bus without a role of its own, which [EventBridge wants](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html) of the sender where the bus is another account's and the right to send comes from the organization; where the bus policy names the account, as here, it is advised. Service control policies bind such a role only.",
    ),
    (
        "forwarding role: `sts:AssumeRole`",
        "As above: there is no role to assume.",
    ),
    (
        "service role: `s3:PutObjectAcl`",
        "As with the build project.",
    ),
];

/// What the CDK grants and no action is known to need: the call.
pub(crate) const GRANTED: &[(&str, &str)] = &[
    (
        "cloudformation:GetStackPolicy",
        "A stack's own policy is no part of an action's configuration.",
    ),
    (
        "cloudformation:SetStackPolicy",
        "As above; a [template configuration](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html) may have one, which neither pipeline has.",
    ),
    (
        "cloudformation:ValidateTemplate",
        "Granted on a stack, where it has no effect; see above.",
    ),
    (
        "codebuild:BatchPutCodeCoverages",
        "Test reports, which this project makes none of; with ours, `report_groups` of a project grants the calls.",
    ),
    ("codebuild:BatchPutTestCases", "Test reports, as above."),
    ("codebuild:CreateReport", "Test reports, as above."),
    ("codebuild:CreateReportGroup", "Test reports, as above."),
    ("codebuild:UpdateReport", "Test reports, as above."),
    (
        "codebuild:StopBuild",
        "CodePipeline starts a build and reads how it goes; [AWS's own policy](https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html) stops at that.",
    ),
    (
        "s3:Abort*",
        "An upload that is given up. Ours has the bucket clear it away after a day.",
    ),
    (
        "s3:DeleteObject*",
        "Nothing deletes an artifact but the bucket's own expiry, so that a role that is taken over cannot.",
    ),
    (
        "s3:GetObject*",
        "To a source, which writes and never reads.",
    ),
    (
        "s3:List*",
        "An action is told the key of each of its artifacts.",
    ),
    ("s3:PutObjectLegalHold", "No artifact is locked."),
    ("s3:PutObjectRetention", "No artifact is locked."),
    (
        "s3:PutObjectVersionAcl",
        "An artifact is written once; nobody changes an older version.",
    ),
    ("s3:PutObjectVersionTagging", "As above."),
];

/// Strangers that the CDK's policies let in, by what they are.
pub(crate) const LET_IN: &[(&str, &str)] = &[
    (
        "a bucket of the same name in another account",
        "No statement says whose bucket it is (`aws:ResourceAccount`): should the bucket's name ever be another's, artifacts go there.",
    ),
    (
        "a key that is not the store's",
        "`kms:Decrypt` and more on `Resource: \"*\"`, wherever the key is in another stack: on every key whose own policy admits the account.",
    ),
    (
        "a role next to one that forwards events",
        "The bus policy admits the source account as a whole.",
    ),
    (
        "a role of a pipeline of the same name with another home",
        "As with administrators: the key's policy leaves its use to home's IAM, and the bus policy admits the source account.",
    ),
    ("a role of another pipeline", "As above."),
    (
        "a role passed on that is not meant for it",
        "`iam:PassRole` without `iam:PassedToService`: the role can be passed to any service that the action's role may call and that the role trusts.",
    ),
    (
        "a role that does more than it needs",
        "The key's policy has `kms:*` for home's root, so that a role at home with `kms:CreateGrant` may hand the key on.",
    ),
    (
        "a service on behalf of someone else",
        "The roles of the build project and of the event rule trust the service without `aws:SourceArn`.",
    ),
    (
        "a writer that reads",
        "A source gets `s3:GetObject*` and `s3:List*` along with writing.",
    ),
    (
        "an administrator of an account, with a role outside of the pipeline's path",
        "At home: `kms:*` for the root, which is [AWS's default](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html), leaves the use of the key to home's IAM; ours keeps its use to the pipeline, and leaves administrators its administration. Abroad: the bus policy admits the source account.",
    ),
    (
        "an upload under a key that its sender keeps",
        "As below: nobody else can read such an object. S3 itself refuses them [in new buckets](https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html) since 2026.",
    ),
    (
        "an upload under another key or another encryption",
        "The bucket's policy refuses what is not TLS, and leaves encryption to its default, which an upload can override.",
    ),
    (
        "another role of the pipeline",
        "The bus policy admits the source account as a whole.",
    ),
];
