//! What things are called, and what happens at a hop, in words.

use nexthop_source::Span;

use super::{
    Appliance, Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, Routing,
    index::RouteIndex,
    target::{Place, Spot, Symbol, Target},
    trail::{About, At, Mark, Routes},
    vpn_nat_words::of_vpn_nat,
};
use crate::{
    Network,
    network::{
        Declared, Gateway, GatewayKind, HubConnection, HubGateway, HubGatewayKind, HubRouteTable,
        Id, Peering, PrivateEndpoint, VirtualHub, VirtualNetwork,
    },
};

/// Speaks of a network.
pub(super) struct Words<'a> {
    pub(super) routing: &'a Routing,
    pub(super) network: &'a Network,
    /// Whether hops are to say which routes they chose among.
    pub(super) candidates: bool,
}

impl Words<'_> {
    pub(super) fn at(&self, at: At) -> String {
        match at {
            At::Place(place) => self.place(place),
            At::Gateway(gateway) => self.gateway(gateway),
            At::Hub(hub) => self.hub(hub),
            At::Appliance(appliance) => self.appliance(appliance),
        }
    }

    pub(super) fn place(&self, place: Place) -> String {
        match place {
            Place::Subnet(id) => {
                let subnet = &self.network.subnets[id];
                let vnet = self.vnet(subnet.virtual_network);
                format!("subnet {} of {vnet}", subnet.declared.label())
            }
            Place::VirtualNetwork(id) => format!("virtual network {}", self.vnet(id)),
            Place::PrivateEndpoint(id) => self.private_endpoint(id),
            Place::Site(id) => format!("site {}", self.network.sites[id].name),
            Place::Clients(id) => {
                format!("point-to-site clients of {}", label(&self.network.gateways[id].declared))
            }
            Place::HubClients(id) => {
                format!(
                    "point-to-site clients of {}",
                    label(&self.network.hub_gateways[id].declared)
                )
            }
            Place::Hub(id) => self.hub(id),
            Place::Internet => "the Internet".to_owned(),
            Place::Nowhere => "an address of no known network".to_owned(),
        }
    }

    pub(super) fn private_endpoint(&self, id: Id<PrivateEndpoint>) -> String {
        format!("private endpoint {}", label(&self.network.private_endpoints[id].declared))
    }

    pub(super) fn vnet(&self, id: Id<VirtualNetwork>) -> &str {
        label(&self.network.virtual_networks[id].declared)
    }

    pub(super) fn gateway(&self, id: Id<Gateway>) -> String {
        let gateway = &self.network.gateways[id];
        let kind = match gateway.kind.value() {
            Some(GatewayKind::Vpn) => "VPN gateway",
            Some(GatewayKind::ExpressRoute) => "ExpressRoute gateway",
            None => "gateway",
        };
        format!("{kind} {}", label(&gateway.declared))
    }

    pub(super) fn hub(&self, id: Id<VirtualHub>) -> String {
        format!("virtual hub {}", label(&self.network.virtual_hubs[id].declared))
    }

    pub(super) fn hub_gateway(&self, id: Id<HubGateway>) -> String {
        let gateway = &self.network.hub_gateways[id];
        let kind = match gateway.kind {
            HubGatewayKind::SiteToSite => "VPN gateway",
            HubGatewayKind::PointToSite => "point-to-site gateway",
            HubGatewayKind::ExpressRoute => "ExpressRoute gateway",
        };
        format!("{kind} {}", label(&gateway.declared))
    }

    pub(super) fn hub_connection(&self, id: Id<HubConnection>) -> String {
        format!("hub connection {}", label(&self.network.hub_connections[id].declared))
    }

    fn hub_table(&self, id: Id<HubRouteTable>) -> String {
        let table = &self.network.hub_route_tables[id];
        format!("route table {} of {}", label(&table.declared), self.hub(table.hub))
    }

    pub(super) fn appliance(&self, appliance: Appliance) -> String {
        let kind = match appliance {
            Appliance::Firewall(_) => "firewall",
            Appliance::NetworkInterface(_) => "appliance",
            Appliance::LoadBalancer(_) => "load balancer",
            Appliance::Address(ip) => return format!("appliance {ip}"),
            Appliance::Unknown => return "an appliance that cannot be told".to_owned(),
        };
        appliance
            .label(self.network)
            .map_or_else(|| kind.to_owned(), |label| format!("{kind} {label}"))
    }

    pub(super) fn peering(&self, id: Id<Peering>) -> &str {
        label(&self.network.peerings[id].declared)
    }

    /// A destination with its addresses: `10.1.0.0/24 (subnet app of spoke)`.
    pub(super) fn spot(&self, spot: Spot) -> String {
        match spot.target {
            Target::Net(net) => format!("{net} ({})", self.place(spot.place)),
            Target::Symbol(_) => self.place(spot.place),
        }
    }

    pub(super) fn message(&self, mark: &Mark) -> String {
        if let Some(message) = self.of_internet(mark).or_else(|| of_vpn_nat(mark)) {
            return message;
        }
        if let Some(filtered) = &mark.filtered {
            let passes = matches!(mark.code, Code::SecurityGroupAllows | Code::FirewallAllows);
            return self.filter_message(mark, filtered, passes);
        }
        if let Some(always) = always(mark.code) {
            return always.to_owned();
        }
        let goal = self.spot(mark.destination);
        match mark.code {
            Code::LoadBalancer => format!("{} hands it to a backend", self.about(mark.about)),
            Code::Snat => format!(
                "puts its own address in place of the source: {goal} is not among its private ranges"
            ),
            Code::Peering => format!("crosses to {goal}{}", self.by_route(mark)),
            Code::InterfaceEndpoint => {
                format!("the endpoint's own route leads straight to {goal}")
            }
            Code::HubConnection => {
                let About::HubConnection(id) = mark.about else { return String::new() };
                let vnet = self.network.hub_connections[id].virtual_network;
                format!(
                    "hands what is for {goal} to {} through {}{}",
                    self.vnet(vnet),
                    self.about(mark.about),
                    self.by_route(mark)
                )
            }
            Code::RoutingIntent => format!(
                "routing intent sends what is for {goal} through {}",
                self.about(mark.about)
            ),
            Code::ExpressRouteEdge
                if matches!(mark.at, At::Hub(_)) || matches!(mark.about, About::HubGateway(_)) =>
            {
                format!(
                    "sends what is for {goal} to Microsoft's edge router of the circuit{}",
                    self.by_route(mark)
                )
            }
            Code::Appliance | Code::Gateway | Code::VirtualHub | Code::RemoteHub => format!(
                "sends what is for {goal} to {}{}",
                self.about(mark.about),
                self.by_route(mark)
            ),
            Code::ExpressRouteEdge => format!(
                "sends what is for {goal} straight to Microsoft's edge router of the circuit, past the route table of GatewaySubnet{}",
                self.by_route(mark)
            ),
            Code::FastPath => {
                format!("FastPath hands the packet to {goal} past the gateway and its route table")
            }
            Code::Tunnel => {
                format!("sends it through the IPsec tunnel to {}", self.about(mark.about))
            }
            Code::ClientTunnel => {
                format!("the point-to-site tunnel of {} takes it", self.about(mark.about))
            }
            Code::ArrivesFromSite => format!(
                "{} advertises {}, so it sends the packet there",
                self.about(mark.about),
                self.heard_prefix(mark)
            ),
            Code::GlobalReach => format!("Global Reach carries what is for {goal} to its circuit"),
            _ => self.dropped_by_map(mark, &goal).unwrap_or_else(|| self.why_lost(mark, &goal)),
        }
    }

    fn useless_next_hop(&self, mark: &Mark, why: &str) -> String {
        let (route, about) = (self.route_name(mark), self.about(mark.about));
        format!("{route} names {about} as the next hop, which {why}")
    }

    fn lost_in_hub(&self, mark: &Mark, goal: &str) -> String {
        let about = self.about(mark.about);
        match mark.code {
            Code::NoHubRoute => format!(
                "{about} has no route for {goal}: no connection to what holds it propagates there, and no static route covers it"
            ),
            Code::BasicWan => {
                format!("the Virtual WAN of {about} is Basic, which carries site-to-site VPN only")
            }
            _ => format!(
                "the network behind {about} does not hold {goal}, and the connection has no static route for it"
            ),
        }
    }

    fn lost_at_balancer(&self, mark: &Mark, goal: &str) -> String {
        let balancer = self.about(mark.about);
        match mark.code {
            Code::BasicBalancerGlobalPeering => format!(
                "{balancer} is Basic and stands in another region, where a peering does not lead to it"
            ),
            _ => format!("{balancer} has no rule for the port of what is for {goal}"),
        }
    }

    pub(super) fn why_lost(&self, mark: &Mark, goal: &str) -> String {
        let about = self.about(mark.about);
        match mark.code {
            Code::NoClientRoute => {
                format!("{about} pushes no route for {goal} to its point-to-site clients")
            }
            Code::NotAdvertised => self.not_advertised(mark, goal),
            Code::StaysOnPremises => self.stays_on_premises(mark, goal),
            Code::BalancerHasNoRule | Code::BasicBalancerGlobalPeering => {
                self.lost_at_balancer(mark, goal)
            }
            Code::SameAsn => format!(
                "the route to {goal} comes from a site with the same ASN, so BGP loop prevention drops it"
            ),
            Code::UdrDrops => {
                format!("{} drops what is for {goal}: its next hop is None", self.route_name(mark))
            }
            Code::NoHubRoute | Code::HubConnectionNoRoute | Code::BasicWan => {
                self.lost_in_hub(mark, goal)
            }
            Code::BranchToBranchOff => "branch-to-branch is off in the Virtual WAN, so routes do not pass between VPN and ExpressRoute".to_owned(),
            Code::NotPrivateTraffic => format!(
                "the routing intent of {about} takes {goal} for Internet traffic: it is neither in RFC 1918 nor among the private prefixes"
            ),
            Code::OutsideOfCode => format!("{about} is not in this code, so its routes are not known"),
            Code::NoRoute => format!("no route leads to {goal}{}", self.dropped_by(mark)),
            Code::PropagationDisabled => format!(
                "{about} refuses the routes of gateways (propagation is off), and no other route leads to {goal}"
            ),
            Code::NextHopUnreachable => self.useless_next_hop(
                mark,
                "is neither in this virtual network nor in a directly peered one",
            ),
            Code::PeeringRoutesOff => self.useless_next_hop(
                mark,
                "is in another virtual network, and the route table switches peering routes off: whether it works is not documented",
            ),
            Code::OutOfService => self.useless_next_hop(mark, "is taken to be out of service"),
            Code::IpForwardingOff => format!(
                "{about} does not accept packets that are not for itself: IP forwarding is off"
            ),
            Code::PeeringNotConnected => format!(
                "peering {about} has no other direction, so it is not connected and does not lead to {goal}"
            ),
            Code::PeeringAccessDisabled => format!(
                "peering {about} or its other direction does not allow virtual network access"
            ),
            Code::ForwardedTrafficDisabled => self.forwarding_refused(mark),
            Code::FirewallKeepsSource => Self::kept_source(&about, goal),
            Code::SubnetNotPeered => self.not_in_subnet_peering(mark, goal),
            Code::ExpressRouteNoTransit => format!(
                "{about} does not carry traffic from one circuit to another; that takes Global Reach"
            ),
            Code::GatewayNextHopInvalid => format!(
                "{} names the virtual network gateway as the next hop, but no VPN gateway here may take what is for {goal}",
                self.route_name(mark)
            ),
            Code::LeavesToInternet => format!(
                "{} sends what is for {goal} to the Internet, where it does not exist",
                self.route_name(mark)
            ),
            Code::GatewayHasNoInternet => {
                "a virtual network gateway offers no way to the Internet".to_owned()
            }
            Code::WrongDestination => format!("the routes here lead somewhere else than to {goal}"),
            Code::NotConnectedAnywhere => "the site is connected to no gateway".to_owned(),
            Code::Loop if mark.about == About::Nothing => {
                "the packet goes round in circles".to_owned()
            }
            Code::Loop => format!("sends the packet back to {about}, where it has been before"),
            Code::UnknownNextHop => {
                format!(
                    "where {} leads cannot be told{}",
                    self.route_name(mark),
                    self.why_unknown(mark)
                )
            }
            Code::UnknownValue => format!("where {about} stands cannot be told"),
            other => other.description().to_owned(),
        }
    }

    fn kept_source(firewall: &str, goal: &str) -> String {
        format!(
            "{firewall} has {goal} among its private ranges, so it sends what is for it out under the private address of who asked, and no answer comes back"
        )
    }

    fn not_in_subnet_peering(&self, mark: &Mark, goal: &str) -> String {
        let about = self.about(mark.about);
        let leads_there =
            |route: &EffectiveRoute| matches!(route.next_hop, NextHop::VnetPeering(_));
        if self.chosen(mark).is_some_and(leads_there) {
            format!(
                "this subnet is not in the list of subnet peering {about}: the route is there, the packet is dropped"
            )
        } else {
            format!(
                "subnet peering {about} does not list what holds {goal}, so no route leads there"
            )
        }
    }

    /// Why the next hop of a user-defined route is unknown.
    fn why_unknown(&self, mark: &Mark) -> String {
        let why = match self.chosen(mark).map(|route| &route.origin) {
            Some(RouteOrigin::UserDefined(table, place)) => {
                let route = self.network.route_tables[*table].routes.known.get(*place);
                route.and_then(|route| route.next_hop.why().or_else(|| route.appliance.why()))
            }
            _ => None,
        };
        why.map(|why| format!(": {why}")).unwrap_or_default()
    }

    fn stays_on_premises(&self, mark: &Mark, goal: &str) -> String {
        format!(
            "{} announces a prefix that is at least as long as what {} tells it of {goal}, so the packet stays there",
            self.at(mark.at),
            self.about(mark.about)
        )
    }

    fn not_advertised(&self, mark: &Mark, goal: &str) -> String {
        let gateway = self.about(mark.about);
        let site = self.at(mark.at);
        let branch = matches!(
            mark.destination.place,
            Place::Clients(_) | Place::HubClients(_) | Place::Site(_)
        );
        let express_route = matches!(mark.about, About::Gateway(id)
            if self.network.gateways[id].kind.is(&GatewayKind::ExpressRoute));
        let only =
            if branch && express_route { "; it advertises virtual networks only" } else { "" };
        format!("{gateway} does not advertise {goal} to {site}{only}")
    }

    pub(super) fn forwarding_refused(&self, mark: &Mark) -> String {
        let About::Peering(id) = mark.about else { return String::new() };
        let receiving = self.routing.topology.links[id.index()].reverse.unwrap_or(id);
        let network = self.vnet(self.network.peerings[id].remote);
        format!(
            "{network} does not take traffic that was forwarded by an appliance: allowForwardedTraffic is off on its peering {}",
            self.peering(receiving)
        )
    }

    pub(super) fn about(&self, about: About) -> String {
        match about {
            About::Nothing => String::new(),
            About::Peering(id) => self.peering(id).to_owned(),
            About::Gateway(id) => self.gateway(id),
            About::Site(id) => format!("site {}", self.network.sites[id].name),
            About::Appliance(appliance) => self.appliance(appliance),
            About::Hub(id) => self.hub(id),
            About::HubConnection(id) => self.hub_connection(id),
            About::HubGateway(id) => self.hub_gateway(id),
            About::HubTable(id) => self.hub_table(id),
            About::Table(id) => {
                format!("route table {}", label(&self.network.route_tables[id].declared))
            }
            About::PrivateEndpoint(id) => self.private_endpoint(id),
            About::SecurityGroup(id) => {
                format!(
                    "network security group {}",
                    label(&self.network.security_groups[id].declared)
                )
            }
        }
    }

    pub(super) fn index(&self, routes: Routes) -> &RouteIndex {
        match routes {
            Routes::Class(class) => self.routing.effective.of(class),
            Routes::Pushed(gateway) => &self.routing.control.pushed[gateway.index()],
            Routes::Advertised(gateway) => &self.routing.control.advertised[gateway.index()],
            Routes::ToldToAppliances(vnet) => {
                &self.routing.control.told_to_appliances[vnet.index()]
            }
            Routes::HubTable(table) => &self.routing.wan.tables[table.index()],
            Routes::Hub(hub) => &self.routing.wan.all[hub.index()],
            Routes::HubPushed(gateway) => &self.routing.wan.pushed[gateway.index()],
            Routes::HubMapped(branch) => self.routing.wan.mapped_over(branch),
            Routes::HubAdvertised(gateway) => &self.routing.wan.advertised[gateway.index()],
        }
    }

    pub(super) fn chosen(&self, mark: &Mark) -> Option<&EffectiveRoute> {
        let (routes, chosen) = mark.routes?;
        Some(self.index(routes).route(chosen?))
    }

    /// The line that made the chosen route.
    pub(super) fn span_of_chosen(&self, mark: &Mark) -> Option<Span> {
        match mark.routes? {
            (Routes::Class(class), Some(chosen)) => self.routing.span_of(class, chosen),
            (routes, Some(chosen)) => self.index(routes).route(chosen).span(),
            (_, None) => None,
        }
    }

    pub(super) fn with_reasons(&self, routes: Routes, at: usize) -> EffectiveRoute {
        match routes {
            Routes::Class(class) => self.routing.explained(class, at),
            _ => self.index(routes).route(at).clone(),
        }
    }

    pub(super) fn route_name(&self, mark: &Mark) -> String {
        match self.chosen(mark) {
            Some(route) if route.source == RouteSource::User => {
                let first = route.because.first();
                first.map_or_else(|| "a route".to_owned(), |step| step.message.clone())
            }
            Some(route) => format!("the route for {}", self.destination(&route.destination)),
            None => "a route".to_owned(),
        }
    }

    /// Which route sends the packet there, where it is not the obvious one.
    pub(super) fn by_route(&self, mark: &Mark) -> String {
        match self.chosen(mark) {
            Some(route) if route.source == RouteSource::User => {
                format!(
                    " ({}, for {})",
                    self.route_name(mark),
                    self.destination(&route.destination)
                )
            }
            Some(route) => format!(" (its route for {})", self.destination(&route.destination)),
            None => String::new(),
        }
    }

    pub(super) fn dropped_by(&self, mark: &Mark) -> String {
        match self.chosen(mark) {
            Some(route) if route.next_hop == NextHop::None => {
                format!("; Azure's own route for {} drops it", self.destination(&route.destination))
            }
            _ => String::new(),
        }
    }

    pub(super) fn heard_prefix(&self, mark: &Mark) -> String {
        self.chosen(mark).map_or_else(String::new, |route| self.destination(&route.destination))
    }

    pub(super) fn destination(&self, destination: &RouteDestination) -> String {
        match destination {
            RouteDestination::Net(net) => net.to_string(),
            RouteDestination::Site(id) => {
                format!("the prefixes of site {}", self.network.sites[*id].name)
            }
            RouteDestination::VirtualNetwork(id) => {
                format!("the address space of {}", self.vnet(*id))
            }
            RouteDestination::Clients(id) => {
                format!("the client pool of {}", label(&self.network.gateways[*id].declared))
            }
            RouteDestination::HubClients(id) => {
                format!("the client pool of {}", label(&self.network.hub_gateways[*id].declared))
            }
            RouteDestination::ServiceTag(tag) => tag.clone(),
            RouteDestination::Unknown => "a prefix that is unknown".to_owned(),
        }
    }

    pub(super) fn symbol(&self, symbol: Symbol) -> String {
        self.place(match symbol {
            Symbol::Site(id) => Place::Site(id),
            Symbol::Clients(id) => Place::Clients(id),
            Symbol::HubClients(id) => Place::HubClients(id),
            Symbol::VirtualNetwork(id) => Place::VirtualNetwork(id),
            Symbol::Subnet(id, _) => Place::Subnet(id),
            Symbol::Internet => Place::Internet,
        })
    }
}

/// What happens at a hop wherever the packet is bound for.
fn always(code: Code) -> Option<&'static str> {
    match code {
        Code::VnetLocal => Some("stays in the virtual network"),
        Code::Delivered => Some("arrives"),
        Code::UnSnat => Some("puts the address back that it had replaced"),
        Code::Internet => Some("leaves to the Internet"),
        Code::NotModelled => Some("what starts here is not simulated"),
        _ => None,
    }
}

fn label(declared: &Declared) -> &str {
    declared.label()
}
