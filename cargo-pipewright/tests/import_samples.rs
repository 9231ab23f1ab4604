//! Templates in the manner of AWS's samples, and files that are none, through the command.

mod support;

use std::fs;
use std::path::Path;

use support::{Ran, built, files, root, run};

/// A file, its options, what is told of it, and the code of the one error that a person has to mend,
/// if there is one.
type Sample = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    Option<&'static str>,
);

const SAMPLES: &[Sample] = &[
    (
        "build-and-deploy.yml",
        HOME,
        &[
            "the file says no type, which is V1",
            "condition `HasEmail` is not known; taken as true",
            "the template makes the artifact bucket `ArtifactBucket`",
        ],
        None,
    ),
    (
        "cross-account.yml",
        HOME,
        &["the template takes this from parameter `ProdAccount`; here stands its default"],
        Some("P208"),
    ),
    (
        "functions.yml",
        HOME,
        &[
            "condition `IsProd` is true by the defaults of the parameters",
            "the export `artifacts` is known at deployment",
            "UserParameters: the items of the list are known at deployment",
        ],
        None,
    ),
    (
        "github-ecs.yml",
        HOME,
        &["the template leaves the pipeline's name to CloudFormation"],
        None,
    ),
    (
        "new-get-pipeline.json",
        &[],
        &[
            "the pipeline ran with arn:aws:iam::111111111111:role/service-role/AWSCodePipelineServiceRole-us-east-1-new",
        ],
        None,
    ),
    (
        "old-get-pipeline.json",
        &[],
        &["the file says no type"],
        None,
    ),
    ("s3-codedeploy.json", HOME, &["the pipeline ran with"], None),
    (
        "sam.yml",
        HOME,
        &[
            "the file does not say which role project `sam-package` runs builds with",
            "`Hello` is of `AWS::Serverless`, which does not stand beside a pipeline",
            "    `Hello` (AWS::Serverless::Function)",
        ],
        None,
    ),
];

const HOME: &[&str] = &["--account", "111111111111", "--region", "eu-west-1"];

fn sample(name: &str) -> String {
    let path = root().join("cargo-pipewright/tests/import").join(name);
    path.display().to_string()
}

fn import(folder: &Path, file: &str, options: &[&str]) -> Ran {
    run(
        folder,
        ["import", file].into_iter().chain(options.iter().copied()),
    )
}

#[test]
fn samples_become_pipelines_that_check() {
    for (name, options, told, error) in SAMPLES {
        let folder = tempfile::tempdir().expect("a folder");
        let plain = [*options, &["--plain", "--out", "app.pipeline"]].concat();
        let ran = import(folder.path(), &sample(name), &plain);
        for told in *told {
            assert!(ran.err.contains(told), "{name}: {told}\n{}", ran.err);
        }
        assert_eq!(ran.code, i32::from(error.is_some()), "{name}: {}", ran.err);
        let checked = run(folder.path(), ["check", "app.pipeline"]);
        assert_eq!(
            checked.code,
            i32::from(error.is_some()),
            "{name}: {}",
            checked.err
        );
        let errors: Vec<&str> = ran
            .err
            .lines()
            .filter(|line| line.starts_with("error"))
            .collect();
        match error {
            Some(code) => assert!(
                errors.len() == 1 && errors[0].contains(code),
                "{name}: {errors:?}"
            ),
            None => assert_eq!(errors, Vec::<&str>::new(), "{name}"),
        }
        // It is laid out, and what is told stands in it.
        run(folder.path(), ["fmt", "--check", "app.pipeline"]).succeeds();
        let text = fs::read_to_string(folder.path().join("app.pipeline")).expect("a file");
        for told in *told {
            assert!(text.contains(told.trim()), "{name}: {told}\n{text}");
        }
    }
}

/// Imports a template that is given; what is told, and the source.
fn imported(template: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("t.yml"), template).expect("a file");
    let options = [HOME, &["--plain", "--out", "app.pipeline"]].concat();
    let ran = import(folder.path(), "t.yml", &options);
    assert!(!ran.err.contains("panicked") && ran.code < 2, "{}", ran.err);
    let text = fs::read_to_string(folder.path().join("app.pipeline")).expect("a file");
    (ran.err, text)
}

