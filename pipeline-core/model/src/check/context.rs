//! What the rules look at, and where they write.

mod facts;
mod run;

use crate::codes::Code;
use crate::finding::{Finding, Findings};
use crate::place::Place;
pub(super) use facts::{Facts, Made, Sort};
pub(super) use run::Run;
use std::collections::BTreeSet;

/// The facts, and the findings so far.
pub(super) struct Check<'a, P> {
    pub(super) facts: &'a Facts<'a, P>,
    /// Names that were probably meant where another one was written; they are not
    /// called unused.
    meant: BTreeSet<String>,
    /// Regions that have been reported as lying in another partition.
    pub(super) other_partitions: BTreeSet<String>,
    sections: Vec<Findings<P>>,
    section: usize,
}

impl<'a, P: Place> Check<'a, P> {
    pub(super) fn new(facts: &'a Facts<'a, P>) -> Self {
        let count = 1 + facts.stage_sections.len() + facts.runs.len();
        Check {
            facts,
            meant: BTreeSet::new(),
            other_partitions: BTreeSet::new(),
            sections: (0..count).map(|_| Findings::default()).collect(),
            section: 0,
        }
    }

    /// What is reported from now on belongs to this section: the declarations (0), a
    /// stage or an action. So the findings come out in the order of the source,
    /// whenever a rule runs.
    pub(super) fn enter(&mut self, section: usize) {
        self.section = section;
    }

    /// Records a finding.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        at: P,
        message: impl Into<String>,
    ) -> &mut Finding<P> {
        self.sections[self.section].report(code, at, message)
    }

    /// Remembers that a name was probably meant.
    pub(super) fn excuse(&mut self, name: &str) {
        self.meant.insert(name.to_owned());
    }

    pub(super) fn is_excused(&self, name: &str) -> bool {
        self.meant.contains(name)
    }

    pub(super) fn findings(self) -> Findings<P> {
        let mut all = Findings::default();
        for section in self.sections {
            all.extend(section);
        }
        all
    }
}
