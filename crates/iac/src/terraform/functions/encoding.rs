//! Encodings of text and of values as text.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Arguments, Function, Outcome, csv, function, json, nullable, unknowable, yaml};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("base64decode", (1, 1), base64decode),
    function("base64encode", (1, 1), base64encode),
    // OpenTofu's.
    unknowable("base64gunzip", (1, 1)),
    unknowable("base64gzip", (1, 1)),
    function("csvdecode", (1, 1), csv::decode),
    function("jsonencode", (1, 1), |arguments| Ok(json::encode(arguments, &arguments.values[0]))),
    nullable("jsondecode", (1, 1), json::decode),
    function("textdecodebase64", (2, 2), textdecodebase64),
    function("textencodebase64", (2, 2), textencodebase64),
    // OpenTofu's.
    function("urldecode", (1, 1), urldecode),
    function("urlencode", (1, 1), urlencode),
    nullable("yamldecode", (1, 1), yaml::decode),
    function("yamlencode", (1, 1), |arguments| Ok(yaml::encode(arguments, &arguments.values[0]))),
];

fn base64encode(arguments: &Arguments) -> Outcome {
    Ok(arguments.string(STANDARD.encode(arguments.text(0)?.as_bytes())))
}

fn decoded(arguments: &Arguments) -> Result<Vec<u8>, Value> {
    let text = arguments.text(0)?;
    STANDARD
        .decode(text.as_bytes())
        .map_err(|_| arguments.fail(format!("failed to decode base64 data {text:?}")))
}

fn base64decode(arguments: &Arguments) -> Outcome {
    match String::from_utf8(decoded(arguments)?) {
        Ok(text) => Ok(arguments.string(text)),
        Err(_) => {
            Err(arguments.fail("the result of decoding the provided string is not valid UTF-8"))
        }
    }
}

/// The byte order of an encoding with units of 16 bits, none for one of bytes.
enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
}

fn encoding(arguments: &Arguments) -> Result<Encoding, Value> {
    match arguments.text(1)?.to_uppercase().as_str() {
        "UTF-8" => Ok(Encoding::Utf8),
        "UTF-16LE" => Ok(Encoding::Utf16 { big_endian: false }),
        "UTF-16BE" => Ok(Encoding::Utf16 { big_endian: true }),
        _ => Err(arguments.not_offline()),
    }
}

fn textencodebase64(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let bytes: Vec<u8> = match encoding(arguments)? {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16 { big_endian: true } => {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
        Encoding::Utf16 { big_endian: false } => {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
    };
    Ok(arguments.string(STANDARD.encode(bytes)))
}

fn textdecodebase64(arguments: &Arguments) -> Outcome {
    let bytes = decoded(arguments)?;
    let text = match encoding(arguments)? {
        Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
        Encoding::Utf16 { big_endian } => {
            let (pairs, _) = bytes.as_chunks::<2>();
            let units = pairs.iter().map(|pair| {
                if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) }
            });
            String::from_utf16_lossy(&units.collect::<Vec<_>>())
        }
    };
    Ok(arguments.string(text))
}

fn urlencode(arguments: &Arguments) -> Outcome {
    let mut encoded = String::new();
    for byte in arguments.text(0)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            other => encoded.extend(["%", &format!("{other:02X}")]),
        }
    }
    Ok(arguments.string(encoded))
}

fn urldecode(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let malformed = || arguments.fail(format!("invalid URL encoding: {text:?}"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
                let value = digit().zip(digit()).map(|(high, low)| high << 4 | low);
                value.and_then(|value| u8::try_from(value).ok()).ok_or_else(malformed)?
            }
            other => other,
        });
    }
    Ok(arguments.string(String::from_utf8(bytes).map_err(|_| malformed())?))
}
