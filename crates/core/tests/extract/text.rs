//! A network as text, a line for each row.
//!
//! Behind a value, `~` marks a default; `?` and a cause in brackets is unknown.
//! `!` before a name is something that exists outside of the code, `perhaps`
//! something that may not be there.

use std::fmt::{Debug, Display, Write};

use nexthop_core::{
    Fact, Known, Network, Presence,
    network::{
        ApplicationSecurityGroup, Declared, FirewallRule, HubNextHop, HubRouteTable, HubRouting,
        Id, NextHopTarget, Prefix, Route, RoutePrefix, Several, SiteLink, Subnet, UserNextHop,
    },
};

/// The rows of a network. What is left out or off by default is not shown.
pub(crate) fn of(network: &Network) -> String {
    let mut out = String::new();
    virtual_networks(network, &mut out);
    for peering in &network.peerings {
        let local = network.virtual_networks[peering.local].declared.label();
        let remote = network.virtual_networks[peering.remote].declared.label();
        let flags = flags(&[
            ("access", &peering.allow_access),
            ("forwarded", &peering.allow_forwarded_traffic),
            ("transit", &peering.allow_gateway_transit),
            ("remote-gateways", &peering.use_remote_gateways),
            ("complete", &peering.complete),
        ]);
        line(&mut out, 0, "peering", &peering.declared, &format!("{local} -> {remote}{flags}"));
    }
    tables(network, &mut out);
    gateways(network, &mut out);
    route_servers(network, &mut out);
    firewalls(network, &mut out);
    appliances(network, &mut out);
    for site in &network.sites {
        let _ = writeln!(out, "site {} {}", site.name, fact(&site.prefixes, prefixes));
        for link in &site.links.known {
            let _ = writeln!(out, "  {}", site_link(network, *link));
        }
        if let Some(why) = &site.links.more {
            let _ = writeln!(out, "  ?({why})");
        }
    }
    for module in &network.hidden_modules {
        let networks = module.virtual_networks.iter();
        let networks = networks.map(|&id| network.virtual_networks[id].declared.label());
        let groups = module.security_groups.iter();
        let groups = groups.map(|&id| network.security_groups[id].declared.label());
        let policies = module.firewall_policies.iter();
        let policies = policies.map(|&id| network.firewall_policies[id].declared.label());
        let names: Vec<&str> = networks.chain(groups).chain(policies).collect();
        let _ = writeln!(out, "hidden {}: {}", module.source, names.join(", "));
    }
    virtual_wan(network, &mut out);
    out
}

fn virtual_wan(network: &Network, out: &mut String) {
    for wan in &network.virtual_wans {
        let text = format!(
            "{}{}",
            fact(&wan.kind, debug),
            flags(&[("branch-to-branch", &wan.branch_to_branch)])
        );
        line(out, 0, "wan", &wan.declared, &text);
    }
    for (id, hub) in network.virtual_hubs.entries() {
        let wan = network.virtual_wans[hub.wan].declared.label();
        let prefix = fact(&hub.prefix, |prefix| {
            prefix.map_or_else(|| "nothing".to_owned(), |prefix| prefix.net.to_string())
        });
        let peers = hub.peers.known.iter().map(|peer| fact(&peer.ip, ToString::to_string));
        let peers: Vec<String> = peers.collect();
        let text = format!("{prefix} in {wan} peers [{}]", peers.join(" "));
        line(out, 0, "hub", &hub.declared, &text);
        for table in network.hub_route_tables.iter().filter(|table| table.hub == id) {
            let routes = table.routes.known.iter().map(|route| {
                let nets = fact(&route.destinations, prefixes);
                format!("{nets} -> {}", fact(&route.next_hop, |hop| hub_hop(network, *hop)))
            });
            let routes: Vec<String> = routes.collect();
            let labels = fact(&table.labels, |labels| labels.join(","));
            let text = format!("[{labels}] {}", routes.join("; "));
            line(out, 1, "table", &table.declared, &text);
        }
        for one in network.hub_connections.iter().filter(|one| one.hub == id) {
            let vnet = network.virtual_networks[one.virtual_network].declared.label();
            let routes = one.static_routes.known.iter();
            let routes = routes.map(|route| format!(" {}", fact(&route.prefixes, prefixes)));
            let text = format!(
                "to {vnet} {}{}{}",
                hub_routing(network, &one.routing),
                flags(&[
                    ("internet", &one.internet_security),
                    ("equal", &one.overrides_local_routes)
                ]),
                routes.collect::<String>(),
            );
            line(out, 1, "connection", &one.declared, &text);
        }
        for intent in network.routing_intents.iter().filter(|intent| intent.hub == id) {
            let policies = intent.policies.known.iter().map(|policy| {
                let hop = fact(&policy.next_hop, |hop| hub_hop(network, *hop));
                format!("{} -> {hop}", fact(&policy.traffic, debug))
            });
            line(out, 1, "intent", &intent.declared, &policies.collect::<Vec<_>>().join("; "));
        }
    }
    hub_gateways(network, out);
}

