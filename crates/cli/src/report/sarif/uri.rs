//! Paths as URIs.

use camino::Utf8Path;

use crate::report::push;

/// A relative reference.
pub(super) fn relative(path: &Utf8Path) -> String {
    encode(path.as_str(), cfg!(windows))
}

/// A `file:` URI.
pub(super) fn absolute(path: &Utf8Path) -> String {
    file(path.as_str(), cfg!(windows))
}

fn file(path: &str, windows: bool) -> String {
    if windows && path.starts_with(r"\\") {
        return format!("file:{}", encode(path, windows));
    }
    let (drive, rest) = match path.as_bytes() {
        [letter, b':', ..] if windows && letter.is_ascii_alphabetic() => path.split_at(2),
        _ => ("", path),
    };
    let uri = format!("{drive}{}", encode(rest, windows));
    format!("file:///{}", uri.trim_start_matches('/'))
}

/// Percent-encodes everything but unreserved characters and what separates folders.
fn encode(path: &str, windows: bool) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if windows => uri.push('/'),
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

    #[test]
    fn paths_of_windows_become_uris() {
        assert_eq!(encode(r"infra\hub 1\main.tf", true), "infra/hub%201/main.tf");
        assert_eq!(file(r"D:\a\my code", true), "file:///D:/a/my%20code");
        assert_eq!(file(r"\\server\share", true), "file://server/share");
    }
}
