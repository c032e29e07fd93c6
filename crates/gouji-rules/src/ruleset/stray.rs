//! Slips that a file shows to the eye hardly or not at all: signs without a look, a list whose text
//! is not closed, an item that stands before the one that it belongs to.

use super::syntax_words::SyntaxSlip;
use std::ops::Range;

/// Whether no editor shows a sign, as pages and messages leave it behind.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}')
}

/// Signs that no editor shows, or shows as a blank, and that TOML takes for a part of a word.
fn unseen(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{3000}' => "全角空格",
        '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => "网页或 Word 里的空格",
        c if is_unseen(c) => "看不见的字符",
        _ => return None,
    })
}

/// A sign without a look outside of a text.
pub(super) fn unseen_sign(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let mut quote: Option<char> = None;
    for (at, c) in own.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '#' => return None,
            None => {
                let Some(name) = unseen(c) else { continue };
                let run: usize = own
                    .get(at..)?
                    .chars()
                    .take_while(|c| unseen(*c).is_some())
                    .map(char::len_utf8)
                    .sum();
                let start = line.start + at;
                return Some(SyntaxSlip::new(
                    start..start + run,
                    &format!("这里有{name}（U+{:04X}）", u32::from(c)),
                    format!("删去它，写成 {}", without(own)),
                ));
            }
        }
    }
    None
}

/// A line with usual blanks for those that look like one, and without what has no look.
fn without(own: &str) -> String {
    let kept: String = own
        .chars()
        .filter_map(|c| match unseen(c) {
            Some("看不见的字符") => None,
            Some(_) => Some(' '),
            None => Some(c),
        })
        .collect();
    kept.trim().to_owned()
}

/// The text on the line of an open bracket that lacks its closing quote, closed.
pub(super) fn open_text(text: &str, bracket: usize) -> Option<SyntaxSlip> {
    let rest = text.get(bracket..)?;
    let own = rest.get(..rest.find('\n').unwrap_or(rest.len()))?.trim_end();
    if own.matches('"').count() % 2 == 0 || own.contains(['\'', '#', '\\']) {
        return None;
    }
    let quote = own.rfind('"')?;
    let inner = own.get(quote + 1..)?;
    let end = inner.find([']', ',', '}']).unwrap_or(inner.len());
    let (word, behind) = inner.split_at_checked(end)?;
    Some(SyntaxSlip::new(
        bracket + quote..bracket + quote + 1 + word.len(),
        "这里的 \" 没有配对的 \"",
        format!("写成 {}\"{word}\"{behind}", own.get(..quote)?),
    ))
}

/// An item that belongs to another one and stands before it: `[[rule.case]]` above `[[rule]]`.
pub(super) fn before_its_item(text: &str, name: &str) -> Option<SyntaxSlip> {
    let whole = format!("[[{name}]]");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let own = line.trim();
        if own == whole {
            return None;
        }
        let inner = own.trim_start_matches('[').trim_end_matches(']');
        if own.starts_with('[')
            && inner.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
        {
            let start = at + line.len() - line.trim_start().len();
            return Some(SyntaxSlip::new(
                start..start + own.len(),
                &format!("{own} 写在 {whole} 前面"),
                format!("先写 {whole} 和它的各个键，再写 {own}"),
            ));
        }
        at += line.len();
    }
    None
}

/// The head that the first keys of a file lack, where an item below has the name of one of them:
/// `form = "甲"` above the first `[[form]]`.
pub(super) fn without_head(text: &str, name: &str) -> Option<SyntaxSlip> {
    let first = text.find("\n[").map_or(text.len(), |at| at + 1);
    let top = text.get(..first).filter(|top| !top.trim_start().starts_with('['))?;
    let keys = || {
        let lines = top.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.filter_map(|line| Some(line.split_once('=')?.0.trim()))
    };
    let has = |names: &[&str]| keys().any(|key| names.contains(&key));
    if !has(&[name]) || !has(&["id"]) {
        return None;
    }
    let head = if has(&["columns", "title"]) {
        "[[form]]"
    } else if has(&["text"]) {
        "[[claim]]"
    } else {
        "[[rule]]"
    };
    let is_key = |line: &str| line.split_once('=').is_some() && !line.trim_start().starts_with('#');
    let mut at = 0;
    let line = top.split_inclusive('\n').find(|line| {
        let found = is_key(line);
        if !found {
            at += line.len();
        }
        found
    })?;
    let number = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    Some(SyntaxSlip::new(
        at..at + line.trim_end().len(),
        &format!("文件开头的这几行没有写明是什么，缺少 {head} 一行"),
        format!("在第 {number} 行前面加一行 {head}"),
    ))
}

/// Marks that begin a remark in other languages.
pub(super) fn comment(line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let marks = [
        "//",
        "/*",
        "*/",
        "--",
        "<!--",
        "REM ",
        "rem ",
        ";",
        "；",
        "'",
        "＃",
        "%",
        "※",
        "注：",
        "说明：",
    ];
    let mark = marks.iter().find(|mark| line.starts_with(**mark))?;
    let what = match *mark {
        "＃" => "＃ 是全角的，说明用半角的 # 开头".to_owned(),
        word if word.ends_with('：') => "说明的前面没有 #".to_owned(),
        sign => format!("规则文件里的说明不用 {} 开头", sign.trim_end()),
    };
    Some(SyntaxSlip::new(
        whole.start..whole.start + mark.trim_end().len(),
        &what,
        format!("说明用 # 开头：# {}", line.trim_start_matches(*mark).trim()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_named() {
        let told = |own: &str| unseen_sign(own, &(0..own.len())).map(|slip| slip.help.unwrap());
        assert_eq!(told("\u{3000}a = 1").as_deref(), Some("删去它，写成 a = 1"));
        assert_eq!(told("a\u{200B} = 1").as_deref(), Some("删去它，写成 a = 1"));
        assert_eq!(told("a = \"\u{3000}\" # \u{A0}"), None);
    }

    #[test]
    fn an_open_text_of_a_list_is_closed() {
        let told = |own: &str| open_text(own, 4).map(|slip| slip.help.unwrap());
        assert_eq!(told("a = [\"x\", \"y]\n").as_deref(), Some("写成 [\"x\", \"y\"]"));
        assert_eq!(told("a = [\"x\"\n"), None);
    }
}
