//! The same figure said twice, income and expenditure that balance, the greatest of several.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use super::token::{Sign, What};
use super::words::Class;
use crate::number::Decimal;

/// Reads what is said twice.
pub fn sames(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if !passage.is_figure(spot) || spot.role != Role::Value {
            continue;
        }
        if spot.words.last() == Some(&Class::Above) || spot.words.contains(&Class::Former) {
            continue;
        }
        out.extend(pointed(passage, at, spot));
        out.extend(equals(passage, at, spot));
        out.extend(of_purpose(passage, at, spot));
        out.extend(named_behind(passage, at, spot));
        out.extend(twice(passage, at, spot));
    }
    balanced(passage, out);
    in_full(passage, out);
    in_short(passage, out);
}

/// The same figure in another unit: 86,000元，即8.60万元.
fn equals(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let is_told = spot.name.is_empty()
        && matches!(spot.words.as_slice(), [Class::Equals | Class::Namely])
        && spot.row.is_none();
    let (_, other) = passage.before(at).next()?;
    let is_next = other.sentence == spot.sentence
        && other.clause + 1 >= spot.clause
        && like(passage, spot, other)
        && passage.is_figure(other)
        && is_fact(other)
        && other.row.is_none();
    (is_told && is_next).then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// The only figure of the sentence before, by the same name, once more for what it is used:
/// 培训费35.60万元。培训费35.60万元主要用于….
fn of_purpose(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 3;
    let is_opening = spot.opened == Some(Sign::Stop)
        && spot.row.is_none()
        && spot.name.chars().count() >= TELLING
        && passage.is_followed_by(spot, Class::Open)
        && spot.when == super::place::When::default();
    let mut before = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence + 1 >= spot.sentence);
    let other = before.next().filter(|other| other.sentence + 1 == spot.sentence)?;
    let is_only = before.next().is_none_or(|more| more.sentence != other.sentence);
    let is_same = is_only
        && other.role == Role::Value
        && other.stream == spot.stream
        && passage.is_figure(other)
        && like(passage, spot, other)
        && other.name == spot.name;
    (is_opening && is_same).then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// Words that say that two figures of their sentence are one: 足额到位.
fn in_full(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    for at in (0..tokens.len())
        .filter(|at| tokens.get(*at).is_some_and(|token| token.what == What::Word(Class::InFull)))
    {
        let near = |spot: &&Spot| {
            let own = passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
            let between = tokens.get(own.min(at)..own.max(at)).unwrap_or(&[]);
            between.len() <= FAR
                && !between.iter().any(|token| {
                    matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
                })
        };
        const FAR: usize = 24;
        let figures: Vec<&Spot> = passage.spots().iter().filter(near).collect();
        let is_not = at
            .checked_sub(1)
            .and_then(|at| tokens.get(at))
            .is_some_and(|token| token.what == What::Word(Class::Not));
        let [first, second] = figures.as_slice() else { continue };
        let is_plain = [first, second].iter().all(|spot| {
            spot.role == Role::Value
                && spot.row.is_none()
                && passage.is_figure(spot)
                && !spot.when.is_last
                && spot.stream == first.stream
        });
        let is_next = first.clause < second.clause
            && like(passage, first, second)
            && passage.words_of_sentence(first).all(|class| {
                !matches!(class, Class::OfWhich | Class::Scope | Class::Per | Class::Cumulated)
            });
        if is_plain && is_next && !is_not {
            out.extend(said(second, vec![same(second, first)], Vec::new()));
        }
    }
}

/// A score said again where all comes together: 综上，自评得分95.8分.
fn in_short(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    if !tokens.iter().any(|token| token.what == What::Word(Class::InShort)) {
        return;
    }
    let is_total = |spot: &Spot| {
        spot.role == Role::Got
            && spot.row.is_none()
            && passage.is_figure(spot)
            && spot.words.contains(&Class::ScoreTotal)
    };
    let totals: Vec<&Spot> = passage.spots().iter().filter(|spot| is_total(spot)).collect();
    let [first, second] = totals.as_slice() else { return };
    let says = tokens
        .get(
            passage.tokens.at.get(first.figure).copied().unwrap_or(0)
                ..passage.tokens.at.get(second.figure).copied().unwrap_or(0),
        )
        .unwrap_or(&[])
        .iter()
        .any(|token| token.what == What::Word(Class::InShort));
    if says && first.sentence < second.sentence {
        out.extend(said(second, vec![same(second, first)], Vec::new()));
    }
}

fn same(spot: &Spot, other: &Spot) -> (Relation, Reading) {
    (Relation::Same, Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, other.figure, 1)]))
}

