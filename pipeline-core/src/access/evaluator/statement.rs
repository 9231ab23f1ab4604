//! Statements: how they are read, and whether they apply to a request.

use std::borrow::Cow;

use super::condition::Condition;
use super::pattern::{Comparison, Pattern};
use super::pattern_set::PatternSet;
use super::policy::{PolicyKind, one_or_many};
use super::principal::{NamedPrincipal, PrincipalMatch};
use super::{Answer, Cause, Principal, Request};
use crate::pipeline::UserStatement;
use serde_json::Value;

/// A statement of a policy.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) sid: Cow<'a, str>,
    pub(crate) effect: Effect,
    pub(crate) principals: Option<Vec<NamedPrincipal<'a>>>,
    pub(crate) actions: PatternSet<'a>,
    pub(crate) resources: Option<PatternSet<'a>>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// The user's statement of which this is all or a part, and its number in the declaration.
    pub(crate) from_user: Option<(usize, &'a UserStatement)>,
    problem: Option<Problem>,
    /// Its effect cannot be read: it may be either.
    pub(super) either_effect: bool,
    /// As it stands in its policy.
    #[cfg(feature = "compare")]
    pub(super) written: &'a Value,
}

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// A fault of a statement: IAM would not accept it, or it cannot be read here.
#[derive(Debug)]
struct Problem {
    why: String,
    /// It lies in the actions, so that the statement may apply to any.
    in_actions: bool,
}

impl<'a> Statement<'a> {
    /// Reads a statement. `resolve` gives the string that a value of the template stands for;
    /// `variables`: the version of the policy language knows variables.
    pub(crate) fn read(
        statement: &'a Value,
        variables: bool,
        resolve: &dyn Fn(&'a Value) -> Result<Cow<'a, str>, String>,
    ) -> Statement<'a> {
        let mut reader = Reader {
            statement,
            variables,
            resolve,
            problem: None,
        };
        // Actions first: of several problems the first is kept, and one there weighs most.
        let actions = reader.actions();
        reader.elements();
        let effect = reader.effect();
        Statement {
            sid: reader.sid(),
            either_effect: effect.is_none(),
            effect: effect.unwrap_or(Effect::Deny),
            principals: reader.principals(),
            actions,
            resources: reader.patterns("Resource", "NotResource", variables),
            conditions: reader.conditions(),
            from_user: None,
            problem: reader.problem,
            #[cfg(feature = "compare")]
            written: statement,
        }
    }

    /// Returns whether the statement applies to a request, and how directly it names the
    /// principal. In doubt about a statement of the user's, the cause says so.
    pub(super) fn applies(
        &self,
        request: &Request<'_>,
        kind: PolicyKind,
    ) -> (Answer, PrincipalMatch) {
        let (answer, matched) = match self.misplaced(kind) {
            Some(cause) => (Answer::Unknown(cause), PrincipalMatch::Direct),
            None => self.matches(request),
        };
        match answer {
            Answer::Unknown(cause) if self.from_user.is_some() => {
                let cause = Cause::UserStatement(Box::new(cause));
                (Answer::Unknown(cause), matched)
            }
            answer => (answer, matched),
        }
    }

    /// Names an element that is missing or misplaced in a policy of this kind. A resource policy
    /// names principals, and an identity policy does not. All but a trust policy name resources.
    ///
    /// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
    fn misplaced(&self, kind: PolicyKind) -> Option<Cause> {
        let what = match (kind, self.principals.is_some(), self.resources.is_some()) {
            (PolicyKind::Identity, true, _) => {
                "has a `Principal`, as no policy of a role's own may"
            }
            (PolicyKind::Resource | PolicyKind::Trust, false, _) => "has no `Principal`",
            (PolicyKind::Identity | PolicyKind::Resource, _, false) => "has no `Resource`",
            (PolicyKind::Trust, _, true) => "has a `Resource`, as no trust policy may",
            _ => return None,
        };
        let statement = match self.sid.as_ref() {
            "" => "a statement without a name".to_owned(),
            sid => format!("statement `{sid}`"),
        };
        Some(Cause::Malformed(format!("{statement} {what}")))
    }

    /// Returns whether all elements of the statement match a request.
    pub(super) fn matches(&self, request: &Request<'_>) -> (Answer, PrincipalMatch) {
        let action = self.matches_action(request);
        if action.is_no() {
            return (Answer::No, PrincipalMatch::Direct);
        }
        // The faulty element may be the one that would match.
        if let Some(problem) = &self.problem {
            let cause = Cause::Malformed(problem.why.clone());
            return (Answer::Unknown(cause), PrincipalMatch::Direct);
        }
        let Some(matched) = self.matches_principal(request.principal) else {
            return (Answer::No, PrincipalMatch::Direct);
        };
        let mut answer = action.and(self.matches_resource(request));
        for condition in &self.conditions {
            if answer.is_no() {
                break;
            }
            answer = answer.and(condition.holds(request));
        }
        (answer, matched)
    }

    /// Returns whether the statement may be about the action of a request.
    pub(super) fn matches_action(&self, request: &Request<'_>) -> Answer {
        if self.problem.as_ref().is_some_and(|found| found.in_actions) {
            return Answer::Yes;
        }
        self.actions
            .contains(request.action, Comparison::Action, request)
    }

    /// Returns whether an element is missing or misplaced in a policy of this kind.
    #[cfg(feature = "compare")]
    pub(super) fn is_misplaced(&self, kind: PolicyKind) -> bool {
        self.misplaced(kind).is_some()
    }

