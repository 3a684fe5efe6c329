//! Rules in the order in which they are asked.

use ipnet::IpNet;

use super::{
    super::{
        condition::{Cause, Condition, Decisions},
        target::{Spot, Symbol, Target},
    },
    Ports, Protocol,
    addresses::{Addresses, Fit, Member},
    inputs::Inputs,
    rule_index::RuleIndex,
};
use crate::Fact;

/// A packet as filters see it.
pub(in crate::routing) struct Packet<'a> {
    pub(in crate::routing) source: Spot,
    pub(in crate::routing) destination: Spot,
    pub(in crate::routing) protocol: Protocol,
    /// What is taken to be so in the world that is walked.
    pub(in crate::routing) decisions: &'a Decisions,
    /// What the tag `VirtualNetwork` of the subnet holds.
    pub(in crate::routing) member: &'a dyn Fn(Spot) -> Member,
}

/// Why ports that may pass do not surely pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::routing) enum Doubt {
    /// This is to be decided first.
    Hangs(Cause),
    /// Something about the rules is unknown.
    Unknown,
    /// Rules name a part of the addresses.
    Part,
    /// A rule that allows, or does not, names this prefix, of which it is unknown
    /// whether it covers the site's.
    Site { net: IpNet, symbol: Symbol, allows: bool, rule: Option<usize> },
}

/// What a filter says of the ports that it is asked about.
#[derive(Clone, Debug)]
pub(in crate::routing) struct Ruling {
    /// All that may pass: no other port does.
    pub(in crate::routing) possible: Ports,
    /// What passes whatever is unknown, from and to every address.
    pub(in crate::routing) sure: Ports,
    pub(in crate::routing) doubt: Option<Doubt>,
    /// Unknown addresses of a site are taken for private ones.
    pub(in crate::routing) takes_for_private: bool,
    /// The rule that denied last, if one did and Azure's own did not.
    pub(in crate::routing) denied_by: Option<usize>,
    /// The rule that lets through all that passes, if it is one.
    pub(in crate::routing) allowed_by: Option<usize>,
}

/// Protocols by bit, in the order of [`Protocol`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Protocols(u8);

impl Protocols {
    pub(super) const ALL: Self = Self(0b111);

    /// Protocols as rules write them.
    pub(super) fn read<'a>(texts: impl IntoIterator<Item = &'a String>) -> Self {
        let bits = texts.into_iter().map(|text| match text.to_ascii_lowercase().as_str() {
            "*" | "any" => 0b111,
            "tcp" => 0b001,
            "udp" => 0b010,
            "icmp" => 0b100,
            _ => 0,
        });
        Self(bits.fold(0, |all, one| all | one))
    }

    pub(super) fn has(self, protocol: Protocol) -> bool {
        let bit = match protocol {
            Protocol::Tcp => 0b001,
            Protocol::Udp => 0b010,
            Protocol::Icmp => 0b100,
        };
        self.0 & bit != 0
    }
}

/// A rule of either kind of filter.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// When it is there and fits as it is said to.
    pub(super) when: Condition,
    /// `None` where it is unknown.
    pub(super) allows: Option<bool>,
    /// What decides whether it allows, where that has a name.
    pub(super) allows_if: Option<Cause>,
    pub(super) protocols: Protocols,
    pub(super) ports: Ports,
    pub(super) sources: Addresses,
    pub(super) destinations: Addresses,
    /// The best that the rest of it lets it fit.
    pub(super) at_most: Fit,
    /// Its place in the filter's list; `None` for Azure's default rules.
    pub(super) number: Option<usize>,
}

