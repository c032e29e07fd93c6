//! Lines of rule files that were copied from elsewhere with the signs of that place: fences of a guide,
//! colons of JSON and YAML.

use super::syntax_words::SyntaxSlip;
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
