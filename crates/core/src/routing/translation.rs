//! Whether an Azure Firewall replaces the source address.

use ipnet::IpNet;

use super::{
    condition::{Cause, Decisions},
    target::{Symbol, Target},
};
use crate::{
    Network,
    network::{Firewall, Prefix, private_ranges},
};

/// Whether network rules of a firewall with these private ranges translate what is bound
/// for `target`, and whether that is only assumed because the target's prefixes are unknown.
pub(super) fn translates(
    ranges: Option<&[IpNet]>,
    unknown: Option<Cause>,
    target: Target,
    decisions: &Decisions,
) -> Result<(bool, bool), Cause> {
    let Some(ranges) = ranges else {
        return Ok((unknown.map_or(Ok(false), |cause| decisions.decide(cause))?, false));
    };
    if ranges.iter().any(|range| range.prefix_len() == 0) {
        return Ok((false, false));
    }
    match target {
        Target::Net(net) => Ok((!ranges.iter().any(|range| range.contains(&net)), false)),
        Target::Symbol(Symbol::Internet) => Ok((true, false)),
        Target::Symbol(symbol) => of_unknown(ranges, symbol, decisions),
    }
}

fn of_unknown(
    ranges: &[IpNet],
    symbol: Symbol,
    decisions: &Decisions,
) -> Result<(bool, bool), Cause> {
    let holds_all_private =
        private_ranges().take(3).all(|private| ranges.iter().any(|range| range.contains(&private)));
    if holds_all_private {
        return Ok((false, true));
    }
    for range in ranges.iter().filter(|range| range.prefix_len() < 32) {
        if decisions.decide(Cause::Covers(*range, symbol))? {
            return Ok((false, false));
        }
    }
    Ok((true, false))
}

/// Destinations that the firewall does not translate: its policy's ranges if it
/// has a policy, else its own, else the default. `None` where they are unknown.
pub(super) fn effective_private_ranges(
    network: &Network,
    firewall: &Firewall,
) -> Option<Vec<IpNet>> {
    let declared: &Option<Vec<Prefix>> = match firewall.policy.value()? {
        Some(policy) => network.firewall_policies[*policy].private_ranges.value()?,
        None => firewall.private_ranges.value()?,
    };
    Some(declared.as_ref().map_or_else(
        || private_ranges().collect(),
        |ranges| ranges.iter().map(|range| range.net).collect(),
    ))
}
