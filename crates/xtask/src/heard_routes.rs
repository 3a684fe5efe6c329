//! What a router outside of Azure hears from it, against what is predicted that gateways and
//! edge routers tell: the other side of `list-advertised-routes`.
//!
//! Who tells a row says its next hop: an address in a gateway's subnet, in the link of a
//! circuit, in the prefix of a virtual hub. Other rows are not Azure's.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{CircuitLink, GatewayKind},
};

use crate::{
    captured_table::CapturedTable,
    compare_routes::{BgpTable, Predicted, Row, prefix},
};

/// Who may tell a router routes: in which prefixes the addresses are that it has.
struct Teller {
    /// How it begins in the prediction: `gateway:NAME,` or `circuit:NAME/primary`.
    at: String,
    nets: Vec<IpNet>,
    /// The AS paths of hubs are not predicted.
    has_paths: bool,
}

fn tellers(network: &Network) -> Vec<Teller> {
    let mut all = Vec::new();
    for gateway in network.gateways.iter().filter(|one| one.kind.is(&GatewayKind::Vpn)) {
        let subnets = gateway.ip_configurations.known.iter().filter_map(|one| one.subnet.value());
        let prefixes = subnets.filter_map(|&subnet| network.subnets[subnet].prefixes.value());
        all.push(Teller {
            at: format!("gateway:{},", gateway.declared.label()),
            nets: prefixes.flatten().map(|prefix| prefix.net).collect(),
            has_paths: true,
        });
    }
    for circuit in &network.circuits {
        for link in CircuitLink::ALL {
            all.push(Teller {
                at: format!("circuit:{}/{}", circuit.declared.label(), link.as_str()),
                nets: circuit.link_prefixes(link).collect(),
                has_paths: true,
            });
        }
    }
    for gateway in &network.hub_gateways {
        let net = network.virtual_hubs[gateway.hub].prefix.value().copied().flatten();
        all.push(Teller {
            at: format!("gateway:{},", gateway.declared.label()),
            nets: net.into_iter().map(|prefix| prefix.net).collect(),
            has_paths: false,
        });
    }
    all
}

/// The captured rows that Azure tells, and those that are predicted.
pub(crate) fn rows(
    network: &Network,
    table: &CapturedTable,
    predicted: &Predicted,
) -> (Vec<Row>, Vec<Row>) {
    let tellers = tellers(network);
    let net_of = |row: &BTreeMap<String, String>| prefix(row["network"].trim_end_matches('*'));
    let is_own = |row: &&BTreeMap<String, String>| row["nexthop"] == "0.0.0.0";
    let own: BTreeSet<String> = table.rows.iter().filter(is_own).map(net_of).collect();
    let mut captured = Vec::new();
    let mut addresses: BTreeMap<usize, BTreeSet<IpAddr>> = BTreeMap::new();
    for row in &table.rows {
        let Ok(hop) = row["nexthop"].parse::<IpAddr>() else { continue };
        let is_there = |teller: &Teller| teller.nets.iter().any(|net| net.contains(&hop));
        let Some(at) = tellers.iter().position(is_there) else { continue };
        addresses.entry(at).or_default().insert(hop);
        let teller = &tellers[at];
        let path = path(&row["path"]);
        let path = if teller.has_paths { path } else { String::new() };
        captured.push((net_of(row), vec![teller.at.clone(), path]));
    }
    let expected = addresses.iter().flat_map(|(&at, addresses)| {
        let teller = &tellers[at];
        if teller.has_paths {
            told(teller, predicted, &table.of, addresses.len())
        } else {
            told_by_hub(teller, predicted, &own, addresses.len())
        }
    });
    let expected = expected.collect();
    (captured, expected)
}

/// The numbers of autonomous systems, without the origin behind them.
fn path(text: &str) -> String {
    let systems = text.split([' ', '-']).filter(|word| word.parse::<u32>().is_ok());
    systems.collect::<Vec<_>>().join("-")
}

/// What as many routers as were heard tell the site of the one that heard, which has the
/// site's name in front of its own where there are several.
fn told(teller: &Teller, predicted: &Predicted, heard_by: &str, number: usize) -> Vec<Row> {
    let is_meant = |list: &&BgpTable| {
        let at = format!("{},", list.at);
        list.kind == "advertised"
            && at.starts_with(&teller.at)
            && list.to.as_ref().is_some_and(|to| to.kind == "site")
    };
    let is_of = |list: &BgpTable| {
        let name = list.to.as_ref().map(|to| to.name.to_lowercase()).unwrap_or_default();
        heard_by.to_lowercase().starts_with(&name)
    };
    let sites = predicted.bgp_tables.iter().filter(is_meant).filter_map(|list| list.to.as_ref());
    let is_one = sites.map(|to| &to.name).collect::<BTreeSet<_>>().len() == 1;
    let lists = predicted.bgp_tables.iter().filter(is_meant);
    let lists = lists.filter(|list| is_one || is_of(list));
    let rows: Vec<_> = lists.flat_map(|list| &list.routes).collect();
    let telling: BTreeSet<Option<u8>> = rows.iter().map(|row| row.at.instance).collect();
    let telling: BTreeSet<_> = telling.into_iter().take(number).collect();
    let rows = rows.into_iter().filter(|row| telling.contains(&row.at.instance));
    rows.map(|row| (prefix(&row.network), vec![teller.at.clone(), path(&row.as_path)])).collect()
}

/// What is listed that the gateway of a hub tells all its sites, without what is the
/// router's own.
fn told_by_hub(
    teller: &Teller,
    predicted: &Predicted,
    own: &BTreeSet<String>,
    number: usize,
) -> Vec<Row> {
    let lists = predicted.tables.iter().filter(|list| list.at.starts_with(&teller.at));
    let prefixes: BTreeSet<String> = lists
        .flat_map(|list| &list.routes)
        .filter(|route| route.state == "Active")
        .map(|route| prefix(&route.address_prefix))
        .filter(|net| !own.contains(net))
        .collect();
    let row = |net: String| (net, vec![teller.at.clone(), String::new()]);
    prefixes.into_iter().flat_map(|net| vec![row(net); number]).collect()
}
