//! Flows to private endpoints in words.

use super::{
    Appliance, Because, Code, EffectiveRoute, RouteDestination,
    private_endpoint_flow::Sighting,
    target::Target,
    trail::{About, Mark, Routes},
    verdict::Judged,
    words::Words,
};
use crate::network::{Id, PrivateEndpoint};

impl Words<'_> {
    /// The own route of the private endpoint that a packet goes straight to.
    pub(super) fn endpoint_route(&self, mark: &Mark) -> Option<&EffectiveRoute> {
        let (Code::InterfaceEndpoint, Some((Routes::Class(class), _))) = (mark.code, mark.routes)
        else {
            return None;
        };
        let Target::Net(net) = mark.destination.target else { return None };
        let shown = self.routing.effective.endpoints_of(class);
        shown.iter().find(|route| route.destination == RouteDestination::Net(net))
    }

    /// A box hands what is for a private endpoint on under the client's address.
    pub(super) fn untranslated(
        &self,
        judged: &Judged,
        appliance: Appliance,
        sighting: Sighting,
    ) -> Because {
        let lab = match sighting {
            Sighting::Works => {
                "a lab of 2021 saw it work without where client, appliance and endpoint stand like this"
            }
            Sighting::Fails => {
                "a lab of 2021 saw it fail without where client, appliance and endpoint stand like this"
            }
            Sighting::Nothing => {
                "no source says what becomes of it without where they stand like this, or an application rule may translate"
            }
        };
        let hop = judged.there.marks.iter().find(|mark| mark.about == About::Appliance(appliance));
        Because {
            code: Code::EndpointWithoutSnat,
            message: format!(
                "{} does not put its own address in place of the source, which Microsoft asks of what inspects traffic to private endpoints (25 March 2025); {lab}",
                self.appliance(appliance)
            ),
            span: hop.and_then(|mark| self.span(mark)),
        }
    }

    /// Whether an endpoint heeds the route table of its subnet decides.
    pub(super) fn endpoint_table(&self, id: Id<PrivateEndpoint>) -> Because {
        let subnet = self.network.private_endpoints[id].subnet.value().copied().flatten();
        Because {
            code: Code::EndpointRouteTable,
            message: format!(
                "the answers of {} come another way, or not at all, if they heed the route table of its subnet; with network policies no source says whether they do",
                self.private_endpoint(id)
            ),
            span: subnet.map(|subnet| self.network.subnets[subnet].route_table.span),
        }
    }
}
