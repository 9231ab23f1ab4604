//! The principals that a statement names, and how directly.

use std::borrow::Cow;
use std::cell::Cell;

use super::Who;

/// A principal that a statement names.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) sort: Sort,
    pub(crate) text: Cow<'a, str>,
    /// Its account, and where that begins in the text.
    account: (String, usize),
    pub(crate) used: Cell<bool>,
}

/// What sort of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Anyone,
    /// An account, which lets its own policies decide.
    Account,
    /// A role, a user, a session.
    Arn,
    Service,
    /// A sort that none of our requests is made by.
    Other,
}

/// How directly a statement names whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    /// As anyone, by the session, or as a service.
    Direct,
    /// By the role, which its boundary bounds.
    Role,
    /// By the account: its own policies have to allow it too.
    Delegated,
}

impl Named<'_> {
    pub(super) fn fits(&self, who: &Who<'_>) -> Option<Grade> {
        let direct = |fits: bool| fits.then_some(Grade::Direct);
        match self.sort {
            Sort::Anyone => Some(Grade::Direct),
            Sort::Service => direct(who.service == Some(self.text.as_ref())),
            Sort::Arn if who.arn.as_ref() == self.text.as_ref() => Some(Grade::Role),
            Sort::Arn => direct(who.session.as_deref() == Some(&self.text)),
            Sort::Account => {
                let (account, start) = &self.account;
                if who.service.is_some() || account.as_str() != who.account.as_ref() {
                    return None;
                }
                // The partition of an account's ARN is part of its name.
                let fits = who.arn.starts_with(&self.text[..*start]);
                fits.then_some(Grade::Delegated)
            }
            Sort::Other => None,
        }
    }
}

pub(super) fn named<'a>(sort: &str, text: Cow<'a, str>) -> Named<'a> {
    let sort = match sort {
        "AWS" if text == "*" => Sort::Anyone,
        "AWS" if text.ends_with(":root") || text.bytes().all(|b| b.is_ascii_digit()) => {
            Sort::Account
        }
        "AWS" => Sort::Arn,
        "Service" => Sort::Service,
        _ => Sort::Other,
    };
    let id = account_of(&text);
    let start = text.find(id).unwrap_or_default();
    let account = (id.to_owned(), start);
    Named {
        sort,
        text,
        account,
        used: Cell::new(false),
    }
}

/// The account of an ARN, or of a plain account id.
pub(crate) fn account_of(text: &str) -> &str {
    let bytes = text.as_bytes();
    // A plain loop: it is asked often, and build scripts are compiled without optimisation.
    let (mut at, mut colons, mut from) = (0, 0, 0);
    while at < bytes.len() {
        if bytes[at] == b':' {
            colons += 1;
            if colons == 4 {
                from = at + 1;
            } else if colons == 5 {
                return &text[from..at];
            }
        }
        at += 1;
    }
    if colons == 4 { &text[from..] } else { text }
}
