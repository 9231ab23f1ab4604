fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Test: CodeBuild(source) {
                project_name: "sample",
                environment_variables: { DB_PASSWORD: { secrets_manager: "" } },
            };
        }
    };
}