fn hub_gateways(network: &Network, out: &mut String) {
    for (id, gateway) in network.hub_gateways.entries() {
        let hub = network.virtual_hubs[gateway.hub].declared.label();
        let pools = gateway.clients.known.iter().map(|clients| {
            let pool = fact(&clients.pool, prefixes);
            format!(" pool {pool} {}", hub_routing(network, &clients.routing))
        });
        let text = format!("{:?} in {hub}{}", gateway.kind, pools.collect::<String>());
        line(out, 0, "hub-gateway", &gateway.declared, &text);
        for branch in network.hub_branches.iter().filter(|one| one.gateway.is(&id)) {
            let site = branch.vpn_site.value().copied().flatten();
            let site = site.map(|id| network.vpn_sites[id].declared.label());
            let circuit = branch.circuit.value().copied().flatten();
            let circuit = circuit.map(|id| network.circuits[id].declared.label());
            let text = format!(
                "to {} {}{}",
                option(site.or(circuit)),
                hub_routing(network, &branch.routing),
                flags(&[("bgp", &branch.bgp), ("internet", &branch.internet_security)])
            );
            line(out, 1, "branch", &branch.declared, &text);
        }
    }
}

fn hub_routing(network: &Network, routing: &HubRouting) -> String {
    let table = |id: Id<HubRouteTable>| network.hub_route_tables[id].declared.label().to_owned();
    let propagated = fact(&routing.propagated, |propagated| {
        let labels = propagated.labels.iter().map(|label| format!("#{label}"));
        propagated.tables.iter().map(|&id| table(id)).chain(labels).collect::<Vec<_>>().join(",")
    });
    format!("by {} tells {propagated}", fact(&routing.associated, |id| table(*id)))
}

fn hub_hop(network: &Network, hop: HubNextHop) -> String {
    match hop {
        HubNextHop::Connection(id) => network.hub_connections[id].declared.label().to_owned(),
        HubNextHop::Firewall(id) => network.firewalls[id].declared.label().to_owned(),
    }
}

fn line(out: &mut String, depth: usize, kind: &str, declared: &Declared, rest: &str) {
    let perhaps = if declared.presence == Presence::Certain { "" } else { "perhaps " };
    let outside = if declared.existing { "!" } else { "" };
    let text = format!("{kind} {perhaps}{outside}{} {rest}", declared.label());
    let _ = writeln!(out, "{}{}", "  ".repeat(depth), text.trim_end());
}

fn virtual_networks(network: &Network, out: &mut String) {
    for (id, vnet) in network.virtual_networks.entries() {
        let summarized = match vnet.summarized_gateway_prefixes.written() {
            Some(known) => format!(" summarized {}", prefixes(known)),
            None => String::new(),
        };
        let space = fact(&vnet.address_space, prefixes);
        line(out, 0, "vnet", &vnet.declared, &format!("{space}{summarized}"));
        for subnet in network.subnets_of(id) {
            let subnet = &network.subnets[subnet];
            line(out, 1, "subnet", &subnet.declared, &subnet_text(network, subnet));
        }
    }
}

