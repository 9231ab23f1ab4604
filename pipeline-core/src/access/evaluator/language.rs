//! The strings that a pattern matches, for whoever looks for one that tells two patterns apart.

use super::condition::{Compare, Condition, Quantifier};
use super::pattern::{Comparison, Form, Pattern, Token, filled};
use super::{Cause, Request};
use crate::pipeline::is_token;

/// The strings that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Language {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) ignore_case: bool,
    /// Only strings with the six parts of an ARN are of it.
    pub(crate) six_parts: bool,
}

/// A part of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Glyph {
    Char(char),
    /// Any one character; a colon only if `colon`.
    One {
        colon: bool,
    },
    /// Any number of characters.
    Any {
        colon: bool,
    },
}

/// What a condition compares the values of its key with.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Strings(Vec<Language>),
    Numbers(Vec<f64>),
    /// Seconds since 1970.
    Dates(Vec<f64>),
    /// The first and the last address of each network.
    Addresses(Vec<(std::net::IpAddr, std::net::IpAddr)>),
    /// With nothing: only whether there is a value.
    Nothing,
    /// One of the values is none of the operator's.
    Unreadable,
}

impl Language {
    fn new(glyphs: Vec<Glyph>) -> Language {
        Language {
            glyphs,
            ignore_case: false,
            six_parts: false,
        }
    }

    /// The language of a text with wildcards.
    pub(crate) fn like(text: &str) -> Language {
        Language::new(
            text.chars()
                .map(Token::of)
                .map(|t| glyph(t, true))
                .collect(),
        )
    }

    /// The only string of it, if it has one only.
    pub(crate) fn literal(&self) -> Option<String> {
        let only = |glyph: &Glyph| match glyph {
            Glyph::Char(character) => Some(*character),
            Glyph::One { .. } | Glyph::Any { .. } => None,
        };
        let text: Option<String> = self.glyphs.iter().map(only).collect();
        text.filter(|_| !self.ignore_case)
    }
}

/// The resources that a pattern matches; none if a variable of it has no value.
pub(crate) fn resource_language(
    pattern: &Pattern<'_>,
    request: &Request<'_>,
) -> Result<Option<Language>, Cause> {
    pattern.language(Comparison::Resource, request)
}

fn glyph(token: Token, colon: bool) -> Glyph {
    match token {
        Token::AnyNumber => Glyph::Any { colon },
        Token::AnyOne => Glyph::One { colon },
        Token::Char(character) => Glyph::Char(character),
    }
}

impl Pattern<'_> {
    /// Its language in a comparison; none if a variable of it has no value.
    fn language(
        &self,
        comparison: Comparison,
        request: &Request<'_>,
    ) -> Result<Option<Language>, Cause> {
        let tokens = match self.form {
            Form::Variables => match filled(&self.string, request)? {
                Some(tokens) => tokens,
                None => return Ok(None),
            },
            _ => self.string.chars().map(Token::of).collect(),
        };
        let written = || tokens.iter().map(|token| Glyph::Char(token.written()));
        let like = || tokens.iter().map(|token| glyph(*token, true));
        let ignoring_case = |glyphs| Language {
            ignore_case: true,
            ..Language::new(glyphs)
        };
        Ok(Some(match comparison {
            Comparison::Exact => Language::new(written().collect()),
            Comparison::IgnoreCase => ignoring_case(written().collect()),
            Comparison::Like => Language::new(like().collect()),
            Comparison::Action => ignoring_case(like().collect()),
            Comparison::Arn | Comparison::Resource => self.of_arn(&tokens),
        }))
    }

    /// The ARNs that it matches: a wildcard stays in its part, and parts that are left out are
    /// any.
    fn of_arn(&self, tokens: &[Token]) -> Language {
        if tokens == [Token::AnyNumber] || matches!(self.form, Form::Prefix) {
            return Language::new(tokens.iter().map(|token| glyph(*token, true)).collect());
        }
        if is_token(&self.string) {
            let written = tokens.iter().map(|token| Glyph::Char(token.written()));
            return Language::new(written.collect());
        }
        let parts = tokens.splitn(6, |token| *token == Token::Char(':'));
        let mut glyphs = Vec::new();
        let mut count = 0;
        for part in parts {
            if count > 0 {
                glyphs.push(Glyph::Char(':'));
            }
            count += 1;
            glyphs.extend(part.iter().map(|token| glyph(*token, count == 6)));
        }
        if count < 6 {
            glyphs.extend([Glyph::Char(':'), Glyph::Any { colon: true }]);
        }
        Language {
            six_parts: true,
            ..Language::new(glyphs)
        }
    }

    /// Returns whether it is read with variables: `${` is not a text in it.
    pub(crate) fn has_variables(&self) -> bool {
        matches!(self.form, Form::Variables)
    }

    /// The keys of its variables, in lowercase.
    pub(crate) fn variables(&self) -> Vec<String> {
        if !matches!(self.form, Form::Variables) {
            return Vec::new();
        }
        let names = self.string.split("${").skip(1);
        let names = names.filter_map(|rest| rest.split('}').next());
        let names = names.map(|name| name.split(',').next().unwrap_or(name).trim());
        let names = names.filter(|name| !matches!(*name, "*" | "?" | "$"));
        names.map(str::to_ascii_lowercase).collect()
    }
}

