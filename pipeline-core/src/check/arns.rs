//! ARNs that a user writes: of the region and the account that AWS takes there.

use super::context::{Check, Run};
use crate::catalogue::{ArnRegion, Key, pattern, region};
use crate::codes;
use crate::model::Entry;
use crate::place::Place;

/// An ARN in the value of a key, where the catalogue says of where it has to be.
pub(super) fn in_place<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, key: &Key) {
    if key.region.is_none() && key.own_account.is_none() {
        return;
    }
    let Some(entry) = run.entry(key.name) else {
        return;
    };
    let arn = entry.value.data.text().unwrap_or_default();
    let Some((region, account)) = pattern::arn_environment(arn) else {
        return;
    };
    if let Some(wanted) = &key.region {
        of_region(cx, run, entry, wanted, region);
    }
    if let Some(why) = key.own_account {
        of_account(cx, run, entry, why, account);
    }
}

fn of_region<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    wanted: &ArnRegion,
    of: &str,
) {
    let (place, who) = if wanted.home {
        (cx.facts.home_region(), "the pipeline lives".to_owned())
    } else {
        (run.region, format!("{} runs", run.title()))
    };
    let Some(place) = place.and_then(|text| text.known()) else {
        return;
    };
    // What is no region, or known only at the run, is not compared.
    if of == place || !region::is_well_formed(of) || !region::is_well_formed(place) {
        return;
    }
    let code = if wanted.certain {
        &codes::ARN_ELSEWHERE
    } else {
        &codes::ARN_MAYBE_ELSEWHERE
    };
    cx.report(
        code,
        entry.value.at,
        format!(
            "`{}` is of region `{of}`, and {who} in `{place}`",
            entry.key.text
        ),
    )
    .help(format!("{}: name one of `{place}`", wanted.why));
}

fn of_account<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    why: &str,
    of: &str,
) {
    let Some(account) = run.account else { return };
    let Some(id) = account.id.known().filter(|id| *id != of) else {
        return;
    };
    let known = |id: &str| pattern::ACCOUNT_ID.complaint(id).is_none();
    if !known(of) || !known(id) {
        return;
    }
    let mut accounts = cx.facts.model.accounts.iter();
    let owner = accounts.find(|account| account.id.known() == Some(of));
    let place = owner.map_or("ACCOUNT", |owner| owner.name.text.as_str());
    cx.report(
        &codes::ARN_ELSEWHERE,
        entry.value.at,
        format!(
            "`{}` is of account `{of}`, and {} runs in `{}`, `{id}`",
            entry.key.text,
            run.title(),
            account.name.text
        ),
    )
    .help(format!("{why}: run the action there, `in {place}`"));
    // The account is meant, which would else be unused.
    if let Some(owner) = owner {
        cx.excuse(&owner.name.text);
    }
}

#[cfg(test)]
mod tests {
    use crate::builder::{Account, Action, Builder};
    use crate::check::testing::{assert_finds, base, finding, stage, use_account};

    fn with(action: Action) -> Builder {
        base().stage(stage("Deploy", [action]))
    }

    #[test]
    fn a_topic_is_in_the_pipelines_region() {
        let review = |region: &str, account: &str| {
            let topic = format!("arn:aws:sns:{region}:{account}:reviews");
            with(Action::new("Review", "Manual").set("notification_arn", topic))
        };
        assert_finds(&review("us-east-1", "222222222222"), &[]);
        assert_finds(
            &review("eu-west-1", "111111111111"),
            &[
                "P143 `notification_arn` is of region `eu-west-1`, and the pipeline lives in `us-east-1`",
            ],
        );
    }

    #[test]
    fn a_key_of_another_region_is_suspicious() {
        let upload = |region: &str| {
            let key = format!("arn:aws:kms:{region}:222222222222:key/0");
            let upload = Action::new("Upload", "S3Deploy").input("source");
            with(
                upload
                    .set("bucket_name", "site-files")
                    .set("extract", true)
                    .set("kms_encryption_key_arn", key)
                    .region("eu-west-1"),
            )
        };
        assert_finds(&upload("eu-west-1"), &[]);
        let elsewhere = upload("us-east-1");
        assert_finds(
            &elsewhere,
            &[
                "P144 `kms_encryption_key_arn` is of region `us-east-1`, and action `Upload` runs in `eu-west-1`",
            ],
        );
        assert_eq!(
            finding(&elsewhere).help.as_deref(),
            Some("S3 takes a key of the bucket's own region: name one of `eu-west-1`")
        );
    }

    #[test]
    fn a_connection_is_used_in_every_region() {
        let source = Action::new("Checkout", "CodeConnection")
            .output("other")
            .set(
                "connection_arn",
                "arn:aws:codeconnections:eu-west-1:222222222222:connection/0",
            )
            .set("full_repository_id", "octo/app")
            .set("branch_name", "main");
        let pipeline = Builder::new()
            .setting("name", "x")
            .account(crate::check::testing::home())
            .stage(stage("Source", [source]))
            .stage(stage(
                "Read",
                [crate::check::testing::read("Copy", "other")],
            ));
        assert_finds(&pipeline, &[]);
    }

    #[test]
    fn a_state_machine_admits_its_own_account() {
        let run = |account: &str| {
            let machine = format!("arn:aws:states:us-east-1:{account}:stateMachine:verify");
            let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
            let pipeline = with(run).account(Account::new("dev", "222222222222"));
            use_account(pipeline, "dev")
        };
        assert_finds(&run("111111111111"), &[]);
        let elsewhere = run("222222222222");
        assert_finds(
            &elsewhere,
            &[
                "P143 `state_machine_arn` is of account `222222222222`, and action `Run` runs in `tools`, `111111111111`",
            ],
        );
        assert!(
            finding(&elsewhere)
                .help
                .is_some_and(|help| help.ends_with("`in dev`"))
        );
        assert_finds(
            &run("#{Checkout.CommitId}"),
            &[
                "P429 `state_machine_arn` holds `Checkout.CommitId`, which is known only when the pipeline runs, and the role of action `Run` would be allowed `states:DescribeExecution`, `states:DescribeStateMachine` and `states:StartExecution` on `arn:aws:states:us-east-1:*:stateMachine:verify`, of whatever account",
            ],
        );
    }
}
