//! The parts of a prefix that routes treat by themselves.

use ipnet::IpNet;

use super::{private_endpoints::all_addresses, topology::azure_prefixes};
use crate::{
    Fact, Network,
    network::{Prefix, RoutePrefix},
};

/// Where prefixes are cut, because a longer route leads elsewhere.
#[derive(Debug)]
pub(super) struct Parts {
    /// The prefixes of routes that somebody chose, sorted.
    cuts: Vec<IpNet>,
    /// The prefixes of virtual networks, hubs and client pools, sorted.
    azure: Vec<IpNet>,
}

impl Parts {
    /// `told` is what is said of appliances beyond the code.
    pub(super) fn new(network: &Network, told: &[(usize, IpNet)]) -> Self {
        let tables = network.route_tables.iter().flat_map(|table| &table.routes.known);
        let by_tables = tables.filter_map(|route| match route.prefix.value() {
            Some(RoutePrefix::Net(net)) => Some(*net),
            Some(RoutePrefix::ServiceTag(_)) | None => None,
        });
        let of_hubs = network.hub_route_tables.iter().flat_map(|table| &table.routes.known);
        let of_hubs = of_hubs.flat_map(|route| known(&route.destinations));
        let connections = network.hub_connections.iter();
        let of_connections = connections.flat_map(|connection| &connection.static_routes.known);
        let of_connections = of_connections.flat_map(|route| known(&route.prefixes));
        let servers = network.route_servers.iter().flat_map(|server| &server.peers.known);
        let peers = servers.chain(network.virtual_hubs.iter().flat_map(|hub| &hub.peers.known));
        let by_bgp = peers.flat_map(|peer| &peer.advertises).copied();
        // A private endpoint is none of the interfaces of a subnet, so a route for its address
        // is no part of the subnet to judge by itself.
        let endpoints = all_addresses(network);
        let mut cuts: Vec<IpNet> = by_tables
            .chain(of_hubs)
            .chain(of_connections)
            .chain(by_bgp)
            .chain(told.iter().map(|(_, net)| *net))
            .map(|net| net.trunc())
            .filter(|net| !endpoints.contains(net))
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self { cuts, azure: azure_prefixes(network) }
    }

    /// The parts of prefixes, sorted. A prefix stands for what is left of it, where something
    /// is. What belongs to something of Azure within a prefix is none of its parts. `own` are
    /// more places to cut.
    pub(super) fn of(&self, prefixes: &[IpNet], own: &[IpNet]) -> Vec<IpNet> {
        let mut parts: Vec<IpNet> =
            prefixes.iter().flat_map(|&net| self.of_one(net, own)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    fn of_one(&self, net: IpNet, own: &[IpNet]) -> Vec<IpNet> {
        let is_within = |cut: &&IpNet| **cut != net && net.contains(*cut);
        let mut cuts: Vec<IpNet> = within(&self.cuts, net).collect();
        cuts.extend(own.iter().filter(is_within));
        cuts.sort_unstable();
        cuts.dedup();
        let mut spaces = within(&self.azure, net).peekable();
        let mut space: Option<IpNet> = None;
        cuts.retain(|cut| {
            while let Some(next) = spaces.next_if(|next| next <= cut) {
                if !space.is_some_and(|space| space.contains(&next)) {
                    space = Some(next);
                }
            }
            !space.is_some_and(|space| space.contains(cut))
        });
        cuts.insert(0, net);
        without_those_used_up(&cuts)
    }
}

fn known(prefixes: &Fact<Vec<Prefix>>) -> impl Iterator<Item = IpNet> {
    prefixes.value().into_iter().flatten().map(|prefix| prefix.net)
}

/// The prefixes of a sorted list that lie in another one.
fn within(sorted: &[IpNet], net: IpNet) -> impl Iterator<Item = IpNet> {
    let first = sorted.partition_point(|one| *one <= net);
    sorted[first..].iter().copied().take_while(move |one| net.contains(&one.network()))
}

/// Sorted prefixes without those of which the others within leave nothing.
fn without_those_used_up(sorted: &[IpNet]) -> Vec<IpNet> {
    // The size of what lies directly in each; that of everything wraps around to nothing.
    let mut taken = vec![None::<u128>; sorted.len()];
    let mut holders: Vec<usize> = Vec::new();
    for (at, net) in sorted.iter().enumerate() {
        while holders.last().is_some_and(|&holder| !sorted[holder].contains(net)) {
            holders.pop();
        }
        if let Some(&holder) = holders.last() {
            taken[holder] = Some(taken[holder].unwrap_or_default().wrapping_add(size(*net)));
        }
        holders.push(at);
    }
    let all = sorted.iter().zip(taken);
    all.filter(|(net, taken)| *taken != Some(size(**net))).map(|(net, _)| *net).collect()
}

fn size(net: IpNet) -> u128 {
    1_u128.checked_shl(u32::from(net.max_prefix_len() - net.prefix_len())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nets(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().expect("a prefix")).collect()
    }

    fn parts(cuts: &[&str], azure: &[&str], net: &str) -> Vec<IpNet> {
        let (mut cuts, mut azure) = (nets(cuts), nets(azure));
        cuts.sort_unstable();
        azure.sort_unstable();
        Parts { cuts, azure }.of(&nets(&[net]), &[])
    }

    #[test]
    fn a_prefix_is_cut_where_a_longer_route_begins() {
        let cuts = ["10.1.5.0/24", "10.1.5.0/25", "10.2.0.0/24", "10.0.0.0/8", "10.1.0.0/16"];
        let expected = nets(&["10.1.0.0/16", "10.1.5.0/24", "10.1.5.0/25"]);
        assert_eq!(parts(&cuts, &[], "10.1.0.0/16"), expected);
        assert_eq!(parts(&cuts, &[], "10.3.0.0/16"), nets(&["10.3.0.0/16"]));
    }

    #[test]
    fn of_what_longer_routes_use_up_nothing_is_left() {
        let halves = ["10.1.0.0/17", "10.1.128.0/17", "10.1.0.0/18", "10.1.64.0/18"];
        let expected = nets(&["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/17"]);
        assert_eq!(parts(&halves, &[], "10.1.0.0/16"), expected);
        assert_eq!(parts(&["::/1", "8000::/1"], &[], "::/0"), nets(&["::/1", "8000::/1"]));
        assert_eq!(parts(&["0.0.0.0/1", "128.0.0.0/2"], &[], "0.0.0.0/0").len(), 3);
    }

    #[test]
    fn what_belongs_to_a_virtual_network_is_no_part_of_a_site() {
        let cuts = ["10.1.5.0/24", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/24"];
        let azure = ["10.1.0.0/16", "10.1.5.0/24", "10.3.0.0/16"];
        assert_eq!(parts(&cuts, &azure, "10.0.0.0/8"), nets(&["10.0.0.0/8", "10.2.0.0/16"]));
        let own = nets(&["10.1.0.0/16", "10.1.5.0/24"]);
        assert_eq!(parts(&cuts, &["10.1.0.0/16"], "10.1.0.0/16"), own);
    }
}
