//! What is connected to virtual hubs: networks, gateways, branches, VPN sites.

use nexthop_iac::{Value, Why};

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion::{choice, ip, lower_texts, prefixes, truth, whole},
    directory::{Directory, EntryId},
    hub, nat_rule, peering, route_table,
};
use crate::{
    Fact, Known,
    network::{
        Circuit, ClientProtocol, ConnectionRoute, HubBranch, HubClients, HubConnection, HubGateway,
        HubGatewayKind, HubRouteTable, HubRouting, Id, Propagation, VpnSite,
    },
};

const ROUTING: &str = "properties.routingConfiguration";

/// The default route is not delivered to a network unless that is switched on, static
/// routes are propagated unless that is switched off, and those within the network's own
/// space are passed over unless the criterion is `Equal`: the defaults of azurerm's schema
/// (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing>).
pub(super) fn connection(directory: &mut Directory<'_>, id: EntryId) -> HubConnection {
    let hub = hub::of_child(directory, id);
    let attributes = directory.attributes(id);
    let config = format!("{ROUTING}.vnetRoutes.staticRoutesConfig");
    let criteria = choice(&[("Contains", false), ("Equal", true)]);
    let parent = directory.entry(id).parent;
    let routing = routing(directory, &attributes, parent);
    let routes = attributes.several(&format!("{ROUTING}.vnetRoutes.staticRoutes"), |block| {
        ConnectionRoute {
            prefixes: block.required("addressPrefixes", prefixes),
            next_hop: next_hop(directory, block),
            span: block.header(),
        }
    });
    HubConnection {
        hub,
        virtual_network: peering::remote(directory, id),
        internet_security: attributes.or("properties.enableInternetSecurity", false, truth),
        routing,
        static_routes: routes,
        overrides_local_routes: attributes.or(
            &format!("{config}.vnetLocalRouteOverrideCriteria"),
            false,
            criteria,
        ),
        propagates_static_routes: attributes.or(
            &format!("{config}.propagateStaticRoutes"),
            true,
            truth,
        ),
        declared: directory.entry(id).declared.clone(),
    }
}

fn next_hop(
    directory: &Directory<'_>,
    block: &Attributes<'_>,
) -> Fact<crate::network::ConnectionNextHop> {
    match block.find("nextHopIpAddress") {
        Found::Missing => Fact::unknown(block.left_out("nextHopIpAddress"), block.header()),
        Found::Unknown(why, span) => Fact::unknown(why, span),
        Found::Value(value, _) => match route_table::next_hop_target(directory, value) {
            Ok(target) => Fact::set(target, value.span),
            Err(why) => Fact::unknown(why, value.span),
        },
    }
}

/// Left out, a connection is associated with the default table and propagates to the
/// label `default` (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing>).
fn routing(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
    hub: Option<EntryId>,
) -> HubRouting {
    let span = match attributes.find(ROUTING) {
        Found::Value(value, _) => value.span,
        Found::Unknown(_, span) => span,
        Found::Missing => attributes.header(),
    };
    let table = format!("{ROUTING}.associatedRouteTable.id");
    let associated: Fact<Option<Id<HubRouteTable>>> = directory.link(attributes, &table);
    let default = hub.map(|hub| hub::default_table(directory, hub));
    let associated = match associated.value() {
        Some(None) => default.map_or_else(
            || Fact::unknown(Why::Failed("the hub is left out".to_owned()), associated.span),
            |default| Fact::default(default, associated.span),
        ),
        Some(Some(table)) => associated.map(|_| *table),
        None => {
            let why = associated.why().cloned();
            let why = why.unwrap_or_else(|| attributes.left_out(&table));
            Fact::unknown(why, associated.span)
        }
    };
    let inbound = directory.link(attributes, &format!("{ROUTING}.inboundRouteMap.id"));
    let outbound = directory.link(attributes, &format!("{ROUTING}.outboundRouteMap.id"));
    let propagated = propagated(directory, attributes);
    HubRouting { associated, propagated, inbound, outbound, span }
}

