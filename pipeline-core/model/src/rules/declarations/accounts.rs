//! Home, accounts, and the organization that they are in.

use crate::catalogue::{pattern, region};
use crate::code::code;
use crate::model::{Account, TextExpr};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::remedy;
use crate::rules::values::known;
use crate::rules::words;
use std::collections::BTreeMap;

/// Checks that there is one home, and that it has a region.
pub(crate) fn home<P: Place>(cx: &mut Check<'_, P>) {
    let Some(home) = cx.index.home else {
        return no_home(cx);
    };
    two_homes(cx, home);
    home_without_region(cx, home);
}

code! {
    NO_HOME = "P103" Error "the pipeline has no home",
    why: "A pipeline lives in one account and one region: its service role, its artifact stores and its keys belong to that account, and whatever says no account of its own runs there.",
    example: "name: \"sample-lambda\";\naccount prod = \"444444444444\";",
    fix: "Declare the account that the pipeline lives in: `home tools = \"111111111111\" @ \"us-east-1\";`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Part,
}

fn no_home<P: Place>(cx: &mut Check<'_, P>) {
    cx.report(&NO_HOME, cx.index.model.at, "the pipeline has no home")
        .help("declare the account that it lives in: `home NAME = \"ACCOUNT ID\" @ \"REGION\";`");
}

code! {
    TWO_HOMES = "P104" Error "the pipeline has two homes",
    why: "A pipeline lives in exactly one account and region. With two, it would not be known which of them owns the artifact stores and starts the actions.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\nhome build = \"222222222222\" @ \"us-east-1\";",
    fix: "Declare the other one with `account`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
}

fn two_homes<P: Place>(cx: &mut Check<'_, P>, home: &Account<P>) {
    let homes = cx.index.model.accounts.iter();
    for second in homes.filter(|account| account.home).skip(1) {
        let (first_name, name) = (&home.name.text, &second.name.text);
        // One account that is declared twice is reported as such.
        if first_name == name {
            continue;
        }
        cx.report(
            &TWO_HOMES,
            second.name.at,
            format!("the pipeline has two homes, `{first_name}` and `{name}`"),
        )
        .help(format!(
            "declare it as another account: `account {name} = …;`"
        ))
        .related("the first home is declared here", home.name.at);
    }
}

code! {
    HOME_WITHOUT_REGION = "P105" Error "home has no region",
    why: "The region of home is where the pipeline itself is deployed, and the default of every account that names none. There is no default for it.",
    example: "home tools = \"111111111111\";",
    fix: "Say it after the account id: `home tools = \"111111111111\" @ \"us-east-1\";`.",
    source: "",
    lacking: Part,
}

fn home_without_region<P: Place>(cx: &mut Check<'_, P>, home: &Account<P>) {
    // A region in the place of the id is one mistake, which is reported there.
    let misplaced = home.id.known().is_some_and(region::is_well_formed);
    if home.region.is_none() && !misplaced {
        cx.report(
            &HOME_WITHOUT_REGION,
            home.name.at,
            format!("home `{}` has no region", home.name.text),
        )
        .help("say in which region the pipeline lives, after the account id: `@ \"REGION\"`");
    }
}

code! {
    ACCOUNT_ID = "P107" Error "an account id is malformed",
    why: "An AWS account id is twelve digits, leading zeros among them, and not zeros alone. A wrong one would be written into bucket, key and trust policies, and the first deploy would fail with `Invalid principal in policy`.",
    example: "account prod = \"4444-4444-4444\";",
    fix: "Write the twelve digits as a text: `account prod = \"444444444444\";`.",
    source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
}

