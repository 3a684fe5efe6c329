//! Plans as `terraform show -json` writes them, alone and beside their code.
//!
//! The format is that of <https://developer.hashicorp.com/terraform/internals/json-format>.

use nexthop_iac::{Memory, Presence, Project, Request, Workspace, load};

use super::rendering;

/// A hub whose subnets are made by a module, one of which is known only by the
/// references of the gateway.
pub(crate) const PLAN: &str = r#"{
  "format_version": "1.2",
  "terraform_version": "1.11.4",
  "variables": {"prefix": {"value": "10.0.0.0/16"}},
  "planned_values": {"root_module": {
    "resources": [
      {"address": "azurerm_virtual_network.hub", "mode": "managed", "type": "azurerm_virtual_network",
       "name": "hub", "values": {"name": "hub", "address_space": ["10.0.0.0/16"], "dns_servers": null,
       "edge_zone": null, "subnet": [], "flow_timeout_in_minutes": 4, "timeouts": null}},
      {"address": "azurerm_virtual_network_gateway.vpn", "mode": "managed",
       "type": "azurerm_virtual_network_gateway", "name": "vpn",
       "values": {"name": "vpn", "ip_configuration": [{"name": "a"}], "bgp_settings": []}}
    ],
    "child_modules": [{"address": "module.subnets", "resources": [
      {"address": "module.subnets.azurerm_subnet.all[\"GatewaySubnet\"]", "mode": "managed",
       "type": "azurerm_subnet", "name": "all", "index": "GatewaySubnet",
       "values": {"name": "GatewaySubnet", "virtual_network_name": "hub", "address_prefixes": ["10.0.0.0/27"]}},
      {"address": "module.subnets.azurerm_subnet.all[\"app\"]", "mode": "managed",
       "type": "azurerm_subnet", "name": "all", "index": "app",
       "values": {"name": "app", "virtual_network_name": "hub", "address_prefixes": ["10.0.1.0/24"]}}
    ]}]
  }},
  "resource_changes": [
    {"address": "azurerm_virtual_network.hub", "change": {"actions": ["create"], "after_unknown":
      {"id": true, "guid": true, "address_space": [false], "dns_servers": true, "subnet": []}}},
    {"address": "azurerm_virtual_network_gateway.vpn", "change": {"actions": ["create"], "after_unknown":
      {"id": true, "bgp_settings": true, "ip_configuration": [{"subnet_id": true, "public_ip_address_id": true}]}}},
    {"address": "module.subnets.azurerm_subnet.all[\"GatewaySubnet\"]", "change":
      {"actions": ["create"], "after_unknown": {"id": true, "address_prefixes": [false]}}},
    {"address": "module.subnets.azurerm_subnet.all[\"app\"]", "change":
      {"actions": ["create"], "after_unknown": {"id": true, "address_prefixes": [false]}}}
  ],
  "configuration": {
    "provider_config": {"azurerm": {"name": "azurerm",
      "full_name": "registry.terraform.io/hashicorp/azurerm", "version_constraint": "~> 4.0"}},
    "root_module": {
      "resources": [
        {"address": "azurerm_virtual_network.hub", "mode": "managed", "type": "azurerm_virtual_network",
         "name": "hub", "expressions": {"name": {"constant_value": "hub"},
         "address_space": {"references": ["var.prefix"]}}},
        {"address": "azurerm_virtual_network_gateway.vpn", "mode": "managed",
         "type": "azurerm_virtual_network_gateway", "name": "vpn", "expressions": {
           "name": {"constant_value": "vpn"},
           "ip_configuration": [{"name": {"constant_value": "a"},
             "subnet_id": {"references": ["module.subnets.ids[\"GatewaySubnet\"]", "module.subnets.ids", "module.subnets"]},
             "public_ip_address_id": {"references": ["local.address"]}}]}}
      ],
      "module_calls": {"subnets": {"source": "./subnets",
        "expressions": {"network": {"references": ["azurerm_virtual_network.hub.name", "azurerm_virtual_network.hub"]}},
        "module": {
          "outputs": {"ids": {"expression": {"references": ["azurerm_subnet.all"]}}},
          "resources": [{"address": "azurerm_subnet.all", "mode": "managed", "type": "azurerm_subnet",
            "name": "all", "for_each_expression": {"references": ["local.subnets"]},
            "expressions": {"name": {"references": ["each.key"]},
              "virtual_network_name": {"references": ["var.network"]},
              "address_prefixes": {"references": ["each.value"]}}}]
        }}}
    }
  }
}"#;

