//! Addresses that nothing tells apart are asked about once, and nothing changes by it: a flow
//! between two ends is the worst of the flows between their parts.

use std::{fmt::Write as _, net::IpAddr};

use nexthop_core::{
    Model, Network,
    routing::{Endpoint, Flow, Routing, Verdict, simulate},
};
use proptest::prelude::*;

use crate::notation::network;

/// What a subnet of a spoke has; most have the same.
const SUBNETS: [&str; 5] = ["", "table plain", "table plain", "table odd", "nsg"];

/// Routes of one table, some for what lies in the prefixes of the site.
const ROUTES: [&str; 6] = [
    "0.0.0.0/0 -> 10.0.0.68",
    "10.0.0.0/8 -> 10.0.0.68",
    "192.168.3.0/24 -> none",
    "192.168.0.0/22 -> 10.0.0.68",
    "192.168.7.128/25 -> none",
    "10.21.2.0/24 -> none",
];

/// What filters of subnets with a group deny.
const DENIED: [&str; 3] = ["10.20.4.0/24", "192.168.5.0/24", "192.168.0.0/23"];

#[derive(Clone, Debug)]
struct Estate {
    propagates: bool,
    plain: [bool; ROUTES.len()],
    odd: [bool; ROUTES.len()],
    subnets: [Vec<usize>; 2],
    denied: Option<usize>,
    ranges: bool,
}

fn estate() -> impl Strategy<Value = Estate> {
    let subnets = || prop::collection::vec(0..SUBNETS.len(), 5..12);
    let routes = any::<[bool; ROUTES.len()]>;
    let flags = (any::<bool>(), any::<bool>(), prop::option::of(0..DENIED.len()));
    (flags, routes(), routes(), [subnets(), subnets()]).prop_map(
        |((propagates, ranges, denied), plain, odd, subnets)| Estate {
            propagates,
            plain,
            odd,
            subnets,
            denied,
            ranges,
        },
    )
}

fn text(estate: &Estate) -> String {
    let mut text = HUB.to_owned();
    let mut line = |line: String| writeln!(text, "{line}").expect("a string takes any text");
    let prefixes: Vec<String> = (0..12).map(|number| format!("192.168.{number}.0/24")).collect();
    line(format!("site branch via vpn prefixes {}", prefixes.join(",")));
    let ranges = if estate.ranges { "ranges 10.0.0.0/8,192.168.0.0/22" } else { "" };
    line(format!("firewall fw in hub 10.0.0.68 {ranges}"));
    for (name, chosen) in [("plain", estate.plain), ("odd", estate.odd)] {
        let routes = ROUTES.iter().zip(chosen).filter(|(_, is_in)| *is_in);
        let routes: Vec<&str> = routes.map(|(route, _)| *route).collect();
        let propagation = if estate.propagates { "" } else { "no-propagation" };
        line(format!("table {name} {propagation} {}", routes.join(" ")));
    }
    for (spoke, subnets) in estate.subnets.iter().enumerate() {
        let octet = 20 + spoke;
        line(format!("vnet s{spoke} 10.{octet}.0.0/16"));
        line(format!("peer s{spoke} -> hub use forwarded"));
        line(format!("peer hub -> s{spoke} transit forwarded"));
        for (number, kind) in subnets.iter().enumerate() {
            let options = SUBNETS[*kind];
            line(format!("subnet s{spoke}/n{number} 10.{octet}.{number}.0/24 {options}"));
            if let (Some(denied), "nsg") = (estate.denied, options) {
                line(format!("filter s{spoke}/n{number} in deny {} * 100", DENIED[denied]));
            }
        }
    }
    text
}

const HUB: &str = "
vnet hub 10.0.0.0/16
subnet hub/GatewaySubnet 10.0.0.0/27
subnet hub/AzureFirewallSubnet 10.0.0.64/26
vpn vpn in hub pool 172.16.0.0/24
";

/// The end whole and in parts.
fn ends(network: &Network) -> Vec<(Endpoint, Vec<Endpoint>)> {
    let mut ends = Vec::new();
    for name in ["s0", "s1"] {
        let find = |pattern: String| Endpoint::find(network, &pattern).expect("it is there");
        ends.push((find(format!("vnet:{name}"))[0], find(format!("subnet:{name}/*"))));
    }
    let addresses = (0..12).flat_map(|number| [1, 200].map(|host| (number, host)));
    let addresses = addresses.map(|(number, host)| IpAddr::from([192, 168, number, host]));
    let site = Endpoint::find(network, "onprem:branch").expect("it is there")[0];
    ends.push((site, addresses.map(Endpoint::Address).collect()));
    ends
}

