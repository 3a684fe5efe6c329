//! The matrix says of every flow what is said of it alone.

use std::{collections::BTreeMap, fmt::Write as _};

use nexthop_core::{
    Model,
    routing::{Endpoint, EndpointIds, Service, simulate},
};
use proptest::prelude::*;

use crate::notation::network;

/// What there may be in a spoke; every element is one of a few choices.
#[derive(Clone, Debug)]
struct Spoke {
    hub: usize,
    table: usize,
    flags: [bool; 5],
    space: usize,
}

const TABLES: [&str; 6] = [
    "",
    "no-propagation 0.0.0.0/0 -> 10.HUB.0.68",
    "10.0.0.0/8 -> 10.HUB.0.68",
    "10.20.0.0/24 -> 10.HUB.0.68 192.168.0.0/25 -> none",
    "0.0.0.0/0 -> ?next",
    "10.21.0.0/16 -> gateway ?prefix -> 10.HUB.0.68",
];

/// Prefixes of spokes, some of which overlap or are unknown.
fn space(number: usize, choice: usize) -> String {
    match choice {
        0 => "?space".to_owned(),
        1 => "10.20.0.0/16".to_owned(),
        _ => format!("10.{}.0.0/16", 20 + number),
    }
}

fn spoke() -> impl Strategy<Value = Spoke> {
    (0..2_usize, 0..TABLES.len(), any::<[bool; 5]>(), 0..8_usize)
        .prop_map(|(hub, table, flags, space)| Spoke { hub, table, flags, space })
}

fn hub(text: &mut String, number: usize, [vpn, circuit, server, branches]: [bool; 4]) {
    let named = |on: bool, flag: &'static str| if on { flag } else { "" };
    let b2b = named(branches, "b2b");
    let mut line = |line: String| writeln!(text, "{line}").expect("a string takes any text");
    line(format!("vnet hub{number} 10.{number}.0.0/16"));
    line(format!("subnet hub{number}/GatewaySubnet 10.{number}.0.0/27"));
    line(format!("subnet hub{number}/AzureFirewallSubnet 10.{number}.0.64/26"));
    line(format!("subnet hub{number}/RouteServerSubnet 10.{number}.0.128/27"));
    line(format!("subnet hub{number}/app 10.{number}.1.0/24"));
    line(format!("firewall fw{number} in hub{number} 10.{number}.0.68"));
    if vpn {
        line(format!("vpn vpn{number} in hub{number} bgp pool 172.16.{number}.0/24"));
        line(format!("site branch{number} via vpn{number} bgp prefixes 192.168.{number}.0/24"));
    }
    if circuit {
        line(format!("er er{number} in hub{number}"));
        line(format!("site dc{number} via er{number}"));
    }
    if server {
        line(format!("rs rs{number} in hub{number} {b2b}"));
    }
}

/// The network in the notation of these tests.
fn estate(hubs: [[bool; 4]; 2], peered: bool, spokes: &[Spoke]) -> String {
    let mut text = String::new();
    for (number, parts) in hubs.into_iter().enumerate() {
        hub(&mut text, number, parts);
    }
    if peered {
        text.push_str("peer hub0 -> hub1 forwarded\npeer hub1 -> hub0 forwarded\n");
    }
    for (number, Spoke { hub, table, flags, space: choice }) in spokes.iter().enumerate() {
        let [uses, forwarded, both, second, group] = *flags;
        let named = |on: bool, flag: &'static str| if on { flag } else { "" };
        let routes = TABLES[*table].replace("HUB", &hub.to_string());
        let mut line = |line: String| writeln!(text, "{line}").expect("a string takes any text");
        line(format!("vnet s{number} {}", space(number, *choice)));
        line(format!("table t{number} {routes}"));
        let nsg = named(group, "nsg");
        let at = if *choice == 1 { 20 } else { 20 + number };
        line(format!("subnet s{number}/app 10.{at}.0.0/24 table t{number} {nsg}"));
        if group {
            line(format!("filter s{number}/app in deny 10.21.0.0/16 * 100"));
        }
        if second {
            line(format!("subnet s{number}/data 10.{at}.1.0/24"));
        }
        let (uses, forwarded) = (named(uses, "use"), named(forwarded, "forwarded"));
        line(format!("peer s{number} -> hub{hub} {uses} {forwarded}"));
        if both {
            line(format!("peer hub{hub} -> s{number} transit {forwarded}"));
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_flow_of_the_matrix_is_the_flow_alone(
        hubs in any::<[[bool; 4]; 2]>(),
        peered in any::<bool>(),
        spokes in prop::collection::vec(spoke(), 1..5),
    ) {
        let text = estate(hubs, peered, &spokes);
        let (network, _) = network(&text);
        let routing = simulate(&network, &Model::default());
        let mut ends = Endpoint::all(&network);
        ends.extend(network.subnets.ids().map(Endpoint::Subnet));
        let towards = routing.towards(&network, &ends);
        let mut causes = BTreeMap::new();
        let answers = towards.answers(&ends);
        prop_assert_eq!(answers.len(), ends.len() * ends.len());
        for (&from, answers) in ends.iter().zip(answers.chunks(ends.len())) {
            for (&to, answer) in ends.iter().zip(answers) {
                let alone = routing.flow(&network, from, to);
                let name = format!("{} -> {}", from.id(&network), to.id(&network));
                prop_assert_eq!(answer.verdict, alone.verdict, "{}\n{}", name, text);
                let code = causes.entry(*answer).or_insert(alone.because.code);
                prop_assert_eq!(*code, alone.because.code, "{}\n{}", name, text);
                let steps = routing.flow_by_steps(&network, from, to, Service::default());
                prop_assert_eq!(steps.because.message, alone.because.message);
            }
        }
    }
}

#[test]
fn names_that_several_endpoints_have_are_not_theirs() {
    let (network, _) = network(
        "
        vnet hub 10.0.0.0/16
        vnet hub 10.1.0.0/16 existing
        vnet spoke 10.2.0.0/16
        subnet spoke/app 10.2.0.0/24
        ",
    );
    let ids = EndpointIds::new(&network);
    let ends = Endpoint::all(&network).into_iter();
    let ends = ends.chain(network.subnets.ids().map(Endpoint::Subnet));
    let named: Vec<_> = ends.map(|end| (ids.of(end), end.id(&network))).collect();
    assert!(named.iter().all(|(one, other)| one == other), "{named:?}");
    let ids: Vec<_> = named.iter().map(|(id, _)| id.as_str()).collect();
    let expected = ["vnet:vnet.hub", "vnet:vnet.hub", "vnet:spoke", "internet", "subnet:spoke/app"];
    assert_eq!(ids, expected);
}
