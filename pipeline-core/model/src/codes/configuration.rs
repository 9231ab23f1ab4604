//! P4xx: keys and their values.

use super::codes;

codes! { CONFIGURATION:
    FAILED_EXPRESSION = "P400" Error "a Rust expression failed" {
        why: "An expression in parentheses, `(std::env::var(\"ACCOUNT\")?)`, is computed when the pipeline is built. It returned an error, and there is no value to go on with.",
        example: "account prod = (std::env::var(\"PROD_ACCOUNT\")?);",
        fix: "See to what the error names: here, set `PROD_ACCOUNT` before `cargo build`.",
        source: "",
    }
    UNKNOWN_KEY = "P401" Error "a key that does not exist" {
        why: "Keys are AWS's own configuration keys in snake case, `RepositoryName` is `repository_name`, and each kind of action and each declaration has its own. AWS would refuse another one when the pipeline is created, or pass over it.",
        example: "Checkout: CodeCommit { RepositoryName: \"x\", branch: \"main\" };",
        fix: "Take one of the keys that the message or the reference names.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    }
    KEY_TWICE = "P402" Error "a key is said twice" {
        why: "Of two values for one key, it is not known which one is meant.",
        example: "branch_name: \"main\",\nbranch_name: \"release\",",
        fix: "Leave one of them out.",
        source: "",
    }
    MISSING_KEY = "P403" Error "a key that must be there is missing" {
        why: "The action or declaration cannot work without it. AWS refuses the pipeline when it is created, or the action fails at its first run.",
        example: "Checkout: CodeCommit { repository_name: \"sample-lambda\" };",
        fix: "Add the key that the message names: `branch_name: \"main\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
        lacking: Part,
    }
    IGNORED_KEY = "P404" Warning "a key has no effect here" {
        why: "With the other values of this action AWS passes over the key. Written there, it suggests that it had an effect.",
        example: "action_mode: CHANGE_SET_EXECUTE,\ncapabilities: [CAPABILITY_IAM],",
        fix: "Leave it out, or move it to the action where it has an effect: capabilities are given when the change set is prepared.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    WRONG_TYPE = "P405" Error "a value of the wrong type" {
        why: "A key takes a text, a number, a list, … as the reference says. Nothing is converted silently.",
        example: "extract: \"true\",\nbranch_name: main,",
        fix: "Write the value as the key takes it: `extract: true`, `branch_name: \"main\"`.",
        source: "",
    }
    UNKNOWN_CONSTANT = "P406" Error "a value that is not one of the key's constants" {
        why: "The key takes one of a few constants, in AWS's own spelling. With another one AWS refuses the pipeline when it is created, or the action fails at its first run.",
        example: "action_mode: CHANGE_SET_CREATE,",
        fix: "Take one of those that the message names: `CHANGE_SET_REPLACE`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    }
    MALFORMED_TEXT = "P407" Error "a text that AWS does not allow there" {
        why: "Names and ARNs have a pattern and a length, and a configuration value has 1 to 1,000 characters. AWS refuses others at deploy.",
        example: "name: \"my pipeline\";\nstack_name: \"sample_lambda\",",
        fix: "Keep to the pattern that the message names: `name: \"my-pipeline\";`, `stack_name: \"sample-lambda\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    TOO_LONG = "P408" Error "a map that is too long for AWS" {
        why: "A map goes to AWS as one text of JSON: `parameter_overrides` as 1,024 bytes at most, `environment_variables` and the `variables` of a `CodePipeline` action as 1,000 characters at most. CodePipeline refuses more when the pipeline is created.",
        example: "parameter_overrides: { Text: include \"long.txt\" },",
        fix: "Move what is always the same into the template or a `template_configuration` file, or into the build project, or into the defaults of the other pipeline's variables.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    NUMBER_OUT_OF_RANGE = "P409" Error "a number that is too small or too large" {
        why: "AWS allows the numbers that the message names, and refuses others at deploy.",
        example: "Review: Manual { timeout_in_minutes: 1 };",
        fix: "Take a number in the range.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    UNPREPARED = "P410" Error "a change set is executed that no earlier action prepares" {
        why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. Where the action that prepares it runs later or side by side, the first run fails with `ChangeSet [release] does not exist`.",
        example: "Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, change_set_name: \"release\", … };\nPrepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, change_set_name: \"release\", … };",
        fix: "Move the action with `action_mode: CHANGE_SET_REPLACE` before the one that executes the change set.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        lacking: Maker,
    }
    UNREADABLE_FILE = "P411" Error "a file cannot be read" {
        why: "`include \"…\"` reads a text file when the pipeline is compiled. Its path is relative to the crate, the folder of `Cargo.toml`.",
        example: "buildspec: include \"buildspec.yaml\",",
        fix: "Correct the path, or add the file.",
        source: "",
    }
    SECRET_IN_THE_OPEN = "P420" Error "a secret is written out" {
        why: "Tokens and passwords in a pipeline's source end up in the repository, in the template, and in CloudFormation's console. CloudFormation can put them in when it creates the pipeline: a reference to Secrets Manager or to a parameter of Systems Manager works in any property; one to a secure string, `ssm-secure`, does not in a pipeline, and fails the deploy.",
        example: "Checkout: GitHub { o_auth_token: \"ghp_…\" };",
        fix: "Keep the secret in Secrets Manager and refer to it: `\"{{resolve:secretsmanager:github:SecretString:token}}\"`.",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    }
    ITEM_COUNT = "P421" Error "a list that is too short or too long for AWS" {
        why: "Some lists and maps take a limited number of items: 1 to 50 commands, 1 to 10 environment variables of a `Commands` action, 1 to 3 filters of a trigger, each with 1 to 8 patterns. CodePipeline refuses others when the pipeline is created.",
        example: "Build: Commands(source) { commands: [] };",
        fix: "Say as many as the message allows; what is more goes into a script of the input artifact.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
    }
    SECRET_LITERAL = "P425" Error "a text that looks like a key" {
        why: "What is written in a pipeline stands in its template, which everyone can read who may read the stack, the build's log and the repository. AWS would take it when it is deployed; nobody should.",
        example: "user_parameters: \"AKIA…\"",
        fix: "Keep the key in Secrets Manager or Parameter Store and let what runs read it there; then replace it, since it has been in your source.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    }
    SECRET_VARIABLE = "P426" Error "a plain value that is called a secret" {
        why: "A plain variable's or parameter's value stands in the template and is shown in AWS's console and API. It can be read there as soon as the stack is deployed. One whose name ends in `PASSWORD`, `SECRET`, `TOKEN`, `API_KEY` or the like, in capitals or not, is most likely not meant for that.",
        example: "environment_variables: { DB_PASSWORD: \"hunter2\" }",
        fix: "Keep the value in Secrets Manager, `{ secrets_manager: \"NAME\" }`, or in Parameter Store, `{ parameter_store: \"NAME\" }`; the build's role is given what reading it takes.",
        source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
    }
    SECRET_UNNAMED = "P427" Error "a secret or parameter whose name is known only when the pipeline runs" {
        why: "The role of the build is made before the pipeline runs, and may read the secrets and parameters that are named, and no others. Where a variable stands in the name, it could be any: the role would have to read all of the account's.",
        example: "environment_variables: { TOKEN: { secrets_manager: \"app/#{variables.STAGE}\" } }",
        fix: "Write the name out, one entry for each secret, and let a plain variable choose between them in the build; or fetch it in the build, with a role of your own that may read what it has to.",
        source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
    }
    UNKNOWN_SERVICE = "P428" Error "a reference that CloudFormation does not resolve here" {
        why: "CloudFormation puts in what `{{resolve:secretsmanager:…}}` and `{{resolve:ssm:…}}` refer to, in any property. It resolves `ssm-secure` in a few properties, none of them a pipeline's, and knows no other service: the deploy fails, or the text stays as it is.",
        example: "user_parameters: \"{{resolve:secretsmanger:app}}\",",
        fix: "Name the service as CloudFormation does: `{{resolve:secretsmanager:app}}`.",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    }
    SCOPE_UNKNOWN = "P429" Error "a variable where a role's permission needs an ARN or a bucket" {
        why: "An action's role is made before the pipeline runs, and may touch what the action names. A variable, `#{variables.TOPIC}`, is known only at the run: in place of an ARN it could name anything in any account, in place of a bucket the buckets of other pipelines. Whoever may start the pipeline would choose what the role works on. AWS would take the wide role when it is deployed; pipewright does not make one.",
        example: "Review: Manual { notification_arn: variables.TOPIC };\nUpload: S3Deploy(site) { bucket_name: \"#{variables.BUCKET}\", extract: true };",
        fix: "Write the ARN or the name out, one action for each; or compute it when the pipeline is built, with a Rust expression in parentheses. In an ARN, a variable may stand in the name at the end: `arn:aws:sns:us-east-1:111111111111:reviews-#{variables.TEAM}`. An action that acts with an existing role, `as ROLE`, is not asked.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    }
    SCOPE_WIDE = "P430" Warning "a role that is widened by a variable" {
        why: "An action's role is made before the pipeline runs. Where the name of what it works on begins with a variable, the role is given all of the account's, since it could be any: every function, stack or project. Nothing fails at deploy or at the run; the role may do more than the action does.",
        example: "Call: Lambda { function_name: variables.FUNCTION };",
        fix: "Write the name out; or begin it with a fixed text, `\"smoke-test-#{variables.PART}\"`: the role then gets what begins so. Or let the action act with an existing role, `as ROLE`, that may do less.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    }
    WITHOUT_ROLES = "P431" Warning "the roles of what an action deploys to are not said" {
        why: "Instances fetch the artifact from the store themselves, and ECS takes the roles that a task definition names from whoever registers it. Which roles those are stands nowhere in a pipeline's configuration. Where they are not said here, no instance is admitted to the store, and the action's role may hand over no role: unless somebody has allowed that by hand, the first run fails, with access denied on the artifact or on `iam:PassRole`.",
        example: "Fleet: CodeDeploy(packaged) {\n    application_name: \"app\",\n    deployment_group_name: \"fleet\",\n};",
        fix: "Name them, as declared roles or ARNs: `instance_roles: [fleet]`, `task_roles: [task, execution]`. Where there are none, say so: `instance_roles: []`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
    }
    WRONG_TARGET = "P432" Error "a target that a stack set does not go to" {
        why: "With the permission model `SELF_MANAGED`, which is the default, a stack set goes to accounts; with `SERVICE_MANAGED`, to an organization's root or to units of it. AWS would take accounts beside units only together with an `AccountFilterType`, which CodePipeline has no key for. With other targets the action fails at its first run.",
        example: "Baseline: CloudFormationStackSet(source) {\n    stack_set_name: \"baseline\",\n    template_path: source / \"baseline.yml\",\n    deployment_targets: [\"ou-abcd-11111111\"],\n    regions: [\"eu-west-1\"],\n};",
        fix: "Write `permission_model: SERVICE_MANAGED` for units, or name the accounts: `deployment_targets: [\"222222222222\"]`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html",
    }
    UNPREPARED_HERE = "P440" Warning "a change set that this pipeline does not prepare" {
        why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. A build or another pipeline may make it; no action of this one does. Where nobody has, the run fails with `ChangeSet [release] does not exist`.",
        example: "Execute: CloudFormation {\n    action_mode: CHANGE_SET_EXECUTE,\n    stack_name: \"sample-lambda\",\n    change_set_name: \"release\",\n};",
        fix: "Write an action with `action_mode: CHANGE_SET_REPLACE` and the same `stack_name` and `change_set_name` before it, in the same account and region; or see to it that what makes the change set has done so by then.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    SECRET_RESOLVED = "P441" Warning "a secret that is put in where it can be read" {
        why: "CloudFormation replaces `{{resolve:secretsmanager:…}}` by the secret itself when it makes the pipeline or the project. Neither it nor Secrets Manager logs the value, but AWS says that it may show up in the service whose resource it is used in: a command, `user_parameters` or a plain environment variable is shown, with the secret in it, to whoever may call `GetPipeline` or `BatchGetProjects`, and in the console. Only keys that are made for a secret, like `o_auth_token`, are masked.",
        example: "environment_variables: { PASSWORD: \"{{resolve:secretsmanager:app/db}}\" },",
        fix: "Let what runs fetch it: `environment_variables: { PASSWORD: { secrets_manager: \"app/db\" } }`, and `$PASSWORD` in a command. What has no environment variables, a function say, reads it from Secrets Manager itself.",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    }
    DOUBTFUL_WINDOW = "P442" Warning "a cron expression that may not be taken, or mean something else" {
        why: "AWS describes the fields of a deployment window as Quartz has them. There, either the day of the month or the day of the week is said, and the other one is `?`; with both or neither, an expression is not taken. A range that ends before it begins goes on at the field's other end, which AWS's page does not say. What CodePipeline makes of such an expression shows at the run, if not when the pipeline is created.",
        example: "Window: DeploymentWindow { cron: \"0 0 17-9 1 * MON\" };",
        fix: "Put `?` into one of the two, and write a range that runs over the end as two: `17-23,0-9`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
    }
    UNKNOWN_TIME_ZONE = "P443" Warning "a time zone that is not known" {
        why: "A time zone with a place's name is one of the IANA time zone database, in its spelling. Of one that is not there, nobody knows when the window is open: the pipeline is not created, or the rule fails at the run. A zone that is newer than pipewright's list, release 2025b, is right all the same.",
        example: "Window: DeploymentWindow { cron: \"0 0 9-17 ? * MON-FRI\", time_zone: \"Europe/Berln\" };",
        fix: "Correct the name: `Europe/Berlin`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
    }
    FULL_BRANCH_NAME = "P444" Warning "a branch under its full name" {
        why: "Git calls a branch `refs/heads/main` in full and `main` for short. AWS takes the short name: a branch that is called `refs/heads/main` is most likely not there, and the source fails at the first run.",
        example: "Checkout: CodeCommit { repository_name: \"app\", branch_name: \"refs/heads/main\" };",
        fix: "Write the short name: `main`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    }
}
