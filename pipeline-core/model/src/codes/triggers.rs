//! P35x: triggers.

use super::codes;

codes! { TRIGGERS:
    UNKNOWN_TRIGGER_SOURCE = "P350" Error "a trigger of an action that does not exist" {
        why: "Behind `trigger` stands the name of a source action: its repository is the one whose pushes and pull requests start the pipeline. CodePipeline refuses another name when the pipeline is created.",
        example: "trigger Chekout { push: { branches: { includes: [\"main\"] } } }",
        fix: "Correct the name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    NOT_A_CONNECTION = "P351" Error "a trigger of a source that is no connection" {
        why: "Only a source behind a connection, `CodeConnection`, can have a trigger. CodePipeline refuses others when the pipeline is created; CodeCommit, S3 and ECR sources start the pipeline by events, which have no filters.",
        example: "trigger Checkout { push: { tags: { includes: [\"v*\"] } } }\n…\nlet source = Checkout: CodeCommit { … };",
        fix: "Leave the trigger out, or take the source from behind a connection.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    TRIGGER_TWICE = "P352" Error "two triggers of one action" {
        why: "A source action has at most one trigger, with up to three filters for pushes and three for pull requests. CodePipeline refuses more when the pipeline is created.",
        example: "trigger Checkout { push: { … } }\ntrigger Checkout { pull_request: { … } }",
        fix: "Put the filters into one trigger.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    NO_FILTER = "P353" Error "a trigger without filters" {
        why: "A trigger says which pushes or pull requests start the pipeline. For every push to the source's branch, none is needed: one without filters would change nothing when it is deployed.",
        example: "trigger Checkout { }",
        fix: "Add `push` or `pull_request`, or leave the trigger out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    FILTER_TWICE = "P354" Error "two filters that are the same" {
        why: "CodePipeline refuses a filter that stands twice under one event type when the pipeline is created.",
        example: "push: [{ tags: { includes: [\"v*\"] } }, { tags: { includes: [\"v*\"] } }],",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    FILTER_COMBINATION = "P355" Error "a filter of parts that do not go together" {
        why: "A push is filtered by tags, or by branches, or by branches and file paths; a pull request by its events, by branches, or by branches and file paths. CodePipeline refuses anything else, and an empty filter, when the pipeline is created.",
        example: "push: { tags: { includes: [\"v*\"] }, branches: { includes: [\"main\"] } },",
        fix: "Write one filter for tags and another for branches: `push: [{ tags: { … } }, { branches: { … } }]`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    NO_PATTERN = "P356" Error "a filter without patterns" {
        why: "Branches, tags or file paths are said by patterns that they match, `includes`, or do not match, `excludes`. CodePipeline refuses neither of them when the pipeline is created.",
        example: "push: { branches: { } },",
        fix: "Add `includes: [\"main\"]`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
    TOO_MANY_TRIGGERS = "P357" Error "too many triggers" {
        why: "A pipeline has at most 50 triggers. CodePipeline refuses more when the pipeline is created.",
        example: "trigger Source1 { … } … trigger Source51 { … }",
        fix: "Write two pipelines.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    DETECTION_REPLACED = "P358" Warning "change detection beside a trigger" {
        why: "A trigger takes the place of the source's own change detection: what its filters leave out does not start the pipeline, whatever `detect_changes` says.",
        example: "trigger Checkout { push: { tags: { includes: [\"v*\"] } } }\n…\nlet source = Checkout: CodeConnection { detect_changes: true, … };",
        fix: "Leave `detect_changes` out; for a branch that is to start the pipeline as well, add a filter.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineTriggerDeclaration.html",
    }
    ONE_REPOSITORY = "P359" Warning "several branches of one repository" {
        why: "Where several sources take different branches of one repository from behind a connection, only one of the branches starts the pipeline reliably.",
        example: "let main = Main: CodeConnection { full_repository_id: \"o/r\", branch_name: \"main\", … };\nlet next = Next: CodeConnection { full_repository_id: \"o/r\", branch_name: \"next\", … };",
        fix: "Write a pipeline for each branch, or turn the detection of changes off for all but one: `detect_changes: false`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    }
}
