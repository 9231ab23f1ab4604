fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Fleet: Ec2(source) {
                instance_tag_key: "App",
                instance_tag_value: "sample",
                instance_type: EC2,
                deploy_spec: "deploy.yml",
                max_batch: "half",
                instance_roles: [],
            };
        }
    };
}
