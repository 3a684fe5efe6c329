//! Whether the VPN gateway that carries a flow works at all.

use super::{
    Code, NextHop, RouteSource, Verdict,
    target::Place,
    trail::{About, At, Mark},
    verdict::{Judge, Judged, Reason},
};
use crate::network::{Gateway, GatewayKind, Id};

/// The only ASN with which a VPN gateway works beside an ExpressRoute gateway
/// (<https://learn.microsoft.com/azure/expressroute/how-to-configure-coexisting-gateway-portal>).
const COEXISTENCE_ASN: u32 = 65515;

impl Judge<'_> {
    /// A flow that would arrive, if its VPN gateway worked.
    pub(super) fn with_gateways_at_work(&self, judged: Judged) -> Judged {
        let arrives = matches!(
            judged.verdict,
            Verdict::Reachable | Verdict::Asymmetric | Verdict::Unsupported
        );
        if !arrives {
            return judged;
        }
        let back = judged.back.iter().flat_map(|back| &back.marks);
        let marks = judged.there.marks.iter().chain(back);
        let fails = marks.into_iter().find_map(|mark| {
            let gateway = self.vpn_gateway_of(mark)?;
            self.why_it_fails(gateway, mark).map(|code| Reason::GatewayFails(gateway, code))
        });
        match fails {
            Some(reason) => Judged { verdict: Verdict::Unreachable, reason, ..judged },
            None => judged,
        }
    }

    /// The VPN gateway whose tunnel a hop goes through.
    fn vpn_gateway_of(&self, mark: &Mark) -> Option<Id<Gateway>> {
        let ((Code::ClientTunnel | Code::ArrivesFromSite, _, About::Gateway(gateway))
        | (Code::Tunnel, At::Gateway(gateway), _)) = (mark.code, mark.at, mark.about)
        else {
            return None;
        };
        self.network.gateways[gateway].kind.is(&GatewayKind::Vpn).then_some(gateway)
    }

    fn why_it_fails(&self, gateway: Id<Gateway>, mark: &Mark) -> Option<Code> {
        let vnet = self.routing.topology.gateways[gateway.index()].as_ref()?.virtual_network;
        let of_clients = mark.code == Code::ClientTunnel
            && matches!(mark.at, At::Place(Place::Clients(_)) | At::Gateway(_));
        let asn = self.network.gateways[gateway].asn.value();
        let beside_circuits = || {
            let mut others = self.routing.topology.gateways_in[vnet.index()].iter();
            others.any(|&other| {
                let placed = self.routing.topology.gateways[other.index()].as_ref();
                placed.is_some_and(|placed| {
                    placed.kind == GatewayKind::ExpressRoute && placed.when.is_always()
                })
            })
        };
        if of_clients && asn.is_some_and(|asn| *asn != COEXISTENCE_ASN) && beside_circuits() {
            return Some(Code::CoexistenceAsn);
        }
        let subnet = self.routing.topology.gateway_subnet(self.network, vnet)?;
        let class = self.routing.effective.class_of(subnet);
        let index = self.routing.effective.of(class);
        let mut routes = index.routes.iter().zip(&index.rows);
        let diverted = routes.any(|(route, row)| {
            route.source == RouteSource::User
                && route.destination.is_default()
                && route.next_hop != NextHop::Internet
                && row.when.is_always()
        });
        diverted.then_some(Code::GatewayDefaultRoute)
    }
}
