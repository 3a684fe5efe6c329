//! One cause, one finding: what merely follows from something else that is told is
//! not told again.
//!
//! A finding follows from another one if its rule is listed under the other's here and
//! both are about the same line of the same resource, or every flow that it is about is
//! one that the other explains.

use nexthop_core::{Network, routing::Endpoint};
use nexthop_source::{Diagnostic, Severity, Span};

/// Rules, each with those whose findings explain its own.
pub(crate) const FOLLOWS: &[(&str, &[&str])] = &[
    ("firewall-asymmetric-path", ASYMMETRIES),
    ("firewall-two-regions-asymmetric", &["vwan-two-secured-hubs-asymmetry"]),
    ("gateway-subnet-udr-covers-itself", &["default-udr-on-gateway-subnet"]),
    ("gateway-subnet-udr-missing-spoke", &["gateway-subnet-udr-less-specific"]),
    ("intra-vnet-range-without-local-exception", &["route-server-bgp-captured-by-udr"]),
    ("p2s-rt-propagation-off", &["propagation-off-loses-onprem"]),
    (
        "p2s-spoke-asymmetric-via-firewall",
        &["gateway-subnet-udr-less-specific", "gateway-subnet-udr-missing-spoke"],
    ),
    ("route-server-vpn-asn", &["coexist-vpn-asn-not-65515"]),
    ("udr-default-bypassed-by-gateway-routes", &["gateway-subnet-udr-spoke-only-one-way"]),
    ("udr-loop", &["udr-nexthop-same-subnet"]),
    ("udr-nexthop-same-subnet", &["udr-nexthop-not-found"]),
    ("udr-shadowed", &["gateway-subnet-udr-less-specific"]),
];

/// Rules that say why a firewall sees one direction only.
const ASYMMETRIES: &[&str] = &[
    "firewall-fastpath-bypass",
    "firewall-two-regions-asymmetric",
    "gateway-subnet-udr-less-specific",
    "gateway-subnet-udr-missing-spoke",
    "gateway-subnet-udr-spoke-only-one-way",
    "p2s-hub-subnet-asymmetric",
    "p2s-spoke-asymmetric-via-firewall",
    "spoke-to-spoke-asymmetric",
    "vwan-two-secured-hubs-asymmetry",
];

/// A finding, and the flows that it explains.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub diagnostic: Diagnostic,
    pub flows: Vec<(Endpoint, Endpoint)>,
}

/// What the findings explain, for who asks about other flows.
#[derive(Debug, Default)]
pub struct Causes(Vec<Found>);

impl Causes {
    pub(crate) fn of(found: &[Found]) -> Self {
        Self(found.to_vec())
    }

    /// Which of the findings that are told explains why a flow comes to nothing: it says
    /// so of this flow, or is about the line that decides. Notes explain nothing.
    pub fn explaining(
        &self,
        network: &Network,
        flow: (Endpoint, Endpoint),
        decided_at: Option<Span>,
        told: &[Diagnostic],
    ) -> Option<usize> {
        let explains = |found: &&Found| {
            let own = found.diagnostic.span;
            let line = decided_at == Some(own);
            line || found.flows.iter().any(|&its| is_same(network, its, flow))
        };
        let is = |one: &Diagnostic, other: &Diagnostic| {
            (one.code, one.span, &one.resource) == (other.code, other.span, &other.resource)
                && one.message == other.message
        };
        let mut causes = self.0.iter().filter(explains);
        causes.find_map(|cause| {
            told.iter().position(|one| one.severity > Severity::Note && is(one, &cause.diagnostic))
        })
    }
}

/// Drops what follows from something else.
pub(crate) fn drop_what_follows(network: &Network, found: Vec<Found>) -> Vec<Found> {
    let follows: Vec<bool> = found.iter().map(|one| is_explained(network, one, &found)).collect();
    let told = found.into_iter().zip(follows).filter(|(_, follows)| !follows);
    told.map(|(one, _)| one).collect()
}

fn is_explained(network: &Network, one: &Found, all: &[Found]) -> bool {
    let Some((_, causes)) = FOLLOWS.iter().find(|(rule, _)| *rule == one.diagnostic.code) else {
        return false;
    };
    let causes: Vec<&Found> =
        all.iter().filter(|other| causes.contains(&other.diagnostic.code)).collect();
    let same_line = |other: &&Found| {
        other.diagnostic.span == one.diagnostic.span
            && other.diagnostic.resource == one.diagnostic.resource
    };
    let flow_explained = |&flow: &(Endpoint, Endpoint)| {
        causes.iter().any(|other| other.flows.iter().any(|&its| is_same(network, its, flow)))
    };
    causes.iter().any(same_line) || (!one.flows.is_empty() && one.flows.iter().all(flow_explained))
}

/// Whether two flows are between the same ends, in whichever direction.
fn is_same(network: &Network, one: (Endpoint, Endpoint), other: (Endpoint, Endpoint)) -> bool {
    let same = |a, b| is_part(network, a, b) || is_part(network, b, a);
    (same(one.0, other.0) && same(one.1, other.1)) || (same(one.0, other.1) && same(one.1, other.0))
}

/// Whether an end is the other one, or a subnet of it.
fn is_part(network: &Network, part: Endpoint, whole: Endpoint) -> bool {
    part == whole
        || matches!((part, whole), (Endpoint::Subnet(subnet), Endpoint::VirtualNetwork(vnet))
            if network.subnets[subnet].virtual_network == vnet)
}

#[cfg(test)]
mod tests {
    use super::FOLLOWS;
    use crate::ALL;

    #[test]
    fn only_rules_follow_from_rules_and_none_from_itself() {
        let is_rule = |name: &str| ALL.iter().any(|rule| rule.name == name);
        for (follower, causes) in FOLLOWS {
            assert!(is_rule(follower), "{follower}");
            let mut open = causes.to_vec();
            while let Some(cause) = open.pop() {
                assert!(is_rule(cause), "{cause}");
                assert_ne!(cause, *follower, "it explains itself");
                let further = FOLLOWS.iter().filter(|(rule, _)| *rule == cause);
                open.extend(further.flat_map(|(_, causes)| *causes));
            }
        }
    }
}
