//! Actions on the stacks that the pipeline itself is made of.

use pipewright::{Findings, Pipeline};

/// A pipeline with an action on a stack of this name, at home.
fn changing(stack: &str, mode: &str) -> Result<Pipeline, Findings> {
    let deletes = mode == "DELETE_ONLY";
    pipewright::pipeline! {
        name: "app";
        stack_name: "shop";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";
        role deploys { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Deploy {
            if (!deletes) {
                Change: CloudFormation(source) {
                    action_mode: CREATE_UPDATE, stack_name: (stack),
                    template_path: source / "template.yml", role_arn: deploys,
                };
            } else {
                Delete: CloudFormation {
                    action_mode: DELETE_ONLY, stack_name: (stack), role_arn: deploys,
                };
            }
        }
        stage Elsewhere in prod { Call: Lambda { function_name: "check" }; }
    }
}

fn warnings(pipeline: Result<Pipeline, Findings>) -> String {
    let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|found| panic!("{found}"));
    assembly.warnings().to_string()
}

#[test]
fn a_stack_of_the_pipeline_is_told() {
    let found = warnings(changing("shop", "CREATE_UPDATE"));
    assert!(
        found
            .contains("[P478] Deploy/Change changes stack `shop`, which holds the pipeline itself"),
        "{found}"
    );
    assert!(found.contains("`shop.template.json`"), "{found}");
    let found = warnings(changing("shop", "DELETE_ONLY"));
    assert!(
        found.contains("[P478] Deploy/Delete deletes stack `shop`"),
        "{found}"
    );
}

#[test]
fn another_stack_is_none_of_it() {
    let pipeline = changing("orders", "CREATE_UPDATE").unwrap_or_else(|found| panic!("{found}"));
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    assert!(!assembly.warnings().to_string().contains("P478"));
    // A stack of a store stands at home too; that of the roles in `prod` does not.
    for (name, _) in assembly.templates() {
        let name = name.trim_end_matches(".template.json");
        let found = warnings(changing(name, "CREATE_UPDATE"));
        let at_home = !name.contains("-roles-444444444444-") && !name.contains("-eu-west-1-");
        assert_eq!(found.contains("P478"), at_home, "{name}: {found}");
    }
}
