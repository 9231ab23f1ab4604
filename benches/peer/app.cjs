// The pipelines of three.rs and large.rs with the CDK library, in plain JavaScript:
// node app.cjs MODULES three|large OUT
const [modules, size, outdir] = process.argv.slice(2);
const load = require("node:module").createRequire(`${modules}/`);
const { App, Stack } = load("aws-cdk-lib");
const codebuild = load("aws-cdk-lib/aws-codebuild");
const codecommit = load("aws-cdk-lib/aws-codecommit");
const codepipeline = load("aws-cdk-lib/aws-codepipeline");
const actions = load("aws-cdk-lib/aws-codepipeline-actions");
const iam = load("aws-cdk-lib/aws-iam");

const regions = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];
const large = size === "large";
const home = { account: "111111111111", region: regions[0] };
const targets = large
  ? Array.from({ length: 20 }, (_, at) => `2000000000${String(at).padStart(2, "0")}`)
  : ["444444444444"];

const app = new App({ outdir });
const stack = new Stack(app, size, { env: home });
const pipeline = new codepipeline.Pipeline(stack, "Pipeline", {
  pipelineName: size,
  pipelineType: codepipeline.PipelineType.V2,
  crossAccountKeys: true,
  enableKeyRotation: true,
});

const source = new codepipeline.Artifact("source");
const packaged = new codepipeline.Artifact("packaged");
pipeline.addStage({
  stageName: "Source",
  actions: [
    new actions.CodeCommitSourceAction({
      actionName: "Checkout",
      repository: codecommit.Repository.fromRepositoryName(stack, "Repository", "app"),
      branch: "main",
      output: source,
    }),
  ],
});
pipeline.addStage({
  stageName: "Build",
  actions: [
    new actions.CodeBuildAction({
      actionName: "Package",
      project: new codebuild.PipelineProject(stack, "Package", {
        environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_7_0 },
      }),
      input: source,
      outputs: [packaged],
    }),
  ],
});

// What CloudFormation acts with: one role for each account, as on the other side.
const roles = targets.map((account, at) => {
  const own = new Stack(app, `roles${at}`, { env: { account, region: large ? regions[0] : "eu-west-1" } });
  return new iam.Role(own, "Deploys", {
    roleName: `deploys${at}`,
    assumedBy: new iam.ServicePrincipal("cloudformation.amazonaws.com"),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName("PowerUserAccess")],
  });
});

for (let stage = 0; stage < (large ? 48 : 1); stage++) {
  pipeline.addStage({
    stageName: large ? `Deploy${stage}` : "Deploy",
    actions: targets.map(
      (account, at) =>
        new actions.CloudFormationCreateUpdateStackAction({
          actionName: large ? `Update${at}` : "Update",
          account,
          region: large ? regions[stage % regions.length] : "eu-west-1",
          stackName: large ? `app${stage}` : "app",
          templatePath: packaged.atPath("template.yml"),
          adminPermissions: false,
          deploymentRole: roles[at],
        }),
    ),
  });
}

app.synth();
