//! One pipeline or several, checked or not.

use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;

/// The pipelines that [`emit`](super::emit()) and [`run`](super::run()) take: a pipeline, what
/// `pipeline!` yields, or an array or a vector of either.
pub trait IntoPipelines {
    /// The pipelines.
    ///
    /// # Errors
    ///
    /// The findings of all of them, if one has an error.
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>>;
}

impl IntoPipelines for Pipeline {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        Ok(vec![self])
    }
}

impl IntoPipelines for Result<Pipeline, Findings<Location>> {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        self.map(|pipeline| vec![pipeline])
    }
}

impl<T: IntoPipelines> IntoPipelines for Vec<T> {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        let mut pipelines = Vec::new();
        let mut findings = Findings::default();
        let is_one = self.len() == 1;
        for item in self {
            match item.into_pipelines() {
                Ok(more) => pipelines.extend(more),
                Err(more) => findings.extend(more),
            }
        }
        if !is_one {
            findings.name_pipelines();
            for pipeline in &mut pipelines {
                pipeline.warnings.name_pipelines();
            }
        }
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(pipelines)
        }
    }
}

impl<T: IntoPipelines, const N: usize> IntoPipelines for [T; N] {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        Vec::from(self).into_pipelines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Account, Action, Stage};

    /// The pipeline of a branch, whose mistakes all have the same place.
    fn site(branch: &str, region: &str) -> Result<Pipeline, Findings<Location>> {
        let source = Action::new("Checkout", "CodeCommit")
            .output("pages")
            .set("repository_name", "site")
            .set("branch_name", branch);
        let copy = Action::new("Copy", "S3Deploy")
            .input("pages")
            .set("bucket_name", "www.example.com")
            .set("extract", true);
        Pipeline::builder(format!("site-{branch}"))
            .account(Account::home("tools", "111111111111").region(region))
            .account(Account::new("spare", "222222222222"))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Publish").action(copy))
            .build()
    }

    #[test]
    fn errors_and_warnings_of_one_of_several_name_their_pipeline() {
        let several = [site("main", "eu-west-1"), site("dev", "eu-wset-1")];
        let found = several.into_pipelines().expect_err("a region is wrong");
        assert!(found.errors().count() > 0);
        for finding in found.errors() {
            assert!(finding.text().contains("note: in pipeline `site-dev`: "));
        }
        let good = [site("main", "eu-west-1"), site("dev", "eu-west-2")];
        for pipeline in good.into_pipelines().expect("both are good") {
            let name = format!("in pipeline `{}`", pipeline.name());
            assert!(!pipeline.warnings().is_empty());
            assert!(pipeline.warnings().to_string().contains(&name));
        }
    }

    #[test]
    fn errors_of_one_alone_do_not() {
        let found = [site("dev", "eu-wset-1")].into_pipelines();
        let found = found.expect_err("a region is wrong");
        assert!(!found.to_string().contains("in pipeline"));
    }
}
