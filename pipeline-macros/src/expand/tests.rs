//! What a pipeline becomes.

use proc_macro2::TokenStream;

/// The expansion of a pipeline that need not pass the checks.
fn expanded(source: &str) -> String {
    let source = pipewright_syntax::parse(source.parse().expect("tokens"));
    assert!(source.findings.is_empty(), "{}", source.findings);
    let editor = super::editor(&source.marks);
    let none = TokenStream::new();
    pretty(super::expand(&editor, &none, &source))
}

fn pretty(block: TokenStream) -> String {
    let file = syn::parse2(quote::quote!(fn main() #block)).expect("a Rust file");
    prettyplease::unparse(&file)
}

#[test]
fn the_reference_pipeline() {
    insta::assert_snapshot!(expanded(include_str!("../../tests/reference.pipeline")));
}

#[test]
fn what_the_reference_pipeline_has_not() {
    insta::assert_snapshot!(expanded(
        r#"
        name: (name()?);
        tags: { };
        organization "o-1234567890";
        home tools = (id) @ (region()?);
        store cache in tools @ "us-east-1" { bucket_name: "cache" }
        store old = import { bucket: "old", key: (key) };
        role both { managed_policies: [], path: "/x/" }
        project made = import { name: "made", role: both };
        action_type scan { category: Test, configuration_properties: { Depth: { type: Number } } }
        action_type there = import { provider: (name()?) };
        stage "Two at once" @ "us-west-2" {
            parallel {
                let one, two = A: CodeBuild(zero) in tools @ (region()?) via cache as both;
                "B and C": Custom(one, two) {
                    mixed: ["a", 1, -1, true, [2], { k: variables.K }, (later), one / (path()?)],
                    words: { a: A, b: "b", "c d": [] },
                };
            }
        }
        "#
    ));
}

#[test]
fn variables_triggers_and_conditions() {
    insta::assert_snapshot!(expanded(
        r#"
        execution_mode: QUEUED;
        variable IMAGE_TAG = "latest" { description: "which image" }
        variable "B-C" = (of()?);
        trigger Checkout { push: [{ branches: { includes: ["main"] } }, { tags: { includes: ["v*"] } }] }
        stage Deploy in prod {
            before_entry SKIP { Wanted: VariableCheck { variable: variables.IMAGE_TAG, operator: NE, value: "none" }; }
            on_failure RETRY FAILED_ACTIONS;
            disabled "not yet";
            Call: Lambda;
            on_success ROLLBACK {
                Healthy: LambdaInvoke(built) in tools @ "us-west-2" as caller { function_name: "healthy" };
            }
        }
        "#
    ));
}

#[test]
fn errors_come_after_the_editor_and_before_the_placeholder() {
    let source = pipewright_syntax::parse(
        "account = (id()?); name: (name()?) stage"
            .parse()
            .expect("tokens"),
    );
    let errors = crate::report::errors(&source.findings);
    let block = super::placeholder(&super::editor(&source.marks), &errors, &source.expressions);
    insta::assert_snapshot!(pretty(block));
}
