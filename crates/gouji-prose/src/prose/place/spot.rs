//! A figure in its place: its words, name, time and stage.

use super::role::{View, role};
use super::{Layout, Role, Spot, When};
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;
use std::ops::Range;

/// Counters of sentences, groups and clauses while a stream is walked.
#[derive(Default)]
struct Walk {
    sentence: usize,
    segment: usize,
    clause: usize,
    opened: Option<Sign>,
}

pub(super) fn spots(
    tokens: &Tokens,
    stream: usize,
    out: &mut Layout,
    places: &[Option<(usize, usize)>],
) {
    let list: Vec<usize> =
        out.streams.get(stream).map(|stream| stream.tokens.clone()).unwrap_or_default();
    let first = out
        .streams
        .get(stream)
        .and_then(|stream| stream.anchor)
        .and_then(|anchor| places.get(anchor).copied().flatten());
    let mut walk = Walk::default();
    if let Some(place) = first {
        (walk.sentence, walk.segment) = place;
    }
    // where the words of the figure at hand begin: behind the last figure or clause mark
    let mut from = 0;
    // where the clause begins
    let mut clause_from = 0;
    let mut against: Option<When> = None;
    // behind the last figure
    let mut opening = 0;
    for (at, token) in list.iter().enumerate() {
        match tokens.tokens.get(*token).map(|token| token.what) {
            Some(What::Sign(sign)) if !matches!(sign, Sign::Item | Sign::Open | Sign::Close) => {
                walk.clause += 1;
                match sign {
                    Sign::Stop | Sign::Edge => {
                        walk.sentence += 1;
                        walk.segment += 1;
                        against = None;
                    }
                    Sign::Semicolon => walk.segment += 1,
                    _ => {}
                }
                walk.opened = Some(sign);
                (from, clause_from) = (at + 1, at + 1);
            }
            Some(What::Figure(figure)) => {
                let before = out.spots.last().filter(|before| before.stream == stream);
                let places = (clause_from, from, at);
                let mut spot = spot(tokens, &list, places, (stream, figure), &walk, before);
                against = compared(tokens, &list, opening.min(from), at).or(against);
                opening = at + 1;
                spot.against = against;
                out.spots.push(spot);
                // 三项合计: a number of words is part of the words before the next figure
                if !tokens.figures.get(figure).is_some_and(|figure| figure.is_spelled) {
                    from = at + 1;
                    walk.opened = None;
                }
            }
            _ => {}
        }
    }
}

/// The time or stage behind the last word of comparison in a stretch.
pub(in crate::prose) fn compared(
    tokens: &Tokens,
    list: &[usize],
    from: usize,
    to: usize,
) -> Option<When> {
    let what = |at: usize| {
        list.get(at).and_then(|token| tokens.tokens.get(*token)).map(|token| token.what)
    };
    let mut out: Option<When> = None;
    // 与上年相比: one comparison of two words
    let mut is_open = false;
    // where the last stage was said
    let mut stage_at: Option<usize> = None;
    for at in from..to {
        match what(at) {
            Some(What::Word(Class::Compare)) if is_open => is_open = false,
            Some(What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)) => out = None,
            Some(What::Word(
                class @ (Class::Compare | Class::With | Class::Above | Class::Below),
            )) => {
                is_open = class == Class::With;
                out = Some(When::default())
            }
            Some(What::Word(Class::YearOnYear)) => {
                out = Some(When { is_last: true, ..When::default() })
            }
            Some(What::Word(Class::Last)) => {
                if let Some(out) = &mut out {
                    out.is_last = true;
                }
            }
            Some(What::Year(year)) => {
                if let Some(out) = &mut out {
                    out.year = Some(year);
                }
            }
            Some(What::Word(
                class @ (Class::PlanFirst | Class::PlanFinal | Class::Plan | Class::Done),
            )) => {
                // 比2023年预算执行数减少: what was done of the budget
                let goes_on = stage_at.is_some_and(|last| last + 1 == at);
                stage_at = Some(at);
                if let Some(out) = &mut out {
                    out.stage = out.stage.filter(|_| !goes_on).or(Some(class));
                }
            }
            // 高于目标值2个百分点
            Some(What::Word(Class::PlanAny)) => {
                if let Some(out) = &mut out {
                    out.stage = out.stage.or(Some(Class::Plan));
                }
            }
            Some(What::Word(class @ (Class::Start | Class::End))) => {
                if let Some(out) = &mut out {
                    out.edge = Some(class);
                }
            }
            _ => {}
        }
    }
    out.filter(|out| *out != When::default())
}

/// The time that words name.
fn time(tokens: &Tokens, list: &[usize], range: Range<usize>) -> When {
    let mut when = When::default();
    let mut is_any = false;
    for at in range {
        match list.get(at).and_then(|token| tokens.tokens.get(*token)).map(|token| token.what) {
            Some(What::Word(Class::Last)) => when.is_last = true,
            Some(What::Word(class @ (Class::Start | Class::End))) => when.edge = Some(class),
            Some(What::Word(
                class @ (Class::PlanFirst | Class::PlanFinal | Class::Plan | Class::Done),
            )) => when.stage = Some(class),
            Some(What::Word(Class::PlanAny)) => {
                when.stage = Some(Class::Plan);
                is_any = true;
            }
            Some(What::Year(year)) => when.year = Some(year),
            Some(What::Month(_)) if ends_month(tokens, list, at + 1) => {
                when.edge = Some(Class::End);
            }
            // 一般公共预算收入: the word is part of a name
            Some(What::Text | What::Word(Class::Income | Class::Outgo | Class::Name))
                if when.stage == Some(Class::Plan) && !is_any =>
            {
                when.stage = None
            }
            _ => {}
        }
    }
    when
}

