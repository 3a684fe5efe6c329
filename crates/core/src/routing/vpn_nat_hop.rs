//! What NAT rules of a VPN gateway do to a packet.

use ipnet::IpNet;

use super::{
    Code, EffectiveRoute, Outcome, RouteDestination,
    target::{Place, SitePrefixes, Spot, Target},
    trail::{About, At, Mark},
    vpn_nat::{LinkNat, Mapping, NatDoubt},
    walk::{Next, Walker},
};
use crate::network::{Gateway, HubGateway, Id, Site, SiteLink};

/// An address that NAT rules put in place of another.
#[derive(Clone, Debug)]
pub(super) struct Translated {
    pub(super) from: IpNet,
    pub(super) to: IpNet,
    /// The rule's name.
    pub(super) rule: String,
}

/// What NAT rules did to the two addresses of a packet.
#[derive(Clone, Debug, Default)]
pub(super) struct TwiceTranslated {
    pub(super) source: Option<Translated>,
    pub(super) destination: Option<Translated>,
}

/// Which way a packet goes through a tunnel with NAT rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    ToSite,
    ToAzure,
}

/// Why NAT rules let a packet go no further.
enum Hindrance {
    Doubt,
    OneWay(Translated),
}

impl<'a> Walker<'a> {
    /// What the way of a gateway to a site translates.
    pub(super) fn nat_of(&self, gateway: Id<Gateway>, site: Id<Site>) -> Option<&'a LinkNat> {
        let is_it = |link: &SiteLink| link.gateway() == Some(gateway);
        self.nat_where(site, is_it)
    }

    /// What the way of a hub's gateway to a site translates.
    pub(super) fn nat_of_hub(
        &self,
        gateway: Id<HubGateway>,
        site: Id<Site>,
    ) -> Option<&'a LinkNat> {
        let is_it =
            |link: &SiteLink| matches!(link, SiteLink::Hub { gateway: own, .. } if *own == gateway);
        self.nat_where(site, is_it)
    }

    fn nat_where(&self, site: Id<Site>, is_it: impl Fn(&SiteLink) -> bool) -> Option<&'a LinkNat> {
        let nat = &self.routing.nat;
        // Of a site of which it cannot be told nothing is followed.
        if nat.doubt(site).is_some() {
            return None;
        }
        let mut links = self.network.sites[site].links.known.iter().filter(|link| is_it(link));
        links.find_map(|link| nat.of_link(*link))
    }

    /// The packet has come to a gateway from a site: `None` where it goes on.
    pub(super) fn enter_translated(
        &mut self,
        site: Id<Site>,
        gateway: Id<Gateway>,
        route: &EffectiveRoute,
    ) -> Option<Next> {
        let nat = self.nat_of(gateway, site);
        let told = match route.destination {
            RouteDestination::Net(net) => Some(net),
            _ => None,
        };
        let at = At::Gateway(gateway);
        if self.is_beside_rules(told, nat) {
            return Some(self.undecided(at, Code::NatUnclear, About::Gateway(gateway)));
        }
        self.translated_from_site(at, nat)
    }

    /// A gateway is about to send the packet into the tunnel to a site: `None` where it does.
    pub(super) fn translated_to_site(&mut self, at: At, nat: Option<&LinkNat>) -> Option<Next> {
        self.translate(at, nat?, Heading::ToSite)
    }

    /// The packet has come through the tunnel from a site: `None` where it goes on.
    pub(super) fn translated_from_site(&mut self, at: At, nat: Option<&LinkNat>) -> Option<Next> {
        self.translate(at, nat?, Heading::ToAzure)
    }

    fn translate(&mut self, at: At, nat: &LinkNat, heading: Heading) -> Option<Next> {
        let about = match at {
            At::Gateway(gateway) => About::Gateway(gateway),
            _ => About::Nothing,
        };
        match self.both_addresses(nat, heading) {
            Ok(TwiceTranslated { source: None, destination: None }) => None,
            Ok(both) => {
                let mark = Mark::new(at, Code::VpnNat, about, self.destination);
                self.trail.marks.push(Mark { nat: Some(Box::new(both)), ..mark });
                None
            }
            Err(Hindrance::Doubt) => Some(self.undecided(at, Code::NatUnclear, about)),
            Err(Hindrance::OneWay(rule)) => {
                let both = TwiceTranslated { source: None, destination: Some(rule) };
                let mark = Mark::new(at, Code::DynamicNatOneWay, about, self.destination);
                self.trail.marks.push(Mark { nat: Some(Box::new(both)), ..mark });
                Some(Next::Done(Outcome::Dropped))
            }
        }
    }

    fn both_addresses(
        &self,
        nat: &LinkNat,
        heading: Heading,
    ) -> Result<TwiceTranslated, Hindrance> {
        let (source, destination) = (self.source, self.destination);
        let (azure, site) = match heading {
            Heading::ToSite => (source, destination),
            Heading::ToAzure => (destination, source),
        };
        let of_azure = found(azure, nat.egress.is_empty(), |net| nat.of_azure(net))?;
        let of_site = found(site, nat.ingress.is_empty(), |net| nat.of_site(net))?;
        // Nobody can name an address of the external side of a dynamic rule.
        let inward = match heading {
            Heading::ToSite => of_site,
            Heading::ToAzure => of_azure,
        };
        if let Some((mapping, _)) = inward
            && mapping.dynamic
            && self.opens.is_some()
        {
            return Err(Hindrance::OneWay(told((mapping.external, mapping.internal, mapping))));
        }
        // Azure's side is seen by its internal addresses here, the site's by its external ones.
        let azure = of_azure.map(|(mapping, net)| (net, mapping.out(net), mapping));
        let site = of_site.map(|(mapping, net)| (net, mapping.back(net), mapping));
        let swap = |(from, to, mapping)| (to, from, mapping);
        Ok(if heading == Heading::ToSite {
            TwiceTranslated { source: azure.map(told), destination: site.map(told) }
        } else {
            TwiceTranslated {
                source: site.map(swap).map(told),
                destination: azure.map(swap).map(told),
            }
        })
    }

    /// Whether a site knows a prefix of its own for the destination that is at least as long
    /// as what it is told, in the addresses that it sees.
    pub(super) fn stays_at(&self, site: Id<Site>, length: u16, nat: Option<&LinkNat>) -> bool {
        let Target::Net(mut destination) = self.destination.target else { return false };
        let mut length = length;
        if let Some(Ok(Some(mapping))) = nat.map(|nat| nat.of_azure(destination)) {
            destination = mapping.out(destination);
            length = u16::from(mapping.external.prefix_len());
        }
        if self.destination.place == Place::Site(site) {
            return false;
        }
        if let Some(own) = self.routing.nat.own(site) {
            let mut covering = own.iter().filter(|prefix| prefix.contains(&destination));
            return covering.any(|prefix| u16::from(prefix.prefix_len()) >= length);
        }
        let is_known = matches!(self.routing.control.sites[site.index()], SitePrefixes::Known(_));
        let held = &self.routing.held[site.index()];
        let longest = held.covering(destination).map(|(own, _)| u16::from(own)).next();
        is_known && longest.is_some_and(|own| own >= length)
    }

    /// Whether a route that tells a site of the destination is for more than what rules
    /// translate, and the destination is among the rest: what then becomes of it is not
    /// documented.
    pub(super) fn is_beside_rules(&self, told: Option<IpNet>, nat: Option<&LinkNat>) -> bool {
        let (Some(told), Some(nat)) = (told, nat) else { return false };
        let Target::Net(destination) = self.destination.target else { return false };
        nat.is_partly_told(told) && matches!(nat.of_azure(destination), Ok(None))
    }
}

fn told((from, to, mapping): (IpNet, IpNet, &Mapping)) -> Translated {
    Translated { from, to, rule: mapping.name.clone() }
}

/// The mapping of an address and the address. Addresses without numbers cannot be looked up.
fn found<'m>(
    spot: Spot,
    without_rules: bool,
    find: impl Fn(IpNet) -> Result<Option<&'m Mapping>, NatDoubt>,
) -> Result<Option<(&'m Mapping, IpNet)>, Hindrance> {
    match spot.target {
        _ if without_rules => Ok(None),
        Target::Net(net) => {
            let mapping = find(net).map_err(|_| Hindrance::Doubt)?;
            Ok(mapping.map(|mapping| (mapping, net)))
        }
        Target::Symbol(_) => Err(Hindrance::Doubt),
    }
}
