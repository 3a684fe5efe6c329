//! The JSON schema of `nexthop.toml` (`docs/nexthop.schema.json`), which editors read.
//! It is derived here and written by `SNAPSHOTS=overwrite cargo test`.

use std::path::Path;

use nexthop_core::Limits;
use serde_json::{Map, Value, json};

use crate::{
    args::{Level, TransportProtocol},
    catalogue,
};

fn schema() -> Value {
    let limits = limits();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://json.schemastore.org/nexthop.json",
        "title": "nexthop",
        "description": "Configuration of nexthop, which finds hybrid connectivity failures in Azure network code",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rules": {
                "description": "Severities of rules",
                "type": "object",
                "additionalProperties": false,
                "properties": rules(),
            },
            "ignore": list("Findings that are not to be reported", &["rule", "reason"], &json!({
                "rule": {"$ref": "#/definitions/rule"},
                "path": text("A glob relative to the folder of this file: `*` stops at `/`, `**` does not"),
                "resource": text("An address in the code, in which `*` stands for any text"),
                "expires": {
                    "description": "The last day on which the entry holds",
                    "type": "string",
                    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                },
                "reason": {"description": "Why", "type": "string", "minLength": 1},
            })),
            "site": list("On-premises networks", &["name"], &site()),
            "nva": list("Network virtual appliances that speak BGP", &["name"], &appliance()),
            "intent": list("What must hold", &["from", "to", "expect"], &json!({
                "from": text("An endpoint, such as `p2s:*`"),
                "to": text("An endpoint, such as `onprem:datacentre`"),
                "expect": {"enum": ["reachable", "unreachable"]},
                "via": {"description": "What the way there must pass", "enum": ["firewall"]},
                "port": {"description": "The destination port", "type": "integer", "minimum": 1, "maximum": 65535},
                "protocol": {"enum": words::<TransportProtocol>(), "default": "tcp"},
            })),
            "limits": {
                "description": "Azure's numbers, where yours were raised or Azure changed them",
                "type": "object",
                "additionalProperties": false,
                "properties": limits,
            },
            "model": {
                "description": "Behaviour on which documentation and observation disagree",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "p2s_expressroute_via_route_server": {
                        "description": "Point-to-site clients to ExpressRoute through a Route Server",
                        "enum": ["documented", "observed"],
                        "default": "documented",
                    },
                },
            },
        },
        "definitions": {
            "level": {"enum": words::<Level>()},
            "rule": {"enum": catalogue::entries().iter().map(|entry| entry.name).collect::<Vec<_>>()},
        },
    })
}

fn site() -> Value {
    json!({
        "name": text("Its name in endpoints: `onprem:<name>`"),
        "prefixes": texts("What it announces, such as 192.168.0.0/16"),
        "asn": number("Its ASN", 0),
        "prepends": {
            "description": "How often it prepends its ASN, by connection",
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": 255},
        },
        "communities": texts("The BGP communities of what it announces, such as 65001:100"),
        "expressroute": texts("Circuits, connections or gateways, by name or address"),
        "vpn": texts("Local network gateways or VPN sites, by name or address"),
        "nva": texts("Appliances that lead there, by name or address"),
    })
}

fn appliance() -> Value {
    json!({
        "name": text("Its BGP connection or network interface, by name or address, or its peer address"),
        "advertises": texts("The prefixes that it advertises"),
        "next_hop": text("The address to which the prefixes lead, if not its own"),
        "asn": number("Its ASN, where it is not that of the BGP connection", 0),
        "prepends": {"description": "How often it prepends its ASN", "type": "integer", "minimum": 0, "maximum": 255},
        "communities": texts("The BGP communities of what it advertises, such as 65001:100"),
        "overlay": texts("Appliances to which it has a tunnel"),
        "stateful": {"description": "Whether it drops what it sees in one direction only", "type": "boolean"},
    })
}

fn rules() -> Map<String, Value> {
    let entries = catalogue::entries().into_iter();
    let rule = |entry: catalogue::Entry| {
        let level = json!({"$ref": "#/definitions/level"});
        let rule = json!({"description": entry.summary, "default": entry.severity.as_str(), "allOf": [level]});
        (entry.name.to_owned(), rule)
    };
    entries.map(rule).collect()
}

fn limits() -> Value {
    let azure = Limits::default();
    let by_name = |description: &str| {
        json!({
            "description": description,
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 0},
        })
    };
    json!({
        "routes_per_table": number("Routes of a route table", azure.routes_per_table),
        "peerings_per_vnet": number("Peerings of a virtual network", azure.peerings_per_vnet),
        "route_server_peers": number("BGP peers of a Route Server", azure.route_server_peers),
        "route_server_subnet_prefix_length": number("The longest prefix of RouteServerSubnet", azure.route_server_subnet_prefix_length),
        "expressroute_prefixes": number("Prefixes that a gateway tells a circuit", azure.expressroute_prefixes),
        "expressroute_scale_units": number("Scale units of an ErGwScale gateway", azure.expressroute_scale_units),
        "links_per_circuit": number("Virtual networks of a Standard or Local circuit", azure.links_per_circuit),
        "vpn_tunnels": by_name("Tunnels of a VPN gateway, by SKU"),
        "p2s_connections": by_name("Clients of a VPN gateway, by SKU"),
        "circuits_per_gateway": by_name("Circuits of an ExpressRoute gateway, by SKU"),
        "links_per_premium_circuit": by_name("Virtual networks of a Premium circuit, by Mbps"),
    })
}

/// The words of an argument that has the same ones.
fn words<T: clap::ValueEnum>() -> Vec<String> {
    let values = T::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

fn text(description: &str) -> Value {
    json!({"description": description, "type": "string"})
}

fn texts(description: &str) -> Value {
    json!({"description": description, "type": "array", "items": {"type": "string"}})
}

/// A number, and Azure's where there is one.
fn number(description: &str, azure: usize) -> Value {
    match azure {
        0 => json!({"description": description, "type": "integer", "minimum": 0}),
        _ => json!({"description": description, "type": "integer", "minimum": 0, "default": azure}),
    }
}

fn list(description: &str, required: &[&str], properties: &Value) -> Value {
    let entry = json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    });
    json!({"description": description, "type": "array", "items": entry})
}

#[test]
fn the_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/nexthop.schema.json");
    let text = serde_json::to_string_pretty(&schema()).expect("it is JSON") + "\n";
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, None).raw());
}

/// The keys of a section as the reader of configurations knows them: it lists them
/// where one is unknown.
fn known(section: &str) -> Vec<String> {
    let text = format!("{section}\nno-such-key = 1\n");
    let error = toml::from_str::<super::user::UserConfig>(&text).expect_err("there is no such key");
    let (_, expected) = error.message().split_once("expected").expect("it says what is known");
    let mut keys: Vec<_> = expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    keys.sort();
    keys
}

#[test]
fn the_schema_knows_the_keys_that_are_read_and_no_others() {
    let schema = schema();
    let keys = |pointer: &str| {
        let properties = schema.pointer(pointer).and_then(Value::as_object);
        let mut keys: Vec<_> = properties.expect("it is there").keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("/properties"), known(""));
    for section in ["limits", "model"] {
        let pointer = format!("/properties/{section}/properties");
        assert_eq!(keys(&pointer), known(&format!("[{section}]")));
    }
    for section in ["ignore", "site", "nva", "intent"] {
        let pointer = format!("/properties/{section}/items/properties");
        assert_eq!(keys(&pointer), known(&format!("[[{section}]]")));
    }
}
