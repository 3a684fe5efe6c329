//! What leads from the Internet into the network: public addresses of interfaces, rules of
//! public load balancers, DNAT rules of Azure Firewalls.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{
    Appliance,
    backends::{Backend, anywhere_in, backend, backends},
    condition::{Cause, Condition, Reason},
    filter::{DestinationRule, Filters, Ports, Protocol},
    target::{Place, Spot, Target, is_private},
    topology::Topology,
};
use crate::{
    Fact, Network,
    network::{
        BalancingRule, DestinationNat, Firewall, Id, InboundRule, LoadBalancer, NetworkInterface,
        NextHopTarget, PrivateAddress, PublicAddress,
    },
};

/// A way in.
#[derive(Clone, Debug)]
pub(super) struct Door {
    pub(super) through: Through,
    /// The public addresses that lead to it, as far as they are known.
    pub(super) addresses: Vec<Id<PublicAddress>>,
    pub(super) when: Condition,
    /// When it lets in nothing that no network security group allows; `None` where it does
    /// not go by that.
    pub(super) closed: Option<Condition>,
    /// The protocol that it is for, if it is for one.
    pub(super) protocol: Option<Protocol>,
    /// The ports at the public address.
    pub(super) ports: Ports,
    /// The port at the destination; the same where it is `None`.
    pub(super) port: Option<u16>,
    /// Where it leads: one of these. Empty where that cannot be told.
    pub(super) landings: Vec<Landing>,
}

/// What takes the packet.
#[derive(Clone, Debug)]
pub(super) enum Through {
    Interface(Id<NetworkInterface>),
    Balancer(Id<LoadBalancer>),
    /// By a DNAT rule, its place in the list of the firewall's.
    Firewall(Id<Firewall>, usize),
}

impl Through {
    pub(super) fn appliance(&self) -> Appliance {
        match self {
            Self::Interface(id) => Appliance::NetworkInterface(*id),
            Self::Balancer(id) => Appliance::LoadBalancer(*id),
            Self::Firewall(id, _) => Appliance::Firewall(*id),
        }
    }
}

/// Where a way in leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Landing {
    /// To an address, whoever's it is.
    Address(IpAddr),
    /// To an interface, whose address may be any of its subnet's.
    Spot(Spot, Option<Id<NetworkInterface>>),
}

impl From<Backend> for Landing {
    fn from(backend: Backend) -> Self {
        Self::Spot(backend.spot(), backend.interface)
    }
}

/// Every way in, in order.
pub(super) fn of_all(network: &Network, topology: &mut Topology, filters: &Filters) -> Vec<Door> {
    let mut doors = Vec::new();
    for (id, interface) in network.network_interfaces.entries() {
        for address in &interface.addresses.known {
            doors.extend(of_interface(network, topology, id, address));
        }
    }
    for id in network.load_balancers.ids() {
        of_balancer(network, topology, id, &mut doors);
    }
    for id in network.firewalls.ids() {
        of_firewall(network, topology, filters, id, &mut doors);
    }
    doors
}

/// An instance-level public address is translated to the private one
/// (<https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses>).
fn of_interface(
    network: &Network,
    topology: &mut Topology,
    id: Id<NetworkInterface>,
    address: &PrivateAddress,
) -> Option<Door> {
    let subnet = address.subnet.value().copied().flatten()?;
    let present = topology.presence(Appliance::NetworkInterface(id));
    let name = network.network_interfaces[id].declared.label();
    let (public, when) = associated(topology, &address.public_address, name)?;
    let there = public.map(|public| &network.public_addresses[public].declared);
    let there = there.map(|declared| topology.causes.presence(declared)).unwrap_or_default();
    let ip = address.ip.value().copied().flatten();
    let target = ip.map_or_else(|| anywhere_in(network, subnet), |ip| Target::Net(IpNet::from(ip)));
    let spot = Spot { place: Place::Subnet(subnet), target };
    Some(Door {
        through: Through::Interface(id),
        addresses: public.into_iter().collect(),
        when: present.and(&when)?.and(&there)?,
        // Basic ones are not made any more.
        closed: match public {
            Some(public) => {
                secure_by_default(topology, &network.public_addresses[public].sku, name)
            }
            None => Some(Condition::always()),
        },
        protocol: None,
        ports: Ports::all(),
        port: None,
        landings: vec![Landing::Spot(spot, Some(id))],
    })
}