fn propagated(directory: &mut Directory<'_>, attributes: &Attributes<'_>) -> Fact<Propagation> {
    let path = format!("{ROUTING}.propagatedRouteTables");
    let labels = attributes.read(&format!("{path}.labels"), lower_texts);
    let ids = format!("{path}.ids");
    if labels.is_none() && !attributes.has(&ids) {
        let default = Propagation { tables: Vec::new(), labels: vec!["default".to_owned()] };
        return attributes
            .or(&path, default.clone(), |value| value.why().map_or(Ok(default.clone()), Err));
    }
    let labels = labels.unwrap_or_else(|| Fact::default(Vec::new(), attributes.header()));
    let (mut why, mut tables) = (labels.why().cloned(), Vec::new());
    let blocks = attributes.blocks(&ids);
    why = why.or(blocks.more);
    for block in &blocks.items {
        let table: Fact<Option<Id<HubRouteTable>>> = directory.link(block, "id");
        match table.value() {
            Some(table) => tables.extend(*table),
            None => why = why.or_else(|| table.why().cloned()),
        }
    }
    let span = if attributes.has(&ids) { blocks.span } else { labels.span };
    match (why, labels.known) {
        (Some(why), _) | (None, Known::Unknown(why)) => Fact::unknown(why, span),
        (None, Known::Set(labels) | Known::Default(labels)) => {
            Fact::set(Propagation { tables, labels }, span)
        }
    }
}

/// A gateway of a hub.
pub(super) fn gateway(directory: &mut Directory<'_>, id: EntryId) -> HubGateway {
    let attributes = directory.attributes(id);
    let kind = match directory.entry(id).class {
        Class::HubClientGateway => HubGatewayKind::PointToSite,
        Class::HubExpressRouteGateway => HubGatewayKind::ExpressRoute,
        _ => HubGatewayKind::SiteToSite,
    };
    let hub = hub::required(directory, &attributes);
    let entry = directory.entry_link(Class::VirtualHub, &attributes, "properties.virtualHub.id");
    let entry = entry.value().copied().flatten();
    let protocols = protocols(directory, &attributes);
    let units = match kind {
        HubGatewayKind::ExpressRoute => "properties.autoScaleConfiguration.bounds.min",
        HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite => {
            "properties.vpnGatewayScaleUnit"
        }
    };
    let clients =
        attributes.several("properties.p2SConnectionConfigurations", |block| HubClients {
            pool: block.required("properties.vpnClientAddressPool.addressPrefixes", prefixes),
            protocols: protocols.clone(),
            internet_security: block.or("properties.enableInternetSecurity", false, truth),
            routing: routing(directory, block, entry),
            span: block.header(),
        });
    HubGateway {
        declared: directory.entry(id).declared.clone(),
        kind,
        hub,
        allow_non_virtual_wan_traffic: attributes.or(
            "properties.allowNonVirtualWanTraffic",
            false,
            truth,
        ),
        clients,
        scale_units: attributes.optional(units, whole),
        nat_rules: nat_rule::of_gateway(directory, Class::HubNatRule, id),
        translates_routes: attributes.or(
            "properties.enableBgpRouteTranslationForNat",
            false,
            truth,
        ),
    }
}

