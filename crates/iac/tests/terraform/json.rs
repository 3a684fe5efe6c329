//! Terraform in JSON. Known values are what Terraform 1.11 plans for the same files.

use nexthop_iac::{Memory, Request, Workspace, load};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::rendering;

const ROOT: &str = r#"{
  "//": "a comment",
  "terraform": {"required_version": ">= 1.5"},
  "variable": {
    "plain": {"default": "lit ${var.x} $${y}", "description": "has ${nothing}"},
    "typed": {"type": "map(object({ name = optional(string, \"none\"), n = number }))",
              "default": {"a": {"n": "5"}, "b": {"name": "bee", "n": 6}}},
    "list": [{"type": "list(string)", "default": ["x", "y"]}],
    "old": {"type": "string", "default": 7},
    "nothing": {"default": null}
  },
  "locals": [
    {"//": "no local", "n": "${1 + 2}", "text": "n=${local.n}", "b": true,
     "escapes": "q\"\\n\u00e9 ${upper(\"é\")}",
     "object": {"k-${local.n}": "v", "plain": [1, null, "${local.b}"], "//": "kept"}},
    {"template": "%{ for k, v in var.typed ~}${k}=${v.name},%{ endfor ~}",
     "dollar": "$${no} %%{no}", "line": "a\nb\\nc"}
  ],
  "resource": {
    "terraform_data": {
      "one": {
        "//": "x",
        "input": {"plain": "${var.plain}", "typed": "${var.typed}", "list": "${var.list}",
                  "old": "${var.old}", "nothing": "${var.nothing}"},
        "depends_on": ["terraform_data.two"],
        "lifecycle": {"ignore_changes": ["input"],
                      "precondition": [{"condition": true, "error_message": "no"}]},
        "provisioner": [{"local-exec": {"command": "true", "when": "destroy"}}]
      },
      "two": [{"count": 2, "input": ["${count.index}", "${local.object}", "${local.text}",
        "${local.escapes}", "${local.dollar}", "${local.template}", "${local.line}"]}],
      "three": {"for_each": {"a": 1, "b": "${local.n}"}, "input": "${each.key}:${each.value}",
                "triggers_replace": "${each.value}"}
    }
  },
  "module": {"m": {"source": "./m", "name": "x-${local.n}", "more": {"a": "${local.b}"}}},
  "output": {"o": {"value": "${module.m.out}", "depends_on": ["terraform_data.one"]}},
  "moved": [{"from": "terraform_data.gone", "to": "terraform_data.one"}],
  "check": {"c": {"assert": [{"condition": "${local.b}", "error_message": "no"}]}}
}"#;

const CALLED: &str = r#"{
  "variable": {"name": {"type": "string"}, "more": {"type": "any", "default": {}}},
  "output": {"out": {"value": "${var.name}/${jsonencode(var.more)}"}},
  "resource": [{"terraform_data": [{"in": {"input": "${var.name}"}}, {"other": {"input": 1.50}}]}]
}"#;

const OVERRIDE: &str = r#"{
  "locals": {"b": false},
  "resource": {"terraform_data": {"three": {"input": "over ${each.key}"}}}
}"#;

