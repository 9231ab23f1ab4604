//! Roles whose names, prefix and path are the house's.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "crm-role-names";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        roles { name_prefix: "acme-", path: "/acme/delivery/", tags: { owner: "platform" } }
        role deploys in prod {
            role_name: "acme-crm-deploys",
            managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "crm", branch_name: "main" };
        }
        stage Deploy in prod {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "crm",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
        }
    }]
}

#[test]
fn every_role_has_them() {
    let made = Made::of(pipelines());
    let roles = made.resources("AWS::IAM::Role");
    assert!(roles.len() >= 4, "{roles:?}");
    for (id, role) in roles {
        let properties = &role["Properties"];
        let name = properties["RoleName"].as_str().unwrap();
        assert!(name.starts_with("acme-"), "{id} is called {name}");
        assert_eq!(properties["Path"], "/acme/delivery/", "{id}");
        let tags = properties["Tags"].as_array().unwrap();
        assert!(
            tags.contains(&json!({ "Key": "owner", "Value": "platform" })),
            "{id}"
        );
    }
    made.stack_of(&json!({
        "Type": "AWS::IAM::Role",
        "Properties": { "RoleName": "acme-crm-deploys" },
    }));
}
