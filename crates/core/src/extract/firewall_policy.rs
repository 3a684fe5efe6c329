//! Firewall policies and the rules of their rule collection groups.

use nexthop_iac::{Presence, Value, Why};

use super::{
    attributes::{Attributes, Blocks},
    class::Class,
    conversion::{
        Converted, choice, elements, lower_text, lower_texts, private_ranges, text, texts, truth,
        whole,
    },
    directory::{Directory, EntryId},
    firewall::TIERS,
};
use crate::{
    Fact, Known,
    network::{FirewallPolicy, FirewallRule, RuleKind, Several},
};

/// Ranges are not learned unless that is set
/// (<https://learn.microsoft.com/azure/firewall/snat-private-range>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> FirewallPolicy {
    let attributes = directory.attributes(id);
    let learns = choice(&[("Enabled", true), ("Disabled", false)]);
    FirewallPolicy {
        declared: directory.entry(id).declared.clone(),
        tier: attributes.required("properties.sku.tier", choice(TIERS)),
        private_ranges: attributes.optional("properties.snat.privateRanges", private_ranges),
        auto_learn_private_ranges: attributes.or(
            "properties.snat.autoLearnPrivateRanges",
            false,
            |value| truth(value).or_else(|_| learns(value)),
        ),
        rules: rules(directory, id),
    }
}

fn rules(directory: &Directory<'_>, policy: EntryId) -> Several<FirewallRule> {
    let declared = &directory.entry(policy).declared;
    let outside = declared.existing.then(|| Why::Outside(declared.label().to_owned()));
    let base = directory.attributes(policy).has("properties.basePolicy.id");
    let base = base.then(|| Why::Outside("the rules of the base policy".to_owned()));
    let orphans = || directory.orphans.get(&Class::RuleCollectionGroup).cloned();
    let mut rules =
        Several { known: Vec::new(), more: outside.or(base).or_else(orphans), span: declared.span };
    for &group in directory.children(Class::RuleCollectionGroup, policy) {
        if let Presence::Maybe(why) = &directory.entry(group).declared.presence {
            rules.more.get_or_insert_with(|| why.clone());
        }
        let attributes = directory.attributes(group);
        let group_priority = attributes.required("properties.priority", whole);
        let collections = attributes.blocks("properties.ruleCollections");
        note(&mut rules, &collections);
        for collection in &collections.items {
            add_collection(&mut rules, &group_priority, collection);
        }
    }
    rules
}

fn note(rules: &mut Several<FirewallRule>, blocks: &Blocks<'_>) {
    if let Some(why) = &blocks.more {
        rules.more.get_or_insert_with(|| why.clone());
    }
}

fn add_collection(
    rules: &mut Several<FirewallRule>,
    group_priority: &Fact<u32>,
    collection: &Attributes<'_>,
) {
    let own = collection.required("priority", whole);
    let priority = pair(group_priority, &own);
    let actions = choice(&[("Allow", true), ("Dnat", true), ("Deny", false)]);
    let allows = collection.required("action.type", actions);
    let blocks = collection.blocks("rules");
    note(rules, &blocks);
    for block in &blocks.items {
        match rule(block, &allows, &priority) {
            Ok(rule) => rules.known.push(rule),
            Err(why) => {
                rules.more.get_or_insert(why);
            }
        }
    }
}

fn pair(first: &Fact<u32>, second: &Fact<u32>) -> Fact<(u32, u32)> {
    let known = match (&first.known, &second.known) {
        (Known::Unknown(why), _) | (_, Known::Unknown(why)) => Known::Unknown(why.clone()),
        (Known::Default(first), Known::Default(second)) => Known::Default((*first, *second)),
        (
            Known::Set(first) | Known::Default(first),
            Known::Set(second) | Known::Default(second),
        ) => Known::Set((*first, *second)),
    };
    Fact { known, span: second.span }
}

fn rule(
    block: &Attributes<'_>,
    allows: &Fact<bool>,
    priority: &Fact<(u32, u32)>,
) -> Converted<FirewallRule> {
    let kinds = choice(&[
        ("NetworkRule", RuleKind::Network),
        ("ApplicationRule", RuleKind::Application),
        ("NatRule", RuleKind::Nat),
    ]);
    let kind = block.required("ruleType", kinds);
    let kind = match kind.known {
        Known::Set(kind) | Known::Default(kind) => kind,
        Known::Unknown(why) => return Err(why),
    };
    let (ports, protocols) = match kind {
        RuleKind::Application => application_protocols(block),
        RuleKind::Network | RuleKind::Nat => {
            (list(block, &["destinationPorts"], texts), list(block, &["ipProtocols"], lower_texts))
        }
    };
    Ok(FirewallRule {
        name: block.required("name", text),
        kind,
        allows: allows.clone(),
        priority: priority.clone(),
        sources: addresses(block, &["sourceAddresses"], "sourceIpGroups"),
        destinations: addresses(
            block,
            &["destinationAddresses", "destinationFqdns", "targetFqdns", "targetUrls", "fqdnTags"],
            "destinationIpGroups",
        ),
        ports,
        protocols,
        span: block.header(),
    })
}

/// Addresses; IP groups are not followed.
fn addresses(block: &Attributes<'_>, names: &[&str], groups: &str) -> Fact<Vec<String>> {
    let grouped = block.read(groups, |value| match value.as_list() {
        Some([]) => Ok(()),
        _ => Err(Why::Outside("the content of IP groups".to_owned())),
    });
    match grouped {
        Some(Fact { known: Known::Unknown(why), span }) => Fact::unknown(why, span),
        _ => list(block, names, texts),
    }
}

/// Lists that add up, of which some are left out.
fn list(
    block: &Attributes<'_>,
    names: &[&str],
    convert: fn(&Value) -> Converted<Vec<String>>,
) -> Fact<Vec<String>> {
    let mut all: Option<Fact<Vec<String>>> = None;
    for fact in names.iter().filter_map(|name| block.read(name, convert)) {
        all = Some(match (all, fact) {
            (None, fact) => fact,
            (Some(all), fact) => match (all.value(), fact.value()) {
                (Some(before), Some(after)) => {
                    Fact::set(before.iter().chain(after).cloned().collect(), all.span)
                }
                (None, _) => all,
                (_, None) => fact,
            },
        });
    }
    // Which name is asked for no longer matters: none of them is written.
    all.unwrap_or_else(|| block.or(names.first().unwrap_or(&""), Vec::new(), convert))
}

/// Ports and protocols of an application rule: `{protocolType, port}`.
fn application_protocols(block: &Attributes<'_>) -> (Fact<Vec<String>>, Fact<Vec<String>>) {
    let each = |name: &'static str| {
        block.or("protocols", Vec::new(), |value| {
            elements(value)?.filter_map(|item| item.get(name)).map(lower_text).collect()
        })
    };
    (each("port"), each("protocolType"))
}
