//! Totals behind their items.

use super::is_item;
use super::items_before::{ItemsBefore, is_full, items_before};
use super::sum::{may_leave_out, sum};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Whether a score was got in a sentence before its total.
fn is_got_before(other: &Spot, total: &Spot) -> bool {
    other.role == Role::Got && total.is_sum && other.sentence < total.sentence
}

/// Whether the name of a total names an item.
fn is_named_by(total: &Spot, item: Option<&Spot>) -> bool {
    item.is_some_and(|item| item.name.chars().count() > 1 && total.raw.contains(item.name.as_str()))
}

/// A total behind its items.
pub(super) fn total(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let like = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| figure.is_like(own))
            && !is_full(passage, other, spot)
            && (if own.kind == Kind::Percent {
                matches!(other.role, Role::Share | Role::Value) && !other.is_sum
            } else {
                is_item(other)
                    || (other.row.is_some() || spot.role == Role::Got) && other.role == spot.role
                    || own.kind == Kind::Score && is_got_before(other, spot)
            })
    };
    if own.kind == Kind::Score
        && let Some(said) = total_of_got(passage, at, spot)
    {
        return Some(said);
    }
    let spots = passage.spots();
    let ItemsBefore { items, earlier, counted } = items_before(passage, at, spot, &like)?;
    if let Some(items) = same_in_brackets(passage, at, spot) {
        let reading = sum(passage, Relation::Sum, at, &items)?;
        return crate::prose::compare::said(spot, vec![reading], Vec::new());
    }
    if items.len() == 1 {
        return None;
    }
    if items.is_empty() {
        let items = told_before(passage, spot, &earlier, counted)?;
        let reading = sum(passage, Relation::Sum, at, &items)?;
        return crate::prose::compare::said(spot, vec![reading], Vec::new());
    }
    // one row of figures, and their total
    let is_weighed = passage.words_of_sentence(spot).any(|class| {
        matches!(class, Class::Open | Class::Scope | Class::Factor | Class::Average | Class::Equals)
    });
    if is_row(passage, &items)
        && matches!(spot.role, Role::Value | Role::Got)
        && counted.is_none_or(|count| count == items.len())
        && !is_weighed
        && own.kind != Kind::Percent
    {
        let reading = sum(passage, Relation::Sum, at, &items)?;
        return crate::prose::compare::said(spot, vec![reading], Vec::new());
    }
    // nothing of its kind stands before its items
    let is_opening = items.first().is_some_and(|first| {
        passage
            .before(*first)
            .all(|(_, other)| !passage.figure(other).is_some_and(|figure| figure.is_like(own)))
    }) && items
        .iter()
        .all(|at| spots.get(*at).is_some_and(|item| item.segment == spot.segment))
        && !passage.between_has_figures(spot, items.first().copied());
    let same_segment: Vec<usize> = items
        .iter()
        .copied()
        .filter(|at| spots.get(*at).is_some_and(|item| item.segment == spot.segment))
        .collect();
    // 货物与服务之和: those that its name names
    let named: Vec<usize> =
        items.iter().copied().filter(|at| is_named_by(spot, spots.get(*at))).collect();
    if named.len() > 1 && counted.is_none_or(|n| n == named.len()) && named.len() < items.len() {
        let readings = sum(passage, Relation::Sum, at, &named);
        return crate::prose::compare::said(spot, readings.into_iter().collect(), Vec::new());
    }
    // each item a group of clauses of its own: A；B；C，共计
    let groups: Vec<usize> =
        items.iter().filter_map(|at| spots.get(*at)).map(|item| item.segment).collect();
    let is_of_groups = groups.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    let is_opening = is_opening
        || is_of_groups
            && groups.last() == Some(&spot.segment)
            && items.first().is_some_and(|first| is_first(passage, *first, own));
    let same_segment = if is_of_groups && is_opening { items.clone() } else { same_segment };
    let sure = sure_items((passage, spot), counted, &items, &same_segment, is_opening);
    let sure: Vec<(Relation, Reading)> =
        sure.and_then(|items| sum(passage, Relation::Sum, at, items)).into_iter().collect();
    if crate::prose::compare::holds_surely(passage, &sure) {
        return crate::prose::compare::said(spot, sure, Vec::new());
    }
    // 自评96分，复核88.5分，综合得分90.75分: a mean
    let has_deductions = passage.in_sentence(spot).any(|(_, other)| {
        other.role == Role::Deduct && other.stream == spot.stream && other.figure < spot.figure
    });
    if own.kind == Kind::Score && has_deductions {
        return None;
    }
    let is_mean = own.kind == Kind::Score
        && items
            .iter()
            .filter_map(|at| spots.get(*at))
            .any(|item| passage.figure(item).is_some_and(|item| item.value > own.value));
    if is_mean {
        return None;
    }
    let possible = possible_sums(passage, at, spot, &items, &earlier)?;
    crate::prose::compare::said(spot, sure, possible)
}

