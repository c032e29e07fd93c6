//! Entries of lists of words that come to nothing because of how they are written.

use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use crate::pattern::Pattern;
use gouji_prose::prose::{ENTRY_FORMS, EntryForm};
use gouji_values::error::MistakeCode;
use gouji_values::number::{Decimal, fold};
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;
use std::sync::Arc;

/// Keys of the vocabulary whose texts are patterns.
const PATTERNS: &[&str] =
    &["form_number", "agency", "year", "title_agency", "title_year", "title_last_year"];

/// Marks that stand between words that are to be entries of their own.
const BETWEEN: [char; 5] = ['、', '，', ',', '；', ';'];

/// Tells of the entries of a `vocabulary.toml` that no document can meet.
pub(super) fn entries(
    words: &Arc<Vocabulary>,
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    let mut tell = |span: Range<usize>, message: String, help: String| {
        out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
    };
    if let Some(TreeView::Table(classes)) = root.get("prose").map(TreeValue::view) {
        for (class, _, value) in classes.iter() {
            for (text, span) in texts(value) {
                if let Some((message, help)) = entry(class, text, words) {
                    tell(span, message, help);
                }
            }
        }
    }
    let mut patterns: Vec<TreeValue<'_>> =
        PATTERNS.iter().filter_map(|key| root.get(key)).collect();
    for (section, keys) in [("kinds", &["words", "titles"][..]), ("reporting_levels", &[])] {
        let Some(TreeView::Table(table)) = root.get(section).map(TreeValue::view) else { continue };
        for (.., value) in table.iter() {
            match value.view() {
                TreeView::Table(own) => patterns.extend(keys.iter().filter_map(|key| own.get(key))),
                TreeView::List(_) => patterns.push(value),
                _ => {}
            }
        }
    }
    for (text, span) in patterns.into_iter().flat_map(texts) {
        if let Err(mistakes) = Pattern::parse(text, words)
            && let Some(first) = mistakes.into_iter().next()
        {
            tell(span, first.message, first.help.unwrap_or_else(|| "写法同语句的 text".to_owned()));
        }
    }
    for (text, span) in root.get("date").into_iter().flat_map(texts) {
        if !["{y}", "{m}", "{d}"].iter().all(|part| text.contains(part)) {
            let message = format!("日期的样式 {text} 里要有 {{y}}、{{m}}、{{d}}");
            tell(span, message, "写成 date = [\"{y}年{m}月{d}日\"] 这样".to_owned());
        }
    }
}

/// A text, or the texts of a list, each with its place.
fn texts(value: TreeValue<'_>) -> Vec<(&str, Range<usize>)> {
    match value.view() {
        TreeView::Text(text) => vec![(text, value.span())],
        TreeView::List(list) => {
            list.items().filter_map(|item| Some((item.text()?, item.span()))).collect()
        }
        _ => Vec::new(),
    }
}

