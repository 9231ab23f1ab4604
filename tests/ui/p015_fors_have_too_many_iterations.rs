fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account test = "333333333333";
        account prod = "444444444444";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in test {
            Upload: S3Deploy(source) in prod { bucket_name: "site-files", extract: true };
            for a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
                for b in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
                    for c in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
                        for d in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] { "Review-{a}{b}{c}{d}": Manual; }
                    }
                }
            }
        }
    };
}
