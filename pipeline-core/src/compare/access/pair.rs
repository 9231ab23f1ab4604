//! One principal on both sides, on one resource with a policy or on all others: the rules that differ,
//! the requests that tell them apart, and IAM's decision on each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::calls::{self, Call, Resources};
use super::finding::{Finding, Found, Ruling};
use super::regions;
use super::sides::{Holder, HolderKind};
use super::values;
use crate::access::evaluator::{
    Boundary, Condition, ContextValue, Glyph, Identity, Language, Layer, Mode, Pattern, Principal,
    Request, Resource, ResourcePolicy, Rule, Subject, account_of, decide, resource_language, rules,
};
use crate::pipeline::{CLOSE, OPEN};

/// So many combinations of values are looked at for one kind of request.
const COMBINATIONS: usize = 20_000;

/// Context keys that follow from the principal.
const OF_PRINCIPAL: [&str; 4] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
];

/// Context keys that follow from a resource.
const OF_ACCOUNT: [&str; 2] = ["aws:resourceaccount", "s3:resourceaccount"];

/// What is looked at: a resource with a policy of its own, or all other resources.
#[derive(Clone, Copy)]
pub(super) struct Target<'t> {
    /// The ARN and the kind of the resource.
    pub(super) holder: Option<(&'t str, HolderKind)>,
    /// All resources with policies, of both sides: who looks at others leaves them out.
    pub(super) known: &'t BTreeSet<(HolderKind, String)>,
    pub(super) partition: &'static str,
    pub(super) cache: &'t regions::Cache,
}

/// A principal on one side, and the resource there.
pub(super) struct Half<'h> {
    pub(super) principal: &'h Principal<'h>,
    pub(super) holder: Option<&'h Holder<'h>>,
}

impl<'h> Half<'h> {
    fn resource(&self, arn: &'h str) -> Resource<'h> {
        match self.holder {
            Some(holder) => holder.resource(arn),
            None => Resource {
                arn: Cow::Borrowed(arn),
                account: Cow::Borrowed(account_of_resource(arn)),
                policy: ResourcePolicy::Open,
                policy_name: "policy",
                policy_required: false,
                context: Vec::new(),
            },
        }
    }

    fn rules(&self, target: &Target<'h>) -> Vec<Rule<'h>> {
        let arn = target.holder.map_or("*", |(arn, _)| arn);
        let resource = self.resource(arn);
        let request = Request {
            principal: self.principal,
            action: "",
            resource: &resource,
            context: &[],
        };
        let decides = |key: &str| target.decides(key);
        let reaches = |pattern: &Pattern<'_>| target.is_reached(pattern);
        let trust = matches!(target.holder, Some((_, HolderKind::Role)));
        let mut out = Vec::new();
        if let Identity::Role(own) = &self.principal.identity {
            for policy in &own.policies {
                rules(
                    policy,
                    Layer::Identity,
                    trust,
                    &request,
                    &decides,
                    &reaches,
                    &mut out,
                );
            }
            match &own.boundary {
                Some(Boundary::Known(_, policy)) => {
                    let layer = Layer::Boundary;
                    rules(policy, layer, trust, &request, &decides, &reaches, &mut out);
                }
                _ => out.push(Rule::everything(Layer::Boundary)),
            }
        }
        for policy in self.holder.iter().flat_map(|holder| &holder.policies) {
            rules(
                policy,
                Layer::Resource,
                trust,
                &request,
                &decides,
                &reaches,
                &mut out,
            );
        }
        out
    }
}

fn account_of_resource(arn: &str) -> &str {
    if arn.contains(':') {
        account_of(arn)
    } else {
        ""
    }
}

impl Target<'_> {
    fn service(&self) -> Option<&'static str> {
        self.holder.map(|(_, kind)| kind.service())
    }

    /// Returns whether a key has one value for all requests of a principal on the target.
    fn decides(&self, key: &str) -> bool {
        OF_PRINCIPAL.contains(&key)
            || (self.holder.is_some()
                && (OF_ACCOUNT.contains(&key) || key == "kms:resourcealiases"))
    }

