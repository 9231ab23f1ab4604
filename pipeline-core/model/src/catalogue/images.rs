//! The images that CodeBuild offers, and the machines that they run on.
//!
//! Sources:
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html> and
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/deprecated-images.html>, as of the CDK's
//! version 2.276. `tests/geography.rs` compares the names with those of the pinned CDK.

use crate::similar;

/// Images of one name, for one type of machine.
#[derive(Debug)]
pub struct Family {
    /// The name without its version.
    pub name: &'static str,
    /// What its versions begin with; empty for all. The versions of `windows-base` name the system.
    pub begin: &'static str,
    /// The versions.
    pub versions: &'static [&'static str],
    /// The environment types that run it. The first is the default.
    pub machines: &'static [&'static str],
}

const X86: &[&str] = &["LINUX_CONTAINER", "LINUX_GPU_CONTAINER"];
const ARM: &[&str] = &["ARM_CONTAINER"];

const LAMBDA_VERSIONS: &[&str] = &[
    "corretto11",
    "corretto17",
    "corretto21",
    "dotnet6",
    "dotnet8",
    "go1.21",
    "go1.24",
    "nodejs18",
    "nodejs20",
    "nodejs22",
    "nodejs24",
    "python3.11",
    "python3.12",
    "python3.13",
    "ruby3.2",
    "ruby3.4",
];

/// All families.
pub static FAMILIES: &[Family] = &[
    Family {
        name: "aws/codebuild/standard",
        begin: "",
        versions: &["1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0", "8.0"],
        machines: X86,
    },
    Family {
        name: "aws/codebuild/amazonlinux-x86_64-standard",
        begin: "",
        versions: &["4.0", "5.0", "6.0", "corretto8", "corretto11"],
        machines: X86,
    },
    Family {
        name: "aws/codebuild/amazonlinux2-x86_64-standard",
        begin: "",
        versions: &["1.0", "2.0", "3.0", "4.0", "5.0", "corretto8", "corretto11"],
        machines: X86,
    },
    Family {
        name: "aws/codebuild/amazonlinux-aarch64-standard",
        begin: "",
        versions: &["2.0", "3.0", "4.0"],
        machines: ARM,
    },
    Family {
        name: "aws/codebuild/amazonlinux2-aarch64-standard",
        begin: "",
        versions: &["1.0", "2.0", "3.0"],
        machines: ARM,
    },
    Family {
        name: "aws/codebuild/amazonlinux-x86_64-lambda-standard",
        begin: "",
        versions: LAMBDA_VERSIONS,
        machines: &["LINUX_LAMBDA_CONTAINER"],
    },
    Family {
        name: "aws/codebuild/amazonlinux-aarch64-lambda-standard",
        begin: "",
        versions: LAMBDA_VERSIONS,
        machines: &["ARM_LAMBDA_CONTAINER"],
    },
    Family {
        name: "aws/codebuild/windows-base",
        begin: "2019-",
        versions: &["2019-1.0", "2019-2.0", "2019-3.0"],
        machines: &["WINDOWS_SERVER_2019_CONTAINER"],
    },
    Family {
        name: "aws/codebuild/windows-base",
        begin: "2022-",
        versions: &["2022-1.0"],
        machines: &["WINDOWS_SERVER_2022_CONTAINER"],
    },
    Family {
        name: "aws/codebuild/windows-base",
        begin: "",
        versions: &["1.0", "2.0"],
        machines: &["WINDOWS_CONTAINER"],
    },
    Family {
        name: "aws/codebuild/macos-arm-base",
        begin: "",
        versions: &["14", "15", "26"],
        machines: &["MAC_ARM"],
    },
    Family {
        name: "aws/codebuild/ami/amazonlinux-x86_64-base",
        begin: "",
        versions: &["latest"],
        machines: &["LINUX_EC2"],
    },
    Family {
        name: "aws/codebuild/ami/amazonlinux-arm-base",
        begin: "",
        versions: &["latest"],
        machines: &["ARM_EC2"],
    },
];