/// Whether nothing but the word of what came before is printed before a figure: 甲160万元、乙240万元，小计400万元.
pub(super) fn is_subtotal(tokens: &Tokens, own: Option<&[usize]>) -> bool {
    /// Its letters may be words of their own: 小, 计, 为.
    const LONGEST: usize = 3;
    let own = own.filter(|own| (1..=LONGEST).contains(&own.len())).unwrap_or(&[]);
    let own = own.iter().filter_map(|token| tokens.tokens.get(*token));
    tokens.is_word("subtotal", &tokens.texts(own))
}

fn spot(
    tokens: &Tokens,
    list: &[usize],
    (clause_from, from, at): (usize, usize, usize),
    (stream, figure): (usize, usize),
    walk: &Walk,
    before: Option<&Spot>,
) -> Spot {
    let what = |at: usize| {
        list.get(at).and_then(|token| tokens.tokens.get(*token)).map(|token| token.what)
    };
    let words: Vec<Class> = (from..at)
        .filter_map(|at| match what(at) {
            Some(What::Word(class)) => Some(class),
            _ => None,
        })
        .collect();
    let last_item = (from..at).rev().find(|at| what(*at) == Some(What::Sign(Sign::Item)));
    let own = last_item.map_or(from, |item| item + 1);
    let mut when = time(tokens, list, own..at);
    // 上年更新2辆、支出36万元: the time goes on behind the mark of an item; 上年专户余额3万元、其他收入4万元: what was there at
    // the beginning is of this year
    let is_stock = |name: &str| tokens.words_of("stocks").any(|stock| name.ends_with(stock));
    if when == When::default()
        && last_item.is_some()
        && !words.contains(&Class::This)
        && let Some(before) = before.filter(|before| before.clause == walk.clause)
        && before.role == Role::Value
        && !is_stock(&before.raw)
    {
        (when.is_last, when.year) = (before.when.is_last, before.when.year);
    }
    let name_of = |from: usize, to: usize| -> String {
        let pieces = (from..to).filter_map(|at| {
            let number = *list.get(at)?;
            let token = tokens.tokens.get(number)?;
            match token.what {
                // the code is beside the name
                What::Text if tokens.code(number).is_some() => None,
                What::Text => {
                    let text = tokens.text(token.from, token.to);
                    let is_month = |before: usize| matches!(what(before), Some(What::Month(_)));
                    // 10月底已完工: the end of the month is no name
                    let mut edges = tokens.words_of("edges_of_month");
                    let bare = at
                        .checked_sub(1)
                        .filter(|before| is_month(*before))
                        .and_then(|_| edges.find_map(|edge| text.strip_prefix(edge)))
                        .map(str::to_owned);
                    Some(bare.unwrap_or(text))
                }
                What::Word(class) if is_of_names(class) => Some(tokens.text(token.from, token.to)),
                _ => None,
            }
        });
        pieces.collect()
    };
    let raw = raw_of(tokens, list, own, at);
    if when.is_last && last_item.is_some() && is_stock(&raw) {
        when = When { is_last: false, edge: when.edge.or(Some(Class::Start)), ..when };
    }
    let mut spot = Spot {
        figure,
        role: Role::Value,
        when,
        stream,
        sentence: walk.sentence,
        segment: walk.segment,
        clause: walk.clause,
        pre: from..at,
        name: if is_subtotal(tokens, list.get(own..at)) { String::new() } else { name_of(own, at) },
        raw,
        of: String::new(),
        against: None,
        is_sum: false,
        goes_on: last_item.is_some() && from != clause_from,
        opened: if own == from { walk.opened } else { Some(Sign::Item) },
        row: None,
        words,
    };
    let Some(quantity) = tokens.figures.get(figure) else { return spot };
    let View { role, of, is_sum } = role(tokens, list, (from, own, at), quantity);
    (spot.role, spot.is_sum) = (role, is_sum);
    if let Some((from, to)) = of {
        spot.of = name_of(from, to);
        spot.name = name_of(own, from);
    }
    spot
}

/// Whether the end of a month is meant: 6月末.
fn ends_month(tokens: &Tokens, list: &[usize], at: usize) -> bool {
    let next = list.get(at).and_then(|token| tokens.tokens.get(*token));
    next.is_some_and(|next| {
        let text = tokens.text(next.from, next.to);
        next.what == What::Text
            && tokens.words_of("edges_of_month").any(|word| text.starts_with(word))
    })
}

/// All that stands before a figure, but for the words directly before it that say nothing.
fn raw_of(tokens: &Tokens, list: &[usize], own: usize, at: usize) -> String {
    let token = |at: usize| list.get(at).and_then(|token| tokens.tokens.get(*token));
    let is_empty = |at: usize| {
        matches!(
            token(at).map(|token| token.what),
            Some(What::Word(
                Class::Filler
                    | Class::Of
                    | Class::Plan
                    | Class::Each
                    | Class::Up
                    | Class::Down
                    | Class::UpOrDown
            ))
        )
    };
    let end = (own..at).rev().find(|at| !is_empty(*at)).map_or(own, |at| at + 1);
    // 行政运行（2010101）: neither the code nor what is left of its bracket
    let is_code = |at: usize| list.get(at).is_some_and(|token| tokens.code(*token).is_some());
    let own = (own..end).filter(|at| !is_code(*at) && !is_code(at + 1));
    tokens.texts(own.filter_map(token))
}

/// Words of roles that are also parts of names.
pub(super) fn is_of_names(class: Class) -> bool {
    matches!(
        class,
        Class::Name
            | Class::Plan
            | Class::PlanAny
            | Class::Done
            | Class::Income
            | Class::Outgo
            | Class::Scope
            | Class::Start
            | Class::End
            | Class::Rest
            | Class::Spent
            | Class::Total
    )
}
