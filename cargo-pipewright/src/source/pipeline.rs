//! From files to everything that is to be deployed.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;

use pipewright_core::builder::Builder;
use pipewright_core::pipeline::Pipeline;
use pipewright_core::write::Assembly;
use pipewright_model::codes;
use pipewright_model::finding::{Finding, Findings};
use pipewright_model::place::{Location, Place as _};
use pipewright_syntax::place::SourceSpan;

use super::{Problem, Source, show, wrong_kind};
use crate::failure::Failure;
use crate::screen::Screen;

/// Some files with a pipeline each.
#[derive(Debug)]
pub(crate) struct Sources {
    files: Vec<Source>,
    /// The bytes of each place that a builder call would have, in which file.
    places: HashMap<(&'static str, u32, u32), (usize, Range<usize>)>,
    /// What was found in each file.
    problems: Vec<Vec<Problem>>,
    /// The findings that are about no file.
    elsewhere: Vec<Finding<Location>>,
}

/// What found something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The rules, which the file's own check has run too.
    Rules,
    Synthesis,
}

/// Everything that is to be deployed for the pipelines of some files. Says what is wrong or
/// suspicious in them.
pub(crate) fn assembled(paths: &[PathBuf], screen: &Screen) -> Result<Assembly, Failure> {
    let mut sources = Sources::read(paths)?;
    let assembly = sources.assembly();
    let told = sources.tell();
    if !told.is_empty() {
        screen.finding(&told);
    }
    assembly.ok_or(Failure::Told)
}

impl Sources {
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Sources, Failure> {
        Source::read_all(paths).map(Sources::of)
    }

    /// Files that are read already.
    pub(crate) fn of(files: Vec<Source>) -> Sources {
        Sources {
            problems: files.iter().map(|_| Vec::new()).collect(),
            files,
            places: HashMap::new(),
            elsewhere: Vec::new(),
        }
    }

    /// The places of the findings of a code, before anything is synthesized.
    pub(crate) fn places_of(mut self, code: &str) -> Vec<Range<usize>> {
        for file in 0..self.files.len() {
            self.pipeline(file);
        }
        let problems = self.problems.into_iter().flatten();
        let found = problems.filter(|problem| problem.code.is_some_and(|found| found.id == code));
        found.map(|problem| problem.at).collect()
    }

    /// The findings as text.
    pub(crate) fn tell(&mut self) -> String {
        let problems = std::mem::take(&mut self.problems);
        let files = self.files.iter().zip(problems);
        let shown = files.filter(|(_, problems)| !problems.is_empty());
        let mut texts: Vec<String> = shown
            .map(|(source, problems)| show(source, problems))
            .collect();
        let mut elsewhere = Findings::default();
        elsewhere.extend(std::mem::take(&mut self.elsewhere));
        if !elsewhere.is_empty() {
            texts.push(elsewhere.to_string());
        }
        texts.join("\n\n")
    }

    pub(crate) fn assembly(&mut self) -> Option<Assembly> {
        let pipelines: Vec<Option<Pipeline>> = (0..self.files.len())
            .map(|file| self.pipeline(file))
            .collect();
        // All files are read before the first stops it.
        let pipelines = pipelines.into_iter().collect::<Option<Vec<Pipeline>>>()?;
        match Assembly::of(pipelines) {
            Ok(assembly) => {
                self.add(assembly.warnings().clone(), Step::Synthesis);
                Some(assembly)
            }
            Err(findings) => {
                self.add(findings, Step::Synthesis);
                None
            }
        }
    }

    /// The pipeline of a file, unless an error stops it.
    fn pipeline(&mut self, file: usize) -> Option<Pipeline> {
        let source = self.files.get(file)?;
        let (text, root) = (source.tokens(), source.folder());
        let problems = self.problems.get_mut(file)?;
        let tokens = match text {
            Ok(tokens) => tokens,
            Err(problem) => {
                problems.push(*problem);
                return None;
            }
        };
        if let Some(problem) = wrong_kind::problem(&tokens) {
            problems.push(problem);
            return None;
        }
        let mut read = pipewright_syntax::read_in(tokens, &root);
        read.findings.extend(expressions(&read));
        let stops = read.findings.has_errors();
        problems.extend(read.findings.into_iter().map(Problem::from));
        if stops {
            return None;
        }
        // Places at run time are static, since those of a program are.
        let name: &'static str = source.path.display().to_string().leak();
        let places = &mut self.places;
        let model = read.model.relocate(&mut |at: SourceSpan| {
            let (line, column) = at.line_and_column();
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            let (line, column) = (number(line), number(column));
            places.insert((name, line, column), (file, at.span.byte_range()));
            Location::at(name, line, column)
        });
        match Builder::from(model).build() {
            Ok(pipeline) => {
                self.add(pipeline.warnings().clone(), Step::Rules);
                Some(pipeline)
            }
            Err(findings) => {
                self.add(findings, Step::Rules);
                None
            }
        }
    }

    /// Adds findings of a later step, each to its file. What the file's own check has said
    /// already is left out: it says once what holds in every iteration of a `for`.
    fn add(&mut self, findings: Findings<Location>, step: Step) {
        for finding in findings {
            let place = |at: Location| {
                self.places
                    .get(&(at.file(), at.line(), at.column()))
                    .cloned()
            };
            let Some((file, _)) = place(finding.at) else {
                self.elsewhere.push(finding);
                continue;
            };
            let bytes = |at: Location| match place(at) {
                Some((of, bytes)) if of == file => Ok(bytes),
                _ => Err(at.describe().unwrap_or_default()),
            };
            let problem = Problem::of(finding, bytes);
            let Some(known) = self.problems.get_mut(file) else {
                continue;
            };
            let same = |one: &Problem| {
                let is_repeated = step == Step::Rules && one.at.start == problem.at.start;
                one.code == problem.code && (is_repeated || one.message == problem.message)
            };
            if !known.iter().any(same) {
                known.push(problem);
            }
        }
    }
}

/// An error for each Rust expression.
fn expressions(read: &pipewright_syntax::Source) -> Findings<SourceSpan> {
    let mut findings = Findings::default();
    let mut told = HashSet::new();
    for (number, tokens) in read.expressions.iter().enumerate() {
        let Some(first) = tokens.clone().into_iter().next() else {
            continue;
        };
        let id = pipewright_model::model::ExpressionId(number);
        let mut conditions = read.conditions.iter();
        let condition = conditions.find(|(_, condition)| condition.expression == id);
        // The values that a condition names stand before it among its tokens.
        let span = condition.map_or_else(|| first.span(), |(_, condition)| condition.at.span);
        let at = SourceSpan::new(span);
        // Each iteration of a `for` has a condition of its own.
        if condition.is_some() && !told.insert(span.byte_range()) {
            continue;
        }
        let finding = if condition.is_some() {
            let message = "the condition of an `if` is Rust, and this file is not compiled";
            let finding = findings.report(&codes::RUST_IN_A_FILE, at, message);
            finding.help("write a file for each case, or write the pipeline in `pipeline!`")
        } else {
            let message = "this is a Rust expression, and this file is not compiled";
            let finding = findings.report(&codes::RUST_IN_A_FILE, at, message);
            finding.help(
                "write the value itself; a value that several places use gets a name, `value NAME = …;`, \
                 and one that is known at deployment is a parameter, `parameter NAME: String;`",
            )
        };
        let _ = finding;
    }
    findings
}
