//! Rules of Azure Firewalls: those of policies, and classic ones.

use nexthop_iac::{Kind, Presence, Value, Why};

use super::{
    attributes::{Attributes, Blocks, Found},
    class::Class,
    conversion::{
        Converted, choice, elements, lower_text, lower_texts, private_ranges, text, texts, truth,
        whole,
    },
    directory::{Directory, EntryId},
    firewall::TIERS,
    links::Link,
    route_table::next_hop_target,
};
use crate::{
    Fact, Known,
    network::{
        Declared, DestinationNat, FirewallPolicy, FirewallRule, Id, PublicAddress, RuleKind,
        Several,
    },
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
        base: directory.link(&attributes, "properties.basePolicy.id"),
        rules: rules(directory, id),
    }
}

fn rules(directory: &mut Directory<'_>, policy: EntryId) -> Several<FirewallRule> {
    let declared = &directory.entry(policy).declared;
    let outside = declared.existing.then(|| Why::Outside(declared.label().to_owned()));
    let orphans = || directory.orphans.get(&Class::RuleCollectionGroup).cloned();
    let mut rules =
        Several { known: Vec::new(), more: outside.or_else(orphans), span: declared.span };
    for group in directory.children(Class::RuleCollectionGroup, policy).to_vec() {
        let attributes = directory.attributes(group);
        let presence = directory.entry(group).declared.presence.clone();
        let group_priority = attributes.required("properties.priority", whole);
        let collections = attributes.blocks("properties.ruleCollections");
        note(&mut rules, &collections);
        for collection in &collections.items {
            let own = collection.required("priority", whole);
            let kept = Kept {
                kind: None,
                allows: collection.required("action.type", choice(ACTIONS)),
                priority: pair(&group_priority, &own),
                presence: presence.clone(),
            };
            add_rules(directory, &mut rules, &collection.blocks("rules"), &kept);
        }
    }
    rules
}

/// `Dnat` lets through what it translates.
const ACTIONS: &[(&str, bool)] = &[("Allow", true), ("Dnat", true), ("Deny", false)];

/// Lists of classic rule collections, by kind.
const CLASSIC: &[(&str, RuleKind)] = &[
    ("properties.natRuleCollections", RuleKind::Nat),
    ("properties.networkRuleCollections", RuleKind::Network),
    ("properties.applicationRuleCollections", RuleKind::Application),
];

/// The classic rules of a firewall: its own and those that other resources add.
pub(super) fn classic(directory: &mut Directory<'_>, firewall: EntryId) -> Several<FirewallRule> {
    let attributes = directory.attributes(firewall);
    let Declared { span, presence, .. } = directory.entry(firewall).declared.clone();
    let mut rules = Several { known: Vec::new(), more: None, span };
    for (layer, maybe) in attributes.each_layer() {
        let presence = maybe.map_or_else(|| presence.clone(), Presence::Maybe);
        for &(path, kind) in CLASSIC {
            let collections = layer.blocks(path);
            note(&mut rules, &collections);
            for collection in &collections.items {
                let own = collection.required("properties.priority", whole);
                // What a NAT collection does is named elsewhere: SNAT or DNAT.
                let allows = match kind {
                    RuleKind::Nat => Fact::default(true, collection.header()),
                    RuleKind::Network | RuleKind::Application => {
                        collection.required("properties.action.type", choice(ACTIONS))
                    }
                };
                let kept = Kept {
                    kind: Some(kind),
                    allows,
                    priority: own.map(|own| (0, *own)),
                    presence: presence.clone(),
                };
                let blocks = collection.blocks("properties.rules");
                add_rules(directory, &mut rules, &blocks, &kept);
            }
        }
    }
    rules
}

fn note(rules: &mut Several<FirewallRule>, blocks: &Blocks<'_>) {
    if let Some(why) = &blocks.more {
        rules.more.get_or_insert_with(|| why.clone());
    }
}

/// What the rules of one collection have in common.
struct Kept {
    /// Rules of a policy say it themselves.
    kind: Option<RuleKind>,
    allows: Fact<bool>,
    priority: Fact<(u32, u32)>,
    presence: Presence,
}

