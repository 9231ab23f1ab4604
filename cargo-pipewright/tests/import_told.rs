//! What `import` cannot carry over is told, and stands in the source as a comment.

mod support;

use std::fs;

use support::{run, run_with};

const HOME: &[&str] = &["--account", "111111111111", "--region", "eu-west-1"];

/// A pipeline of a template: other resources and sections, other properties, and more stages.
fn template(sections: &str, properties: &str, stages: &str) -> String {
    format!(
        "{sections}
  Pipe:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: app
      PipelineType: V2
      ArtifactStore: {{ Type: S3, Location: app-artifacts }}
{properties}
      Stages:
        - Name: Source
          Actions:
            - Name: Fetch
              ActionTypeId: {{ Category: Source, Owner: AWS, Provider: S3, Version: '1' }}
              Configuration: {{ S3Bucket: sources, S3ObjectKey: app.zip }}
              OutputArtifacts: [{{ Name: source }}]
        - Name: Wait
          Actions:
            - Name: Approve
              ActionTypeId: {{ Category: Approval, Owner: AWS, Provider: Manual, Version: '1' }}
{stages}"
    )
}

/// The source that is imported of a template, and what is told; both hold each of these texts.
#[track_caller]
fn tells(template: &str, code: i32, wanted: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("t.yml"), template).expect("a file");
    let options = [
        &["import", "t.yml", "--plain", "--out", "app.pipeline"],
        HOME,
    ]
    .concat();
    let ran = run(folder.path(), options);
    let text = fs::read_to_string(folder.path().join("app.pipeline")).expect("a file");
    assert_eq!(ran.code, code, "{}\n{text}", ran.err);
    for wanted in wanted {
        assert!(ran.err.contains(wanted), "{wanted}\n{}", ran.err);
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    run(folder.path(), ["fmt", "--check", "app.pipeline"]).succeeds();
    text
}

#[test]
fn a_branch_that_is_not_taken_is_told_at_its_place() {
    let sections = "
Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:";
    let stages = "
            - !If
              - IsProd
              - Name: Second
                ActionTypeId: { Category: Approval, Owner: AWS, Provider: Manual, Version: '1' }
              - !Ref AWS::NoValue
        - !If
          - IsProd
          - { Name: Prod, Actions: [] }
          - !Ref AWS::NoValue";
    let text = tells(
        &template(sections, "", stages),
        0,
        &[
            "condition `IsProd` is false by the defaults of the parameters; otherwise here stands `{\"Actions\":[],\"Name\":\"Prod\"}`",
            "condition `IsProd` is false by the defaults of the parameters; otherwise here stands:",
        ],
    );
    let wait = text.find("stage Wait").expect("a stage");
    let second = text.find("\"Name\": \"Second\"").expect("a comment");
    assert!(second > wait, "the action is told in its stage\n{text}");
}

#[test]
fn the_condition_of_the_pipeline_is_told() {
    let sections = "
Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:";
    let template = template(sections, "", "").replace(
        "    Type: AWS::CodePipeline",
        "    Condition: IsProd\n    DependsOn: [Other]\n    Type: AWS::CodePipeline",
    );
    tells(
        &template,
        0,
        &[
            "the template makes the pipeline under the condition `IsProd`, which is false by the defaults of the parameters, so that the template makes no pipeline then; here it has no condition",
            "`DependsOn` of the pipeline's resource is left out; it is `[\"Other\"]`",
        ],
    );
}

