//! What may stand in a product beside the amount for each: its total, and the numbers.

use super::dimension::is_cap;
use super::several::is_of_several;
use super::{dimension, is_counted_by, is_difference_of, is_in_other_unit, is_stretched};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, holds};
use crate::prose::token::What;
use crate::prose::words::Class;

/// Whether a figure may be the total of so much for each.
fn may_be_total(passage: &Passage<'_>, spot: &Spot, other: &Spot) -> bool {
    let Some(own) = passage.figure(spot) else { return false };
    passage.figure(other).is_some_and(|figure| {
        figure.kind == own.kind
            && figure.is_figure()
            && (own.kind != Kind::Count || figure.counter.starts_with(&own.counter))
    }) && matches!(other.role, Role::Value | Role::To(_) | Role::Left)
        && other.when.is_last == spot.when.is_last
        && !is_difference_of(passage, spot, other)
        && !is_no_total(passage, other, spot)
        && !is_of_more_months(passage, other, spot)
}

/// Whether an amount for each month is told of the last or the first months, and a total of more than these: 1—8月支出160万元，后4个月月均25万元，
/// 全年260万元.
fn is_of_more_months(passage: &Passage<'_>, total: &Spot, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let before = passage.in_sentence(spot).filter(|(_, own)| own.figure < spot.figure);
    let ends = |list: &str, own: &Spot| tokens.words_of(list).any(|word| own.raw.ends_with(word));
    let months = before.last().map(|(_, own)| own).filter(|own| {
        let counter = passage.figure(own).map_or("", |own| own.counter.as_str());
        own.clause == spot.clause
            && tokens.is_word("month_counters", counter)
            && (ends("first_of", own) || ends("last_of", own))
    });
    months.is_some_and(|months| {
        total.figure < months.figure || tokens.has_word("year_total", &total.raw)
    })
}

/// Whether an amount is none that so much for each comes to: it is of another measure, or of several more.
pub(in crate::prose) fn is_no_total(passage: &Passage<'_>, total: &Spot, each: &Spot) -> bool {
    is_of_other_measure(passage, total)
        || is_of_several(passage, total, each)
        || is_portioned(passage, total, each)
}

/// Whether a share stands between an amount for each and a total behind it: 24个，每个3万元，财政补助七成，安排50.4万元.
fn is_portioned(passage: &Passage<'_>, total: &Spot, each: &Spot) -> bool {
    passage.in_sentence(each).any(|(_, own)| {
        each.figure < own.figure
            && own.figure < total.figure
            && own.role == Role::Value
            && own.stream == each.stream
            && passage.figure(own).is_some_and(|own| own.kind == Kind::Percent)
    })
}

/// Whether an amount is the most that one may have, or a rate directly before it says how much of all it is: 补贴上限800元; 首笔60%，为316.8万元.
fn is_of_other_measure(passage: &Passage<'_>, total: &Spot) -> bool {
    let at = passage.spots().partition_point(|own| own.figure < total.figure);
    let is_portion = || {
        let before = passage.before(at).next().filter(|(_, own)| own.clause + 1 == total.clause);
        before.is_some_and(|(_, own)| {
            own.role == Role::Value
                && own.segment == total.segment
                && passage.figure(own).is_some_and(|own| own.kind == Kind::Percent)
        })
    };
    is_cap(passage, total) || total.name.is_empty() && !total.is_sum && is_portion()
}

/// The numbers of a sentence that an amount for each may be times: not the parts of others.
pub(in crate::prose) fn numbers<'p>(
    passage: &Passage<'_>,
    spot: &Spot,
    sentence: &[(usize, &'p Spot)],
    has_months: bool,
) -> Vec<&'p Spot> {
    /// More numbers are not tried with each other.
    const MOST: usize = 6;
    let is_count = |other: &Spot| {
        (is_counted_by(passage, other, spot)
            || passage
                .figure(other)
                .is_some_and(|figure| figure.kind == Kind::Count && figure.is_figure()))
            && matches!(other.role, Role::Value | Role::Per | Role::To(_))
            && other.when.is_last == spot.when.is_last
            && !may_be_total(passage, spot, other)
            && !is_in_other_unit(passage, other, spot)
            && !is_stretched(passage, other, spot)
            && !is_counted_over(passage, other)
            && !is_edge_of_run(passage, other)
            && !is_of_same_things(passage, other, spot)
    };
    // 一季度 and 前三季度 are no numbers of what a month is counted by
    let is_period = |other: &Spot| {
        has_months
            && passage.figure(other).is_some_and(|figure| {
                figure.is_spelled && passage.tokens.lists.measures.contains_key(&figure.counter)
            })
    };
    let counts: Vec<&Spot> = sentence
        .iter()
        .filter(|(_, other)| is_count(other) && !is_period(other))
        .map(|(_, other)| *other)
        .take(MOST)
        .collect();
    // 192处，平均每村3处，平均每处6万元: so many for each are no number of them
    let counter = |count: &Spot| passage.figure(count).map(|figure| figure.counter.as_str());
    let is_each = |count: &Spot| {
        count.role == Role::Per
            && counts
                .iter()
                .any(|other| other.role != Role::Per && counter(other) == counter(count))
    };
    // 36所：小学23所、初中13所: the parts of a number are none besides it
    let is_part = |count: &Spot| {
        let at = passage.spots().partition_point(|other| other.figure < count.figure);
        let head = passage.list_of(at).filter(|list| list.is_whole).and_then(|list| list.head);
        let head = head.and_then(|head| passage.spots().get(head));
        head.is_some_and(|head| {
            counter(head) == counter(count) && counts.iter().any(|own| own.figure == head.figure)
        })
    };
    // 男20人、女30人，共50人
    let is_summed = |count: &Spot| {
        !count.is_sum
            && counts.iter().any(|sum| {
                sum.is_sum && sum.figure > count.figure && dimension::are_alike(passage, sum, count)
            })
    };
    // 三类档案60万页，每页0.38元: a number in words of what another one counts
    let is_beside = |count: &Spot| {
        passage.figure(count).is_some_and(|figure| figure.is_spelled)
            && !spot.raw.contains(counter(count).unwrap_or(""))
            && !passage.tokens.lists.measures.contains_key(counter(count).unwrap_or(""))
            && counts.iter().any(|other| {
                other.clause == count.clause
                    && other.figure > count.figure
                    && dimension::goes_with(passage, spot, other)
            })
    };
    let is_own = |count: &&Spot| {
        !is_each(count) && !is_part(count) && !is_summed(count) && !is_beside(count)
    };
    counts.iter().copied().filter(is_own).collect()
}

