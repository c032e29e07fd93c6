//! How far a rate of execution is off the share of the year that is gone: 截至6月底，执行率51.83%，快于时间进度1.83个百分点.

use super::frame::Frame;
use super::share::is_rate;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Months of a year.
const MONTHS: u32 = 12;
/// A month is over by this day.
const LAST_DAYS: u32 = 28;
/// A share of the year may have been rounded to so many decimals before it was taken off.
const ROUNDED: [u32; 3] = [2, 1, 0];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let own = |at: usize| frame(view, at).or_else(|| monthly(view, at));
    let found: Vec<Frame> = view.places().filter_map(own).collect();
    out.extend(found);
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let sign = match spot.role {
        Role::Points(sign @ (1 | -1)) => sign,
        Role::Points(0) if tokens.has_word("lacks", &words) => -1,
        _ => return None,
    };
    if !view.is_plain(at) || !tokens.has_word("schedule", &words) {
        return None;
    }
    let near = view
        .before(at)
        .take_while(|(_, other)| other.segment == spot.segment && other.sentence == spot.sentence);
    // 比9月末的69.8%提高8.6个百分点，但落后时间进度4.9个百分点
    let is_base = |spot: &Spot| spot.role == Role::Base;
    let mut rates = near.filter(|(place, own)| is_rate(view, *place) && !is_base(own));
    let (rate, told) = rates.next()?;
    let is_rate_of = matches!(told.role, Role::Complete | Role::Share | Role::Named | Role::Value);
    if rates.next().is_some() || !is_rate_of || told.when.is_last {
        return None;
    }
    let months = months(view, at).or_else(|| month_of_clause(view, told))?;
    let mut gone = Decimal::ONE_HUNDRED * Decimal::from(months) / Decimal::from(MONTHS);
    // 50 is the half of a year, not what was rounded to it
    let finest = view.figure(rate).map_or(0, |own| own.decimals) + 1;
    if gone.scale() < finest {
        gone.rescale(finest);
    }
    let range = tokens.figures.get(spot.figure)?.span.clone();
    let reading = |base: Decimal| {
        let mut reading =
            Reading::of([(Slot::Value, view.number(rate), 1), (Slot::Change, spot.figure, sign)]);
        let base = Filling::Worked { value: base, like: view.number(rate), range: range.clone() };
        reading.parts.push((Slot::Base, base));
        reading
    };
    let others = ROUNDED.iter().map(|places| gone.round_dp(*places)).filter(|own| *own != gone);
    let others = others.map(reading).collect();
    Some(Frame { others, ..Frame::new(Relation::Points, reading(gone), spot.figure) }.weak())
}

/// The mean of the months that a range names: 1—8月累计支出80万元，月均支出10万元.
fn monthly(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let is_mean = spot.role == Role::Per
        && tokens.words_of("mean_of_months").any(|word| words.contains(word))
        && view.figure(at).is_some_and(|own| own.is_figure() && !own.is_spelled)
        && spot.row.is_none()
        && !view.has_scope(at);
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut facts = near.filter(|(place, _)| view.is_like(*place, at));
    let (total, fact) = facts.next().filter(|_| is_mean)?;
    let is_total = view.is_fact(total)
        && fact.segment == spot.segment
        && fact.clause + 1 == spot.clause
        && !fact.when.is_last
        && !view.has_own_months(at, fact);
    // 全年拨付96万元，月均8万元
    let is_year = || {
        let words = format!("{}{}", fact.raw, view.lead_of_sentence(total));
        tokens.has_word("year_total", &words)
    };
    let range_told = range_of_months(view, total);
    let months = range_told.or_else(|| is_year().then_some(MONTHS))?;
    let mut reading = Reading::of([(Slot::Total, fact.figure, 1), (Slot::First, spot.figure, 1)]);
    let range = tokens.figures.get(spot.figure)?.span.clone();
    reading.parts.push((Slot::Second, Filling::Counted(Decimal::from(months), range)));
    let frame = Frame::new(Relation::Product, reading, spot.figure);
    is_total.then(|| if range_told.is_some() { frame } else { frame.weak() })
}

/// How many months the sentence of a figure names before it: 1—8月, 1至11月; the year begins with the first.
fn range_of_months(view: &View<'_, '_>, at: usize) -> Option<u32> {
    let tokens = view.passage.tokens;
    let text = format!("{}{}", view.lead_of_sentence(at), view.lead(at));
    // 11至12月 begins with no first month
    let behind = |word: &str| {
        let (before, behind) = text.rsplit_once(&format!("1{word}"))?;
        (!before.ends_with(|c: char| c.is_ascii_digit())).then_some(behind)
    };
    let last = |behind: &str| {
        let digits = behind.find(|c: char| !c.is_ascii_digit())?;
        let (number, rest) = behind.split_at_checked(digits)?;
        let is_month = tokens.words_of("month").any(|word| rest.starts_with(word));
        number.parse().ok().filter(|months| is_month && (2..=MONTHS).contains(months))
    };
    tokens.words_of("band_between").filter_map(behind).find_map(last)
}

/// The month at whose end a rate is told, where its own clause names one: 10月末执行率78.4%.
fn month_of_clause(view: &View<'_, '_>, spot: &Spot) -> Option<u32> {
    let ends = spot.when.edge == Some(Class::End);
    let tokens = &view.passage.tokens.tokens;
    let end = view.passage.tokens.at.get(spot.figure).copied().filter(|_| ends)?;
    let own = tokens.get(..end)?.iter().rev();
    let own = own.take_while(|token| !matches!(token.what, What::Sign(_)));
    let mut months = own.filter_map(|token| match token.what {
        What::Month(month) => Some(month),
        _ => None,
    });
    months.next().filter(|_| months.next().is_none())
}

/// How many months of the year are gone, as the only month or part of a year that is named before a figure says; of a
/// range of months the last one.
fn months(view: &View<'_, '_>, at: usize) -> Option<u32> {
    let tokens = view.passage.tokens;
    let end = view.token(at);
    let own = tokens.tokens.get(..end)?;
    let day = |nth: usize| match own.get(nth + 1).map(|token| token.what) {
        Some(What::Day(day)) => Some(day),
        _ => None,
    };
    let month = |(nth, token): (usize, &Token)| match token.what {
        What::Month(month) if day(nth).is_none_or(|day| day >= LAST_DAYS) => Some(month),
        _ => None,
    };
    let named = own.iter().enumerate().filter_map(month);
    let text = own.last().map_or_else(String::new, |last| tokens.text(0, last.to));
    let parts = tokens.words_of("gone_by").filter_map(|entry| {
        let (word, months) = entry.split_once('=')?;
        months.parse().ok().filter(|_| text.contains(word))
    });
    let mut all: Vec<u32> = named.chain(parts).collect();
    all.dedup();
    match all.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
