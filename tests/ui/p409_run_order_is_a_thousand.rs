fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            First: Lambda(source) { function_name: "first", run_order: 1000 };
            Second: Lambda(source) { function_name: "second" };
            Third: Lambda(source) { function_name: "third" };
        }
    };
}