fn is_fact(spot: &Spot) -> bool {
    matches!(spot.role, Role::Value | Role::To(_) | Role::WholeOf | Role::Left | Role::Base)
}

fn like(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
    passage.figure(a).zip(passage.figure(b)).is_some_and(|(a, b)| a.is_like(b))
}

/// A figure that a pointing word refers back to: 上述 143 人.
fn pointed(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    if spot.words.last() != Some(&Class::Pointer) || !spot.name.is_empty() {
        return None;
    }
    let before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .filter(|other| like(passage, spot, other) && is_fact(other))
        .collect();
    let mut sure: Vec<(Relation, Reading)> = before.iter().map(|other| same(spot, other)).collect();
    let figures: Vec<usize> = before.iter().rev().map(|other| other.figure).collect();
    for from in 0..figures.len() {
        for to in from + 2..=figures.len() {
            let items: Vec<(usize, i8)> =
                figures.get(from..to).unwrap_or(&[]).iter().map(|figure| (*figure, 1)).collect();
            sure.push((
                Relation::Sum,
                Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items),
            ));
        }
    }
    said(spot, sure, Vec::new())
}

/// A figure that opens its clause, its name behind it: 27.35 亿元转移支付中.
fn named_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 3;
    let is_on = spot.words == [Class::On];
    if passage.figure(spot)?.kind != Kind::Money && !is_on
        || !spot.name.is_empty()
        || !spot.words.is_empty() && !is_on
        || spot.row.is_some()
        || matches!(spot.opened, Some(Sign::Item) | None)
    {
        return None;
    }
    let token = passage.tokens.at.get(spot.figure).copied()?;
    let mut name = String::new();
    for token in passage.tokens.tokens.get(token + 1..)? {
        match token.what {
            What::Text
            | What::Word(
                Class::Plan
                | Class::Done
                | Class::Income
                | Class::Outgo
                | Class::Of
                | Class::Name
                | Class::Filler,
            ) => name.push_str(&passage.tokens.text(token.from, token.to)),
            _ => break,
        }
    }
    let least = if is_on { 2 } else { TELLING };
    let fits = |other: &Spot| common(&name, &other.name) >= least;
    let mut found = passage
        .before(at)
        .map(|(_, other)| other)
        .filter(|other| like(passage, spot, other) && is_fact(other) && fits(other));
    let first = found.next()?;
    let rest: Vec<&Spot> = found.collect();
    let possible = rest.iter().map(|other| same(spot, other)).collect();
    said(spot, if rest.is_empty() { vec![same(spot, first)] } else { Vec::new() }, possible)
}

/// The length of the longest stretch that two names have in common.
pub(super) fn common(a: &str, b: &str) -> usize {
    const LONGEST: usize = 16;
    let (a, b): (Vec<char>, Vec<char>) = (
        a.chars().take(LONGEST).collect(),
        b.chars().rev().take(LONGEST).collect::<Vec<_>>().into_iter().rev().collect(),
    );
    let at = |x: usize, y: usize| {
        a.iter().skip(x).zip(b.iter().skip(y)).take_while(|(a, b)| a == b).count()
    };
    (0..a.len())
        .flat_map(|x| (0..b.len()).map(move |y| (x, y)))
        .map(|(x, y)| at(x, y))
        .max()
        .unwrap_or(0)
}

/// The same name, time and stage with a figure once more, in the sentence beside.
fn twice(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 4;
    if spot.name.chars().count() < TELLING
        || spot.row.is_some()
        || passage.figure(spot)?.kind != Kind::Money
    {
        return None;
    }
    let other = passage.before(at).map(|(_, other)| other).find(|other| {
        other.name == spot.name
            && other.when == spot.when
            && other.role == Role::Value
            && other.row.is_none()
            && like(passage, spot, other)
            && passage.is_figure(other)
            && other.sentence + 2 > spot.sentence
    })?;
    said(spot, Vec::new(), vec![same(spot, other)])
}

