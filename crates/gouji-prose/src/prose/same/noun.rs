//! What is counted, and where the names of it begin.

use super::common;
use super::count::bridge;
use super::points::points;
use crate::prose::passage::Passage;
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// The noun behind a number of things, with what opens their names.
pub(super) struct Noun {
    /// Where the names begin.
    pub(super) next: usize,
    /// Behind the noun.
    pub(super) end: usize,
    /// A word or sign opens the names.
    pub(super) opens: bool,
    /// 由…组成: what is composed of them.
    pub(super) composed: bool,
    /// A colon behind 名单如下: the names are all of the sentence.
    pub(super) is_closed: bool,
    /// 内设机构4个，各机构简称依次为：; what is composed of them is composed of all.
    pub(super) is_bridged: bool,
    /// 29个处室及机关党委: what is named beside those that are counted.
    pub(super) beside: Option<usize>,
}

/// The noun behind a number; none where something else stands there.
pub(super) fn noun(passage: &Passage<'_>, at: usize) -> Option<Noun> {
    /// A noun has at most this many characters.
    const LONGEST: usize = 12;
    let tokens = &passage.tokens.tokens;
    let mut next = at + 1;
    let mut length = 0;
    let mut opens = false;
    let mut composed = false;
    // a colon behind 名单如下: the names are all of the sentence
    let mut is_closed = false;
    // 内设机构4个，各机构简称依次为：; what is composed of them is composed of all
    let mut is_bridged = false;
    // 29个处室及机关党委: what is named beside those that are counted
    let mut beside: Option<usize> = None;
    let mut noun_end = next;
    let is_colon =
        |at: usize| tokens.get(at).map(|token| token.what) == Some(What::Sign(Sign::Colon));
    while let Some(token) = tokens.get(next) {
        match token.what {
            What::Word(Class::Whole) => composed = true,
            What::Word(Class::Respectively) if is_verb(passage, next) => return None,
            What::Word(Class::Respectively | Class::Namely) => {
                opens = true;
                next += 1;
                if is_colon(next) {
                    (next, is_closed) = (next + 1, true);
                }
                break;
            }
            // 五个重点专项
            What::Word(Class::Open)
                if tokens.get(next + 1).is_some_and(|next| next.what == What::Text) =>
            {
                length += token.to - token.from;
            }
            What::Word(Class::Open | Class::OfWhich | Class::Sum | Class::Scope | Class::Each) => {
                return None;
            }
            What::Text | What::Word(_) => {
                if matches!(token.what, What::Word(Class::And | Class::With)) {
                    beside = Some(next + 1);
                }
                length += token.to - token.from;
                noun_end = next + 1;
            }
            // 三个一级指标
            What::Figure(figure)
                if next > at
                    && passage
                        .tokens
                        .figures
                        .get(figure)
                        .is_some_and(|figure| figure.is_spelled) =>
            {
                length += token.to - token.from;
            }
            What::Sign(Sign::Colon | Sign::Open) => {
                opens = true;
                next += 1;
                break;
            }
            // 提出三点建议。一是
            What::Sign(Sign::Stop) if points(passage, next + 1).is_some() => {
                opens = true;
                next += 1;
                break;
            }
            What::Sign(Sign::Comma) => {
                let follows = tokens.get(next + 1).map(|token| token.what);
                opens = matches!(
                    follows,
                    Some(What::Word(Class::Respectively | Class::Namely | Class::Whole))
                ) && !is_verb(passage, next + 1);
                next += 2;
                if let Some(stop) = points_behind(passage, next - 1).filter(|_| !opens) {
                    (next, opens) = (stop + 1, true);
                    break;
                }
                if let Some(end) = bridge(passage, next - 1).filter(|_| !opens) {
                    let same = names_again(passage, (at + 1)..noun_end, next - 1..end);
                    (next, opens, is_bridged) = (end, true, !composed && !same);
                }
                if is_colon(next) {
                    (next, is_closed) = (next + 1, true);
                }
                break;
            }
            _ => return None,
        }
        if length > LONGEST {
            return None;
        }
        next += 1;
    }
    Some(Noun { next, end: noun_end, opens, composed, is_closed, is_bridged, beside })
}

/// Whether a verb stands behind a word that says in which order, so that it is not what they are: 分别进驻甲、乙两县.
fn is_verb(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = &passage.tokens.tokens;
    let word = tokens.get(at).map(|token| passage.tokens.text(token.from, token.to));
    let follows = tokens.get(at + 1).map(|token| token.what);
    word.is_some_and(|word| passage.tokens.is_word("in_this_order", &word))
        && follows == Some(What::Text)
}

/// The end of the sentence behind a comma, where points begin behind it and nothing else is counted before:
/// 提出三点建议，涉及资金80万元。一是….
fn points_behind(passage: &Passage<'_>, comma: usize) -> Option<usize> {
    /// A sentence goes on for so many tokens at most.
    const FAR: usize = 40;
    let tokens = &passage.tokens.tokens;
    let ends = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge | Sign::Colon));
    let length = tokens.get(comma..)?.iter().take(FAR).position(|token| ends(token.what))?;
    // 四项支出，共545万元：一是…; but 7个项目，主要成果：一是… is another list
    let is_amount = |what: What| match what {
        What::Figure(own) => {
            passage.tokens.figures.get(own).is_some_and(|own| own.kind == Kind::Money)
        }
        _ => false,
    };
    let ends_with_amount = tokens.get(comma + length - 1).is_some_and(|own| is_amount(own.what));
    if tokens.get(comma + length)?.what != What::Sign(Sign::Stop) && !ends_with_amount {
        return None;
    }
    let is_count = |what: What| match what {
        What::Figure(own) => {
            passage.tokens.figures.get(own).is_some_and(|own| own.kind == Kind::Count)
        }
        _ => false,
    };
    let counts = tokens.get(comma..comma + length)?.iter().any(|token| is_count(token.what));
    (!counts && points(passage, comma + length + 1).is_some()).then_some(comma + length)
}

/// Whether the words that open the names say again what is counted: 所属6个事业单位，所属单位分别为….
fn names_again(
    passage: &Passage<'_>,
    noun: std::ops::Range<usize>,
    bridge: std::ops::Range<usize>,
) -> bool {
    /// A shorter word is that of many things.
    const TELLING: usize = 2;
    let text = |range: std::ops::Range<usize>| {
        let own = passage.tokens.tokens.get(range).unwrap_or(&[]);
        let ends = own.first().zip(own.last());
        ends.map_or_else(String::new, |(first, last)| passage.tokens.text(first.from, last.to))
    };
    common(&text(noun), &text(bridge)) >= TELLING
}
