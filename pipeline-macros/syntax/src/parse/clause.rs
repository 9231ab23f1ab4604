//! `in`, `@`, `via`, `as` and `of`.

use pipewright_model::codes::{CLAUSE_TWICE, UNEXPECTED};
use proc_macro2::Span;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::{bump, bump_until};
use super::lookahead::Lookahead;
use super::name::name;
use super::offer::OF;
use super::recover::Recover;
use super::string::{missing_string, region};
use super::value::{starts_value, value};
use super::{Context, NameKind, Reported};
use crate::hints;
use crate::model::{Data, Environment, Name, TextExpr, Value};
use crate::place::SourceSpan;

/// A region, as messages expect it.
pub(crate) const REGION: &str = "a region, `\"us-east-1\"`";

/// A clause, which says where or how something runs.
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
    /// `of [ACTION, …]`
    Of,
}

impl Clause {
    const ALL: &'static [Clause] = &[Clause::In, Clause::At, Clause::Via, Clause::As, Clause::Of];

    /// Those that Rust has no keyword for.
    pub const WORDS: &'static [&'static str] = &["via", "of"];

    /// The thing that follows it, as messages expect it.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Clause::In => "the name of an account",
            Clause::At => REGION,
            Clause::Via => "the name of a store",
            Clause::As => "the name of a role",
            Clause::Of => "the actions whose change sets are reviewed, `[Prepare]`",
        }
    }

    /// Its word or sign.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Clause::In => "in",
            Clause::At => "@",
            Clause::Via => "via",
            Clause::As => "as",
            Clause::Of => "of",
        }
    }

    /// Those of a list that every kind of action takes.
    pub(crate) fn of_all(allowed: &[Clause]) -> impl Iterator<Item = &Clause> {
        allowed.iter().filter(|clause| **clause != Clause::Of)
    }

    /// The clause that begins here.
    pub(crate) fn next(cursor: Cursor) -> Option<Clause> {
        Clause::ALL.iter().copied().find(|clause| match clause {
            Clause::At => cursor.is_punct(0, '@'),
            word => cursor.is_ident(0, word.sign()),
        })
    }
}

/// `[in ACCOUNT] [@ REGION] [via STORE] [as ROLE] [of ACTIONS]`
#[derive(Debug, Default)]
pub(super) struct Clauses {
    pub(super) account: Option<Name>,
    pub(super) region: Option<TextExpr>,
    pub(super) store: Option<Name>,
    pub(super) role: Option<Name>,
    pub(super) of: Option<Value>,
}

impl Clauses {
    /// Returns whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.account.is_none()
            && self.region.is_none()
            && self.store.is_none()
            && self.role.is_none()
            && self.of.is_none()
    }

    /// Where not all could be read, whatever is not there may be what was meant.
    fn complete(&mut self, cx: &mut Context, input: ParseStream, allowed: &[Clause]) {
        let span = cx.behind_last(input);
        for clause in allowed {
            match clause {
                Clause::In => fill(cx, span, &mut self.account),
                Clause::At => {
                    if self.region.is_none() {
                        self.region = Some(missing_string(cx, span));
                    }
                }
                Clause::Via => fill(cx, span, &mut self.store),
                Clause::As => fill(cx, span, &mut self.role),
                // Only approvals have it.
                Clause::Of => {}
            }
        }
    }

    /// The account and the region.
    pub(super) fn environment(self) -> Environment {
        Environment {
            account: self.account,
            region: self.region,
        }
    }
}

