//! The pages of `docs/` as modules: the documentation has them, and each leads to the others.

macro_rules! pages {
    ($($name:ident $path:tt { $($inner:tt)* })*) => {$(
        #[doc = pipewright_macros::page!($path)]
        pub mod $name {
            // So that a changed page is documented anew.
            const _: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/", $path));
            pages! { $($inner)* }
        }
    )*};
}

pages! {
    guide "guide/README.md" {
        getting_started "guide/getting-started.md" {}
        concepts "guide/concepts.md" {}
        github_docker_ecs "guide/github-docker-ecs.md" {}
        static_site "guide/static-site.md" {}
        lambda_change_sets "guide/lambda-change-sets.md" {}
        monorepo "guide/monorepo.md" {}
        many_accounts "guide/many-accounts.md" {}
        editor "guide/editor.md" {}
        deploying "guide/deploying.md" {}
        ci "guide/ci.md" {}
        first_run "guide/first-run.md" {}
        cost "guide/cost.md" {}
        security "guide/security.md" {}
        upgrading "guide/upgrading.md" {}
    }
    language "language.md" {}
    actions "actions.md" {}
    projects "projects.md" {}
    errors "errors.md" {}
    limits "limits.md" {}
    needs "needs.md" {}
    command "command.md" {
        build "command/build.md" {}
        check "command/check.md" {}
        completions "command/completions.md" {}
        diff "command/diff.md" {}
        explain "command/explain.md" {}
        fmt "command/fmt.md" {}
        graph "command/graph.md" {}
        import "command/import.md" {}
        new "command/new.md" {}
        open "command/open.md" {}
        simulate "command/simulate.md" {}
    }
    report "report.md" {}
    pipeline_json "pipeline-json.md" {}
    access_json "access-json.md" {}
    from_cdk "from-cdk.md" {}
    from_cloudformation "from-cloudformation.md" {}
    comparison "comparison.md" {}
    performance "performance.md" {}
    performance_compile "performance-compile.md" {}
    architecture "architecture.md" {}
    mutations "mutations.md" {}
}
