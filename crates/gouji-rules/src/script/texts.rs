//! Texts of a script between double quotes that were to be filled in: `"${项.车牌号}超过上限"`.

use crate::formula::FormulaMistake;

/// Each text in double quotes that holds a place to fill: only backquotes fill it.
pub(super) fn unfilled(source: &str) -> Vec<FormulaMistake> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '`' | '\'' => {
                rest.get(1..).and_then(|text| text.find(c)).map_or(rest.len(), |end| end + 2)
            }
            '"' => {
                let end = text_end(rest);
                let inner = rest.get(1..end.saturating_sub(1)).unwrap_or("");
                if let Some(meant) = filled(inner) {
                    out.push(
                        FormulaMistake::new(
                            at..at + end,
                            "双引号里的 ${…} 不会换成数，会照原样印出",
                        )
                        .help(format!("外面改用反引号（键盘左上角）：`{meant}`")),
                    );
                }
                end
            }
            c => c.len_utf8(),
        };
        at += length.max(1);
    }
    out
}

/// How far a text in double quotes reaches.
fn text_end(rest: &str) -> usize {
    let mut escaped = true;
    for (at, c) in rest.char_indices() {
        if !std::mem::take(&mut escaped) {
            match c {
                '"' => return at + 1,
                '\\' => escaped = true,
                _ => {}
            }
        }
    }
    rest.len()
}

/// A text with its places as backquotes fill them, where it has any: `${项.金额}`, `{项.金额}`.
fn filled(inner: &str) -> Option<String> {
    if inner.contains("${") {
        return Some(inner.to_owned());
    }
    let (_, rest) = inner.split_once('{')?;
    let (place, _) = rest.split_once('}')?;
    let is_path = place.contains('.')
        && place.split('.').all(|name| {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            !name.is_empty()
                && name.chars().all(is_part)
                && !name.starts_with(|c: char| c.is_ascii_digit())
        });
    is_path.then(|| inner.replace('{', "${"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_double_quotes_are_told() {
        let told = |source: &str| unfilled(source).into_iter().next().and_then(|own| own.help);
        assert!(told("report(项.金额, \"${项.名称}超过\");").unwrap().contains("`${项.名称}超过`"));
        assert!(told("report(项.金额, \"{项.名称}超过\");").unwrap().contains("`${项.名称}超过`"));
        assert_eq!(told("report(项.金额, `${项.名称}超过`); // \"${x}\""), None);
        assert_eq!(told("report(项.金额, \"超过{甲}\");"), None);
    }
}
