//! Artifacts between two actions: whether they are there, and can be read there.

use crate::catalogue;
use crate::code::code;
use crate::model::{Name, Origin, Store};
use crate::place::Place;
use crate::rules::context::{Check, Made, Run};
use crate::rules::words;

code! {
    BETWEEN_ACCOUNTS = "P208" Error "an artifact would pass between two foreign accounts in an imported store",
    why: "An action can read what was made in the pipeline's account, or earlier in its own account. What one foreign account made, another one can read only if the bucket owns it: the policy of a bucket does not hold for objects that their writer owns, and the run fails with access denied. Buckets that pipewright makes own their objects. Of an imported one, its settings decide.",
    example: "store main @ \"us-east-1\" = import { bucket: \"artifacts\", key: \"arn:aws:kms:…\" };\n…\nlet built = Convert: Lambda(source) in test { … };\nDeploy: S3Deploy(built) in prod { … };",
    fix: "If the bucket owns what others write, say so: `object_ownership: BucketOwnerEnforced`. If not, make the artifact in home, or put an action in home in between that reads it and makes a new one.",
    source: "https://github.com/awslabs/aws-deployment-framework/issues/447",
}

code! {
    BETWEEN_ACCOUNTS_OWNED = "P237" Warning "an artifact passes between two foreign accounts",
    why: "AWS documents that an action reads what was made in the pipeline's account, or earlier in its own account, and says nothing of artifacts between two others. Such pipelines work where the bucket owns all objects, `BucketOwnerEnforced`, as the buckets that pipewright makes do.",
    example: "let built = Convert: Lambda(source) in test { … };\nDeploy: S3Deploy(built) in prod { … };",
    fix: "Leave it if the first run shows that it works. To be sure, make the artifact in home, or put an action in home in between that reads it and makes a new one.",
    source: "https://github.com/awslabs/aws-deployment-framework/pull/448",
}

/// An artifact passes between home and an account, or within one account.
pub(crate) fn between_accounts<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let (Some(reads), Some(makes)) = (run.foreign_account(), maker.foreign_account()) else {
        return;
    };
    // That it can be made there at all is a finding of its own.
    let makes_it = maker.kind.is_none_or(|kind| kind.foreign_outputs);
    if reads.name.text == makes.name.text || !makes_it {
        return;
    }
    let home = cx.index.home.map_or("home", |home| home.name.text.as_str());
    let (name, reader) = (&input.text, run.name());
    let (makes, reads) = (&makes.name.text, &reads.name.text);
    let in_between = format!(
        "an action in home in between, `{home}`, can read it and make a new artifact for `{reader}`"
    );
    let store = store_of(cx, maker).filter(|store| owned_by_writers(store));
    let (code, message, help) = match store {
        Some(store) => (
            &BETWEEN_ACCOUNTS,
            format!(
                "artifact `{name}` cannot pass from account `{makes}` to account `{reads}` unless the bucket of store `{}` owns it",
                store.name.text
            ),
            format!(
                "if it does, say so in the store, `object_ownership: BucketOwnerEnforced`; or else {in_between}"
            ),
        ),
        None => (
            &BETWEEN_ACCOUNTS_OWNED,
            format!(
                "artifact `{name}` passes from account `{makes}` to account `{reads}`, which AWS does not document, and which works where the bucket owns it"
            ),
            format!("leave it if the first run shows that it works; or else {in_between}"),
        ),
    };
    let made_here = format!("`{name}` is made here, in `{makes}`");
    let finding = cx.report(code, input.at, message);
    finding.help(help).related(made_here, made.name.at);
    if let Some(store) = store {
        finding.related("the store is imported here", store.name.at);
    }
}

/// The declared store that an action writes into: the one that it names, or that of its region.
fn store_of<'a, P: Place>(cx: &Check<'a, P>, run: &Run<'_, P>) -> Option<&'a Store<P>> {
    if let Some(name) = &run.action.store {
        return cx.index.stores.get(name.text.as_str()).copied();
    }
    let region = run.region?.known()?;
    let model = cx.index.model;
    let of_region = |store: &&Store<P>| {
        let environment = model.region_of(&store.environment);
        environment.and_then(|found| found.known()) == Some(region)
    };
    model.stores.iter().find(of_region)
}

/// Returns whether what others write into a store may stay theirs, so that the bucket's policy
/// does not hold for it. CodePipeline hands objects over to the bucket's owner where the bucket
/// asks for that.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>
fn owned_by_writers<P>(store: &Store<P>) -> bool {
    let Origin::Imported(settings) = &store.origin else {
        return false;
    };
    let ownership = settings
        .iter()
        .find(|entry| entry.key.text == "object_ownership");
    ownership.is_none_or(|entry| entry.value.data.constant() == Some("ObjectWriter"))
}

code! {
    HANDOFF = "P213" Error "an artifact that the action cannot read",
    why: "With `CODEBUILD_CLONE_REF` the artifact is not a ZIP of the files but a reference to the commit, which CodeBuild alone can follow. Other actions fail at their first run.",
    example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nDeploy: S3Deploy(source) { … };",
    fix: "Leave the format out (`CODE_ZIP`), or let a CodeBuild action read it and make an artifact.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
}

/// Some artifacts only some kinds can read.
pub(crate) fn readable<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let Some((handoff, reader)) = maker
        .kind
        .and_then(|kind| kind.handoff.as_ref())
        .zip(run.kind)
    else {
        return;
    };
    if maker.holds(&handoff.when) != Some(true) {
        return;
    }
    let readable = handoff.readers.contains(&reader.name);
    if readable && !handoff.shared {
        within_account(cx, run, input, made, maker);
    }
    if readable {
        return;
    }
    let why = match &handoff.when {
        catalogue::Condition::Is(key, _) => maker.constant(key).unwrap_or_default(),
        _ => String::new(),
    };
    cx.report(
        &HANDOFF,
        input.at,
        format!(
            "`{}` is a `{why}`, which {} action cannot read",
            input.text,
            words::with_article(reader.name)
        ),
    )
    .help(format!("only {} can", words::list(handoff.readers)))
    .related(format!("`{}` is made here", input.text), made.name.at);
}

code! {
    HANDOFF_ACROSS = "P215" Error "a clone that another account could not make",
    why: "With `CODEBUILD_CLONE_REF` the artifact is a reference, and the build clones the repository itself, with its project's role. A CodeCommit repository has no policy of its own, so that it admits roles of its own account only: a project of another account is denied `codecommit:GitPull` at the first run.",
    example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nTest: CodeBuildTest(source) in prod { project_name: tests };",
    fix: "Leave the format out (`CODE_ZIP`): the store admits other accounts. Or let the build run in the repository's account.",
    source: "https://docs.aws.amazon.com/codecommit/latest/userguide/cross-account.html",
}

/// A repository that an artifact refers to admits roles of its own account only.
fn within_account<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let (Some(of), Some(reads)) = (maker.account, run.account) else {
        return;
    };
    // Between two foreign accounts nothing passes, which has been reported.
    if of.name.text == reads.name.text || !of.home && !reads.home {
        return;
    }
    let maker_kind = maker.kind_name();
    cx.report(
        &HANDOFF_ACROSS,
        input.at,
        format!(
            "`{}` refers to a `{maker_kind}` repository of account `{}`, which {} in account `{}` cannot clone",
            input.text,
            of.name.text,
            run.title(),
            reads.name.text
        ),
    )
    .help(format!(
        "let `{}` upload the files, without `output_artifact_format`, or build in `{}`",
        maker.name(),
        of.name.text
    ))
    .related(format!("`{}` is made here", input.text), made.name.at);
}
