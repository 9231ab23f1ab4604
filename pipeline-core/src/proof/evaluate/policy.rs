//! Policies as IAM reads them.

use std::borrow::Cow;
use std::cell::Cell;

use serde_json::{Map, Value as Json};

use super::condition::Condition;
use super::pattern::{How, Pattern};
use super::{Answer, Cause, Request, Who};

/// A policy document, and where it stands.
#[derive(Debug)]
pub(crate) struct Policy<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) statements: Vec<Statement<'a>>,
}

/// Where a policy stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place<'a> {
    pub(crate) stack: &'a str,
    /// The logical id of the resource.
    pub(crate) logical: &'a str,
    /// What it is, in words: `trust policy`.
    pub(crate) what: Cow<'a, str>,
}

/// A statement.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) sid: Cow<'a, str>,
    pub(crate) deny: bool,
    pub(crate) principals: Option<Vec<Named<'a>>>,
    pub(crate) actions: Set<'a>,
    pub(crate) resources: Option<Set<'a>>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// The user wrote it.
    pub(crate) users: bool,
    /// What about it cannot be decided.
    broken: Option<String>,
    /// Every part of it has been marked as used.
    done: Cell<bool>,
    /// The calls that it names, folded; nothing where they are patterns, or all but these.
    calls: Option<Vec<Folded>>,
}

/// A text in a number: texts that are the same but for upper and lower case have the same
/// one. Most statements have nothing to do with most calls, and this tells at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Folded(u64);

impl Folded {
    pub(super) fn of(text: &str) -> Folded {
        let mut hash = text.len() as u64;
        for part in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            // Letters differ by this bit in upper and lower case.
            let word = u64::from_le_bytes(word) | 0x2020_2020_2020_2020;
            hash = (hash ^ word)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23);
        }
        Folded(hash)
    }
}

/// A principal that a statement names.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) sort: Sort,
    pub(crate) text: Cow<'a, str>,
    /// Where in the text its account is.
    account: std::ops::Range<usize>,
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

/// Actions or resources: these, or all but these.
#[derive(Debug)]
pub(crate) struct Set<'a> {
    pub(crate) patterns: Vec<Pattern<'a>>,
    pub(crate) but_these: bool,
    /// The place of each pattern that is no pattern, where there are many, folded and in
    /// that order.
    literals: Option<Vec<(Folded, usize)>>,
    /// The places of those that are patterns.
    wild: Vec<usize>,
}

/// Above so many, a set looks its plain texts up.
const MANY: usize = 12;

impl<'a> Policy<'a> {
    /// Reads a document; `text` gives the text of a value of the template.
    pub(crate) fn read(
        place: Place<'a>,
        document: &'a Json,
        text: &dyn Fn(&'a Json) -> Result<Cow<'a, str>, String>,
    ) -> Policy<'a> {
        // Without a version it is the older one, which knows no variables.
        let variables = document.get("Version").and_then(Json::as_str) == Some("2012-10-17");
        let statements = many(document.get("Statement"))
            .map(|statement| Statement::read(statement, variables, text))
            .collect();
        Policy { place, statements }
    }
}

