//! Encodings of text.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Arguments, Function, Outcome, function};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("base64", (1, 1), |arguments| {
        Ok(arguments.string(STANDARD.encode(arguments.text(0)?.as_bytes())))
    }),
    function("base64ToString", (1, 1), |arguments| Ok(arguments.string(base64_text(arguments)?))),
    function("dataUri", (1, 1), data_uri),
    function("dataUriToString", (1, 1), data_uri_to_string),
    function("uri", (2, 2), uri),
    function("uriComponent", (1, 1), |arguments| {
        Ok(arguments.string(percent_encoded(&arguments.text(0)?)))
    }),
    function("uriComponentToString", (1, 1), uri_component_to_string),
];

/// The text that the first argument is in base64.
pub(super) fn base64_text(arguments: &Arguments) -> Result<String, Value> {
    decoded(arguments, &arguments.text(0)?)
}

fn decoded(arguments: &Arguments, text: &str) -> Result<String, Value> {
    let bytes = STANDARD.decode(text).map_err(|_| arguments.fail("the text is not base64"))?;
    String::from_utf8(bytes).map_err(|_| arguments.fail("the bytes are no text"))
}

fn data_uri(arguments: &Arguments) -> Outcome {
    let encoded = STANDARD.encode(arguments.text(0)?.as_bytes());
    Ok(arguments.string(format!("data:text/plain;charset=utf8;base64,{encoded}")))
}

fn data_uri_to_string(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let parts = text.strip_prefix("data:").and_then(|rest| rest.split_once(','));
    let Some((header, data)) = parts else { return Err(arguments.fail("this is no data URI")) };
    if header.ends_with(";base64") {
        return Ok(arguments.string(decoded(arguments, data)?));
    }
    Ok(arguments.string(percent_decoded(arguments, data)?))
}

/// What is relative to a URI, as .NET combines them: a relative part replaces what
/// is behind the last slash of the path.
fn uri(arguments: &Arguments) -> Outcome {
    let (base, relative) = (arguments.text(0)?, arguments.text(1)?);
    let Some((scheme, rest)) = base.split_once("://") else {
        return Err(arguments.fail("the base must be a complete URI"));
    };
    if relative.contains("://") {
        return Ok(arguments.string(relative));
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    let (folder, relative) = match relative.strip_prefix('/') {
        Some(relative) => ("/", relative),
        None => (folder, &*relative),
    };
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    let mut pieces = relative.split('/').peekable();
    let mut ends_with_folder = relative.is_empty();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        match piece {
            ".." => {
                steps.pop();
                ends_with_folder = last;
            }
            "." => ends_with_folder = last,
            "" if last => ends_with_folder = true,
            piece => {
                steps.push(piece);
                ends_with_folder = false;
            }
        }
    }
    let end = if ends_with_folder && !steps.is_empty() { "/" } else { "" };
    Ok(arguments.string(format!("{scheme}://{host}/{}{end}", steps.join("/"))))
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.extend(["%", &format!("{other:02X}")]),
        }
    }
    encoded
}

fn uri_component_to_string(arguments: &Arguments) -> Outcome {
    Ok(arguments.string(percent_decoded(arguments, &arguments.text(0)?)?))
}

/// A per cent sign that is followed by no two digits stands for itself.
fn percent_decoded(arguments: &Arguments, text: &str) -> Result<String, Value> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let code =
            digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        let code = code.filter(|_| byte == b'%');
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).map_err(|_| arguments.fail("the bytes are no text"))
}
