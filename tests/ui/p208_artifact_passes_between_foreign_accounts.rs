fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        account test = "333333333333";
        store main @ "us-east-1" = import {
            bucket: "artifacts",
            key: "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Convert in test {
            let converted = Convert: Lambda(source) { function_name: "convert" };
        }

        stage Deploy in prod {
            Upload: S3Deploy(converted) { bucket_name: "site-files", extract: true };
        }
    };
}
