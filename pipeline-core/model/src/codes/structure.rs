//! P3xx: structure.

use super::codes;

codes! { STRUCTURE:
    TOO_FEW_STAGES = "P301" Error "too few stages" {
        why: "A pipeline has at least two stages: one with the sources, and one that does something with them. CodePipeline refuses fewer when the pipeline is created.",
        example: "stage Source { … }",
        fix: "Add the stage that does something with the source.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        lacking: Part,
    }
    TOO_MANY_STAGES = "P302" Error "too many stages" {
        why: "A pipeline has at most 50 stages. CodePipeline refuses more when the pipeline is created.",
        example: "for n in [1, 2, …, 60] { stage \"Deploy-{n}\" { … } }",
        fix: "Put actions that wait for nothing into one stage, in a `parallel` block, or write two pipelines.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    NO_SOURCE = "P303" Error "the first stage has no source action" {
        why: "A pipeline starts with its sources. CodePipeline refuses others when the pipeline is created: `Pipeline should start with a stage that only contains source actions`.",
        example: "stage Build { Package: CodeBuild(source) { … }; }\nstage Source { let source = Checkout: CodeCommit { … }; }",
        fix: "Put the stage with the sources first.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        lacking: Part,
    }
    NOT_A_SOURCE = "P304" Error "the first stage holds something else than sources" {
        why: "The first stage holds source actions only. CodePipeline refuses others when the pipeline is created: `Pipeline should start with a stage that only contains source actions`.",
        example: "stage Source {\n    let source = Checkout: CodeCommit { … };\n    Review: Manual;\n}",
        fix: "Move it to a stage of its own.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    }
    SOURCE_TOO_LATE = "P305" Error "a source action after the first stage" {
        why: "Source actions stand in the first stage only. CodePipeline refuses others when the pipeline is created.",
        example: "stage Deploy {\n    let configuration = Fetch: S3Source { … };\n    …\n}",
        fix: "Move it to the first stage; the artifact can be read in any later one.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    }
    EMPTY_STAGE = "P306" Error "a stage holds no action" {
        why: "A stage has at least one action. CodePipeline refuses an empty one when the pipeline is created.",
        example: "stage Deploy {}",
        fix: "Add an action, or leave the stage out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
        lacking: Part,
    }
    EMPTY_PARALLEL = "P307" Warning "a `parallel` block holds no action" {
        why: "The block has no effect, and most likely something has been forgotten.",
        example: "parallel {}",
        fix: "Add actions, or leave it out.",
        source: "",
    }
    STAGE_TWICE = "P308" Error "two stages of one name" {
        why: "The names of stages are unique in the pipeline. CodePipeline refuses two of one name when the pipeline is created.",
        example: "stage Deploy in test { … }\nstage Deploy in prod { … }",
        fix: "Give each its own name: `DeployToTest`, `DeployToProduction`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    }
    ACTION_TWICE = "P309" Error "two actions of one name in a stage" {
        why: "The names of actions are unique in their stage. CodePipeline refuses two of one name when the pipeline is created.",
        example: "parallel {\n    Deploy: S3Deploy(site) in test { … };\n    Deploy: S3Deploy(site) in prod { … };\n}",
        fix: "Give each its own name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    }
    STAGE_NAME = "P310" Error "a stage's name is malformed" {
        why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in a stage's name, 100 characters at most, and refuses others when the pipeline is created.",
        example: "stage \"Deploy to production\" { … }",
        fix: "Use allowed characters: `stage \"Deploy-to-production\" { … }`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    ACTION_NAME = "P311" Error "an action's name is malformed" {
        why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in an action's name, 100 characters at most, and refuses others when the pipeline is created.",
        example: "\"Copy the site\": S3Deploy(site) { … };",
        fix: "Use allowed characters: `\"Copy-the-site\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    STAGE_TOO_LONG = "P312" Error "too many actions in a stage" {
        why: "A stage has at most 50 actions. CodePipeline refuses more when the pipeline is created.",
        example: "stage Deploy { /* 51 actions */ }",
        fix: "Begin another stage.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    TOO_MANY_ACTIONS = "P313" Error "too many actions" {
        why: "A pipeline has at most 1,000 actions. CodePipeline refuses more when the pipeline is created.",
        example: "stage One { /* 50 actions */ } … stage TwentyOne { … }",
        fix: "Write two pipelines.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    RUN_ORDER = "P314" Error "a run order that is too high" {
        why: "An action that says no `run_order` gets the next one after the step before it, and 999 is the highest: CodePipeline refuses a higher one when the pipeline is created.",
        example: "Last: Lambda { run_order: 999, … };\nAfter: Lambda { … };",
        fix: "Say a lower `run_order`, or none: actions run in the order in which they are written.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    UNKNOWN_KIND = "P315" Error "an action kind that is not known" {
        why: "After an action's name stands its kind, one of the catalogue's. Of an unknown one neither its keys nor what its role needs is known, and CodePipeline refuses a pipeline that names an action type which is not there when it is created.",
        example: "Deploy: CloudFormatio(packaged) { … };",
        fix: "Correct the name. An action type of your own is `Custom`, with `action_type` where it is declared, and else with `category`, `provider` and `version`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    }
    KIND_ENDED = "P316" Warning "an action kind that has ended" {
        why: "Snyk let nobody add its action to a pipeline since 30 October 2024, and existing ones were to move before 30 April 2025. A pipeline that has one may still deploy; its run fails.",
        example: "let report = Scan: Snyk(source) { … };",
        fix: "Take what the message names: Snyk's command line, in a `CodeBuild` action.",
        source: "https://docs.snyk.io/scm-ide-and-ci-cd-integrations/snyk-ci-cd-integrations/aws-codepipeline-integration-by-adding-a-snyk-scan-stage/setup-requirements-for-aws-codepipeline",
    }
}
