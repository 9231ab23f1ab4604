// One artifact, deployed side by side to two accounts in two regions.
import { App, Stack } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

const app = new App();

// The pipeline lives here.
const tools = new Stack(app, 'Billing', {
  env: { account: '111111111111', region: 'us-east-1' },
});

const pipeline = new codepipeline.Pipeline(tools, 'Pipeline', {
  pipelineName: 'billing',
  pipelineType: codepipeline.PipelineType.V2,
  crossAccountKeys: true,
  enableKeyRotation: true,
});

const source = new codepipeline.Artifact('app');

pipeline.addStage({
  stageName: 'Source',
  actions: [
    new actions.CodeStarConnectionsSourceAction({
      actionName: 'Github',
      connectionArn:
        'arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef',
      owner: 'example',
      repo: 'billing',
      branch: 'main',
      output: source,
    }),
  ],
});

const targets = [
  { name: 'Europe', account: '222222222222', region: 'eu-west-1' },
  { name: 'Pacific', account: '333333333333', region: 'ap-southeast-2' },
];

const deploys = targets.map(
  ({ name, account, region }) =>
    new actions.CloudFormationCreateUpdateStackAction({
      actionName: name,
      account,
      region,
      stackName: 'billing',
      templatePath: source.atPath('template.yml'),
      adminPermissions: false,
    }),
);
pipeline.addStage({ stageName: 'Deploy', actions: deploys });
// What CloudFormation may do in each account.
targets.forEach(({ account, region }, at) =>
  deploys[at].addToDeploymentRolePolicy(
    new iam.PolicyStatement({
      actions: [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:GetFunction',
        'lambda:UpdateFunctionCode',
      ],
      resources: [`arn:aws:lambda:${region}:${account}:function:billing-*`],
    }),
  ),
);

pipeline.addStage({
  stageName: 'Verify',
  actions: targets.map(
    ({ name, account, region }) =>
      new actions.LambdaInvokeAction({
        actionName: name,
        lambda: lambda.Function.fromFunctionArn(
          tools,
          `${name}SmokeTest`,
          `arn:aws:lambda:${region}:${account}:function:billing-smoke-test`,
        ),
      }),
  ),
});