fn subnet_text(network: &Network, subnet: &Subnet) -> String {
    let mut text = fact(&subnet.prefixes, prefixes);
    text += &written("table", &subnet.route_table, |table| {
        option(table.as_ref().map(|&id| network.route_tables[id].declared.label()))
    });
    text += &written("group", &subnet.security_group, |group| {
        option(group.as_ref().map(|&id| network.security_groups[id].declared.label()))
    });
    if subnet.delegation.is_some() {
        text += " delegated";
    }
    text
}

fn tables(network: &Network, out: &mut String) {
    for table in &network.route_tables {
        let propagation = flags(&[("propagates", &table.propagates_gateway_routes)]);
        let more = more(&table.routes);
        line(out, 0, "table", &table.declared, &format!("{}{more}", propagation.trim_start()));
        for route in &table.routes.known {
            let _ = writeln!(out, "  {}", route_text(network, route));
        }
    }
    for group in &network.security_groups {
        line(out, 0, "group", &group.declared, more(&group.rules).trim_start());
        for rule in &group.rules.known {
            let _ = writeln!(
                out,
                "  {} {} {} {} {} {}{} -> {}{} {}",
                fact(&rule.name, Clone::clone),
                fact(&rule.priority, debug),
                fact(&rule.direction, debug),
                fact(&rule.action, debug),
                fact(&rule.protocol, Clone::clone),
                words(&rule.sources),
                application_groups(network, &rule.source_groups),
                words(&rule.destinations),
                application_groups(network, &rule.destination_groups),
                fact(&rule.ports, |list| list.join(",")),
            );
        }
    }
}

fn application_groups(network: &Network, ids: &[Id<ApplicationSecurityGroup>]) -> String {
    let names: Vec<&str> =
        ids.iter().map(|&id| network.application_groups[id].declared.label()).collect();
    names.join(",")
}

fn route_text(network: &Network, route: &Route) -> String {
    let perhaps = if route.presence == Presence::Certain { "" } else { "perhaps " };
    let name = fact(&route.name, Clone::clone);
    let prefix = fact(&route.prefix, |prefix| match prefix {
        RoutePrefix::Net(net) => net.to_string(),
        RoutePrefix::ServiceTag(tag) => tag.clone(),
    });
    let next_hop = fact(&route.next_hop, |hop| match hop {
        UserNextHop::Other(word) => format!("other {word}"),
        known => debug(known),
    });
    let appliance = written("at", &route.appliance, |target| match target {
        None => "nothing".to_owned(),
        Some(NextHopTarget::Address(ip)) => ip.to_string(),
        Some(NextHopTarget::Firewall(id)) => network.firewalls[*id].declared.label().to_owned(),
        Some(NextHopTarget::NetworkInterface(id)) => {
            network.network_interfaces[*id].declared.label().to_owned()
        }
        Some(NextHopTarget::LoadBalancer(id)) => {
            network.load_balancers[*id].declared.label().to_owned()
        }
    });
    format!("{perhaps}{name}: {prefix} -> {next_hop}{appliance}")
}