fn load_root(files: &[(&str, &str)]) -> Workspace {
    let mut disk = Memory::default();
    for (path, text) in files {
        disk.add(*path, *text);
    }
    load(&disk, &Request { paths: vec!["root".into()], ..Request::default() })
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let workspace = load_root(files);
    let [project] = workspace.projects.as_slice() else { panic!("there is one root") };
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    let expected: Vec<_> = expected.trim().lines().map(str::trim).collect();
    let actual = rendering::resources(&project.resources);
    assert_eq!(actual.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_root_in_json_is_what_terraform_plans() {
    check(
        &[
            ("root/main.tf.json", ROOT),
            ("root/m/main.tf.json", CALLED),
            ("root/more_override.tf.json", OVERRIDE),
        ],
        r#"
        module.m.terraform_data.in.input = "x-3"
        module.m.terraform_data.other.input = 1.5
        terraform_data.one.input.list[0] = "x"
        terraform_data.one.input.list[1] = "y"
        terraform_data.one.input.nothing = null
        terraform_data.one.input.old = "7"
        terraform_data.one.input.plain = "lit ${var.x} $${y}"
        terraform_data.one.input.typed.a.n = 5
        terraform_data.one.input.typed.a.name = "none"
        terraform_data.one.input.typed.b.n = 6
        terraform_data.one.input.typed.b.name = "bee"
        terraform_data.three["a"].input = "over a"
        terraform_data.three["a"].triggers_replace = 1
        terraform_data.three["b"].input = "over b"
        terraform_data.three["b"].triggers_replace = 3
        terraform_data.two[0].input[0] = 0
        terraform_data.two[0].input[1].// = "kept"
        terraform_data.two[0].input[1].k-3 = "v"
        terraform_data.two[0].input[1].plain[0] = 1
        terraform_data.two[0].input[1].plain[1] = null
        terraform_data.two[0].input[1].plain[2] = false
        terraform_data.two[0].input[2] = "n=3"
        terraform_data.two[0].input[3] = "q\"\\né É"
        terraform_data.two[0].input[4] = "${no} %{no}"
        terraform_data.two[0].input[5] = "a=none,b=bee,"
        terraform_data.two[0].input[6] = "a\nb\\nc"
        terraform_data.two[1].input[0] = 1
        terraform_data.two[1].input[1].// = "kept"
        terraform_data.two[1].input[1].k-3 = "v"
        terraform_data.two[1].input[1].plain[0] = 1
        terraform_data.two[1].input[1].plain[1] = null
        terraform_data.two[1].input[1].plain[2] = false
        terraform_data.two[1].input[2] = "n=3"
        terraform_data.two[1].input[3] = "q\"\\né É"
        terraform_data.two[1].input[4] = "${no} %{no}"
        terraform_data.two[1].input[5] = "a=none,b=bee,"
        terraform_data.two[1].input[6] = "a\nb\\nc"
        "#,
    );
}

const BLOCKS: &str = r#"
resource "azurerm_virtual_network_gateway" "vpn" {
  name = "vpn"
  tags = { a = "b" }
  ip_configuration {
    name      = "one"
    subnet_id = azurerm_subnet.gw.id
  }
  bgp_settings {
    asn = 65010
    peering_addresses {
      ip_configuration_name = "one"
    }
    peering_addresses {
      ip_configuration_name = "two"
    }
  }
  dynamic "policy_group" {
    for_each = { a = 1, b = 2 }
    iterator = group
    content {
      name     = group.key
      priority = group.value
    }
  }
  timeouts {
    create = "1h"
  }
}
resource "azurerm_subnet" "gw" {
  name = "GatewaySubnet"
}
resource "azapi_resource" "hub" {
  body = { properties = { sku = "Standard" } }
}
output "asn" {
  value = azurerm_virtual_network_gateway.vpn.bgp_settings[0].peering_addresses[1].tunnel_ip_addresses
}
"#;

const BLOCKS_IN_JSON: &str = r#"{
  "resource": {
    "azurerm_virtual_network_gateway": {"vpn": {
      "name": "vpn",
      "tags": {"a": "b"},
      "ip_configuration": [{"name": "one", "subnet_id": "${azurerm_subnet.gw.id}"}],
      "bgp_settings": {"asn": 65010, "peering_addresses": [
        {"ip_configuration_name": "one"}, {"ip_configuration_name": "two"}]},
      "dynamic": {"policy_group": [{
        "for_each": {"a": 1, "b": 2}, "iterator": "group",
        "content": {"name": "${group.key}", "priority": "${group.value}"}}]},
      "timeouts": {"create": "1h"}
    }},
    "azurerm_subnet": {"gw": {"name": "GatewaySubnet"}},
    "azapi_resource": {"hub": {"body": {"properties": {"sku": "Standard"}}}}
  },
  "output": {"asn": {"value":
    "${azurerm_virtual_network_gateway.vpn.bgp_settings[0].peering_addresses[1].tunnel_ip_addresses}"}}
}"#;

#[test]
fn nested_blocks_are_the_same_in_both_syntaxes() {
    let hcl = load_root(&[("root/main.tf", BLOCKS)]);
    let expected = rendering::resources(&hcl.projects[0].resources);
    assert!(expected.contains("bgp_settings[0].peering_addresses[1].ip_configuration_name"));
    check(&[("root/main.tf.json", BLOCKS_IN_JSON)], &expected);
}

#[test]
fn places_are_in_the_json() {
    let text = "{\"resource\": {\"terraform_data\": {\n  \"a\": {\"input\": [\"\\\"é\\u00e9 ${local.missing}\", 5]}}}}";
    let workspace = load_root(&[("root/main.tf.json", text)]);
    let resource = &workspace.projects[0].resources[0];
    let sources = &workspace.sources;
    assert_eq!(sources.text(resource.origin.declared), "\"a\"");
    let input = resource.values.get("input").and_then(|input| input.as_list());
    let [first, second] = input.expect("it is a list") else { panic!("it has two elements") };
    assert_eq!(sources.text(second.span), "5");
    let nexthop_iac::Kind::Unknown(unknown) = &first.kind else { panic!("it is not known") };
    assert_eq!(sources.text(unknown.span), "local.missing");
}

#[test]
fn a_block_is_at_its_label_and_one_of_several_where_it_begins() {
    let text = "\u{FEFF}{\"resource\": {\"azurerm_x\": {\"x\": [{\r\n\"one\": [{\"a\": 1}],\r\n\"two\": [{\"a\": 1},\r\n{\"a\": 2}]}]}}}";
    let workspace = load_root(&[("root/main.tf.json", text)]);
    let project = &workspace.projects[0];
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    let resource = &project.resources[0];
    let places = |name: &str| -> Vec<_> {
        let blocks = resource.values.get(name).and_then(|blocks| blocks.as_list());
        let spans = blocks.into_iter().flatten().map(|block| block.span);
        spans
            .map(|span| (workspace.sources.text(span), workspace.sources.location(span).start.line))
            .collect()
    };
    assert_eq!(workspace.sources.text(resource.origin.declared), "\"x\"");
    assert_eq!(places("one"), [("\"one\"", 2)]);
    assert_eq!(places("two"), [("{", 3), ("{", 4)]);
}

#[test]
fn what_is_wrong_costs_what_it_is_in() {
    let text = r#"{
      "resource": {"terraform_data": {"a": {"input": "${1 +", "triggers_replace": "x"}, "b": 5,
        "c": {"input": 1, "input": 2}}},
      "nonsense": 1
    }"#;
    let workspace = load_root(&[("root/main.tf.json", text)]);
    let project = &workspace.projects[0];
    let places: Vec<_> = project
        .diagnostics
        .iter()
        .map(|found| workspace.sources.location(found.span).start.line)
        .collect();
    assert_eq!(places, [2, 2, 3, 4], "{:?}", project.diagnostics);
    let resources = rendering::resources(&project.resources);
    assert_eq!(
        resources,
        "terraform_data.a.triggers_replace = \"x\"\nterraform_data.b = {}\nterraform_data.c.input = 1\n"
    );
    let broken = load_root(&[("root/main.tf.json", "{"), ("root/b.tf", "output \"a\" {}\n")]);
    assert_eq!(broken.projects[0].diagnostics.len(), 1);
}

