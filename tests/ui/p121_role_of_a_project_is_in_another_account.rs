fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        role building in prod = import "arn:aws:iam::444444444444:role/building";
        project package = import { name: "package", role: building };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    };
}
