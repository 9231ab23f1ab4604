//! What resources beside the pipeline may not do to what the pipeline makes: set or add to a
//! policy, copy it, share it, or start the pipeline for anyone.

mod things;
mod webhooks;
mod widening_types;

use super::deployed;
use crate::catalogue::resource_parts::ResourcePart;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Deployment, Resource, Stack};
use crate::render::Template;
use serde_json::Value;
pub(super) use things::Things;
use things::{Referent, Sort, Thing};
use widening_types::{WideningType, rows_of};

/// Reports what the resources of all templates would open.
pub(super) fn check(
    deployment: &Deployment<'_>,
    templates: &[Template],
    findings: &mut Findings<Location>,
) {
    if deployment.resources.is_empty() {
        return;
    }
    let stacks = deployed::stacks(deployment, templates);
    let things = Things::of(deployment, &stacks, templates);
    report(deployment, templates, &things, findings);
}

/// Reports what the resources of a pipeline, whose own things are given, would open of those of
/// another one of the same build.
pub(super) fn check_against(
    (deployment, templates): (&Deployment<'_>, &[Template]),
    own: &Things<'_>,
    others: &Things<'_>,
    findings: &mut Findings<Location>,
) {
    if !deployment.resources.is_empty() {
        report(deployment, templates, &own.of_another(others), findings);
    }
}

/// Reports what the resources would open of these things.
fn report(
    deployment: &Deployment<'_>,
    templates: &[Template],
    things: &Things<'_>,
    findings: &mut Findings<Location>,
) {
    let all = deployment.stacks.iter().zip(templates).enumerate();
    for (number, (stack, template)) in all {
        let here = deployment.resources.iter();
        for resource in here.filter(|one| one.stack == stack.kind) {
            let Some(body) = template.resources().get(&resource.logical_id) else {
                continue;
            };
            let beside = ResourceBeside {
                deployment,
                things,
                stack,
                number,
                resource,
                properties: &body["Properties"],
            };
            if let Some(widening) = beside.widening() {
                let message = format!("resource `{}` {}", resource.declared.name, widening.what);
                let at = resource.declared.place_of(widening.property);
                findings
                    .report(&codes::OPENS_THE_PIPELINE, at, message)
                    .help(widening.help);
            }
        }
    }
}

/// A resource beside the pipeline, as its template has it.
struct ResourceBeside<'b> {
    deployment: &'b Deployment<'b>,
    things: &'b Things<'b>,
    stack: &'b Stack,
    /// The number of the stack.
    number: usize,
    resource: &'b Resource<'b>,
    properties: &'b Value,
}

/// How a resource widens who reaches, or who starts, what is the pipeline's.
struct Widening<'b> {
    what: String,
    help: &'static str,
    /// The property that does.
    property: &'b str,
}

