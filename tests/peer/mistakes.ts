// Pipelines with a mistake in each, and what the CDK says to it: JSON, by the mistake.
import { App, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { writeFileSync } from 'node:fs';

const [code, packaged] = ['code', 'packaged'];
const artifact = (name) => codepipeline.Artifact.artifact(name);
const checkout = (stack, output) =>
  new actions.CodeCommitSourceAction({
    actionName: 'Checkout',
    repository: codecommit.Repository.fromRepositoryName(stack, 'Repository', 'app'),
    branch: 'main',
    output: artifact(output),
  });
const call = (stack, actionName, input, output, account = '111111111111') =>
  new actions.LambdaInvokeAction({
    actionName,
    lambda: lambda.Function.fromFunctionArn(
      stack,
      actionName,
      `arn:aws:lambda:us-east-1:${account}:function:call`,
    ),
    inputs: [artifact(input)],
    outputs: output ? [artifact(output)] : [],
  });
const update = (actionName, input, where = {}) =>
  new actions.CloudFormationCreateUpdateStackAction({
    actionName,
    stackName: 'app',
    templatePath: artifact(input).atPath('template.yml'),
    adminPermissions: false,
    ...where,
  });
const execute = () =>
  new actions.CloudFormationExecuteChangeSetAction({
    actionName: 'Execute',
    stackName: 'app',
    changeSetName: 'release',
  });
const prepare = (input) =>
  new actions.CloudFormationCreateReplaceChangeSetAction({
    actionName: 'Prepare',
    stackName: 'app',
    changeSetName: 'release',
    templatePath: artifact(input).atPath('template.yml'),
    adminPermissions: false,
  });
const abroad = { account: '222222222222', region: 'us-east-1' };

// What the stages are, by the mistake in them.
const mistakes = {
  'an artifact that nobody makes': (stack) => [
    [checkout(stack, code)],
    [update('Update', 'missing')],
  ],
  'an artifact that a later stage makes': (stack) => [
    [checkout(stack, code)],
    [update('Update', packaged)],
    [call(stack, 'Package', code, packaged)],
  ],
  'an artifact that is made at the same time': (stack) => [
    [checkout(stack, code)],
    [update('Update', packaged), call(stack, 'Package', code, packaged)],
  ],
  'an artifact that is made twice': (stack) => [
    [checkout(stack, code)],
    [call(stack, 'Package', code, code)],
  ],
  'no source, and one stage only': () => [[update('Update', 'missing')]],
  'an account whose id has eleven digits': (stack) => [
    [checkout(stack, code)],
    [update('Update', code, { account: '22222222222', region: 'us-east-1' })],
  ],
  'an account that is mistyped in one place of two': (stack) => [
    [checkout(stack, code)],
    [update('First', code, abroad), update('Second', code, { ...abroad, account: '222222222223' })],
  ],
  'a region that there is not': (stack) => [
    [checkout(stack, code)],
    [update('Update', code, { ...abroad, region: 'us-eest-1' })],
  ],
  'a change set that is executed before it is prepared': (stack) => [
    [checkout(stack, code)],
    [execute()],
    [prepare(code)],
  ],
  'a build in another account that makes an artifact': (stack) => {
    const other = new Stack(stack.node.scope, 'Other', { env: abroad });
    const project = codebuild.Project.fromProjectName(other, 'Project', 'build');
    const build = new actions.CodeBuildAction({
      actionName: 'Build',
      project,
      input: artifact(code),
      outputs: [artifact(packaged)],
    });
    return [[checkout(stack, code)], [build], [update('Update', packaged)]];
  },
  'an artifact that passes between two foreign accounts': (stack) => [
    [checkout(stack, code)],
    [call(stack, 'Package', code, packaged, '222222222222')],
    [update('Update', packaged, { ...abroad, account: '333333333333' })],
  ],
  'two actions of one name in a stage': (stack) => [
    [checkout(stack, code)],
    [update('Update', code), update('Update', code)],
  ],
  'a stage without an action': (stack) => [[checkout(stack, code)], [], [update('Update', code)]],
  'a stack name that CloudFormation does not take': (stack) => [
    [checkout(stack, code)],
    [
      new actions.CloudFormationDeleteStackAction({
        actionName: 'Delete',
        stackName: 'my_app',
        adminPermissions: false,
      }),
    ],
  ],
  '120 accounts that read from one bucket': (stack) => [
    [checkout(stack, code)],
    ...[0, 1, 2].map((stage) =>
      [...Array(40).keys()].map((at) =>
        update(`Update${at}`, code, { ...abroad, account: `${200000000000 + 40 * stage + at}` }),
      ),
    ),
  ],
};

const said = {};
for (const [mistake, stages] of Object.entries(mistakes)) {
  const outdir = `cdk.out/${Object.keys(said).length}`;
  try {
    const app = new App({ outdir, autoSynth: false });
    const stack = new Stack(app, 'Tools', {
      env: { account: '111111111111', region: 'us-east-1' },
    });
    const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', { crossAccountKeys: true });
    stages(stack).forEach((actions, at) => pipeline.addStage({ stageName: `Stage${at}`, actions }));
    app.synth();
    said[mistake] = process.exitCode ? 'the report says so' : null;
  } catch (error) {
    said[mistake] = error.message;
  }
  process.exitCode = 0;
}
writeFileSync('said.json', JSON.stringify(said));
