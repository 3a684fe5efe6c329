//! A network as text: one line a resource, in any order.
//!
//! ```text
//! vnet hub 10.0.0.0/16                  options: existing, summarized P,P
//! subnet hub/app 10.0.1.0/24            options: table T, nsg
//! peer spoke -> hub                     options: use, transit, forwarded, no-access, subnets a,b/c,d
//! table T                               options: no-propagation, then routes: P -> HOP
//! vpn G in hub                          options: bgp, asn N, pool P,P, custom P,P
//! er G in hub
//! site S via G                          options: prefixes P,P, bgp, asn N, fast-path
//! connect G G                           options: bgp
//! rs R in hub                           options: b2b, prefer-vpn, peer IP
//! firewall F in hub 10.0.0.68           options: ranges P,P, policy-ranges P,P
//! rule F allow SOURCES DESTINATIONS PORTS   of the firewall's policy; or deny; options:
//!                                       application, priority N, group N
//! filter hub/app in allow SOURCES PORTS PRIORITY   of the subnet's group; or deny, out;
//!                                       options: protocol P, from-port P
//! nic N in hub/nva 10.0.2.4             options: forwarding, of MACHINE
//! ilb L in hub/nva 10.0.2.9
//! hidden hub
//! vwan W
//! ```
//!
//! Every line takes `maybe V`: it exists if the variable V says so, and `named ?V`. A value `?V` is
//! unknown because V has no value. HOP is an address, `none`, `local`, `internet`
//! or `gateway`.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use ipnet::IpNet;
use nexthop_core::{
    Address, Fact, Network, Presence, Why,
    network::{
        Action, BgpPeer, ClientConfiguration, ClientProtocol, Connection, ConnectionKind, Declared,
        Direction, Firewall, FirewallPlacement, FirewallPolicy, FirewallRule, FirewallTier,
        Gateway, GatewayKind, HiddenModule, Id, LoadBalancer, LocalNetworkGateway,
        NetworkInterface, NextHopTarget, Peering, Prefix, PrivateAddress, Route, RoutePrefix,
        RouteServer, RouteTable, RoutingPreference, RuleKind, SecurityGroup, SecurityRule, Several,
        Site, SiteLink, Subnet, SubnetPurpose, UserNextHop, VirtualNetwork, VpnType,
    },
};
use nexthop_source::{Sources, Span};

/// One line: its words, and options with their values.
struct Line<'a> {
    words: Vec<&'a str>,
    span: Span,
}

impl<'a> Line<'a> {
    fn has(&self, option: &str) -> bool {
        self.words.contains(&option)
    }

    fn value(&self, option: &str) -> Option<&'a str> {
        let at = self.words.iter().position(|&word| word == option)?;
        self.words.get(at + 1).copied()
    }

    fn name(&self) -> &'a str {
        self.words[1]
    }

    /// A number that is 100 unless given.
    fn number(&self, option: &str) -> u32 {
        self.value(option).map_or(100, |text| text.parse().unwrap())
    }

    fn fact<T>(&self, text: &str, read: impl FnOnce(&str) -> T) -> Fact<T> {
        match text.strip_prefix('?') {
            Some(variable) => Fact::unknown(not_given(variable), self.span),
            None => Fact::set(read(text), self.span),
        }
    }

    fn default<T>(&self, value: T) -> Fact<T> {
        Fact::default(value, self.span)
    }

    /// A flag that is off unless named; `flag ?V` makes it unknown.
    fn flag(&self, option: &str) -> Fact<bool> {
        match self.value(option) {
            Some(value) if value.starts_with('?') => self.fact(value, |_| true),
            _ => self.default(self.has(option)),
        }
    }

    fn prefixes(&self, text: &str) -> Fact<Vec<Prefix>> {
        self.fact(text, |text| self.nets(text))
    }

    fn nets(&self, text: &str) -> Vec<Prefix> {
        text.split(',').map(|net| Prefix { net: net.parse().unwrap(), span: self.span }).collect()
    }

    fn declared(&self) -> Declared {
        let kind = self.words[0];
        let presence = match self.value("maybe") {
            Some(variable) => Presence::Maybe(not_given(variable)),
            None => Presence::Certain,
        };
        let label = if kind == "peer" {
            format!("{}-{}", self.words[1], self.words[3])
        } else {
            self.name().rsplit('/').next().unwrap_or_default().to_owned()
        };
        Declared {
            address: Address::new(format!("{kind}.{label}")),
            name: match self.value("named") {
                Some(name) => self.fact(name, str::to_owned),
                None => Fact::set(label, self.span),
            },
            resource_group: Fact::set("rg".to_owned(), self.span),
            span: self.span,
            calls: Arc::from([]),
            presence,
            existing: self.has("existing"),
        }
    }

    fn several<T>(&self, known: Vec<T>) -> Several<T> {
        let more = self.value("more").map(|variable| not_given(variable.trim_start_matches('?')));
        Several { known, more, span: self.span }
    }
}

