//! How far long work is: a line on the standard error that is written over, and gone in the end.

use std::cell::RefCell;
use std::io::{IsTerminal as _, Write};
use std::time::{Duration, Instant};

/// Work that is done sooner needs no line.
const PATIENCE: Duration = Duration::from_secs(1);

/// The line is written so often.
const BETWEEN: Duration = Duration::from_millis(100);

/// The line, where a person reads it.
pub(crate) struct Progress {
    line: Option<RefCell<Line<std::io::Stderr>>>,
}

struct Line<W: Write> {
    out: W,
    what: &'static str,
    next: Instant,
    /// The characters that are shown.
    width: usize,
}

impl Progress {
    /// Begins work. It is only told of on a terminal.
    pub(crate) fn begin(what: &'static str, quiet: bool) -> Progress {
        let out = std::io::stderr();
        let line = (!quiet && out.is_terminal()).then(|| Line {
            out,
            what,
            next: Instant::now() + PATIENCE,
            width: 0,
        });
        Progress {
            line: line.map(RefCell::new),
        }
    }

    /// Tells how much is done.
    pub(crate) fn tell(&self, done: usize, all: usize) {
        if let Some(line) = &self.line {
            line.borrow_mut().tell(Instant::now(), done, all);
        }
    }
}

impl<W: Write> Line<W> {
    fn tell(&mut self, now: Instant, done: usize, all: usize) {
        if now < self.next {
            return;
        }
        self.next = now + BETWEEN;
        let text = format!("{}: {done} of {all}", self.what);
        self.show(&text);
        self.width = text.len();
    }

    /// Writes over what is shown. That nobody reads it is no error.
    fn show(&mut self, text: &str) {
        let width = self.width;
        let _ = write!(self.out, "\r{text:width$}");
        let _ = self.out.flush();
    }
}

impl<W: Write> Drop for Line<W> {
    fn drop(&mut self) {
        if self.width > 0 {
            self.show("");
            let _ = write!(self.out, "\r");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written by steps, each so many milliseconds after the start.
    fn written(steps: &[(u64, usize)]) -> String {
        let mut out = Vec::new();
        let start = Instant::now();
        let mut line = Line {
            out: &mut out,
            what: "work",
            next: start + PATIENCE,
            width: 0,
        };
        for (after, done) in steps {
            line.tell(start + Duration::from_millis(*after), *done, 12);
        }
        drop(line);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn short_work_is_silent() {
        assert_eq!(written(&[(1, 1), (999, 12)]), "");
    }

    #[test]
    fn long_work_has_one_line_that_goes() {
        assert_eq!(
            written(&[(900, 1), (1_000, 9), (1_050, 10), (1_200, 11)]),
            "\rwork: 9 of 12\rwork: 11 of 12\r              \r"
        );
    }
}
