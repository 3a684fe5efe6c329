//! Whether network security groups and firewall policies let a flow through.
//!
//! A flow without a port passes a filter if any port does. Filters are stateful:
//! replies pass.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_iac::Presence;
use nexthop_source::Span;

use super::target::{Place, Spot, Target};
use crate::network::{
    Action, Direction, FirewallPolicy, FirewallRule, RuleKind, SecurityGroup, SecurityRule,
};

/// What a flow carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The protocol.
    pub protocol: Protocol,
    /// The destination port; any one where it is left out.
    pub port: Option<u16>,
}

/// A protocol above IP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// TCP
    #[default]
    Tcp,
    /// UDP
    Udp,
    /// ICMP
    Icmp,
}

impl Protocol {
    fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Icmp => "icmp",
        }
    }
}

/// What a filter does to a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    Passes,
    /// Something that matters is unknown or not modelled.
    Unsure,
    /// Blocked, by that rule or because no rule allows it.
    Blocked(Option<Span>),
}

/// A flow as filters see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet {
    pub(super) source: Spot,
    pub(super) destination: Spot,
    pub(super) service: Service,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Perhaps,
    Yes,
}

/// A rule of either kind of filter; what is `None` is unknown.
struct Rule<'a> {
    allows: Option<bool>,
    protocols: Option<&'a [String]>,
    sources: Option<&'a [String]>,
    destinations: Option<&'a [String]>,
    ports: Option<&'a [String]>,
    certain: bool,
    span: Span,
}

/// Ports that no rule has decided on yet, as ranges.
struct OpenPorts(Vec<(u16, u16)>);

impl OpenPorts {
    fn of(service: Service) -> Self {
        Self(match service.port {
            Some(port) => vec![(port, port)],
            None => vec![(0, u16::MAX)],
        })
    }

    fn overlap(&self, ranges: &[(u16, u16)]) -> bool {
        self.0.iter().any(|open| ranges.iter().any(|range| open.0 <= range.1 && range.0 <= open.1))
    }

    fn remove(&mut self, range: (u16, u16)) {
        let mut left = Vec::with_capacity(self.0.len() + 1);
        for &(first, last) in &self.0 {
            if range.1 < first || last < range.0 {
                left.push((first, last));
                continue;
            }
            if first < range.0 {
                left.push((first, range.0 - 1));
            }
            if range.1 < last {
                left.push((range.1 + 1, last));
            }
        }
        self.0 = left;
    }
}

/// Whether a network security group lets a flow through in one direction.
pub(super) fn through_group(
    group: &SecurityGroup,
    direction: Direction,
    packet: &Packet,
) -> Passage {
    let mut rules: Vec<&SecurityRule> = group
        .rules
        .known
        .iter()
        .filter(|rule| !rule.direction.value().is_some_and(|its| *its != direction))
        .collect();
    rules.sort_by_key(|rule| (rule.priority.value().copied(), rule.span));
    let unsure =
        group.rules.more.is_some() || rules.iter().any(|rule| rule.priority.value().is_none());
    let rules = rules.into_iter().map(|rule| Rule {
        allows: rule.action.value().map(|action| *action == Action::Allow),
        protocols: rule.protocol.value().map(std::slice::from_ref),
        sources: rule.sources.value().map(Vec::as_slice),
        destinations: rule.destinations.value().map(Vec::as_slice),
        ports: rule.ports.value().map(Vec::as_slice),
        certain: rule.presence == Presence::Certain && rule.direction.value().is_some(),
        span: rule.span,
    });
    let within = fits_tag("VirtualNetwork", packet.source.place)
        .min(fits_tag("VirtualNetwork", packet.destination.place));
    let out = match direction {
        Direction::Outbound => fits_tag("Internet", packet.destination.place),
        Direction::Inbound => Fit::No,
    };
    judge(rules, packet, unsure, within.max(out))
}

/// Whether the rules of a firewall's policy let a flow through. A policy without any
/// rule is taken to have them elsewhere.
pub(super) fn through_policy(policy: &FirewallPolicy, packet: &Packet) -> Passage {
    if policy.rules.known.is_empty() {
        return Passage::Unsure;
    }
    let mut network: Vec<&FirewallRule> =
        policy.rules.known.iter().filter(|rule| rule.kind == RuleKind::Network).collect();
    network.sort_by_key(|rule| (rule.priority.value().copied(), rule.span));
    let unsure = policy.rules.more.is_some()
        || network.iter().any(|rule| rule.priority.value().is_none())
        || policy.rules.known.iter().any(|rule| may_be_application(rule, packet));
    let rules = network.into_iter().map(|rule| Rule {
        allows: rule.allows.value().copied(),
        protocols: rule.protocols.value().map(Vec::as_slice),
        sources: rule.sources.value().map(Vec::as_slice),
        destinations: rule.destinations.value().map(Vec::as_slice),
        ports: rule.ports.value().map(Vec::as_slice),
        certain: true,
        span: rule.span,
    });
    judge(rules, packet, unsure, Fit::No)
}

/// Application rules go by names, which addresses do not tell.
fn may_be_application(rule: &FirewallRule, packet: &Packet) -> bool {
    rule.kind == RuleKind::Application
        && !rule.allows.is(&false)
        && fit_any(rule.sources.value().map(Vec::as_slice), packet.source) != Fit::No
}

