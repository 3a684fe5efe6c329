//! Reading a broken file: every block that is not broken itself is read, and of a
//! broken one whatever stands apart from the mistake.

use std::{collections::HashMap, mem, ops::Range, sync::Arc};

use nexthop_source::{Diagnostic, FileId, Span};

use super::accept;
use super::direct;
use super::explain::{self, Explanation};
use super::lower::{self, Rejection, Site, TOO_DEEP};
use super::patch::Patch;
use super::scan::{self, Closing, Grammar, Mistake, MistakeKind, Outline};
use super::{Body, Expression, TemplatePart};

/// So many mistakes of one block are looked for.
const MOST_REPAIRS: usize = 20;
/// Where there are more, one line may be what all of them come from.
const FEW_REPAIRS: usize = 2;
/// So many mistakes of one file are told.
const MOST_TOLD: usize = 100;
/// So many bytes of one file are parsed again to find more mistakes.
const MOST_WORK: usize = 32 << 20;

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Reads a file.
pub(super) fn body(text: &str, file: FileId) -> (Body, Vec<Diagnostic>) {
    if let Some(body) = direct::body(text, file) {
        return (body, Vec::new());
    }
    let mut whole = Patch::new(text);
    if text.starts_with(BYTE_ORDER_MARK) {
        whole.blank(0..BYTE_ORDER_MARK.len_utf8());
    }
    if let Ok(body) = accept::read(&whole, Site::new(file, 0), Grammar::Body, lower::body) {
        return (body, Vec::new());
    }
    let mut recovery = Recovery { file, work: 0, diagnostics: Vec::new() };
    let mut body = Body::default();
    for range in chunks(&whole.copy) {
        let mut patch = Patch::new(&text[range.clone()]);
        patch.copy.clone_from(&whole.copy[range.clone()].to_owned());
        let read = recovery.chunk(&patch, range.start);
        body.attributes.extend(read.attributes);
        body.blocks.extend(read.blocks);
    }
    recovery.drop_repeated(&mut body);
    recovery.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    if let Some(next) = recovery.diagnostics.get(MOST_TOLD) {
        let more = explain::more().at(next.span);
        recovery.diagnostics.truncate(MOST_TOLD);
        recovery.diagnostics.push(more);
    }
    (body, recovery.diagnostics)
}

/// Reads an expression that is a text of its own.
pub(super) fn expression(text: &str, site: Site<'_>) -> Result<Expression, Box<Diagnostic>> {
    let trimmed = text.trim();
    let site = Site { base: site.base + text.len() - text.trim_start().len(), ..site };
    accept::read(&Patch::new(trimmed), site, Grammar::Expression, lower::expression)
        .map_err(|rejection| told(trimmed, Grammar::Expression, site, &rejection))
}

/// Reads a text that may be a template as an expression.
pub(super) fn text(text: &str, site: Site<'_>) -> Result<Expression, Box<Diagnostic>> {
    accept::read(&Patch::new(text), site, Grammar::Template, lower::text)
        .map_err(|rejection| told(text, Grammar::Template, site, &rejection))
}

fn told(text: &str, grammar: Grammar, site: Site<'_>, rejection: &Rejection) -> Box<Diagnostic> {
    let (range, explanation) = first_mistake(text, grammar, rejection);
    Box::new(explanation.at(site.place(range)))
}

/// Reads a template that is a text of its own.
pub(super) fn template(text: &str, span: Span) -> Result<Vec<TemplatePart>, String> {
    let site = Site { stands_for: Some(span), ..Site::new(span.file, 0) };
    accept::read(&Patch::new(text), site, Grammar::Template, lower::template).map_err(|rejection| {
        let (range, explanation) = first_mistake(text, Grammar::Template, &rejection);
        let line = text[..range.start].matches('\n').count() + 1;
        format!("line {line}: {}", explanation.message)
    })
}

fn first_mistake(
    text: &str,
    grammar: Grammar,
    rejection: &Rejection,
) -> (Range<usize>, Explanation) {
    let outline = scan::scan(text, grammar, Closing::Brackets);
    if let Some(mistake) = outline.mistakes.first() {
        let range = token(text, mistake.at);
        let explanation = explain::mistake(mistake.kind, &text[range.clone()]);
        (range, explanation)
    } else {
        let range = token(text, rejection.at);
        let explanation = explain::rejection(&rejection.message, &text[range.clone()]);
        (range, explanation)
    }
}

