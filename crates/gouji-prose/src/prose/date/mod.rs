//! Dates and periods: how long a period is against its ends, and which end comes first.

mod late;
mod length;
mod told;

use crate::prose::lists::Measure;
use crate::prose::passage::Passage;
use crate::prose::quantity::Quantity;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::sign;
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;
use told::{length, measure};

/// A day, month or year that is named.
#[derive(Clone, Copy, Debug)]
struct Moment {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    /// Tokens.
    from: usize,
    to: usize,
}

/// Two moments, and what lies between them.
#[derive(Clone, Copy, Debug)]
struct Period {
    begin: Moment,
    end: Moment,
    /// The second is the end of the first by the words between, so that the order is told.
    is_told: bool,
    /// How long something has lasted until its end is said behind it alone.
    is_until: bool,
    /// How far two days are from each other, whichever is first.
    is_apart: bool,
    /// Nothing but its length tells that the two belong together.
    is_bare: bool,
}

/// At most this many tokens lie between the ends of a period, and between it and its length.
const FAR: usize = 24;

/// Reads lengths and orders of periods.
pub(crate) fn periods(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    let is_date = |token: &Token| matches!(token.what, What::Month(_) | What::Year(_));
    if !tokens.iter().any(is_date) {
        return;
    }
    let mut moments = moments(passage);
    let mut from = 0;
    while from < moments.len() {
        let first = moments.get(from).map_or(0, |moment| moment.to);
        let len = moments.get(from..).unwrap_or(&[]).iter();
        let len = len.take_while(|moment| !parts_sentence(passage, first, moment.from)).count();
        let sentence = moments.get_mut(from..from + len).unwrap_or(&mut []);
        inherit(sentence);
        // 2023年第二批资金于5月12日收到，6月7日下达，用时26天: the year is no end
        let are_two = sentence.iter().filter(|moment| moment.month.is_some()).count() == 2;
        let found: Vec<Period> = sentence
            .windows(2)
            .filter_map(|pair| match pair {
                [begin, end] => period(passage, *begin, *end)
                    .or_else(|| apart(passage, *begin, *end).filter(|_| are_two)),
                _ => None,
            })
            .collect();
        if let [.., begin, end] = sentence {
            out.extend(late::late(passage, *begin, *end));
        }
        for period in &found {
            out.extend(order(passage, *period));
        }
        if let [period] = found.as_slice() {
            // 原定12月完工，实际于3月完工，建设期20个月: that of another end
            let is_own = |said: &Said| {
                let at = passage.tokens.at.get(said.anchor).copied().unwrap_or(0);
                !sentence.iter().any(|other| other.from > period.end.to && other.to < at)
            };
            out.extend(length(passage, *period).filter(is_own));
        }
        out.extend(years(passage, sentence));
        from += len.max(1);
    }
}

/// Whether a sentence ends between two tokens.
fn parts_sentence(passage: &Passage<'_>, from: usize, to: usize) -> bool {
    let between = passage.tokens.tokens.get(from..to).unwrap_or(&[]);
    between.iter().any(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
}

fn what(passage: &Passage<'_>, at: usize) -> Option<What> {
    passage.tokens.tokens.get(at).map(|token| token.what)
}

fn figure<'a>(passage: &Passage<'a>, at: usize) -> Option<&'a Quantity> {
    match what(passage, at)? {
        What::Figure(figure) => passage.tokens.figures.get(figure),
        _ => None,
    }
}

fn whole(figure: &Quantity) -> Option<u32> {
    (figure.decimals == 0).then(|| u32::try_from(figure.printed.trunc().mantissa()).ok())?
}

/// Whether a token joins two dates and says nothing else: a dash.
fn is_dash(passage: &Passage<'_>, at: usize) -> bool {
    passage.tokens.tokens.get(at).is_some_and(|token| {
        token.what == What::Text
            && passage.tokens.text(token.from, token.to).chars().all(sign::is_dash)
    })
}

fn joins(passage: &Passage<'_>, at: usize) -> bool {
    is_dash(passage, at) || what(passage, at) == Some(What::Word(Class::To))
}