/// The public address of an interface, and when it has one.
fn associated(
    topology: &mut Topology,
    address: &Fact<Option<Id<PublicAddress>>>,
    of: &str,
) -> Option<(Option<Id<PublicAddress>>, Condition)> {
    let Some(why) = address.why() else {
        let public = address.value().copied().flatten()?;
        return Some((Some(public), Condition::always()));
    };
    let number = topology.causes.number("public address", why, || Reason {
        message: format!("whether {of} has a public address ({why})"),
        span: Some(address.span),
    });
    Some((None, Condition::when(Cause::Resource(number))))
}

/// Of the Standard SKU nothing is let in unless a network security group allows it; the
/// Basic one is open
/// (<https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku>).
fn secure_by_default(topology: &mut Topology, sku: &Fact<String>, of: &str) -> Option<Condition> {
    if let Some(sku) = sku.value() {
        return (!sku.eq_ignore_ascii_case("Basic")).then(Condition::always);
    }
    let why = sku.why()?;
    let number = topology.causes.number("public SKU", why, || Reason {
        message: format!("the SKU of what makes {of} public ({why})"),
        span: Some(sku.span),
    });
    Some(Condition::when(Cause::Resource(number)))
}

/// The rules of public frontends: those without a subnet.
fn of_balancer(
    network: &Network,
    topology: &mut Topology,
    id: Id<LoadBalancer>,
    doors: &mut Vec<Door>,
) {
    let balancer = &network.load_balancers[id];
    let name = balancer.declared.label();
    let public: Vec<&PrivateAddress> =
        balancer.frontends.known.iter().filter(|one| one.subnet.is(&None)).collect();
    if public.is_empty() {
        return;
    }
    let closed = secure_by_default(topology, &balancer.sku, name);
    let present = topology.presence(Appliance::LoadBalancer(id));
    let addresses = |of: &Fact<String>| -> Option<Vec<Id<PublicAddress>>> {
        let is_of = |one: &&&PrivateAddress| {
            let names = one.name.value().zip(of.value());
            names.is_none_or(|(one, of)| one.eq_ignore_ascii_case(of))
        };
        let of_rule: Vec<_> = public.iter().filter(is_of).collect();
        let found = of_rule.iter().filter_map(|one| one.public_address.value().copied().flatten());
        (!of_rule.is_empty()).then(|| found.collect())
    };
    let door = |of: &Fact<String>, when: Option<Condition>| {
        Some(Door {
            through: Through::Balancer(id),
            addresses: addresses(of)?,
            when: when?,
            closed: closed.clone(),
            protocol: None,
            ports: Ports::all(),
            port: None,
            landings: Vec::new(),
        })
    };
    for rule in &balancer.rules.known {
        let there = topology.causes.presence_of(&rule.presence, name, rule.span);
        let base = door(&rule.frontend, present.and(&there));
        doors.extend(base.and_then(|base| of_balancing_rule(network, id, rule, base)));
    }
    for rule in &balancer.inbound_rules {
        let there = topology.causes.presence(&rule.declared);
        let base = door(&rule.frontend, present.and(&there));
        doors.extend(base.and_then(|base| of_inbound_rule(network, id, rule, base)));
    }
}

fn of_balancing_rule(
    network: &Network,
    id: Id<LoadBalancer>,
    rule: &BalancingRule,
    base: Door,
) -> Option<Door> {
    let ports = match rule.port.value() {
        Some(0) | None => Ports::all(),
        Some(port) => Ports::one(u16::try_from(*port).ok()?),
    };
    let port = rule.backend_port.value().copied().filter(|port| *port > 0);
    let floats = rule.floating.is(&true);
    let members = backends(network, id, Some(&rule.pools));
    Some(Door {
        protocol: protocol_of(&rule.protocol),
        port: port.filter(|_| !floats).and_then(|port| u16::try_from(port).ok()),
        ports,
        landings: alike(members),
        ..base
    })
}

/// One of the interfaces of each subnet: the members of a pool are alike.
fn alike(members: Vec<Backend>) -> Vec<Landing> {
    let mut seen = Vec::new();
    let mut landings = Vec::new();
    for member in members {
        if !seen.contains(&member.target) {
            seen.push(member.target);
            landings.push(Landing::from(member));
        }
    }
    landings
}

fn of_inbound_rule(
    network: &Network,
    id: Id<LoadBalancer>,
    rule: &InboundRule,
    base: Door,
) -> Option<Door> {
    let (first, last) = (rule.ports.0.value().copied(), rule.ports.1.value().copied());
    let ports = match first.zip(last) {
        Some((first, last)) => {
            Ports::between(u16::try_from(first).ok()?, u16::try_from(last).ok()?)
        }
        None => Ports::all(),
    };
    let linked = network.network_interfaces.entries().filter(|(_, interface)| {
        interface.inbound_rules.known.contains(&rule.path)
            || interface.pools.known.iter().any(|pool| rule.pool.is(&Some(pool.clone())))
                && interface.balancers.known.contains(&id)
    });
    let members: Vec<Backend> =
        linked.filter_map(|(interface, _)| backend(network, interface)).collect();
    // A rule that no interface is linked with leads nowhere.
    (!members.is_empty()).then(|| Door {
        protocol: protocol_of(&rule.protocol),
        port: rule.backend_port.value().and_then(|port| u16::try_from(*port).ok()),
        ports,
        landings: alike(members),
        ..base
    })
}

