//! For people: the source with labels, the steps hop by hop, what to do.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use nexthop_source::{Diagnostic, Label, Severity, Sources, Span, Step};

use super::{Paint, Report, count, push, wrap::wrapped};
use crate::{catalogue, console::printable};

/// So many lines apart, two places are still shown together.
const NEAR: u32 = 6;

/// Longer lines are not shown: a plan in JSON has everything in one.
pub(super) const WIDEST: usize = 500;

/// How many causes of undecided rules are listed.
const CAUSES: usize = 8;

/// The whole report.
pub(crate) fn render(report: &Report<'_>, paint: Paint, quiet: bool) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&diagnostic(report.sources, &finding.diagnostic, paint));
    }
    if !quiet {
        undecided(&mut text, report, paint);
        summary(&mut text, report, paint);
    }
    text
}

/// One diagnostic, with an empty line behind it.
pub(crate) fn diagnostic(sources: &Sources, one: &Diagnostic, paint: Paint) -> String {
    let color = paint.is_on();
    let mut text = String::new();
    let is_here =
        |label: &&Label| is_near(sources, label.span, one.span) && !is_wide(sources, label.span);
    let (here, elsewhere): (Vec<_>, Vec<_>) = one.related.iter().partition(is_here);
    let labels = here.iter().map(|label| labeled(label.span, Some(&label.message)));
    Snippet {
        head: Some(format!("{}[{}]", one.severity.as_str(), one.code)),
        message: printable(&one.message),
        severity: one.severity,
        source: Source::new(sources, one.span, &here),
        labels: std::iter::once(labeled(one.span, None)).chain(labels).collect(),
    }
    .render(&mut text, color);
    if is_wide(sources, one.span) {
        let of = one.resource.iter().map(|resource| format!(" ({})", printable(resource)));
        let of: String = of.collect();
        push(&mut text, format_args!("    at {}{of}\n", line_of(sources, one.span)));
    }
    for Label { span, message } in elsewhere {
        Snippet {
            head: None,
            message: printable(message),
            severity: Severity::Note,
            source: Source::new(sources, *span, &[]),
            labels: vec![labeled(*span, None)],
        }
        .render(&mut text, color);
    }
    steps(&mut text, sources, &one.steps, paint);
    let mut head = format!("  {} ", paint.cyan("help:"));
    for line in one.help.iter().flat_map(|help| help.lines()) {
        wrapped(&mut text, (&head, 8), &printable(line), ("", paint));
        head = " ".repeat(8);
    }
    if let Some(url) = catalogue::url(one.code) {
        push(
            &mut text,
            format_args!("  {} {}\n", paint.cyan("more:"), paint.link(&url, &paint.dim(&url))),
        );
    }
    text.push('\n');
    text
}

/// Whether two places are best seen in one piece of source.
fn is_near(sources: &Sources, one: Span, other: Span) -> bool {
    one.file == other.file && sources.line(one).abs_diff(sources.line(other)) <= NEAR
}

/// Whether the line of a place is too long to be shown.
pub(super) fn is_wide(sources: &Sources, span: Span) -> bool {
    let text = sources.file_text(span.file).as_bytes();
    let at = (span.start as usize).min(text.len());
    let before = text[..at].iter().rev().take(WIDEST).take_while(|byte| **byte != b'\n').count();
    let behind = text[at..].iter().take(WIDEST).take_while(|byte| **byte != b'\n').count();
    before + behind >= WIDEST
}

fn labeled(span: Span, message: Option<&str>) -> LabeledSpan {
    let place = (span.start as usize, span.end.saturating_sub(span.start) as usize);
    match message {
        Some(message) => LabeledSpan::new_with_span(Some(printable(message).into_owned()), place),
        None => LabeledSpan::new_primary_with_span(None, place),
    }
}

fn steps(text: &mut String, sources: &Sources, steps: &[Step], paint: Paint) {
    if steps.is_empty() {
        return;
    }
    push(text, format_args!("  {}\n", paint.cyan("steps:")));
    for (at, step) in steps.iter().enumerate() {
        let place = step.span.map(|span| format!("({})", line_of(sources, span)));
        let head = format!("  {:>4}. ", at + 1);
        let tail = place.unwrap_or_default();
        wrapped(text, (&head, 8), &printable(&step.message), (&tail, paint));
    }
}

/// `path:line` of a span.
pub(crate) fn line_of(sources: &Sources, span: Span) -> String {
    let location = sources.location(span);
    printable(&format!("{}:{}", location.path, location.start.line)).into_owned()
}

