//! `access.json`: who may do what, and why; `sources.json`: where each resource comes
//! from in the user's source.

use super::requirement::requirements;
use super::{Rendered, proven, template_file};
use crate::json::Writer;
use crate::plan::{Deployment, Grant, Need, Role, RoleId, Trust};
use crate::render::Template;

// The keys of an object are written in the order of the alphabet.

pub(super) fn access(rendered: &[Rendered<'_>]) -> String {
    let mut out = Writer::pretty();
    out.object(|out| {
        out.key("pipelines").list(|out| {
            for found in rendered {
                pipeline(out.item(), found);
            }
        });
    });
    out.finish()
}

fn pipeline(out: &mut Writer, found: &Rendered<'_>) {
    let deployment = &found.deployment;
    let pipeline = deployment.pipeline;
    out.object(|out| {
        out.key("home").object(|out| {
            out.key("account").text(pipeline.home_id().as_str());
            out.key("region").text(pipeline.home().region.as_str());
        });
        out.key("name").text(&pipeline.name);
        out.key("proof");
        proven::json(out, found);
        out.key("requirements").list(|out| {
            for found in requirements(found) {
                out.item().object(|out| {
                    out.key("must").text(&found.must);
                    out.key("owner").text(&found.owner);
                    out.key("statements").list(|out| {
                        for statement in &found.statements {
                            out.item().value(statement);
                        }
                    });
                });
            }
        });
        out.key("roles").list(|out| {
            for (index, role) in deployment.roles.iter().enumerate() {
                if deployment.has_part(RoleId(index)) {
                    self::role(out.item(), deployment, RoleId(index), role);
                }
            }
        });
    });
}

fn role(out: &mut Writer, deployment: &Deployment<'_>, id: RoleId, role: &Role) {
    out.object(|out| {
        let account = &deployment.pipeline.accounts[role.account];
        out.key("account").text(&account.name);
        out.key("grants").list(|out| {
            for grant in deployment.ledger.of(id) {
                self::grant(out.item(), deployment, grant);
            }
        });
        let imported = role.made.is_none();
        out.key("imported")
            .word(if imported { "true" } else { "false" });
        out.key("role").text(&role.arn);
        out.key("source").text(&role.source.stable());
        out.key("trusts")
            .texts(role.trust.iter().map(|trust| match trust {
                Trust::Service(name, _) => *name,
                Trust::Role(other) => deployment.role(*other).arn.as_str(),
            }));
    });
}

fn grant(out: &mut Writer, deployment: &Deployment<'_>, grant: &Grant) {
    let (need, on) = words(deployment, &grant.need);
    out.object(|out| {
        if !grant.action.is_empty() {
            out.key("action").text(&grant.action);
        }
        out.key("need").text(&need);
        out.key("on").texts(&on);
        out.key("why").text(&grant.why);
    });
}

/// What a need is, and on what, for a person.
pub(super) fn words(deployment: &Deployment<'_>, need: &Need) -> (String, Vec<String>) {
    let store = |index: usize| {
        let store = &deployment.stores[index];
        vec![format!("store of {} ({})", store.region, store.bucket)]
    };
    match need {
        Need::Read(index) => ("read artifacts".to_owned(), store(*index)),
        Need::Write(index) => ("write artifacts".to_owned(), store(*index)),
        Need::Assume(role) => (
            "sts:AssumeRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Need::Pass(role, _) => (
            "iam:PassRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Need::Call(call) => (call.actions.join(", "), call.resources.clone()),
    }
}

pub(super) fn sources(rendered: &[Rendered<'_>]) -> String {
    let stacks = rendered.iter().flat_map(Rendered::stacks);
    let stacks = stacks.map(|(stack, template)| (template_file(stack), template));
    let mut stacks: Vec<(String, &Template)> = stacks.collect();
    stacks.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut out = Writer::pretty();
    out.object(|out| {
        for (file, template) in &stacks {
            out.entry(file).object(|out| {
                for (logical, place) in template.sources() {
                    out.entry(logical).text(place);
                }
            });
        }
    });
    out.finish()
}
