//! Values that no TOML is because of how other languages and people write them.

use super::syntax_words::SyntaxSlip;
use std::ops::Range;

/// A year with its word behind it: `year = 2024年`.
pub(super) fn year(key: &str, value: &str, place: Range<usize>) -> Option<SyntaxSlip> {
    let year = value.trim_end_matches('度').strip_suffix('年').map(str::trim)?;
    let is_year = year.len() == 4 && year.bytes().all(|c| c.is_ascii_digit());
    is_year.then(|| {
        let help = format!("写成 {} = {year}", key.trim());
        SyntaxSlip::new(place, "年度是一个数，不写“年”字", help)
    })
}

/// What the signs on a line show.
pub(super) fn typed(
    text: &str,
    own: &str,
    line: &Range<usize>,
    at: &Range<usize>,
) -> Option<SyntaxSlip> {
    backquotes(own, line).or_else(|| no_comma(text, at))
}

/// A sign between two items of a list, or two keys in braces, that is no comma: `["甲"; "乙"]`.
fn no_comma(text: &str, at: &Range<usize>) -> Option<SyntaxSlip> {
    let rest = text.get(at.start..)?;
    let start = at.start + rest.len() - rest.trim_start().len();
    let sign = text.get(start..)?.chars().next().filter(|sign| ";；、|/".contains(*sign))?;
    let end = start + sign.len_utf8();
    let behind = text.get(end..)?.trim_start();
    let before = text.get(..start)?.trim_end();
    let is_value = |c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '}' | ']');
    let item = behind.starts_with(['"', '\'', '{', '['])
        || behind.starts_with(|c: char| c.is_ascii_digit());
    let line = before.get(before.rfind('\n').map_or(0, |end| end + 1)..)?;
    let is_open = line.rfind(['[', '{']) > line.rfind([']', '}']);
    let key = line.contains('{') && behind.starts_with(|c: char| c.is_ascii_alphabetic());
    let first = before.get(before.rfind(',').map_or(0, |at| at + 1)..)?.trim();
    let first = first.rsplit(['[', '{']).next()?.trim();
    let next = behind.get(..behind.find([',', ']', '}']).unwrap_or(behind.len()))?.trim();
    (before.ends_with(is_value) && is_open && (item || key)).then(|| {
        SyntaxSlip::new(
            start..end,
            &format!("各项之间写英文的逗号，不写 {sign}"),
            format!("{sign} 改成 , ：{first}, {next}"),
        )
    })
}

/// Texts between backquotes, as other languages write them.
pub(super) fn backquotes(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (mut quote, mut open, mut first) = (None, None, None);
    let mut meant = String::with_capacity(own.len());
    for (at, c) in own.char_indices() {
        match (quote, open) {
            (None, Some(start)) if c == '`' => {
                let inner = own.get(start + 1..at)?;
                let sign = if inner.contains('"') { '\'' } else { '"' };
                meant.push_str(&format!("{sign}{inner}{sign}"));
                first = first.or(Some(start..at + 1));
                open = None;
                continue;
            }
            (None, None) if c == '`' => {
                open = Some(at);
                continue;
            }
            (None, None) if c == '#' => break,
            (None, None) if matches!(c, '"' | '\'') => quote = Some(c),
            (Some(sign), _) if c == sign => quote = None,
            _ => {}
        }
        if open.is_none() {
            meant.push(c);
        }
    }
    let slip = |place: Range<usize>, help: String| {
        let place = line.start + place.start..line.start + place.end;
        SyntaxSlip::new(place, "文字不用反引号 ` 括", help)
    };
    match (open, first) {
        // a text of several lines, or one that another sign ends
        (Some(start), _) => {
            let key = own.get(..start)?.trim().strip_suffix('=')?.trim();
            let rest = own.get(start + 1..)?.trim_end();
            let inner = rest.trim_end_matches(['"', '\'']);
            let help = if inner.trim().is_empty() {
                format!("几行的写成 {key} = \'\'\'，最后另起一行写 \'\'\'")
            } else {
                format!("用英文引号，写成 {key} = \"{inner}\"")
            };
            Some(slip(start..start + 1 + rest.len(), help))
        }
        (None, Some(place)) => Some(slip(place, format!("用英文引号，写成 {}", meant.trim()))),
        (None, None) => None,
    }
}

/// A number that is written with commas between its digits, or with full-width ones: without them.
pub(super) fn without_commas(text: &str) -> Option<String> {
    let folded: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' | '．' | '，' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect();
    let is_number = folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains(',');
    is_number.then(|| folded.replace(',', ""))
}
