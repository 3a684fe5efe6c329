//! `uniqueString` of Azure Resource Manager, which azapi has as well.

/// What `uniqueString` makes of a text.
pub(crate) fn of(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut hash = murmur_hash(text.as_bytes());
    let mut name = String::with_capacity(13);
    for _ in 0..13 {
        // The upper five bits are less than 32.
        let letter = usize::try_from(hash >> 59).unwrap_or(0);
        name.push(char::from(LETTERS[letter]));
        hash <<= 5;
    }
    name
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