pub(crate) const MAIN: &str = r#"variable "prefix" {}
resource "azurerm_virtual_network" "hub" {
  name          = "hub"
  address_space = [var.prefix]
}
module "subnets" {
  source  = "./subnets"
  network = azurerm_virtual_network.hub.name
}
locals {
  address = azurerm_virtual_network.hub.guid
}
resource "azurerm_virtual_network_gateway" "vpn" {
  name = "vpn"
  ip_configuration {
    name                 = "a"
    subnet_id            = module.subnets.ids["GatewaySubnet"]
    public_ip_address_id = local.address
  }
}
"#;

const SUBNETS: &str = r#"variable "network" {}
locals {
  subnets = {
    GatewaySubnet = "10.0.0.0/27"
    app           = "10.0.1.0/24"
  }
}
resource "azurerm_subnet" "all" {
  for_each             = local.subnets
  name                 = each.key
  virtual_network_name = var.network
  address_prefixes     = [each.value]
}
output "ids" {
  value = { for name, subnet in azurerm_subnet.all : name => subnet.id }
}
"#;

pub(crate) fn loaded(files: &[(&str, &str)], paths: &[&str]) -> Workspace {
    let mut disk = Memory::default();
    for (path, text) in files {
        disk.add(*path, *text);
    }
    let paths = paths.iter().map(|&path| path.into()).collect();
    load(&disk, &Request { paths, ..Request::default() })
}

pub(crate) fn only(workspace: &Workspace) -> &Project {
    let [project] = workspace.projects.as_slice() else {
        panic!("there is one input, not {:?}", inputs(workspace));
    };
    project
}

pub(crate) fn inputs(workspace: &Workspace) -> Vec<(&str, &str)> {
    let inputs = workspace.projects.iter().map(|project| &project.input);
    inputs.map(|input| (input.path.as_str(), input.kind.as_str())).collect()
}

#[track_caller]
fn check(project: &Project, expected: &str) {
    let actual = rendering::resources(&project.resources);
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let actual: Vec<&str> = actual.lines().collect();
    assert!(actual == expected, "these are the values:\n{}", actual.join("\n"));
}

/// The places of a resource, one of its attributes and its calls: `path:line text`.
fn places(workspace: &Workspace, address: &str, attribute: &str) -> Vec<String> {
    let resources = &only(workspace).resources;
    let resource = resources.iter().find(|one| one.address.as_str() == address);
    let resource = resource.expect("there is such a resource");
    let value = resource.values.get(attribute).expect("there is such an attribute");
    let calls = resource.origin.calls.iter().map(|call| call.span);
    let spans = [resource.origin.declared, value.span].into_iter().chain(calls);
    spans
        .map(|span| {
            let location = workspace.sources.location(span);
            let text = workspace.sources.text(span);
            format!("{}:{} {text}", location.path, location.start.line)
        })
        .collect()
}

