//! Azure Firewalls.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use nexthop_iac::{Value, Why};

use super::{
    attributes::{Attributes, Found},
    class::Class,
    conversion::{Converted, choice, ip, private_ranges},
    directory::{Directory, EntryId},
    firewall_policy, hub, subnet,
};
use crate::{
    Fact, Known,
    network::{
        Firewall, FirewallPlacement, FirewallTier, Id, Prefix, PublicAddress, Several, Subnet,
        VirtualNetwork,
    },
};

/// `sku.tier` of firewalls and policies.
pub(super) const TIERS: &[(&str, FirewallTier)] = &[
    ("Basic", FirewallTier::Basic),
    ("Standard", FirewallTier::Standard),
    ("Premium", FirewallTier::Premium),
];

const PLACEMENTS: &[(&str, FirewallPlacement)] = &[
    ("AZFW_VNet", FirewallPlacement::VirtualNetwork),
    ("AZFW_Hub", FirewallPlacement::VirtualHub),
];

/// Where a firewall stands and what its address is.
struct Standing {
    subnet: Fact<Option<Id<Subnet>>>,
    virtual_network: Fact<Option<Id<VirtualNetwork>>>,
    private_ip: Fact<IpAddr>,
}

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> Firewall {
    let attributes = directory.attributes(id);
    let standing = standing(directory, &attributes);
    let management = "properties.managementIpConfiguration";
    Firewall {
        declared: directory.entry(id).declared.clone(),
        placement: attributes.required("properties.sku.name", choice(PLACEMENTS)),
        tier: attributes.required("properties.sku.tier", choice(TIERS)),
        subnet: standing.subnet,
        virtual_network: standing.virtual_network,
        virtual_hub: hub::optional(directory, &attributes),
        private_ip: standing.private_ip,
        public_addresses: public_addresses(directory, &attributes),
        management: attributes.optional(management, |value| match value.why() {
            Some(why) => Err(why),
            None => Ok(value.span),
        }),
        policy: directory.link(&attributes, "properties.firewallPolicy.id"),
        private_ranges: own_private_ranges(&attributes),
        rules: firewall_policy::classic(directory, id),
    }
}

fn public_addresses(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> Several<Id<PublicAddress>> {
    let blocks = attributes.blocks("properties.ipConfigurations");
    let mut all = Several { known: Vec::new(), more: blocks.more, span: blocks.span };
    for block in &blocks.items {
        match directory.link(block, "properties.publicIPAddress.id").known {
            Known::Set(address) | Known::Default(address) => all.known.extend(address),
            Known::Unknown(why) => all.more = Some(why),
        }
    }
    all
}

fn standing(directory: &mut Directory<'_>, attributes: &Attributes<'_>) -> Standing {
    let blocks = attributes.blocks("properties.ipConfigurations");
    let first = blocks.items.first();
    match (first, blocks.more) {
        (Some(first), _) => in_subnet(directory, first),
        (None, Some(why)) => Standing {
            subnet: Fact::unknown(why.clone(), blocks.span),
            virtual_network: Fact::unknown(why.clone(), blocks.span),
            private_ip: Fact::unknown(why, blocks.span),
        },
        (None, None) => {
            let address = "properties.hubIPAddresses.privateIPAddress";
            let chosen = Why::SetByAzure("the firewall's private address".to_owned());
            Standing {
                subnet: Fact::default(None, blocks.span),
                virtual_network: Fact::default(None, blocks.span),
                private_ip: attributes
                    .read(address, ip)
                    .unwrap_or_else(|| Fact::unknown(chosen, blocks.span)),
            }
        }
    }
}

fn in_subnet(directory: &mut Directory<'_>, block: &Attributes<'_>) -> Standing {
    const PATH: &str = "properties.subnet.id";
    let subnet: Fact<Option<Id<Subnet>>> = directory.link(block, PATH);
    let entry = directory.entry_link(Class::Subnet, block, PATH).value().copied().flatten();
    let network = entry.map(|entry| subnet::virtual_network(directory, entry));
    let chosen = || Why::SetByAzure("the firewall's private address".to_owned());
    let private_ip = block.read("properties.privateIPAddress", ip).unwrap_or_else(|| {
        let prefixes = entry.map(|entry| subnet::prefixes(directory, entry));
        match prefixes {
            Some(prefixes) => first_usable(&prefixes),
            None => Fact::unknown(subnet.why().cloned().unwrap_or_else(chosen), subnet.span),
        }
    });
    Standing { virtual_network: subnet.map(|_| network), private_ip, subnet }
}

/// Azure keeps the first four addresses of a subnet and gives the firewall the
/// next one: 10.0.10.68 in 10.0.10.64/26
/// (<https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq>).
fn first_usable(prefixes: &Fact<Vec<Prefix>>) -> Fact<IpAddr> {
    let Some(known) = prefixes.value() else {
        let why = prefixes.why().cloned();
        let why = why.unwrap_or_else(|| Why::SetByAzure("the firewall's subnet".to_owned()));
        return Fact::unknown(why, prefixes.span);
    };
    let first = known.iter().find_map(|prefix| match prefix.net {
        IpNet::V4(net) => Some((net, prefix.span)),
        IpNet::V6(_) => None,
    });
    let address = first.and_then(|(net, span)| {
        let bits = net.network().to_bits().checked_add(4)?;
        Some(Fact::default(IpAddr::V4(Ipv4Addr::from_bits(bits)), span))
    });
    address.unwrap_or_else(|| {
        let why = Why::Failed("the firewall's subnet has no IPv4 prefix".to_owned());
        Fact::unknown(why, prefixes.span)
    })
}

/// `additionalProperties["Network.SNAT.PrivateRanges"]`, whose name has dots.
fn own_private_ranges(attributes: &Attributes<'_>) -> Fact<Option<Vec<Prefix>>> {
    const NAME: &str = "Network.SNAT.PrivateRanges";
    const PATH: &str = "properties.additionalProperties";
    if let Found::Value(value, _) = attributes.find(PATH)
        && let Some(ranges) = value.get(NAME).filter(|ranges| !ranges.is_null())
    {
        return match listed(ranges) {
            Ok(known) => Fact::set(Some(known), ranges.span),
            Err(why) => Fact::unknown(why, ranges.span),
        };
    }
    attributes.or(PATH, None, |value| value.why().map_or(Ok(None), Err))
}

/// Prefixes as a list, or as ARM has them: text with commas.
fn listed(ranges: &Value) -> Converted<Vec<Prefix>> {
    match ranges.as_str() {
        Some(text) => {
            let pieces = text.split(',').map(str::trim).filter(|piece| !piece.is_empty());
            let items = pieces.map(|piece| Value::string(piece, ranges.span));
            private_ranges(&Value::tuple(items.collect(), ranges.span))
        }
        None => private_ranges(ranges),
    }
}
