//! The order in which the pipelines of one build are deployed: what CloudFormation looks up when it
//! deploys a stack is there before, where another pipeline of the build makes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Proven;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{DeployValue, Pipeline};
use crate::place::Location;
use crate::plan::Stack;
use crate::render::Template;
use serde_json::Value;

/// What CloudFormation looks up in an account and a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Export,
    /// A parameter of the Systems Manager.
    Parameter,
}

type Looked = (Kind, String);

/// What is made, by the account and the region that has it; with its stack and place.
type Made = BTreeMap<(String, String, Looked), (Number, Location)>;

/// A stack, by the numbers of its pipeline and of itself.
type Number = (usize, usize);

/// That a stack looks up what another one makes.
struct Need<'a> {
    user: Number,
    maker: Number,
    what: &'a Looked,
    at: Location,
    made_at: Location,
}

impl Need<'_> {
    fn is_strict(&self) -> bool {
        self.what.0 == Kind::Export
    }
}

/// Puts the pipelines in the order in which they are deployed, and notes for each stack which ones
/// of other pipelines go first. Exports that no order has first are reported.
pub(crate) fn in_order<'a>(
    mut all: Vec<Proven<'a>>,
    findings: &mut Findings<Location>,
) -> Vec<Proven<'a>> {
    let made = made(&all);
    let used = used(&all);
    let needs = needs(&all, &made, &used);
    report(&all, &needs, findings);
    let order = order(all.len(), &needs);
    let first: Vec<(Number, String)> = needs
        .iter()
        .filter(|need| need.user.0 != need.maker.0)
        .map(|need| (need.user, stack(&all, need.maker).name.clone()))
        .collect();
    for ((pipeline, number), name) in first {
        let after = &mut all[pipeline].deployment.stacks[number].after;
        if !after.contains(&name) {
            after.push(name);
        }
    }
    let mut left: Vec<Option<Proven<'a>>> = all.into_iter().map(Some).collect();
    let ordered = order.into_iter();
    ordered.filter_map(|number| left[number].take()).collect()
}

fn stack<'s>(all: &'s [Proven<'_>], (pipeline, number): Number) -> &'s Stack {
    &all[pipeline].deployment.stacks[number]
}

/// All stacks with their templates.
fn stacks<'s>(
    all: &'s [Proven<'_>],
) -> impl Iterator<Item = (Number, &'s Pipeline, &'s Stack, &'s Template)> {
    all.iter().enumerate().flat_map(|(pipeline, one)| {
        let stacks = one.deployment.stacks.iter().zip(&one.templates);
        let stacks = stacks.enumerate();
        stacks.map(move |(number, (stack, template))| {
            let number = (pipeline, number);
            (number, one.deployment.pipeline, stack, template)
        })
    })
}

/// The exports and parameters that the templates make.
fn made(all: &[Proven<'_>]) -> Made {
    let mut out = Made::new();
    for (number, pipeline, stack, template) in stacks(all) {
        let here = pipeline.arns(&stack.environment);
        let mut make = |looked: Looked, at: Location| {
            let key = (here.account.to_owned(), here.region.to_owned(), looked);
            out.entry(key).or_insert((number, at));
        };
        for (output, body) in template.outputs() {
            if let Some(name) = body.pointer("/Export/Name").and_then(Value::as_str) {
                let mut declared = pipeline.outputs.iter();
                let declared = declared.find(|one| one.name == *output);
                let at = declared.map_or(pipeline.source.at, |one| one.source.at);
                make((Kind::Export, name.to_owned()), at);
            }
        }
        for (logical, body) in template.resources() {
            let name = body.pointer("/Properties/Name").and_then(Value::as_str);
            if let (Some(name), "AWS::SSM::Parameter") =
                (name, body["Type"].as_str().unwrap_or_default())
            {
                let source = template.source(logical).unwrap_or(&pipeline.source);
                make((Kind::Parameter, name.to_owned()), source.at);
            }
        }
    }
    out
}

/// What each stack looks up, with the place that says so.
fn used(all: &[Proven<'_>]) -> Vec<(Number, Looked, Location)> {
    let mut out = Vec::new();
    for (number, pipeline, _, template) in stacks(all) {
        let mut found: BTreeMap<Looked, Location> = BTreeMap::new();
        let values = &pipeline.deploy_values;
        for value in template.deploy_values() {
            let Some(used) = values.of_token(&value.token) else {
                continue;
            };
            let looked = match &used.value {
                DeployValue::ImportValue(name) | DeployValue::ImportedList(name) => {
                    (Kind::Export, name.clone())
                }
                DeployValue::Ssm(name, _) => (Kind::Parameter, name.clone()),
                DeployValue::Parameter(_) | DeployValue::Resource(..) => continue,
            };
            found.entry(looked).or_insert(used.at);
        }
        // What the user writes in CloudFormation's own words.
        for (logical, body) in template.resources() {
            let source = template.source(logical).unwrap_or(&pipeline.source);
            imports(body, &mut |name| {
                let looked = (Kind::Export, name.to_owned());
                found.entry(looked).or_insert(source.at);
            });
        }
        out.extend(found.into_iter().map(|(looked, at)| (number, looked, at)));
    }
    out
}

/// The exports that a value of a template names.
fn imports(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map.get("Fn::ImportValue").and_then(Value::as_str) {
                found(name);
            }
            map.values().for_each(|inner| imports(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| imports(inner, found)),
        _ => {}
    }
}

fn needs<'a>(
    all: &[Proven<'_>],
    made: &Made,
    used: &'a [(Number, Looked, Location)],
) -> Vec<Need<'a>> {
    let mut out = Vec::new();
    for (user, what, at) in used {
        let pipeline = all[user.0].deployment.pipeline;
        let here = pipeline.arns(&stack(all, *user).environment);
        let key = (
            here.account.to_owned(),
            here.region.to_owned(),
            what.clone(),
        );
        if let Some((maker, made_at)) = made.get(&key) {
            out.push(Need {
                user: *user,
                maker: *maker,
                what,
                at: *at,
                made_at: *made_at,
            });
        }
    }
    out
}

/// The numbers of the pipelines in order. Each goes as early as what it needs lets it, and
/// otherwise where it stood.
fn order(count: usize, needs: &[Need<'_>]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let waits = |number: usize, strict: bool| {
            needs.iter().any(|need| {
                let other = need.maker.0;
                need.user.0 == number
                    && other != number
                    && left.contains(&other)
                    && (need.is_strict() || !strict)
            })
        };
        let first = |strict| left.iter().position(|number| !waits(*number, strict));
        let next = first(false).or_else(|| first(true)).unwrap_or_default();
        order.push(left.remove(next));
    }
    order
}

