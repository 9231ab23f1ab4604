fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Call {
            Notify: Lambda(source) {
                function_name: "notify",
                user_parameters: "{{resolve:secretsmanger:app}}",
            };
            Tell: Lambda(source) {
                function_name: "notify",
                user_parameters: "{{resolve:ssm-secure:/app/key}}",
            };
        }
    };
}
