//! `name = value` put among others, as `terraform fmt` would have it.

use nexthop_source::{Edit, Span};

/// An attribute or an element of an object as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub name: Span,
    pub value: Span,
}

/// The edits that put a setting behind `others[behind]`, with which it is in one file.
///
/// Settings on adjacent lines have their `=` below each other. Where they have that now,
/// they have it afterwards.
pub(crate) fn insertion(
    text: &str,
    others: &[Setting],
    behind: usize,
    name: &str,
    value: &str,
) -> Option<Vec<Edit>> {
    let anchor = others.get(behind)?;
    let indent = indent(text, anchor.name)?;
    let written = text.get(anchor.value.start as usize..anchor.value.end as usize)?;
    if written.contains("<<") {
        return None;
    }
    let line = Line::end(text, anchor.value.end as usize);
    let group = if is_one_line(text, anchor) { group(text, others, behind) } else { &[] };
    let column = aligned(text, group);
    let width = column.unwrap_or(0).max(name.chars().count());
    let mut edits = Vec::new();
    if let Some(column) = column.filter(|&column| column < width) {
        let place = |setting: &Setting| Span { start: setting.name.end, ..setting.name };
        let room = " ".repeat(width - column);
        edits.extend(group.iter().map(|one| Edit { span: place(one), text: room.clone() }));
    }
    let padding = " ".repeat(width - name.chars().count());
    let span = Span::new(anchor.name.file, line.at..line.at);
    let text = format!("{}{indent}{name}{padding} = {value}", line.ending);
    edits.push(Edit { span, text });
    Some(edits)
}

/// The end of a line.
pub(super) struct Line {
    /// Where it is, before what ends it.
    pub(super) at: usize,
    /// What ends it, and so all lines.
    pub(super) ending: &'static str,
}

impl Line {
    /// The end of the line that has the byte at `from`.
    pub(super) fn end(text: &str, from: usize) -> Self {
        let rest = text.get(from..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        match line.strip_suffix('\r') {
            Some(line) => Self { at: from + line.len(), ending: "\r\n" },
            None => Self { at: from + line.len(), ending: "\n" },
        }
    }
}

/// What stands before a name that begins its line.
pub(super) fn indent(text: &str, name: Span) -> Option<&str> {
    let before = text.get(..name.start as usize)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = &before[line..];
    indent.chars().all(|c| c == ' ' || c == '\t').then_some(indent)
}

fn is_one_line(text: &str, setting: &Setting) -> bool {
    let written = text.get(setting.name.start as usize..setting.value.end as usize);
    written.is_some_and(|written| !written.contains('\n'))
}

/// The settings on the lines next to one, itself among them.
fn group<'s>(text: &str, settings: &'s [Setting], at: usize) -> &'s [Setting] {
    let adjacent = |pair: &[Setting]| match pair {
        [above, below] => {
            let between = text.get(above.value.end as usize..below.name.start as usize);
            between.is_some_and(|between| between.matches('\n').count() == 1)
                && is_one_line(text, above)
                && is_one_line(text, below)
        }
        _ => false,
    };
    let above = (0..at).rev().take_while(|&one| adjacent(&settings[one..one + 2])).count();
    let below = (at + 1..settings.len()).take_while(|&one| adjacent(&settings[one - 1..=one]));
    let below = below.count();
    &settings[at - above..=at + below]
}

/// The width of names with what fills them up, if it is that of the longest one.
fn aligned(text: &str, group: &[Setting]) -> Option<usize> {
    let longest = group.iter().map(|one| width(text, one)).max()?;
    let is_aligned = |one: &Setting| {
        let gap = text.get(one.name.end as usize..one.value.start as usize).unwrap_or_default();
        gap.trim_start_matches(' ').starts_with("= ")
            && gap.find('=') == Some(longest - width(text, one) + 1)
    };
    group.iter().all(is_aligned).then_some(longest)
}

fn width(text: &str, setting: &Setting) -> usize {
    let name = text.get(setting.name.start as usize..setting.name.end as usize);
    name.unwrap_or_default().chars().count()
}