impl Rule {
    /// A rule of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { allows: None, at_most: Fit::Unknown, ..Self::allows_all() }
    }

    /// A rule that lets everything through.
    pub(super) fn allows_all() -> Self {
        Self {
            when: Condition::always(),
            allows: Some(true),
            allows_if: None,
            protocols: Protocols::ALL,
            ports: Ports::all(),
            sources: Addresses::any(),
            destinations: Addresses::any(),
            at_most: Fit::Yes,
            number: None,
        }
    }

    fn fit(&self, packet: &Packet<'_>) -> Fit {
        // An action that is unknown is in doubt anyway.
        let allows = self.allows.unwrap_or(true);
        let source = self.sources.fit(packet.source, allows, packet.member);
        if source == Fit::No {
            return Fit::No;
        }
        let destination = self.destinations.fit(packet.destination, allows, packet.member);
        source.min(destination).min(self.at_most)
    }

    /// The prefix that may or may not cover a site's.
    fn doubtful_net(&self, packet: &Packet<'_>) -> Option<(IpNet, Symbol)> {
        let sides = [(&self.sources, packet.source), (&self.destinations, packet.destination)];
        sides.into_iter().find_map(|(addresses, spot)| match spot.target {
            Target::Symbol(symbol @ Symbol::Site(_)) => Some((addresses.first_net()?, symbol)),
            Target::Symbol(_) | Target::Net(_) => None,
        })
    }
}

/// Ports as a list of texts writes them, and how far they are known.
pub(super) fn read_ports(
    texts: &Fact<Vec<String>>,
    inputs: &mut Inputs<'_>,
    kind: &'static str,
) -> (Ports, Fit) {
    let mut ports = Ports::default();
    if !inputs.knows(texts, kind) {
        return (Ports::all(), Fit::Yes);
    }
    let Some(texts) = texts.value() else { return (Ports::all(), Fit::Unknown) };
    for text in texts {
        let Some(some) = Ports::parse(text) else { return (Ports::all(), Fit::Unknown) };
        ports.add(&some);
    }
    (ports, Fit::Yes)
}

/// Rules in the order in which they are asked; what none decides is denied.
#[derive(Debug)]
pub(super) struct RuleSet {
    rules: Vec<Rule>,
    by_source: Option<RuleIndex>,
    by_destination: Option<RuleIndex>,
}

impl RuleSet {
    pub(super) fn new(rules: Vec<Rule>) -> Self {
        let by_source = RuleIndex::new(&rules, |rule| &rule.sources);
        let by_destination = RuleIndex::new(&rules, |rule| &rule.destinations);
        Self { rules, by_source, by_destination }
    }

    /// Whether a rule is for a protocol.
    pub(super) fn is_for(&self, protocol: Protocol) -> bool {
        self.rules.iter().any(|rule| rule.protocols.has(protocol))
    }

    /// The rules for a packet's protocol, but for those that name other addresses.
    fn asked(&self, packet: &Packet<'_>) -> impl Iterator<Item = &Rule> {
        let about = |index: &Option<RuleIndex>, spot: Spot| index.as_ref()?.about(spot.target);
        let by_source = about(&self.by_source, packet.source);
        let by_destination = about(&self.by_destination, packet.destination);
        let shorter = by_source.into_iter().chain(by_destination).min_by_key(Vec::len);
        let (some, all) = match shorter {
            Some(some) => (some, &[][..]),
            None => (Vec::new(), &self.rules[..]),
        };
        let protocol = packet.protocol;
        let some = some.into_iter().map(|at| &self.rules[at]);
        some.chain(all).filter(move |rule| rule.protocols.has(protocol))
    }

    pub(super) fn passes_all(&self, packet: &Packet<'_>) -> bool {
        let asked = self.asked(packet);
        let mut fits =
            asked.map(|rule| (rule, rule.fit(packet))).filter(|(_, fit)| *fit != Fit::No);
        fits.next().is_some_and(|(rule, fit)| {
            let every_port = packet.protocol == Protocol::Icmp || rule.ports.is_all();
            let there = rule.when.is_always();
            fit == Fit::Yes && rule.allows == Some(true) && every_port && there
        })
    }

    /// Where the tag `VirtualNetwork` holds an address perhaps, by a default route, it does
    /// so in all rules or in none: what passes in neither case does not.
    pub(super) fn judge(&self, packet: &Packet<'_>, asked: &Ports) -> Ruling {
        let mut ruling = self.judge_one_by_one(packet, asked);
        let perhaps = [packet.source, packet.destination]
            .into_iter()
            .any(|spot| (packet.member)(spot) == Member::ByDefaultRoute);
        if !perhaps || ruling.sure == ruling.possible {
            return ruling;
        }
        let [held, not_held] = [Member::Yes, Member::No].map(|instead| {
            let member = |spot| match (packet.member)(spot) {
                Member::ByDefaultRoute => instead,
                other => other,
            };
            self.judge_one_by_one(&Packet { member: &member, ..*packet }, asked)
        });
        let mut either = held.possible.clone();
        either.add(&not_held.possible);
        ruling.possible = ruling.possible.common(&either);
        ruling.sure = ruling.sure.common(&either);
        if ruling.possible.is_empty() {
            ruling.denied_by = held.denied_by;
        }
        ruling
    }

