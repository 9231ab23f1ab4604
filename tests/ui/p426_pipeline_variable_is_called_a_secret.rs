fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        variable DB_PASSWORD = "hunter2";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Test: CodeBuild(source) {
                project_name: "sample",
                environment_variables: { LOGIN: variables.DB_PASSWORD },
            };
        }
    };
}
