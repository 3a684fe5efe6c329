//! The outline of a text: what its brackets, quotes, heredocs and comments
//! enclose, as far as that can be told of a broken text.
//!
//! Nothing is parsed here. The recovery uses the outline to see where statements
//! begin and end and which bracket was forgotten.

use std::{collections::HashMap, ops::Range};

/// What the whole text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grammar {
    Body,
    Expression,
    Template,
}

/// How a bracket that is closed nowhere is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// By the brackets alone.
    Brackets,
    /// By lines that are indented as if it had been closed.
    Indentation,
}

#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The arguments and blocks of every body; an inner one comes before the one
    /// it is in.
    pub statements: Vec<Range<usize>>,
    /// Lines at which a top-level statement begins.
    pub starts: Vec<usize>,
    /// The objects, an inner one before the one it is in.
    pub objects: Vec<Object>,
    /// Line ends and comments that do not count, though `hcl_edit` thinks so.
    pub folds: Vec<Range<usize>>,
    /// Where heredocs without any text would have it.
    pub empty_heredocs: Vec<usize>,
    /// In order of their places.
    pub mistakes: Vec<Mistake>,
}

/// `{ … }` that is a value.
#[derive(Debug)]
pub(super) struct Object {
    /// With the braces.
    pub range: Range<usize>,
    /// One range an entry.
    pub items: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub at: usize,
    pub kind: MistakeKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MistakeKind {
    /// A string that ends with its line.
    OpenString,
    OpenComment,
    /// A heredoc whose closing marker is nowhere below.
    OpenHeredoc,
    /// A line that ends with a dot.
    DanglingDot,
    /// A block whose header ends with its line, at this offset. `deep`: what
    /// follows is indented as its body would be.
    NoBrace {
        end: usize,
        deep: bool,
    },
    /// A closing bracket without its opening one.
    Stray,
    /// A block that should have been closed before this offset.
    OpenBlock {
        until: usize,
    },
    /// Another bracket that should have been closed before this offset.
    OpenBracket {
        until: usize,
    },
}

/// Blocks that stand nowhere but at the top of a Terraform file.
const LABELLED: [&str; 8] =
    ["check", "data", "ephemeral", "module", "output", "provider", "resource", "variable"];
const UNLABELLED: [&str; 5] = ["import", "locals", "moved", "removed", "terraform"];

/// Nothing that is nested deeper is parsed.
const DEEPEST: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// The text, or the braces of a block.
    Body,
    /// Braces of a value.
    Object,
    /// `(`, `[`, `${`, `%{`, or a text that is one expression.
    Other(u8),
    Quote,
    /// Its text ends at this offset, its closing marker at the other.
    Heredoc {
        end: usize,
        closed: usize,
    },
}

#[derive(Debug)]
struct Open {
    frame: Frame,
    at: usize,
    /// Of the line on which it is opened.
    indentation: usize,
    /// Whether the first line in it is indented deeper.
    indented: Option<bool>,
    /// `for`, or `%{`: line ends count for nothing in it.
    folding: bool,
    /// The first token of the statement or entry that is being read.
    item: Option<usize>,
    /// The statement has its `=`.
    assigned: bool,
    items: Vec<Range<usize>>,
    folds: Vec<Range<usize>>,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    closing: Closing,
    stack: Vec<Open>,
    /// Start of the line.
    line: usize,
    /// End of the last token.
    last: usize,
    last_byte: u8,
    /// Lines by what they hold, made for the first heredoc.
    lines: Option<HashMap<&'a str, Vec<usize>>>,
    outline: Outline,
}

/// The outline of `text`.
pub(super) fn scan(text: &str, grammar: Grammar, closing: Closing) -> Outline {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        closing,
        stack: Vec::new(),
        line: 0,
        last: 0,
        last_byte: 0,
        lines: None,
        outline: Outline::default(),
    };
    scanner.push(match grammar {
        Grammar::Body => Frame::Body,
        Grammar::Expression => Frame::Other(0),
        Grammar::Template => Frame::Heredoc { end: text.len(), closed: text.len() },
    });
    scanner.run();
    let mut outline = scanner.outline;
    outline.mistakes.sort_by_key(|mistake| mistake.at);
    outline
}