/// What comes in is what goes out, where the passage says so.
fn balanced(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    let Some(at) = tokens.iter().position(|token| token.what == What::Word(Class::Balanced)) else {
        return;
    };
    let is_head = |class: Class, other: Class| {
        let found: Vec<(usize, &Spot)> = passage
            .spots()
            .iter()
            .enumerate()
            .filter(|(_, spot)| passage.tokens.at.get(spot.figure).is_some_and(|token| *token < at))
            .filter(|(_, spot)| {
                spot.stream == 0
                    && spot.role == Role::Value
                    && spot.words.contains(&class)
                    && !spot.words.contains(&other)
            })
            .filter(|(own, spot)| {
                passage.list_of(*own).is_none() && passage.is_figure(spot) && !spot.when.is_last
            })
            .filter(|(_, spot)| {
                passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Money)
            })
            .collect();
        found
    };
    let (ins, outs) = (is_head(Class::Income, Class::Outgo), is_head(Class::Outgo, Class::Income));
    let (Some((_, first)), Some((_, second))) = (ins.first(), outs.first()) else { return };
    // 收入14,900万元，加上年结转130万元，支出15,030万元
    let is_alone = passage.spots().iter().enumerate().all(|(own, spot)| {
        !(first.figure..second.figure).contains(&spot.figure)
            || spot.figure == first.figure
            || spot.stream != 0
            || spot.role != Role::Value
            || spot.when.is_last
            || passage.list_of(own).is_some()
            || !like(passage, first, spot)
    });
    let sure = if ins.len() == 1 && outs.len() == 1 && is_alone {
        vec![same(second, first)]
    } else {
        Vec::new()
    };
    let possible =
        ins.iter().flat_map(|(_, a)| outs.iter().map(move |(_, b)| same(b, a))).collect();
    out.extend(said(second, sure, possible));
}

/// Reads which of several is the greatest or least.
pub fn ranks(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, token) in passage.tokens.tokens.iter().enumerate() {
        let sign: i8 = match token.what {
            What::Word(Class::Most) => 1,
            What::Word(Class::Least) => -1,
            What::Word(Class::Falling) => {
                out.extend(ordered(passage, at, 1));
                continue;
            }
            What::Word(Class::Rising) => {
                out.extend(ordered(passage, at, -1));
                continue;
            }
            _ => continue,
        };
        out.extend(rank(passage, at, sign));
    }
}

fn rank(passage: &Passage<'_>, at: usize, sign: i8) -> Option<Said> {
    /// A verb before a figure is no name.
    const VERB: usize = 2;
    let tokens = passage.tokens;
    // 相差最大
    if at
        .checked_sub(1)
        .and_then(|at| tokens.tokens.get(at))
        .is_some_and(|token| matches!(token.what, What::Word(Class::Left)))
    {
        return None;
    }
    // 最高科技奖 is a name
    let class = |at: Option<usize>| match tokens.tokens.get(at?)?.what {
        What::Word(class) => Some(class),
        _ => None,
    };
    if tokens.tokens.get(at + 1).is_some_and(|token| token.what == What::Text)
        && class(at.checked_sub(1)) != Some(Class::Filler)
    {
        return None;
    }
    // the clause of the word, without figures
    let is_end = |what: What| {
        matches!(
            what,
            What::Sign(Sign::Stop | Sign::Edge | Sign::Comma | Sign::Semicolon | Sign::Colon)
        )
    };
    let from = (0..at)
        .rev()
        .find(|at| {
            tokens
                .tokens
                .get(*at)
                .is_some_and(|token| is_end(token.what) || matches!(token.what, What::Figure(_)))
        })
        .map_or(0, |at| at + 1);
    let to = (at..tokens.tokens.len())
        .find(|at| {
            tokens
                .tokens
                .get(*at)
                .is_some_and(|token| is_end(token.what) || matches!(token.what, What::Figure(_)))
        })
        .unwrap_or(tokens.tokens.len());
    let text =
        tokens.text(tokens.tokens.get(from)?.from, tokens.tokens.get(to.checked_sub(1)?)?.to);
    let next = tokens.tokens.iter().skip(at).find_map(|token| match token.what {
        What::Figure(figure) => Some(figure),
        _ => None,
    })?;
    let first = passage.spots().iter().find(|spot| spot.figure == next)?;
    let sentence: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| {
            spot.stream == first.stream
                && passage.is_figure(spot)
                && matches!(spot.role, Role::Value | Role::Rate(_) | Role::Share | Role::Beside(_))
                && !spot.when.is_last
                && !spot.is_sum
        })
        .collect();
    let named: Vec<&&Spot> = sentence
        .iter()
        .filter(|spot| spot.raw.chars().count() > 1 && text.contains(spot.raw.as_str()))
        .collect();
    let winner = match named.as_slice() {
        [one] => **one,
        // 居首位，安排640万元
        [] if first.name.is_empty()
            || first.opened == Some(Sign::Comma) && first.name.chars().count() <= VERB =>
        {
            first
        }
        _ => return None,
    };
    let kind = std::mem::discriminant(&winner.role);
    // 占比最小，为8.3%: the word of its role stands in the clause before
    let takes_any = winner.role == Role::Value && winner.name.is_empty();
    let is_plain = |spot: &&&Spot| {
        like(passage, winner, spot)
            && spot.figure != winner.figure
            && (std::mem::discriminant(&spot.role) == kind
                || matches!(spot.role, Role::Beside(_))
                || takes_any && matches!(spot.role, Role::Share))
    };
    let others: Vec<&Spot> = sentence.iter().filter(is_plain).copied().collect();
    let same_clause: Vec<&Spot> =
        others.iter().copied().filter(|other| other.clause == winner.clause).collect();
    let others = if same_clause.len() > 1 { same_clause } else { others };
    let reading = ranked(passage, winner, &others, sign)?;
    let is_whole = passage
        .words_of_sentence(first)
        .all(|class| !matches!(class, Class::Scope | Class::Total | Class::Sum));
    let sure = if others.len() > 1
        && is_whole
        && (passage.figure(winner)?.kind != Kind::Count
            || passage.figure(winner)?.counter.is_empty()
            || others.iter().all(|other| !other.name.is_empty() || other.opened.is_some()))
    {
        vec![reading.clone()]
    } else {
        Vec::new()
    };
    said(winner, sure, vec![reading])
}

