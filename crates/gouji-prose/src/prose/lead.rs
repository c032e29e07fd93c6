//! Short sentences that are clauses of one: 支出80万元。上年是75万元。多了5万元，增长6.67%. 年末在编26人。高级9人，中级12人，初级5人.
//!
//! A full stop parts what belongs together where somebody writes plainly. Passages of short sentences are read once more with
//! commas in the place of stops; of what is read so only that counts of which nothing was told
//! before. It fails only where one slip explains it of a figure that comes out with nothing else, for a stop may part two
//! subjects as well.

use super::alone::{changes_by, comes_out};
use super::outcome::{Outcome, Told};
use super::place::Layout;
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Slot, holds};
use super::slip::{is_telling_slip, mistaken_figures, tells_each_slip};
use super::token::{Sign, Token, Tokens, What};
use gouji_values::number::Decimal;

/// A sentence of more characters than so many is no clause, and none of more figures than so many.
const CLAUSE: (usize, usize) = (40, 4);
/// The same of a list to which a clause is joined.
const LIST: (usize, usize) = (90, 8);

/// The same tokens with commas where stops part short sentences; `None` where none does.
pub(super) fn joined(tokens: &Tokens) -> Option<Tokens> {
    let all = &tokens.tokens;
    let is_stop = |at: &usize| all.get(*at).is_some_and(|token| is_end(token.what));
    let ends: Vec<usize> = (0..all.len()).filter(is_stop).chain([all.len()]).collect();
    let from = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    let sentences: Vec<&[Token]> =
        from.zip(&ends).map(|(from, end)| all.get(from..*end).unwrap_or(&[])).collect();
    let goes_on = |own: &[Token], next: &[Token]| {
        let is = |most: (usize, usize), own: &[Token]| is_within(most, own);
        is(CLAUSE, own) && is(LIST, next)
            || is(LIST, own) && is(CLAUSE, next)
            || lead(tokens, own).is_some_and(|lead| {
                figures(next).filter(|other| is_like(tokens, lead, *other)).count() > 1
            })
    };
    let between = ends.iter().zip(sentences.windows(2));
    let stops: Vec<usize> = between
        .filter(|(_, pair)| matches!(pair, [own, next] if goes_on(own, next)))
        .map(|(end, _)| *end)
        .filter(|end| all.get(*end).is_some_and(|token| token.what == What::Sign(Sign::Stop)))
        .collect();
    if stops.is_empty() {
        return None;
    }
    let mut out = tokens.clone();
    for at in stops {
        let sign = sign_before(tokens, at + 1);
        let Some(token) = out.tokens.get_mut(at) else { continue };
        token.what = What::Sign(sign);
        if let Some(own) = out.chars.get_mut(token.from) {
            own.c = match sign {
                Sign::Colon => ':',
                Sign::Semicolon => ';',
                _ => ',',
            };
        }
    }
    Some(out)
}

/// The sign that a stop stands for before a sentence: 有三件。一是…。二是….
fn sign_before(tokens: &Tokens, at: usize) -> Sign {
    let text = tokens.tokens.get(at).map(|token| tokens.text(token.from, token.to));
    let mut words = tokens.words_of("enumerate");
    match text.and_then(|text| words.position(|word| text.starts_with(word))) {
        Some(0) => Sign::Colon,
        Some(_) => Sign::Semicolon,
        None => Sign::Comma,
    }
}

fn is_end(what: What) -> bool {
    matches!(what, What::Sign(Sign::Stop | Sign::Edge))
}

/// Whether a sentence has no more characters and no more figures than so many.
fn is_within((long, many): (usize, usize), own: &[Token]) -> bool {
    let ends = own.first().zip(own.last());
    ends.is_some_and(|(first, last)| last.to - first.from <= long) && figures(own).count() <= many
}

