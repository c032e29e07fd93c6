//! So much for each, so many of them: products and averages. What was carried over, came in and
//! went out.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Reading, Relation, Said, Slot};
use super::token::{Sign, What};
use super::words::{Class, starts};
use crate::number::Decimal;

/// Reads products and averages of a passage.
pub fn products(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        if spot.role == Role::Per && passage.is_figure(spot) {
            out.extend(product(passage, spot));
        }
    }
}

fn product(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    const MOST: usize = 6;
    let own = passage.figure(spot)?;
    let sentence: Vec<(usize, &Spot)> =
        passage.in_sentence(spot).filter(|(_, other)| other.figure != spot.figure).collect();
    let is_total = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| {
            figure.kind == own.kind
                && figure.is_figure()
                && (own.kind != Kind::Count || figure.counter.starts_with(&own.counter))
        }) && matches!(other.role, Role::Value | Role::To(_) | Role::Left)
            && other.when.is_last == spot.when.is_last
    };
    let is_count = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| figure.kind == Kind::Count && figure.is_figure())
            && matches!(other.role, Role::Value | Role::Per | Role::To(_))
            && other.when.is_last == spot.when.is_last
            && !is_total(other)
    };
    let totals: Vec<&Spot> =
        sentence.iter().filter(|(_, other)| is_total(other)).map(|(_, other)| *other).collect();
    // 一季度 and 前三季度 are no numbers of what a month is counted by
    let (months, is_timed) = (months(passage, spot), is_timed(passage, spot));
    let is_period = |other: &Spot| {
        months.is_some()
            && passage.figure(other).is_some_and(|figure| {
                figure.is_spelled && passage.tokens.measures.contains_key(&figure.counter)
            })
    };
    let counts: Vec<&Spot> = sentence
        .iter()
        .filter(|(_, other)| is_count(other) && !is_period(other))
        .map(|(_, other)| *other)
        .take(MOST)
        .collect();
    let pers = sentence
        .iter()
        .filter(|(_, other)| {
            other.role == Role::Per
                && other.segment == spot.segment
                && other.when.is_last == spot.when.is_last
                && passage
                    .figure(other)
                    .is_some_and(|figure| figure.kind == own.kind && figure.is_figure())
        })
        .count();
    let is_average = spot.words.contains(&Class::Average);
    let subsets = subsets(&counts);
    let has_time = counts.iter().any(|count| {
        passage
            .figure(count)
            .is_some_and(|figure| passage.tokens.measures.contains_key(&figure.counter))
    });
    let readings = |total: &Spot| -> Vec<(Relation, Reading)> {
        subsets
            .iter()
            .map(|set| {
                let mut reading =
                    Reading::of([(Slot::Total, total.figure, 1), (Slot::First, spot.figure, 1)]);
                // 每人每月100元，全年: the months of the period are a factor
                if let (true, false, true, Some(months)) =
                    (is_timed, has_time, set.len() < 3, &months)
                {
                    reading.parts.push((Slot::Fourth, months.clone()));
                }
                for (slot, figure) in [Slot::Second, Slot::Third, Slot::Fourth].into_iter().zip(set)
                {
                    reading.parts.push((slot, super::reading::Filling::Figure(*figure, 1)));
                }
                (Relation::Product, reading)
            })
            .collect()
    };
    let in_segment = |total: &&&Spot| total.segment == spot.segment;
    let mut sure = Vec::new();
    let near: Vec<&&Spot> = totals.iter().filter(in_segment).collect();
    let chosen: Vec<&&Spot> = if near.is_empty() { totals.iter().collect() } else { near };
    let is_parted =
        passage.words_of_sentence(spot).any(|class| matches!(class, Class::Scope | Class::Open));
    if let ([total], true, false) = (chosen.as_slice(), counts.is_empty(), is_parted)
        && let Some(months) = months.clone()
        && pers == 0
        && total.segment == spot.segment
        && spot.words.iter().filter(|class| **class == Class::Per).count() < 2
        && (total.figure < spot.figure || total.clause == spot.clause + 1)
    {
        let mut reading =
            Reading::of([(Slot::Total, total.figure, 1), (Slot::First, spot.figure, 1)]);
        reading.parts.push((Slot::Second, months));
        sure.push((Relation::Product, reading));
    }
    if let [total] = chosen.as_slice()
        && sure.is_empty()
        && !counts.is_empty()
        && counts.len() <= 4
        && are_unlike(passage, &counts)
        && pers == 0
        && !is_parted
        && (!is_timed || has_time || months.is_some())
        && !(is_average
            && counts.iter().any(|count| {
                // 五年累计投入150亿元，年均30亿元
                passage
                    .figure(count)
                    .is_some_and(|figure| figure.is_spelled && !spot.raw.contains(&figure.counter))
            }))
        && (is_average || total.is_sum || counts.iter().any(|count| count.segment == spot.segment))
    {
        sure.extend(readings(total));
    }
    if is_rounded(passage, spot, &sure) {
        return None;
    }
    let possible = totals.iter().flat_map(|total| readings(total)).collect();
    said(spot, sure, possible)
}

