//! P2xx: artifact flow.

use super::codes;

codes! { FLOW: }
