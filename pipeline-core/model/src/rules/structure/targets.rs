//! Actions that start together and change the same thing.

use crate::catalogue::{Needed, Target};
use crate::code::{Code, code};
use crate::model::{Entry, TextExpr};
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Run};
use crate::rules::flow::change_sets::Prepared;

/// Reports each thing that several actions of a stage change at the same time: once, at the second
/// action.
///
/// Where one of them makes what the other needs before it, that is told in place of this.
pub(crate) fn stage<P: Place>(
    cx: &mut Check<'_, P>,
    stage: &IndexedStage<'_, P>,
    prepared: &Prepared<'_, P>,
) {
    let changes: Vec<Change<'_, '_, P>> = stage.runs.iter().flat_map(changes).collect();
    for (index, second) in changes.iter().enumerate() {
        let before: Vec<_> = changes
            .iter()
            .take(index)
            .filter(|it| it.meets(second) && !prepared.comes_too_late(it.run, second.run))
            .collect();
        let met = before
            .iter()
            .enumerate()
            .any(|(place, one)| before.iter().take(place).any(|other| other.meets(one)));
        if let (Some(first), false) = (before.first(), met) {
            let others = changes.iter().skip(index + 1);
            let others: Vec<_> = others
                .filter(|it| it.meets(second) && !prepared.comes_too_late(it.run, second.run))
                .collect();
            cx.enter(second.run.section);
            both(cx, first, second, &others);
        }
    }
    cx.enter(stage.section);
}

/// An action, and a thing that it changes.
struct Change<'r, 'a, P> {
    run: &'r Run<'a, P>,
    target: &'static Target,
    /// The entries of the keys that name the thing, in the order of the target's keys.
    entries: Vec<Option<&'a Entry<P>>>,
}

/// The things that an action surely changes.
fn changes<'r, 'a, P: Place>(
    run: &'r Run<'a, P>,
) -> impl Iterator<Item = Change<'r, 'a, P>> + use<'r, 'a, P> {
    let targets = run.kind.map_or(&[][..], |kind| kind.targets);
    targets
        .iter()
        .filter(|target| {
            target
                .only
                .as_ref()
                .is_none_or(|only| run.holds(only) == Some(true))
        })
        .map(|target| Change {
            run,
            target,
            entries: target.keys.iter().map(|key| run.entry(key)).collect(),
        })
        .filter(Change::is_named)
}

impl<P: Place> Change<'_, '_, P> {
    /// Returns whether the thing has a name. A required key that is missing is a finding of its own.
    fn is_named(&self) -> bool {
        let required = |key: &str| {
            let keys = self.run.kind.into_iter().flat_map(|kind| kind.keys);
            let mut keys = keys.filter(|known| known.name == key);
            keys.any(|known| matches!(known.needed, Needed::Always | Needed::When(_)))
        };
        let mut named = self.target.keys.iter().zip(&self.entries);
        self.entries.iter().any(Option::is_some)
            && named.all(|(key, entry)| entry.is_some() || !required(key))
    }

    /// Returns whether another action changes the same thing at the same time.
    fn meets(&self, other: &Self) -> bool {
        let mut entries = self.entries.iter().zip(&other.entries);
        self.target.noun == other.target.noun
            && self.target.keys == other.target.keys
            && !(self.target.prepares && other.target.prepares)
            && self.run.beside(other.run)
            && same_place(self.run, other.run)
            && entries.all(|(one, other)| match (one, other) {
                (Some(one), Some(other)) => one.value.is_same(&other.value),
                (None, None) => true,
                _ => false,
            })
    }

    /// `` stack `shop` ``, in the words of the keys that are written.
    fn title(&self) -> String {
        let names: Vec<String> = self
            .entries
            .iter()
            .flatten()
            .filter_map(|entry| entry.value.data.scalar())
            .collect();
        format!("{} `{}`", self.target.noun, names.join("`, `"))
    }
}

/// Returns whether two actions surely run in one account and region.
fn same_place<P>(one: &Run<'_, P>, other: &Run<'_, P>) -> bool {
    let same_region = |one: &TextExpr<P>, other: &TextExpr<P>| {
        std::ptr::eq(one, other) || one.known().is_some() && one.known() == other.known()
    };
    let accounts = one.account.zip(other.account);
    let regions = one.region.zip(other.region);
    accounts.is_some_and(|(one, other)| one.name.text == other.name.text)
        && regions.is_some_and(|(one, other)| same_region(one, other))
}

code! {
    CHANGED_TOGETHER = "P433" Error "two actions change one thing at the same time",
    why: "Actions of a `parallel` block, or of the same `run_order`, start together. Where both change one stack, one deployment group or one environment, the service refuses the second: the first run fails. Most often a `for` does not use its variable in the name.",
    example: "parallel {\n    for app in [\"shop\", \"blog\"] {\n        \"Update-{app}\": CloudFormation(source) { action_mode: CREATE_UPDATE, stack_name: \"app\", … };\n    }\n}",
    fix: "Give each a name of its own, `stack_name: \"{app}\"`; or let one follow the other.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

code! {
    MAYBE_CHANGED_TOGETHER = "P434" Warning "two actions work on one thing at the same time",
    why: "Actions of a `parallel` block, or of the same `run_order`, start together. Where both update one service, function or stack set, or write one object, AWS may refuse the second, or what one of them does is lost. Most often a `for` does not use its variable in the name.",
    example: "parallel {\n    One: Ecs(images) { cluster_name: \"shop\", service_name: \"web\" };\n    Two: Ecs(others) { cluster_name: \"shop\", service_name: \"web\" };\n}",
    fix: "Give each a name of its own, or let one follow the other.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

fn both<P: Place>(
    cx: &mut Check<'_, P>,
    first: &Change<'_, '_, P>,
    second: &Change<'_, '_, P>,
    others: &[&Change<'_, '_, P>],
) {
    let target = second.target;
    let code: &'static Code = if target.refused {
        &CHANGED_TOGETHER
    } else {
        &MAYBE_CHANGED_TOGETHER
    };
    let at = |change: &Change<'_, '_, P>| {
        let named = change.entries.iter().flatten().next_back();
        named.map_or(change.run.action.name.at, |entry| entry.value.at)
    };
    let finding = cx.report(
        code,
        at(second),
        format!(
            "`{}` and `{}` change {} at the same time: {}",
            first.run.name(),
            second.run.name(),
            second.title(),
            target.why
        ),
    );
    finding
        .help(format!(
            "name another one, or let `{}` follow `{}`",
            second.run.name(),
            first.run.name()
        ))
        .related(format!("`{}` changes it here", first.run.name()), at(first));
    for other in others {
        finding.related(format!("so does `{}`", other.run.name()), at(other));
    }
}