fn judge<'a>(
    rules: impl Iterator<Item = Rule<'a>>,
    packet: &Packet,
    mut unsure: bool,
    otherwise: Fit,
) -> Passage {
    let mut open = OpenPorts::of(packet.service);
    for rule in rules {
        let (fit, ranges) = fit_rule(&rule, packet);
        if fit == Fit::No || !open.overlap(&ranges) {
            continue;
        }
        match (fit, rule.allows) {
            (Fit::Yes, Some(true)) if rule.certain => {
                return if unsure { Passage::Unsure } else { Passage::Passes };
            }
            (Fit::Yes, Some(false)) if rule.certain => {
                for range in ranges {
                    open.remove(range);
                }
                if open.0.is_empty() {
                    return if unsure {
                        Passage::Unsure
                    } else {
                        Passage::Blocked(Some(rule.span))
                    };
                }
            }
            _ => unsure = true,
        }
    }
    match otherwise {
        _ if unsure => Passage::Unsure,
        Fit::Yes => Passage::Passes,
        Fit::Perhaps => Passage::Unsure,
        Fit::No => Passage::Blocked(None),
    }
}

/// How a rule fits a packet, and for which ports.
fn fit_rule(rule: &Rule<'_>, packet: &Packet) -> (Fit, Vec<(u16, u16)>) {
    let protocol = rule.protocols.map_or(Fit::Perhaps, |protocols| {
        let wanted = packet.service.protocol.as_str();
        let fits = |text: &String| {
            text == "*" || text.eq_ignore_ascii_case("any") || text.eq_ignore_ascii_case(wanted)
        };
        if protocols.iter().any(fits) { Fit::Yes } else { Fit::No }
    });
    let all = vec![(0, u16::MAX)];
    let (ports, ranges) = match rule.ports {
        _ if packet.service.protocol == Protocol::Icmp => (Fit::Yes, all),
        None => (Fit::Perhaps, all),
        Some(texts) => {
            let ranges: Vec<(u16, u16)> =
                texts.iter().filter_map(|text| port_range(text)).collect();
            if ranges.len() == texts.len() { (Fit::Yes, ranges) } else { (Fit::Perhaps, all) }
        }
    };
    let source = fit_any(rule.sources, packet.source);
    let destination = fit_any(rule.destinations, packet.destination);
    (protocol.min(ports).min(source).min(destination), ranges)
}

fn port_range(text: &str) -> Option<(u16, u16)> {
    if text == "*" {
        return Some((0, u16::MAX));
    }
    match text.split_once('-') {
        Some((first, last)) => Some((first.trim().parse().ok()?, last.trim().parse().ok()?)),
        None => text.trim().parse().ok().map(|port| (port, port)),
    }
}

fn fit_any(texts: Option<&[String]>, spot: Spot) -> Fit {
    let Some(texts) = texts else { return Fit::Perhaps };
    texts.iter().map(|text| fit_address(text, spot)).max().unwrap_or(Fit::No)
}

/// `*`, a prefix, an address, a range of addresses, or a service tag.
fn fit_address(text: &str, spot: Spot) -> Fit {
    if text == "*" || text.eq_ignore_ascii_case("any") {
        return Fit::Yes;
    }
    if let Ok(net) = text.parse::<IpNet>() {
        return fit_net(net, spot);
    }
    if let Ok(ip) = text.parse::<IpAddr>() {
        return fit_net(IpNet::from(ip), spot);
    }
    match text.split_once('-').map(|(first, last)| (first.trim().parse(), last.trim().parse())) {
        Some((Ok(first), Ok(last))) => fit_range(first, last, spot),
        _ => fits_tag(text, spot.place),
    }
}

fn fit_net(net: IpNet, spot: Spot) -> Fit {
    match spot.target {
        _ if net.prefix_len() == 0 => Fit::Yes,
        Target::Net(target) if net.contains(&target) => Fit::Yes,
        Target::Net(target) if target.contains(&net) => Fit::Perhaps,
        Target::Net(_) => Fit::No,
        Target::Symbol(_) => Fit::Perhaps,
    }
}

fn fit_range(first: IpAddr, last: IpAddr, spot: Spot) -> Fit {
    match spot.target {
        Target::Net(net) if first <= net.network() && net.broadcast() <= last => Fit::Yes,
        Target::Net(net) if net.broadcast() < first || last < net.network() => Fit::No,
        Target::Net(_) | Target::Symbol(_) => Fit::Perhaps,
    }
}

/// `VirtualNetwork` holds what is connected: networks, clients and sites.
fn fits_tag(tag: &str, place: Place) -> Fit {
    let internet = place == Place::Internet;
    if place == Place::Nowhere {
        Fit::Perhaps
    } else if tag.eq_ignore_ascii_case("VirtualNetwork") {
        if internet { Fit::No } else { Fit::Yes }
    } else if tag.eq_ignore_ascii_case("Internet") {
        if internet { Fit::Yes } else { Fit::No }
    } else if internet {
        Fit::Perhaps
    } else {
        Fit::No
    }
}
