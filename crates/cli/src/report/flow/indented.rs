//! JSON as `serde_json` writes it for people, for a value that stands inside of a document.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// What goes before a value in a list, or before a key, down to the deepest level.
const LINE: &[u8] = b",\n                                                                ";

/// Two spaces a level, as [`serde_json::ser::PrettyFormatter`] has them, but a line's in one go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indented {
    level: usize,
    has_value: bool,
}

impl Indented {
    /// For a value at a level of the document.
    pub(super) fn at(level: usize) -> Self {
        Self { level, has_value: false }
    }

    /// A new line, after a comma unless it is the `first`.
    fn line<W: ?Sized + Write>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        let end = (2 + 2 * self.level).min(LINE.len());
        writer.write_all(&LINE[usize::from(first)..end])
    }

    fn begin<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.has_value {
            self.line(writer, true)?;
        }
        writer.write_all(bracket)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::{Serializer, json};

    use super::Indented;

    #[test]
    fn a_value_in_a_document_is_written_as_the_document_writes_it() {
        let value = json!({"a": [], "b": {}, "c": [1, {"d": [[2], "x\"y"]}], "e": null, "f": [[]]});
        let whole = serde_json::to_string_pretty(&json!({"in": [value]})).expect("it is JSON");
        let mut alone = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut alone, Indented::at(2)))
            .expect("it is JSON");
        let alone = String::from_utf8(alone).expect("it is text");
        assert_eq!(whole, format!("{{\n  \"in\": [\n    {alone}\n  ]\n}}"));
    }
}