impl Scanner<'_> {
    fn run(&mut self) {
        self.line_starts();
        while self.at < self.bytes.len() {
            match self.top().frame {
                Frame::Quote => self.quoted(),
                Frame::Heredoc { end, closed } => self.heredoc_text(end, closed),
                Frame::Body | Frame::Object | Frame::Other(_) => self.code(),
            }
        }
        if self.top().frame == Frame::Body {
            self.end_of_statement();
        }
        self.end_of_item();
        let end = self.bytes.len();
        self.abandon(1, end);
        self.end_of_item();
    }

    /// The innermost frame; the outermost one is never popped.
    fn top(&mut self) -> &mut Open {
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn push(&mut self, frame: Frame) {
        let folding = frame == Frame::Other(b'%');
        let indentation = self.indentation(self.line);
        self.stack.push(Open {
            frame,
            at: self.at,
            indentation,
            indented: None,
            folding,
            item: None,
            assigned: false,
            items: Vec::new(),
            folds: Vec::new(),
        });
    }

    fn indentation(&self, line: usize) -> usize {
        self.bytes[line..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    fn mistake(&mut self, at: usize, kind: MistakeKind) {
        self.outline.mistakes.push(Mistake { at, kind });
    }

    /// Text in quotes, up to what ends it or interrupts it.
    fn quoted(&mut self) {
        let rest = &self.bytes[self.at..];
        match rest {
            [b'"', ..] => {
                self.at += 1;
                self.pop();
            }
            [b'\\', b'"' | b'\\', ..] | [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => {
                self.at += if rest[0] == b'\\' { 2 } else { 3 };
            }
            [start @ (b'$' | b'%'), b'{', ..] => self.open(Frame::Other(*start), 2),
            [b'\n', ..] => {
                let line = self.line;
                let on_line = |open: &Open| open.frame == Frame::Quote && open.at >= line;
                let first = self.stack.iter().position(on_line);
                self.abandon(first.unwrap_or(self.stack.len() - 1), self.at);
            }
            _ => self.at += 1,
        }
    }

    fn heredoc_text(&mut self, end: usize, closed: usize) {
        while self.at < end {
            match &self.bytes[self.at..end] {
                [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => self.at += 3,
                [start @ (b'$' | b'%'), b'{', ..] => return self.open(Frame::Other(*start), 2),
                _ => self.at += 1,
            }
        }
        self.at = self.at.max(closed);
        if self.stack.len() > 1 {
            self.line = end;
            self.pop();
        }
    }

    fn open(&mut self, frame: Frame, length: usize) {
        self.begin_item();
        if self.stack.len() < DEEPEST {
            self.push(frame);
        }
        self.token(length);
    }

    /// Ends a token of this length, which is no white space.
    fn token(&mut self, length: usize) {
        self.last_byte = self.bytes[self.at];
        self.at = (self.at + length).min(self.bytes.len());
        self.last = self.at;
    }

    fn begin_item(&mut self) {
        let at = self.at;
        self.top().item.get_or_insert(at);
    }

    /// Closes the innermost frame; the scanner stands behind it.
    fn pop(&mut self) {
        let Some(closed) = self.stack.pop() else { return };
        self.last = self.at;
        self.last_byte = self.bytes[self.at - 1];
        if closed.folding {
            self.outline.folds.extend(closed.folds);
        } else if closed.frame == Frame::Object {
            let range = closed.at..self.at;
            self.outline.objects.push(Object { range, items: closed.items });
        }
    }

    fn code(&mut self) {
        let rest = &self.bytes[self.at..];
        match rest {
            [b'\n', ..] => self.line_end(),
            [b' ' | b'\t' | b'\r', ..] => self.at += 1,
            [b'#', ..] | [b'/', b'/', ..] => {
                let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
                self.comment(length);
            }
            [b'/', b'*', ..] => {
                if let Some(length) = self.text[self.at..].find("*/") {
                    self.comment(length + 2);
                } else {
                    self.mistake(self.at, MistakeKind::OpenComment);
                    self.at = self.bytes.len();
                }
            }
            [b'"', ..] => self.open(Frame::Quote, 1),
            [b'<', b'<', ..] => self.heredoc(),
            [start @ (b'(' | b'['), ..] => self.open(Frame::Other(*start), 1),
            [b'{', ..] => {
                let top = self.top();
                let block = top.frame == Frame::Body && !top.assigned;
                self.open(if block { Frame::Body } else { Frame::Object }, 1);
            }
            [close @ (b')' | b']' | b'}'), ..] => self.close(*close),
            [b',', ..] if self.top().frame == Frame::Object => {
                self.end_of_item();
                self.token(1);
            }
            [byte, ..] if is_word(*byte) => self.word(),
            _ => {
                self.begin_item();
                self.assignment();
                self.token(1);
            }
        }
    }

    fn comment(&mut self, length: usize) {
        let range = self.at..self.at + length;
        self.at = range.end;
        if let Some(line) = self.text[range.clone()].rfind('\n') {
            self.line = range.start + line + 1;
        }
        self.top().folds.push(range);
    }

    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|&byte| !is_word(byte)).unwrap_or(rest.len());
        let top = self.top();
        if top.item.is_none() && top.items.is_empty() && top.frame != Frame::Body {
            let word = &self.bytes[self.at..self.at + length];
            self.top().folding |= word == b"for";
        }
        self.begin_item();
        self.token(length);
    }

    fn assignment(&mut self) {
        let single = self.bytes[self.at] == b'='
            && self.bytes.get(self.at + 1) != Some(&b'=')
            && !matches!(self.last_byte, b'=' | b'!' | b'<' | b'>');
        let top = self.top();
        top.assigned |= single && top.frame == Frame::Body;
    }

    fn line_end(&mut self) {
        let at = self.at;
        let (frame, folding) = (self.top().frame, self.top().folding);
        match frame {
            Frame::Body => {
                self.end_of_statement();
                self.end_of_item();
            }
            Frame::Object if !folding => self.end_of_item(),
            _ => self.top().folds.push(at..at + 1),
        }
        self.at += 1;
        self.line_starts();
    }

    fn end_of_statement(&mut self) {
        if self.last_byte == b'.' && self.last > self.line {
            self.mistake(self.last - 1, MistakeKind::DanglingDot);
        } else {
            self.check_header();
        }
    }

    /// A statement without `=` that ends with its line and opens no block.
    fn check_header(&mut self) {
        let end = self.last;
        let top = self.top();
        let Some(start) = top.item else { return };
        let open_string =
            |mistake: &Mistake| mistake.kind == MistakeKind::OpenString && mistake.at >= start;
        if top.assigned
            || self.last_byte == b'}'
            || self.outline.mistakes.last().is_some_and(open_string)
        {
            return;
        }
        let indentation = self.indentation(self.line);
        let mut below = self.text[self.at..].split('\n').skip(1);
        let next = below.find(|line| !line.trim().is_empty()).unwrap_or_default();
        let deep = next.len() - next.trim_start().len() > indentation;
        self.mistake(start, MistakeKind::NoBrace { end, deep });
    }

    /// Ends the statement or entry that is being read, if there is one.
    fn end_of_item(&mut self) {
        let end = self.last;
        let top = self.top();
        top.assigned = false;
        let Some(start) = top.item.take() else { return };
        match top.frame {
            Frame::Body => self.outline.statements.push(start..end),
            Frame::Object => top.items.push(start..end),
            Frame::Other(_) | Frame::Quote | Frame::Heredoc { .. } => {}
        }
    }

    /// Looks at the line that begins here.
    fn line_starts(&mut self) {
        self.line = self.at;
        let line = self.text[self.at..].split('\n').next().unwrap_or_default();
        let content = line.trim_start();
        if content.is_empty() || content.starts_with(['#', '/']) {
            return;
        }
        let indentation = line.len() - content.len();
        if is_assignment(content) {
            // Arguments stand in no other brackets than braces: those were forgotten.
            let inner = |open: &&Open| matches!(open.frame, Frame::Other(_) | Frame::Quote);
            let forgotten = self.stack[1..].iter().rev().take_while(inner).count();
            self.abandon(self.stack.len() - forgotten, self.at);
        }
        if self.stack.len() > 1 {
            let opened = self.top().indentation;
            self.top().indented.get_or_insert(indentation > opened);
        }
        let statement = is_statement(content);
        if indentation == 0 && statement {
            let indented = self.stack[1..].iter().any(|open| open.indented == Some(true));
            if indented || is_top_level(content) {
                self.abandon(1, self.at);
            }
        }
        if self.stack.len() == 1 && begins_with_name(line) {
            self.outline.starts.push(self.at);
        }
        if self.closing == Closing::Indentation && (statement || content.starts_with('}')) {
            self.close_by_indentation(indentation, content.starts_with('}'));
        }
    }

    /// Gives up what should have been closed before a line of this indentation.
    fn close_by_indentation(&mut self, indentation: usize, closes: bool) {
        let left = |open: &Open| {
            let deeper = open.indentation > indentation;
            open.indented == Some(true) && (deeper || open.indentation == indentation && !closes)
        };
        let keep = 1 + self.stack[1..].iter().take_while(|open| !left(open)).count();
        self.abandon(keep, self.at);
    }

    /// Pops frames that were never closed until there are `keep`.
    fn abandon(&mut self, keep: usize, until: usize) {
        while self.stack.len() > keep {
            self.end_of_item();
            let top = self.top();
            let at = top.at;
            let kind = match top.frame {
                Frame::Body => MistakeKind::OpenBlock { until },
                Frame::Quote => {
                    self.last = until;
                    MistakeKind::OpenString
                }
                Frame::Object | Frame::Other(_) | Frame::Heredoc { .. } => {
                    MistakeKind::OpenBracket { until }
                }
            };
            self.mistake(at, kind);
            self.stack.pop();
            self.last_byte = b'}';
        }
        if self.top().frame == Frame::Body && until > self.last {
            self.end_of_item();
        }
    }

    fn close(&mut self, close: u8) {
        let matches = |open: &Open| match open.frame {
            Frame::Body | Frame::Object | Frame::Other(b'$' | b'%') => close == b'}',
            Frame::Other(b'(') => close == b')',
            Frame::Other(b'[') => close == b']',
            Frame::Other(_) | Frame::Quote | Frame::Heredoc { .. } => false,
        };
        // A bracket closes those in it that were forgotten, but no block does.
        let inner = |open: &&Open| {
            !matches(open) && matches!(open.frame, Frame::Object | Frame::Other(b'(' | b'['))
        };
        let forgotten = self.stack[1..].iter().rev().take_while(inner).count();
        let found = self.stack.len() - 1 - forgotten;
        let too_deep = self.closing == Closing::Indentation
            && forgotten > 0
            && self.stack[found].frame == Frame::Body
            && self.indentation(self.line) > self.stack[found].indentation;
        if found == 0 || too_deep || !matches(&self.stack[found]) {
            self.mistake(self.at, MistakeKind::Stray);
            self.begin_item();
            return self.token(1);
        }
        let until = self.at;
        self.abandon(found + 1, until);
        self.end_of_item();
        self.at += 1;
        self.pop();
    }

    fn heredoc(&mut self) {
        let rest = &self.text[self.at..];
        let name = rest[2..].strip_prefix('-').unwrap_or(&rest[2..]);
        let line = name.split('\n').next().unwrap_or_default();
        let marker = line.strip_suffix('\r').unwrap_or(line);
        if marker.is_empty() || marker.len() == name.len() || !marker.bytes().all(is_word) {
            self.begin_item();
            return self.token(2);
        }
        let start = self.at + (rest.len() - name.len()) + line.len() + 1;
        let lines = self.lines.get_or_insert_with(|| lines_by_content(self.text));
        let ends = lines.get(marker).map_or(&[][..], Vec::as_slice);
        let Some(&end) = ends.get(ends.partition_point(|&line| line < start)) else {
            self.begin_item();
            self.mistake(self.at, MistakeKind::OpenHeredoc);
            return self.token(2);
        };
        if self.stack.iter().all(|open| !matches!(open.frame, Frame::Heredoc { .. })) {
            self.fold_markers(start..end, marker);
        }
        if end == start {
            self.outline.empty_heredocs.push(start);
        }
        let closed = end + self.indentation(end) + marker.len();
        self.open(Frame::Heredoc { end, closed }, 2);
        self.at = start;
    }

    /// A line that only begins with the marker of its heredoc is text.
    fn fold_markers(&mut self, content: Range<usize>, marker: &str) {
        let text = &self.text[content.clone()];
        for (at, _) in text.match_indices(marker) {
            if text[..at].trim_end_matches([' ', '\t']).ends_with('\n') {
                let at = content.start + at;
                self.outline.folds.push(at..at + marker.len());
            }
        }
    }
}

/// Offsets of the lines that hold one word, by the word.
fn lines_by_content(text: &str) -> HashMap<&str, Vec<usize>> {
    let mut lines: HashMap<_, Vec<_>> = HashMap::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && content.bytes().all(is_word) {
            lines.entry(content).or_default().push(at);
        }
        at += line.len();
    }
    lines
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte >= 0x80
}

/// Whether a line looks like the begin of an argument or a block.
fn is_statement(line: &str) -> bool {
    begins_with_name(line) && behind_word(line).starts_with(['"', '{'])
        || is_plain_header(line)
        || is_assignment(line)
}

fn is_assignment(line: &str) -> bool {
    let rest = behind_word(line);
    let assigns = rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
    begins_with_name(line) && assigns
}

fn behind_word(line: &str) -> &str {
    line[line.bytes().take_while(|&byte| is_word(byte)).count()..].trim_start()
}

fn begins_with_name(line: &str) -> bool {
    line.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Whether labels without quotes and what opens a block are all that is on a line.
fn is_plain_header(line: &str) -> bool {
    let labels = line.trim_end().strip_suffix('{').unwrap_or_default();
    begins_with_name(line) && !labels.is_empty() && labels.bytes().all(|b| is_word(b) || b == b' ')
}

fn is_top_level(line: &str) -> bool {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim_start();
    LABELLED.contains(&word) && (rest.starts_with('"') || is_plain_header(rest))
        || UNLABELLED.contains(&word) && rest.starts_with('{')
}
