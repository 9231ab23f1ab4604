fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Baseline: CloudFormationStackSet(source) {
                stack_set_name: "baseline",
                template_path: source / "baseline.yml",
                permission_model: SERVICE_MANAGED,
                deployment_targets: ["222222222222"],
                regions: ["us-east-1"],
            };
        }
    };
}
