//! The configuration as a user writes it. Every value keeps its place.

use std::{collections::BTreeMap, num::NonZeroU16};

use serde::Deserialize;
use toml::Spanned;

type Text = Spanned<String>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserConfig {
    #[serde(default)]
    pub(super) rules: BTreeMap<Text, Text>,
    #[serde(default)]
    pub(super) ignore: Vec<UserIgnore>,
    #[serde(default)]
    pub(super) site: Vec<UserSite>,
    #[serde(default)]
    pub(super) nva: Vec<UserAppliance>,
    #[serde(default)]
    pub(super) intent: Vec<UserIntent>,
    #[serde(default)]
    pub(super) limits: UserLimits,
    #[serde(default)]
    pub(super) model: UserModel,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserIgnore {
    pub(super) rule: Text,
    pub(super) path: Option<Text>,
    pub(super) resource: Option<String>,
    pub(super) expires: Option<Text>,
    pub(super) reason: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserSite {
    pub(super) name: Text,
    #[serde(default)]
    pub(super) prefixes: Vec<Text>,
    pub(super) asn: Option<u32>,
    #[serde(default)]
    pub(super) prepends: Vec<u8>,
    pub(super) communities: Option<Vec<Text>>,
    #[serde(default)]
    pub(super) expressroute: Vec<String>,
    #[serde(default)]
    pub(super) vpn: Vec<String>,
    #[serde(default)]
    pub(super) nva: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserAppliance {
    pub(super) name: Text,
    #[serde(default)]
    pub(super) advertises: Vec<Text>,
    pub(super) next_hop: Option<Text>,
    pub(super) asn: Option<u32>,
    #[serde(default)]
    pub(super) prepends: u8,
    pub(super) communities: Option<Vec<Text>>,
    #[serde(default)]
    pub(super) overlay: Vec<String>,
    pub(super) stateful: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserIntent {
    pub(super) from: Text,
    pub(super) to: Text,
    pub(super) expect: Text,
    pub(super) via: Option<Text>,
    pub(super) port: Option<NonZeroU16>,
    pub(super) protocol: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserLimits {
    pub(super) routes_per_table: Option<usize>,
    pub(super) peerings_per_vnet: Option<usize>,
    pub(super) route_server_peers: Option<usize>,
    pub(super) route_server_subnet_prefix_length: Option<usize>,
    pub(super) expressroute_prefixes: Option<usize>,
    pub(super) expressroute_scale_units: Option<usize>,
    pub(super) links_per_circuit: Option<usize>,
    #[serde(default)]
    pub(super) vpn_tunnels: BTreeMap<Text, usize>,
    #[serde(default)]
    pub(super) p2s_connections: BTreeMap<Text, usize>,
    #[serde(default)]
    pub(super) circuits_per_gateway: BTreeMap<Text, usize>,
    #[serde(default)]
    pub(super) links_per_premium_circuit: BTreeMap<Text, usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserModel {
    pub(super) p2s_expressroute_via_route_server: Option<Text>,
}