/// Whether a product would hold if the amount for each were rounded, be it in a unit that is mostly
/// exact: 折合每吨4.22元 is worked out, not agreed.
fn is_rounded(passage: &Passage<'_>, spot: &Spot, sure: &[(Relation, Reading)]) -> bool {
    let figures = &passage.tokens.figures;
    let is_exact = |own: &&super::quantity::Quantity| own.half.is_zero() && own.decimals > 0;
    let Some(own) = figures.get(spot.figure).filter(is_exact).filter(|_| !sure.is_empty()) else {
        return false;
    };
    let Some(times) = own.value.checked_div(own.printed) else { return false };
    let mut figures = figures.clone();
    if let Some(own) = figures.get_mut(spot.figure) {
        own.half = Decimal::new(5, own.decimals + 1) * times;
    }
    let holds = |figures: &[super::quantity::Quantity]| {
        sure.iter().any(|(relation, reading)| {
            super::reading::holds(*relation, reading, figures) == Some(true)
        })
    };
    !holds(&passage.tokens.figures) && holds(&figures)
}

/// Whether an amount for each is one for each month, day or week besides: 月工资, 每人每天.
fn is_timed(passage: &Passage<'_>, spot: &Spot) -> bool {
    /// An amount for each year is for all of it.
    const YEAR: u32 = 12;
    passage.tokens.measures.iter().any(|(counter, measure)| {
        !matches!(measure, super::words::Measure::Months(YEAR)) && spot.raw.contains(counter)
    })
}

/// Whether no two counts are of the same things: which of them is meant, or both, is open.
fn are_unlike(passage: &Passage<'_>, counts: &[&Spot]) -> bool {
    let counter = |spot: &Spot| passage.figure(spot).map(|figure| figure.counter.as_str());
    counts
        .iter()
        .enumerate()
        .all(|(nth, spot)| counts.iter().skip(nth + 1).all(|other| counter(spot) != counter(other)))
}

