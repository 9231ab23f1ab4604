//! From deployments to files: templates, the cloud assembly's manifest, a deploy script,
//! the access report. The files of several pipelines make up one folder.

mod access;
mod beside;
mod blame;
mod deploy_script;
mod deploy_values;
mod deployers;
mod folder;
mod gained;
#[cfg(test)]
mod large;
mod manifest;
mod moved;
mod must_exist;
mod overview;
mod page;
mod pipeline_json;
mod proven;
mod removed_stacks;
mod report;
mod requirement;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub(crate) use folder::{
    Drift, INDEX, InTheWay, Refusal, STANDARD_INPUT, Writer, compare, complete, owner_line, replace,
};
pub(crate) use moved::moved;
use page::MARK as PAGE_MARK;
use pipeline_json::FORMAT as PIPELINE_FORMAT;
pub(crate) use removed_stacks::left_over;
use report::TITLE as REPORT_TITLE;

use crate::access::{AccessReport, Proven, verify, verify_between};
use crate::catalogue::limits;
use crate::codes;
use crate::emitted::{Emitted, in_order};
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::plan::{Deployment, Stack, plan, share};
use crate::render::{Template, render};

/// The end of the name of a template's file, behind the stack's name.
const TEMPLATE: &str = ".template.json";

/// The end of the name of the list of what is uploaded before a stack.
const ASSETS: &str = ".assets.json";

/// The files that people read, and those who draw a pipeline. Those of a large pipeline are
/// larger than its templates.
const REPORTS: [&str; 4] = ["REPORT.md", "access.json", "pipeline.json", "report.html"];

/// Everything that `cargo build` leaves, by file name.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Action, Pipeline, Stage};
/// use pipewright::Assembly;
/// # fn site() -> Result<Pipeline, Box<dyn std::error::Error>> {
/// # let checkout = Action::new("Checkout", "CodeCommit")
/// #     .output("pages")
/// #     .set("repository_name", "site")
/// #     .set("branch_name", "main");
/// # let copy = Action::new("Copy", "S3Deploy")
/// #     .input("pages")
/// #     .set("bucket_name", "www.example.com")
/// #     .set("extract", true);
/// # let pipeline = Pipeline::builder("site")
/// #     .account(Account::home("tools", "111111111111").region("us-east-1"))
/// #     .stage(Stage::new("Source").action(checkout))
/// #     .stage(Stage::new("Publish").action(copy))
/// #     .build()?;
/// # Ok(pipeline) }
///
/// let assembly = Assembly::of(site()?)?;
/// assert!(assembly.files().contains_key("deploy.sh"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembly {
    files: BTreeMap<String, String>,
    warnings: Findings<Location>,
}

impl Assembly {
    /// The files by name.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// The files that are deployed, or that deploy.
    pub(crate) fn without_reports(mut self) -> Assembly {
        self.files.retain(|name, _| !REPORTS.contains(&&**name));
        self
    }

    /// The warnings that only the deployment shows: legal, but suspicious.
    pub fn warnings(&self) -> &Findings<Location> {
        &self.warnings
    }

    /// The templates by the names of their files, for a test to look into.
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// use pipewright::{Account, Action, Stage};
    /// use pipewright::Pipeline;
    ///
    /// let source = Action::new("Upload", "S3Source")
    ///     .output("pages")
    ///     .set("s3_bucket", "site-sources")
    ///     .set("s3_object_key", "site.zip");
    /// let copy = Action::new("Copy", "S3Deploy")
    ///     .input("pages")
    ///     .set("bucket_name", "www.example.com")
    ///     .set("extract", true);
    /// let pipeline = Pipeline::builder("site")
    ///     .account(Account::home("tools", "111111111111").region("us-east-1"))
    ///     .stage(Stage::new("Source").action(source))
    ///     .stage(Stage::new("Publish").action(copy))
    ///     .build()?;
    ///
    /// let assembly = pipeline.synthesize()?;
    /// let mut templates = assembly.templates();
    /// let (_, template) = templates
    ///     .find(|(name, _)| name.starts_with("site-pipeline-"))
    ///     .expect("the stack of the pipeline");
    /// let pipeline = &template["Resources"]["Pipeline"]["Properties"];
    /// assert_eq!(pipeline["Stages"][1]["Name"], "Publish");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn templates(&self) -> impl Iterator<Item = (&str, Value)> {
        let templates = self.files.iter();
        let templates = templates.filter(|(name, _)| name.ends_with(TEMPLATE));
        // Each is JSON that we wrote.
        templates.filter_map(|(name, text)| Some((name.as_str(), serde_json::from_str(text).ok()?)))
    }
}

