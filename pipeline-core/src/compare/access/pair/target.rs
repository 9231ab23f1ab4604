//! A principal on one side, a resource, and the rules about both.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::regions;
use super::super::sides::{Holder, HolderKind};
use crate::access::evaluator::{
    Boundary, Glyph, Identity, Language, Layer, Pattern, Principal, Request, Resource,
    ResourcePolicy, Rule, account_of, rules,
};

/// Context keys that follow from the principal.
const OF_PRINCIPAL: [&str; 4] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
];

/// Context keys that follow from a resource.
pub(super) const OF_ACCOUNT: [&str; 2] = ["aws:resourceaccount", "s3:resourceaccount"];

/// The resources of a comparison: one that has a policy, or all that have none.
#[derive(Clone, Copy)]
pub(in super::super) struct Target<'t> {
    /// The ARN and the kind of the resource.
    pub(in super::super) holder: Option<(&'t str, HolderKind)>,
    /// All resources with policies, of both sides: who looks at others leaves them out.
    pub(in super::super) known: &'t BTreeSet<(HolderKind, String)>,
    pub(in super::super) partition: &'static str,
    pub(in super::super) cache: &'t regions::Cache,
}

/// A principal on one side, and the resource there.
pub(in super::super) struct Half<'h> {
    pub(in super::super) principal: &'h Principal<'h>,
    pub(in super::super) holder: Option<&'h Holder<'h>>,
}

impl<'h> Half<'h> {
    pub(super) fn resource(&self, arn: &'h str) -> Resource<'h> {
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

    pub(super) fn rules(&self, target: &Target<'h>) -> Vec<Rule<'h>> {
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
        let mut add = |policy, layer| {
            rules(policy, layer, trust, &request, &decides, &reaches, &mut out);
        };
        let mut limited = true;
        if let Identity::Role(own) = &self.principal.identity {
            for policy in &own.policies {
                add(policy, Layer::Identity);
            }
            limited = matches!(own.boundary, Some(Boundary::Known(..)));
            if let Some(Boundary::Known(_, policy)) = &own.boundary {
                add(policy, Layer::Boundary);
            }
        }
        for policy in self.holder.iter().flat_map(|holder| &holder.policies) {
            add(policy, Layer::Resource);
        }
        if !limited {
            out.push(Rule::everything(Layer::Boundary));
        }
        out
    }
}

/// The account that the ARN of a resource names.
pub(super) fn account_of_resource(arn: &str) -> &str {
    if arn.contains(':') {
        account_of(arn)
    } else {
        ""
    }
}

impl Target<'_> {
    pub(super) fn service(&self) -> Option<&'static str> {
        self.holder.map(|(_, kind)| kind.service())
    }

    /// Returns whether a key has one value for all requests of a principal on the target.
    pub(super) fn decides(&self, key: &str) -> bool {
        OF_PRINCIPAL.contains(&key)
            || (self.holder.is_some()
                && (OF_ACCOUNT.contains(&key) || key == "kms:resourcealiases"))
    }

    /// Returns whether a pattern may be about the target.
    pub(super) fn is_reached(&self, pattern: &Pattern<'_>) -> bool {
        self.holder
            .is_none_or(|(arn, kind)| may_reach(&pattern.string, arn, kind))
    }

    /// The strings within a language that `others` tell apart, of those that are resources of the
    /// target for the calls of a service. Nothing if there are too many to look at.
    pub(super) fn strings(
        &self,
        within: &Language,
        others: Vec<Language>,
        service: &'static str,
    ) -> Option<Vec<String>> {
        match self.holder {
            Some(_) => self.cache.strings(within, others, "", &|_| None),
            None => self.cache.strings(within, others, service, &|text| {
                self.other_target(text, service)
            }),
        }
    }

    /// The language of the resource that an ARN is of, if that resource has a policy.
    fn other_target(&self, text: &str, service: &str) -> Option<Language> {
        let kind = HolderKind::all()
            .into_iter()
            .find(|kind| kind.service() == service)?;
        let name = match kind {
            HolderKind::Bucket => text.split('/').next().unwrap_or(text),
            _ => text,
        };
        if !self.known.contains(&(kind, name.to_owned())) {
            return None;
        }
        Some(match name.len() < text.len() {
            true => objects_of(name),
            false => literal(name),
        })
    }
}

/// Returns whether the pattern of a resource may be about a resource with a policy.
pub(in super::super) fn may_reach(pattern: &str, arn: &str, kind: HolderKind) -> bool {
    let start = pattern.find(['*', '?', '$']).unwrap_or(pattern.len());
    let (start, wild) = (&pattern[..start], start < pattern.len());
    let whole = wild || pattern.matches(':').count() < 5;
    if let Some(rest) = start.strip_prefix(arn) {
        return rest.is_empty() || (kind == HolderKind::Bucket && rest.starts_with('/'));
    }
    whole && arn.starts_with(start)
}

/// The objects of a bucket.
pub(super) fn objects_of(arn: &str) -> Language {
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
