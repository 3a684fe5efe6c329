//! The texts of one run, and places in them.

use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};

/// One file of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A byte range of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`, in bytes.
    ///
    /// Files of more than 4 GiB are not read, so offsets fit; a larger one is
    /// cut off at the end of what can be addressed.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The smallest span that covers both, which are of one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column, both starting at 1; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A span as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    /// The file's path as it was given, with `/`.
    pub path: &'a Utf8Path,
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

#[derive(Clone, Debug)]
struct File {
    path: Utf8PathBuf,
    text: String,
    /// Offset of the first byte of every line, once somebody asks for one.
    lines: OnceLock<Vec<u32>>,
}

/// Every text that was read. Texts are only ever added, so ids stay good.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

impl Sources {
    /// Adds a text under the path that users shall see.
    pub fn add(&mut self, path: impl Into<Utf8PathBuf>, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(File { path: path.into(), text, lines: OnceLock::new() });
        id
    }

    /// All files, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        (0..self.files.len()).map(|at| FileId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> &Utf8Path {
        &self.file(file).path
    }

    /// The whole text of a file.
    pub fn file_text(&self, file: FileId) -> &str {
        &self.file(file).text
    }

    /// The text of a span; empty where the span does not lie on characters.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The path, lines and columns of a span.
    pub fn location(&self, span: Span) -> Location<'_> {
        let file = self.file(span.file);
        Location {
            path: &file.path,
            start: file.position(span.start),
            end: file.position(span.end),
        }
    }

    /// The line (counted from 1) on which a span begins.
    pub fn line(&self, span: Span) -> u32 {
        self.file(span.file).position(span.start).line
    }

    fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }
}

impl File {
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            let starts = breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        })
    }

    fn position(&self, offset: u32) -> Position {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset).max(1) - 1;
        let start = lines[line] as usize;
        let end = (offset as usize).min(self.text.len()).max(start);
        let before = self.text.as_bytes().get(start..end).unwrap_or_default();
        // A byte that does not continue a character begins one.
        let column = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        Position {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.tf", "one\nzwölf = \"x\"\n".to_owned());
        let start = "one\nzwölf = ".len();
        let location = sources.location(Span::new(file, start..start + 3));
        assert_eq!(location.start, Position { line: 2, column: 9 });
        assert_eq!(location.end, Position { line: 2, column: 12 });
        assert_eq!(sources.text(Span::new(file, start..start + 3)), "\"x\"");
    }

    #[test]
    fn a_span_behind_the_end_is_at_the_end() {
        let mut sources = Sources::default();
        let file = sources.add("a.tf", "ab".to_owned());
        assert_eq!(sources.location(Span::new(file, 9..12)).start, Position { line: 1, column: 3 });
        assert_eq!(sources.text(Span::new(file, 9..12)), "");
    }
}
