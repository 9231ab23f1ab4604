//! Nothing here is ours but the pipeline: its artifacts go through a store that exists,
//! and it deploys with roles that exist. `REPORT.md` lists what their owners must add.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "ledger";

        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";

        store shared @ "us-east-1" = import {
            bucket: "platform-artifacts",
            key: "arn:aws:kms:us-east-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
        };

        role builds in tools = import "arn:aws:iam::111111111111:role/platform/ledger-builds";
        role acting in prod = import "arn:aws:iam::444444444444:role/platform/ledger-pipeline";
        role deploys in prod = import "arn:aws:iam::444444444444:role/platform/ledger-cloudformation";

        project compile = import { name: "ledger-compile", role: builds };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "ledger", branch_name: "main" };
        }

        stage Build {
            let built = Compile: CodeBuild(source) via shared { project_name: compile };
        }

        stage Deploy in prod {
            Update: CloudFormation(built) via shared as acting {
                action_mode: CREATE_UPDATE,
                stack_name: "ledger",
                template_path: built / "template.yml",
                capabilities: [CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND],
                role_arn: deploys,
            };
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
