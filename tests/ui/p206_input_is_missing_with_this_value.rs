fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Scan {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
            let _bom = Scan: InspectorScan { inspector_run_mode: SourceCodeScan };
        }
    };
}
