//! What gateways of virtual networks and of virtual hubs tell each other through tunnels
//! (<https://learn.microsoft.com/azure/virtual-wan/connect-virtual-network-gateway-vwan>).

use std::sync::Arc;

use nexthop_source::Step;

use super::{
    Code, RouteDestination, RouteOrigin,
    announcement::{Announcement, Announcer, gateway_route, static_route},
    condition::Condition,
    control_plane::ControlPlane,
    hub_transit::has_passed_azure,
    index::{Exit, RouteIndex, Row},
    topology::Topology,
    wan::{BgpPath, Heard, Wan},
};
use crate::{
    Network,
    network::{Gateway, HubBranch, HubTunnel, Id},
};

/// The autonomous system of every virtual hub: a gateway that has the same cannot speak BGP
/// with it.
pub(super) const ASN_OF_HUBS: u32 = 65515;

/// A tunnel and when it is there.
#[derive(Clone, Debug)]
pub(super) struct Tunnel {
    pub(super) ends: HubTunnel,
    pub(super) when: Condition,
    /// When routes are exchanged by BGP; `None` where they never are.
    bgp: Option<Condition>,
    /// When the hub tells its default route.
    internet: Option<Condition>,
    /// All tunnels: the connection of the hub, and the gateway at the other end.
    others: Arc<[(Id<HubBranch>, Id<Gateway>)]>,
}

/// The tunnels of a network. Of those that are there together one stands for all.
pub(super) fn tunnels(network: &Network, topology: &mut Topology) -> Vec<Tunnel> {
    let mut all: Vec<Tunnel> = Vec::new();
    let declared = network.hub_tunnels();
    let others: Arc<[_]> = declared.iter().map(|ends| (ends.branch, ends.gateway)).collect();
    for ends in declared {
        let Some(tunnel) = tunnel(network, topology, ends) else { continue };
        let tunnel = Tunnel { others: Arc::clone(&others), ..tunnel };
        let is_same = |other: &Tunnel| {
            (other.ends.gateway, other.ends.hub_gateway) == (ends.gateway, ends.hub_gateway)
                && (&other.when, &other.bgp) == (&tunnel.when, &tunnel.bgp)
        };
        if !all.iter().any(is_same) {
            all.push(tunnel);
        }
    }
    all
}

fn tunnel(network: &Network, topology: &mut Topology, ends: HubTunnel) -> Option<Tunnel> {
    let placed = topology.gateways[ends.gateway.index()].clone()?;
    let causes = &mut topology.causes;
    let (gateway, connection) =
        (&network.gateways[ends.gateway], &network.connections[ends.connection]);
    let (hub_gateway, branch) =
        (&network.hub_gateways[ends.hub_gateway], &network.hub_branches[ends.branch]);
    let mut when = placed.when;
    let there = [&connection.declared, &hub_gateway.declared, &branch.declared];
    for declared in there {
        when = when.and(&causes.presence(declared))?;
    }
    let speaks = gateway.asn.map(|asn| *asn != ASN_OF_HUBS);
    let flags = [
        (&gateway.bgp, "enableBgp", &gateway.declared),
        (&connection.bgp, "enableBgp", &connection.declared),
        (&branch.bgp, "enableBgp", &branch.declared),
        (&speaks, "the autonomous system", &gateway.declared),
    ];
    let mut bgp = Some(Condition::always());
    for (fact, kind, declared) in flags {
        let flag = causes.flag(fact, kind, declared.address.as_str());
        bgp = bgp.and_then(|bgp| bgp.and(&flag?));
    }
    let name = branch.declared.address.as_str();
    let internet = causes.flag(&branch.internet_security, "enableInternetSecurity", name);
    Some(Tunnel { ends, when, bgp, internet, others: Arc::default() })
}

impl Tunnel {
    /// What the hub knows of the gateway's side: the prefixes of the VPN site, and by BGP what
    /// the gateway tells its peers. Each with when it is there.
    pub(super) fn heard_by_hub(&self, network: &Network, control: &ControlPlane) -> Vec<Heard> {
        let mut all = Vec::new();
        let site = network.hub_branches[self.ends.branch].vpn_site.value().copied().flatten();
        let site = site.map(|site| &network.vpn_sites[site]);
        for prefix in site.iter().filter_map(|site| site.address_space.value()).flatten() {
            let step = Step {
                code: Code::SitePrefixes.as_str(),
                message: format!("{} is in the address space of a VPN site", prefix.net),
                span: Some(prefix.span),
            };
            let one = (RouteDestination::Net(prefix.net), step);
            all.push(Heard { when: self.when.clone(), ..Heard::new(one, BgpPath::default()) });
        }
        let Some(bgp) = self.bgp.as_ref().and_then(|bgp| bgp.and(&self.when)) else { return all };
        let told = &control.advertised[self.ends.gateway.index()];
        let gateway = &network.gateways[self.ends.gateway];
        let name = gateway.declared.label();
        for (route, row) in told.routes.iter().zip(&told.rows) {
            let is_refused = has_passed_azure(network, &route.origin, row.exit);
            let Some(when) = row.when.and(&bgp).filter(|_| !is_refused) else { continue };
            let first = route.because.first();
            let what = first.map_or_else(String::new, |step| format!(": {}", step.message));
            let step = Step {
                code: Code::BgpTransit.as_str(),
                message: format!("{name} tells the hub by BGP{what}"),
                span: first.and_then(|step| step.span),
            };
            let path = BgpPath::of_gateway(gateway.asn.value().copied(), row);
            let one = (route.destination.clone(), step);
            all.push(Heard { when, ..Heard::new(one, path) });
        }
        all
    }

