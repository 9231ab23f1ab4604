//! Things of one pipeline that are alike: AWS takes them, and so does the proof.

use pipewright::{Findings, Pipeline};

/// Each part of a pipeline, in which two things are alike.
macro_rules! take {
    ($($name:ident { $($part:tt)* })*) => {$(
        #[test]
        fn $name() {
            synthesizes(pipewright::pipeline! {
                name: "app";
                home tools = "111111111111" @ "us-east-1";
                account prod = "444444444444" @ "eu-west-1";
                $($part)*
                stage Source {
                    let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
                    let _again = Again: CodeCommit { repository_name: "app", branch_name: "main" };
                }
                stage Copy in prod { Copy: S3Deploy(source) { bucket_name: "site", extract: true }; }
            });
        }
    )*};
}

fn synthesizes(pipeline: Result<Pipeline, Findings>) {
    let made = pipeline.and_then(|pipeline| pipeline.synthesize());
    made.unwrap_or_else(|found| panic!("{found}"));
}

take! {
    two_sources_of_one_branch { }
    notifications_to_the_same_people {
        notify a { pipeline_states: [FAILED], email: ["team@example.com"] }
        notify b { pipeline_states: [SUCCEEDED], email: ["team@example.com"] }
    }
    notifications_of_the_same_states_to_the_same_people {
        notify a { pipeline_states: [FAILED], email: ["team@example.com"] }
        notify b { pipeline_states: [FAILED], email: ["team@example.com"], description: "again" }
    }
    notifications_of_a_pipeline_and_its_stages {
        notify a { pipeline_states: [FAILED], https: ["https://example.com/hook"] }
        notify b { stage_states: [FAILED], https: ["https://example.com/hook"] }
        notify c { stage_states: [FAILED], stages: [Copy], https: ["https://example.com/hook"] }
    }
    notifications_to_one_topic_of_others {
        notify a { pipeline_states: [FAILED], topic: "arn:aws:sns:us-east-1:444444444444:told" }
        notify b { pipeline_states: [FAILED], topic: "arn:aws:sns:us-east-1:444444444444:told" }
        notify c { pipeline_states: [FAILED], topic: "arn:aws:sns:us-east-1:111111111111:told" }
        notify d { pipeline_states: [FAILED, STARTED], topic: "arn:aws:sns:us-east-1:111111111111:told" }
    }
    events_of_one_pattern {
        on_event a { pattern: { source: ["com.example"] } }
        on_event b { pattern: { source: ["com.example"] }, description: "again" }
    }
    events_of_one_pattern_in_another_account {
        on_event a in prod { pattern: { source: ["com.example"] } }
        on_event b in prod { pattern: { source: ["com.example"] }, description: "again" }
    }
    schedules_of_one_time_with_roles_of_their_own {
        role starts { statements: [{
            actions: ["codepipeline:StartPipelineExecution"],
            resources: ["arn:aws:codepipeline:us-east-1:111111111111:app"],
        }] }
        schedule a "rate(1 day)" { role: starts }
        schedule b "rate(1 day)";
    }
    schedules_of_one_time {
        schedule a "rate(1 day)" { description: "one" }
        schedule b "rate(1 day)" { description: "two" }
    }
}

/// Of each kind of source that starts by events, two of one place, at home and in another account.
#[test]
fn two_sources_of_one_place_start_the_pipeline() {
    synthesizes(pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";
        stage Source in prod {
            let a = A: CodeCommit { repository_name: "app", branch_name: "main" };
            let _b = B: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy in prod { Copy: S3Deploy(a) { bucket_name: "site", extract: true }; }
    });
    synthesizes(pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let a = A: S3Source { s3_bucket: "sources", s3_object_key: "a.zip" };
            let _b = B: S3Source { s3_bucket: "sources", s3_object_key: "a.zip" };
            let _c = C: Ecr { repository_name: "app", image_tag: "latest" };
            let _d = D: Ecr { repository_name: "app", image_tag: "latest" };
        }
        stage Copy { Copy: S3Deploy(a) { bucket_name: "site", extract: true }; }
    });
}
