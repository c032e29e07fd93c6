//! Numbers of names that are listed.

use super::levels::other_count;
use super::noun::{Noun, noun};
use super::points::points;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Reads numbers of things whose names are listed.
pub(crate) fn counts(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        let names = |figure: &Quantity| {
            figure.kind == Kind::Count
                && figure.is_figure()
                && (figure.value > Decimal::ONE || !figure.is_spelled)
                && (passage.tokens.is_word("name_counters", &figure.counter)
                    || figure.is_spelled && figure.counter.is_empty())
        };
        // 新增固定资产三类，即…
        let is_spelled = passage.figure(spot).is_some_and(|figure| figure.is_spelled);
        let is_new = spot.role == Role::Change(1) && is_spelled;
        // 从三个方面整改：一是…
        let is_from = spot.role == Role::From && is_spelled;
        if (matches!(spot.role, Role::Value | Role::To(0)) || is_new || is_from)
            && passage.figure(spot).is_some_and(names)
        {
            out.extend(count(passage, spot));
        }
    }
}

pub(super) fn count(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    let Some(noun) = noun(passage, at) else { return before(passage, spot) };
    let Noun { next, composed, is_closed, is_bridged, beside, .. } = noun;
    let (opens, noun_end) = (noun.opens, noun.end);
    if !opens && !composed {
        return before(passage, spot);
    }
    if let Some((points, end)) = points(passage, next) {
        // 一是…。二是…。 may go on in the next paragraph
        let by_sentences = tokens.get(next..end)?.iter().any(|t| t.what == What::Sign(Sign::Stop));
        let is_less = passage.figure(spot)?.value > Decimal::from(points as u64);
        let is_at_end = tokens.get(end..)?.iter().all(|t| matches!(t.what, What::Sign(_)));
        let is_sure = !(by_sentences && is_less && is_at_end);
        return names_said(passage, spot, points, 0, next..end, is_sure);
    }
    // 原因有三：人工、材料: sentences rather than names
    let is_bare = passage.figure(spot).is_some_and(|figure| figure.counter.is_empty());
    if is_bare || tokens.get(next).map(|token| token.what) == Some(What::Word(Class::Enumerate)) {
        return None;
    }
    let is_bracket = next
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| token.what == What::Sign(Sign::Open));
    // 单位共五家：1.甲；2.乙: semicolons part all that a colon opens
    let opens_all = || {
        let before = next.checked_sub(1).and_then(|at| tokens.get(at));
        before.is_some_and(|before| before.what == What::Sign(Sign::Colon))
    };
    let parted = clauses(passage, next)
        .filter(|(.., mark)| is_closed || *mark == Some(Sign::Semicolon) && opens_all());
    if let Some((names, end, is_alike, _)) = parted {
        let mut out = names_said(passage, spot, names, 0, next..end, is_alike && !is_bridged)?;
        if let Some((other, is_told)) = other_count(passage, at, next..end, names) {
            join(&mut out, names_said(passage, spot, other, 0, next..end, true), is_told);
        }
        return Some(out);
    }
    let (names, joined, end) = run(passage, next, usize::MAX)?;
    if is_bracket
        && passage
            .tokens
            .text(tokens.get(next)?.from, tokens.get(end.checked_sub(1)?)?.to)
            .chars()
            .count()
            < names * if names > 2 { 3 } else { 4 } - 1
    {
        return None;
    }
    let ends =
        |token: &Token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon));
    // 分别为：甲、乙、丙，较上年未发生变化: no further names behind the comma
    let is_comma = tokens.get(end).is_some_and(|token| token.what == What::Sign(Sign::Comma));
    let rest = tokens.get(end..).unwrap_or(&[]).iter().take_while(|token| !ends(token));
    let has_more = rest.clone().any(|token| token.what == What::Sign(Sign::Item));
    let turns = rest.clone().nth(1).is_some_and(|token| matches!(token.what, What::Word(_)));
    let is_end = tokens.get(end).is_none_or(ends) || is_comma && !has_more && turns;
    // points are sentences: 政策8条，具体如下：用地、用工保障
    let are_points = passage.figure(spot).is_some_and(|own| {
        passage.tokens.words_of("point_counters").any(|word| word == own.counter)
    });
    let is_sure = !are_points && !is_bridged && (!is_closed || is_end);
    let mut out = names_said(passage, spot, names, joined, next..end, is_sure)?;
    let is_beside = beside.is_some_and(|from| is_listed(passage, from..noun_end, next..end));
    let beside = is_beside.then(|| (names - 1, true));
    for (other, is_told) in beside.into_iter().chain(other_count(passage, at, next..end, names)) {
        join(&mut out, names_said(passage, spot, other, 0, next..end, is_sure), is_told);
    }
    Some(out)
}

