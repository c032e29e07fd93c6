//! Rows of figures that stand side by side: 人员支出依次为6万元、4万元，公用支出依次为2万元、1万元，两项相加依次为8万元、
//! 5万元; 权重分别为40分、60分，得分率分别为90%、80%，折算后得84分; 占比依次为56%、31%、13%，前两档合计87%.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use super::words::Class;

/// Reads what rows come to.
pub(super) fn abreast(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if !passage.is_figure(spot) {
            continue;
        }
        if spot.row.is_some_and(|(_, nth, _)| nth == 0) {
            out.extend(sums(passage, at, spot));
        }
        if spot.row.is_none() {
            out.extend(weighted(passage, at, spot));
            out.extend(first_of_row(passage, at, spot));
        }
    }
}

/// The rows of a sentence before a figure, in order; `None` where a figure stands between that is in none.
pub(super) fn rows_before<'a>(
    passage: &Passage<'a>,
    at: usize,
    spot: &Spot,
) -> Option<Vec<Vec<&'a Spot>>> {
    let mut before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| !passage.figure(other).is_some_and(|figure| figure.is_spelled))
        .collect();
    before.reverse();
    let mut rows: Vec<Vec<&Spot>> = Vec::new();
    for other in before {
        let (_, nth, _) = other.row?;
        if !passage.is_figure(other) || other.stream != spot.stream {
            return None;
        }
        match rows.last_mut() {
            Some(row) if nth > 0 => row.push(other),
            _ => rows.push(vec![other]),
        }
    }
    let is_whole = |row: &Vec<&Spot>| {
        row.first()
            .and_then(|first| first.row)
            .is_some_and(|(_, nth, len)| nth == 0 && row.len() == len)
    };
    rows.iter().all(is_whole).then_some(rows)
}

/// Whether the sentence of a figure leaves nothing out and tells nothing of a part.
pub(super) fn is_plain(passage: &Passage<'_>, spot: &Spot) -> bool {
    !passage
        .words_of_sentence(spot)
        .any(|class| matches!(class, Class::Scope | Class::Open | Class::OfWhich))
}

/// How many there are by the number of words directly before a figure: 两项相加.
fn counted<'a>(passage: &Passage<'a>, at: usize, spot: &Spot) -> Option<(&'a Spot, &'a Quantity)> {
    let (_, number) = passage.before(at).next()?;
    let figure = passage.figure(number)?;
    (figure.is_spelled && number.clause == spot.clause && number.stream == spot.stream)
        .then_some((number, figure))
}

/// The sums of the figures of the same place in the rows before.
fn sums(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Said> {
    let Some((_, _, len)) = spot.row else { return Vec::new() };
    let Some(rows) = rows_before(passage, at, spot) else { return Vec::new() };
    let totals = passage.spots().get(at..at + len).unwrap_or(&[]);
    let like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
    };
    let is_item = |other: &&Spot| {
        other.role == Role::Value && !other.is_sum && !other.when.is_last && like(other)
    };
    let is_told = spot.role == Role::Value
        && spot.words.contains(&Class::Sum)
        && spot.words.contains(&Class::Respectively);
    let is_counted = counted(passage, at, spot).is_none_or(|(_, number)| {
        usize::try_from(number.value.trunc().mantissa()).ok() == Some(rows.len())
    });
    let years = |row: &Vec<&Spot>| row.first().and_then(|first| first.when.year);
    let is_of_one_time = rows.windows(2).all(|pair| match pair {
        [a, b] => years(a) == years(b),
        _ => true,
    });
    let fits = rows.len() > 1
        && rows.iter().all(|row| row.len() == len && row.iter().all(is_item))
        && totals.iter().all(|total| passage.is_figure(total) && like(total));
    if !is_told || !is_counted || !is_of_one_time || !fits || !is_plain(passage, spot) {
        return Vec::new();
    }
    let sum = |total: &Spot, items: Vec<(usize, i8)>| {
        (Relation::Sum, Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items))
    };
    let all = totals.iter().enumerate().filter_map(|(nth, total)| {
        let items = rows.iter().filter_map(|row| Some((row.get(nth)?.figure, 1))).collect();
        // 收入分别为5万元、3万元，支出分别为4万元、2万元，合计分别为8万元、6万元: of as many rows each its own
        let own = rows.get(nth).filter(|_| rows.len() == len);
        let own = own.map(|row| sum(total, row.iter().map(|item| (item.figure, 1)).collect()));
        said(total, vec![sum(total, items)], own.into_iter().collect())
    });
    all.collect()
}

