//! Ranks: the greatest, the least, falling order.

use std::ops::Range;

use super::like;
use super::order::{in_turn, ordered, yearly};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Reads which of several is the greatest or least.
pub(crate) fn ranks(passage: &Passage<'_>, out: &mut Vec<Said>) {
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
    for (at, spot) in passage.spots().iter().enumerate() {
        if spot.row.is_some_and(|(_, nth, len)| nth + 1 == len && len > 2) {
            out.extend(yearly(passage, at, spot));
        }
    }
}

/// Whether a word of rank tells none: 相差最大, 最高科技奖.
fn is_no_rank(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = passage.tokens;
    let class = |at: Option<usize>| match tokens.tokens.get(at?)?.what {
        What::Word(class) => Some(class),
        _ => None,
    };
    let before = class(at.checked_sub(1));
    // 最高科技奖 is a name
    let names = tokens.tokens.get(at + 1).is_some_and(|token| token.what == What::Text);
    // 加分项最高计5分: what may be had at most
    let behind = tokens.tokens.get(at..).unwrap_or(&[]).iter();
    let own = behind.take_while(|token| !matches!(token.what, What::Figure(_) | What::Sign(_)));
    let is_cap = tokens.is_word("caps", &tokens.texts(own));
    before == Some(Class::Left) || names && before != Some(Class::Filler) || is_cap
}

/// The figure that is the first of its rank: the one whose name the clause tells, or the one behind
/// the word.
fn winner<'p>(
    passage: &Passage<'_>,
    first: &'p Spot,
    named: &[&&'p Spot],
    is_compared: bool,
) -> Option<&'p Spot> {
    /// A verb before a figure is no name.
    const VERB: usize = 2;
    match named {
        // 补助最高，为1,540户、400万元: the first figure is of another measure
        [one]
            if first.name.is_empty()
                && first.figure != one.figure
                && !like(passage, first, one) =>
        {
            None
        }
        [one] if one.figure == first.figure && is_compared => None,
        [one] => Some(**one),
        [] if is_compared => None,
        // 居首位，安排640万元
        [] if first.name.is_empty()
            || first.opened == Some(Sign::Comma) && first.name.chars().count() <= VERB =>
        {
            Some(first)
        }
        _ => None,
    }
}

/// The clause around a word, without figures: its first token, and the one behind its last.
fn clause_of(passage: &Passage<'_>, at: usize) -> (usize, usize) {
    let tokens = passage.tokens;
    let is_end = |what: What| {
        matches!(
            what,
            What::Sign(Sign::Stop | Sign::Edge | Sign::Comma | Sign::Semicolon | Sign::Colon)
        )
    };
    let is_figure = |what: What| match what {
        What::Figure(figure) => !is_no_number(passage, figure),
        _ => false,
    };
    let from = (0..at)
        .rev()
        .find(|at| {
            tokens.tokens.get(*at).is_some_and(|token| is_end(token.what) || is_figure(token.what))
        })
        .map_or(0, |at| at + 1);
    let to = (at..tokens.tokens.len())
        .find(|at| {
            tokens.tokens.get(*at).is_some_and(|token| is_end(token.what) || is_figure(token.what))
        })
        .unwrap_or(tokens.tokens.len());
    (from, to)
}

/// Whether a list is of another measure than the figure behind a word of rank: one of the list comes
/// before it.
fn is_of_another_measure(
    passage: &Passage<'_>,
    first: &Spot,
    one: &Spot,
    sentence: &[&Spot],
    sign: i8,
) -> bool {
    let at_first = passage.spots().partition_point(|spot| spot.figure < first.figure);
    let names_time = passage.before(at_first).next().is_some_and(|(_, before)| {
        before.clause == first.clause && is_no_number(passage, before.figure)
    });
    first.name.is_empty()
        && !names_time
        && first.figure != one.figure
        && first.clause != one.clause
        && like(passage, first, one)
        && sentence.iter().filter(|spot| like(passage, first, spot)).any(|spot| {
            let pair = passage.figure(first).zip(passage.figure(spot));
            pair.is_some_and(|(a, b)| if sign > 0 { a.value < b.value } else { a.value > b.value })
        })
}

