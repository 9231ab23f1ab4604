//! Schedules and their group.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::plan::GROUP;
use serde_json::json;

/// Renders them into the pipeline's stack.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template) {
    let pipeline = scope.deployment.pipeline;
    let (Some(planned), Some(first)) = (&scope.deployment.schedules, pipeline.schedules.first())
    else {
        return;
    };
    let properties = json!({ "Name": &planned.group, "Tags": scope.tags() });
    template.add(
        GROUP,
        Resource::new("AWS::Scheduler::ScheduleGroup", &first.source, properties),
    );
    for (one, schedule) in planned.all.iter().zip(&pipeline.schedules) {
        let window = match &schedule.flexible_time_window {
            Some(minutes) => {
                json!({ "Mode": "FLEXIBLE", "MaximumWindowInMinutes": minutes.json() })
            }
            None => json!({ "Mode": "OFF" }),
        };
        let description = match &schedule.description {
            Some(text) => text.clone(),
            None => format!("Starts pipeline {}: {}", pipeline.name, schedule.name),
        };
        let mut properties = json!({
            "Name": &one.name,
            "GroupName": { "Ref": GROUP },
            "Description": description,
            "ScheduleExpression": &schedule.expression,
            "FlexibleTimeWindow": window,
            "State": schedule.state.word(),
            "Target": { "Arn": pipeline.arn(), "RoleArn": scope.role_arn(one.role) },
        });
        if let Some(queue) = &schedule.dead_letter_queue {
            properties["Target"]["DeadLetterConfig"] = json!({ "Arn": queue });
        }
        for (key, value) in [
            ("ScheduleExpressionTimezone", &schedule.time_zone),
            ("StartDate", &schedule.start_date),
            ("EndDate", &schedule.end_date),
        ] {
            if let Some(value) = value {
                properties[key] = json!(value);
            }
        }
        template.add(
            &one.logical_id,
            Resource::new("AWS::Scheduler::Schedule", &schedule.source, properties),
        );
    }
}