/// Takes in further readings: as sure as those that are there, or as what chance may make come out.
fn join(out: &mut Said, others: Option<Said>, is_told: bool) {
    let is_sure = is_told && out.sure > 0 && out.sure == out.readings.len();
    let new = others.into_iter().flat_map(|said| said.readings);
    for reading in new {
        if !out.readings.contains(&reading) {
            out.readings.push(reading);
        }
    }
    if is_sure {
        out.sure = out.readings.len();
    }
}

/// Whether words are, or end, one of the names of a list.
fn is_listed(
    passage: &Passage<'_>,
    words: std::ops::Range<usize>,
    list: std::ops::Range<usize>,
) -> bool {
    let tokens = &passage.tokens.tokens;
    let text = |range: std::ops::Range<usize>| -> Option<String> {
        let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
        (range.start < range.end).then(|| passage.tokens.text(first.from, last.to))
    };
    let Some(wanted) = text(words) else { return false };
    let mut from = list.start;
    for at in list.clone() {
        let is_item = tokens.get(at).is_some_and(|token| token.what == What::Sign(Sign::Item));
        let to = if is_item { at } else { at + 1 };
        if (is_item || to == list.end) && text(from..to).is_some_and(|name| name.ends_with(&wanted))
        {
            return true;
        }
        if is_item {
            from = at + 1;
        }
    }
    false
}

/// Where the names begin behind a clause that says what they are: …，各机构简称依次为：甲、乙.
pub(super) fn bridge(passage: &Passage<'_>, from: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let tokens = &passage.tokens.tokens;
    let first = tokens.get(from)?;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.what {
            _ if token.to - first.from > LONGEST => return None,
            What::Word(Class::Respectively | Class::Namely) => return Some(at + 1),
            What::Text | What::Word(Class::Each | Class::Name | Class::Of) => {}
            _ => return None,
        }
    }
    None
}

/// Names that commas or semicolons part, up to the end of a sentence: how many, where they end, and whether they are names for
/// certain: they begin alike, as the units of a city do, or semicolons part them; and the mark that parts them.
fn clauses(passage: &Passage<'_>, from: usize) -> Option<(usize, usize, bool, Option<Sign>)> {
    const LONGEST: usize = 24;
    const LEAST: usize = 3;
    const ALIKE: usize = 2;
    let tokens = &passage.tokens.tokens;
    let mut starts = vec![from];
    let mut depth = 0_usize;
    let mut end = from;
    let mut mark: Option<Sign> = None;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        end = at;
        match token.what {
            What::Sign(Sign::Open) => depth += 1,
            What::Sign(Sign::Close) => depth = depth.checked_sub(1)?,
            What::Sign(Sign::Stop | Sign::Edge) => break,
            _ if depth > 0 => {}
            // 甲局；乙局；丙局: one mark parts them all
            What::Sign(own @ (Sign::Comma | Sign::Semicolon))
                if mark.is_none_or(|mark| mark == own) =>
            {
                mark = Some(own);
                starts.push(at + 1);
            }
            What::Sign(_) => return None,
            What::Word(
                Class::Open
                | Class::OfWhich
                | Class::Whole
                | Class::Respectively
                | Class::Namely
                | Class::Each
                | Class::Not
                | Class::Reason
                | Class::Enumerate
                | Class::To,
            ) => return None,
            What::Text | What::Word(_) => {}
            _ => return None,
        }
        end = at + 1;
    }
    let name = |(nth, start): (usize, &usize)| {
        let to = starts.get(nth + 1).map_or(end, |next| next - 1);
        let (first, last) = (tokens.get(*start)?, tokens.get(to.checked_sub(1)?)?);
        let is_short = *start < to && last.to - first.from <= LONGEST;
        is_short.then(|| passage.tokens.text(first.from, (first.from + ALIKE).min(last.to)))
    };
    let heads: Option<Vec<String>> = starts.iter().enumerate().map(name).collect();
    let heads = heads.filter(|heads| heads.len() >= LEAST && depth == 0)?;
    let is_alike = heads.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    Some((heads.len(), end, is_alike || mark == Some(Sign::Semicolon), mark))
}

