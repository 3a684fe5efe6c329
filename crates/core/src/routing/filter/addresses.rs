//! The addresses that a rule names, and whether a packet's are among them.

use std::{net::IpAddr, sync::Arc};

use ipnet::IpNet;

use super::{
    super::target::{Place, Spot, Symbol, Target, is_private},
    interfaces::Members,
};
use crate::Fact;

/// How far the addresses of a packet are among those of a rule; what is said first
/// wins where all sides must fit, what is said last where one of a list is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    /// Something about the rule is unknown.
    Unknown,
    /// The prefixes of a site are unknown.
    Site,
    /// Some of them are, others are not.
    Part,
    /// All are, as long as the site's addresses are private ones.
    Private,
    Yes,
}

/// Whether the tag `VirtualNetwork` of a subnet holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::routing) enum Member {
    Yes,
    /// Only by a route for all addresses, which the tag "might also contain".
    ByDefaultRoute,
    Unknown,
    No,
}

/// Which words a filter takes for more than addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    SecurityGroup,
    Firewall,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    VirtualNetwork,
    Internet,
    /// 168.63.129.16, which is nobody's address.
    AzureLoadBalancer,
    /// Public addresses of a service.
    Service,
    /// A name that may stand for any address.
    Name,
}

/// Addresses as a rule may write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::routing) enum Written {
    Net(IpNet),
    /// From the first to the last.
    Range(IpAddr, IpAddr),
}

/// How much the addresses of one side of a rule are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// What is listed.
    #[default]
    Listed,
    /// All private addresses of RFC 1918 among it.
    AllPrivate,
    EveryV4,
    Every,
    Unknown,
}

/// The addresses of one side of a rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    extent: Extent,
    nets: Vec<IpNet>,
    ranges: Vec<(IpAddr, IpAddr)>,
    tags: Vec<Tag>,
    groups: Vec<Arc<Members>>,
}

/// The private ranges of RFC 1918.
const PRIVATE: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

impl Addresses {
    pub(super) fn read(texts: &Fact<Vec<String>>, words: Vocabulary) -> Self {
        let mut addresses = Self::default();
        let Some(texts) = texts.value() else {
            return Self { extent: Extent::Unknown, ..addresses };
        };
        for text in texts {
            addresses.add(text.trim(), words);
        }
        addresses.nets = IpNet::aggregate(&addresses.nets);
        let mut private = PRIVATE.iter().filter_map(|text| text.parse::<IpNet>().ok());
        if private.all(|private| addresses.nets.iter().any(|net| net.contains(&private))) {
            addresses.extent = addresses.extent.max(Extent::AllPrivate);
        }
        addresses
    }

    /// With the members of application security groups.
    pub(super) fn with(self, groups: Vec<Arc<Members>>) -> Self {
        Self { groups, ..self }
    }

    /// With names of hosts, which may stand for any address.
    pub(super) fn with_hosts(mut self, hosts: &Fact<Vec<String>>) -> Self {
        let named = hosts.value().is_none_or(|hosts| !hosts.is_empty());
        self.tags.extend(named.then_some(Tag::Name));
        self
    }

    pub(super) fn any() -> Self {
        Self { extent: Extent::Every, ..Self::default() }
    }

    fn add(&mut self, text: &str, words: Vocabulary) {
        if text == "*" || text.eq_ignore_ascii_case("any") {
            self.extent = Extent::Every;
            return;
        }
        match Written::read(text) {
            Some(Written::Net(net)) => {
                if matches!(net, IpNet::V4(_)) && net.prefix_len() == 0 {
                    self.extent = self.extent.max(Extent::EveryV4);
                }
                self.nets.push(net);
            }
            Some(Written::Range(first, last)) => self.ranges.push((first, last)),
            None => self.tags.push(Tag::read(text, words)),
        }
    }

    /// The prefixes, where nothing else is among them.
    pub(super) fn only_nets(&self) -> Option<&[IpNet]> {
        let is_listed = !matches!(self.extent, Extent::Unknown | Extent::Every);
        let only = self.ranges.is_empty() && self.tags.is_empty() && self.groups.is_empty();
        (is_listed && only).then_some(&self.nets[..])
    }

