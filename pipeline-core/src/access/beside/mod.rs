//! What resources beside the pipeline may not do to what the pipeline makes: set or add to a
//! policy, copy it, share it, or start the pipeline for anyone.

mod openers;
mod things;
mod webhooks;

use super::deployed;
use crate::catalogue::resource_parts::ResourcePart;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Deployment, Resource, Stack};
use crate::render::Template;
use openers::{Opener, of_type};
use serde_json::Value;
use things::{Means, Sort, Thing, Things};

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
    let all = deployment.stacks.iter().zip(templates).enumerate();
    for (number, (stack, template)) in all {
        let here = deployment.resources.iter();
        for resource in here.filter(|one| one.stack == stack.kind) {
            let Some(body) = template.resources().get(&resource.logical_id) else {
                continue;
            };
            let beside = Beside {
                deployment,
                things: &things,
                stack,
                number,
                resource,
                properties: &body["Properties"],
            };
            if let Some(opened) = beside.opened() {
                let message = format!("resource `{}` {}", resource.declared.name, opened.what);
                let at = resource.declared.place_of(opened.property);
                findings
                    .report(&codes::OPENS_THE_PIPELINE, at, message)
                    .help(opened.help);
            }
        }
    }
}

/// A resource beside the pipeline, as its template has it.
struct Beside<'b> {
    deployment: &'b Deployment<'b>,
    things: &'b Things<'b>,
    stack: &'b Stack,
    /// The number of the stack.
    number: usize,
    resource: &'b Resource<'b>,
    properties: &'b Value,
}

/// What a resource opens.
struct Opened<'b> {
    what: String,
    help: &'static str,
    /// The property that does.
    property: &'b str,
}

impl<'b> Beside<'b> {
    fn opened(&self) -> Option<Opened<'b>> {
        let kind = self.resource.declared.kind.as_str();
        let by_table = of_type(kind).find_map(|opener| self.by(opener));
        by_table
            .or_else(|| self.runs_with_a_role())
            .or_else(|| self.hides_a_policy(kind))
            .or_else(|| self.event_bus(kind))
            .or_else(|| webhooks::opened(self, kind))
    }

    /// What it does to a thing that one of its properties names.
    fn by(&self, opener: &'static Opener) -> Option<Opened<'b>> {
        let named = openers::values(self.properties, opener.path);
        named.into_iter().find_map(|value| {
            let what = match self.things.meant(self.number, value) {
                Means::Ours(thing) if opener.of.contains(&thing.sort) => {
                    format!("{} {}", opener.does, thing.words())
                }
                Means::Unknown if self.could_be_ours(opener) => format!(
                    "{} {} that is not known here",
                    opener.does,
                    opener.of.first().map_or("a thing", |sort| sort.words())
                ),
                _ => return None,
            };
            let help = match self.things.meant(self.number, value) {
                Means::Unknown => "write its name or its ARN, or name a resource that is declared",
                _ => opener.help,
            };
            Some(Opened {
                what,
                help,
                property: opener.property(),
            })
        })
    }

    /// A role of the pipeline that the resource runs with, whatever its type.
    fn runs_with_a_role(&self) -> Option<Opened<'b>> {
        let declared = self.resource.declared;
        // Its own name is no role that it runs with: the comparison of names looks at it.
        if declared.kind.as_str() == "AWS::IAM::Role" {
            return None;
        }
        declared.properties.iter().find_map(|property| {
            let name = property.name.as_str();
            let part = ResourcePart::of_property(declared.kind.as_str(), name);
            let role = self.role_in(name, &self.properties[name], part)?;
            Some(Opened {
                what: format!("{} {}", openers::LENDS, role.words()),
                help: openers::BY_OTHERS,
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
        if openers::takes_a_role(property)
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
        if let Means::Ours(thing) = self.things.meant(self.number, value)
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
    fn could_be_ours(&self, opener: &Opener) -> bool {
        let environment = &self.stack.environment;
        let account = self.deployment.pipeline.accounts[environment.account]
            .id
            .as_str();
        let region = environment.region.as_str();
        self.things.has_any(opener.of, account, region)
    }

    /// A policy of IAM that is known only when its stack is deployed.
    fn hides_a_policy(&self, kind: &str) -> Option<Opened<'b>> {
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
        Some(Opened {
            what: "has a policy that is not known here".to_owned(),
            help: "write the policy as a map: `{ Version: \"2012-10-17\", Statement: [ … ] }`",
            property,
        })
    }

    /// The policy of the bus whose events start the pipeline.
    fn event_bus(&self, kind: &str) -> Option<Opened<'b>> {
        const BUS: &str = "EventBusName";
        if kind != "AWS::Events::EventBusPolicy" {
            return None;
        }
        let home = self.stack.environment == self.deployment.pipeline.home();
        let is_default = match &self.properties[BUS] {
            Value::Null => true,
            bus => match self.things.text(self.number, bus) {
                Some(bus) => bus == "default" || bus.ends_with(":event-bus/default"),
                None => matches!(self.things.meant(self.number, bus), Means::Unknown),
            },
        };
        (home && is_default).then(|| Opened {
            what: "opens the event bus that starts the pipeline".to_owned(),
            help: "take a bus of your own: `EventBusName: \"…\"`",
            property: BUS,
        })
    }
}
