//! Where everything stands: rows from what is outside of Azure down to the spokes.

use std::collections::BTreeMap;

use nexthop_core::diagram::{Diagram, End, Tier};

use super::Contents;

/// Of one line of text.
pub(super) const LINE: f64 = 16.0;
/// From a border to the text in it.
pub(super) const PADDING: f64 = 10.0;
/// Wide enough for bold ones.
const CHARACTER: f64 = 7.7;
const GAP: f64 = 28.0;
/// Between rows, where lines and their words are.
const ALLEY: f64 = 84.0;
/// A frame gets no wider than that for several boxes.
const FRAME: f64 = 560.0;
/// No row is broken before that.
const ROW: f64 = 1400.0;
/// Wider rows are about so much wider than all rows of the tier are high.
const SHAPE: f64 = 300.0;

/// A rectangle, by its corner at the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rectangle {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rectangle {
    pub(super) fn center(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Where the line from its centre to a point leaves it.
    pub(super) fn towards(self, (x, y): (f64, f64)) -> (f64, f64) {
        let (from_x, from_y) = self.center();
        let (dx, dy) = (x - from_x, y - from_y);
        let part = (self.width / 2.0 / dx.abs()).min(self.height / 2.0 / dy.abs());
        if part.is_finite() && part < 1.0 {
            (from_x + dx * part, from_y + dy * part)
        } else {
            (x, y)
        }
    }
}

/// The places of the frames and boxes of a diagram.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) frames: Vec<Rectangle>,
    pub(super) boxes: Vec<Rectangle>,
}

