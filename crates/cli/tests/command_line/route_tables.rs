//! Route tables as Azure prints them. What is expected was seen in tables that were captured
//! in the labs of <https://github.com/kaysalawu/azure-network-terraform> (folder
//! `4-general`: 01, 07, 08, 09; `2-virtual-wan`), on networks of our own.

use serde_json::Value;

use crate::nexthop;

fn json(arguments: &str) -> Value {
    let run = nexthop(&format!("routes {arguments} --format json")).assert().code(0);
    serde_json::from_slice(&run.get_output().stdout).expect("it is JSON")
}

fn router(router: &Value) -> String {
    let text = |key: &str| router[key].as_str().unwrap_or_default();
    match (router["link"].as_str(), router["instance"].as_u64(), router["address"].as_str()) {
        (Some(link), _, _) => format!("{}/{link}", text("name")),
        (_, Some(instance), _) => format!("{}/{instance}", text("name")),
        (_, _, Some(address)) => address.to_owned(),
        _ => text("name").to_owned(),
    }
}

/// The rows of the one table of BGP at a place; of a gateway those of one instance.
fn bgp(arguments: &str, instance: Option<u64>) -> Vec<String> {
    let json = json(arguments);
    let rows = json["bgp_tables"][0]["routes"].as_array().expect("there is a table");
    let rows =
        rows.iter().filter(|row| instance.is_none() || row["at"]["instance"].as_u64() == instance);
    let mut rows: Vec<String> = rows
        .map(|row| {
            let network = row["network"].as_str().expect("a prefix");
            let origin = row["origin"].as_str().expect("an origin");
            let path = row["as_path"].as_str().expect("a path");
            let weight = row["weight"].as_u64().map(|weight| format!(" {weight}"));
            let peer = router(&row["source_peer"]);
            let path = if path.is_empty() { "-" } else { path };
            format!("{network} {origin} {peer} {path}{}", weight.unwrap_or_default())
        })
        .collect();
    rows.sort();
    rows
}

/// The routes of a subnet that lead to a gateway or a private endpoint, a row a router.
fn effective(arguments: &str) -> Vec<String> {
    let json = json(arguments);
    let routes = json["tables"][0]["routes"].as_array().expect("there is a table");
    let mut rows = Vec::new();
    for route in routes {
        let text = |key: &str| route[key].as_str().unwrap_or_default().to_owned();
        let kind = text("next_hop_type");
        if kind != "VirtualNetworkGateway" && kind != "InterfaceEndpoint" {
            continue;
        }
        let led_to = route["routers"].as_array().cloned().unwrap_or_default();
        let hops: Vec<String> = led_to.iter().map(router).collect();
        rows.push(format!("{} {} {}", text("address_prefix"), text("state"), hops.join(",")));
    }
    rows.sort();
    rows
}

/// Labs 08 and 09: both edge routers of a circuit tell what a site passes on of another
/// circuit, with the site's AS between two of Microsoft's; they have weight 32769, all else
/// 32768. The VPN gateway beside tells what its branch tells, from the better instance only.
#[test]
fn an_expressroute_gateway_learns_from_each_edge_router() {
    assert_eq!(
        bgp("circuits --at gateway:ergw-hub", Some(0)),
        [
            "10.40.0.0/16 Network ergw-hub/0 - 32768",
            "10.41.0.0/16 Network ergw-hub/0 - 32768",
            "10.50.0.0/16 EBgp erc-hub/primary 12076-64600-12076 32769",
            "10.50.0.0/16 EBgp erc-hub/secondary 12076-64600-12076 32769",
            "10.70.0.0/16 EBgp erc-hub/primary 12076-64600 32769",
            "10.70.0.0/16 EBgp erc-hub/secondary 12076-64600 32769",
            "10.70.0.0/16 IBgp vpngw-hub/0 65010 32768",
        ]
    );
}

/// Labs 01, 07 and 08: a VPN gateway knows the networks of itself and from both instances of
/// the ExpressRoute gateway beside it, but none of its circuits' routes. The address of the
/// BGP peer is known to both instances and told to nobody else.
#[test]
fn a_vpn_gateway_learns_networks_and_branches_and_nothing_from_circuits() {
    assert_eq!(
        bgp("circuits --at gateway:vpngw-hub", Some(0)),
        [
            "10.40.0.0/16 IBgp ergw-hub/0 - 32769",
            "10.40.0.0/16 IBgp ergw-hub/1 - 32769",
            "10.40.0.0/16 Network vpngw-hub/0 - 32768",
            "10.41.0.0/16 IBgp ergw-hub/0 - 32769",
            "10.41.0.0/16 IBgp ergw-hub/1 - 32769",
            "10.41.0.0/16 Network vpngw-hub/0 - 32768",
            "10.70.0.0/16 EBgp 192.168.77.1 65010 32768",
            "192.168.77.1/32 IBgp vpngw-hub/1 - 32768",
            "192.168.77.1/32 Network vpngw-hub/0 - 32768",
        ]
    );
    let second = bgp("circuits --at gateway:vpngw-hub", Some(1));
    let branch: Vec<_> = second.iter().filter(|row| row.starts_with("10.70.")).collect();
    assert_eq!(
        branch,
        [
            "10.70.0.0/16 EBgp 192.168.77.1 65010-65010 32768",
            "10.70.0.0/16 IBgp vpngw-hub/0 65010 32768",
        ]
    );
}

