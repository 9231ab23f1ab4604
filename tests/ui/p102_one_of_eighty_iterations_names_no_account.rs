fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        for (account, id) in [
            (a01, "222222222201"),
            (a02, "222222222202"),
            (a03, "222222222203"),
            (a04, "222222222204"),
            (a05, "222222222205"),
            (a06, "222222222206"),
            (a07, "222222222207"),
            (a08, "222222222208"),
            (a09, "222222222209"),
            (a10, "222222222210"),
            (a11, "222222222211"),
            (a12, "222222222212"),
            (a13, "222222222213"),
            (a14, "222222222214"),
            (a15, "222222222215"),
            (a16, "222222222216"),
            (a17, "222222222217"),
            (a18, "222222222218"),
            (a19, "222222222219"),
            (a20, "222222222220"),
        ] {
            account account = id;
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        for account in [
            a01, a02, a03, a04, a05, a06, a07, a08, a09, a10,
            a11, a12, a13, a14, a15, a16, b17, a18, a19, a20,
        ] {
            stage "Deploy-{account}" in account {
                parallel {
                    for region in ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] {
                        "Copy-{region}": S3Deploy(source) @ region {
                            bucket_name: "sample-{account}-{region}",
                            extract: true,
                        };
                    }
                }
            }
        }
    };
}
