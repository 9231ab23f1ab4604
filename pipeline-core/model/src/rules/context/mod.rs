//! The context of every rule: the index that it looks into, and the findings that it reports.

mod declaration;
mod index;
mod run;
mod stage;

pub(crate) use declaration::DeclarationKind;
pub(crate) use index::{Index, Made};
pub(crate) use run::Run;
pub(crate) use stage::{IndexedStage, StageIndex};

use crate::code::Code;
use crate::finding::{Finding, Findings};
use crate::place::Place;
use crate::rules::follow_ups::{self, Places};
use std::collections::BTreeSet;

/// The index of a pipeline, and the findings so far.
pub(crate) struct Check<'a, P> {
    pub(crate) index: &'a Index<'a, P>,
    /// Names that were probably meant where another one was written; they are not
    /// called unused.
    meant: BTreeSet<String>,
    /// Regions that have been reported as lying in another partition.
    pub(crate) other_partitions: BTreeSet<String>,
    /// Artifacts that an action uses and does not get, each reported once.
    not_inputs: BTreeSet<(Section, String, String)>,
    /// The stages with something of another account, and both accounts: one `in` may be missing.
    elsewhere: BTreeSet<(String, String, String)>,
    /// What has been said of the values of parameters: one mistake shows wherever they are used.
    of_parameters: BTreeSet<(String, String)>,
    /// The places beside unknown keys, where what is lacking may be meant by them.
    pub(crate) beside_unknown: Places,
    /// Texts that have been reported for the reference in them.
    references: BTreeSet<String>,
    /// The keys that unknown ones were probably meant for, each with the place of what has them.
    pub(crate) meant_keys: Vec<(String, P)>,
    /// The findings of each section.
    findings: Vec<Findings<P>>,
    section: Section,
}

/// A part of the source: the declarations, a stage, or an action. Findings come out section by
/// section, so that they are in the order of the source, whenever a rule runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Section(usize);

impl Section {
    pub(crate) const DECLARATIONS: Section = Section(0);

    /// The section behind this one.
    fn next(self) -> Section {
        Section(self.0 + 1)
    }
}

impl<'a, P: Place> Check<'a, P> {
    pub(crate) fn new(index: &'a Index<'a, P>) -> Self {
        let count = 1 + index.stages.len() + index.runs().count();
        Check {
            index,
            meant: BTreeSet::new(),
            other_partitions: BTreeSet::new(),
            not_inputs: BTreeSet::new(),
            elsewhere: BTreeSet::new(),
            of_parameters: BTreeSet::new(),
            beside_unknown: Places::default(),
            references: BTreeSet::new(),
            meant_keys: Vec::new(),
            findings: (0..count).map(|_| Findings::default()).collect(),
            section: Section::DECLARATIONS,
        }
    }

    /// Puts what is reported from now on into a section.
    pub(crate) fn enter(&mut self, section: Section) {
        self.section = section;
    }

    /// Records a finding.
    pub(crate) fn report(
        &mut self,
        code: &'static Code,
        at: P,
        message: impl Into<String>,
    ) -> &mut Finding<P> {
        self.findings[self.section.0].report(code, at, message)
    }

    /// Records that an action uses an artifact that is not its input. Returns whether that is new.
    pub(crate) fn record_not_input(&mut self, run: &Run<'_, P>, artifact: &str) -> bool {
        let name = run.name().to_owned();
        self.not_inputs
            .insert((run.section, name, artifact.to_owned()))
    }

    /// Records that an action uses something of another account. Returns whether that is new for its
    /// stage and these accounts.
    pub(crate) fn record_elsewhere(&mut self, run: &Run<'_, P>, of: &str, runs_in: &str) -> bool {
        let stage = run.stage.name.text.clone();
        self.elsewhere
            .insert((stage, of.to_owned(), runs_in.to_owned()))
    }

    /// Records that this message is said of the values of a parameter. Returns whether it is new.
    pub(crate) fn record_said_of_parameter(&mut self, parameter: &str, message: &str) -> bool {
        let said = (parameter.to_owned(), message.to_owned());
        self.of_parameters.insert(said)
    }

    /// Remembers that a text has been reported for the reference in it: what else is wrong with that
    /// does not matter.
    pub(crate) fn mark_reference(&mut self, text: &str) {
        self.references.insert(text.to_owned());
    }

    pub(crate) fn is_marked_reference(&self, text: &str) -> bool {
        self.references.contains(text)
    }

    /// Remembers that a name was probably meant.
    pub(crate) fn mark_meant(&mut self, name: &str) {
        self.meant.insert(name.to_owned());
    }

    pub(crate) fn is_meant(&self, name: &str) -> bool {
        self.meant.contains(name)
    }

    /// Returns all findings, in the order of the source.
    pub(crate) fn findings(self) -> Findings<P> {
        let mut all = Findings::default();
        all.extend(self.findings.into_iter().flatten());
        follow_ups::of_unknown_keys(&self.beside_unknown, &self.meant_keys, &mut all);
        all
    }
}