/// The first of the worst flows between the parts of two ends.
fn worst(routing: &Routing, network: &Network, from: &[Endpoint], to: &[Endpoint]) -> Option<Flow> {
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    let flows = pairs.map(|(from, to)| routing.flow(network, from, to));
    flows.fold(None, |worst: Option<Flow>, flow| match worst {
        Some(worst) if worst.verdict >= flow.verdict => Some(worst),
        _ => Some(flow),
    })
}

/// A reason without the names of the parts that it is about.
fn sentence(flow: &Flow) -> &str {
    let message = &flow.because.message;
    message.split_once(" (only").map_or(message, |(sentence, _)| sentence)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_flow_is_the_worst_of_the_flows_between_its_parts(estate in estate()) {
        let text = text(&estate);
        let (network, _) = network(&text);
        let routing = simulate(&network, &Model::default());
        let ends = ends(&network);
        let whole: Vec<Endpoint> = ends.iter().map(|(end, _)| *end).collect();
        let answers = routing.towards(&network, &whole).answers(&whole);
        for ((from, sources), answers) in ends.iter().zip(answers.chunks(ends.len())) {
            for ((to, destinations), answer) in ends.iter().zip(answers) {
                let flow = routing.flow(&network, *from, *to);
                let expected = worst(&routing, &network, sources, destinations);
                let expected = expected.expect("every end has parts");
                let name = format!("{} -> {}", from.id(&network), to.id(&network));
                prop_assert_eq!(flow.verdict, expected.verdict, "{}\n{}", name, text);
                prop_assert_eq!(answer.verdict, expected.verdict, "{}\n{}", name, text);
                prop_assert_eq!(flow.because.code, expected.because.code, "{}\n{}", name, text);
                if !matches!((from, to), (Endpoint::Site(_), _) | (_, Endpoint::Site(_))) {
                    prop_assert_eq!(sentence(&flow), sentence(&expected), "{}\n{}", name, text);
                }
            }
        }
    }
}

/// A spoke, and a site of thousands of prefixes that it reaches but for what a route drops.
fn large_site(routes: &str) -> (Network, Routing) {
    let prefixes: Vec<String> = (0..3000)
        .map(|number| format!("10.{}.{}.0/24", 100 + number / 250, number % 250))
        .collect();
    let text = format!(
        "{HUB}
        site branch via vpn prefixes {}
        vnet spoke 10.20.0.0/16
        peer spoke -> hub use
        peer hub -> spoke transit
        table routes {routes}
        subnet spoke/app 10.20.0.0/24 table routes
        subnet spoke/data 10.20.1.0/24",
        prefixes.join(",")
    );
    let (network, _) = network(&text);
    let routing = simulate(&network, &Model::default());
    (network, routing)
}

fn between(network: &Network, routing: &Routing, from: &str, to: &str) -> Flow {
    let find = |pattern| Endpoint::find(network, pattern).expect("it is there")[0];
    routing.flow(network, find(from), find(to))
}

#[test]
fn the_one_of_thousands_of_prefixes_that_breaks_is_found() {
    for dropped in ["10.107.33.0/24", "10.107.34.0/24"] {
        let (network, routing) = large_site(&format!("{dropped} -> none"));
        let flow = between(&network, &routing, "vnet:spoke", "onprem:branch");
        assert_eq!(flow.verdict, Verdict::Unreachable, "{dropped}");
        let only =
            format!("only from 10.20.0.0/24 (subnet app of spoke) to {dropped} (site branch)");
        assert!(flow.because.message.contains(&only), "{}", flow.because.message);
        assert!(flow.assumptions.iter().all(|step| step.code != "assumed-alike"));
    }
    let (network, routing) = large_site("");
    let flow = between(&network, &routing, "vnet:spoke", "onprem:branch");
    assert_eq!(flow.verdict, Verdict::Reachable);
    assert!(flow.assumptions.iter().all(|step| step.code != "assumed-alike"));
}

#[test]
fn a_hole_in_a_prefix_decides_and_is_named() {
    let (network, routing) = large_site("10.104.7.64/26 -> none");
    for (from, to) in [("vnet:spoke", "onprem:branch"), ("onprem:branch", "vnet:spoke")] {
        let flow = between(&network, &routing, from, to);
        assert_eq!(flow.verdict, Verdict::Unreachable);
        let message = &flow.because.message;
        assert!(message.contains("10.104.7.64/26 (site branch)"), "{message}");
        assert!(!message.contains("10.104.7.0/24"), "{message}");
    }
}
