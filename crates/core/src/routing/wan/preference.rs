//! Which of several ways to a prefix a hub prefers, and which it tells other hubs of
//! (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing-preference>).

use std::collections::BTreeMap;

use nexthop_iac::Why;

use super::{
    Builder,
    bgp_path::BgpPath,
    origin::{Class, Heard, Origin},
    table::Entry,
};
use crate::{
    network::{Id, RoutingPreference, VirtualHub},
    routing::{RouteDestination, condition::Reason, index::Exit},
};

/// A longer path than that is as good as this one.
const MOST_SYSTEMS: u16 = 255;

impl Builder<'_> {
    /// The place of an origin in a hub's order of preference; static routes come before all
    /// of them.
    pub(super) fn rank(
        &self,
        hub: Id<VirtualHub>,
        class: Class,
        local: bool,
        path: &BgpPath,
    ) -> u16 {
        let preference = self.network.virtual_hubs[hub].routing_preference.value();
        let by_length = preference == Some(&RoutingPreference::AsPath);
        let length = u16::try_from(path.length()).unwrap_or(MOST_SYSTEMS).min(MOST_SYSTEMS);
        // Over other hubs a VPN goes before ExpressRoute, unless ExpressRoute never does.
        let vpn_first = !local || preference == Some(&RoutingPreference::VpnGateway);
        let kind = match class {
            Class::Hub | Class::Static | Class::Network => 0,
            // At equal lengths the way from hub to hub is preferred to that over the edge
            // (Microsoft's "Virtual WAN routing deep dive", scenario 3).
            Class::Hairpin if by_length => 7,
            Class::ExpressRoute | Class::Hairpin => 1 + u16::from(vpn_first),
            Class::Appliance | Class::Vpn | Class::Clients => 2 - u16::from(vpn_first),
        };
        let place = if local || kind == 7 { kind } else { kind + 4 };
        let (one_more_system, one_place) = if by_length { (8, 1) } else { (1, MOST_SYSTEMS + 1) };
        10 + place * one_place + length * one_more_system
    }

    /// A hub tells other hubs of the best ways only: others stay with it.
    pub(super) fn note_surpassed(&self, origins: &mut [Origin]) {
        if self.network.virtual_hubs.len() < 2 {
            return;
        }
        let mut ways: BTreeMap<_, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, origin) in origins.iter().enumerate() {
            if !comes_from_outside(origin.class) {
                continue;
            }
            for (place, heard) in origin.destinations.iter().enumerate() {
                let key = (origin.hub, heard.destination.clone());
                ways.entry(key).or_default().push((at, place));
            }
        }
        let mut surpassed = Vec::new();
        for ((hub, _), ways) in ways.iter().filter(|(_, ways)| ways.len() > 1) {
            let rank = |&(at, place): &(usize, usize)| {
                let origin: &Origin = &origins[at];
                self.rank(*hub, origin.class, true, &origin.destinations[place].path)
            };
            let is_certain = |&(at, place): &(usize, usize)| {
                let heard: &Heard = &origins[at].destinations[place];
                origins[at].when.is_always() && heard.when.is_always()
            };
            let tables = |&(at, _): &(usize, usize)| origins[at].propagated.as_ref()?.value();
            let worse = ways.iter().filter(|one| {
                ways.iter().any(|other| {
                    rank(other) < rank(one) && is_certain(other) && tables(other) == tables(one)
                })
            });
            surpassed.extend(worse.copied());
        }
        for (at, place) in surpassed {
            origins[at].destinations[place].is_surpassed = true;
        }
    }

    /// What is equally good over several other hubs shares the traffic.
    pub(super) fn share(&mut self, hub: Id<VirtualHub>, entries: &mut [Entry]) {
        let over = |entry: &Entry| match entry.row.exit {
            Some(Exit::Hub(other, _)) if other != hub && comes_from_outside(entry.class) => {
                Some(other)
            }
            _ => None,
        };
        let mut ways: BTreeMap<(RouteDestination, u16), Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if over(entry).is_some() {
                let key = (entry.route.destination.clone(), entry.row.rank);
                ways.entry(key).or_default().push(at);
            }
        }
        for ways in ways.values().filter(|ways| ways.len() > 1) {
            let first = over(&entries[ways[0]]);
            if ways.iter().all(|&at| over(&entries[at]) == first) {
                continue;
            }
            for &at in ways {
                let Some(other) = over(&entries[at]) else { continue };
                let why = Why::SetByAzure(format!("{hub:?} {other:?}"));
                let number = self.topology.causes.number("hub among others", &why, || Reason {
                    message: format!(
                        "whether the way over hub {} is used",
                        self.network.virtual_hubs[other].declared.label()
                    ),
                    span: None,
                });
                entries[at].row.spread.get_or_insert(number);
            }
        }
    }
}

/// Whether it is learned from routers outside of Azure, which may have several ways there.
fn comes_from_outside(class: Class) -> bool {
    matches!(class, Class::Vpn | Class::ExpressRoute | Class::Appliance)
}
