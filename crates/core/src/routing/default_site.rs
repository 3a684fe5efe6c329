//! Forced tunnelling: a VPN gateway's default site, which takes what is for the Internet
//! (<https://learn.microsoft.com/azure/vpn-gateway/site-to-site-tunneling>, 31 March 2025).

use nexthop_source::Step;

use super::{
    Code, RouteDestination, RouteOrigin,
    announcement::{Announcement, gateway_route},
    condition::{Cause, Condition, Reason},
    control_plane::Builder,
    index::{Exit, Row},
    topology::Topology,
};
use crate::{
    Network,
    network::{Gateway, Id, Site, SiteLink},
};

/// The default site of a gateway; `None` in it where it cannot be told which.
#[derive(Clone, Debug)]
pub(super) struct DefaultSite {
    site: Option<Id<Site>>,
    when: Condition,
}

/// By gateway: its default site, if a connection leads there.
pub(super) fn default_sites(
    network: &Network,
    topology: &mut Topology,
) -> Vec<Option<DefaultSite>> {
    let mut all = Vec::with_capacity(network.gateways.len());
    for (id, gateway) in network.gateways.entries() {
        let unknown = gateway.default_site.why().map(|why| {
            let number = topology.causes.number("default site", why, || Reason {
                message: format!("the default site of {} ({why})", gateway.declared.label()),
                span: Some(gateway.default_site.span),
            });
            DefaultSite { site: None, when: Condition::when(Cause::Resource(number)) }
        });
        let local = gateway.default_site.value().copied().flatten();
        let leads_there = |site: &Site| {
            site.links.known.iter().any(|link| {
                matches!(*link, SiteLink::Vpn { gateway, local_network_gateway, .. }
                    if gateway == id && Some(local_network_gateway) == local)
            })
        };
        let known = local.and_then(|_| {
            let (site, _) = network.sites.entries().find(|(_, site)| leads_there(site))?;
            Some(DefaultSite { site: Some(site), when: Condition::always() })
        });
        all.push(known.or(unknown));
    }
    all
}

impl Builder<'_> {
    /// The default route that a gateway's default site brings to its network.
    pub(super) fn by_default_site(&self, gateway: Id<Gateway>) -> Option<Announcement> {
        let default = self.default_sites[gateway.index()].as_ref()?;
        let declared = &self.announcer.network.gateways[gateway];
        let mut when = default.when.clone();
        let origin = match default.site {
            Some(site) => {
                let mut uplinks = self.announcer.uplinks[site.index()].iter();
                when = when.and(&uplinks.find(|uplink| uplink.gateway == gateway)?.when)?;
                RouteOrigin::Site(site, gateway)
            }
            None => RouteOrigin::System,
        };
        let destination = RouteDestination::Net("0.0.0.0/0".parse().ok()?);
        let mut route = gateway_route(destination, gateway, origin);
        route.because.push(Step {
            code: Code::DefaultSite.as_str(),
            message: format!("{} has a default site", declared.declared.label()),
            span: Some(declared.default_site.span),
        });
        let exit = default.site.map(Exit::Site);
        Some((route, Row { when, rank: self.announcer.rank(gateway), exit, ..Row::default() }))
    }
}
