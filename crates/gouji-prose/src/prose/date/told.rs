//! The length that is told of a period.

use super::length::lengths;
use super::{FAR, Period, behind, opens, said, what};
use crate::prose::lists::Measure;
use crate::prose::passage::Passage;
use crate::prose::quantity::{Bound, Kind, Quantity};
use crate::prose::reading::Said;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

pub(super) fn measure(passage: &Passage<'_>, figure: &Quantity) -> Option<Measure> {
    let is_length = figure.kind == Kind::Count && figure.decimals == 0;
    let of = passage.tokens.lists.measures.get(&figure.counter).copied().filter(|_| is_length)?;
    // 约6个月 are so many months
    let is_about = figure.bound == Bound::About && !figure.is_range && of == Measure::Months(1);
    (figure.is_figure() || is_about).then_some(of)
}

/// The length that is told of the only period of a sentence.
pub(super) fn length(passage: &Passage<'_>, period: Period) -> Option<Said> {
    let (begin, end) = (period.begin, period.end);
    let tokens = &passage.tokens.tokens;
    let is_end = |at: &usize| {
        let mark = what(passage, *at);
        matches!(mark, None | Some(What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)))
    };
    let from = if period.is_until || period.is_apart {
        end.to
    } else {
        (begin.from.saturating_sub(FAR)..begin.from)
            .rev()
            .find(|at| is_end(at))
            .map_or(begin.from.saturating_sub(FAR), |at| at + 1)
    };
    let to = (end.to..end.to + FAR).find(is_end).unwrap_or(end.to + FAR).min(tokens.len());
    let told: Vec<(usize, usize)> = (from..to)
        .filter(|at| !(begin.from..end.to).contains(at))
        .filter_map(|at| match what(passage, at) {
            Some(What::Figure(own)) => {
                let figure = passage.tokens.figures.get(own)?;
                measure(passage, figure)?;
                // 含首尾两日共100天: the days that both count
                let words = behind(passage, end);
                let is_both = figure.is_spelled && passage.tokens.has_word("both_ends", &words);
                (!is_both).then_some(())?;
                is_length(passage, at, &period).then_some((at, own))
            }
            _ => None,
        })
        .collect();
    // 约定工期180天，3月15日开工、8月31日完工，历时170天: what was agreed stands before
    let told = match told.as_slice() {
        [one] => *one,
        several => {
            let mut behind = several.iter().filter(|(at, _)| {
                *at >= end.to && passage.tokens.has_word("elapsed", &clause_before(passage, *at))
            });
            *behind.next().filter(|_| behind.next().is_none())?
        }
    };
    let (at, own) = (told.0, &told.1);
    // 扣除停工45天，有效工期169天: some of its days do not count
    let between = tokens.get(end.to..at.max(end.to)).unwrap_or(&[]);
    let text = between
        .first()
        .zip(between.last())
        .map_or_else(String::new, |(a, b)| passage.tokens.text(a.from, b.to));
    if passage.tokens.has_word("takes_off", &text) {
        return None;
    }
    let figure = passage.tokens.figures.get(*own)?;
    let of = measure(passage, figure)?;
    let has_days = begin.day.is_some() || end.day.is_some();
    if figure.bound == Bound::About && has_days {
        return None;
    }
    let mut counts = lengths(&period, of)?;
    // 2025年4月至2027年9月，共30个月: both months count, unless it is so many years
    let is_plain = end.from == begin.to + 1
        && begin.year.is_some()
        && !has_days
        && !period.is_until
        && of == Measure::Months(1);
    let is_summed =
        at.checked_sub(1).and_then(|at| what(passage, at)) == Some(What::Word(Class::Sum));
    if let (true, [full, months]) = (is_plain && is_summed, counts.as_slice())
        && months % 12 != 0
    {
        counts = vec![*full];
    }
    // 五个年度: the last one counts
    if passage.tokens.is_word("whole_measures", &figure.counter) {
        counts.truncate(1);
    }
    // both days count, where the words say so
    let is_days = matches!(of, Measure::Days(1));
    if is_days && passage.tokens.has_word("both_ends", &behind(passage, end)) {
        counts = vec![counts.iter().copied().max()?];
    }
    said(passage, *own, &counts, &begin, &end)
}

/// What stands before a token in its clause.
fn clause_before(passage: &Passage<'_>, at: usize) -> String {
    let tokens = &passage.tokens.tokens;
    let from = (0..at)
        .rev()
        .find(|at| matches!(what(passage, *at), None | Some(What::Sign(_) | What::Figure(_))))
        .map_or(0, |at| at + 1);
    let ends = tokens.get(from).zip(tokens.get(at));
    ends.map_or_else(String::new, |(first, own)| passage.tokens.text(first.from, own.from))
}

/// Whether a token only says that a length is reckoned, or that each of its years counts: 工期算下来是7个月, 2016年至2023年连续八年.
fn is_reckoned(passage: &Passage<'_>, at: usize) -> bool {
    passage.tokens.tokens.get(at).filter(|token| token.what == What::Text).is_some_and(|token| {
        let text = passage.tokens.text(token.from, token.to);
        ["reckoned", "consecutive"].iter().any(|list| passage.tokens.is_word(list, &text))
    })
}

/// Whether a word between a period and its length says nothing of either.
fn tells_nothing(class: Class) -> bool {
    matches!(
        class,
        Class::Filler | Class::Sum | Class::Total | Class::Of | Class::Each | Class::About
    )
}

/// Whether a word before a length says that it is not that of the period: it is planned, compared, or
/// for each of several.
fn is_of_something_else(class: Class) -> bool {
    matches!(
        class,
        Class::PlanAny
            | Class::Done
            | Class::OfWhich
            | Class::Per
            | Class::Scope
            | Class::Not
            | Class::Compare
            | Class::Above
            | Class::Below
            | Class::Over
            | Class::Under
    )
}

