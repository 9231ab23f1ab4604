//! P3xx: structure.

use super::codes;

codes! { STRUCTURE: }
