//! Artifact stores: one that can be imported, or a comment that one is made.

use serde_json::Value;

use super::intrinsics::Template;
use super::marks::Later;
use super::names::{literal, snake};
use super::writer::{Writer, braces};

impl Writer<'_> {
    /// Stores of regions in which actions run.
    pub(super) fn stores(&mut self, properties: &Value) -> String {
        let mut all: Vec<(Value, Value)> = Vec::new();
        if properties.get("ArtifactStore").is_some() {
            all.push((
                Value::from(self.template.region.clone()),
                properties["ArtifactStore"].clone(),
            ));
        }
        for store in self.maps(&properties["ArtifactStores"], "ArtifactStores") {
            self.others(
                &store,
                "an item of `ArtifactStores`",
                &["Region", "ArtifactStore"],
            );
            all.push((store["Region"].clone(), store["ArtifactStore"].clone()));
        }
        let mut out = self.remarks();
        for (region, store) in all {
            self.others(
                &store,
                "an artifact store",
                &["Type", "Location", "EncryptionKey"],
            );
            self.one_of(&store, "Type", &["S3"]);
            let key = &store["EncryptionKey"];
            self.others(key, "the key of an artifact store", &["Id", "Type"]);
            self.one_of(key, "Type", &["KMS"]);
            out += &self.remarks();
            match self.store(&region, &store) {
                Ok(declared) => out += &declared,
                Err(why) => {
                    out += &self.remarks();
                    out += &self.comment(&why);
                }
            }
        }
        out
    }

    /// The buckets of the template that hold artifacts.
    pub(super) fn artifact_buckets(&mut self, properties: &Value) {
        let all = properties["ArtifactStores"]
            .as_array()
            .into_iter()
            .flatten();
        let several = all.map(|store| &store["ArtifactStore"]);
        for store in std::iter::once(&properties["ArtifactStore"]).chain(several) {
            let text = self.text(&store["Location"]).unwrap_or_default();
            if let Some(Later::Resource(id, _)) = self.later(&text) {
                let name = self.taken.take("artifacts");
                self.buckets.insert(id, (name, false));
            }
        }
    }

    fn store(&mut self, region: &Value, store: &Value) -> Result<String, String> {
        let region = self
            .known(region)
            .map_err(|why| format!("a store is left out: its region is not known, {why}"))?;
        let key = &store["EncryptionKey"]["Id"];
        let text = self.text(&store["Location"]).unwrap_or_default();
        if let Some(Later::Resource(id, _)) = self.later(&text) {
            self.covered.insert(id.clone());
            let mut what = format!(
                "the template makes the artifact bucket `{id}`; pipewright makes a store of its own for {region}"
            );
            if !key.is_null() {
                what += &format!(", with a key of its own in place of `{}`", self.shown(key));
            }
            let declared = self
                .buckets
                .get(&id)
                .map(|(name, used)| (name.clone(), *used));
            return match declared {
                Some((name, true)) => {
                    Ok(self.comment(&what) + &format!("store {name} @ {};\n", literal(&region)))
                }
                _ => Err(what),
            };
        }
        let shown = self.shown(&store["Location"]);
        let made = |why: &str| {
            format!("the store of {region}, `{shown}`, is not imported, and one is made: {why}")
        };
        let bucket = self.known(&store["Location"]).map_err(|why| made(&why))?;
        let mut settings = vec![format!("bucket: {}", literal(&bucket))];
        if !key.is_null() {
            let shown = self.shown(key);
            let key = self
                .known(key)
                .map_err(|why| made(&format!("its key `{shown}` is not known, {why}")))?;
            let Template {
                partition, account, ..
            } = self.template;
            let is_id =
                key.len() == 36 && key.chars().all(|one| one.is_ascii_hexdigit() || one == '-');
            let key = if is_id {
                format!("arn:{partition}:kms:{region}:{account}:key/{key}")
            } else {
                key
            };
            if !key.contains(":key/") {
                return Err(made(&format!(
                    "its key `{key}` is an alias, and no policy can name it by that"
                )));
            }
            settings.push(format!("key: {}", literal(&key)));
        } else if self.accounts.len() > 1 {
            return Err(made(
                "it has no key of its own, so that no other account can read it",
            ));
        }
        self.marks.remark(format!(
            "whom bucket `{bucket}` and its key let in besides does not stand in the file"
        ));
        let remarks = self.remarks();
        let ident = self.taken.take(&format!("artifacts_{}", snake(&region)));
        Ok(format!(
            "{remarks}store {ident} @ {} = import {};\n",
            literal(&region),
            braces(&settings)
        ))
    }
}