    /// Returns whether a pattern may be about the target.
    fn is_reached(&self, pattern: &Pattern<'_>) -> bool {
        let Some((arn, kind)) = self.holder else {
            return true;
        };
        let text = pattern.string.as_ref();
        let start = text.find(['*', '?', '$']).unwrap_or(text.len());
        let (start, wild) = (&text[..start], start < text.len());
        let whole = wild || text.matches(':').count() < 5;
        if let Some(rest) = start.strip_prefix(arn) {
            return rest.is_empty() || (kind == HolderKind::Bucket && rest.starts_with('/'));
        }
        whole && arn.starts_with(start)
    }

    /// Returns whether a resource is the target, or one of the others.
    fn has(&self, resource: &str, service: &str) -> bool {
        match self.holder {
            Some((arn, kind)) => is_of(resource, arn, kind),
            None => !HolderKind::all().into_iter().any(|kind| {
                let bucket = resource.split('/').next().unwrap_or(resource);
                let name = match kind {
                    HolderKind::Bucket => bucket,
                    _ => resource,
                };
                kind.service() == service && self.known.contains(&(kind, name.to_owned()))
            }),
        }
    }

    /// What tells the resources of others from the rest.
    fn languages(&self, service: &str, within: &Language) -> Vec<Language> {
        let others = self.known.iter().filter(|(kind, _)| {
            self.holder.is_none() && kind.service() == service && within.literal().is_none()
        });
        let others = others.map(|(kind, arn)| (*kind, arn.as_str()));
        let mut out = Vec::new();
        for (kind, arn) in others {
            out.push(literal(arn));
            if kind == HolderKind::Bucket {
                out.push(objects_of(arn));
            }
        }
        out.retain(|one| regions::may_overlap(one, within));
        out
    }
}

/// Returns whether a resource is one with a policy, or in it.
fn is_of(resource: &str, arn: &str, kind: HolderKind) -> bool {
    let rest = resource.strip_prefix(arn);
    rest.is_some_and(|rest| {
        rest.is_empty() || (kind == HolderKind::Bucket && rest.starts_with('/'))
    })
}

/// The objects of a bucket.
fn objects_of(arn: &str) -> Language {
    let mut objects = literal(&format!("{arn}/"));
    objects.glyphs.extend(Language::like("?*").glyphs);
    objects
}

fn literal(text: &str) -> Language {
    let glyphs = text.chars().map(Glyph::Char);
    Language {
        glyphs: glyphs.collect(),
        ..Language::like("")
    }
}

/// Compares what a principal may do on a target. Nothing may be done on a side that lacks it.
pub(super) fn compare<'h>(
    old: Option<&Half<'h>>,
    new: Option<&Half<'h>>,
    target: &Target<'h>,
) -> Vec<Finding> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let sides = [old, new].map(|half| {
        let half = half?;
        let mut rules = half.rules(target);
        for rule in &mut rules {
            let next = numbers.len();
            rule.number = *numbers.entry(rule.text.clone()).or_insert(next);
        }
        Some((half, rules))
    });
    let of = |side: usize| sides[side].iter().flat_map(|(_, rules)| rules);
    let written = |rule: &Rule<'_>| {
        let actions = rule.statement.as_ref().map(|one| {
            let actions = &one.statement().actions;
            let mut words: Vec<String> = actions
                .patterns
                .iter()
                .map(|p| p.string.to_lowercase())
                .collect();
            words.sort_unstable();
            words.dedup();
            (actions.inverted, words)
        });
        format!("{} {actions:?}", rule.text)
    };
    let texts = [0, 1].map(|side| of(side).map(&written).collect::<BTreeSet<String>>());
    let mut differing: Vec<&Rule<'h>> = Vec::new();
    for side in [0, 1] {
        differing.extend(of(side).filter(|rule| !texts[1 - side].contains(&written(rule))));
    }
    if differing.is_empty() && old.is_some() == new.is_some() {
        return Vec::new();
    }
    let all: Vec<&Rule<'h>> = of(0).chain(of(1)).collect();
    // Where a limit is missing, the limited rules are what is about it.
    if differing.iter().any(|rule| rule.statement.is_none()) {
        differing.clone_from(&all);
    }
    let mut question = Question {
        sides: &sides,
        target,
        found: Vec::new(),
        decided: BTreeMap::new(),
    };
    let service = target.service();
    match calls::calls(&differing, &all, service, target.partition) {
        Some(calls) => question.ask_all(calls),
        None => question.undecided("the actions are of too many kinds", "", &[]),
    }
    question.found
}

