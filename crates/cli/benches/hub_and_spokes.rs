//! How long a hub with 200 spokes takes, step by step, and how the steps compare
//! with parsing alone.
//!
//! `cargo bench -p nexthop` runs it. Nothing is asserted: times are for watching.

#![expect(clippy::print_stdout, reason = "the ratios are the result")]

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use divan::Bencher;
use hcl_edit::structure::Body;
use nexthop_core::{Analysis, Model, analyse};
use nexthop_iac::{Memory, Request, Workspace, load};
use nexthop_rules::{Settings, check};

/// As many spokes as a large hub has.
const SPOKES: usize = 200;

/// As many times each step runs for the ratios.
const RUNS: usize = 11;

fn main() {
    divan::main();
    ratios();
}

#[divan::bench]
fn parse_only(bencher: Bencher<'_, '_>) {
    let code = code();
    bencher.bench(|| parse(&code));
}

#[divan::bench]
fn read_and_evaluate(bencher: Bencher<'_, '_>) {
    let files = files();
    bencher.bench(|| read(&files));
}

#[divan::bench]
fn extract_and_route(bencher: Bencher<'_, '_>) {
    let workspace = read(&files());
    bencher.bench(|| route(&workspace));
}

#[divan::bench]
fn all_rules(bencher: Bencher<'_, '_>) {
    let analysis = route(&read(&files()));
    bencher.bench(|| check(&analysis, &Settings::default()));
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

/// The median of several runs of each step, as multiples of parsing.
fn ratios() {
    let (code, files) = (code(), files());
    let workspace = read(&files);
    let analysis = route(&workspace);
    let parsed = median(|| drop(black_box(parse(&code))));
    let steps = [
        ("read and evaluate", median(|| drop(black_box(read(&files))))),
        ("extract and route", median(|| drop(black_box(route(&workspace))))),
        ("all rules", median(|| drop(black_box(check(&analysis, &Settings::default()))))),
    ];
    let resources = workspace.projects[0].resources.len();
    println!("\n{SPOKES} spokes, {resources} resources, {} bytes", code.len());
    println!("{:18} {:>10.2?}", "parse only", parsed);
    for (name, time) in steps {
        let ratio = time.as_secs_f64() / parsed.as_secs_f64();
        println!("{name:18} {time:>10.2?} {ratio:6.2} x parsing");
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

fn files() -> Memory {
    let mut files = Memory::default();
    files.add("infra/main.tf", code());
    files
}

/// A hub with a firewall and both gateways, and spokes that send everything
/// through the firewall.
fn code() -> String {
    let mut code = HUB.to_owned();
    for spoke in 0..SPOKES {
        let (second, third) = (20 + spoke / 250, spoke % 250);
        let replaced = SPOKE
            .replace("{spoke}", &format!("spoke{spoke:03}"))
            .replace("{prefix}", &format!("10.{second}.{third}"));
        write!(code, "{replaced}").expect("a string takes any text");
    }
    code
}

const HUB: &str = r#"
locals {
  location = "westeurope"
}

resource "azurerm_resource_group" "hub" {
  name     = "rg-hub"
  location = local.location
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.hub.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = [cidrsubnet(azurerm_virtual_network.hub.address_space[0], 10, 0)]
}

resource "azurerm_subnet" "firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = azurerm_resource_group.hub.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = [cidrsubnet(azurerm_virtual_network.hub.address_space[0], 10, 1)]
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.firewall.id
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vpngw-hub"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  type                = "Vpn"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }

  vpn_client_configuration {
    address_space = ["172.16.201.0/24"]
  }
}

resource "azurerm_virtual_network_gateway" "express_route" {
  name                = "ergw-hub"
  location            = azurerm_resource_group.hub.location
  resource_group_name = azurerm_resource_group.hub.name
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"

  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
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
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}

resource "azurerm_virtual_network_peering" "hub_to_{spoke}" {
  name                      = "hub-to-{spoke}"
  resource_group_name       = azurerm_resource_group.hub.name
  virtual_network_name      = azurerm_virtual_network.hub.name
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
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
}

resource "azurerm_subnet_route_table_association" "{spoke}" {
  subnet_id      = azurerm_subnet.{spoke}.id
  route_table_id = azurerm_route_table.{spoke}.id
}
"#;
