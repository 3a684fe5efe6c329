//! Network security groups and their rules, declared inline and apart.

use nexthop_iac::{Presence, Why};

use super::{
    attributes::Attributes,
    class::Class,
    conversion::{choice, lower_text, text, texts, whole},
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{Action, Direction, SecurityGroup, SecurityRule, Several},
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> SecurityGroup {
    let declared = directory.entry(id).declared.clone();
    let blocks = directory.attributes(id).blocks("properties.securityRules");
    let inline = blocks.items.iter().map(|block| rule(block, declared.presence.clone()));
    let apart = directory.children(Class::SecurityRule, id).iter().map(|&child| {
        rule(&directory.attributes(child), directory.entry(child).declared.presence.clone())
    });
    let rules = Several {
        known: inline.chain(apart).collect(),
        more: blocks.more.or_else(|| directory.orphans.get(&Class::SecurityRule).cloned()),
        span: blocks.span,
    };
    SecurityGroup { declared, rules }
}

fn rule(attributes: &Attributes<'_>, presence: Presence) -> SecurityRule {
    let directions = choice(&[("Inbound", Direction::Inbound), ("Outbound", Direction::Outbound)]);
    let actions = choice(&[("Allow", Action::Allow), ("Deny", Action::Deny)]);
    SecurityRule {
        name: attributes.required("name", text),
        priority: attributes.required("properties.priority", whole),
        direction: attributes.required("properties.direction", directions),
        action: attributes.required("properties.access", actions),
        protocol: attributes.required("properties.protocol", lower_text),
        sources: addresses(attributes, "source"),
        destinations: addresses(attributes, "destination"),
        source_ports: one_or_several(
            attributes,
            "properties.sourcePortRange",
            "properties.sourcePortRanges",
        ),
        ports: one_or_several(
            attributes,
            "properties.destinationPortRange",
            "properties.destinationPortRanges",
        ),
        presence,
        span: attributes.header(),
    }
}

/// The addresses of one side. Application security groups stand for addresses of
/// interfaces that are not followed.
fn addresses(attributes: &Attributes<'_>, side: &str) -> Fact<Vec<String>> {
    let groups = format!("properties.{side}ApplicationSecurityGroups");
    let outside = || Err(Why::Outside("the membership of application security groups".to_owned()));
    let grouped = attributes.read(&groups, |value| match value.as_list() {
        Some([]) => Ok(Vec::new()),
        _ => outside(),
    });
    grouped.filter(|fact| fact.value().is_none()).unwrap_or_else(|| {
        one_or_several(
            attributes,
            &format!("properties.{side}AddressPrefix"),
            &format!("properties.{side}AddressPrefixes"),
        )
    })
}

/// A property that has a singular and a plural form, of which one is used.
fn one_or_several(attributes: &Attributes<'_>, one: &str, several: &str) -> Fact<Vec<String>> {
    attributes
        .read(several, texts)
        .filter(|fact| fact.value().is_none_or(|list| !list.is_empty()))
        .or_else(|| attributes.read(one, texts))
        .unwrap_or_else(|| attributes.required(one, texts))
}
