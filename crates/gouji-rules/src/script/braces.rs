//! The brace of a script that nothing closes.

use std::ops::Range;

/// The brace that is not closed, and its line. Of several that may be meant the one whose block
/// does not end where it began: a closing brace stands as far in as the line that opened it.
pub(super) fn open_brace(source: &str) -> Option<(Range<usize>, String)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut odd = None;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        for (at, c) in braces(line) {
            if c == '{' {
                open.push((start + at, indent));
                continue;
            }
            let (brace, began) = open.pop()?;
            if odd.is_none() && line.trim_start().starts_with('}') && began != indent {
                odd = Some(brace);
            }
        }
        start += line.len();
    }
    let (last, _) = *open.last()?;
    let at = odd.unwrap_or(last);
    let begin = source.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = source.get(begin..)?.lines().next()?.trim();
    Some((at..at + 1, line.to_owned()))
}

/// The braces of a line outside its texts and remarks.
fn braces(line: &str) -> Vec<(usize, char)> {
    let mut out = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(own), c) if c == own && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`' | '\'') => quote = Some(c),
            (None, '/') if before == '/' => break,
            (None, '{' | '}') => out.push((at, c)),
            (None, _) => {}
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::open_brace;

    #[test]
    fn the_brace_that_nothing_closes_is_found() {
        let line = |source: &str| open_brace(source).map(|(_, line)| line);
        let inner = "for a in b {\n  if c {\n    d(`${e}`);\n}\n";
        assert_eq!(line(inner).as_deref(), Some("if c {"));
        let outer = "for a in b {\n  if c {\n    d();\n  }\n";
        assert_eq!(line(outer).as_deref(), Some("for a in b {"));
        assert_eq!(line("if c { d(\"}\") }\n"), None);
    }
}
