fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Everywhere: CloudFormationStackInstances {
                stack_set_name: "baseline",
                deployment_targets: ["222222222222", "ou-abcd-11111111"],
                regions: ["us-east-1"],
            };
        }
    };
}
