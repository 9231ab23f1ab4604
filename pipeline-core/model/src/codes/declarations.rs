//! P1xx: declarations and references.

use super::codes;

codes! { DECLARATIONS:
    NO_NAME = "P101" Error "the pipeline has no name" {
        why: "Everything that is made for a pipeline, its roles, buckets and stacks, is named after it, so that its name has to be said and is never made up.",
        example: "pipeline! {\n    home tools = \"111111111111\" @ \"us-east-1\";\n    …\n}",
        fix: "Say it first: `name: \"sample-lambda\";`.",
        source: "",
        lacking: Part,
    }
    UNDECLARED_ACCOUNT = "P102" Error "an account is used that is not declared" {
        why: "An action, a stage, a store, a role or a project is placed in an account whose id nobody has given. AWS would never see such a pipeline; the template could not be written.",
        example: "stage Deploy in prd { … }",
        fix: "Declare the account, `account prd = \"444444444444\";`, or correct the name.",
        source: "",
    }
    NO_HOME = "P103" Error "the pipeline has no home" {
        why: "A pipeline lives in one account and one region: its service role, its artifact stores and its keys belong to that account, and whatever says no account of its own runs there.",
        example: "name: \"sample-lambda\";\naccount prod = \"444444444444\";",
        fix: "Declare the account that the pipeline lives in: `home tools = \"111111111111\" @ \"us-east-1\";`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        lacking: Part,
    }
    TWO_HOMES = "P104" Error "the pipeline has two homes" {
        why: "A pipeline lives in exactly one account and region. With two, it would not be known which of them owns the artifact stores and starts the actions.",
        example: "home tools = \"111111111111\" @ \"us-east-1\";\nhome build = \"222222222222\" @ \"us-east-1\";",
        fix: "Declare the other one with `account`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    }
    HOME_WITHOUT_REGION = "P105" Error "home has no region" {
        why: "The region of home is where the pipeline itself is deployed, and the default of every account that names none. There is no default for it.",
        example: "home tools = \"111111111111\";",
        fix: "Say it after the account id: `home tools = \"111111111111\" @ \"us-east-1\";`.",
        source: "",
        lacking: Part,
    }
    DECLARED_TWICE = "P106" Error "a name is declared twice" {
        why: "Accounts, stores, roles, projects and action types share one scope, as items do in Rust. With a name declared twice, it would not be known which one a stage or an action means.",
        example: "account prod = \"444444444444\";\nrole prod in prod { … }",
        fix: "Give each its own name: `role deploy_prod in prod { … }`.",
        source: "",
    }
    ACCOUNT_ID = "P107" Error "an account id is malformed" {
        why: "An AWS account id is twelve digits, leading zeros among them. A wrong one would be written into bucket, key and trust policies, and the first deploy would fail with `Invalid principal in policy`.",
        example: "account prod = \"4444-4444-4444\";",
        fix: "Write the twelve digits as a text: `account prod = \"444444444444\";`.",
        source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
    }
    ACCOUNT_ID_TWICE = "P108" Error "two accounts have the same id" {
        why: "Two names for one account hide from a reader, and from the checks, that actions under both names run in the same place. Most often one id has been copied and not changed.",
        example: "account test = \"333333333333\";\naccount prod = \"333333333333\";",
        fix: "Correct the id, or use one name. Where only the region differs, say it where it differs: `stage Deploy in prod @ \"eu-west-1\" { … }`.",
        source: "",
    }
    ORGANIZATION_ID = "P109" Error "an organization's id is malformed" {
        why: "The id goes into the bucket and key policies as `aws:PrincipalOrgID`. With a wrong one these policies admit nobody, and the first run fails with access denied.",
        example: "organization \"my-company\";",
        fix: "Write the id that `aws organizations describe-organization` shows: `organization \"o-a1b2c3d4e5\";`.",
        source: "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html",
    }
    ORGANIZATION_TWICE = "P110" Error "the organization is declared twice" {
        why: "An account belongs to one organization at most, and the accounts of a pipeline are admitted through one: the roles of the other one's accounts would be denied at the first run.",
        example: "organization \"o-a1b2c3d4e5\";\norganization \"o-f6g7h8i9j0\";",
        fix: "Keep one. Where the accounts belong to different organizations, declare none: they are then admitted one by one.",
        source: "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html",
    }
    NO_REGION = "P111" Error "there is no such region" {
        why: "A text after `@` is not a region's name, or is one slip away from that of a real one. AWS would refuse the template at deploy.",
        example: "home tools = \"111111111111\" @ \"us-esat-1\";",
        fix: "Write the region's name, not its title: `@ \"us-east-1\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    UNLISTED_REGION = "P112" Warning "CodePipeline is not listed for a region" {
        why: "The name has the form of a region's, but AWS's list of regions with CodePipeline did not hold it when this version was released. Either it is a newer one, or it is mistyped, or CodePipeline does not run there; then creating the pipeline fails with `is not a valid AWS Region`.",
        example: "stage Deploy in prod @ \"us-east-3\" { … }",
        fix: "Check the name. If CodePipeline runs there by now, nothing needs to be done.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    PARTITIONS = "P113" Error "regions of different partitions" {
        why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`) do not trust each other: no role of one can be assumed from another, and no key or bucket shared. The pipeline could be created, and its first action in the other partition would fail.",
        example: "home tools = \"111111111111\" @ \"us-east-1\";\naccount gov = \"222222222222\" @ \"us-gov-west-1\";",
        fix: "Write one pipeline for each partition.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    }
    STORE_WITHOUT_REGION = "P114" Error "a store has no region" {
        why: "A store serves the actions of one region: CodePipeline asks for a bucket in each region that it acts in, and refuses a pipeline without it when it is created.",
        example: "store main { expiration_in_days: 7 }",
        fix: "Say its region after its name: `store main @ \"us-east-1\" { … }`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    TWO_STORES = "P115" Error "two stores are in the same region" {
        why: "A pipeline has one artifact store for each region. `ArtifactStores` is a map from regions, and a second store of a region would replace the first one when the pipeline is created.",
        example: "store main @ \"us-east-1\";\nstore other @ \"us-east-1\";",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    }
    STORE_OUTSIDE_HOME = "P116" Error "a store is not in the account of the pipeline" {
        why: "Bucket and key of an artifact store belong to the account that the pipeline lives in, in every region. CodePipeline refuses a pipeline whose bucket is another account's.",
        example: "store main in prod @ \"us-east-1\";",
        fix: "Leave out `in`; other accounts are admitted to the store by its policies.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    STORE_KEY_ELSEWHERE = "P117" Error "a store's key is elsewhere" {
        why: "A bucket can be encrypted only with a key of its own region, and CodePipeline asks for a key of the pipeline's account. With another one the first run fails at the first action that writes an artifact.",
        example: "store main @ \"us-east-1\" = import {\n    bucket: \"artifacts\",\n    key: \"arn:aws:kms:us-west-2:111111111111:key/…\",\n};",
        fix: "Name a key of the store's account and region.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    STORE_WITHOUT_KEY = "P118" Error "a store without a key in a pipeline with foreign accounts" {
        why: "Artifacts that another account reads must be encrypted with a customer managed key. The one that S3 uses otherwise, `alias/aws/s3`, cannot be shared with another account: the pipeline is created, and its first cross-account action fails with access denied on the key.",
        example: "account prod = \"444444444444\";\nstore main @ \"us-east-1\" { encryption_key: false }",
        fix: "Leave `encryption_key` out, and the store gets a key of its own; an imported store says its key, `key: \"arn:aws:kms:…\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
    }
    ROLE_ARN = "P119" Error "a role's ARN is malformed" {
        why: "An imported role is named by its whole ARN. With anything else the deploy fails, or the trust and pass-role policies name nobody.",
        example: "role deploy in prod = import \"cloudformationdeployer-role\";",
        fix: "Write the ARN: `import \"arn:aws:iam::444444444444:role/cloudformationdeployer-role\"`.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    }
    ROLE_ARN_ELSEWHERE = "P120" Error "a role's ARN is of another account than the one it is declared in" {
        why: "The ARN names the account that the role lives in. Declared in another one, the role would be handed to actions that cannot act with it, and the run fails with `Cross-account pass role is not allowed`.",
        example: "account test = \"333333333333\";\nrole deploy in test = import \"arn:aws:iam::444444444444:role/deployer\";",
        fix: "Declare the role in the account that its ARN names, or correct the ARN.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    PROJECTS_ROLE_ELSEWHERE = "P121" Error "a project's role is in another account than the project" {
        why: "The service role of a CodeBuild project is always of the project's own account. The role that is named would be admitted to the artifact store in vain, and the first build be denied its input.",
        example: "project build in prod = import { name: \"build\", role: role_of_test };",
        fix: "Declare the role that the project really has, in the project's account.",
        source: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
    }
    NEVER_USED = "P122" Warning "a declaration is never used" {
        why: "An account, store, role, project or action type is declared, and no stage or action needs it. An account that is declared all the same is admitted to the artifact stores.",
        example: "account staging = \"555555555555\";",
        fix: "Leave it out. If it is meant to be there, begin its name with an underscore: `_staging`.",
        source: "",
    }
    ACTION_WILDCARD = "P123" Warning "a role is allowed every action" {
        why: "A statement that allows `*`, or every call of a service, allows whoever can change the template or the build to do anything in that account, making themselves more rights included.",
        example: "role deploy in prod {\n    statements: [{ actions: [\"iam:*\"], resources: [\"*\"] }],\n}",
        fix: "Name the calls that are needed, and bound the role with `permissions_boundary`.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    }
    POLICY_ELSEWHERE = "P124" Error "a managed policy is of another account than its role" {
        why: "IAM attaches to a role, and bounds it by, managed policies of the role's own account and those of AWS, `arn:aws:iam::aws:policy/…`. With another account's the stack fails when it is deployed.",
        example: "role deploy in prod {\n    permissions_boundary: \"arn:aws:iam::111111111111:policy/bounds\",\n}",
        fix: "Make the policy in the role's account, and name that one.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    }
    ARN_OF_ANOTHER_PARTITION = "P125" Error "an ARN is of another partition" {
        why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`) do not know each other: IAM and KMS refuse a policy that names an ARN of another one, and nothing of it can be attached, passed or encrypted with. The stack fails when it is deployed.",
        example: "home tools = \"111111111111\" @ \"us-east-1\";\nrole deploy {\n    managed_policies: [\"arn:aws-cn:iam::aws:policy/ReadOnlyAccess\"],\n}",
        fix: "Write the ARN with the partition of home's region: `arn:aws:iam::aws:policy/ReadOnlyAccess`.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    }
    KEY_ADMINISTRATOR_ELSEWHERE = "P126" Error "an administrator of a key is of another account" {
        why: "A key's policy may name principals of another account, but only so that they use the key: KMS takes the calls that change it, its policy or its aliases from its own account alone, and what the policy says of others has no effect.",
        example: "store main @ \"us-east-1\" {\n    key_administrators: [\"arn:aws:iam::444444444444:role/keys\"],\n}",
        fix: "Name a role or a user of home's account. Whoever is to administer the key from elsewhere assumes that role.",
        source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    }
    PATH_OF_ANOTHER_PIPELINE = "P127" Error "a role has the path of another pipeline" {
        why: "The roles of a pipeline have an IAM path of their own, `/pipewright/NAME/HOME/REGION/`, and its stores' policies let in whoever has it. A role with the path of another pipeline could read that one's artifacts, and write them.",
        example: "role deploy { path: \"/pipewright/other/111111111111/us-east-1/\" }",
        fix: "Leave `path` out, and the role has the pipeline's own path; or take one that does not begin with `/pipewright/`.",
        source: "",
    }
    UNDECLARED_STORE = "P130" Error "a store is used that is not declared" {
        why: "`via` names the store that an action's artifacts go through, and nobody has declared one of that name.",
        example: "Deploy: S3Deploy(site) via main { … };",
        fix: "Declare it, `store main @ \"us-east-1\";`, or leave `via` out: a region without a declared store gets one.",
        source: "",
    }
    UNDECLARED_ROLE = "P131" Error "a role is used that is not declared" {
        why: "`as` and `role_arn` take the name of a declared role. What a role may do is always said, never guessed.",
        example: "role_arn: deploy_prd,",
        fix: "Declare it, `role deploy_prd in prod { … }`, or correct the name.",
        source: "",
    }
    UNDECLARED_PROJECT = "P132" Error "a project is used that is not declared" {
        why: "A bare word after `project_name` is the name of a declared project; a project that nobody declared is named in quotes.",
        example: "project_name: packge,",
        fix: "Correct the name, declare it, `project packge { … }`, or put it in quotes if it is a project that exists.",
        source: "",
    }
    STORE_ELSEWHERE = "P133" Error "a store is in another region than the action that uses it" {
        why: "An action reads and writes the bucket of the region that it runs in. CodePipeline refuses a pipeline with an action in a region for which it has no store, and copies artifacts between the stores itself.",
        example: "store west @ \"us-west-2\";\n…\nDeploy: S3Deploy(site) @ \"us-east-1\" via west { … };",
        fix: "Leave out `via`, or say the store's region on the action.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    ROLE_ELSEWHERE = "P134" Error "an action acts with a role of another account" {
        why: "The account of an action is the account of the role that it acts with: there is no other way to say it to CodePipeline. The action would run in the role's account, not in the one that is written.",
        example: "role deploy_prod in prod { … }\n…\nDeploy: S3Deploy(site) in test as deploy_prod { … };",
        fix: "Name a role of the action's account, or leave out `as`: a role is then made for the action.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
    }
    PROJECT_ELSEWHERE = "P135" Error "an action starts a project of another account or region" {
        why: "A CodeBuild action starts a project of its own account and region, by its name alone. In another one there is no project of that name, and the first run fails with `ResourceNotFoundException`.",
        example: "project package { … }\n…\nPackage: CodeBuild(source) in test { project_name: package };",
        fix: "Declare the project where the action runs, `project package in test { … }`, or run the action where the project is.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    }
    PASSED_ROLE_ELSEWHERE = "P136" Error "an action hands over a role of another account" {
        why: "The execution role that CloudFormation gets is in the same account as the role that the action acts with. Otherwise the first run fails with `Cross-account pass role is not allowed`.",
        example: "role deploy_test in test { … }\n…\nPrepare: CloudFormation(packaged) in prod { role_arn: deploy_test, … };",
        fix: "Name a role of the account that the action runs in.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    UNKNOWN_PROJECT_ROLE = "P137" Warning "the role of a build project is not known" {
        why: "CodeBuild reads and writes artifacts with the project's own role. Of a project that is named in quotes that role is not known, so that neither the store's key nor its bucket policy admits it; unless somebody does so by hand, the first build fails with `AccessDenied` on the artifact. A pipeline whose stores have no key, all of it in one account, is not warned: there the role's own policies suffice, and the report has the statements that they take.",
        example: "account prod = \"444444444444\";\n…\nPackage: CodeBuild(source) { project_name: \"package\" };",
        fix: "Declare the project and its role:\n`role building in tools = import \"arn:aws:iam::111111111111:role/building\";`\n`project package = import { name: \"package\", role: building };`",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    }
    ROLE_NOT_TAKEN = "P138" Error "a role for an action that takes none" {
        why: "Only actions that AWS owns act with a role. For others CodePipeline refuses the pipeline: `Role ARN is not supported for actions with owner other than 'AWS'`.",
        example: "Scan: Custom(source) as scanning { category: Test, … };",
        fix: "Leave out `as`; the job worker of a custom action has credentials of its own.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    HOME_ONLY = "P139" Error "an action that can run in home only is placed elsewhere" {
        why: "Third-party and custom actions run in the account and region of the pipeline. CodePipeline takes neither a region nor a role for them.",
        example: "Scan: Custom(source) in prod @ \"eu-west-1\" { category: Test, … };",
        fix: "Leave out `in` and `@`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    SOURCE_REGION = "P140" Error "a source in another region than the pipeline" {
        why: "CodePipeline takes no region for source actions: a source is always read in the pipeline's region, in whichever account. In another region, the repository or bucket would not be found at the first run.",
        example: "stage Source @ \"us-west-2\" {\n    let source = Checkout: CodeCommit { … };\n}",
        fix: "Leave out `@`, and let the repository or bucket be in home's region.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    PLACEMENT_IGNORED = "P141" Warning "a place for an action that runs nowhere" {
        why: "An approval waits in the pipeline itself. Account, region, store and role have no effect on it; written there, they suggest that they had.",
        example: "Review: Manual in prod;",
        fix: "Leave it out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
    }
    KIND_ELSEWHERE = "P142" Warning "an action of a kind that AWS does not list for its region" {
        why: "Some kinds of actions are offered in fewer regions than CodePipeline itself. Where one is not, the deploy of the pipeline fails: `ActionType (…) is not available in region …`. AWS adds regions, so this is a warning.",
        example: "Phones: DeviceFarm(packaged) @ \"eu-west-1\" { … };",
        fix: "Run the action in a region that the message names, or, of a source or a third party's action, let the pipeline live in another one.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    }
    ARN_ELSEWHERE = "P143" Error "an ARN of another region or account than AWS takes there" {
        why: "The topic that hears of an approval is in the pipeline's region, as AWS's page says: one of another region is not found when the action runs. State machines and device pools have no policies of their own, so that they admit roles of their own account only: the action's role is denied at the first run.",
        example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nReview: Manual { notification_arn: \"arn:aws:sns:eu-west-1:111111111111:reviews\" };",
        fix: "Name a topic of the pipeline's region: `arn:aws:sns:us-east-1:111111111111:reviews`. It may be of another account, if its policy admits the pipeline's service role. Run the action in the account of its state machine: `in ACCOUNT`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
    }
    ARN_MAYBE_ELSEWHERE = "P144" Warning "an ARN of another region than its action runs in" {
        why: "An action calls its service in the region that it runs in, and S3 takes a KMS key of the bucket's own region only. CodePipeline's pages do not say what becomes of an ARN of another region; most likely the action fails at its first run. A connection is no such case: it can be used in every region.",
        example: "Upload: S3Deploy(site) @ \"us-east-1\" {\n    kms_encryption_key_arn: \"arn:aws:kms:eu-west-1:111111111111:key/…\",\n    …\n};",
        fix: "Run the action where the thing is, `@ \"eu-west-1\"`, or name one of the action's region.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    }
    STORE_AS_TARGET = "P145" Error "an action that deploys into an artifact store" {
        why: "An artifact store is the pipeline's own: what lies in it is handed from action to action, and it expires. An action that writes files of its own into it could replace the artifacts that other actions deploy. AWS would take it; pipewright lets no role write where it only has to read.",
        example: "store main @ \"us-east-1\" { bucket_name: \"sample-artifacts\" };\n…\nUpload: S3Deploy(site) { bucket_name: \"sample-artifacts\", extract: true };",
        fix: "Deploy into another bucket.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
    }
}
