//! `CodeBuildTest`: a test run by a CodeBuild project.

use super::code_build::PROVIDER;
use crate::catalogue::Kind;

pub(super) static KIND: Kind = Kind {
    name: "CodeBuildTest",
    title: "a test run by a CodeBuild project",
    category: "Test",
    ..PROVIDER
};
