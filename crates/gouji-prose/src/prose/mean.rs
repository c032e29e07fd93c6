//! Averages: so much for each of so many; the mean of several rates or scores.

use super::compare::said;
use super::lists::Measure;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::product::is_rounded;
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::What;
use super::words::Class;
use gouji_values::number::Decimal;

/// Reads amounts for each that are worked out of a total and a number: 户均, 亩均, 平均每人.
pub(crate) fn averages(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        let is_money =
            passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money && !figure.is_per);
        if spot.role == Role::Per && is_money && passage.is_figure(spot) && spot.row.is_none() {
            out.extend(average(passage, spot));
        }
    }
}

/// The word of an average before a figure, with the one character before it.
fn average_word(passage: &Passage<'_>, spot: &Spot) -> Option<String> {
    let tokens = passage.tokens;
    let at = tokens.at.get(spot.figure).copied()?;
    let own = tokens.tokens.get(..at)?.iter().rev();
    let word = own
        .take_while(|token| !matches!(token.what, What::Sign(_) | What::Figure(_)))
        .find(|token| token.what == What::Word(Class::Average))?;
    // 均 alone may say that each of several is meant
    (word.to - word.from > 1).then(|| tokens.text(word.from, word.to))
}

/// Words of counting that an average is over, by its word: 户均 is over 户 or 家.
fn counters<'b>(passage: &'b Passage<'_>, word: &str) -> Vec<&'b str> {
    let lists = passage.tokens.words_of("averaged").filter_map(|entry| entry.split_once('='));
    lists
        .filter(|(own, _)| word.contains(own))
        .flat_map(|(_, counters)| counters.split('+'))
        .collect()
}

/// Whether an amount is an average whose word says what it is over: 户均.
pub(super) fn is_over_known(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money)
        && average_word(passage, spot).is_some_and(|word| !counters(passage, &word).is_empty())
}

/// Whether a word beside an average says that it is not one of what stands beside it.
fn is_of_something_else(class: Class) -> bool {
    matches!(
        class,
        Class::Income
            | Class::Compare
            | Class::Above
            | Class::Below
            | Class::Scope
            | Class::With
            | Class::Up
            | Class::Down
    )
}

/// Whether words between an average and another figure part them.
fn is_parted(passage: &Passage<'_>, spot: &Spot, other: &Spot, segment: &[&Spot]) -> bool {
    let Some(own) = passage.figure(spot) else { return true };
    let (first, last) = if other.figure < spot.figure { (other, spot) } else { (spot, other) };
    // 运行费40万元，用于燃料费、维修费等支出: of names alone it tells nothing of amounts
    let has_amounts = segment.iter().any(|between| {
        between.figure > first.figure
            && between.figure < last.figure
            && passage.figure(between).is_some_and(|figure| figure.is_like(own))
    });
    passage.between(first, last).any(|class| match class {
        Class::OfWhich | Class::Scope => true,
        Class::Open => has_amounts,
        _ => false,
    })
}

/// Whether the number and the total beside an average may be those of another average: of another
/// year, or of the one that stands before it.
fn is_of_another_average(
    passage: &Passage<'_>,
    spot: &Spot,
    segment: &[&Spot],
    (counts, totals): (&[&Spot], &[&Spot]),
) -> bool {
    let word = average_word(passage, spot);
    // 2023年人均2,000元，2022年人均1,800元: only one of them is of what is told
    let has_twin = passage.in_sentence(spot).any(|(_, other)| {
        other.figure != spot.figure
            && other.role == Role::Per
            && (other.when.year, other.when.is_last) != (spot.when.year, spot.when.is_last)
            && average_word(passage, other) == word
    });
    // 人均2.94万元，上年同口径（75人）人均3.09万元: the number and the total belong to the first of them
    let is_later = segment.iter().any(|other| {
        let is_before = |own: &&Spot| own.figure < other.figure;
        other.role == Role::Per
            && other.figure < spot.figure
            && average_word(passage, other) == word
            && counts.iter().all(is_before)
            && totals.iter().all(is_before)
    });
    has_twin || is_later
}

