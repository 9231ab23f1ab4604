//! P0xx: syntax.

use super::codes;

codes! { SYNTAX: }
