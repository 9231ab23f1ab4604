fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            Call: Lambda(source) { function_name: "test", user_parameters: inclde "tests/ui/included.in" };
        }
    };
}