/// Names before their number: 甲、乙、丙三个单位.
pub(super) fn before(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    /// Two names may be the last of a longer run of words.
    const LEAST: usize = 3;
    let tokens = &passage.tokens.tokens;
    let own = passage.tokens.at.get(spot.figure).copied()?;
    // 包括甲、乙、丙共三家单位
    let is_summed = own.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.what)
        == Some(What::Word(Class::Sum));
    // 甲、乙、丙、丁等四个处室: all of them, or some
    let is_some = own.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
        token.what == What::Word(Class::Open)
            && passage.tokens.is_word("and_others", &passage.tokens.text(token.from, token.to))
    });
    // 甲、乙、丙这三个处室
    let is_those = own.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
        let text = passage.tokens.text(token.from, token.to);
        token.what == What::Word(Class::That) || passage.tokens.is_word("pointer", &text)
    });
    let is_comma =
        |at: usize| tokens.get(at).map(|token| token.what) == Some(What::Sign(Sign::Comma));
    // 甲、乙、丙，以上三家
    if is_those && own.checked_sub(2).is_some_and(is_comma) {
        return pointed(passage, spot, own - 2);
    }
    let at = own - usize::from(is_summed || is_some || is_those);
    let ends = (if is_those { at } else { own }, own);
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
                        || end == at
                            && names >= LEAST
                            && (is_summed && !crossed || is_of_names(passage, spot, ends)),
                );
            }
            _ => {}
        }
        from = back;
    }
    if crossed || is_some {
        let (names, joined, end) = run(passage, from, at)?;
        let is_listed = if is_some { names > LEAST && end == at } else { names >= LEAST };
        // 机关设办公室、组织部、宣传部，共3个内设机构
        let is_sure = crossed && !is_some && end + 4 >= at && sets_up(passage, from..end);
        return names_said(passage, spot, names, joined, from..end, is_sure).filter(|_| is_listed);
    }
    let is_sure = is_of_names(passage, spot, ends);
    if !is_sure && !passage.figure(spot)?.is_spelled {
        return None;
    }
    let (names, joined, end) = run(passage, from, at)?;
    names_said(passage, spot, names, joined, from..end, is_sure && names >= LEAST && end == at)
}

/// Whether the first of several names stands behind a verb that says that all of them are there: 机关设办公室、组织部.
fn sets_up(passage: &Passage<'_>, list: std::ops::Range<usize>) -> bool {
    let tokens = passage.tokens.tokens.get(list).unwrap_or(&[]);
    let is_mark = |token: &&Token| token.what != What::Sign(Sign::Item);
    let first = passage.tokens.texts(tokens.iter().take_while(is_mark));
    passage.tokens.has_word("sets_up", &first)
}

/// Names up to a comma, and behind it their number with a word that points to them.
fn pointed(passage: &Passage<'_>, spot: &Spot, comma: usize) -> Option<Said> {
    const LEAST: usize = 3;
    let tokens = &passage.tokens.tokens;
    let is_mark = |at: usize| {
        matches!(
            tokens.get(at).map(|token| token.what),
            Some(
                What::Sign(Sign::Comma | Sign::Stop | Sign::Edge | Sign::Colon | Sign::Semicolon)
                    | What::Figure(_)
            )
        )
    };
    let from = (0..comma).rev().find(|at| is_mark(*at)).map_or(0, |at| at + 1);
    if is_of_numbered_groups(passage, from..comma) {
        return None;
    }
    let (names, joined, end) = run(passage, from, comma)?;
    let own = passage.tokens.at.get(spot.figure).copied()?;
    let is_sure = end == comma && names >= LEAST && is_of_names(passage, spot, (comma, own));
    is_sure.then(|| names_said(passage, spot, names, joined, from..end, true))?
}

/// Whether groups of names end with their numbers: 东城、西城两区和青山、云水、河口三县.
fn is_of_numbered_groups(passage: &Passage<'_>, names: std::ops::Range<usize>) -> bool {
    let own = passage.tokens.tokens.get(names).unwrap_or(&[]);
    let text = passage.tokens.texts(own.iter());
    let is_number = |group: &str| {
        // 两区, 两街道
        let mut last = group.chars().rev().skip(1).take(2);
        let is_numeral = |c| passage.tokens.words_of("numerals").any(|own| own.starts_with(c));
        last.any(is_numeral)
    };
    let joints = passage.tokens.words_of("and").filter(|joint| text.contains(*joint));
    joints.filter_map(|joint| text.split_once(joint)).any(|(first, _)| is_number(first))
}