/// The parts of a file that can be read apart from each other.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts = scan::scan(text, Grammar::Body, Closing::Brackets).starts;
    starts.retain(|&start| start > 0);
    let ends: Vec<_> = starts.iter().copied().chain([text.len()]).collect();
    [0].into_iter().chain(starts).zip(ends).map(|(start, end)| start..end)
}

struct Recovery {
    file: FileId,
    /// Bytes parsed again.
    work: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Recovery {
    /// Reads a part of a file. Where repairing its mistakes leaves nothing or goes from one
    /// to the next, one line may have been all that was wrong.
    fn chunk(&mut self, patch: &Patch<'_>, base: usize) -> Body {
        let told = self.diagnostics.len();
        let body = self.repaired(patch.clone(), base);
        let is_empty = body.attributes.is_empty() && body.blocks.is_empty();
        if !is_empty && self.diagnostics.len() <= told + FEW_REPAIRS {
            return body;
        }
        let Some((body, diagnostic)) = self.without_a_line(patch, base) else { return body };
        self.diagnostics.truncate(told);
        self.diagnostics.push(diagnostic);
        body
    }

    /// Reads a part of a file without the line at which the parser gave up.
    fn without_a_line(&mut self, patch: &Patch<'_>, base: usize) -> Option<(Body, Diagnostic)> {
        let site = Site::new(self.file, base);
        let rejection = accept::read(patch, site, Grammar::Body, lower::body).err()?;
        let copy = &patch.copy;
        let start = copy.get(..rejection.at)?.rfind('\n').map_or(0, |before| before + 1);
        let line = start..copy[start..].find('\n').map_or(copy.len(), |end| start + end);
        self.work += 2 * copy.len();
        let mut without = patch.clone();
        without.blank(line);
        let body = accept::read(&without, site, Grammar::Body, lower::body).ok()?;
        if body.attributes.is_empty() && body.blocks.is_empty() {
            return None;
        }
        let range = token(copy, rejection.at);
        let explanation = explain::rejection(&rejection.message, &copy[range.clone()]);
        let range = base + patch.original(range.start)..base + patch.original(range.end);
        Some((body, explanation.at(Span::new(self.file, range))))
    }

    /// Reads a part of a file, repairing its mistakes one after the other.
    fn repaired(&mut self, patch: Patch<'_>, base: usize) -> Body {
        let site = Site::new(self.file, base);
        let mut repair = Repair {
            patch,
            outline: Outline::default(),
            truncated: false,
            closed: None,
            too_deep: false,
        };
        for _ in 0..MOST_REPAIRS {
            let patch = &repair.patch;
            let rejection = match accept::read(patch, site, Grammar::Body, lower::body) {
                Ok(body) => return body,
                Err(rejection) => rejection,
            };
            self.work += patch.copy.len();
            if let Some(told) = repair.next(&rejection) {
                if told.instead {
                    self.diagnostics.pop();
                }
                let range = base + told.range.start..base + told.range.end;
                let mut diagnostic = told.explanation.at(Span::new(self.file, range));
                if let Some(before) = told.before {
                    let place = Span::new(self.file, base + before..base + before);
                    diagnostic.relate(place, "what closes it should come before this");
                }
                self.diagnostics.push(diagnostic);
            }
            if self.work > MOST_WORK || self.diagnostics.len() > MOST_TOLD {
                break;
            }
        }
        if let Some(last) = self.diagnostics.last() {
            let more = explain::more().at(last.span);
            self.diagnostics.push(more);
        }
        Body::default()
    }

    /// The parser sees that an argument is set twice only within a part.
    fn drop_repeated(&mut self, body: &mut Body) {
        let mut first: HashMap<Arc<str>, Span> = HashMap::new();
        body.attributes.retain(|attribute| {
            let name = &attribute.name;
            let Some(&before) = first.get(&name.text) else {
                first.insert(Arc::clone(&name.text), name.span);
                return true;
            };
            let explanation = explain::rejection("redefined attribute", &name.text);
            let mut diagnostic = explanation.at(name.span);
            diagnostic.relate(before, "it is set here first");
            self.diagnostics.push(diagnostic);
            false
        });
    }
}

/// A mistake as it is told; offsets are of the text.
struct Told {
    range: Range<usize>,
    explanation: Explanation,
    /// The line before which something should have been closed.
    before: Option<usize>,
    /// This is what the last mistake came from.
    instead: bool,
}

struct Repair<'a> {
    patch: Patch<'a>,
    outline: Outline,
    /// The last statement was dropped, so that what is open at the end is no mistake
    /// of its own.
    truncated: bool,
    /// Where blocks were closed that were open at the end.
    closed: Option<usize>,
    /// One statement was dropped for its depth.
    too_deep: bool,
}

