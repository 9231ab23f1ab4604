//! `JenkinsTest`: a test run by a Jenkins project.

use super::jenkins::PROVIDER;
use crate::catalogue::Kind;

pub(super) static KIND: Kind = Kind {
    name: "JenkinsTest",
    title: "a test run by a Jenkins project",
    category: "Test",
    ..PROVIDER
};
