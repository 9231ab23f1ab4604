//! Yes, no, or nobody knows; and how such answers go together.

use super::Cause;

/// Yes, no, or nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    No,
    Yes,
    Unknown(Cause),
}

impl Answer {
    pub(crate) fn of(truth: bool) -> Answer {
        if truth { Answer::Yes } else { Answer::No }
    }

    pub(crate) fn is_yes(&self) -> bool {
        matches!(self, Answer::Yes)
    }

    pub(crate) fn is_no(&self) -> bool {
        matches!(self, Answer::No)
    }

    pub(super) fn not(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            unknown => unknown,
        }
    }

    pub(super) fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Yes, other) => other,
            (unknown, _) => unknown,
        }
    }

    pub(super) fn or(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
            (Answer::No, other) => other,
            (unknown, _) => unknown,
        }
    }

    pub(super) fn any(answers: impl Iterator<Item = Answer>) -> Answer {
        let mut out = Answer::No;
        for answer in answers {
            out = out.or(answer);
            if out.is_yes() {
                break;
            }
        }
        out
    }

    pub(super) fn all(answers: impl Iterator<Item = Answer>) -> Answer {
        let mut out = Answer::Yes;
        for answer in answers {
            out = out.and(answer);
            if out.is_no() {
                break;
            }
        }
        out
    }
}
