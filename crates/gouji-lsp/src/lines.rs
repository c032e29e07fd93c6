//! Places: bytes of a text and the lines and characters of the protocol; files and their addresses.

use lsp_types::{Position, Range, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What an address of a file writes out.
const WRITTEN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The byte of a place; characters are counted in UTF-16, as the protocol does.
#[must_use]
pub fn offset(text: &str, at: Position) -> usize {
    let line = usize::try_from(at.line).unwrap_or(usize::MAX);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    let own = rest.split(['\n', '\r']).next().unwrap_or("");
    let mut left = usize::try_from(at.character).unwrap_or(usize::MAX);
    for (at, c) in own.char_indices() {
        if left == 0 {
            return start + at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    start + own.len()
}

/// The place of a byte.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let own = before.get(start..).unwrap_or("");
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position::new(small(line), small(own.encode_utf16().count()))
}

/// The places of a range of bytes.
#[must_use]
pub fn range(text: &str, span: &std::ops::Range<usize>) -> Range {
    Range::new(position(text, span.start), position(text, span.end))
}

/// The file of an address; none of one that is no file's.
#[must_use]
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = percent_decode_str(rest).decode_utf8().ok()?;
    // a folder that another machine shares: file://server/rules
    if !path.starts_with('/') {
        return Some(PathBuf::from(format!("//{path}")));
    }
    // /C:/rules of Windows
    let is_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { path.trim_start_matches('/') } else { &path }))
}

/// The address of a file.
#[must_use]
pub fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let before = match path.as_str() {
        shared if shared.starts_with("//") => "file:",
        own if own.starts_with('/') => "file://",
        _ => "file:///",
    };
    Uri::from_str(&format!("{before}{}", utf8_percent_encode(&path, WRITTEN))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_of_utf_16() {
        let text = "甲乙\r\n𠮷x\n";
        for (offset_wanted, line, character) in
            [(0, 0, 0), (3, 0, 1), (6, 0, 2), (8, 1, 0), (12, 1, 2), (13, 1, 3), (14, 2, 0)]
        {
            assert_eq!(position(text, offset_wanted), Position::new(line, character));
            assert_eq!(offset(text, Position::new(line, character)), offset_wanted);
        }
        assert_eq!(offset(text, Position::new(0, 90)), 6);
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn a_path_comes_back() {
        let path = Path::new("/家/本局 规则/a#1.toml");
        let uri = uri_of(path).unwrap();
        assert!(uri.as_str().is_ascii(), "{}", uri.as_str());
        assert_eq!(path_of(&uri).unwrap(), path);
        let drive = Uri::from_str("file:///c%3A/x/y.toml").unwrap();
        assert_eq!(path_of(&drive).unwrap(), Path::new("c:/x/y.toml"));
        let shared = Uri::from_str("file://fileserver/%E5%B1%80/a.toml").unwrap();
        let path = path_of(&shared).unwrap();
        assert_eq!(path, Path::new("//fileserver/局/a.toml"));
        assert_eq!(uri_of(&path).unwrap(), shared);
        assert_eq!(path_of(&Uri::from_str("untitled:one").unwrap()), None);
    }
}
