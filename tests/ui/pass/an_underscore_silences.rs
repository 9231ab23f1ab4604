//! A name with an underscore need not be used.

#![deny(warnings)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account _prod = "444444444444";

        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }
        stage Approve {
            Review: Manual;
        }
    };
}
