fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "44444444444";
        role deploy in prd = import "deployer";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", BranchName: "main" };
        }

        stage Deploy in prod @ "eu-wset-1" {
            Upload: S3Deploy(sorce) { bucket_name: "site-files", extract: true };
            Review: Manul;
        }
    };
}
