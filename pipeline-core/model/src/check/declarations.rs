//! Declarations: settings, home, accounts, the organization, and their names.

use super::configuration::{self, Subject};
use super::context::{Check, Sort};
use super::words;
use super::{action_types, expressions, regions, roles, stores, tags, triggers, variables};
use crate::catalogue::{declared, pattern};
use crate::codes;
use crate::model::{Account, Name};
use crate::place::Place;
use std::collections::BTreeMap;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    settings(cx);
    names(cx);
    home(cx);
    for account in &cx.facts.model.accounts {
        account_id(cx, account);
        if let Some(region) = &account.region {
            regions::region(cx, region);
        }
    }
    account_ids_once(cx);
    organization(cx);
    stores::check(cx);
    roles::check(cx);
    action_types::check(cx);
    variables::declarations(cx);
    triggers::check(cx);
}

fn settings<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let subject = Subject::pipeline(model.at);
    let known: Vec<_> = declared::SETTINGS.iter().collect();
    let meant = configuration::entries(cx, &subject, &known, &model.settings);
    if model.setting("name").is_none() && !meant.contains(&"name".to_owned()) {
        cx.report(&codes::NO_NAME, model.at, "the pipeline has no name")
            .help("say one: `name: \"NAME\";`");
    }
    if let Some(entry) = model.setting("tags") {
        tags::tags(cx, &entry.value);
    }
}

fn home<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let Some(home) = cx.facts.home else {
        cx.report(&codes::NO_HOME, model.at, "the pipeline has no home")
            .help(
                "declare the account that it lives in: `home NAME = \"ACCOUNT ID\" @ \"REGION\";`",
            );
        return;
    };
    for second in model.accounts.iter().filter(|account| account.home).skip(1) {
        cx.report(
            &codes::TWO_HOMES,
            second.name.at,
            format!(
                "the pipeline has two homes, `{}` and `{}`",
                home.name.text, second.name.text
            ),
        )
        .help(format!(
            "declare it as another account: `account {} = …;`",
            second.name.text
        ))
        .related("the first home is declared here", home.name.at);
    }
    if home.region.is_none() {
        cx.report(
            &codes::HOME_WITHOUT_REGION,
            home.name.at,
            format!("home `{}` has no region", home.name.text),
        )
        .help("say in which region the pipeline lives, after the account id: `@ \"REGION\"`");
    }
}

fn account_id<P: Place>(cx: &mut Check<'_, P>, account: &Account<P>) {
    let Some(id) = expressions::known(cx, &account.id) else {
        return;
    };
    if pattern::ACCOUNT_ID.complaint(id).is_none() {
        return;
    }
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let name = &account.name.text;
    let message = if digits == id.len() {
        format!(
            "account `{name}` has an id of {}, and account ids have 12",
            words::count(digits, "digit")
        )
    } else {
        format!("account `{name}` has the id `{id}`, and account ids are 12 digits")
    };
    let hyphenated = digits == 12
        && id
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'-' || b == b' ');
    let help = if hyphenated {
        let plain: String = id.chars().filter(char::is_ascii_digit).collect();
        Some(format!(
            "write it without hyphens and spaces: `\"{plain}\"`"
        ))
    } else {
        let short = digits == id.len() && (8..12).contains(&digits);
        short
            .then(|| format!("zeros in front belong to it: `\"{id:0>12}\"`, if they were left out"))
    };
    cx.report(&codes::ACCOUNT_ID, account.id.at, message)
        .maybe_help(help);
}

fn account_ids_once<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, &Account<P>> = BTreeMap::new();
    for account in &cx.facts.model.accounts {
        let Some(id) = account.id.known() else {
            continue;
        };
        let first = *seen.entry(id).or_insert(account);
        if std::ptr::eq(first, account) || first.name.text == account.name.text {
            continue;
        }
        cx.report(
            &codes::ACCOUNT_ID_TWICE,
            account.id.at,
            format!(
                "accounts `{}` and `{}` have the same id, `{id}`",
                first.name.text, account.name.text
            ),
        )
        .help("one account has one name; where only the region differs, say it on the stage or the action: `@ \"REGION\"`")
        .related(format!("`{}` is declared here", first.name.text), first.name.at);
    }
}

fn organization<P: Place>(cx: &mut Check<'_, P>) {
    let organizations = &cx.facts.model.organizations;
    for (index, organization) in organizations.iter().enumerate() {
        if index > 0 {
            cx.report(
                &codes::ORGANIZATION_TWICE,
                organization.at,
                "the organization is declared twice",
            )
            .help("leave one of them out")
            .related("first declared here", organizations[0].at);
            continue;
        }
        let Some(id) = expressions::known(cx, organization) else {
            continue;
        };
        if let Some(complaint) = pattern::ORGANIZATION_ID.complaint(id) {
            cx.report(
                &codes::ORGANIZATION_ID,
                organization.at,
                format!("organization id `{id}` {complaint}"),
            )
            .help(
                "`aws organizations describe-organization` shows it; it looks like `o-a1b2c3d4e5`",
            );
        }
    }
}

/// Accounts, stores, roles, projects and action types share one scope, like items in Rust.
fn names<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let mut seen = BTreeMap::new();
    for account in &model.accounts {
        name(cx, &mut seen, Sort::Account, &account.name);
    }
    for store in &model.stores {
        name(cx, &mut seen, Sort::Store, &store.name);
    }
    for role in &model.roles {
        name(cx, &mut seen, Sort::Role, &role.name);
    }
    for project in &model.projects {
        name(cx, &mut seen, Sort::Project, &project.name);
    }
    for found in &model.action_types {
        name(cx, &mut seen, Sort::ActionType, &found.name);
    }
}

fn name<'a, P: Place>(
    cx: &mut Check<'_, P>,
    seen: &mut BTreeMap<&'a str, (Sort, P)>,
    sort: Sort,
    name: &'a Name<P>,
) {
    let (first, first_at) = match seen.get(name.text.as_str()) {
        Some(found) => *found,
        None => {
            seen.insert(&name.text, (sort, name.at));
            return;
        }
    };
    let message = if first == sort {
        format!("{} `{}` is declared twice", sort.word(), name.text)
    } else {
        format!(
            "`{}` is declared twice, as {} and as {}",
            name.text,
            first.with_article(),
            sort.with_article()
        )
    };
    cx.report(&codes::DECLARED_TWICE, name.at, message)
        .help("accounts, stores, roles, projects and action types share one scope: give each its own name")
        .related("first declared here", first_at);
}
