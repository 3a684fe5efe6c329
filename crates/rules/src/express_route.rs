//! Who is on which circuit, and where circuits are: what several rules ask of
//! ExpressRoute.

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Circuit, Connection, ConnectionKind, Gateway, Id, VirtualNetwork},
    routing::RouteDestination,
};

use crate::{Context, topology};

/// A gateway of a virtual network on a circuit. All of it is certainly there.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    pub connection: &'a Connection,
    pub gateway: Id<Gateway>,
    pub vnet: Id<VirtualNetwork>,
    pub circuit: Id<Circuit>,
}

/// Every gateway on every circuit, as far as both are known.
pub(crate) fn links(network: &Network) -> impl Iterator<Item = Link<'_>> {
    network.connections.iter().filter_map(|connection| {
        let &gateway = connection.gateway.value()?;
        let &vnet = network.gateways[gateway].virtual_network.value()?;
        let circuit = (*connection.circuit.value()?)?;
        let there = connection.kind.is(&ConnectionKind::ExpressRoute)
            && topology::certain(&connection.declared)
            && topology::certain(&network.gateways[gateway].declared)
            && topology::certain(&network.circuits[circuit].declared);
        there.then_some(Link { connection, gateway, vnet, circuit })
    })
}

/// Whether Global Reach joins two circuits, or may.
pub(crate) fn may_be_joined(network: &Network, one: Id<Circuit>, other: Id<Circuit>) -> bool {
    network.global_reach.iter().any(|reach| {
        let ends = [&reach.one, &reach.other];
        let is_end = |circuit| ends.iter().any(|end| end.why().is_some() || end.is(&Some(circuit)));
        is_end(one) && is_end(other)
    })
}

/// How many IPv4 prefixes a gateway is known to announce.
pub(crate) fn announced(ctx: &Context<'_>, gateway: Id<Gateway>) -> usize {
    let routes = ctx.routing.advertised(ctx.network, gateway);
    let known = routes.iter().filter(|route| route.unsure.is_none());
    let nets: BTreeSet<IpNet> = known
        .filter_map(|route| match route.destination {
            RouteDestination::Net(net) if net.addr().is_ipv4() => Some(net),
            _ => None,
        })
        .collect();
    nets.len()
}

/// A part of the world with the regions and the peering locations in it, each with the
/// regions that ExpressRoute Local reaches from there
/// (<https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers>,
/// April 2026).
struct Geography {
    name: &'static str,
    regions: &'static [&'static str],
    locations: &'static [(&'static str, &'static [&'static str])],
}

/// The geography of a region.
pub(crate) fn geography_of_region(region: &str) -> Option<&'static str> {
    let found = GEOGRAPHIES.iter().find(|geography| geography.regions.contains(&region));
    found.map(|geography| geography.name)
}

/// The geography of a peering location.
pub(crate) fn geography_of_location(location: &str) -> Option<&'static str> {
    located(location).map(|(geography, _)| geography.name)
}

/// The regions that a Local circuit reaches from a peering location. None at all where
/// there are no Local circuits.
pub(crate) fn local_regions(location: &str) -> Option<&'static [&'static str]> {
    located(location).map(|(_, regions)| regions)
}

