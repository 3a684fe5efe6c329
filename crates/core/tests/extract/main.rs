//! From resources to the network.

mod anything;
mod diagram;
mod joined;
mod joins;
mod properties;
mod queries;
mod resources;
mod sites;
mod terraform;
mod text;
mod unknown_ends;

use nexthop_core::{Model, Network};

/// The network of resources written as JSON; see [`resources::read`].
fn network(resources: &str) -> Network {
    network_with(resources, &Model::default())
}

fn network_with(resources: &str, model: &Model) -> Network {
    let (resources, unread) = resources::read(resources);
    nexthop_core::analyse(&resources, &unread, model).network
}

/// Compares the network of resources with its expected text; see [`text::of`].
#[track_caller]
fn check(resources: &str, expected: &str) {
    compare(&network(resources), expected);
}

#[track_caller]
fn compare(network: &Network, expected: &str) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines = || expected.lines().filter(|line| !line.trim().is_empty());
    let margin = lines().map(indent).min().unwrap_or_default();
    let expected: Vec<&str> = lines().map(|line| &line[margin..]).collect();
    let expected = expected.join("\n");
    let actual = text::of(network);
    let actual = actual.trim_end();
    assert!(actual == expected, "expected:\n{expected}\nactual:\n{actual}");
}
