//! ExpressRoute circuits and their peerings, declared inline and apart.

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion::{choice, prefix, text, thousands, whole},
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{Circuit, CircuitPeering, CircuitTier, PeeringType, Prefix, Several},
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Circuit {
    let attributes = directory.attributes(id);
    let tiers = choice(&[
        ("Basic", CircuitTier::Basic),
        ("Local", CircuitTier::Local),
        ("Standard", CircuitTier::Standard),
        ("Premium", CircuitTier::Premium),
    ]);
    let megabits = "properties.serviceProviderProperties.bandwidthInMbps";
    let gigabits = || attributes.optional("properties.bandwidthInGbps", thousands);
    let inline = attributes.blocks("properties.peerings");
    let children = directory.children(Class::CircuitPeering, id);
    Circuit {
        declared: directory.entry(id).declared.clone(),
        tier: attributes.required("sku.tier", tiers),
        peering_location: attributes
            .optional("properties.serviceProviderProperties.peeringLocation", text),
        megabits: attributes
            .read(megabits, whole)
            .map_or_else(gigabits, |megabits| megabits.map(|&number| Some(number))),
        on_own_port: attributes.or("properties.expressRoutePort.id", false, |_| Ok(true)),
        peerings: Several {
            known: without_repetitions(children.iter().map(|&child| peering(directory, child))),
            more: inline.more.or_else(|| directory.orphans.get(&Class::CircuitPeering).cloned()),
            span: inline.span,
        },
    }
}

/// A carrier's provider connects both links of a circuit, and tells its peering with each;
/// what it cannot tell is that of IPv6.
fn without_repetitions(peerings: impl Iterator<Item = CircuitPeering>) -> Vec<CircuitPeering> {
    let mut kept: Vec<CircuitPeering> = Vec::new();
    for peering in peerings {
        let is_same = |one: &CircuitPeering| {
            one.kind.value() == peering.kind.value()
                && peering.link_prefixes.value().is_some()
                && one.link_prefixes.value() == peering.link_prefixes.value()
        };
        match kept.iter().position(is_same) {
            None => kept.push(peering),
            Some(at) if peering.has_ipv6.is(&true) => kept[at] = peering,
            Some(_) => {}
        }
    }
    kept
}

fn peering(directory: &Directory<'_>, id: EntryId) -> CircuitPeering {
    let attributes = directory.attributes(id);
    let kinds = choice(&[
        ("AzurePrivatePeering", PeeringType::Private),
        ("MicrosoftPeering", PeeringType::Microsoft),
        ("AzurePublicPeering", PeeringType::Public),
    ]);
    CircuitPeering {
        declared: directory.entry(id).declared.clone(),
        kind: attributes.required("properties.peeringType", kinds),
        asn: attributes.optional("properties.peerASN", whole),
        link_prefixes: link_prefixes(&attributes, "properties"),
        ipv6_link_prefixes: link_prefixes(&attributes, "properties.ipv6PeeringConfig"),
        has_ipv6: match attributes.find("properties.ipv6PeeringConfig") {
            Found::Missing => Fact::default(false, attributes.header()),
            Found::Value(_, span) => Fact::set(true, span),
            Found::Unknown(why, span) => Fact::unknown(why, span),
        },
    }
}

/// The prefixes of the two links, as far as they are written.
fn link_prefixes(attributes: &Attributes<'_>, inside: &str) -> Fact<Vec<Prefix>> {
    let link = |name: &str| attributes.optional(&format!("{inside}.{name}"), prefix);
    let primary = link("primaryPeerAddressPrefix");
    let secondary = link("secondaryPeerAddressPrefix");
    match (primary.value(), secondary.value()) {
        (Some(first), Some(second)) => {
            let both = first.iter().chain(second).copied().collect();
            if primary.written().is_some() {
                Fact::set(both, primary.span)
            } else {
                Fact { known: secondary.map(|_| both).known, span: secondary.span }
            }
        }
        (None, _) => primary.map(|_| Vec::new()),
        (_, None) => secondary.map(|_| Vec::new()),
    }
}
