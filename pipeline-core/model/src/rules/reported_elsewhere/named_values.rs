//! Codes of names for values. `pipewright-syntax` reports them, where it parses.

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
    UNUSED_VALUE = "P018" Warning "a value is never used",
    why: "Nothing names the value, so that it has no effect. The place that should name it may say something else.",
    example: "value common = { STAGE: \"prod\" };\nproject package { image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\" }",
    fix: "Name it where it is meant, take it out, or begin its name with an underscore.",
    source: "",
}
