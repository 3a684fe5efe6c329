//! What filters do to a packet, in words.

use nexthop_source::Span;

use super::{
    filter::{Filter, Filtered, Ports, Protocol},
    trail::Mark,
    words::Words,
};
use crate::{Fact, network::Direction};

/// A rule as a sentence names it.
struct Named<'a> {
    name: &'a Fact<String>,
    priority: String,
    span: Span,
}

impl Named<'_> {
    fn in_words(&self) -> String {
        match self.name.value() {
            Some(name) => format!("rule {name}, priority {}", self.priority),
            None => format!("a rule of priority {}", self.priority),
        }
    }
}

impl Words<'_> {
    /// What a filter does to a packet and by which rule.
    pub(super) fn filter_message(&self, mark: &Mark, filtered: &Filtered, passes: bool) -> String {
        // A firewall is where the packet is; a group is one of a subnet's.
        let subject = match filtered.filter {
            Filter::Group(_, _, None) => format!("{} ", self.about(mark.about)),
            Filter::Group(_, _, Some(interface)) => {
                let interface = self.network.network_interfaces[interface].declared.label();
                format!("{} of network interface {interface} ", self.about(mark.about))
            }
            Filter::Policy(_) | Filter::Classic(_) => String::new(),
        };
        let from = self.spot(filtered.source);
        let goal = self.spot(mark.destination);
        let way = format!("from {from} to {goal}");
        let ports = ports(filtered.protocol, &filtered.ports);
        let rule = self.rule(filtered).map(|rule| rule.in_words());
        match (passes, filtered.filter, rule) {
            (true, _, Some(rule)) => format!("{subject}lets through {ports} {way}: {rule}"),
            (true, _, None) => format!("{subject}lets through {ports} {way}"),
            (false, _, Some(rule)) => format!("{subject}denies {ports} {way}: {rule}"),
            (false, Filter::Group(_, direction, _), None) => {
                let default = match direction {
                    Direction::Inbound => "DenyAllInBound",
                    Direction::Outbound => "DenyAllOutBound",
                };
                format!(
                    "{subject}denies {ports} {way}: no rule allows it before Azure's {default}, priority 65500"
                )
            }
            (false, Filter::Policy(id), None) => format!(
                "{subject}denies {ports} {way}: no rule of its policy {} allows it",
                self.network.firewall_policies[id].declared.label()
            ),
            (false, Filter::Classic(_), None) => {
                format!("{subject}denies {ports} {way}: none of its rules allows it")
            }
        }
    }

    /// The rule that decides, else the filter.
    pub(super) fn filter_span(&self, filtered: &Filtered) -> Span {
        self.rule(filtered).map_or_else(
            || match filtered.filter {
                Filter::Group(id, ..) => self.network.security_groups[id].declared.span,
                Filter::Policy(id) => self.network.firewall_policies[id].declared.span,
                Filter::Classic(id) => self.network.firewalls[id].declared.span,
            },
            |rule| rule.span,
        )
    }

    /// The rule that decides, in words.
    pub(super) fn rule_in_words(&self, filtered: &Filtered) -> String {
        self.rule(filtered).map_or_else(|| "a rule".to_owned(), |rule| rule.in_words())
    }

    fn rule(&self, filtered: &Filtered) -> Option<Named<'_>> {
        let number = filtered.rule?;
        match filtered.filter {
            Filter::Group(id, ..) => {
                let rule = self.network.security_groups[id].rules.known.get(number)?;
                let priority = rule.priority.value().map_or_else(unknown, u32::to_string);
                Some(Named { name: &rule.name, priority, span: rule.span })
            }
            Filter::Policy(id) => {
                let (_, rule) = self.network.rules_of(id).nth(number)?;
                let pair = |(group, own): &(u32, u32)| format!("{group}/{own}");
                let priority = rule.priority.value().map_or_else(unknown, pair);
                Some(Named { name: &rule.name, priority, span: rule.span })
            }
            Filter::Classic(id) => {
                let rule = self.network.firewalls[id].rules.known.get(number)?;
                let own = |(_, own): &(u32, u32)| own.to_string();
                let priority = rule.priority.value().map_or_else(unknown, own);
                Some(Named { name: &rule.name, priority, span: rule.span })
            }
        }
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// `every TCP port`, or `TCP 443, 1433`.
pub(super) fn ports(protocol: Protocol, ports: &Ports) -> String {
    let name = protocol.as_str();
    match protocol {
        Protocol::Icmp => name.to_owned(),
        Protocol::Tcp | Protocol::Udp if ports.is_all() => format!("every {name} port"),
        Protocol::Tcp | Protocol::Udp => format!("{name} {ports}"),
    }
}
