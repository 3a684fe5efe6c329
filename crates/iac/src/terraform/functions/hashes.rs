//! Digests and identifiers made of them.

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Arguments, Function, Outcome, function, unknowable};

pub(super) const FUNCTIONS: &[Function] = &[
    function("base64sha256", (1, 1), |arguments| of_text(arguments, base64sha256)),
    function("base64sha512", (1, 1), |arguments| of_text(arguments, base64sha512)),
    unknowable("bcrypt", (1, 2)),
    function("md5", (1, 1), |arguments| of_text(arguments, md5)),
    unknowable("rsadecrypt", (2, 2)),
    function("sha1", (1, 1), |arguments| of_text(arguments, sha1)),
    function("sha256", (1, 1), |arguments| of_text(arguments, sha256)),
    function("sha512", (1, 1), |arguments| of_text(arguments, sha512)),
    unknowable("uuid", (0, 0)),
    function("uuidv5", (2, 2), uuidv5),
];

fn of_text(arguments: &Arguments, digest: fn(&[u8]) -> String) -> Outcome {
    Ok(arguments.string(digest(arguments.text(0)?.as_bytes())))
}

pub(super) fn md5(bytes: &[u8]) -> String {
    hexadecimal(&Md5::digest(bytes))
}

pub(super) fn sha1(bytes: &[u8]) -> String {
    hexadecimal(&Sha1::digest(bytes))
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn sha512(bytes: &[u8]) -> String {
    hexadecimal(&Sha512::digest(bytes))
}

pub(super) fn base64sha256(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

pub(super) fn base64sha512(bytes: &[u8]) -> String {
    STANDARD.encode(Sha512::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from_digit(u32::from(digit), 16);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

/// The namespaces of RFC 4122, appendix C, that have names differ in one digit.
fn namespace(name: &str) -> Option<u128> {
    const DNS: u128 = 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8;
    const STEP: u128 = 1 << 96;
    match name {
        "dns" => Some(DNS),
        "url" => Some(DNS + STEP),
        "oid" => Some(DNS + 2 * STEP),
        "x500" => Some(DNS + 4 * STEP),
        _ => {
            let groups: Vec<usize> = name.split('-').map(str::len).collect();
            let digits = name.replace('-', "");
            let well_formed =
                groups == [8, 4, 4, 4, 12] && digits.bytes().all(|b| b.is_ascii_hexdigit());
            well_formed.then(|| u128::from_str_radix(&digits, 16).ok()).flatten()
        }
    }
}

fn uuidv5(arguments: &Arguments) -> Outcome {
    let (name, text) = (arguments.text(0)?, arguments.text(1)?);
    let namespace = namespace(&name)
        .ok_or_else(|| arguments.fail(format!("uuidv5() doesn't support namespace {name}")))?;
    let digest = Sha1::new().chain_update(namespace.to_be_bytes()).chain_update(text.as_bytes());
    let digest = digest.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hexadecimal(&bytes);
    let groups = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    Ok(arguments.string(groups.join("-")))
}
