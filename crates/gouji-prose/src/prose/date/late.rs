//! How late or early a day is, and how long since another one: 应于6月30日前完成，实际于8月15日完成，推迟46天; 2月6日批复，2月21日公开，
//! 距批复15天.

use super::length::lengths;
use super::{Moment, Period, parts_sentence, said, what};
use crate::prose::lists::Measure;
use crate::prose::passage::Passage;
use crate::prose::reading::Said;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// How many days the last day of a sentence is behind the day before it, which words call a term, or before it. No
/// other number of days stands behind them: 较20天的时限提前3天 is of that number.
pub(super) fn late(passage: &Passage<'_>, begin: Moment, end: Moment) -> Option<Said> {
    let tokens = passage.tokens;
    let is_mark = |what: What| matches!(what, What::Figure(_) | What::Sign(_));
    let text = |from: usize, to: usize| {
        let (first, last) = (tokens.tokens.get(from)?, tokens.tokens.get(to.checked_sub(1)?)?);
        (from < to).then(|| tokens.text(first.from, last.to))
    };
    let stop = (end.to..tokens.tokens.len())
        .find(|at| {
            matches!(
                what(passage, *at),
                Some(What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
            )
        })
        .unwrap_or(tokens.tokens.len());
    let days: Vec<(usize, usize)> = (end.to..stop)
        .filter_map(|at| match what(passage, at)? {
            What::Figure(own) => {
                let figure = tokens.figures.get(own)?;
                let is_day = tokens.lists.measures.get(&figure.counter) == Some(&Measure::Days(1));
                // 按每逾期30天扣0.5分计: a rule
                let is_rule = (end.to..at)
                    .rev()
                    .take_while(|at| !what(passage, *at).is_some_and(is_mark))
                    .any(|at| what(passage, at) == Some(What::Word(Class::Per)));
                (is_day && figure.is_figure() && !is_rule).then_some((at, own))
            }
            _ => None,
        })
        .collect();
    let (at, own) = *days.first()?;
    let from = (end.to..at)
        .rev()
        .find(|at| what(passage, *at).is_some_and(is_mark))
        .map_or(end.to, |mark| mark + 1);
    let words = text(from, at)?;
    let start = (0..begin.from)
        .rev()
        .find(|at| parts_sentence(passage, *at, *at + 1))
        .map_or(0, |mark| mark + 1);
    // the words of the term stand around its day: 应于3月9日竣工, 6月30日前
    let term = text(start, end.from)?;
    let has_days = begin.day.is_some() && end.day.is_some() && begin.month.is_some();
    let says = |list: &str| tokens.words_of(list).any(|word| words.ends_with(word));
    let is_early = says("early");
    // 2月6日批复，2月21日公开，距批复15天: since what the first day is told of
    let is_since =
        tokens.words_of("since").filter_map(|word| words.strip_prefix(word)).any(|event| {
            !event.is_empty() && text(begin.to, end.from).is_some_and(|own| own.contains(event))
        });
    let is_term =
        (is_early || says("late")) && tokens.has_word("terms_of_time", &term) && days.len() == 1;
    let is_told = (is_term || is_since) && has_days;
    if !is_told {
        return None;
    }
    let period =
        Period { begin, end, is_told: false, is_until: false, is_apart: true, is_bare: true };
    let counts = lengths(&period, Measure::Days(1))?;
    let is_behind = lengths(&Period { is_apart: false, ..period }, Measure::Days(1)).is_some();
    let figure = tokens.figures.get(own)?;
    let agrees = counts.iter().any(|count| figure.value == Decimal::from(*count));
    // 提前20天 of a day 20 days behind its term is not right, though its number is
    if is_early == is_behind && agrees {
        return None;
    }
    said(passage, own, &counts, &begin, &end)
}
