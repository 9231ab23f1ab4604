//! Imported roles that another pipeline of the build makes: what such a role may do, and who may
//! assume it, is known, and left to nobody.

use super::OneOf;
use crate::access::deployed::DeployedState;
use crate::access::principals::Inventory;
use crate::access::verifier::Verifier;
use crate::access::{findings, required};
use crate::finding::Findings;
use crate::place::Location;

/// The requests of a pipeline that the roles which it imports from the others do not let it make.
pub(super) fn denied(own: &OneOf<'_>, all: &[OneOf<'_>]) -> Findings<Location> {
    let own = own.proven;
    let imported = |arn: &str| {
        let mut roles = own.deployment.roles.iter();
        roles.any(|role| role.managed.is_none() && role.arn == arn)
    };
    let makes_one = |other: &&OneOf<'_>| {
        let mut roles = other.inventory.deployed.roles.keys();
        !std::ptr::eq(other.proven, own) && roles.any(|arn| imported(arn))
    };
    let makers: Vec<_> = all.iter().filter(makes_one).collect();
    if makers.is_empty() {
        return Findings::default();
    }
    let mut state = DeployedState::read(&own.deployment, &own.templates);
    for maker in makers {
        let maker = maker.proven;
        let made = DeployedState::read(&maker.deployment, &maker.templates).roles;
        let made = made.into_iter().filter(|(arn, _)| imported(arn));
        state.roles.extend(made);
    }
    let inventory = Inventory::of(&own.deployment, &state);
    let mut verifier = Verifier::default();
    required::requests(&inventory, &mut verifier);
    findings(&verifier.failures)
}