/// The items that a total is surely the sum of: as many as are counted, or all of its group of
/// clauses.
fn sure_items<'i>(
    (passage, spot): (&Passage<'_>, &Spot),
    counted: Option<usize>,
    items: &'i [usize],
    same_segment: &'i [usize],
    is_opening: bool,
) -> Option<&'i [usize]> {
    let (own, spots) = (passage.figure(spot)?, passage.spots());
    let total_name: Vec<char> = passage.total_words(spot);
    let own_items = |items: &[usize]| {
        items.iter().all(|at| {
            spots.get(*at).is_some_and(|item| {
                !item.name.is_empty() || item.row.is_some() || item.when.year.is_some()
            })
        })
    };
    let is_plain = passage.words_of_stream(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Per | Class::Open)
            && (class != Class::OfWhich || is_opening)
    });
    match counted {
        Some(n) if n >= 2 && n <= items.len() => {
            let last = items.get(items.len() - n..)?;
            // 28亿元，其中甲9亿元、乙6亿元、丙4亿元，三项合计19亿元
            let is_list = last.iter().all(|at| passage.list_of(*at).is_some())
                && passage.list_of(*last.first()?).is_some_and(|list| list.items == last);
            let is_plain_list = is_list
                && passage
                    .words_of_stream(spot)
                    .all(|class| !matches!(class, Class::Scope | Class::Per));
            let is_all = is_plain && (n == same_segment.len() || n == items.len());
            (own_items(last) && (is_all || is_plain_list)).then_some(last)
        }
        None if is_plain
            && same_segment.len() > 1
            && own_items(same_segment)
            && (matches!(own.kind, Kind::Money | Kind::Score)
                || own.kind == Kind::Percent && own.value == Decimal::ONE_HUNDRED
                || own.kind == Kind::Count && is_of_counts(passage, spot, same_segment))
            && spot.opened != Some(Sign::Stop)
            && !spot.words.contains(&Class::Cumulated)
            && (spot.name.chars().all(|c| total_name.contains(&c))
                // 教育3亿元，社保2亿元，民生支出合计9亿元: of more than is listed
                || (is_opening || go_its_way(passage, spot, same_segment))
                    && !is_far_more(passage, spot, same_segment)) =>
        {
            Some(same_segment)
        }
        _ => None,
    }
}

/// Sums that may be meant: of all figures from one on, or of some that stand together; or the total
/// is only said again.
fn possible_sums(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    items: &[usize],
    earlier: &[usize],
) -> Option<Vec<(Relation, Reading)>> {
    let spots = passage.spots();
    let mut possible = Vec::new();
    let earlier: Vec<usize> = earlier.iter().rev().copied().collect();
    for from in 0..earlier.len() {
        let run: Vec<usize> = earlier.iter().skip(from).chain(items).copied().collect();
        possible.extend(sum(passage, Relation::Sum, at, &run));
    }
    for from in 0..items.len() - 1 {
        for to in from + 2..=items.len() {
            // 甲5万元、乙6万元、丙7万元，共18万元: the last before it is a part of it
            if to == items.len() || may_leave_out(passage, items.get(to - 1..)?) {
                possible.extend(sum(passage, Relation::Sum, at, items.get(from..to)?));
            }
        }
    }
    // a total that is only said again
    for other in items {
        let figure = |at: usize| spots.get(at).map(|spot| spot.figure);
        possible.push((
            Relation::Same,
            Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, figure(*other)?, 1)]),
        ));
    }
    Some(possible)
}