/// Reports the exports that are there too late, each circle once.
fn report(all: &[Proven<'_>], needs: &[Need<'_>], findings: &mut Findings<Location>) {
    let strict: Vec<&Need<'_>> = needs.iter().filter(|need| need.is_strict()).collect();
    let mut told = BTreeSet::new();
    for need in &strict {
        let (user, maker) = (need.user.0, need.maker.0);
        let name = &need.what.1;
        let message = if user == maker {
            let late = stack(all, need.maker).wave >= stack(all, need.user).wave;
            if !late || !told.insert((user, Some(name))) {
                continue;
            }
            format!(
                "`{name}` is an export of this pipeline itself, and is looked up before it is there"
            )
        } else {
            if !reaches(&strict, maker, user) || told.contains(&(user, None)) {
                continue;
            }
            let circle = (0..all.len())
                .filter(|one| reaches(&strict, *one, user) && reaches(&strict, user, *one));
            told.extend(circle.map(|one| (one, None)));
            format!(
                "`{name}` is an export of pipeline `{}`, which needs an export of this one first",
                all[maker].deployment.pipeline.name
            )
        };
        let pipeline = all[user].deployment.pipeline;
        let mut found = Findings::default();
        let finding = found
            .report(&codes::IMPORTS_IN_A_CIRCLE, need.at, message)
            .help("take one of the values from elsewhere: a text, or a `parameter`")
            .related(format!("`{name}` is exported here"), need.made_at);
        let back = strict.iter().filter(|other| {
            let between = other.user.0 == maker || reaches(&strict, maker, other.user.0);
            user != maker && between && other.maker.0 == user && other.user.0 != user
        });
        let mut named = BTreeSet::new();
        for other in back {
            // Several stacks of a pipeline may look one thing up.
            if !named.insert((other.user.0, other.what)) {
                continue;
            }
            finding.related(format!("`{}` is imported here", other.what.1), other.at);
        }
        found.set_pipeline(&pipeline.name, pipeline.source.at);
        findings.extend(found);
    }
}