#[test]
fn mappings_that_lead_to_one_another_are_told() {
    let (told, _) = imported(
        "Mappings: {M: {a: {b: !FindInMap [M, a, b]}}}\nResources: {P: {Type: 'AWS::CodePipeline::Pipeline', \
         Properties: {Name: !FindInMap [M, a, b], Stages: []}}}\n",
    );
    let wanted = "`M.a.b` of the mappings is no text and no list of texts";
    assert!(told.contains(wanted), "{told}");
}

#[test]
fn what_bounds_a_role_is_carried_over_or_told() {
    let template = r"
Resources:
  Cfn:
    Type: AWS::IAM::Role
    Properties:
      Path: /team/
      PermissionsBoundary: arn:aws:iam::111111111111:policy/boundary
      Policies:
        - PolicyDocument: {Statement: [{Effect: Deny, NotAction: 's3:*', Resource: '*'}]}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/PowerUserAccess]
      Tags: [{Key: team, Value: web}]
  Denies:
    Type: AWS::IAM::RolePolicy
    Properties:
      RoleName: !Ref Cfn
      PolicyName: denies
      PolicyDocument: {Statement: {Effect: Deny, Action: 's3:DeleteBucket', Resource: '*'}}
  Pipe:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: app
      Stages:
        - Name: Prod
          Actions:
            - Name: D
              ActionTypeId: {Category: Deploy, Owner: AWS, Version: '1', Provider: CloudFormation}
              Configuration: {ActionMode: CREATE_UPDATE, StackName: app, TemplatePath: 'O::t.yml', RoleArn: !GetAtt Cfn.Arn}
              InputArtifacts: [{Name: O}]
";
    let (told, text) = imported(template);
    let boundary = "permissions_boundary: \"arn:aws:iam::111111111111:policy/boundary\"";
    assert!(text.contains(boundary), "{text}");
    assert!(
        text.contains("actions: [\"s3:DeleteBucket\"], effect: Deny"),
        "{text}"
    );
    for wanted in [
        "a statement of `Cfn` that denies is left out, so that the role may do more: it has `NotAction`",
        "`Path` of role `Cfn` is left out",
        "`Tags` of role `Cfn` is left out",
    ] {
        assert!(
            told.contains(wanted) && text.contains(wanted),
            "{told}\n{text}"
        );
    }
}

#[test]
fn crates_of_samples_build_as_they_are() {
    let checkout = root().display().to_string();
    for (name, options, _, error) in SAMPLES {
        if error.is_some() {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let (stem, _) = name.split_once('.').expect("an extension");
        let out = format!("imported-{stem}");
        let words = [*options, &["--path", &checkout, "--out", &out, "--quiet"]].concat();
        import(folder.path(), &sample(name), &words).succeeds();
        let (built, _) = built(&folder.path().join(&out));
        let templates = files(&built, "json")
            .into_iter()
            .filter(|path| path.to_string_lossy().ends_with(".template.json"));
        assert!(templates.count() > 0, "{name}");
    }
}

#[test]
fn values_of_a_template_stand_as_the_language_has_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = [HOME, &["--plain", "--out", "app.pipeline", "--quiet"]].concat();
    import(folder.path(), &sample("functions.yml"), &plain).succeeds();
    let text = fs::read_to_string(folder.path().join("app.pipeline")).expect("a file");
    for line in [
        "parameter Stage: String = \"prod\" { allowed_values: [\"dev\", \"prod\"] }",
        "tags: { team: \"web\" };",
        "bucket_name: \"site-prod\",",
        "canned_acl: private,",
        "s3_object_key: \"{Stage}/b/x.zip\",",
        "function_name: import_value \"functions-eu-west-1\",",
        "\\\"vpc\\\": \\\"{import_value:network-Vpc}\\\", \\\"id\\\": \\\"{ssm:/app/id:2}\\\", \\\"kept\\\": \\\"${Literal}\\\", \\\"list\\\": \\\"a;b\\\"",
        "function_name: \"smoke-{Stage}\",",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("cache_control"), "{text}");
}

