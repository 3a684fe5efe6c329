//! One folder a rule, and the list of them.

mod coexist_vpn_asn_not_65515;

use crate::Rule;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[&coexist_vpn_asn_not_65515::RULE];