/// The only figure of a sentence, where it ends with it.
fn lead(tokens: &Tokens, own: &[Token]) -> Option<usize> {
    let mut all = figures(own);
    let only = all.next().filter(|_| all.next().is_none())?;
    let is_last = own.last().is_some_and(|token| token.what == What::Figure(only));
    let is_plain = tokens.figures.get(only).is_some_and(|own| {
        matches!(own.kind, Kind::Money | Kind::Count) && !own.is_spelled && own.is_figure()
    });
    (is_last && is_plain).then_some(only)
}

fn figures(tokens: &[Token]) -> impl Iterator<Item = usize> {
    tokens.iter().filter_map(|token| match token.what {
        What::Figure(figure) => Some(figure),
        _ => None,
    })
}

fn is_like(tokens: &Tokens, a: usize, b: usize) -> bool {
    let pair = tokens.figures.get(a).zip(tokens.figures.get(b));
    pair.is_some_and(|(a, b)| a.is_like(b))
}

/// Whether a wrong digit of one of its figures explains that a reading does not hold, and that figure comes out with nothing else.
fn is_alone(relation: Relation, reading: &Reading, tokens: &Tokens, layout: &Layout) -> bool {
    let mut changed = tokens.figures.clone();
    // 有四件。一是…。二是…。三是…: words tell the items
    let is_counted = || (1..tokens.tokens.len()).any(|at| sign_before(tokens, at) == Sign::Colon);
    if comes_out_turned(relation, reading, &changed, layout)
        || relation == Relation::Count && is_counted()
    {
        return true;
    }
    let mistaken = mistaken_figures(relation, reading, &mut changed);
    let is_twice = |at: usize| {
        let same =
            |own: &Quantity, other: &Quantity| own.is_like(other) && own.value == other.value;
        let own = tokens.figures.get(at);
        let others = tokens.figures.iter().enumerate().filter(|(other, _)| *other != at);
        own.is_some_and(|own| others.into_iter().any(|(_, other)| same(own, other)))
    };
    may_fail(relation, reading, tokens, layout)
        && mistaken.into_iter().any(|at| !is_twice(at) && !comes_out(tokens, layout, at))
}

/// Whether a wrong figure of a joined reading may be told: else what holds is no check. A stop parts prices and numbers of several
/// things as often as not, and bounds are kept by chance.
fn may_fail(relation: Relation, reading: &Reading, tokens: &Tokens, layout: &Layout) -> bool {
    match relation {
        Relation::Product => {
            let mut figures = tokens.figures.clone();
            holds(relation, reading, &figures) == Some(true)
                && tells_each_slip(relation, reading, &mut figures)
                || is_telling_slip(relation, reading, &mut figures)
        }
        Relation::Most | Relation::Least | Relation::Threshold | Relation::Vague => false,
        Relation::Within | Relation::UpTo | Relation::Order | Relation::Grown => false,
        Relation::Shares => false,
        Relation::Sum => !runs_over(reading, layout) && !has_other_total(reading, tokens),
        _ => true,
    }
}

/// Whether a list that begins in the sentence of its total runs over its end: 支出58万元，其中甲21万元。乙支出37万元.
fn runs_over(reading: &Reading, layout: &Layout) -> bool {
    let sentence = |figure: usize| layout.spot_of(figure).map(|spot| spot.sentence);
    let items = reading.item_figures();
    let total = reading.figures().into_iter().find(|figure| !items.contains(figure));
    total.zip(items.first()).is_some_and(|(total, first)| {
        total < *first
            && sentence(total) == sentence(*first)
            && items.iter().any(|item| sentence(*item) != sentence(total))
    })
}

/// Whether the items of a list come to another figure: 甲4万元，乙9万元。丙合计23万元。甲乙合计13万元.
fn has_other_total(reading: &Reading, tokens: &Tokens) -> bool {
    let (all, items) = (reading.figures(), reading.item_figures());
    let own = items.iter().filter_map(|item| tokens.figures.get(*item));
    let sum: Decimal = own.map(|item| item.value).sum();
    let is_total = |(at, other): (usize, &Quantity)| {
        !all.contains(&at)
            && other.value == sum
            && items.first().is_some_and(|first| is_like(tokens, at, *first))
    };
    tokens.figures.iter().enumerate().any(is_total)
}

