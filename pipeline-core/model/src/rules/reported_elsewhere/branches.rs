//! Codes of `if`. `pipewright-syntax` reports them, where it parses.

use crate::code::code;

code! {
    NEVER_TAKEN = "P019" Warning "a branch is never taken",
    why: "The conditions around the branch exclude its own: `if (!prod)` inside of `if (prod)`, or an `else if` with a condition that stood before. Or what is written there decides the condition in every iteration: `if (account == \"staging\")` in a `for` over `test` and `prod`, or `if (false)`. What stands in the branch is never made.",
    example: "if (prod) {\n    if (!prod) { stage Review { Look: Manual; } }\n}",
    fix: "Leave the branch out, or change a condition.",
    source: "",
}
