//! One network that several roots declare.

use nexthop_core::{Model, Network, Root, analyse_joined};
use nexthop_iac::{Address, Value};

use crate::{compare, resources};

/// The network of roots written as JSON, in their order. A resource's `id` is known,
/// as in a state or an export.
fn joined(roots: &[&str]) -> Network {
    let mut read: Vec<_> = roots.iter().map(|text| resources::read(text)).collect();
    for resource in read.iter_mut().flat_map(|(resources, _)| resources) {
        if let Some(id) = resource.body.remove("id") {
            let span = resource.origin.declared;
            resource.values = Value::object([("id".into(), id)].into(), span);
        }
    }
    let roots: Vec<_> =
        read.iter().map(|(resources, unread_modules)| Root { resources, unread_modules }).collect();
    analyse_joined(&roots, &Model::default()).network
}

#[track_caller]
fn check(roots: &[&str], expected: &str) {
    compare(&joined(roots), expected);
    let backwards: Vec<_> = roots.iter().rev().copied().collect();
    let (forwards, backwards) = (joined(roots), joined(&backwards));
    let addresses = |network: &Network| -> Vec<Address> {
        network.virtual_networks.iter().map(|one| one.declared.address.clone()).collect()
    };
    assert_eq!(addresses(&forwards).len(), addresses(&backwards).len(), "the order matters");
}

const HUB: &str = r#"[
    {"type": "virtualNetworks", "address": "vnet.hub", "name": "hub", "resourceGroup": "rg-hub",
     "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
]"#;

/// A spoke that is peered with what `remote` says.
fn spoke(remote: &str, others: &str) -> String {
    format!(
        r#"[
            {{"type": "virtualNetworks", "address": "vnet.app", "name": "app", "resourceGroup": "rg-app",
              "properties": {{"addressSpace": {{"addressPrefixes": ["10.1.0.0/16"]}}}}}},
            {{"type": "virtualNetworks/virtualNetworkPeerings", "address": "peering.to_hub", "name": "to-hub",
              "parent": "@vnet.app#id",
              "properties": {{"remoteVirtualNetwork": {{"id": {remote}}}, "allowVirtualNetworkAccess": true}}}}
            {others}
        ]"#
    )
}

const ONE_HUB: &str = "
    vnet app 10.1.0.0/16
    vnet hub 10.0.0.0/16
    peering to-hub app -> hub access complete=true~
";

const ANOTHER_HUB: &str = "
    vnet app 10.1.0.0/16
    vnet hub 10.0.0.0/16
    vnet !hub ?(hub is outside of this code)
    peering to-hub app -> hub access complete=true~
";