fn not_given(variable: &str) -> Why {
    Why::InputNotGiven(format!("var.{variable}"))
}

/// The network that a text describes.
pub(crate) fn network(text: &str) -> (Network, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("network.txt", text.to_owned());
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !words.is_empty() {
            let end = start + line.trim_end().len();
            lines.push(Line { words, span: Span::new(file, start..end) });
        }
        start += line.len();
    }
    // Tables are in order of address, whatever the order of the text.
    lines.sort_by_key(|line| line.words.join(" "));
    let mut builder = Builder::default();
    for kind in KINDS {
        for line in lines.iter().filter(|line| line.words[0] == *kind) {
            builder.add(line);
        }
    }
    for line in &lines {
        assert!(KINDS.contains(&line.words[0]), "what is a {}?", line.words[0]);
    }
    (builder.network, sources)
}

const KINDS: &[&str] = &[
    "vnet", "table", "subnet", "peer", "vpn", "er", "rs", "firewall", "nic", "ilb", "site",
    "connect", "hidden", "vwan", "rule", "filter",
];

#[derive(Default)]
struct Builder {
    network: Network,
    vnets: BTreeMap<String, Id<VirtualNetwork>>,
    subnets: BTreeMap<String, Id<Subnet>>,
    tables: BTreeMap<String, Id<RouteTable>>,
    gateways: BTreeMap<String, Id<Gateway>>,
    sites: BTreeMap<String, Id<Site>>,
    machines: BTreeMap<String, Vec<Id<NetworkInterface>>>,
}

impl Builder {
    fn add(&mut self, line: &Line<'_>) {
        match line.words[0] {
            "vnet" => self.vnet(line),
            "table" => self.table(line),
            "subnet" => self.subnet(line),
            "peer" => self.peering(line),
            "vpn" | "er" => self.gateway(line),
            "rs" => self.route_server(line),
            "firewall" => self.firewall(line),
            "nic" | "ilb" => self.appliance(line),
            "site" => self.site(line),
            "rule" => self.firewall_rule(line),
            "filter" => self.filter(line),
            "connect" => self.connection_between_gateways(line),
            "hidden" => {
                let virtual_networks = vec![self.vnets[line.name()]];
                let source = "git::elsewhere".to_owned();
                let module = HiddenModule {
                    source,
                    span: line.span,
                    virtual_networks,
                    security_groups: Vec::new(),
                    firewall_policies: Vec::new(),
                    virtual_hubs: Vec::new(),
                };
                self.network.hidden_modules.push(module);
            }
            _ => self.network.open_virtual_wan = Some(line.span),
        }
    }

    fn vnet(&mut self, line: &Line<'_>) {
        let summaries = line.value("summarized").map_or_else(Vec::new, |text| line.nets(text));
        let id = self.network.virtual_networks.add(VirtualNetwork {
            declared: line.declared(),
            location: line.default("westeurope".to_owned()),
            address_space: line.prefixes(line.words[2]),
            summarized_gateway_prefixes: line.default(summaries),
            unidentified: None,
        });
        self.vnets.insert(line.name().to_owned(), id);
    }

    fn table(&mut self, line: &Line<'_>) {
        let arrows = line.words.iter().enumerate().filter(|(_, word)| **word == "->");
        let routes = arrows.map(|(at, _)| route(line, line.words[at - 1], line.words[at + 1]));
        let propagates = match line.value("propagation") {
            Some(unknown) => line.fact(unknown, |_| true),
            None => line.default(!line.has("no-propagation")),
        };
        let id = self.network.route_tables.add(RouteTable {
            declared: line.declared(),
            propagates_gateway_routes: propagates,
            disables_peering_routes: line.default(false),
            routes: line.several(routes.collect()),
        });
        self.tables.insert(line.name().to_owned(), id);
    }

