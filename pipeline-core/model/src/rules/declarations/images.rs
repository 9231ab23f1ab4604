//! Images of build projects that are known only when a stack is deployed: what of them decides
//! the machine and what the project's role may pull.

use crate::catalogue::images::EcrImage;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::deploy_time::place::too_late_for;

/// What separates the name of an image from its tag or its digest.
const BEHIND_THE_NAME: [char; 2] = [':', '@'];

/// The image with a letter in place of each value that is known only when a stack is deployed.
pub(super) fn sample<P>(image: &Value<P>) -> String {
    match &image.data {
        Data::Joined(parts) => parts
            .iter()
            .map(|part| part.data.text().unwrap_or("x"))
            .collect(),
        other => other.text().unwrap_or("x").to_owned(),
    }
}

/// Returns whether the name of an image is written out, and only its tag or digest is not.
pub(super) fn names_its_family<P>(image: &Value<P>) -> bool {
    let beginning = image.beginning().unwrap_or_default();
    let last = beginning.rsplit('/').next().unwrap_or_default();
    last.contains(BEHIND_THE_NAME)
}

/// Returns whether enough of an image is known when the pipeline is built; what is not is reported.
pub(super) fn check_known_enough<'m, P: Place>(
    cx: &mut Check<'m, P>,
    entry: &'m Entry<P>,
    find: &dyn Fn(&str) -> Option<&'m Entry<P>>,
) -> bool {
    let image = &entry.value;
    if names_its_family(image) {
        return true;
    }
    let beginning = image.beginning().unwrap_or_default();
    let word = |key: &str| find(key).and_then(|entry| entry.value.data.constant());
    // A registry that is not known may be one that the project's role has to be let into.
    let by_others = word("image_pull_credentials_type") == Some("CODEBUILD")
        || find("registry_credential").is_some();
    if !beginning.contains('/') && !by_others {
        let what = "the registry of an image that the project's role pulls";
        let help = "write the image out up to its tag, `\"111111111111.dkr.ecr.us-east-1.amazonaws.com/build:{TAG}\"`; or say who else pulls it: `image_pull_credentials_type: CODEBUILD`, or a `registry_credential`";
        too_late_for(cx, what, image, help);
        return false;
    }
    let written = sample(image);
    let ends_unknown = EcrImage::parse(&written)
        .is_some_and(|found| written.ends_with(&format!("/{}", found.repository)));
    if ends_unknown && !by_others {
        let what = "where the name of an image's repository ends";
        let help = "the role of the project may pull that repository alone: write a tag or a digest behind its name, `…/{NAME}:{TAG}`";
        too_late_for(cx, what, image, help);
        return false;
    }
    if find("environment_type").is_none() && find("fleet").is_none() {
        let what = "the machine that an image runs on";
        let help = "say which one it is: `environment_type: LINUX_CONTAINER`";
        too_late_for(cx, what, image, help);
        return false;
    }
    true
}
