//! Strings of a policy: wildcards, escapes, policy variables, ARNs.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
//! for wildcards, <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
//! for variables and escapes.

use std::borrow::Cow;
use std::cell::Cell;
use std::str::Chars;

use super::request::ContextLookup;
use super::{Answer, Cause, Request};
use crate::pipeline::is_token;

/// A string of a policy that is compared with one of a request.
#[derive(Debug)]
pub(crate) struct Pattern<'a> {
    pub(crate) string: Cow<'a, str>,
    pub(super) form: Form,
    /// A request that must be allowed went through it.
    pub(crate) used: Cell<bool>,
}

/// The form of a pattern. Most need no search for wildcards.
#[derive(Debug)]
pub(super) enum Form {
    /// It stands for nothing but itself.
    Literal,
    /// Its only wildcard is a `*` at the end: of all there is, or of an ARN's last part.
    Prefix,
    /// It has other wildcards; `literal` bytes stand before the first.
    Wild { tokens: Vec<Token>, literal: usize },
    /// It has `${`, in a version of the policy language that knows variables.
    Variables,
}

/// The comparison of two strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Character by character.
    Exact,
    /// Regardless of case.
    IgnoreCase,
    /// With wildcards.
    Like,
    /// With wildcards, each of an ARN's six parts by itself.
    Arn,
    /// A resource: an ARN, of which a `*` at the end of a part may match the next parts too.
    Resource,
    /// An action: with wildcards, and regardless of case.
    Action,
}

/// A part of a pattern: a wildcard, or one character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// `*`: any number of characters.
    AnyNumber,
    /// `?`: any one character.
    AnyOne,
    Char(char),
}

impl<'a> Pattern<'a> {
    pub(crate) fn new(string: Cow<'a, str>, knows_variables: bool) -> Pattern<'a> {
        Pattern {
            form: Form::of(&string, knows_variables),
            string,
            used: Cell::new(false),
        }
    }

    /// Returns whether it stands for nothing but itself.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self.form, Form::Literal)
    }

    /// Returns whether it has a variable that the request has no value for, so that nothing
    /// matches it.
    pub(super) fn is_valueless(&self, request: &Request<'_>) -> bool {
        matches!(self.form, Form::Variables) && matches!(filled(&self.string, request), Ok(None))
    }

    pub(crate) fn matches(
        &self,
        value: &str,
        comparison: Comparison,
        request: &Request<'_>,
    ) -> Answer {
        let string = self.string.as_ref();
        match &self.form {
            Form::Literal => Answer::from(match comparison {
                Comparison::Exact | Comparison::Like => string == value,
                Comparison::IgnoreCase | Comparison::Action => string.eq_ignore_ascii_case(value),
                Comparison::Arn | Comparison::Resource => literal_arn_matches(string, value),
            }),
            Form::Prefix => {
                let prefix = &string[..string.len() - 1];
                Answer::from(match comparison {
                    Comparison::Exact => string == value,
                    Comparison::IgnoreCase => string.eq_ignore_ascii_case(value),
                    Comparison::Like | Comparison::Arn | Comparison::Resource => {
                        value.starts_with(prefix)
                    }
                    Comparison::Action => value
                        .get(..prefix.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
                })
            }
            Form::Wild { tokens, literal } => match comparison {
                Comparison::Like | Comparison::Arn | Comparison::Resource
                    if !value.starts_with(&string[..*literal]) =>
                {
                    Answer::No
                }
                _ => self.tokens_match(tokens, value, comparison),
            },
            Form::Variables => match filled(string, request) {
                Ok(Some(tokens)) => self.tokens_match(&tokens, value, comparison),
                Ok(None) => Answer::No,
                Err(cause) => Answer::Unknown(cause),
            },
        }
    }

    fn tokens_match(&self, tokens: &[Token], value: &str, comparison: Comparison) -> Answer {
        Answer::from(match comparison {
            Comparison::Exact => tokens.iter().map(|token| token.written()).eq(value.chars()),
            Comparison::IgnoreCase => {
                let written: String = tokens.iter().map(|token| token.written()).collect();
                written.eq_ignore_ascii_case(value)
            }
            Comparison::Like => wildcards_match(tokens, value, false),
            Comparison::Action => wildcards_match(tokens, value, true),
            Comparison::Arn => arn_matches(tokens, value),
            Comparison::Resource => {
                let matches = arn_matches(tokens, value);
                if !matches && may_match_beyond_a_part(tokens, value) {
                    return Answer::Unknown(Cause::BeyondPart(self.string.to_string()));
                }
                matches
            }
        })
    }
}

impl Form {
    fn of(string: &str, knows_variables: bool) -> Form {
        if knows_variables && string.contains('$') && string.contains("${") {
            return Form::Variables;
        }
        let wildcards = [string.find('*'), string.find('?')];
        let Some(literal) = wildcards.into_iter().flatten().min() else {
            return Form::Literal;
        };
        let at_the_end = string.ends_with('*') && literal + 1 == string.len();
        let colons = || string.bytes().filter(|byte| *byte == b':').count();
        if at_the_end && (literal == 0 || colons() >= 5) {
            return Form::Prefix;
        }
        Form::Wild {
            tokens: string.chars().map(Token::of).collect(),
            literal,
        }
    }
}

impl Token {
    pub(super) fn of(character: char) -> Token {
        match character {
            '*' => Token::AnyNumber,
            '?' => Token::AnyOne,
            other => Token::Char(other),
        }
    }

