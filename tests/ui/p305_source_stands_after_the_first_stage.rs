fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Fetch {
            let site = Fetch: S3Source { s3_bucket: "site-source", s3_object_key: "site.zip" };
        }

        stage Deploy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
            Site: S3Deploy(site) { bucket_name: "site-files", extract: true };
        }
    };
}