/// What was got of each weight, and all of it: 甲15分得14分，乙85分得80分，合计94分.
fn total_of_got(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let mut points: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            other.stream == spot.stream
                && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Score)
        })
        .collect();
    points.reverse();
    let is_pair = |pair: &[(usize, &Spot)]| match pair {
        [(_, weight), (_, got)] => {
            matches!(weight.role, Role::Value | Role::Weight)
                && got.role == Role::Got
                && got.name.is_empty()
                && !weight.name.is_empty()
                && weight.clause == got.clause
                && weight.row.is_none()
                && got.row.is_none()
        }
        _ => false,
    };
    let is_all = points.len() > 2 && points.chunks(2).all(is_pair);
    let got: Vec<usize> =
        points.chunks(2).filter_map(|pair| pair.get(1)).map(|(at, _)| *at).collect();
    let reading = sum(passage, Relation::Sum, at, &got).filter(|_| is_all && spot.is_sum)?;
    crate::prose::compare::said(spot, vec![reading], Vec::new())
}

/// Whether some figures are all of one row.
fn is_row(passage: &Passage<'_>, items: &[usize]) -> bool {
    let row = |at: &usize| passage.spots().get(*at).and_then(|spot| spot.row);
    let first = items.first().and_then(row);
    first.is_some_and(|(number, nth, len)| {
        nth == 0
            && len == items.len()
            && len > 1
            && items.iter().all(|at| row(at).is_some_and(|(own, _, _)| own == number))
    })
}

/// The figures of one name in the brackets before a total of that name:
/// 甲（发放30份，回收28份）、乙（发放20份，回收19份），累计发放50份.
fn same_in_brackets(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Vec<usize>> {
    let own = passage.figure(spot)?;
    let mut items: Vec<usize> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            other.stream > spot.stream
                && is_item(other)
                && passage.is_figure(other)
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
                && other.name == spot.name
        })
        .map(|(at, _)| at)
        .collect();
    items.reverse();
    let mut streams: Vec<usize> =
        items.iter().filter_map(|at| passage.spots().get(*at)).map(|item| item.stream).collect();
    let all = streams.len();
    streams.dedup();
    let has_all =
        passage.words_of_sentence(spot).all(|class| !matches!(class, Class::Open | Class::Scope));
    (spot.name.chars().count() > 1 && all > 1 && streams.len() == all && has_all).then_some(items)
}

/// The same without a word of a total directly before it: 累计发放50份、回收47份.
pub(super) fn total_of_brackets(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let says = |spot: &Spot| {
        spot.words.iter().any(|class| matches!(class, Class::Cumulated | Class::Sum | Class::Total))
    };
    let goes_on = spot.goes_on
        && passage.before(at).next().is_some_and(|(_, before)| {
            before.clause == spot.clause && before.stream == spot.stream && says(before)
        });
    if !says(spot) && !goes_on {
        return None;
    }
    let reading = sum(passage, Relation::Sum, at, &same_in_brackets(passage, at, spot)?)?;
    crate::prose::compare::said(spot, vec![reading], Vec::new())
}

