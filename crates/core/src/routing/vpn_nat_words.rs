//! NAT rules of VPN gateways in words.

use nexthop_source::Step;

use super::{
    Because, Code, EffectiveRoute, RouteDestination, Routing, trail::Mark, vpn_nat::NatDoubt,
    vpn_nat_hop::Translated, words::Words,
};
use crate::{
    Network,
    network::{Gateway, Id, Site},
};

/// What happens at a hop, if that has to do with NAT rules of a VPN gateway.
pub(super) fn of_vpn_nat(mark: &Mark) -> Option<String> {
    let nat = mark.nat.as_ref();
    match mark.code {
        Code::VpnNat => {
            let nat = nat?;
            let one = |what: &str, one: &Translated| {
                format!("the {what} {} into {} (NAT rule {})", one.from, one.to, one.rule)
            };
            let source = nat.source.as_ref().map(|side| one("source", side));
            let destination = nat.destination.as_ref().map(|side| one("destination", side));
            let both: Vec<String> = source.into_iter().chain(destination).collect();
            Some(format!("translates {}", both.join(" and ")))
        }
        Code::DynamicNatOneWay => {
            let rule = nat?.destination.as_ref()?;
            Some(format!(
                "NAT rule {} is dynamic: connections begin at {}, its internal mapping, and never towards {}",
                rule.rule, rule.to, rule.from
            ))
        }
        _ => None,
    }
}

impl Words<'_> {
    pub(super) fn nat_rules(&self, id: Id<Site>, doubt: NatDoubt) -> Because {
        let site = &self.network.sites[id];
        Because {
            code: Code::NatUnclear,
            message: format!(
                "what NAT rules of the connection to the site {} do cannot be told: {}",
                site.name,
                why(doubt)
            ),
            span: Some(site.span),
        }
    }
}

fn why(doubt: NatDoubt) -> &'static str {
    match doubt {
        NatDoubt::Unknown => {
            "something about them, or the prefixes of the site, is not in the code"
        }
        NatDoubt::Ports => {
            "one is for a range of ports, of which Microsoft's documents say nothing"
        }
        NatDoubt::Sizes => "the two mappings of a static one are not of one size",
        NatDoubt::Partly => {
            "one is for a part of a prefix of the site; Microsoft's documents have a rule for each prefix"
        }
        NatDoubt::WrongSide => {
            "the site is declared with the addresses of the other side of one: a local network gateway takes those before the translation, a VPN site without BGP those after it"
        }
        NatDoubt::Routes => {
            "the connection speaks BGP and the gateway does not translate routes (enableBgpRouteTranslationForNat)"
        }
        NatDoubt::Instances => "a dynamic one is for one of the two instances of the gateway",
        NatDoubt::Ways => "the ways to the site translate differently",
        NatDoubt::Selectors => "they are not supported with policy-based traffic selectors",
    }
}

impl Routing {
    /// A route as a gateway tells it to its sites: by the external mapping, where all of its
    /// connections translate it alike.
    pub(super) fn told_outside(
        &self,
        network: &Network,
        gateway: Id<Gateway>,
        mut route: EffectiveRoute,
    ) -> EffectiveRoute {
        let RouteDestination::Net(net) = route.destination else { return route };
        if let Some(mapping) = self.nat.told(network, gateway, net) {
            route.destination = RouteDestination::Net(mapping.external);
            route.because.push(Step {
                code: Code::VpnNat.as_str(),
                message: format!("NAT rule {} translates {net}", mapping.name),
                span: None,
            });
        }
        route
    }
}