/// `vpnProtocols` of the gateway's server configuration.
fn protocols(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> Fact<Vec<ClientProtocol>> {
    const PATH: &str = "properties.vpnServerConfiguration.id";
    let words = choice(&[
        ("IkeV2", ClientProtocol::IkeV2),
        ("SSTP", ClientProtocol::Sstp),
        ("OpenVPN", ClientProtocol::OpenVpn),
    ]);
    let all = |value: &Value| match value.as_list() {
        Some(items) => items.iter().map(&words).collect(),
        None => words(value).map(|one| vec![one]),
    };
    let entry = directory.entry_link(Class::ServerConfiguration, attributes, PATH);
    let why = || Why::SetByAzure("vpnProtocols".to_owned());
    match entry.value() {
        Some(Some(entry)) => directory
            .attributes(*entry)
            .read("properties.vpnProtocols", all)
            .unwrap_or_else(|| Fact::unknown(why(), directory.entry(*entry).declared.span)),
        _ => Fact::unknown(entry.why().cloned().unwrap_or_else(why), entry.span),
    }
}

/// A connection of a hub's VPN or ExpressRoute gateway. BGP is off unless a link has it on
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/vpngateways/vpnconnections>).
pub(super) fn branch(directory: &mut Directory<'_>, id: EntryId) -> HubBranch {
    let attributes = directory.attributes(id);
    let entry = directory.entry(id);
    let (parent, class, declared) = (entry.parent, entry.class, entry.declared.clone());
    let unknown = || {
        let why = directory.orphans.get(&class).cloned();
        why.unwrap_or_else(|| Why::Failed("the gateway is left out".to_owned()))
    };
    let gateway = parent.and_then(|parent| directory.row(parent));
    let gateway = gateway.map_or_else(
        || Fact::unknown(unknown(), declared.span),
        |gateway| Fact::set(gateway, declared.span),
    );
    let hub = parent.and_then(|parent| {
        let gateway = directory.attributes(parent);
        let hub = directory.entry_link(Class::VirtualHub, &gateway, "properties.virtualHub.id");
        hub.value().copied().flatten()
    });
    let links = attributes.blocks("properties.vpnLinkConnections");
    let bgp = links
        .items
        .iter()
        .map(|link| link.or("properties.enableBgp", false, truth))
        .find(|bgp| !bgp.is(&false));
    let rules = |link| nat_rule::of_connection(directory, link, Class::HubNatRule);
    let nat_rules = links.items.iter().find_map(rules);
    let peering = "properties.expressRouteCircuitPeering.id";
    let circuit = directory.entry_link(Class::CircuitPeering, &attributes, peering);
    let circuit = circuit.map(|peering| circuit_of(directory, *peering));
    HubBranch {
        gateway,
        nat_rules,
        vpn_site: directory.link(&attributes, "properties.remoteVpnSite.id"),
        circuit,
        bgp: bgp.unwrap_or_else(|| match links.more {
            Some(why) => Fact::unknown(why, links.span),
            None => attributes.or("properties.enableBgp", false, truth),
        }),
        internet_security: attributes.or("properties.enableInternetSecurity", false, truth),
        routing: routing(directory, &attributes, hub),
        declared,
    }
}

fn circuit_of(directory: &Directory<'_>, peering: Option<EntryId>) -> Option<Id<Circuit>> {
    let circuit = directory.entry(peering?).parent?;
    directory.row(circuit)
}

/// A VPN site.
pub(super) fn vpn_site(directory: &mut Directory<'_>, id: EntryId) -> VpnSite {
    let attributes = directory.attributes(id);
    let links = attributes.blocks("properties.vpnSiteLinks");
    let asn = links.items.iter().find_map(|link| {
        let asn = link.optional("properties.bgpProperties.asn", whole);
        (!asn.is(&None)).then_some(asn)
    });
    let addresses = links.items.iter().filter_map(|link| {
        link.read("properties.ipAddress", ip).and_then(|ip| ip.value().copied())
    });
    let public = links.items.iter().filter_map(|link| match link.find("properties.ipAddress") {
        Found::Value(value, _) => {
            let address = directory.by_reference(Class::PublicAddress, value)?;
            directory.row(address)
        }
        Found::Missing | Found::Unknown(..) => None,
    });
    VpnSite {
        public_addresses: public.collect(),
        address_space: attributes.or(
            "properties.addressSpace.addressPrefixes",
            Vec::new(),
            prefixes,
        ),
        asn: asn.unwrap_or_else(|| match links.more {
            Some(why) => Fact::unknown(why, links.span),
            None => Fact::default(None, links.span),
        }),
        link_addresses: addresses.collect(),
        declared: directory.entry(id).declared.clone(),
    }
}
