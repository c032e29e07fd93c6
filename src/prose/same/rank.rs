//! Ranks: the greatest, the least, falling order.

use super::like;
use crate::number::Decimal;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

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
        out.extend(in_turn(passage, at, sign));
    }
}

/// What follows the first in its order: 甲最低，其上依次为乙80分、丙85分、丁90分.
fn in_turn(passage: &Passage<'_>, at: usize, sign: i8) -> Vec<Said> {
    const FAR: usize = 12;
    let tokens = passage.tokens;
    let says = |at: usize| {
        tokens.tokens.get(at).map(|token| token.what) == Some(What::Word(Class::Respectively))
            && at.checked_sub(1).and_then(|at| tokens.tokens.get(at)).is_some_and(|token| {
                let text = tokens.text(token.from, token.to);
                tokens.words_of("in_turn").any(|word| text == word)
            })
    };
    let is_end = |at: usize| {
        tokens
            .tokens
            .get(at)
            .is_none_or(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
    };
    let found = (at..at + FAR).take_while(|at| !is_end(*at)).find(|at| says(*at));
    found.map_or_else(Vec::new, |found| ordered(passage, found, sign))
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
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let figure = |what: What| match what {
        What::Figure(figure) => Some(figure),
        _ => None,
    };
    let next = tokens.tokens.get(at..)?.iter().map(|token| token.what);
    let next = next.take_while(|what| !is_stop(*what)).find_map(figure);
    let Some(next) = next else { return told_behind(passage, (from, at), &text, sign) };
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
        .filter(|spot| {
            let is_told = |name: &str| name.chars().count() > 1 && text.contains(name);
            is_told(&spot.raw) || is_told(&spot.name)
        })
        .collect();
    // 最快的甲县高出平均水平（5.7%）: what it is compared with
    let own = tokens.at.get(next).copied().unwrap_or(at);
    let is_compared = tokens.tokens.get(at..own).unwrap_or(&[]).iter().any(|token| {
        matches!(
            token.what,
            What::Word(Class::Above | Class::Below | Class::Compare | Class::Average)
        )
    });
    // 最多的是甲，为38万元；乙26万元、甲31万元: an amount of its own, and another in the list
    if let Some(said) = said_otherwise(passage, first, &named, &sentence, sign) {
        return Some(said);
    }
    // 人均最高的是甲，为1.2万元；甲90万元、乙94万元: the list is of another measure
    let is_other = |one: &Spot| {
        first.name.is_empty()
            && first.figure != one.figure
            && first.clause != one.clause
            && like(passage, first, one)
            && sentence.iter().filter(|spot| like(passage, first, spot)).any(|spot| {
                let pair = passage.figure(first).zip(passage.figure(spot));
                pair.is_some_and(
                    |(a, b)| if sign > 0 { a.value < b.value } else { a.value > b.value },
                )
            })
    };
    let winner = match named.as_slice() {
        [one] if is_other(one) => return None,
        [one] if one.figure == first.figure && is_compared => return None,
        [one] => **one,
        [] if is_compared => return None,
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

/// The first of a rank is named behind the list of all, without its amount: 甲94分、乙92分、丙95分，其中丙得分最高.
fn told_behind(
    passage: &Passage<'_>,
    (from, at): (usize, usize),
    text: &str,
    sign: i8,
) -> Option<Said> {
    let tokens = passage.tokens;
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let before = tokens.tokens.get(..from)?.iter().rev().map(|token| token.what);
    let last = before.take_while(|what| !is_stop(*what)).find_map(|what| match what {
        What::Figure(figure) => passage.spots().iter().find(|spot| spot.figure == figure),
        _ => None,
    })?;
    let items: Vec<&Spot> = passage
        .in_sentence(last)
        .map(|(_, spot)| spot)
        .filter(|spot| {
            spot.figure <= last.figure
                && spot.stream == last.stream
                && spot.segment == last.segment
                && like(passage, spot, last)
        })
        .collect();
    let names = |name: &str| name.chars().count() > 1 && text.contains(name);
    let mut named = items.iter().filter(|spot| names(&spot.raw));
    // before the first name stand other words: 前三名有甲镇94分
    let open = items.first()?.raw.char_indices();
    let winner = match (named.next(), named.next()) {
        (Some(one), None) => Some((*one, one.raw.as_str())),
        (None, _) => items.first().and_then(|first| {
            let mut ends = open.filter_map(|(at, _)| first.raw.get(at..));
            ends.find(|end| names(end)).map(|end| (*first, end))
        }),
        _ => None,
    };
    let (winner, name) = winner?;
    let others: Vec<&Spot> =
        items.iter().copied().filter(|spot| spot.figure != winner.figure).collect();
    // between the name and the word stands what the list is of, or nothing: 得分最高
    let of = tokens.text(tokens.tokens.get(from)?.from, tokens.tokens.get(at)?.from);
    let (_, of) = of.split_once(name)?;
    let first = items.first()?;
    let start = tokens.at.get(first.figure).copied().and_then(|at| tokens.tokens.get(at))?.from;
    const FAR: usize = 40;
    let head = tokens.text(start.saturating_sub(FAR), start);
    let is_score = passage.figure(winner)?.kind == Kind::Score
        && tokens.words_of("score").chain(tokens.words_of("score_total")).any(|word| word == of);
    let is_of_list = of.is_empty() || is_score || of.chars().count() > 1 && head.contains(of);
    let is_list = others.len() > 1
        && items.iter().all(|spot| {
            plays_alike(passage, spot, winner)
                && spot.row.is_none()
                && !spot.is_sum
                && !spot.when.is_last
                && !spot.name.is_empty()
                && passage.is_figure(spot)
        })
        && items.iter().skip(1).all(|spot| spot.goes_on || spot.opened == Some(Sign::Item))
        && passage.words_of_sentence(first).all(|class| class != Class::Scope);
    let reading = ranked(passage, winner, &others, sign)?;
    (is_list && is_of_list).then(|| said(winner, vec![reading], Vec::new()))?
}

/// The first of a rank has an amount, and the list of all has another by its name.
fn said_otherwise(
    passage: &Passage<'_>,
    first: &Spot,
    named: &[&&Spot],
    sentence: &[&Spot],
    sign: i8,
) -> Option<Said> {
    let [one] = named else { return None };
    let in_list = |spot: &Spot| spot.goes_on || spot.opened == Some(Sign::Item);
    let listed = sentence.iter().filter(|spot| {
        spot.clause == one.clause
            && spot.figure != first.figure
            && like(passage, one, spot)
            && spot.role == Role::Value
            && !spot.name.is_empty()
    });
    let value = |spot: &Spot| passage.figure(spot).map_or(Decimal::ZERO, |figure| figure.value);
    let (mut count, mut joined, mut is_first) = (0, 0, true);
    for spot in listed {
        count += 1;
        // the first of them by its own amount: of another measure it would hardly be
        is_first &=
            if sign > 0 { value(first) >= value(spot) } else { value(first) <= value(spot) };
        joined += usize::from(in_list(spot));
    }
    let is_own = first.name.is_empty()
        && first.figure != one.figure
        && first.clause != one.clause
        && first.when == one.when
        && first.role == Role::Value
        && one.role == Role::Value
        && like(passage, first, one)
        && passage.figure(first)?.value != passage.figure(one)?.value;
    let is_list = count > 2 && joined + 1 >= count;
    let reading = Reading::of([(Slot::Value, first.figure, 1), (Slot::Base, one.figure, 1)]);
    (is_own && is_list && is_first)
        .then(|| said(first, vec![(Relation::Same, reading)], Vec::new()))?
}

/// Whether two figures play the same part; of rates and points the name tells it of the first alone.
fn plays_alike(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
    let of_kind = |spot: &Spot| {
        passage.figure(spot).is_some_and(|figure| match figure.kind {
            Kind::Percent => {
                matches!(spot.role, Role::Value | Role::Named | Role::Complete | Role::Share)
            }
            Kind::Score => matches!(spot.role, Role::Value | Role::Got),
            _ => false,
        })
    };
    a.role == b.role || of_kind(a) && of_kind(b)
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
    // 前三名有甲、乙、丙 may stand in any order
    let own = passage.tokens.tokens.get(at).map(|token| passage.tokens.text(token.from, token.to));
    let is_top = own.is_some_and(|own| passage.tokens.words_of("top").any(|word| word == own));
    let to = passage.tokens.at.get(next).copied().unwrap_or(at);
    let in_turn = passage
        .tokens
        .tokens
        .get(at..to)
        .unwrap_or(&[])
        .iter()
        .any(|token| token.what == What::Word(Class::Respectively));
    if is_top && !in_turn {
        return Vec::new();
    }
    let row: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| spot.figure >= next && spot.stream == first.stream)
        .take_while(|spot| {
            spot.segment == first.segment
                && spot.clause <= first.clause + 1
                && plays_alike(passage, spot, first)
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