/// An action whose account is not known does not move to home: its account is an error until a person
/// writes the id.
#[test]
fn an_account_that_is_not_known_is_an_error() {
    let stage = |role: &str| {
        format!(
            "
        - Name: Prod
          Actions:
            - Name: Put
              RoleArn: {role}
              ActionTypeId: {{ Category: Deploy, Owner: AWS, Provider: S3, Version: '1' }}
              InputArtifacts: [{{ Name: source }}]
              Configuration: {{ BucketName: app, Extract: true }}"
        )
    };
    let sections = "
Parameters: { ProdAccount: { Type: String }, Role: { Type: String }, Env: { Type: String } }
Resources:";
    for (role, account) in [
        (
            "!Sub 'arn:aws:iam::${ProdAccount}:role/deploy'",
            "parameter ProdAccount",
        ),
        ("!Ref Role", "parameter Role"),
        ("!ImportValue prod-role", "the export prod-role"),
        ("not-an-arn", "not-an-arn"),
        ("!GetAtt Missing.Arn", "the template has no"),
    ] {
        let text = tells(
            &template(sections, "", &stage(role)),
            1,
            &["the account of this action is not known"],
        );
        assert!(text.contains("Put: S3Deploy(source) in prod {"), "{text}");
        assert!(text.contains("account prod = \""), "{role}\n{text}");
        assert!(text.contains(account), "{account}\n{text}");
    }
    // The account is known where the role's name is not.
    let text = tells(
        &template(
            sections,
            "",
            &stage("!Sub 'arn:aws:iam::222222222222:role/${Env}-deploy'"),
        ),
        0,
        &[
            "role `arn:aws:iam::222222222222:role/${parameter Env}-deploy` is left out",
            "pipewright makes one in its account",
        ],
    );
    assert!(text.contains("account prod = \"222222222222\";"), "{text}");
    assert!(text.contains("Put: S3Deploy(source) in prod {"), "{text}");
}