fn add_rules(
    directory: &mut Directory<'_>,
    rules: &mut Several<FirewallRule>,
    blocks: &Blocks<'_>,
    kept: &Kept,
) {
    note(rules, blocks);
    for block in &blocks.items {
        match rule(directory, block, kept) {
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
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
    kept: &Kept,
) -> Converted<FirewallRule> {
    let kinds = choice(&[
        ("NetworkRule", RuleKind::Network),
        ("ApplicationRule", RuleKind::Application),
        ("NatRule", RuleKind::Nat),
    ]);
    let kind = match kept.kind {
        Some(kind) => kind,
        None => match block.required("ruleType", kinds).known {
            Known::Set(kind) | Known::Default(kind) => kind,
            Known::Unknown(why) => return Err(why),
        },
    };
    let (ports, protocols) = match kind {
        RuleKind::Application => application_protocols(block),
        RuleKind::Network | RuleKind::Nat => (
            list(block, &["destinationPorts"], texts),
            list(block, &["ipProtocols", "protocols"], lower_texts),
        ),
    };
    Ok(FirewallRule {
        name: block.required("name", text),
        kind,
        allows: kept.allows.clone(),
        priority: kept.priority.clone(),
        sources: addresses(directory, block, &["sourceAddresses"], "sourceIpGroups"),
        destinations: addresses(
            directory,
            block,
            match kind {
                RuleKind::Application => {
                    &["destinationAddresses", "targetFqdns", "targetUrls", "fqdnTags"]
                }
                RuleKind::Network | RuleKind::Nat => &["destinationAddresses"],
            },
            "destinationIpGroups",
        ),
        hosts: list(block, &["destinationFqdns"], texts),
        ports,
        protocols,
        translation: (kind == RuleKind::Nat).then(|| translation(directory, block)),
        presence: kept.presence.clone(),
        span: block.header(),
    })
}

/// Without a port, or with `*`, the packet keeps its own.
fn translation(directory: &Directory<'_>, block: &Attributes<'_>) -> DestinationNat {
    let target = match block.find("translatedAddress") {
        Found::Value(value, span) => match next_hop_target(directory, value) {
            Ok(target) => Fact::set(target, span),
            Err(why) => Fact::unknown(why, span),
        },
        Found::Unknown(why, span) => Fact::unknown(why, span),
        Found::Missing => {
            let why = Why::SetByAzure("the address of a translated name".to_owned());
            Fact::unknown(why, block.header())
        }
    };
    let port = block.or("translatedPort", None, |value| match text(value)?.trim() {
        "" | "*" | "0" => Ok(None),
        port => {
            let number = port.parse().map_err(|_| Why::Failed(format!("`{port}` is no port")))?;
            Ok(Some(number))
        }
    });
    DestinationNat {
        target,
        port,
        public_addresses: public_destinations(directory, block),
        to_private: is_for_private_address(directory, block),
    }
}

/// Whether a rule refers to the private address of a firewall as its destination.
fn is_for_private_address(directory: &Directory<'_>, block: &Attributes<'_>) -> bool {
    destinations(block).iter().any(|item| match &item.kind {
        Kind::Reference(reference) => {
            directory.by_reference(Class::Firewall, item).is_some()
                && reference.attribute.to_ascii_lowercase().contains("private")
        }
        _ => false,
    })
}

fn destinations<'a>(block: &Attributes<'a>) -> &'a [Value] {
    match block.find("destinationAddresses") {
        Found::Value(value, _) => {
            value.as_list().map_or(std::slice::from_ref(value), |items| items)
        }
        Found::Missing | Found::Unknown(..) => &[],
    }
}

/// The public addresses that a rule is for, where it refers to them.
fn public_destinations(
    directory: &Directory<'_>,
    block: &Attributes<'_>,
) -> Vec<Id<PublicAddress>> {
    let entries = destinations(block)
        .iter()
        .filter_map(|item| directory.by_reference(Class::PublicAddress, item));
    entries.filter_map(|entry| directory.row(entry)).collect()
}

/// Addresses, and those of the IP groups that are named besides.
fn addresses(
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
    names: &[&str],
    groups: &str,
) -> Fact<Vec<String>> {
    let mut all = list(block, names, texts);
    let groups = match block.find(groups) {
        Found::Missing => return all,
        Found::Unknown(why, span) => return Fact::unknown(why, span),
        Found::Value(value, _) => value,
    };
    let Some(items) = groups.as_list() else {
        let why = groups.why().unwrap_or_else(|| Why::Failed("not a list of groups".to_owned()));
        return Fact::unknown(why, groups.span);
    };
    for item in items {
        let members = match directory.resolve(Class::IpGroup, item) {
            Link::To(group) => members(directory, group),
            Link::Nothing => continue,
            Link::Unknown(why) => Err(why),
        };
        all.known = match (all.known, members) {
            (Known::Set(known) | Known::Default(known), Ok(members)) => {
                Known::Set(known.into_iter().chain(members).collect())
            }
            (Known::Unknown(why), _) | (_, Err(why)) => Known::Unknown(why),
        };
    }
    all
}

/// The prefixes of an IP group: its own and those that other resources add.
fn members(directory: &Directory<'_>, group: EntryId) -> Converted<Vec<String>> {
    let declared = &directory.entry(group).declared;
    if declared.existing {
        return Err(Why::Outside(declared.label().to_owned()));
    }
    if let Some(why) = directory.may_be_changed(group) {
        return Err(why);
    }
    let attributes = directory.attributes(group);
    let mut all = Vec::new();
    for (layer, maybe) in attributes.each_layer() {
        let Some(prefixes) = layer.read("properties.ipAddresses", texts) else { continue };
        match (prefixes.known, maybe) {
            (Known::Set(some) | Known::Default(some), None) => all.extend(some),
            (Known::Set(_) | Known::Default(_), Some(why)) | (Known::Unknown(why), _) => {
                return Err(why);
            }
        }
    }
    Ok(all)
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
