//! One bucket and key for several pipelines.

use pipewright::{Findings, Pipeline, SharedStore, pipeline};

use crate::made::Made;

fn part(name: &str, store: &SharedStore) -> Result<Pipeline, Findings> {
    pipeline! {
        name: (name);
        home tools = "111111111111" @ "us-east-1";
        store artifacts @ "us-east-1" { shared: (store) }

        stage Source {
            let pages = Upload: S3Source { s3_bucket: "acme-sources", s3_object_key: (format!("{name}.zip")) };
        }
        stage Publish {
            Copy: S3Deploy(pages) { bucket_name: (format!("acme-{name}")), extract: true };
        }
    }
}

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    let store = SharedStore::new("acme-artifacts");
    vec![
        part("one-store-web", &store),
        part("one-store-shop", &store),
    ]
}

#[test]
fn it_is_made_once() {
    let made = Made::of(pipelines());
    assert_eq!(made.resources("AWS::S3::Bucket").len(), 1);
    assert_eq!(made.resources("AWS::KMS::Key").len(), 1);
    assert_eq!(made.resources("AWS::CodePipeline::Pipeline").len(), 2);
    // Both keep their artifacts there, each with roles for its own folder.
    let bucket = made.resources("AWS::S3::Bucket")[0].1["Properties"]["BucketName"].clone();
    for (_, pipeline) in made.resources("AWS::CodePipeline::Pipeline") {
        let properties = &pipeline["Properties"];
        assert_eq!(properties["ArtifactStore"]["Location"], bucket);
        let folder = format!(
            "{}/{}/*",
            bucket.as_str().unwrap(),
            properties["Name"].as_str().unwrap()
        );
        let roles = made.resources("AWS::IAM::Role");
        let reading = roles
            .iter()
            .filter(|(_, role)| role.to_string().contains(&folder));
        assert!(reading.count() >= 2, "{folder}");
    }
}
