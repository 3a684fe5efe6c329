//! `cargo xtask compare-routes`: what `nexthop routes` prints of a network against route
//! tables that were captured in Azure.
//!
//! Addresses that Azure gives its own routers cannot be told from code: they are compared
//! by what they belong to, an instance of a gateway or of a Route Server, or a router of
//! Microsoft's edge, and by how many there are.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::IpAddr,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use ipnet::IpNet;
use nexthop::Disk;
use nexthop_core::{Model, Network, analyse, routing::Endpoint};
use nexthop_iac::{Request, load};
use serde::Deserialize;

use crate::{
    captured_table::{CapturedTable, TableKind, find},
    compare_plans::println,
    heard_routes,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files with captured tables
    #[arg(long, required = true, num_args = 1..)]
    tables: Vec<Utf8PathBuf>,
    /// The code of the network
    #[arg(long)]
    root: Utf8PathBuf,
    /// The configuration: on-premises sites and what appliances advertise
    #[arg(long)]
    config: Option<Utf8PathBuf>,
    /// What was out of service; may be repeated
    #[arg(long)]
    without: Vec<String>,
    /// Print no single differences
    #[arg(long)]
    brief: bool,
}

/// What came of some tables.
#[derive(Debug, Default)]
struct Comparison {
    equal: usize,
    /// One line each.
    differences: Vec<String>,
    different: usize,
    missing: usize,
    extra: usize,
    /// Predicted rows of unknown prefix.
    unknown: usize,
    /// Pairs of a captured and a predicted row that are the same but for the link of a
    /// circuit in whose table they are.
    at_other_link: usize,
    /// Rows of circuits that have no equal in their table: prefix and path.
    unpaired: Unpaired,
}

/// Rows captured only, and rows predicted only.
type Unpaired = [Vec<(String, String)>; 2];

impl Comparison {
    fn add(&mut self, other: Self) {
        self.equal += other.equal;
        self.different += other.different;
        self.missing += other.missing;
        self.extra += other.extra;
        self.at_other_link += other.at_other_link;
        self.unknown += other.unknown;
        for (own, others) in self.unpaired.iter_mut().zip(other.unpaired) {
            own.extend(others);
        }
        self.differences.extend(other.differences);
    }

    /// Pairs rows of circuits with equal ones in the table of another link: of links that
    /// are equally good a site's router prefers one, and tells it nothing back.
    fn pair_links(&mut self) {
        let [captured, mut predicted] = std::mem::take(&mut self.unpaired);
        for row in captured {
            if let Some(at) = predicted.iter().position(|one| *one == row) {
                predicted.remove(at);
                self.missing -= 1;
                self.extra -= 1;
                self.at_other_link += 1;
            }
        }
    }