/// Whether two numbers are counted by one word: 行政216人、参公74人，人均2.7万元 is of all of them, or of one.
fn have_one_counter(passage: &Passage<'_>, counts: &[&Spot]) -> bool {
    let counter = |count: &&Spot| passage.figure(count).map(|figure| figure.counter.clone());
    counts.iter().enumerate().any(|(nth, count)| {
        counts.iter().skip(nth + 1).any(|other| counter(other) == counter(count))
    })
}

/// A name that a total shares is told by so many characters.
const TELLING: usize = 2;

fn average<'b>(passage: &Passage<'b>, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let word = average_word(passage, spot)?;
    let tokens = passage.tokens;
    // 月均, 日均; 人均每月
    let is_timed = tokens.lists.measures.iter().any(|(counter, measure)| {
        *measure != Measure::Months(12) && spot.raw.contains(counter.as_str())
    });
    let is_of_time = tokens.lists.measures.keys().any(|counter| word.starts_with(counter.as_str()))
        || tokens.has_word("monthly", &spot.raw);
    if is_timed || is_of_time {
        return None;
    }
    let segment: Vec<&Spot> = passage
        .in_sentence(spot)
        .map(|(_, other)| other)
        .filter(|other| other.segment == spot.segment && other.figure != spot.figure)
        .filter(|other| other.stream == spot.stream && other.row.is_none())
        .filter(|other| other.when.is_last == spot.when.is_last && passage.is_figure(other))
        .collect();
    // those before it, or else those behind
    let nearest = |found: Vec<&'b Spot>| -> Vec<&'b Spot> {
        let is_before = |other: &&Spot| other.figure < spot.figure;
        let before: Vec<&Spot> = found.iter().copied().filter(is_before).collect();
        if before.is_empty() { found } else { before }
    };
    let of = counters(passage, &word);
    let names_it = |total: &Spot| {
        spot.name.is_empty() && total.figure < spot.figure
            || total.is_sum && total.figure > spot.figure
            || super::same::common(&spot.name, &total.raw) >= TELLING
    };
    let counts: Vec<&Spot> = segment
        .iter()
        .copied()
        .filter(|other| {
            passage.figure(other).is_some_and(|figure| {
                figure.kind == Kind::Count
                    && figure.value.is_sign_positive()
                    && !tokens.lists.measures.contains_key(&figure.counter)
                    && (of.contains(&figure.counter.as_str())
                        || of.is_empty() && !figure.is_spelled && spot.raw.contains(&word))
            }) && matches!(other.role, Role::Value | Role::Per | Role::To(_))
        })
        .collect();
    let totals: Vec<&Spot> = segment
        .iter()
        .copied()
        .filter(|other| {
            passage.figure(other).is_some_and(|figure| {
                figure.is_like(own)
                    && (matches!(other.role, Role::Value | Role::To(_))
                        || is_fund(own, other, figure))
            })
        })
        .collect();
    let has_other_words = spot.words.iter().copied().any(is_of_something_else);
    let (counts, totals) = (nearest(counts), nearest(totals));
    let is_of_year = |total: &&Spot| !is_of_months(passage, spot, total, &segment);
    let totals: Vec<&Spot> = totals.into_iter().filter(is_of_year).collect();
    let others = counts.iter().chain(&totals);
    let is_parted = others.copied().any(|other| is_parted(passage, spot, other, &segment));
    let is_of_another = is_of_another_average(passage, spot, &segment, (&counts, &totals));
    let is_norm = tokens.has_word("norms", &spot.raw) || is_of_another;
    let is_clear = counts.len() == 1 || !of.is_empty() && !have_one_counter(passage, &counts);
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    for total in &totals {
        for count in &counts {
            let reading = Reading::of([
                (Slot::Total, total.figure, 1),
                (Slot::First, spot.figure, 1),
                (Slot::Second, count.figure, 1),
            ]);
            let is_only = totals.len() == 1 && counts.len() == 1 && !of.is_empty();
            if names_it(total) || is_only && is_plausible(passage, total, spot, count) {
                sure.push((Relation::Product, reading));
            } else {
                possible.push((Relation::Product, reading));
            }
        }
    }
    if has_other_words || is_parted || is_norm || !is_clear {
        possible.append(&mut sure);
    }
    if is_rounded(passage, spot, &sure) {
        return None;
    }
    said(spot, sure, possible)
}

