fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Image: EcrBuildAndPublish(source) {
                ecr_repository_name: "Sample",
                image_tags: ["latest", "#{Checkout.CommitId}", "v1+2"],
            };
        }
    };
}
