//! What NAT rules of VPN gateways make of addresses: those of a site as Azure sees them, and
//! those of Azure as a site does
//! (<https://learn.microsoft.com/azure/vpn-gateway/nat-overview>).

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ipnet::IpNet;
use nexthop_iac::Presence;

use crate::{
    Fact, Network,
    network::{
        Connection, ConnectionNat, Gateway, HubBranch, Id, NatKind, NatMapping, NatMode, NatRule,
        Several, Site, SiteLink,
    },
};

/// Why it cannot be told what NAT rules do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NatDoubt {
    /// Something about the rules or the connection is unknown.
    Unknown,
    /// A rule is for some ports only.
    Ports,
    /// The two sides of a static rule are not of one size.
    Sizes,
    /// A rule is for a part of a prefix of the site.
    Partly,
    /// The site is declared with the addresses of the wrong side of a rule.
    WrongSide,
    /// The routes of BGP are not translated.
    Routes,
    /// A dynamic rule is for one of two instances.
    Instances,
    /// The ways to a site translate differently.
    Ways,
    /// Policy-based traffic selectors are on.
    Selectors,
}

/// What a rule makes of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapping {
    pub(super) name: String,
    pub(super) internal: IpNet,
    pub(super) external: IpNet,
    pub(super) dynamic: bool,
}

impl Mapping {
    /// What it makes of a part of the internal side.
    pub(super) fn out(&self, net: IpNet) -> IpNet {
        if self.dynamic { self.external } else { moved(net, self.internal, self.external) }
    }

    /// What it makes of a part of the external side.
    pub(super) fn back(&self, net: IpNet) -> IpNet {
        if self.dynamic { self.internal } else { moved(net, self.external, self.internal) }
    }
}

/// A part of one prefix at the same place in another of its size.
fn moved(net: IpNet, from: IpNet, to: IpNet) -> IpNet {
    let ip = match (net.network(), from.network(), to.network()) {
        (IpAddr::V4(net), IpAddr::V4(from), IpAddr::V4(to)) => {
            let bits = net.to_bits().wrapping_sub(from.to_bits()).wrapping_add(to.to_bits());
            IpAddr::V4(Ipv4Addr::from_bits(bits))
        }
        (IpAddr::V6(net), IpAddr::V6(from), IpAddr::V6(to)) => {
            let bits = net.to_bits().wrapping_sub(from.to_bits()).wrapping_add(to.to_bits());
            IpAddr::V6(Ipv6Addr::from_bits(bits))
        }
        _ => return to,
    };
    IpNet::new(ip, net.prefix_len()).unwrap_or(to)
}

/// What a connection translates.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkNat {
    /// Addresses of the site.
    pub(super) ingress: Vec<Mapping>,
    /// Addresses of Azure.
    pub(super) egress: Vec<Mapping>,
    by_bgp: bool,
}

impl LinkNat {
    /// The mapping of an address of Azure; an error where a rule is for a part of it.
    pub(super) fn of_azure(&self, net: IpNet) -> Result<Option<&Mapping>, NatDoubt> {
        find(&self.egress, |mapping| mapping.internal, net)
    }

    /// The mapping of an address of the site, as Azure sees it.
    pub(super) fn of_site(&self, net: IpNet) -> Result<Option<&Mapping>, NatDoubt> {
        find(&self.ingress, |mapping| mapping.external, net)
    }

    /// Whether routes tell a site of this prefix although rules translate a part of it, which
    /// is not documented.
    pub(super) fn is_partly_told(&self, told: IpNet) -> bool {
        let part = |mapping: &Mapping| told.contains(&mapping.internal) && told != mapping.internal;
        self.by_bgp && self.egress.iter().any(part)
    }
}