/// Whether a change of several digits comes out as one of the other direction against the year before: 下降 where it has grown.
fn comes_out_turned(
    relation: Relation,
    reading: &Reading,
    figures: &[Quantity],
    layout: &Layout,
) -> bool {
    /// A shorter one comes out by chance.
    const LEAST: usize = 3;
    let when = |slot: Slot| {
        let own = reading.parts.iter().find(|(own, _)| *own == slot)?;
        layout.spot_of(own.1.figure()?).map(|spot| spot.when)
    };
    let year = |slot: Slot| when(slot).and_then(|when| when.year);
    let is_last = when(Slot::Base).is_some_and(|base| base.is_last)
        || year(Slot::Base).zip(year(Slot::Value)).is_some_and(|(base, value)| base + 1 == value);
    let mut turned = reading.clone();
    let mut parts = turned.parts.iter_mut();
    let change = parts.find(|(slot, _)| matches!(slot, Slot::Rate | Slot::Change));
    let Some((slot, Filling::Figure(figure, sign))) = change else { return false };
    let least = if *slot == Slot::Rate { LEAST } else { LEAST - 1 };
    let is_long = figures.get(*figure).is_some_and(|own| own.telling_digits() >= least);
    *sign = -*sign;
    is_last && is_long && holds(relation, &turned, figures) == Some(true)
}

/// Adds what is told by the joined reading, where nothing was told before.
pub(super) fn add(told: &mut Vec<Told>, joined: Vec<Told>, tokens: &Tokens, layout: &Layout) {
    let chosen = |one: &Told| one.said.readings.get(one.chosen).cloned();
    let figures = |reading: &Reading| {
        let mut own = reading.figures();
        own.sort_unstable();
        own
    };
    let is_decided = |one: &&Told| match one.outcome {
        Outcome::Fails | Outcome::Slipped => true,
        Outcome::Holds | Outcome::HoldsOtherwise => one.is_proven,
        Outcome::Open | Outcome::Doubtful(_) => false,
    };
    let decided: Vec<(usize, Vec<usize>)> = told
        .iter()
        .filter(is_decided)
        .filter_map(|one| Some((one.said.anchor, figures(&chosen(one)?.1))))
        .collect();
    let is_new = |one: &Told| {
        let Some((relation, reading)) = chosen(one) else { return false };
        let own = figures(&reading);
        !matches!(relation, Relation::Declared(_))
            && is_decided(&one)
            && !decided.iter().any(|(anchor, all)| *anchor == one.said.anchor || *all == own)
            && if one.outcome.agrees() {
                may_fail(relation, &reading, tokens, layout)
            } else {
                is_alone(relation, &reading, tokens, layout)
            }
    };
    let new: Vec<Told> = joined.into_iter().filter(is_new).collect();
    // 收入874万元。上年820.50万元。今年多53.50万元，增长6.52%: what is read over a stop and comes out otherwise is of other sentences
    let is_over = |own: &[usize]| {
        let sentence = |figure: &usize| layout.spot_of(*figure).map(|spot| spot.sentence);
        own.first().map(sentence) != own.last().map(sentence)
    };
    let is_change = |relation: Relation| {
        matches!(relation, Relation::Growth | Relation::GrowthOf | Relation::GrowthBack)
            || matches!(relation, Relation::Change | Relation::Left)
    };
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Fails) {
        if let Some((relation, reading)) = chosen(one)
            && is_change(relation)
            && is_over(&figures(&reading))
            && changes_by(tokens, layout, one.said.anchor, &reading)
        {
            one.outcome = Outcome::Open;
        }
    }
    let is_replaced = |one: &Told| {
        let own = chosen(one).map(|(_, reading)| figures(&reading));
        !is_decided(&one)
            && new.iter().any(|other| chosen(other).map(|(_, reading)| figures(&reading)) == own)
    };
    told.retain(|one| !is_replaced(one));
    told.extend(new);
}
