//! What can be told of a JSON text without parsing it.

use memchr::{memchr, memchr2, memmem};

/// Whether an object certainly has no member of this name, whatever is in the objects
/// within it. What is unusual or wrong leaves it open.
pub(super) fn lacks_member(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        if depth > 1 && !TELLS[usize::from(byte)] {
            let untold = |byte: &&u8| !TELLS[usize::from(**byte)];
            at += bytes[at..].iter().take_while(untold).count();
            continue;
        }
        let rest = &bytes[at + 1..];
        let used = match byte {
            b'"' => match end_of_text(rest) {
                Some(end) if depth == 1 && may_be(&rest[..end], name) => return false,
                Some(end) => end + 1,
                None => return false,
            },
            b'{' | b'[' => {
                depth += 1;
                0
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                0
            }
            b'/' => match comment(rest) {
                Some(end) => end,
                None => return false,
            },
            b':' | b',' | b'-' | b'.' | b'+' => 0,
            // A name without quotes may be any.
            byte if depth == 1 && !is_plain(byte) => return false,
            b'}' | b']' | b'\'' => return false,
            _ => 0,
        };
        at += used + 1;
    }
    depth == 0
}

/// The bytes that count in an object within an object.
const TELLS: [bool; 256] = {
    let mut tells = [false; 256];
    let mut bytes: &[u8] = b"\"'/{}[]";
    while let [first, rest @ ..] = bytes {
        tells[*first as usize] = true;
        bytes = rest;
    }
    tells
};

/// Whether a text with these bytes between its quotes may be `name`.
fn may_be(written: &[u8], name: &str) -> bool {
    written.eq_ignore_ascii_case(name.as_bytes()) || memchr(b'\\', written).is_some()
}

/// What of a number, a word or between tokens begins no name of a member.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte.is_ascii_alphanumeric()
}

/// Where the closing quote is.
fn end_of_text(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr2(b'"', b'\\', rest.get(at..)?)?;
        if rest[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// The length of a comment behind its first `/`.
fn comment(rest: &[u8]) -> Option<usize> {
    match rest.first()? {
        b'/' => Some(memchr(b'\n', rest).unwrap_or(rest.len())),
        b'*' => Some(memmem::find(rest, b"*/")? + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_looked_for_in_the_object_itself() {
        for (text, lacks) in [
            (r#"{"a": {"$schema": "x"}, "b": ["$schema"]}"#, true),
            (r#"{"a": 1, /* { "$schema" */ "b": -1.5e+3 } // {"#, true),
            (r#"{"a": "{ \" [", "b": true}"#, false),
            (r#"{"a": {"b": "{ \" ["}}"#, true),
            (r#"{"a": {}, "$schema": "x"}"#, false),
            (r#"{"a": {}, "$SCHEMA": "x"}"#, false),
            (r#"{"a": {}, "\u0024schema": "x"}"#, false),
            (r"{a: {}, $schema: 1}", false),
            (r"{'$schema': 1}", false),
            (r#"{"a": {}"#, false),
            (r#"{"a": "#, false),
            (r#"{"a": "x"#, false),
            ("]", false),
            ("", true),
        ] {
            assert_eq!(lacks_member(text, "$schema"), lacks, "{text}");
        }
    }
}
