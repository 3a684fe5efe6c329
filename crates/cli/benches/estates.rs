//! How the time grows with what large estates have beside many spokes: long route tables, many
//! subnets, sites of many prefixes, several virtual hubs, long lists of rules.
//!
//! `cargo bench -p nexthop --bench estates` runs it. Nothing is asserted: times are for
//! watching.

#![expect(clippy::print_stdout, reason = "the times are the result")]

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use nexthop_core::{Analysis, Model, analyse, routing::Endpoint};
use nexthop_iac::{Memory, Request, Workspace, load};
use nexthop_rules::{Settings, check};

/// What grows, in three sizes each.
type Case = (&'static str, [usize; 3], fn(usize) -> String);

const CASES: [Case; 6] = [
    ("spokes with a table of 400 routes each", [100, 300, 1000], long_tables),
    ("spokes with 20 subnets each", [20, 60, 200], many_subnets),
    ("sites with 200 prefixes each", [10, 30, 100], large_sites),
    ("networks on each of 10 virtual hubs", [10, 30, 100], virtual_hubs),
    ("rules in the group of each of 100 subnets", [100, 300, 1000], long_groups),
    ("rules of a firewall policy, for 100 spokes", [500, 1500, 5000], long_policy),
];

fn main() {
    for (what, sizes, code) in CASES {
        println!("\n{what}");
        println!("{:>6} {:>10} {:>10} {:>10} {:>10}", "", "read", "route", "rules", "matrix");
        for size in sizes {
            let mut files = Memory::default();
            files.add("infra/main.tf", code(size));
            let (workspace, reading) = timed(|| read(&files));
            let (analysis, routing) = timed(|| route(&workspace));
            let (_, checking) = timed(|| black_box(check(&analysis, &Settings::default())));
            let ((), asking) = timed(|| matrix(&analysis));
            println!(
                "{size:>6} {reading:>10.2?} {routing:>10.2?} {checking:>10.2?} {asking:>10.2?}"
            );
        }
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}

fn read(files: &Memory) -> Workspace {
    load(files, &Request { paths: vec!["infra".into()], ..Request::default() })
}

fn route(workspace: &Workspace) -> Analysis {
    let project = &workspace.projects[0];
    analyse(&project.resources, &project.unread_modules, &Model::default())
}

/// Everything to everything.
fn matrix(analysis: &Analysis) {
    let all = Endpoint::all(&analysis.network);
    black_box(analysis.routing.towards(&analysis.network, &all).answers(&all));
}

fn long_tables(spokes: usize) -> String {
    let routes = "  dynamic \"route\" {
    for_each = range(400)
    content {
      name                   = \"r${route.value}\"
      address_prefix         = \"192.${floor(route.value / 200)}.${route.value % 200}.0/24\"
      next_hop_type          = \"VirtualAppliance\"
      next_hop_in_ip_address = \"10.0.0.68\"
    }
  }";
    let spokes = (0..spokes).map(|number| spoke(number, &small(number), routes));
    hub("") + &spokes.collect::<String>()
}

fn many_subnets(spokes: usize) -> String {
    let of_one = |number: usize| {
        let subnets = (0..20).map(|subnet| format!("10.{}.{subnet}.0/24", 20 + number));
        spoke(number, &subnets.collect::<Vec<_>>(), "")
    };
    hub("") + &(0..spokes).map(of_one).collect::<String>()
}

fn large_sites(sites: usize) -> String {
    let mut code = hub("");
    for site in 0..sites {
        let prefixes = (0..200).map(|number| {
            let number = site * 200 + number;
            format!("\"172.{}.{}.{}/32\"", 18 + number / 65536, number / 256 % 256, number % 256)
        });
        let prefixes = prefixes.collect::<Vec<_>>().join(", ");
        let replaced = SITE.replace("{site}", &site.to_string()).replace("{prefixes}", &prefixes);
        code.push_str(&replaced);
    }
    code + &(0..10).map(|number| spoke(number, &small(number), "")).collect::<String>()
}

fn virtual_hubs(networks: usize) -> String {
    let mut code = "resource \"azurerm_virtual_wan\" \"wan\" {\n  name = \"vwan\"\n}\n".to_owned();
    for hub in 0..10 {
        code.push_str(&VIRTUAL_HUB.replace("{hub}", &hub.to_string()));
        for network in hub * networks..(hub + 1) * networks {
            let replaced = CONNECTED
                .replace("{hub}", &hub.to_string())
                .replace("{network}", &network.to_string())
                .replace("{prefix}", &format!("10.{}.{}", 20 + network / 250, network % 250));
            code.push_str(&replaced);
        }
    }
    code
}

fn long_groups(rules: usize) -> String {
    let mut code = hub("");
    for number in 0..100 {
        code.push_str(&spoke(number, &small(number), ""));
        writeln!(
            code,
            "resource \"azurerm_network_security_group\" \"g{number}\" {{
  name = \"nsg-{number}\"
  dynamic \"security_rule\" {{
    for_each = range({rules})
    content {{
      name                       = \"r${{security_rule.value}}\"
      priority                   = 100 + security_rule.value
      direction                  = \"Inbound\"
      access                     = security_rule.value % 3 == 0 ? \"Deny\" : \"Allow\"
      protocol                   = \"Tcp\"
      source_port_range          = \"*\"
      destination_port_range     = tostring(1000 + security_rule.value)
      source_address_prefix      = \"10.20.${{security_rule.value % 250}}.0/24\"
      destination_address_prefix = \"*\"
    }}
  }}
}}
resource \"azurerm_subnet_network_security_group_association\" \"g{number}\" {{
  subnet_id                 = azurerm_subnet.s{number}_0.id
  network_security_group_id = azurerm_network_security_group.g{number}.id
}}"
        )
        .expect("a string takes any text");
    }
    code
}