/// All moments of a passage, in order.
fn moments(passage: &Passage<'_>) -> Vec<Moment> {
    let mut out: Vec<Moment> = Vec::new();
    let count = passage.tokens.tokens.len();
    let mut at = 0;
    while at < count {
        let mut moment = Moment { year: None, month: None, day: None, from: at, to: at };
        if let Some(What::Year(year)) = what(passage, at) {
            moment.year = Some(year);
            at += 1;
        }
        if let Some(What::Month(month)) = what(passage, at) {
            moment.month = Some(month);
            at += 1;
        }
        if let (Some(What::Day(day)), true) = (what(passage, at), moment.month.is_some()) {
            moment.day = Some(day);
            at += 1;
        }
        if at > moment.from {
            moment.to = at;
            out.push(moment);
            continue;
        }
        // 2021—2023年, 7—9月, 5月8日至12日
        if let Some(value) = figure(passage, at).and_then(whole) {
            moment.to = at + 1;
            let follows = |by: usize| what(passage, at + by);
            if is_dash(passage, at + 1) && matches!(follows(2), Some(What::Month(_))) {
                moment.month = Some(value);
            } else if is_dash(passage, at + 1)
                && matches!(follows(2), Some(What::Year(_)))
                && (1949..2100).contains(&value)
            {
                moment.year = i32::try_from(value).ok();
            } else if let Some(last) = out.last()
                && last.day.is_some()
                && last.to + 1 == at
                && joins(passage, last.to)
                && figure(passage, at)
                    .and_then(|figure| passage.tokens.lists.measures.get(&figure.counter))
                    == Some(&Measure::Days(1))
            {
                (moment.month, moment.day) = (last.month, Some(value));
            }
            if moment.month.is_some() || moment.year.is_some() {
                out.push(moment);
            }
        }
        at += 1;
    }
    let is_date = |moment: &Moment| {
        moment.month.is_none_or(|month| (1..=12).contains(&month))
            && moment.day.is_none_or(|day| (1..=31).contains(&day))
    };
    out.retain(is_date);
    out
}

/// A moment without a year is of the year of the one before it.
fn inherit(sentence: &mut [Moment]) {
    let mut year = None;
    for moment in sentence {
        if moment.year.is_none() {
            moment.year = year;
        }
        year = moment.year;
    }
}

/// The period from one moment to the next, where the words say that it is one.
fn period(passage: &Passage<'_>, begin: Moment, end: Moment) -> Option<Period> {
    /// Between the ends stand at most so many characters of names.
    const NAMES: usize = 6;
    let between = passage.tokens.tokens.get(begin.to..end.from)?;
    if between.len() > FAR {
        return None;
    }
    let plain =
        Period { begin, end, is_told: true, is_until: false, is_apart: false, is_bare: false };
    let has = |class: Class| between.iter().any(|token| token.what == What::Word(class));
    // 启动四级响应: a number in words belongs to a name
    let is_spelled = |at: usize| passage.tokens.figures.get(at).is_some_and(|own| own.is_spelled);
    let is_short = between.iter().all(|token| match token.what {
        What::Text | What::Word(_) | What::Sign(Sign::Comma | Sign::Item) => true,
        What::Figure(figure) => is_spelled(figure),
        _ => false,
    });
    let names: usize =
        between.iter().filter(|token| token.what == What::Text).map(|t| t.to - t.from).sum();
    let commas = between.iter().filter(|token| token.what == What::Sign(Sign::Comma)).count();
    if !is_short || commas > 1 || has(Class::Of) {
        return None;
    }
    if has(Class::Apart) {
        return Some(Period { is_told: false, is_apart: true, ..plain });
    }
    // 2023年3月至11月
    // 5月到账，迟至当年11月拨付
    let own = match between {
        [own @ .., this] if this.what == What::Word(Class::This) => own,
        _ => between,
    };
    let is_elapsed = || passage.tokens.has_word("elapsed", &behind(passage, end));
    if let [.., last] = own
        && (last.what == What::Word(Class::To) || is_dash(passage, begin.to + own.len() - 1))
        && names <= NAMES
        && (between.len() == 1
            || opens(passage, begin)
            || has(Class::Begins)
            || has(Class::From)
            || is_elapsed())
    {
        return Some(plain);
    }
    if has(Class::Until) && has(Class::Begins) {
        return Some(Period { is_until: true, ..plain });
    }
    // 3月开工，9月完工: nothing but these words stands between and behind
    // 3月初开工，9月底完工: the whole of both months
    let says = |list: &str, at: usize| {
        let own = passage.tokens.tokens.get(at);
        own.is_some_and(|own| passage.tokens.is_word(list, &passage.tokens.text(own.from, own.to)))
    };
    let behind = end.to + usize::from(says("month_ends", end.to));
    // 3月开工，9月全部完工
    let behind = behind + usize::from(says("in_what_way", behind));
    let names = names - usize::from(says("month_starts", begin.to)).min(names);
    let is_of_both =
        has(Class::Begins) && names <= 2 && what(passage, behind) == Some(What::Word(Class::Ends));
    is_of_both.then_some(plain)
}

/// Two days of the same sentence, and behind them how far they are from each other:
/// 3月1日提交申请，3月9日到账，前后历时9天.
fn apart(passage: &Passage<'_>, begin: Moment, end: Moment) -> Option<Period> {
    let between = passage.tokens.tokens.get(begin.to..end.from)?;
    let is_plain = between.len() <= FAR
        && begin.day.is_some()
        && end.day.is_some()
        && between.iter().all(|token| {
            matches!(token.what, What::Text | What::Word(_) | What::Sign(Sign::Comma | Sign::Item))
        });
    let rest = behind(passage, end);
    let tokens = passage.tokens;
    let is_told = tokens.has_word("elapsed", &rest) || tokens.has_word("both_ends", &rest);
    (is_plain && is_told).then_some(Period {
        begin,
        end,
        is_told: false,
        is_until: false,
        is_apart: true,
        is_bare: true,
    })
}

