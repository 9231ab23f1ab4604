use super::*;
use crate::source::Source;

fn lay(text: &str) -> String {
    laid_out(&Source::of("app.pipeline", text)).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The text stays as it is.
#[track_caller]
fn stays(text: &str) {
    assert_eq!(lay(text), text);
}

#[test]
fn settings_and_declarations_stand_on_a_line_each() {
    let text = "name:\"app\" ;tags:{team:\"web\"};\n\n\n\nhome   tools=\"111111111111\"@\"us-east-1\";\n\
                role a in tools{managed_policies:[\"x\",\"y\"]}role b=import \"arn\";";
    assert_eq!(
        lay(text),
        "name: \"app\";\ntags: { team: \"web\" };\n\nhome tools = \"111111111111\" @ \"us-east-1\";\n\
         role a in tools { managed_policies: [\"x\", \"y\"] }\nrole b = import \"arn\";\n"
    );
}

#[test]
fn stages_and_what_holds_actions_are_blocks() {
    let text = "stage A in b@\"c\"{let x=S:S3Source{s3_bucket:\"a\"};parallel{for p in [\"a\",b]{\"C-{p}\":\
                Lambda(x,y){function_name:\"f\"};}}on_failure RETRY;before_entry SKIP{W:VariableCheck;}\
                if (a>b){M:Manual;}else{N:Manual;}}";
    assert_eq!(
        lay(text),
        r#"stage A in b @ "c" {
    let x = S: S3Source { s3_bucket: "a" };
    parallel {
        for p in ["a", b] {
            "C-{p}": Lambda(x, y) { function_name: "f" };
        }
    }
    on_failure RETRY;
    before_entry SKIP {
        W: VariableCheck;
    }
    if (a>b) {
        M: Manual;
    } else {
        N: Manual;
    }
}
"#
    );
}

#[test]
fn a_comma_at_the_end_keeps_several_lines() {
    stays("tags: {\n    a: \"1\",\n};\n");
    stays("tags: { a: \"1\" };\n");
    let long = format!("tags: {{ a: \"{}\", b: \"1\" }};\n", "x".repeat(90));
    let broken = format!(
        "tags: {{\n    a: \"{}\",\n    b: \"1\"\n}};\n",
        "x".repeat(90)
    );
    assert_eq!(lay(&long), broken);
    stays(&broken);
}

#[test]
fn a_list_of_one_map_has_its_brackets_together() {
    stays("role a {\n    statements: [{\n        actions: [\"a\"],\n    }],\n}\n");
}

#[test]
fn comments_stay_where_they_are() {
    stays(
        "// first\n\n/* second */\nname: \"app\"; // beside\n// between\n\n// alone\n\
         tags: { // open\n    // above\n    a: \"1\", // behind\n    b: /* in */ \"2\",\n    // last\n};\n// end\n",
    );
    stays("tags: {\n    // nothing\n};\n");
    stays("name: // why\n    \"app\";\n");
    stays("tags: {\n    a: \"1\" // no comma\n};\n");
}

#[test]
fn rust_stays_byte_for_byte() {
    stays("name: ( a  .b( ) );\n");
    stays("name: (format!(\n  \"{}\", // why\n        a));\n");
    stays("account prod = (env::var(\"A\")?) @ \"eu-west-1\";\n");
}

#[test]
fn texts_of_several_lines_stay() {
    stays("project a {\n    buildspec: \"\nversion: 0.2\n  x: {\n\",\n}\n");
    stays("project a {\n    buildspec: r#\"\n a: \"b\"\n\"#\n}\n");
}

#[test]
fn an_empty_file_stays_empty() {
    stays("");
    assert_eq!(lay("\n\n"), "");
    stays("// only a comment\n");
}

#[test]
fn types_numbers_and_paths_are_written_together() {
    stays("parameter a: List<AWS::EC2::Subnet::Id> = [\"a\"] { min_value: -1 }\n");
    stays(
        "output A = main.bucket.arn;\nvalue a = { X: \"y\" };\nvalue b = { ..a, C: Check.Id, d: x / \"y\" };\n",
    );
    stays("for (a, b) in [(x, \"1\"), (y, \"2\")] {\n    account a = b;\n}\n");
}

#[test]
fn of_rust_only_pipelines_change() {
    let text = "fn  main( ) {\n\tlet a = pipewright::pipeline! {name:\"a\";};\n  let b = vec![pipeline! {\n}, pipeline!{\n   name : (x) ;\n}]; }\n";
    let source = Source::of("build.rs", text);
    assert_eq!(
        laid_out(&source).expect("no errors"),
        "fn  main( ) {\n\tlet a = pipewright::pipeline! {\n        name: \"a\";\n    };\n  let b = vec![pipeline! {\n}, pipeline!{\n    name: (x);\n}]; }\n"
    );
}