/// A figure that is not less (1) or not more (-1) than others.
fn ranked(
    passage: &Passage<'_>,
    winner: &Spot,
    others: &[&Spot],
    sign: i8,
) -> Option<(Relation, Reading)> {
    let value = |spot: &Spot| passage.figure(spot).map_or(Decimal::ZERO, |figure| figure.value);
    // the nearest rivals, in the order of the text
    let mut rivals: Vec<&Spot> = others.to_vec();
    rivals.sort_by_key(|spot| {
        let value = value(spot);
        if sign > 0 { -value } else { value }
    });
    rivals.truncate(PAIRS.len());
    rivals.sort_by_key(|spot| spot.figure);
    let mut reading = Reading::of([(Slot::Value, winner.figure, 1)]);
    for (rival, (slot, _)) in rivals.iter().zip(PAIRS) {
        reading.parts.push((*slot, Filling::Figure(rival.figure, 1)));
    }
    let relation = if sign > 0 { Relation::Most } else { Relation::Least };
    (!rivals.is_empty()).then_some((relation, reading))
}

/// Figures that follow a word of their order: 由高到低依次为.
fn ordered(passage: &Passage<'_>, at: usize, sign: i8) -> Vec<Said> {
    let Some(next) = passage.tokens.tokens.iter().skip(at).find_map(|token| match token.what {
        What::Figure(figure) => Some(figure),
        _ => None,
    }) else {
        return Vec::new();
    };
    let Some(first) = passage.spots().iter().find(|spot| spot.figure == next) else {
        return Vec::new();
    };
    let row: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| spot.figure >= next && spot.stream == first.stream)
        .take_while(|spot| {
            spot.segment == first.segment
                && spot.clause <= first.clause + 1
                && spot.role == first.role
                && !spot.is_sum
                && passage.is_figure(spot)
                && like(passage, first, spot)
                && (spot.figure == next
                    || spot.goes_on
                    || spot.row.is_some()
                    || spot.opened == Some(Sign::Item))
        })
        .collect();
    let mut out = Vec::new();
    for (nth, winner) in row.iter().enumerate() {
        let reading = row.get(nth + 1..).and_then(|rest| ranked(passage, winner, rest, sign));
        out.extend(reading.and_then(|reading| said(winner, vec![reading], Vec::new())));
    }
    out
}

/// Reads numbers of things whose names are listed.
pub fn counts(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        let names = |figure: &Quantity| {
            figure.kind == Kind::Count
                && figure.is_figure()
                && (figure.value > Decimal::ONE || !figure.is_spelled)
                && passage.tokens.name_counters.contains(&figure.counter)
        };
        // 新增固定资产三类，即…
        let is_new = spot.role == Role::Change(1)
            && passage.figure(spot).is_some_and(|figure| figure.is_spelled);
        if (matches!(spot.role, Role::Value | Role::To(0)) || is_new)
            && passage.figure(spot).is_some_and(names)
        {
            out.extend(count(passage, spot));
        }
    }
}

