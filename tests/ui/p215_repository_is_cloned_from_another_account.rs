fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account test = "333333333333";

        project tests in test { image: "aws/codebuild/standard:7.0" }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: "sample",
                branch_name: "main",
                output_artifact_format: CODEBUILD_CLONE_REF,
            };
        }

        stage Test in test {
            Check: CodeBuildTest(source) { project_name: tests };
        }
    };
}
