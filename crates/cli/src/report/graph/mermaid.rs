//! Mermaid, which GitHub, GitLab and Azure DevOps show in Markdown
//! (<https://mermaid.js.org/syntax/flowchart.html>).

use nexthop_core::diagram::{Diagram, End, Frame, Link, Node, NodeKind, Standing};

use super::{Contents, Drawing, Name};
use crate::report::push;

pub(crate) fn render(drawings: &[Drawing]) -> String {
    let mut text = "flowchart TB\n".to_owned();
    for (at, Drawing { title, diagram }) in drawings.iter().enumerate() {
        if let Some(title) = title {
            push(&mut text, format_args!("  subgraph g{at}[\"{}\"]\n", escape(title)));
        }
        network(&mut text, at, diagram);
        if title.is_some() {
            text.push_str("  end\n");
        }
    }
    text.push_str("  classDef uncertain stroke-dasharray: 5 5\n");
    for (at, Drawing { diagram, .. }) in drawings.iter().enumerate() {
        uncertain(&mut text, at, diagram);
    }
    text
}

fn network(text: &mut String, at: usize, diagram: &Diagram) {
    let contents = Contents::of(diagram);
    for (place, (frame, within)) in diagram.frames.iter().zip(&contents.frames).enumerate() {
        let id = Name(at, End::Frame(place));
        push(text, format_args!("  subgraph {id}[\"{}\"]\n", lines(&frame.lines)));
        for &place in within {
            let node = &diagram.boxes[place];
            push(text, format_args!("    {}\n", shape(Name(at, End::Node(place)), node)));
        }
        text.push_str("  end\n");
    }
    for &place in &contents.alone {
        let node = &diagram.boxes[place];
        push(text, format_args!("  {}\n", shape(Name(at, End::Node(place)), node)));
    }
    for Link { from, to, label, standing, one_sided } in &diagram.links {
        let line = match (*standing == Standing::Perhaps, *one_sided) {
            (false, false) => "---",
            (false, true) => "-->",
            (true, false) => "-.-",
            (true, true) => "-.->",
        };
        let (from, to) = (Name(at, *from), Name(at, *to));
        if label.is_empty() {
            push(text, format_args!("  {from} {line} {to}\n"));
        } else {
            push(text, format_args!("  {from} {line}|\"{}\"| {to}\n", escape(label)));
        }
    }
}

fn uncertain(text: &mut String, at: usize, diagram: &Diagram) {
    let frames = diagram.frames.iter().enumerate();
    let frames = frames.filter(|(_, Frame { standing, .. })| standing.is_uncertain());
    let nodes = diagram.boxes.iter().enumerate();
    let nodes = nodes.filter(|(_, Node { standing, .. })| standing.is_uncertain());
    let ends = frames.map(|(place, _)| End::Frame(place));
    for end in ends.chain(nodes.map(|(place, _)| End::Node(place))) {
        push(text, format_args!("  class {} uncertain\n", Name(at, end)));
    }
}

fn shape(id: Name, node: &Node) -> String {
    let (open, close) = match node.kind {
        NodeKind::Site | NodeKind::Clients => ("([", "])"),
        NodeKind::Circuit => ("{{", "}}"),
        NodeKind::Subnets => ("[", "]"),
        NodeKind::Gateway | NodeKind::RouteServer | NodeKind::Firewall | NodeKind::Appliance => {
            ("(", ")")
        }
    };
    format!("{id}{open}\"{}\"{close}", lines(&node.lines))
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}

/// Text in quotes, where Mermaid takes markup and entities of its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' => {
                push(&mut escaped, format_args!("#{};", u32::from(character)));
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