fn count(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    const LONGEST: usize = 12;
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    // a noun, then what opens the names
    let mut next = at + 1;
    let mut noun = 0;
    let mut opens = false;
    let mut composed = false;
    while let Some(token) = tokens.get(next) {
        match token.what {
            What::Word(Class::Whole) => composed = true,
            What::Word(Class::Respectively | Class::Namely) => {
                opens = true;
                next += 1;
                break;
            }
            What::Word(Class::Open | Class::OfWhich | Class::Sum | Class::Scope | Class::Each) => {
                return before(passage, spot);
            }
            What::Text | What::Word(_) => noun += token.to - token.from,
            // 三个一级指标
            What::Figure(figure)
                if next > at
                    && passage
                        .tokens
                        .figures
                        .get(figure)
                        .is_some_and(|figure| figure.is_spelled) =>
            {
                noun += token.to - token.from;
            }
            What::Sign(Sign::Colon | Sign::Open) => {
                opens = true;
                next += 1;
                break;
            }
            What::Sign(Sign::Comma) => {
                let follows = tokens.get(next + 1).map(|token| token.what);
                opens = matches!(
                    follows,
                    Some(What::Word(Class::Respectively | Class::Namely | Class::Whole))
                );
                next += 2;
                let is_colon =
                    tokens.get(next).is_some_and(|token| token.what == What::Sign(Sign::Colon));
                next += usize::from(is_colon);
                break;
            }
            _ => return before(passage, spot),
        }
        if noun > LONGEST {
            return before(passage, spot);
        }
        next += 1;
    }
    if !opens && !composed {
        return before(passage, spot);
    }
    if tokens.get(next).map(|token| token.what) == Some(What::Word(Class::Enumerate)) {
        let end = (next..tokens.len())
            .find(|at| {
                tokens.get(*at).is_some_and(|token| {
                    matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Close))
                })
            })
            .unwrap_or(tokens.len());
        let points = tokens
            .get(next..end)?
            .iter()
            .filter(|token| token.what == What::Word(Class::Enumerate))
            .count();
        // each behind a mark, and none in the next sentence
        let parted = (next + 1..end)
            .filter(|at| {
                tokens.get(*at).is_some_and(|token| token.what == What::Word(Class::Enumerate))
                    && tokens.get(at - 1).is_some_and(|token| {
                        matches!(token.what, What::Sign(Sign::Semicolon | Sign::Comma))
                    })
            })
            .count();
        let goes_on = (end..(end + 3).min(tokens.len())).any(|at| {
            tokens.get(at).is_some_and(|token| token.what == What::Word(Class::Enumerate))
        });
        let is_open =
            tokens.get(next..end)?.iter().any(|token| token.what == What::Word(Class::Open));
        return if points > 1 && parted + 1 == points && !is_open && !goes_on {
            names_said(passage, spot, points, 0, next..end, true)
        } else {
            None
        };
    }
    let is_bracket = next
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| token.what == What::Sign(Sign::Open));
    let (names, joined, end) = run(passage, next, usize::MAX)?;
    if is_bracket
        && passage
            .tokens
            .text(tokens.get(next)?.from, tokens.get(end.checked_sub(1)?)?.to)
            .chars()
            .count()
            < names * 4
    {
        return None;
    }
    names_said(passage, spot, names, joined, next..end, true)
}

/// Names before their number: 甲、乙、丙三个单位.
fn before(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    /// Two names may be the last of a longer run of words.
    const LEAST: usize = 3;
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    let mut from = at;
    let mut depth = 0_usize;
    let mut crossed = false;
    for back in (at.saturating_sub(60)..at).rev() {
        let token = tokens.get(back)?;
        match token.what {
            What::Sign(Sign::Close) => depth += 1,
            What::Sign(Sign::Open) => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            What::Sign(Sign::Comma) if !crossed && spot.is_sum && depth == 0 => crossed = true,
            What::Sign(Sign::Comma | Sign::Stop | Sign::Edge | Sign::Colon | Sign::Semicolon)
                if depth == 0 =>
            {
                break;
            }
            What::Figure(_) if depth == 0 => return None,
            What::Word(Class::Open) if depth == 0 => return None,
            What::Word(Class::Whole | Class::Respectively | Class::Namely) if depth == 0 => {
                from = back + 1;
                let (names, joined, end) = run(passage, from, at)?;
                return names_said(
                    passage,
                    spot,
                    names,
                    joined,
                    from..end,
                    crossed && end + 4 >= at
                        || end == at && names >= LEAST && is_of_names(passage, spot, at),
                );
            }
            _ => {}
        }
        from = back;
    }
    if crossed {
        return None;
    }
    let is_sure = is_of_names(passage, spot, at);
    if !is_sure && !passage.figure(spot)?.is_spelled {
        return None;
    }
    let (names, joined, end) = run(passage, from, at)?;
    names_said(passage, spot, names, joined, from..end, is_sure && names >= LEAST && end == at)
}

