//! How long two hubs with 100, 300 and 1,000 spokes take, and as many networks on one virtual
//! hub: step by step, how the steps compare with parsing alone, and how the matrix grows with
//! the number of its flows.
//!
//! `cargo bench -p nexthop --bench hub_and_spokes` runs it. Nothing is asserted: times are for
//! watching.

#![expect(clippy::print_stdout, reason = "the ratios are the result")]

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use divan::Bencher;
use hcl_edit::structure::Body;
use nexthop_core::{
    Analysis, Model, analyse,
    routing::{Answer, Endpoint},
};
use nexthop_iac::{Memory, Request, Workspace, load};
use nexthop_rules::{Settings, check};
use rayon::prelude::*;

/// A small estate, a middling one and a large one.
const SPOKES: &[usize] = &[100, 300, 1000];

/// As many times each step runs for the ratios.
const RUNS: usize = 5;

/// As many rows of the matrix are computed at once.
const ROWS: usize = 16;

fn main() {
    divan::main();
    for (name, code) in
        [("two hubs", hubs_and_spokes as fn(usize) -> String), ("one virtual hub", virtual_hub)]
    {
        println!("\n{name}");
        for &spokes in SPOKES {
            ratios(spokes, code(spokes));
        }
    }
}

#[divan::bench(args = SPOKES)]
fn parse_only(bencher: Bencher<'_, '_>, spokes: usize) {
    let code = hubs_and_spokes(spokes);
    bencher.bench(|| parse(&code));
}

#[divan::bench(args = SPOKES)]
fn read_and_evaluate(bencher: Bencher<'_, '_>, spokes: usize) {
    let files = files(hubs_and_spokes(spokes));
    bencher.bench(|| read(&files));
}

#[divan::bench(args = SPOKES)]
fn extract_and_route(bencher: Bencher<'_, '_>, spokes: usize) {
    let workspace = read(&files(hubs_and_spokes(spokes)));
    bencher.bench(|| route(&workspace));
}

#[divan::bench(args = SPOKES)]
fn all_rules(bencher: Bencher<'_, '_>, spokes: usize) {
    let analysis = route(&read(&files(hubs_and_spokes(spokes))));
    bencher.bench(|| check(&analysis, &Settings::default()));
}

#[divan::bench(args = SPOKES, sample_count = 5)]
fn full_matrix(bencher: Bencher<'_, '_>, spokes: usize) {
    let analysis = route(&read(&files(hubs_and_spokes(spokes))));
    bencher.bench(|| matrix(&analysis));
}

#[divan::bench(args = SPOKES)]
fn extract_and_route_virtual_hub(bencher: Bencher<'_, '_>, spokes: usize) {
    let workspace = read(&files(virtual_hub(spokes)));
    bencher.bench(|| route(&workspace));
}

#[divan::bench(args = SPOKES, sample_count = 5)]
fn full_matrix_of_virtual_hub(bencher: Bencher<'_, '_>, spokes: usize) {
    let analysis = route(&read(&files(virtual_hub(spokes))));
    bencher.bench(|| matrix(&analysis));
}

/// Every network to every network.
fn matrix(analysis: &Analysis) -> Vec<Answer> {
    let all = Endpoint::find(&analysis.network, "vnet:*").expect("there are networks");
    let towards = analysis.routing.towards(&analysis.network, &all);
    all.par_chunks(ROWS).flat_map_iter(|from| towards.answers(from)).collect()
}

fn parse(code: &str) -> Body {
    code.parse().expect("the generated code is HCL")
}

fn read(files: &Memory) -> Workspace {
    load(files, &Request { paths: vec!["infra".into()], ..Request::default() })
}

fn route(workspace: &Workspace) -> Analysis {
    let project = &workspace.projects[0];
    analyse(&project.resources, &project.unread_modules, &Model::default())
}

/// The median of several runs of each step, as multiples of parsing, and of the whole matrix
/// by flow.
fn ratios(spokes: usize, code: String) {
    let parsed = median(|| drop(black_box(parse(&code))));
    let bytes = code.len();
    let files = files(code);
    let workspace = read(&files);
    let analysis = route(&workspace);
    let flows = matrix(&analysis).len() - spokes;
    let steps = [
        ("read and evaluate", median(|| drop(black_box(read(&files))))),
        ("extract and route", median(|| drop(black_box(route(&workspace))))),
        ("all rules", median(|| drop(black_box(check(&analysis, &Settings::default()))))),
        ("full matrix", median(|| drop(black_box(matrix(&analysis))))),
        ("all but the rules", median(|| drop(black_box(matrix(&route(&read(&files))))))),
    ];
    let resources = workspace.projects[0].resources.len();
    println!("\n{spokes} spokes, {resources} resources, {bytes} bytes, {flows} flows");
    println!("{:18} {:>10.2?}", "parse only", parsed);
    for (name, time) in steps {
        let ratio = time.as_secs_f64() / parsed.as_secs_f64();
        println!("{name:18} {time:>10.2?} {ratio:6.2} x parsing");
        if name == "full matrix" {
            let flows = u32::try_from(flows).expect("there are a million");
            println!("{:18} {:>10.2?}", "  by flow", time / flows);
        }
    }
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn files(code: String) -> Memory {
    let mut files = Memory::default();
    files.add("infra/main.tf", code);
    files
}

/// Two hubs, each with a firewall and both gateways, and spokes that send everything through
/// the firewall of theirs.
fn hubs_and_spokes(spokes: usize) -> String {
    let mut code = "locals {\n  location = \"westeurope\"\n}\n".to_owned();
    for (hub, octet) in [("hub0", "0"), ("hub1", "1")] {
        code.push_str(&HUB.replace("{hub}", hub).replace("{octet}", octet));
    }
    for spoke in 0..spokes {
        let replaced = SPOKE
            .replace("{hub}", if spoke % 2 == 0 { "hub0" } else { "hub1" })
            .replace("{spoke}", &format!("spoke{spoke:04}"))
            .replace("{prefix}", &prefix(spoke));
        code.push_str(&replaced);
    }
    code
}

/// Networks on one virtual hub.
fn virtual_hub(networks: usize) -> String {
    let mut code = VIRTUAL_HUB.to_owned();
    for network in 0..networks {
        let replaced = CONNECTED
            .replace("{spoke}", &format!("spoke{network:04}"))
            .replace("{prefix}", &prefix(network));
        write!(code, "{replaced}").expect("a string takes any text");
    }
    code
}

fn prefix(number: usize) -> String {
    format!("10.{}.{}", 20 + number / 250, number % 250)
}

const HUB: &str = r#"
resource "azurerm_resource_group" "{hub}" {
  name     = "rg-{hub}"
  location = local.location
}

resource "azurerm_virtual_network" "{hub}" {
  name                = "vnet-{hub}"
  location            = azurerm_resource_group.{hub}.location
  resource_group_name = azurerm_resource_group.{hub}.name
  address_space       = ["10.{octet}.0.0/16"]
}

resource "azurerm_subnet" "{hub}_gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.{hub}.name
  virtual_network_name = azurerm_virtual_network.{hub}.name
  address_prefixes     = [cidrsubnet(azurerm_virtual_network.{hub}.address_space[0], 10, 0)]
}

