//! `name: value` put into an object of Bicep or JSON.

use nexthop_source::{Edit, Span};

use super::setting::{Line, Setting, indent};

/// How a language writes the members of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `name: value`, separated by line ends.
    Bicep,
    /// `"name": value`, separated by commas.
    Json,
}

/// The members of an object in one file, in order of writing.
#[derive(Debug)]
pub(crate) struct Members<'t> {
    pub text: &'t str,
    pub style: Style,
    pub all: Vec<Setting>,
}

impl Members<'_> {
    /// The edit that puts a member behind the last one.
    pub(crate) fn insertion(&self, name: &str, value: &str) -> Option<Edit> {
        let last = self.all.last()?;
        let end = last.value.end as usize;
        let line = Line::end(self.text, end);
        let indent = indent(self.text, last.name);
        let (at, text) = match (self.style, indent) {
            (Style::Bicep, Some(indent)) => {
                (line.at, format!("{}{indent}{name}: {value}", line.ending))
            }
            (Style::Bicep, None) => (end, format!(", {name}: {value}")),
            (Style::Json, _) if self.comma_behind(end) => return None,
            (Style::Json, Some(indent)) => {
                (end, format!(",{}{indent}\"{name}\": {value}", line.ending))
            }
            (Style::Json, None) => (end, format!(", \"{name}\": {value}")),
        };
        Some(Edit { span: Span::new(last.name.file, at..at), text })
    }

    fn comma_behind(&self, end: usize) -> bool {
        let rest = self.text.get(end..).unwrap_or_default();
        rest.trim_start().starts_with([',', '/'])
    }
}