impl<'a> Statement<'a> {
    pub(crate) fn read(
        statement: &'a Json,
        variables: bool,
        text: &dyn Fn(&'a Json) -> Result<Cow<'a, str>, String>,
    ) -> Statement<'a> {
        let mut broken = None;
        let mut texts = |value: Option<&'a Json>| -> Vec<Cow<'a, str>> {
            let mut out = Vec::new();
            for item in many(value) {
                match text(item) {
                    Ok(text) => out.push(text),
                    Err(why) => broken = Some(why),
                }
            }
            out
        };
        let sid = texts(statement.get("Sid")).pop().unwrap_or_default();
        let mut set = |key: &str, not: &str, variables: bool| -> Option<Set<'a>> {
            let (found, but_these) = match (statement.get(key), statement.get(not)) {
                (Some(found), _) => (found, false),
                (None, Some(found)) => (found, true),
                (None, None) => return None,
            };
            let patterns = texts(Some(found)).into_iter();
            let patterns = patterns.map(|text| Pattern::new(text, variables));
            Some(Set::new(patterns.collect(), but_these))
        };
        let actions = set("Action", "NotAction", false);
        let resources = set("Resource", "NotResource", variables);
        let mut principals = None;
        match statement.get("Principal") {
            Some(Json::Object(sorts)) => {
                let mut found = Vec::new();
                for (sort, names) in sorts {
                    found.extend(texts(Some(names)).into_iter().map(|text| named(sort, text)));
                }
                principals = Some(found);
            }
            Some(other) => {
                principals = Some(
                    texts(Some(other))
                        .into_iter()
                        .map(|text| named("AWS", text))
                        .collect(),
                );
            }
            None => {}
        }
        let mut conditions = Vec::new();
        let mut unknown = None;
        for (operator, keys) in objects(statement.get("Condition")) {
            for (key, values) in objects(Some(keys)) {
                let values = texts(Some(values)).into_iter();
                let values = values.map(|text| Pattern::new(text, variables)).collect();
                match Condition::new(operator, key, values) {
                    Some(condition) => conditions.push(condition),
                    None => unknown = Some(format!("no operator is called `{operator}`")),
                }
            }
        }
        if statement.get("NotPrincipal").is_some() {
            unknown = Some("`NotPrincipal` is not judged here".to_owned());
        }
        // IAM takes a wildcard for a whole principal only.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        if let Some(name) = principals
            .iter()
            .flatten()
            .find(|name| name.text.len() > 1 && name.text.contains(['*', '?']))
        {
            unknown = Some(format!("no principal is called `{}`", name.text));
        }
        let deny = match statement.get("Effect").and_then(Json::as_str) {
            Some("Allow") => false,
            Some("Deny") => true,
            _ => {
                unknown = Some("its `Effect` is neither `Allow` nor `Deny`".to_owned());
                true
            }
        };
        if actions.is_none() {
            unknown = Some("it has no `Action`".to_owned());
        }
        let actions = actions.unwrap_or_else(|| Set::new(Vec::new(), false));
        let literal = actions.wild.is_empty() && !actions.but_these;
        let calls = literal.then(|| {
            let calls = actions.patterns.iter();
            calls.map(|call| Folded::of(&call.text)).collect()
        });
        Statement {
            sid,
            deny,
            principals,
            actions,
            calls,
            resources,
            conditions,
            users: false,
            broken: unknown.or(broken),
            done: Cell::new(false),
        }
    }

    /// Whether it could speak of a call at all.
    pub(super) fn could_speak(&self, call: Folded) -> bool {
        let calls = self.calls.as_ref();
        calls.is_none_or(|calls| calls.contains(&call))
    }

    /// Whether it speaks of this request, and how directly it names who asks; a
    /// statement of an identity's own policy always does so directly.
    pub(super) fn speaks(&self, request: &Request<'_>) -> (Answer, Grade) {
        let (named, grade) = self.names(request.who);
        if !named {
            // What a broken principal stands for is anyone's guess.
            let answer = match &self.broken {
                Some(why) if self.principals.is_none() => {
                    Answer::Unknown(Cause::Malformed(why.clone()))
                }
                _ => Answer::No,
            };
            return (answer, grade);
        }
        let mut answer = self.actions.holds(request.action, How::Action, request);
        if answer.is_no() {
            return (answer, grade);
        }
        if let Some(resources) = &self.resources {
            answer = answer.and(resources.holds(request.resource.arn.as_ref(), How::Arn, request));
        }
        for condition in &self.conditions {
            if answer.is_no() {
                return (answer, grade);
            }
            answer = answer.and(condition.holds(request));
        }
        if let Some(why) = &self.broken {
            answer = answer.and(Answer::Unknown(Cause::Malformed(why.clone())));
        }
        (answer, grade)
    }

    fn names(&self, who: &Who<'_>) -> (bool, Grade) {
        let Some(principals) = &self.principals else {
            return (true, Grade::Direct);
        };
        let mut best = None;
        for named in principals {
            match (named.fits(who), best) {
                (Some(Grade::Direct), _) => return (true, Grade::Direct),
                (Some(Grade::Role), _) => best = Some(Grade::Role),
                (Some(Grade::Delegated), None) => best = Some(Grade::Delegated),
                _ => {}
            }
        }
        (best.is_some(), best.unwrap_or(Grade::Delegated))
    }

    /// Marks the parts that a request which must be allowed goes through.
    pub(super) fn mark(&self, request: &Request<'_>) {
        if self.done.get() {
            return;
        }
        for named in self.principals.iter().flatten() {
            if named.fits(request.who).is_some() {
                named.used.set(true);
            }
        }
        self.actions.mark(request.action, How::Action, request);
        if let Some(resources) = &self.resources {
            resources.mark(request.resource.arn.as_ref(), How::Arn, request);
        }
        for condition in &self.conditions {
            condition.mark(request);
        }
        self.done.set(self.superfluous().next().is_none());
    }

    /// The parts that are wider than any of ours have to be: wildcards in actions, and
    /// anyone as principal where no organization narrows that.
    pub(crate) fn too_wide(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let actions = self.actions.patterns.iter();
        let actions = actions
            .filter(|pattern| !pattern.is_literal() || self.actions.but_these)
            .map(|pattern| ("action", pattern.text.as_ref()));
        let organization = self.conditions.iter().any(|condition| {
            condition.written.0 == "StringEquals" && condition.key == "aws:principalorgid"
        });
        let principals = self.principals.iter().flatten();
        let anyone = principals
            .filter(move |named| named.sort == Sort::Anyone && !organization)
            .map(|named| ("principal", named.text.as_ref()));
        actions.chain(anyone)
    }

    /// The parts that nothing which is needed went through.
    pub(crate) fn superfluous(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let unused = |pattern: &&Pattern<'_>| !pattern.used.get();
        let principals = self
            .principals
            .iter()
            .flatten()
            .filter(|named| !named.used.get())
            .map(|named| ("principal", named.text.as_ref()));
        let actions = self.actions.patterns.iter().filter(unused);
        let resources = self.resources.iter().flat_map(|set| &set.patterns);
        let conditions = self.conditions.iter().flat_map(|found| &found.values);
        principals
            .chain(actions.map(|pattern| ("action", pattern.text.as_ref())))
            .chain(
                resources
                    .filter(unused)
                    .map(|pattern| ("resource", pattern.text.as_ref())),
            )
            .chain(
                conditions
                    .filter(unused)
                    .map(|pattern| ("value of a condition", pattern.text.as_ref())),
            )
    }
}