/// Whether a number counts the same things as a number for each: 日均180人次，高于日均150人次的目标.
fn is_of_same_things(passage: &Passage<'_>, other: &Spot, each: &Spot) -> bool {
    passage.figure(other).zip(passage.figure(each)).is_some_and(|(other, each)| {
        each.kind == Kind::Count && other.kind == Kind::Count && other.counter == each.counter
    })
}

/// Whether a number of periods says what another number is counted over: 两学期共850人次.
fn is_counted_over(passage: &Passage<'_>, count: &Spot) -> bool {
    let tokens = passage.tokens;
    let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
    let is_period = passage.figure(count).is_some_and(|own| {
        tokens.lists.measures.contains_key(&own.counter) || tokens.is_word("terms", &own.counter)
    });
    let at = tokens.at.get(count.figure).copied().unwrap_or(0);
    let is_sum = matches!(what(at + 1), Some(What::Word(Class::Sum | Class::Total)));
    is_period && is_sum && matches!(what(at + 2), Some(What::Figure(_)))
}

/// The figures that may be the total of so much for each, and whether they stand in the sentence
/// before.
pub(in crate::prose) fn totals<'p>(
    passage: &'p Passage<'_>,
    spot: &Spot,
    sentence: &[(usize, &'p Spot)],
) -> (Vec<&'p Spot>, bool) {
    let is_total = |other: &Spot| may_be_total(passage, spot, other);
    let mut totals: Vec<&Spot> =
        sentence.iter().filter(|(_, other)| is_total(other)).map(|(_, other)| *other).collect();
    // 支出80万元。共40人，人均2万元: of the only amount of the sentence before, as far as it comes out
    let is_before = totals.is_empty();
    if is_before {
        let before = passage.spots().iter();
        let before = before.filter(|other| other.sentence + 1 == spot.sentence && is_total(other));
        totals = before.collect();
        totals.truncate(if totals.len() == 1 { 1 } else { 0 });
    }
    (totals, is_before)
}

/// Whether another amount for each stands in the same group of clauses.
pub(super) fn has_another_each(
    passage: &Passage<'_>,
    spot: &Spot,
    sentence: &[(usize, &Spot)],
) -> bool {
    let Some(own) = passage.figure(spot) else { return false };
    sentence.iter().any(|(_, other)| {
        other.role == Role::Per
            && other.segment == spot.segment
            && other.when.is_last == spot.when.is_last
            // 低于每台80元的标准: nothing was paid so
            && !dimension::is_norm(passage, other)
            && passage
                .figure(other)
                .is_some_and(|figure| figure.kind == own.kind && figure.is_figure())
    })
}

/// Whether another amount is joined to an amount for each: 每吨补仓储费180元、利息120元.
pub(super) fn has_joined_price(passage: &Passage<'_>, spot: &Spot) -> bool {
    let next = passage.in_sentence(spot).find(|(_, other)| other.figure > spot.figure);
    next.is_some_and(|(_, next)| {
        next.goes_on
            && next.role == Role::Value
            && !next.name.is_empty()
            && passage.figure(next).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
    })
}

/// Whether a number is what was there at an edge of a time in which some came and some went: 年初90人，新增9人、退出5人，年末94人. What
/// was paid for each was paid for neither number.
pub(in crate::prose) fn is_edge_of_run(passage: &Passage<'_>, count: &Spot) -> bool {
    let is_like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(count)).is_some_and(|(a, b)| a.is_like(b))
    };
    let is_other_edge = |other: &Spot| {
        let edges = [count.when.edge, other.when.edge];
        edges == [Some(Class::End), Some(Class::Start)]
            || edges == [Some(Class::Start), Some(Class::End)]
    };
    let mut others = passage.in_sentence(count).map(|(_, other)| other);
    others.any(|other| is_other_edge(other) && is_like(other))
}

/// Of what is paid from a month on the months that are meant are not printed: 120名自7月起发放，每人每月4,200元. What does not hold is
/// not meant.
pub(super) fn keep_what_holds_of_begun(
    passage: &Passage<'_>,
    spot: &Spot,
    possible: &mut Vec<(Relation, Reading)>,
) {
    let figures = &passage.tokens.figures;
    let mut words = passage.words_of_sentence(spot);
    if words.any(|class| class == Class::Begins) {
        possible.retain(|(relation, reading)| holds(*relation, reading, figures) == Some(true));
    }
}
