//! Commas that a list or a table in braces lacks between two of its items on one line.

use super::syntax_words::SyntaxSlip;
use std::ops::Range;

/// The place of the first comma that a line lacks, where the line is right with all that it lacks.
pub(super) fn lacking(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let places = places(own);
    let (first, next) = places.first()?;
    let mut meant = own.to_owned();
    for (end, _) in places.iter().rev() {
        meant.insert(*end, ',');
    }
    let meant = meant.trim();
    if !is_right(meant) {
        return None;
    }
    let before = own.get(..*first)?;
    let last = before.rfind(['{', '[', ',', '=']).map_or(0, |at| at + 1);
    let item = before.get(last..)?.trim();
    Some(SyntaxSlip::new(
        line.start + first - item.len()..line.start + next,
        &format!("{item} 后面少一个逗号"),
        format!("写成 {meant}"),
    ))
}

/// Where an item ends inside brackets and another one begins without a comma between them.
fn places(own: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut quote, mut depth) = (None, 0_usize);
    // where the last item ended, behind a value
    let mut ended: Option<usize> = None;
    let mut is_value = false;
    for (at, c) in own.char_indices() {
        if let Some(open) = quote {
            if c == open {
                quote = None;
                ended = Some(at + 1);
            }
            continue;
        }
        match c {
            '#' => break,
            c if c.is_whitespace() => continue,
            '.' => {
                ended = None;
                continue;
            }
            ',' | '=' => {
                is_value = c == '=';
                ended = None;
                continue;
            }
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                (ended, is_value) = (Some(at + 1), true);
                continue;
            }
            _ => {}
        }
        if let Some(end) = ended.filter(|_| depth > 0 && (is_value || quoted(own, at)))
            && end < at
        {
            out.push((end, at + c.len_utf8()));
            is_value = false;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '[' | '{' => {
                depth += 1;
                (ended, is_value) = (None, c == '[');
            }
            _ => ended = Some(at + c.len_utf8()),
        }
    }
    out
}

/// Whether a text begins at a place.
fn quoted(own: &str, at: usize) -> bool {
    own.get(at..).is_some_and(|rest| rest.starts_with(['"', '\'', '{', '[']))
}

/// Whether a line is right as it stands, by itself or as an item of a list.
fn is_right(line: &str) -> bool {
    let item = line.strip_suffix(',').unwrap_or(line);
    line.parse::<toml::Table>().is_ok() || format!("a = [{item}]").parse::<toml::Table>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_are_put_where_a_line_lacks_them() {
        let told = |own: &str| {
            lacking(own, &(0..own.len())).map(|slip| (slip.message, slip.help.unwrap_or_default()))
        };
        let (message, help) =
            told("\"标准\" = { \"甲\" = \"720元/人\" \"乙\" = \"940元/人\" }").unwrap();
        assert_eq!(message, "\"720元/人\" 后面少一个逗号");
        assert_eq!(help, "写成 \"标准\" = { \"甲\" = \"720元/人\", \"乙\" = \"940元/人\" }");
        let (_, help) = told("rows = [{ name = \"甲\" total = true } { name = \"乙\" }]").unwrap();
        assert_eq!(help, "写成 rows = [{ name = \"甲\", total = true }, { name = \"乙\" }]");
        let (_, help) = told("  { name = \"甲\" kind = \"label\" },").unwrap();
        assert_eq!(help, "写成 { name = \"甲\", kind = \"label\" },");
        assert_eq!(told("\"标准\" = { \"甲\" = 1 2 }"), None);
        assert_eq!(told("a = [\"甲\", \"乙\"]"), None);
    }
}
