//! Webhooks on the pipeline: who may start it from the Internet.
//!
//! Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-webhook.html>

use super::things::{Referent, Sort};
use super::{ResourceBeside, Widening};
use serde_json::Value;

const TARGET: &str = "TargetPipeline";
const AUTHENTICATION: &str = "Authentication";
const CONFIGURATION: &str = "AuthenticationConfiguration";

const HELP: &str = "let a `CodeConnection` source start the pipeline; or take `Authentication: \"GITHUB_HMAC\"` with a `SecretToken` out of Secrets Manager";

/// What a webhook opens.
pub(super) fn widening<'b>(beside: &ResourceBeside<'b>, kind: &str) -> Option<Widening<'b>> {
    if kind != "AWS::CodePipeline::Webhook" {
        return None;
    }
    let is_ours = match beside
        .things
        .meant(beside.number, &beside.properties[TARGET])
    {
        Referent::Ours(thing) => thing.sort == Sort::Pipeline,
        Referent::Unknown => beside.stack.environment == beside.deployment.pipeline.home(),
        Referent::Others => false,
    };
    if !is_ours {
        return None;
    }
    let text = |value| beside.things.text(beside.number, value);
    let (what, property) = match text(&beside.properties[AUTHENTICATION]).as_deref() {
        Some("GITHUB_HMAC") => return None,
        Some("UNAUTHENTICATED") => (
            "lets everyone who knows its address start the pipeline",
            AUTHENTICATION,
        ),
        Some("IP") => {
            let range = &beside.properties[CONFIGURATION]["AllowedIPRange"];
            match (range, text(range)) {
                (Value::Null, _) => return None,
                (_, Some(range)) if !is_everyone(&range) => return None,
                (_, Some(_)) => (
                    "lets every address of the Internet start the pipeline",
                    CONFIGURATION,
                ),
                (_, None) => (
                    "lets addresses start the pipeline that are not known here",
                    CONFIGURATION,
                ),
            }
        }
        _ => (
            "starts the pipeline, and it is not known here for whom",
            AUTHENTICATION,
        ),
    };
    Some(Widening {
        what: what.to_owned(),
        help: HELP,
        property,
    })
}

/// Returns whether a range takes in every address.
fn is_everyone(range: &str) -> bool {
    range
        .split_once('/')
        .is_some_and(|(_, bits)| bits.trim() == "0")
}
