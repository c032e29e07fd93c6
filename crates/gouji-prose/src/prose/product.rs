//! An amount for each, and how many there are: products.

mod dimension;
mod monthly;
mod quotient;
mod raised;
mod several;
mod terms;

use super::compare::said;
use super::lists::Measure;
use super::passage::Passage;
use super::place::{Layout, Role, Spot};
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::{Sign, Tokens, What};
use super::words::{Class, starts};
use dimension::is_difference_of;
pub(super) use dimension::{
    are_alike, are_side_by_side, by_dimension, factors, goes_with, is_bare_average, is_explained,
    is_norm, names_month,
};
use gouji_values::number::Decimal;
pub(super) use several::is_for_months;
use terms::{has_another_each, has_joined_price, keep_what_holds_of_begun};
pub(super) use terms::{is_edge_of_run, is_no_total, numbers, totals};

/// Reads products and averages of a passage.
pub(crate) fn products(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if spot.role == Role::Per && passage.is_figure(spot) {
            out.extend(product(passage, spot));
        }
        out.extend(monthly::monthly(passage, at, spot));
        out.extend(raised::raised(passage, at, spot));
        out.extend(several::of_several(passage, at, spot));
        if spot.row.is_some_and(|(_, nth, _)| nth == 0) {
            out.extend(rows(passage, at, spot));
            out.extend(quotient::quotients(passage, at, spot));
        }
    }
}

/// A number of things that are counted by a word that nobody knows: 1,500根，每根1.2万元.
fn is_counted_by(passage: &Passage<'_>, count: &Spot, each: &Spot) -> bool {
    let tokens = passage.tokens;
    let Some(figure) = passage.figure(count).filter(|figure| figure.kind == Kind::Bare) else {
        return false;
    };
    let Some(counter) = tokens.chars.get(figure.chars.end).map(|c| c.c) else { return false };
    let is_text = tokens
        .at
        .get(count.figure)
        .and_then(|at| tokens.tokens.get(at + 1))
        .is_some_and(|token| token.what == What::Text);
    let says = |word: &str| each.raw.contains(&format!("{word}{counter}"));
    is_text && count.role == Role::Value && tokens.words_of("per").any(says)
}

/// Whether an amount is for each ten, hundred or thousand: 每千人口床位6.6张.
fn is_of_many(passage: &Passage<'_>, each: &Spot) -> bool {
    let tokens = passage.tokens;
    let mut heads = tokens.words_of("each_of").flat_map(|word| each.raw.split(word).skip(1));
    let many = || tokens.words_of("multiples").filter_map(|entry| entry.split_once('='));
    heads.any(|head| many().any(|(word, _)| head.starts_with(word)))
}

/// Whether an amount is for each of another unit of measurement: 28.5公里，每米1,500元.
fn is_in_other_unit(passage: &Passage<'_>, count: &Spot, each: &Spot) -> bool {
    let tokens = passage.tokens;
    let counter = passage.figure(count).map_or("", |figure| figure.counter.as_str());
    let is_measured = tokens.words_of("measured").any(|word| word == counter);
    let mut others = tokens.words_of("measured").filter(|word| *word != counter);
    is_measured && others.any(|word| each.raw.ends_with(word) && !each.raw.ends_with(counter))
}

/// Products whose months are others than those of the period: each month may count anew, or the
/// months are those of the year from which on it is paid.
fn of_other_months(
    passage: &Passage<'_>,
    totals: &[&Spot],
    (has_months, lacks_months): (bool, bool),
    readings: &dyn Fn(&Spot) -> Vec<(Relation, Reading)>,
) -> Vec<(Relation, Reading)> {
    let mut out = Vec::new();
    // 每人每月60元，全年累计发放38,420人次: each month counts anew
    if has_months {
        let all = totals.iter().flat_map(|total| readings(total));
        out.extend(all.filter_map(|(relation, mut reading)| {
            let factors = reading.parts.len();
            reading.parts.retain(|(slot, _)| *slot != Slot::Fourth);
            (reading.parts.len() < factors && factors > 3).then_some((relation, reading))
        }));
    }
    // 每人每月多发7元，惠及300人，2024年增支2.52万元: of all months, if it begins with the year
    if lacks_months && !has_months {
        for total in totals.iter().filter(|total| total.when.year.is_some()) {
            let Some(year) = year_of(passage, total) else { continue };
            let with_year = readings(total)
                .into_iter()
                .filter(|(_, reading)| reading.parts.iter().all(|(slot, _)| *slot != Slot::Fourth));
            out.extend(with_year.map(|(relation, mut reading)| {
                reading.parts.push((Slot::Fourth, year.clone()));
                (relation, reading)
            }));
        }
    }
    out
}

