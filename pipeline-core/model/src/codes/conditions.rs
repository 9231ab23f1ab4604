//! P33x and P34x: conditions of stages, and their rules.

use super::codes;

codes! { CONDITIONS:
    UNKNOWN_RULE = "P330" Error "a rule provider that is not known" {
        why: "After a rule's name stands its provider, one of the catalogue's. AWS has no others, and rules cannot be registered: CodePipeline refuses another one when the pipeline is created.",
        example: "before_entry FAIL { Quiet: CloudwatchAlarm { … }; }",
        fix: "Correct the name: `CloudWatchAlarm`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html",
    }
    RULE_NAME = "P331" Error "a rule's name is malformed" {
        why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in a rule's name, 100 characters at most, and refuses others when the pipeline is created.",
        example: "\"No alarm\": CloudWatchAlarm { … };",
        fix: "Use allowed characters: `\"No-alarm\"`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    RULE_TWICE = "P332" Error "two rules of one name in a condition" {
        why: "The names of rules are unique in their condition: the console and the roles that they act with name them by it, and CodePipeline refuses two of one name when the pipeline is created.",
        example: "Check: VariableCheck { … };\nCheck: LambdaInvoke { … };",
        fix: "Give each its own name.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    DISABLED_TWICE = "P333" Error "a stage is disabled twice" {
        why: "One transition leads into a stage, and it is disabled for one reason: of two, CloudFormation would write one over the other when the stack is deployed.",
        example: "disabled \"freeze\";\ndisabled \"waiting for review\";",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
    }
    DISABLED_SOURCE = "P334" Warning "the first stage is disabled" {
        why: "The transition that `disabled` stops leads into a stage from the one before it. None leads into the first one, which starts by itself.",
        example: "stage Source { disabled \"freeze\"; … }",
        fix: "Move it to the second stage, or turn off what starts the pipeline.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
    }
    NO_RULE = "P340" Error "a condition without rules" {
        why: "A condition has at least one rule: what else would be looked at? CodePipeline refuses it when the pipeline is created. Only `on_failure` can do without, as `on_failure ROLLBACK;` or `on_failure RETRY;`.",
        example: "before_entry FAIL { }",
        fix: "Add a rule, or leave the condition out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    TOO_MANY_RULES = "P341" Error "too many rules in a condition" {
        why: "A condition has at most 5 rules. CodePipeline refuses more when the pipeline is created.",
        example: "on_success FAIL { /* 6 rules */ }",
        fix: "Let one rule look at several things: a `LambdaInvoke` or a `CodeBuild` rule can.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    RESULT = "P342" Error "a result that a condition cannot have" {
        why: "Before entry a stage fails or is skipped; when it has succeeded it fails or is rolled back; when it has failed it is rolled back or tried again. CodePipeline refuses anything else when the pipeline is created.",
        example: "on_success SKIP { … }",
        fix: "Take one of the results that the message names.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    SKIP_RULE = "P343" Error "a stage that a rule cannot skip" {
        why: "A condition with the result `SKIP` takes `LambdaInvoke` and `VariableCheck` rules only. CodePipeline refuses others when the pipeline is created.",
        example: "before_entry SKIP { Quiet: CloudWatchAlarm { … }; }",
        fix: "Take one of these two, or let the condition `FAIL`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    ROLLBACK_IN_PARALLEL = "P344" Error "a rollback in `PARALLEL` mode" {
        why: "In `PARALLEL` mode executions do not know of each other, and there is none that a stage could be rolled back to. CodePipeline refuses it when the pipeline is created.",
        example: "execution_mode: PARALLEL;\n…\non_failure ROLLBACK;",
        fix: "Choose `QUEUED` or `SUPERSEDED`, or another result.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html",
    }
    ROLLBACK_OF_SOURCE = "P345" Error "a rollback of the source stage" {
        why: "The source stage cannot be rolled back: it says what an execution is about. CodePipeline refuses it when the pipeline is created.",
        example: "stage Source { on_failure ROLLBACK; … }",
        fix: "Roll a later stage back.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html",
    }
    RETRY_AND_CONDITION = "P346" Error "a retry beside a condition on failure" {
        why: "A stage that has failed is tried again, or a condition decides whether it is rolled back. CodePipeline refuses both together when the pipeline is created.",
        example: "on_failure RETRY;\non_failure ROLLBACK { Quiet: CloudWatchAlarm { … }; }",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    CONDITION_TWICE = "P347" Error "two conditions of one sort" {
        why: "A stage has at most one condition before entry, one on success and one on failure. CodePipeline refuses more when the pipeline is created.",
        example: "before_entry FAIL { … }\nbefore_entry SKIP { … }",
        fix: "Put the rules into one condition.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
    }
    RETRY_MODE = "P348" Error "a retry mode that there is not" {
        why: "Behind `RETRY` stands which actions run again: `ALL_ACTIONS`, or `FAILED_ACTIONS`. Other results have no mode.",
        example: "on_failure RETRY FAILED;",
        fix: "Write `FAILED_ACTIONS` or `ALL_ACTIONS`, or leave it out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html",
    }
}