/// A text that only looks like one with a value in it does not get one.
#[test]
fn braces_of_a_text_are_no_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(sample("functions.yml")).expect("a sample");
    let text = text.replace("!Sub 'smoke-${Stage}'", "'smoke-{Stage}'");
    fs::write(folder.path().join("t.yml"), text).expect("a file");
    let plain = [HOME, &["--plain", "--out", "app.pipeline"]].concat();
    let err = import(folder.path(), "t.yml", &plain).err;
    let told = "it has `{Stage}` in it, which the language takes for a value";
    assert!(err.contains(told), "{err}");
    let text = fs::read_to_string(folder.path().join("app.pipeline")).expect("a file");
    let mut code = text.lines().filter(|line| !line.trim().starts_with("//"));
    assert!(
        text.contains(told) && !code.any(|line| line.contains("smoke-{Stage}")),
        "{text}"
    );
}

#[test]
fn a_crate_has_all_pipelines_of_all_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        sample("old-get-pipeline.json"),
        sample("new-get-pipeline.json"),
    ];
    let path = root().display().to_string();
    let arguments = [
        "import", &files[0], &files[1], "--out", "both", "--path", &path,
    ];
    run(folder.path(), arguments).succeeds();
    let script = fs::read_to_string(folder.path().join("both/build.rs")).expect("a build script");
    assert_eq!(
        script.matches("pipewright::pipeline! {").count(),
        2,
        "{script}"
    );
    assert!(script.contains("name: \"old\";") && script.contains("name: \"new_one\";"));
    run(folder.path(), ["fmt", "--check", "both/build.rs"]).succeeds();
    // Rust reads it.
    syn_reads(&script);
    let manifest = fs::read_to_string(folder.path().join("both/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"both\""), "{manifest}");
    // It is not written a second time.
    let before = script;
    let err = run(folder.path(), arguments).fails();
    assert!(err.contains("`both` exists"), "{err}");
    let after = fs::read_to_string(folder.path().join("both/build.rs")).expect("a build script");
    assert_eq!(before, after);
}

fn syn_reads(script: &str) {
    let tokens: proc_macro2::TokenStream = script.parse().expect("Rust");
    assert!(tokens.into_iter().count() > 3);
}

#[test]
fn other_files_are_refused_at_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let bomb: String = (1..10).fold("a0: &a0 [x, x]\n".to_owned(), |text, number| {
        let last = number - 1;
        format!(
            "{text}a{number}: &a{number} [{}]\n",
            format!("*a{last}, ").repeat(10)
        )
    });
    let deep = "[".repeat(100_000);
    for (text, wanted) in [
        ("", "file.yml:1:1: the file is empty"),
        (
            "a: 1\na: 2\n",
            "file.yml:2:1: the key `a` stands here twice",
        ),
        ("a: 'x\n", "file.yml:"),
        ("a: [1\nb: }\n", "file.yml:"),
        (&bomb, "more than 200000 values"),
        (&deep, "file.yml:1:"),
        ("hello", "is no CloudFormation template"),
        ("{\"a\": 1}", "is no CloudFormation template"),
        (
            "Resources: {}\n",
            "has no resource of type `AWS::CodePipeline::Pipeline`",
        ),
        (
            "{\"pipelines\": [{\"name\": \"a\"}]}",
            "is an answer of `list-pipelines`",
        ),
    ] {
        fs::write(folder.path().join("file.yml"), text).expect("a file");
        let err = import(folder.path(), "file.yml", &[]).fails();
        assert!(err.contains(wanted), "{wanted}\n{err}");
        assert_eq!(
            fs::read_dir(folder.path()).expect("a folder").count(),
            1,
            "nothing is written"
        );
    }
    fs::write(folder.path().join("file.yml"), [0xff, 0xfe, 0x00]).expect("a file");
    assert!(
        import(folder.path(), "file.yml", &[])
            .fails()
            .contains("is not UTF-8 text")
    );
    assert!(
        import(folder.path(), "none.yml", &[])
            .fails()
            .contains("none.yml")
    );
    let err = import(folder.path(), "file.yml", &["--account", "1"]).fails();
    assert!(err.contains("`1` is no id of an account"), "{err}");
    let err = import(folder.path(), "file.yml", &["--region", "mars"]).fails();
    assert!(err.contains("`mars` is no region of AWS"), "{err}");
}
