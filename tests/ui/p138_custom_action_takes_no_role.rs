fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        role scan in tools { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Scan {
            Scan: Custom(source) as scan { category: Test, provider: "scanner", version: "1" };
        }
    };
}
