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