/// Lab 08, the primary tunnel down: its instance keeps the route to the peer's address and has
/// the branch from the other one only, which tells the ExpressRoute gateway too.
#[test]
fn one_tunnel_of_two_may_be_out_of_service() {
    let without = "--without con-branch/instance-0";
    let branch = |rows: Vec<String>| -> Vec<String> {
        let of_branch = |row: &String| row.starts_with("10.70.") || row.starts_with("192.168.");
        rows.into_iter().filter(of_branch).collect()
    };
    let of = |instance| {
        branch(bgp(&format!("circuits --at gateway:vpngw-hub {without}"), Some(instance)))
    };
    assert_eq!(
        of(0),
        [
            "10.70.0.0/16 IBgp vpngw-hub/1 65010-65010 32768",
            "192.168.77.1/32 IBgp vpngw-hub/1 - 32768",
            "192.168.77.1/32 Network vpngw-hub/0 - 32768",
        ]
    );
    assert_eq!(
        of(1),
        [
            "10.70.0.0/16 EBgp 192.168.77.1 65010-65010 32768",
            "192.168.77.1/32 IBgp vpngw-hub/0 - 32768",
            "192.168.77.1/32 Network vpngw-hub/1 - 32768",
        ]
    );
    let circuit = branch(bgp(&format!("circuits --at gateway:ergw-hub {without}"), Some(0)));
    assert!(circuit.contains(&"10.70.0.0/16 IBgp vpngw-hub/1 65010-65010 32768".to_owned()));
    let both = format!("circuits --at gateway:vpngw-hub {without} --without con-branch/instance-1");
    assert_eq!(branch(bgp(&both, None)), [""; 0]);
}

/// Lab 08, `show ip bgp` of the branch and `show routes` of the carrier's router: both
/// instances tell a site the networks with their ASN, the edge tells it the same without
/// private numbers. `list-advertised-routes --peer` has themselves as the next hop, `Igp` and
/// weight 0 (a table in public notes of a Route Server exercise).
#[test]
fn what_is_advertised_is_listed_by_neighbour() {
    let told = |at: &str, to: &str| -> Vec<String> {
        let json = json(&format!("circuits --at {at}"));
        let tables = json["bgp_tables"].as_array().expect("there are tables");
        let mut to_it = tables.iter().filter(|table| table["to"]["name"] == to);
        let table = to_it.next().expect("it is told something");
        assert_eq!(table["kind"], "advertised");
        let rows = table["routes"].as_array().expect("there are routes").iter();
        rows.map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or_default();
            let hop = router(&row["next_hop"]);
            let (network, origin, path) = (text("network"), text("origin"), text("as_path"));
            format!("{network} {hop} {origin} {path} {}", row["weight"])
        })
        .collect()
    };
    assert_eq!(
        told("gateway:vpngw-hub", "branch"),
        [
            "10.40.0.0/16 vpngw-hub/0 Igp 65515 0",
            "10.41.0.0/16 vpngw-hub/0 Igp 65515 0",
            "10.40.0.0/16 vpngw-hub/1 Igp 65515 0",
            "10.41.0.0/16 vpngw-hub/1 Igp 65515 0",
        ]
    );
    assert_eq!(
        told("circuit:erc-hub/primary", "carrier"),
        ["10.40.0.0/16 erc-hub/primary ? 12076 0", "10.41.0.0/16 erc-hub/primary ? 12076 0",]
    );
}

/// Lab 08 (13 May 2024): a Route Server tells one instance of an ExpressRoute gateway, from
/// both of its own, what it has best from the other one, with the edge router as next hop.
#[test]
fn a_route_server_tells_one_instance_what_it_has_from_the_other() {
    let of = |instance| {
        let rows = bgp("circuits --at gateway:ergw-far --var route_server=true", Some(instance));
        rows.into_iter().filter(|row| row.starts_with("10.70.")).collect::<Vec<_>>()
    };
    let from_edges = [
        "10.70.0.0/16 EBgp erc-far/primary 12076-64600 32769",
        "10.70.0.0/16 EBgp erc-far/secondary 12076-64600 32769",
    ];
    assert_eq!(of(0), from_edges);
    let from_servers = [
        "10.70.0.0/16 IBgp rs-far/0 12076-64600 32768",
        "10.70.0.0/16 IBgp rs-far/1 12076-64600 32768",
    ];
    assert_eq!(of(1), [from_edges, from_servers].concat());
}