/// Whether a noun for names stands behind a number, and a name directly before it: 甲、乙、丙三个单位.
fn is_of_names(passage: &Passage<'_>, spot: &Spot, (end, at): (usize, usize)) -> bool {
    let tokens = &passage.tokens.tokens;
    let what = |at: usize| tokens.get(at).map(|token| token.what);
    let is_name = end.checked_sub(1).and_then(what).is_some_and(|what| {
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
    let is_kind = passage.tokens.words_of("name_kinds").any(|kind| noun.starts_with(kind));
    let makes = passage.is_followed_by(spot, Class::Whole);
    is_name && (is_kind || makes)
}

/// A run of names from a token on: how many, how many words could join two more, and where it ends.
fn run(passage: &Passage<'_>, from: usize, to: usize) -> Option<(usize, usize, usize)> {
    let tokens = &passage.tokens.tokens;
    let mut depth = 0_usize;
    let (mut names, mut joined, mut length) = (0, 0, 0);
    // words that could join two more in the item at hand
    let mut own_joined = 0;
    // the last character of each name, and those before a word that may join two more
    let (mut ends, mut joints): (Vec<char>, Vec<char>) = (Vec::new(), Vec::new());
    let last_of = |at: usize| {
        let token = at.checked_sub(1).and_then(|at| tokens.get(at))?;
        passage.tokens.chars.get(token.to.checked_sub(1)?).map(|c| c.c)
    };
    // what stands before the number that an item ends with: 监狱 of 监狱十七所
    let mut numbered: Vec<String> = Vec::new();
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
                ends.extend(last_of(at).filter(|_| length > 0));
                numbered.extend(before_number(passage, at));
                (length, own_joined) = (0, 0);
            }
            What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Colon) => {
                break;
            }
            What::Figure(figure) => {
                // 二次供水: a name opens with it
                let opens = tokens
                    .get(at + 1)
                    .is_some_and(|next| matches!(next.what, What::Text | What::Word(Class::Name)));
                // 综合一处, 县120急救中心; but not 甲县5个
                let is_of_name = passage.tokens.figures.get(figure).is_some_and(|figure| {
                    figure.is_spelled || figure.kind == Kind::Bare && opens && figure.decimals == 0
                });
                // 东城、西城两区和甲、乙两县: it counts the names so far
                let so_far = Decimal::from(names + usize::from(length > 0));
                let counts_them = names > 0
                    && passage.tokens.figures.get(figure).is_some_and(|own| own.value == so_far);
                let is_joined = (at + 1..at + 3)
                    .filter_map(|at| tokens.get(at))
                    .any(|next| matches!(next.what, What::Word(Class::With | Class::And)));
                if !is_of_name || counts_them && is_joined {
                    return None;
                }
                if at + 1 == to || length == 0 && !opens {
                    break;
                }
                length += token.to - token.from;
            }
            // 综合一处至综合九处 are as many as their numbers say
            What::Word(Class::Open | Class::OfWhich | Class::Enumerate | Class::To) => {
                return None;
            }
            // the names go on elsewhere
            What::Sign(Sign::Edge) => return None,
            What::Word(Class::With | Class::And) => {
                (joined, own_joined) = (joined + 1, own_joined + 1);
                joints.extend(last_of(at));
            }
            What::Text | What::Word(_) => length += token.to - token.from,
            _ => {}
        }
        at += 1;
    }
    names += usize::from(length > 0);
    ends.extend(last_of(at).filter(|_| length > 0));
    numbered.extend(before_number(passage, at));
    // 监狱十七所、管教所一所: a number of each; but 综合一处、综合二处 are names
    let is_each = numbered.len() + usize::from(at == to) >= names && !numbered.is_empty();
    if is_each && numbered.windows(2).any(|pair| matches!(pair, [a, b] if a != b)) {
        return None;
    }
    // 住房和城乡建设局、水利局、教育局: two names are joined at the end of a list
    if own_joined == 0 {
        joined = 0;
    }
    // 问卷法、访谈法、比较法和核查法: all end alike, so that each of them is told by its end
    if let [first, _, _, ..] = ends.as_slice()
        && ends.iter().all(|end| end == first)
    {
        names += joints.iter().filter(|joint| *joint == first).count();
        joined = 0;
    }
    let is_finished = at == to || depth == 0 && at < tokens.len();
    (names > 1 && is_finished).then_some((names, joined, at))
}

/// What stands before the spelled number that ends before a token.
fn before_number(passage: &Passage<'_>, at: usize) -> Option<String> {
    let token = |back: usize| passage.tokens.tokens.get(at.checked_sub(back)?);
    let What::Figure(figure) = token(1)?.what else { return None };
    let before = token(2)?;
    let is_spelled = passage.tokens.figures.get(figure).is_some_and(|own| own.is_spelled);
    is_spelled.then(|| passage.tokens.text(before.from, before.to))
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
    let start = passage.tokens.chars.get(chars.start)?.start();
    let end = passage.tokens.chars.get(chars.end.checked_sub(1)?)?.end();
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
