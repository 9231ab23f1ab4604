//! The largest pipelines that AWS allows, within every limit and in no time.

use std::time::{Duration, Instant};

use crate::access::evaluator::evaluated;
use crate::builder::{Account, Action, Role, Stage, file, word};
use crate::catalogue::limits;
use crate::codes;
use crate::pipeline::Pipeline;
use crate::write::Assembly;

const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];

/// The time that this thread has had a processor, where the system tells, or else the time
/// that has passed since `start`.
fn busy(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn source() -> Stage {
    Stage::new("Source").action(
        Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main"),
    )
}

fn update(name: String, account: &str, role: &str, region: &str) -> Action {
    Action::new(name.as_str(), "CloudFormation")
        .account(account)
        .region(region)
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", name)
        .set("template_path", file("source", "template.yml"))
        .set("role_arn", word(role))
}

/// Stages of so many actions, which go round the accounts and regions.
fn pipeline(accounts: usize, stages: usize, each: usize, organization: bool) -> Pipeline {
    let mut builder = Pipeline::builder("large")
        .account(Account::home("tools", "111111111111").region(REGIONS[0]))
        .stage(source());
    if organization {
        builder = builder.organization("o-0a1b2c3d4e");
    }
    for account in 0..accounts {
        let (name, id) = (
            format!("a{account}"),
            (200_000_000_000 + account).to_string(),
        );
        builder = builder
            .account(Account::new(name.as_str(), id))
            .role(Role::managed(format!("deploy{account}")).account(name));
    }
    if accounts == 0 {
        builder = builder.role(Role::managed("deploy"));
    }
    let mut count = 0;
    for stage in 0..stages {
        let actions = (0..each).map(|action| {
            let region = REGIONS[count / accounts.max(1) % REGIONS.len()];
            if accounts == 0 {
                count += 1;
                return update(format!("Update{action}"), "tools", "deploy", region);
            }
            let account = count % accounts;
            count += 1;
            let role = format!("deploy{account}");
            update(
                format!("Update{action}"),
                &format!("a{account}"),
                &role,
                region,
            )
        });
        let actions: Vec<Action> = actions.collect();
        builder = builder.stage(Stage::new(format!("Stage{stage}")).parallel(actions));
    }
    builder.build().expect("a pipeline")
}

#[test]
fn a_thousand_actions_over_twenty_accounts_stay_within_every_limit() {
    let pipeline = pipeline(20, 20, 49, false);
    let start = Instant::now();
    let clock = || busy(start);
    let begun = clock();
    let deployment = crate::plan::plan(&pipeline).expect("a deployment");
    let planned = clock();
    let templates = crate::render::render(&deployment).unwrap_or_else(|found| panic!("{found}"));
    let rendered = clock();
    crate::access::verify(&deployment, &templates).unwrap_or_else(|found| panic!("{found}"));
    let proved = clock();
    println!(
        "of the processor's time: planned {:.1?}, rendered {:.1?}, proved {:.1?}; all {:.1?}",
        planned - begun,
        rendered - planned,
        proved - rendered,
        proved - begun,
    );
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    within_size(&assembly);
    // What people and machines read of it.
    let bytes = |name: &str| assembly.files()[name].len();
    let (report, access) = (bytes("REPORT.md"), bytes("access.json"));
    println!("REPORT.md {report}, access.json {access}");
    assert!(report < 20_000 && access < 2_000_000);
    // So many requests are in `pipeline.json` only.
    let report = &assembly.files()["REPORT.md"];
    assert!(report.contains("[`pipeline.json`](pipeline.json) lists each request"));
    assert!(!assembly.files()["access.json"].contains("\"asks\""));
}

/// No template has more bytes than AWS takes.
fn within_size(assembly: &Assembly) {
    for (name, _) in assembly.templates() {
        let size = assembly.files()[name].len();
        assert!(size <= limits::TEMPLATE_MAX, "{name}: {size}");
    }
}

#[test]
fn an_action_costs_no_more_in_a_larger_pipeline() {
    // Statements that the proof looks at, grants, and bytes that are written, by action.
    let each = |stages| {
        let pipeline = pipeline(20, stages, 49, false);
        let actions = pipeline.actions().count();
        let deployment = crate::plan::plan(&pipeline).expect("a deployment");
        let grants = deployment.grants.all().len();
        let before = evaluated::count();
        let assembly = pipeline
            .synthesize()
            .unwrap_or_else(|found| panic!("{found}"));
        let bytes: usize = assembly.files().values().map(String::len).sum();
        [evaluated::count() - before, grants, bytes].map(|count| count as f64 / actions as f64)
    };
    let (hundred, thousand) = (each(2), each(20));
    println!("at a hundred actions {hundred:.1?}, at a thousand {thousand:.1?}");
    for (less, more) in hundred.into_iter().zip(thousand) {
        assert!(less > 1.0 && more <= 1.5 * less, "{less} and {more}");
    }
}

#[test]
fn what_does_not_fit_into_one_stack_goes_into_several() {
    // 490 actions in one foreign account, and as many at home.
    for accounts in [1, 0] {
        let pipeline = pipeline(accounts, 10, 49, false);
        let assembly = pipeline
            .synthesize()
            .unwrap_or_else(|found| panic!("{found}"));
        let mut count = 0;
        within_size(&assembly);
        for (name, template) in assembly.templates() {
            count += 1;
            let resources = template["Resources"].as_object().expect("resources").len();
            assert!(resources <= limits::RESOURCES_MAX, "{name}: {resources}");
        }
        assert!(count > 6, "{count}");
    }
}

#[test]
fn five_hundred_accounts_need_an_organization() {
    let pipeline_of_all = pipeline(500, 10, 50, true);
    let start = Instant::now();
    let begun = busy(start);
    let with = pipeline_of_all.synthesize();
    println!(
        "500 accounts in an organization: {:.1?} of the processor's time",
        busy(start) - begun
    );
    with.unwrap_or_else(|found| panic!("{found}"));
    let without = pipeline(500, 10, 50, false)
        .synthesize()
        .expect_err("too large");
    let errors: Vec<String> = without.errors().map(|error| error.text()).collect();
    assert_eq!(errors.len(), 1, "{}", errors.join("\n"));
    assert_eq!(
        without.errors().next().map(|error| error.code),
        Some(&codes::TOO_LARGE)
    );
    assert!(errors[0].contains("organization"), "{}", errors[0]);
}

/// Names as long as AWS takes them.
fn long(name: &str, length: usize) -> String {
    format!("{name}{}", "x".repeat(length - name.len()))
}

/// So many actions with long names of all sorts, which go round the accounts and regions;
/// every tenth calls a function, every tenth copies to a bucket.
fn long_names(accounts: usize, stages: usize, each: usize, organization: bool) -> Pipeline {
    let mut builder = Pipeline::builder(long("p", 100))
        .account(Account::home("tools", "111111111111").region("ap-southeast-2"))
        .stage(source());
    if organization {
        builder = builder.organization("o-0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d");
    }
    for account in 0..accounts {
        let (name, id) = (
            format!("a{account}"),
            (200_000_000_000 + account).to_string(),
        );
        let role = Role::managed(long(&format!("deploy{account}"), 60));
        builder = builder
            .account(Account::new(name.as_str(), id))
            .role(role.account(name));
    }
    let mut count = 0;
    for stage in 0..stages {
        let actions = (0..each).map(|action| {
            let account = count % accounts;
            let region = REGIONS[count / accounts % REGIONS.len()];
            count += 1;
            let name = long(&format!("Action{action}"), 100);
            let made = match count % 10 {
                1 => {
                    Action::new(name, "Lambda").set("function_name", long(&format!("f{count}"), 64))
                }
                2 => Action::new(name, "S3Deploy")
                    .input("source")
                    .set("bucket_name", long(&format!("b{count}"), 63))
                    .set("extract", true),
                _ => Action::new(name, "CloudFormation")
                    .input("source")
                    .set("action_mode", word("CREATE_UPDATE"))
                    .set("stack_name", long(&format!("s{count}"), 128))
                    .set("template_path", file("source", "template.yml"))
                    .set("role_arn", word(long(&format!("deploy{account}"), 60))),
            };
            made.account(format!("a{account}")).region(region)
        });
        let actions: Vec<Action> = actions.collect();
        builder = builder.stage(Stage::new(long(&format!("S{stage}"), 100)).parallel(actions));
    }
    builder.build().unwrap_or_else(|found| panic!("{found}"))
}

/// The most managed policies that a role has.
fn most_policies(assembly: &Assembly) -> usize {
    let mut most = 0;
    within_size(assembly);
    for (_, template) in assembly.templates() {
        let mut roles = std::collections::BTreeMap::new();
        for resource in template["Resources"]
            .as_object()
            .expect("resources")
            .values()
        {
            if resource["Type"] == "AWS::IAM::ManagedPolicy" {
                let role = resource["Properties"]["Roles"][0]["Ref"].to_string();
                *roles.entry(role).or_insert(0) += 1;
            }
        }
        most = most.max(roles.values().copied().max().unwrap_or(0));
    }
    most
}

#[test]
fn long_names_stay_within_every_limit_too() {
    for (accounts, stages, each, organization) in [(20, 20, 49, false), (500, 10, 50, true)] {
        let pipeline = long_names(accounts, stages, each, organization);
        let assembly = pipeline.synthesize();
        let assembly = assembly.unwrap_or_else(|found| panic!("{accounts} accounts: {found}"));
        let most = most_policies(&assembly);
        println!("{accounts} accounts, long names: {most} managed policies at most");
        let bound = if accounts == 20 {
            10
        } else {
            limits::MANAGED_POLICIES_MAX
        };
        assert!(most <= bound, "{accounts} accounts: {most}");
        assert!(
            assembly.files()["REPORT.md"].contains("The service role may assume any role under")
        );
    }
}

/// If the service role names a path, it is the pipeline's, in accounts with roles to assume.
#[test]
fn a_path_that_is_another_one_is_noticed() {
    let pipeline = long_names(20, 20, 49, false);
    let deployment = crate::plan::plan(&pipeline).expect("a deployment");
    let mut templates = crate::render::render(&deployment).expect("templates");
    crate::access::verify(&deployment, &templates).unwrap_or_else(|found| panic!("{found}"));
    let path = deployment.pipeline.iam_path();
    let own = format!("arn:aws:iam::200000000007:role{path}*");
    let wider = path.as_str().rsplitn(3, '/').nth(2).expect("a path");
    for (wrong, code) in [
        (format!("arn:aws:iam::*:role{path}*"), "P511"),
        (format!("arn:aws:iam::200000000007:role{wider}/*"), "P511"),
        ("arn:aws:iam::200000000007:role/*".to_owned(), "P511"),
        (format!("arn:aws:iam::300000000000:role{path}*"), "P510"),
    ] {
        let mut changed = 0;
        let right: Vec<_> = templates
            .iter()
            .map(|one| one.resources().clone())
            .collect();
        for template in &mut templates {
            for body in template.resources_mut().values_mut() {
                let text = body.to_string();
                if body["Type"] == "AWS::IAM::Role"
                    && text.contains(&format!("\"{own}\""))
                    && text.contains("AssumeActionRoles")
                {
                    *body = serde_json::from_str(&text.replace(&own, &wrong)).expect("JSON");
                    changed += 1;
                }
            }
        }
        assert_eq!(changed, 1, "{wrong}");
        let found = crate::access::verify(&deployment, &templates).expect_err(&wrong);
        assert!(
            found.errors().any(|error| error.code.id == code),
            "{wrong}: {found}"
        );
        for (template, right) in templates.iter_mut().zip(right) {
            *template.resources_mut() = right;
        }
    }
}
