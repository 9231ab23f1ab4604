// AWS's reference architecture: sources in one account, the pipeline in a second one, a
// test account and a production account as targets.
import { App, CfnCapabilities, Duration, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';

const app = new App();

// The pipeline lives here.
const tools = new Stack(app, 'SampleLambda', {
  env: { account: '111111111111', region: 'us-east-1' },
});
// The repository is known to a stack of its own account: that is where the CDK then puts
// the role of the action that reads it, and the rule that forwards its events.
const dev = new Stack(app, 'SampleLambdaDev', {
  env: { account: '222222222222', region: 'us-east-1' },
});
const test = { account: '333333333333', region: 'us-west-2' };
const prod = { account: '444444444444', region: 'eu-west-1' };

const deployProd = iam.Role.fromRoleArn(
  tools,
  'DeployProd',
  'arn:aws:iam::444444444444:role/cloudformationdeployer-role',
);

const pipeline = new codepipeline.Pipeline(tools, 'Pipeline', {
  pipelineName: 'sample-lambda',
  pipelineType: codepipeline.PipelineType.V2,
  crossAccountKeys: true,
  enableKeyRotation: true,
});

const packageProject = new codebuild.PipelineProject(tools, 'Package', {
  environment: { buildImage: codebuild.LinuxBuildImage.AMAZON_LINUX_2_5 },
  buildSpec: codebuild.BuildSpec.fromObjectToYaml({
    version: 0.2,
    phases: { build: { commands: ['cp template.yml packaged-template.yml'] } },
    artifacts: { files: ['packaged-template.yml'] },
  }),
  timeout: Duration.minutes(10),
});

const source = new codepipeline.Artifact('source');
const packaged = new codepipeline.Artifact('packaged');

const checkout = new actions.CodeCommitSourceAction({
  actionName: 'Checkout',
  repository: codecommit.Repository.fromRepositoryArn(
    dev,
    'Repository',
    'arn:aws:codecommit:us-east-1:222222222222:sample-lambda',
  ),
  branch: 'main',
  output: source,
  variablesNamespace: 'Checkout',
});
pipeline.addStage({ stageName: 'Source', actions: [checkout] });

pipeline.addStage({
  stageName: 'Build',
  actions: [
    new actions.CodeBuildAction({
      actionName: 'Package',
      project: packageProject,
      input: source,
      outputs: [packaged],
    }),
  ],
});

const prepareTest = new actions.CloudFormationCreateReplaceChangeSetAction({
  ...test,
  actionName: 'Prepare',
  stackName: 'sample-lambda',
  changeSetName: 'release',
  templatePath: packaged.atPath('packaged-template.yml'),
  cfnCapabilities: [CfnCapabilities.NAMED_IAM],
  adminPermissions: false,
  parameterOverrides: { Commit: checkout.variables.commitId },
  runOrder: 1,
});
pipeline.addStage({
  stageName: 'DeployToTest',
  actions: [
    prepareTest,
    new actions.CloudFormationExecuteChangeSetAction({
      ...test,
      actionName: 'Execute',
      stackName: 'sample-lambda',
      changeSetName: 'release',
      runOrder: 2,
    }),
  ],
});
// What CloudFormation may do in the test account.
prepareTest.deploymentRole.addManagedPolicy(
  iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
);

pipeline.addStage({
  stageName: 'Approve',
  actions: [
    new actions.ManualApprovalAction({
      actionName: 'Review',
      additionalInformation: 'Test it, then approve.',
    }),
  ],
});

pipeline.addStage({
  stageName: 'DeployToProduction',
  actions: [
    new actions.CloudFormationCreateReplaceChangeSetAction({
      ...prod,
      actionName: 'Prepare',
      stackName: 'sample-lambda',
      changeSetName: 'release',
      templatePath: packaged.atPath('packaged-template.yml'),
      cfnCapabilities: [CfnCapabilities.NAMED_IAM],
      adminPermissions: false,
      deploymentRole: deployProd,
      parameterOverrides: { Commit: checkout.variables.commitId },
      runOrder: 1,
    }),
    new actions.CloudFormationExecuteChangeSetAction({
      ...prod,
      actionName: 'Execute',
      stackName: 'sample-lambda',
      changeSetName: 'release',
      runOrder: 2,
    }),
  ],
});
