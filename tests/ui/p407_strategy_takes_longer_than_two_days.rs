fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Function: LambdaDeploy(source) {
                function_name: "sample",
                function_alias: "live",
                deploy_strategy: "Linear10PercentEvery600Minutes",
            };
        }
    };
}
