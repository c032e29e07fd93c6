//! Groups of patterns between full-width brackets, which are looked for as they stand: bars part
//! alternatives and a question mark leaves out, but only between half-width ones.

use super::odd_texts::{place_of, texts};
use super::tables::tables;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use std::ops::Range;

/// Tables, and their keys whose texts are patterns.
const PATTERNS: &[(&str, &[&str])] = &[
    ("claim", &["text", "not_after", "under", "not_under"]),
    ("measure", &["words", "not_after", "under", "not_under"]),
    ("wording", &["printed", "except", "under", "not_under"]),
    ("form", &["title", "near"]),
    ("part", &["start", "end", "key"]),
    ("role", &["before", "after", "unless"]),
];

/// The same of tables within a form.
const WITHIN: &[(&str, &[&str])] = &[("columns", &["header", "text"]), ("rows", &["label"])];

/// Brackets that are looked for as they stand.
const PAIRS: &[(char, char)] = &[('（', '）'), ('〔', '〕'), ('【', '】'), ('[', ']')];

/// Signs that end no name: what stands behind a name in a sentence.
const BEHIND: &[char] = &['：', ':', '。', '；', ';', '，', ',', '、'];

/// Tells of names of measures with signs around them that are no part of a name.
pub(super) fn signs_around(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for value in tables(root, "measure").into_iter().filter_map(|table| table.get("words")) {
        for (text, span) in texts(value) {
            let bare = text.trim();
            let quoted = bare.strip_prefix('“').and_then(|own| own.strip_suffix('”'));
            let meant = quoted.unwrap_or(bare).trim_end_matches(BEHIND);
            let is_whole = !meant.is_empty() && !meant.contains(['“', '”']);
            if meant == bare || !is_whole {
                continue;
            }
            let sign = bare.replacen(meant, "", 1);
            out.warn(
                source,
                span,
                MistakeCode::WithoutEffect,
                format!("叫法里的 {sign} 也照字面找：名称本身没有它，找不到"),
                Some(format!("只写名称：words = \"{meant}\"")),
            );
        }
    }
}

/// The same text with the brackets of its groups half-width, where full-width and half-width ones
/// stand for each other.
pub(super) fn narrowed(text: &str) -> Option<String> {
    let is_mixed = text.contains(['（', '）']) && text.contains(['|', '?', '(', ')']);
    is_mixed.then(|| text.replace('（', "(").replace('）', ")"))
}

/// Tells of each pattern with such a group.
pub(super) fn wide_groups(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    let mut look = |table: TreeTable<'_>, keys: &[&str]| {
        for value in keys.iter().filter_map(|key| table.get(key)) {
            for (text, span) in texts(value) {
                told(source, text, &span, out);
            }
        }
    };
    for (kind, keys) in PATTERNS {
        for table in tables(root, kind) {
            look(table, keys);
            for (inner, keys) in WITHIN.iter().filter(|_| *kind == "form") {
                tables(table, inner).into_iter().for_each(|own| look(own, keys));
            }
        }
    }
}

fn told(source: &RuleSource, text: &str, span: &Range<usize>, out: &mut Mistakes) {
    let groups = groups(text);
    let Some(first) = groups.first().and_then(|group| text.get(group.clone())) else { return };
    let narrow = |(at, c): (usize, char)| {
        let is_begin = groups.iter().any(|group| group.start == at);
        let is_end = groups.iter().any(|group| group.end == at + c.len_utf8());
        match c {
            _ if is_begin => '(',
            c if is_end && PAIRS.iter().any(|(_, close)| *close == c) => ')',
            c => c,
        }
    };
    let meant: String = text.char_indices().map(narrow).collect();
    let does = if first.contains('|') { "几种写法" } else { "可有可无" };
    out.warn(
        source,
        place_of(source, span, first),
        MistakeCode::WithoutEffect,
        format!("{first} 照字面找：文件里也要印着这样的括号才是，不表示“{does}”"),
        Some(format!("表示“{does}”的括号写半角的 ( )：\"{meant}\"")),
    );
}

/// Where full-width brackets hold alternatives, or a question mark stands behind them.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    // of each open full-width bracket: where it stands, how many half-width ones are open, a bar in it
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if PAIRS.iter().any(|(begin, _)| *begin == c) => open.push((at, depth, false)),
            '|' => {
                if let Some(last) = open.last_mut().filter(|last| last.1 == depth) {
                    last.2 = true;
                }
            }
            c if PAIRS.iter().any(|(_, close)| *close == c)
                && open.last().is_some_and(|last| last.1 == depth) =>
            {
                let Some((start, _, has_bar)) = open.pop() else { continue };
                let end = at + c.len_utf8();
                let is_left_out = text.get(end..).is_some_and(|rest| rest.starts_with('?'));
                if has_bar
                    || is_left_out && text.get(start + c.len_utf8()..at).is_some_and(is_plain)
                {
                    out.push(start..end);
                }
            }
            _ => {}
        }
    }
    out.sort_by_key(|group| group.start);
    out
}

/// Whether words are letters alone: a question mark behind a bracket may leave out the bracket that
/// closes what may be left out, too.
fn is_plain(words: &str) -> bool {
    !words.is_empty() && !words.contains(['?', '(', '{', '…', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_meant_as_a_group_is_one() {
        let of = |text: &str| -> Vec<String> {
            groups(text).into_iter().map(|own| text[own].to_owned()).collect()
        };
        assert_eq!(of("防汛（物资|器材）（采购|购置）费"), ["（物资|器材）", "（采购|购置）"]);
        assert_eq!(of("公务（用）?车"), ["（用）"]);
        assert_eq!(of("（此页为(封面|目录)）"), [""; 0]);
        assert_eq!(of("因公出国（境）费|出国费"), [""; 0]);
        assert_eq!(of("（(满分)?{分值:score}分(）(，|：)?|，)"), [""; 0]);
        assert_eq!(of("合计（?{:text}?）?，支出"), [""; 0]);
        assert_eq!(of("防汛〔物资|器材〕费"), ["〔物资|器材〕"]);
        assert_eq!(of("甲（乙|丙（丁|戊））"), ["（乙|丙（丁|戊））", "（丁|戊）"]);
    }
}