/// The months of the only period that the sentence names, for an amount of each month.
fn months(passage: &Passage<'_>, spot: &Spot) -> Option<super::reading::Filling> {
    const FAR: usize = 120;
    let (tokens, chars) = (passage.tokens, &passage.tokens.chars);
    let token = tokens.at.get(spot.figure).copied()?;
    let is_monthly = tokens.tokens.get(token.saturating_sub(3)..token)?.iter().any(|token| {
        token.what == What::Word(Class::Average)
            && tokens.monthly.iter().any(|word| *word == tokens.text(token.from, token.to))
    });
    let is_each_month = is_monthly
        || tokens.measures.iter().any(|(counter, measure)| {
            *measure == super::words::Measure::Months(1) && spot.raw.contains(counter)
        });
    let own = tokens.figures.get(spot.figure)?;
    let end = if is_monthly { own.chars.start } else { own.chars.end + FAR };
    let end = tokens
        .tokens
        .get(token..)?
        .iter()
        .find(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
        .map_or(end, |stop| end.min(stop.from))
        .min(chars.len());
    let start = tokens
        .tokens
        .get(..token)?
        .iter()
        .rev()
        .find(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
        .map_or(0, |token| token.to)
        .max(own.chars.start.saturating_sub(FAR));
    // from a month on it is not all of the period
    let is_partial = tokens.tokens.iter().any(|token| {
        matches!(token.what, What::Month(_) | What::Word(Class::Begins | Class::Ends))
            && (start..end).contains(&token.from)
    });
    if is_partial && !is_monthly {
        return None;
    }
    let mut found = None;
    let mut at = start;
    while at < end {
        let rest = chars.get(at..end)?;
        let Some((word, months)) = tokens.months.iter().find(|(word, _)| starts(rest, word)) else {
            at += 1;
            continue;
        };
        if found.is_some() {
            return None;
        }
        found = Some((at, at + word.len(), *months));
        at += word.len();
    }
    let (from, to, months) = found.filter(|_| is_each_month)?;
    let range = chars.get(from)?.start..chars.get(to.checked_sub(1)?)?.end;
    Some(super::reading::Filling::Counted(Decimal::from(months), range))
}

/// Reads averages of several rates or scores: 平均.
pub fn means(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if spot.words.contains(&Class::Average)
            && spot.row.is_none()
            && passage.is_figure(spot)
            && passage
                .figure(spot)
                .is_some_and(|figure| matches!(figure.kind, Kind::Percent | Kind::Score))
        {
            out.extend(mean(passage, at, spot));
        }
    }
}

/// The mean of the row directly before.
fn mean(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let (_, last) = passage.before(at).next()?;
    let (number, _, len) = last.row?;
    let items: Vec<(usize, i8)> = passage
        .before(at)
        .filter(|(_, other)| other.row.is_some_and(|(own, ..)| own == number))
        .map(|(_, other)| (other.figure, 1))
        .collect();
    let items: Vec<(usize, i8)> = items.into_iter().rev().collect();
    let is_like = passage.figure(last)?.is_like(passage.figure(spot)?);
    let is_next = last.sentence == spot.sentence
        && last.stream == spot.stream
        && last.clause + 1 == spot.clause
        && items.len() == len
        && !spot
            .words
            .iter()
            .any(|class| matches!(class, Class::Compare | Class::Up | Class::Down | Class::Scope));
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    (is_like && is_next).then(|| said(spot, vec![(Relation::Mean, reading)], Vec::new()))?
}

/// The figures of one to three counts, each of another kind first.
fn subsets(counts: &[&Spot]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let all = 1_usize << counts.len();
    for mask in 1..all {
        let set: Vec<usize> = counts
            .iter()
            .enumerate()
            .filter(|(at, _)| mask & (1 << at) != 0)
            .map(|(_, count)| count.figure)
            .collect();
        if set.len() <= 3 {
            out.push(set);
        }
    }
    out.sort_by_key(|set| std::cmp::Reverse(set.len()));
    out
}

/// Reads what was carried over: opening + in − out = closing.
pub fn balances(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        if spot.when.edge == Some(Class::End)
            && matches!(spot.role, Role::Value | Role::Left)
            && passage.is_figure(spot)
            && spot.row.is_none()
        {
            out.extend(balance(passage, spot));
        }
    }
}