    /// Returns whether it has a fault, so that nobody can say what it is about.
    pub(super) fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    pub(super) fn matches_principal(&self, principal: &Principal<'_>) -> Option<PrincipalMatch> {
        match &self.principals {
            None => Some(PrincipalMatch::Direct),
            Some(named) => named.iter().filter_map(|one| one.matches(principal)).max(),
        }
    }

    /// Returns whether the statement is about the resource of a request.
    pub(super) fn matches_resource(&self, request: &Request<'_>) -> Answer {
        let arn = request.resource.arn.as_ref();
        match &self.resources {
            None => Answer::Yes,
            Some(resources) => resources.contains(arn, Comparison::Resource, request),
        }
    }
}

/// Elements of which a statement has one or the other.
const EXCLUDING: [(&str, &str); 3] = [
    ("Action", "NotAction"),
    ("Principal", "NotPrincipal"),
    ("Resource", "NotResource"),
];

/// Reads the elements of a statement, and keeps the first problem that it finds.
struct Reader<'r, 'a> {
    statement: &'a Value,
    variables: bool,
    resolve: &'r dyn Fn(&'a Value) -> Result<Cow<'a, str>, String>,
    problem: Option<Problem>,
}

impl<'a> Reader<'_, 'a> {
    fn problem(&mut self, why: String) {
        self.problem.get_or_insert(Problem {
            why,
            in_actions: false,
        });
    }

    /// The strings of a value, which may be one or a list.
    fn strings(&mut self, value: Option<&'a Value>) -> Vec<Cow<'a, str>> {
        let mut out = Vec::new();
        for item in one_or_many(value) {
            match (self.resolve)(item) {
                Ok(string) => out.push(string),
                Err(why) => {
                    self.problem(why);
                    out.extend(item.as_str().map(Cow::Borrowed));
                }
            }
        }
        out
    }

    /// Verifies that IAM has all of the elements, and of two that exclude each other only one.
    ///
    /// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
    fn elements(&mut self) {
        for (element, not) in EXCLUDING {
            if self.statement.get(element).is_some() && self.statement.get(not).is_some() {
                self.problem(format!("it has both `{element}` and `{not}`"));
            }
        }
        for (element, _) in entries(Some(self.statement)) {
            let excluding = EXCLUDING.iter().flat_map(|(element, not)| [element, not]);
            let mut known = excluding.chain(&["Sid", "Effect", "Condition"]);
            if !known.any(|known| known == element) {
                self.problem(format!("no element of a statement is called `{element}`"));
            }
        }
    }

    fn sid(&mut self) -> Cow<'a, str> {
        let sid = self.strings(self.statement.get("Sid"));
        sid.into_iter().next_back().unwrap_or_default()
    }

    fn effect(&mut self) -> Option<Effect> {
        match self.statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Some(Effect::Allow),
            Some("Deny") => Some(Effect::Deny),
            _ => {
                self.problem("its `Effect` is neither `Allow` nor `Deny`".to_owned());
                None
            }
        }
    }

    fn actions(&mut self) -> PatternSet<'a> {
        let actions = self.patterns("Action", "NotAction", false);
        if actions.is_none() {
            self.problem("it has no `Action`".to_owned());
        }
        if self.statement.get("Action").is_some() && self.statement.get("NotAction").is_some() {
            self.problem("it has both `Action` and `NotAction`".to_owned());
        }
        if let Some(problem) = &mut self.problem {
            problem.in_actions = true;
        }
        actions.unwrap_or_default()
    }

    /// The patterns of an element, or of the one that stands for all others.
    fn patterns(&mut self, element: &str, not: &str, variables: bool) -> Option<PatternSet<'a>> {
        let element = self.statement.get(element);
        let inverted = element.is_none();
        let found = element.or_else(|| self.statement.get(not))?;
        let strings = self.strings(Some(found)).into_iter();
        let patterns = strings.map(|string| Pattern::new(string, variables));
        Some(PatternSet {
            patterns: patterns.collect(),
            inverted,
        })
    }

    fn principals(&mut self) -> Option<Vec<NamedPrincipal<'a>>> {
        if self.statement.get("NotPrincipal").is_some() {
            self.problem("`NotPrincipal` is not judged here".to_owned());
        }
        let mut named = Vec::new();
        match self.statement.get("Principal")? {
            Value::Object(kinds) => {
                for (kind, names) in kinds.iter() {
                    let names = self.strings(Some(names)).into_iter();
                    named.extend(names.map(|name| NamedPrincipal::new(kind, name)));
                }
            }
            names => {
                let names = self.strings(Some(names)).into_iter();
                named.extend(names.map(|name| NamedPrincipal::new("AWS", name)));
            }
        }
        // IAM accepts a wildcard for a whole principal only.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        let wild = |one: &&NamedPrincipal<'_>| one.name.len() > 1 && one.name.contains(['*', '?']);
        if let Some(wrong) = named.iter().find(wild) {
            self.problem(format!("no principal is called `{}`", wrong.name));
        }
        Some(named)
    }

    fn conditions(&mut self) -> Vec<Condition<'a>> {
        let mut out = Vec::new();
        let all = self.statement.get("Condition");
        if all.is_some_and(|all| !all.is_object()) {
            self.problem("its `Condition` cannot be read".to_owned());
        }
        for (operator, keys) in entries(all) {
            if !keys.is_object() {
                self.problem(format!("the keys of `{operator}` cannot be read"));
            }
            for (key, values) in entries(Some(keys)) {
                let values = self.strings(Some(values)).into_iter();
                let values = values.map(|value| Pattern::new(value, self.variables));
                match Condition::new(operator, key, values.collect()) {
                    Some(condition) => out.push(condition),
                    None => self.problem(format!("no operator is called `{operator}`")),
                }
            }
        }
        out
    }
}

/// The entries of an object; of anything else, none.
fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
