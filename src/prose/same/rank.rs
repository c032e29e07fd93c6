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
    let winner = match named.as_slice() {
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
