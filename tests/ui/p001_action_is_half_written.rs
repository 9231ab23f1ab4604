fn main() {
    let _ = pipewright::pipeline! {
        name: "x";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            Chec
        }

        stage Deploy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
