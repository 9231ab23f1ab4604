//! What a template may refer to.

use serde_json::Value as Json;

use crate::support::assembly::{Assembly, Stack, text, texts};

/// `Ref`, `Fn::GetAtt` and `DependsOn` stay in the template; outputs are of an
/// earlier stack of the right account and region, and imports are of stacks of others.
pub(crate) fn dangling_references(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for stack in &assembly.stacks {
        let mut found = Vec::new();
        references(&stack.template, &mut found);
        for (function, argument) in found {
            if !resolves(assembly, stack, function, argument) {
                broken.push(format!(
                    "{}, {}: {function} {argument}",
                    assembly.name, stack.name
                ));
            }
        }
    }
    broken
}

/// Actions name a project of their own template by a reference, so that CloudFormation makes it
/// before the pipeline, which starts as soon as it is made.
pub(crate) fn projects_by_name(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for stack in &assembly.stacks {
        let projects: Vec<&Json> = stack
            .resources()
            .filter(|(_, resource)| resource["Type"] == "AWS::CodeBuild::Project")
            .map(|(_, resource)| &resource["Properties"]["Name"])
            .collect();
        let stages = &stack.template["Resources"]["Pipeline"]["Properties"]["Stages"];
        let stages = stages.as_array().into_iter().flatten();
        let actions = stages.flat_map(|stage| stage["Actions"].as_array().into_iter().flatten());
        for action in actions {
            let name = &action["Configuration"]["ProjectName"];
            if name.is_string() && projects.contains(&name) {
                broken.push(format!("{}: {}: {name}", stack.name, action["Name"]));
            }
        }
    }
    broken
}

fn references<'a>(json: &'a Json, out: &mut Vec<(&'a str, &'a Json)>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                if key == "Ref" || key == "DependsOn" || key.starts_with("Fn::") {
                    out.push((key, value));
                }
                references(value, out);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

fn resolves(assembly: &Assembly, stack: &Stack, function: &str, argument: &Json) -> bool {
    let own = |id: &str| stack.template["Resources"].get(id).is_some();
    let mut earlier = assembly
        .stacks
        .iter()
        .filter(|other| stack.earlier.contains(&other.name) && other.account == stack.account);
    match function {
        "Ref" => own(text(argument)) || stack.template["Parameters"].get(text(argument)).is_some(),
        "DependsOn" => texts(argument).into_iter().all(own),
        "Fn::GetAtt" => own(text(&argument[0])),
        "Fn::GetStackOutput" => earlier.any(|other| {
            argument.get("RoleArn").is_none()
                && argument["StackName"] == other.name
                && argument["Region"] == other.region
                && other.template["Outputs"]
                    .get(text(&argument["OutputName"]))
                    .is_some()
        }),
        // What these join and split is looked at by itself.
        "Fn::Join" | "Fn::Split" => true,
        "Fn::ImportValue" => assembly.stacks.iter().all(|other| {
            let outputs = other.template["Outputs"].as_object();
            outputs
                .into_iter()
                .flat_map(|outputs| outputs.values())
                .all(|output| output["Export"]["Name"] != *argument)
        }),
        // Whatever else comes into use needs its own line here.
        _ => false,
    }
}

pub(crate) fn misplaced_stack_outputs(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for stack in &assembly.stacks {
        for section in ["Outputs", "Conditions", "Mappings", "Rules", "Parameters"] {
            if let Some(section) = stack.template.get(section) {
                stack_outputs(section, false, &stack.name, &mut broken);
            }
        }
        for (_, resource) in stack.resources() {
            for (key, value) in resource.as_object().unwrap() {
                stack_outputs(value, key == "Properties", &stack.name, &mut broken);
            }
        }
    }
    broken
}

fn stack_outputs(json: &Json, allowed: bool, place: &str, out: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                if key == "Fn::GetStackOutput" && !allowed {
                    out.push(format!("{place}: {value}"));
                }
                let taken = ["Fn::Join", "Fn::If", "Fn::Select"].contains(&key.as_str());
                stack_outputs(
                    value,
                    allowed && (taken || !key.starts_with("Fn::")),
                    place,
                    out,
                );
            }
        }
        Json::Array(items) => {
            items
                .iter()
                .for_each(|item| stack_outputs(item, allowed, place, out));
        }
        _ => {}
    }
}
