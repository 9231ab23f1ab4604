//! What a pipeline is made of, as the resources that a call would change.

use super::{ForbiddenKind, calls};
use crate::access::deployed::MANAGED_POLICY;
use crate::access::principals::Inventory;
use crate::pipeline::RoleOrigin;

impl Inventory<'_> {
    /// The pipeline, its projects, event rules, schedules and notifications, and the stacks that make
    /// them, each with the calls that change it.
    pub(super) fn what_runs(&self) -> Vec<(ForbiddenKind, String, &'static [&'static str])> {
        let (deployed, deployment) = (self.deployed, self.deployment);
        let partition = self.pipeline.partition();
        let home = self.home;
        let at_home = &self.pipeline.home().region;
        let mut out: Vec<(ForbiddenKind, String, &'static [&'static str])> = Vec::new();
        let changes = ForbiddenKind::ChangesPipeline;
        if let Some(pipeline) = &deployed.pipeline {
            // Some calls are on an action, which is below its stage.
            out.push((changes, pipeline.arn.clone(), calls::PIPELINE));
            let action = format!("{}/Stage/Action", pipeline.arn);
            out.push((changes, action, calls::PIPELINE));
        }
        for project in deployed.projects.keys() {
            let project = project.to_string();
            out.push((ForbiddenKind::ChangesBuilds, project, calls::PROJECT));
        }
        for rule in &deployed.rules {
            out.push((changes, rule.arn.clone(), calls::RULE));
        }
        if let Some(planned) = &deployment.schedules {
            let scheduler = format!("arn:{partition}:scheduler:{at_home}:{home}");
            let group = &planned.group;
            for schedule in &planned.all {
                let arn = format!("{scheduler}:schedule/{group}/{}", schedule.name);
                out.push((changes, arn, calls::SCHEDULE));
            }
            let arn = format!("{scheduler}:schedule-group/{group}");
            out.push((changes, arn, calls::SCHEDULE_GROUP));
        }
        let tells = ForbiddenKind::ChangesNotifications;
        for topic in deployed.topics.keys() {
            out.push((tells, topic.clone(), calls::TOPIC));
        }
        if !deployed.channels.is_empty() {
            // AWS makes their ids.
            let rule = format!(
                "arn:{partition}:codestar-notifications:{at_home}:{home}:notificationrule/0a1b2c3d"
            );
            out.push((tells, rule, calls::NOTIFICATION_RULE));
        }
        for stack in &deployment.stacks {
            let environment = &stack.environment;
            let id = &self.pipeline.accounts[environment.account].id;
            let (region, name) = (&environment.region, &stack.name);
            let arn = format!("arn:{partition}:cloudformation:{region}:{id}:stack/{name}/0a1b2c3d");
            out.push((ForbiddenKind::ChangesStack, arn, calls::STACK));
        }
        out
    }

    /// The first of the managed policies beside a role: statements that do not fit into the role
    /// are in such policies.
    pub(super) fn managed_policy_of(&self, role: &str) -> Option<String> {
        let made = self.deployed.roles.get(role)?;
        let mut policies = made.identity.policies.iter();
        if !policies.any(|policy| policy.place.name == MANAGED_POLICY) {
            return None;
        }
        let (start, _) = role.rsplit_once('/')?;
        let start = start.replacen(":role", ":policy", 1);
        let is_named_by_user = self.pipeline.roles.iter().any(|declared| {
            matches!(&declared.origin, RoleOrigin::Managed(settings)
                if settings.name.as_deref() == Some(made.name.as_str()))
        });
        let names = &self.deployment.names;
        let name = names.policy(&made.name, is_named_by_user, "1");
        Some(format!("{start}/{name}"))
    }
}