    fn judge_one_by_one(&self, packet: &Packet<'_>, asked: &Ports) -> Ruling {
        let mut judgement = Judgement::new(asked);
        let all = Ports::all();
        for rule in self.asked(packet) {
            if judgement.open.is_empty() {
                break;
            }
            let ports = if packet.protocol == Protocol::Icmp { &all } else { &rule.ports };
            if judgement.open.overlaps(ports) {
                judgement.ask(rule, packet, ports);
            }
        }
        let unasked = !judgement.open.is_empty();
        let mut ruling = judgement.ruling;
        if unasked {
            ruling.denied_by = None;
        }
        ruling
    }
}

/// What is decided so far.
struct Judgement {
    /// Ports that no rule has decided on for every address.
    open: Ports,
    /// Ports that no rule has perhaps denied.
    clear: Ports,
    allowing_rules: usize,
    ruling: Ruling,
}

impl Judgement {
    fn new(asked: &Ports) -> Self {
        let ruling = Ruling {
            possible: Ports::default(),
            sure: Ports::default(),
            doubt: None,
            takes_for_private: false,
            denied_by: None,
            allowed_by: None,
        };
        Self { open: asked.clone(), clear: asked.clone(), allowing_rules: 0, ruling }
    }

    fn ask(&mut self, rule: &Rule, packet: &Packet<'_>, ports: &Ports) {
        let fit = rule.fit(packet);
        let there = rule.when.holds(packet.decisions);
        if fit == Fit::No || there == Ok(false) {
            return;
        }
        let ports = self.open.common(ports);
        self.ruling.takes_for_private |= fit == Fit::Private;
        let decided = |cause| packet.decisions.of(cause);
        let allows = rule.allows.or_else(|| rule.allows_if.and_then(decided));
        let undecided = there.err().or(rule.allows_if.filter(|_| allows.is_none()));
        match allows {
            Some(allows) if fit >= Fit::Private && undecided.is_none() => {
                if allows {
                    self.allow(rule, &ports);
                    self.ruling.sure.add(&ports.common(&self.clear));
                } else {
                    self.ruling.denied_by = rule.number;
                }
                self.open.remove(&ports);
            }
            allows => {
                if allows != Some(false) {
                    self.allow(rule, &ports);
                }
                if allows != Some(true) {
                    self.clear.remove(&ports);
                }
                let doubt = undecided.map_or_else(|| doubt(rule, fit, packet), Doubt::Hangs);
                self.keep(doubt);
            }
        }
    }

    fn allow(&mut self, rule: &Rule, ports: &Ports) {
        self.allowing_rules += 1;
        self.ruling.possible.add(ports);
        self.ruling.allowed_by = if self.allowing_rules == 1 { rule.number } else { None };
    }

    /// Keeps what is to be decided first, else the doubt that says least.
    fn keep(&mut self, new: Doubt) {
        self.ruling.doubt = Some(match (self.ruling.doubt, new) {
            (Some(first @ Doubt::Hangs(_)), _) => first,
            (_, new @ Doubt::Hangs(_)) => new,
            (Some(Doubt::Unknown), _) | (_, Doubt::Unknown) => Doubt::Unknown,
            (Some(Doubt::Part), _) | (_, Doubt::Part) => Doubt::Part,
            (Some(first), _) => first,
            (None, new) => new,
        });
    }
}

/// The doubt that a rule makes that fits in part or perhaps.
fn doubt(rule: &Rule, fit: Fit, packet: &Packet<'_>) -> Doubt {
    let site = |(net, symbol)| {
        let allows = rule.allows.unwrap_or(true);
        Doubt::Site { net, symbol, allows, rule: rule.number }
    };
    match (fit, rule.allows) {
        (Fit::Part, Some(_)) => Doubt::Part,
        (Fit::Site, Some(_)) => rule.doubtful_net(packet).map_or(Doubt::Unknown, site),
        _ => Doubt::Unknown,
    }
}
