//! Slips of one sign: a backslash in double quotes, and what stands behind a value on its line.

use super::file_names::file_name;
use super::regular;
use super::syntax_words::SyntaxSlip;
use gouji_values::number::{day, typed_digits};
use std::ops::Range;

/// Keys whose texts are patterns or words of the document.
const PATTERNS: [&str; 16] = [
    "text",
    "words",
    "printed",
    "except",
    "not_after",
    "before",
    "after",
    "label",
    "header",
    "title",
    "start",
    "end",
    "under",
    "not_under",
    "near",
    "key",
];

/// Keys whose texts are paths of folders and files, in `gouji.toml`.
const PATHS: [&str; 4] = ["rules", "ruleset", "output", "files"];

/// A regular expression between double quotes where a pattern belongs.
pub(super) fn regular(text: &str, own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (_, start, end) = first_backslash(own)?;
    let head = own.get(..start)?.trim_end_matches(['[', ' ', '"', '(']).trim_end();
    let key = head.strip_suffix('=')?.trim_end();
    let key = key.rsplit([' ', ',', '{']).next()?;
    let written = own.get(start + 1..end)?;
    PATTERNS.contains(&key).then_some(())?;
    let (at, sign) = regular::regular(written)?;
    let help = match regular::in_file(written, text, line.start, regular::UNITS) {
        // names of a measure are those that are written
        Some(meant) if key == "words" && meant.contains('…') => {
            "words 里写全各种叫法，用 | 隔开：words = \"甲费|乙费\"".to_owned()
        }
        Some(meant) if own.trim_start().starts_with(key) => {
            format!("写成 {key} = {}", own.get(head.len()..)?.trim().replace(written, &meant))
        }
        Some(meant) => format!("写成 \"{meant}\""),
        None => regular::HELP.to_owned(),
    };
    let place = line.start + start + 1 + at;
    let message = format!("句式不是正则表达式，没有 {sign} 这种写法");
    Some(SyntaxSlip::new(place..place + sign.len(), &message, help))
}

/// A backslash in a text between double quotes that begins nothing there.
pub(super) fn backslash(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (at, start, end) = first_backslash(own)?;
    let inner = own.get(start + 1..end)?;
    let head = own.get(..start)?;
    let key = head.trim().strip_suffix('=').map(str::trim).filter(|key| !key.contains(['"', '{']));
    let meant = if inner.contains('\'') {
        format!("\"{}\"", inner.replace('\\', "\\\\"))
    } else {
        format!("'{inner}'")
    };
    if let Some(name) = key.filter(|key| *key == "script_file").map(|_| file_name(inner)) {
        return Some(SyntaxSlip::new(
            line.start + start..line.start + end + 1,
            "script_file 只写规则文件夹里的文件名，不写盘符和路径；英文双引号里的 \\ 也有特别的意思",
            format!("把文件放进规则文件夹，写成 script_file = \"{name}\""),
        ));
    }
    if is_path(head, inner) {
        let meant = format!("\"{}\"", inner.replace("\\\\", "/").replace('\\', "/"));
        let whole = key.map_or(meant.clone(), |key| format!("{key} = {meant}"));
        return Some(SyntaxSlip::new(
            line.start + start..line.start + end + 1,
            "英文双引号里的 \\ 有特别的意思，路径不能这样写",
            format!("路径用 / 隔开，各种系统都认：写成 {whole}"),
        ));
    }
    let whole = match key {
        Some(key) => format!("{key} = {meant}"),
        None => meant,
    };
    Some(SyntaxSlip::new(
        line.start + at..line.start + at + 1,
        "英文双引号里的 \\ 有特别的意思，不能单独写",
        format!("外面改用单引号：{whole}；或者把 \\ 写成 \\\\"),
    ))
}

/// Whether a text is the path of a folder or file, by the key before it.
fn is_path(head: &str, inner: &str) -> bool {
    let key = head.split('=').next().unwrap_or("").trim();
    let key = key.rsplit(['{', ',', ' ']).next().unwrap_or(key);
    head.contains('=') && PATHS.contains(&key) && !inner.contains(['"', '\''])
}

/// The place of the first backslash that no sign of the language follows, and those of the quotes
/// around it.
fn first_backslash(own: &str) -> Option<(usize, usize, usize)> {
    let mut open: Option<(char, usize)> = None;
    let mut found: Option<usize> = None;
    let mut chars = own.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match open {
            None if matches!(c, '"' | '\'') => open = Some((c, at)),
            None if c == '#' => return None,
            None => {}
            Some((quote, start)) if c == quote => {
                if let Some(place) = found {
                    return Some((place, start, at));
                }
                open = None;
            }
            Some(('"', _)) if c == '\\' => match chars.peek() {
                Some((_, 'b' | 't' | 'n' | 'f' | 'r' | '"' | '\\')) => {
                    chars.next();
                }
                _ => found = found.or(Some(at)),
            },
            Some(_) => {}
        }
    }
    None
}

/// A number or day without quotes in which letters stand for digits: `year = 2O24`.
pub(super) fn letters(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let equals = own.find('=')?;
    let (key, value) = (own.get(..equals)?.trim(), own.get(equals + 1..)?);
    let value = value.split('#').next()?.trim();
    if key.contains(['{', '#', '[']) || value.contains(['"', '\'', '[', '{']) {
        return None;
    }
    let typed = typed_digits(value)?;
    let is_read = typed.text.parse::<f64>().is_ok() || day(&typed.text).is_some();
    let start = line.start + equals + 1 + own.get(equals + 1..)?.find(value)? + typed.at;
    is_read.then(|| {
        SyntaxSlip::new(
            start..start + typed.sign.len_utf8(),
            &format!("{value} 里的 {}", typed.words()),
            format!("写成 {key} = {}", typed.text),
        )
    })
}

