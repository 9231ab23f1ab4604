#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Test {
            Phones: DeviceFarm(source) @ "eu-west-1" {
                app_type: Android,
                project_id: "0123",
                app: "app.apk",
                device_pool_arn: "arn:aws:devicefarm:us-west-2::devicepool:0123",
                test_type: BUILTIN_FUZZ,
            };
        }
    };
}
