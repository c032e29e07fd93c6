//! Where each figure of a passage stands: sentence, group of clauses, clause, bracket; and what
//! part it plays there.

use super::quantity::{Kind, Quantity};
use super::token::{Sign, Tokens, What};
use super::words::Class;

/// The part that a figure plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A fact of its own.
    Value,
    /// A change, by this direction; 0: not said.
    Change(i8),
    /// How much was put on or taken off between two figures.
    Adjust(i8),
    /// A rate of change.
    Rate(i8),
    /// A change of percentage points.
    Points(i8),
    /// What a fact is compared with.
    Base,
    /// What a fact is said to be above or below, or by how much.
    Beside(i8),
    /// The beginning of a from–to.
    From,
    /// Its end.
    To(i8),
    /// A share.
    Share,
    /// The whole that a share names.
    WholeOf,
    /// A ratio of what was done to what was planned.
    Complete,
    /// The plan that a ratio names.
    PlanOf,
    /// A rate with a name of its own: 审减率.
    Named,
    /// An amount for each.
    Per,
    /// What is left between two figures.
    Left,
    /// Points that can be had, were taken, were got.
    Weight,
    /// Points taken away.
    Deduct,
    /// Points that were got.
    Got,
}

/// Which time or stage a fact is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The period before.
    pub is_last: bool,
    /// A year that is named.
    pub year: Option<i32>,
    /// At the beginning, at the end.
    pub edge: Option<Class>,
    /// The stage: one of the plan classes, or done.
    pub stage: Option<Class>,
}

/// A figure in its place.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its number in [`Tokens::figures`].
    pub figure: usize,
    /// Its part.
    pub role: Role,
    /// Time and stage.
    pub when: When,
    /// Number of its stream: 0 outside brackets.
    pub stream: usize,
    /// Number of its sentence.
    pub sentence: usize,
    /// Number of its group of clauses, parted by semicolons.
    pub segment: usize,
    /// Number of its clause.
    pub clause: usize,
    /// What stands between it and the figure or clause mark before it.
    pub pre: std::ops::Range<usize>,
    /// Words of roles there, in order.
    pub words: Vec<Class>,
    /// What it is of, without words of roles.
    pub name: String,
    /// The same with all words.
    pub raw: String,
    /// What a share or ratio is of.
    pub of: String,
    /// The time or stage that it is compared with, where the clauses before say so.
    pub against: Option<When>,
    /// A total stands directly before it: 合计, 共.
    pub is_sum: bool,
    /// A mark of items stands between it and the figure before it, and hardly anything else.
    pub goes_on: bool,
    /// The sign before its clause or item.
    pub opened: Option<Sign>,
    /// Several figures side by side: number of the group, which of them, how many.
    pub row: Option<(usize, usize, usize)>,
}

/// A bracket, or all outside of brackets.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// Tokens, by number.
    pub tokens: Vec<usize>,
    /// The figure directly before the bracket.
    pub anchor: Option<usize>,
}

/// A passage laid out.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Brackets.
    pub streams: Vec<Stream>,
    /// Figures in reading order.
    pub spots: Vec<Spot>,
}

/// Lays a passage out.
#[must_use]
pub fn layout(tokens: &Tokens) -> Layout {
    let streams = streams(tokens);
    let mut out = Layout { streams, spots: Vec::new() };
    for stream in 0..out.streams.len() {
        spots(tokens, stream, &mut out);
    }
    out.spots.sort_by_key(|spot| spot.figure);
    rows(tokens, &mut out.spots);
    out
}