    /// Whether a packet's address is among them, as a rule that allows or denies asks.
    pub(super) fn fit(&self, spot: Spot, allows: bool, member: &dyn Fn(Spot) -> Member) -> Fit {
        match self.extent {
            Extent::Unknown => return Fit::Unknown,
            Extent::Every => return Fit::Yes,
            // What has no number has IPv4 addresses.
            Extent::EveryV4 if matches!(spot.target, Target::Symbol(_)) => return Fit::Yes,
            Extent::EveryV4 | Extent::AllPrivate | Extent::Listed => {}
        }
        let numbers = self.numbers(spot, allows);
        if numbers == Fit::Yes || self.tags.is_empty() && self.groups.is_empty() {
            return numbers;
        }
        let tags = self.tags.iter().map(|tag| tag.fit(spot, allows, member));
        let groups = self.groups.iter().map(|members| members.fit(spot));
        tags.chain(groups).max().unwrap_or(Fit::No).max(numbers)
    }

    fn numbers(&self, spot: Spot, allows: bool) -> Fit {
        if self.nets.is_empty() && self.ranges.is_empty() {
            return Fit::No;
        }
        match spot.target {
            Target::Net(target) => {
                let nets = self.nets.iter().map(|net| fit_net(*net, target));
                let ranges = self.ranges.iter().map(|range| fit_range(*range, target));
                nets.chain(ranges).max().unwrap_or(Fit::No)
            }
            Target::Symbol(Symbol::Internet) => {
                let public = self.nets.iter().any(|net| !is_private(*net));
                if public || !self.ranges.is_empty() { Fit::Part } else { Fit::No }
            }
            Target::Symbol(Symbol::Site(_)) => {
                let taken = allows && self.extent == Extent::AllPrivate;
                if taken { Fit::Private } else { Fit::Site }
            }
            Target::Symbol(_) => Fit::Unknown,
        }
    }

    /// A prefix among them, to name where it is unknown whether it covers a site's.
    pub(super) fn first_net(&self) -> Option<IpNet> {
        let of_range = || self.ranges.first().map(|(first, _)| IpNet::from(*first));
        self.nets.first().copied().or_else(of_range)
    }
}

impl Written {
    /// `None` where it is no address but a word.
    pub(in crate::routing) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let net = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        if let Ok(net) = net {
            return Some(Self::Net(net.trunc()));
        }
        let (first, last) = text.split_once('-')?;
        Some(Self::Range(first.trim().parse().ok()?, last.trim().parse().ok()?))
    }
}

fn fit_net(net: IpNet, target: IpNet) -> Fit {
    if net.contains(&target) {
        Fit::Yes
    } else if target.contains(&net) {
        Fit::Part
    } else {
        Fit::No
    }
}

fn fit_range((first, last): (IpAddr, IpAddr), target: IpNet) -> Fit {
    if first.is_ipv4() != target.addr().is_ipv4() {
        Fit::No
    } else if first <= target.network() && target.broadcast() <= last {
        Fit::Yes
    } else if target.broadcast() < first || last < target.network() {
        Fit::No
    } else {
        Fit::Part
    }
}

impl Tag {
    fn read(text: &str, words: Vocabulary) -> Self {
        match words {
            Vocabulary::SecurityGroup if text.eq_ignore_ascii_case("VirtualNetwork") => {
                Self::VirtualNetwork
            }
            Vocabulary::SecurityGroup if text.eq_ignore_ascii_case("Internet") => Self::Internet,
            Vocabulary::SecurityGroup if text.eq_ignore_ascii_case("AzureLoadBalancer") => {
                Self::AzureLoadBalancer
            }
            // No tag begins with a digit: a prefix that cannot be read.
            _ if text.starts_with(|first: char| first.is_ascii_digit()) => Self::Name,
            // A firewall knows the tags of services, as destinations.
            Vocabulary::SecurityGroup | Vocabulary::Firewall => Self::Service,
        }
    }

    fn fit(self, spot: Spot, allows: bool, member: &dyn Fn(Spot) -> Member) -> Fit {
        let is_public = match spot.target {
            Target::Net(net) => !is_private(net),
            Target::Symbol(symbol) => symbol == Symbol::Internet,
        };
        match self {
            Self::VirtualNetwork => match member(spot) {
                Member::Yes => Fit::Yes,
                Member::ByDefaultRoute if allows => Fit::Yes,
                Member::ByDefaultRoute | Member::Unknown => Fit::Unknown,
                Member::No => Fit::No,
            },
            Self::Internet => match member(spot) {
                Member::Yes => Fit::No,
                Member::ByDefaultRoute | Member::Unknown => Fit::Unknown,
                Member::No => Fit::Yes,
            },
            Self::Service if spot.place == Place::Internet => Fit::Part,
            Self::Service if is_public => Fit::Unknown,
            Self::AzureLoadBalancer | Self::Service => Fit::No,
            Self::Name => Fit::Unknown,
        }
    }
}
