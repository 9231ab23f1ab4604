//! Errors of names for values: `pipewright-syntax` reports them, where it parses.

use crate::code::code;

code! {
    CYCLIC_VALUE = "P016" Error "a value is a part of itself",
    why: "A name stands for the value of its declaration, as if that were written in its place. A value that holds its own name, directly or by another one, would have no end.",
    example: "value common = { ..more, STAGE: \"prod\" };\nvalue more = { ..common, LEVEL: \"info\" };",
    fix: "Leave one of the names out, or write what it stands for.",
    source: "",
}

code! {
    NOT_THIS_VALUE = "P017" Error "the value of this name cannot stand here",
    why: "A name for a value can stand where its value could. A map is no region, a list of tuples is for a `for` alone, `..` puts a map into a map and a list into a list, and what a Rust expression yields is not known while the pipeline is read.",
    example: "value common = { STAGE: \"prod\" };\nstage Deploy in prod @ common { … }",
    fix: "Name a value that can stand there, or write it out: `stage Deploy in prod @ \"eu-west-1\" { … }`.",
    source: "",
}

code! {
    NEVER_TAKEN = "P019" Warning "a branch is never taken",
    why: "The conditions around the branch exclude its own: `if (!prod)` inside of `if (prod)`, or an `else if` with a condition that stood before. Or what is written there decides the condition in every iteration: `if (account == \"staging\")` in a `for` over `test` and `prod`, or `if (false)`. What stands in the branch is never made.",
    example: "if (prod) {\n    if (!prod) { stage Review { Look: Manual; } }\n}",
    fix: "Leave the branch out, or change a condition.",
    source: "",
}

code! {
    UNUSED_VALUE = "P018" Warning "a value is never used",
    why: "Nothing names the value, so that it has no effect. The place that should name it may say something else.",
    example: "value common = { STAGE: \"prod\" };\nproject package { image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\" }",
    fix: "Name it where it is meant, take it out, or begin its name with an underscore.",
    source: "",
}
