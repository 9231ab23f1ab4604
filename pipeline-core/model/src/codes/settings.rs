//! P36x: settings and variables of the pipeline.

use super::codes;

codes! { SETTINGS:
    NEEDS_V2 = "P360" Error "a feature that needs a pipeline of type `V2`" {
        why: "Execution modes other than `SUPERSEDED`, variables, triggers, conditions of stages, and some kinds of action belong to type `V2`. CodePipeline refuses them in a `V1` pipeline, or makes it one of type `V2`, which is paid for otherwise.",
        example: "pipeline_type: V1;\nexecution_mode: QUEUED;",
        fix: "Leave `pipeline_type` out, or leave the feature out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
    }
    VARIABLE_NAME = "P361" Error "a pipeline variable's name is malformed" {
        why: "CodePipeline allows letters, digits, `@`, `-` and `_` in a variable's name, 128 characters at most, and refuses others when the pipeline is created.",
        example: "variable \"image tag\" = \"latest\";",
        fix: "Use allowed characters: `variable IMAGE_TAG`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    VARIABLE_TWICE = "P362" Error "a pipeline variable is declared twice" {
        why: "Of two declarations of one variable, it is not known whose default counts, and AWS's pages do not say what becomes of them when the pipeline is created.",
        example: "variable IMAGE_TAG = \"latest\";\nvariable IMAGE_TAG = \"stable\";",
        fix: "Leave one of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    TOO_MANY_VARIABLES = "P363" Error "too many pipeline variables" {
        why: "A pipeline has at most 50 variables. CodePipeline refuses more when the pipeline is created.",
        example: "variable V1; … variable V51;",
        fix: "Put several values into one variable, or compute them with Rust expressions when the pipeline is built.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    VARIABLE_IN_SOURCE = "P364" Error "a pipeline variable in a source action" {
        why: "Pipeline variables are there from the second stage on. CodePipeline does not resolve them in source actions: the first run would look for a branch or an object that is called `#{variables.…}`.",
        example: "let source = Checkout: CodeCommit { branch_name: variables.BRANCH, … };",
        fix: "Write the value itself, or a Rust expression in parentheses, which is computed when the pipeline is built.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    }
    TOO_MANY_TAGS = "P365" Error "too many tags" {
        why: "A resource has at most 50 tags, and one of them, `pipewright:pipeline`, is ours. AWS refuses more at deploy.",
        example: "tags: { /* 50 of them */ };",
        fix: "Leave some of them out.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    }
    RESERVED_TAG = "P366" Error "a tag that is not the user's" {
        why: "Keys that begin with `aws:` are AWS's own, in upper and lower case, and `pipewright:pipeline` is what tells whose pipeline a resource is part of. AWS refuses the former at deploy.",
        example: "tags: { \"aws:team\": \"delivery\" };",
        fix: "Take another key: `team`.",
        source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    }
}
