//! The machine of a build project: its image, its type and its size go together.

use crate::catalogue::images::{EcrImage, Image};
use crate::catalogue::machines::{self, Machine};
use crate::catalogue::{pattern, region};
use crate::code::code;
use crate::model::{Data, Entry, Project, TextExpr};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::images;
use crate::rules::words;

/// Checks the machine of a project that we make.
pub(crate) fn check<'a, P: Place>(
    cx: &mut Check<'a, P>,
    project: &Project<P>,
    entries: &'a [Entry<P>],
) {
    let find = |key: &str| entries.iter().find(|entry| entry.key.text == key);
    let Some(entry) = find("image") else {
        return;
    };
    let late = cx.index.model.is_deploy_time(&entry.value);
    let written = match entry.value.data.text() {
        Some(text) => text.to_owned(),
        None if late => images::sample(&entry.value),
        None => return,
    };
    if late && !images::check_known_enough(cx, entry, &find) {
        return;
    }
    let image = written.as_str();
    let what = Image::of(image);
    if !late || matches!(what, Image::Misspelled(_)) && images::names_its_family(&entry.value) {
        own_image(cx, entry, &what, image);
    }
    registry(cx, entry, image);
    if let Some(fleet) = find("fleet") {
        // The fleet says which machines it has.
        return fleet_elsewhere(cx, project, fleet);
    }
    let said = find("environment_type");
    let name = match said {
        Some(said) => said.value.data.constant(),
        None => Some(machines::default_environment_type(image)),
    };
    let Some(machine) = name.and_then(machines::machine_named) else {
        return;
    };
    let setting = Setting {
        project,
        machine,
        said,
        image: entry,
        written: image,
    };
    if setting.check_image(cx, &what) && setting.check_on_demand(cx) {
        setting.check_size(cx, find("compute_type"));
        setting.check_docker(cx, find("privileged_mode"));
        setting.check_timeout(cx, find("timeout_in_minutes"));
    }
}

code! {
    NO_SUCH_IMAGE = "P146" Error "a misspelled image of CodeBuild",
    why: "What is below `aws/codebuild/` are CodeBuild's own images. One of another name is not there: the project is made, and its first build fails while the image is pulled.",
    example: "project build { image: \"aws/codebuild/amazonlinux-x86-64-standard:5.0\" }",
    fix: "Write the name as CodeBuild's page has it: `aws/codebuild/amazonlinux-x86_64-standard:5.0`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html",
}

code! {
    UNLISTED_IMAGE = "P147" Warning "an image that CodeBuild's list does not have",
    why: "This image is not in CodeBuild's list of its own images, as of this version of pipewright. It may be newer than the list, or CodeBuild may have dropped it. If it is mistyped, the first build fails when it pulls the image.",
    example: "project build { image: \"aws/codebuild/standard:99.0\" }",
    fix: "Check it with `aws codebuild list-curated-environment-images`. If it is there, nothing needs to be done, unless it is of a newer Windows: say its machine, `environment_type`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available-get.html",
}

/// One of CodeBuild's own images is called as CodeBuild calls it.
fn own_image<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>, what: &Image, image: &str) {
    match what {
        Image::Misspelled(meant) => {
            cx.report(
                &NO_SUCH_IMAGE,
                entry.value.at,
                format!("CodeBuild has no image `{image}`"),
            )
            .help(format!("an image with a similar name: `{meant}`"));
        }
        Image::Unlisted(family) => {
            let listed: Vec<String> = family
                .versions
                .iter()
                .map(|version| format!("`{}:{version}`", family.name))
                .collect();
            cx.report(
                &UNLISTED_IMAGE,
                entry.value.at,
                format!("CodeBuild does not list image `{image}`"),
            )
            .help(format!("it lists {}", words::and(&listed)));
        }
        Image::UnknownFamily => {
            cx.report(
                &UNLISTED_IMAGE,
                entry.value.at,
                format!("CodeBuild does not list image `{image}`"),
            )
            .help("`aws codebuild list-curated-environment-images` shows those that it has");
        }
        Image::Listed(_) | Image::Foreign => {}
    }
}

code! {
    IMAGE_REGISTRY = "P129" Error "an image's registry that cannot be",
    why: "The address of a private ECR registry is `ACCOUNT.dkr.ecr.REGION.DOMAIN`, and the domain is that of the region's partition: `amazonaws.com`, in China `amazonaws.com.cn`. No build can pull an image from another address, nor one of another partition than its own.",
    example: "home tools = \"111111111111\" @ \"cn-north-1\";\n…\nproject build { image: \"111111111111.dkr.ecr.cn-north-1.amazonaws.com/build:1\" }",
    fix: "Write the address that ECR shows: `111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/build:1`.",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
}

/// The registry of an image can exist, and is of the pipeline's partition.
fn registry<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>, image: &str) {
    let Some(registry) = EcrImage::parse(image) else {
        return;
    };
    let Some((problem, help)) = wrong_registry(cx, &registry) else {
        return;
    };
    cx.report(
        &IMAGE_REGISTRY,
        entry.value.at,
        format!("`image` {problem}"),
    )
    .help(help);
}

