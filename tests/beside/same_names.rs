//! Resources beside the pipeline that AWS takes for one: what names them is a name, or another
//! resource.

use super::{refused, synthesized};

macro_rules! pipeline {
    ($($more:tt)*) => {
        pipewright::pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            account prod = "444444444444" @ "us-east-1";
            stage Source {
                let pub source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Check in prod { Call: Lambda { function_name: "check" }; }
            resource uploads: "AWS::S3::Bucket" { }
            resource site: "AWS::S3::Bucket" { BucketName: "www.example.com" }
            resource logs: "AWS::Logs::LogGroup" { LogGroupName: "/app" }
            $($more)*
        }
    };
}

/// Two resources of which AWS makes one, with what is said of them.
macro_rules! are_one {
    ($($name:ident: $message:literal { $($more:tt)* })*) => {$(
        #[test]
        fn $name() {
            let found = refused(pipeline! { $($more)* });
            assert!(found.contains($message), "{found}");
            assert_eq!(found.matches("[P").count(), 1, "{found}");
        }
    )*};
}

are_one! {
    policies_of_a_bucket_without_a_name: "[P504] resource one and resource two would both make `AWS::S3::BucketPolicy` `" {
        resource one: "AWS::S3::BucketPolicy" { Bucket: uploads, PolicyDocument: { Statement: [] } }
        resource two: "AWS::S3::BucketPolicy" { Bucket: uploads, PolicyDocument: { Statement: [] } }
    }
    policies_of_a_bucket_by_its_name_and_by_its_resource: "would both make `AWS::S3::BucketPolicy` `www.example.com`" {
        resource one: "AWS::S3::BucketPolicy" { Bucket: site, PolicyDocument: { Statement: [] } }
        resource two: "AWS::S3::BucketPolicy" { Bucket: "www.example.com", PolicyDocument: { Statement: [] } }
    }
    filters_of_a_group: "would both make `AWS::Logs::SubscriptionFilter` `all//app`" {
        resource one: "AWS::Logs::SubscriptionFilter" {
            FilterName: "all", LogGroupName: logs, FilterPattern: "", DestinationArn: "arn:aws:lambda:us-east-1:111111111111:function:a",
        }
        resource two: "AWS::Logs::SubscriptionFilter" {
            FilterName: "all", LogGroupName: "/app", FilterPattern: "", DestinationArn: "arn:aws:lambda:us-east-1:111111111111:function:b",
        }
    }
}

#[test]
fn those_of_different_things_are_two() {
    synthesized(pipeline! {
        resource one: "AWS::S3::BucketPolicy" { Bucket: uploads, PolicyDocument: { Statement: [] } }
        resource two: "AWS::S3::BucketPolicy" { Bucket: site, PolicyDocument: { Statement: [] } }
        // Of another account, where the references mean other resources.
        resource elsewhere: "AWS::S3::Bucket" in prod { }
        resource three: "AWS::S3::BucketPolicy" in prod { Bucket: elsewhere, PolicyDocument: { Statement: [] } }
    });
}
