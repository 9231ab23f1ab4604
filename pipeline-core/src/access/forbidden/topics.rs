//! On the topics that we make: nobody publishes but the rules of their notifications.

use super::{Forbidden, ForbiddenKind, SERVICES, over_tls};
use crate::access::evaluator::Principal;
use crate::access::principals::UNDECLARED;
use crate::access::required::topic;
use crate::access::verifier::ApiCall;
use crate::plan::Topic;
use std::borrow::Cow;

use crate::access::evaluator::ContextValue;

const PUBLISHER: &str = "events.amazonaws.com";

/// Calls on a topic that no rule makes.
const BEYOND: &[&str] = &[
    "sns:AddPermission",
    "sns:DeleteTopic",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
];

impl Forbidden<'_, '_> {
    pub(super) fn on_topics(&mut self) {
        let inventory = self.inventory;
        for planned in &inventory.deployment.notified.topics {
            self.on_topic(planned);
        }
    }

    fn on_topic(&mut self, planned: &Topic) {
        let inventory = self.inventory;
        let at = inventory.pipeline.notifications[planned.notification]
            .source
            .at;
        let resource = topic(inventory, &planned.arn);
        let policies = inventory.deployed.topics.get(&planned.arn);
        let policies = policies.map_or(&[][..], |topic| topic.policies.as_slice());
        self.verifier.names_only(at, policies, &[&planned.arn]);
        let publish = || over_tls("sns:Publish");
        let home = inventory.home;
        let region = inventory.pipeline.home().region;
        let partition = inventory.pipeline.partition();
        let others = [
            (
                format!("arn:{partition}:events:{region}:{home}:rule/other"),
                home,
            ),
            (
                format!("arn:{partition}:events:{region}:{UNDECLARED}:rule/other"),
                UNDECLARED,
            ),
        ];
        for publisher in &planned.publishers {
            let next = (format!("{publisher}2"), home);
            let abroad = publisher.replace(&format!(":{home}:"), &format!(":{UNDECLARED}:"));
            for (source, account) in others.iter().cloned().chain([next, (abroad, UNDECLARED)]) {
                let principal = inventory.service(PUBLISHER, Some((&source, account)));
                let kind = ForbiddenKind::RuleOfOthers;
                self.verifier
                    .forbid(kind, at, &principal, &resource, publish());
            }
            let principal = inventory.service(PUBLISHER, Some((publisher, home)));
            let kind = ForbiddenKind::RuleBeyondPublishing;
            for action in BEYOND {
                self.verifier
                    .forbid(kind, at, &principal, &resource, over_tls(action));
            }
            let without_tls = [(
                "aws:securetransport",
                ContextValue::One(Cow::Borrowed("false")),
            )];
            let call = ApiCall {
                action: "sns:Publish",
                context: &without_tls,
            };
            self.verifier
                .forbid(ForbiddenKind::WithoutTls, at, &principal, &resource, call);
        }
        let services = SERVICES
            .iter()
            .chain(&["s3.amazonaws.com", "cloudwatch.amazonaws.com"]);
        for service in services.filter(|service| **service != PUBLISHER) {
            let source = (planned.publishers.first().map_or("", String::as_str), home);
            let principal = inventory.service(service, Some(source));
            let kind = ForbiddenKind::ServicePublishes;
            self.verifier
                .forbid(kind, at, &principal, &resource, publish());
        }
        let nobody = Principal::default();
        self.verifier
            .forbid(ForbiddenKind::Anonymous, at, &nobody, &resource, publish());
        let of_others = self.admins.iter().filter(|admins| admins.account != home);
        for admins in of_others {
            let outside = admins.outside.iter();
            let outside = outside.map(|(kind, principal)| (*kind, principal));
            let inside = (ForbiddenKind::OtherRole, &admins.inside);
            for (kind, principal) in outside.chain([inside]) {
                for action in BEYOND.iter().chain(&["sns:Publish"]) {
                    self.verifier
                        .forbid(kind, at, principal, &resource, over_tls(action));
                }
            }
        }
    }
}