#[test]
fn what_a_plan_does_not_know_is_joined_through_its_configuration() {
    let workspace = loaded(&[("out/plan.json", PLAN)], &["out/plan.json"]);
    assert_eq!(inputs(&workspace), [("out/plan.json", "terraform-plan")]);
    check(
        only(&workspace),
        r#"
        azurerm_virtual_network.hub.address_space[0] = "10.0.0.0/16"
        azurerm_virtual_network.hub.flow_timeout_in_minutes = 4
        azurerm_virtual_network.hub.name = "hub"
        azurerm_virtual_network_gateway.vpn.ip_configuration[0].name = "a"
        azurerm_virtual_network_gateway.vpn.ip_configuration[0].public_ip_address_id = ~ azurerm_virtual_network_gateway.vpn.ip_configuration[0].public_ip_address_id (from local.address) is known only after deployment
        azurerm_virtual_network_gateway.vpn.ip_configuration[0].subnet_id = ~module.subnets.azurerm_subnet.all["GatewaySubnet"].id
        azurerm_virtual_network_gateway.vpn.name = "vpn"
        module.subnets.azurerm_subnet.all["GatewaySubnet"].address_prefixes[0] = "10.0.0.0/27"
        module.subnets.azurerm_subnet.all["GatewaySubnet"].name = "GatewaySubnet"
        module.subnets.azurerm_subnet.all["GatewaySubnet"].virtual_network_name = "hub"
        module.subnets.azurerm_subnet.all["app"].address_prefixes[0] = "10.0.1.0/24"
        module.subnets.azurerm_subnet.all["app"].name = "app"
        module.subnets.azurerm_subnet.all["app"].virtual_network_name = "hub"
        "#,
    );
    let told = only(&workspace).diagnostics.iter().map(|told| told.message.as_str());
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["The code of this plan is not here, and 1 value depends on local values or `dynamic` \
          blocks that a plan says nothing of"]
    );
    let subnet = r#"module.subnets.azurerm_subnet.all["app"]"#;
    let [declared, name, call] = &places(&workspace, subnet, "name")[..] else { panic!("three") };
    assert_eq!(declared, r#"out/plan.json:18 "module.subnets.azurerm_subnet.all[\"app\"]""#);
    assert_eq!(name, r#"out/plan.json:20 "app""#);
    assert_eq!(call, r#"out/plan.json:14 "module.subnets""#);
}

#[test]
fn a_known_name_remembers_which_resource_it_was_read_from() {
    let workspace = loaded(&[("plan.json", PLAN)], &["plan.json"]);
    let resources = &only(&workspace).resources;
    let subnet = resources.iter().find(|one| one.source_type.as_ref() == "azurerm_subnet");
    let name = subnet.and_then(|subnet| subnet.values.get("virtual_network_name"));
    let referent = name.and_then(|name| name.referent()).expect("it was read from somewhere");
    assert_eq!(referent.target.as_str(), "azurerm_virtual_network.hub");
}

#[test]
fn a_default_of_the_provider_stands_where_the_resource_is_declared() {
    let workspace = loaded(&[("plan.json", PLAN)], &["plan.json"]);
    let hub = "azurerm_virtual_network.hub";
    let default = &places(&workspace, hub, "flow_timeout_in_minutes");
    assert_eq!(default[0], default[1]);
    let written = &places(&workspace, hub, "name");
    assert_ne!(written[0], written[1]);
}

#[test]
fn a_plan_takes_the_place_of_the_code_beside_it_and_its_places() {
    let files = [
        ("infra/main.tf", MAIN),
        ("infra/subnets/main.tf", SUBNETS),
        ("infra/out/plan.json", PLAN),
        ("other/main.tf", "resource \"azurerm_route_table\" \"x\" {\n}\n"),
    ];
    let workspace = loaded(&files, &["."]);
    assert_eq!(
        inputs(&loaded(&files, &["infra", "other"])),
        [("infra/out/plan.json", "terraform-plan"), ("other", "terraform")]
    );
    assert!(workspace.unreadable.iter().all(|(path, _)| path.as_str().is_empty()));
    let workspace = loaded(&files, &["infra"]);
    let subnet = r#"module.subnets.azurerm_subnet.all["app"]"#;
    assert_eq!(
        places(&workspace, subnet, "address_prefixes"),
        [
            r#"infra/subnets/main.tf:8 resource "azurerm_subnet" "all""#,
            "infra/subnets/main.tf:12 [each.value]",
            r#"infra/main.tf:6 module "subnets""#,
        ]
    );
    // What the code knows of a value that the plan does not know.
    let actual = rendering::resources(&only(&workspace).resources);
    for line in [
        "azurerm_virtual_network_gateway.vpn.ip_configuration[0].public_ip_address_id = \
         ~azurerm_virtual_network.hub.guid",
        "azurerm_virtual_network_gateway.vpn.ip_configuration[0].subnet_id = \
         ~module.subnets.azurerm_subnet.all[\"GatewaySubnet\"].id",
        "azurerm_virtual_network.hub.flow_timeout_in_minutes = 4",
    ] {
        assert!(actual.lines().any(|one| one == line), "{line} is not in\n{actual}");
    }
}

#[test]
fn code_that_has_changed_since_the_plan_is_read_as_well() {
    let more = format!("{MAIN}resource \"azurerm_route_table\" \"new\" {{\n}}\n");
    let files =
        [("infra/main.tf", &*more), ("infra/subnets/main.tf", SUBNETS), ("infra/plan.json", PLAN)];
    let workspace = loaded(&files, &["infra"]);
    assert_eq!(inputs(&workspace), [("infra", "terraform"), ("infra/plan.json", "terraform-plan")]);
    let planned = &workspace.projects[1].resources[0];
    assert_eq!(workspace.sources.path(planned.origin.declared.file), "infra/main.tf");
}

#[test]
fn suppressions_in_the_code_hold_for_its_plan() {
    let main = MAIN.replace(
        "resource \"azurerm_virtual_network\"",
        "# nexthop: ignore[x] because\nresource \"azurerm_virtual_network\"",
    );
    let files = [("main.tf", &*main), ("subnets/main.tf", SUBNETS), ("plan.json", PLAN)];
    let workspace = loaded(&files, &["plan.json"]);
    let [suppression] = &only(&workspace).suppressions[..] else { panic!("there is one") };
    assert_eq!(workspace.sources.path(suppression.span.file), "main.tf");
}

#[test]
fn a_value_given_to_the_plan_stands_where_the_code_has_it_or_declares_it() {
    let files = [("main.tf", MAIN), ("subnets/main.tf", SUBNETS), ("plan.json", PLAN)];
    let workspace = loaded(&files, &["plan.json"]);
    let resources = &only(&workspace).resources;
    let space = resources[0].values.get("address_space").and_then(|space| space.as_list());
    let prefix = space.expect("it is known")[0].span;
    assert_eq!(workspace.sources.text(prefix), "variable \"prefix\"");
    let tfvars = ("terraform.tfvars", "prefix = \"10.0.0.0/16\"\n");
    let workspace = loaded(&[files[0], files[1], files[2], tfvars], &["plan.json"]);
    let resources = &only(&workspace).resources;
    let space = resources[0].values.get("address_space").and_then(|space| space.as_list());
    let prefix = space.expect("it is known")[0].span;
    assert_eq!(workspace.sources.location(prefix).path, "terraform.tfvars");
}

/// A plan of these instances in the root module, where `"unknown": {…}` is what is
/// known only after the plan is applied, of this configuration.
fn plan(instances: &str, configuration: &str) -> String {
    let mut resources: Vec<serde_json::Value> = serde_json::from_str(instances).expect("JSON");
    let mut changes = Vec::new();
    for resource in &mut resources {
        let entries = resource.as_object_mut().expect("an instance");
        let unknown = entries.remove("unknown").unwrap_or_default();
        let address = entries["address"].clone();
        changes.push(serde_json::json!({"address": address, "change": {"after_unknown": unknown}}));
        let name = address.as_str().expect("text").trim_start_matches("data.");
        let (kind, name) = name.split_once('.').expect("type.name");
        let name = name.split('[').next().expect("a name");
        entries.insert("type".to_owned(), kind.into());
        entries.insert("name".to_owned(), name.into());
        let data = address.as_str().is_some_and(|address| address.starts_with("data."));
        entries.insert("mode".to_owned(), if data { "data" } else { "managed" }.into());
    }
    let configuration: serde_json::Value = serde_json::from_str(configuration).expect("JSON");
    serde_json::json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configuration}},
    })
    .to_string()
}