fn wrong_registry<P: Place>(cx: &Check<'_, P>, image: &EcrImage<'_>) -> Option<(String, String)> {
    let (account, region) = (image.account, image.region);
    if pattern::ACCOUNT_ID.complaint(account).is_some() {
        return Some((
            format!("is of a registry of `{account}`, and account ids are 12 digits"),
            "the address begins with the account that the registry is of".to_owned(),
        ));
    }
    if let Some(meant) = region::one_slip_away(region) {
        return Some((
            format!("is of a registry in `{region}`, and there is no such region"),
            format!("a region with a similar name: `{meant}`"),
        ));
    }
    let Some(of) = region::partition(region) else {
        return Some((
            format!("is of a registry in `{region}`, and there is no such region"),
            "a region is written like `eu-west-1`".to_owned(),
        ));
    };
    if image.url_suffix != of.url_suffix {
        return Some((
            format!(
                "is of a registry at `{}`, and those in `{region}` are at `{}`",
                image.url_suffix, of.url_suffix
            ),
            format!(
                "its address is `{account}.dkr.ecr.{region}.{}`",
                of.url_suffix
            ),
        ));
    }
    let home = cx.index.home_region().and_then(TextExpr::known)?;
    let own = region::partition(home)?;
    (own.name != of.name).then(|| {
        (
            format!(
                "is in partition `{}`, and the pipeline lives in `{}`",
                of.name, own.name
            ),
            format!("copy the image to a registry in partition `{}`", own.name),
        )
    })
}

/// A project with the type of its machine.
struct Setting<'a, P> {
    project: &'a Project<P>,
    machine: &'static Machine,
    /// Where the type is said, if it is.
    said: Option<&'a Entry<P>>,
    image: &'a Entry<P>,
    /// The image, as far as it is known.
    written: &'a str,
}

impl<P: Place> Setting<'_, P> {
    /// Where the type of the machine comes from.
    fn at(&self) -> P {
        self.said.unwrap_or(self.image).value.at
    }

    fn because(&self) -> String {
        match self.said {
            Some(_) => format!(
                "its environment type, `{}`, is said here",
                self.machine.name
            ),
            None => format!("its image runs on `{}`", self.machine.name),
        }
    }
}

code! {
    IMAGE_ON_MACHINE = "P148" Error "an image that does not run on the project's machine",
    why: "Each of CodeBuild's own images is for one system and one processor: `aarch64` for ARM, `windows-base` for one release of Windows, `lambda-standard` for Lambda. On another machine the project is refused, or its first build fails before its first command.",
    example: "project build {\n    image: \"aws/codebuild/amazonlinux-aarch64-standard:3.0\",\n    environment_type: LINUX_CONTAINER,\n}",
    fix: "Leave `environment_type` out, and it is that of the image; or take an image for that machine.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html",
}

code! {
    MACHINE_SIZE = "P149" Error "a size that the project's machine does not have",
    why: "CodeBuild offers each type of machine in some sizes: Windows from `BUILD_GENERAL1_MEDIUM` to `BUILD_GENERAL1_LARGE`, GPUs as `BUILD_GENERAL1_SMALL` and `BUILD_GENERAL1_LARGE`, Lambda by its memory. It refuses a project of another size.",
    example: "project build {\n    image: \"aws/codebuild/windows-base:2019-3.0\",\n    compute_type: BUILD_GENERAL1_SMALL,\n}",
    fix: "Take a size that the message names, or leave `compute_type` out: then it is the smallest.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html",
}

code! {
    UNLISTED_SIZE = "P159" Warning "a size that AWS does not list for the project's machine",
    why: "CodeBuild offers each type of machine in some sizes. AWS's page does not list this size for this type, and does not say either that it is refused; if CodeBuild does not have it, the project is not made.",
    example: "project build {\n    image: \"111111111111.dkr.ecr.us-east-1.amazonaws.com/build:1\",\n    environment_type: LINUX_EC2,\n    compute_type: BUILD_GENERAL1_2XLARGE,\n}",
    fix: "Take a size that the message names, or leave `compute_type` out: then it is the smallest. If CodeBuild has the size, nothing needs to be done.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html",
}

code! {
    NO_DOCKER = "P155" Error "privileged mode where Docker does not run",
    why: "`privileged_mode` lets a build run Docker. Builds on Windows and on Lambda cannot, and CodeBuild refuses a project that says so.",
    example: "project build {\n    image: \"aws/codebuild/windows-base:2019-3.0\",\n    privileged_mode: true,\n}",
    fix: "Leave `privileged_mode` out, or build on Linux.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html",
}

code! {
    NO_TIMEOUT = "P156" Error "a timeout for builds on Lambda",
    why: "A build on Lambda ends after 15 minutes. CodeBuild takes no timeout for it, and refuses a project that has one.",
    example: "project build {\n    image: \"aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22\",\n    timeout_in_minutes: 10,\n}",
    fix: "Leave `timeout_in_minutes` out, or build in a container: `environment_type: LINUX_CONTAINER`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html",
}