/// A deployment with its templates, which are in the order of its stacks.
pub(crate) struct Rendered<'a> {
    pub(crate) deployment: Deployment<'a>,
    pub(crate) templates: Vec<Template>,
    /// The types of the resources of each template.
    pub(crate) kinds: Vec<BTreeSet<String>>,
    /// The ARNs of what the templates make.
    pub(crate) made: BTreeSet<String>,
    /// The proof that the actions can do what they must, and others cannot.
    pub(crate) proof: AccessReport,
}

impl<'a> Rendered<'a> {
    pub(crate) fn of(proven: Proven<'a>) -> Rendered<'a> {
        let Proven {
            deployment,
            mut templates,
            report: proof,
        } = proven;
        let made = must_exist::made(deployment.pipeline, &deployment.stacks, &templates);
        let kinds = must_exist::kinds(&templates);
        // What was proven is only written from here on.
        templates.iter_mut().for_each(Template::close);
        Rendered {
            deployment,
            templates,
            kinds,
            made,
            proof,
        }
    }

    fn stacks(&self) -> impl Iterator<Item = (&Stack, &Template)> {
        self.deployment.stacks.iter().zip(&self.templates)
    }
}

/// The file of a stack's template.
fn template_file(stack: &Stack) -> String {
    format!("{}{TEMPLATE}", stack.name)
}

/// Returns whether a template is so large that CloudFormation takes it from a bucket only.
fn is_large(template: &Template) -> bool {
    template.text().len() > limits::TEMPLATE_DIRECT_MAX
}

impl Pipeline {
    /// Everything that is to be deployed for this pipeline, and the reports.
    ///
    /// # Errors
    ///
    /// Findings about limits of AWS that the deployment exceeds, and about its access.
    pub fn synthesize(&self) -> Result<Assembly, Findings<Location>> {
        synthesize(std::slice::from_ref(self))
    }
}

/// Everything that is to be deployed for some pipelines, in one folder.
pub(crate) fn synthesize(pipelines: &[Pipeline]) -> Result<Assembly, Findings<Location>> {
    let readable = |findings: &mut Findings<Location>| {
        for pipeline in pipelines {
            findings.change_texts(|text| pipeline.deploy_values.readable(text));
        }
    };
    let told = |findings: &mut Findings<Location>| {
        readable(findings);
        if pipelines.len() > 1 {
            findings.name_pipelines();
        }
    };
    match assembled(pipelines) {
        Ok(mut assembly) => {
            told(&mut assembly.warnings);
            Ok(assembly)
        }
        Err(mut findings) => {
            told(&mut findings);
            Err(findings)
        }
    }
}

/// The findings of one pipeline.
fn of(pipeline: &Pipeline, mut findings: Findings<Location>) -> Findings<Location> {
    findings.set_pipeline(&pipeline.name, pipeline.source.at);
    findings
}

fn assembled(pipelines: &[Pipeline]) -> Result<Assembly, Findings<Location>> {
    let mut findings = same_pipelines(pipelines);
    if findings.has_errors() {
        // All that they deploy is the same.
        return Err(findings);
    }
    let mut emitted = Emitted::default();
    let mut deployments = Vec::new();
    for pipeline in pipelines {
        match plan(pipeline) {
            Ok(found) => deployments.push(found),
            Err(found) => findings.extend(of(pipeline, found)),
        }
    }
    share(&mut deployments, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let mut proven = Vec::new();
    for deployment in deployments {
        let pipeline = deployment.pipeline;
        match proven_alone(deployment, &mut emitted) {
            Ok(found) => proven.push(found),
            Err(found) => findings.extend(of(pipeline, found)),
        }
    }
    if let Err(found) = verify_between(&mut proven) {
        findings.extend(found);
    }
    let mut rendered: Vec<_> = in_order(proven, &mut findings)
        .into_iter()
        .map(Rendered::of)
        .collect();
    if !findings.has_errors() {
        needed_by_some(&rendered, &mut findings);
    }
    make_once(&mut rendered);
    emitted.report(&mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let mut assembly = files(rendered, &emitted)?;
    assembly.warnings.extend(findings);
    Ok(assembly)
}

/// The files of some pipelines.
///
/// # Errors
///
/// Two files of one name: nothing is overwritten.
pub(crate) fn files(
    rendered: Vec<Rendered<'_>>,
    emitted: &Emitted,
) -> Result<Assembly, Findings<Location>> {
    let mut files = BTreeMap::new();
    files.insert("manifest.json".to_owned(), manifest::manifest(&rendered));
    files.extend(manifest::assets(&rendered));
    files.insert(
        "access.json".to_owned(),
        access::access(&rendered, &emitted.counts()),
    );
    files.insert("sources.json".to_owned(), access::sources(&rendered));
    let pipeline_json = pipeline_json::pipeline_json(&rendered);
    files.insert("report.html".to_owned(), page::page(&pipeline_json));
    files.insert("pipeline.json".to_owned(), pipeline_json);
    files.insert(
        "REPORT.md".to_owned(),
        report::report(&rendered, &emitted.counts()),
    );
    files.insert(
        "deploy.sh".to_owned(),
        deploy_script::deploy_script(&rendered),
    );
    for found in &rendered {
        let values = &found.deployment.pipeline.deploy_values;
        if values.used().next().is_some() {
            for text in files.values_mut() {
                *text = values.readable(text);
            }
        }
    }
    let mut warnings = Findings::default();
    for found in rendered {
        warnings.extend(of(found.deployment.pipeline, found.proof.warnings));
        for (stack, template) in found.deployment.stacks.iter().zip(found.templates) {
            let name = template_file(stack);
            if files.insert(name.clone(), template.into_text()).is_some() {
                let mut findings = Findings::default();
                findings.report(
                    &codes::SAME_NAME,
                    found.deployment.pipeline.source.at,
                    format!("two files would be `{name}`"),
                );
                return Err(findings);
            }
        }
    }
    Ok(Assembly { files, warnings })
}

/// The templates of a pipeline, and the proof that they are right by themselves. They are added to
/// what the others deploy, which they must leave alone.
fn proven_alone<'a>(
    deployment: Deployment<'a>,
    emitted: &mut Emitted,
) -> Result<Proven<'a>, Findings<Location>> {
    let templates = render(&deployment)?;
    let mut findings = Findings::default();
    emitted.add(&deployment, &templates, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    match verify(&deployment, &templates) {
        Ok(report) => Ok(Proven {
            deployment,
            templates,
            report,
        }),
        Err(found) => Err(blame::blamed(&deployment, found)),
    }
}

/// Reports what a policy of a shared store allows and none of its pipelines needs.
fn needed_by_some(rendered: &[Rendered<'_>], findings: &mut Findings<Location>) {
    let mut unused: BTreeMap<&str, BTreeSet<&(String, String)>> = BTreeMap::new();
    for found in rendered {
        let own: BTreeSet<&(String, String)> = found.proof.unused_in_shared.iter().collect();
        for stack in found.deployment.stacks.iter().filter(|stack| stack.shared) {
            unused
                .entry(&stack.name)
                .and_modify(|unused| unused.retain(|part| own.contains(part)))
                .or_insert_with(|| own.clone());
        }
    }
    for (stack, parts) in unused {
        let has_it = |found: &&Rendered<'_>| found.stacks().any(|(one, _)| one.name == stack);
        let Some(first) = rendered.iter().find(has_it) else {
            continue;
        };
        // Of a pipeline's several shared stacks, each is judged by those who have it.
        // What is there for pipelines of other crates is needed by them.
        let stores = first.deployment.stores.iter();
        let shares = stores.filter_map(|store| store.share.as_ref());
        let elsewhere: Vec<String> = shares
            .flat_map(|share| &share.elsewhere)
            .map(|end| format!("{end}`"))
            .collect();
        let in_stack = parts.iter().filter(|(statement, _)| {
            statement.contains(stack) && !elsewhere.iter().any(|end| statement.contains(end))
        });
        for (statement, part) in in_stack {
            findings.report(
                &codes::OPEN_TO_OTHERS,
                first.deployment.pipeline.source.at,
                format!("{statement} allows more than any pipeline needs: {part}"),
            );
        }
    }
}

/// Leaves the stack of a store that several pipelines share to the first of them, which is deployed
/// first.
fn make_once(rendered: &mut [Rendered<'_>]) {
    let mut made = BTreeSet::new();
    for found in rendered {
        let stacks = std::mem::take(&mut found.deployment.stacks);
        let templates = std::mem::take(&mut found.templates);
        let kinds = std::mem::take(&mut found.kinds);
        for ((stack, template), kinds) in stacks.into_iter().zip(templates).zip(kinds) {
            if !stack.shared || made.insert(stack.name.clone()) {
                found.kinds.push(kinds);
                found.deployment.stacks.push(stack);
                found.templates.push(template);
            }
        }
    }
}

fn same_pipelines(pipelines: &[Pipeline]) -> Findings<Location> {
    let mut findings = Findings::default();
    let mut seen = BTreeMap::new();
    for pipeline in pipelines {
        let home = pipeline.home();
        let identity = (pipeline.name(), pipeline.home_id(), home.region.clone());
        if let Some(first) = seen.insert(identity, pipeline.source.at) {
            let message = format!(
                "two pipelines are called `{}` in account {} and region `{}`",
                pipeline.name(),
                pipeline.home_id(),
                home.region
            );
            findings
                .report(&codes::SAME_PIPELINE, pipeline.source.at, message)
                .help("give each pipeline a name of its own")
                .related("the first one is here", first);
        }
    }
    findings
}