    fn subnet(&mut self, line: &Line<'_>) {
        let (vnet, name) = line.name().split_once('/').unwrap();
        let table = match line.value("table") {
            Some(name) => line.fact(name, |name| Some(self.tables[name])),
            None => line.default(None),
        };
        let group = line.has("nsg").then(|| {
            let rules = line.several(Vec::new());
            let declared = Declared { presence: Presence::Certain, ..line.declared() };
            self.network.security_groups.add(SecurityGroup { declared, rules })
        });
        let id = self.network.subnets.add(Subnet {
            declared: line.declared(),
            virtual_network: self.vnets[vnet],
            purpose: SubnetPurpose::of(name),
            prefixes: line.prefixes(line.words[2]),
            route_table: table,
            security_group: line.default(group),
            perhaps_route_table: None,
            perhaps_security_group: None,
            service_endpoint_policies: line.default(false),
            routes_private_endpoints: line.default(false),
            filters_private_endpoints: line.default(false),
            listed: false,
            delegation: None,
        });
        self.subnets.insert(line.name().to_owned(), id);
    }

    fn peering(&mut self, line: &Line<'_>) {
        let names = |text: &str| -> Vec<String> { text.split(',').map(str::to_owned).collect() };
        let lists = line.value("subnets").and_then(|text| text.split_once('/'));
        let access = match line.value("access") {
            Some(unknown) => line.fact(unknown, |_| true),
            None => line.default(!line.has("no-access")),
        };
        self.network.peerings.add(Peering {
            only_ipv6: line.default(false),
            declared: line.declared(),
            local: self.vnets[line.words[1]],
            remote: self.vnets[line.words[3]],
            allow_access: access,
            allow_forwarded_traffic: line.flag("forwarded"),
            allow_gateway_transit: line.flag("transit"),
            use_remote_gateways: line.flag("use"),
            complete: line.default(lists.is_none()),
            local_subnets: line.default(lists.map_or_else(Vec::new, |(local, _)| names(local))),
            remote_subnets: line.default(lists.map_or_else(Vec::new, |(_, remote)| names(remote))),
        });
    }

    fn gateway(&mut self, line: &Line<'_>) {
        let kind =
            if line.words[0] == "vpn" { GatewayKind::Vpn } else { GatewayKind::ExpressRoute };
        let clients = line.value("pool").map(|pool| ClientConfiguration {
            pool: line.prefixes(pool),
            protocols: line.default(vec![ClientProtocol::OpenVpn]),
            radius_servers: line.several(Vec::new()),
            span: line.span,
        });
        let custom = line.value("custom").map_or_else(Vec::new, |text| line.nets(text));
        let id = self.network.gateways.add(Gateway {
            declared: line.declared(),
            kind: line.default(kind),
            virtual_network: line.fact(line.words[3], |vnet| self.vnets[vnet]),
            ip_configurations: line.several(Vec::new()),
            vpn_type: line.default(VpnType::RouteBased),
            sku: line.default("VpnGw2AZ".to_owned()),
            generation: line.default(None),
            scale_units: (line.default(None), line.default(None)),
            active_active: line.default(true),
            bgp: line.flag("bgp"),
            asn: line.default(line.value("asn").map_or(65515, |asn| asn.parse().unwrap())),
            custom_bgp_addresses: line.several(Vec::new()),
            clients,
            custom_routes: line.default(custom),
            allow_remote_vnet_traffic: line.default(false),
            allow_virtual_wan_traffic: line.default(false),
            default_site: line.default(None),
            nat_rules: Vec::new(),
            translates_routes: line.default(false),
        });
        self.gateways.insert(line.name().to_owned(), id);
    }

    fn route_server(&mut self, line: &Line<'_>) {
        let vnet = line.words[3];
        let preference = if line.has("prefer-vpn") {
            RoutingPreference::VpnGateway
        } else {
            RoutingPreference::ExpressRoute
        };
        let peers = line.value("peer").map(|ip| BgpPeer {
            declared: line.declared(),
            asn: line.default(65001),
            ip: line.default(ip.parse().unwrap()),
            advertises: Vec::new(),
        });
        self.network.route_servers.add(RouteServer {
            declared: line.declared(),
            subnet: line.default(self.subnets[&format!("{vnet}/RouteServerSubnet")]),
            virtual_network: line.default(self.vnets[vnet]),
            branch_to_branch: line.flag("b2b"),
            routing_preference: line.default(preference),
            public_address: line.default(None),
            peers: line.several(peers.into_iter().collect()),
        });
    }

