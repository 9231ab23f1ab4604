//! A landing zone: stack sets for the organization, then the stacks of each account.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "landing-zone";
        home management = "111111111111" @ "us-east-1";

        // The 33 actions that need a role have 11.
        roles { one_per: STAGE }
        // What audits the others keeps each action apart.
        roles in audit { one_per: ACTION }

        value core = [(audit, deploy_audit), (network, deploy_network), (logs, deploy_logs)];
        value workloads = [(dev, deploy_dev), (prod, deploy_prod)];
        for (account, id, deploys) in [
            (audit, "222222222222", deploy_audit),
            (network, "333333333333", deploy_network),
            (logs, "444444444444", deploy_logs),
            (dev, "555555555555", deploy_dev),
            (prod, "666666666666", deploy_prod),
        ] {
            account account = id;
            // What CloudFormation may do there.
            role deploys in account {
                managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"]
            }
        }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: "landing-zone",
                branch_name: "main"
            };
        }

        stage Organization {
            parallel {
                for part in ["guardrails", "backup", "budgets"] {
                    "Everywhere-{part}": CloudFormationStackSet(source) {
                        stack_set_name: "{part}",
                        template_path: source / "organization/{part}.yml",
                        permission_model: SERVICE_MANAGED,
                        organizations_auto_deployment: Disabled,
                        deployment_targets: ["ou-ab12-12345678"],
                        regions: ["us-east-1", "eu-west-1"],
                    };
                }
            }
        }

        stage Core {
            parallel {
                for (account, deploys) in core {
                    for part in ["access", "keys"] {
                        "Prepare-{account}-{part}": CloudFormation(source) in account {
                            action_mode: CHANGE_SET_REPLACE,
                            stack_name: "core-{part}",
                            change_set_name: "landing-zone",
                            template_path: source / "core/{part}.yml",
                            capabilities: [CAPABILITY_NAMED_IAM],
                            role_arn: deploys,
                        };
                    }
                }
            }
            parallel {
                for (account, _deploys) in core {
                    for part in ["access", "keys"] {
                        "Execute-{account}-{part}": CloudFormation in account {
                            action_mode: CHANGE_SET_EXECUTE,
                            stack_name: "core-{part}",
                            change_set_name: "landing-zone",
                        };
                    }
                }
            }
        }

        stage Workloads {
            parallel {
                for (account, deploys) in workloads {
                    for part in ["network", "access", "alarms", "backup"] {
                        "Prepare-{account}-{part}": CloudFormation(source) in account {
                            action_mode: CHANGE_SET_REPLACE,
                            stack_name: "workload-{part}",
                            change_set_name: "landing-zone",
                            template_path: source / "workloads/{part}.yml",
                            capabilities: [CAPABILITY_NAMED_IAM],
                            role_arn: deploys,
                        };
                    }
                }
            }
            Review: Manual { custom_data: "The change sets of all workloads are prepared." };
            parallel {
                for (account, _deploys) in workloads {
                    for part in ["network", "access", "alarms", "backup"] {
                        "Execute-{account}-{part}": CloudFormation in account {
                            action_mode: CHANGE_SET_EXECUTE,
                            stack_name: "workload-{part}",
                            change_set_name: "landing-zone",
                        };
                    }
                }
            }
        }

        stage Verify in audit {
            Compliance: Lambda { function_name: "compliance" };
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