/// A total as an amount for each times some numbers, and the months of a period where there are any.
fn times(
    total: &Spot,
    each: &Spot,
    numbers: &[usize],
    months: Option<&Filling>,
) -> (Relation, Reading) {
    let mut reading = Reading::of([(Slot::Total, total.figure, 1), (Slot::First, each.figure, 1)]);
    reading.parts.extend(months.map(|months| (Slot::Fourth, months.clone())));
    for (slot, figure) in [Slot::Second, Slot::Third, Slot::Fourth].into_iter().zip(numbers) {
        reading.parts.push((slot, Filling::Figure(*figure, 1)));
    }
    (Relation::Product, reading)
}

fn product(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    passage.figure(spot)?;
    // 每座限价4.2万元: what may be paid, not what was
    if passage.tokens.has_word("kept", &spot.raw)
        || is_of_many(passage, spot)
        || dimension::is_compared(passage, spot)
        || has_joined_price(passage, spot)
    {
        return None;
    }
    let sentence: Vec<(usize, &Spot)> =
        passage.in_sentence(spot).filter(|(_, other)| other.figure != spot.figure).collect();
    let (totals, is_before) = totals(passage, spot, &sentence);
    let (months, is_timed) = (months(passage, spot), is_timed(passage, spot));
    let counts = numbers(passage, spot, &sentence, months.is_some());
    let is_only = !has_another_each(passage, spot, &sentence);
    let is_average = spot.words.contains(&Class::Average);
    let mut subsets = subsets(&counts);
    subsets.retain(|set| dimension::is_licensed(passage, spot, &counts, set));
    let measure = |count: &Spot| passage.tokens.lists.measures.get(&passage.figure(count)?.counter);
    let has_time = counts.iter().any(|count| measure(count).is_some());
    // 每人每月100元，全年: the months of the period are a factor
    let period = months.as_ref().filter(|_| is_timed && !has_time);
    let readings = |total: &Spot| -> Vec<(Relation, Reading)> {
        subsets
            .iter()
            .map(|set| times(total, spot, set, period.filter(|_| set.len() < 3)))
            .collect()
    };
    let in_segment = |total: &&&Spot| total.segment == spot.segment;
    // 年人均12万元，按8个月测算: for a part of the time
    let is_for_months =
        !is_timed && counts.iter().any(|count| measure(count) == Some(&Measure::Months(1)));
    let mut sure = Vec::new();
    let near: Vec<&&Spot> = totals.iter().filter(in_segment).collect();
    let chosen: Vec<&&Spot> = if near.is_empty() { totals.iter().collect() } else { near };
    let is_parted = passage.is_parted(spot);
    if let ([total], true, false) = (chosen.as_slice(), counts.is_empty(), is_parted)
        && let Some(months) = months.clone()
        && is_only
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
        && !is_before
        && !counts.is_empty()
        && counts.len() <= 4
        && are_unlike(passage, &counts)
        && !is_for_months
        && is_only
        && !is_parted
        && (!is_timed || has_time || months.is_some())
        && !(is_average && counts.iter().any(|count| is_in_words(passage, spot, count)))
        // averages of so many are read with what they are over
        && (is_timed || !super::mean::is_over_known(passage, spot))
        && !is_spread(passage, total, spot)
        && !dimension::is_reached(spot)
        && !dimension::is_explained(passage, total)
        && (is_average || total.is_sum || counts.iter().any(|count| count.segment == spot.segment))
    {
        sure.extend(readings(total));
    }
    if !is_parted && !dimension::is_norm(passage, spot) {
        let found =
            dimension::by_dimension(passage, spot, (&counts, &totals), months.as_ref(), is_before);
        let found = found.filter(|found| !sure.contains(found));
        // of averages over so many only those whose total stands in the sentence before
        let is_own = is_timed || is_before || !super::mean::is_over_known(passage, spot);
        if let Some(found) = found.filter(|_| is_own) {
            sure.insert(0, found);
        }
    }
    if is_rounded(passage, spot, &sure) {
        return None;
    }
    let mut possible: Vec<(Relation, Reading)> =
        totals.iter().flat_map(|total| readings(total)).collect();
    possible.extend(of_other_months(
        passage,
        &totals,
        (months.is_some(), is_timed && !has_time),
        &readings,
    ));
    if is_timed && !has_time && months.is_none() {
        keep_what_holds_of_begun(passage, spot, &mut possible);
    }
    // D级138户、C级77户，D级每户补3.5万元，C级每户补1.2万元，共575.4万元: it is of both
    if sure.is_empty() && dimension::rates(passage, spot) > 1 {
        possible.retain(|(_, reading)| is_of_clause(passage, spot, reading));
    }
    said(spot, sure, possible)
}

