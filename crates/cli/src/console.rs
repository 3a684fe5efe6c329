//! Standard output and standard error.

use std::{
    borrow::Cow,
    fs,
    io::{self, IsTerminal as _, Write as _},
};

use anyhow::Context as _;
use camino::Utf8Path;

use crate::{args::Color, config::Mistakes};

/// Where results and remarks go.
#[derive(Debug)]
pub(crate) struct Console {
    color: Color,
    no_color: bool,
    quiet: bool,
}

impl Console {
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { color, no_color, quiet }
    }

    /// Whether results on standard output are coloured.
    pub(crate) fn colors(&self) -> bool {
        self.decide(io::stdout().is_terminal())
    }

    /// Whether results on standard output have links.
    pub(crate) fn links(&self) -> bool {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        io::stdout().is_terminal() && self.colors() && shows_links(variable)
    }

    /// Whether remarks on standard error are coloured.
    pub(crate) fn colors_errors(&self) -> bool {
        self.decide(io::stderr().is_terminal())
    }

    /// Whether results in a file are coloured.
    pub(crate) fn colors_files(&self) -> bool {
        self.color == Color::Always
    }

    fn decide(&self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !self.no_color,
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Says something that is not a result, unless the user wants quiet.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            // Who closed standard error does not want to read this.
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// Says why the program could not run.
    pub(crate) fn fail(&self, error: &anyhow::Error) {
        let _ = match error.downcast_ref::<Mistakes>() {
            Some(mistakes) => write!(io::stderr(), "{}", mistakes.render(self.colors_errors())),
            None => writeln!(io::stderr(), "error: {error:#}"),
        };
    }
}

/// Whether a terminal with these environment variables shows links (OSC 8) as such.
/// Others ignore them or, if they are old, print them.
fn shows_links(variable: impl Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let is_dumb = variable("TERM").is_some_and(|term| term == "dumb" || term.starts_with("screen"));
    if is_dumb || variable("CI").is_some() || variable("TMUX").is_some() {
        return false;
    }
    // VTE shows them since 0.50, which says 5000.
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    let programs = ["ghostty", "Hyper", "iTerm.app", "vscode", "WezTerm"];
    let program = variable("TERM_PROGRAM").is_some_and(|name| programs.contains(&&*name));
    let terms = ["xterm-kitty", "alacritty", "foot", "xterm-ghostty"];
    let term = variable("TERM").is_some_and(|name| terms.contains(&&*name));
    let is_known = ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"];
    program
        || term
        || vte.is_some_and(|version| version >= 5000)
        || is_known.iter().any(|name| variable(name).is_some())
}

/// Prints results.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    stream(|out| out.write_all(text.as_bytes()))
}

/// Prints results while they are made. Nobody reading them any more is not an error.
pub(crate) fn stream(
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Writes results to a file.
pub(crate) fn write(path: &Utf8Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {path}"))
}

/// Adds to a file, which is made if it is not there.
pub(crate) fn append(path: &Utf8Path, text: &str) -> anyhow::Result<()> {
    let file = fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {path}"))
}

/// Says what went wrong without ending the program.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "error: {text}");
}

/// The text without what would steer a terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        let replace = |c: char| match c {
            '\n' | '\t' | '\r' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        };
        Cow::Owned(text.chars().map(replace).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::shows_links;

    fn shows(variables: &[(&str, &str)]) -> bool {
        shows_links(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn links_are_for_terminals_that_are_known_to_show_them() {
        assert!(!shows(&[("TERM", "xterm-256color")]));
        assert!(shows(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7200")]));
        assert!(!shows(&[("VTE_VERSION", "4900")]));
        assert!(shows(&[("TERM_PROGRAM", "vscode")]));
        assert!(!shows(&[("TERM_PROGRAM", "vscode"), ("CI", "true")]));
        assert!(!shows(&[("WT_SESSION", "1"), ("TMUX", "/tmp/tmux")]));
        assert!(shows(&[("FORCE_HYPERLINK", "1"), ("CI", "true")]));
        assert!(!shows(&[("FORCE_HYPERLINK", "0"), ("WT_SESSION", "1")]));
    }
}
