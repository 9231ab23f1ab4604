//! One account and one region: a bucket's upload builds and publishes a site.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "site";

        home main = "111111111111" @ "eu-central-1";

        stage Source {
            let pages = Upload: S3Source { s3_bucket: "site-sources", s3_object_key: "site.zip" };
        }

        stage Publish {
            Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true };
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
