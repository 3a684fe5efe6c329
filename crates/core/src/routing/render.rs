//! Puts hops and reasons into words.

use nexthop_source::{Span, Step};

use super::{
    Appliance, Because, Candidate, Code, EffectiveRoute, Endpoint, Flow, Hop, Outcome, Path,
    RouteDestination, RouteSource,
    between::Flows,
    condition::Cause,
    filter_words::ports,
    index::Match,
    target::{Place, SitePrefixes, Spot, Symbol},
    trail::{About, At, Contest, Mark, Trail},
    verdict::{Judged, Reason, Way},
    words::Words,
};
use crate::network::{Gateway, Id, VirtualHub};

/// So many subnets are named where not all share a verdict.
const MOST_NAMES: usize = 6;

impl Words<'_> {
    /// The flow that stands for all between two endpoints.
    pub(super) fn flow(
        &self,
        from: Endpoint,
        to: Endpoint,
        judged: &Judged,
        flows: &Flows,
    ) -> Flow {
        let mut because = self.because(judged);
        if let Some(differ) = self.where_they_differ(judged, flows) {
            because.message = format!("{} ({differ})", because.message);
        }
        Flow {
            from,
            to,
            verdict: judged.verdict,
            because,
            forward: self.path(&judged.there),
            back: judged.back.as_ref().map_or_else(
                || Path { hops: Vec::new(), outcome: Outcome::Undecided },
                |back| self.path(back),
            ),
            assumptions: self.assumptions(judged),
        }
    }

    fn path(&self, trail: &Trail) -> Path {
        Path {
            hops: trail.marks.iter().map(|mark| self.hop(mark)).collect(),
            outcome: trail.outcome,
        }
    }

    fn hop(&self, mark: &Mark) -> Hop {
        let appliance = match (mark.at, mark.about) {
            (At::Appliance(appliance), _) => Some(appliance),
            _ => None,
        };
        Hop {
            at: self.at(mark.at),
            code: mark.code,
            message: self.message(mark),
            span: self.span(mark),
            candidates: if self.candidates { self.candidates(mark) } else { Vec::new() },
            subnet: mark.subnet,
            appliance,
        }
    }

    pub(super) fn span(&self, mark: &Mark) -> Option<Span> {
        let network = self.network;
        if let Some(filtered) = &mark.filtered {
            return Some(self.filter_span(filtered));
        }
        if let Some(span) = self.span_of_internet(mark) {
            return Some(span);
        }
        match (mark.code, mark.about) {
            (
                Code::Peering | Code::SubnetNotPeered | Code::PeeringNotConnected,
                About::Peering(id),
            ) => Some(network.peerings[id].declared.span),
            (Code::ForwardedTrafficDisabled, About::Peering(id)) => {
                let receiving = self.routing.topology.links[id.index()].reverse.unwrap_or(id);
                Some(network.peerings[receiving].allow_forwarded_traffic.span)
            }
            (Code::PeeringAccessDisabled, About::Peering(id)) => {
                let own = &network.peerings[id].allow_access;
                let reverse = self.routing.topology.links[id.index()].reverse;
                match reverse {
                    Some(reverse) if own.is(&true) => {
                        Some(network.peerings[reverse].allow_access.span)
                    }
                    _ => Some(own.span),
                }
            }
            (Code::PropagationDisabled, About::Table(id)) => {
                Some(network.route_tables[id].propagates_gateway_routes.span)
            }
            (Code::IpForwardingOff, About::Appliance(Appliance::NetworkInterface(id))) => {
                Some(network.network_interfaces[id].ip_forwarding.span)
            }
            (Code::NotAdvertised | Code::NoClientRoute, About::Gateway(id)) => {
                Some(network.gateways[id].declared.span)
            }
            (Code::NotAdvertised | Code::NoClientRoute, About::HubGateway(id)) => {
                Some(network.hub_gateways[id].declared.span)
            }
            (Code::NoHubRoute, About::HubTable(id)) => {
                Some(network.hub_route_tables[id].declared.span)
            }
            (Code::HubConnectionNoRoute, About::HubConnection(id)) => {
                Some(network.hub_connections[id].static_routes.span)
            }
            (Code::BranchToBranchOff | Code::BasicWan, _) => self.wan_span(mark),
            (Code::NotPrivateTraffic | Code::OutsideOfCode, About::Hub(id)) => {
                Some(network.virtual_hubs[id].declared.span)
            }
            (Code::RoutingIntent, About::Appliance(_)) => match mark.at {
                At::Hub(hub) => network
                    .routing_intents
                    .iter()
                    .find(|intent| intent.hub == hub)
                    .map(|intent| intent.declared.span),
                _ => None,
            },
            (Code::UnSnat | Code::Snat, About::Appliance(Appliance::Firewall(id))) => {
                Some(network.firewalls[id].declared.span)
            }
            (Code::Delivered | Code::VnetLocal, _) => None,
            _ => self.span_of_chosen(mark),
        }
    }

    /// Where the Virtual WAN is declared that a hop is about.
    fn wan_span(&self, mark: &Mark) -> Option<Span> {
        let hub = match (mark.about, mark.at) {
            (About::Hub(hub), _) | (_, At::Hub(hub)) => hub,
            (About::HubGateway(id), _) => self.network.hub_gateways[id].hub,
            _ => return None,
        };
        let wan = &self.network.virtual_wans[self.network.virtual_hubs[hub].wan];
        Some(match mark.code {
            Code::BranchToBranchOff => wan.branch_to_branch.span,
            _ => wan.kind.span,
        })
    }

    fn candidates(&self, mark: &Mark) -> Vec<Candidate> {
        let Some((routes, chosen)) = mark.routes else { return Vec::new() };
        let index = self.index(routes);
        let mut matches: Vec<Match> = index.matches(mark.destination.target);
        matches.retain(|found| !Self::is_other_sites(index.route(found.route), mark));
        matches.sort_by_key(|found| Some(found.route) != chosen);
        let endpoint = self.endpoint_route(mark);
        let winner = chosen.map(|chosen| index.route(chosen)).or(endpoint);
        let straight = endpoint.into_iter().map(|route| Candidate {
            route: route.clone(),
            why: Self::why_it_wins(route, matches.len() + 1),
        });
        let others = matches.iter().map(|found| {
            let route = index.route(found.route);
            let why = if Some(found.route) == chosen {
                Self::why_it_wins(route, matches.len())
            } else {
                self.why_it_loses(route, winner)
            };
            Candidate { route: self.with_reasons(routes, found.route), why }
        });
        straight.chain(others).collect()
    }

    /// Whether a route cannot match: the prefixes of a site never hold a known
    /// destination that is not the site's.
    fn is_other_sites(route: &EffectiveRoute, mark: &Mark) -> bool {
        matches!(route.destination, RouteDestination::Site(site)
            if !matches!(mark.destination.place, Place::Nowhere)
                && mark.destination.place != Place::Site(site))
    }

    fn why_it_wins(route: &EffectiveRoute, candidates: usize) -> String {
        match route.destination {
            _ if candidates == 1 => "the only route that matches".to_owned(),
            RouteDestination::Net(net) => format!(
                "/{} is the longest prefix, or preferred among equal ones",
                net.prefix_len()
            ),
            _ => "the most specific route".to_owned(),
        }
    }

    fn why_it_loses(&self, route: &EffectiveRoute, winner: Option<&EffectiveRoute>) -> String {
        let Some(winner) = winner else { return "not taken".to_owned() };
        if let Some(unsure) = &route.unsure {
            return format!("taken not to be there; it depends on {unsure}");
        }
        let (its, best) = (route.destination.length(), winner.destination.length());
        if its < best {
            return format!("less specific than {}", self.destination(&winner.destination));
        }
        if its > best && route.source == RouteSource::VirtualNetworkGateway {
            return "routes of virtual networks and peerings are preferred to routes of gateways, even more specific ones".to_owned();
        }
        match (route.source, winner.source) {
            (RouteSource::Default, RouteSource::User) => {
                "a user-defined route for the same prefix is preferred".to_owned()
            }
            (RouteSource::VirtualNetworkGateway, RouteSource::User) => {
                "a user-defined route for the same prefix is preferred to a gateway's".to_owned()
            }
            (RouteSource::Default, RouteSource::VirtualNetworkGateway) => {
                "a gateway's route for the same prefix is preferred to a default route".to_owned()
            }
            (RouteSource::VirtualNetworkGateway, RouteSource::VirtualNetworkGateway) => {
                "another gateway is preferred for the same prefix".to_owned()
            }
            (RouteSource::VirtualNetworkGateway, RouteSource::Default) => {
                "a virtual network's own route is preferred to a gateway's".to_owned()
            }
            _ => "taken not to cover the destination".to_owned(),
        }
    }

    fn because(&self, judged: &Judged) -> Because {
        match judged.reason {
            Reason::Arrives => {
                Because { code: Code::Connected, message: arrives(judged), span: None }
            }
            Reason::Contested(contest) => self.contested(contest),
            Reason::Untranslated(appliance, sighting) => {
                self.untranslated(judged, appliance, sighting)
            }
            Reason::EndpointTable(id) => self.endpoint_table(id),
            Reason::GatewayFails(id, code) => self.gateway_fails(id, code),
            Reason::Disputed => disputed(),
            Reason::Lost(way) => self.lost(judged, way),
            Reason::OneDirection(appliance, way) => self.one_direction(judged, appliance, way),
            Reason::Unknown(cause) => self.unknown(cause),
            Reason::Unplaced(id) => self.unplaced(id),
            Reason::SomewhereIn(id) => {
                let prefixes = &self.network.subnets[id].prefixes;
                let why = prefixes.why().map(|why| format!(" ({why})")).unwrap_or_default();
                let place = self.place(Place::Subnet(id));
                Because {
                    code: Code::UnknownValue,
                    message: format!("depends on the prefix of {place}{why}"),
                    span: Some(prefixes.span),
                }
            }
            Reason::Outside(vnet) => Because {
                code: Code::OutsideOfCode,
                message: format!(
                    "a part of virtual network {} is not in this code, and what is missing may be there",
                    self.vnet(vnet)
                ),
                span: Some(self.network.virtual_networks[vnet].declared.span),
            },
            Reason::RouteServer(id) => {
                let server = &self.network.route_servers[id];
                Because {
                    code: Code::NotModelled,
                    message: format!(
                        "what appliances tell Route Server {} is not in this code, and may lead there",
                        server.declared.label()
                    ),
                    span: Some(server.peers.span),
                }
            }
            Reason::HubPeers(id) => {
                let hub = &self.network.virtual_hubs[id];
                Because {
                    code: Code::NotModelled,
                    message: format!(
                        "what appliances tell {} is not in this code, and may lead there",
                        self.hub(id)
                    ),
                    span: Some(hub.peers.span),
                }
            }
            Reason::Hub(id) => {
                let hub = &self.network.virtual_hubs[id];
                Because {
                    code: Code::OutsideOfCode,
                    message: format!(
                        "a part of {} is not in this code, and what is missing may be there",
                        self.hub(id)
                    ),
                    span: Some(hub.handed_to.unwrap_or(hub.declared.span)),
                }
            }
            Reason::RouteMap(hub) => self.route_map(hub),
            Reason::NatRules(site, doubt) => self.nat_rules(site, doubt),
            Reason::VirtualWan => Because {
                code: Code::OutsideOfCode,
                message: "a virtual hub that is not all in this code may connect the two"
                    .to_owned(),
                span: self.network.open_virtual_wan,
            },
        }
    }

    fn unplaced(&self, id: Id<Gateway>) -> Because {
        let gateway = &self.network.gateways[id];
        let why = gateway.virtual_network.why().or_else(|| gateway.kind.why());
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        Because {
            code: Code::UnknownValue,
            message: format!("depends on where {} stands{why}", self.gateway(id)),
            span: Some(gateway.virtual_network.span),
        }
    }

    fn route_map(&self, hub: Id<VirtualHub>) -> Because {
        Because {
            code: Code::NotModelled,
            message: format!(
                "what a route map of a connection to {} makes of the routes cannot be told: which route map it is, which rules that has or what they do is not in the code or not documented",
                self.hub(hub)
            ),
            span: Some(self.network.virtual_hubs[hub].declared.span),
        }
    }

    fn gateway_fails(&self, id: Id<Gateway>, code: Code) -> Because {
        let (gateway, name) = (&self.network.gateways[id], self.gateway(id));
        let message = match code {
            Code::CoexistenceAsn => format!(
                "the ASN of {name} is not 65515: beside an ExpressRoute gateway TCP of its clients fails"
            ),
            _ => format!(
                "a route for 0.0.0.0/0 on GatewaySubnet diverts the tunnels of {name}, which break"
            ),
        };
        let span =
            if code == Code::CoexistenceAsn { gateway.asn.span } else { gateway.declared.span };
        Because { code, message, span: Some(span) }
    }

    fn contested(&self, contest: Contest) -> Because {
        if contest == Contest::CircuitToCircuit {
            return Because {
                code: Code::ContestedSupport,
                message: "the ExpressRoute gateway carries it from one circuit to another in the field, but Microsoft's ExpressRoute FAQ says that it is no transit router; a route on GatewaySubnet to an appliance takes it off the gateway".to_owned(),
                span: None,
            };
        }
        let server =
            self.network.route_servers.iter().find(|server| server.branch_to_branch.is(&true));
        Because {
            code: Code::ContestedSupport,
            message: "Route Server with branch-to-branch carries it in the field, but Microsoft's Route Server FAQ says that it provides transit between ExpressRoute and site-to-site VPN only, not point-to-site".to_owned(),
            span: server.map(|server| server.branch_to_branch.span),
        }
    }

    fn lost(&self, judged: &Judged, way: Way) -> Because {
        let trail = match way {
            Way::There => Some(&judged.there),
            Way::Back => judged.back.as_ref(),
        };
        let Some(mark) = trail.and_then(Trail::last) else {
            return Because {
                code: Code::NotModelled,
                message: Code::NotModelled.description().to_owned(),
                span: None,
            };
        };
        let sentence = match mark.at {
            At::Place(Place::Site(_) | Place::Clients(_) | Place::HubClients(_)) => {
                self.message(mark)
            }
            at => format!("{}: {}", self.at(at), self.message(mark)),
        };
        let span = self.span(mark);
        if way == Way::There {
            return Because { code: mark.code, message: sentence, span };
        }
        let missing =
            matches!(mark.code, Code::NotAdvertised | Code::NoClientRoute | Code::NoRoute);
        let code = if missing { Code::NoReturnRoute } else { mark.code };
        Because { code, message: format!("no way back: {sentence}"), span }
    }

    fn one_direction(&self, judged: &Judged, appliance: Appliance, way: Way) -> Because {
        let (sees, misses) = match way {
            Way::There => ((judged.from, judged.to), (judged.to, judged.from)),
            Way::Back => ((judged.to, judged.from), (judged.from, judged.to)),
        };
        let trail = match way {
            Way::There => Some(&judged.there),
            Way::Back => judged.back.as_ref(),
        };
        let diverts = trail.and_then(|trail| {
            trail.marks.iter().find(|mark| {
                mark.code == Code::Appliance && mark.about == About::Appliance(appliance)
            })
        });
        // That an appliance other than Azure Firewall keeps state is an assumption.
        let stateful = match appliance {
            Appliance::Firewall(_) => "",
            _ => " if it keeps state",
        };
        Because {
            code: Code::FirewallSeesOneDirection,
            message: format!(
                "{} sees what goes from {} to {}, but not what goes from {} to {}, so it drops the connection{stateful}",
                self.appliance(appliance),
                self.spot(sees.0),
                self.spot(sees.1),
                self.spot(misses.0),
                self.spot(misses.1),
            ),
            span: diverts.and_then(|mark| self.span(mark)),
        }
    }

    fn unknown(&self, cause: Cause) -> Because {
        let site_unknown = |symbol: Symbol, what: String| {
            let (code, help) = match symbol {
                Symbol::Site(_) => (
                    Code::UnknownSitePrefixes,
                    "; give the site's prefixes in a [[site]] of nexthop.toml",
                ),
                _ => (Code::UnknownValue, ""),
            };
            let span = match symbol {
                Symbol::Site(site) => Some(self.network.sites[site].span),
                _ => None,
            };
            Because { code, message: format!("depends on whether {what}{help}"), span }
        };
        match cause {
            Cause::Resource(number) | Cause::Matches(number, _) | Cause::Spread(number, _) => {
                let reason = self.routing.topology.causes.reason(number);
                Because {
                    code: Code::UnknownValue,
                    message: format!("depends on {}", reason.message),
                    span: reason.span,
                }
            }
            Cause::OutOfService => Because {
                code: Code::UnknownValue,
                message: "depends on what is taken to be out of service".to_owned(),
                span: None,
            },
            Cause::Covers(net, symbol) => site_unknown(
                symbol,
                format!("{net} covers the addresses of {}", self.symbol(symbol)),
            ),
            Cause::Contains(symbol, net) => site_unknown(
                symbol,
                format!("{net} is one of the addresses of {}", self.symbol(symbol)),
            ),
        }
    }

    /// Names the subnets that a verdict is about where not all share it.
    fn where_they_differ(&self, judged: &Judged, flows: &Flows) -> Option<String> {
        let worst = || flows.judged.iter().filter(|other| other.verdict == judged.verdict);
        if worst().count() == flows.judged.len() {
            return None;
        }
        let [all_from, all_to] = flows.places(flows.judged.iter());
        let [from, to] = flows.places(worst());
        let named = |spots: Vec<Spot>| {
            let names: Vec<String> =
                spots.iter().take(MOST_NAMES).map(|&spot| self.spot(spot)).collect();
            match spots.len() - names.len() {
                0 => names.join(", "),
                more => format!("{} and {more} more", names.join(", ")),
            }
        };
        let from = (from.len() < all_from.len()).then(|| format!("from {}", named(from)));
        let to = (to.len() < all_to.len()).then(|| format!("to {}", named(to)));
        let only: Vec<String> = from.into_iter().chain(to).collect();
        (!only.is_empty()).then(|| format!("only {}", only.join(" ")))
    }

    fn assumptions(&self, judged: &Judged) -> Vec<Step> {
        let mut codes: Vec<Code> = judged.there.assumed.clone();
        codes.extend(judged.back.iter().flat_map(|back| &back.assumed));
        let mut steps = Vec::new();
        for spot in [judged.from, judged.to] {
            let Place::Site(site) = spot.place else { continue };
            codes.push(Code::AssumedOnpremAccepts);
            if matches!(self.routing.control.sites[site.index()], SitePrefixes::Assumed(..)) {
                codes.push(Code::AssumedOnpremPrefix);
            }
        }
        codes.sort_unstable();
        codes.dedup();
        if let Reason::Contested(contest) = judged.reason {
            let Because { code, message, span } = self.contested(contest);
            steps.push(Step { code: code.as_str(), message, span });
        }
        steps.extend(codes.into_iter().map(|code| Step {
            code: code.as_str(),
            message: code.description().to_owned(),
            span: None,
        }));
        steps
    }
}

fn disputed() -> Because {
    Because {
        code: Code::EdgeDisputed,
        message: "sources contradict each other: a lab says that the Route Servers pass the VPN site's prefix on over the edge of the circuit that both networks are on, Microsoft's Route Server FAQ that the second one drops it".to_owned(),
        span: None,
    }
}

fn arrives(judged: &Judged) -> String {
    let both = "both directions arrive, and every stateful box sees both";
    let dialled = judged.there.dialled.as_ref().map(|(_, ports)| ports);
    match &judged.there.passing {
        Some((protocol, passing)) => {
            let passing = dialled.unwrap_or(passing);
            format!("{both}; filters let through {}", ports(*protocol, passing))
        }
        None => both.to_owned(),
    }
}
