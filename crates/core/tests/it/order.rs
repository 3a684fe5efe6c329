//! The order of resources in the code changes nothing.

use nexthop_core::{
    Model,
    routing::{Endpoint, simulate},
};

use crate::notation::network;

const NETWORK: &str = "
    vnet hub 10.0.0.0/16
    vnet spoke1 10.1.0.0/16
    vnet spoke2 ?spoke
    subnet hub/GatewaySubnet 10.0.0.0/27 table gw
    subnet hub/AzureFirewallSubnet 10.0.0.64/26
    subnet hub/RouteServerSubnet 10.0.0.128/27
    subnet hub/app 10.0.1.0/24
    subnet spoke1/app 10.1.1.0/24 table spoke
    subnet spoke1/data 10.1.2.0/24
    subnet spoke2/app ?app table ?table
    table spoke no-propagation 0.0.0.0/0 -> 10.0.0.68
    table gw 10.1.0.0/16 -> 10.0.0.68 ?other -> 10.0.0.68
    peer hub -> spoke1 transit forwarded
    peer spoke1 -> hub use forwarded
    peer hub -> spoke2 transit forwarded
    peer spoke2 -> hub use forwarded maybe spoke2
    vpn vpngw in hub bgp pool 172.16.0.0/24
    er ergw in hub
    rs rs in hub b2b maybe server
    firewall fw in hub 10.0.0.68
    site dc via ergw
    site second via ergw prefixes 192.168.200.0/24
    site branch via vpngw bgp prefixes 192.168.0.0/24
";

/// Every flow of the matrix in words, with its paths.
fn report(text: &str) -> String {
    let (network, _) = network(text);
    let routing = simulate(&network, &Model::default());
    let endpoints = Endpoint::all(&network);
    let mut report = String::new();
    for &from in &endpoints {
        for &to in endpoints.iter().filter(|&&to| to != from) {
            let flow = routing.flow(&network, from, to);
            let hops = flow.forward.hops.iter().chain(&flow.back.hops);
            let hops: Vec<String> =
                hops.map(|hop| format!("{}: {}", hop.at, hop.message)).collect();
            let (from, to) = (from.id(&network), to.id(&network));
            let verdict = flow.verdict.as_str();
            report.extend([
                format!("{from} -> {to}: {verdict} {}\n", flow.because.message),
                hops.join("\n"),
            ]);
        }
    }
    report
}

#[test]
fn the_order_of_the_code_changes_nothing() {
    let expected = report(NETWORK);
    assert!(expected.contains("depends"), "the network has something unknown");
    let lines: Vec<&str> = NETWORK.lines().collect();
    for step in [3, 5, 7, 11, 13] {
        // Every line comes once, since the step and the number of lines are coprime.
        let shuffled: Vec<&str> =
            (0..lines.len()).map(|at| lines[at * step % lines.len()]).collect();
        let mut sorted = shuffled.clone();
        sorted.sort_unstable();
        let mut original = lines.clone();
        original.sort_unstable();
        if sorted == original {
            assert_eq!(report(&shuffled.join("\n")), expected);
        }
    }
    let reversed: Vec<&str> = lines.into_iter().rev().collect();
    assert_eq!(report(&reversed.join("\n")), expected);
}