#[test]
fn variable_files_in_json_are_text_with_places() {
    let workspace = load_root(&[
        (
            "root/main.tf",
            "variable \"a\" {}\nresource \"terraform_data\" \"a\" {\n  input = var.a\n}\n",
        ),
        ("root/terraform.tfvars.json", "{\"//\": 1,\n \"a\": [\"${x}\", {\"b\": 1e2}]}"),
    ]);
    let project = &workspace.projects[0];
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    let input = project.resources[0].values.get("input").expect("it is set");
    assert_eq!(workspace.sources.text(input.span), "[\"${x}\", {\"b\": 1e2}]");
    assert_eq!(
        rendering::resources(&project.resources),
        "terraform_data.a.input[0] = \"${x}\"\nterraform_data.a.input[1].b = 100\n"
    );
}

/// JSON of the words that mean something, as text, so that names may be repeated.
fn any_json() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "//",
        "resource",
        "data",
        "module",
        "variable",
        "locals",
        "output",
        "terraform",
        "check",
        "azurerm_subnet",
        "terraform_data",
        "a",
        "dynamic",
        "content",
        "for_each",
        "count",
        "type",
        "default",
        "source",
        "lifecycle",
        "provisioner",
        "input",
        "value",
        "${var.a}",
        "é\\n",
    ];
    const TEXTS: &[&str] = &[
        "a",
        "${var.a}",
        "x${local.a}\\u00e9${",
        "%{ if true }y%{ endif }",
        "%{ for",
        "./m",
        "list(any)",
        "map(",
        "${each.value}",
        "${count.index}",
        "$${",
        "\\\"${1}\\\\",
        "${[for i in local.a : i]}",
    ];
    let text = |texts| select(texts).prop_map(|text: &str| format!("\"{text}\""));
    let word = select(&["null", "true", "1", "-2.5e300", "[]", "{}"][..]).prop_map(str::to_owned);
    prop_oneof![text(TEXTS), word].prop_recursive(8, 200, 5, move |inner| {
        let entry =
            (text(NAMES), inner.clone()).prop_map(|(name, value)| format!("{name}: {value}"));
        prop_oneof![
            vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            vec(entry, 0..6).prop_map(|entries| format!("{{{}}}", entries.join(",\n"))),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_to_the_end(text in any_json(), cut in any::<Index>()) {
        let cut = text.floor_char_boundary(cut.index(text.len() + 1));
        for text in [&text, &text[..cut]] {
            let files = [("root/main.tf.json", text), ("root/a_override.tf.json", text),
                ("root/a.auto.tfvars.json", text), ("root/m/main.tf", "")];
            let workspace = load_root(&files);
            for project in &workspace.projects {
                for diagnostic in &project.diagnostics {
                    let _ = workspace.sources.text(diagnostic.span);
                }
            }
        }
    }
}