/// Brackets with figures are streams of their own; a bracket around one figure behind words is no
/// bracket.
fn streams(tokens: &Tokens) -> Vec<Stream> {
    const DEEPEST: usize = 8;
    let mut out = vec![Stream::default()];
    let mut open: Vec<usize> = vec![0];
    let mut transparent: Vec<bool> = Vec::new();
    let mut has_figure: Vec<bool> = Vec::new();
    let list = &tokens.tokens;
    for (at, token) in list.iter().enumerate() {
        let current = open.last().copied().unwrap_or(0);
        match token.what {
            What::Sign(Sign::Open) => {
                let close = closing(tokens, at);
                let inner = list.get(at + 1..close).unwrap_or(&[]);
                let figures =
                    inner.iter().filter(|token| matches!(token.what, What::Figure(_))).count();
                has_figure.push(figures > 0);
                let anchor = at.checked_sub(1).and_then(|at| list.get(at)).and_then(|token| {
                    match token.what {
                        What::Figure(figure) => Some(figure),
                        _ => None,
                    }
                });
                let is_apposition = figures == 1
                    && anchor.is_none()
                    && inner.iter().all(|token| {
                        matches!(
                            token.what,
                            What::Figure(_)
                                | What::Word(
                                    Class::Filler | Class::Plan | Class::Weight | Class::Factor
                                )
                        )
                    });
                if figures == 0 || is_apposition || open.len() > DEEPEST || close >= list.len() {
                    transparent.push(true);
                    if (figures == 0 || close >= list.len())
                        && let Some(stream) = out.get_mut(current)
                    {
                        stream.tokens.push(at);
                    }
                    continue;
                }
                transparent.push(false);
                out.push(Stream { tokens: Vec::new(), anchor });
                open.push(out.len() - 1);
            }
            What::Sign(Sign::Close) => {
                has_figure.pop();
                if transparent.pop() == Some(false) {
                    open.pop();
                }
            }
            What::Sign(Sign::Edge) => {
                open.truncate(1);
                transparent.clear();
                has_figure.clear();
                if let Some(stream) = out.first_mut() {
                    stream.tokens.push(at);
                }
            }
            // of a bracket without figures the words tell nothing of those outside
            What::Word(_)
                if transparent.last() == Some(&true)
                    && !has_figure.last().copied().unwrap_or(false) => {}
            _ => {
                if let Some(stream) = out.get_mut(current) {
                    stream.tokens.push(at);
                }
            }
        }
    }
    out
}

/// The bracket that closes one, or the end of the paragraph.
fn closing(tokens: &Tokens, open: usize) -> usize {
    const FAR: usize = 400;
    let mut depth = 0_usize;
    for (at, token) in tokens.tokens.iter().enumerate().skip(open).take(FAR) {
        match token.what {
            What::Sign(Sign::Open) => depth += 1,
            What::Sign(Sign::Close) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            What::Sign(Sign::Edge) => break,
            _ => {}
        }
    }
    tokens.tokens.len()
}

/// Counters of sentences, groups and clauses while a stream is walked.
#[derive(Default)]
struct Walk {
    sentence: usize,
    segment: usize,
    clause: usize,
    opened: Option<Sign>,
}

