//! P2xx: artifact flow.

use super::codes;

codes! { FLOW:
    UNKNOWN_ARTIFACT = "P201" Error "an artifact is read that no action makes" {
        why: "The inputs of an action are names that an earlier `let` has bound. CodePipeline refuses to create a pipeline with an input that is nobody's output.",
        example: "Package: CodeBuild(sorce) { … };",
        fix: "Correct the name, or bind it: `let sorce = Checkout: CodeCommit { … };`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
        lacking: Maker,
    }
    USED_BEFORE_MADE = "P202" Error "an artifact is read before it is made" {
        why: "Stages run from top to bottom, and the actions of a stage in the order of their run orders. An action can read what an earlier stage or an earlier run order has made; CodePipeline refuses anything else when the pipeline is created.",
        example: "Deploy: S3Deploy(packaged) { … };\nlet packaged = Package: CodeBuild(source) { … };",
        fix: "Move the action that makes it before the one that reads it.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    MADE_TWICE = "P203" Error "an artifact is made twice" {
        why: "The name of an output artifact is unique in the whole pipeline. CodePipeline refuses two outputs of one name when the pipeline is created.",
        example: "let package = Build: CodeBuild(source) { … };\nlet package = Test: CodeBuildTest(source) { … };",
        fix: "Give each its own name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    SIDE_BY_SIDE = "P204" Error "an artifact is read beside the action that makes it" {
        why: "Actions of a `parallel` block, or of the same `run_order`, start together: what one of them makes is not there for the others, and CodePipeline refuses the pipeline when it is created.",
        example: "parallel {\n    let packaged = Package: CodeBuild(source) { … };\n    Deploy: S3Deploy(packaged) { … };\n}",
        fix: "Write the action that makes it before the block.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    NEVER_READ = "P205" Warning "an artifact is never read" {
        why: "An action uploads an artifact that no other action needs. Either its reader has been forgotten, or the upload is for nothing.",
        example: "let report = Test: CodeBuildTest(source) { … };",
        fix: "Hand it to an action, or leave out the `let`; where it has to be there, begin its name with an underscore: `_report`.",
        source: "",
    }
    INPUT_COUNT = "P206" Error "too few or too many inputs" {
        why: "Each action type takes a certain number of input artifacts. CodePipeline refuses others when the pipeline is created: `declares 0 input artifacts which is less than the minimum count (1)`.",
        example: "Package: CodeBuild { project_name: package };",
        fix: "Hand over as many as the kind takes: `Package: CodeBuild(source) { … };`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
        lacking: Part,
    }
    OUTPUT_COUNT = "P207" Error "too few or too many outputs" {
        why: "Each action type makes a certain number of output artifacts. CodePipeline refuses others when the pipeline is created.",
        example: "Checkout: CodeCommit { … };",
        fix: "Bind as many as the kind makes: `let source = Checkout: CodeCommit { … };`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
        lacking: Part,
    }
    BETWEEN_ACCOUNTS = "P208" Error "an artifact would pass between two foreign accounts" {
        why: "An action can read what was made in the pipeline's account, or earlier in its own account. What one foreign account made, another one cannot read: the run fails with access denied on the object, which belongs to the first.",
        example: "let built = Convert: Lambda(source) in test { … };\nDeploy: S3Deploy(built) in prod { … };",
        fix: "Make the artifact in home, or put an action in home in between that reads it and makes a new one.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
    }
    INPUT_TWICE = "P209" Error "an artifact is handed over twice" {
        why: "The names of an action's input artifacts are unique. CodePipeline refuses the pipeline when it is created.",
        example: "Package: CodeBuild(source, source) { … };",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    NOT_AN_INPUT = "P210" Error "a file of an artifact that is not an input of the action" {
        why: "`packaged / \"template.yml\"` is read from the action's input artifacts. Of an artifact that is not among them the file is not found, and the run fails.",
        example: "Prepare: CloudFormation { template_path: packaged / \"template.yml\", … };",
        fix: "Hand the artifact over: `Prepare: CloudFormation(packaged) { … };`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    ARTIFACT_NAME = "P211" Error "an artifact's name is malformed" {
        why: "CodePipeline allows letters, digits, `-` and `_` in an artifact's name, 100 characters at most, and refuses others when the pipeline is created.",
        example: "let größe = Checkout: CodeCommit { … };",
        fix: "Use allowed characters: `let groesse = …`; a name with hyphens stands in quotes, `let \"site-sources\" = …`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    FOREIGN_OUTPUT = "P212" Error "an artifact of a kind that makes none in a foreign account" {
        why: "CodeBuild encrypts its output with the key of the build, and a build in a foreign account cannot name the key of home's store. At the first run the upload fails, or makes an object that the rest of the pipeline cannot read.",
        example: "let built = Package: CodeBuild(source) in prod { project_name: package_prod };",
        fix: "Run the build in home. A build in a foreign account can still read artifacts and set output variables.",
        source: "https://github.com/aws/aws-cdk/issues/4169",
    }
    HANDOFF = "P213" Error "an artifact that the action cannot read" {
        why: "With `CODEBUILD_CLONE_REF` the artifact is not a ZIP of the files but a reference to the commit, which CodeBuild alone can follow. Other actions fail at their first run.",
        example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nDeploy: S3Deploy(source) { … };",
        fix: "Leave the format out (`CODE_ZIP`), or let a CodeBuild action read it and make an artifact.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    }
    OUTPUT_NEEDS_KEY = "P214" Error "an artifact that is never made" {
        why: "The action makes its output artifact only if a key says what goes into it. Without it the artifact never comes into being, and the first run fails at whoever reads it.",
        example: "let outputs = Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, … };",
        fix: "Add the key, `output_file_name: \"outputs.json\"`, or leave out the `let`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    }
    HANDOFF_ACROSS = "P215" Error "a clone that another account could not make" {
        why: "With `CODEBUILD_CLONE_REF` the artifact is a reference, and the build clones the repository itself, with its project's role. A CodeCommit repository has no policy of its own, so that it admits roles of its own account only: a project of another account is denied `codecommit:GitPull` at the first run.",
        example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nTest: CodeBuildTest(source) in prod { project_name: tests };",
        fix: "Leave the format out (`CODE_ZIP`): the store admits other accounts. Or let the build run in the repository's account.",
        source: "https://docs.aws.amazon.com/codecommit/latest/userguide/cross-account.html",
    }
    UNKNOWN_NAMESPACE = "P220" Error "a variable of an action that does not exist" {
        why: "Before the dot of a variable stands the `namespace` of an action, or the name of an action that says none. CodePipeline refuses another one when the pipeline is created: `The following pipeline execution variables are referencing a namespace that does not exist`.",
        example: "parameter_overrides: { Commit: Chekout.CommitId },",
        fix: "Correct the name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
        lacking: Maker,
    }
    AMBIGUOUS_NAMESPACE = "P221" Error "a variable of several actions of one name" {
        why: "Action names are unique in their stage only, and namespaces in the whole pipeline. With several actions of the name it is not known whose variable is meant, and CodePipeline would refuse a namespace that two of them have when the pipeline is created.",
        example: "stage Test { Migrate: CodeBuild(source) { … }; }\nstage Prod { Migrate: CodeBuild(source) { … }; }\n… \"#{Migrate.VERSION}\"",
        fix: "Give the one that is meant a name for its variables: `namespace: \"MigrateTest\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    VARIABLE_TOO_EARLY = "P222" Error "a variable is used before it is set" {
        why: "A variable is there when its action is done: in a later stage, or a higher run order of the same stage. CodePipeline refuses anything else when the pipeline is created.",
        example: "parallel {\n    Migrate: CodeBuild(source) { … };\n    Call: Lambda { user_parameters: Migrate.VERSION, … };\n}",
        fix: "Move the action that sets it before the one that uses it.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html",
    }
    UNKNOWN_VARIABLE = "P223" Error "a variable that the action does not set" {
        why: "The action type sets other variables, and not this one. Upper and lower case count. CodePipeline accepts such a text when the pipeline is created, and fails the action when it runs: `one or more variables could not be resolved`.",
        example: "parameter_overrides: { Commit: Checkout.CommitID },",
        fix: "Take one of the variables that the kind sets: `Checkout.CommitId`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    UNKNOWN_PIPELINE_VARIABLE = "P224" Error "a pipeline variable is not declared" {
        why: "`variables.X` is a variable of the pipeline itself. CodePipeline refuses one that is not declared when the pipeline is created.",
        example: "parameter_overrides: { Tag: variables.IMAGE_TAG },",
        fix: "Correct the name, or declare it: `variable IMAGE_TAG = \"latest\";`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    NAMESPACE_TAKEN = "P225" Error "a namespace that is another name already" {
        why: "Namespaces are unique in the pipeline, none is the name of an artifact, and `codepipeline` and `variables` are CodePipeline's own. It refuses others when the pipeline is created: `Namespaces must be unique across the pipeline definition`.",
        example: "let source = Checkout: CodeCommit { namespace: \"source\", … };",
        fix: "Choose another name, or leave `namespace` out: an action's variables go by its name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    FROM_A_SKIPPED_STAGE = "P226" Warning "something of a stage that may be skipped" {
        why: "A stage with `before_entry SKIP` is left out where its rules are not met: its actions do not run, set no variables and make no artifacts. A later stage that needs one of them has nothing to go on with in that execution, and fails in that run.",
        example: "stage Build {\n    before_entry SKIP { … }\n    let packaged = Package: Commands(source) { … };\n}\nstage Deploy {\n    Upload: S3Deploy(packaged) { … };\n}",
        fix: "Let the later stage be skipped by the same rules, or make what it needs in a stage that always runs.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    NO_VARIABLE = "P227" Warning "braces that name no variable" {
        why: "CodePipeline puts in `#{NAMESPACE.NAME}`, closed and with a dot. What is written otherwise is not put in: the action gets the text as it stands, or fails when it runs.",
        example: "custom_data: \"commit #{Checkout}\",",
        fix: "Write the namespace and the variable: `#{Checkout.CommitId}`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
}