    fn firewall(&mut self, line: &Line<'_>) {
        let vnet = line.words[3];
        let policy = line.value("policy-ranges").map(|ranges| {
            self.network.firewall_policies.add(FirewallPolicy {
                declared: line.declared(),
                tier: line.default(FirewallTier::Standard),
                private_ranges: line.prefixes(ranges).map(|ranges| Some(ranges.clone())),
                auto_learn_private_ranges: line.default(false),
                base: line.default(None),
                rules: line.several(Vec::new()),
            })
        });
        self.network.firewalls.add(Firewall {
            declared: line.declared(),
            placement: line.default(FirewallPlacement::VirtualNetwork),
            virtual_hub: line.default(None),
            tier: line.default(FirewallTier::Standard),
            subnet: line.default(Some(self.subnets[&format!("{vnet}/AzureFirewallSubnet")])),
            virtual_network: line.default(Some(self.vnets[vnet])),
            private_ip: line.default(line.words[4].parse().unwrap()),
            public_addresses: line.several(Vec::new()),
            management: line.default(None),
            policy: line.default(policy),
            private_ranges: line.default(line.value("ranges").map(|ranges| line.nets(ranges))),
            rules: line.several(Vec::new()),
        });
    }

    fn firewall_rule(&mut self, line: &Line<'_>) {
        let mut firewalls = self.network.firewalls.iter();
        let firewall = firewalls.find(|one| one.declared.label() == line.name()).unwrap();
        let policy = firewall.policy.value().copied().flatten().expect("a policy");
        let is_host = line.words[4].contains("contoso");
        self.network.firewall_policies[policy].rules.known.push(FirewallRule {
            name: line.default("rule".to_owned()),
            kind: if line.has("application") { RuleKind::Application } else { RuleKind::Network },
            allows: line.default(line.words[2] == "allow"),
            priority: line.default((line.number("group"), line.number("priority"))),
            sources: line.fact(line.words[3], list),
            destinations: line.fact(line.words[4], |text| list(if is_host { "" } else { text })),
            hosts: line.default(if is_host { list(line.words[4]) } else { Vec::new() }),
            ports: line.fact(line.words[5], list),
            protocols: line.default(vec!["tcp".to_owned()]),
            translation: None,
            presence: line.declared().presence,
            span: line.span,
        });
    }

    fn filter(&mut self, line: &Line<'_>) {
        let subnet = self.subnets[line.name()];
        let group = self.network.subnets[subnet].security_group.value().copied().flatten();
        let group = group.expect("the subnet has a group");
        let inbound = line.words[2] == "in";
        let near = line.default(vec!["*".to_owned()]);
        let far = line.fact(line.words[4], list);
        let (sources, destinations) = if inbound { (far, near) } else { (near, far) };
        self.network.security_groups[group].rules.known.push(SecurityRule {
            name: line.default("rule".to_owned()),
            priority: line.default(line.words[6].parse().unwrap()),
            direction: line.default(if inbound { Direction::Inbound } else { Direction::Outbound }),
            action: line.default(if line.words[3] == "allow" {
                Action::Allow
            } else {
                Action::Deny
            }),
            protocol: line.default(line.value("protocol").unwrap_or("*").to_owned()),
            sources,
            destinations,
            source_groups: Vec::new(),
            destination_groups: Vec::new(),
            source_ports: line.default(list(line.value("from-port").unwrap_or("*"))),
            ports: line.fact(line.words[5], list),
            presence: line.declared().presence,
            span: line.span,
        });
    }

    fn appliance(&mut self, line: &Line<'_>) {
        let address = PrivateAddress {
            name: line.default("ipconfig".to_owned()),
            subnet: line.default(Some(self.subnets[line.words[3]])),
            ip: line.default(Some(line.words[4].parse().unwrap())),
            public_address: line.default(None),
            span: line.span,
        };
        let addresses = line.several(vec![address]);
        if line.words[0] == "nic" {
            let ip_forwarding = line.flag("forwarding");
            let interface = NetworkInterface {
                perhaps_security_group: None,
                has_siblings: false,
                declared: line.declared(),
                ip_forwarding,
                addresses,
                security_group: line.default(None),
                balancers: line.several(Vec::new()),
                application_groups: line.several(Vec::new()),
                pools: line.several(Vec::new()),
                inbound_rules: line.several(Vec::new()),
            };
            let id = self.network.network_interfaces.add(interface);
            if let Some(machine) = line.value("of") {
                self.machines.entry(machine.to_owned()).or_default().push(id);
                self.network.machines = self.machines.values().cloned().collect();
            }
        } else {
            let sku = line.default("Standard".to_owned());
            let balancer = LoadBalancer {
                declared: line.declared(),
                sku,
                frontends: addresses,
                rules: line.several(Vec::new()),
                inbound_rules: Vec::new(),
                backends: line.several(Vec::new()),
            };
            self.network.load_balancers.add(balancer);
        }
    }

