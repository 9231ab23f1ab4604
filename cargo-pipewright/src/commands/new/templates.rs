//! The pipelines that `new` starts from: those of the guide.

/// A pipeline to start from.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    /// A line about it.
    pub(super) about: &'static str,
    /// What stands in `pipeline! { … }`. `@NAME@` is the name that was given, and `@PART@` each of
    /// the parts.
    pub(super) pipeline: &'static str,
    /// The parts that have a pipeline each; none where there is one pipeline.
    pub(super) parts: &'static [&'static str],
    /// The build specification that the pipeline includes.
    pub(super) buildspec: Option<&'static str>,
    /// What has to exist besides the accounts and the connection.
    pub(super) needs: &'static str,
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../templates/", $name))
    };
}

/// All of them; the first is the usual one.
pub(super) const TEMPLATES: &[Template] = &[
    Template {
        name: "two-accounts",
        about: "GitHub, a build, and a CloudFormation stack in another account",
        pipeline: file!("two-accounts/app.pipeline"),
        parts: &[],
        buildspec: Some(file!("two-accounts/buildspec.yml")),
        needs: "a `template.yml` and a `Makefile` with `test` in the repository",
    },
    Template {
        name: "docker-ecs",
        about: "build an image, push it to ECR, and roll out an ECS service in another account",
        pipeline: file!("docker-ecs/app.pipeline"),
        parts: &[],
        buildspec: Some(file!("docker-ecs/buildspec.yml")),
        needs: "the ECR repository, with a policy that lets the other account pull; the cluster, the \
                service with a container named `web`, and the two roles of its task",
    },
    Template {
        name: "static-site",
        about: "build a site and publish it to a bucket in another account",
        pipeline: file!("static-site/app.pipeline"),
        parts: &[],
        buildspec: None,
        needs: "the bucket of the site",
    },
    Template {
        name: "lambda",
        about: "SAM functions by change sets in two accounts, with an approval between them",
        pipeline: file!("lambda/app.pipeline"),
        parts: &[],
        buildspec: Some(file!("lambda/buildspec.yml")),
        needs: "the bucket for the packages, which both accounts may read",
    },
    Template {
        name: "monorepo",
        about: "a pipeline for each part of a repository, started by its own paths",
        pipeline: file!("monorepo/part.pipeline"),
        parts: &["api", "web"],
        buildspec: None,
        needs: "a `template.yml` in the folder of each part",
    },
];