/// The score of weights and the rates that they were met by.
fn weighted(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot).filter(|own| own.kind == Kind::Score)?;
    let is_told = matches!(spot.role, Role::Got | Role::Value)
        && ["by_rate", "weighted_mean"]
            .into_iter()
            .any(|list| passage.tokens.has_word(list, &spot.raw));
    let rows = rows_before(passage, at, spot)?;
    let [weights, rates] = rows.as_slice() else { return None };
    let is_weight = |other: &&Spot| {
        matches!(other.role, Role::Weight | Role::Value)
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
    };
    let is_rate = |other: &&Spot| {
        matches!(other.role, Role::Complete | Role::Got | Role::Value)
            && passage
                .figure(other)
                .is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    };
    let fits = weights.len() == rates.len()
        && weights.len() <= PAIRS.len()
        && weights.iter().all(is_weight)
        && rates.iter().all(is_rate);
    if !is_told || !fits || !is_plain(passage, spot) {
        return None;
    }
    let pairs = weights.iter().zip(rates).zip(PAIRS);
    let mut reading = Reading::of([(Slot::Total, spot.figure, 1)]);
    for ((weight, rate), (item, factor)) in pairs {
        reading.parts.push((*item, Filling::Figure(weight.figure, 1)));
        reading.parts.push((*factor, Filling::Figure(rate.figure, 1)));
    }
    said(spot, vec![(Relation::Weighted, reading)], Vec::new())
}

/// The first of the row before together: 前两档合计87%.
fn first_of_row(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let many = match counted(passage, at, spot) {
        Some((number, count)) => {
            let text = passage.text_before(number);
            let is_first = passage.tokens.words_of("first_of").any(|word| text.ends_with(word));
            usize::try_from(count.value.trunc().mantissa()).ok().filter(|_| is_first)?
        }
        None => first_by_name(passage, spot)?,
    };
    let rows = rows_before(passage, at, spot)?;
    let [row] = rows.as_slice() else { return None };
    let like = |other: &&Spot| {
        passage.figure(other).is_some_and(|figure| figure.is_like(own))
            && matches!(other.role, Role::Share | Role::Value)
    };
    let is_sum = spot.words.iter().any(|class| matches!(class, Class::Sum | Class::Total));
    if many < 2
        || !is_sum
        || !matches!(spot.role, Role::Share | Role::Value)
        || row.len() <= many
        || !row.iter().all(like)
        || !is_plain(passage, spot)
    {
        return None;
    }
    let sum = |row: &[&Spot]| {
        let items: Vec<(usize, i8)> = row.iter().take(many).map(|item| (item.figure, 1)).collect();
        (Relation::Sum, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items))
    };
    // as they stand, or by their size
    let mut ranked = row.clone();
    ranked.sort_by_key(|item| std::cmp::Reverse(passage.figure(item).map(|figure| figure.value)));
    let mut sure = vec![sum(row)];
    let other = sum(&ranked);
    if !sure.contains(&other) {
        sure.push(other);
    }
    said(spot, sure, Vec::new())
}

/// How many of the first are named, by whatever they are counted: 前两档.
fn first_by_name(passage: &Passage<'_>, spot: &Spot) -> Option<usize> {
    /// 前两档合计
    const SHORT: usize = 3;
    let name = passage.tokens.without_total(&spot.name);
    let rest = passage.tokens.words_of("first_of").find_map(|word| name.strip_prefix(word))?;
    let is_number = |entry: &str| -> Option<usize> {
        let (word, digit) = entry.char_indices().nth(1).map(|(at, _)| entry.split_at(at))?;
        rest.strip_prefix(word).and_then(|_| digit.parse().ok())
    };
    let many = passage.tokens.words_of("numerals").find_map(is_number)?;
    (rest.chars().count() < SHORT).then_some(many)
}