    /// A site, or a further way to one that is there already.
    fn site(&mut self, line: &Line<'_>) {
        let gateway = self.gateways[line.words[3]];
        let way = self.link(line, gateway);
        if let Some(&site) = self.sites.get(line.name()) {
            self.network.sites[site].links.known.push(way);
            return;
        }
        let prefixes = match line.value("prefixes") {
            Some(prefixes) => line.prefixes(prefixes),
            None => Fact::unknown(Why::Outside("ExpressRoute".to_owned()), line.span),
        };
        let id = self.network.sites.add(Site {
            name: line.name().to_owned(),
            prefixes,
            asn: None,
            prepends: Vec::new(),
            communities: None,
            links: Several { known: vec![way], more: None, span: line.span },
            span: line.span,
        });
        self.sites.insert(line.name().to_owned(), id);
    }

    fn link(&mut self, line: &Line<'_>, gateway: Id<Gateway>) -> SiteLink {
        let vpn = self.network.gateways[gateway].kind.is(&GatewayKind::Vpn);
        let local_network_gateway = vpn.then(|| {
            let address_space =
                line.value("prefixes").map_or_else(Vec::new, |text| line.nets(text));
            self.network.local_network_gateways.add(LocalNetworkGateway {
                declared: line.declared(),
                address_space: line.default(address_space),
                gateway_ip: line.default(None),
                public_address: None,
                appliance: None,
                hub_gateway: None,
                bgp_peering_address: line.default(None),
                asn: line.default(line.value("asn").map(|asn| asn.parse().unwrap())),
            })
        });
        let kind = if vpn { ConnectionKind::Ipsec } else { ConnectionKind::ExpressRoute };
        let connection = self.connection(line, gateway, (kind, None, local_network_gateway));
        match local_network_gateway {
            Some(local_network_gateway) => {
                SiteLink::Vpn { gateway, connection, local_network_gateway }
            }
            None => SiteLink::ExpressRoute { gateway, connection: Some(connection) },
        }
    }

    fn connection_between_gateways(&mut self, line: &Line<'_>) {
        let [one, other] = [1, 2].map(|at| self.gateways[line.words[at]]);
        for (from, to) in [(one, other), (other, one)] {
            self.connection(line, from, (ConnectionKind::VnetToVnet, Some(to), None));
        }
    }

    fn connection(
        &mut self,
        line: &Line<'_>,
        gateway: Id<Gateway>,
        (kind, peer, site): (ConnectionKind, Option<Id<Gateway>>, Option<Id<LocalNetworkGateway>>),
    ) -> Id<Connection> {
        self.network.connections.add(Connection {
            declared: line.declared(),
            kind: line.default(kind),
            gateway: line.default(gateway),
            peer_gateway: line.default(peer),
            local_network_gateway: line.default(site),
            circuit: line.default(None),
            bgp: line.flag("bgp"),
            gateway_bypass: line.flag("fast-path"),
            routing_weight: line.default(0),
            nat_rules: None,
        })
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(',').filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn route(line: &Line<'_>, prefix: &str, hop: &str) -> Route {
    let address: Option<IpAddr> = hop.parse().ok();
    let next_hop = match hop {
        "none" => UserNextHop::None,
        "local" => UserNextHop::VnetLocal,
        "internet" => UserNextHop::Internet,
        "gateway" => UserNextHop::VirtualNetworkGateway,
        _ => UserNextHop::VirtualAppliance,
    };
    Route {
        name: Fact::set(format!("to-{prefix}"), line.span),
        address: Address::new(format!("table.{}", line.name())),
        prefix: line.fact(prefix, |text| match text.parse::<IpNet>() {
            Ok(net) => RoutePrefix::Net(net),
            Err(_) => RoutePrefix::ServiceTag(text.to_owned()),
        }),
        next_hop: line.default(next_hop),
        appliance: match hop.strip_prefix('?') {
            Some(variable) => Fact::unknown(not_given(variable), line.span),
            None => line.default(address.map(NextHopTarget::Address)),
        },
        appliances: line.default(Vec::new()),
        listed: true,
        presence: Presence::Certain,
        span: line.span,
    }
}
