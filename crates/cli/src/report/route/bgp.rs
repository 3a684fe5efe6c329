//! Routers and what they have learned by BGP, in words.

use nexthop_core::{
    Network,
    routing::{BgpRoute, Speaker},
};
use serde::Serialize;

/// A row of a table in words.
#[derive(Debug, Serialize)]
pub(crate) struct BgpLine {
    /// Whose row it is.
    pub(crate) at: RouterV1,
    pub(crate) network: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_hop: Option<RouterV1>,
    pub(crate) origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source_peer: Option<RouterV1>,
    /// As Azure prints it; `?` for a system that cannot be told.
    pub(crate) as_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) weight: Option<u32>,
    /// It is there only if something is that the code does not tell.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unsure: bool,
}

/// A router.
#[derive(Debug, Serialize)]
pub(crate) struct RouterV1 {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// Of a gateway or a Route Server, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instance: Option<u8>,
    /// Of a circuit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
}

impl BgpLine {
    pub(crate) fn of(network: &Network, row: &BgpRoute) -> Self {
        let router = |speaker| RouterV1 {
            address: row.address(network, speaker).map(|address| address.to_string()),
            ..RouterV1::of(network, speaker)
        };
        let asn = |asn: &Option<u32>| asn.map_or_else(|| "?".to_owned(), |asn| asn.to_string());
        Self {
            at: router(row.at),
            network: row.network.to_string(),
            next_hop: row.next_hop.map(router),
            origin: row.origin.as_str(),
            source_peer: row.source_peer.map(router),
            as_path: row.as_path.iter().map(asn).collect::<Vec<_>>().join("-"),
            weight: row.weight,
            unsure: !row.is_sure,
        }
    }

    /// The cells of a table for people.
    pub(crate) fn cells(&self) -> [String; 6] {
        let network =
            if self.unsure { format!("{} (perhaps)", self.network) } else { self.network.clone() };
        [
            network,
            self.next_hop.as_ref().map(RouterV1::shown).unwrap_or_default(),
            self.origin.to_owned(),
            self.source_peer.as_ref().map(RouterV1::shown).unwrap_or_default(),
            self.as_path.clone(),
            self.weight.map(|weight| weight.to_string()).unwrap_or_default(),
        ]
    }
}

impl RouterV1 {
    pub(crate) fn of(network: &Network, speaker: Speaker) -> Self {
        let router = |kind, name: &str| Self {
            kind,
            name: name.to_owned(),
            instance: None,
            link: None,
            address: None,
        };
        match speaker {
            Speaker::Gateway(id, instance) => {
                let name = network.gateways[id].declared.label();
                Self { instance: Some(instance), ..router("gateway", name) }
            }
            Speaker::Edge(id, link) => {
                let name = network.circuits[id].declared.label();
                Self { link: Some(link.as_str()), ..router("edge", name) }
            }
            Speaker::Site(id) => router("site", &network.sites[id].name),
            Speaker::RouteServer(id, instance) => {
                let name = network.route_servers[id].declared.label();
                Self { instance: Some(instance), ..router("route-server", name) }
            }
            Speaker::HubGateway(id, instance) => {
                let name = network.hub_gateways[id].declared.label();
                Self { instance: Some(instance), ..router("hub-gateway", name) }
            }
            Speaker::Appliance(appliance) => Self {
                address: appliance.address(network).map(|address| address.to_string()),
                ..router("appliance", appliance.label(network).unwrap_or_default())
            },
        }
    }

    pub(crate) fn shown(&self) -> String {
        let place = match (self.instance, self.link) {
            (Some(instance), _) => format!("/{instance}"),
            (_, Some(link)) => format!("/{link}"),
            _ => String::new(),
        };
        let name = format!("{}{place}", self.name);
        match &self.address {
            Some(address) if name.is_empty() => address.clone(),
            Some(address) => format!("{address} ({name})"),
            None => name,
        }
    }
}
