//! At a role, and at home's bus.

use super::{
    Crowd, INSIDE, OTHER_HOME, OTHER_PIPELINE, OUTSIDE, SERVICES, Strangers, place, plain, sorted,
};
use crate::access::evaluator::{Resource, Who, account_of};
use crate::access::principals::{Scene, UNDECLARED};
use crate::access::required::{Business, bus};
use crate::access::verifier::Court;
use crate::place::Location;
use std::collections::BTreeMap;

impl<'w> Strangers<'w, '_> {
    /// Nobody assumes a role but who is meant to.
    pub(super) fn at_roles(&mut self) {
        let scene = self.scene;
        let home = scene.pipeline.accounts[scene.pipeline.home].region.as_str();
        let service = scene
            .world
            .pipeline
            .as_ref()
            .map(|found| found.role.as_ref());
        let undeclared = self.crowds.last();
        let services: Vec<_> = SERVICES
            .iter()
            .map(|service| (*service, scene.service(service, None)))
            .collect();
        let by_account: BTreeMap<&str, &Crowd<'_>> = self
            .crowds
            .iter()
            .map(|crowd| (crowd.account, crowd))
            .collect();
        // A service role of the same name, of a pipeline whose home is another region.
        let namesake = service.map(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            let name = name.replace(&format!("/{home}/"), &format!("/{home}0/"));
            scene.administrator(scene.home, &name)
        });
        let next = service.map(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            scene.administrator(scene.home, &format!("{name}2"))
        });
        for role in sorted(scene) {
            let at = place(scene, role);
            let resource = scene.assumable(role);
            let mut strangers: Vec<(&'static str, &Who<'_>)> = Vec::new();
            for account in [account_of(role), scene.home] {
                if let Some(crowd) = by_account.get(account) {
                    strangers.push((OUTSIDE, &crowd.outside[0].1));
                    strangers.push((OTHER_PIPELINE, &crowd.outside[1].1));
                    strangers.push(("another role of the pipeline", &crowd.inside));
                }
            }
            if let Some(crowd) = undeclared {
                strangers.push((OUTSIDE, &crowd.outside[0].1));
                strangers.push((INSIDE, &crowd.inside));
            }
            strangers.extend(namesake.iter().map(|who| (OTHER_HOME, who)));
            strangers.extend(
                next.iter()
                    .map(|who| ("a role next to the service role", who)),
            );
            for (sort, who) in strangers {
                self.court
                    .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
            }
            // The service role itself, where the role is no action's.
            if let (Some(service), false) = (
                service.and_then(|service| scene.cast.get(service)),
                self.business.assumed.contains(role),
            ) {
                let sort = "the service role, with a role that is no action's";
                self.court
                    .refuse(sort, at, service, &resource, plain("sts:AssumeRole"));
            }
            services_at_role(
                scene,
                self.business,
                self.court,
                (role, &resource),
                (&services, at),
            );
        }
    }

    /// Nobody puts events on home's bus but the roles that forward them.
    pub(super) fn at_the_bus(&mut self) {
        let scene = self.scene;
        let arn = crate::plan::home_bus(scene.deployment);
        let bus = bus(scene, &arn);
        let at = scene.pipeline.source.at;
        let policies = scene.world.buses.get(&arn);
        let policies = policies.map_or(&[][..], Vec::as_slice);
        self.court.keeps_to(at, policies, &[&arn]);
        for crowd in self
            .crowds
            .iter()
            .filter(|crowd| crowd.account != scene.home)
        {
            let outside = crowd.outside.iter().map(|(sort, who)| (*sort, who));
            for (sort, who) in outside.chain([("another role of the pipeline", &crowd.inside)]) {
                for action in ["events:PutEvents", "events:PutRule"] {
                    self.court.refuse(sort, at, who, &bus, plain(action));
                }
            }
        }
        for sender in &self.business.senders {
            if let Some(who) = scene.cast.get(sender) {
                let sort = "a role that forwards events and does more";
                self.court
                    .refuse(sort, at, who, &bus, plain("events:PutRule"));
            }
            let name = sender.split_once(":role").map_or("", |(_, name)| name);
            let next = scene.administrator(account_of(sender), &format!("{name}2"));
            let sort = "a role next to one that forwards events";
            self.court
                .refuse(sort, at, &next, &bus, plain("events:PutEvents"));
        }
    }
}

/// No service assumes a role but for whom it is meant. `services` ask without a word of
/// on whose behalf.
fn services_at_role(
    scene: &Scene<'_>,
    business: &Business<'_>,
    court: &mut Court,
    (role, resource): (&str, &Resource<'_>),
    (services, at): (&[(&'static str, Who<'_>)], Location),
) {
    let sort = "a service on behalf of someone else";
    for (service, anyones) in services {
        let source = match business.services.get(&(role, *service)) {
            Some(Some(source)) => source,
            // AWS shows the trust in them without a condition, and of CloudFormation only
            // that extensions' roles may have one:
            // https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role-cli.html,
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cross-service-confused-deputy-prevention.html
            Some(None) => {
                court.leave(
                    sort,
                    format!(
                        "whether `{service}` says on whose behalf it assumes a role is not documented, so that nothing narrows it: whoever may hand it the role, in the role's own account, decides"
                    ),
                );
                continue;
            }
            None => {
                court.refuse(sort, at, anyones, resource, plain("sts:AssumeRole"));
                continue;
            }
        };
        // The same account's, by another name; and another account's.
        let own = account_of(role);
        let next = format!("{source}2");
        let abroad = source.replace(&format!(":{own}:"), &format!(":{UNDECLARED}:"));
        for (source, account) in [(next, own), (abroad, UNDECLARED)] {
            let who = scene.service(service, Some((&source, account)));
            court.refuse(sort, at, &who, resource, plain("sts:AssumeRole"));
        }
    }
}