impl Condition<'_> {
    /// What it compares values with.
    pub(crate) fn compared(&self, request: &Request<'_>) -> Values {
        let strings = |comparison| {
            let languages = self.values.iter();
            let languages = languages.map(|value| value.language(comparison, request));
            match languages.collect::<Result<Vec<_>, _>>() {
                Ok(languages) => Values::Strings(languages.into_iter().flatten().collect()),
                Err(_) => Values::Unreadable,
            }
        };
        let read = |parse: &dyn Fn(&str) -> Option<f64>, make: fn(Vec<f64>) -> Values| {
            let values = self.values.iter().map(|value| parse(&value.string));
            let values: Option<Vec<f64>> = values.collect();
            let finite = values.filter(|all| all.iter().all(|one| one.is_finite()));
            finite.map_or(Values::Unreadable, make)
        };
        match self.operator.compare {
            Compare::String(comparison) => strings(comparison),
            Compare::Bool => strings(Comparison::IgnoreCase),
            Compare::Binary => strings(Comparison::Exact),
            Compare::Numeric(_) => read(&|text| text.parse().ok(), Values::Numbers),
            Compare::Date(_) => read(&super::date::seconds, Values::Dates),
            Compare::Address => self.networks(),
            Compare::Null => Values::Nothing,
        }
    }

    fn networks(&self) -> Values {
        let ends = |text: &str| {
            let (address, bits) = super::condition::network(text)?;
            Some(match address {
                std::net::IpAddr::V4(address) => {
                    let host = u32::MAX.checked_shr(bits).unwrap_or(0);
                    let first = u32::from(address) & !host;
                    (
                        std::net::Ipv4Addr::from(first).into(),
                        std::net::Ipv4Addr::from(first | host).into(),
                    )
                }
                std::net::IpAddr::V6(address) => {
                    let host = u128::MAX.checked_shr(bits).unwrap_or(0);
                    let first = u128::from(address) & !host;
                    (
                        std::net::Ipv6Addr::from(first).into(),
                        std::net::Ipv6Addr::from(first | host).into(),
                    )
                }
            })
        };
        let all = self.values.iter().map(|value| ends(&value.string));
        let all: Option<Vec<_>> = all.collect();
        all.map_or(Values::Unreadable, Values::Addresses)
    }

    /// Returns whether it only asks for `true` and `false`.
    pub(crate) fn is_truth(&self) -> bool {
        let truth = |text: &str| {
            ["true", "false"]
                .iter()
                .any(|t| text.eq_ignore_ascii_case(t))
        };
        self.operator.compare == Compare::Bool && self.values.iter().all(|v| truth(&v.string))
    }

    /// Returns whether it looks at all values of a key that has several.
    pub(crate) fn is_of_many(&self) -> bool {
        self.operator.quantifier != Quantifier::One
    }
}
