//! What a user says about the world beyond the code.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::Limits;

/// Everything configurable about the model.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// On-premises sites by name.
    pub sites: Vec<SiteModel>,
    /// What appliances that speak BGP advertise.
    pub appliances: Vec<ApplianceModel>,
    /// P2S clients to ExpressRoute through a Route Server: Microsoft documents
    /// it as not supported (Route Server FAQ), labs see it work.
    pub p2s_expressroute_via_route_server: Contested,
    /// Numbers of Azure that change over time.
    pub limits: Limits,
    /// What is taken to be out of service, by name or address: a connection, a
    /// circuit, a gateway, a firewall, one link of a circuit as `circuit/primary`, the tunnel
    /// of one instance of a gateway as `connection/instance-0`. It stays configured and
    /// carries nothing.
    pub out_of_service: Vec<String>,
}

/// Which of two contradicting sources is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contested {
    /// Microsoft's documentation.
    #[default]
    Documented,
    /// What has been seen to work.
    Observed,
}

/// An on-premises site as configured.
#[derive(Clone, Debug)]
pub struct SiteModel {
    /// Its name.
    pub name: String,
    /// Its prefixes.
    pub prefixes: Vec<IpNet>,
    /// The autonomous system of its routers. With it they pass on what they hear of one
    /// circuit or tunnel to the others.
    pub asn: Option<u32>,
    /// How often its routers put their autonomous system once more before a path, by
    /// instance of the VPN gateway that they tell it.
    pub prepends: Vec<u8>,
    /// The BGP communities of what it announces, where they are configured.
    pub communities: Option<Vec<String>>,
    /// Circuits, connections or gateways of ExpressRoute that lead there, by name or address.
    pub expressroute: Vec<String>,
    /// Local network gateways or VPN sites that stand for it, by name or address.
    pub vpn: Vec<String>,
    /// Appliances in Azure that end tunnels from it (SD-WAN, IPsec): each by the name or
    /// address of its network interface, load balancer or BGP connection, or by its address.
    pub appliances: Vec<String>,
}

/// A network virtual appliance as configured: what it tells the Route Server or the
/// virtual hub that it peers with.
#[derive(Clone, Debug)]
pub struct ApplianceModel {
    /// The BGP connection, the network interface or the virtual machine's interface that
    /// it is, by name or address; or its peer address.
    pub name: String,
    /// The prefixes that it advertises.
    pub advertises: Vec<IpNet>,
    /// The next hop that it advertises them with; its own address where it is left out.
    pub next_hop: Option<IpAddr>,
    /// The autonomous systems that it adds, where they are not those of the BGP connection.
    pub asn: Option<u32>,
    /// How often it puts its autonomous system once more before a path.
    pub prepends: u8,
    /// The BGP communities of what it advertises, where they are configured.
    pub communities: Option<Vec<String>>,
    /// The appliances that it reaches through tunnels of its own, named as in `name`: what
    /// it advertises is behind them.
    pub overlay: Vec<String>,
    /// It forwards packet by packet, and need not see both directions of a connection.
    pub stateless: bool,
}
