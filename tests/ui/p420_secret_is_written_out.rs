fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: GitHub {
                owner: "octo",
                repo: "sample",
                branch: "main",
                o_auth_token: "not-a-token-but-it-could-be",
            };
        }

        stage Deploy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
