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

/// What to do where a name is used that a block further up has for itself: the block has ended.
pub(super) fn left_block(source: &str, name: &str) -> Option<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let gives = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let rest = line.get(at + word.len()..).unwrap_or("").trim_start();
            let own = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
            own == Some(name)
        })
    };
    let mut depth = 0_usize;
    for line in source.lines() {
        let own = line.trim();
        if gives(line, "for ") {
            return Some(format!(
                "{name} 只在“{own}”的 {{ }} 里有：用它的语句写在这一段的 }} 前面"
            ));
        }
        let given = line.match_indices("let ").map(|(at, _)| at).find(|at| {
            let rest = line.get(*at..).unwrap_or("");
            gives(rest.split(';').next().unwrap_or(rest), "let ")
        });
        let inside = given.map_or(0, |at| {
            let before = braces(line.get(..at).unwrap_or(""));
            let opened = before.iter().filter(|(_, c)| *c == '{').count();
            (depth + opened).saturating_sub(before.len() - opened)
        });
        if inside > 0 {
            return Some(format!(
                "{name} 是在 {{ }} 里 let 的，出了 }} 就没有了：先在外面写 let {name} = 0;，里面只写 {name} = …;"
            ));
        }
        for (_, c) in braces(line) {
            depth = if c == '{' { depth + 1 } else { depth.saturating_sub(1) };
        }
    }
    None
}

/// Where a variable must be given its first value that is changed at a place: in front of the
/// outermost loop around it.
pub(super) fn before_loop(source: &str, place: usize) -> String {
    let mut open: Vec<&str> = Vec::new();
    for line in source.get(..place).unwrap_or("").lines() {
        for (_, c) in braces(line) {
            if c == '{' {
                open.push(line.trim());
            } else {
                open.pop();
            }
        }
    }
    let is_loop =
        |line: &&str| ["for ", "while ", "loop"].iter().any(|word| line.starts_with(word));
    match open.into_iter().find(is_loop) {
        Some(line) => format!("在“{line}”一行的前面"),
        None => "在这一行的前面".to_owned(),
    }
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
