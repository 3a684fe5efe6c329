//! Tunnels that appliances end: to sites, to other appliances, to VPN gateways.

use ipnet::IpNet;

use super::{
    Appliance, Code, Outcome, RouteOrigin,
    condition::Cause,
    target::{Place, Target},
    topology::Topology,
    trail::{About, At, Routes},
    walk::{Next, Walker},
};
use crate::{
    ApplianceModel, Network,
    network::{
        BgpPeer, Gateway, Id, NextHopTarget, Several, Site, SiteLink, Subnet, VirtualHub,
        VirtualNetwork,
    },
};

/// Where an appliance stands.
type Home = (Id<VirtualNetwork>, Option<Id<Subnet>>);

/// The tunnels of appliances.
#[derive(Debug, Default)]
pub(super) struct ApplianceTunnels {
    /// By site: the appliances that end its tunnels, as configured.
    of_site: Vec<Vec<Uplink>>,
    /// By site: the appliance that a local network gateway stands for.
    behind_gateway: Vec<Option<(Appliance, Home, Id<Gateway>)>>,
    overlays: Vec<Overlay>,
    /// Those that are said to keep no state.
    stateless: Vec<Appliance>,
}

/// An appliance that ends the tunnels of a site.
#[derive(Clone, Debug)]
struct Uplink {
    appliance: Appliance,
    home: Home,
    /// Who tells it routes by BGP. Where nobody does, it is taken to have them.
    told_by: Vec<Speaker>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    /// The Route Server of a virtual network.
    RouteServer(Id<VirtualNetwork>),
    Hub(Id<VirtualHub>),
}

/// A tunnel between two appliances, and what one of them reaches through it.
#[derive(Clone, Debug)]
struct Overlay {
    from: Appliance,
    prefixes: Vec<IpNet>,
    to: Appliance,
    home: Home,
}

impl ApplianceTunnels {
    pub(super) fn new(
        network: &Network,
        topology: &Topology,
        appliances: &[ApplianceModel],
    ) -> Self {
        let finder = Finder { network, topology };
        let of_site = network.sites.iter().map(|site| finder.uplinks(site));
        let behind_gateway = network.sites.iter().map(|site| finder.behind_gateway(site));
        Self {
            of_site: of_site.collect(),
            behind_gateway: behind_gateway.collect(),
            stateless: appliances.iter().filter_map(|model| finder.stateless(model)).collect(),
            overlays: appliances.iter().flat_map(|model| finder.overlays(model)).collect(),
        }
    }

    /// Whether an appliance has to see both directions of a connection.
    pub(super) fn keeps_state(&self, appliance: Appliance) -> bool {
        !self.stateless.contains(&appliance)
    }

    /// Whether an appliance ends the tunnels of a site.
    fn lead_to(&self, site: Id<Site>, appliance: Appliance) -> bool {
        self.of_site[site.index()].iter().any(|uplink| uplink.appliance == appliance)
    }

    /// The VPN gateway that an appliance has a tunnel with.
    fn has_tunnel_with(&self, appliance: Appliance, gateway: Id<Gateway>) -> bool {
        let ends = self.behind_gateway.iter().flatten();
        ends.into_iter().any(|&(end, _, its)| end == appliance && its == gateway)
    }

    /// The tunnel of an appliance that leads to a prefix: that of the longest one.
    fn overlay(&self, from: Appliance, net: IpNet) -> Option<&Overlay> {
        let own = self.overlays.iter().filter(|overlay| overlay.from == from);
        let covering = own.filter_map(|overlay| {
            let longest = overlay.prefixes.iter().filter(|prefix| prefix.contains(&net));
            Some((longest.map(IpNet::prefix_len).max()?, overlay))
        });
        // The first of equal ones.
        covering.rev().max_by_key(|(length, _)| *length).map(|(_, overlay)| overlay)
    }
}

struct Finder<'a> {
    network: &'a Network,
    topology: &'a Topology,
}

