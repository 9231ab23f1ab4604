fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        account test = "333333333333";
        role deploy_prod in prod { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in test {
            Upload: S3Deploy(source) as deploy_prod { bucket_name: "site-files", extract: true };
        }

        stage Copy in prod {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