fn gateways(network: &Network, out: &mut String) {
    let vnet = |id: &_| network.virtual_networks[*id].declared.label().to_owned();
    for gateway in &network.gateways {
        let mut text = format!(
            "{} in {} asn {}{}",
            fact(&gateway.kind, debug),
            fact(&gateway.virtual_network, vnet),
            fact(&gateway.asn, debug),
            flags(&[("active-active", &gateway.active_active), ("bgp", &gateway.bgp)]),
        );
        if let Some(clients) = &gateway.clients {
            let _ = write!(text, " clients {}", fact(&clients.pool, prefixes));
        }
        text += &written("custom", &gateway.custom_routes, prefixes);
        line(out, 0, "gateway", &gateway.declared, &text);
        for configuration in &gateway.ip_configurations.known {
            let subnet =
                fact(&configuration.subnet, |&id| network.subnets[id].declared.label().to_owned());
            let address = written("address", &configuration.public_address, |id| {
                option(id.as_ref().map(|&id| network.public_addresses[id].declared.label()))
            });
            let _ = writeln!(out, "  {subnet}{address}");
        }
    }
    for connection in &network.connections {
        let gateway = |id: &_| network.gateways[*id].declared.label().to_owned();
        let mut text = format!(
            "{} from {}",
            fact(&connection.kind, debug),
            fact(&connection.gateway, gateway)
        );
        text += &written("to", &connection.peer_gateway, |id| {
            option(id.as_ref().map(|&id| network.gateways[id].declared.label()))
        });
        text += &written("to", &connection.local_network_gateway, |id| {
            option(id.as_ref().map(|&id| network.local_network_gateways[id].declared.label()))
        });
        text += &written("to", &connection.circuit, |id| {
            option(id.as_ref().map(|&id| network.circuits[id].declared.label()))
        });
        text += &flags(&[("bgp", &connection.bgp), ("bypass", &connection.gateway_bypass)]);
        line(out, 0, "connection", &connection.declared, &text);
    }
    for gateway in &network.local_network_gateways {
        let asn = written("asn", &gateway.asn, |asn| {
            asn.map_or("nothing".to_owned(), |asn| asn.to_string())
        });
        let text = format!("{}{asn}", fact(&gateway.address_space, prefixes));
        line(out, 0, "local", &gateway.declared, &text);
    }
    for circuit in &network.circuits {
        line(out, 0, "circuit", &circuit.declared, &fact(&circuit.tier, debug));
        for peering in &circuit.peerings.known {
            let text = format!(
                "{}{} {}",
                fact(&peering.kind, debug),
                written("asn", &peering.asn, |asn| asn
                    .map_or("nothing".to_owned(), |asn| asn.to_string())),
                fact(&peering.link_prefixes, prefixes)
            );
            line(out, 1, "peering", &peering.declared, &text);
        }
    }
}

fn route_servers(network: &Network, out: &mut String) {
    for server in &network.route_servers {
        let text = format!(
            "in {}/{}{} prefers {}",
            fact(&server.virtual_network, |&id| {
                network.virtual_networks[id].declared.label().to_owned()
            }),
            fact(&server.subnet, |&id| network.subnets[id].declared.label().to_owned()),
            flags(&[("branch-to-branch", &server.branch_to_branch)]),
            fact(&server.routing_preference, debug),
        );
        line(out, 0, "route-server", &server.declared, &text);
        for peer in &server.peers.known {
            let text = format!("{} {}", fact(&peer.asn, debug), fact(&peer.ip, show));
            line(out, 1, "peer", &peer.declared, &text);
        }
    }
}

fn firewalls(network: &Network, out: &mut String) {
    for firewall in &network.firewalls {
        let vnet = |id: &Option<_>| {
            option(id.as_ref().map(|&id| network.virtual_networks[id].declared.label()))
        };
        let mut text = format!(
            "{} {} in {} at {}",
            fact(&firewall.placement, debug),
            fact(&firewall.tier, debug),
            fact(&firewall.virtual_network, vnet),
            fact(&firewall.private_ip, show),
        );
        text += &written("policy", &firewall.policy, |id| {
            option(id.as_ref().map(|&id| network.firewall_policies[id].declared.label()))
        });
        text += &written("ranges", &firewall.private_ranges, |ranges| {
            ranges.as_deref().map_or("nothing".to_owned(), joined)
        });
        line(out, 0, "firewall", &firewall.declared, &text);
        for rule in &firewall.rules.known {
            firewall_rule(rule, out);
        }
    }
    for policy in &network.firewall_policies {
        let ranges = written("ranges", &policy.private_ranges, |ranges| {
            ranges.as_deref().map_or("nothing".to_owned(), joined)
        });
        let base = written("on", &policy.base, |id| {
            option(id.as_ref().map(|&id| network.firewall_policies[id].declared.label()))
        });
        let text = format!("{}{base}{ranges}", fact(&policy.tier, debug));
        line(out, 0, "policy", &policy.declared, &text);
        for rule in &policy.rules.known {
            firewall_rule(rule, out);
        }
    }
}

fn firewall_rule(rule: &FirewallRule, out: &mut String) {
    let perhaps = if rule.presence == Presence::Certain { "" } else { "perhaps " };
    let _ = writeln!(
        out,
        "  {perhaps}{:?} {} {} {} {} -> {}{} {}",
        rule.kind,
        fact(&rule.allows, debug),
        fact(&rule.priority, debug),
        fact(&rule.protocols, |list| list.join(",")),
        words(&rule.sources),
        words(&rule.destinations),
        words(&rule.hosts),
        fact(&rule.ports, |list| list.join(",")),
    );
}

