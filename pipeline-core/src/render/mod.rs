//! From a deployment to CloudFormation templates.

mod action;
mod action_type;
mod condition;
pub(crate) mod deploy_time;
mod events;
pub(crate) mod made;
mod node;
mod notifications;
mod output;
mod overriding;
mod pipeline;
mod project;
mod resource;
mod role;
mod schedules;
mod scope;
mod start;
mod store;
mod template;
mod users;

pub(crate) use overriding::Overridden;
use store::KEY;
pub(crate) use template::Template;

use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Deployment, Stack, StackKind};
use scope::Scope;

/// The templates of a deployment, in the order of its stacks.
pub(crate) fn render(deployment: &Deployment<'_>) -> Result<Vec<Template>, Findings<Location>> {
    render_with(deployment, &|_, _| true)
}

/// The same, with those overrides only that are selected by the number of the override and of its
/// path.
pub(crate) fn render_with(
    deployment: &Deployment<'_>,
    overrides: &dyn Fn(usize, usize) -> bool,
) -> Result<Vec<Template>, Findings<Location>> {
    let mut findings = Findings::default();
    let mut templates: Vec<Template> = deployment
        .stacks
        .iter()
        .map(|stack| template(deployment, stack, &mut findings))
        .collect();
    output::render(deployment, &mut templates, &mut findings);
    overriding::apply(deployment, &mut templates, overrides, &mut findings);
    let mut read = Vec::new();
    for (stack, template) in deployment.stacks.iter().zip(&mut templates) {
        let found = deploy_time::put_in(deployment, stack, template, &mut findings);
        read.extend(found);
    }
    for (kind, name, value) in read {
        let mut stacks = deployment.stacks.iter().zip(&mut templates);
        if let Some((_, template)) = stacks.find(|(stack, _)| stack.kind == kind) {
            template.output(&name, "Read by other stacks of the pipeline", value);
        }
    }
    for (stack, template) in deployment.stacks.iter().zip(&mut templates) {
        resource::order(deployment, stack, template, &mut findings);
        check_size(deployment, stack, template, &mut findings);
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(templates)
    }
}

fn template(
    deployment: &Deployment<'_>,
    stack: &Stack,
    findings: &mut Findings<Location>,
) -> Template {
    let scope = Scope { deployment, stack };
    let mut template = Template::new(&stack.description);
    if let StackKind::Artifacts(region) = &stack.kind {
        template.keep_indented();
        if let Some(store) = deployment.store_in(region) {
            store::render(&scope, store, &mut template, findings);
        }
    }
    role::render(&scope, &mut template, findings);
    project::render(&scope, &mut template);
    events::render(&scope, &mut template, findings);
    resource::render(&scope, &mut template, findings);
    if stack.kind == StackKind::Pipeline {
        action_type::render(&scope, &mut template);
        pipeline::render(&scope, &mut template, findings);
        notifications::render(&scope, &mut template);
        schedules::render(&scope, &mut template);
    }
    template
}

/// What AWS allows a template only so many of.
#[derive(Clone, Copy)]
enum Counted {
    Bytes,
    Resources,
    Outputs,
    References,
}

impl Counted {
    fn words(self) -> &'static str {
        match self {
            Counted::Bytes => "bytes",
            Counted::Resources => "resources",
            Counted::Outputs => "outputs",
            Counted::References => "references `{{resolve:…}}`",
        }
    }
}

fn check_size(
    deployment: &Deployment<'_>,
    stack: &Stack,
    template: &Template,
    findings: &mut Findings<Location>,
) {
    let bytes = template.text().len();
    let resources = template.resource_count();
    let references = template.text().matches("{{resolve:").count();
    let outputs = template.outputs().len();
    let (counted, found, max) = if bytes > limits::TEMPLATE_MAX {
        (Counted::Bytes, bytes, limits::TEMPLATE_MAX)
    } else if resources > limits::RESOURCES_MAX {
        (Counted::Resources, resources, limits::RESOURCES_MAX)
    } else if outputs > limits::OUTPUTS_MAX {
        (Counted::Outputs, outputs, limits::OUTPUTS_MAX)
    } else if references > limits::DYNAMIC_REFERENCES_MAX {
        let max = limits::DYNAMIC_REFERENCES_MAX;
        (Counted::References, references, max)
    } else {
        return;
    };
    findings
        .report(
            &codes::TOO_LARGE,
            deployment.pipeline.source.at,
            format!(
                "the template of stack `{}` has {found} {}, and AWS allows {max}",
                stack.name,
                counted.words()
            ),
        )
        .help(match counted {
            Counted::References => {
                "look parameters up without a version, `ssm \"NAME\"`, or split the pipeline"
            }
            Counted::Bytes | Counted::Resources | Counted::Outputs => {
                "let several actions share a role with `as` or `one_per`, or split the pipeline"
            }
        });
}
