use super::words::WORDS;
use super::{Spot, advice, image, kind, kind_of_provider, plain, reference};
use crate::catalogue::resource_types::ResourceType;
use crate::catalogue::{self, declared};

#[test]
fn a_word_has_one_row_in_its_place() {
    for (spot, words, ours) in WORDS {
        assert!(!ours.is_empty());
        for word in *words {
            assert_eq!(plain(word), *word, "small letters, and nothing else");
            let rows = WORDS.iter().filter(|(other, ..)| other == spot);
            let rows = rows.filter(|(_, words, _)| words.contains(word));
            assert_eq!(rows.count(), 1, "{spot:?} {word}");
        }
    }
}

/// The table is asked for unknown words only, and so it must not hold words that are right.
#[test]
fn no_word_of_ours_is_foreign() {
    for key in declared::SETTINGS {
        assert_eq!(
            advice(Spot::Pipeline, &key.written()),
            None,
            "{}",
            key.written()
        );
    }
    for key in declared::MANAGED_ROLE {
        assert_eq!(
            advice(Spot::Role, &key.written()),
            None,
            "{}",
            key.written()
        );
    }
    for key in declared::MANAGED_PROJECT {
        assert_eq!(
            advice(Spot::Project, &key.written()),
            None,
            "{}",
            key.written()
        );
    }
    for known in catalogue::KINDS {
        assert_eq!(kind(known.name), None, "{}", known.name);
    }
}

/// Every property of CloudFormation's types for what is declared here is a key or has its advice.
#[test]
fn no_property_of_cloud_formation_is_without_advice() {
    let types: [(&str, Spot, &[catalogue::Key]); 2] = [
        (
            "AWS::CodePipeline::Pipeline",
            Spot::Pipeline,
            declared::SETTINGS,
        ),
        ("AWS::IAM::Role", Spot::Role, declared::MANAGED_ROLE),
    ];
    for (name, spot, keys) in types {
        let found = ResourceType::named(name).expect("a type");
        for property in found.properties() {
            let known = keys
                .iter()
                .any(|key| plain(&key.written()) == plain(property));
            assert!(
                known || advice(spot, property).is_some(),
                "{name} {property}"
            );
        }
    }
}

#[test]
fn the_classes_of_the_cdk_are_kinds() {
    for (class, name, with) in [
        ("CodeBuildAction", "CodeBuild", ""),
        (
            "CloudFormationDeleteStackAction",
            "CloudFormation",
            "action_mode: DELETE_ONLY",
        ),
        ("GitHubV2", "CodeConnection", ""),
    ] {
        let found = kind(class).expect("a class");
        assert_eq!((found.name, found.with), (name, with));
    }
    for row in [
        "CodeBuildAction",
        "EcsDeployAction",
        "S3SourceAction",
        "ShellStep",
    ] {
        let found = kind(row).expect("a class");
        assert!(catalogue::kind(found.name).is_some(), "{row}");
    }
    assert_eq!(
        kind_of_provider("CodeStarSourceConnection", None),
        Some("CodeConnection")
    );
    assert_eq!(kind_of_provider("S3", Some("Deploy")), Some("S3Deploy"));
    assert_eq!(kind_of_provider("S3", None), None);
}

#[test]
fn constants_of_images_are_images() {
    for (class, constant, meant) in [
        ("LinuxBuildImage", "STANDARD_7_0", "standard:7.0"),
        (
            "LinuxBuildImage",
            "AMAZON_LINUX_2_5",
            "amazonlinux2-x86_64-standard:5.0",
        ),
        (
            "LinuxBuildImage",
            "AMAZON_LINUX_2023_5",
            "amazonlinux-x86_64-standard:5.0",
        ),
        (
            "LinuxArmBuildImage",
            "AMAZON_LINUX_2023_STANDARD_3_0",
            "amazonlinux-aarch64-standard:3.0",
        ),
    ] {
        let meant = format!("aws/codebuild/{meant}");
        assert_eq!(
            image(&format!("codebuild.{class}.{constant}")).as_deref(),
            Some(meant.as_str())
        );
    }
    assert_eq!(image("LinuxBuildImage.AMAZON_LINUX_2_CORETTO_8"), None);
    assert_eq!(image("Other.STANDARD_7_0"), None);
}

#[test]
fn references_of_templates_are_seen() {
    let said = reference("app-${AWS::Region}").expect("advice");
    assert_eq!(
        said,
        "`${AWS::Region}` is not resolved here: write the region"
    );
    assert!(
        reference("app-${Stage}")
            .expect("advice")
            .contains("`{Stage}`")
    );
    assert_eq!(reference("app-{stage}"), None);
    assert_eq!(reference("${"), None);
}
