//! Colours on a terminal.

use nexthop_source::Severity;

/// Paints text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    on: bool,
    links: bool,
}

impl Paint {
    pub(crate) fn new(on: bool) -> Self {
        Self { on, links: false }
    }

    /// With addresses behind what they belong to, for terminals that can show them.
    pub(crate) fn with_links(self, links: bool) -> Self {
        Self { links, ..self }
    }

    pub(crate) fn is_on(self) -> bool {
        self.on
    }

    /// The text as a link (OSC 8), if there are links. The address has no control
    /// characters.
    pub(crate) fn link(self, address: &str, text: &str) -> String {
        if self.links {
            format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    pub(crate) fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    pub(crate) fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }

    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.with("1;31", text),
            Severity::Warning => self.with("1;33", text),
            Severity::Note => self.with("1;36", text),
        }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