fn find(
    mappings: &[Mapping],
    side: fn(&Mapping) -> IpNet,
    net: IpNet,
) -> Result<Option<&Mapping>, NatDoubt> {
    let covering = mappings.iter().filter(|mapping| side(mapping).contains(&net));
    match covering.max_by_key(|mapping| side(mapping).prefix_len()) {
        Some(mapping) => Ok(Some(mapping)),
        None if mappings.iter().any(|mapping| net.contains(&side(mapping))) => {
            Err(NatDoubt::Partly)
        }
        None => Ok(None),
    }
}

/// The addresses of a site whose connections translate.
#[derive(Clone, Debug, Default)]
struct SiteNat {
    doubt: Option<NatDoubt>,
    /// Its prefixes as Azure sees them, where they are others.
    seen: Option<Vec<IpNet>>,
    /// Its prefixes as it knows them itself, where they are others than those declared.
    own: Option<Vec<IpNet>>,
}

/// The NAT rules of all connections.
#[derive(Debug, Default)]
pub(super) struct VpnNat {
    connections: BTreeMap<Id<Connection>, LinkNat>,
    branches: BTreeMap<Id<HubBranch>, LinkNat>,
    sites: BTreeMap<Id<Site>, SiteNat>,
}

/// The prefixes of a site as Azure sees them, and as the site does.
type Seen = (Vec<IpNet>, Vec<IpNet>);

impl VpnNat {
    pub(super) fn new(network: &Network) -> Self {
        let mut all = Self::default();
        for (id, site) in network.sites.entries() {
            let links = &site.links.known;
            if !links.iter().any(|link| rules_of(network, *link).is_some()) {
                continue;
            }
            let declared: Option<Vec<IpNet>> =
                site.prefixes.value().map(|all| all.iter().map(|one| one.net).collect());
            let of_site = match all.site(network, links, declared.as_deref()) {
                Ok((seen, own)) => SiteNat { doubt: None, seen: Some(seen), own: Some(own) },
                Err(doubt) => SiteNat { doubt: Some(doubt), ..SiteNat::default() },
            };
            all.sites.insert(id, of_site);
        }
        all
    }

    /// Every way to a site must make the same of its prefixes.
    fn site(
        &mut self,
        network: &Network,
        links: &[SiteLink],
        declared: Option<&[IpNet]>,
    ) -> Result<Seen, NatDoubt> {
        let declared = declared.filter(|all| !all.is_empty()).ok_or(NatDoubt::Unknown)?;
        let mut of_all: Option<(Seen, Vec<Mapping>)> = None;
        for &link in links {
            let both = match rules_of(network, link) {
                Some(rules) => {
                    let nat = link_nat(network, link, rules)?;
                    let is_listed = matches!(link, SiteLink::Hub { .. }) && !nat.by_bgp;
                    let seen = seen_over(&nat, declared, is_listed)?;
                    let egress = nat.egress.clone();
                    self.keep(link, nat);
                    (seen, egress)
                }
                None => ((declared.to_vec(), declared.to_vec()), Vec::new()),
            };
            match &of_all {
                Some(other) if *other != both => return Err(NatDoubt::Ways),
                _ => of_all = Some(both),
            }
        }
        of_all.map(|(seen, _)| seen).ok_or(NatDoubt::Unknown)
    }

    fn keep(&mut self, link: SiteLink, nat: LinkNat) {
        match link {
            SiteLink::Vpn { connection, .. } => {
                self.connections.insert(connection, nat);
            }
            SiteLink::Hub { branch: Some(branch), .. } => {
                self.branches.insert(branch, nat);
            }
            SiteLink::Hub { branch: None, .. }
            | SiteLink::ExpressRoute { .. }
            | SiteLink::Appliance(_) => {}
        }
    }

    /// What a connection translates.
    pub(super) fn of_connection(&self, connection: Id<Connection>) -> Option<&LinkNat> {
        self.connections.get(&connection)
    }

    /// What a connection of a hub's gateway translates.
    pub(super) fn of_branch(&self, branch: Id<HubBranch>) -> Option<&LinkNat> {
        self.branches.get(&branch)
    }

