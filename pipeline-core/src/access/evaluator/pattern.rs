//! Texts of a policy: wildcards, escapes, policy variables, ARNs.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
//! for wildcards, <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
//! for variables and escapes.

use std::borrow::Cow;
use std::cell::Cell;

use super::{Answer, Cause, Looked, Request};

/// A text of a policy that is compared with one of a request.
#[derive(Debug)]
pub(crate) struct Pattern<'a> {
    pub(crate) text: Cow<'a, str>,
    /// It has `*` or `?`.
    wild: bool,
    /// It has `${`, in a version of the language that knows it.
    variables: bool,
    /// Where its first wildcard is.
    literal: usize,
    /// It has an ARN's six parts.
    whole: bool,
    /// The first five of them have no wildcard.
    open_end: bool,
    /// Whether something that is needed went through it.
    pub(crate) used: Cell<bool>,
}

/// How two texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Letter by letter.
    Exact,
    /// But for upper and lower case.
    AnyCase,
    /// With wildcards.
    Like,
    /// With wildcards, each of an ARN's six parts for itself.
    Arn,
    /// An API call: with wildcards, and but for upper and lower case.
    Action,
}

/// A letter of a pattern.
#[derive(Clone, Copy, PartialEq)]
enum Token {
    Any,
    One,
    Letter(char),
}

impl<'a> Pattern<'a> {
    pub(crate) fn new(text: Cow<'a, str>, knows_variables: bool) -> Pattern<'a> {
        let bytes = text.as_bytes();
        let (mut first, mut colons, mut colons_before, mut variables) = (None, 0, 0, false);
        // A plain loop: there are many, and build scripts are compiled without optimisation.
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte == b':' {
                colons += 1;
            } else if first.is_none() && (byte == b'*' || byte == b'?') {
                first = Some(at);
                colons_before = colons;
            } else if byte == b'{' && at > 0 && bytes[at - 1] == b'$' {
                variables = true;
            }
            at += 1;
        }
        Pattern {
            wild: first.is_some(),
            literal: first.unwrap_or(bytes.len()),
            whole: colons > 4,
            open_end: colons_before > 4,
            variables: knows_variables && variables,
            text,
            used: Cell::new(false),
        }
    }

    /// Whether it stands for nothing but itself.
    pub(crate) fn is_literal(&self) -> bool {
        !self.wild && !self.variables
    }

    /// Whether it has a variable that the request has no value for, so that nothing fits it.
    pub(super) fn is_valueless(&self, request: &Request<'_>) -> bool {
        self.variables && matches!(tokens(&self.text, How::Arn, request), Ok(None))
    }

    pub(crate) fn matches(&self, value: &str, how: How, request: &Request<'_>) -> Answer {
        if self.variables {
            return match tokens(&self.text, how, request) {
                Ok(Some(tokens)) => Answer::of(match how {
                    How::Arn => arn_tokens(&tokens, value),
                    _ => like(&tokens, &letters(value)),
                }),
                Ok(None) => Answer::No,
                Err(cause) => Answer::Unknown(cause),
            };
        }
        let text = self.text.as_ref();
        Answer::of(match how {
            How::Exact => text == value,
            How::AnyCase => text.eq_ignore_ascii_case(value),
            How::Like if self.wild => glob(text, value, false),
            How::Like => text == value,
            How::Arn if self.wild || !self.whole => {
                // Up to its first wildcard it is what it is; a look at the last letter
                // before that tells most apart.
                if self.wild && self.literal > 0 {
                    let (last, value) = (self.literal - 1, value.as_bytes());
                    if value.len() <= last || value[last] != text.as_bytes()[last] {
                        return Answer::No;
                    }
                }
                let (before, after) = text.split_at(self.literal);
                match value.strip_prefix(before) {
                    Some(rest) if self.open_end => glob(after, rest, false),
                    Some(_) => arn(text, value),
                    None => !self.wild && arn(text, value),
                }
            }
            How::Arn => text == value,
            How::Action if self.wild => glob(text, value, true),
            How::Action => text.eq_ignore_ascii_case(value),
        })
    }
}