pub(crate) fn account_id<P: Place>(cx: &mut Check<'_, P>, account: &Account<P>) {
    let Some(id) = known::string(cx, &account.id) else {
        return;
    };
    if pattern::ACCOUNT_ID.complaint(id).is_none() {
        return;
    }
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let name = &account.name.text;
    let message = if digits == 12 && digits == id.len() {
        format!("account `{name}` has the id `{id}`, which AWS gives to no account")
    } else if digits == id.len() {
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
    let help = if digits == 12 && digits == id.len() {
        Some("`aws sts get-caller-identity` shows the id of an account".to_owned())
    } else if region::is_well_formed(id) {
        Some(format!(
            "a region stands behind the id: `\"ACCOUNT ID\" @ \"{id}\"`"
        ))
    } else if hyphenated {
        let plain: String = id.chars().filter(char::is_ascii_digit).collect();
        Some(format!(
            "write it without hyphens and spaces: `\"{plain}\"`"
        ))
    } else {
        let short = digits == id.len() && (8..12).contains(&digits);
        short
            .then(|| format!("zeros in front belong to it: `\"{id:0>12}\"`, if they were left out"))
    };
    let later = remedy::resolved_later(cx, id).map(str::to_owned);
    cx.report(&ACCOUNT_ID, account.id.at, message)
        .maybe_help(later.or(help));
}

code! {
    ACCOUNT_ID_TWICE = "P108" Error "two accounts have the same id",
    why: "Two names for one account hide from a reader, and from the checks, that actions under both names run in the same place. Most often one id has been copied and not changed.",
    example: "account test = \"333333333333\";\naccount prod = \"333333333333\";",
    fix: "Correct the id, or use one name. Where only the region differs, say it where it differs: `stage Deploy in prod @ \"eu-west-1\" { … }`.",
    source: "",
}

pub(crate) fn account_ids_once<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, &Account<P>> = BTreeMap::new();
    for account in &cx.index.model.accounts {
        let Some(id) = account.id.known() else {
            continue;
        };
        let first = *seen.entry(id).or_insert(account);
        if std::ptr::eq(first, account) || first.name.text == account.name.text {
            continue;
        }
        cx.report(
            &ACCOUNT_ID_TWICE,
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

code! {
    ORGANIZATION_TWICE = "P110" Error "the organization is declared twice",
    why: "An account belongs to one organization at most, and the accounts of a pipeline are admitted through one: the roles of the other one's accounts would be denied at the first run.",
    example: "organization \"o-a1b2c3d4e5\";\norganization \"o-f6g7h8i9j0\";",
    fix: "Keep one. Where the accounts belong to different organizations, declare none: they are then admitted one by one.",
    source: "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html",
}

/// Checks that at most one organization is declared, with an id of the right form.
pub(crate) fn organization<P: Place>(cx: &mut Check<'_, P>) {
    let [first, others @ ..] = cx.index.model.organizations.as_slice() else {
        return;
    };
    organization_id(cx, first);
    for other in others {
        cx.report(
            &ORGANIZATION_TWICE,
            other.at,
            "the organization is declared twice",
        )
        .help("leave one of them out")
        .related("first declared here", first.at);
    }
}

code! {
    ORGANIZATION_ID = "P109" Error "an organization's id is malformed",
    why: "The id goes into the bucket and key policies as `aws:PrincipalOrgID`. With a wrong one these policies admit nobody, and the first run fails with access denied.",
    example: "organization \"my-company\";",
    fix: "Write the id that `aws organizations describe-organization` shows: `organization \"o-a1b2c3d4e5\";`.",
    source: "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html",
}

fn organization_id<P: Place>(cx: &mut Check<'_, P>, organization: &TextExpr<P>) {
    let Some(id) = known::string(cx, organization) else {
        return;
    };
    if let Some(complaint) = pattern::ORGANIZATION_ID.complaint(id) {
        let help = remedy::resolved_later(cx, id).unwrap_or(
            "`aws organizations describe-organization` shows it; it looks like `o-a1b2c3d4e5`",
        );
        cx.report(
            &ORGANIZATION_ID,
            organization.at,
            format!("organization id `{id}` {complaint}"),
        )
        .help(help);
    }
}