/// Whether a number is in words and of nothing that the amount is for each of: 五年累计投入150亿元，年均30亿元.
fn is_in_words(passage: &Passage<'_>, spot: &Spot, count: &Spot) -> bool {
    passage
        .figure(count)
        .is_some_and(|figure| figure.is_spelled && !spot.raw.contains(&figure.counter))
}

/// Whether a figure of a reading besides the amount for each stands in its clause.
fn is_of_clause(passage: &Passage<'_>, spot: &Spot, reading: &Reading) -> bool {
    let figures = reading.figures();
    let others = figures.iter().filter(|figure| **figure != spot.figure);
    let mut others = others.filter_map(|figure| passage.spot_of(*figure));
    others.any(|other| other.clause == spot.clause)
}

/// Whether a product would hold if the amount for each were rounded, be it in a unit that is mostly
/// exact: 折合每吨4.22元 is worked out, not agreed.
pub(super) fn is_rounded(passage: &Passage<'_>, spot: &Spot, sure: &[(Relation, Reading)]) -> bool {
    let holds = |figures: &[Quantity]| {
        sure.iter().any(|(relation, reading)| {
            super::reading::holds(*relation, reading, figures) == Some(true)
        })
    };
    let figures = &passage.tokens.figures;
    let is_set = super::standard::is_standard(passage.tokens, spot.figure);
    !sure.is_empty()
        && !is_set
        && !holds(figures)
        && holds_with_rounded(figures, spot.figure, holds)
}

/// Whether something holds with an amount that is printed exactly taken for one that was rounded to its last digit.
pub(super) fn holds_with_rounded(
    figures: &[Quantity],
    at: usize,
    holds: impl Fn(&[Quantity]) -> bool,
) -> bool {
    let is_exact = |own: &&Quantity| own.half.is_zero() && own.decimals > 0;
    let Some(own) = figures.get(at).filter(is_exact) else { return false };
    let Some(times) = own.value.checked_div(own.printed) else { return false };
    let mut figures = figures.to_vec();
    if let Some(own) = figures.get_mut(at) {
        own.half = Decimal::new(5, own.decimals + 1) * times;
    }
    holds(&figures)
}

/// Whether a total stands behind the time that all of it is spread over: it may be a part.
fn is_spread(passage: &Passage<'_>, total: &Spot, each: &Spot) -> bool {
    passage
        .in_sentence(each)
        .any(|(_, other)| other.figure < total.figure && is_stretched(passage, other, each))
}

/// Whether a number of years or months in words says over which time all of it is spread:
/// 每根1.2万元，共需1,800万元，分三年安排.
fn is_stretched(passage: &Passage<'_>, count: &Spot, each: &Spot) -> bool {
    passage.figure(count).is_some_and(|figure| {
        figure.is_spelled
            && passage.tokens.lists.measures.contains_key(&figure.counter)
            && !each.raw.contains(&figure.counter)
    }) && count.clause > each.clause
}

/// The months of the year that is named before a figure.
fn year_of(passage: &Passage<'_>, spot: &Spot) -> Option<Filling> {
    const MONTHS: u32 = 12;
    let tokens = passage.tokens;
    let at = tokens.at.get(spot.figure).copied()?;
    let year = tokens.tokens.get(..at)?.iter().rev();
    let year = year.take(12).find(|token| matches!(token.what, What::Year(_)))?;
    let range =
        tokens.chars.get(year.from)?.start()..tokens.chars.get(year.to.checked_sub(1)?)?.end();
    Some(Filling::Counted(Decimal::from(MONTHS), range))
}

