fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Test {
            Check: Commands(source) {
                commands: ["make check"],
                output_variables: ["IMAGE-TAG"],
            };
        }
    };
}