#[test]
fn errors_stop_it() {
    for wrong in [
        "stage {",
        "name \"a\";",
        "/// doc\nname: \"a\";",
        "stage A { B: C(d }",
    ] {
        laid_out(&Source::of("app.pipeline", wrong)).expect_err(wrong);
    }
}

#[test]
fn a_call_has_brackets_of_any_kind() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), (" {", "}")] {
        let text = format!("fn main() {{\n    emit(pipeline!{open}name:\"a\";{close});\n}}\n");
        let source = Source::of("build.rs", &text);
        assert_eq!(
            laid_out(&source).expect("no errors"),
            format!(
                "fn main() {{\n    emit(pipeline!{open}\n        name: \"a\";\n    {close});\n}}\n"
            )
        );
    }
}

/// A comment, as it stands between two tokens.
const COMMENTS: &[&str] = &[
    " // beside\n",
    "\n// alone\n",
    "\n\n// with a line above\n\n",
    " /* in */ ",
    "/* close */",
    "\n/* begins a line */ ",
    " /* ends a line */\n",
    "\n/* alone */\n",
    " /* of two\n   lines */ ",
    "\n/* of two\n   lines, alone */\n",
    "\n/* of two\n   lines */ /* and another */ // and a third\n",
    " /* one */ /* two */ ",
    "\n// one\n// two\n",
];

/// The comments that documentation is made of are tokens, and no place in a pipeline takes any.
const DOCS: &[&str] = &["\n/// doc\n", " /** doc */ ", "\n//! doc\n"];

/// The bytes in front of each token, and behind the last one.
fn gaps(stream: TokenStream, found: &mut Vec<usize>) {
    for tree in stream {
        match tree {
            proc_macro2::TokenTree::Group(group) => {
                found.push(group.span_open().byte_range().start);
                gaps(group.stream(), found);
                found.push(group.span_close().byte_range().start);
            }
            other => found.push(other.span().byte_range().start),
        }
    }
}

/// The insides of the pipelines of the examples.
fn examples() -> Vec<String> {
    [
        include_str!("../../../examples/minimal/build.rs"),
        include_str!("../../../examples/gates/build.rs"),
        include_str!("../../../examples/cross-region/build.rs"),
        include_str!("../../../examples/reference-architecture/build.rs"),
        include_str!("../../../examples/everything/build.rs"),
    ]
    .iter()
    .flat_map(|text| {
        let blocks = blocks::blocks(text.parse().expect("Rust"));
        let insides = blocks
            .into_iter()
            .map(|block| text.get(block.inside).expect("a pipeline").to_owned());
        insides.collect::<Vec<_>>()
    })
    .collect()
}

/// Each gap between tokens gets a comment, of all forms in turn: what is laid out stays as it is, and
/// has the same tokens and comments.
#[test]
fn comments_between_any_tokens_are_kept_and_done_at_once() {
    let mut number = 0;
    let mut failures = Vec::new();
    for text in examples() {
        let mut places = Vec::new();
        gaps(text.parse().expect("tokens"), &mut places);
        assert!(places.len() > 20, "{text}");
        // A stretch of the text is enough around each: the largest one has thousands of tokens.
        let step = places.len() / 120 + 1;
        for at in places.into_iter().step_by(step) {
            // Thirteen forms, and steps of another number, so that each place gets another one.
            number += 1;
            let comment = COMMENTS[number % COMMENTS.len()];
            let (before, behind) = text.split_at(at);
            let commented = format!("{before}{comment}{behind}");
            let source = Source::of("app.pipeline", &commented);
            let once = laid_out(&source).unwrap_or_else(|problems| {
                panic!("{comment:?} in front of {behind:.40}: {problems:?}")
            });
            let twice = lay(&once);
            if once != twice {
                let difference = similar::TextDiff::from_lines(&once, &twice);
                let difference = difference.unified_diff().context_radius(1).to_string();
                failures.push(format!(
                    "{comment:?} in front of {behind:.40}\n{difference}"
                ));
            }
            if number % 10 == 0 {
                let doc = DOCS[number / 10 % DOCS.len()];
                let documented = format!("{before}{doc}{behind}");
                laid_out(&Source::of("app.pipeline", &documented)).expect_err(&documented);
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(number > 400, "{number}");
}
