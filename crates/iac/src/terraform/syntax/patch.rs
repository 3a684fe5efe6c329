//! A changed copy of a piece of text, and the way back from its offsets.

use std::ops::Range;

/// The copy that is parsed in place of a text.
#[derive(Clone, Debug)]
pub(super) struct Patch<'a> {
    /// As it is written.
    pub text: &'a str,
    pub copy: String,
    /// Offsets in the copy of bytes that are not in the text, in order.
    inserted: Vec<usize>,
}

impl<'a> Patch<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, copy: text.to_owned(), inserted: Vec::new() }
    }

    /// A copy that begins and ends with more than the text does.
    pub(super) fn around(before: &str, text: &'a str, after: &str) -> Self {
        let mut patch = Self::new(text);
        patch.insert(text.len(), after);
        patch.insert(0, before);
        patch
    }

    /// Puts spaces over all but line ends.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        let Some(old) = self.copy.get(range.clone()) else { return };
        let line_end = |byte| matches!(byte, b'\n' | b'\r');
        let new: String =
            old.bytes().map(|byte| if line_end(byte) { char::from(byte) } else { ' ' }).collect();
        self.copy.replace_range(range, &new);
    }

    /// Puts spaces over line ends as well.
    pub(super) fn fold(&mut self, range: Range<usize>) {
        if self.copy.get(range.clone()).is_some() {
            let spaces = " ".repeat(range.len());
            self.copy.replace_range(range, &spaces);
        }
    }

    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.copy.insert_str(at, text);
        let before = self.inserted.partition_point(|&offset| offset < at);
        for offset in &mut self.inserted[before..] {
            *offset += text.len();
        }
        self.inserted.splice(before..before, at..at + text.len());
    }

    /// Where in the text an offset of the copy is.
    pub(super) fn original(&self, at: usize) -> usize {
        let inserted = self.inserted.partition_point(|&offset| offset < at);
        (at - inserted).min(self.text.len())
    }
}