fn balance(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let all: Vec<&Spot> = passage
        .in_sentence(spot)
        .map(|(_, other)| other)
        .filter(|other| {
            other.stream == spot.stream
                && other.figure != spot.figure
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
        })
        .collect();
    let mut terms: Vec<(usize, i8)> = Vec::new();
    let (mut starts, mut ins, mut outs, mut is_clear) = (0, 0, 0, true);
    let mut total = None;
    for other in &all {
        let has = |class: Class| other.words.contains(&class);
        let is_from = other.role == Role::From && other.when.edge == Some(Class::Start);
        if let (Role::Change(sign @ (1 | -1)), true) = (other.role, other.row.is_none()) {
            // what is put on or taken off stands between the two states
            *(if sign > 0 { &mut ins } else { &mut outs }) += 1;
            terms.push((other.figure, sign));
            // 负债由40万元变为37万元，减少3万元；净资产增加5万元
            let is_own = other.segment == spot.segment || other.name.is_empty();
            is_clear &=
                is_own && passage.is_figure(other) && !other.words.contains(&Class::Compare);
        } else if !(matches!(other.role, Role::Value | Role::Left) || is_from)
            || !passage.is_figure(other)
            || other.row.is_some()
        {
            is_clear = false;
        } else if other.when.edge == Some(Class::Start) {
            starts += 1;
            terms.push((other.figure, 1));
        } else if other.when.edge == Some(Class::End) {
            is_clear = false;
        } else if other.is_sum && has(Class::Income) {
            total = Some(other.figure);
        } else if other.is_sum && has(Class::Outgo) {
            is_clear = false;
        } else if has(Class::Income) && !has(Class::Outgo) {
            ins += 1;
            terms.push((other.figure, 1));
        } else if has(Class::Outgo) || has(Class::Done) {
            outs += 1;
            terms.push((other.figure, -1));
        } else if starts == 0 && !other.name.is_empty() && outs + ins == 0 {
            // what is said before the opening state is no part of it: 编制数18辆
        } else {
            is_clear = false;
        }
    }
    let is_parted = passage
        .words_of_sentence(spot)
        .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Whole | Class::Open));
    if starts == 0 && !is_parted && own.kind == Kind::Money {
        return surplus(passage, spot, &all);
    }
    if starts != 1 || ins == 0 || outs == 0 || own.is_spelled {
        return None;
    }
    let reading = |terms: &[(usize, i8)]| {
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(terms))
    };
    let mut possible = vec![reading(&terms)];
    if let Some(total) = total {
        let rest: Vec<(usize, i8)> = std::iter::once((total, 1))
            .chain(terms.iter().copied().filter(|(_, sign)| *sign < 0))
            .collect();
        possible.push(reading(&rest));
    }
    // total less all that the group of clauses behind it names
    if let Some(total) = total
        && let Some(found) = all.iter().find(|other| other.figure == total)
        && found.segment + 1 == spot.segment
    {
        let behind: Vec<&&Spot> = all
            .iter()
            .filter(|other| other.segment == spot.segment && other.figure < spot.figure)
            .collect();
        let is_plain = behind.iter().all(|other| {
            matches!(other.role, Role::Value | Role::Left)
                && passage.is_figure(other)
                && !other.is_sum
                && !other.words.iter().any(|class| matches!(class, Class::Sum | Class::Total))
                && other.when.edge.is_none()
        });
        let first_out = behind.first().is_some_and(|first| first.words.contains(&Class::Outgo));
        let rest: Vec<(usize, i8)> = std::iter::once((total, 1))
            .chain(behind.iter().map(|other| (other.figure, -1)))
            .collect();
        if is_plain && first_out {
            return said(spot, vec![reading(&rest)], possible);
        }
    }
    let sure = if is_clear && !is_parted { vec![reading(&terms)] } else { Vec::new() };
    said(spot, sure, possible)
}

/// All that came in, all that went out, and what is left of it: 收入总量, 支出总量, 结转下年.
fn surplus(passage: &Passage<'_>, spot: &Spot, all: &[&Spot]) -> Option<Said> {
    let mut before = all.iter().filter(|other| other.figure < spot.figure);
    let (first, second) = (before.next()?, before.next()?);
    let is_all = |other: &Spot| {
        other.is_sum
            && other.role == Role::Value
            && passage.is_figure(other)
            && other.row.is_none()
            && !other.when.is_last
    };
    let of = |other: &Spot, one: Class, not: Class| {
        other.words.contains(&one) && !other.words.contains(&not)
    };
    let is_told = is_all(first)
        && is_all(second)
        && of(first, Class::Income, Class::Outgo)
        && of(second, Class::Outgo, Class::Income)
        && before.next().is_none()
        && !spot.words.contains(&Class::Start)
        && spot.clause <= second.clause + 2;
    let reading = Reading::of([(Slot::Total, spot.figure, 1)])
        .with_items(&[(first.figure, 1), (second.figure, -1)]);
    is_told.then(|| said(spot, vec![(Relation::Balance, reading)], Vec::new()))?
}
