//! The topology of networks, in the languages of drawings.

pub(crate) mod dot;
mod layout;
pub(crate) mod mermaid;
pub(crate) mod svg;

use std::fmt;

use nexthop_core::diagram::{Diagram, End};

/// One network to draw.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// The path of its input; `None` where it is the only one.
    pub(crate) title: Option<String>,
    pub(crate) diagram: Diagram,
}

/// Which boxes stand in which frame, and which in none.
struct Contents {
    frames: Vec<Vec<usize>>,
    alone: Vec<usize>,
}

impl Contents {
    fn of(diagram: &Diagram) -> Self {
        let mut contents =
            Self { frames: vec![Vec::new(); diagram.frames.len()], alone: Vec::new() };
        for (place, node) in diagram.boxes.iter().enumerate() {
            let among = node.frame.map_or(&mut contents.alone, |at| &mut contents.frames[at]);
            among.push(place);
        }
        contents
    }
}

/// What a frame or a box is called in the drawing, by the network it is in.
#[derive(Clone, Copy)]
struct Name(usize, End);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            End::Frame(place) => write!(f, "n{}f{place}", self.0),
            End::Node(place) => write!(f, "n{}b{place}", self.0),
        }
    }
}
