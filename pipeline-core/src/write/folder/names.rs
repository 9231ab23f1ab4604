//! The names of the files that we write, and by what such a file is told from one of others.

use std::path::Path;

use crate::write::{ASSETS, TEMPLATE};

/// The form of a file that we write.
struct Form {
    /// The whole name, or its end behind a stack's name.
    name: &'static str,
    /// Returns whether the name is the end of one.
    behind_a_stack: bool,
    /// A text that each such file has. What others write under the name hardly has it.
    mark: &'static str,
}

const FORMS: [Form; 9] = [
    fixed("manifest.json", "\"assumeRoleArn\": \"arn:aws"),
    fixed("deploy.sh", "PIPEWRIGHT_PROFILE_"),
    fixed("access.json", "\"pipelines\": ["),
    fixed("sources.json", "template.json\": {"),
    fixed("pipeline.json", crate::write::PIPELINE_FORMAT),
    fixed("report.html", crate::write::PAGE_MARK),
    fixed("REPORT.md", crate::write::REPORT_TITLE),
    stacks(TEMPLATE, "\"pipewright:"),
    stacks(ASSETS, "\"displayName\": \"Template of "),
];

/// The files by which a folder is deployed. While the others change, they are not there.
pub(super) const ENTRY_POINTS: [&str; 2] = ["deploy.sh", "manifest.json"];

const fn fixed(name: &'static str, mark: &'static str) -> Form {
    Form {
        name,
        behind_a_stack: false,
        mark,
    }
}

const fn stacks(name: &'static str, mark: &'static str) -> Form {
    Form {
        name,
        behind_a_stack: true,
        mark,
    }
}

impl Form {
    fn has(&self, name: &str) -> bool {
        if !self.behind_a_stack {
            return name == self.name;
        }
        let in_a_stack = |c: char| c.is_ascii_alphanumeric() || c == '-';
        name.strip_suffix(self.name)
            .is_some_and(|stack| !stack.is_empty() && stack.chars().all(in_a_stack))
    }
}

fn form(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.has(name))
}

/// Returns whether we could write a file of this name.
pub(super) fn has_our_form(name: &str) -> bool {
    form(name).is_some()
}

/// Returns whether the name is that of a stack's file.
pub(super) fn is_of_a_stack(name: &str) -> bool {
    form(name).is_some_and(|form| form.behind_a_stack)
}

/// Returns whether a file looks like one that we wrote under its name. There is nothing to
/// lose in an empty one.
pub(super) fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(form) = name.and_then(form) else {
        return false;
    };
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return false;
    }
    std::fs::read(path).is_ok_and(|bytes| {
        let mark = form.mark.as_bytes();
        bytes.is_empty() || bytes.windows(mark.len()).any(|found| found == mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Account, Action, Stage};
    use crate::pipeline::Pipeline;

    /// A pipeline whose template is too large to be sent directly.
    fn large() -> Pipeline {
        let upload = Action::new("Upload", "S3Source")
            .output("pages")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "site.zip");
        let copies = (0..40).map(|number| {
            Action::new(format!("Copy{number}"), "S3Deploy")
                .input("pages")
                .set("bucket_name", "www.example.com")
                .set("extract", true)
        });
        let copies: Vec<Action> = copies.collect();
        Pipeline::builder("site")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(Stage::new("Source").action(upload))
            .stage(Stage::new("Publish").parallel(copies))
            .build()
            .unwrap()
    }

    #[test]
    fn every_file_that_we_write_is_ours() {
        let assembly = large().synthesize().unwrap();
        let folder = std::env::temp_dir().join(format!("pipewright-ours-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut met = Vec::new();
        for (name, text) in assembly.files() {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            assert!(has_our_form(name) && is_ours(&path), "{name}");
            std::fs::write(&path, "written by hand").unwrap();
            assert!(!is_ours(&path), "{name}");
            met.extend(form(name).map(|form| form.name));
        }
        std::fs::remove_dir_all(folder).unwrap();
        for form in FORMS {
            assert!(met.contains(&form.name), "no {}", form.name);
        }
    }
}