const SUBNETS_BY_KEY: &str = r#"
    {"address": "azurerm_subnet.s[\"a\"]", "index": "a", "values": {}, "unknown": {"id": true}},
    {"address": "azurerm_subnet.s[\"b\"]", "index": "b", "values": {}, "unknown": {"id": true}}"#;

fn referring(references: &str) -> String {
    format!(
        r#"[{{"address": "azurerm_subnet_nat_gateway_association.n", "for_each_expression":
            {{"references": ["azurerm_subnet.s"]}},
            "expressions": {{"subnet_id": {{"references": {references}}}}}}}]"#
    )
}

#[test]
fn the_key_of_an_instance_chooses_among_several() {
    let instances = format!(
        r#"[{SUBNETS_BY_KEY}, {{"address": "azurerm_subnet_nat_gateway_association.n[\"b\"]",
            "index": "b", "values": {{}}, "unknown": {{"id": true, "subnet_id": true}}}}]"#
    );
    for references in [
        r#"["azurerm_subnet.s", "each.key"]"#,
        r#"["each.value.id", "each.value"]"#,
        r#"["azurerm_subnet.s[\"b\"].id", "azurerm_subnet.s[\"b\"]", "azurerm_subnet.s"]"#,
    ] {
        let text = plan(&instances, &referring(references));
        let workspace = loaded(&[("plan.json", &text)], &["plan.json"]);
        check(
            only(&workspace),
            r#"
            azurerm_subnet.s["a"] = {}
            azurerm_subnet.s["b"] = {}
            azurerm_subnet_nat_gateway_association.n["b"].subnet_id = ~azurerm_subnet.s["b"].id
            "#,
        );
    }
}

