//! NAT rules of VPN gateways, and the connections that use them.

use super::{
    attributes::Attributes,
    class::Class,
    conversion::{choice, prefix, truth},
    directory::{Directory, EntryId},
};
use crate::{
    Known,
    network::{ConnectionNat, NatKind, NatMapping, NatMode, NatRule, Several},
};

/// The NAT rules of a gateway, inline and apart.
pub(super) fn of_gateway(
    directory: &Directory<'_>,
    class: Class,
    gateway: EntryId,
) -> Vec<NatRule> {
    let rules = directory.children(class, gateway).iter();
    rules.map(|&rule| read(directory, rule)).collect()
}

fn read(directory: &Directory<'_>, id: EntryId) -> NatRule {
    let attributes = directory.attributes(id);
    let modes = choice(&[("IngressSnat", NatMode::Ingress), ("EgressSnat", NatMode::Egress)]);
    let kinds = choice(&[("Static", NatKind::Static), ("Dynamic", NatKind::Dynamic)]);
    let mappings = |path| {
        attributes.several(path, |block| NatMapping {
            space: block.required("addressSpace", prefix),
            has_ports: block.has("portRange"),
        })
    };
    NatRule {
        declared: directory.entry(id).declared.clone(),
        mode: attributes.required("properties.mode", modes),
        kind: attributes.required("properties.type", kinds),
        internal: mappings("properties.internalMappings"),
        external: mappings("properties.externalMappings"),
    }
}

/// The NAT rules of a connection or of a link, if it has any.
pub(super) fn of_connection(
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
    class: Class,
) -> Option<ConnectionNat> {
    const INGRESS: &str = "properties.ingressNatRules";
    const EGRESS: &str = "properties.egressNatRules";
    let span = [INGRESS, EGRESS].iter().find_map(|path| block.listed(path))?;
    Some(ConnectionNat {
        ingress: listed(directory, block, class, INGRESS),
        egress: listed(directory, block, class, EGRESS),
        selectors: block.or("properties.usePolicyBasedTrafficSelectors", false, truth),
        span,
    })
}

fn listed(
    directory: &mut Directory<'_>,
    block: &Attributes<'_>,
    class: Class,
    path: &str,
) -> Several<String> {
    let blocks = block.blocks(path);
    let mut rules = Several { known: Vec::new(), more: blocks.more, span: blocks.span };
    for item in &blocks.items {
        match directory.entry_link(class, item, "id").known {
            Known::Set(rule) | Known::Default(rule) => {
                rules
                    .known
                    .extend(rule.map(|rule| directory.entry(rule).declared.label().to_owned()));
            }
            Known::Unknown(why) => rules.more = Some(why),
        }
    }
    rules
}