/// What is wrong with an entry of a class, and what to write instead.
fn entry(class: &str, text: &str, words: &Vocabulary) -> Option<(String, String)> {
    let form = ENTRY_FORMS.iter().find(|(known, _)| *known == class).map(|(_, form)| *form);
    let is_blank = text.trim().is_empty();
    let as_list = |entries: &[String]| {
        let quoted: Vec<String> = entries.iter().map(|one| format!("\"{one}\"")).collect();
        format!("写成 {class} = [{}]", quoted.join(", "))
    };
    if is_blank {
        return Some((format!("{class} 里有一项是空的"), "写上词，或者删去这一项".to_owned()));
    }
    let parts: Vec<String> = text
        .split(BETWEEN)
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let is_joined = parts.len() > 1 && !text.starts_with(BETWEEN);
    match form {
        Some(EntryForm::Number) => {
            // several entries between one pair of quotes
            let each: Vec<Option<String>> =
                parts.iter().map(|part| valued(part, &words.numerals)).collect();
            let is_right = |part: &String, meant: &Option<String>| meant.as_ref() == Some(part);
            let whole = parts.len() == 1 && text.trim() == text;
            if whole && parts.iter().zip(&each).all(|(part, meant)| is_right(part, meant)) {
                return None;
            }
            let message = match text.contains(['=', '＝', '：', ':']) {
                true if is_joined => format!("{class} 的“{text}”不是一项，不起作用"),
                true => format!("{class} 的“{text}”等号后面不是阿拉伯数字，不起作用"),
                false => format!("{class} 的“{text}”没有写等于几，不起作用"),
            };
            let help = match each.into_iter().collect::<Option<Vec<String>>>() {
                Some(meant) => as_list(&meant),
                None => {
                    let word = text.split(['=', '＝', '：', ':']).next().unwrap_or(text).trim();
                    let known = words.prose.get(class).into_iter().flatten();
                    let number = known
                        .filter_map(|entry| entry.split_once('='))
                        .find_map(|(own, number)| (own == word).then_some(number));
                    match number {
                        Some(number) => as_list(&[format!("{word}={number}")]),
                        None => match number_behind(word, &words.numerals) {
                            Some(meant) => as_list(&[meant]),
                            None => {
                                let known = words.prose.get(class).into_iter().flatten();
                                let like: Vec<String> =
                                    known.take(2).map(|entry| format!("\"{entry}\"")).collect();
                                let like = match like.as_slice() {
                                    [] => String::new(),
                                    like => format!("；已有的是这样写的：{}", like.join("、")),
                                };
                                format!(
                                    "写上等号和整数：{class} = [\"{word}=…\"]，… 换成自己的数{like}"
                                )
                            }
                        },
                    }
                }
            };
            Some((message, help))
        }
        Some(EntryForm::Words) if is_words(text) => None,
        Some(EntryForm::Words) => Some(match text.split_once(['=', '＝', '：', ':']) {
            Some((word, others)) => {
                let meant = format!("{}={}", word.trim(), several(others).join("+"));
                let message = format!("{class} 的“{text}”没有写成“词=词+词”，不起作用");
                (message, as_list(&[meant]))
            }
            None => {
                (format!("{class} 的“{text}”没有写等号，不起作用"), as_list(&[format!("{text}=…")]))
            }
        }),
        Some(EntryForm::Several) if text.contains('+') && !is_joined => None,
        Some(EntryForm::Several) => {
            let message = format!("{class} 的“{text}”没有用 + 隔开几个词，不起作用");
            let meant = match several(text).as_slice() {
                [_] => format!("{text}+…"),
                words => words.join("+"),
            };
            Some((message, as_list(&[meant])))
        }
        Some(EntryForm::Scale) => {
            let number = text.rsplit('=').next().and_then(|number| number.parse::<Decimal>().ok());
            let is_right = text.matches('=').count() == 2 && number.is_some();
            (!is_right).then(|| {
                let message = format!("{class} 的“{text}”没有写成“单位=单位=数”，不起作用");
                (message, as_list(&["公里=米=0.001".to_owned()]))
            })
        }
        Some(EntryForm::Digit) => None,
        None if text.contains('=') && words.prose.contains_key(class) => {
            let word = text.split('=').next().unwrap_or(text).trim().to_owned();
            Some((format!("{class} 里只写词，“{text}”整个当成一个词"), as_list(&[word])))
        }
        None if is_joined && parts.iter().all(|part| part.chars().nth(1).is_some()) => {
            Some((format!("{class} 的“{text}”是一对引号里几个词，整个当成一个词"), as_list(&parts)))
        }
        None => None,
    }
}

/// The words between plus signs, or between marks that people write instead.
fn several(text: &str) -> Vec<&str> {
    let words = text.split(['+', '＋', '、', '，', ',', '/']).map(str::trim);
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether an entry is a word and others: 户均=户+家.
fn is_words(text: &str) -> bool {
    text.split_once('=').is_some_and(|(word, others)| {
        !word.trim().is_empty()
            && !others.contains(BETWEEN)
            && !others.contains('＋')
            && others.split('+').all(|other| !other.trim().is_empty())
    })
}

/// An entry with its number in digits: 旬=十天 is 旬=10.
fn valued(text: &str, numerals: &[char]) -> Option<String> {
    let (word, number) = text.split_once(['=', '＝', '：', ':'])?;
    let number = small_number(number.trim(), numerals)?;
    (!word.trim().is_empty()).then(|| format!("{}={number}", word.trim()))
}

/// An entry whose number stands right behind its word, with the sign between them: 旬10 is 旬=10.
fn number_behind(text: &str, numerals: &[char]) -> Option<String> {
    let is_part = |c: char| fold(c).is_ascii_digit() || numerals.contains(&c);
    let number = text.get(text.trim_end_matches(is_part).len()..)?;
    let (word, digits) = match text.find(|c: char| fold(c).is_ascii_digit()) {
        // digits say more surely where the number begins: 三旬10
        Some(at) => text.split_at(at),
        None => text.split_at(text.len() - number.len()),
    };
    let word = word.trim().trim_end_matches(['是', '为', '等', '于', '-', '－', ' ']);
    let number = small_number(digits.trim(), numerals)?;
    (!word.is_empty()).then(|| format!("{word}={number}"))
}

/// A whole number below a hundred thousand, in digits or in words, with a unit behind it or not.
pub(super) fn small_number(text: &str, numerals: &[char]) -> Option<u32> {
    let digits: String = text.chars().map(fold).take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        let rest = text.chars().nth(digits.len());
        return digits.parse().ok().filter(|_| !matches!(rest, Some('.' | '/')));
    }
    let value =
        |c: char| numerals.iter().position(|own| *own == c).and_then(|at| u32::try_from(at).ok());
    let (mut total, mut digit, mut is_any) = (0, None, false);
    for c in text.chars() {
        match value(c) {
            Some(10) => total += digit.take().unwrap_or(1) * 10,
            Some(value) => digit = Some(value),
            None => break,
        }
        is_any = true;
    }
    is_any.then(|| total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_read() {
        let numerals: Vec<char> = "〇一二三四五六七八九十".chars().collect();
        assert_eq!(small_number("十天", &numerals), Some(10));
        assert_eq!(small_number("二十五", &numerals), Some(25));
        assert_eq!(small_number("１０", &numerals), Some(10));
        assert_eq!(small_number("几天", &numerals), None);
    }
}
