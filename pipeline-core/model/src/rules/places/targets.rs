//! Targets of a stack set: accounts, or the root and units of an organization.
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudformation-stackset-deploymenttargets.html>

use crate::catalogue::pattern;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    WRONG_TARGET = "P432" Error "a target that a stack set does not go to",
    why: "With the permission model `SELF_MANAGED`, which is the default, a stack set goes to accounts; with `SERVICE_MANAGED`, to an organization's root or to units of it. AWS would take accounts beside units only together with an `AccountFilterType`, which CodePipeline has no key for. With other targets the action fails at its first run.",
    example: "Baseline: CloudFormationStackSet(source) {\n    stack_set_name: \"baseline\",\n    template_path: source / \"baseline.yml\",\n    deployment_targets: [\"ou-abcd-11111111\"],\n    regions: [\"eu-west-1\"],\n};",
    fix: "Write `permission_model: SERVICE_MANAGED` for units, or name the accounts: `deployment_targets: [\"222222222222\"]`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html",
    lacking: Part,
}

/// Checks the targets of a stack set, as far as they are known: those of the permission model,
/// where the action has one, and of one kind, where the stack set is another action's.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(keys) = run.kind.and_then(|kind| kind.stack_set_targets.as_ref()) else {
        return;
    };
    let Some((key, entry)) = run.keys().find(|(key, _)| key.name == keys.targets) else {
        return;
    };
    // Where AWS takes no notice of them, that is the finding.
    if let Some(ignored) = &key.ignored
        && run.holds(ignored) != Some(false)
    {
        return;
    }
    let items = entry.value.data.as_list().unwrap_or_default();
    let targets: Vec<Target<'_, P>> = items
        .iter()
        .filter_map(|item| Target::of(item.data.text()?, item.at))
        .collect();
    let Some(model) = keys.permission_model else {
        return mixed(cx, run, &targets);
    };
    match run.constant(model).as_deref() {
        Some("") => self_managed(cx, run, "without `permission_model`", &targets),
        Some("SELF_MANAGED") => {
            self_managed(cx, run, "with `permission_model: SELF_MANAGED`", &targets);
        }
        Some("SERVICE_MANAGED") => service_managed(cx, run, &targets),
        _ => {}
    }
}

/// Units in a stack set that goes to accounts.
fn self_managed<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    because: &str,
    targets: &[Target<'_, P>],
) {
    let Some(target) = targets.iter().find(|target| !target.is_account()) else {
        return;
    };
    let message = format!(
        "{target} is a target of {}, and {because} a stack set goes to accounts only",
        run.title()
    );
    cx.report(&WRONG_TARGET, target.at, message)
        .help("write `permission_model: SERVICE_MANAGED`, or name the accounts instead");
}

/// Accounts in a stack set that goes to units.
fn service_managed<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, targets: &[Target<'_, P>]) {
    let Some(target) = targets.iter().find(|target| target.is_account()) else {
        return;
    };
    let message = format!(
        "{target} is a target of {}, and with `permission_model: SERVICE_MANAGED` a stack set goes to an organization's root or units only",
        run.title()
    );
    cx.report(&WRONG_TARGET, target.at, message).help(
        "name the unit that the account is in, `\"ou-…\"`; or write `permission_model: SELF_MANAGED`, and create the roles yourself",
    );
}

/// Accounts beside units.
fn mixed<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, targets: &[Target<'_, P>]) {
    let Some(first) = targets.first() else {
        return;
    };
    let differs = |target: &&Target<'_, P>| target.is_account() != first.is_account();
    let Some(other) = targets.iter().find(differs) else {
        return;
    };
    let message = format!(
        "{other} is a target of {} beside {first}, and a stack set goes to accounts, or to an organization's root or units",
        run.title(),
    );
    cx.report(&WRONG_TARGET, other.at, message)
        .help("name those that the stack set's permission model takes: accounts for `SELF_MANAGED`, units for `SERVICE_MANAGED`")
        .related(format!("`{}` is here", first.id), first.at);
}

/// A target whose kind is known.
struct Target<'a, P> {
    kind: TargetKind,
    id: &'a str,
    at: P,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TargetKind {
    Account,
    Unit,
    Root,
}

impl<'a, P> Target<'a, P> {
    /// Nothing for what is known at the run only, or is no target, which is a finding of its own.
    fn of(id: &'a str, at: P) -> Option<Self> {
        let kind = if id.contains("#{") || id.contains("{{") {
            return None;
        } else if pattern::ACCOUNT_ID.complaint(id).is_none() {
            TargetKind::Account
        } else if id.starts_with("ou-") {
            TargetKind::Unit
        } else if id.starts_with("r-") {
            TargetKind::Root
        } else {
            return None;
        };
        Some(Target { kind, id, at })
    }

    fn is_account(&self) -> bool {
        self.kind == TargetKind::Account
    }
}

impl<P> std::fmt::Display for Target<'_, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            TargetKind::Account => "account",
            TargetKind::Unit => "unit",
            TargetKind::Root => "root",
        };
        write!(f, "{kind} `{}`", self.id)
    }
}
