//! At a role, and at home's bus.

use super::{AccountAdmins, Forbidden, ForbiddenKind, SERVICES, over_tls};
use crate::access::evaluator::{Principal, Resource, account_of};
use crate::access::principals::{Inventory, UNDECLARED};
use crate::access::required::{RequiredAccess, bus};
use crate::access::verifier::Verifier;
use crate::place::Location;
use crate::plan::SCHEDULER;
use std::collections::BTreeMap;

impl<'w> Forbidden<'w, '_> {
    /// Nobody assumes a role but who is meant to.
    pub(super) fn on_roles(&mut self) {
        let inventory = self.inventory;
        let home = inventory.pipeline.accounts[inventory.pipeline.home]
            .region
            .as_str();
        let service = inventory
            .deployed
            .pipeline
            .as_ref()
            .map(|found| found.role.as_ref());
        let undeclared = self.admins.last();
        let scheduler = inventory.deployment.schedules.as_ref().map(|_| &SCHEDULER);
        let services: Vec<_> = SERVICES
            .iter()
            .chain(scheduler)
            .map(|service| (*service, inventory.service(service, None)))
            .collect();
        let by_account: BTreeMap<&str, &AccountAdmins<'_>> = self
            .admins
            .iter()
            .map(|admins| (admins.account, admins))
            .collect();
        // A service role of the same name, of a pipeline whose home is another region.
        let namesake = service.and_then(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            let other = name.replace(&format!("/{home}/"), &format!("/{home}0/"));
            // A path of the user's own does not hold the region.
            (other != name).then(|| inventory.administrator(inventory.home, &other))
        });
        let next = service.map(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            inventory.administrator(inventory.home, &format!("{name}2"))
        });
        for role in inventory.deployed.roles.keys() {
            let at = inventory.place_of(role);
            let resource = inventory.assumable(role);
            let mut forbidden: Vec<(ForbiddenKind, &Principal<'_>)> = Vec::new();
            for account in [account_of(role), inventory.home] {
                if let Some(admins) = by_account.get(account) {
                    forbidden.push((ForbiddenKind::OutsidePath, &admins.outside[0].1));
                    forbidden.push((ForbiddenKind::OtherPipeline, &admins.outside[1].1));
                    forbidden.push((ForbiddenKind::OtherRole, &admins.inside));
                }
            }
            if let Some(admins) = undeclared {
                forbidden.push((ForbiddenKind::OutsidePath, &admins.outside[0].1));
                forbidden.push((ForbiddenKind::InsidePath, &admins.inside));
            }
            forbidden.extend(
                namesake
                    .iter()
                    .map(|principal| (ForbiddenKind::OtherHome, principal)),
            );
            forbidden.extend(
                next.iter()
                    .map(|principal| (ForbiddenKind::NextToServiceRole, principal)),
            );
            for (kind, principal) in forbidden {
                self.verifier
                    .forbid(kind, at, principal, &resource, over_tls("sts:AssumeRole"));
            }
            // The service role itself, where the role is no action's.
            if let (Some(service), false) = (
                service.and_then(|service| inventory.principals.get(service)),
                self.access.assumed.contains(role.as_str()),
            ) {
                let kind = ForbiddenKind::ServiceRoleBeyondActions;
                self.verifier
                    .forbid(kind, at, service, &resource, over_tls("sts:AssumeRole"));
            }
            services_at_role(
                inventory,
                self.access,
                self.verifier,
                (role, &resource),
                (&services, at),
            );
        }
    }

    /// Nobody puts events on home's bus but the roles that forward them.
    pub(super) fn on_home_bus(&mut self) {
        let inventory = self.inventory;
        let arn = crate::plan::home_bus(inventory.deployment);
        let bus = bus(inventory, &arn);
        let at = inventory.pipeline.source.at;
        let policies = inventory.deployed.buses.get(&arn);
        let policies = policies.map_or(&[][..], Vec::as_slice);
        self.verifier.names_only(at, policies, &[&arn]);
        for admins in self
            .admins
            .iter()
            .filter(|admins| admins.account != inventory.home)
        {
            let outside = admins
                .outside
                .iter()
                .map(|(kind, principal)| (*kind, principal));
            for (kind, principal) in outside.chain([(ForbiddenKind::OtherRole, &admins.inside)]) {
                for action in ["events:PutEvents", "events:PutRule"] {
                    self.verifier
                        .forbid(kind, at, principal, &bus, over_tls(action));
                }
            }
        }
        for sender in &self.access.senders {
            if let Some(principal) = inventory.principals.get(sender) {
                let kind = ForbiddenKind::ForwarderBeyond;
                self.verifier
                    .forbid(kind, at, principal, &bus, over_tls("events:PutRule"));
            }
            // Whom home's own policies allow to put events, home decides.
            if account_of(sender) == inventory.home {
                continue;
            }
            let name = sender.split_once(":role").map_or("", |(_, name)| name);
            let next = inventory.administrator(account_of(sender), &format!("{name}2"));
            let kind = ForbiddenKind::NextToForwarder;
            self.verifier
                .forbid(kind, at, &next, &bus, over_tls("events:PutEvents"));
        }
    }
}

/// A service assumes a role for the resources alone that the role is meant for. `services` ask
/// without naming a resource.
fn services_at_role(
    inventory: &Inventory<'_>,
    access: &RequiredAccess<'_>,
    verifier: &mut Verifier,
    (role, resource): (&str, &Resource<'_>),
    (services, at): (&[(&'static str, Principal<'_>)], Location),
) {
    let kind = ForbiddenKind::ServiceForOthers;
    for (service, anyones) in services {
        let sources = match access.services.get(&(role, *service)) {
            Some(sources) if !sources.contains(&None) => sources,
            // AWS shows the trust in them without a condition, and of CloudFormation only
            // that extensions' roles may have one:
            // https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role-cli.html,
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cross-service-confused-deputy-prevention.html
            Some(_) => {
                verifier.leave_undetermined(
                    kind,
                    format!(
                        "AWS does not document a source condition for `{service}`, so the trust policy cannot be narrowed: anyone in the role's account with `iam:PassRole` on the role can use it"
                    ),
                );
                continue;
            }
            None => {
                verifier.forbid(kind, at, anyones, resource, over_tls("sts:AssumeRole"));
                continue;
            }
        };
        // The same account's, by another name; and another account's.
        let own = account_of(role);
        for source in sources.iter().flatten() {
            let next = format!("{source}2");
            let abroad = source.replace(&format!(":{own}:"), &format!(":{UNDECLARED}:"));
            for (source, account) in [(next, own), (abroad, UNDECLARED)] {
                // A role of several projects may be for one of such a name.
                if sources.contains(&Some(source.clone())) {
                    continue;
                }
                let principal = inventory.service(service, Some((&source, account)));
                verifier.forbid(kind, at, &principal, resource, over_tls("sts:AssumeRole"));
            }
        }
    }
}
