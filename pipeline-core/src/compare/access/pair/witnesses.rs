//! The resources that stand for all that calls of one kind can be asked of.

use std::collections::BTreeSet;

use super::super::calls::{Arns, Resources};
use super::super::regions;
use super::super::sides::HolderKind;
use super::kinds::Kind;
use super::target::{OF_ACCOUNT, objects_of};
use super::{Names, Question};
use crate::access::evaluator::{Glyph, Language, Rule, Subject};
use crate::pipeline::OPEN;

impl<'h> Question<'h, '_> {
    /// Asks for all calls of a kind: the first of them stands for them.
    pub(super) fn ask(&mut self, calls: &Names, kind: &Kind<'h>, resources: &Resources) {
        let mut witnesses = BTreeSet::new();
        if *resources == Resources::None && self.target.holder.is_none() {
            witnesses.insert("*".to_owned());
        } else if !self.witnesses(kind, resources, &mut witnesses) {
            self.undecided("the resources are of too many kinds", "", calls);
        }
        let differing = kind.about.iter().enumerate();
        let differing: Vec<usize> = differing
            .filter(|(_, one)| kind.differs(one))
            .map(|(number, _)| number)
            .collect();
        // What a variable stands for is not known: that nothing is found for one value of it says
        // nothing of others.
        let mut open = match kind.free.is_empty() {
            true => BTreeSet::new(),
            false => differing.iter().copied().collect(),
        };
        for witness in witnesses {
            let on = kind.on(&witness);
            let Some(first) = differing.iter().find(|number| on.contains(number)) else {
                continue;
            };
            let before = self.found.len();
            self.decide_all(calls, &witness, kind, &on);
            if self.found.len() > before {
                open.remove(first);
            }
        }
        if !open.is_empty() {
            self.undecided("a policy variable decides", "", calls);
        }
    }

    /// A resource for each combination of rules that are about it. Returns whether these are all.
    fn witnesses(
        &self,
        kind: &Kind<'h>,
        resources: &Resources,
        out: &mut BTreeSet<String>,
    ) -> bool {
        let arns = resources.arns(self.target.partition);
        // Of a resource with a policy, there are only itself and what is in it.
        if let Some((arn, holder)) = self.target.holder {
            if arns.iter().any(|one| one.has(arn)) {
                out.insert(arn.to_owned());
            }
            if holder != HolderKind::Bucket {
                return true;
            }
            let objects = objects_of(arn);
            if !arns
                .iter()
                .any(|one| regions::may_overlap(&one.language, &objects))
            {
                return true;
            }
            let mut others = self.others(kind, &objects);
            for one in &arns {
                others.push(one.language.clone());
                others.extend(one.without.clone());
            }
            return self.add(kind, &objects, others, &arns, out);
        }
        let mut whole = true;
        for one in &arns {
            let differing = kind.about.iter().zip(&kind.languages);
            let mut differing = differing.filter(|(rule, _)| kind.differs(rule));
            let concerned = differing.any(|((_, rule), languages)| match rule.subject {
                Subject::One(_) => {
                    let mut languages = languages.iter();
                    languages.any(|language| regions::may_overlap(language, &one.language))
                }
                Subject::AllBut(_) | Subject::All => true,
            });
            if concerned {
                let mut others = self.others(kind, &one.language);
                others.extend(one.without.clone());
                whole &= self.add(kind, &one.language, others, std::slice::from_ref(one), out);
            }
        }
        whole && self.known_at_deployment(kind, out)
    }

    /// Adds resources whose ARNs begin with a value that is known only at the deployment. Which calls
    /// are made on them is not known either. Returns whether these are all.
    fn known_at_deployment(&self, kind: &Kind<'h>, out: &mut BTreeSet<String>) -> bool {
        let differing = kind.about.iter().zip(&kind.languages);
        let differing = differing.filter(|(rule, _)| kind.differs(rule));
        let mut languages = differing.flat_map(|(_, languages)| languages);
        languages.all(|language| {
            if language.glyphs.first() != Some(&Glyph::Char(OPEN)) {
                return true;
            }
            let others = self.others(kind, language);
            let found = self.target.strings(language, others, kind.service);
            out.extend(found.iter().flatten().cloned());
            found.is_some()
        })
    }

    /// The languages of rules, and of accounts that they name, that tell resources within one apart.
    fn others(&self, kind: &Kind<'h>, within: &Language) -> Vec<Language> {
        let mut others: Vec<Language> = kind.languages.iter().flatten().cloned().collect();
        others.extend(accounts(&kind.about));
        // What is about everything tells nothing apart.
        let everything = Language::like("*");
        others.retain(|other| {
            *other != *within && *other != everything && regions::may_overlap(other, within)
        });
        others
    }

    /// Adds the strings that others tell apart and that are among some ARNs. Returns whether these are
    /// all.
    fn add(
        &self,
        kind: &Kind<'h>,
        within: &Language,
        mut others: Vec<Language>,
        arns: &[Arns],
        out: &mut BTreeSet<String>,
    ) -> bool {
        others.sort();
        others.dedup();
        let Some(found) = self.target.strings(within, others, kind.service) else {
            return false;
        };
        let found = found.into_iter();
        out.extend(found.filter(|text| arns.iter().any(|one| one.has(text))));
        true
    }
}

impl Kind<'_> {
    /// The numbers of the rules that are about a resource.
    fn on(&self, arn: &str) -> Vec<usize> {
        let each = self.about.iter().zip(&self.languages).enumerate();
        let on = each.filter(|(_, ((_, rule), languages))| {
            let any = || languages.iter().any(|one| regions::matches(one, arn));
            match rule.subject {
                Subject::One(_) => any(),
                Subject::AllBut(_) => !any(),
                Subject::All => true,
            }
        });
        on.map(|(number, _)| number).collect()
    }
}

/// The resources of the accounts that conditions name.
fn accounts(about: &[(usize, Rule<'_>)]) -> impl Iterator<Item = Language> {
    let conditions = about.iter().flat_map(|(_, rule)| &rule.conditions);
    let conditions = conditions.filter(|one| OF_ACCOUNT.contains(&one.key.as_str()));
    let values = conditions.flat_map(|one| &one.values);
    values.map(|value| {
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
    })
}
