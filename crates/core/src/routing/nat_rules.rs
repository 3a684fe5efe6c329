//! Flows over connections of which it cannot be told what their NAT rules make of them.

use super::{
    Verdict,
    target::{Place, Spot},
    trail::{About, At},
    verdict::{Judge, Judged, Reason},
    vpn_nat::NatDoubt,
};
use crate::network::{Id, Site, SiteLink};

impl Judge<'_> {
    /// A flow of a site over such a connection: under which addresses it comes about cannot
    /// be told.
    pub(super) fn beside_nat_rules(&self, judged: Judged) -> Judged {
        let translated = [judged.from, judged.to]
            .into_iter()
            .filter(|_| !matches!(judged.verdict, Verdict::Depends | Verdict::Undecided))
            .find_map(|spot| self.translated_at(spot, &judged));
        match translated {
            Some((site, doubt)) => {
                let reason = Reason::NatRules(site, doubt);
                Judged { verdict: Verdict::Undecided, reason, ..judged }
            }
            None => judged,
        }
    }

    /// The site of an end, if the flow passes a gateway that translates for it.
    fn translated_at(&self, spot: Spot, judged: &Judged) -> Option<(Id<Site>, NatDoubt)> {
        let Place::Site(site) = spot.place else { return None };
        let doubt = self.routing.nat.doubt(site)?;
        let links = self.network.sites[site].links.known.iter();
        let mut translating = links.filter_map(|link| self.translating_gateway(*link));
        let passes = |about: About| {
            let at = match about {
                About::Gateway(gateway) => Some(At::Gateway(gateway)),
                _ => None,
            };
            let back = judged.back.iter().flat_map(|back| &back.marks);
            let mut marks = judged.there.marks.iter().chain(back);
            marks.any(|mark| mark.about == about || Some(mark.at) == at)
        };
        translating.any(passes).then_some((site, doubt))
    }

    fn translating_gateway(&self, link: SiteLink) -> Option<About> {
        match link {
            SiteLink::Vpn { gateway, connection, .. } => {
                let rules = self.network.connections[connection].nat_rules.as_ref();
                rules.map(|_| About::Gateway(gateway))
            }
            SiteLink::Hub { gateway, branch: Some(branch) } => {
                let rules = self.network.hub_branches[branch].nat_rules.as_ref();
                rules.map(|_| About::HubGateway(gateway))
            }
            _ => None,
        }
    }
}
