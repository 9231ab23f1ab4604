//! What a pipeline does, for whoever reads it: lanes, actions, artifacts and stores.

use std::collections::BTreeMap;

use crate::pipeline::{Action, ActionId, Environment, Pipeline, RoleId, Setting};
use crate::plan::{Deployment, Project};

/// What a pipeline does.
pub(super) struct Overview<'a> {
    /// The accounts and regions in which something runs: home first, the others in the order
    /// of their first action.
    pub(super) lanes: Vec<Environment>,
    /// The actions in the order of the source, then the rules of conditions.
    pub(super) steps: Vec<Step<'a>>,
    /// The artifacts in the order of their makers.
    pub(super) artifacts: Vec<Artifact<'a>>,
}

/// An action or a rule, and where it runs.
pub(super) struct Step<'a> {
    pub(super) action: &'a Action,
    /// The position of its lane.
    pub(super) lane: usize,
    /// The role that it acts with; none, where it acts with the service role or with none.
    pub(super) role: Option<RoleId>,
    /// The declared project that it starts.
    pub(super) project: Option<&'a Project>,
    /// The positions of the artifacts that it reads.
    pub(super) inputs: Vec<usize>,
    /// The positions of the artifacts that it makes.
    pub(super) outputs: Vec<usize>,
}

/// An artifact.
pub(super) struct Artifact<'a> {
    pub(super) name: &'a str,
    /// The position of the action that makes it.
    pub(super) maker: usize,
    /// The positions of the actions and rules that read it.
    pub(super) readers: Vec<usize>,
}

impl<'a> Overview<'a> {
    pub(super) fn of(deployment: &'a Deployment<'a>) -> Overview<'a> {
        let pipeline = deployment.pipeline;
        let mut lanes = vec![pipeline.home()];
        let mut places: BTreeMap<&Environment, usize> = BTreeMap::new();
        let home = pipeline.home();
        places.insert(&home, 0);
        let roles = deployment.action_roles.iter();
        let roles = roles.chain(&deployment.condition_rule_roles);
        let mut steps = Vec::new();
        for (action, role) in pipeline.actions_and_rules().zip(roles) {
            let lane = *places.entry(&action.environment).or_insert_with(|| {
                lanes.push(action.environment.clone());
                lanes.len() - 1
            });
            steps.push(Step {
                action,
                lane,
                role: *role,
                project: project(deployment, action),
                inputs: Vec::new(),
                outputs: Vec::new(),
            });
        }
        let artifacts = artifacts(pipeline, &mut steps);
        Overview {
            lanes,
            steps,
            artifacts,
        }
    }
}

/// The declared project that an action starts.
fn project<'a>(deployment: &'a Deployment<'_>, action: &Action) -> Option<&'a Project> {
    let mut entries = action.config.entries.iter();
    let declared = entries.find_map(|(_, setting)| match setting {
        Setting::Project(id) => Some(*id),
        _ => None,
    })?;
    let mut projects = deployment.projects.iter();
    projects.find(|project| project.declared == declared)
}

fn artifacts<'a>(pipeline: &'a Pipeline, steps: &mut [Step<'a>]) -> Vec<Artifact<'a>> {
    let starts = pipeline.stages.iter().scan(0, |next, stage| {
        let start = *next;
        *next += stage.actions.len();
        Some(start)
    });
    let starts: Vec<usize> = starts.collect();
    let position = |id: ActionId| starts[id.stage] + id.position;
    let mut out: Vec<Artifact<'a>> = Vec::new();
    let mut places: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (maker, step) in steps.iter_mut().enumerate() {
        for name in &step.action.outputs {
            places.insert((maker, name), out.len());
            step.outputs.push(out.len());
            out.push(Artifact {
                name,
                maker,
                readers: Vec::new(),
            });
        }
    }
    for (reader, step) in steps.iter_mut().enumerate() {
        for input in &step.action.inputs {
            let place = places.get(&(position(input.maker), input.name.as_str()));
            if let Some(place) = place {
                step.inputs.push(*place);
                out[*place].readers.push(reader);
            }
        }
    }
    out
}
