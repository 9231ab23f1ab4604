//! The pipelines that `new` starts from: those of the guide.

/// A pipeline to start from.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    /// A line about it.
    pub(super) about: &'static str,
    pub(super) pipeline: Body,
    /// The files that the pipeline reads, with their texts.
    pub(super) files: &'static [(&'static str, &'static str)],
    /// What has to exist besides the accounts and the connection.
    pub(super) needs: &'static str,
}

/// The pipeline of a template. `@NAME@` in it is the name that was given.
#[derive(Debug)]
pub(super) enum Body {
    /// What stands in `pipeline! { … }`.
    One(&'static str),
    /// The same with `@PART@` in it, for each of these parts.
    Parts(&'static str, &'static [&'static str]),
    /// A whole build script; there is no plain file like it.
    Script(&'static str),
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
        pipeline: Body::One(file!("two-accounts/app.pipeline")),
        files: &[("buildspec.yml", file!("two-accounts/buildspec.yml"))],
        needs: "a `template.yml` and a `Makefile` with `test` in the repository",
    },
    Template {
        name: "docker-ecs",
        about: "build an image, push it to ECR, and roll out an ECS service in another account",
        pipeline: Body::One(file!("docker-ecs/app.pipeline")),
        files: &[("buildspec.yml", file!("docker-ecs/buildspec.yml"))],
        needs: "the ECR repository, with a policy that lets the other account pull; the cluster, the \
                service with a container named `web`, and the two roles of its task",
    },
    Template {
        name: "static-site",
        about: "build a site and publish it to a bucket in another account",
        pipeline: Body::One(file!("static-site/app.pipeline")),
        files: &[],
        needs: "the bucket of the site",
    },
    Template {
        name: "lambda",
        about: "SAM functions by change sets in two accounts, with an approval between them",
        pipeline: Body::One(file!("lambda/app.pipeline")),
        files: &[("buildspec.yml", file!("lambda/buildspec.yml"))],
        needs: "the bucket for the packages, which both accounts may read",
    },
    Template {
        name: "monorepo",
        about: "a pipeline for each part of a repository, started by its own paths",
        pipeline: Body::Parts(file!("monorepo/part.pipeline"), &["api", "web"]),
        files: &[],
        needs: "a `template.yml` in the folder of each part",
    },
    Template {
        name: "many-accounts",
        about: "a CloudFormation stack in each of the accounts that a file lists",
        pipeline: Body::Script(file!("many-accounts/build.rs")),
        files: &[("accounts.txt", file!("many-accounts/accounts.txt"))],
        needs: "a `template.yml` in the repository",
    },
];