#[test]
fn where_several_instances_may_be_meant_none_is() {
    let instances = format!(
        r#"[{SUBNETS_BY_KEY}, {{"address": "azurerm_subnet_nat_gateway_association.n[\"c\"]",
            "index": "c", "values": {{}}, "unknown": {{"subnet_id": true}}}}]"#
    );
    for (references, why) in [
        (r#"["azurerm_subnet.s"]"#, " (from one of azurerm_subnet.s)"),
        (r#"["azurerm_subnet.s", "each.key"]"#, " (from one of azurerm_subnet.s)"),
        (
            r#"["azurerm_subnet.s[\"a\"].id", "azurerm_subnet.s[\"b\"].id"]"#,
            r#" (from azurerm_subnet.s["a"].id or azurerm_subnet.s["b"].id)"#,
        ),
        (
            r#"["local.subnet", "azurerm_subnet.s[\"a\"].id"]"#,
            r#" (from azurerm_subnet.s["a"].id or local.subnet)"#,
        ),
        ("[]", ""),
    ] {
        let text = plan(&instances, &referring(references));
        let workspace = loaded(&[("plan.json", &text)], &["plan.json"]);
        let expected = format!(
            r#"
            azurerm_subnet.s["a"] = {{}}
            azurerm_subnet.s["b"] = {{}}
            azurerm_subnet_nat_gateway_association.n["c"].subnet_id = ~ azurerm_subnet_nat_gateway_association.n["c"].subnet_id{why} is known only after deployment
            "#
        );
        check(only(&workspace), &expected);
    }
}

#[test]
fn a_list_of_ids_is_told_by_how_many_there_are() {
    let both = r#"["azurerm_subnet.s"]"#;
    let named = r#"["azurerm_subnet.s[\"b\"].id", "azurerm_subnet.s[\"a\"].id"]"#;
    let a = "~azurerm_subnet.s[\"a\"].id";
    let b = "~azurerm_subnet.s[\"b\"].id";
    let unsure = "(from one of azurerm_subnet.s) is known only after deployment";
    let one = &format!("~ azurerm_x.x.subnet_ids[0] {unsure}");
    let all = &format!("~ azurerm_x.x.subnet_ids {unsure}");
    for (references, unknown, expected) in [
        (both, "[true, true]", &[("[0]", a), ("[1]", b)][..]),
        (named, "[true, true]", &[("[0]", a), ("[1]", b)]),
        (both, "[true]", &[("[0]", one)]),
        (r#"["azurerm_subnet.s[\"a\"].id"]"#, "[true]", &[("[0]", a)]),
        (r#"["azurerm_subnet.s[\"a\"].id"]"#, "true", &[("[0]", a)]),
        (both, "true", &[("", all)]),
    ] {
        let values = if unknown == "true" {
            "{}".to_owned()
        } else {
            format!(r#"{{"subnet_ids": {}}}"#, unknown.replace("true", "null"))
        };
        let instances = format!(
            r#"[{SUBNETS_BY_KEY}, {{"address": "azurerm_x.x", "values": {values},
                "unknown": {{"subnet_ids": {unknown}}}}}]"#
        );
        let configuration = format!(
            r#"[{{"address": "azurerm_x.x", "expressions": {{"subnet_ids": {{"references": {references}}}}}}}]"#
        );
        let text = plan(&instances, &configuration);
        let lines: Vec<_> = expected
            .iter()
            .map(|(at, value)| format!("azurerm_x.x.subnet_ids{at} = {value}"))
            .collect();
        let subnets = "azurerm_subnet.s[\"a\"] = {}\nazurerm_subnet.s[\"b\"] = {}";
        let expected = format!("{subnets}\n{}", lines.join("\n"));
        check(only(&loaded(&[("plan.json", &text)], &["plan.json"])), &expected);
    }
}

#[test]
fn what_is_known_already_is_not_what_makes_a_value_unknown() {
    let instances = r#"[
        {"address": "azurerm_virtual_network.old", "values": {"id": "/subscriptions/0/x"}, "unknown": {}},
        {"address": "azurerm_virtual_network.new", "values": {}, "unknown": {"id": true}},
        {"address": "azurerm_virtual_network_peering.p", "values": {}, "unknown": {"remote_virtual_network_id": true}}]"#;
    let configuration = r#"[{"address": "azurerm_virtual_network_peering.p", "expressions": {
        "remote_virtual_network_id": {"references": ["azurerm_virtual_network.old.id",
            "azurerm_virtual_network.old", "azurerm_virtual_network.new.id", "azurerm_virtual_network.new"]}}}]"#;
    let text = plan(instances, configuration);
    let workspace = loaded(&[("plan.json", &text)], &["plan.json"]);
    check(
        only(&workspace),
        r#"
        azurerm_virtual_network.new = {}
        azurerm_virtual_network.old.id = "/subscriptions/0/x"
        azurerm_virtual_network_peering.p.remote_virtual_network_id = ~azurerm_virtual_network.new.id
        "#,
    );
}