/// Whether no word of a plan or a term stands before the end of a period in its sentence.
fn is_actual(passage: &Passage<'_>, period: &Period) -> bool {
    let tokens = &passage.tokens.tokens;
    let start = (0..period.begin.from)
        .rev()
        .find(|at| matches!(what(passage, *at), None | Some(What::Sign(Sign::Stop | Sign::Edge))))
        .map_or(0, |at| at + 1);
    let own = tokens.get(start..period.end.from).unwrap_or(&[]);
    let text = own
        .first()
        .zip(own.last())
        .map_or_else(String::new, |(a, b)| passage.tokens.text(a.from, b.to));
    !passage.tokens.has_word("terms_of_time", &text)
        && !own.iter().any(|token| token.what == What::Word(Class::PlanAny))
}

/// Whether the words at a place stand between the ends of a period, too.
fn stands_inside(passage: &Passage<'_>, at: usize, period: &Period) -> bool {
    let text = |at: usize| {
        let token = passage.tokens.tokens.get(at).filter(|token| token.what == What::Text);
        token.map(|token| passage.tokens.text(token.from, token.to))
    };
    let own = text(at);
    own.is_some() && (period.begin.to..period.end.from).any(|at| text(at) == own)
}

/// Whether the words before a length say that it is that of the period.
fn is_length(passage: &Passage<'_>, at: usize, period: &Period) -> bool {
    let class = |at: usize| match what(passage, at) {
        Some(What::Word(class)) => Some(class),
        _ => None,
    };
    let is_behind = at >= period.end.to;
    let is_filler = |at: usize| class(at).is_some_and(tells_nothing) || is_reckoned(passage, at);
    // directly behind the period: 2021年至2023年的三年间
    if is_behind && !period.is_bare {
        let between = period.end.to..at;
        if between.clone().all(|at| {
            is_filler(at)
                || matches!(
                    class(at),
                    Some(Class::Ends | Class::Lasts | Class::Begins | Class::Until)
                )
        }) {
            return true;
        }
    }
    // 含首尾两日共40天
    let is_both = |at: usize| match what(passage, at) {
        Some(What::Figure(figure)) => {
            let is_spelled = passage.tokens.figures.get(figure).is_some_and(|own| own.is_spelled);
            is_spelled && passage.tokens.has_word("both_ends", &behind(passage, period.end))
        }
        _ => false,
    };
    let start = (at.saturating_sub(FAR)..at)
        .rev()
        .find(|at| {
            !is_both(*at)
                && matches!(
                    what(passage, *at),
                    None | Some(What::Sign(_) | What::Figure(_) | What::Month(_) | What::Day(_))
                )
        })
        .map_or(0, |at| at + 1);
    // a plan is not what was done; 3月1日开工，9月30日完工，实际工期7个月: nothing was planned
    let is_done = is_behind && is_actual(passage, period);
    if (start..at).any(|at| {
        class(at)
            .is_some_and(|class| is_of_something_else(class) && !(is_done && class == Class::Done))
    }) {
        return false;
    }
    // 累计停工历时30天
    let is_text = |at: usize| what(passage, at) == Some(What::Text);
    if (start..at).any(|at| class(at) == Some(Class::Cumulated)) && (start..at).any(is_text) {
        return false;
    }
    let is_alone = (start..at).all(is_filler)
        && (start..at).any(|at| matches!(class(at), Some(Class::Sum)))
        && is_behind;
    let words = || -> Option<String> {
        let tokens = &passage.tokens.tokens;
        Some(passage.tokens.text(tokens.get(start)?.from, tokens.get(at)?.from))
    };
    // 自1月1日起至3月31日止，计3个月
    let is_next = is_behind
        && (period.end.to..start).all(|at| {
            class(at) == Some(Class::Ends) || what(passage, at) == Some(What::Sign(Sign::Comma))
        })
        && start < at
        && (start..at).all(is_filler)
        && opens(passage, period.begin);
    // 含首尾共20天
    let is_counted =
        is_behind && words().is_some_and(|words| passage.tokens.has_word("both_ends", &words));
    // 验收历时2天 is of something else
    let is_own = !period.is_bare
        || (start..at).filter(|at| is_text(*at)).all(|at| {
            let text = passage.tokens.tokens.get(at);
            let text = text.map(|token| passage.tokens.text(token.from, token.to));
            text.is_some_and(|text| {
                passage
                    .tokens
                    .words_of("elapsed")
                    .chain(passage.tokens.words_of("both"))
                    .any(|word| word == text)
            })
        });
    let is_elapsed = is_behind
        && is_own
        && words().is_some_and(|words| passage.tokens.has_word("elapsed", &words));
    let last = (start..at).rev().find(|at| !is_filler(*at));
    // 从2020年发到2023年，发了4年
    let is_repeated = is_behind && last.is_some_and(|last| stands_inside(passage, last, period));
    let is_told = is_alone
        || is_next
        || is_repeated
        || last.is_some_and(|at| class(at) == Some(Class::Lasts));
    let is_whole = passage.tokens.has_word("both_ends", &behind(passage, period.end));
    // 保管期限为30年，本年移交2012年至2014年档案: of something else
    let comma = (at..period.begin.from)
        .rev()
        .find(|at| what(passage, *at) == Some(What::Sign(Sign::Comma)));
    let is_of_another = comma.is_some_and(|comma| (comma..period.begin.from).any(is_text));
    is_told && (!period.is_bare || is_whole) && !is_of_another || is_counted || is_elapsed
}
