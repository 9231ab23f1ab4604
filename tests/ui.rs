//! What the compiler says: one mistake per file, and the message beside it.

#[test]
fn mistakes_are_explained_and_pipelines_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