impl Layout {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let sizes = diagram.boxes.iter().map(|node| size(&node.lines)).collect();
        let mut layout = Self {
            boxes: sizes,
            frames: vec![Rectangle::default(); diagram.frames.len()],
            ..Self::default()
        };
        let contents = Contents::of(diagram);
        for (at, within) in contents.frames.iter().enumerate() {
            layout.fill(size(&diagram.frames[at].lines), at, within);
        }
        let rows = layout.rows(diagram, &contents);
        layout.width = rows.iter().map(|row| layout.length(row)).fold(0.0, f64::max);
        let mut top = 0.0;
        for row in &rows {
            let tallest = row.iter().map(|&end| layout.at(end).height).fold(0.0, f64::max);
            for &end in row {
                layout.shift(&contents, end, (layout.width / 2.0, top));
            }
            layout.height = top + tallest;
            top = layout.height + ALLEY;
        }
        layout
    }

    pub(super) fn at(&self, end: End) -> Rectangle {
        match end {
            End::Frame(at) => self.frames[at],
            End::Node(at) => self.boxes[at],
        }
    }

    /// Puts the boxes of a frame next to each other, seen from the frame's corner.
    fn fill(&mut self, title: Rectangle, at: usize, within: &[usize]) {
        let (mut x, mut y, mut tallest) = (PADDING, title.height, 0.0_f64);
        let mut right = title.width;
        for &place in within {
            let own = &mut self.boxes[place];
            if x > PADDING && x + own.width > FRAME {
                (x, y, tallest) = (PADDING, y + tallest + PADDING, 0.0);
            }
            (own.x, own.y) = (x, y);
            x += own.width + PADDING;
            right = right.max(x);
            tallest = tallest.max(own.height);
        }
        let bottom = if tallest > 0.0 { y + tallest + PADDING } else { y };
        self.frames[at] = Rectangle { width: right, height: bottom, ..Rectangle::default() };
    }

    /// The rows from top to bottom, each around the middle, which is zero. What is beside
    /// the hubs is ordered by what it is joined to.
    fn rows(&mut self, diagram: &Diagram, contents: &Contents) -> Vec<Vec<End>> {
        let mut rows = BTreeMap::new();
        let joined = neighbours(diagram);
        for tier in [Tier::VirtualHub, Tier::Hub, Tier::Spoke, Tier::Edge, Tier::Outside] {
            let frames = (0..contents.frames.len()).map(End::Frame);
            let all = frames.chain(contents.alone.iter().copied().map(End::Node));
            let ends: Vec<_> = all.filter(|&end| tier_of(diagram, end) == tier).collect();
            let middle = |end: End| {
                let known = joined.get(&end).map_or(&[][..], Vec::as_slice).iter();
                let known: Vec<_> = known
                    .filter(|other| rows.keys().any(|tier| *tier == tier_of(diagram, **other)))
                    .map(|&other| self.at(other).center().0)
                    .collect();
                let number = u32::try_from(known.len()).unwrap_or(u32::MAX).max(1);
                known.iter().sum::<f64>() / f64::from(number)
            };
            let mut ends: Vec<_> = ends.into_iter().map(|end| (middle(end), end)).collect();
            ends.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            let broken = self.broken(ends.into_iter().map(|(_, end)| end).collect());
            for row in &broken {
                let mut x = -self.length(row) / 2.0;
                for &end in row {
                    let own = self.at_mut(end);
                    own.x = x;
                    x += own.width + GAP;
                }
            }
            rows.insert(tier, broken);
        }
        rows.into_values().flatten().collect()
    }

    /// What stands in a tier, as many rows as it takes.
    fn broken(&self, ends: Vec<End>) -> Vec<Vec<End>> {
        let most = (self.length(&ends) * SHAPE).sqrt().max(ROW);
        let mut rows: Vec<Vec<End>> = Vec::new();
        let mut length = f64::INFINITY;
        for end in ends {
            let width = self.at(end).width + GAP;
            if length + width > most {
                rows.push(Vec::new());
                length = 0.0;
            }
            length += width;
            if let Some(row) = rows.last_mut() {
                row.push(end);
            }
        }
        rows
    }

    fn length(&self, row: &[End]) -> f64 {
        let widths = row.iter().map(|&end| self.at(end).width + GAP);
        (widths.sum::<f64>() - GAP).max(0.0)
    }

    fn at_mut(&mut self, end: End) -> &mut Rectangle {
        match end {
            End::Frame(at) => &mut self.frames[at],
            End::Node(at) => &mut self.boxes[at],
        }
    }

    /// Moves a frame with what is in it, or a box.
    fn shift(&mut self, contents: &Contents, end: End, (right, down): (f64, f64)) {
        let own = self.at_mut(end);
        (own.x, own.y) = (own.x + right, own.y + down);
        let (x, y) = (own.x, own.y);
        if let End::Frame(at) = end {
            for &place in &contents.frames[at] {
                let own = &mut self.boxes[place];
                (own.x, own.y) = (own.x + x, own.y + y);
            }
        }
    }
}

fn size(lines: &[String]) -> Rectangle {
    let pixels =
        |count: usize, each: f64| u32::try_from(count).map_or(0.0, |count| f64::from(count) * each);
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    Rectangle {
        width: pixels(longest, CHARACTER) + 2.0 * PADDING,
        height: pixels(lines.len(), LINE) + 1.5 * PADDING,
        ..Rectangle::default()
    }
}

/// The frame that a box stands in, or the box itself.
fn top(diagram: &Diagram, end: End) -> End {
    match end {
        End::Node(at) => diagram.boxes[at].frame.map_or(end, End::Frame),
        End::Frame(_) => end,
    }
}

fn tier_of(diagram: &Diagram, end: End) -> Tier {
    match end {
        End::Frame(at) => diagram.frames[at].tier,
        End::Node(at) => diagram.boxes[at].kind.tier(),
    }
}

fn neighbours(diagram: &Diagram) -> BTreeMap<End, Vec<End>> {
    let mut joined: BTreeMap<End, Vec<End>> = BTreeMap::new();
    for link in &diagram.links {
        let [one, other] = [link.from, link.to].map(|end| top(diagram, end));
        joined.entry(one).or_default().push(other);
        joined.entry(other).or_default().push(one);
    }
    joined
}

#[cfg(test)]
mod tests {
    use nexthop_core::diagram::{Diagram, End, Frame, Link, Node, NodeKind, Standing, Tier};
    use proptest::{collection::vec, prelude::*};