impl Finder<'_> {
    fn found(&self, target: NextHopTarget) -> Option<(Appliance, Home)> {
        let networks = || self.network.virtual_networks.ids();
        let appliance = match target {
            NextHopTarget::Address(_) => networks().find_map(|vnet| {
                let appliance = self.topology.appliance(self.network, vnet, target);
                self.topology.home(self.network, vnet, appliance).map(|_| appliance)
            })?,
            NextHopTarget::Firewall(id) => Appliance::Firewall(id),
            NextHopTarget::NetworkInterface(id) => Appliance::NetworkInterface(id),
            NextHopTarget::LoadBalancer(id) => Appliance::LoadBalancer(id),
        };
        let home = networks().find_map(|vnet| self.topology.home(self.network, vnet, appliance))?;
        Some((appliance, home))
    }

    fn uplinks(&self, site: &Site) -> Vec<Uplink> {
        let links = site.links.known.iter().filter_map(|link| match link {
            SiteLink::Appliance(target) => self.found(*target),
            SiteLink::ExpressRoute { .. } | SiteLink::Vpn { .. } | SiteLink::Hub { .. } => None,
        });
        let uplink = |(appliance, home)| {
            let told_by = self.told_by(appliance);
            Uplink { appliance, home, told_by }
        };
        links.map(uplink).collect()
    }

    fn told_by(&self, appliance: Appliance) -> Vec<Speaker> {
        let is_peer = |peers: &Several<BgpPeer>, vnet| {
            let ips = peers.known.iter().filter_map(|peer| peer.ip.value());
            ips.into_iter().any(|&ip| {
                let target = NextHopTarget::Address(ip);
                self.topology.appliance(self.network, vnet, target) == appliance
            })
        };
        let servers = self.network.route_servers.iter().filter_map(|server| {
            let vnet = *server.virtual_network.value()?;
            is_peer(&server.peers, vnet).then_some(Speaker::RouteServer(vnet))
        });
        let hubs = self.network.virtual_hubs.entries().filter_map(|(id, hub)| {
            let mut connected =
                self.network.hub_connections.iter().filter(|connection| connection.hub == id);
            let peers = connected.any(|one| is_peer(&hub.peers, one.virtual_network));
            peers.then_some(Speaker::Hub(id))
        });
        servers.chain(hubs).collect()
    }

    fn behind_gateway(&self, site: &Site) -> Option<(Appliance, Home, Id<Gateway>)> {
        site.links.known.iter().find_map(|link| match *link {
            SiteLink::Vpn { gateway, local_network_gateway, .. } => {
                let local = &self.network.local_network_gateways[local_network_gateway];
                let (appliance, home) = self.found(local.appliance?)?;
                let is_one = !matches!(appliance, Appliance::Address(_));
                is_one.then_some((appliance, home, gateway))
            }
            SiteLink::ExpressRoute { .. } | SiteLink::Hub { .. } | SiteLink::Appliance(_) => None,
        })
    }

    fn stateless(&self, model: &ApplianceModel) -> Option<Appliance> {
        let target = self.network.appliance_called(&model.name).filter(|_| model.stateless)?;
        self.found(target).map(|(appliance, _)| appliance)
    }

    fn overlays(&self, model: &ApplianceModel) -> Vec<Overlay> {
        let called = |name: &String| self.found(self.network.appliance_called(name)?);
        let Some((from, _)) = called(&model.name) else { return Vec::new() };
        let ends = model.overlay.iter().filter_map(called);
        ends.map(|(to, home)| Overlay { from, prefixes: model.advertises.clone(), to, home })
            .collect()
    }
}

