//! AWS's partitions and regions, and where it offers what we use: the catalogue held against the
//! pinned botocore and cfn-lint. A newer one with something that the catalogue does not have fails
//! here, and the failure says what to do.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use pipewright::{Account, Action, Pipeline, Project, Stage, file, word};
use pipewright_core::catalogue::images::Image;
use pipewright_core::catalogue::machines::{COMPUTE_TYPES, ENVIRONMENT_TYPES};
use pipewright_core::catalogue::partitions::{PARTITIONS, Partition};
use pipewright_core::catalogue::region;
use serde_json::Value as Json;
use support::oracles::{self, packages, read};

fn strings(json: &Json) -> BTreeSet<&str> {
    let object = json.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// The partitions of botocore's `endpoints.json`, by name.
fn endpoints(json: &Json) -> BTreeMap<&str, &Json> {
    let partitions = json["partitions"].as_array().expect("partitions");
    let named = partitions
        .iter()
        .map(|partition| (partition["partition"].as_str().expect("a name"), partition));
    named.collect()
}

/// The regions of a partition in which `endpoints.json` has a service.
fn offered<'a>(partition: &Partition, json: &'a Json, service: &str) -> BTreeSet<&'a str> {
    let endpoints = &json["services"][service]["endpoints"];
    let names = endpoints.as_object().into_iter().flatten();
    let names = names.map(|(name, _)| name.as_str());
    // Names of endpoints that are no regions: `us-east-1-fips`.
    names
        .filter(|name| partition.regions.contains(name))
        .collect()
}