/// What no rule could decide, by cause.
fn undecided(text: &mut String, report: &Report<'_>, paint: Paint) {
    if report.undecided.is_empty() {
        return;
    }
    let mut causes: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in &report.undecided {
        let place = line_of(report.sources, one.span);
        causes.entry((place, &one.message)).or_default().insert(one.rule);
    }
    push(
        text,
        format_args!(
            "{} {} in {}:\n",
            paint.yellow("undecided:"),
            count(report.undecided_rules().len(), "rule"),
            count(causes.len(), "place")
        ),
    );
    for ((place, message), rules) in causes.iter().take(CAUSES) {
        let rules = paint.dim(&rules.iter().copied().collect::<Vec<_>>().join(", "));
        push(text, format_args!("  {place}: {}: {rules}\n", printable(message)));
    }
    if causes.len() > CAUSES {
        let more = causes.len() - CAUSES;
        push(text, format_args!("  and {more} more; `--format json` has them all\n"));
    }
}

/// `2 errors, 1 warning in 41 resources (1 suppressed)`
fn summary(text: &mut String, report: &Report<'_>, paint: Paint) {
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let number = report.number(severity);
        if number > 0 {
            parts.push(paint.severity(severity, &count(number, severity.as_str())));
        }
    }
    if parts.is_empty() {
        return;
    }
    let resources = report.inputs.iter().map(|input| input.resources).sum();
    push(text, format_args!("{} in {}", parts.join(", "), count(resources, "resource")));
    if !report.suppressed.is_empty() {
        push(text, format_args!(" ({} suppressed)", report.suppressed.len()));
    }
    text.push('\n');
}

/// A piece of a file as miette reads it: it looks through all that it is given, for
/// every label.
#[derive(Debug)]
struct Source<'a> {
    name: String,
    text: Cow<'a, str>,
    /// Where the piece begins in the file.
    start: usize,
    /// The lines before it.
    line: usize,
    is_shown: bool,
}

impl<'a> Source<'a> {
    /// The lines around a place and others near it.
    fn new(sources: &'a Sources, span: Span, near: &[&Label]) -> Self {
        let name = printable(sources.path(span.file).as_str()).into_owned();
        if is_wide(sources, span) {
            return Self { name, text: Cow::Borrowed(""), start: 0, line: 0, is_shown: false };
        }
        let text = sources.file_text(span.file);
        let spans = || near.iter().map(|label| label.span).chain([span]);
        let first = spans().map(|span| span.start as usize).min().unwrap_or_default();
        let last = spans().map(|span| span.end as usize).max().unwrap_or_default();
        let (before, behind) = (text.get(..first).unwrap_or(""), text.get(last..).unwrap_or(""));
        let lines = NEAR as usize;
        let start = before.rmatch_indices('\n').nth(lines).map_or(0, |(at, _)| at + 1);
        let end = behind.match_indices('\n').nth(lines).map_or(text.len(), |(at, _)| last + at);
        let line = sources.line(Span::new(span.file, start..start)) as usize - 1;
        Self { name, text: harmless(&text[start..end]), start, line, is_shown: true }
    }
}

/// The text without what would steer a terminal; every byte keeps its place.
fn harmless(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let spaces = |c: char| if steers(c) { " ".repeat(c.len_utf8()) } else { c.to_string() };
    Cow::Owned(text.chars().map(spaces).collect())
}

impl SourceCode for Source<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let text: &str = &self.text;
        let start = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let read = text.read_span(&SourceSpan::from((start, span.len())), before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            read.data(),
            SourceSpan::from((self.start + read.span().offset(), read.span().len())),
            self.line + read.line(),
            read.column(),
            read.line_count(),
        )))
    }
}

/// A message over a piece of one file.
#[derive(Debug)]
struct Snippet<'a> {
    head: Option<String>,
    message: Cow<'a, str>,
    severity: Severity,
    source: Source<'a>,
    labels: Vec<LabeledSpan>,
}

impl Snippet<'_> {
    fn render(&self, text: &mut String, color: bool) {
        let styles = if color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_wrap_lines(false)
            .with_links(false)
            .without_syntax_highlighting();
        let before = text.len();
        if handler.render_report(text, self).is_err() {
            // A span that does not lie in its file; the message must not be lost with it.
            text.truncate(before);
            let head = self.head.as_deref().unwrap_or_default();
            push(text, format_args!("{head} {}: {}\n", self.source.name, self.message));
        }
    }
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // miette would break names at their hyphens.
        let mut lines = String::new();
        wrapped(&mut lines, ("", 0), &self.message, ("", Paint::new(false)));
        f.write_str(lines.trim_end())
    }
}

impl std::error::Error for Snippet<'_> {}

impl miette::Diagnostic for Snippet<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.head.as_ref().map(|head| Box::new(head) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.is_shown.then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