/// Whether a noun for names stands behind a number, and a name directly before it: 甲、乙、丙三个单位.
fn is_of_names(passage: &Passage<'_>, spot: &Spot, at: usize) -> bool {
    let tokens = &passage.tokens.tokens;
    let what = |at: usize| tokens.get(at).map(|token| token.what);
    let is_name = at.checked_sub(1).and_then(what).is_some_and(|what| {
        matches!(
            what,
            What::Text
                | What::Word(
                    Class::Name | Class::Income | Class::Outgo | Class::Plan | Class::Done
                )
        )
    });
    let from = tokens.get(at).map_or(0, |token| token.to);
    const LONGEST: usize = 8;
    let noun: String =
        passage.tokens.chars.get(from..).unwrap_or(&[]).iter().take(LONGEST).map(|c| c.c).collect();
    let is_kind = passage.tokens.name_kinds.iter().any(|kind| noun.starts_with(kind.as_str()));
    let makes = passage.is_followed_by(spot, Class::Whole);
    is_name && (is_kind || makes)
}

/// A run of names from a token on: how many, how many words could join two more, and where it ends.
fn run(passage: &Passage<'_>, from: usize, to: usize) -> Option<(usize, usize, usize)> {
    let tokens = &passage.tokens.tokens;
    let mut depth = 0_usize;
    let (mut names, mut joined, mut length) = (0, 0, 0);
    let mut at = from;
    while let Some(token) = tokens.get(at).filter(|_| at < to) {
        match token.what {
            What::Sign(Sign::Open) => depth += 1,
            What::Sign(Sign::Close) => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            _ if depth > 0 => {}
            What::Sign(Sign::Item) => {
                names += usize::from(length > 0);
                length = 0;
            }
            What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Colon) => {
                break;
            }
            What::Figure(figure) => {
                // 综合一处
                if !passage.tokens.figures.get(figure).is_some_and(|figure| figure.is_spelled) {
                    return None;
                }
                if at + 1 == to || length == 0 {
                    break;
                }
                length += token.to - token.from;
            }
            // 综合一处至综合九处 are as many as their numbers say
            What::Word(Class::Open | Class::Enumerate | Class::To) => return None,
            // the names go on elsewhere
            What::Sign(Sign::Edge) => return None,
            What::Word(Class::With | Class::And) => joined += 1,
            What::Text | What::Word(_) => length += token.to - token.from,
            _ => {}
        }
        at += 1;
    }
    names += usize::from(length > 0);
    let is_finished = at == to || depth == 0 && at < tokens.len();
    (names > 1 && is_finished).then_some((names, joined, at))
}

fn names_said(
    passage: &Passage<'_>,
    spot: &Spot,
    names: usize,
    joined: usize,
    tokens: std::ops::Range<usize>,
    is_sure: bool,
) -> Option<Said> {
    let chars = passage.tokens.tokens.get(tokens.start)?.from
        ..passage.tokens.tokens.get(tokens.end.checked_sub(1)?)?.to;
    let start = passage.tokens.chars.get(chars.start)?.start;
    let end = passage.tokens.chars.get(chars.end.checked_sub(1)?)?.end;
    let reading = |count: usize| -> Option<(Relation, Reading)> {
        let count = Decimal::from(u32::try_from(count).ok()?);
        let mut reading = Reading::of([(Slot::Value, spot.figure, 1)]);
        reading.parts.push((Slot::Base, Filling::Counted(count, start..end)));
        Some((Relation::Count, reading))
    };
    let all: Vec<(Relation, Reading)> =
        (0..=joined).filter_map(|more| reading(names + more)).collect();
    if is_sure { said(spot, all, Vec::new()) } else { said(spot, Vec::new(), all) }
}
