//! Build a site and publish it to a bucket in another account.

fn main() {
    pipewright::emit(pipewright::pipeline! {
        name: "static-site";

        // The pipeline lives in the first account, and deploys to the second. Write your own.
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";

        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        parameter connection: String;

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: "acme/static-site",
                branch_name: "main",
            };
        }

        stage Build {
            let pages = Build: Commands(source) {
                commands: ["npm ci", "npm run build"],
                files: ["dist/**/*"],
            };
        }

        stage Publish in prod {
            Copy: S3Deploy(pages) { bucket_name: "static-site-444444444444", extract: true };
        }
    });
}
