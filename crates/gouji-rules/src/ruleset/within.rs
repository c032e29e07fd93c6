//! Places within a text of a rule file, and advice that can be pasted between its quotes.

use super::walk::RuleText;
use std::ops::Range;

/// The place in a file of a byte range of a text; the whole text where it cannot be told.
pub(super) fn place(source: &str, text: &RuleText, inner: &Range<usize>) -> Range<usize> {
    if text.base.is_some() {
        return text.place(inner);
    }
    escaped(source, text, inner).unwrap_or_else(|| text.span.clone())
}

/// The same for a text between double quotes in which signs are written with a backslash.
fn escaped(source: &str, text: &RuleText, inner: &Range<usize>) -> Option<Range<usize>> {
    let written = source.get(text.span.clone())?;
    let own = written.strip_prefix('"')?.strip_suffix('"')?;
    if own.starts_with('"') {
        return None;
    }
    let (mut value, mut start, mut end) = (0, None, None);
    let mut chars = own.char_indices();
    loop {
        let next = chars.next();
        let at = next.map_or(own.len(), |(at, _)| at);
        start = start.or((value >= inner.start).then_some(at));
        end = end.or((value >= inner.end).then_some(at));
        let Some((_, c)) = next else { break };
        let decoded = match c {
            '\\' => match chars.next()?.1 {
                c @ ('"' | '\\') => c,
                't' => '\t',
                'n' => '\n',
                _ => return None,
            },
            c => c,
        };
        let rest = text.value.get(value..)?;
        value += rest.strip_prefix(decoded).map(|behind| rest.len() - behind.len())?;
    }
    let first = text.span.start + 1;
    Some(first + start?..first + end?.max(start?))
}

/// Advice about a formula with its texts in quotes that can stand where the formula stands: in a
/// text between double quotes another double quote would end it.
pub(super) fn pasted(source: &str, text: &RuleText, help: String) -> String {
    let Some(written) = source.get(text.span.clone()) else { return help };
    let is_basic = written.starts_with('"') && !written.starts_with("\"\"\"");
    // a whole line of a file has the quotes that it needs
    let has_line = ["= \"", "= '", "= [", "='", "=\"", "（\""].iter().any(|own| {
        help.match_indices(own)
            .any(|(at, _)| !help.get(..at).unwrap_or("").ends_with(['=', '!', '<', '>']))
    });
    if !is_basic || has_line || !help.contains('"') {
        return help;
    }
    if written.contains("\\\"") { help.replace('"', "\\\"") } else { help.replace('"', "'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, value: &str) -> RuleText {
        RuleText { value: value.to_owned(), file: 0, span: 0..source.len(), base: None }
    }

    #[test]
    fn a_place_behind_escaped_quotes_is_found() {
        let source = "\"类别 == \\\"甲\\\" && 乙 > 1\"";
        let own = text(source, "类别 == \"甲\" && 乙 > 1");
        let at = own.value.find('乙').unwrap();
        let place = place(source, &own, &(at..at + '乙'.len_utf8()));
        assert_eq!(source.get(place), Some("乙"));
    }

    #[test]
    fn advice_fits_between_the_quotes_around() {
        let help = || "写成 count(甲, 甲 == \"乙\")".to_owned();
        let escaped = "\"COUNTIF(甲, \\\"乙\\\")\"";
        assert!(pasted(escaped, &text(escaped, ""), help()).ends_with("甲 == \\\"乙\\\")"));
        let plain = "\"甲 in 乙\"";
        assert!(pasted(plain, &text(plain, ""), help()).ends_with("甲 == '乙')"));
        let single = "'甲 in 乙'";
        assert_eq!(pasted(single, &text(single, ""), help()), help());
        let line = || "写成列表：expect = ['甲 == \"乙\"']".to_owned();
        assert_eq!(pasted(plain, &text(plain, ""), line()), line());
    }
}
