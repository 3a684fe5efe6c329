//! YAML as Terraform writes it: texts in quotes, or as a block if they have lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Arguments;
use crate::{Kind, Value, evaluate::join};

/// Lines are broken behind so many characters.
const WIDTH: usize = 80;
/// Longer keys are written behind a `?`.
const LONGEST_KEY: usize = 128;
const STEP: usize = 2;

/// The text of a value; a partly unknown one is text with holes.
pub(in super::super) fn encode(arguments: &Arguments, value: &Value) -> Value {
    let mut emitter = Emitter { arguments, pieces: Vec::new(), text: String::new(), column: 0 };
    match &value.kind {
        Kind::List(_, items) if !items.is_empty() => emitter.sequence(items, 0, false),
        Kind::Object(_, entries) if !entries.is_empty() => emitter.mapping(entries, 0, false),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {
            emitter.scalar(value, STEP);
            emitter.push("\n...");
        }
        _ => emitter.scalar(value, STEP),
    }
    emitter.line(0);
    emitter.flush();
    join(&emitter.pieces, arguments.span)
}

struct Emitter<'a> {
    arguments: &'a Arguments<'a>,
    pieces: Vec<Value>,
    text: String,
    /// In characters, of the current line.
    column: usize,
}

impl Emitter<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        match text.rfind(is_break) {
            Some(last) => self.column = text[last..].chars().count() - 1,
            None => self.column += text.chars().count(),
        }
    }

    /// Begins a line, unless nothing stands on this one.
    fn line(&mut self, indent: usize) {
        if self.column > 0 {
            self.push("\n");
        }
        self.push(&" ".repeat(indent));
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.pieces.push(self.arguments.string(text));
    }

    fn sequence(&mut self, items: &[Value], indent: usize, mut inline: bool) {
        for item in items {
            if !std::mem::take(&mut inline) {
                self.line(indent);
            }
            self.push("-");
            self.behind_mark(item, indent);
        }
    }

    fn mapping(&mut self, entries: &BTreeMap<Arc<str>, Value>, indent: usize, mut inline: bool) {
        for (key, value) in entries {
            if !std::mem::take(&mut inline) {
                self.line(indent);
            }
            if key.len() > LONGEST_KEY || key.contains(is_break) {
                self.push("? ");
                self.string(key, indent + STEP, false);
                self.line(indent);
                self.push(":");
                self.behind_mark(value, indent);
                continue;
            }
            self.string(key, indent + STEP, true);
            self.push(":");
            match &value.kind {
                Kind::List(_, items) if !items.is_empty() => self.sequence(items, indent, false),
                Kind::Object(_, entries) if !entries.is_empty() => {
                    self.mapping(entries, indent + STEP, false);
                }
                _ => {
                    self.push(" ");
                    self.scalar(value, indent + STEP);
                }
            }
        }
    }

    /// A value on the line of a `-` or a `:` that stands by itself.
    fn behind_mark(&mut self, value: &Value, indent: usize) {
        self.push(" ");
        let indent = indent + STEP;
        match &value.kind {
            Kind::List(_, items) if !items.is_empty() => self.sequence(items, indent, true),
            Kind::Object(_, entries) if !entries.is_empty() => self.mapping(entries, indent, true),
            _ => self.scalar(value, indent),
        }
    }

    fn scalar(&mut self, value: &Value, indent: usize) {
        match &value.kind {
            Kind::Null => self.push("null"),
            Kind::Bool(truth) => self.push(if *truth { "true" } else { "false" }),
            Kind::Number(number) => self.push(&number.to_string()),
            Kind::String(text) => self.string(text, indent, false),
            Kind::List(..) => self.push("[]"),
            Kind::Object(..) => self.push("{}"),
            Kind::Reference(_) | Kind::Unknown(_) => {
                self.push("\"");
                self.flush();
                self.pieces.push(value.clone());
                self.push("\"");
            }
        }
    }

    fn string(&mut self, text: &str, indent: usize, is_key: bool) {
        if !is_key && text.contains('\n') && fits_block(text) {
            self.block(text, indent);
        } else {
            self.quoted(text, indent, is_key);
        }
    }

    fn block(&mut self, text: &str, indent: usize) {
        self.push("|");
        if text.starts_with(|first| first == ' ' || is_break(first)) {
            self.push("2");
        }
        let mut last = text.chars().rev();
        if !last.next().is_some_and(is_break) {
            self.push("-");
        } else if last.next().is_none_or(is_break) {
            self.push("+");
        }
        self.push("\n");
        for line in text.split_inclusive(is_break) {
            if !line.starts_with(is_break) {
                self.push(&" ".repeat(indent));
            }
            self.push(line);
        }
    }

    fn quoted(&mut self, text: &str, indent: usize, is_key: bool) {
        self.push("\"");
        let mut behind_space = false;
        let mut letters = text.chars().enumerate().peekable();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            let breaks = !is_key && !behind_space && self.column > WIDTH && at > 0;
            match escape(letter) {
                Some(escape) => self.push(&escape),
                None if letter == ' ' && breaks && next.is_some() => {
                    self.line(indent);
                    if next == Some(' ') {
                        self.push("\\");
                    }
                }
                None => self.push(letter.encode_utf8(&mut [0; 4])),
            }
            behind_space = letter == ' ';
        }
        self.push("\"");
    }
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(letter: char) -> bool {
    matches!(letter, '\n' | ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}')
        && letter != '\u{FEFF}'
}

/// Whether a text can be a block: no line of it ends in a space.
fn fits_block(text: &str) -> bool {
    let mut before = None;
    for letter in text.chars() {
        if !is_printable(letter) || before == Some(' ') && is_break(letter) {
            return false;
        }
        before = Some(letter);
    }
    before != Some(' ')
}

fn escape(letter: char) -> Option<String> {
    if is_printable(letter) && !is_break(letter) && letter != '"' && letter != '\\' {
        return None;
    }
    let short = match letter {
        '\0' => "\\0",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{B}' => "\\v",
        '\u{C}' => "\\f",
        '\r' => "\\r",
        '\u{1B}' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        _ => "",
    };
    Some(match (short, u32::from(letter)) {
        ("", code @ 0..=0xFF) => format!("\\x{code:02X}"),
        ("", code @ 0..=0xFFFF) => format!("\\u{code:04X}"),
        ("", code) => format!("\\U{code:08X}"),
        (short, _) => short.to_owned(),
    })
}
