//! `in`, `@`, `via` and `as`.

use pipewright_model::codes::{SAID_TWICE, UNEXPECTED};
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Span};

use super::declare::REGION;
use super::input::Input;
use super::name::word;
use super::{Reported, Space};
use crate::place::At;
use crate::tree::Clauses;

/// Where and how something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `in ACCOUNT`
    In,
    /// `@ "REGION"`
    At,
    /// `via STORE`
    Via,
    /// `as ROLE`
    As,
}

impl Clause {
    const ALL: &'static [Clause] = &[Clause::In, Clause::At, Clause::Via, Clause::As];

    /// Those that Rust has no keyword for.
    pub const WORDS: &'static [&'static str] = &["via"];

    /// What follows it.
    fn what(self) -> &'static str {
        match self {
            Clause::In => "the name of an account",
            Clause::At => REGION,
            Clause::Via => "the name of a store",
            Clause::As => "the name of a role",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Clause::In => "in",
            Clause::At => "@",
            Clause::Via => "via",
            Clause::As => "as",
        }
    }
}

impl Input<'_> {
    /// The clauses of something, each at most once, in any order; and whether all of
    /// them could be read.
    pub(super) fn clauses(
        &mut self,
        whose: &str,
        allowed: &[Clause],
        starts: fn(&Self) -> bool,
    ) -> (Clauses, bool) {
        let mut clauses = Clauses::default();
        let mut seen: Vec<(Clause, Span)> = Vec::new();
        let mut clean = true;
        while !self.is_end() && !starts(self) {
            let span = self.span();
            let Some(clause) = self.next_clause() else {
                if self.ident(0).is_some() {
                    self.unknown_clause(allowed, starts);
                } else if self.is_literal(0) && allowed.contains(&Clause::At) {
                    self.text_without_clause(allowed);
                } else {
                    break;
                }
                clean = false;
                continue;
            };
            self.advance();
            let first = seen
                .iter()
                .find(|(other, _)| *other == clause)
                .map(|(_, span)| *span);
            let keep = if let Some(first) = first {
                self.report(
                    &SAID_TWICE,
                    span,
                    format!("`{}` is said twice", clause.text()),
                )
                .help("leave one of them out")
                .related("first said here", At::written(first));
                false
            } else if !allowed.contains(&clause) {
                let message = format!("{whose} takes no `{}`", clause.text());
                self.report(&UNEXPECTED, span, message)
                    .help(if allowed.is_empty() {
                        "leave it out".to_owned()
                    } else {
                        format!("it takes {}", list(allowed))
                    });
                false
            } else {
                true
            };
            let there = starts(self).then(|| self.expected(clause.what())).is_none();
            if there && self.clause(clause, keep, &mut clauses).is_ok() {
                seen.push((clause, span));
            } else {
                clean = false;
                self.skip_until(|input| input.ends_clause() || starts(input));
            }
        }
        (clauses, clean)
    }

    fn next_clause(&self) -> Option<Clause> {
        Clause::ALL.iter().copied().find(|clause| match clause {
            Clause::At => self.is_punct(0, '@'),
            word => self.is_word(0, word.text()),
        })
    }

    fn clause(
        &mut self,
        clause: Clause,
        keep: bool,
        clauses: &mut Clauses,
    ) -> Result<(), Reported> {
        match clause {
            Clause::In => {
                let name = self.name(clause.what(), Space::Account, false)?;
                if keep {
                    clauses.account = Some(name);
                }
            }
            Clause::At => {
                let region = self.phrase(clause.what())?;
                if keep {
                    clauses.region = Some(region);
                }
            }
            Clause::Via => {
                let name = self.name(clause.what(), Space::Store, false)?;
                if keep {
                    clauses.store = Some(name);
                }
            }
            Clause::As => {
                let name = self.name(clause.what(), Space::Role, false)?;
                if keep {
                    clauses.role = Some(name);
                }
            }
        }
        Ok(())
    }

    /// A word that is no clause, where only a clause can be one.
    fn unknown_clause(&mut self, allowed: &[Clause], starts: fn(&Self) -> bool) {
        self.mark_next(Space::Clause);
        let meant = self.ident(0).and_then(|ident| {
            closest(
                &word(ident).text,
                allowed.iter().map(|clause| clause.text()),
            )
        });
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        let name = self.ident(0).map(|ident| word(ident).text);
        let last = self.group(1, Delimiter::Brace).is_some() || self.is_punct(1, ';');
        let account = name.filter(|_| last && allowed.contains(&Clause::In));
        let account = account.map(|name| format!("an account stands behind `in`: `in {name}`"));
        self.expected(&takes(allowed)).maybe_help(help.or(account));
        self.advance();
        self.skip_until(|input| input.ends_clause() || starts(input));
    }

    /// Reports a text where a clause should be, which is a region most likely.
    fn text_without_clause(&mut self, allowed: &[Clause]) {
        let text = self.token(0).map(ToString::to_string).unwrap_or_default();
        self.expected(&takes(allowed))
            .help(format!("a region stands behind `@`: `@ {text}`"));
        self.advance();
    }

    /// Whether the next clause begins here, or what follows them.
    pub(super) fn ends_clause(&self) -> bool {
        self.next_clause().is_some()
            || self.group(0, Delimiter::Brace).is_some()
            || self.is_punct(0, ';')
            || self.is_punct(0, '=')
    }
}

/// What can stand where a clause can.
fn takes(allowed: &[Clause]) -> String {
    let clauses: String = allowed
        .iter()
        .map(|clause| format!("`{}`, ", clause.text()))
        .collect();
    format!("{clauses}`{{` or `;`")
}

/// "`in`, `@`"
fn list(clauses: &[Clause]) -> String {
    let texts: Vec<String> = clauses
        .iter()
        .map(|clause| format!("`{}`", clause.text()))
        .collect();
    texts.join(", ")
}