/// Whether an amount for each is what the money is called: 下达生均公用经费378万元.
fn is_fund(own: &Quantity, other: &Spot, figure: &Quantity) -> bool {
    other.role == Role::Per
        && other.name.chars().count() >= TELLING
        && figure.value > own.value.saturating_mul(Decimal::TEN)
}

/// Whether a number of months between an average and a total says that this is of a part of the year: 人均年经费12万元，按8个月测算32万元.
fn is_of_months(passage: &Passage<'_>, spot: &Spot, total: &Spot, segment: &[&Spot]) -> bool {
    let measures = &passage.tokens.lists.measures;
    segment.iter().any(|other| {
        other.figure > spot.figure
            && other.figure < total.figure
            && passage
                .figure(other)
                .is_some_and(|figure| measures.get(&figure.counter) == Some(&Measure::Months(1)))
    })
}

/// Reads means of points, weighted by amounts or not: 按资金规模加权，甲60万元得92分，乙40万元得82分，加权平均88分.
pub(crate) fn weighted_means(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        let Some(own) = passage.figure(spot) else { continue };
        if own.kind != Kind::Score || !own.is_figure() || spot.row.is_some() || spot.stream != 0 {
            continue;
        }
        let words = words_before(passage, at, spot);
        let is_weighted = passage.tokens.has_word("weighted_mean", &words);
        let is_plain = passage.tokens.has_word("plain_mean", &words);
        if is_weighted != is_plain {
            out.extend(of_pairs(passage, at, spot, is_weighted));
        }
    }
}

/// All that stands between a figure and the one before it.
fn words_before(passage: &Passage<'_>, at: usize, spot: &Spot) -> String {
    let tokens = passage.tokens;
    let before = at.checked_sub(1).and_then(|at| passage.spots().get(at));
    let from = before
        .filter(|before| before.sentence == spot.sentence)
        .and_then(|before| passage.figure(before))
        .map(|figure| figure.chars.end);
    let Some(own) = passage.figure(spot) else { return String::new() };
    from.map_or_else(|| spot.raw.clone(), |from| tokens.text(from, own.chars.start))
}

/// The mean of points that stand behind an amount each.
fn of_pairs(passage: &Passage<'_>, at: usize, spot: &Spot, is_weighted: bool) -> Option<Said> {
    let own = passage.figure(spot)?;
    let mut before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| other.stream == spot.stream)
        .collect();
    before.reverse();
    let is_got = |other: &Spot| {
        matches!(other.role, Role::Got | Role::Value)
            && !other.is_sum
            && other.row.is_none()
            && !other.words.contains(&Class::Average)
            && passage.figure(other).is_some_and(|figure| figure.is_like(own) && figure.is_figure())
    };
    let is_amount = |other: &Spot| {
        other.role == Role::Value
            && other.row.is_none()
            && passage.figure(other).is_some_and(|figure| {
                matches!(figure.kind, Kind::Money | Kind::Count)
                    && figure.is_figure()
                    && !figure.is_spelled
            })
    };
    let pairs: Vec<(&Spot, &Spot)> = before
        .windows(2)
        .filter_map(|pair| match pair {
            [amount, got] if is_amount(amount) && is_got(got) => Some((*amount, *got)),
            _ => None,
        })
        .collect();
    let (first, last) = (pairs.first()?.0, pairs.last()?.1);
    let all = before.iter().filter(|other| is_got(other)).count();
    // the pairs follow one another, and are of one kind
    let is_run = pairs.len() > 1
        && all == pairs.len()
        && before.iter().filter(|one| (first.figure..=last.figure).contains(&one.figure)).count()
            == 2 * pairs.len()
        && pairs.iter().all(|(amount, _)| {
            passage.figure(amount).zip(passage.figure(first)).is_some_and(|(a, b)| a.is_like(b))
        })
        && passage
            .between(first, last)
            .all(|class| !matches!(class, Class::OfWhich | Class::Open | Class::Scope));
    if !is_run {
        return None;
    }
    let one = Decimal::ONE;
    let (mut total, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (amount, got) in &pairs {
        let weight = if is_weighted { passage.figure(amount)?.value } else { one };
        total = total.checked_add(weight.checked_mul(passage.figure(got)?.value)?)?;
        weights = weights.checked_add(weight)?;
    }
    let mean = total.checked_div(weights)?;
    // what is printed is rounded
    let half = Decimal::new(5, own.decimals + 1);
    let is_rounding = mean >= own.printed - half && mean <= own.printed + half;
    let shown = if is_rounding { own.printed } else { mean.round_dp(own.decimals + 2) };
    let range = passage.figure(first)?.span.start..passage.figure(last)?.span.end;
    let mut reading = Reading::of([(Slot::Total, spot.figure, 1)]);
    let worked = Filling::Worked { value: shown, like: spot.figure, range };
    reading.parts.push((Slot::Worked, worked));
    said(spot, vec![(Relation::Formula, reading)], Vec::new())
}

