fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        variable STAGE = "test";

        project build { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Test: CodeBuild(source) {
                project_name: build,
                environment_variables: {
                    TOKEN: { secrets_manager: "#{variables.STAGE}" },
                    LEVEL: { parameter_store: "/app/#{variables.STAGE}/level" },
                    OTHER: { secrets_manager: "app/other" },
                },
            };
        }
    };
}
