//! Statements as they are for one principal, each resource by itself: two policies that say the same
//! in other words have the same rules.

use super::condition::Condition;
use super::pattern::{Comparison, Pattern};
use super::policy::PolicyKind;
use super::principal::PrincipalMatch;
use super::statement::Statement;
use super::{Answer, Policy, Request, StatementRef};

/// A statement for one principal, about one of its resources.
#[derive(Clone, Debug)]
pub(crate) struct Rule<'a> {
    pub(crate) statement: Option<StatementRef<'a>>,
    pub(crate) layer: Layer,
    pub(crate) subject: Subject<'a>,
    /// The conditions that principal and resource do not decide already.
    pub(crate) conditions: Vec<&'a Condition<'a>>,
    /// All but the actions, in one text: rules with the same text apply to the same requests.
    pub(crate) text: String,
    /// Rules with one text have one number, where they are compared.
    pub(crate) number: usize,
    /// It cannot be read, so that it may be about anything.
    pub(crate) unreadable: bool,
}

/// The kind of policy that a rule stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Identity,
    Boundary,
    Resource,
}

/// The resources of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    /// Those of one pattern.
    One(&'a Pattern<'a>),
    /// All but those of these patterns.
    AllBut(&'a [Pattern<'a>]),
    All,
}

impl<'a> Rule<'a> {
    /// A rule that holds for every request, in place of a policy that is not there.
    pub(crate) fn everything(layer: Layer) -> Rule<'a> {
        Rule {
            statement: None,
            layer,
            subject: Subject::All,
            conditions: Vec::new(),
            text: format!("{layer:?}: everything"),
            number: 0,
            unreadable: false,
        }
    }

    /// Returns whether it is about an action.
    pub(crate) fn has_action(&self, action: &str, request: &Request<'_>) -> bool {
        let Some(reference) = &self.statement else {
            return true;
        };
        let statement = reference.statement();
        let request = Request { action, ..*request };
        !statement.matches_action(&request).is_no()
    }
}

/// The rules of a policy for the principal of a request. `decides` tells whether the request has a
/// value for a condition's key that holds for all of its kind; `reaches` whether a pattern may be about
/// the resources that are looked at.
pub(crate) fn rules<'a>(
    policy: &'a Policy<'a>,
    layer: Layer,
    trust: bool,
    request: &Request<'_>,
    decides: &dyn Fn(&str) -> bool,
    reaches: &dyn Fn(&Pattern<'_>) -> bool,
    out: &mut Vec<Rule<'a>>,
) {
    let kind = match layer {
        Layer::Identity | Layer::Boundary => PolicyKind::Identity,
        Layer::Resource if trust => PolicyKind::Trust,
        Layer::Resource => PolicyKind::Resource,
    };
    for (reference, statement) in policy.references() {
        let Some(matched) = statement.principal_level(request) else {
            continue;
        };
        let mut conditions = Vec::new();
        let mut applies = true;
        for condition in &statement.conditions {
            let known = decides(&condition.key)
                && condition
                    .values
                    .iter()
                    .all(|value| value.variables().is_empty());
            match known.then(|| condition.holds(request)) {
                Some(Answer::Yes) => {}
                Some(Answer::No) => applies = false,
                Some(Answer::Unknown(_)) | None => conditions.push(condition),
            }
        }
        if !applies {
            continue;
        }
        let unreadable = statement.has_problem() || statement.is_misplaced(kind);
        let rest = rest(statement, layer, matched, &conditions, unreadable);
        let mut add = |subject: Subject<'a>, of: &str| {
            out.push(Rule {
                statement: Some(reference),
                layer,
                subject,
                conditions: conditions.clone(),
                text: format!("{rest} {of}"),
                number: 0,
                unreadable,
            });
        };
        match &statement.resources {
            _ if unreadable => add(Subject::All, "unreadable"),
            None => add(Subject::All, "all"),
            Some(set) if set.inverted => {
                let patterns = set.patterns.iter();
                let mut but: Vec<(&str, bool)> = patterns
                    .map(|p| (p.string.as_ref(), p.has_variables()))
                    .collect();
                but.sort_unstable();
                but.dedup();
                add(Subject::AllBut(&set.patterns), &format!("all but {but:?}"));
            }
            Some(set) => {
                for pattern in set.patterns.iter().filter(|pattern| reaches(pattern)) {
                    let variables = pattern.has_variables();
                    add(
                        Subject::One(pattern),
                        &format!("{:?} {variables}", pattern.string),
                    );
                }
            }
        }
    }
}