/// The clauses of something, each at most once, in any order; and whether all of them could
/// be read.
pub(super) fn clauses<T: Recover>(
    cx: &mut Context,
    input: ParseStream,
    whose: &str,
    allowed: &[Clause],
) -> (Clauses, bool) {
    let mut clauses = Clauses::default();
    let mut seen: Vec<(Clause, Span)> = Vec::new();
    let mut clean = true;
    while !input.is_end() {
        let mut span = cx.span(input);
        let meant = hints::clause::meant(cx, input, allowed);
        if meant.is_none() && T::starts(input.cursor()) {
            break;
        }
        let clause = if let Some(clause) = meant {
            clause
        } else if let Some(clause) = Clause::next(input.cursor()) {
            cx.mark_insertion_point(input, NameKind::Clause);
            span = cx.span(input);
            bump(input);
            clause
        } else {
            if !hints::clause::unknown(cx, input, allowed, T::starts) {
                break;
            }
            clean = false;
            continue;
        };
        let first = seen.iter().find(|(other, _)| *other == clause);
        let keep = if let Some((_, first)) = first {
            report_twice(cx, clause, span, *first);
            false
        } else if allowed.contains(&clause) {
            true
        } else {
            report_not_allowed(cx, clause, span, whose, allowed);
            false
        };
        let follows = !T::starts(input.cursor()) || hints::clause::has_colon_behind(cx, input);
        if !follows {
            cx.expected(input, clause.what())
                .help(format!("write it, or leave out `{}`", clause.sign()));
        }
        if follows && read(cx, input, clause, keep, &mut clauses).is_ok() {
            seen.push((clause, span));
            hints::block::needless_colon(cx, input, &hints::clause::what(allowed));
        } else {
            clean = false;
            bump_until(input, |rest| ends_clause(rest) || T::starts(rest));
        }
    }
    cx.mark_insertion_point(input, NameKind::Clause);
    if !clean {
        clauses.complete(cx, input, allowed);
    }
    (clauses, clean)
}

fn fill(cx: &mut Context, span: Span, name: &mut Option<Name>) {
    if name.is_none() {
        *name = Some(Name::missing(cx.missing_at(span)));
    }
}

/// The name or the region behind the sign of a clause.
fn read(
    cx: &mut Context,
    input: ParseStream,
    clause: Clause,
    keep: bool,
    clauses: &mut Clauses,
) -> Result<(), Reported> {
    let (name_kind, place) = match clause {
        Clause::At => {
            let region = region(cx, input)?;
            if keep {
                clauses.region = Some(region);
            }
            return Ok(());
        }
        Clause::Of => {
            if hints::clause::actions_in_parentheses(cx, input, clause.what()) {
                return Err(Reported);
            }
            if input.is_brace(0) || !starts_value(input.cursor()) {
                cx.expected(input, clause.what());
                return Err(Reported);
            }
            let actions = cx.read_value_as(&OF, |cx| value(cx, input));
            if matches!(actions.data, Data::Missing) {
                return Err(Reported);
            }
            if keep {
                clauses.of = Some(actions);
            }
            return Ok(());
        }
        Clause::In => (NameKind::Account, &mut clauses.account),
        Clause::Via => (NameKind::Store, &mut clauses.store),
        Clause::As => (NameKind::Role, &mut clauses.role),
    };
    let name = name(cx, input, clause.what(), name_kind, false)?;
    if keep {
        *place = Some(name);
    }
    Ok(())
}

fn report_twice(cx: &mut Context, clause: Clause, span: Span, first: Span) {
    let message = format!("`{}` is said twice", clause.sign());
    cx.report(&CLAUSE_TWICE, span, message)
        .help("leave one of them out")
        .related("first said here", SourceSpan::new(first));
}

fn report_not_allowed(
    cx: &mut Context,
    clause: Clause,
    span: Span,
    whose: &str,
    allowed: &[Clause],
) {
    let signs: Vec<String> = Clause::of_all(allowed)
        .map(|clause| format!("`{}`", clause.sign()))
        .collect();
    let help = if signs.is_empty() {
        "leave it out".to_owned()
    } else {
        format!("it takes {}", signs.join(", "))
    };
    let message = format!("{whose} takes no `{}`", clause.sign());
    cx.report(&UNEXPECTED, span, message).help(help);
}

/// Returns whether the next clause begins here, or what follows them.
pub(crate) fn ends_clause(cursor: Cursor) -> bool {
    Clause::next(cursor).is_some()
        || cursor.is_brace(0)
        || cursor.is_punct(0, ';')
        || cursor.is_punct(0, '=')
}
