//! What comes first by the name of a rule, and the other way round by its formula: 验收以后才付款,
//! `付款日期 <= 验收日期`.

use crate::formula::{CheckRelation, Syntax, SyntaxKind};

/// What ends the name of a date; the rest says what happens then.
const ENDS: &[&str] = &["日期", "时间", "日", "时"];

/// What may stand between what happens and the word of order.
const DONE: &[&str] = &["日期", "时间", "合格", "完成", "完毕", "结束", "通过", "当日", "日"];

/// Words behind what comes first, and behind what comes last.
const FIRST: &[&str] = &["以后", "之后", "后", "早于", "先于"];
const LAST: &[&str] = &["以前", "之前", "前", "晚于", "迟于"];

/// Words by which a name says something else than an order, or denies it.
const OTHERWISE: &[&str] = &["不", "未", "非", "或", "没", "期间", "同时", "禁止", "严禁"];

/// The words of a name by which the two dates of a formula stand the other way round, and the formula as the
/// name has it.
pub(super) fn turned(name: &str, source: &str, syntax: &Syntax) -> Option<(String, String)> {
    let SyntaxKind::Compare(relation, left, right) = &syntax.kind else { return None };
    let is_left_first = match relation {
        CheckRelation::Less | CheckRelation::AtMost => true,
        CheckRelation::Greater | CheckRelation::AtLeast => false,
        _ => return None,
    };
    let (one, other) = (stem(left)?, stem(right)?);
    if one.contains(other) || other.contains(one) || OTHERWISE.iter().any(|own| name.contains(own))
    {
        return None;
    }
    let first = [says(name, one), says(name, other).map(|(word, is_first)| (word, !is_first))];
    let mut said = first.into_iter().flatten();
    let (words, is_first) = said.next()?;
    // both are named, and what is said of the other one is the same
    if said.any(|(_, own)| own != is_first) || !name.contains(one) || !name.contains(other) {
        return None;
    }
    let (before, behind) = (source.get(..left.span.end)?, source.get(right.span.start..)?);
    let meant =
        format!("{} {} {}", before.trim_end(), relation.mirrored().sign(), behind.trim_start());
    (is_first != is_left_first).then_some((words, meant))
}

/// What happens on a date: 验收 of 验收日期.
fn stem(side: &Syntax) -> Option<&str> {
    let (SyntaxKind::Name(name) | SyntaxKind::Member(_, name, _)) = &side.kind else { return None };
    let stem = ENDS.iter().find_map(|end| name.strip_suffix(end))?;
    stem.chars().nth(1).map(|_| stem)
}

/// What a name says of one that happens: the words, and that it comes first.
fn says(name: &str, stem: &str) -> Option<(String, bool)> {
    let mut found: Option<(String, bool)> = None;
    for (at, _) in name.match_indices(stem) {
        let rest = name.get(at + stem.len()..)?;
        let done = DONE.iter().find_map(|own| rest.strip_prefix(own));
        let rest = done.unwrap_or(rest);
        let of = |words: &[&str]| {
            words.iter().find_map(|word| rest.starts_with(word).then_some(word.len()))
        };
        let (length, is_first) = match (of(FIRST), of(LAST)) {
            (Some(length), _) => (length, true),
            (_, Some(length)) => (length, false),
            // 先验收、后付款
            _ if name.get(..at)?.ends_with('先') => (0, true),
            _ => continue,
        };
        let end = name.len() - rest.len() + length;
        let words = name.get(at..end)?.to_owned();
        match &found {
            Some((_, known)) if *known != is_first => return None,
            Some(_) => {}
            None => found = Some((words, is_first)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::turned;
    use crate::formula::parse_expectation;

    #[test]
    fn what_comes_first_is_told_by_its_words() {
        for (name, formula, told) in [
            ("验收以后才付款", "付款日期 <= 验收日期", true),
            ("验收以后才付款", "付款日期 >= 验收日期", false),
            ("验收以后才付款", "验收日期 <= 付款日期", false),
            ("先验收，后付款", "验收日期 >= 付款日期", true),
            ("付款前应当验收", "付款日期 < 验收日期", true),
            ("付款在验收之后", "付款日期 < 验收日期", true),
            ("验收合格后付款", "付款日期 < 验收日期", true),
            ("付款不得在验收之前", "付款日期 < 验收日期", false),
            ("付款、验收的日期", "付款日期 < 验收日期", false),
        ] {
            let syntax = parse_expectation(formula).unwrap();
            assert_eq!(turned(name, formula, &syntax).is_some(), told, "{name} {formula}");
        }
    }
}
