#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Fleet: CodeDeploy(source) {
                application_name: "sample",
                deployment_group_name: "fleet",
            };
            Service: Ecs(source) { cluster_name: "main", service_name: "sample" };
        }
    };
}