/// Returns whether a pipeline needs another one, by way of others or not.
fn reaches(needs: &[&Need<'_>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(number) = next.pop() {
        for need in needs.iter().filter(|need| need.user.0 == number) {
            let maker = need.maker.0;
            if maker == number {
                continue;
            }
            if maker == to {
                return true;
            }
            if seen.insert(maker) {
                next.push(maker);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::builder::{Account, Action, Resource, StackOutput, Stage, Value, import_value, ssm};
    use crate::pipeline::Pipeline;
    use crate::write::{Assembly, synthesize};

    /// Calls a function by this name, and exports its own name under others.
    fn pipeline(name: &str, function: Value, exports: &[&str]) -> Pipeline {
        let checkout = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let call = Action::new("Call", "Lambda").set("function_name", function);
        let mut built = Pipeline::builder(name)
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .resource(
                Resource::new("kept", "AWS::SSM::Parameter")
                    .set("Name", format!("/{name}/function"))
                    .set("Type", "String")
                    .set("Value", name),
            )
            .stage(Stage::new("Source").action(checkout))
            .stage(Stage::new("Call").action(call));
        for (number, export) in exports.iter().enumerate() {
            let output =
                StackOutput::text(format!("Out{number}"), name).set("export_name", *export);
            built = built.output(output);
        }
        built.build().expect("a pipeline")
    }

    fn stack(assembly: &Assembly, name: &str) -> String {
        let begin = format!("{name}-pipeline-");
        let mut templates = assembly.templates();
        let (file, _) = templates
            .find(|(file, _)| file.starts_with(&begin))
            .expect("the pipeline's stack");
        file.trim_end_matches(".template.json").to_owned()
    }

    /// The names of the pipelines in the order in which `deploy.sh` deploys them.
    fn deployed(assembly: &Assembly, names: &[&str]) -> Vec<String> {
        let script = &assembly.files()["deploy.sh"];
        let place = |name: &str| {
            let call = format!(
                "deploy_pipeline 'TOOLS' '111111111111' 'us-east-1' '{}'",
                stack(assembly, name)
            );
            script.find(&call).expect("a line of the script")
        };
        let mut names = names.to_vec();
        names.sort_by_key(|name| place(name));
        names.into_iter().map(str::to_owned).collect()
    }

    fn messages(pipelines: &[Pipeline]) -> Vec<(String, Vec<String>)> {
        let found = synthesize(pipelines).expect_err("errors");
        let told = found.iter();
        let told = told.map(|one| {
            let places = one.related.iter().map(|(what, _)| what.clone());
            (format!("{} {}", one.code.id, one.message), places.collect())
        });
        told.collect()
    }

    #[test]
    fn who_makes_goes_before_who_looks_up() {
        let looked_up = [import_value("b-out"), ssm("/b/function")];
        for function in looked_up {
            let of = |names: &[&str]| -> Vec<Pipeline> {
                let made = names.iter().map(|name| match *name {
                    "a" => pipeline("a", function.clone(), &["a-out"]),
                    "b" => pipeline("b", import_value("c-out"), &["b-out"]),
                    other => pipeline(other, "check".into(), &["c-out"]),
                });
                made.collect()
            };
            for names in [["a", "b", "c"], ["c", "b", "a"], ["b", "a", "c"]] {
                let assembly = synthesize(&of(&names)).expect("an assembly");
                assert_eq!(deployed(&assembly, &names), ["c", "b", "a"]);
                let manifest = &assembly.files()["manifest.json"];
                let manifest: serde_json::Value = serde_json::from_str(manifest).expect("JSON");
                for (user, maker) in [("a", "b"), ("b", "c")] {
                    let artifact = &manifest["artifacts"][stack(&assembly, user)];
                    let after = artifact["dependencies"].as_array().expect("a list");
                    assert!(
                        after.contains(&stack(&assembly, maker).into()),
                        "{artifact}"
                    );
                }
            }
        }
    }

    /// An export of another region or of nobody here changes nothing.
    #[test]
    fn pipelines_stay_where_they_stand() {
        let all = [
            pipeline("b", import_value("elsewhere"), &[]),
            pipeline("a", "check".into(), &["own"]),
        ];
        let assembly = synthesize(&all).expect("an assembly");
        assert_eq!(deployed(&assembly, &["a", "b"]), ["b", "a"]);
    }

    #[test]
    fn a_circle_of_exports_is_one_error() {
        let two = [
            pipeline("a", import_value("b-out"), &["a-out"]),
            pipeline("b", import_value("a-out"), &["b-out"]),
        ];
        let told =
            "P558 `b-out` is an export of pipeline `b`, which needs an export of this one first";
        let places = [
            "`b-out` is exported here",
            "`a-out` is imported here",
            "in pipeline `a`",
        ];
        let told = (told.to_owned(), places.map(str::to_owned).to_vec());
        assert_eq!(messages(&two), std::slice::from_ref(&told));
        let three = [
            pipeline("a", import_value("b-out"), &["a-out"]),
            pipeline("b", import_value("c-out"), &["b-out"]),
            pipeline("c", import_value("a-out"), &["c-out"]),
        ];
        assert_eq!(messages(&three), [told]);
        let own = [pipeline("a", import_value("a-out"), &["a-out"])];
        let told = "P558 `a-out` is an export of this pipeline itself, and is looked up before it is there";
        let place = "`a-out` is exported here".to_owned();
        assert_eq!(messages(&own), [(told.to_owned(), vec![place])]);
    }
}
