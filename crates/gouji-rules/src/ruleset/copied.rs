//! Lines of rule files that were copied from elsewhere with the signs of that place: fences of a guide,
//! colons of JSON and YAML.

use super::syntax_words::{SyntaxSlip, is_key};
use std::ops::Range;

/// The slip on a line, where it is such a one.
pub(super) fn copied(own: &str, line: &Range<usize>, span: &Range<usize>) -> Option<SyntaxSlip> {
    fence(own, line).or_else(|| colon(own, line, span))
}

/// A fence around an example of a guide.
fn fence(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let trimmed = own.trim();
    let sign = ["```", "~~~"].into_iter().find(|sign| trimmed.starts_with(sign))?;
    let rest = trimmed.trim_start_matches(['`', '~']);
    rest.chars().all(char::is_alphanumeric).then(|| {
        let at = line.start + own.len() - own.trim_start().len();
        let (message, help) = (
            format!("{trimmed} 是指南里例子的围栏，不是规则"),
            format!("删去例子前面的 {trimmed} 和后面的 {sign}，只留中间的几行"),
        );
        let help = if rest.is_empty() {
            format!("删去例子前面、后面以 {sign} 开头的行，只留中间的几行")
        } else {
            help
        };
        SyntaxSlip::new(at..at + trimmed.len(), &message, help)
    })
}

/// A colon between a key in quotes, or one within braces, and its value.
fn colon(own: &str, line: &Range<usize>, span: &Range<usize>) -> Option<SyntaxSlip> {
    let at = span.start.checked_sub(line.start)?;
    let colons = colons(own);
    // the parser stumbles over the first one, or over the key before a full-width one
    let first = *colons.first()?;
    let key = own.get(..first)?.trim_end();
    let is_key = key.ends_with(['"', '\'']) || key.contains('{');
    if !is_key || at > first {
        return None;
    }
    let mut meant = own.to_owned();
    for at in colons.iter().rev() {
        let sign = own.get(*at..)?.chars().next()?;
        let rest = meant.get(at + sign.len_utf8()..)?.trim_start().to_owned();
        meant.truncate(*at);
        meant = format!("{} = {rest}", meant.trim_end());
    }
    let sign = own.get(first..)?.chars().next()?;
    let start = line.start + first;
    Some(SyntaxSlip::new(
        start..start + sign.len_utf8(),
        "键和值之间要写等号，不是冒号",
        format!("冒号改成等号：{}", meant.trim().trim_end_matches(',')),
    ))
}

/// A line with a key and a colon, or with neither; the others of the file are told with it.
pub(super) fn no_equals(text: &str, line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let meant = with_equals(line)?;
    let Some(meant) = meant else {
        let key = line.trim_end_matches([':', '\u{FF1A}', ' ']);
        let help = format!("一条规则、一张表样的表头写成 [[{key}]]，下面各行 键 = 值");
        return Some(SyntaxSlip::new(whole.clone(), "键和值之间要写等号", help));
    };
    let at = text.get(..whole.start)?.matches('\n').count();
    let others = with_colons(text).into_iter().filter(|(number, _)| *number != at);
    let others: Vec<(usize, String)> = others.collect();
    let Some((_, next)) = others.first() else {
        let help = format!("写成 {meant}");
        return Some(SyntaxSlip::new(whole.clone(), "键和值之间要写等号", help));
    };
    let numbers: Vec<String> = others.iter().map(|(at, _)| (at + 1).to_string()).collect();
    let message = format!("键和值之间要写等号，不写冒号：第 {} 行也是", numbers.join("、"));
    let more = if others.len() > 1 { "，其余各行一样" } else { "" };
    let help = format!("写成 {meant}；第 {} 行写成 {next}{more}", numbers.first()?);
    Some(SyntaxSlip::new(whole.clone(), &message, help))
}

/// Of a line with a key and a colon the same with a sign of equality, where a value stands behind.
fn with_equals(line: &str) -> Option<Option<String>> {
    if line.contains('=') || line.starts_with(['[', '{', '"', ']', '}', '#']) {
        return None;
    }
    let line = line.strip_prefix("- ").unwrap_or(line);
    let (key, value) = line.split_once([':', '\u{FF1A}'])?;
    let value = value.trim().trim_end_matches([',', '，', ';', '；']);
    let is_bare = value.starts_with(|c: char| c.is_alphabetic())
        && !matches!(value, "true" | "false")
        && !value.contains(['"', '\'']);
    let quoted = if is_bare { format!("\"{value}\"") } else { value.to_owned() };
    is_key(key).then(|| (!value.is_empty()).then(|| format!("{} = {quoted}", key.trim())))
}

/// The lines of a file outside of texts of several lines that have a colon behind their key, by their
/// numbers from 0.
fn with_colons(text: &str) -> Vec<(usize, String)> {
    let mut open: Option<&str> = None;
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for sign in ["\"\"\"", "'''"] {
            let count = line.matches(sign).count();
            if count % 2 == 1 && open.is_none_or(|known| known == sign) {
                open = if open.is_some() { None } else { Some(sign) };
            }
        }
        let meant = with_equals(line.trim()).flatten().filter(|_| open.is_none());
        out.extend(meant.map(|meant| (number, meant)));
    }
    out
}

/// Where colons stand outside of quotes and remarks.
fn colons(own: &str) -> Vec<usize> {
    let (mut quote, mut out) = (None, Vec::new());
    for (at, c) in own.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, ':' | '：') => out.push(at),
            _ => {}
        }
    }
    out
}