/// What an image's name says.
#[derive(Debug)]
pub enum Image {
    /// One of CodeBuild's own, of a version that it lists.
    Listed(&'static Family),
    /// One of CodeBuild's own, of a version that is not listed.
    Unlisted(&'static Family),
    /// A misspelled name of one of CodeBuild's own, and the name that is meant.
    Misspelled(String),
    /// None of the listed families. It may be one of CodeBuild's own that is newer or very old.
    UnknownFamily,
    /// Any other image.
    Foreign,
}

impl Image {
    /// What an image's name says.
    #[must_use]
    pub fn of(image: &str) -> Image {
        let (name, digest) = match image.split_once('@') {
            Some((name, _)) => (name, true),
            None => (image, false),
        };
        let (name, version) = name.split_once(':').unwrap_or((name, ""));
        let of_name = || FAMILIES.iter().filter(|family| family.name == name);
        let family = of_name().find(|family| version.starts_with(family.begin));
        // The machine of a Windows that is newer than this list is not known.
        let newer = family.is_some_and(|family| family.begin.is_empty())
            && of_name().any(|family| !family.begin.is_empty())
            && version.starts_with("20");
        if newer {
            return Image::UnknownFamily;
        }
        if let Some(family) = family {
            return if digest || family.has(version) {
                Image::Listed(family)
            } else {
                Image::Unlisted(family)
            };
        }
        match name.split('/').collect::<Vec<_>>().as_slice() {
            ["aws", service, rest @ ..] => unknown(service, rest, &image[name.len()..]),
            [_, "codebuild", rest @ ..] | ["codebuild", rest @ ..] => {
                // Without its `aws`, or with another word for it.
                let known = format!("aws/codebuild/{}", rest.join("/"));
                match FAMILIES.iter().any(|family| family.name == known) {
                    true => Image::Misspelled(format!("{known}{}", &image[name.len()..])),
                    false => Image::Foreign,
                }
            }
            _ => Image::Foreign,
        }
    }

    /// The family, if it is one of CodeBuild's own.
    #[must_use]
    pub fn family(&self) -> Option<&'static Family> {
        match self {
            Image::Listed(family) | Image::Unlisted(family) => Some(family),
            Image::Misspelled(_) | Image::UnknownFamily | Image::Foreign => None,
        }
    }
}

impl Family {
    /// Returns whether a version is listed, or one of its releases: `7.0-24.10.29` is one of `7.0`.
    fn has(&self, version: &str) -> bool {
        self.versions.iter().any(|known| {
            version
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    }
}

/// An image below `aws/` that is of no family.
fn unknown(service: &str, rest: &[&str], version: &str) -> Image {
    let right_service = similar::closest(service, ["codebuild"]).is_some();
    if !right_service {
        return Image::Foreign;
    }
    let name = format!("aws/codebuild/{}", rest.join("/"));
    let names = FAMILIES.iter().map(|family| family.name);
    // Few characters are a slip of the hand; more may be another image.
    let close = names.filter_map(|known| Some((similar::distance(&name, known, 3)?, known)));
    match close.min() {
        Some((_, known)) => Image::Misspelled(format!("{known}{version}")),
        None if service != "codebuild" => Image::Misspelled(format!("{name}{version}")),
        None => Image::UnknownFamily,
    }
}

/// An image of a private ECR registry.
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>
#[derive(Debug, PartialEq, Eq)]
pub struct EcrImage<'a> {
    /// The account of the registry.
    pub account: &'a str,
    /// Its region.
    pub region: &'a str,
    /// The domain, which is that of the region's partition.
    pub url_suffix: &'a str,
    /// The repository, without tag and digest.
    pub repository: &'a str,
}

impl<'a> EcrImage<'a> {
    /// The parts of an image's name, if its registry is ECR's:
    /// `111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1`.
    #[must_use]
    pub fn parse(image: &'a str) -> Option<EcrImage<'a>> {
        let (host, rest) = image.split_once('/')?;
        let (account, host) = host.split_once(".dkr.ecr.")?;
        let (region, url_suffix) = host.split_once('.')?;
        Some(EcrImage {
            account,
            region,
            url_suffix,
            repository: rest.split(['@', ':']).next().unwrap_or(rest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_image_is_of_its_family() {
        for family in FAMILIES {
            for version in family.versions {
                for image in [
                    format!("{}:{version}", family.name),
                    format!("{}:{version}-24.10.29", family.name),
                    format!("{}:{version}@sha256:0123", family.name),
                ] {
                    let Image::Listed(found) = Image::of(&image) else {
                        panic!("{image}: {:?}", Image::of(&image));
                    };
                    assert!(std::ptr::eq(found, family), "{image}");
                }
            }
            let newer = format!("{}:{}99", family.name, family.begin);
            assert!(matches!(Image::of(&newer), Image::Unlisted(_)), "{newer}");
        }
    }

    #[test]
    fn a_slip_in_every_name_is_found() {
        for family in FAMILIES {
            let right = format!("{}:{}", family.name, family.versions[0]);
            let name = family
                .name
                .strip_prefix("aws/codebuild/")
                .expect("the prefix");
            for wrong in [
                format!("aws/codebuid/{name}:{}", family.versions[0]),
                format!("aws/code-build/{name}:{}", family.versions[0]),
                format!("aws/codebuild/{}:{}", &name[1..], family.versions[0]),
                format!("aws/codebuild/{name}x:{}", family.versions[0]),
                format!("aw/codebuild/{name}:{}", family.versions[0]),
                format!("codebuild/{name}:{}", family.versions[0]),
            ] {
                let Image::Misspelled(meant) = Image::of(&wrong) else {
                    panic!("{wrong}: {:?}", Image::of(&wrong));
                };
                assert_eq!(meant, right, "{wrong}");
            }
        }
        for other in [
            "node:22",
            "public.ecr.aws/docker/library/node:22",
            "aws/amazoncorretto",
            "team/codebuild/node:22",
        ] {
            assert!(matches!(Image::of(other), Image::Foreign), "{other}");
        }
        for old in [
            "aws/codebuild/nodejs:10.14.1",
            "aws/codebuild/ubuntu-base:14.04",
        ] {
            assert!(matches!(Image::of(old), Image::UnknownFamily), "{old}");
        }
    }
}