resource "azurerm_subnet" "{hub}_firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = azurerm_resource_group.{hub}.name
  virtual_network_name = azurerm_virtual_network.{hub}.name
  address_prefixes     = [cidrsubnet(azurerm_virtual_network.{hub}.address_space[0], 10, 1)]
}

resource "azurerm_firewall" "{hub}" {
  name                = "afw-{hub}"
  location            = azurerm_resource_group.{hub}.location
  resource_group_name = azurerm_resource_group.{hub}.name
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.{hub}_firewall.id
  }
}

resource "azurerm_virtual_network_gateway" "{hub}_vpn" {
  name                = "vpngw-{hub}"
  location            = azurerm_resource_group.{hub}.location
  resource_group_name = azurerm_resource_group.{hub}.name
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.{hub}_gateway.id
  }

  vpn_client_configuration {
    address_space = ["172.16.{octet}.0/24"]
  }
}

resource "azurerm_virtual_network_gateway" "{hub}_express_route" {
  name                = "ergw-{hub}"
  location            = azurerm_resource_group.{hub}.location
  resource_group_name = azurerm_resource_group.{hub}.name
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.{hub}_gateway.id
  }
}
"#;

const SPOKE: &str = r#"
resource "azurerm_resource_group" "{spoke}" {
  name     = "rg-{spoke}"
  location = local.location
}

resource "azurerm_virtual_network" "{spoke}" {
  name                = "vnet-{spoke}"
  location            = azurerm_resource_group.{spoke}.location
  resource_group_name = azurerm_resource_group.{spoke}.name
  address_space       = ["{prefix}.0/24"]
}

resource "azurerm_subnet" "{spoke}" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.{spoke}.name
  virtual_network_name = azurerm_virtual_network.{spoke}.name
  address_prefixes     = ["{prefix}.0/25"]
}

resource "azurerm_virtual_network_peering" "{spoke}_to_hub" {
  name                      = "{spoke}-to-hub"
  resource_group_name       = azurerm_resource_group.{spoke}.name
  virtual_network_name      = azurerm_virtual_network.{spoke}.name
  remote_virtual_network_id = azurerm_virtual_network.{hub}.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_{spoke}" {
  name                      = "hub-to-{spoke}"
  resource_group_name       = azurerm_resource_group.{hub}.name
  virtual_network_name      = azurerm_virtual_network.{hub}.name
  remote_virtual_network_id = azurerm_virtual_network.{spoke}.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}

resource "azurerm_route_table" "{spoke}" {
  name                          = "rt-{spoke}"
  location                      = azurerm_resource_group.{spoke}.location
  resource_group_name           = azurerm_resource_group.{spoke}.name
  bgp_route_propagation_enabled = false

  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.{hub}.ip_configuration[0].private_ip_address
  }
}

resource "azurerm_subnet_route_table_association" "{spoke}" {
  subnet_id      = azurerm_subnet.{spoke}.id
  route_table_id = azurerm_route_table.{spoke}.id
}
"#;

const VIRTUAL_HUB: &str = r#"
resource "azurerm_virtual_wan" "wan" {
  name                = "vwan"
  resource_group_name = "rg-network"
  location            = "westeurope"
}

resource "azurerm_virtual_hub" "hub" {
  name                = "vhub"
  resource_group_name = "rg-network"
  location            = "westeurope"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_prefix      = "10.0.0.0/23"
}
"#;

const CONNECTED: &str = r#"
resource "azurerm_virtual_network" "{spoke}" {
  name                = "vnet-{spoke}"
  location            = "westeurope"
  resource_group_name = "rg-network"
  address_space       = ["{prefix}.0/24"]
}

resource "azurerm_subnet" "{spoke}" {
  name                 = "snet-app"
  resource_group_name  = "rg-network"
  virtual_network_name = azurerm_virtual_network.{spoke}.name
  address_prefixes     = ["{prefix}.0/25"]
}

resource "azurerm_virtual_hub_connection" "{spoke}" {
  name                      = "conn-{spoke}"
  virtual_hub_id            = azurerm_virtual_hub.hub.id
  remote_virtual_network_id = azurerm_virtual_network.{spoke}.id
}
"#;