/// What stands behind a moment in its sentence.
fn behind(passage: &Passage<'_>, moment: Moment) -> String {
    let tokens = &passage.tokens.tokens;
    let end =
        |at: &usize| matches!(what(passage, *at), None | Some(What::Sign(Sign::Stop | Sign::Edge)));
    let to = (moment.to..moment.to + FAR).find(end).unwrap_or(moment.to + FAR).min(tokens.len());
    let from = tokens.get(moment.to).map(|token| token.from);
    let to = to.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.to);
    from.zip(to).map_or_else(String::new, |(from, to)| passage.tokens.text(from, to))
}

/// Whether 自 or 从 stands before a moment.
fn opens(passage: &Passage<'_>, moment: Moment) -> bool {
    moment.from.checked_sub(1).is_some_and(|at| what(passage, at) == Some(What::Word(Class::From)))
}

/// Years that a number of years is said to be: 两年，即2022年和2023年.
fn years(passage: &Passage<'_>, sentence: &[Moment]) -> Option<Said> {
    let first = sentence.first()?;
    let is_year = |moment: &Moment| moment.year.is_some() && moment.month.is_none();
    let joined = sentence.windows(2).all(|pair| match pair {
        [a, b] => {
            b.from == a.to + 1
                && matches!(
                    what(passage, a.to),
                    Some(What::Sign(Sign::Item) | What::Word(Class::And | Class::With))
                )
        }
        _ => false,
    });
    let namely = first.from.checked_sub(1)?;
    if sentence.len() < 2
        || !joined
        || !sentence.iter().all(is_year)
        || what(passage, namely) != Some(What::Word(Class::Namely))
    {
        return None;
    }
    let comma = namely.checked_sub(1)?;
    let at = if what(passage, comma) == Some(What::Sign(Sign::Comma)) {
        comma.checked_sub(1)?
    } else {
        comma
    };
    let Some(What::Figure(own)) = what(passage, at) else { return None };
    let of = measure(passage, passage.tokens.figures.get(own)?)?;
    let count = u32::try_from(sentence.len()).ok()?;
    (of == Measure::Months(12)).then(|| said(passage, own, &[count], first, sentence.last()?))?
}

/// The end does not lie before the beginning.
fn order(passage: &Passage<'_>, period: Period) -> Option<Said> {
    let Period { begin, end, .. } = period;
    // a month without a year of its own may be of the next one
    let is_same = begin.year? == end.year?;
    let is_of_year = end.from.checked_sub(1).is_some_and(|at| {
        matches!(what(passage, end.from), Some(What::Year(_)))
            || what(passage, at) == Some(What::Word(Class::This))
    });
    let has_months = begin.month.is_some() && end.month.is_some();
    if !period.is_told || is_same && !(is_of_year && has_months) {
        return None;
    }
    let months = i64::from(end.year? - begin.year?) * 12 + i64::from(end.month.unwrap_or(1))
        - i64::from(begin.month.unwrap_or(1));
    let (years, own) =
        (begin.month.is_none() || end.month.is_none(), bytes(passage, &begin, &end)?);
    let months = if years { i64::from(end.year? - begin.year?) * 12 } else { months };
    let mut reading = Reading::default();
    reading.parts.push((Slot::Value, Filling::Counted(Decimal::from(months), own)));
    Some(Said { readings: vec![(Relation::Order, reading)], sure: 1, anchor: usize::MAX })
}

/// The bytes from one moment to another.
fn bytes(passage: &Passage<'_>, begin: &Moment, end: &Moment) -> Option<std::ops::Range<usize>> {
    let tokens = &passage.tokens.tokens;
    let (from, to) = (tokens.get(begin.from)?.from, tokens.get(end.to.checked_sub(1)?)?.to);
    let chars = &passage.tokens.chars;
    Some(chars.get(from)?.start()..chars.get(to.checked_sub(1)?)?.end())
}

fn said(
    passage: &Passage<'_>,
    own: usize,
    counts: &[u32],
    begin: &Moment,
    end: &Moment,
) -> Option<Said> {
    let range = bytes(passage, begin, end)?;
    let readings = counts.iter().map(|count| {
        let mut reading = Reading::of([(Slot::Value, own, 1)]);
        let counted = Filling::Counted(Decimal::from(*count), range.clone());
        reading.parts.push((Slot::Base, counted));
        (Relation::Period, reading)
    });
    let readings: Vec<(Relation, Reading)> = readings.collect();
    Some(Said { sure: readings.len(), readings, anchor: own })
}
