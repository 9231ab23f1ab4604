fn main() {
    let _ = pipewright::pipeline! {
        name: "app";
        home tools = (111_111_111_111_i64) @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: "app",
                branch_name: "main",
            };
        }
        stage Act {
            Do: Lambda(source) { function_name: "do" };
        }
    };
}
