//! Text in normal form C, which every text of Terraform has.

use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The same text, composed.
pub(crate) fn composed(text: impl Into<Arc<str>>) -> Arc<str> {
    let text = text.into();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect::<String>().into()
}
