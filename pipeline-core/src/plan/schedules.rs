//! Schedules: their group, and the role that starts the pipeline.

use super::grants::{Access, Call};
use super::roles::{self, RoleSpec, Trust};
use super::stacks::StackKind;
use super::{Deployment, events, logical};
use crate::pipeline::{RoleId, RoleSettings, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What is planned for all schedules of a pipeline.
#[derive(Debug)]
pub(crate) struct Schedules {
    /// The name of their group, which narrows who assumes the role.
    pub(crate) group: String,
    /// In the order of their declaration.
    pub(crate) all: Vec<PlannedSchedule>,
}

/// A schedule.
#[derive(Debug)]
pub(crate) struct PlannedSchedule {
    /// Its logical id in the pipeline's template.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    /// The role with which EventBridge Scheduler starts the pipeline: a declared one, or the one that
    /// we make for all others.
    pub(crate) role: RoleId,
}

/// The logical id of the group.
pub(crate) const GROUP: &str = "Schedules";

/// The service that starts the pipeline.
pub(crate) const SCHEDULER: &str = "scheduler.amazonaws.com";

/// Plans the schedules, if there is one.
///
/// The schedules of a group share what the role's trust is narrowed to, which cannot name a single
/// schedule.
///
/// Source: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html>
pub(super) fn plan_schedules(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    let Some(first) = pipeline.schedules.first() else {
        return;
    };
    let group = deployment.names.schedule(&["schedules"]);
    let mut made = None;
    let mut roles = Vec::new();
    for schedule in &pipeline.schedules {
        let role = schedule.role.or(made);
        let role = role.unwrap_or_else(|| own_role(deployment, &first.source));
        if schedule.role.is_none() {
            made = Some(role);
        }
        roles.push(role);
    }
    let mut served: BTreeMap<RoleId, BTreeSet<String>> = BTreeMap::new();
    for (role, schedule) in roles.iter().zip(&pipeline.schedules) {
        let queues = served.entry(*role).or_default();
        queues.extend(schedule.dead_letter_queue.clone());
    }
    for (role, queues) in served {
        starts(deployment, role, &group, queues);
    }
    let all = pipeline.schedules.iter().zip(roles);
    let all = all.map(|(schedule, role)| PlannedSchedule {
        logical_id: logical::of_declared(&["Schedule"], &schedule.name, ""),
        name: deployment.names.schedule(&["schedule", &schedule.name]),
        role,
    });
    let all = all.collect();
    deployment.schedules = Some(Schedules { group, all });
}

/// The role of all schedules that name none.
fn own_role(deployment: &mut Deployment<'_>, source: &Source) -> RoleId {
    let pipeline = deployment.pipeline;
    let spec = RoleSpec {
        logical_id: "SchedulesRole".to_owned(),
        parts: &["schedules"],
        account: pipeline.home,
        stack: StackKind::Pipeline,
        description: format!("Starts pipeline {} by its schedules", pipeline.name),
        settings: RoleSettings::default(),
        source: source.clone(),
    };
    roles::add_managed(pipeline, &deployment.names, &mut deployment.roles, spec)
}

/// Lets a role start the pipeline for the schedules of a group, and keep what could not.
fn starts(deployment: &mut Deployment<'_>, role: RoleId, group: &str, queues: BTreeSet<String>) {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let arn = pipeline.arns(&home).schedule_group(group);
    let conditions = vec![
        ("ArnEquals", "aws:SourceArn", arn.to_string()),
        (
            "StringEquals",
            "aws:SourceAccount",
            pipeline.home_id().to_string(),
        ),
    ];
    deployment.roles[role].trust(Trust::Service(SCHEDULER, conditions));
    let start = events::start(deployment);
    deployment.grant(role, Access::Call(start), "starts the pipeline", "");
    for queue in queues {
        // https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
        let send = Call::on(&["sqs:SendMessage"], vec![queue]);
        let why = "keeps what could not start the pipeline";
        deployment.grant(role, Access::Call(send), why, "");
    }
}

/// What is made, by logical id.
pub(super) fn logical_ids<'d>(
    deployment: &'d Deployment<'_>,
) -> impl Iterator<Item = (String, &'d Source)> {
    let pipeline = deployment.pipeline;
    let schedules = deployment.schedules.iter();
    let group = schedules.clone().filter_map(|_| {
        let first = pipeline.schedules.first()?;
        Some((GROUP.to_owned(), &first.source))
    });
    let each = schedules.flat_map(move |planned| {
        let sources = pipeline.schedules.iter().map(|schedule| &schedule.source);
        let ids = planned.all.iter().map(|one| one.logical_id.clone());
        ids.zip(sources)
    });
    group.chain(each)
}