type Sides<'h, 'q> = [Option<(&'q Half<'h>, Vec<Rule<'h>>)>; 2];

struct Question<'h, 'q> {
    sides: &'q Sides<'h, 'q>,
    target: &'q Target<'h>,
    found: Vec<Finding>,
    /// What was found for the same statements: other calls and resources of theirs are decided alike.
    decided: BTreeMap<Alike, Vec<Found>>,
}

/// The rules that are about a request, each with its side and its statement, and the account that the
/// resource's ARN names.
type Alike = (Vec<(usize, usize, usize, usize)>, String);

/// The numbers of the rules that a call has on both sides.
type Numbers = [BTreeSet<usize>; 2];

/// The rules that some calls have, with the side of each.
struct Kind<'h> {
    numbers: Numbers,
    service: String,
    about: Vec<(usize, Rule<'h>)>,
    /// The languages of the resources of each.
    languages: Vec<Vec<Language>>,
    /// The keys that stand as variables in them.
    free: BTreeSet<String>,
}

impl Kind<'_> {
    fn is_of(&self, calls: &[String], numbers: &Numbers) -> bool {
        let service = calls.first().map(|call| service_of(call));
        self.numbers == *numbers && service == Some(self.service.as_str())
    }
}

fn service_of(call: &str) -> &str {
    call.split(':').next().unwrap_or(call)
}

impl<'h> Question<'h, '_> {
    fn undecided(&mut self, why: &str, resource: &str, calls: &[&str]) {
        self.found.push(Finding {
            calls: calls.iter().map(|call| (*call).to_owned()).collect(),
            resource: resource.to_owned(),
            found: Found::Undecided(why.to_owned()),
        });
    }

    fn rules_of(&self, side: usize) -> impl Iterator<Item = &Rule<'h>> {
        self.sides[side].iter().flat_map(|(_, rules)| rules)
    }

    /// Takes the calls by kinds: those that the same rules are about.
    fn ask_all(&mut self, calls: BTreeSet<Call>) {
        let mut kinds: BTreeMap<(bool, Numbers, Resources), Vec<String>> = BTreeMap::new();
        for call in calls {
            let numbers = [0, 1].map(|side| {
                let rules = self
                    .rules_of(side)
                    .filter(|rule| self.is_about(side, rule, &call.name));
                rules.map(|rule| rule.number).collect::<BTreeSet<usize>>()
            });
            let exists = [0, 1].map(|side| self.sides[side].is_some());
            if numbers[0] == numbers[1] && exists[0] == exists[1] {
                continue;
            }
            let kind = kinds
                .entry((!call.known, numbers, call.resources))
                .or_default();
            kind.push(call.name);
        }
        let mut settled: BTreeSet<Numbers> = BTreeSet::new();
        let mut kind: Option<Kind<'h>> = None;
        for ((unknown, numbers, resources), calls) in kinds {
            // Calls that AWS does not have are of interest only where none that it has is.
            if unknown && settled.contains(&numbers) {
                continue;
            }
            let before = self.found.len();
            if kind
                .as_ref()
                .is_none_or(|kind| !kind.is_of(&calls, &numbers))
            {
                kind = self.kind(&calls, &numbers);
            }
            if let Some(kind) = &kind {
                self.ask(&calls, kind, &resources);
            }
            if self.found.len() > before {
                settled.insert(numbers);
            }
        }
    }

    fn is_about(&self, side: usize, rule: &Rule<'h>, call: &str) -> bool {
        self.with_request(side, call, "*", &[], |request| {
            rule.has_action(call, request)
        })
        .unwrap_or(false)
    }

    fn with_request<T>(
        &self,
        side: usize,
        action: &str,
        arn: &str,
        context: &[(&str, ContextValue<'_>)],
        ask: impl FnOnce(&Request<'_>) -> T,
    ) -> Option<T> {
        let (half, _) = self.sides[side].as_ref()?;
        let half: &Half<'_> = half;
        let resource = half.resource(arn);
        Some(ask(&Request {
            principal: half.principal,
            action,
            resource: &resource,
            context,
        }))
    }

    /// The rules that some calls have.
    fn kind(&mut self, calls: &[String], numbers: &Numbers) -> Option<Kind<'h>> {
        let call = calls.first()?;
        let mut about: Vec<(usize, Rule<'h>)> = Vec::new();
        let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
        for side in [0, 1] {
            for rule in self
                .rules_of(side)
                .filter(|rule| self.is_about(side, rule, call))
            {
                if numbers[side].contains(&rule.number) && seen.insert((side, rule.number)) {
                    about.push((side, rule.clone()));
                }
            }
        }
        let free = free_variables(&about, self.target);
        let context: Vec<(&str, ContextValue<'_>)> = free
            .iter()
            .map(|key| (key.as_str(), ContextValue::One(Cow::Owned(sample(key)))))
            .collect();
        let languages = self.languages(&about, &context);
        let Some(languages) = languages else {
            let names: Vec<&str> = calls.iter().map(String::as_str).collect();
            self.undecided("a variable of a policy has no known value", "", &names);
            return None;
        };
        Some(Kind {
            numbers: numbers.clone(),
            service: service_of(call).to_owned(),
            languages,
            free,
            about,
        })
    }

    /// Asks for one call of a kind of calls.
    fn ask(&mut self, calls: &[String], kind: &Kind<'h>, resources: &Resources) {
        let Kind {
            numbers,
            about,
            languages,
            free,
            service,
        } = kind;
        let shapes = resources.languages();
        let names: Vec<&str> = calls.iter().map(String::as_str).collect();
        let differs = |(side, rule): &(usize, Rule<'h>)| !numbers[1 - side].contains(&rule.number);
        let mut asked = BTreeSet::new();
        for (number, _) in about.iter().enumerate().filter(|(_, one)| differs(one)) {
            let before = self.found.len();
            let witnesses = match resources {
                Resources::None => Some(vec!["*".to_owned()]),
                _ => self.witnesses(number, languages, about, &shapes, service),
            };
            let Some(witnesses) = witnesses else {
                self.undecided("the resources are of too many kinds", "", &names);
                continue;
            };
            for witness in witnesses {
                let fits = resources.has(&shapes, &witness) && self.target.has(&witness, service);
                if fits && asked.insert(witness.clone()) {
                    self.decide_all(&names, &witness, about, languages, free);
                }
            }
            if !free.is_empty() && self.found.len() == before {
                self.undecided("a policy variable decides", "", &names);
            }
        }
    }

    /// The languages of the resources of each rule; none for what is about all.
    fn languages(
        &self,
        about: &[(usize, Rule<'h>)],
        context: &[(&str, ContextValue<'_>)],
    ) -> Option<Vec<Vec<Language>>> {
        let each = about.iter().map(|(side, rule)| {
            let patterns = match rule.subject {
                Subject::One(pattern) => std::slice::from_ref(pattern),
                Subject::AllBut(patterns) => patterns,
                Subject::All => &[],
            };
            self.with_request(*side, "", "*", context, |request| {
                let all = patterns
                    .iter()
                    .map(|pattern| resource_language(pattern, request));
                let all: Result<Vec<_>, _> = all.collect();
                Some(all.ok()?.into_iter().flatten().collect())
            })?
        });
        each.collect()
    }

    /// A resource for each combination of rules that are about it, of those that one of them is about.
    fn witnesses(
        &self,
        number: usize,
        languages: &[Vec<Language>],
        about: &[(usize, Rule<'h>)],
        shapes: &[Language],
        service: &str,
    ) -> Option<Vec<String>> {
        let everything = Language::like("*");
        let pattern = match about[number].1.subject {
            Subject::One(_) => languages[number].first()?,
            Subject::AllBut(_) | Subject::All => &everything,
        };
        // Of a resource with a policy, there are only itself and what is in it.
        let mut found = Vec::new();
        let mut objects = None;
        if let Some((arn, kind)) = self.target.holder {
            found.push(arn.to_owned());
            if kind != HolderKind::Bucket {
                return Some(found);
            }
            objects = Some(objects_of(arn));
        }
        let within = objects.as_ref().unwrap_or(pattern);
        if !shapes
            .iter()
            .any(|shape| regions::may_overlap(shape, within))
        {
            return Some(found);
        }
        let mut others: Vec<Language> = languages.iter().flatten().cloned().collect();
        others.extend_from_slice(shapes);
        others.extend(self.target.languages(service, within));
        others.extend(self.accounts(about));
        others.retain(|other| other != within && regions::may_overlap(other, within));
        others.sort();
        others.dedup();
        let regions = self.target.cache.regions(within, others)?;
        found.extend(regions.into_iter().map(|(_, text)| text));
        Some(found)
    }

    /// The resources of the accounts that conditions name.
    fn accounts(&self, about: &[(usize, Rule<'h>)]) -> Vec<Language> {
        let conditions = about.iter().flat_map(|(_, rule)| &rule.conditions);
        let conditions = conditions.filter(|one| OF_ACCOUNT.contains(&one.key.as_str()));
        let values = conditions.flat_map(|one| &one.values);
        let arns = values.map(|value| {
            let mut language = Language::like(&format!("*:*:*:*:{}:*", value.string));
            let mut colons = 0;
            for glyph in &mut language.glyphs {
                match glyph {
                    Glyph::Char(':') => colons += 1,
                    Glyph::Any { colon } => *colon = colons >= 5,
                    _ => {}
                }
            }
            language
        });
        arns.collect()
    }

    /// Decides all requests for a call on a resource: those that the conditions tell apart.
    fn decide_all(
        &mut self,
        calls: &[&str],
        witness: &str,
        about: &[(usize, Rule<'h>)],
        languages: &[Vec<Language>],
        free: &BTreeSet<String>,
    ) {
        let on: Vec<&(usize, Rule<'h>)> = about
            .iter()
            .zip(languages)
            .filter(|((_, rule), languages)| {
                let any = languages.iter().any(|one| regions::matches(one, witness));
                match rule.subject {
                    Subject::One(_) => any,
                    Subject::AllBut(_) => !any,
                    Subject::All => true,
                }
            })
            .map(|(rule, _)| rule)
            .collect();
        let numbers = [0, 1].map(|side| {
            let rules = on.iter().filter(|(of, _)| *of == side);
            rules
                .map(|(_, rule)| rule.number)
                .collect::<BTreeSet<usize>>()
        });
        let exist = [0, 1].map(|side| self.sides[side].is_some());
        if numbers[0] == numbers[1] && exist[0] == exist[1] {
            return;
        }
        let statement = |rule: &Rule<'h>| {
            let reference = rule.statement.as_ref();
            reference.map_or((0, 0), |one| {
                (std::ptr::from_ref(one.policy) as usize, one.index)
            })
        };
        let rules = on.iter().map(|(side, rule)| {
            let (policy, index) = statement(rule);
            (*side, rule.number, policy, index)
        });
        let alike: Alike = (rules.collect(), account_of_resource(witness).to_owned());
        let finding = |found: Found| Finding {
            calls: calls.iter().map(|call| (*call).to_owned()).collect(),
            resource: witness.to_owned(),
            found,
        };
        if let Some(known) = self.decided.get(&alike) {
            self.found.extend(known.iter().cloned().map(finding));
            return;
        }
        let before = self.found.len();
        self.decide_each(calls, witness, &on, numbers[0] == numbers[1], free);
        let found = self.found.iter().skip(before).map(|one| one.found.clone());
        self.decided.insert(alike, found.collect());
    }

    /// Decides the requests that the conditions of some rules tell apart.
    fn decide_each(
        &mut self,
        calls: &[&str],
        witness: &str,
        on: &[&(usize, Rule<'h>)],
        same: bool,
        free: &BTreeSet<String>,
    ) {
        let implied = !account_of_resource(witness).is_empty() || self.target.holder.is_some();
        let mut keys: BTreeMap<&str, Vec<&Condition<'_>>> = BTreeMap::new();
        for condition in on.iter().flat_map(|(_, rule)| &rule.conditions) {
            let by_arn = implied && OF_ACCOUNT.contains(&condition.key.as_str());
            if !(by_arn || self.target.decides(&condition.key)) {
                keys.entry(&condition.key).or_default().push(condition);
            }
        }
        for key in free {
            keys.entry(key).or_default();
        }
        let samples: Vec<(&str, ContextValue<'_>)> = free
            .iter()
            .map(|key| (key.as_str(), ContextValue::One(Cow::Owned(sample(key)))))
            .collect();
        let mut choices: Vec<(&str, Vec<ContextValue<'_>>)> = Vec::new();
        let mut count = 1_usize;
        for (key, conditions) in keys {
            let more: Vec<String> = free
                .iter()
                .filter(|one| *one == key)
                .map(|one| sample(one))
                .collect();
            let side = usize::from(self.sides[0].is_none());
            let found = self.with_request(side, "", witness, &samples, |request| {
                values::values(key, &conditions, request, &more)
            });
            match found {
                Some(Ok(values)) => {
                    count = count.saturating_mul(values.len());
                    choices.push((key, values));
                }
                Some(Err(why)) => return self.undecided(&why, witness, calls),
                None => return,
            }
        }
        if count > COMBINATIONS {
            return self.undecided("the conditions have too many combinations", witness, calls);
        }
        for combination in 0..count {
            let mut rest = combination;
            let context: Vec<(&str, ContextValue<'_>)> = choices
                .iter()
                .map(|(key, values)| {
                    let value = &values[rest % values.len()];
                    rest /= values.len();
                    (*key, value.clone())
                })
                .collect();
            let found = self.decide(calls[0], witness, &context, same);
            let Some(found) = found else { continue };
            let finding = Finding {
                calls: calls.iter().map(|call| (*call).to_owned()).collect(),
                resource: witness.to_owned(),
                found,
            };
            let same = |other: &Finding| {
                other.found == finding.found
                    && other.resource == finding.resource
                    && other.calls == finding.calls
            };
            if !self.found.iter().rev().take(64).any(same) {
                self.found.push(finding);
            }
        }
    }

    /// The difference between both decisions on a request.
    fn decide(
        &self,
        action: &str,
        arn: &str,
        context: &[(&str, ContextValue<'_>)],
        same: bool,
    ) -> Option<Found> {
        let of = |side: usize| {
            self.with_request(side, action, arn, context, |request| {
                Ruling::of(&decide(request, Mode::Forbidden), request)
            })
        };
        let (old, new) = (of(0), of(1));
        if same && old.is_some() == new.is_some() {
            return None;
        }
        Found::between(old, new)
    }
}

/// The value of a variable that nothing is known of.
fn sample(key: &str) -> String {
    format!("{OPEN}{}{CLOSE}", key.replace(':', "\u{a789}"))
}

/// The keys that stand as variables in rules, and have no value of their own.
fn free_variables(about: &[(usize, Rule<'_>)], target: &Target<'_>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (_, rule) in about {
        let patterns = match rule.subject {
            Subject::One(pattern) => std::slice::from_ref(pattern),
            Subject::AllBut(patterns) => patterns,
            Subject::All => &[],
        };
        let values = rule
            .conditions
            .iter()
            .flat_map(|condition| &condition.values);
        for pattern in patterns.iter().chain(values) {
            out.extend(
                pattern
                    .variables()
                    .into_iter()
                    .filter(|key| !target.decides(key)),
            );
        }
    }
    out
}
