//! The machines that CodeBuild builds on: environment types and their compute types.
//!
//! Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html>.
//! That page lists sizes and says of none that it is refused. That comes from elsewhere: for
//! Lambda and GPUs from botocore codebuild/2016-10-06 shape `ProjectEnvironment`, for Windows
//! containers, Docker and timeouts from the validation of
//! <https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/aws-codebuild/lib>.
//! `tests/geography.rs` compares the names with those of the pinned botocore.

/// An environment type.
#[derive(Debug)]
pub struct Machine {
    /// CodeBuild's name for it.
    pub name: &'static str,
    /// The compute types that it has. The first is the default.
    pub compute_types: &'static [&'static str],
    /// Those that AWS says it does not have.
    pub not_offered: &'static [&'static str],
    /// Why Docker cannot run in its builds, in words; `None` if it can.
    pub no_docker: Option<&'static str>,
    /// Whether a project can say how long its builds may take.
    pub has_timeout: bool,
    /// Whether only a fleet of reserved machines has it.
    pub reserved: bool,
    /// Whether builds run on Lambda.
    pub lambda: bool,
    /// Whether its system is Linux.
    pub linux: bool,
    /// Whether a project can choose the kernel below its container.
    ///
    /// Source: <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html>
    pub has_host_kernel: bool,
    /// Whether builds can keep a cache on it.
    ///
    /// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html>
    pub has_local_cache: bool,
}

const ALL: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_LARGE",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
];
const TO_LARGE: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_LARGE",
];
const MEDIUM_AND_LARGE: &[&str] = &["BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"];
const LAMBDA: &[&str] = &[
    "BUILD_LAMBDA_1GB",
    "BUILD_LAMBDA_2GB",
    "BUILD_LAMBDA_4GB",
    "BUILD_LAMBDA_8GB",
    "BUILD_LAMBDA_10GB",
];

const NOT_ON_GPU: &[&str] = &[
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
];
const NOT_ON_WINDOWS: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
];

const NO_DOCKER_ON_WINDOWS: Option<&str> = Some("Docker does not run in builds on Windows");
// https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html#lambda.limitations
const NO_DOCKER_ON_LAMBDA: Option<&str> = Some("Docker does not run in builds on Lambda");

