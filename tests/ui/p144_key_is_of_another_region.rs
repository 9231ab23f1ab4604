#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Upload: S3Deploy(source) {
                bucket_name: "site-files",
                extract: true,
                kms_encryption_key_arn: "arn:aws:kms:eu-west-1:111111111111:key/0",
            };
        }
    };
}