code! {
    RESERVED_MACHINE = "P157" Error "a machine that only a fleet has",
    why: "CodeBuild has machines with macOS in fleets of reserved capacity only. A project for them that names no fleet is refused.",
    example: "project build { image: \"aws/codebuild/macos-arm-base:15\" }",
    fix: "Name the fleet: `fleet: \"arn:aws:codebuild:us-east-1:111111111111:fleet/mac:…\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html",
}

impl<P: Place> Setting<'_, P> {
    fn check_image(&self, cx: &mut Check<'_, P>, what: &Image) -> bool {
        let Some(family) = what.family() else {
            return true;
        };
        if family.machines.contains(&self.machine.name) {
            return true;
        }
        let image = self.written;
        cx.report(
            &IMAGE_ON_MACHINE,
            self.at(),
            format!("`{image}` does not run on `{}`", self.machine.name),
        )
        .help(format!("it runs on {}", words::choice(family.machines)))
        .related("the image is named here", self.image.value.at);
        false
    }

    fn check_on_demand(&self, cx: &mut Check<'_, P>) -> bool {
        if !self.machine.reserved {
            return true;
        }
        cx.report(
            &RESERVED_MACHINE,
            self.at(),
            format!(
                "project `{}` builds on `{}`, which only a fleet has",
                self.project.name.text, self.machine.name
            ),
        )
        .help("name a fleet of such machines: `fleet: \"ARN\"`");
        false
    }

    fn check_size(&self, cx: &mut Check<'_, P>, size: Option<&Entry<P>>) {
        let Some(size) = size else { return };
        let Some(name) = size.value.data.constant() else {
            return;
        };
        let sizes = self.machine.compute_types;
        if sizes.contains(&name) || !machines::COMPUTE_TYPES.contains(&name) {
            return;
        }
        let machine = self.machine.name;
        let (code, message) = if self.machine.is_without(name) {
            (&MACHINE_SIZE, format!("`{machine}` has no size `{name}`"))
        } else {
            let message = format!("AWS lists no size `{name}` for `{machine}`");
            (&UNLISTED_SIZE, message)
        };
        cx.report(code, size.value.at, message)
            .help(format!("it can be {}", words::choice(sizes)))
            .related(self.because(), self.at());
    }

    fn check_docker(&self, cx: &mut Check<'_, P>, privileged: Option<&Entry<P>>) {
        let Some(why) = self.machine.no_docker else {
            return;
        };
        let Some(entry) = privileged.filter(|entry| matches!(entry.value.data, Data::Bool(true)))
        else {
            return;
        };
        cx.report(
            &NO_DOCKER,
            entry.value.at,
            format!("`{}` has no privileged mode", self.machine.name),
        )
        .help(format!("leave `privileged_mode` out: {why}"))
        .related(self.because(), self.at());
    }

    fn check_timeout(&self, cx: &mut Check<'_, P>, timeout: Option<&Entry<P>>) {
        let Some(timeout) = timeout.filter(|_| !self.machine.has_timeout) else {
            return;
        };
        cx.report(
            &NO_TIMEOUT,
            timeout.key.at,
            format!("`{}` takes no timeout", self.machine.name),
        )
        .help("leave `timeout_in_minutes` out: a build on Lambda ends after 15 minutes")
        .related(self.because(), self.at());
    }
}

code! {
    FLEET_ELSEWHERE = "P158" Error "a fleet is in another account or region than its project",
    why: "A project builds on machines of a fleet in its own account and region. CodeBuild refuses one that names another.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nproject build {\n    image: \"aws/codebuild/macos-arm-base:15\",\n    fleet: \"arn:aws:codebuild:us-west-2:111111111111:fleet/mac:…\",\n}",
    fix: "Name a fleet of the project's account and region, or put the project there: `project build in ACCOUNT @ \"REGION\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html",
}

fn fleet_elsewhere<P: Place>(cx: &mut Check<'_, P>, project: &Project<P>, entry: &Entry<P>) {
    let arn = entry.value.data.text().unwrap_or_default();
    if pattern::FLEET_ARN.complaint(arn).is_some() {
        return;
    }
    let Some((of_region, of_account)) = pattern::arn_environment(arn) else {
        return;
    };
    let model = cx.index.model;
    let account = model.account_of(&project.environment);
    let id = account.and_then(|account| account.id.known());
    let region = model
        .region_of(&project.environment)
        .and_then(TextExpr::known);
    let (of, own) = match (region, id) {
        (Some(region), _) if region != of_region => (of_region, region),
        (_, Some(id)) if id != of_account => (of_account, id),
        _ => return,
    };
    // An ARN of another partition is reported where its form is checked.
    if region::partition(of_region).map(|found| found.name)
        != region.and_then(region::partition).map(|found| found.name)
    {
        return;
    }
    cx.report(
        &FLEET_ELSEWHERE,
        entry.value.at,
        format!(
            "the fleet is in `{of}`, and project `{}` in `{own}`",
            project.name.text
        ),
    )
    .help("name a fleet of the project's account and region");
}
