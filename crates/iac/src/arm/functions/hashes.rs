//! Names made of other names: `uniqueString` and `guid`.

use std::sync::Arc;

use sha1::{Digest, Sha1};

use super::{ANY_NUMBER, Arguments, Function, Outcome, function, unknowable};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("guid", (1, ANY_NUMBER), guid),
    unknowable("newGuid", (0, 0)),
    function("uniqueString", (1, ANY_NUMBER), unique_string),
];

/// The arguments with a hyphen between them.
fn joined(arguments: &Arguments) -> Result<String, Value> {
    let texts: Vec<Arc<str>> =
        (0..arguments.values.len()).map(|at| arguments.text(at)).collect::<Result<_, _>>()?;
    Ok(texts.join("-"))
}

fn unique_string(arguments: &Arguments) -> Outcome {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut hash = murmur_hash(joined(arguments)?.as_bytes());
    let mut text = String::with_capacity(13);
    for _ in 0..13 {
        // The upper five bits are less than 32.
        let letter = usize::try_from(hash >> 59).unwrap_or(0);
        text.push(char::from(LETTERS[letter]));
        hash <<= 5;
    }
    Ok(arguments.string(text))
}

/// A hash of 64 bits in the manner of `MurmurHash3`, of two halves.
fn murmur_hash(bytes: &[u8]) -> u64 {
    const C1: u32 = 0x239b_961b;
    const C2: u32 = 0xab0e_9789;
    let (mut h1, mut h2) = (0_u32, 0_u32);
    let first = |k: u32| k.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    let second = |k: u32| k.wrapping_mul(C2).rotate_left(17).wrapping_mul(C1);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let (k1, k2) = block.split_at(4);
        h1 = (h1 ^ first(number(k1))).rotate_left(19).wrapping_add(h2);
        h1 = h1.wrapping_mul(5).wrapping_add(0x561c_cd1b);
        h2 = (h2 ^ second(number(k2))).rotate_left(13).wrapping_add(h1);
        h2 = h2.wrapping_mul(5).wrapping_add(0x0bca_a747);
    }
    if !tail.is_empty() {
        let (k1, k2) = tail.split_at(tail.len().min(4));
        h1 ^= first(number(k1));
        if !k2.is_empty() {
            h2 ^= second(number(k2));
        }
    }
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    h1 ^= length;
    h2 ^= length;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finished(h1);
    h2 = finished(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    u64::from(h2) << 32 | u64::from(h1)
}

/// Up to four bytes, the least first.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn finished(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

/// The UUID of version 5 in Resource Manager's namespace.
fn guid(arguments: &Arguments) -> Outcome {
    const NAMESPACE: u128 = 0x11fb_06fb_712d_4ddd_98c7_e71b_bd58_8830;
    let mut hash = Sha1::new();
    hash.update(NAMESPACE.to_be_bytes());
    hash.update(joined(arguments)?.as_bytes());
    let digest = hash.finalize();
    let number =
        digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let number = number & !(0xf << 76) | 5 << 76;
    let number = number & !(0x3 << 62) | 2 << 62;
    let digits = format!("{number:032x}");
    let groups = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    Ok(arguments.string(groups.join("-")))
}
