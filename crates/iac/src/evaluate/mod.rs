//! Operators and conversions, shared by the languages.
