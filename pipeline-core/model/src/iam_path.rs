//! The IAM path that tells the roles of one pipeline from all others.

use std::fmt;

/// The IAM path of the roles that we make for a pipeline, the same in every account:
/// `/pipewright/NAME/HOME_ACCOUNT/HOME_REGION/`.
///
/// It names the home, since a pipeline of the same name may live in another region or
/// account and use the same accounts. Resource policies admit the roles under this path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IamPath(String);

impl IamPath {
    /// The beginning of every pipeline's path.
    pub const ROOT: &'static str = "/pipewright/";

    /// The path of the pipeline of this name and home.
    ///
    /// ```
    /// use pipewright_model::iam_path::IamPath;
    /// let path = IamPath::of_pipeline("app", "111111111111", "eu-west-1");
    /// assert_eq!(path.as_str(), "/pipewright/app/111111111111/eu-west-1/");
    /// ```
    #[must_use]
    pub fn of_pipeline(name: &str, home_account: &str, home_region: &str) -> IamPath {
        IamPath(format!(
            "{}{name}/{home_account}/{home_region}/",
            IamPath::ROOT
        ))
    }

    /// The path, with `/` at both ends.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IamPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
