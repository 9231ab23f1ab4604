//! The errors of all changes of a pipeline, counted.

use std::num::NonZero;
use std::thread;

use crate::sources::Source;
use crate::{Change, Error, GOAL, MOST, changes, errors};

/// The errors of every change.
#[derive(Default)]
pub(crate) struct Tally {
    /// The number of wrong changes with no, one, two … errors.
    by_count: Vec<usize>,
    /// The changes that leave a legal pipeline.
    pub(crate) legal: Vec<String>,
    /// The changes with several errors, each with their number.
    several: Vec<(usize, String)>,
    /// The changes with an error further away than the next declaration.
    far: Vec<String>,
}

/// The errors of each change, in their order. Each takes as long as a compiler's reading of a
/// pipeline, so all cores work on them.
fn errors_of_each(changes: &[&Change]) -> Vec<Option<Vec<Error>>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let part = changes.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = changes
            .chunks(part)
            .map(|part| {
                let each = |change: &&Change| errors(&change.source);
                scope.spawn(move || part.iter().map(each).collect::<Vec<_>>())
            })
            .collect();
        let parts = parts.into_iter().map(|part| part.join().expect("errors"));
        parts.flatten().collect()
    })
}

impl Tally {
    pub(crate) fn of(source: &Source) -> Tally {
        let text = (source.text)();
        assert_eq!(errors(&text).map_or(0, |found| found.len()), 0);
        let mut tally = Tally::default();
        let changes = changes(&text, source.replaced);
        let tried: Vec<&Change> = changes.iter().step_by(source.step).collect();
        for (change, found) in tried.iter().zip(errors_of_each(&tried)) {
            if let Some(found) = found {
                tally.add(change, &found);
            }
        }
        tally.several.sort_by_key(|(count, _)| usize::MAX - count);
        tally
    }

    fn add(&mut self, change: &Change, found: &[Error]) {
        let count = found.len();
        self.by_count.resize(self.by_count.len().max(count + 1), 0);
        self.by_count[count] += 1;
        let shown = || {
            let errors = found.iter().map(|error| format!("    {}\n", error.text));
            format!("{change}\n{}", errors.collect::<String>())
        };
        match count {
            0 => self.legal.push(change.to_string()),
            1 => {}
            _ => self.several.push((count, shown())),
        }
        if !found.iter().all(|error| change.is_near(error.start)) {
            self.far.push(shown());
        }
    }

    /// The number of wrong changes.
    fn wrong(&self) -> usize {
        self.by_count.iter().skip(1).sum()
    }

    /// The part of the wrong changes that give exactly one error.
    fn once(&self) -> f64 {
        let once = self.by_count.get(1).copied().unwrap_or_default();
        once as f64 / self.wrong().max(1) as f64
    }

    /// The distribution, and the worst offenders.
    pub(crate) fn describe(&self) -> String {
        let show = std::env::var("SHOW").map_or(3, |count| count.parse().expect("a number"));
        let several = self.several.iter().map(|(_, shown)| shown.as_str());
        let far = self.far.iter().map(String::as_str);
        format!(
            "{} wrong changes, {:.1} % with one error; by the number of errors: {:?}; \
             {} with one far away\n{}{}",
            self.wrong(),
            100.0 * self.once(),
            self.by_count,
            self.far.len(),
            several.take(show).collect::<String>(),
            far.take(show).collect::<String>(),
        )
    }

    /// The goals that it misses.
    pub(crate) fn misses(&self, source: &Source) -> Vec<String> {
        let mut misses = Vec::new();
        if self.once() < GOAL {
            misses.push(format!("{:.1} % give one error", 100.0 * self.once()));
        }
        let many = self.by_count.iter().skip(MOST + 1).sum::<usize>();
        if many > 0 {
            misses.push(format!("{many} give more than {MOST}"));
        }
        if self.far.len() > source.far {
            misses.push(format!("{} have an error far away", self.far.len()));
        }
        misses
            .into_iter()
            .map(|miss| format!("{}: {miss}", source.name))
            .collect()
    }
}
