//! Three-valued answers: yes, no, or unknown with a cause.

use super::Cause;

/// The answer to whether something applies or is allowed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    No,
    Yes,
    Unknown(Cause),
}

impl From<bool> for Answer {
    fn from(truth: bool) -> Answer {
        if truth { Answer::Yes } else { Answer::No }
    }
}

impl Answer {
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

    /// Both; of two that are unknown, the cause of the first.
    pub(super) fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Yes, other) => other,
            (unknown, _) => unknown,
        }
    }

    /// Either; of two that are unknown, the cause of the first.
    pub(super) fn or(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
            (Answer::No, other) => other,
            (unknown, _) => unknown,
        }
    }

    /// Looks no further than the first yes.
    pub(super) fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
        let mut out = Answer::No;
        for answer in answers {
            out = out.or(answer);
            if out.is_yes() {
                break;
            }
        }
        out
    }

    /// Looks no further than the first no.
    pub(super) fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
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
