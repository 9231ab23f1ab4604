//! Things by their names, `pipeline.arn` or `Deploy.Prepare.role`: each is there, and has what is
//! named of it.

use crate::code::code;
use crate::model::{Attribute, Reference, Thing, Unnamed};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;
use crate::similar;

code! {
    UNKNOWN_THING = "P480" Error "nothing of the pipeline has this name",
    why: "An output or an override names something that is made for the pipeline: `pipeline`, a declared role, project, store or resource, or a part of one, such as `pipeline.role`, `package.role`, `cache.key` or `Deploy.Prepare.role`, the role of action `Prepare` of stage `Deploy`. Nothing has this name.",
    example: "output DeployRole = Deploy.Prepar.role;",
    fix: "Correct the name. Declarations and stages may stand behind it.",
    source: "",
    lacking: Named,
}

code! {
    UNKNOWN_ATTRIBUTE = "P481" Error "a thing has no such part or attribute",
    why: "Behind the name of a thing stands a part of it, `role`, `bucket` or `key`, or an attribute: `arn`, `name`, `id` or `version`. Not every thing has all of them.",
    example: "output Version = package.version;",
    fix: "Take one of those that the message names.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-pipeline.html",
}

/// The thing that a reference names, with its attribute. Where there is none, that is reported.
pub(crate) fn named<'a, P: Place>(
    cx: &mut Check<'a, P>,
    reference: &'a Reference<P>,
) -> Option<(Thing<'a, P>, Option<Attribute>)> {
    match cx.index.model.thing(reference) {
        Ok(found) => Some(found),
        Err(unnamed) => {
            report(cx, unnamed);
            None
        }
    }
}

pub(crate) fn report<P: Place>(cx: &mut Check<'_, P>, unnamed: Unnamed<'_, P>) {
    match unnamed {
        Unnamed::Nothing(name, _) if cx.index.parameters.contains_key(name.text.as_str()) => {
            let at = cx.index.parameters[name.text.as_str()].name.at;
            let message = format!("`{}` is a parameter, which is not made", name.text);
            cx.report(&UNKNOWN_THING, name.at, message)
                .help(format!("a text holds its value: `\"{{{}}}\"`", name.text))
                .related("it is declared here", at);
        }
        Unnamed::Nothing(name, all) => {
            let message = format!("nothing here is named `{}`", name.text);
            let close = similar::closest(&name.text, all.iter().copied());
            if let Some(close) = close {
                cx.mark_meant(close);
            }
            let help = match close {
                Some(close) => format!("did you mean `{close}`?"),
                None if all.len() <= 12 => format!("it can be {}", words::choice(&all)),
                None => "name a role, a project, a store or `STAGE.ACTION.role`".to_owned(),
            };
            cx.report(&UNKNOWN_THING, name.at, message).help(help);
        }
        Unnamed::NoPart(name, all) => {
            let message = format!("it has no `{}`", name.text);
            let close = similar::closest(&name.text, all.iter().copied());
            let help = match (close, all.is_empty()) {
                (Some(close), _) => format!("did you mean `{close}`?"),
                (None, true) => "nothing stands behind an attribute: leave it out".to_owned(),
                (None, false) => format!("it has {}", words::list(&all)),
            };
            cx.report(&UNKNOWN_ATTRIBUTE, name.at, message).help(help);
        }
        Unnamed::Account(name, account) => {
            let message = format!("`{}` is an account, which is not made", name.text);
            cx.report(&UNKNOWN_THING, name.at, message)
                .help("an account's id is known: write it as a text")
                .related("it is declared here", account.name.at);
        }
        Unnamed::NoAction(name, stage) => {
            let message = format!("`{}` is a stage, and no resource of its own", name.text);
            let action = stage.actions().next().map(|it| it.name.text.as_str());
            let action = action.unwrap_or("ACTION");
            cx.report(&UNKNOWN_THING, name.at, message).help(format!(
                "the role of one of its actions is `{}.{}.role`",
                words::title(&name.text),
                words::title(action)
            ));
        }
        Unnamed::OnlyAction(stage, name) => {
            let message = format!("`{}` is an action, and no resource of its own", name.text);
            cx.report(&UNKNOWN_THING, name.at, message).help(format!(
                "its role is `{}.{}.role`",
                words::title(&stage.name.text),
                words::title(&name.text)
            ));
        }
    }
}