#[test]
fn a_text_made_of_an_id_is_not_taken_for_that_id() {
    let instances = r#"[
        {"address": "azurerm_virtual_network.v", "values": {}, "unknown": {"id": true}},
        {"address": "azurerm_subnet_nat_gateway_association.n", "values": {}, "unknown": {"subnet_id": true}}]"#;
    let configuration = r#"[{"address": "azurerm_subnet_nat_gateway_association.n", "expressions": {
        "subnet_id": {"references": ["azurerm_virtual_network.v.id", "azurerm_virtual_network.v"]}}}]"#;
    let text = plan(instances, configuration);
    let workspace = loaded(&[("plan.json", &text)], &["plan.json"]);
    check(
        only(&workspace),
        "
        azurerm_subnet_nat_gateway_association.n.subnet_id = ~ azurerm_virtual_network.v.id is known only after deployment
        azurerm_virtual_network.v = {}
        ",
    );
}

#[test]
fn blocks_in_another_order_keep_their_places() {
    let code = r#"resource "azurerm_route_table" "t" {
  route {
    name           = "z"
    address_prefix = "10.0.0.0/8"
  }
  route {
    name           = "a"
    address_prefix = "10.1.0.0/16"
  }
}
"#;
    let instances = r#"[{"address": "azurerm_route_table.t", "values": {"route": [
        {"name": "a", "address_prefix": "10.1.0.0/16", "next_hop_in_ip_address": ""},
        {"name": "z", "address_prefix": "10.0.0.0/8", "next_hop_in_ip_address": ""}]}}]"#;
    let configuration = r#"[{"address": "azurerm_route_table.t", "expressions": {"route": [
        {"name": {"constant_value": "z"}, "address_prefix": {"constant_value": "10.0.0.0/8"}},
        {"name": {"constant_value": "a"}, "address_prefix": {"constant_value": "10.1.0.0/16"}}]}}]"#;
    let text = plan(instances, configuration);
    let expected = r#"
        azurerm_route_table.t.route[0].address_prefix = "10.0.0.0/8"
        azurerm_route_table.t.route[0].name = "z"
        azurerm_route_table.t.route[1].address_prefix = "10.1.0.0/16"
        azurerm_route_table.t.route[1].name = "a"
        "#;
    check(only(&loaded(&[("plan.json", &text)], &["plan.json"])), expected);
    let workspace = loaded(&[("plan.json", &text), ("main.tf", code)], &["plan.json"]);
    check(only(&workspace), expected);
    let routes = only(&workspace).resources[0].values.get("route").and_then(|one| one.as_list());
    let prefix = routes.expect("a list")[0].get("address_prefix").expect("a prefix");
    assert_eq!(workspace.sources.line(prefix.span), 4);
}

