//! A bound whose word in the name points the other way than the condition: 50人以上 and `人数 <= 50人`.

use super::bounds::{LEAST, MOST};
use super::numbers::{Literal, Otherwise, Quantity, Written};
use crate::formula::{CheckRelation, Syntax, SyntaxKind};

/// Words of exceptions: what they speak of the condition leaves out.
const BUT: &[&str] = &["除外", "以外", "不含", "不包括", "免", "另"];

/// The words behind a number that bound from below, and those from above.
const FROM: &[&str] = &["及以上", "（含）以上", "(含)以上", "以上"];
const UP_TO: &[&str] = &["及以下", "（含）以下", "(含)以下", "以下", "以内", "之内"];

/// Letters between a word that bounds and its number: 至少买2台.
const BETWEEN: usize = 2;

/// A bound of the formula that points the other way than the word right before its number in the name.
pub(super) fn turned_bound(
    said: &[(&str, Quantity)],
    all: &[Literal],
    (source, syntax): (&str, &Syntax),
) -> Option<Otherwise> {
    let SyntaxKind::Compare(_, left, right) = &syntax.kind else { return None };
    for (text, quantity) in said {
        let before = text.get(..quantity.span.start)?;
        let of = |words: &[&'static str], is_most: bool| {
            let found = words.iter().filter_map(|word| Some((before.rfind(word)?, *word)));
            found.max_by_key(|(at, word)| (at + word.len(), word.len())).map(|own| (own, is_most))
        };
        let both = [of(MOST, true), of(LEAST, false)].into_iter().flatten();
        let ((at, word), is_most) =
            both.max_by_key(|((at, word), _)| (at + word.len(), word.len()))?;
        let between = before.get(at + word.len()..)?;
        let is_denied = before.get(..at)?.ends_with(['不', '非', '未']);
        if between.chars().count() > BETWEEN
            || between.contains(['，', '、', ',', '的'])
            || is_denied
        {
            continue;
        }
        let Some((literal, beside)) = opposite_bound(all, quantity, (false, is_most)) else {
            continue;
        };
        let sign = if is_most { "<=" } else { ">=" };
        let number = source.get(literal.quantity.span.clone())?.trim();
        let written = source.get(left.span.end..right.span.start)?.trim();
        return Some(Otherwise {
            message: format!(
                "规则的名称说“{word}{between}{}”，公式写的是 {written}：像是大于、小于写反了",
                quantity.written
            ),
            help: String::new(),
            meant: Some(format!("{beside} {sign} {number}")),
            span: Some(0..source.len()),
            param: None,
            is_condition: false,
        });
    }
    None
}

/// The only literal of a value, in the condition or in the formula, that is a bound to the other side than is told, and what it
/// stands beside.
fn opposite_bound<'l>(
    all: &'l [Literal],
    quantity: &Quantity,
    (is_condition, is_most): (bool, bool),
) -> Option<(&'l Literal, &'l str)> {
    let is_it = |own: &&Literal| {
        own.is_condition == is_condition
            && own.quantity.class == quantity.class
            && own.quantity.value == quantity.value
    };
    let mut found = all.iter().filter(is_it);
    let (Some(literal), None) = (found.next(), found.next()) else { return None };
    let (beside, relation) = literal.beside.as_ref()?;
    let is_upper = match relation {
        CheckRelation::AtMost | CheckRelation::Less => true,
        CheckRelation::AtLeast | CheckRelation::Greater => false,
        _ => return None,
    };
    (is_upper != is_most).then_some((literal, beside.as_str()))
}

/// A bound of the condition that points the other way than its word in the name.
pub(super) fn other_way(
    said: &[(&str, Quantity)],
    all: &[Literal],
    own: &Written<'_>,
) -> Option<Otherwise> {
    for (text, quantity) in said {
        let behind = text.get(quantity.span.start..)?;
        let behind = behind.get(quantity.written.len()..).unwrap_or("");
        // 50人以上, 50人（含）以上, and what is counted in more than one letter
        let near = |words: &[&'static str]| {
            let mut own = words.iter().filter_map(|word| Some((*word, behind.find(word)?)));
            let (word, at) = own.find(|(_, at)| *at <= 6)?;
            behind.get(..at + word.len())
        };
        let (word, is_most) = match (near(FROM), near(UP_TO)) {
            (Some(word), None) => (word, false),
            (None, Some(word)) => (word, true),
            _ => continue,
        };
        if BUT.iter().any(|own| text.contains(own)) {
            continue;
        }
        let Some((literal, beside)) = opposite_bound(all, quantity, (true, is_most)) else {
            continue;
        };
        let (source, syntax) = own.when?;
        let sign = if is_most { "<=" } else { ">=" };
        let whole = matches!(syntax.kind, SyntaxKind::Compare(..)).then(|| {
            format!(
                "{beside} {sign} {}",
                source.get(literal.quantity.span.clone()).unwrap_or("").trim()
            )
        });
        return Some(Otherwise {
            message: format!(
                "规则的名称说“{}{word}”，条件写的是 {}：像是大于、小于写反了",
                quantity.written,
                source.trim()
            ),
            help: String::new(),
            meant: whole,
            span: Some(0..source.len()),
            param: None,
            is_condition: true,
        });
    }
    None
}
