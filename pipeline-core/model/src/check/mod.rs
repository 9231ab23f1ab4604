//! The one checker: every rule once, over a model whose places are spans or calls.
//!
//! What is not known before the pipeline is built is passed over, and one cause gives
//! one finding: what hangs on a name that nobody declared is not looked at.

mod action_types;
mod arns;
mod braces;
mod buildspecs;
mod conditions;
mod configuration;
mod context;
mod counts;
mod declarations;
mod expressions;
mod flow;
mod functions;
mod maps;
mod namespaces;
mod owners;
mod pairs;
mod placement;
mod projects;
mod records;
mod references;
mod regions;
mod roles;
mod scopes;
mod secret_names;
mod secrets;
mod statements;
mod stores;
mod structure;
mod suspicious;
mod tags;
mod targets;
mod triggers;
mod v2;
mod values;
mod variables;
mod words;

use context::{Check, Facts};

use crate::finding::Findings;
use crate::model::Model;
use crate::place::Place;

/// Everything that is wrong or suspicious in a pipeline: declarations first, then the
/// stages from top to bottom.
pub fn check<P: Place>(model: &Model<P>) -> Findings<P> {
    let facts = Facts::of(model);
    let pairs = pairs::Firsts::of(&facts);
    let namespaces = namespaces::Namespaces::of(&facts);
    let mut cx = Check::new(&facts);

    declarations::check(&mut cx);
    v2::check(&mut cx);
    structure::pipeline(&mut cx);
    for (index, stage) in model.stages.iter().enumerate() {
        cx.enter(facts.stage_sections[index]);
        structure::stage(&mut cx, index, stage);
        references::stage(&mut cx, stage);
        placement::stage(&mut cx, index, stage);
        conditions::stage(&mut cx, index, stage, &namespaces);
        for run in facts.runs_of(index) {
            cx.enter(run.section);
            structure::action(&mut cx, run);
            references::action(&mut cx, run);
            placement::action(&mut cx, run);
            regions::of_kind(&mut cx, run);
            flow::action(&mut cx, run);
            counts::action(&mut cx, run);
            configuration::action(&mut cx, run);
            action_types::required(&mut cx, run);
            scopes::of_role(&mut cx, run);
            pairs::action(&mut cx, run, &pairs);
            variables::action(&mut cx, run, &namespaces);
        }
    }
    secrets::literals(&mut cx);
    suspicious::check(&mut cx);
    cx.findings()
}