    use super::{Layout, Rectangle};

    const TIERS: [Tier; 5] = [Tier::Outside, Tier::Edge, Tier::VirtualHub, Tier::Hub, Tier::Spoke];
    const KINDS: [NodeKind; 4] =
        [NodeKind::Site, NodeKind::Circuit, NodeKind::Gateway, NodeKind::Subnets];

    /// A diagram of so many frames, each of a tier and with boxes of so many characters.
    fn diagram(frames: &[(usize, Vec<usize>)], alone: &[usize]) -> Diagram {
        let standing = Standing::Declared;
        let mut diagram = Diagram::default();
        let lines = |length: usize| vec!["x".repeat(length)];
        for (at, (tier, boxes)) in frames.iter().enumerate() {
            let tier = TIERS[tier % TIERS.len()];
            diagram.frames.push(Frame { tier, lines: lines(3), standing });
            for &length in boxes {
                let (kind, frame) = (NodeKind::Gateway, Some(at));
                diagram.boxes.push(Node { kind, frame, lines: lines(length), standing });
            }
            let (from, to) = (End::Frame(0), End::Frame(at));
            let (label, one_sided) = (String::new(), false);
            diagram.links.push(Link { from, to, label, standing, one_sided });
        }
        for &length in alone {
            let kind = KINDS[length % KINDS.len()];
            diagram.boxes.push(Node { kind, frame: None, lines: lines(length), standing });
        }
        diagram
    }

    fn apart(one: Rectangle, other: Rectangle) -> bool {
        one.x + one.width <= other.x
            || other.x + other.width <= one.x
            || one.y + one.height <= other.y
            || other.y + other.height <= one.y
    }

    fn within(outer: Rectangle, inner: Rectangle) -> bool {
        // Lengths are sums of the same numbers in another order.
        const ROUNDED: f64 = 1e-6;
        inner.x >= outer.x - ROUNDED
            && inner.y >= outer.y - ROUNDED
            && inner.x + inner.width <= outer.x + outer.width + ROUNDED
            && inner.y + inner.height <= outer.y + outer.height + ROUNDED
    }

    proptest! {
        #[test]
        fn nothing_stands_on_anything_else(
            frames in vec((0..8_usize, vec(0..120_usize, 0..7)), 0..12),
            alone in vec(0..60_usize, 0..12),
        ) {
            let diagram = diagram(&frames, &alone);
            let layout = Layout::new(&diagram);
            let page = Rectangle { width: layout.width, height: layout.height, ..Rectangle::default() };
            let lone = diagram.boxes.iter().zip(&layout.boxes);
            let lone = lone.filter(|(node, _)| node.frame.is_none()).map(|(_, place)| *place);
            let tops: Vec<_> = layout.frames.iter().copied().chain(lone).collect();
            for (at, &one) in tops.iter().enumerate() {
                prop_assert!(within(page, one));
                prop_assert!(tops[at + 1..].iter().all(|&other| apart(one, other)));
            }
            for (at, (node, &place)) in diagram.boxes.iter().zip(&layout.boxes).enumerate() {
                let Some(frame) = node.frame else { continue };
                prop_assert!(within(layout.frames[frame], place));
                let beside = diagram.boxes.iter().zip(&layout.boxes).skip(at + 1);
                let mut beside = beside.filter(|(other, _)| other.frame == node.frame);
                prop_assert!(beside.all(|(_, &other)| apart(place, other)));
            }
        }

        #[test]
        fn a_line_ends_at_the_border(x in -500.0..500.0_f64, y in -500.0..500.0_f64) {
            let box_ = Rectangle { x: -50.0, y: -20.0, width: 100.0, height: 40.0 };
            let (at_x, at_y) = box_.towards((x, y));
            let on_border = (at_x.abs() - 50.0).abs() < 1e-6 || (at_y.abs() - 20.0).abs() < 1e-6;
            let is_inside = x.abs() <= 50.0 && y.abs() <= 20.0;
            prop_assert!(is_inside || on_border);
        }
    }
}
