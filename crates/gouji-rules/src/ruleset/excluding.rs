//! Comparisons of something named with something written, and which of them exclude each other.

use super::rule::kinds_help;
use crate::formula::denied;
use gouji_audit::audit::CheckRelation;
use gouji_values::number::{Day, Units};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::ops::Range;

/// Years of documents lie between these.
const YEARS: (i64, i64) = (1900, 2200);

/// A comparison of something named with something written.
pub(super) struct Compared<'s> {
    pub(super) name: String,
    pub(super) relation: CheckRelation,
    pub(super) written: Written<'s>,
    /// Where what is written stands.
    pub(super) literal: Range<usize>,
}

/// What is written.
#[derive(Clone, PartialEq)]
pub(super) enum Written<'s> {
    Text(&'s str),
    Number(Decimal, &'s str),
    Day(Day),
    /// Another name: two comparisons of the same two names.
    Name(String),
}

/// Why a name of the document never is what it is compared with, and what to write.
pub(super) fn odd_value(one: &Compared<'_>, words: &Vocabulary) -> Option<(String, String)> {
    match (one.name.as_str(), one.relation, &one.written) {
        ("doc.kind", CheckRelation::Equal, Written::Text(kind))
            if !words.kinds.contains_key(*kind) =>
        {
            Some((format!("没有文件种类 {kind}"), kinds_help(kind, words)))
        }
        ("doc.year", CheckRelation::Equal, Written::Number(year, _))
            if *year < Decimal::from(YEARS.0) || *year > Decimal::from(YEARS.1) =>
        {
            let help = "年度写四位数，例如 doc.year == 2024".to_owned();
            Some((format!("没有 {year} 年"), help))
        }
        _ => None,
    }
}

/// Whether two comparisons of one name leave nothing that meets both.
pub(super) fn exclude(one: &Compared<'_>, other: &Compared<'_>, units: &Units) -> bool {
    use CheckRelation::{Equal, NotEqual};
    if one.name != other.name {
        return false;
    }
    match (&one.written, &other.written) {
        (Written::Text(a), Written::Text(b)) => match (one.relation, other.relation) {
            (Equal, Equal) => a != b,
            (Equal, NotEqual) | (NotEqual, Equal) => a == b,
            _ => false,
        },
        (Written::Number(a, unit), Written::Number(b, own)) if unit == own => {
            are_apart((a, one.relation), (b, other.relation))
        }
        // 5万元 beside 300元
        (Written::Number(a, unit), Written::Number(b, own)) => {
            let (Some(unit), Some(own)) = (units.find(unit), units.find(own)) else {
                return false;
            };
            let (unit, own) = (units.get(unit), units.get(own));
            let both = a.checked_mul(unit.times).zip(b.checked_mul(own.times));
            unit.base == own.base
                && both.is_some_and(|(a, b)| are_apart((&a, one.relation), (&b, other.relation)))
        }
        (Written::Name(a), Written::Name(b)) if a == b => {
            are_apart((&0, one.relation), (&0, other.relation))
        }
        (Written::Day(a), Written::Day(b)) => are_apart((a, one.relation), (b, other.relation)),
        _ => false,
    }
}

/// Whether one comparison says just the contrary of the other.
pub(super) fn are_opposite(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    one.name == other.name
        && denied(one.relation) == Some(other.relation)
        && one.written == other.written
}

/// What to do with two comparisons of which one says the contrary of the other.
pub(super) const OPPOSITE: &str = "两边正好相反：留下要的一边，删去另一边";

/// Whether two comparisons are bounds with different figures, which may stand in the wrong order.
pub(super) fn are_bounds(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    use CheckRelation::{AtLeast, AtMost, Greater, Less};
    let is_bound = |relation| matches!(relation, AtLeast | AtMost | Greater | Less);
    let is_measure =
        |written: &Written<'_>| !matches!(written, Written::Text(_) | Written::Name(_));
    is_bound(one.relation)
        && is_bound(other.relation)
        && is_measure(&one.written)
        && is_measure(&other.written)
        && one.written != other.written
}

/// Whether nothing lies within two bounds.
fn are_apart<T: Ord>((a, first): (&T, CheckRelation), (b, second): (&T, CheckRelation)) -> bool {
    use CheckRelation::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    if matches!((first, second), (Equal, NotEqual) | (NotEqual, Equal)) {
        return a == b;
    }
    let below = |relation| matches!(relation, Less | AtMost | Equal);
    let above = |relation| matches!(relation, Greater | AtLeast | Equal);
    let is_open = |relation| matches!(relation, Less | Greater);
    let apart = |low: &T, lower, high: &T, upper| {
        above(lower)
            && below(upper)
            && (low > high || low == high && (is_open(lower) || is_open(upper)))
    };
    apart(a, first, b, second) || apart(b, second, a, first)
}