impl<'b> ResourceBeside<'b> {
    fn widening(&self) -> Option<Widening<'b>> {
        let kind = self.resource.declared.kind.as_str();
        let by_table = rows_of(kind).find_map(|row| self.by(row));
        by_table
            .or_else(|| self.role_it_runs_with())
            .or_else(|| self.hidden_policy(kind))
            .or_else(|| self.event_bus(kind))
            .or_else(|| webhooks::widening(self, kind))
    }

    /// What it does to a thing that one of its properties names.
    fn by(&self, row: &'static WideningType) -> Option<Widening<'b>> {
        let named = widening_types::values(self.properties, row.path);
        named.into_iter().find_map(|value| {
            let what = match self.things.meant(self.number, value) {
                Referent::Ours(thing) if row.of.contains(&thing.sort) => {
                    format!("{} {}", row.does, thing.words())
                }
                Referent::Unknown if self.could_be_ours(row) => format!(
                    "{} {} that is not known here",
                    row.does,
                    row.of.first().map_or("a thing", |sort| sort.words())
                ),
                _ => return None,
            };
            let help = match self.things.meant(self.number, value) {
                Referent::Unknown => {
                    "write its name or its ARN, or name a resource that is declared"
                }
                _ => row.help,
            };
            Some(Widening {
                what,
                help,
                property: row.property(),
            })
        })
    }

    /// A role of the pipeline that the resource runs with, whatever its type.
    fn role_it_runs_with(&self) -> Option<Widening<'b>> {
        let declared = self.resource.declared;
        // Its own name is no role that it runs with: the comparison of names looks at it.
        if declared.kind.as_str() == "AWS::IAM::Role" {
            return None;
        }
        declared.properties.iter().find_map(|property| {
            let name = property.name.as_str();
            let part = ResourcePart::of_property(declared.kind.as_str(), name);
            let role = self.role_in(name, &self.properties[name], part)?;
            Some(Widening {
                what: format!("{} {}", widening_types::LENDS, role.words()),
                help: widening_types::BY_OTHERS,
                property: name,
            })
        })
    }

    /// A role of the pipeline in what a property names as a role, at any depth. What AWS's schemas
    /// leave open is of the user's own choice, such as environment variables.
    fn role_in(
        &self,
        property: &str,
        value: &'b Value,
        part: Option<ResourcePart>,
    ) -> Option<&'b Thing<'b>> {
        if widening_types::takes_a_role(property)
            && let Some(role) = self.role_anywhere(value)
        {
            return Some(role);
        }
        match value {
            Value::Array(items) => items
                .iter()
                .find_map(|item| self.role_in(property, item, part)),
            Value::Object(map) => {
                let part = part?;
                let mut known = map
                    .iter()
                    .filter(|(name, _)| part.properties().any(|known| known == *name));
                known.find_map(|(name, value)| self.role_in(name, value, part.part(name)))
            }
            _ => None,
        }
    }

    /// A role of the pipeline that a value names, or something in it.
    fn role_anywhere(&self, value: &'b Value) -> Option<&'b Thing<'b>> {
        if let Referent::Ours(thing) = self.things.meant(self.number, value)
            && thing.sort == Sort::Role
        {
            return Some(thing);
        }
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.role_anywhere(item)),
            Value::Object(map) => map.values().find_map(|item| self.role_anywhere(item)),
            _ => None,
        }
    }

    /// Returns whether the pipeline has something of the sort where the resource stands.
    fn could_be_ours(&self, row: &WideningType) -> bool {
        let environment = &self.stack.environment;
        let account = self.deployment.pipeline.accounts[environment.account]
            .id
            .as_str();
        let region = environment.region.as_str();
        self.things.has_any(row.of, account, region)
    }

    /// A policy of IAM that is known only when its stack is deployed.
    fn hidden_policy(&self, kind: &str) -> Option<Widening<'b>> {
        if !kind.starts_with("AWS::IAM::") {
            return None;
        }
        let is_hidden = |document: &Value| !document.is_null() && !document.is_object();
        let inline = self.properties["Policies"].as_array().into_iter().flatten();
        let mut inline = inline.map(|policy| &policy["PolicyDocument"]);
        let property = if inline.any(is_hidden) {
            "Policies"
        } else if is_hidden(&self.properties["PolicyDocument"]) {
            "PolicyDocument"
        } else {
            return None;
        };
        Some(Widening {
            what: "has a policy that is not known here".to_owned(),
            help: "write the policy as a map: `{ Version: \"2012-10-17\", Statement: [ … ] }`",
            property,
        })
    }

    /// The policy of the bus whose events start the pipeline.
    fn event_bus(&self, kind: &str) -> Option<Widening<'b>> {
        const BUS: &str = "EventBusName";
        if kind != "AWS::Events::EventBusPolicy" {
            return None;
        }
        let home = self.stack.environment == self.deployment.pipeline.home();
        let is_default = match &self.properties[BUS] {
            Value::Null => true,
            bus => match self.things.text(self.number, bus) {
                Some(bus) => bus == "default" || bus.ends_with(":event-bus/default"),
                None => matches!(self.things.meant(self.number, bus), Referent::Unknown),
            },
        };
        (home && is_default).then(|| Widening {
            what: "opens the event bus that starts the pipeline".to_owned(),
            help: "take a bus of your own: `EventBusName: \"…\"`",
            property: BUS,
        })
    }
}