impl Walker<'_> {
    /// The site sends the packet to an appliance that ends a tunnel of its, if it has one.
    pub(super) fn leave_site_by_appliance(
        &mut self,
        site: Id<Site>,
    ) -> Result<Option<Next>, Cause> {
        let routing = self.routing;
        let uplinks = &routing.tunnels.of_site[site.index()];
        let at = At::Place(Place::Site(site));
        for uplink in uplinks {
            let about = About::Appliance(uplink.appliance);
            let present = routing.topology.presence(uplink.appliance);
            if present.is_never() || !present.holds(self.decisions)? {
                continue;
            }
            if uplink.told_by.is_empty() {
                self.mark(at, Code::Tunnel, about);
                return self.enter_appliance(at, uplink.appliance, uplink.home).map(Some);
            }
            if let Some(told) = self.told(site, uplink)? {
                self.mark_told(at, Code::ArrivesFromSite, about, told);
                return self.enter_appliance(at, uplink.appliance, uplink.home).map(Some);
            }
        }
        Ok(uplinks.first().map(|uplink| {
            self.mark(at, Code::NotAdvertised, About::Appliance(uplink.appliance));
            Next::Done(Outcome::Dropped)
        }))
    }

    /// The route for the destination that an appliance is told by BGP and passes on.
    fn told(
        &self,
        site: Id<Site>,
        uplink: &Uplink,
    ) -> Result<Option<(Routes, Option<usize>)>, Cause> {
        for speaker in &uplink.told_by {
            let (routes, index) = match *speaker {
                Speaker::RouteServer(vnet) => (
                    Routes::ToldToAppliances(vnet),
                    &self.routing.control.told_to_appliances[vnet.index()],
                ),
                Speaker::Hub(hub) => (Routes::Hub(hub), &self.routing.wan.all[hub.index()]),
            };
            let is_other = |origin: &RouteOrigin| {
                !matches!(origin, RouteOrigin::Site(own, _) | RouteOrigin::HubSite(own, _)
                    if *own == site)
            };
            let target = self.destination.target;
            let found =
                index.select_among(target, self.decisions, |route, _| is_other(&route.origin))?;
            if found.is_some() {
                return Ok(Some((routes, found)));
            }
        }
        Ok(None)
    }

    /// The packet comes to an appliance from elsewhere than a route of a subnet.
    pub(super) fn enter_appliance(
        &mut self,
        at: At,
        appliance: Appliance,
        home: Home,
    ) -> Result<Next, Cause> {
        let about = About::Appliance(appliance);
        if let Appliance::NetworkInterface(interface) = appliance
            && !self.holds(self.routing.topology.forwarding[interface.index()].as_ref())?
        {
            self.mark(at, Code::IpForwardingOff, about);
            return Ok(Next::Done(Outcome::Dropped));
        }
        if self.has_been_at(appliance) {
            self.mark(at, Code::Loop, about);
            return Ok(Next::Done(Outcome::Loops));
        }
        self.mark(at, Code::Appliance, about);
        self.forwarded_by(appliance, home)
    }

    /// The packet leaves an appliance through a tunnel of its, if one leads there.
    pub(super) fn leave_by_tunnel(&mut self, appliance: Appliance) -> Result<Option<Next>, Cause> {
        let (routing, at) = (self.routing, At::Appliance(appliance));
        match self.destination.place {
            Place::Site(site) if routing.tunnels.lead_to(site, appliance) => {
                self.mark(at, Code::Tunnel, About::Site(site));
                return Ok(Some(Next::Arrived));
            }
            Place::Clients(gateway) if routing.tunnels.has_tunnel_with(appliance, gateway) => {
                self.mark(at, Code::Tunnel, About::Gateway(gateway));
                return Ok(Some(self.enter_by_gateway(gateway)));
            }
            _ => {}
        }
        let Target::Net(net) = self.destination.target else { return Ok(None) };
        let Some(overlay) = routing.tunnels.overlay(appliance, net) else { return Ok(None) };
        if !routing.topology.presence(overlay.to).holds(self.decisions)? {
            return Ok(None);
        }
        self.mark(at, Code::Tunnel, About::Appliance(overlay.to));
        self.enter_appliance(at, overlay.to, overlay.home).map(Some)
    }

    /// What a VPN gateway sends to a site comes to an appliance of this code, where the
    /// local network gateway has its address.
    pub(super) fn enter_appliance_behind(
        &mut self,
        gateway: Id<Gateway>,
        site: Id<Site>,
    ) -> Result<Option<Next>, Cause> {
        let routing = self.routing;
        let Some((appliance, home, _)) = routing.tunnels.behind_gateway[site.index()] else {
            return Ok(None);
        };
        let at = At::Gateway(gateway);
        self.mark(at, Code::Tunnel, About::Appliance(appliance));
        self.enter_appliance(at, appliance, home).map(Some)
    }
}