    fn summary(&self) -> String {
        let Self { equal, different, missing, extra, unknown, at_other_link, .. } = self;
        let all = equal + different + missing + extra + at_other_link;
        // In tenths of a percent.
        let share = (1000 * equal).checked_div(all).unwrap_or_default();
        format!(
            "{all} rows: {equal} equal, {different} different, {at_other_link} at another link, \
             {missing} captured only, {extra} predicted only ({}.{} % equal); {unknown} of unknown prefix are not compared",
            share / 10,
            share % 10
        )
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let network = network(&arguments.root)?;
    let predicted = predicted(arguments)?;
    let mut total: BTreeMap<&str, Comparison> = BTreeMap::new();
    for path in &arguments.tables {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        let tables = find(&text, path.file_stem().unwrap_or_default());
        let instances = heard_by_circuits(&tables);
        for table in tables {
            let rows = if table.kind == TableKind::Heard {
                Some(heard_routes::rows(&network, &table, &predicted))
            } else {
                let prediction = predicted.of(&network, &table, &instances);
                prediction.map(|predicted| captured(&network, &table, predicted))
            };
            let Some((captured, prediction)) = rows else {
                println(&format!("{}: nothing of that name is in the code", table.of));
                continue;
            };
            let comparison = compare(table.kind, captured, &prediction);
            println(&format!("{}: {}", table.of, comparison.summary()));
            if !arguments.brief {
                comparison.differences.iter().for_each(|line| println(&format!("    {line}")));
            }
            let kind = match table.kind {
                TableKind::Effective => "effective routes",
                TableKind::Learned => "learned routes",
                TableKind::Circuit => "circuits",
                TableKind::Hub => "virtual hubs",
                TableKind::Heard | TableKind::Advertised => "advertised routes",
            };
            total.entry(kind).or_default().add(comparison);
        }
    }
    let mut all = Comparison::default();
    for (kind, mut comparison) in total {
        comparison.pair_links();
        println(&format!("total of {kind}: {}", comparison.summary()));
        all.add(comparison);
    }
    println(&format!("total: {}", all.summary()));
    if all.equal + all.missing + all.different == 0 {
        bail!("nothing was compared")
    }
    Ok(ExitCode::SUCCESS)
}

/// The network of the code, in which interfaces are looked up.
fn network(root: &Utf8Path) -> anyhow::Result<Network> {
    let request = Request { paths: vec![root.to_owned()], ..Request::default() };
    let mut projects = load(&Disk::default(), &request).projects;
    let project = projects.pop().with_context(|| format!("found no code in {root}"))?;
    Ok(analyse(&project.resources, &project.unread_modules, &Model::default()).network)
}

/// What `nexthop routes --format json` prints.
#[derive(Debug, Deserialize)]
pub(crate) struct Predicted {
    pub(crate) tables: Vec<RouteTable>,
    #[serde(default)]
    pub(crate) bgp_tables: Vec<BgpTable>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RouteTable {
    pub(crate) at: String,
    pub(crate) routes: Vec<Route>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Route {
    source: String,
    pub(crate) state: String,
    pub(crate) address_prefix: String,
    next_hop_type: String,
    #[serde(default)]
    next_hop_ip: String,
    #[serde(default)]
    routers: Vec<Router>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BgpTable {
    pub(crate) at: String,
    pub(crate) kind: String,
    /// Whom it is told.
    pub(crate) to: Option<Router>,
    pub(crate) routes: Vec<BgpRow>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BgpRow {
    pub(crate) at: Router,
    pub(crate) network: String,
    next_hop: Option<Router>,
    origin: String,
    source_peer: Option<Router>,
    pub(crate) as_path: String,
    weight: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Router {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) instance: Option<u8>,
    address: Option<String>,
}

impl Router {
    /// Its address, or what it is.
    fn shown(&self) -> String {
        self.address.clone().unwrap_or_else(|| format!("({})", self.kind))
    }
}

fn predicted(arguments: &Arguments) -> anyhow::Result<Predicted> {
    let mut words = vec![arguments.root.as_str(), "--format", "json"];
    words.extend(["--at", "*"]);
    if let Some(config) = &arguments.config {
        words.extend(["--config", config.as_str()]);
    }
    words.extend(arguments.without.iter().flat_map(|one| ["--without", one]));
    serde_json::from_str(&nexthop::routes(&words)?).context("nexthop printed no JSON")
}

/// A row by which tables are compared, and the prefix by which rows are paired.
pub(crate) type Row = (String, Vec<String>);

impl Predicted {
    /// The rows of the table that was captured.
    fn of(
        &self,
        network: &Network,
        table: &CapturedTable,
        instances: &BTreeSet<IpAddr>,
    ) -> Option<Vec<Row>> {
        match table.kind {
            TableKind::Heard => Some(Vec::new()),
            TableKind::Advertised => {
                let (gateway, peer) = table.of.split_once(' ')?;
                let gateway = format!("gateway:{gateway},");
                let mut lists = self.bgp_tables.iter().filter(|list| list.kind == "advertised");
                let list = lists.find(|list| {
                    let told = list.to.as_ref().and_then(|to| to.address.as_deref());
                    list.at.starts_with(&gateway) && told == Some(peer)
                })?;
                Some(list.routes.iter().map(advertised_row).collect())
            }
            TableKind::Effective => {
                let subnet = subnet_of(network, &table.of)?;
                let list = self.tables.iter().find(|list| list.at == subnet)?;
                // Scripts leave out the next hop None; an interface without an IPv6
                // configuration has no IPv6 routes.
                let any =
                    |is_it: fn(&BTreeMap<String, String>) -> bool| table.rows.iter().any(is_it);
                let prints_none = any(|row| row["nexthoptype"] == "None");
                let prints_ipv6 = any(|row| row.values().any(|cell| cell.contains("::")));
                let routes = list.routes.iter();
                let shown = routes.filter(|route| {
                    (prints_none || route.next_hop_type != "None")
                        && (prints_ipv6 || !route.address_prefix.contains("::"))
                });
                Some(shown.flat_map(effective_rows).collect())
            }
            TableKind::Learned => {
                let gateway = format!("gateway:{},", table.of);
                let mut lists = self.bgp_tables.iter().filter(|list| list.kind == "learned");
                let list = lists.find(|list| list.at.starts_with(&gateway))?;
                let shown = shown_instances(table, instances);
                let rows = list.routes.iter().filter(|row| {
                    row.at.instance.is_none_or(|at| shown.contains(&usize::from(at)))
                });
                Some(rows.map(learned_row).collect())
            }
            TableKind::Hub => {
                let hub = format!("hub:{}", table.of);
                let list = self.tables.iter().find(|list| list.at == hub)?;
                Some(
                    list.routes
                        .iter()
                        .filter(|route| route.state == "Active")
                        .map(hub_row)
                        .collect(),
                )
            }
            TableKind::Circuit => {
                let circuit = format!("circuit:{}", table.of);
                let mut lists = self.bgp_tables.iter().filter(|list| list.kind == "circuit");
                let list = lists.find(|list| list.at == circuit);
                Some(list.into_iter().flat_map(|list| &list.routes).map(circuit_row).collect())
            }
        }
    }
}

/// The addresses under which the captured gateway itself is in its table.
fn own_peers(table: &CapturedTable) -> impl Iterator<Item = &String> {
    table.rows.iter().filter(|row| row["origin"] == "Network").map(|row| &row["sourcepeer"])
}

/// Of which instances the captured table is, counted from 0: some gateways answer with that
/// of one. Addresses go by instance; those of both are in the tables of the circuits.
fn shown_instances(table: &CapturedTable, instances: &BTreeSet<IpAddr>) -> BTreeSet<usize> {
    let own: BTreeSet<IpAddr> = own_peers(table).filter_map(|peer| peer.parse().ok()).collect();
    let Some(first) = own.first() else { return BTreeSet::new() };
    // A gateway's subnet is not larger than that.
    let around = IpNet::new(*first, if first.is_ipv4() { 24 } else { 64 });
    let is_near = |one: &&IpAddr| around.as_ref().is_ok_and(|net| net.contains(*one));
    let near = instances.iter().filter(is_near);
    let both: BTreeSet<&IpAddr> = near.chain(&own).collect();
    let is_own = |(_, address): &(usize, &&IpAddr)| own.contains(*address);
    if both.len() > 2 {
        return (0..own.len()).collect();
    }
    both.iter().enumerate().filter(is_own).map(|(at, _)| at).collect()
}

/// The addresses under which circuits have heard of gateways.
fn heard_by_circuits(tables: &[CapturedTable]) -> BTreeSet<IpAddr> {
    let rows = tables.iter().filter(|table| table.kind == TableKind::Circuit);
    let rows = rows.flat_map(|table| &table.rows);
    let of_gateways = rows.filter(|row| row["path"].starts_with("65515"));
    of_gateways.filter_map(|row| row["nexthop"].trim_end_matches('*').parse().ok()).collect()
}

/// `subnet:network/subnet` of a network interface.
fn subnet_of(network: &Network, interface: &str) -> Option<String> {
    let mut interfaces = network.network_interfaces.iter();
    let interface = interfaces.find(|one| one.declared.label() == interface)?;
    let addresses = &interface.addresses.known;
    let subnet = addresses.iter().find_map(|one| one.subnet.value().copied().flatten())?;
    Some(Endpoint::Subnet(subnet).id(network))
}

fn effective_rows(route: &Route) -> Vec<Row> {
    let row = |hop: String| {
        let cells = [&route.source, &route.state, &route.next_hop_type, &hop];
        (prefix(&route.address_prefix), cells.map(Clone::clone).to_vec())
    };
    if route.routers.is_empty() {
        vec![row(route.next_hop_ip.clone())]
    } else {
        route.routers.iter().map(|router| row(router.shown())).collect()
    }
}

fn learned_row(row: &BgpRow) -> Row {
    let hop = row.next_hop.as_ref().map(Router::shown).unwrap_or_default();
    let weight = row.weight.map(|weight| weight.to_string()).unwrap_or_default();
    let peer = row.source_peer.as_ref().map(Router::shown).unwrap_or_default();
    (prefix(&row.network), vec![row.origin.clone(), hop, peer, row.as_path.clone(), weight])
}

/// Without the origin, which is that of the network where it begins.
fn advertised_row(row: &BgpRow) -> Row {
    let hop = row.next_hop.as_ref().map(Router::shown).unwrap_or_default();
    let weight = row.weight.map(|weight| weight.to_string()).unwrap_or_default();
    (prefix(&row.network), vec![hop, row.as_path.clone(), weight])
}

/// Without the AS path, which is not printed here.
fn hub_row(route: &Route) -> Row {
    (prefix(&route.address_prefix), vec![route.next_hop_type.clone()])
}

fn circuit_row(row: &BgpRow) -> Row {
    let hop = row.next_hop.as_ref().map(Router::shown).unwrap_or_default();
    (prefix(&row.network), vec![hop, row.as_path.clone()])
}

/// A prefix in one spelling.
pub(crate) fn prefix(text: &str) -> String {
    text.parse::<IpNet>().map_or_else(|_| text.to_owned(), |net| net.trunc().to_string())
}

/// The rows of a table as they are compared, with those predicted.
fn captured(network: &Network, table: &CapturedTable, predicted: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
    let mut places = Places::new(network, table);
    let of_site = |(_, cells): &Row| cells.first().is_some_and(|hop| hop == "(site)");
    places.names_sites = table.kind == TableKind::Circuit && predicted.iter().any(of_site);
    let rows = table.rows.iter().filter_map(|row| places.row(table.kind, row)).collect();
    (rows, predicted)
}

/// Holds captured rows against predicted ones, each used once.
fn compare(kind: TableKind, captured: Vec<Row>, predicted: &[Row]) -> Comparison {
    let mut left: Vec<&Row> = predicted.iter().collect();
    let mut comparison = Comparison::default();
    let mut unequal = Vec::new();
    for captured in captured {
        match left.iter().position(|one| **one == captured) {
            Some(at) => {
                left.remove(at);
                comparison.equal += 1;
            }
            None => unequal.push(captured),
        }
    }
    for (prefix, cells) in unequal {
        let path = cells.last().cloned().unwrap_or_default();
        let cells = cells.join(" ");
        if let Some(at) = left.iter().position(|(other, _)| *other == prefix) {
            let (_, predicted) = left.remove(at);
            comparison.different += 1;
            let predicted = predicted.join(" ");
            let line = format!("different: {prefix} {cells}; predicted {predicted}");
            comparison.differences.push(line);
        } else {
            comparison.missing += 1;
            if kind == TableKind::Circuit {
                comparison.unpaired[0].push((prefix.clone(), path.clone()));
            }
            comparison.differences.push(format!("captured only: {prefix} {cells}"));
        }
    }
    for (prefix, cells) in left {
        // What a site of unknown prefixes tells is in no table under that name.
        if prefix.parse::<IpNet>().is_err() {
            comparison.unknown += 1;
            continue;
        }
        comparison.extra += 1;
        if kind == TableKind::Circuit {
            let path = cells.last().cloned().unwrap_or_default();
            comparison.unpaired[1].push((prefix.clone(), path));
        }
        comparison.differences.push(format!("predicted only: {prefix} {}", cells.join(" ")));
    }
    comparison
}

/// What captured addresses belong to.
struct Places {
    gateways: Vec<IpNet>,
    route_servers: Vec<IpNet>,
    /// Routers of the edge, by what they tell.
    edges: BTreeSet<String>,
    /// Addresses of network interfaces.
    appliances: BTreeSet<String>,
    /// The code does not say which addresses the links of the circuit have.
    names_sites: bool,
}

impl Places {
    fn new(network: &Network, table: &CapturedTable) -> Self {
        let of = |name: &str| {
            let subnets = network.subnets.iter();
            let named = subnets.filter(|subnet| subnet.declared.label() == name);
            let prefixes = named.filter_map(|subnet| subnet.prefixes.value()).flatten();
            prefixes.map(|prefix| prefix.net).collect()
        };
        let edges = table.rows.iter().filter(|row| {
            row.get("origin").is_some_and(|origin| origin == "EBgp")
                && row.get("aspath").is_some_and(|path| path.starts_with("12076"))
        });
        let edges = edges.flat_map(|row| [row["nexthop"].clone(), row["sourcepeer"].clone()]);
        let interfaces = network.network_interfaces.iter();
        let addresses = interfaces.flat_map(|interface| &interface.addresses.known);
        let appliances = addresses.filter_map(|address| address.ip.value().copied().flatten());
        Self {
            gateways: of("GatewaySubnet"),
            route_servers: of("RouteServerSubnet"),
            edges: edges.collect(),
            appliances: appliances.map(|ip| ip.to_string()).collect(),
            names_sites: false,
        }
    }

    /// An address, or what it belongs to.
    fn shown(&self, address: &str) -> String {
        let text = address.trim_end_matches('*');
        let Ok(address) = text.parse::<IpAddr>() else { return text.to_owned() };
        let is_in = |nets: &[IpNet]| nets.iter().any(|net| net.contains(&address));
        if self.edges.contains(text) {
            "(edge)".to_owned()
        } else if is_in(&self.route_servers) {
            "(route-server)".to_owned()
        } else if is_in(&self.gateways) {
            "(gateway)".to_owned()
        } else if self.names_sites {
            "(site)".to_owned()
        } else {
            address.to_string()
        }
    }

    /// A captured row as it is compared.
    fn row(&self, kind: TableKind, row: &BTreeMap<String, String>) -> Option<Row> {
        let cell = |names: &[&str]| {
            names.iter().find_map(|name| row.get(*name)).cloned().unwrap_or_default()
        };
        let (net, cells) = match kind {
            TableKind::Effective => {
                let kind = cell(&["nexthoptype"]);
                let hop = cell(&["nexthopip"]);
                let hop = match kind.as_str() {
                    "VirtualNetworkGateway" => self.of_gateway(&hop),
                    _ => hop,
                };
                (
                    cell(&["prefix", "addressprefix"]),
                    vec![cell(&["source"]), cell(&["state"]), kind, hop],
                )
            }
            TableKind::Learned => {
                let cells = [
                    cell(&["origin"]),
                    self.shown(&cell(&["nexthop"])),
                    self.shown(&cell(&["sourcepeer"])),
                    cell(&["aspath"]),
                    cell(&["weight"]),
                ];
                (cell(&["network"]), cells.to_vec())
            }
            TableKind::Heard => return None,
            TableKind::Advertised => {
                let hop = self.shown(&cell(&["nexthop"]));
                (cell(&["network"]), vec![hop, cell(&["aspath"]), cell(&["weight"])])
            }
            TableKind::Hub => (cell(&["addressprefixes"]), vec![cell(&["nexthoptype"])]),
            TableKind::Circuit => {
                // Some versions print the origin behind the path: i, e or `?`.
                let path = cell(&["path"]);
                let systems = path.split_whitespace().filter(|word| word.parse::<u32>().is_ok());
                let path = systems.collect::<Vec<_>>().join("-");
                (cell(&["network"]), vec![self.shown(&cell(&["nexthop"])), path])
            }
        };
        let net = net.trim_matches(['[', ']', '\'']);
        (!net.is_empty()).then(|| (prefix(net), cells))
    }

    /// The next hop of a gateway's route: an instance of a VPN gateway, an appliance, or
    /// else a router of the edge, whose address is Microsoft's own.
    fn of_gateway(&self, hop: &str) -> String {
        let shown = self.shown(hop);
        let is_appliance = self.appliances.contains(&shown);
        if shown.starts_with('(') || is_appliance { shown } else { "(edge)".to_owned() }
    }
}
