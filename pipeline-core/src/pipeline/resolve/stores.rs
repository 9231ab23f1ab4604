//! Stores in the resources of statements.

use super::declared;
use super::entries::{Entries, is_one_value, scalar};
use super::unresolved::{Resolved, Unresolved, known};
use crate::catalogue::region;
use crate::model::{Data, Model, Value};
use crate::pipeline::list_token;
use crate::place::Location;
use crate::plan::Names;

/// The resources of a statement. A store stands for its bucket and all objects in it, and
/// `STORE / "PATTERN"` for the objects whose keys fit.
pub(super) fn resources(model: &Model<Location>, value: &Value<Location>) -> Resolved<Vec<String>> {
    if is_one_value(value) {
        return Ok(vec![list_token(&scalar(value)?)]);
    }
    let mut arns = Vec::new();
    for item in value.items() {
        match &item.data {
            Data::Word(store) => {
                let bucket = bucket(model, store, item.at)?;
                arns.push(format!("{bucket}/*"));
                arns.push(bucket);
            }
            Data::File { artifact, path } => {
                let bucket = bucket(model, &artifact.text, artifact.at)?;
                arns.push(format!("{bucket}/{}", known(path)?));
            }
            _ => arns.push(scalar(item)?),
        }
    }
    Ok(arns)
}

/// The ARN of a store's bucket.
fn bucket(model: &Model<Location>, store: &str, at: Location) -> Resolved<String> {
    let lacks = |what: &str| Unresolved::new(at, what);
    let declared = model.store(store);
    let declared = declared.ok_or_else(|| lacks("this is no store"))?;
    let store = declared::store(model, declared)?;
    let home = model.home().ok_or_else(|| lacks("no account is home"))?;
    let home_region = model.home_region();
    let home_region = known(home_region.ok_or_else(|| lacks("home has no region"))?)?;
    let pipeline = Entries::new(&model.settings, model.at).required("name")?;
    let names = Names::new(&pipeline, known(&home.id)?, home_region);
    let partition = region::partition(home_region).map_or("aws", |found| found.name);
    Ok(format!("arn:{partition}:s3:::{}", names.of_store(&store)))
}
