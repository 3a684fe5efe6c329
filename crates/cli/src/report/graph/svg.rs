//! SVG, for pages and tickets: no scripts, no fonts, light and dark.

use nexthop_core::diagram::{Diagram, Link, NodeKind, Standing};

use super::{
    Drawing,
    layout::{LINE, Layout, PADDING, Rectangle},
};
use crate::report::{push, xml::escape};

const MARGIN: f64 = 24.0;
/// Above a network, for its path.
const HEADING: f64 = 32.0;
/// How far a line between two of one row bends.
const BEND: f64 = 36.0;

const STYLE: &str = "
  svg { background: #fff; color: #1f2328; font: 12px ui-sans-serif, system-ui, sans-serif }
  text { fill: currentColor }
  .heading { font-size: 15px; font-weight: 600 }
  .name { font-weight: 600 }
  .link { fill: none; stroke: #6e7781; stroke-width: 1.4 }
  .one-sided { stroke: #cf222e }
  .words { font-size: 10px; text-anchor: middle; stroke: #fff; stroke-width: 4px; paint-order: stroke }
  rect { fill: #fff; stroke: #57606a }
  .frame { fill: #f6f8fa; stroke: #0969da }
  .gateway, .route-server { fill: #ddf4ff; stroke: #0969da }
  .firewall, .appliance { fill: #fff1e5; stroke: #bc4c00 }
  .circuit { fill: #fbefff; stroke: #8250df }
  .site, .clients { fill: #dafbe1; stroke: #1a7f37 }
  .uncertain { stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; color: #e6edf3 }
    .words { stroke: #0d1117 }
    rect { fill: #161b22; stroke: #8b949e }
    .frame { fill: #0d1117; stroke: #388bfd }
    .gateway, .route-server { fill: #0c2d6b } .firewall, .appliance { fill: #5a1e02 }
    .circuit { fill: #3c1e70 } .site, .clients { fill: #033a16 }
  }
";

pub(crate) fn render(drawings: &[Drawing]) -> String {
    let layouts: Vec<_> = drawings.iter().map(|one| Layout::new(&one.diagram)).collect();
    let heading = |drawing: &Drawing| if drawing.title.is_some() { HEADING } else { 0.0 };
    let width = layouts.iter().map(|one| one.width).fold(0.0, f64::max) + 2.0 * MARGIN;
    let heights = drawings.iter().zip(&layouts);
    let heights = heights.map(|(drawing, layout)| heading(drawing) + layout.height + 2.0 * MARGIN);
    let height = heights.sum::<f64>();
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\">\n<style>{STYLE}</style>\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#cf222e\"/></marker></defs>\n"
    );
    let mut top = 0.0;
    for (drawing, layout) in drawings.iter().zip(&layouts) {
        if let Some(title) = &drawing.title {
            let (x, y) = (MARGIN, top + MARGIN);
            let title = escape(title);
            push(
                &mut text,
                format_args!("<text class=\"heading\" x=\"{x:.0}\" y=\"{y:.0}\">{title}</text>\n"),
            );
        }
        let down = top + heading(drawing) + MARGIN;
        let right = MARGIN + (width - 2.0 * MARGIN - layout.width) / 2.0;
        push(&mut text, format_args!("<g transform=\"translate({right:.0} {down:.0})\">\n"));
        network(&mut text, &drawing.diagram, layout);
        text.push_str("</g>\n");
        top = down + layout.height + MARGIN;
    }
    text.push_str("</svg>\n");
    text
}

fn network(text: &mut String, diagram: &Diagram, layout: &Layout) {
    for (frame, &place) in diagram.frames.iter().zip(&layout.frames) {
        rectangle(text, "frame", &frame.lines, (place, frame.standing));
    }
    // Above the frames, which they start and end at the borders of, and below the boxes.
    let words: Vec<_> = diagram.links.iter().map(|one| link(text, one, layout)).collect();
    for (node, &place) in diagram.boxes.iter().zip(&layout.boxes) {
        rectangle(text, class(node.kind), &node.lines, (place, node.standing));
    }
    for (link, (x, y)) in diagram.links.iter().zip(words) {
        if !link.label.is_empty() {
            let label = escape(&link.label);
            push(
                text,
                format_args!("<text class=\"words\" x=\"{x:.0}\" y=\"{y:.0}\">{label}</text>\n"),
            );
        }
    }
}

/// Draws a line; where its words go.
fn link(text: &mut String, link: &Link, layout: &Layout) -> (f64, f64) {
    let [from, to] = [link.from, link.to].map(|end| layout.at(end));
    let in_one_row = from.y < to.y + to.height && to.y < from.y + from.height;
    let ((x1, y1), (x2, y2)) = (from.center(), to.center());
    let over = (f64::midpoint(x1, x2), from.y.min(to.y) - BEND);
    let (start, end) = if in_one_row {
        ((x1, from.y), (x2, to.y))
    } else {
        (from.towards((x2, y2)), to.towards((x1, y1)))
    };
    let path = if in_one_row {
        format!("Q{:.0} {:.0} {:.0} {:.0}", over.0, over.1, end.0, end.1)
    } else {
        format!("L{:.0} {:.0}", end.0, end.1)
    };
    let mut class = "link".to_owned();
    if link.standing == Standing::Perhaps {
        class.push_str(" uncertain");
    }
    let arrow = if link.one_sided {
        class.push_str(" one-sided");
        " marker-end=\"url(#arrow)\""
    } else {
        ""
    };
    push(
        text,
        format_args!(
            "<path class=\"{class}\" d=\"M{:.0} {:.0}{path}\"{arrow}/>\n",
            start.0, start.1
        ),
    );
    if in_one_row {
        return (over.0, f64::midpoint(over.1, f64::midpoint(start.1, end.1)) - 4.0);
    }
    // Nearer to the lower end: many spokes have one hub.
    let (upper, lower) = if start.1 < end.1 { (start, end) } else { (end, start) };
    (upper.0 + (lower.0 - upper.0) * 0.7, upper.1 + (lower.1 - upper.1) * 0.7)
}

fn rectangle(
    text: &mut String,
    class: &str,
    lines: &[String],
    (place, standing): (Rectangle, Standing),
) {
    let uncertain = if standing.is_uncertain() { " uncertain" } else { "" };
    let Rectangle { x, y, width, height } = place;
    push(
        text,
        format_args!(
            "<rect class=\"{class}{uncertain}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" \
             height=\"{height:.0}\" rx=\"6\"/>\n"
        ),
    );
    let mut down = y + LINE;
    // The first line of a box is what it is, the second its name.
    let named = usize::from(class != "frame");
    for (at, line) in lines.iter().enumerate() {
        let name = if at == named && class != "subnets" { " class=\"name\"" } else { "" };
        let (left, line) = (x + PADDING, escape(line));
        push(text, format_args!("<text{name} x=\"{left:.0}\" y=\"{down:.0}\">{line}</text>\n"));
        down += LINE;
    }
}

fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Subnets => "subnets",
        NodeKind::Gateway => "gateway",
        NodeKind::RouteServer => "route-server",
        NodeKind::Firewall => "firewall",
        NodeKind::Appliance => "appliance",
        NodeKind::Circuit => "circuit",
        NodeKind::Site => "site",
        NodeKind::Clients => "clients",
    }
}
