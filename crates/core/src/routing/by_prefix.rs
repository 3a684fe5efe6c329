//! Routes by the prefix that they are for, found by its address as a number.

use std::net::IpAddr;

use ipnet::IpNet;

/// The prefixes of one length that have routes.
#[derive(Debug, Default)]
pub(super) struct ByPrefix {
    /// Sorted.
    keys: Vec<u128>,
    nets: Vec<IpNet>,
    routes: Vec<Vec<usize>>,
}

impl ByPrefix {
    /// From a list of routes that is sorted by prefix.
    pub(super) fn new(sorted: impl Iterator<Item = (IpNet, Vec<usize>)>) -> Self {
        let mut all: Vec<_> = sorted.map(|(net, routes)| (key(net), net, routes)).collect();
        all.sort_by_key(|(key, ..)| *key);
        let mut by_prefix = Self::default();
        for (key, net, routes) in all {
            by_prefix.keys.push(key);
            by_prefix.nets.push(net);
            by_prefix.routes.push(routes);
        }
        by_prefix
    }

    /// The routes for the prefix of this length that holds a net.
    pub(super) fn covering(&self, net: IpNet, length: u8) -> &[usize] {
        let (own, bits) = match net {
            IpNet::V4(_) => (96 + net.prefix_len(), 96 + length),
            IpNet::V6(_) => (net.prefix_len(), length),
        };
        if bits > own {
            return &[];
        }
        let host = u128::MAX.checked_shr(u32::from(bits)).unwrap_or(0);
        let place = self.keys.binary_search(&(key(net) & !host)).ok();
        place.map_or(&[], |place| &self.routes[place])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (IpNet, &[usize])> {
        self.nets.iter().copied().zip(self.routes.iter().map(Vec::as_slice))
    }
}

/// The address as a number. IPv4's are those that IPv6 has for them, which no IPv6 prefix of
/// the lengths of IPv4 equals.
fn key(net: IpNet) -> u128 {
    match net.network() {
        IpAddr::V4(ip) => u128::from(ip.to_ipv6_mapped()),
        IpAddr::V6(ip) => u128::from(ip),
    }
}