const fn machine(name: &'static str, compute_types: &'static [&'static str]) -> Machine {
    Machine {
        name,
        compute_types,
        not_offered: &[],
        no_docker: None,
        has_timeout: true,
        reserved: false,
        lambda: false,
        linux: true,
        has_host_kernel: true,
        has_local_cache: true,
    }
}

const fn windows(name: &'static str) -> Machine {
    Machine {
        not_offered: NOT_ON_WINDOWS,
        no_docker: NO_DOCKER_ON_WINDOWS,
        linux: false,
        has_host_kernel: false,
        ..machine(name, MEDIUM_AND_LARGE)
    }
}

const fn lambda(name: &'static str) -> Machine {
    Machine {
        no_docker: NO_DOCKER_ON_LAMBDA,
        has_timeout: false,
        lambda: true,
        has_host_kernel: false,
        has_local_cache: false,
        ..machine(name, LAMBDA)
    }
}

/// All of them.
pub static MACHINES: &[Machine] = &[
    machine("LINUX_CONTAINER", ALL),
    machine("ARM_CONTAINER", ALL),
    Machine {
        has_host_kernel: false,
        has_local_cache: false,
        not_offered: NOT_ON_GPU,
        ..machine(
            "LINUX_GPU_CONTAINER",
            &["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_LARGE"],
        )
    },
    windows("WINDOWS_CONTAINER"),
    windows("WINDOWS_SERVER_2019_CONTAINER"),
    windows("WINDOWS_SERVER_2022_CONTAINER"),
    lambda("LINUX_LAMBDA_CONTAINER"),
    lambda("ARM_LAMBDA_CONTAINER"),
    machine("LINUX_EC2", TO_LARGE),
    machine("ARM_EC2", TO_LARGE),
    Machine {
        linux: false,
        has_host_kernel: false,
        ..machine("WINDOWS_EC2", MEDIUM_AND_LARGE)
    },
    Machine {
        reserved: true,
        linux: false,
        has_host_kernel: false,
        ..machine("MAC_ARM", MEDIUM_AND_LARGE)
    },
];

/// The names of all environment types.
pub const ENVIRONMENT_TYPES: &[&str] = &[
    "LINUX_CONTAINER",
    "ARM_CONTAINER",
    "LINUX_GPU_CONTAINER",
    "WINDOWS_CONTAINER",
    "WINDOWS_SERVER_2019_CONTAINER",
    "WINDOWS_SERVER_2022_CONTAINER",
    "LINUX_LAMBDA_CONTAINER",
    "ARM_LAMBDA_CONTAINER",
    "LINUX_EC2",
    "ARM_EC2",
    "WINDOWS_EC2",
    "MAC_ARM",
];

/// The names of all compute types that need nothing beside them.
pub const COMPUTE_TYPES: &[&str] = &[
    "BUILD_GENERAL1_SMALL",
    "BUILD_GENERAL1_MEDIUM",
    "BUILD_GENERAL1_LARGE",
    "BUILD_GENERAL1_XLARGE",
    "BUILD_GENERAL1_2XLARGE",
    "BUILD_LAMBDA_1GB",
    "BUILD_LAMBDA_2GB",
    "BUILD_LAMBDA_4GB",
    "BUILD_LAMBDA_8GB",
    "BUILD_LAMBDA_10GB",
];

/// The sizes of machines that are there for the time of a build, from the smallest.
pub const ON_DEMAND_SIZES: &[&str] = ALL;

/// The size that keeps no cache on its machine.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html>
pub const NO_LOCAL_CACHE: &str = "BUILD_GENERAL1_2XLARGE";

impl Machine {
    /// Returns whether AWS says that it does not have a size. Sizes by memory are Lambda's, and
    /// Lambda has no others.
    #[must_use]
    pub fn is_without(&self, size: &str) -> bool {
        let by_memory = |size: &&str| size.starts_with("BUILD_LAMBDA_");
        self.not_offered.contains(&size)
            || self.compute_types.iter().any(by_memory) != by_memory(&size)
    }
}

/// The environment type of a name.
#[must_use]
pub fn machine_named(name: &str) -> Option<&'static Machine> {
    MACHINES.iter().find(|machine| machine.name == name)
}

/// The environment type of a project that names none: that of its image, where it is one of
/// CodeBuild's own; else by what the image is called.
#[must_use]
pub fn default_environment_type(image: &str) -> &'static str {
    match super::images::Image::of(image).family() {
        Some(family) => family
            .machines
            .first()
            .copied()
            .unwrap_or("LINUX_CONTAINER"),
        None if image.contains("aarch64") => "ARM_CONTAINER",
        None => "LINUX_CONTAINER",
    }
}

/// The compute type of a project that names none: the smallest that its machine has.
#[must_use]
pub fn default_compute_type(environment_type: &str) -> &'static str {
    machine_named(environment_type)
        .and_then(|machine| machine.compute_types.first().copied())
        .unwrap_or("BUILD_GENERAL1_SMALL")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::images::FAMILIES;

    #[test]
    fn every_name_stands_in_both_lists() {
        let names: Vec<&str> = MACHINES.iter().map(|machine| machine.name).collect();
        assert_eq!(names, ENVIRONMENT_TYPES);
        for machine in MACHINES {
            for compute in machine.compute_types {
                assert!(COMPUTE_TYPES.contains(compute), "{compute}");
                assert!(!machine.is_without(compute), "{compute}");
            }
        }
        for family in FAMILIES {
            for machine in family.machines {
                assert!(ENVIRONMENT_TYPES.contains(machine), "{machine}");
            }
        }
    }
}