    /// What a way to a site translates.
    pub(super) fn of_link(&self, link: SiteLink) -> Option<&LinkNat> {
        match link {
            SiteLink::Vpn { connection, .. } => self.of_connection(connection),
            SiteLink::Hub { branch, .. } => self.of_branch(branch?),
            SiteLink::ExpressRoute { .. } | SiteLink::Appliance(_) => None,
        }
    }

    /// Why it cannot be told what the connections of a site make of addresses.
    pub(super) fn doubt(&self, site: Id<Site>) -> Option<NatDoubt> {
        self.sites.get(&site)?.doubt
    }

    /// The prefixes of a site as Azure sees them, where they are translated.
    pub(super) fn seen(&self, site: Id<Site>) -> Option<&[IpNet]> {
        self.sites.get(&site)?.seen.as_deref()
    }

    /// The prefixes of a site as it knows them itself, where they are translated.
    pub(super) fn own(&self, site: Id<Site>) -> Option<&[IpNet]> {
        self.sites.get(&site)?.own.as_deref()
    }

    /// The prefixes that rules translate.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = IpNet> + '_ {
        let links = self.connections.values().chain(self.branches.values());
        links.flat_map(|link| {
            let azure = link.egress.iter().map(|mapping| mapping.internal);
            azure.chain(link.ingress.iter().map(|mapping| mapping.external))
        })
    }

    /// What every connection of a gateway makes of a prefix that it tells.
    pub(super) fn told(
        &self,
        network: &Network,
        gateway: Id<Gateway>,
        net: IpNet,
    ) -> Option<&Mapping> {
        let connections = network.connections.entries();
        let mut own = connections
            .filter(|(_, one)| one.gateway.is(&gateway) && !one.local_network_gateway.is(&None))
            .map(|(id, _)| {
                let link = self.of_connection(id)?;
                link.egress.iter().find(|mapping| mapping.internal == net)
            });
        let first = own.next()??;
        own.all(|other| other == Some(first)).then_some(first)
    }
}

/// What a site's prefixes are over a connection. A VPN site of a hub lists what Azure sees
/// where it does not speak BGP, a local network gateway always what the site has.
fn seen_over(nat: &LinkNat, declared: &[IpNet], is_listed: bool) -> Result<Seen, NatDoubt> {
    let (mut seen, mut own) = (Vec::new(), Vec::new());
    for &net in declared {
        let inner = nat.ingress.iter().find(|mapping| mapping.internal == net);
        let outer = nat.ingress.iter().find(|mapping| mapping.external == net);
        let overlaps = |side: IpNet| side.contains(&net) || net.contains(&side);
        let is_near = nat
            .ingress
            .iter()
            .any(|mapping| overlaps(mapping.internal) || overlaps(mapping.external));
        match (inner, outer) {
            (Some(mapping), None) if !is_listed => {
                seen.push(mapping.external);
                own.push(net);
            }
            (None, Some(mapping)) if is_listed => {
                seen.push(net);
                own.push(mapping.internal);
            }
            (None, None) if !is_near => {
                seen.push(net);
                own.push(net);
            }
            (None, None) => return Err(NatDoubt::Partly),
            _ => return Err(NatDoubt::WrongSide),
        }
    }
    Ok((seen, own))
}

/// The NAT rules of a way to a site.
fn rules_of(network: &Network, link: SiteLink) -> Option<&ConnectionNat> {
    match link {
        SiteLink::Vpn { connection, .. } => network.connections[connection].nat_rules.as_ref(),
        SiteLink::Hub { branch: Some(branch), .. } => {
            network.hub_branches[branch].nat_rules.as_ref()
        }
        SiteLink::Hub { branch: None, .. }
        | SiteLink::ExpressRoute { .. }
        | SiteLink::Appliance(_) => None,
    }
}