    /// Returns whether it fits one character, which `*` may do too.
    fn fits(self, character: char, ignore_case: bool) -> bool {
        match self {
            Token::AnyNumber | Token::AnyOne => true,
            Token::Char(own) if ignore_case => own.eq_ignore_ascii_case(&character),
            Token::Char(own) => own == character,
        }
    }

    /// The character as it is written.
    pub(super) fn written(self) -> char {
        match self {
            Token::AnyNumber => '*',
            Token::AnyOne => '?',
            Token::Char(own) => own,
        }
    }
}

/// Matches an ARN against a pattern of one. A pattern with fewer than six parts is filled up.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN>
fn arn_matches(pattern: &[Token], value: &str) -> bool {
    if pattern == [Token::AnyNumber] {
        return true;
    }
    let mut parts = pattern.splitn(6, |token| *token == Token::Char(':'));
    let mut values = value.splitn(6, ':');
    (0..6).all(|_| match (parts.next(), values.next()) {
        (Some(part), Some(value)) => wildcards_match(part, value, false),
        (None, Some(_)) => true,
        (_, None) => false,
    })
}

/// Returns whether a pattern of a resource may match beyond the parts of an ARN. "If the \* wildcard
/// is the last character of a resource ARN segment, it can expand to match beyond the colon
/// boundaries": AWS does not say when it does.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
fn may_match_beyond_a_part(pattern: &[Token], value: &str) -> bool {
    let ends_a_part = [Token::AnyNumber, Token::Char(':')];
    pattern.windows(2).any(|pair| pair == ends_a_part) && wildcards_match(pattern, value, false)
}

/// The same where the pattern has no wildcards: it is the ARN, or some of its first parts.
fn literal_arn_matches(literal: &str, value: &str) -> bool {
    let six_parts = |arn: &str| arn.splitn(6, ':').count() == 6;
    match value.strip_prefix(literal) {
        None => false,
        // One whole ARN that is known when the stack is deployed is the same as itself.
        Some("") => six_parts(literal) || is_token(literal),
        Some(rest) => rest.starts_with(':') && !six_parts(literal) && six_parts(value),
    }
}

/// Matches wildcards. Where the rest does not fit, the last `*` takes one character more; to
/// go back to an earlier one would find nothing else.
fn wildcards_match(pattern: &[Token], value: &str, ignore_case: bool) -> bool {
    let (mut tokens, mut characters) = (pattern, value.chars());
    // The tokens after the last `*`, and the characters they were last tried on.
    let mut last_star: Option<(&[Token], Chars<'_>)> = None;
    loop {
        match (tokens, characters.clone().next()) {
            ([Token::AnyNumber, rest @ ..], _) => {
                last_star = Some((rest, characters.clone()));
                tokens = rest;
            }
            ([token, rest @ ..], Some(character)) if token.fits(character, ignore_case) => {
                characters.next();
                tokens = rest;
            }
            ([], None) => return true,
            _ => {
                let Some((rest, from)) = &mut last_star else {
                    return false;
                };
                if from.next().is_none() {
                    return false;
                }
                tokens = rest;
                characters = from.clone();
            }
        }
    }
}

/// A pattern with its variables filled in, or nothing where one has no value. A variable's
/// value has no wildcards.
pub(super) fn filled(string: &str, request: &Request<'_>) -> Result<Option<Vec<Token>>, Cause> {
    let mut out = Vec::new();
    let mut rest = string;
    while let Some((before, after)) = rest.split_once("${") {
        out.extend(before.chars().map(Token::of));
        let Some((name, after)) = after.split_once('}') else {
            return Err(Cause::Malformed(format!("`{string}` has an open `${{`")));
        };
        let Some(value) = variable(name, request)? else {
            return Ok(None);
        };
        out.extend(value.chars().map(Token::Char));
        rest = after;
    }
    out.extend(rest.chars().map(Token::of));
    Ok(Some(out))
}

/// The value of a variable, as `aws:username` or `aws:username, 'nobody'`; of an escape, the
/// character that it stands for.
fn variable<'v>(name: &'v str, request: &'v Request<'_>) -> Result<Option<&'v str>, Cause> {
    if matches!(name, "*" | "?" | "$") {
        return Ok(Some(name));
    }
    let (name, default) = match name.split_once(',') {
        Some((name, default)) => (name, Some(default.trim().trim_matches('\''))),
        None => (name, None),
    };
    let key = name.trim().to_ascii_lowercase();
    match request.lookup(&key) {
        ContextLookup::Derived(value) => Ok(Some(value)),
        ContextLookup::Present([value]) => Ok(Some(value.as_ref())),
        ContextLookup::Present(_) => Err(Cause::Malformed(format!("`{key}` has several values"))),
        ContextLookup::Absent => Ok(default),
        ContextLookup::Unknown => Err(Cause::UnknownKey(key)),
    }
}
