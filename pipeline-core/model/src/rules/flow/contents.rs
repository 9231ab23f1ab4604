//! Files that are read from an artifact that does not hold them.

use crate::catalogue::{Content, Read};
use crate::code::code;
use crate::model::Data;
use crate::place::Place;
use crate::rules::context::{Check, Made, Run};
use crate::rules::words;
use std::collections::BTreeSet;

/// Checks that each artifact whose content is known holds what an action reads from it. Reports
/// one file of each artifact.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let mut reported = BTreeSet::new();
    for (name, at, files) in read(run) {
        let Some(held) = held(cx, run, name) else {
            continue;
        };
        if let Some(file) = files.missing(&held)
            && reported.insert(name)
        {
            report(cx, run, (name, at), file, &held);
        }
    }
    check_contents(cx, run);
}

code! {
    NO_CODE = "P475" Warning "an artifact without code is deployed as code",
    why: "Some actions deploy all that an artifact holds: an application of Elastic Beanstalk, the code of a Lambda function. The artifact of an `Ecr` source is one file, `imageDetail.json`, that of a scan its report: there is no code in it to run.",
    example: "let image = Pushed: Ecr { repository_name: \"shop\" };\nDeploy: ElasticBeanstalk(image) { application_name: \"shop\", environment_name: \"shop\" };",
    fix: "Let a build in between make what is deployed, such as a `Dockerrun.aws.json` that names the image: `let bundle = Describe: CodeBuild(image) { … }; Deploy: ElasticBeanstalk(bundle) { … };`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html",
}

/// Reports an artifact that is known to hold no code, where it is deployed as code.
fn check_contents<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(what) = run.kind.and_then(|kind| kind.takes_all) else {
        return;
    };
    for input in &run.action.inputs {
        let Some(held) = held(cx, run, &input.text) else {
            continue;
        };
        cx.report(
            &NO_CODE,
            input.at,
            format!(
                "`{}` holds {}, and {} deploys it as {what}",
                input.text,
                held.words,
                run.title()
            ),
        )
        .help("hand over an artifact that a build makes of it")
        .related(format!("`{}` is made here", input.text), held.made.name.at);
    }
}

/// The files that an action reads, each with the artifact that it reads them from.
fn read<'a, P: Place>(run: &Run<'a, P>) -> Vec<(&'a str, P, Files<'a>)> {
    let reads = run.kind.map_or(&[][..], |kind| kind.reads).iter();
    let reads = reads.filter_map(|read| {
        let (name, at) = input(run, read)?;
        Some((name, at, Files::of(run, read)))
    });
    let named = run.keys().filter_map(|(_, entry)| match &entry.value.data {
        Data::File { artifact, path } => {
            let named = path.known().into_iter().collect();
            Some((
                artifact.text.as_str(),
                artifact.at,
                Files { named, own: None },
            ))
        }
        _ => None,
    });
    reads.chain(named).collect()
}

/// The files that are read from one artifact.
struct Files<'a> {
    /// Those that the user names.
    named: Vec<&'a str>,
    /// The one that the kind reads if the user names none, or whose form it needs.
    own: Option<&'static str>,
}

impl<'a> Files<'a> {
    fn of<P: Place>(run: &Run<'a, P>, read: &Read) -> Files<'a> {
        let entry = read.named_by.and_then(|key| run.entry(key));
        let items = entry.into_iter().flat_map(|entry| entry.value.items());
        Files {
            named: items.filter_map(|item| item.data.text()).collect(),
            own: (entry.is_none() || read.own_form).then_some(read.file),
        }
    }

    /// A file that the artifact does not hold.
    fn missing<P>(&self, held: &Held<'_, P>) -> Option<&'a str> {
        let named = self.named.iter().copied();
        // A name that holds a variable is known at the run only.
        let mut missing = named
            .chain(self.own)
            .filter(|file| !file.is_empty() && !file.contains("#{") && !held.holds(file));
        missing.next()
    }
}

/// What an artifact is known to hold.
struct Held<'a, P> {
    made: &'a Made<'a, P>,
    /// Its files; none if they have no names that are known.
    files: Vec<String>,
    /// The content in words, behind `holds`.
    words: String,
}

impl<P> Held<'_, P> {
    fn holds(&self, file: &str) -> bool {
        let file = file.trim_start_matches("./");
        self.files.iter().any(|held| held == file)
    }
}

/// The content of an input, if it is known. An artifact that is not there yet is a finding of its
/// own.
fn held<'a, P: Place>(cx: &Check<'a, P>, run: &Run<'_, P>, name: &str) -> Option<Held<'a, P>> {
    let is_input = run.action.inputs.iter().any(|input| input.text == name);
    let made = cx.index.artifacts.get(name).filter(|_| is_input)?;
    let maker = cx.index.maker(made);
    if !maker.surely_before(run) {
        return None;
    }
    let (files, words) = match &maker.kind?.content {
        Content::Any => return None,
        Content::Files(files) => {
            let files: Vec<String> = files.iter().map(|&file| file.to_owned()).collect();
            let words = format!("{} only", words::list(&files));
            (files, words)
        }
        Content::NamedBy(key) => {
            let file = maker.constant(key)?;
            // A name that holds a variable is known at the run only.
            if file.is_empty() || file.contains("#{") {
                return None;
            }
            let words = format!("`{file}` only");
            (vec![file], words)
        }
        Content::Report(words) => (Vec::new(), format!("{words} only")),
    };
    Some(Held { made, files, words })
}

/// The input that a file is read from, where it is named.
fn input<'a, P: Place>(run: &Run<'a, P>, read: &Read) -> Option<(&'a str, P)> {
    let Some(key) = read.input else {
        let [only] = run.action.inputs.as_slice() else {
            return None;
        };
        return Some((&only.text, only.at));
    };
    let value = &run.entry(key)?.value;
    match &value.data {
        Data::Word(name) | Data::String(name) => Some((name, value.at)),
        _ => None,
    }
}

code! {
    NOT_IN_THE_ARTIFACT = "P435" Error "a file is read from an artifact that does not hold it",
    why: "The artifact of an `Ecr` source is one file, `imageDetail.json`, and that of a stack's outputs is the one that `output_file_name` names. An `Ecs` action reads `imagedefinitions.json`, `CodeDeploy` an AppSpec file, a stack its template: of an artifact that does not hold it, the file is not found, and the first run fails.",
    example: "let image = Pushed: Ecr { repository_name: \"shop\" };\nDeploy: Ecs(image) { cluster_name: \"shop\", service_name: \"web\" };",
    fix: "Let a build in between write the file: `let images = Describe: CodeBuild(image) { … }; Deploy: Ecs(images) { … };`. `CodeDeployToEcs` reads `imageDetail.json` itself.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html",
}

fn report<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    (name, at): (&str, P),
    file: &str,
    held: &Held<'_, P>,
) {
    let made = held.made.name.at;
    cx.report(
        &NOT_IN_THE_ARTIFACT,
        at,
        format!(
            "`{name}` holds {}, and {} reads `{file}` from it",
            held.words,
            run.title()
        ),
    )
    .help(format!(
        "hand over an artifact that holds `{file}`: a build in between can make one"
    ))
    .related(format!("`{name}` is made here"), made);
}