impl Repair<'_> {
    /// Takes the next mistake out of the copy.
    fn next(&mut self, rejection: &Rejection) -> Option<Told> {
        self.outline = scan::scan(&self.patch.copy, Grammar::Body, Closing::Brackets);
        if self.outline.mistakes.iter().any(|mistake| is_of_brackets(mistake.kind)) {
            self.outline = scan::scan(&self.patch.copy, Grammar::Body, Closing::Indentation);
        }
        // A forgotten bracket may be what another mistake brings about.
        let mistakes = &self.outline.mistakes;
        let first = mistakes.iter().find(|mistake| !is_of_brackets(mistake.kind));
        match first.or(mistakes.first()).copied() {
            Some(mistake) => self.repair(mistake),
            None => self.drop_rejected(rejection),
        }
    }

    /// Drops the statement at which the parser gave up.
    fn drop_rejected(&mut self, rejection: &Rejection) -> Option<Told> {
        let range = token(&self.patch.copy, rejection.at);
        let explanation = explain::rejection(&rejection.message, &self.patch.copy[range.clone()]);
        let too_deep = explanation.message == TOO_DEEP;
        if too_deep && mem::replace(&mut self.too_deep, true) {
            self.patch.blank(0..self.patch.copy.len());
            return None;
        }
        let statement = self.statement(rejection.at);
        let instead = statement
            .zip(self.closed.take())
            .is_some_and(|(statement, closed)| self.is_blank(statement.end..closed));
        self.drop_statement(rejection.at, None);
        Some(Told { instead, ..self.told(range, explanation) })
    }

    fn repair(&mut self, mistake: Mistake) -> Option<Told> {
        let Mistake { at, kind } = mistake;
        let end = self.patch.copy.len();
        if let MistakeKind::OpenBlock { until } | MistakeKind::OpenBracket { until } = kind {
            return self.close(until);
        }
        let ends = |statement: Range<usize>| self.is_blank(statement.end..end);
        self.truncated |= self.statement(at).is_some_and(ends);
        let mut range = token(&self.patch.copy, at);
        let explanation = explain::mistake(kind, &self.patch.copy[range.clone()]);
        match kind {
            MistakeKind::NoBrace { end, deep: true } => self.patch.insert(end, " {"),
            MistakeKind::Stray if self.patch.copy[range.clone()] == *"}" => {
                self.patch.blank(range.clone());
            }
            MistakeKind::OpenComment => {
                self.truncated = true;
                self.patch.blank(at..end);
            }
            MistakeKind::OpenHeredoc => {
                self.truncated = true;
                self.drop_statement(at, Some(end));
            }
            MistakeKind::OpenString => {
                let quotes = self.lone_quotes(at);
                if !quotes.is_empty() {
                    return Some(self.without_lone_quotes(&quotes));
                }
                let line = self.patch.copy[at..].find(['\r', '\n']).map_or(end, |line| at + line);
                range = at..line;
                self.drop_statement(at, None);
            }
            MistakeKind::DanglingDot
            | MistakeKind::NoBrace { .. }
            | MistakeKind::Stray
            | MistakeKind::OpenBlock { .. }
            | MistakeKind::OpenBracket { .. } => {
                self.drop_statement(at, None);
            }
        }
        Some(self.told(range, explanation))
    }

    /// The quotes in the header of a block that have no counterpart in their word.
    fn lone_quotes(&self, at: usize) -> Vec<usize> {
        let copy = &self.patch.copy;
        let start = copy[..at].rfind('\n').map_or(0, |before| before + 1);
        let line = copy[start..].lines().next().unwrap_or_default();
        if !line.trim_end().ends_with('{') || line.contains('=') {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut word = start;
        for text in line.split_inclusive([' ', '\t']) {
            if text.matches('"').count() == 1 {
                found.extend(text.find('"').map(|quote| word + quote));
            }
            word += text.len();
        }
        found
    }

    /// A label may do without quotes.
    fn without_lone_quotes(&mut self, quotes: &[usize]) -> Told {
        for &quote in quotes {
            self.patch.blank(quote..quote + 1);
        }
        let first = quotes.first().map_or(0..0, |&quote| quote..quote + 1);
        self.told(first, explain::lone_quote())
    }

    /// Closes the blocks that should have been closed before `until`; drops the
    /// statement that has another bracket open there. Only the innermost is told.
    fn close(&mut self, until: usize) -> Option<Told> {
        let mut blocks = 0;
        let mut bracket = None;
        let mut innermost = None;
        for mistake in &self.outline.mistakes {
            match mistake.kind {
                MistakeKind::OpenBlock { until: end } if end == until => blocks += 1,
                MistakeKind::OpenBracket { until: end } if end == until => {
                    bracket.get_or_insert(mistake.at);
                }
                _ => continue,
            }
            innermost = Some(*mistake);
        }
        let Mistake { at, kind } = innermost?;
        let mut range = token(&self.patch.copy, at);
        let explanation = explain::mistake(kind, &self.patch.copy[range.clone()]);
        if bracket.is_none() {
            range.start = self.statement(at).map_or(at, |statement| statement.start);
        }
        let copy = &self.patch.copy;
        let at_end = self.is_blank(until..copy.len());
        let told = Told {
            before: (!at_end).then(|| self.patch.original(until)),
            ..self.told(range, explanation)
        };
        if at_end && bracket.is_none() {
            self.closed = Some(until);
        }
        if let Some(bracket) = bracket {
            self.drop_statement(bracket, Some(until));
        }
        if blocks > 0 {
            let new_line = if self.patch.copy[..until].ends_with('\n') { "" } else { "\n" };
            self.patch.insert(until, &format!("{new_line}{}", "}\n".repeat(blocks)));
        }
        (!(self.truncated && at_end)).then_some(told)
    }

    fn told(&self, range: Range<usize>, explanation: Explanation) -> Told {
        let range = self.patch.original(range.start)..self.patch.original(range.end);
        Told { range, explanation, before: None, instead: false }
    }

    /// The end of a statement and of the lines below that are indented as a part of it.
    fn end_of_indented(&self, statement: &Range<usize>) -> usize {
        let copy = &self.patch.copy;
        let line = copy[..statement.start].rfind('\n').map_or(0, |before| before + 1);
        let indentation = |line: &str| line.len() - line.trim_start().len();
        let own = indentation(&copy[line..statement.end]);
        let mut end =
            copy[statement.end..].find('\n').map_or(copy.len(), |at| statement.end + at + 1);
        let mut dropped = statement.end;
        for line in copy[end..].split_inclusive('\n') {
            let content = line.trim();
            let closes = dropped > statement.end && content.starts_with([')', ']', '}']);
            let deeper = indentation(line) > own || closes && indentation(line) == own;
            if !content.is_empty() && !deeper {
                break;
            }
            end += line.len();
            if !content.is_empty() {
                dropped = end;
            }
        }
        dropped
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        self.patch.copy.get(range).is_some_and(|text| text.trim().is_empty())
    }

    /// The innermost statement at or directly before an offset.
    fn statement(&self, at: usize) -> Option<Range<usize>> {
        let reaches = |statement: &&Range<usize>| {
            let behind = self.patch.copy.get(statement.end..at);
            statement.start <= at
                && (at <= statement.end
                    || behind.is_some_and(|text| text.bytes().all(|byte| byte == b' ')))
        };
        self.outline.statements.iter().filter(reaches).min_by_key(|it| it.len()).cloned()
    }

    /// Drops the statement around an offset, or everything where that is what the
    /// text begins with: nothing in it could be understood.
    fn drop_statement(&mut self, at: usize, until: Option<usize>) {
        let statements = &self.outline.statements;
        let first = statements.iter().map(|statement| statement.start).min();
        let whole = 0..self.patch.copy.len();
        let range = match self.statement(at) {
            Some(statement) if Some(statement.start) != first => {
                statement.start..until.unwrap_or(0).max(self.end_of_indented(&statement))
            }
            _ => whole.clone(),
        };
        let nothing = self.patch.copy.get(range.clone()).is_none_or(|text| text.trim().is_empty());
        self.patch.blank(if nothing { whole } else { range });
    }
}

fn is_of_brackets(kind: MistakeKind) -> bool {
    matches!(
        kind,
        MistakeKind::Stray | MistakeKind::OpenBlock { .. } | MistakeKind::OpenBracket { .. }
    )
}

/// The word or the sign at an offset; nothing at the end of a line.
fn token(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '\t']);
    let at = text.len() - rest.len();
    let is_word = |next: char| next.is_alphanumeric() || next == '_';
    let length = match rest.find(|next| !is_word(next)).unwrap_or(rest.len()) {
        0 => rest.chars().next().filter(|next| !next.is_control()).map_or(0, char::len_utf8),
        length => length,
    };
    at..at + length
}
