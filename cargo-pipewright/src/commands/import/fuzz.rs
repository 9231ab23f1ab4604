//! No file makes it panic, and whatever is imported can be read again.

use super::definition::{self, Known};
use super::{tree, written};
use crate::source::Source;

macro_rules! samples {
    ($($name:literal)*) => {
        &[$(include_str!(concat!("../../../tests/import/", $name))),*]
    };
}

pub(super) const SAMPLES: &[&str] = samples! {
    "build-and-deploy.yml"
    "cross-account.yml"
    "functions.yml"
    "github-ecs.yml"
    "new-get-pipeline.json"
    "old-get-pipeline.json"
    "s3-codedeploy.json"
    "sam.yml"
};

/// Pieces that mean something somewhere.
const PIECES: &[&str] = &[
    "!Ref ",
    "!Sub '${a.b}'",
    "!If [A, B, C]",
    "&a ",
    "*a",
    "<<: *a",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "\"",
    "'",
    "\n",
    "  ",
    "- ",
    "Ref",
    "Fn::GetAtt",
    "Stages",
    "Name",
    "\u{202e}",
    "\\",
    "#{variables.X}",
    "{{resolve:ssm:/a}}",
    "{Cluster}",
    "null",
    "99999999999999999999",
    "-1",
    "stage",
    "import",
    "!Select [7, !Split [',', 'a']]",
    "!GetAtt Pipeline.Arn",
    "!Ref Pipeline",
    "::",
    "arn:aws:iam::1:role/x",
];

pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// The text with some of its characters, words or lines changed.
fn changed(text: &str, numbers: &mut Numbers) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(text.len());
        let end = (at + numbers.below(30)).min(text.len());
        let piece = PIECES[numbers.below(PIECES.len())];
        match numbers.below(5) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, piece.chars())),
            2 => drop(text.splice(at..end, piece.chars())),
            3 => {
                let copied: Vec<char> = text[at..end].to_vec();
                let to = numbers.below(text.len());
                drop(text.splice(to..to, copied));
            }
            // A word that something names is gone.
            _ => {
                let word = |one: &char| one.is_alphanumeric();
                let begin = text[..at]
                    .iter()
                    .rposition(|one| !word(one))
                    .map_or(0, |at| at + 1);
                let end = text[at..]
                    .iter()
                    .position(|one| !word(one))
                    .map_or(text.len(), |end| at + end);
                drop(text.splice(begin..end.max(begin), piece.chars()));
            }
        }
    }
    text.into_iter().collect()
}

/// Imports a text. Returns how many pipelines it has, if it can be read.
fn import(text: &str) -> Option<usize> {
    let known = Known {
        account: None,
        region: None,
        stem: "fuzz".to_owned(),
    };
    let tree = tree::read(text).ok()?;
    let all = definition::all(&tree, &known).ok()?;
    let count = all.len();
    for definition in all {
        let imported = written("fuzz.yml", definition).expect("a text");
        let source = Source::new("fuzz.pipeline".into(), imported.text.clone());
        assert!(source.tokens().is_ok(), "{text}\n{}", imported.text);
    }
    Some(count)
}

#[test]
fn changed_files_are_imported_or_refused() {
    let (mut imported, mut refused) = (0, 0);
    let mut numbers = Numbers(20_240_229);
    for round in 0..600 {
        let sample = SAMPLES[round % SAMPLES.len()];
        match import(&changed(sample, &mut numbers)) {
            Some(_) => imported += 1,
            None => refused += 1,
        }
    }
    assert!(
        imported > 100 && refused > 50,
        "{imported} imported, {refused} refused"
    );
}

#[test]
fn samples_are_imported() {
    for sample in SAMPLES {
        assert_eq!(import(sample), Some(1));
    }
}
