//! What the program prints: results on the standard output, all else on the standard error.

use std::cell::RefCell;
use std::fmt::{Arguments, Display};
use std::io::{self, Write as _};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::progress::Progress;

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print results and errors only
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Colour what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// When to use colours: `auto` where a person reads, and `NO_COLOR` is not set.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Where a command prints.
#[derive(Debug)]
pub(crate) struct Screen {
    quiet: bool,
    /// Why a result could not be written, the first time.
    unwritten: RefCell<Option<io::Error>>,
}

/// The exit code where a result could not be written, and the message: none where whoever read it has
/// gone, as `head` does when it has enough.
pub(crate) fn unwritten(error: &io::Error) -> ExitCode {
    let failure = Failure::new(format!("the result cannot be written: {error}"));
    if error.kind() != io::ErrorKind::BrokenPipe {
        tell(&failure);
    }
    failure.exit_code()
}

impl Screen {
    pub(crate) fn new(options: &Options) -> Self {
        match options.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::AlwaysAnsi,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Screen {
            quiet: options.quiet,
            unwritten: RefCell::new(None),
        }
    }

    /// A result, as it is.
    pub(crate) fn result(&self, text: impl Display) {
        self.keep(writeln!(anstream::stdout(), "{text}"));
    }

    /// A result that has its line ends.
    pub(crate) fn text(&self, text: &str) {
        self.keep(write!(anstream::stdout(), "{text}"));
    }

    fn keep(&self, written: io::Result<()>) {
        if let Err(error) = written {
            self.unwritten.borrow_mut().get_or_insert(error);
        }
    }

    /// Ends the results; why they could not be written, if so.
    pub(crate) fn ended(&self) -> Option<io::Error> {
        // What has no line end yet is not written before.
        self.keep(io::stdout().flush());
        self.unwritten.take()
    }

    /// What the command does or did; silent with `--quiet`.
    pub(crate) fn note(&self, text: Arguments<'_>) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{text}");
        }
    }

    /// Begins work that may be long; silent with `--quiet`.
    pub(crate) fn progress(&self, what: &'static str) -> Progress {
        Progress::begin(what, self.quiet)
    }

    /// What is wrong or suspicious in a pipeline.
    pub(crate) fn finding(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Why the command failed.
    pub(crate) fn fail(&self, failure: &Failure) {
        tell(failure);
    }
}

/// Tells why a command failed. If nobody reads it, the exit code still tells.
fn tell(failure: &Failure) {
    let Failure::Refused { what, help } = failure else {
        return;
    };
    let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
    let mut out = anstream::stderr();
    let _ = writeln!(out, "{red}error{red:#}: {what}");
    if !help.is_empty() {
        let bold = Style::new().bold();
        let _ = writeln!(out, "{bold}help{bold:#}: {help}");
    }
}
