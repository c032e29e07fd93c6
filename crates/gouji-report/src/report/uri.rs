//! Paths and names of files as addresses.

use std::fmt::Write as _;

/// A path as an address: relative ones stay relative, absolute ones become `file:` addresses.
#[must_use]
pub(crate) fn of_path(path: &str) -> String {
    let pieces: Vec<String> = path.split(std::path::is_separator).map(of_name).collect();
    let joined = pieces.join("/");
    let drive = path.as_bytes().get(1) == Some(&b':')
        && path.starts_with(|c: char| c.is_ascii_alphabetic())
        && cfg!(windows);
    match joined.strip_prefix('/') {
        Some(rest) => format!("file:///{rest}"),
        None if drive => format!("file:///{}", joined.replacen("%3A", ":", 1)),
        None => joined,
    }
}

/// A name of a file as a piece of an address.
#[must_use]
pub(crate) fn of_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_is_grammar() {
        assert_eq!(of_name("a b#?\"%.html"), "a%20b%23%3F%22%25.html");
        assert_eq!(of_path("年度/a:b.txt"), "%E5%B9%B4%E5%BA%A6/a%3Ab.txt");
        assert_eq!(of_path("/a/b.txt"), "file:///a/b.txt");
    }
}