fn spots(tokens: &Tokens, stream: usize, out: &mut Layout) {
    let list: Vec<usize> =
        out.streams.get(stream).map(|stream| stream.tokens.clone()).unwrap_or_default();
    let first = out
        .streams
        .get(stream)
        .and_then(|stream| stream.anchor)
        .and_then(|anchor| out.spots.iter().find(|spot| spot.figure == anchor));
    let mut walk = Walk::default();
    if let Some(first) = first {
        (walk.sentence, walk.segment) = (first.sentence, first.segment);
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
                let mut spot =
                    spot(tokens, &list, (clause_from, from, at), (stream, figure), &walk);
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
fn compared(tokens: &Tokens, list: &[usize], from: usize, to: usize) -> Option<When> {
    let what = |at: usize| {
        list.get(at).and_then(|token| tokens.tokens.get(*token)).map(|token| token.what)
    };
    let mut out: Option<When> = None;
    for at in from..to {
        match what(at) {
            Some(What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)) => out = None,
            Some(What::Word(Class::Compare | Class::With | Class::Above | Class::Below)) => {
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
                if let Some(out) = &mut out {
                    out.stage = out.stage.or(Some(class));
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

fn spot(
    tokens: &Tokens,
    list: &[usize],
    (clause_from, from, at): (usize, usize, usize),
    (stream, figure): (usize, usize),
    walk: &Walk,
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
    let mut when = When::default();
    let mut is_any = false;
    for at in (own..at).chain(
        if own == from && from > clause_from { None } else { Some(0..0) }.into_iter().flatten(),
    ) {
        match what(at) {
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
            // 一般公共预算收入: the word is part of a name
            Some(What::Text | What::Word(Class::Income | Class::Outgo | Class::Name))
                if when.stage == Some(Class::Plan) && !is_any =>
            {
                when.stage = None
            }
            _ => {}
        }
    }
    let name_of = |from: usize, to: usize| -> String {
        let pieces = (from..to).filter_map(|at| {
            let token = tokens.tokens.get(*list.get(at)?)?;
            match token.what {
                What::Text => Some(tokens.text(token.from, token.to)),
                What::Word(class) if is_of_names(class) => Some(tokens.text(token.from, token.to)),
                _ => None,
            }
        });
        pieces.collect()
    };
    let mut spot = Spot {
        figure,
        role: Role::Value,
        when,
        stream,
        sentence: walk.sentence,
        segment: walk.segment,
        clause: walk.clause,
        pre: from..at,
        name: name_of(own, at),
        raw: raw_of(tokens, list, own, at),
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

/// All that stands before a figure, but for the words directly before it that say nothing.
fn raw_of(tokens: &Tokens, list: &[usize], own: usize, at: usize) -> String {
    let token = |at: usize| list.get(at).and_then(|token| tokens.tokens.get(*token));
    let is_empty = |at: usize| {
        matches!(
            token(at).map(|token| token.what),
            Some(What::Word(
                Class::Filler | Class::Of | Class::Plan | Class::Each | Class::Up | Class::Down
            ))
        )
    };
    let end = (own..at).rev().find(|at| !is_empty(*at)).map_or(own, |at| at + 1);
    (own..end).filter_map(token).map(|token| tokens.text(token.from, token.to)).collect()
}

/// Words of roles that are also parts of names.
fn is_of_names(class: Class) -> bool {
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

struct View {
    role: Role,
    of: Option<(usize, usize)>,
    is_sum: bool,
}

fn role(
    tokens: &Tokens,
    list: &[usize],
    (from, own, at): (usize, usize, usize),
    quantity: &Quantity,
) -> View {
    let what = |at: usize| {
        list.get(at).and_then(|token| tokens.tokens.get(*token)).map(|token| token.what)
    };
    let class = |at: usize| match what(at) {
        Some(What::Word(class)) => Some(class),
        _ => None,
    };
    let is_filler = |at: usize| {
        matches!(
            class(at),
            Some(
                Class::Filler
                    | Class::Of
                    | Class::About
                    | Class::Over
                    | Class::Under
                    | Class::Near
                    | Class::Each
                    | Class::This
            )
        )
    };
    // the last word that tells something
    let last_at = (own..at).rev().find(|at| !is_filler(*at));
    let last = last_at.and_then(class);
    let find = |wanted: &[Class]| {
        (own..at).rev().find(|at| class(*at).is_some_and(|class| wanted.contains(&class)))
    };
    // 共投入
    let is_verb = |at: usize| {
        let length = list
            .get(at)
            .and_then(|token| tokens.tokens.get(*token))
            .filter(|token| token.what == What::Text)
            .map_or(0, |token| token.to - token.from);
        at > own && (1..=2).contains(&length) && class(at - 1) == Some(Class::Sum)
    };
    let sum_at = (own..at).rev().find(|at| {
        !is_filler(*at)
            && !is_verb(*at)
            && !matches!(
                class(*at),
                Some(
                    Class::Income
                        | Class::Outgo
                        | Class::Done
                        | Class::Plan
                        | Class::Share
                        | Class::Deduct
                        | Class::Score
                )
            )
    });
    let is_sum =
        matches!(sum_at.and_then(class), Some(Class::Sum | Class::Total | Class::Cumulated));
    let view = |role: Role| View { role, of: None, is_sum };
    let of = |role: Role, from: usize| View { role, of: Some((from + 1, at)), is_sum };
    // 68.2%提升到71.5%
    let next = (at + 1..list.len()).find(|at| !is_filler(*at));
    let leads_to = matches!(next.and_then(class), Some(Class::To | Class::ToUp | Class::ToDown))
        && next.is_some_and(|next| {
            matches!(
                (next + 1..list.len()).find(|at| !is_filler(*at)).and_then(what),
                Some(What::Figure(_))
            )
        });
    if leads_to {
        return view(Role::From);
    }
    // X的40%
    let previous = from.checked_sub(1).filter(|_| own == from).and_then(what);
    let is_of_figure = matches!(previous, Some(What::Figure(_)))
        && class(at.wrapping_sub(1)) == Some(Class::Of)
        && (own..at).all(is_filler);
    match quantity.kind {
        Kind::Points => {
            return view(Role::Points(
                find(&[Class::Up, Class::Down]).and_then(class).map_or(0, sign),
            ));
        }
        Kind::Percent => {
            if is_of_figure {
                return View { role: Role::Share, of: None, is_sum };
            }
            if find(&[Class::Average]).is_some() {
                return view(Role::Value);
            }
            if let Some(class @ (Class::Up | Class::Down | Class::AdjustUp | Class::AdjustDown)) =
                last
            {
                return view(Role::Rate(sign(class)));
            }
            // 比序时进度83.3%快
            let moves = (at + 1..list.len())
                .take_while(|at| !matches!(what(*at), Some(What::Figure(_) | What::Sign(_))))
                .any(|at| matches!(class(at), Some(Class::Up | Class::Down)));
            if let (Some(from), true) = (find(&[Class::Compare]), moves) {
                return of(Role::Base, from);
            }
            if let Some(from) = find(&[Class::Complete]) {
                return of(Role::Complete, from);
            }
            if let Some(from) = find(&[Class::Share]) {
                return of(Role::Share, from);
            }
            if let Some(from) = find(&[Class::ShareNoun]) {
                return View { role: Role::Share, of: Some((from, from)), is_sum };
            }
            // 为年初预算的, 是预算4,000万元的
            let is_of = class(at.wrapping_sub(1)) == Some(Class::Of);
            if let (Some(Class::PlanFirst | Class::PlanFinal | Class::Plan), true) = (last, is_of) {
                let from = last_at.unwrap_or(own);
                return View { role: Role::Complete, of: Some((from, at)), is_sum };
            }
            if let Some(Class::RateNoun) = last {
                return view(Role::Named);
            }
        }
        Kind::Score => {
            let words = find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal])
                .and_then(class);
            match (last, words) {
                // 提高3.20分
                (Some(Class::Up | Class::Down), _) => {}
                (_, Some(Class::Deduct)) => return view(Role::Deduct),
                (_, Some(Class::Weight)) => return view(Role::Weight),
                (_, Some(Class::Score | Class::ScoreTotal))
                    if find(&[Class::Compare]).is_none() =>
                {
                    return view(Role::Got);
                }
                _ => {}
            }
        }
        _ => {}
    }
    if quantity.is_per {
        return view(Role::Per);
    }
    if quantity.kind == Kind::Bare {
        let words =
            find(&[Class::Deduct, Class::Weight, Class::Score, Class::ScoreTotal]).and_then(class);
        match words {
            Some(Class::Deduct) => return view(Role::Deduct),
            Some(Class::Weight) => return view(Role::Weight),
            Some(Class::Score | Class::ScoreTotal) => return view(Role::Got),
            _ => {}
        }
    }
    /// A longer name before such a word is that of a fact.
    const SHORT: usize = 4;
    let length = |at: usize| {
        list.get(at)
            .and_then(|token| tokens.tokens.get(*token))
            .map_or(0, |token| token.to - token.from)
    };
    let name_length: usize = (own..at)
        .filter(|at| what(*at) == Some(What::Text) || class(*at).is_some_and(is_of_names))
        .map(length)
        .sum();
    match last {
        Some(class @ (Class::Up | Class::Down)) => return view(Role::Change(sign(class))),
        Some(Class::Adjust) => return view(Role::Adjust(0)),
        Some(Class::AdjustUp) => return view(Role::Adjust(1)),
        Some(Class::AdjustDown) => return view(Role::Adjust(-1)),
        Some(Class::Left) if name_length <= SHORT && find(&[Class::Start]).is_none() => {
            return view(Role::Left);
        }
        Some(Class::To) => return view(Role::To(0)),
        Some(Class::ToUp) => return view(Role::To(1)),
        Some(Class::ToDown) => return view(Role::To(-1)),
        Some(Class::Above) => return view(Role::Beside(1)),
        Some(Class::Below) => return view(Role::Beside(-1)),
        _ => {}
    }
    // 占总支出 2,562 万元的 40%
    let percent_follows = || {
        let next =
            (at + 1..list.len()).find(|at| !matches!(what(*at), Some(What::Word(_) | What::Text)));
        matches!(next.and_then(what), Some(What::Figure(figure)) if tokens.figures.get(figure).is_some_and(|next| next.kind == Kind::Percent))
    };
    if find(&[Class::Share]).is_some() && percent_follows() {
        return view(Role::WholeOf);
    }
    if find(&[Class::Complete]).is_some() && percent_follows() {
        return view(Role::PlanOf);
    }
    if find(&[Class::Per, Class::Average]).is_some() {
        return view(Role::Per);
    }
    let mut compare = find(&[Class::Compare]);
    if compare.is_none()
        && let Some(with) = find(&[Class::With])
    {
        let closes = (at + 1..list.len())
            .take_while(|at| !matches!(what(*at), Some(What::Figure(_) | What::Sign(_))))
            .any(|at| matches!(class(at), Some(Class::Against | Class::Same | Class::Compare)));
        compare = closes.then_some(with);
    }
    if let Some(from) = compare {
        return of(Role::Base, from);
    }
    if let Some(from) = find(&[Class::Above, Class::Below]) {
        let role = Role::Beside(if class(from) == Some(Class::Above) { 1 } else { -1 });
        return of(role, from);
    }
    if let Some(from) = find(&[Class::From]) {
        let is_answered = (at + 1..list.len())
            .take_while(|at| {
                !matches!(what(*at), Some(What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge)))
            })
            .any(|at| matches!(class(at), Some(Class::To | Class::ToUp | Class::ToDown)));
        if is_answered {
            return of(Role::From, from);
        }
    }
    view(Role::Value)
}

fn sign(class: Class) -> i8 {
    match class {
        Class::Up | Class::ToUp | Class::Above | Class::AdjustUp => 1,
        Class::Down | Class::ToDown | Class::Below | Class::AdjustDown => -1,
        _ => 0,
    }
}

/// Figures side by side, parted by marks of items alone: they answer names in the same order.
fn rows(tokens: &Tokens, spots: &mut [Spot]) {
    let mut from = 0;
    let mut number = 0;
    while from < spots.len() {
        let mut to = from + 1;
        while to < spots.len() && continues(tokens, spots, to) {
            to += 1;
        }
        let len = to - from;
        if len > 1 {
            let years = years_before(tokens, spots, from);
            let first = spots.get(from).map(|spot| (spot.role, spot.when, spot.of.clone()));
            for (nth, spot) in spots.iter_mut().skip(from).take(len).enumerate() {
                spot.row = Some((number, nth, len));
                if let (Some((role, when, of)), true, Role::Value) = (&first, nth > 0, spot.role) {
                    (spot.role, spot.when) = (*role, *when);
                    spot.of.clone_from(of);
                }
                if years.len() == len {
                    spot.when.year = years.get(nth).copied();
                }
            }
            number += 1;
        }
        from = to;
    }
}

/// The years that stand before a row, since the figure or clause mark before.
fn years_before(tokens: &Tokens, spots: &[Spot], at: usize) -> Vec<i32> {
    let token = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let Some(to) = spots.get(at).map(token) else { return Vec::new() };
    let mut out = Vec::new();
    for token in tokens.tokens.get(..to).unwrap_or(&[]).iter().rev() {
        match token.what {
            What::Year(year) => out.push(year),
            What::Figure(_) => break,
            What::Sign(sign) if sign != Sign::Item => break,
            _ => {}
        }
    }
    out.reverse();
    out
}

/// Whether a figure goes on the row of the one before it.
fn continues(tokens: &Tokens, spots: &[Spot], at: usize) -> bool {
    let (Some(spot), Some(before)) =
        (spots.get(at), at.checked_sub(1).and_then(|at| spots.get(at)))
    else {
        return false;
    };
    if spot.stream != before.stream || spot.clause != before.clause {
        return false;
    }
    let (Some(a), Some(b)) = (tokens.figures.get(before.figure), tokens.figures.get(spot.figure))
    else {
        return false;
    };
    if !a.is_like(b) {
        return false;
    }
    let at = |figure: usize| tokens.at.get(figure).copied().unwrap_or(0);
    let between: Vec<What> = tokens
        .tokens
        .get(at(before.figure) + 1..at(spot.figure))
        .unwrap_or(&[])
        .iter()
        .map(|token| token.what)
        .collect();
    let joins =
        |what: &What| matches!(what, What::Sign(Sign::Item) | What::Word(Class::And | Class::With));
    between.first().is_some_and(joins)
        && between.iter().skip(1).all(|what| {
            matches!(what, What::Word(Class::Up | Class::Down | Class::Filler)) || joins(what)
        })
}