fn rank(passage: &Passage<'_>, at: usize, sign: i8) -> Option<Said> {
    let tokens = passage.tokens;
    if is_no_rank(passage, at) {
        return None;
    }
    let (from, to) = clause_of(passage, at);
    let text =
        tokens.text(tokens.tokens.get(from)?.from, tokens.tokens.get(to.checked_sub(1)?)?.to);
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    // 二季度 is no figure
    let figure = |what: What| match what {
        What::Figure(figure) => Some(figure).filter(|at| !is_no_number(passage, *at)),
        _ => None,
    };
    let next = tokens.tokens.get(at..)?.iter().map(|token| token.what);
    let next = next.take_while(|what| !is_stop(*what)).find_map(figure);
    let next = next?;
    let first = passage.spot_of(next)?;
    let sentence: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| {
            spot.stream == first.stream
                && passage.is_figure(spot)
                && !is_no_number(passage, spot.figure)
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
    let winner = match named.as_slice() {
        // 人均最高的是甲，为1.2万元；甲90万元、乙94万元: the list is of another measure
        [one] if is_of_another_measure(passage, first, one, &sentence, sign) => return None,
        named => winner(passage, first, named, is_compared)?,
    };
    let kind = std::mem::discriminant(&winner.role);
    // 占比最小，为8.3%: the word of its role stands in the clause before
    let takes_any = winner.role == Role::Value && winner.name.is_empty();
    // 资金260万元，其中补助最多的甲45万元: what it is a part of
    let is_head = |spot: &Spot| {
        spot.figure < winner.figure
            && passage.between(spot, winner).any(|class| class == Class::OfWhich)
    };
    let is_plain = |spot: &&&Spot| {
        like(passage, winner, spot)
            && spot.figure != winner.figure
            && !is_head(spot)
            && (std::mem::discriminant(&spot.role) == kind
                || matches!(spot.role, Role::Beside(_))
                || takes_any && matches!(spot.role, Role::Share))
    };
    let others: Vec<&Spot> = sentence.iter().filter(is_plain).copied().collect();
    let same_clause: Vec<&Spot> =
        others.iter().copied().filter(|other| other.clause == winner.clause).collect();
    let others = if same_clause.len() > 1 { same_clause } else { others };
    let reading = ranked(passage, winner, &others, sign)?;
    // 最少的是甲，仅占四项总和的16%: what stands behind tells of something else
    let start = passage.in_sentence(first).next().and_then(|(_, spot)| tokens.at.get(spot.figure));
    let until = if own > at { at } else { own };
    let has_total = |range: Range<usize>| {
        let mut before = tokens.tokens.get(range).unwrap_or(&[]).iter();
        before.any(|token| matches!(token.what, What::Word(Class::Total | Class::Sum)))
    };
    let is_whole = passage.words_of_sentence(first).all(|class| class != Class::Scope)
        && !has_total(start.copied().unwrap_or(0).min(until)..until);
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

/// Whether a figure is only the name of a time, 二季度, or stands for a thing: 最大的一个.
fn is_no_number(passage: &Passage<'_>, figure: usize) -> bool {
    let tokens = passage.tokens;
    let Some(own) = tokens.figures.get(figure).filter(|own| own.is_spelled) else { return false };
    let before = tokens.at.get(figure).and_then(|at| tokens.tokens.get(at.checked_sub(1)?));
    let is_thing = own.printed == Decimal::ONE
        && before.is_some_and(|before| {
            let text = tokens.text(before.from, before.to);
            tokens.words_of("of").any(|word| text.ends_with(word))
        });
    is_thing || tokens.lists.measures.contains_key(&own.counter)
}

/// Whether the words between a name and its rank tell of what a list is: nothing, 得分, 规模, or what stands before
/// the list.
pub(in crate::prose) fn is_of_list(
    passage: &Passage<'_>,
    of: &str,
    first: &Spot,
    winner: &Spot,
) -> bool {
    /// What a list is of is looked for in at most this many characters before its first figure.
    const FAR: usize = 40;
    let tokens = passage.tokens;
    // 甲的支出规模为最大
    let of = tokens.words_of("of").find_map(|word| of.strip_prefix(word)).unwrap_or(of);
    let of = tokens.words_of("becomes").find_map(|word| of.strip_suffix(word)).unwrap_or(of);
    let kind = passage.figure(winner).map(|figure| figure.kind);
    let is_score = kind == Some(Kind::Score)
        && tokens.words_of("score").chain(tokens.words_of("score_total")).any(|word| word == of);
    let start = tokens.at.get(first.figure).and_then(|at| tokens.tokens.get(*at));
    let head = start
        .map_or_else(String::new, |start| tokens.text(start.from.saturating_sub(FAR), start.from));
    // 收入最少的是丙, but not of what is planned
    let is_flow = |of: &str| {
        !first.when.is_plan() && !winner.when.is_plan() && tokens.is_word("ranked_flows", of)
    };
    // 支出规模最大的是丙, 资金额最大的是丙
    let is_sized = |of: &str| {
        let mut sizes = tokens.words_of("ranked_amounts").filter_map(|word| of.strip_suffix(word));
        sizes.any(|of| of.is_empty() || is_flow(of) || head.contains(of))
    };
    let is_amount = kind == Some(Kind::Money) && (is_sized(of) || is_flow(of));
    // 改厕365户：甲86户、…。改厕户数最少的是乙
    let is_count = kind == Some(Kind::Count) && {
        let counter = passage.figure(winner).map_or("", |figure| figure.counter.as_str());
        let mut ends = tokens.words_of("number_words");
        ends.any(|end| {
            let noun = of.strip_suffix(end).and_then(|of| of.strip_suffix(counter));
            noun.is_some_and(|noun| noun.is_empty() || head.contains(noun))
        })
            // 服务人次最多的是体育中心
            || counter.chars().count() > 1 && of.ends_with(counter)
            || tokens.is_word("ranked_counts", of)
            // 从投诉类型看，…，投诉量居首位
            || tokens.words_of("count_ends").any(|end| {
                let noun = of.strip_suffix(end);
                noun.is_some_and(|noun| noun.chars().count() > 1 && head.contains(noun))
            })
    };
    let is_told = of.is_empty() || is_score || is_amount || is_count;
    is_told || of.chars().count() > 1 && head.contains(of)
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
pub(super) fn plays_alike(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
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
pub(in crate::prose) fn ranked(
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
