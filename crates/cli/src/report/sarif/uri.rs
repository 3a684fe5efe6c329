//! Paths as URIs.

use camino::Utf8Path;

use crate::report::push;

/// A relative reference.
pub(super) fn relative(path: &Utf8Path) -> String {
    encode(path.as_str())
}

/// A `file:` URI.
pub(super) fn absolute(path: &Utf8Path) -> String {
    let path = encode(path.as_str());
    format!("file:///{}", path.trim_start_matches('/'))
}

/// Percent-encodes everything but unreserved characters and `/`.
fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => push(&mut uri, format_args!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_may_not_hold_is_encoded() {
        assert_eq!(
            relative(Utf8Path::new("infra/hub & spoke/ü#1.tf")),
            "infra/hub%20%26%20spoke/%C3%BC%231.tf"
        );
        assert_eq!(relative(Utf8Path::new("c:d/100%.tf")), "c%3Ad/100%25.tf");
        assert_eq!(absolute(Utf8Path::new("/opt/my code")), "file:///opt/my%20code");
    }
}
