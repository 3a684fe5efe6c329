//! Stable names for what happens on a path.

/// Names and meanings in one place: the enum, its names and its sentences.
macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal,)*) => {
        /// What a step or a verdict says, as a name that scripts may rely on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, for `nexthop explain --codes`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it means, in a sentence.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

codes! {
    // Verdicts.
    Connected "connected" "both directions arrive, and every stateful box sees both",
    FirewallSeesOneDirection "firewall-sees-one-direction" "a stateful firewall sees only one direction and drops the packets of the other",
    ContestedSupport "contested-support" "it has been seen to work, but Microsoft documents it as not supported",
    UnknownValue "unknown-value" "a value that is not in the code decides the answer",
    UnknownSitePrefixes "unknown-site-prefixes" "the prefixes of an on-premises site decide the answer; they can be configured",
    OutsideOfCode "outside-of-code" "a part of the network that decides the answer is not in this code",
    NotModelled "not-modelled" "the network has a part that is not simulated",

    ClientToClient "client-to-client" "Microsoft's pages contradict each other on whether clients of one gateway reach each other",

    EdgeDisputed "edge-disputed" "sources contradict each other on whether Route Servers pass on a VPN site's prefix over the edge of a circuit",

    EndpointWithoutSnat "private-endpoint-without-snat" "a firewall or an appliance hands what is for a private endpoint on under the client's address, which Microsoft says must be translated",
    EndpointRouteTable "private-endpoint-route-table" "no source says whether the answers of a private endpoint heed the route table of its subnet where network policies are on",
    EndpointMayBypass "private-endpoint-past-firewall" "without network policies on its subnet, traffic to a private endpoint may bypass the firewall of a virtual hub",

    ForcedTunnel "forced-tunnel" "the VPN gateway sends what is for the Internet to its default site; what becomes of it there is not in the code",

    NatUnclear "nat-unclear" "what NAT rules of a VPN gateway do here is not in Microsoft's documents, or not in the code",
    UnknownTranslation "unknown-translation" "where a rule or a public address leads cannot be told",

    // Why not.
    NoPublicAddress "no-public-address" "nothing in the code leads from the Internet to the destination: no public address of an interface, no rule of a public load balancer, no DNAT rule of a firewall",
    PublicAddressClosed "public-address-closed" "a Standard public address or load balancer lets nothing in unless a network security group allows it, and there is none",
    DynamicNatOneWay "dynamic-nat-one-way" "a dynamic NAT rule of the VPN gateway lets connections begin on the side of its internal mapping only",
    NoDestinationNat "no-dnat-rule" "no DNAT rule of the firewall is for what is sent to its address",
    AnswerLeavesElsewhere "answer-leaves-elsewhere" "answers to a connection from the Internet leave to it somewhere else, under another address",
    NoClientRoute "no-client-route" "the VPN gateway does not push a route for the destination to its clients",
    NoReturnRoute "no-return-route" "the destination has no route back to the source",
    NotAdvertised "not-advertised" "the gateway does not advertise the destination to the on-premises site",
    StaysOnPremises "stays-on-premises" "the site announces a prefix itself that is at least as long as what it is told of the destination",
    SameAsn "same-asn" "BGP loop prevention drops a route that comes from a site with the same ASN",
    UdrDrops "udr-drops" "a user-defined route with next hop None drops the packet",
    EndpointOpensNothing "private-endpoint-opens-nothing" "a private endpoint answers connections and opens none",
    NoRoute "no-route" "no route leads to the destination: Azure's own None route drops the packet",
    PropagationDisabled "propagation-disabled" "the route table refuses the gateway's routes, and nothing else leads to the destination",
    NextHopUnreachable "next-hop-unreachable" "the next hop is neither in this virtual network nor in a directly peered one",
    OutOfService "out-of-service" "the next hop is taken to be out of service",
    IpForwardingOff "ip-forwarding-off" "the next hop's network interface does not accept packets that are not for itself",
    PeeringNotConnected "peering-not-connected" "the peering exists in one direction only",
    PeeringAccessDisabled "peering-access-disabled" "the peering does not allow virtual network access",
    ForwardedTrafficDisabled "forwarded-traffic-disabled" "the peering of the receiving network does not allow forwarded traffic",
    SubnetNotPeered "subnet-not-peered" "the subnet is not in the list of a subnet peering",
    ExpressRouteNoTransit "expressroute-no-transit" "an ExpressRoute gateway does not carry traffic from one circuit to another",
    GatewayNextHopInvalid "gateway-next-hop-invalid" "a user-defined route to the virtual network gateway finds no VPN gateway that knows the destination",
    BalancerHasNoRule "load-balancer-no-rule" "the load balancer has no rule for the port, so it hands none of it to its backends",
    BasicBalancerGlobalPeering "basic-load-balancer-global-peering" "a Basic load balancer is not reached over a peering between regions",
    SecurityGroupDenies "security-group-denies" "the rules of a network security group let none of it through",
    FirewallKeepsSource "firewall-keeps-source" "the firewall leaves the private source address as it is, and nothing answers to that from the Internet",
    FirewallDenies "firewall-denies" "the rules of the firewall's policy let none of it through",
    NoHubRoute "no-hub-route" "the virtual hub's route table that decides has no route for the destination",
    HubConnectionNoRoute "hub-connection-no-route" "the virtual hub hands the packet to a connected network that neither holds the destination nor has a static route of its connection for it",
    BasicWan "basic-virtual-wan" "a Basic Virtual WAN carries site-to-site VPN only",
    BranchToBranchOff "branch-to-branch-off" "the Virtual WAN does not pass routes between VPN and ExpressRoute branches",
    NotPrivateTraffic "not-private-traffic" "routing intent takes a destination that is neither in RFC 1918 nor among its private prefixes for Internet traffic",
    LeavesToInternet "leaves-to-internet" "the packet leaves to the Internet, where the private destination does not exist",
    CoexistenceAsn "coexistence-asn" "beside an ExpressRoute gateway point-to-site clients lose TCP unless the VPN gateway's ASN is 65515",
    GatewayDefaultRoute "gateway-default-route" "a user-defined route for 0.0.0.0/0 on GatewaySubnet breaks the tunnels of the VPN gateway",
    GatewayHasNoInternet "gateway-has-no-internet" "a virtual network gateway offers its clients and sites no way to the Internet",
    WrongDestination "wrong-destination" "the packet arrives somewhere else",
    NotConnectedAnywhere "not-connected-anywhere" "the site is connected to no gateway",
    Loop "loop" "the packet comes back to where it was",

    // Hops.
    VnetLocal "vnet-local" "stays in the virtual network",
    Peering "peering" "crosses a peering",
    InterfaceEndpoint "interface-endpoint" "goes straight to a private endpoint, by the endpoint's own route",
    Gateway "gateway" "goes to a VPN gateway, or leaves one into the virtual network",
    ExpressRouteEdge "expressroute-edge" "goes straight to Microsoft's edge router of the circuit",
    FastPath "fast-path" "comes from the circuit past the gateway and its route table",
    Tunnel "tunnel" "goes through an IPsec tunnel",
    ClientTunnel "client-tunnel" "goes through a point-to-site tunnel",
    LoadBalancer "load-balancer" "a load balancer hands it to one of its backends",
    Appliance "appliance" "goes to a firewall or a network virtual appliance",
    SecurityGroupAllows "security-group-allows" "the rules of a network security group let these ports through",
    FirewallAllows "firewall-allows" "the rules of the firewall's policy let these ports through",
    PublicAddress "public-address" "a public address takes it in from the Internet",
    VpnNat "vpn-nat" "NAT rules of the VPN gateway put other addresses in place of those of a site or of Azure",
    DestinationNat "dnat" "a DNAT rule of the firewall puts another address in place of its own as the destination, and its own in place of the source",
    Snat "snat" "the firewall replaces the source address by its own",
    UnSnat "un-snat" "the firewall puts the original address back",
    Internet "internet" "leaves to the Internet",
    VirtualHub "virtual-hub" "goes to a virtual hub",
    RemoteHub "remote-hub" "goes from one virtual hub to another",
    HubConnection "hub-connection" "a virtual hub hands it to a connected network",
    RoutingIntent "routing-intent" "the hub's routing intent sends it through the firewall",
    GlobalReach "global-reach" "Global Reach carries it from circuit to circuit",
    SitePassesOn "site-passes-on" "the routers of an on-premises site carry it from one circuit or tunnel to another, as configured",
    Delivered "delivered" "arrives",
    ArrivesFromSite "arrives-from-site" "the site has a route for the destination and sends the packet to its gateway",
    PeeringRoutesOff "peering-routes-off" "the route table switches peering routes off, and Microsoft does not say what a next hop in another network does then",
    UnknownNextHop "unknown-next-hop" "where the route leads cannot be told",

    // How routes come to be.
    SystemRoute "system-route" "Azure's own default route",
    AddressSpace "address-space" "the address space of the virtual network",
    PeeringRoute "peering-route" "the address space of a peered virtual network",
    PrivateEndpoint "private-endpoint" "the address of a private endpoint in the network or in a peered one",
    GatewayTransit "gateway-transit" "the network uses the gateway of a peered network",
    SitePrefixes "site-prefixes" "the prefixes of an on-premises site, learned by a gateway",
    ClientPool "client-pool" "the address pool of point-to-site clients",
    DefaultSite "default-site" "the default site of the VPN gateway takes what is for the Internet",
    CustomRoute "custom-route" "a custom route of the VPN gateway, pushed to its clients",
    UserDefinedRoute "user-defined-route" "a route of the subnet's route table",
    BranchToBranch "branch-to-branch" "a Route Server exchanges the routes of the gateways in its network",
    BgpTransit "bgp-transit" "a VPN gateway passes on what it learned by BGP",
    SameCircuit "same-circuit" "virtual networks on one circuit reach each other through its edge where both gateways are told to",
    HubPrefix "hub-prefix" "the address prefix of the virtual hub",
    HubPropagation "hub-propagation" "a connection propagates it to a route table of the virtual hub",
    HubStaticRoute "hub-static-route" "a static route of a virtual hub's route table",
    HubConnectionRoute "hub-connection-route" "a static route of a connection to a virtual hub",
    HubAssociation "hub-association" "the connection is associated with this route table of the virtual hub",
    ApplianceAdvertises "appliance-advertises" "an appliance advertises it by BGP, as configured",
    SummarizedPrefix "summarized-prefix" "advertised in place of the prefixes that it covers",

    // Assumptions.
    AssumedOnpremAccepts "assumed-onprem-accepts" "on-premises firewalls and hosts are taken to accept the traffic and to send it back the way it came",
    AssumedOnpremInternet "assumed-onprem-internet" "an on-premises site that announces a default route is taken to lead to the Internet and back",
    AssumedOnpremPrefix "assumed-onprem-prefix" "custom routes of the VPN gateway outside of every known network are taken for the prefixes of the site behind ExpressRoute",
    AssumedOnpremStaticRoutes "assumed-onprem-static-routes" "without BGP, the on-premises device is taken to have static routes for the virtual networks behind the VPN gateway",
    AssumedPrivatePrefixes "assumed-private-prefixes" "a site of unknown prefixes is taken to use private addresses, which the firewall does not translate",
    AssumedFirewallAllows "assumed-firewall-allows" "firewall rules that are not in the code, unknown or by name are taken to allow the traffic",
    AssumedHubFirewallNextHop "assumed-hub-firewall-next-hop" "a user-defined route to the firewall of the virtual hub that the network is connected to is taken to work, on which Microsoft's pages do not agree",
    AssumedNoPublicAddress "assumed-no-public-address" "nothing outside of this code, no scale set, no gateway for applications and no appliance is taken to lead from the Internet to the destination",
    AssumedNvaForwards "assumed-nva-forwards" "a network virtual appliance is taken to forward, to be stateful and not to translate private addresses",
    AssumedNvaRoutes "assumed-nva-routes" "what an appliance advertises to a Route Server is taken not to cover the destination",
    AssumedNsgAllows "assumed-nsg-allows" "network security groups of which something is unknown are taken to allow the traffic",
    AssumedPartPasses "assumed-part-passes" "rules of a filter that name a part of the addresses only are taken to let the traffic through",
    AssumedAnyPath "assumed-any-path" "of several equally good paths each is taken to be used",
    AssumedAlike "assumed-alike" "of two ends with hundreds of thousands of pairs of prefixes that are told apart some are looked at; the others are taken to be routed alike",
    AssumedReplyPasses "assumed-reply-passes" "answers from the Internet that a firewall hands back are taken to enter the network that asked, whether or not its peering allows forwarded traffic",
    AssumedClientProfileCurrent "assumed-client-profile-current" "point-to-site clients are taken to have the current profile",
    AssumedClientTakesBgpRoutes "assumed-client-takes-bgp-routes" "clients are taken to receive routes learned by BGP; native Windows clients need them added by hand",
}