#[test]
fn blocks_of_which_the_code_does_not_know_how_many_there_are_keep_their_place() {
    let code = r#"data "azurerm_x" "x" {
}
resource "azurerm_route_table" "t" {
  dynamic "route" {
    for_each = data.azurerm_x.x.routes
    content {
      name = route.value
    }
  }
}
"#;
    let instances = r#"[{"address": "azurerm_route_table.t", "values": {"route": [{"name": "a"}, {"name": "b"}]}},
        {"address": "data.azurerm_x.x", "values": {"routes": ["a", "b"]}}]"#;
    let configuration = r#"[{"address": "azurerm_route_table.t", "expressions": {}},
        {"address": "data.azurerm_x.x", "expressions": {}}]"#;
    let text = plan(instances, configuration);
    let workspace = loaded(&[("plan.json", &text), ("main.tf", code)], &["plan.json"]);
    check(
        only(&workspace),
        r#"
        azurerm_route_table.t.route[0].name = "a"
        azurerm_route_table.t.route[1].name = "b"
        data.azurerm_x.x.routes[0] = "a"
        data.azurerm_x.x.routes[1] = "b"
        "#,
    );
    let routes = only(&workspace).resources[0].values.get("route").and_then(|one| one.as_list());
    let lines: Vec<_> = routes
        .expect("a list")
        .iter()
        .map(|route| workspace.sources.line(route.get("name").expect("a name").span))
        .collect();
    assert_eq!(lines, [4, 4]);
}

#[test]
fn blocks_that_the_configuration_does_not_show_are_unknown_where_the_plan_is() {
    let instances = r#"[{"address": "azurerm_firewall.f", "values": {"ip_configuration":
        [{"name": "c", "private_ip_address": ""}]},
        "unknown": {"ip_configuration": [{"subnet_id": true}]}}]"#;
    let text = plan(instances, r#"[{"address": "azurerm_firewall.f", "expressions": {}}]"#);
    check(
        only(&loaded(&[("plan.json", &text)], &["plan.json"])),
        r#"
        azurerm_firewall.f.ip_configuration[0].name = "c"
        azurerm_firewall.f.ip_configuration[0].subnet_id = ~ azurerm_firewall.f.ip_configuration[0].subnet_id is known only after deployment
        "#,
    );
}

#[test]
fn data_sources_that_were_read_while_planning_exist_already() {
    let text = r#"{"format_version": "1.2", "planned_values": {"root_module": {}},
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
            {"address": "data.azurerm_virtual_network.hub", "mode": "data",
             "type": "azurerm_virtual_network", "name": "hub",
             "values": {"name": "hub", "address_space": ["10.0.0.0/16"]}},
            {"address": "azurerm_virtual_network.gone", "mode": "managed",
             "type": "azurerm_virtual_network", "name": "gone", "values": {}}]}}}}"#;
    let workspace = loaded(&[("plan.json", text)], &["plan.json"]);
    let [hub] = &only(&workspace).resources[..] else { panic!("there is one") };
    assert!(hub.existing);
    assert_eq!(hub.address.as_str(), "data.azurerm_virtual_network.hub");
    check(
        only(&workspace),
        r#"
        data.azurerm_virtual_network.hub.address_space[0] = "10.0.0.0/16"
        data.azurerm_virtual_network.hub.name = "hub"
        "#,
    );
}

#[test]
fn what_is_put_off_may_be_there() {
    let text = r#"{"format_version": "1.2", "complete": false, "planned_values": {"root_module": {}},
        "deferred_changes": [{"reason": "instance_count_unknown", "resource_change":
            {"address": "azurerm_subnet.s[*]", "mode": "managed", "type": "azurerm_subnet", "name": "s",
             "change": {"after": {"name": "a"}, "after_unknown": {"id": true}}}}]}"#;
    let workspace = loaded(&[("plan.json", text)], &["plan.json"]);
    let [subnet] = &only(&workspace).resources[..] else { panic!("there is one") };
    assert!(matches!(subnet.presence, Presence::Maybe(_)));
    let [note] = &only(&workspace).diagnostics[..] else { panic!("there is one") };
    assert_eq!(
        note.message,
        "This plan is a part of the code only: changes were left out or put off"
    );
}

#[test]
fn a_plan_that_failed_says_so() {
    let text =
        r#"{"format_version": "1.2", "errored": true, "complete": false, "planned_values": {}}"#;
    let workspace = loaded(&[("plan.json", text)], &["plan.json"]);
    let [one] = &only(&workspace).diagnostics[..] else { panic!("there is one") };
    assert!(one.message.contains("could not finish"), "{}", one.message);
    assert_eq!(workspace.sources.text(one.span), "true");
}