#[test]
fn a_data_source_of_one_root_is_the_resource_of_another() {
    let data = |group: &str| {
        let group = format!(
            r#", {{"type": "virtualNetworks", "address": "data.hub", "existing": true,
                   "name": "HUB"{group}}}"#
        );
        spoke(r#""@data.hub#id""#, &group)
    };
    check(&[HUB, &data(r#", "resourceGroup": "RG-Hub""#)], ONE_HUB);
    // Its group is not said, and there is no other of that name.
    check(&[HUB, &data("")], ONE_HUB);
    check(&[HUB, &data(r#", "resourceGroup": {"$unknown": "var.group"}"#)], ONE_HUB);
    check(
        &[HUB, &data(r#", "resourceGroup": "rg-other""#)],
        &ANOTHER_HUB.replace("!hub", "!HUB").replace("(hub", "(HUB").replace("-> hub", "-> HUB"),
    );
}

#[test]
fn an_id_in_one_root_is_the_resource_of_another_whatever_its_subscription_is() {
    let id = |group: &str| {
        format!(
            r#""/subscriptions/1/resourcegroups/{group}/providers/microsoft.network/VirtualNetworks/hub""#
        )
    };
    check(&[HUB, &spoke(&id("RG-HUB"), "")], ONE_HUB);
    check(&[HUB, &spoke(&id("rg-other"), "")], ANOTHER_HUB);
}

#[test]
fn networks_of_two_subscriptions_are_two() {
    let of = |subscription: u8| {
        format!(
            "/subscriptions/{subscription}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/hub"
        )
    };
    let hub = HUB.replace(r#""name""#, &format!(r#""id": "{}", "name""#, of(1)));
    check(&[&hub, &spoke(&format!("\"{}\"", of(1)), "")], ONE_HUB);
    check(&[&hub, &spoke(&format!("\"{}\"", of(2)), "")], ANOTHER_HUB);
    let other = hub.replace("vnet.hub", "vnet.other").replace("/1/", "/2/");
    let two = joined(&[&hub, &other]);
    assert_eq!(two.virtual_networks.len(), 2);
}

#[test]
fn a_name_that_two_roots_declare_is_that_of_the_own_root_or_of_none() {
    let unknown_group = |address: &str, prefix: &str| {
        format!(
            r#"[{{"type": "virtualNetworks", "address": "{address}", "name": "hub",
                  "properties": {{"addressSpace": {{"addressPrefixes": ["{prefix}"]}}}}}}]"#
        )
    };
    let (one, two) =
        (unknown_group("vnet.one", "10.0.0.0/16"), unknown_group("vnet.two", "10.2.0.0/16"));
    let network = joined(&[&one, &two, &spoke(r#"{"name": "hub"}"#, "")]);
    let remote = network.peerings.iter().next().expect("there is a peering").remote;
    assert!(network.virtual_networks[remote].declared.existing);

    let own = r#", {"type": "virtualNetworks", "address": "vnet.own", "name": "hub"}"#;
    let network = joined(&[&one, &spoke(r#"{"name": "hub"}"#, own)]);
    let remote = network.peerings.iter().next().expect("there is a peering").remote;
    assert_eq!(network.virtual_networks[remote].declared.address.as_str(), "vnet.own");
}

#[test]
fn what_two_roots_declare_is_there_once_as_the_first_says() {
    let exported = r#"[
        {"type": "virtualNetworks", "address": "/exported/hub", "name": "Hub", "resourceGroup": "RG-HUB",
         "properties": {"addressSpace": {"addressPrefixes": ["10.9.0.0/16"]},
                        "subnets": [{"name": "old", "properties": {"addressPrefix": "10.9.1.0/24"}},
                                    {"name": "both", "properties": {"addressPrefix": "10.9.2.0/24"}}]}}
    ]"#;
    let code = HUB.replace(
        "\n]",
        r#", {"type": "virtualNetworks/subnets", "address": "subnet.both", "name": "both",
              "parent": "@vnet.hub#id", "properties": {"addressPrefix": "10.0.2.0/24"}}]"#,
    );
    compare(
        &joined(&[&code, exported]),
        "
        vnet hub 10.0.0.0/16
          subnet both 10.0.2.0/24
          subnet old 10.9.1.0/24
        ",
    );
    compare(
        &joined(&[exported, HUB]),
        "
        vnet Hub 10.9.0.0/16
          subnet old 10.9.1.0/24
          subnet both 10.9.2.0/24
        ",
    );
}

#[test]
fn resources_of_one_root_are_never_the_same() {
    let twice = HUB.replace("\n]", &format!(", {}", &HUB.replace("vnet.hub", "vnet.other")[1..]));
    assert_eq!(joined(&[&twice]).virtual_networks.len(), 2);
    assert_eq!(joined(&[&twice, "[]"]).virtual_networks.len(), 2);
}

#[test]
fn what_may_not_be_there_is_not_taken_for_what_another_root_declares() {
    let perhaps =
        HUB.replace("vnet.hub", "vnet.maybe").replace(r#""name""#, r#""maybe": "var.hub", "name""#);
    assert_eq!(joined(&[HUB, &perhaps]).virtual_networks.len(), 2);
}

#[test]
fn what_is_outside_of_one_root_may_be_in_another() {
    let spoke = spoke(r#""@data.terraform_remote_state.hub#outputs.hub_id""#, "");
    let unidentified = |network: &Network| {
        network.virtual_networks.iter().filter(|one| one.unidentified.is_some()).count()
    };
    assert_eq!(unidentified(&joined(&[&spoke])), 0);
    assert_eq!(unidentified(&joined(&[HUB, &spoke])), 1);
}
