fn main() {
    let _ = pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: (std::time::Duration::ZERO),
                branch_name: "main",
            };
        }
        stage Act {
            Do: Lambda(source) { function_name: "do" };
        }
    };
}
