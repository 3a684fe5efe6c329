//! Network security groups and their rules, declared inline and apart.

use nexthop_iac::Presence;

use super::{
    attributes::Attributes,
    class::Class,
    conversion::{choice, lower_text, text, texts, whole},
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{
        Action, ApplicationSecurityGroup, Direction, Id, SecurityGroup, SecurityRule, Several,
    },
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> SecurityGroup {
    let declared = directory.entry(id).declared.clone();
    let blocks = directory.attributes(id).blocks("properties.securityRules");
    let mut known = Vec::with_capacity(blocks.items.len());
    for block in &blocks.items {
        known.push(rule(directory, block, declared.presence.clone()));
    }
    for child in directory.children(Class::SecurityRule, id).to_vec() {
        let presence = directory.entry(child).declared.presence.clone();
        known.push(rule(directory, &directory.attributes(child), presence));
    }
    let rules = Several {
        known,
        more: blocks.more.or_else(|| directory.orphans.get(&Class::SecurityRule).cloned()),
        span: blocks.span,
    };
    SecurityGroup { declared, rules }
}

pub(super) fn application_group(
    directory: &mut Directory<'_>,
    id: EntryId,
) -> ApplicationSecurityGroup {
    ApplicationSecurityGroup { declared: directory.entry(id).declared.clone() }
}

fn rule(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
    presence: Presence,
) -> SecurityRule {
    let directions = choice(&[("Inbound", Direction::Inbound), ("Outbound", Direction::Outbound)]);
    let actions = choice(&[("Allow", Action::Allow), ("Deny", Action::Deny)]);
    let (sources, source_groups) = addresses(directory, attributes, "source");
    let (destinations, destination_groups) = addresses(directory, attributes, "destination");
    SecurityRule {
        name: attributes.required("name", text),
        priority: attributes.required("properties.priority", whole),
        direction: attributes.required("properties.direction", directions),
        action: attributes.required("properties.access", actions),
        protocol: attributes.required("properties.protocol", lower_text),
        sources,
        destinations,
        source_groups,
        destination_groups,
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

/// The addresses of one side, and the application security groups in their place.
fn addresses(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
    side: &str,
) -> (Fact<Vec<String>>, Vec<Id<ApplicationSecurityGroup>>) {
    let listed = attributes.blocks(&format!("properties.{side}ApplicationSecurityGroups"));
    let mut groups = Vec::new();
    let mut unknown = listed.more;
    for block in &listed.items {
        let group = directory.link(block, "id");
        match (group.value(), group.why()) {
            (Some(Some(group)), _) => groups.push(*group),
            (_, Some(why)) => unknown = Some(why.clone()),
            (Some(None) | None, None) => {}
        }
    }
    if let Some(why) = unknown {
        return (Fact::unknown(why, listed.span), Vec::new());
    }
    if !groups.is_empty() {
        return (Fact::default(Vec::new(), listed.span), groups);
    }
    let prefixes = one_or_several(
        attributes,
        &format!("properties.{side}AddressPrefix"),
        &format!("properties.{side}AddressPrefixes"),
    );
    (prefixes, groups)
}

/// A property that has a singular and a plural form, of which one is used.
fn one_or_several(attributes: &Attributes<'_>, one: &str, several: &str) -> Fact<Vec<String>> {
    attributes
        .read(several, texts)
        .filter(|fact| fact.value().is_none_or(|list| !list.is_empty()))
        .or_else(|| attributes.read(one, texts))
        .unwrap_or_else(|| attributes.required(one, texts))
}
