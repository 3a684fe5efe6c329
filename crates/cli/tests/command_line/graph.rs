//! `graph`

use snapbox::file;

use crate::nexthop;

#[test]
fn a_network_is_drawn_in_every_language() {
    let drawn = |format: &str| nexthop("graph circuits --format").arg(format).assert().code(0);
    drawn("mermaid").stdout_eq(file!["snapshots/graph.mmd"]);
    drawn("dot").stdout_eq(file!["snapshots/graph.dot"]);
    drawn("svg").stdout_eq(file!["snapshots/graph.svg"]);
}

#[test]
fn several_networks_have_their_paths() {
    nexthop("graph two").assert().code(0).stdout_eq(file!["snapshots/graph-two.mmd"]);
}