/// Reads averages of several rates or scores: 平均.
pub(crate) fn means(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        // 比三年平均数高出47.07万元: what is compared with the mean
        if spot.words.contains(&Class::Average)
            && !matches!(spot.role, Role::Change(_))
            && spot.row.is_none()
            && passage.is_figure(spot)
            && passage.figure(spot).is_some_and(|figure| {
                matches!(figure.kind, Kind::Percent | Kind::Score)
                    || counted_before(passage, at, spot).is_some()
            })
        {
            out.extend(mean(passage, at, spot));
        }
    }
}

/// How many figures a mean is said to be of, in words directly before it: 三年年均.
fn counted_before(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let (_, number) = passage.before(at).next()?;
    let figure = passage.figure(number)?;
    let is_own = number.clause == spot.clause && number.stream == spot.stream;
    (figure.is_spelled && figure.kind == Kind::Count && is_own)
        .then(|| usize::try_from(figure.value.trunc().mantissa()).ok())?
}

/// The mean of the row directly before, or of the row of as many figures as it is said to be of.
fn mean(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let counted = counted_before(passage, at, spot);
    let own = passage.figure(spot)?;
    let is_row = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| figure.is_like(own))
            && other.row.is_some_and(|(_, _, len)| Some(len) == counted)
    };
    let mut before = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let (_, last) = match counted {
        Some(_) => before.find(|(_, other)| is_row(other))?,
        None => before.next()?,
    };
    let (number, _, len) = last.row?;
    // 得分率分别为95%、90%，权重分别为40、60，平均92: without a unit it may be of either row
    let is_of_other = |other: &Spot| {
        other.row.is_some_and(|(row, _, length)| row != number && length == len)
            && !passage.figure(other).is_some_and(|figure| figure.is_like(own))
    };
    let mut others = passage.in_sentence(spot);
    if own.kind == Kind::Bare && others.any(|(_, other)| is_of_other(other)) {
        return None;
    }
    let items: Vec<(usize, i8)> = passage
        .before(at)
        .filter(|(_, other)| other.row.is_some_and(|(own, ..)| own == number))
        .map(|(_, other)| (other.figure, 1))
        .collect();
    let items: Vec<(usize, i8)> = items.into_iter().rev().collect();
    // 3个均为100%，2个分别为96%和98%，平均98.8%: the row is not all of them
    let is_each = |other: &Spot| {
        other.row.is_none()
            && other.words.iter().any(|class| matches!(class, Class::Average | Class::Each))
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
    };
    let mut before = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    if before.any(|(_, other)| is_each(other)) {
        return None;
    }
    let is_like = passage.figure(last)?.is_like(passage.figure(spot)?);
    let is_next = last.sentence == spot.sentence
        && last.stream == spot.stream
        && (last.clause + 1 == spot.clause || counted.is_some())
        && items.len() == len
        && !spot
            .words
            .iter()
            .any(|class| matches!(class, Class::Compare | Class::Up | Class::Down | Class::Scope));
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    (is_like && is_next).then(|| said(spot, vec![(Relation::Mean, reading)], Vec::new()))?
}

/// Whether an amount for each of them lies near what a total comes to: then it is one of that total,
/// whatever it is called.
fn is_plausible(passage: &Passage<'_>, total: &Spot, each: &Spot, count: &Spot) -> bool {
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let (Some(total), Some(own), Some(count)) = (value(total), value(each), value(count)) else {
        return false;
    };
    let Some(meant) = total.checked_div(count) else { return false };
    let (least, most) = (own / Decimal::TWO, own * Decimal::TWO);
    least < meant && meant < most
}
