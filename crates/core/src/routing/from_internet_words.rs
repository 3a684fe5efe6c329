//! What happens to a packet from the Internet, in words.

use nexthop_source::Span;

use super::{
    Appliance, Code,
    filter::Filtered,
    filter_words::ports,
    target::Place,
    trail::{About, At, Mark},
    words::Words,
};
use crate::network::NetworkInterface;

impl Words<'_> {
    /// What happens at a hop, if that has to do with a public address.
    pub(super) fn of_internet(&self, mark: &Mark) -> Option<String> {
        let goal = self.spot(mark.destination);
        let taker = || self.taker(mark.about);
        Some(match (mark.code, &mark.filtered) {
            (Code::DestinationNat, Some(filtered)) => self.translation(mark, filtered),
            (Code::PublicAddress, _) => format!("{} takes what is for {goal}", taker()),
            // Without the destination, so that all of them are explained together.
            (Code::NoPublicAddress, _) => Code::NoPublicAddress.description().to_owned(),
            (Code::OutsideOfCode, _) if mark.at == At::Place(Place::Internet) => {
                "how the Internet gets to what is outside of Azure is not in this code".to_owned()
            }
            (Code::PublicAddressClosed, _) => format!(
                "{} is of the Standard SKU, which lets nothing in unless a network security group allows it, and neither the subnet nor the interface has one",
                taker()
            ),
            (Code::NoDestinationNat, _) => {
                format!("no DNAT rule takes what the Internet sends to {}", self.about(mark.about))
            }
            (Code::UnknownTranslation, _) => format!(
                "{} lets packets in from the Internet, and where that leads cannot be told",
                taker()
            ),
            (Code::AnswerLeavesElsewhere, _) => {
                "the answer leaves to the Internet from here, under another address than it is expected from".to_owned()
            }
            _ => return None,
        })
    }

    /// The line that a hop is about, if that has to do with a public address.
    pub(super) fn span_of_internet(&self, mark: &Mark) -> Option<Span> {
        let with_address = |interface: &NetworkInterface| {
            let mut addresses = interface.addresses.known.iter();
            addresses.find(|one| !one.public_address.is(&None)).map(|one| one.span)
        };
        let network = self.network;
        match (mark.code, mark.about) {
            (
                Code::PublicAddress
                | Code::PublicAddressClosed
                | Code::UnknownTranslation
                | Code::NoDestinationNat,
                About::Appliance(appliance),
            ) => match appliance {
                Appliance::NetworkInterface(id) => {
                    let interface = &network.network_interfaces[id];
                    Some(with_address(interface).unwrap_or(interface.declared.span))
                }
                Appliance::LoadBalancer(id) => Some(network.load_balancers[id].declared.span),
                Appliance::Firewall(id) => Some(network.firewalls[id].declared.span),
                Appliance::Address(_) | Appliance::Unknown => None,
            },
            _ => None,
        }
    }

    fn taker(&self, about: About) -> String {
        match about {
            About::Appliance(Appliance::NetworkInterface(id)) => {
                let interface = self.network.network_interfaces[id].declared.label();
                format!("the public address of network interface {interface}")
            }
            About::Appliance(Appliance::Unknown) => "a public address".to_owned(),
            _ => format!("the public address of {}", self.about(about)),
        }
    }

    fn translation(&self, mark: &Mark, filtered: &Filtered) -> String {
        let rule = self.rule_in_words(filtered);
        let taken = ports(filtered.protocol, &filtered.ports);
        format!(
            "DNAT {rule} sends {taken} on to {}, under the firewall's own private address",
            self.spot(mark.destination)
        )
    }
}
