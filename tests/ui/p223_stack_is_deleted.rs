fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        role deploy in tools { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Remove {
            Drop: CloudFormation { action_mode: DELETE_ONLY, stack_name: "sample", role_arn: deploy };
        }

        stage Review {
            Approve: Manual { custom_data: "#{Drop.Address}" };
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
