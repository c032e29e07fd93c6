//! Products by what an amount is for each of: 每平方米每月38元 goes with so many square metres and so many months.

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;

/// What an amount is for each of.
#[derive(Debug, Default)]
struct Each {
    /// Words of counting, each with those that count the same.
    things: Vec<Vec<String>>,
    is_monthly: bool,
    is_yearly: bool,
}

fn each(passage: &Passage<'_>, spot: &Spot) -> Each {
    let tokens = passage.tokens;
    let mut out = Each::default();
    let mut put = |counter: &str| {
        let is = |list: &str| tokens.is_word(list, counter);
        if is("month") {
            out.is_monthly = true;
        } else if is("year") {
            out.is_yearly = true;
        } else {
            let alike = tokens.words_of("alike").find_map(|words| {
                let words: Vec<String> = words.split('+').map(str::to_owned).collect();
                words.iter().any(|word| word == counter).then_some(words)
            });
            out.things.push(alike.unwrap_or_else(|| vec![counter.to_owned()]));
        }
    };
    let counter_at = |text: &str| {
        let mut known: Vec<&str> =
            tokens.words_of("counters").chain(tokens.words_of("terms")).collect();
        known.sort_by_key(|word| std::cmp::Reverse(word.len()));
        known.into_iter().find(|word| text.starts_with(word)).map(str::to_owned)
    };
    let printed = tokens
        .figures
        .get(spot.figure)
        .map_or_else(String::new, |figure| tokens.text(figure.chars.start, figure.chars.end));
    let slashes = printed.split('/').skip(1).map(str::to_owned);
    let pers = spot.raw.split("每").skip(1).map(str::to_owned);
    for text in slashes.chain(pers) {
        if let Some(counter) = counter_at(&text) {
            put(&counter);
        }
    }
    for entry in tokens.words_of("averaged") {
        if let Some((word, counters)) = entry.split_once('=')
            && !word.starts_with('每')
            && spot.raw.contains(word)
        {
            out.things.push(counters.split('+').map(str::to_owned).collect());
        }
    }
    out.is_monthly |= tokens.has_word("each_month", &spot.raw);
    out.is_yearly |= tokens.has_word("each_year", &spot.raw);
    out
}

/// The numbers that an amount for each goes with, where each thing that it is for each of has one and only one.
pub(super) fn factors(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&Spot],
    months: Option<&Filling>,
) -> Option<Vec<Filling>> {
    let own = each(passage, spot);
    if own.things.is_empty() {
        return None;
    }
    let mut out: Vec<Filling> = Vec::new();
    let mut is_monthly = own.is_monthly;
    for thing in &own.things {
        let count = count_of(passage, spot, counts, thing)?;
        if count.role == Role::Per {
            let further = each(passage, count);
            // 每村3处
            if !further.things.is_empty() {
                return None;
            }
            is_monthly |= further.is_monthly;
        }
        out.push(Filling::Figure(count.figure, 1));
    }
    if is_monthly {
        let of_months = |count: &&&Spot| {
            passage
                .figure(count)
                .is_some_and(|figure| passage.tokens.is_word("month_counters", &figure.counter))
        };
        let mut stated = counts.iter().filter(of_months);
        match (stated.next(), stated.next(), months) {
            (Some(only), None, _) => out.push(Filling::Figure(only.figure, 1)),
            (None, None, Some(months)) => out.push(months.clone()),
            _ => return None,
        }
    }
    (out.len() <= 3).then_some(out)
}

/// The only number of a thing: of its clause, of its group of clauses, of all.
fn count_of<'b>(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&'b Spot],
    thing: &[String],
) -> Option<&'b Spot> {
    let all: Vec<&Spot> = counts
        .iter()
        .copied()
        .filter(|count| {
            passage
                .figure(count)
                .is_some_and(|figure| figure.kind == Kind::Count && thing.contains(&figure.counter))
        })
        .collect();
    let only = |found: Vec<&'b Spot>| match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let with = |is_it: &dyn Fn(&Spot) -> bool| {
        only(all.iter().copied().filter(|count| is_it(count)).collect())
    };
    with(&|count| count.is_sum && count.segment == spot.segment)
        .or_else(|| with(&|count| count.clause == spot.clause))
        .or_else(|| with(&|count| count.segment == spot.segment))
        .or_else(|| with(&|_| true))
}

/// The amount that a product comes to: the next behind all of its factors, or the last before them.
pub(super) fn total<'b>(
    passage: &Passage<'_>,
    spot: &Spot,
    totals: &[&'b Spot],
    factors: &[Filling],
) -> Option<&'b Spot> {
    let figures = factors.iter().filter_map(|factor| match factor {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
    });
    let end = figures.clone().max().map_or(spot.figure, |last| last.max(spot.figure));
    let start = figures.min().map_or(spot.figure, |first| first.min(spot.figure));
    let is_near = |total: &&&Spot| total.segment == spot.segment;
    let behind = totals.iter().filter(is_near).find(|total| total.figure > end);
    let found = behind.or_else(|| {
        totals.iter().filter(is_near).rfind(|total| total.figure < start.max(spot.figure))
    })?;
    // another amount for each stands between: which of them it is of is open
    let (from, to) = (found.figure.min(spot.figure), found.figure.max(spot.figure));
    let is_parted = passage.in_sentence(spot).any(|(_, other)| {
        other.role == Role::Per
            && other.figure > from
            && other.figure < to
            && passage
                .figure(other)
                .zip(passage.figure(spot))
                .is_some_and(|(a, b)| a.kind == b.kind)
    });
    (!is_parted).then_some(*found)
}

/// The product of an amount for each and its factors.
pub(super) fn reading(total: &Spot, spot: &Spot, factors: &[Filling]) -> (Relation, Reading) {
    let mut reading = Reading::of([(Slot::Total, total.figure, 1), (Slot::First, spot.figure, 1)]);
    for (slot, factor) in [Slot::Second, Slot::Third, Slot::Fourth].into_iter().zip(factors) {
        reading.parts.push((slot, factor.clone()));
    }
    (Relation::Product, reading)
}

/// Whether a product takes the number of a thing that its amount is for each of, wherever one is told.
pub(super) fn is_licensed(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&Spot],
    set: &[usize],
) -> bool {
    each(passage, spot).things.iter().all(|thing| {
        let mut of_thing = counts.iter().filter(|count| {
            passage.figure(count).is_some_and(|figure| thing.contains(&figure.counter))
        });
        let is_told = of_thing.clone().next().is_some();
        !is_told || of_thing.any(|count| set.contains(&count.figure))
    })
}

/// Whether an amount for each is one that others are held against, not one that was paid.
pub(super) fn is_norm(passage: &Passage<'_>, spot: &Spot) -> bool {
    spot.words.iter().any(|class| {
        matches!(
            class,
            Class::Compare
                | Class::Above
                | Class::Below
                | Class::With
                | Class::Not
                | Class::AtMost
                | Class::AtLeast
                | Class::Keep
        )
    }) || spot.against.is_some()
        || passage.tokens.has_word("kept", &spot.raw)
}