fn appliances(network: &Network, out: &mut String) {
    let subnet =
        |id: &Option<_>| option(id.as_ref().map(|&id| network.subnets[id].declared.label()));
    let ip = |ip: &Option<std::net::IpAddr>| {
        ip.as_ref().map_or("dynamic".to_owned(), ToString::to_string)
    };
    for interface in &network.network_interfaces {
        let forwarding = flags(&[("forwards", &interface.ip_forwarding)]);
        line(out, 0, "interface", &interface.declared, forwarding.trim_start());
        for address in &interface.addresses.known {
            let _ = writeln!(out, "  {} {}", fact(&address.subnet, subnet), fact(&address.ip, ip));
        }
    }
    for balancer in &network.load_balancers {
        line(out, 0, "balancer", &balancer.declared, &fact(&balancer.sku, Clone::clone));
        for address in &balancer.frontends.known {
            let _ = writeln!(out, "  {} {}", fact(&address.subnet, subnet), fact(&address.ip, ip));
        }
    }
    for address in &network.public_addresses {
        let text = format!(
            "{} static {}",
            fact(&address.sku, Clone::clone),
            fact(&address.is_static, debug)
        );
        line(out, 0, "address", &address.declared, &text);
    }
}

fn site_link(network: &Network, link: SiteLink) -> String {
    match link {
        SiteLink::Appliance(target) => format!("appliance {target:?}"),
        SiteLink::Hub { gateway, branch } => {
            let gateway = network.hub_gateways[gateway].declared.label();
            let branch = branch.map(|id| network.hub_branches[id].declared.label());
            format!("hub {gateway} by {}", option(branch))
        }
        SiteLink::ExpressRoute { gateway, connection } => {
            let gateway = network.gateways[gateway].declared.label();
            let connection = connection.map(|id| network.connections[id].declared.label());
            format!("express-route {gateway} by {}", option(connection))
        }
        SiteLink::Vpn { gateway, connection, local_network_gateway } => format!(
            "vpn {} by {} to {}",
            network.gateways[gateway].declared.label(),
            network.connections[connection].declared.label(),
            network.local_network_gateways[local_network_gateway].declared.label(),
        ),
    }
}

/// The flags that are not off by default.
fn flags(flags: &[(&str, &Fact<bool>)]) -> String {
    flags
        .iter()
        .filter(|(_, flag)| flag.known != Known::Default(false))
        .map(|(name, flag)| match flag.known {
            Known::Set(true) => format!(" {name}"),
            Known::Set(false) => format!(" not-{name}"),
            _ => format!(" {name}={}", fact(flag, debug)),
        })
        .collect()
}

/// A value that is not left out, behind a word.
fn written<T>(word: &str, value: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    match value.known {
        Known::Default(_) => String::new(),
        Known::Set(_) | Known::Unknown(_) => format!(" {word} {}", fact(value, show)),
    }
}

/// A list as it is written; nothing where it is empty.
fn words(value: &Fact<Vec<String>>) -> String {
    match value.value() {
        Some(list) if list.is_empty() => String::new(),
        _ => fact(value, |list| list.join(",")),
    }
}

fn fact<T>(value: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    match &value.known {
        Known::Set(known) => show(known),
        Known::Default(known) => format!("{}~", show(known)),
        Known::Unknown(why) => format!("?({why})"),
    }
}

fn more<T>(several: &Several<T>) -> String {
    several.more.as_ref().map_or(String::new(), |why| format!(" more ({why})"))
}

#[expect(clippy::ptr_arg, reason = "called with the value of a fact")]
fn prefixes(prefixes: &Vec<Prefix>) -> String {
    joined(prefixes)
}

fn joined(prefixes: &[Prefix]) -> String {
    let texts: Vec<String> = prefixes.iter().map(|prefix| prefix.net.to_string()).collect();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join(",") }
}

fn option(label: Option<&str>) -> String {
    label.unwrap_or("nothing").to_owned()
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}

fn show(value: &impl Display) -> String {
    value.to_string()
}
