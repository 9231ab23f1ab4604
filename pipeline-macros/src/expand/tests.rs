//! Expansions, pretty-printed.

use proc_macro2::TokenStream;

use crate::reference;

/// The expansion of a pipeline that need not pass the checks, without what only an editor reads.
fn expanded(source: &str) -> String {
    let source = pipewright_syntax::parse(source.parse().expect("tokens"));
    assert!(source.findings.is_empty(), "{}", source.findings);
    let none = TokenStream::new();
    pretty(super::expand(&none, &none, &source))
}

fn pretty(block: TokenStream) -> String {
    let file = syn::parse2(quote::quote!(fn main() #block)).expect("a Rust file");
    prettyplease::unparse(&file)
}

#[test]
fn the_reference_pipeline() {
    insta::assert_snapshot!(expanded(reference::source()));
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
fn names_for_values() {
    insta::assert_snapshot!(expanded(
        r#"
        name: "named";
        value later = (name()?);
        value common = { STAGE: "prod", LEVEL: later, PARTS: parts };
        value parts = ["api", "site"];
        project one { image: "one", environment_variables: common }
        stage Two {
            A: CodeBuild { environment_variables: common };
            B: CodeBuild { environment_variables: { ..common, STAGE: "test" }, parts: parts, name: later };
        }
        for part in parts {
            value mine = { PART: "{part}" };
            stage part { C: CodeBuild { environment_variables: mine }; D: CodeBuild { variables: mine }; }
        }
        "#
    ));
}

#[test]
fn branches() {
    insta::assert_snapshot!(expanded(
        r#"
        name: "branches";
        if (prod()) { account prod = "444444444444"; role both in prod { path: (path()?) } }
        else { account test = "333333333333"; }
        if (std::env::var("LATE")? == "yes") { tags: { LATE: "yes" }; }
        stage One {
            A: Manual;
            if (prod()) { B: Manual { custom_data: (data()) }; C: Manual; } else { D: Manual; }
            parallel { E: Manual; if (!prod()) { F: Manual; } }
            parallel { if (prod()) { G: Manual; } }
        }
        if (prod()) { stage Two in prod { H: Manual; if (last) { I: Manual; } } }
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
    let editor = quote::quote!(
        const EDITOR: () = ();
    );
    let block = super::placeholder(&editor, &errors, &source.expressions);
    insta::assert_snapshot!(pretty(block));
}

/// The expansion of the reference architecture, as `tests/same_bytes.rs` compiles it.
#[test]
fn the_checked_in_expansion_is_current() {
    // The test that compiles it is another crate's.
    let example = reference::source().replace(
        "include \"buildspec.yml\"",
        "include \"examples/reference-architecture/buildspec.yml\"",
    );
    let source = pipewright_syntax::parse(example.parse().expect("tokens"));
    let none = TokenStream::new();
    let block = super::expand(&none, &none, &source);
    let file = quote::quote! {
        fn expanded() -> Result<::pipewright::Pipeline, ::pipewright::Findings> #block
    };
    let expanded = prettyplease::unparse(&syn::parse2(file).expect("a Rust file"));
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/support/reference_expanded.rs"
    );
    let header = "// What `pipeline!` expands to for the reference architecture, without what only an\n\
                  // editor reads. `BLESS=1 cargo test -p pipewright-macros` writes it.\n\n";
    let expanded = format!("{header}{expanded}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &expanded).expect("a file");
    }
    let checked_in = std::fs::read_to_string(path).expect("a file");
    assert_eq!(checked_in, expanded);
}