#[test]
fn what_policies_let_in_is_told_in_words() {
    let sections = "
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - { Effect: Allow, Principal: { Service: codepipeline.amazonaws.com }, Action: 'sts:AssumeRole' }
          - { Effect: Allow, Principal: { AWS: ['222222222222', 'arn:aws:iam::111111111111:role/own'] }, Action: 'sts:AssumeRole' }
          - { Effect: Allow, Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/git.example' }, Action: 'sts:AssumeRoleWithWebIdentity' }
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::111111111111:policy/own']
      Policies:
        - PolicyName: a
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: ['s3:*', 'iam:PassRole'], Resource: '*' }
              - { Effect: Allow, NotAction: 'iam:*', Resource: '*' }
              - { Effect: Allow, Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/deploy' }
              - { Effect: Allow, Action: 'ecr:GetAuthorizationToken', Resource: '*' }
              - { Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::one/*' }
              - { Effect: Deny, Action: '*', Resource: '*' }
  Passes:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: p
      Roles: [!Ref Role]
      PolicyDocument:
        Statement: { Effect: Allow, Action: 'iam:PassRole', Resource: '*', Condition: { StringEquals: { 'iam:PassedToService': ecs.amazonaws.com } } }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: b
      PolicyDocument:
        Statement:
          - { Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
          - { Effect: Allow, Principal: { AWS: 'arn:aws:iam::333333333333:root' }, Action: 's3:PutObject', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }
          - { Effect: Allow, Principal: { Service: logs.amazonaws.com }, Action: 's3:PutObject', Resource: '*' }
          - { Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: 's3:PutObject', Resource: '*', Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
  Permission:
    Type: AWS::Lambda::Permission
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: f, Principal: s3.amazonaws.com }";
    let text = tells(
        &template(sections, "", ""),
        0,
        &[
            "the trust policy of `Role` lets account 222222222222 assume it by `sts:AssumeRole`: no condition asks for `sts:ExternalId` or an organization",
            "the trust policy of `Role` lets the identities of `arn:aws:iam::111111111111:oidc-provider/git.example` assume it by `sts:AssumeRoleWithWebIdentity`, whichever they are: no condition names one",
            "role `Role` may make every call on everything, by the managed policy `AdministratorAccess`",
            "role `Role` has the managed policy `arn:aws:iam::111111111111:policy/own`, and what that allows does not stand in the template",
            "role `Role` may call `s3:*`, `iam:PassRole` on `*`",
            "role `Role` may pass every role of `*` by `iam:PassRole`, to any service: no condition names `iam:PassedToService`",
            "role `Role` may call everything but `iam:*` on `*`",
            "role `Role` may assume every role of `arn:aws:iam::*:role/deploy` that admits it, by `sts:AssumeRole`",
            "policy `Passes` may pass every role of `*` by `iam:PassRole`",
            "bucket policy `Policy` lets everybody call `s3:GetObject` without a condition",
            "bucket policy `Policy` lets account 333333333333 call `s3:PutObject`, under the condition `{\"Bool\":{\"aws:SecureTransport\":\"true\"}}`",
            "bucket policy `Policy` lets service `logs.amazonaws.com` call `s3:PutObject`, for any account: no condition names `aws:SourceAccount` or `aws:SourceArn`",
            "bucket policy `Policy` admits requests without TLS: no statement denies them by `aws:SecureTransport`",
            "the policy of key `Key` lets every role and user of account 111111111111 whose IAM policy allows it call `kms:*`",
            "permission `Permission` lets service `s3.amazonaws.com` call `lambda:InvokeFunction`, for any account",
        ],
    );
    for silent in [
        "GetAuthorizationToken",
        "sns.amazonaws.com",
        "role/own",
        "one/*",
    ] {
        assert!(!text.contains(silent), "{silent}\n{text}");
    }
}

#[test]
fn sections_of_a_template_are_told() {
    let sections = "
Transform: AWS::LanguageExtensions
Parameters: { Unused: { Type: String } }
Mappings: { Nowhere: { a: { b: c } } }
Conditions: { Idle: !Equals [a, a] }
Rules: { R: { Assertions: [] } }
Outputs:
  Url: { Value: !Ref Pipe, Export: { Name: !Sub 'url-${AWS::Region}' } }
  Plain: { Value: x }
Resources:
  Topic: { Type: 'AWS::SNS::Topic', Condition: Idle }";
    tells(
        &template(sections, "", ""),
        0,
        &[
            "`Transform` of the template is left out; it is `\"AWS::LanguageExtensions\"`",
            "`Rules` of the template is left out",
            "parameters of the template that nothing here uses: `Unused`",
            "mappings of the template that nothing here uses: `Nowhere`",
            "outputs of the template, which are left out; a stack that imports one needs it from elsewhere:",
            "    `Url`, exported as `url-eu-west-1`: `${Pipe}`",
            "    `Plain`: `x`",
            "    `Topic` (AWS::SNS::Topic, under the condition `Idle`)",
        ],
    );
}

#[test]
fn what_has_another_shape_is_told() {
    for (from, to, wanted) in [
        (
            "      Stages:\n",
            "      Stages: !Ref Given\n      Old:\n",
            "`Stages` is left out: what it has is known at deployment; it is `{\"Ref\":\"Given\"}`",
        ),
        (
            "        - Name: Wait\n",
            "        -\n        - Name: Wait\n",
            "item 2 of `Stages` is left out: it is `null`",
        ),
        (
            "            - Name: Approve\n",
            "            - ~\n            - Name: Approve\n",
            "item 1 of `Actions of stage Wait` is left out: it is `null`",
        ),
        (
            "            - Name: Approve\n",
            "            - Name: Approve\n              RunOrder: !Ref Given\n",
            "`RunOrder` is left out: parameter `Given` has no default; it is `{\"Ref\":\"Given\"}`",
        ),
    ] {
        let sections = "\nParameters: { Given: { Type: String } }\nResources:";
        let text = template(sections, "", "").replacen(from, to, 1);
        let code = i32::from(to.contains("Old"));
        tells(&text, code, &[wanted]);
    }
}

/// One bad environment variable leaves the others where they are.
#[test]
fn a_variable_that_cannot_stand_is_left_out_alone() {
    let sections = "
Parameters: { Given: { Type: String } }
Resources:
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      ServiceRole: arn:aws:iam::111111111111:role/build
      Artifacts: { Type: CODEPIPELINE }
      Source: { Type: CODEPIPELINE }
      Environment:
        Type: LINUX_CONTAINER
        ComputeType: BUILD_GENERAL1_SMALL
        Image: aws/codebuild/standard:7.0
        EnvironmentVariables:
          - { Name: FIRST, Value: one }
          - { Name: BAD, Value: !GetAZs '' }
          - { Name: ODD, Value: x, Type: STRANGE }
          - { Value: nameless }
          - { Name: FIRST, Value: again }
          - { Name: SWITCH, Value: off }
          - { Name: LAST, Value: !Ref Given }";
    let stages = "
        - Name: Build
          Actions:
            - Name: Package
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
              InputArtifacts: [{ Name: source }]
              Configuration: { ProjectName: !Ref Build }";
    let text = tells(
        &template(sections, "", stages),
        0,
        &[
            "`Fn::GetAZs` is not carried over",
            "`ODD` is left out: its type is `\"STRANGE\"`",
            "nameless",
            "`FIRST` is left out: a variable of its name stands there already",
        ],
    );
    for kept in ["FIRST: \"one\"", "SWITCH: \"false\"", "LAST: Given"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
}

/// CloudFormation reads the truths of YAML 1.1.
#[test]
fn truths_of_yaml_are_read_as_aws_does() {
    for (truth, wanted) in [
        ("no", "false"),
        ("Off", "false"),
        ("'no'", "\"no\""),
        ("y", "true"),
    ] {
        let text = template("\nResources:", "", "").replace(
            "S3ObjectKey: app.zip",
            &format!("S3ObjectKey: app.zip, PollForSourceChanges: {truth}"),
        );
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("t.yml"), text).expect("a file");
        let options = [&["import", "t.yml", "--plain", "--out", "a.pipeline"], HOME].concat();
        run(folder.path(), options);
        let text = fs::read_to_string(folder.path().join("a.pipeline")).expect("a file");
        let wanted = format!("poll_for_source_changes: {wanted}");
        assert!(text.contains(&wanted), "{wanted}\n{text}");
    }
}

#[test]
fn the_standard_input_gives_a_name_that_is_no_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let unnamed = template("\nResources:", "", "").replace("      Name: app\n", "");
    let options = [&["import", "-", "--plain"], HOME].concat();
    run_with(folder.path(), options, &unnamed).succeeds();
    let text = fs::read_to_string(folder.path().join("pipeline.pipeline")).expect("a file");
    assert!(
        text.starts_with("// Imported from the standard input.\n"),
        "{text}"
    );
    let dashed = unnamed.replace(
        "      PipelineType",
        "      Name: --force\n      PipelineType",
    );
    let options = [&["import", "-"], HOME].concat();
    run_with(folder.path(), options, &dashed).succeeds();
    assert!(folder.path().join("pipeline--force/build.rs").exists());
}

/// What a file holds is no command for a terminal.
#[test]
fn a_name_is_told_without_its_signs_for_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = template("\nResources:", "", "").replace("Name: app", "Name: \"a\\e[31m\"");
    fs::write(folder.path().join("t.yml"), text).expect("a file");
    let options = [&["import", "t.yml", "--plain", "--out", "a.pipeline"], HOME].concat();
    let said = run(folder.path(), options).fails();
    assert!(said.contains("\\u{1b}[31m: "), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
}

/// A condition that asks for itself ends, and so does one of many others.
#[test]
fn conditions_that_lead_to_one_another_end() {
    let many: String = (0..60).fold(String::new(), |text, number| {
        let next = number + 1;
        format!("{text}  C{number}: !And [!Condition C{next}, !Condition C{next}]\n")
    });
    let sections = format!(
        "
Conditions:
  Own: !Equals [!If [Own, a, b], a]
{many}  C60: !Equals [a, a]
Resources:"
    );
    let stages = "
            - !If [Own, { Name: A, ActionTypeId: { Category: Approval, Owner: AWS, Provider: Manual, Version: '1' } }, !Ref 'AWS::NoValue']
            - !If [C0, { Name: B, ActionTypeId: { Category: Approval, Owner: AWS, Provider: Manual, Version: '1' } }, !Ref 'AWS::NoValue']";
    tells(
        &template(&sections, "", stages),
        0,
        &[
            "condition `Own` is",
            "condition `C0` is true by the defaults",
        ],
    );
}

/// A statement or a setting that is left out stands whole in its comment.
#[test]
fn what_is_left_out_of_a_project_is_shown() {
    let sections = "
Resources:
  Builds:
    Type: AWS::IAM::Role
    Properties:
      Description: for builds
      Policies:
        - PolicyName: a
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }
              - { Effect: Allow, NotAction: 's3:GetObject', Resource: 'arn:aws:s3:::third/*' }
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: running
      ServiceRole: !GetAtt Builds.Arn
      Artifacts: { Type: S3, Location: elsewhere }
      Source: { Type: GITHUB, Location: 'https://git.example/app' }
      Environment: { Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: 'aws/codebuild/standard:7.0' }";
    let stages = "
        - Name: Build
          Actions:
            - Name: Package
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
              InputArtifacts: [{ Name: source }]
              Configuration: { ProjectName: !Ref Build }";
    tells(
        &template(sections, "", stages),
        0,
        &[
            "`Description` of role `Builds` is left out; it is `\"for builds\"`",
            "arn:aws:s3:::other/*",
            "a statement of `Builds` is left out: it has `NotAction`",
            "arn:aws:s3:::third/*",
            "the running one keeps `running`",
            "\"Location\":\"elsewhere\"",
            "`\"GITHUB\"`",
            "https://git.example/app",
        ],
    );
}
