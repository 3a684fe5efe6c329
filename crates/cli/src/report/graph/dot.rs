//! DOT, for Graphviz (<https://graphviz.org/doc/info/lang.html>).

use nexthop_core::diagram::{Diagram, End, Link, Node, NodeKind, Standing};

use super::{Contents, Drawing, Name};
use crate::report::push;

pub(crate) fn render(drawings: &[Drawing]) -> String {
    let mut text = "graph network {\n  compound=true;\n  fontname=\"sans-serif\";\n  \
                    node [shape=box, fontname=\"sans-serif\", fontsize=10];\n  \
                    edge [fontname=\"sans-serif\", fontsize=9];\n"
        .to_owned();
    for (at, Drawing { title, diagram }) in drawings.iter().enumerate() {
        if let Some(title) = title {
            push(&mut text, format_args!("  subgraph cluster_g{at} {{\n"));
            push(&mut text, format_args!("  label={};\n", quoted(title)));
        }
        network(&mut text, at, diagram);
        if title.is_some() {
            text.push_str("  }\n");
        }
    }
    text.push_str("}\n");
    text
}

fn network(text: &mut String, at: usize, diagram: &Diagram) {
    let contents = Contents::of(diagram);
    for (place, (frame, within)) in diagram.frames.iter().zip(&contents.frames).enumerate() {
        let id = Name(at, End::Frame(place));
        push(text, format_args!("  subgraph cluster_{id} {{\n"));
        let style = if frame.standing.is_uncertain() { "; style=dashed" } else { "" };
        push(text, format_args!("    label={}{style};\n", quoted(&frame.lines.join("\n"))));
        // What a line to the frame ends at.
        push(text, format_args!("    {id} [shape=point, style=invis];\n"));
        for &place in within {
            let node = &diagram.boxes[place];
            push(text, format_args!("    {}\n", statement(Name(at, End::Node(place)), node)));
        }
        text.push_str("  }\n");
    }
    for &place in &contents.alone {
        let node = &diagram.boxes[place];
        push(text, format_args!("  {}\n", statement(Name(at, End::Node(place)), node)));
    }
    for link in &diagram.links {
        edge(text, at, link);
    }
}

fn edge(text: &mut String, at: usize, link: &Link) {
    let [from, to] = [link.from, link.to].map(|end| Name(at, end));
    let mut attributes = vec![format!("label={}", quoted(&link.label))];
    for (end, name, attribute) in [(link.from, &from, "ltail"), (link.to, &to, "lhead")] {
        if matches!(end, End::Frame(_)) {
            attributes.push(format!("{attribute}=cluster_{name}"));
        }
    }
    if link.standing == Standing::Perhaps {
        attributes.push("style=dashed".to_owned());
    }
    if link.one_sided {
        attributes.push("dir=forward".to_owned());
    }
    push(text, format_args!("  {from} -- {to} [{}];\n", attributes.join(", ")));
}

fn statement(id: Name, node: &Node) -> String {
    let shape = match node.kind {
        NodeKind::Site | NodeKind::Clients => ", shape=ellipse",
        NodeKind::Circuit => ", shape=hexagon",
        NodeKind::Subnets => ", shape=note",
        NodeKind::Gateway | NodeKind::RouteServer | NodeKind::Firewall | NodeKind::Appliance => "",
    };
    let dashed = if node.standing.is_uncertain() { ", style=dashed" } else { "" };
    format!("{id} [label={}{shape}{dashed}];", quoted(&node.lines.join("\n")))
}

fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