/// An ARN against a pattern of one. A pattern with fewer than six parts is filled up.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN>
fn arn(pattern: &str, value: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let mut values = value.splitn(6, ':');
    let mut parts = pattern.splitn(6, ':');
    for _ in 0..6 {
        match (parts.next(), values.next()) {
            (Some(part), Some(value)) if glob(part, value, false) => {}
            (None, Some(_)) => {}
            _ => return false,
        }
    }
    true
}

fn arn_tokens(pattern: &[Token], value: &str) -> bool {
    if pattern == [Token::Any] {
        return true;
    }
    let mut parts = pattern.splitn(6, |token| *token == Token::Letter(':'));
    let mut values = value.splitn(6, ':');
    for _ in 0..6 {
        match (parts.next(), values.next()) {
            (Some(part), Some(value)) if like(part, &letters(value)) => {}
            (None, Some(_)) => {}
            _ => return false,
        }
    }
    true
}

/// `*` and `?` over bytes; a `?` in a pattern takes the longer way, letter by letter.
fn glob(pattern: &str, value: &str, any_case: bool) -> bool {
    if pattern == "*" {
        return true;
    }
    if pattern.contains('?') && !value.is_ascii() {
        let tokens: Vec<Token> = pattern.chars().map(token).collect();
        return like(&tokens, &letters(value));
    }
    let same = |a: u8, b: u8| a == b || any_case && a.eq_ignore_ascii_case(&b);
    walk(
        pattern.as_bytes(),
        value.as_bytes(),
        |token| *token == b'*',
        |token, letter| *token == b'?' || same(*token, *letter),
    )
}

fn like(pattern: &[Token], value: &[char]) -> bool {
    walk(
        pattern,
        value,
        |token| *token == Token::Any,
        |token, letter| *token == Token::One || *token == Token::Letter(*letter),
    )
}

/// Wildcard matching that goes back to the last `*` only.
fn walk<T, L>(
    pattern: &[T],
    value: &[L],
    any: impl Fn(&T) -> bool,
    fits: impl Fn(&T, &L) -> bool,
) -> bool {
    let (mut p, mut v) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while v < value.len() {
        if pattern.get(p).is_some_and(&any) {
            last = Some((p, v));
            p += 1;
        } else if pattern.get(p).is_some_and(|token| fits(token, &value[v])) {
            p += 1;
            v += 1;
        } else if let Some((star, from)) = last {
            p = star + 1;
            v = from + 1;
            last = Some((star, v));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(any)
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn token(letter: char) -> Token {
    match letter {
        '*' => Token::Any,
        '?' => Token::One,
        other => Token::Letter(other),
    }
}

/// A pattern with its variables filled in; nothing where one has no value.
fn tokens(text: &str, how: How, request: &Request<'_>) -> Result<Option<Vec<Token>>, Cause> {
    let wild = !matches!(how, How::Exact | How::AnyCase);
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.extend(before.chars().map(|c| plain(c, wild)));
        let Some((name, after)) = after.split_once('}') else {
            return Err(Cause::Malformed(format!("`{text}` has an open `${{`")));
        };
        match name {
            "*" | "?" | "$" => out.extend(name.chars().map(Token::Letter)),
            name => {
                let (name, default) = match name.split_once(',') {
                    Some((name, default)) => (name, Some(default.trim().trim_matches('\''))),
                    None => (name, None),
                };
                let key = name.trim().to_ascii_lowercase();
                match (request.lookup(&key), default) {
                    (Looked::Known([value]), _) => out.extend(value.chars().map(Token::Letter)),
                    (Looked::Known(_), _) => {
                        return Err(Cause::Malformed(format!("`{key}` has several values")));
                    }
                    (Looked::Absent, Some(default)) => {
                        out.extend(default.chars().map(Token::Letter));
                    }
                    (Looked::Absent, None) => return Ok(None),
                    (Looked::Unknown, _) => return Err(Cause::Key(key)),
                }
            }
        }
        rest = after;
    }
    out.extend(rest.chars().map(|c| plain(c, wild)));
    Ok(Some(out))
}

fn plain(letter: char, wild: bool) -> Token {
    if wild {
        token(letter)
    } else {
        Token::Letter(letter)
    }
}