/// A text that begins with one kind of quote and ends with the other.
pub(super) fn mixed_quotes(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let equals = own.find('=')?;
    let (key, value) = (own.get(..equals)?.trim(), own.get(equals + 1..)?.trim());
    let first = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let last = value.chars().next_back().filter(|c| matches!(c, '"' | '\'') && *c != first)?;
    let inner = value.get(1..value.len() - 1)?;
    if key.contains(['"', '{', '#']) || inner.contains(first) {
        return None;
    }
    // the quote of the text is the one that does not stand in it
    let quote = if inner.contains('"') { '\'' } else { '"' };
    let end = line.start + own.trim_end().len();
    Some(SyntaxSlip::new(
        end - 1..end,
        &format!("文字以 {first} 开头，以 {last} 结尾，引号要一样"),
        format!("写成 {key} = {quote}{inner}{quote}"),
    ))
}

/// Something behind the value of a key on its line: a stop, a mark, or a remark without its sign.
pub(super) fn behind_value(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let equals = own.find('=')?;
    let (key, value) = (own.get(..equals)?.trim(), own.get(equals + 1..)?);
    if key.is_empty() || key.contains(['{', '"', '#', '[']) {
        return None;
    }
    let start = equals + 1 + value.len() - value.trim_start().len();
    let end = start + value_end(own.get(start..)?)?;
    let rest = own.get(end..)?;
    let more = rest.trim();
    if more.is_empty() || more.starts_with('#') {
        return None;
    }
    let begin = end + rest.len() - rest.trim_start().len();
    let place = line.start + begin..line.start + begin + more.len();
    let written = own.get(..end)?.trim();
    let is_mark = |c: char| "。；;，,、：:！!．.…".contains(c);
    if more.chars().all(is_mark) {
        return Some(SyntaxSlip::new(
            place,
            &format!("行末多了 {more}"),
            format!("删去它：{written}"),
        ));
    }
    let is_text = own.get(start..end)?.starts_with(['"', '\'']);
    let parts: Vec<&str> = own
        .get(start..)?
        .split(['、', '，', ',', '；', ';', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_part = |part: &&str| {
        part.len() > 1 && part.starts_with(['"', '\'']) && value_end(part) == Some(part.len())
    };
    if is_text && parts.len() > 1 && parts.iter().all(is_part) {
        return Some(SyntaxSlip::new(
            place,
            "几个文字没有写成列表",
            format!("写成 {key} = [{}]", parts.join(",")),
        ));
    }
    let is_remark = !more.contains(['"', '\'', '=', '[', '{']);
    is_remark.then(|| {
        let bare = more.trim_matches(['（', '）', '(', ')', '/', '-']).trim();
        SyntaxSlip::new(
            place,
            "值后面多出了内容",
            format!("是说明的，前面写 #：{written}  # {bare}；不是的，删去"),
        )
    })
}

/// How far a value reaches that begins a text.
fn value_end(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if text.starts_with("\"\"\"") || text.starts_with("'''") {
        return None;
    }
    match first {
        '"' | '\'' => {
            let rest = text.get(1..)?;
            let mut escaped = false;
            for (at, c) in rest.char_indices() {
                if !std::mem::take(&mut escaped) {
                    if c == first {
                        return Some(at + 2);
                    }
                    escaped = first == '"' && c == '\\';
                }
            }
            None
        }
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            let (mut depth, mut quote) = (0_usize, None);
            for (at, c) in text.char_indices() {
                match quote {
                    Some(open) if c == open => quote = None,
                    Some(_) => {}
                    None if matches!(c, '"' | '\'') => quote = Some(c),
                    None if c == first => depth += 1,
                    None if c == close => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    None => {}
                }
            }
            None
        }
        c if c.is_ascii_alphanumeric() || matches!(c, '-' | '+') => {
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '_' | '.');
            let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
            let own = text.get(..end)?;
            let is_value = matches!(own, "true" | "false") || own.parse::<f64>().is_ok();
            // 2027年12月31日, 90%
            let next = text.get(end..)?.chars().next();
            let goes_on = next.is_some_and(|c| c.is_alphabetic() || matches!(c, '%' | '％' | '/'));
            (is_value && !goes_on).then_some(end)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_in_double_quotes_is_told_at_its_place() {
        let told = |own: &str| {
            backslash(own, &(0..own.len())).map(|slip| (slip.span.start, slip.help.unwrap()))
        };
        assert_eq!(told("name = \"预算\\决算\"").map(|(at, _)| at), Some(14),);
        assert!(told("name = \"甲\\决\"").unwrap().1.contains("name = '甲\\决'"));
        assert_eq!(told("name = '甲\\决'"), None);
        assert_eq!(told("name = \"甲\\n\""), None);
    }

    #[test]
    fn what_stands_behind_a_value_is_told() {
        let told = |own: &str| behind_value(own, &(0..own.len())).map(|slip| slip.help.unwrap());
        assert_eq!(told("form = \"甲\"。").as_deref(), Some("删去它：form = \"甲\""));
        assert_eq!(told("total = true;").as_deref(), Some("删去它：total = true"));
        assert_eq!(told("a = [\"x\"],").as_deref(), Some("删去它：a = [\"x\"]"));
        assert_eq!(told("a = \"x\"、\"y\"").as_deref(), Some("写成 a = [\"x\",\"y\"]"));
        assert!(told("a = \"x\" 说明").unwrap().contains("# 说明"));
        assert_eq!(told("a = \"x\" # 说明"), None);
    }
}