fn located(location: &str) -> Option<(&'static Geography, &'static [&'static str])> {
    let location = location.to_ascii_lowercase().replace(' ', "");
    GEOGRAPHIES.iter().find_map(|geography| {
        let found = geography.locations.iter().find(|(name, _)| *name == location);
        found.map(|(_, regions)| (geography, *regions))
    })
}

const GEOGRAPHIES: &[Geography] = &[
    Geography {
        name: "Australia Government",
        regions: &["australiacentral", "australiacentral2"],
        locations: &[("canberra", &["australiacentral"]), ("canberra2", &["australiacentral2"])],
    },
    Geography {
        name: "Europe",
        regions: &[
            "francecentral",
            "francesouth",
            "germanynorth",
            "germanywestcentral",
            "italynorth",
            "northeurope",
            "norwayeast",
            "norwaywest",
            "polandcentral",
            "spaincentral",
            "swedencentral",
            "switzerlandnorth",
            "switzerlandwest",
            "uksouth",
            "ukwest",
            "westeurope",
        ],
        locations: &[
            ("amsterdam", &["westeurope"]),
            ("amsterdam2", &["westeurope"]),
            ("berlin", &["germanynorth"]),
            ("copenhagen", &[]),
            ("dublin", &["northeurope"]),
            ("dublin2", &["northeurope"]),
            ("frankfurt", &["germanywestcentral"]),
            ("frankfurt2", &["germanywestcentral"]),
            ("geneva", &["switzerlandwest"]),
            ("london", &["uksouth"]),
            ("london2", &["uksouth"]),
            ("madrid", &["spaincentral"]),
            ("madrid2", &["spaincentral"]),
            ("marseille", &["francesouth"]),
            ("milan", &["italynorth"]),
            ("milan2", &["italynorth"]),
            ("munich", &[]),
            ("newport(wales)", &["ukwest"]),
            ("oslo", &["norwayeast"]),
            ("paris", &["francecentral"]),
            ("paris2", &["francecentral"]),
            ("stavanger", &["norwaywest"]),
            ("stockholm", &["swedencentral"]),
            ("warsaw", &["polandcentral"]),
            ("zurich", &["switzerlandnorth"]),
            ("zurich2", &["switzerlandnorth"]),
        ],
    },
    Geography {
        name: "North America",
        regions: &[
            "canadacentral",
            "canadaeast",
            "centralus",
            "eastus",
            "eastus2",
            "northcentralus",
            "southcentralus",
            "westcentralus",
            "westus",
            "westus2",
            "westus3",
        ],
        locations: &[
            ("atlanta", &[]),
            ("chicago", &["northcentralus"]),
            ("chicago2", &["northcentralus"]),
            ("dallas", &[]),
            ("denver", &["westcentralus"]),
            ("lasvegas", &[]),
            ("losangeles", &[]),
            ("losangeles2", &[]),
            ("miami", &[]),
            ("minneapolis", &[]),
            ("montreal", &[]),
            ("newyork", &[]),
            ("phoenix", &["westus3"]),
            ("quebeccity", &["canadaeast"]),
            ("quincy", &["westus2"]),
            ("sanantonio", &["southcentralus"]),
            ("seattle", &["westus2"]),
            ("siliconvalley", &["westus"]),
            ("siliconvalley2", &["westus"]),
            ("toronto", &["canadacentral"]),
            ("toronto2", &["canadacentral"]),
            ("vancouver", &[]),
            ("washingtondc", &["eastus", "eastus2"]),
            ("washingtondc2", &["eastus", "eastus2"]),
        ],
    },
    Geography {
        name: "Asia",
        regions: &["eastasia", "southeastasia"],
        locations: &[
            ("bangkok", &[]),
            ("hongkong", &["eastasia"]),
            ("hongkong2", &["eastasia"]),
            ("jakarta", &["indonesiacentral"]),
            ("kualalumpur", &["malaysiawest"]),
            ("singapore", &["southeastasia"]),
            ("singapore2", &["southeastasia"]),
            ("taipei", &["taiwannorth"]),
        ],
    },
    Geography {
        name: "India",
        regions: &["centralindia", "southindia", "westindia"],
        locations: &[
            ("chennai", &["southindia"]),
            ("chennai2", &["southindia"]),
            ("mumbai", &["westindia"]),
            ("mumbai2", &["westindia"]),
            ("pune", &["centralindia"]),
        ],
    },
    Geography {
        name: "Israel",
        regions: &["israelcentral"],
        locations: &[("telaviv", &["israelcentral"]), ("telaviv2", &["israelcentral"])],
    },
    Geography {
        name: "Japan",
        regions: &["japaneast", "japanwest"],
        locations: &[
            ("osaka", &["japanwest"]),
            ("tokyo", &["japaneast"]),
            ("tokyo2", &["japaneast"]),
            ("tokyo3", &["japaneast"]),
        ],
    },
    Geography {
        name: "Oceania",
        regions: &["australiaeast", "australiasoutheast"],
        locations: &[
            ("auckland", &["newzealandnorth"]),
            ("melbourne", &["australiasoutheast"]),
            ("perth", &[]),
            ("sydney", &["australiaeast"]),
            ("sydney2", &["australiaeast"]),
        ],
    },
    Geography {
        name: "South Korea",
        regions: &["koreacentral", "koreasouth"],
        locations: &[
            ("busan", &["koreasouth"]),
            ("seoul", &["koreacentral"]),
            ("seoul2", &["koreacentral"]),
        ],
    },
    Geography {
        name: "UAE",
        regions: &["uaecentral", "uaenorth"],
        locations: &[
            ("abudhabi", &["uaecentral"]),
            ("dubai", &["uaenorth"]),
            ("dubai2", &["uaenorth"]),
        ],
    },
    Geography {
        name: "South Africa",
        regions: &["southafricanorth", "southafricawest"],
        locations: &[("capetown", &["southafricawest"]), ("johannesburg", &["southafricanorth"])],
    },
    Geography {
        name: "South America",
        regions: &["brazilsouth", "brazilsoutheast"],
        locations: &[
            ("campinas", &["brazilsouth"]),
            ("riodejaneiro", &["brazilsoutheast"]),
            ("santiago", &[]),
            ("saopaulo", &["brazilsouth"]),
            ("saopaulo2", &["brazilsouth"]),
        ],
    },
    Geography {
        name: "Qatar",
        regions: &["qatarcentral"],
        locations: &[("doha", &["qatarcentral"]), ("doha2", &["qatarcentral"])],
    },
];