fn long_policy(rules: usize) -> String {
    let policy = POLICY.replace("{rules}", &rules.to_string());
    let spokes = (0..100).map(|number| spoke(number, &small(number), ""));
    hub("  firewall_policy_id = azurerm_firewall_policy.policy.id")
        + &policy
        + &spokes.collect::<String>()
}

fn small(number: usize) -> Vec<String> {
    vec![format!("10.{}.{}.0/24", 20 + number / 250, number % 250)]
}

fn hub(policy: &str) -> String {
    HUB.replace("{policy}", policy)
}

/// A spoke whose subnets share a table.
fn spoke(number: usize, subnets: &[String], routes: &str) -> String {
    let space = subnets.iter().map(|net| format!("\"{net}\"")).collect::<Vec<_>>().join(", ");
    let mut code = SPOKE
        .replace("{spoke}", &number.to_string())
        .replace("{space}", &space)
        .replace("{routes}", routes);
    for (at, net) in subnets.iter().enumerate() {
        let replaced = SUBNET
            .replace("{spoke}", &number.to_string())
            .replace("{subnet}", &at.to_string())
            .replace("{net}", net);
        code.push_str(&replaced);
    }
    code
}

const HUB: &str = r#"
resource "azurerm_virtual_network" "hub" {
  name          = "vnet-hub"
  address_space = ["10.0.0.0/16"]
}
resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}
resource "azurerm_subnet" "firewall" {
  name                 = "AzureFirewallSubnet"
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.64/26"]
}
resource "azurerm_firewall" "firewall" {
  name = "afw"
{policy}
  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.firewall.id
  }
}
resource "azurerm_virtual_network_gateway" "vpn" {
  name = "vpngw"
  type = "Vpn"
  sku  = "VpnGw2AZ"
  ip_configuration {
    subnet_id = azurerm_subnet.gateway.id
  }
  vpn_client_configuration {
    address_space = ["172.16.0.0/24"]
  }
}
"#;

const SPOKE: &str = r#"
resource "azurerm_virtual_network" "s{spoke}" {
  name          = "vnet-s{spoke}"
  address_space = [{space}]
}
resource "azurerm_virtual_network_peering" "s{spoke}_to_hub" {
  name                      = "s{spoke}-to-hub"
  virtual_network_name      = azurerm_virtual_network.s{spoke}.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}
resource "azurerm_virtual_network_peering" "hub_to_s{spoke}" {
  name                      = "hub-to-s{spoke}"
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.s{spoke}.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
}
resource "azurerm_route_table" "s{spoke}" {
  name = "rt-s{spoke}"
  route {
    name                   = "default"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.68"
  }
{routes}
}
"#;

const SUBNET: &str = r#"
resource "azurerm_subnet" "s{spoke}_{subnet}" {
  name                 = "snet-{subnet}"
  virtual_network_name = azurerm_virtual_network.s{spoke}.name
  address_prefixes     = ["{net}"]
}
resource "azurerm_subnet_route_table_association" "s{spoke}_{subnet}" {
  subnet_id      = azurerm_subnet.s{spoke}_{subnet}.id
  route_table_id = azurerm_route_table.s{spoke}.id
}
"#;

const SITE: &str = r#"
resource "azurerm_local_network_gateway" "b{site}" {
  name            = "branch{site}"
  gateway_address = "203.0.113.{site}"
  address_space   = [{prefixes}]
}
resource "azurerm_virtual_network_gateway_connection" "b{site}" {
  name                       = "to-branch{site}"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpn.id
  local_network_gateway_id   = azurerm_local_network_gateway.b{site}.id
}
"#;

const VIRTUAL_HUB: &str = r#"
resource "azurerm_virtual_hub" "h{hub}" {
  name           = "vhub{hub}"
  virtual_wan_id = azurerm_virtual_wan.wan.id
  address_prefix = "10.{hub}.0.0/23"
}
resource "azurerm_firewall" "h{hub}" {
  name     = "afw{hub}"
  sku_name = "AZFW_Hub"
  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.h{hub}.id
  }
}
resource "azurerm_virtual_hub_routing_intent" "h{hub}" {
  name           = "intent{hub}"
  virtual_hub_id = azurerm_virtual_hub.h{hub}.id
  routing_policy {
    name         = "private"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.h{hub}.id
  }
}
"#;

const CONNECTED: &str = r#"
resource "azurerm_virtual_network" "n{network}" {
  name          = "vnet-{network}"
  address_space = ["{prefix}.0/24"]
}
resource "azurerm_subnet" "n{network}" {
  name                 = "snet-app"
  virtual_network_name = azurerm_virtual_network.n{network}.name
  address_prefixes     = ["{prefix}.0/25"]
}
resource "azurerm_virtual_hub_connection" "n{network}" {
  name                      = "to-{network}"
  virtual_hub_id            = azurerm_virtual_hub.h{hub}.id
  remote_virtual_network_id = azurerm_virtual_network.n{network}.id
}
"#;

const POLICY: &str = r#"
resource "azurerm_firewall_policy" "policy" {
  name = "policy"
}
resource "azurerm_firewall_policy_rule_collection_group" "group" {
  name               = "group"
  firewall_policy_id = azurerm_firewall_policy.policy.id
  priority           = 100
  network_rule_collection {
    name     = "network"
    priority = 100
    action   = "Allow"
    dynamic "rule" {
      for_each = range({rules})
      content {
        name                  = "r${rule.value}"
        protocols             = ["TCP"]
        source_addresses      = ["10.20.${rule.value % 100}.0/24"]
        destination_addresses = ["10.20.${rule.value * 7 % 100}.0/24"]
        destination_ports     = [tostring(1 + rule.value)]
      }
    }
  }
}
"#;