#[test]
fn partitions_are_those_of_botocore() {
    let json = read("botocore/data/partitions.json");
    let mut theirs = BTreeSet::new();
    for partition in json["partitions"].as_array().expect("partitions") {
        let name = partition["id"].as_str().expect("an id");
        theirs.insert(name.to_owned());
        let ours = region::partition_named(name)
            .unwrap_or_else(|| panic!("add partition `{name}` to catalogue/partitions.rs"));
        let suffix = partition["outputs"]["dnsSuffix"].as_str();
        assert_eq!(Some(ours.url_suffix), suffix, "{name}");
        let regions: BTreeSet<&str> = strings(&partition["regions"])
            .into_iter()
            .filter(|region| !region.ends_with("-global"))
            .collect();
        let listed: BTreeSet<&str> = ours.regions.iter().copied().collect();
        assert_eq!(
            listed, regions,
            "list the regions of `{name}` in catalogue/partitions.rs as botocore has them"
        );
        // `^(us|eu|ap)\-\w+\-\d+$`, `^us\-gov\-\w+\-\d+$`, `^eusc\-(de)\-\w+\-\d+$`.
        let pattern = partition["regionRegex"].as_str().expect("a pattern");
        let begin = pattern
            .strip_prefix('^')
            .and_then(|rest| rest.strip_suffix(r"\-\w+\-\d+$"))
            .unwrap_or_else(|| panic!("read the pattern of `{name}` anew: {pattern}"));
        let begin = begin.replace(r"\-", "-").replace(['(', ')'], "");
        let begins: BTreeSet<&str> = begin.split('|').collect();
        let ours: BTreeSet<&str> = ours.geographies.iter().copied().collect();
        assert_eq!(ours, begins, "{name}");
    }
    let ours: BTreeSet<String> = PARTITIONS.iter().map(|one| one.name.to_owned()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn codepipeline_is_where_botocore_has_an_endpoint_of_it() {
    let json = read("botocore/data/endpoints.json");
    let endpoints = endpoints(&json);
    for partition in PARTITIONS {
        let theirs = offered(partition, endpoints[partition.name], "codepipeline");
        let ours: BTreeSet<&str> = region::with_codepipeline()
            .filter(|region| partition.regions.contains(region))
            .collect();
        assert_eq!(
            ours, theirs,
            "correct `without_codepipeline` of `{}` in catalogue/partitions.rs",
            partition.name
        );
    }
}

/// The services that every pipeline needs beside CodePipeline: without one of them in a region,
/// its stacks could not be made there.
#[test]
fn what_every_pipeline_needs_is_wherever_codepipeline_is() {
    let json = read("botocore/data/endpoints.json");
    let endpoints = endpoints(&json);
    for partition in PARTITIONS {
        for service in [
            "cloudformation",
            "codebuild",
            "events",
            "kms",
            "logs",
            "s3",
            "ssm",
            "sts",
        ] {
            let there = offered(partition, endpoints[partition.name], service);
            let lacking: Vec<&str> = region::with_codepipeline()
                .filter(|region| partition.regions.contains(region) && !there.contains(region))
                .collect();
            assert!(lacking.is_empty(), "{service} is not in {lacking:?}");
        }
    }
}

/// The kinds of actions that the catalogue offers in a region where neither botocore has an
/// endpoint of their service nor cfn-lint its resources.
#[test]
fn kinds_are_in_the_regions_of_their_service() {
    let json = read("botocore/data/endpoints.json");
    let endpoints = endpoints(&json);
    for (kind, service, resource) in [
        ("CodeCommit", "codecommit", "AWS::CodeCommit::Repository"),
        (
            "CodeConnection",
            "codestar-connections",
            "AWS::CodeStarConnections::Connection",
        ),
        ("CodeBuild", "codebuild", "AWS::CodeBuild::Project"),
        ("CodeDeploy", "codedeploy", "AWS::CodeDeploy::Application"),
        ("AppConfig", "appconfig", "AWS::AppConfig::Application"),
        ("DeviceFarm", "devicefarm", "AWS::DeviceFarm::Project"),
        (
            "StepFunctions",
            "states",
            "AWS::StepFunctions::StateMachine",
        ),
        ("Lambda", "lambda", "AWS::Lambda::Function"),
    ] {
        let kind = pipewright_core::catalogue::kind(kind).expect("a kind");
        for partition in PARTITIONS {
            let there = offered(partition, endpoints[partition.name], service);
            let regions = partition.regions.iter().copied();
            let claimed = regions
                .filter(|region| region::has_codepipeline(region) && kind.regions.contain(region));
            for region in claimed {
                assert!(
                    there.contains(region) || has_resource(region, resource),
                    "`{}` is not in {region}: correct its `regions` in the catalogue",
                    kind.name
                );
            }
        }
    }
}

/// Returns whether cfn-lint has a type of resource in a region. It has no list for some regions.
fn has_resource(region: &str, resource: &str) -> bool {
    let file = format!("cfnlint/data/schemas/providers/{region}.json");
    packages().join(&file).is_file() && read(&file).get(resource).is_some()
}

#[test]
fn every_region_of_cfn_lint_is_listed() {
    let folder = packages().join("cfnlint/data/schemas/providers");
    let files = fs::read_dir(&folder).expect("the regions of cfn-lint");
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !region::is_well_formed(name) {
            continue;
        }
        count += 1;
        assert!(
            region::all().any(|region| region == name),
            "add region `{name}` to catalogue/partitions.rs"
        );
    }
    assert!(count > 40, "{count} regions");
}

/// A pipeline that lives in one region of a partition, and works in each of them for another
/// account.
fn across(partition: &Partition) -> Pipeline {
    let home = partition.regions[0];
    let mut builder = Pipeline::builder("geography")
        .account(Account::home("tools", "111111111111").region(home))
        .account(Account::new("prod", "222222222222"))
        .project(Project::managed("build").set("image", "aws/codebuild/standard:7.0"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .account("prod")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Build", "CodeBuild")
                    .input("source")
                    .set("project_name", word("build")),
            ),
        );
    for region in partition.regions {
        let topic = format!("arn:{}:sns:{home}:111111111111:reviews", partition.name);
        let deploy = Action::new("Deploy", "CloudFormation")
            .input("source")
            .set("action_mode", word("CREATE_UPDATE"))
            .set("stack_name", "app")
            .set("template_path", file("source", "template.yml"))
            .set(
                "role_arn",
                format!("arn:{}:iam::222222222222:role/deploy", partition.name),
            );
        let review = Action::new("Review", "Manual").set("notification_arn", topic);
        builder = builder.stage(
            Stage::new(format!("In-{region}"))
                .action(review)
                .action(deploy.account("prod").region(*region)),
        );
    }
    builder
        .build()
        .unwrap_or_else(|findings| panic!("{findings:?}"))
}

#[test]
fn what_is_written_is_of_the_pipelines_partition() {
    for partition in PARTITIONS {
        let assembly = across(partition).synthesize();
        let assembly = assembly.unwrap_or_else(|findings| panic!("{findings:?}"));
        for (file, text) in assembly.files() {
            let rest = text.split("arn:").skip(1);
            for arn in rest.filter(|rest| rest.starts_with("aws")) {
                let name = arn.split([':', '"', '`', ' ']).next().unwrap_or_default();
                assert_eq!(
                    name,
                    partition.name,
                    "{file}: arn:{}",
                    &arn[..arn.len().min(60)]
                );
            }
            if !file.ends_with(".template.json") {
                continue;
            }
            // The principals of services are called alike in every partition.
            let addresses = text.match_indices(".amazonaws.").map(|(at, _)| &text[at..]);
            for address in addresses {
                let console = partition.name == "aws-cn" && address.starts_with(".amazonaws.cn/");
                let principal = address.starts_with(".amazonaws.com\"");
                assert!(console || principal, "{file}: {}", &address[..20]);
            }
        }
        for (name, template) in assembly.templates() {
            for resource in template["Resources"]
                .as_object()
                .expect("resources")
                .values()
            {
                if resource["Type"] != "AWS::S3::Bucket" {
                    continue;
                }
                let bucket = resource["Properties"]["BucketName"]
                    .as_str()
                    .expect("a name");
                let own = resource["Properties"]["BucketNamespace"] == "account-regional";
                assert_eq!(own, bucket.ends_with("-an"), "{name}: {bucket}");
                let mut without = partition
                    .regions
                    .iter()
                    .filter(|region| !region::has_account_regional_buckets(region));
                assert_eq!(
                    own,
                    !without.any(|region| bucket.contains(*region)),
                    "{bucket}"
                );
            }
        }
    }
}

#[test]
fn two_regions_have_no_namespace_for_an_accounts_buckets() {
    for (region, has) in [
        ("me-south-1", false),
        ("me-central-1", false),
        ("us-east-1", true),
        ("cn-north-1", true),
        ("us-gov-west-1", true),
        ("us-iso-east-1", false),
    ] {
        assert_eq!(
            region::has_account_regional_buckets(region),
            has,
            "{region}"
        );
    }
}

/// The constants of a shape in botocore's model of CodeBuild.
fn constants(shape: &str) -> BTreeSet<String> {
    let script = format!(
        "import json; from botocore.loaders import Loader; \
         model = Loader().load_service_model('codebuild', 'service-2'); \
         print(json.dumps(model['shapes']['{shape}']['enum']))"
    );
    let python = oracles::folder().join("bin/python");
    let run = Command::new(&python).args(["-c", &script]).output();
    let run = run.expect("the oracles are installed: tests/oracles/install.sh");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("a list")
}

#[test]
fn machines_are_those_of_botocore() {
    let ours: BTreeSet<String> = ENVIRONMENT_TYPES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(
        ours,
        constants("EnvironmentType"),
        "list the environment types in catalogue/machines.rs as botocore has them"
    );
    let mut ours: BTreeSet<String> = COMPUTE_TYPES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    // They need a `computeConfiguration`, which projects do not have.
    ours.extend(["ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"].map(str::to_owned));
    assert_eq!(
        ours,
        constants("ComputeType"),
        "list the compute types in catalogue/machines.rs as botocore has them"
    );
}

/// The images of CodeBuild's own that the CDK names.
fn images_of_the_cdk() -> BTreeSet<String> {
    let folder = oracles::folder().join("node_modules/aws-cdk-lib/aws-codebuild/lib");
    let files = fs::read_dir(folder).expect("the oracles are installed: tests/oracles/install.sh");
    let mut images = BTreeSet::new();
    for file in files {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "js") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file");
        for (at, _) in text.match_indices("\"aws/codebuild/") {
            let image = text[at + 1..].split('"').next().unwrap_or_default();
            if image.contains(':') {
                images.insert(image.to_owned());
            }
        }
    }
    images
}

#[test]
fn every_image_of_the_cdk_is_listed() {
    let images = images_of_the_cdk();
    assert!(images.len() > 40, "{images:?}");
    for image in images {
        assert!(
            matches!(Image::of(&image), Image::Listed(_)),
            "list image `{image}` in catalogue/images.rs, with the machine that it is for"
        );
    }
}