fn protocol_of(protocol: &Fact<String>) -> Option<Protocol> {
    match protocol.value().map(String::as_str) {
        Some("tcp") => Some(Protocol::Tcp),
        Some("udp") => Some(Protocol::Udp),
        _ => None,
    }
}

/// The DNAT rules for the public addresses of a firewall. What an earlier one surely takes
/// a later one does not get.
fn of_firewall(
    network: &Network,
    topology: &Topology,
    filters: &Filters,
    id: Id<Firewall>,
    doors: &mut Vec<Door>,
) {
    let when = topology.presence(Appliance::Firewall(id));
    for (number, rule) in filters.destination_rules(id).iter().enumerate() {
        let Some(nat) = rule.translation(network) else { continue };
        let Some(addresses) = public_addresses(network, id, rule, nat) else { continue };
        // To a public address, it goes out again.
        let to_public = matches!(nat.target.value(), Some(NextHopTarget::Address(ip))
            if !is_private(IpNet::from(*ip)));
        if to_public {
            continue;
        }
        doors.push(Door {
            through: Through::Firewall(id, number),
            addresses,
            when: when.clone(),
            closed: None,
            protocol: None,
            ports: rule.ports.clone(),
            port: nat.port.value().copied().flatten(),
            landings: landing_of(network, nat).into_iter().collect(),
        });
    }
}

/// The public addresses of a firewall that a rule is for; `None` where it is for none.
fn public_addresses(
    network: &Network,
    id: Id<Firewall>,
    rule: &DestinationRule,
    nat: &DestinationNat,
) -> Option<Vec<Id<PublicAddress>>> {
    let own = &network.firewalls[id].public_addresses;
    if !nat.public_addresses.is_empty() {
        let named: Vec<_> =
            nat.public_addresses.iter().copied().filter(|one| own.known.contains(one)).collect();
        return (!named.is_empty() || own.more.is_some()).then_some(named);
    }
    let written = rule.declared(network)?.destinations.value();
    let Some(written) = written else {
        return (!nat.to_private).then(|| own.known.clone());
    };
    let ips: Vec<IpAddr> = written.iter().filter_map(|text| text.parse().ok()).collect();
    let is_private_only = !ips.is_empty()
        && ips.len() == written.len()
        && ips.iter().all(|ip| is_private((*ip).into()));
    if is_private_only {
        return None;
    }
    let named = own.known.iter().copied().filter(|&one| {
        let ip = network.public_addresses[one].ip.value().copied().flatten();
        ip.is_none_or(|ip| ips.contains(&ip) || ips.len() < written.len())
    });
    let named: Vec<_> = named.collect();
    (!named.is_empty() || own.more.is_some() || own.known.is_empty()).then_some(named)
}

pub(super) fn landing_of(network: &Network, nat: &DestinationNat) -> Option<Landing> {
    match *nat.target.value()? {
        NextHopTarget::Address(ip) => Some(Landing::Address(ip)),
        NextHopTarget::NetworkInterface(id) => backend(network, id).map(Landing::from),
        NextHopTarget::LoadBalancer(id) => {
            let frontend = network.load_balancers[id].frontends.known.first()?;
            let subnet = frontend.subnet.value().copied().flatten()?;
            if let Some(ip) = frontend.ip.value().copied().flatten() {
                return Some(Landing::Address(ip));
            }
            let target = anywhere_in(network, subnet);
            Some(Landing::Spot(Spot { place: Place::Subnet(subnet), target }, None))
        }
        NextHopTarget::Firewall(_) => None,
    }
}

/// The addresses that DNAT rules translate to.
pub(super) fn translated(network: &Network) -> impl Iterator<Item = IpNet> + '_ {
    let policies = network.firewall_policies.iter().flat_map(|policy| &policy.rules.known);
    let classic = network.firewalls.iter().flat_map(|firewall| &firewall.rules.known);
    policies.chain(classic).filter_map(|rule| match rule.translation.as_ref()?.target.value()? {
        NextHopTarget::Address(ip) => Some(IpNet::from(*ip)),
        _ => None,
    })
}