/// Whether an amount for each is one for each month, day or week besides: 月工资, 每人每天.
pub(super) fn is_timed(passage: &Passage<'_>, spot: &Spot) -> bool {
    /// An amount for each year is for all of it.
    const YEAR: u32 = 12;
    // 30元/月/平方米
    let printed = passage.figure(spot).map(|figure| &figure.chars);
    let printed =
        printed.map_or_else(String::new, |chars| passage.tokens.text(chars.start, chars.end));
    passage.tokens.lists.measures.iter().any(|(counter, measure)| {
        !matches!(measure, Measure::Months(YEAR))
            && (spot.raw.contains(counter) || printed.contains(&format!("/{counter}")))
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
fn months(passage: &Passage<'_>, spot: &Spot) -> Option<Filling> {
    const FAR: usize = 120;
    let (tokens, chars) = (passage.tokens, &passage.tokens.chars);
    let token = tokens.at.get(spot.figure).copied()?;
    let is_monthly = tokens.tokens.get(token.saturating_sub(3)..token)?.iter().any(|token| {
        token.what == What::Word(Class::Average)
            && tokens.words_of("monthly").any(|word| *word == tokens.text(token.from, token.to))
    });
    let is_each_month =
        is_monthly
            || tokens.lists.measures.iter().any(|(counter, measure)| {
                *measure == Measure::Months(1) && spot.raw.contains(counter)
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
    // 自4月起实施，全年…，月均…
    let begins = tokens.tokens.windows(2).any(|pair| {
        matches!(pair, [from, date] if from.what == What::Word(Class::From)
            && matches!(date.what, What::Month(_) | What::Year(_))
            && (start..end).contains(&from.from))
    });
    if is_partial && (!is_monthly || begins) {
        return None;
    }
    let mut found = None;
    let mut at = start;
    while at < end {
        let rest = chars.get(at..end)?;
        let Some((word, months)) = tokens.lists.months.iter().find(|(word, _)| starts(rest, word))
        else {
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
    let range = chars.get(from)?.start()..chars.get(to.checked_sub(1)?)?.end();
    Some(Filling::Counted(Decimal::from(months), range))
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

/// The bytes and the months of the period in the words before a figure: 全年.
fn period(passage: &Passage<'_>, raw: &str, spot: &Spot) -> Option<(usize, usize, u32)> {
    let tokens = passage.tokens;
    let says = |word: &[char]| raw.contains(&word.iter().collect::<String>());
    let mut found = tokens.lists.months.iter().filter(|(word, _)| says(word));
    let (word, months) = found.next()?;
    let end = tokens.figures.get(spot.figure)?.chars.start;
    let from = (0..end).rev().find(|at| starts(tokens.chars.get(*at..).unwrap_or(&[]), word))?;
    let last = tokens.chars.get(from + word.len() - 1)?;
    Some((tokens.chars.get(from)?.start(), last.end(), *months))
}

/// A row of totals, each of one amount for each and its number: 甲20个、每个5元，乙30个、每个2元，分别为100元和60元.
fn rows(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Said> {
    let Some((number, _, len)) = spot.row else { return Vec::new() };
    let is_told = spot.role == Role::Value
        && spot.words.contains(&Class::Respectively)
        && passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money);
    let totals: Vec<&Spot> = passage
        .spots()
        .iter()
        .skip(at)
        .take_while(|one| one.row.is_some_and(|row| row.0 == number))
        .collect();
    let like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
    };
    let mut before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| other.stream == spot.stream)
        .filter(|other| passage.figure(other).is_some_and(|figure| !figure.is_spelled))
        .collect();
    before.reverse();
    let is_each = |other: &Spot| other.role == Role::Per && like(other) && other.row.is_none();
    let is_count = |other: &Spot| {
        other.role == Role::Value
            && other.row.is_none()
            && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Count)
    };
    let each: Vec<&Spot> = before.iter().copied().filter(|other| is_each(other)).collect();
    let counts: Vec<&Spot> = before.iter().copied().filter(|other| is_count(other)).collect();
    // one of each in turn, and nothing else
    let is_turn = before.len() == 2 * len
        && before.chunks(2).all(
            |pair| matches!(pair, [a, b] if is_each(a) && is_count(b) || is_count(a) && is_each(b)),
        );
    let is_plain = totals.len() == len
        && totals.iter().chain(&before).all(|other| passage.is_figure(other))
        && !passage
            .words_of_sentence(spot)
            .any(|class| matches!(class, Class::Scope | Class::Open | Class::OfWhich));
    if !is_told || !is_turn || !is_plain {
        return Vec::new();
    }
    let products = totals.iter().zip(each).zip(counts).filter_map(|((total, each), count)| {
        let reading = Reading::of([
            (Slot::Total, total.figure, 1),
            (Slot::First, each.figure, 1),
            (Slot::Second, count.figure, 1),
        ]);
        said(total, vec![(Relation::Product, reading)], Vec::new())
    });
    products.collect()
}

/// The figures of a product, the amount for each apart, and how many factors it has: months need not be printed.
pub(super) fn but_price(reading: &Reading) -> (Vec<usize>, usize) {
    let others = reading.parts.iter().filter(|(slot, _)| *slot != Slot::First);
    let mut out: Vec<usize> = others.filter_map(|(_, filling)| filling.figure()).collect();
    out.sort_unstable();
    (out, reading.parts.len())
}

/// Whether words before the total of a product say that it is of a half of the year: 每人每年6万元，本年只安排半年经费48万元.
pub(super) fn is_of_half_year(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let total = reading.parts.iter().find(|(slot, _)| *slot == Slot::Total);
    let spot = total.and_then(|(_, filling)| layout.spot_of(filling.figure()?));
    spot.is_some_and(|spot| tokens.has_word("half_year", &spot.raw))
}