/// Labs 08 and 09: the carrier's provider makes the private peerings, of each circuit one
/// with both of its links.
#[test]
fn a_peering_that_the_carrier_makes_is_that_of_the_circuit() {
    let rows = |more: &str| bgp(&format!("circuits --at circuit:erc-hub/primary {more}"), None);
    assert!(rows("").contains(&"10.70.0.0/16 EBgp 172.20.0.1 64600".to_owned()));
    assert_eq!(rows("--var peered_by_carrier=true"), rows(""));
}

/// Labs 08 and 09: an edge router has the networks from both instances of the gateway, and
/// from the site what that has heard elsewhere, under the first address of the link. A site
/// does not tell a link what it has best from there.
#[test]
fn an_edge_router_hears_the_gateway_and_the_site() {
    assert_eq!(
        bgp("circuits --at circuit:erc-hub/primary", None),
        [
            "10.40.0.0/16 EBgp ergw-hub/0 65515",
            "10.40.0.0/16 EBgp ergw-hub/1 65515",
            "10.41.0.0/16 EBgp ergw-hub/0 65515",
            "10.41.0.0/16 EBgp ergw-hub/1 65515",
            "10.50.0.0/16 EBgp 172.20.0.1 64600-12076",
            "10.70.0.0/16 EBgp 172.20.0.1 64600",
        ]
    );
    let secondary = bgp("circuits --at circuit:erc-hub/secondary", None);
    assert!(
        secondary.contains(&"10.40.0.0/16 EBgp 172.20.0.5 64600-12076".to_owned()),
        "what it has from the primary link: {secondary:?}"
    );
}

/// Labs 08 and 09: a spoke shows a row for each edge router that is left, of a prefix that
/// comes over VPN, too, the one over ExpressRoute; and without both links the instance of the
/// VPN gateway with the shorter path.
#[test]
fn subnets_show_a_row_for_each_router_in_service() {
    let at = "circuits --at subnet:vnet-spoke/snet-app";
    assert_eq!(
        effective(at),
        [
            "10.50.0.0/16 Active erc-hub/primary,erc-hub/secondary",
            "10.70.0.0/16 Active erc-hub/primary,erc-hub/secondary",
        ]
    );
    let one = format!("{at} --without erc-hub/primary");
    assert_eq!(
        effective(&one),
        ["10.50.0.0/16 Active erc-hub/secondary", "10.70.0.0/16 Active erc-hub/secondary"]
    );
    let none = format!("{one} --without erc-hub/secondary");
    assert_eq!(effective(&none), ["10.70.0.0/16 Active vpngw-hub/0"]);
}

/// Lab 09: what the tables say holds for packets; a site without an ASN passes nothing on.
#[test]
fn networks_on_two_circuits_reach_each_other_over_a_site_that_passes_on() {
    let flow = |arguments: &str| {
        let line = format!(
            "reach circuits --from vnet:vnet-spoke --to vnet:vnet-far --format json {arguments}"
        );
        let run = nexthop(&line).assert().code(0);
        let json: Value = serde_json::from_slice(&run.get_output().stdout).expect("it is JSON");
        let flow = &json["flows"][0];
        let steps = flow["forward"].as_array().expect("there are steps");
        let over_site = steps.iter().any(|step| step["code"] == "site-passes-on");
        (flow["verdict"].as_str().map(str::to_owned), over_site)
    };
    assert_eq!(flow(""), (Some("reachable".to_owned()), true));
    assert_eq!(flow("--without erc-far"), (Some("unreachable".to_owned()), false));
}

/// Labs 01 and 07: a private endpoint is a route of its network and its peers. With network
/// policies for route tables, a user-defined route that covers it makes it invalid.
#[test]
fn a_private_endpoint_has_a_route_that_policies_let_routes_overrule() {
    let at = "endpoints --at subnet:vnet-spoke/snet-app";
    assert_eq!(effective(at), ["10.40.7.9/32 Active "]);
    let policies = format!("{at} --var policies=Enabled");
    assert_eq!(effective(&policies), ["10.40.7.9/32 Invalid "]);
    let hub = "endpoints --at subnet:vnet-hub/snet-endpoints --var policies=Enabled";
    assert_eq!(effective(hub), ["10.40.7.9/32 Active "]);
}

