//! Azure's numbers, which change over time and are raised for single customers.

use std::collections::BTreeMap;

/// Azure's limits.
#[derive(Clone, Debug)]
pub struct Limits {
    /// User-defined routes of a table: 400
    /// (<https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits>).
    pub routes_per_table: usize,
    /// Peerings of a virtual network: 500 (the same page).
    pub peerings_per_vnet: usize,
    /// BGP peers of a Route Server: 8
    /// (<https://learn.microsoft.com/azure/route-server/route-server-faq#limits>).
    pub route_server_peers: usize,
    /// The longest prefix that a `RouteServerSubnet` may have: 27
    /// (<https://learn.microsoft.com/azure/route-server/quickstart-create-route-server-portal>).
    pub route_server_subnet_prefix_length: usize,
    /// IPv4 prefixes that an ExpressRoute gateway may tell a circuit: 1,000
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-faqs>).
    pub expressroute_prefixes: usize,
    /// Scale units of an `ErGwScale` gateway: 40
    /// (<https://learn.microsoft.com/azure/expressroute/scalable-gateway>).
    pub expressroute_scale_units: usize,
    /// Tunnels of a VPN gateway, by SKU
    /// (<https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus>).
    pub vpn_tunnels: NumbersByName,
    /// Clients of a VPN gateway by another protocol than SSTP, by SKU; all of them where
    /// there is no other (the same page).
    pub p2s_connections: NumbersByName,
    /// Circuits of an ExpressRoute gateway, by SKU; an `ErGwScale` gateway by its scale
    /// units (<https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways>).
    pub circuits_per_gateway: NumbersByName,
    /// Virtual networks of a Standard or Local circuit: 10
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-faqs>).
    pub links_per_circuit: usize,
    /// Virtual networks of a Premium circuit, by its bandwidth in Mbps (the same page).
    pub links_per_premium_circuit: BTreeMap<u32, usize>,
}

/// Numbers by a name that Azure compares without case, such as that of a SKU.
#[derive(Clone, Debug, Default)]
pub struct NumbersByName(BTreeMap<String, usize>);

impl NumbersByName {
    /// The number of a name.
    pub fn of(&self, name: &str) -> Option<usize> {
        self.0.get(&name.to_ascii_lowercase()).copied()
    }

    /// Replaces the number of a name, or adds one.
    pub fn set(&mut self, name: &str, number: usize) {
        self.0.insert(name.to_ascii_lowercase(), number);
    }
}

impl<'a> FromIterator<(&'a str, usize)> for NumbersByName {
    fn from_iter<I: IntoIterator<Item = (&'a str, usize)>>(numbers: I) -> Self {
        let mut all = Self::default();
        for (name, number) in numbers {
            all.set(name, number);
        }
        all
    }
}

/// The SKUs of VPN gateways with their tunnels and clients.
const VPN_SKUS: [(&str, usize, usize); 11] = [
    ("Basic", 10, 128),
    ("VpnGw1", 30, 250),
    ("VpnGw2", 30, 500),
    ("VpnGw3", 30, 1_000),
    ("VpnGw4", 100, 5_000),
    ("VpnGw5", 100, 10_000),
    ("VpnGw1AZ", 30, 250),
    ("VpnGw2AZ", 30, 500),
    ("VpnGw3AZ", 30, 1_000),
    ("VpnGw4AZ", 100, 5_000),
    ("VpnGw5AZ", 100, 10_000),
];

/// The SKUs of ExpressRoute gateways with their circuits.
const EXPRESS_ROUTE_SKUS: [(&str, usize); 9] = [
    ("Standard", 4),
    ("ErGw1AZ", 4),
    ("HighPerformance", 8),
    ("ErGw2AZ", 8),
    ("UltraPerformance", 16),
    ("ErGw3AZ", 16),
    ("ErGwScale_1", 4),
    ("ErGwScale_2", 8),
    ("ErGwScale_10", 16),
];

/// Bandwidths of Premium circuits with their links.
const PREMIUM_LINKS: [(u32, usize); 10] = [
    (50, 20),
    (100, 25),
    (200, 25),
    (500, 40),
    (1_000, 50),
    (2_000, 60),
    (5_000, 75),
    (10_000, 100),
    (40_000, 100),
    (100_000, 100),
];

impl Default for Limits {
    fn default() -> Self {
        Self {
            routes_per_table: 400,
            peerings_per_vnet: 500,
            route_server_peers: 8,
            route_server_subnet_prefix_length: 27,
            expressroute_prefixes: 1_000,
            expressroute_scale_units: 40,
            vpn_tunnels: VPN_SKUS.into_iter().map(|(sku, tunnels, _)| (sku, tunnels)).collect(),
            p2s_connections: VPN_SKUS.into_iter().map(|(sku, _, clients)| (sku, clients)).collect(),
            circuits_per_gateway: EXPRESS_ROUTE_SKUS.into_iter().collect(),
            links_per_circuit: 10,
            links_per_premium_circuit: PREMIUM_LINKS.into_iter().collect(),
        }
    }
}

impl Limits {
    /// The circuits of an ExpressRoute gateway. Of an `ErGwScale` gateway they grow with
    /// its scale units, of which the most that it may have count.
    pub fn circuits_of_gateway(&self, sku: &str, units: Option<u32>) -> Option<usize> {
        if !sku.eq_ignore_ascii_case("ErGwScale") {
            return self.circuits_per_gateway.of(sku);
        }
        let step = match units? {
            0..=1 => "ErGwScale_1",
            2..=9 => "ErGwScale_2",
            10.. => "ErGwScale_10",
        };
        self.circuits_per_gateway.of(step)
    }

    /// The links of a Premium circuit: those of the next smaller bandwidth that has a number.
    pub fn links_of_premium_circuit(&self, megabits: u32) -> Option<usize> {
        self.links_per_premium_circuit.range(..=megabits).next_back().map(|(_, links)| *links)
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn a_sku_is_found_without_case() {
        let limits = Limits::default();
        assert_eq!(limits.vpn_tunnels.of("vpngw4az"), Some(100));
        assert_eq!(limits.p2s_connections.of("VpnGw2AZ"), Some(500));
        assert_eq!(limits.vpn_tunnels.of("VpnGw9"), None);
    }

    #[test]
    fn circuits_of_a_scalable_gateway_grow_with_its_units() {
        let limits = Limits::default();
        let circuits = |units| limits.circuits_of_gateway("ErGwScale", units);
        assert_eq!([1, 2, 9, 10, 40].map(Some).map(circuits), [4, 8, 8, 16, 16].map(Some));
        assert_eq!(circuits(None), None);
        assert_eq!(limits.circuits_of_gateway("ErGw1Az", None), Some(4));
    }

    #[test]
    fn links_of_a_premium_circuit_grow_with_its_bandwidth() {
        let limits = Limits::default();
        assert_eq!(limits.links_of_premium_circuit(50), Some(20));
        assert_eq!(limits.links_of_premium_circuit(999), Some(40));
        assert_eq!(limits.links_of_premium_circuit(10), None);
    }
}