/// What the gateway of a connection has to do with it.
struct Ends<'a> {
    rules: &'a [NatRule],
    bgp: Option<bool>,
    translates_routes: &'a Fact<bool>,
    has_one_instance: bool,
}

fn link_nat(network: &Network, link: SiteLink, of: &ConnectionNat) -> Result<LinkNat, NatDoubt> {
    let ends = ends(network, link).ok_or(NatDoubt::Unknown)?;
    match of.selectors.value() {
        Some(false) => {}
        Some(true) => return Err(NatDoubt::Selectors),
        None => return Err(NatDoubt::Unknown),
    }
    let by_bgp = ends.bgp.ok_or(NatDoubt::Unknown)?;
    if by_bgp && !ends.translates_routes.is(&true) {
        return Err(NatDoubt::Routes);
    }
    Ok(LinkNat {
        ingress: mappings(&ends, &of.ingress, NatMode::Ingress)?,
        egress: mappings(&ends, &of.egress, NatMode::Egress)?,
        by_bgp,
    })
}

fn ends(network: &Network, link: SiteLink) -> Option<Ends<'_>> {
    match link {
        SiteLink::Vpn { gateway, connection, .. } => {
            let gateway = &network.gateways[gateway];
            let flags = (gateway.bgp.value(), network.connections[connection].bgp.value());
            Some(Ends {
                rules: &gateway.nat_rules,
                bgp: match flags {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                },
                translates_routes: &gateway.translates_routes,
                has_one_instance: gateway.active_active.is(&false),
            })
        }
        SiteLink::Hub { gateway, branch } => {
            let gateway = &network.hub_gateways[gateway];
            Some(Ends {
                rules: &gateway.nat_rules,
                bgp: network.hub_branches[branch?].bgp.value().copied(),
                translates_routes: &gateway.translates_routes,
                has_one_instance: false,
            })
        }
        SiteLink::ExpressRoute { .. } | SiteLink::Appliance(_) => None,
    }
}

fn mappings(
    ends: &Ends<'_>,
    listed: &Several<String>,
    mode: NatMode,
) -> Result<Vec<Mapping>, NatDoubt> {
    if listed.more.is_some() {
        return Err(NatDoubt::Unknown);
    }
    let mapping = |name: &String| {
        let rule = ends.rules.iter().find(|rule| rule.declared.label() == name.as_str());
        mapping(rule.ok_or(NatDoubt::Unknown)?, mode, ends.has_one_instance)
    };
    listed.known.iter().map(mapping).collect()
}

/// Each rule is for one prefix; static ones are for both instances of a gateway, dynamic ones
/// for one of them
/// (<https://learn.microsoft.com/azure/virtual-wan/nat-rules-vpn-gateway>).
fn mapping(rule: &NatRule, mode: NatMode, one_instance: bool) -> Result<Mapping, NatDoubt> {
    if rule.declared.presence != Presence::Certain || !rule.mode.is(&mode) {
        return Err(NatDoubt::Unknown);
    }
    let (internal, external) = (only(&rule.internal)?, only(&rule.external)?);
    let dynamic = match rule.kind.value() {
        Some(NatKind::Dynamic) if one_instance => true,
        Some(NatKind::Dynamic) => return Err(NatDoubt::Instances),
        Some(NatKind::Static) if internal.prefix_len() == external.prefix_len() => false,
        Some(NatKind::Static) => return Err(NatDoubt::Sizes),
        None => return Err(NatDoubt::Unknown),
    };
    let name = rule.declared.label().to_owned();
    Ok(Mapping { name, internal, external, dynamic })
}

fn only(mappings: &Several<NatMapping>) -> Result<IpNet, NatDoubt> {
    match (&mappings.known[..], &mappings.more) {
        ([one], None) if one.has_ports => Err(NatDoubt::Ports),
        ([one], None) => one.space.value().map(|space| space.net).ok_or(NatDoubt::Unknown),
        _ => Err(NatDoubt::Unknown),
    }
}
