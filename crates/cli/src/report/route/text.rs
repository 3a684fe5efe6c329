//! Routes as a table, laid out as Azure's own command lays them out.

use nexthop_core::{Network, routing::RouteState};

use super::{BgpList, BgpListKind, ListKind, Lists, RouteLine, RouteList, bgp::BgpLine};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, push},
};

const HEADS: [&str; 6] =
    ["Source", "State", "Address Prefix", "Next Hop Type", "Next Hop IP", "Via"];

const BGP_HEADS: [&str; 6] = ["Network", "NextHop", "Origin", "SourcePeer", "AsPath", "Weight"];

/// Every list of every network.
pub(crate) fn render(inputs: &Inputs, networks: &[(&Network, Lists)], paint: Paint) -> String {
    let mut text = String::new();
    let several = inputs.estates.len() > 1;
    for (estate, (network, lists)) in inputs.estates.iter().zip(networks) {
        if several && !(lists.routes.is_empty() && lists.bgp.is_empty()) {
            let path = printable(shown(&estate.path)).into_owned();
            push(&mut text, format_args!("{}\n\n", paint.bold(&path)));
        }
        for list in &lists.routes {
            table(&mut text, network, list, paint);
        }
        for list in &lists.bgp {
            bgp_table(&mut text, network, list, paint);
        }
    }
    text
}

fn table(text: &mut String, network: &Network, list: &RouteList, paint: Paint) {
    let title = match list.kind {
        ListKind::Effective => "effective routes",
        ListKind::Advertised => "advertised to the other side",
        ListKind::Pushed => "pushed to clients",
        ListKind::Hub => "routes of the virtual hub",
    };
    push(text, format_args!("{} ({title})\n", paint.bold(&printable(&list.at))));
    if list.routes.is_empty() {
        text.push_str("no routes\n\n");
        return;
    }
    let rows: Vec<[String; 6]> = list
        .routes
        .iter()
        .map(|route| {
            let RouteLine { source, state, prefix, next_hop_type, next_hop_ip, via } =
                RouteLine::of(network, route);
            let cell = |text: &str| printable(text).into_owned();
            [
                source.to_owned(),
                state.to_owned(),
                cell(&prefix),
                next_hop_type.to_owned(),
                next_hop_ip,
                cell(&via),
            ]
        })
        .collect();
    let widths = head(text, HEADS, &rows, paint);
    for (row, route) in rows.iter().zip(&list.routes) {
        let line = line(row, &widths);
        match route.state {
            RouteState::Active => text.push_str(&line),
            RouteState::Invalid => text.push_str(&paint.dim(&line)),
        }
    }
    text.push('\n');
}

/// What a gateway or a circuit has learned, as Azure's commands lay it out.
fn bgp_table(text: &mut String, network: &Network, list: &BgpList, paint: Paint) {
    let title = match list.neighbour(network) {
        Some(peer) => format!("advertised by BGP to {}", printable(&peer.shown())),
        None if list.kind == BgpListKind::Circuit => "route table of the circuit".to_owned(),
        None => "learned by BGP".to_owned(),
    };
    push(text, format_args!("{} ({title})\n", paint.bold(&printable(&list.at))));
    if list.rows.is_empty() {
        text.push_str("no routes\n\n");
        return;
    }
    let cells = |row| BgpLine::of(network, row).cells().map(|cell| printable(&cell).into_owned());
    let rows: Vec<[String; 6]> = list.rows.iter().map(cells).collect();
    let widths = head(text, BGP_HEADS, &rows, paint);
    for row in &rows {
        text.push_str(&line(row, &widths));
    }
    text.push('\n');
}

/// Writes the head of a table; how wide its columns are.
fn head(text: &mut String, heads: [&str; 6], rows: &[[String; 6]], paint: Paint) -> [usize; 6] {
    let widths = rows.iter().fold(heads.map(str::len), |mut widths, row| {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
        widths
    });
    text.push_str(&paint.bold(&line(&heads.map(str::to_owned), &widths)));
    text.push_str(&line(&widths.map(|width| "-".repeat(width)), &widths));
    widths
}

fn line(cells: &[String; 6], widths: &[usize; 6]) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, &width)| format!("{cell:width$}"));
    let line = cells.collect::<Vec<_>>().join("  ");
    format!("{}\n", line.trim_end())
}