impl Named<'_> {
    fn fits(&self, who: &Who<'_>) -> Option<Grade> {
        let direct = |fits: bool| fits.then_some(Grade::Direct);
        match self.sort {
            Sort::Anyone => Some(Grade::Direct),
            Sort::Service => direct(who.service == Some(self.text.as_ref())),
            Sort::Arn if who.arn == self.text => Some(Grade::Role),
            Sort::Arn => direct(who.session.as_deref() == Some(&self.text)),
            Sort::Account => {
                let account = &self.text[self.account.clone()];
                // The partition of an account's ARN is part of its name.
                let partition = &self.text[..self.account.start];
                let fits = who.service.is_none()
                    && account == who.account
                    && who.arn.starts_with(partition);
                fits.then_some(Grade::Delegated)
            }
            Sort::Other => None,
        }
    }
}

fn named<'a>(sort: &str, text: Cow<'a, str>) -> Named<'a> {
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
    let account = start..start + id.len();
    Named {
        sort,
        text,
        account,
        used: Cell::new(false),
    }
}

/// The account of an ARN, or of a plain account id.
pub(crate) fn account_of(text: &str) -> &str {
    text.split(':').nth(4).unwrap_or(text)
}

impl<'a> Set<'a> {
    fn new(patterns: Vec<Pattern<'a>>, but_these: bool) -> Set<'a> {
        let many = patterns.len() > MANY;
        // Only ARNs are compared letter by letter.
        let literals =
            (many && patterns.iter().any(|one| one.text.starts_with("arn:"))).then(|| {
                let known = patterns.iter().enumerate();
                let known = known.filter(|(_, pattern)| pattern.is_literal());
                let known = known.map(|(index, pattern)| (Folded::of(&pattern.text), index));
                let mut known: Vec<_> = known.collect();
                known.sort_unstable();
                known
            });
        let wild = patterns.iter().enumerate();
        let wild = wild
            .filter(|(_, pattern)| !pattern.is_literal())
            .map(|(index, _)| index)
            .collect();
        Set {
            patterns,
            but_these,
            literals,
            wild,
        }
    }

    fn holds(&self, value: &str, how: How, request: &Request<'_>) -> Answer {
        let found = Answer::any(
            self.candidates(value)
                .map(|pattern| pattern.matches(value, how, request)),
        );
        if self.but_these { found.not() } else { found }
    }

    fn mark(&self, value: &str, how: How, request: &Request<'_>) {
        for pattern in self.candidates(value) {
            if self.but_these || pattern.matches(value, how, request).is_yes() {
                pattern.used.set(true);
            }
        }
    }

    /// The patterns that a value could fit.
    fn candidates(&self, value: &str) -> impl Iterator<Item = &Pattern<'a>> {
        let (all, found, wild) = match &self.literals {
            None => (self.patterns.as_slice(), [].as_slice(), [].as_slice()),
            Some(literals) => {
                let folded = Folded::of(value);
                let from = literals.partition_point(|(known, _)| *known < folded);
                let found = &literals[from..];
                let to = found.partition_point(|(known, _)| *known == folded);
                ([].as_slice(), &found[..to], self.wild.as_slice())
            }
        };
        let some = found.iter().map(|(_, index)| index).chain(wild);
        all.iter().chain(some.map(|index| &self.patterns[*index]))
    }
}

/// One value or a list of them.
pub(crate) fn many(value: Option<&Json>) -> impl Iterator<Item = &Json> {
    match value {
        Some(Json::Array(items)) => items.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
        None => [].iter(),
    }
}

fn objects(value: Option<&Json>) -> impl Iterator<Item = (&str, &Json)> {
    value
        .and_then(Json::as_object)
        .map(Map::iter)
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}
