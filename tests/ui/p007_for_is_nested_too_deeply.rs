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
            for a in [1] { for b in [1] { for c in [1] { for d in [1] {
                for e in [1] { for f in [1] { for g in [1] { for h in [1] {
                    for i in [1] {
                        "Upload-{a}{b}{c}{d}{e}{f}{g}{h}{i}": Manual;
                    }
                } } } }
            } } } }
        }
    };
}