/// Lab 07: a network with IPv6 has a default route for it.
#[test]
fn a_network_with_ipv6_has_two_default_routes() {
    let json = json("endpoints --at subnet:vnet-hub/snet-endpoints");
    let routes = json["tables"][0]["routes"].as_array().expect("there is a table");
    let internet = routes.iter().filter(|route| route["next_hop_type"] == "Internet");
    let prefixes: Vec<_> = internet.map(|route| route["address_prefix"].clone()).collect();
    assert_eq!(prefixes, ["0.0.0.0/0", "::/0"]);
}

/// Virtual WAN labs 3 and 4: with routing intent the default table leads to the firewall,
/// which has the routes to what is connected.
#[test]
fn routing_intent_takes_the_place_of_the_default_table() {
    let json = json("secured-hub --at hub:vhub");
    let tables = json["tables"].as_array().expect("there are tables");
    let tables: Vec<(&str, Vec<String>)> = tables
        .iter()
        .map(|table| {
            let routes = table["routes"].as_array().expect("there are routes");
            let text =
                |route: &Value, key: &str| route[key].as_str().unwrap_or_default().to_owned();
            let row = |route| {
                format!("{} {}", text(route, "address_prefix"), text(route, "next_hop_type"))
            };
            (table["at"].as_str().expect("a name"), routes.iter().map(row).collect())
        })
        .collect();
    let firewall = |prefix: &str| format!("{prefix} Azure Firewall");
    let attracted = ["0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(firewall);
    assert_eq!(
        tables,
        [
            ("hub:vhub/defaultRouteTable", attracted.to_vec()),
            (
                "hub:vhub/afw-hub",
                vec![
                    "10.91.0.0/16 Virtual Network Connection".to_owned(),
                    "0.0.0.0/0 Internet".to_owned(),
                ]
            ),
        ]
    );
}

/// Virtual WAN labs 2 and 4, `show ip bgp` of a branch: it is told the prefix of its own hub
/// and of no other; with routing intent for Internet traffic the default route, where its
/// connection takes that.
#[test]
fn a_branch_is_told_of_its_own_hub_and_perhaps_the_default_route() {
    let told = |more: &str| -> Vec<String> {
        let json = json(&format!("secured-hub --at gateway:vpngw-vhub --var branch=true {more}"));
        let routes = json["tables"][0]["routes"].as_array().expect("there are routes").iter();
        let prefix = |route: &Value| route["address_prefix"].as_str().map(str::to_owned);
        let mut told: Vec<_> = routes.filter_map(prefix).collect();
        told.retain(|prefix| prefix.starts_with(|first: char| first.is_ascii_digit()));
        told.sort();
        told
    };
    assert_eq!(told(""), ["10.90.0.0/23", "10.91.0.0/16"]);
    assert_eq!(
        told("--var branch_takes_default_route=true"),
        ["0.0.0.0/0", "10.90.0.0/23", "10.91.0.0/16"]
    );
}

/// "Connect a VPN gateway to Virtual WAN": hubs have 65515, and by the VPN Gateway FAQ a gateway
/// tells its other BGP peers what it has learned.
#[test]
fn what_a_hub_tells_through_a_tunnel_goes_on_to_the_next_gateway() {
    let learned = |gateway: &str, network: &str| -> Vec<String> {
        let mut rows = bgp(&format!("hub-tunnel --at gateway:{gateway}"), Some(0));
        rows.retain(|row| row.starts_with(network));
        rows
    };
    assert_eq!(
        learned("vpngw", "10.1."),
        ["10.1.0.0/16 EBgp vpngw-hub/0 65515 32768", "10.1.0.0/16 IBgp vpngw/1 65515 32768",]
    );
    assert_eq!(learned("vpngw-far", "10.1."), ["10.1.0.0/16 EBgp vpngw/0 65010-65515 32768"]);
}

/// "Virtual hub routing preference", ExpressRoute: a hub tells others of its best ways only,
/// and over other hubs VPN goes before ExpressRoute.
#[test]
fn over_other_hubs_a_vpn_goes_before_expressroute() {
    let ways = |hub: &str| -> Vec<String> {
        let json = json(&format!("three-hubs --at hub:{hub}"));
        let routes = json["tables"][0]["routes"].as_array().expect("there are routes").iter();
        let text = |route: &Value, key: &str| route[key].as_str().unwrap_or_default().to_owned();
        let of_sites = routes.filter(|route| route["address_prefix"] == "192.168.0.0/16");
        let rows = of_sites.map(|route| format!("{} {}", text(route, "state"), text(route, "via")));
        rows.collect()
    };
    assert_eq!(ways("vhub-one"), ["Active vhub-two", "Invalid vhub-three"]);
    assert_eq!(
        ways("vhub-three"),
        ["Active ergw-three", "Invalid vpngw-three", "Invalid vhub-two"]
    );
}