fn rest(
    statement: &Statement<'_>,
    layer: Layer,
    matched: PrincipalMatch,
    conditions: &[&Condition<'_>],
    unreadable: bool,
) -> String {
    let mut all: Vec<String> = conditions
        .iter()
        .map(|condition| {
            let mut values: Vec<(&str, bool)> = condition
                .values
                .iter()
                .map(|value| (value.string.as_ref(), value.has_variables()))
                .collect();
            values.sort_unstable();
            values.dedup();
            format!("{} {} {values:?}", condition.written.0, condition.key)
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    let mut text = format!("{layer:?} {:?} {matched:?} {all:?}", statement.effect);
    if unreadable {
        // What it says is not known: it is the same as itself only.
        text.push_str(&statement.written.to_string());
    }
    text
}

impl Statement<'_> {
    fn principal_level(&self, request: &Request<'_>) -> Option<PrincipalMatch> {
        if self.has_problem() {
            return Some(PrincipalMatch::Direct);
        }
        self.matches_principal(request.principal)
    }

    /// The statement as it stands in its policy, and whether that knows variables: statements with the
    /// same text mean the same.
    pub(crate) fn text(&self) -> String {
        let resources = self.resources.iter().flat_map(|set| &set.patterns);
        let values = self.conditions.iter().flat_map(|one| &one.values);
        let mut all = resources.chain(values);
        match all.any(Pattern::has_variables) {
            true => format!("{} with variables", self.written),
            false => self.written.to_string(),
        }
    }

    /// Returns whether it may be about calls of a service on resources that its patterns reach. What
    /// cannot be read may be about anything.
    pub(crate) fn may_be_about(
        &self,
        service: &str,
        reaches: &dyn Fn(&Pattern<'_>) -> bool,
    ) -> bool {
        if self.has_problem() || self.is_misplaced(PolicyKind::Identity) || self.actions.inverted {
            return true;
        }
        let of_service = |action: &Pattern<'_>| {
            let prefix = action.string.split(':').next().unwrap_or_default();
            prefix.contains(['*', '?']) || prefix.eq_ignore_ascii_case(service)
        };
        let resources = self.resources.as_ref();
        self.actions.patterns.iter().any(of_service)
            && resources.is_none_or(|set| set.inverted || set.patterns.iter().any(reaches))
    }

    /// The statement's conditions in words.
    pub(crate) fn conditions_in_words(&self) -> Vec<String> {
        let words = self.conditions.iter().map(|condition| {
            let (operator, key) = condition.written;
            let values: Vec<&str> = condition.values.iter().map(|v| v.string.as_ref()).collect();
            format!("{key} {operator} {}", values.join(" or "))
        });
        words.collect()
    }

    /// The patterns of its resources that match one.
    pub(crate) fn resources_with(&self, arn: &str, request: &Request<'_>) -> Vec<String> {
        let Some(set) = &self.resources else {
            return Vec::new();
        };
        if set.inverted {
            let all: Vec<&str> = set.patterns.iter().map(|p| p.string.as_ref()).collect();
            return vec![format!("all but {}", all.join(" and "))];
        }
        let fits = |p: &&Pattern<'_>| !p.matches(arn, Comparison::Resource, request).is_no();
        let found = set.patterns.iter().filter(fits);
        found.map(|pattern| pattern.string.to_string()).collect()
    }
}
