//! P1xx: declarations and references.

use super::codes;

codes! { DECLARATIONS:
    UNDECLARED_ACCOUNT = "P102" Error "an account is used that is not declared" {
        why: "An action, a stage, a store, a role or a project is placed in an account whose id nobody has given. AWS would never see such a pipeline; the template could not be written.",
        example: "stage Deploy in prd { … }",
        fix: "Declare the account, `account prd = \"444444444444\";`, or correct the name.",
        source: "",
    }
}
