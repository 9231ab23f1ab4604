//! The action kinds, one file each. A new kind is a new file and its line here.

use super::Kind;

/// Declares the modules and their list.
macro_rules! kinds {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// Every action kind, in the order of their names.
        pub static KINDS: &[&Kind] = &[$(&$module::KIND),*];
    };
}

kinds! {
    cloud_formation
    code_build
    code_build_test
    code_commit
    code_connection
    custom
    lambda
    manual
    s3_deploy
    s3_source
}

/// The kind of a name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name).copied()
}
