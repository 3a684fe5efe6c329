//! What a piece of quoted text says.

use super::token::TokenKind;

/// How a text is quoted; its first piece tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// `'…'`, with escapes.
    Line,
    /// `'''…'''` and `$'''…'''`: as it stands. So many `$` begin an interpolation.
    Lines { dollars: usize },
}

impl Quoting {
    /// That of the text whose first piece is `piece`.
    pub(super) fn of(piece: &str) -> Self {
        let quotes = piece.trim_start_matches('$');
        // `''` is a text without anything in it.
        if quotes.starts_with("'''") {
            Self::Lines { dollars: piece.len() - quotes.len() }
        } else {
            Self::Line
        }
    }
}

/// What `piece`, a token of a text, says; `None` if it is broken.
pub(super) fn decoded(piece: &str, kind: TokenKind, quoting: Quoting) -> Option<String> {
    let begins = matches!(kind, TokenKind::StringComplete | TokenKind::StringLeft);
    let ends = matches!(kind, TokenKind::StringComplete | TokenKind::StringRight);
    match quoting {
        Quoting::Line => {
            let inner = piece.strip_prefix(if begins { "'" } else { "}" })?;
            unescaped(inner.strip_suffix(if ends { "'" } else { "${" })?)
        }
        Quoting::Lines { dollars } => {
            let inner = if begins { piece.get(dollars + 3..)? } else { piece.strip_prefix('}')? };
            let inner = if ends {
                inner.strip_suffix("'''")?
            } else {
                inner.get(..inner.len().checked_sub(dollars + 1)?)?
            };
            // A line end right behind the opening quotes is not part of the text.
            let inner = match (begins, inner.strip_prefix('\r')) {
                (true, Some(rest)) => rest,
                _ => inner,
            };
            let inner = if begins { inner.strip_prefix('\n').unwrap_or(inner) } else { inner };
            Some(inner.to_owned())
        }
    }
}

fn unescaped(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        decoded.push_str(plain);
        let mut characters = escape.chars();
        decoded.push(match characters.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let end = escape.find('}')?;
                let written = format!("\\{}", escape.get(..=end)?);
                characters = escape.get(end + 1..)?.chars();
                code_point(written.as_bytes())?
            }
            plain @ ('\\' | '\'' | '$') => plain,
            _ => return None,
        });
        rest = characters.as_str();
    }
    decoded.push_str(rest);
    Some(decoded)
}

/// The character that `\u{…}` stands for.
pub(super) fn code_point(escape: &[u8]) -> Option<char> {
    let digits = escape.strip_prefix(b"\\u{")?.strip_suffix(b"}")?;
    if digits.is_empty() {
        return None;
    }
    let mut number: u32 = 0;
    for &digit in digits {
        number = number.checked_mul(16)?.checked_add(char::from(digit).to_digit(16)?)?;
    }
    // Halves of UTF-16 pairs are no characters; Bicep lets them through.
    (number <= 0x0010_FFFF).then(|| char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}
