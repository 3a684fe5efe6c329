//! Names made of other names: `uniqueString` and `guid`.

use std::sync::Arc;

use sha1::{Digest, Sha1};

use super::{ANY_NUMBER, Arguments, Function, Outcome, function, unknowable};
use crate::{Value, unique_string};

pub(super) const FUNCTIONS: &[Function] = &[
    function("guid", (1, ANY_NUMBER), guid),
    unknowable("newGuid", (0, 0)),
    function("uniqueString", (1, ANY_NUMBER), unique_name),
];

/// The arguments with a hyphen between them.
fn joined(arguments: &Arguments) -> Result<String, Value> {
    let texts: Vec<Arc<str>> =
        (0..arguments.values.len()).map(|at| arguments.text(at)).collect::<Result<_, _>>()?;
    Ok(texts.join("-"))
}

fn unique_name(arguments: &Arguments) -> Outcome {
    Ok(arguments.string(unique_string::of(&joined(arguments)?)))
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
