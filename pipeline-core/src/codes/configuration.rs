//! P4xx: configuration.

use super::codes;

codes! { CONFIGURATION: }