/// The items of the sentences before that a total sums up, by their number or where each is a group
/// of clauses of its own: 甲5万元；乙6万元；丙7万元。以上三项合计18万元.
fn told_before(
    passage: &Passage<'_>,
    spot: &Spot,
    earlier: &[usize],
    counted: Option<usize>,
) -> Option<Vec<usize>> {
    /// Items of sentences further before are not looked for.
    const FAR: usize = 4;
    let spots = passage.spots();
    let mut near: Vec<(usize, &Spot)> = earlier
        .iter()
        .filter_map(|at| Some((*at, spots.get(*at)?)))
        .filter(|(_, item)| item.sentence + FAR >= spot.sentence && passage.is_figure(item))
        .collect();
    // 产出（50分）得49分: what was got, not what could be
    if near.iter().any(|(_, item)| is_got_before(item, spot)) {
        near.retain(|(_, item)| is_got_before(item, spot));
    }
    let is_plain = near.iter().all(|(at, item)| {
        (is_item(item) || is_got_before(item, spot))
            && item.row.is_none()
            && passage.list_of(*at).is_none_or(|list| {
                list.head.is_none_or(|head| near.iter().all(|(at, _)| *at != head))
            })
    });
    let ordered = || -> Vec<usize> { near.iter().rev().map(|(at, _)| *at).collect() };
    // 以上四笔: the same word stands behind a figure, too
    let is_pointed =
        spot.words.contains(&Class::Pointer) || spot.words.first() == Some(&Class::OrMore);
    if let Some(count) = counted {
        return (count > 1 && count == near.len() && is_plain && is_pointed).then(ordered);
    }
    let groups: Vec<(usize, usize)> =
        near.iter().rev().map(|(_, item)| (item.sentence, item.segment)).collect();
    let is_of_groups =
        groups.windows(2).all(|pair| matches!(pair, [(s, a), (t, b)] if s == t && a + 1 == *b))
            && groups.last().is_some_and(|(sentence, _)| sentence + 1 == spot.sentence);
    let is_unnamed = passage.tokens.without_total(&spot.name).chars().count() <= 2;
    (near.len() > 2 && is_plain && is_of_groups && is_unnamed && spot.opened == Some(Sign::Stop))
        .then(ordered)
}

/// A figure behind a row of figures of its name: each of them told, and all of them:
/// 各季分别检查3次、4次、5次、6次，全年检查18次.
pub(super) fn total_of_row(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if spot.row.is_some() || spot.role != Role::Value || !spot.words.contains(&Class::This) {
        return None;
    }
    let (before, last) = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .find(|(_, other)| passage.figure(other).is_some_and(|figure| figure.is_like(own)))?;
    let (_, nth, len) = last.row?;
    let first = before.checked_sub(nth)?;
    let items: Vec<usize> = (first..=before).collect();
    let head = passage.spots().get(first)?;
    let has_time = |spot: &Spot| spot.when.is_last || spot.when.year.is_some();
    // 一季度末、二季度末累计分别为: each holds those before it
    let is_cumulated = head.words.contains(&Class::Cumulated)
        && (head.when.edge.is_some() || passage.tokens.has_word("edges_of_month", &head.raw))
        || names_stretches_in_others(passage, head);
    let is_one = nth + 1 == len
        && !is_cumulated
        && is_row(passage, &items)
        && len > 2
        && head.role == Role::Value
        && spot.stream == head.stream
        && !has_time(spot)
        && !has_time(head)
        && (spot.name.chars().count() > 1 && head.name.ends_with(&spot.name)
            || spot.name.is_empty() && is_of_year(passage, spot, len))
        && passage.is_figure(spot);
    let reading = sum(passage, Relation::Sum, at, &items)?;
    is_one.then(|| crate::prose::compare::said(spot, vec![reading], Vec::new()))?
}

/// Whether words before a figure in its clause name a part of the year and more that it is part of: 一季度、上半年、前三季度支出分别为.
fn names_stretches_in_others(passage: &Passage<'_>, spot: &Spot) -> bool {
    /// From the first month of a year to its last; of the whole year all are parts.
    const MONTHS: u32 = 11;
    let lead = passage.lead_of_sentence(spot);
    let parts = passage.tokens.words_of("parts_of_year").filter_map(|entry| {
        let (word, months) = entry.split_once('=')?;
        let (from, to) = months.split_once('-')?;
        let own = from.parse::<u32>().ok().zip(to.parse::<u32>().ok())?;
        lead.contains(word).then_some((word, own))
    });
    let parts: Vec<(&str, (u32, u32))> = parts.collect();
    // 三季度 is part of the word 前三季度
    parts.iter().any(|(word, (from, to))| {
        parts.iter().any(|(other, (first, last))| {
            let is_in = first <= from && to <= last && last - first < MONTHS;
            is_in && word != other && !other.contains(word)
        })
    })
}

