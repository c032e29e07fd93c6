//! Tables in braces as people write them: names without quotes, a table where a list of tables belongs,
//! texts without their keys.

use super::line_slips::texts;
use super::own_values;
use super::syntax_words::SyntaxSlip;
use super::walk::{Mistakes, RuleSource, parse};
use std::ops::Range;

/// Keys in Chinese without quotes in a table in braces: `{ 甲 = "1元" }`.
pub(super) fn bare_inner_names(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let mut out = String::with_capacity(own.len());
    let mut first: Option<Range<usize>> = None;
    let mut quote: Option<char> = None;
    let mut at = 0;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '（' | '）');
    while let Some(c) = own.get(at..)?.chars().next() {
        let opens = quote.is_none() && matches!(c, '{' | ',');
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        out.push(c);
        at += c.len_utf8();
        if !opens || !out.contains('{') {
            continue;
        }
        let rest = own.get(at..)?;
        let word = rest.trim_start();
        let length = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let (name, behind) = word.split_at(length);
        if !name.is_ascii() && behind.trim_start().starts_with('=') {
            let blanks = rest.len() - word.len();
            let start = line.start + at + blanks;
            first = first.or(Some(start..start + length));
            out.push_str(&format!("{}\"{name}\"", rest.get(..blanks)?));
            at += blanks + length;
        }
    }
    let place = first?;
    if let Some((key, help)) = listed(&with_quotes(out.trim())) {
        let start = line.start + own.len() - own.trim_start().len();
        let message = format!("{key} 是一个列表，每一项一张表 {{ name = … }}，这里写成了一张表");
        return Some(SyntaxSlip::new(start..start + own.trim().len(), &message, help));
    }
    Some(SyntaxSlip::new(place, "中文的键没有加引号", format!("写成 {}", out.trim())))
}

/// A line with quotes around words that stand as values without them: `{ "年初数" = 金额 }`.
fn with_quotes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('=') {
        let (before, behind) = rest.split_at(at + 1);
        let value = behind.trim_start();
        let end = value.find([',', '}', ' ']).unwrap_or(value.len());
        let word = value.get(..end).unwrap_or("");
        out.push_str(before);
        let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
        if is_word && !matches!(word, "true" | "false") {
            out.push_str(&format!(" \"{word}\""));
            rest = value.get(end..).unwrap_or("");
        } else {
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// The key of a line that holds a list of tables and what to write, where its names are the keys of
/// one table.
fn listed(line: &str) -> Option<(String, String)> {
    let source = RuleSource::of("", line.to_owned());
    let mut mistakes = Mistakes::default();
    let tree = parse(&source, &mut mistakes);
    let (key, _, value) = tree.root().iter().next()?;
    let is_list = ["columns", "rows", "grades"].contains(&key) && !mistakes.is_torn();
    let help = own_values::tables(&source, key, value).filter(|_| is_list)?;
    help.starts_with("写成 ").then(|| (key.to_owned(), help))
}

/// Texts in braces, which hold keys with their values: `off = { "甲", "乙" }`.
pub(super) fn braced_texts(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let inner = value.strip_prefix('{')?.strip_suffix('}')?;
    let all = texts(inner);
    let first = all.first()?;
    let mut rest = inner.to_owned();
    for text in all.iter().rev() {
        rest.replace_range(text.clone(), "");
    }
    let is_bare = rest.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '，' | '、'));
    let written: Vec<&str> = all.iter().filter_map(|text| inner.get(text.clone())).collect();
    let help = match key {
        "severity" => {
            let each: Vec<String> =
                written.iter().map(|rule| format!("{rule} = \"warning\"")).collect();
            format!("写成 severity = {{ {} }}", each.join(", "))
        }
        _ => format!("写成 {key} = [{}]", written.join(", ")),
    };
    (is_bare && !first.is_empty()).then(|| {
        let start = line.start + own.len() - own.trim_start().len();
        let whole = start..start + own.trim().len();
        SyntaxSlip::new(whole, "大括号里每一项写 键 = 值，几个文字写在方括号里", help)
    })
}