    /// What the gateway knows of the hub's side.
    fn heard_by_gateway(
        &self,
        network: &Network,
        announcer: &Announcer<'_>,
        wan: &Wan,
    ) -> Vec<Announcement> {
        let gateway = self.ends.gateway;
        let exit = Some(Exit::HubTunnel(self.ends.branch));
        let rank = announcer.rank(gateway);
        let row =
            |when, by_bgp| Row { when, rank, exit, by_bgp, inside_known: true, ..Row::default() };
        let local = &network.local_network_gateways[self.ends.local_network_gateway];
        let prefixes = local.address_space.value().into_iter().flatten();
        let mut all: Vec<Announcement> = prefixes
            .map(|prefix| {
                let origin = RouteOrigin::HubTunnel(self.ends.branch);
                let route = static_route(local, prefix, gateway, origin);
                (route, row(self.when.clone(), false))
            })
            .collect();
        let Some(bgp) = self.bgp.as_ref().and_then(|bgp| bgp.and(&self.when)) else { return all };
        let (told, _) = wan.told_over(self.ends.hub_gateway, Some(self.ends.branch));
        let hub = &network.virtual_hubs[network.hub_gateways[self.ends.hub_gateway].hub];
        for (route, told) in told.routes.iter().zip(&told.rows) {
            let by_default = route.destination.is_default();
            let needed = if by_default { self.internet.as_ref() } else { Some(&bgp) };
            let when = needed.and_then(|needed| told.when.and(needed)?.and(&bgp));
            let Some(when) = when.filter(|_| !self.is_refused(network, wan, &route.origin)) else {
                continue;
            };
            let mut heard = gateway_route(route.destination.clone(), gateway, route.origin.clone());
            heard.because.clone_from(&route.because);
            heard.because.push(Step {
                code: Code::BgpTransit.as_str(),
                message: format!(
                    "hub {} tells {} by BGP",
                    hub.declared.label(),
                    network.gateways[gateway].declared.label()
                ),
                span: Some(network.connections[self.ends.connection].bgp.span),
            });
            all.push((heard, Row { as_path: told.as_path.clone(), ..row(when, true) }));
        }
        all
    }

    /// Whether a path comes from the gateway itself, or has its autonomous system in it.
    fn is_refused(&self, network: &Network, wan: &Wan, origin: &RouteOrigin) -> bool {
        let asn_of = |gateway: Id<Gateway>| network.gateways[gateway].asn.value();
        let own = asn_of(self.ends.gateway);
        match origin {
            RouteOrigin::HubTunnel(branch) => {
                let other = self.others.iter().find(|(its, _)| its == branch);
                other.is_some_and(|&(_, gateway)| {
                    gateway == self.ends.gateway || own.is_some() && asn_of(gateway) == own
                })
            }
            RouteOrigin::HubSite(site, _) => {
                let mut uplinks = wan.uplinks[site.index()].iter();
                own.is_some() && uplinks.any(|uplink| uplink.asn.as_ref() == own)
            }
            _ => false,
        }
    }
}

impl ControlPlane {
    /// Gateways of virtual networks hear what hubs tell them, and pass it on to their subnets,
    /// to their sites by BGP, to their clients and to gateways that they have connections with.
    pub(super) fn hear_hubs(
        &mut self,
        network: &Network,
        topology: &Topology,
        wan: &Wan,
        tunnels: &[Tunnel],
    ) {
        for tunnel in tunnels {
            let gateway = tunnel.ends.gateway;
            let Some(placed) = &topology.gateways[gateway.index()] else { continue };
            let vnet = placed.virtual_network;
            let announcer =
                Announcer { network, topology, sites: &self.sites, uplinks: &self.uplinks };
            let mut heard = tunnel.heard_by_gateway(network, &announcer, wan);
            let space = network.virtual_networks[vnet].address_space.value();
            let space: Vec<_> = space.into_iter().flatten().map(|prefix| prefix.net).collect();
            heard.retain(|(route, _)| match route.destination {
                RouteDestination::Net(net) => !space.iter().any(|own| own.contains(&net)),
                _ => true,
            });
            let mut told = heard.clone();
            told.retain(|(route, _)| !route.destination.is_default());
            self.pass_on_from_hub(network, topology, tunnel.ends, &told);
            let mut pushed = told.clone();
            pushed.retain(|(_, row)| row.by_bgp);
            extend(&mut self.learned[vnet.index()], heard);
            extend(&mut self.advertised[gateway.index()], told);
            if network.gateways[gateway].clients.is_some() {
                extend(&mut self.pushed[gateway.index()], pushed);
            }
        }
    }
}

pub(super) fn extend(index: &mut RouteIndex, more: Vec<Announcement>) {
    if more.is_empty() {
        return;
    }
    let old = std::mem::take(index);
    *index = old.extended(more);
}