/// Whether words before a figure say that it is of the whole year, and a row of so many parts fills one: 一至四季度分别为…，全年….
fn is_of_year(passage: &Passage<'_>, spot: &Spot, parts: usize) -> bool {
    /// Halves, quarters, months.
    const PARTS: [usize; 3] = [2, 4, 12];
    let mut whole = passage.tokens.words_of("parts_of_year").filter_map(|entry| {
        let (word, months) = entry.split_once('=')?;
        (months == "1-12").then_some(word)
    });
    PARTS.contains(&parts) && whole.any(|word| spot.raw.starts_with(word))
}

/// Whether a total is more than its items by more than half of them.
fn is_far_more(passage: &Passage<'_>, spot: &Spot, items: &[usize]) -> bool {
    const HALF: Decimal = Decimal::from_parts(15, 0, 0, false, 1);
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let sum = items
        .iter()
        .try_fold(Decimal::ZERO, |sum, at| sum.checked_add(value(passage.spots().get(*at)?)?));
    value(spot).zip(sum).is_some_and(|(total, sum)| total > sum * HALF)
}

/// Whether all that stands before a total in its sentence goes out as it does, or comes in as it does:
/// 支出80万元，加调出资金5万元，支出总计85万元.
fn go_its_way(passage: &Passage<'_>, spot: &Spot, items: &[usize]) -> bool {
    let way = |spot: &Spot| {
        let has = |class: Class| spot.words.contains(&class);
        match (has(Class::Income), has(Class::Outgo)) {
            (true, false) => Some(Class::Income),
            (false, true) => Some(Class::Outgo),
            _ => None,
        }
    };
    let own = way(spot);
    let first = items.first().and_then(|at| Some((*at, passage.spots().get(*at)?)));
    let is_all = first.is_some_and(|(at, first)| {
        passage.before(at).take_while(|(_, other)| other.sentence == first.sentence).all(
            |(_, other)| {
                !passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
            },
        )
    });
    own.is_some()
        && is_all
        && items.iter().all(|at| passage.spots().get(*at).is_some_and(|item| way(item) == own))
}

/// Whether a number of things directly behind others is their total: 招录公务员8人、职员12人，共20人.
fn is_of_counts(passage: &Passage<'_>, spot: &Spot, items: &[usize]) -> bool {
    let spots = passage.spots();
    let found: Vec<&Spot> = items.iter().filter_map(|at| spots.get(*at)).collect();
    let is_joined = found.windows(2).all(|pair| {
        matches!(pair, [a, b] if a.clause == b.clause && passage.has_sign_between(a, b, Sign::Item))
    });
    let is_next = found.last().is_some_and(|last| last.clause + 1 == spot.clause);
    is_joined && is_next && spot.name.is_empty() && spot.row.is_none()
}

/// Whether nothing of the kind of a figure stands before a place.
pub(super) fn is_first(
    passage: &Passage<'_>,
    at: usize,
    own: &crate::prose::quantity::Quantity,
) -> bool {
    passage
        .before(at)
        .all(|(_, other)| !passage.figure(other).is_some_and(|figure| figure.is_like(own)))
}

impl Passage<'_> {
    /// Whether figures of its kind that are no items stand between the items of a total and it.
    fn between_has_figures(&self, total: &Spot, first: Option<usize>) -> bool {
        let Some(first) = first else { return true };
        let spots = self.spots();
        let end = spots.partition_point(|spot| spot.figure < total.figure);
        spots.get(first..end).unwrap_or(&[]).iter().any(|spot| {
            let is_like =
                self.figure(spot).zip(self.figure(total)).is_some_and(|(a, b)| a.is_like(b));
            is_like && (spot.stream != total.stream || !is_item(spot))
        })
    }

    /// The characters of the words of totals before a figure.
    fn total_words(&self, spot: &Spot) -> Vec<char> {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let mut out = Vec::new();
        for token in self.tokens.tokens.get(at.saturating_sub(4)..at).unwrap_or(&[]) {
            if matches!(token.what, What::Word(Class::Sum | Class::Total | Class::Cumulated)) {
                out.extend(self.tokens.text(token.from, token.to).chars());
            }
        }
        out
    }
}
