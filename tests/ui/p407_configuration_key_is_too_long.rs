fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Assemble: Custom(source) {
                category: Build,
                provider: "Assembler",
                version: "1",
                configuration: { TheNameOfTheWorkspaceInWhichTheAssemblerIsAboutToRun: "main" },
            };
        }
    };
}
