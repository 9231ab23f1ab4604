fn main() {
    let name = String::from("app");
    let _ = pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: (name),
                branch_name: "main",
            };
        }
        stage Act {
            Do: Lambda(source) { function_name: "do" };
        }
    };
    println!("{name}");
}
