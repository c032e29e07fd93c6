//! Amounts a month for each, for all, and over the months.

use super::{is_counted_by, period};
use crate::prose::compare::said;
use crate::prose::lists::Measure;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// What comes to so much a month for all, and to so much over the months: 每月68.8万元，全年825.6万元.
pub(super) fn monthly(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Said> {
    const MONTH: Measure = Measure::Months(1);
    let tokens = passage.tokens;
    let is_month = |other: &Spot| {
        let months = tokens.lists.measures.iter().filter(|(_, measure)| **measure == MONTH);
        let mut months = months.map(|(counter, _)| counter.as_str());
        months.any(|counter| other.raw.contains(counter)) && !is_dated(passage, other)
    };
    let Some(own) = passage.figure(spot).filter(|own| own.kind == Kind::Money && own.is_figure())
    else {
        return Vec::new();
    };
    let is_own = matches!(spot.role, Role::Value | Role::Per) && spot.row.is_none();
    if !is_own || !is_month(spot) || spot.words.contains(&Class::Average) {
        return Vec::new();
    }
    let before = || {
        let before = passage.before(at).map(|(_, other)| other);
        let before = before.take_while(|other| other.segment == spot.segment);
        before.filter(|other| other.stream == spot.stream && passage.is_figure(other))
    };
    let each: Vec<&Spot> = before()
        .filter(|other| {
            other.role == Role::Per
                && other.row.is_none()
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
        })
        .collect();
    let counts: Vec<&Spot> = before()
        .filter(|other| {
            is_counted_by(passage, other, spot)
                || passage.figure(other).is_some_and(|figure| {
                    figure.kind == Kind::Count
                        && !figure.is_spelled
                        && !tokens.lists.measures.contains_key(&figure.counter)
                }) && matches!(other.role, Role::Value | Role::Per)
        })
        .collect();
    let ([each], [count]) = (each.as_slice(), counts.as_slice()) else { return Vec::new() };
    // of one, and not of all: 每人每月基本工资2,000元、每月绩效1,000元
    let is_of_all = passage
        .figure(each)
        .zip(passage.figure(count))
        .and_then(|(each, count)| each.value.checked_mul(count.value))
        .is_some_and(|all| own.value * Decimal::TEN >= all && own.value <= all * Decimal::TEN);
    let is_plain = is_month(each)
        && is_of_all
        && !passage.words_of_sentence(spot).any(|class| {
            matches!(class, Class::Scope | Class::Open | Class::OfWhich | Class::Begins)
        });
    if !is_plain {
        return Vec::new();
    }
    let reading = Reading::of([
        (Slot::Total, spot.figure, 1),
        (Slot::First, each.figure, 1),
        (Slot::Second, count.figure, 1),
    ]);
    let mut out: Vec<Said> = Vec::new();
    out.extend(said(spot, vec![(Relation::Product, reading)], Vec::new()));
    let total = passage.after(at).map(|(_, other)| other).find(|other| {
        other.stream == spot.stream
            && other.segment == spot.segment
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
    });
    // 全年22万元（假期停发）: the months are not all
    let is_explained = |total: &Spot| {
        let at = tokens.at.get(total.figure).copied().unwrap_or(0);
        let what = |by: usize| tokens.tokens.get(at + by).map(|token| token.what);
        what(1) == Some(What::Sign(Sign::Open)) && !matches!(what(2), Some(What::Figure(_)))
    };
    let is_total = |total: &&Spot| {
        passage.is_figure(total)
            && total.role == Role::Value
            && total.when.stage.is_none()
            && !is_explained(total)
    };
    if let Some(total) = total.filter(is_total)
        && let Some((from, to, months)) = period(passage, &total.raw, total)
    {
        let mut reading =
            Reading::of([(Slot::Total, total.figure, 1), (Slot::First, spot.figure, 1)]);
        let range = from..to;
        reading.parts.push((Slot::Second, Filling::Counted(Decimal::from(months), range)));
        out.extend(said(total, vec![(Relation::Product, reading)], Vec::new()));
    }
    out
}

/// Whether a month is named before a figure: 9月支付5万元.
fn is_dated(passage: &Passage<'_>, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let at = tokens.at.get(spot.figure).copied().unwrap_or(0);
    let own = tokens.tokens.get(..at).unwrap_or(&[]).iter().rev();
    own.take_while(|token| !matches!(token.what, What::Sign(_) | What::Figure(_)))
        .any(|token| matches!(token.what, What::Month(_)))
}
