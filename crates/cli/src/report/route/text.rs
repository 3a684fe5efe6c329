//! Routes as a table, laid out as Azure's own command lays them out.

use nexthop_core::{Network, routing::RouteState};

use super::{ListKind, RouteLine, RouteList};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, push},
};

const HEADS: [&str; 6] =
    ["Source", "State", "Address Prefix", "Next Hop Type", "Next Hop IP", "Via"];

/// Every list of every network.
pub(crate) fn render(
    inputs: &Inputs,
    networks: &[(&Network, Vec<RouteList>)],
    paint: Paint,
) -> String {
    let mut text = String::new();
    let several = inputs.estates.len() > 1;
    for (estate, (network, lists)) in inputs.estates.iter().zip(networks) {
        if several && !lists.is_empty() {
            let path = printable(shown(&estate.path)).into_owned();
            push(&mut text, format_args!("{}\n\n", paint.bold(&path)));
        }
        for list in lists {
            table(&mut text, network, list, paint);
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
    let widths = HEADS.map(str::len);
    let widths = rows.iter().fold(widths, |mut widths, row| {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
        widths
    });
    text.push_str(&paint.bold(&line(&HEADS.map(str::to_owned), &widths)));
    text.push_str(&line(&widths.map(|width| "-".repeat(width)), &widths));
    for (row, route) in rows.iter().zip(&list.routes) {
        let line = line(row, &widths);
        match route.state {
            RouteState::Active => text.push_str(&line),
            RouteState::Invalid => text.push_str(&paint.dim(&line)),
        }
    }
    text.push('\n');
}

fn line(cells: &[String; 6], widths: &[usize; 6]) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, &width)| format!("{cell:width$}"));
    let line = cells.collect::<Vec<_>>().join("  ");
    format!("{}\n", line.trim_end())
}
