#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        variable CHECK = "yes";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Check {
            before_entry SKIP {
                Wanted: VariableCheck { variable: variables.CHECK, operator: EQ, value: "yes" };
            }
            let checked = Make: Commands(source) {
                commands: ["make", "export VERSION=$(cat VERSION)"],
                output_variables: ["VERSION"],
                files: ["out/**/*"],
            };
        }

        stage Deploy {
            Call: Lambda(checked) { function_name: "deploy", user_parameters: Make.VERSION };
        }
    };
}
