//! The name that stands before an amount.

use crate::prose::quantity::Kind;
use crate::prose::scan::Scanner;
use crate::prose::token::{Sign, Token, Tokens, What};
use crate::prose::words::Class;
use std::ops::Range;

/// What stands before an amount.
pub(super) struct Name {
    /// What is named there, without the words of stages at its end.
    pub text: String,
    /// Bytes of the passage in which that stands.
    pub range: Range<usize>,
    /// The last word of a stage.
    pub stage: Option<Class>,
    /// The words there name nothing: 支出 of 支出决算为6万元 speaks of what was named before.
    pub names_nothing: bool,
}

/// A name as `amounts` gives it.
#[must_use]
pub fn bare_name(scanner: &Scanner<'_>, text: &str) -> Option<String> {
    let tokens = scanner.scan(text);
    name(&tokens, 0, tokens.tokens.len()).map(|name| name.text)
}

/// Whether a word of a class may stand in what is printed and not in the name that is read of it.
#[must_use]
pub fn may_be_left_out(class: Class) -> bool {
    matches!(
        class,
        Class::Filler
            | Class::This
            | Class::Of
            | Class::Each
            | Class::OfWhich
            | Class::Done
            | Class::Plan
            | Class::PlanFirst
            | Class::PlanFinal
    )
}

/// The name between two tokens; `None` where a word stands there that makes it something else.
pub(super) fn name(tokens: &Tokens, from: usize, to: usize) -> Option<Name> {
    let own = tokens.tokens.get(from..to).unwrap_or(&[]);
    let is_text = |what: What| matches!(what, What::Text | What::Word(Class::Name));
    let tail = own.iter().rposition(|token| is_text(token.what)).map_or(0, |at| at + 1);
    let mut text = String::new();
    let mut stage = None;
    let (mut first, mut last) = (None, None);
    for (at, token) in own.iter().enumerate() {
        let is_in_name = match token.what {
            // what is left of a numbering
            What::Sign(sign) if text.is_empty() && sign != Sign::Open => false,
            // 资源勘探工业信息等支出
            What::Word(Class::Open) if !text.is_empty() && at + 1 < own.len() => true,
            What::Text
            | What::Sign(_)
            | What::Word(
                Class::Name
                | Class::Income
                | Class::Outgo
                | Class::Total
                | Class::And
                | Class::With
                | Class::Start
                | Class::End,
            ) => true,
            What::Word(Class::Filler | Class::This | Class::Of | Class::Each) => false,
            // 其中：基本支出
            What::Word(Class::OfWhich) if text.is_empty() => false,
            What::Word(Class::Plan) if names_funds(tokens, own, at) => true,
            What::Word(
                class @ (Class::Done | Class::Plan | Class::PlanFirst | Class::PlanFinal),
            ) => {
                if at >= tail {
                    stage = Some(class);
                }
                at < tail
            }
            What::Word(_) | What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => {
                return None;
            }
        };
        if is_in_name {
            text.push_str(&tokens.text(token.from, token.to));
            first = first.or(Some(token.from));
            last = Some(token.to);
        }
    }
    let range = first.zip(last).map_or(0..0, |(first, last)| tokens.bytes(first, last));
    let names_nothing = !own.iter().any(|token| is_text(token.what));
    Some(Name { text, range, stage, names_nothing })
}

/// Whether the word of a plan is a part of the name of funds: 国有资本经营预算支出.
fn names_funds(tokens: &Tokens, own: &[Token], at: usize) -> bool {
    let (before, behind) = (own.get(..at).unwrap_or(&[]), own.get(at + 1));
    let is_flow =
        behind.is_some_and(|token| matches!(token.what, What::Word(Class::Income | Class::Outgo)));
    let (Some(first), Some(last)) = (before.first(), before.last()) else { return false };
    let name = tokens.text(first.from, last.to);
    is_flow && tokens.words_of("fund_names").any(|word| name.ends_with(word))
}

/// Where the words of a figure begin: behind the mark or figure before it, or behind a date.
/// `with_items`: marks of items are a part of them.
pub(super) fn begin(tokens: &Tokens, end: usize, with_items: bool) -> usize {
    let mut depth = 0_usize;
    let mut from = end;
    while let Some(token) = from.checked_sub(1).and_then(|at| tokens.tokens.get(at)) {
        match token.what {
            What::Sign(Sign::Close) => depth += 1,
            What::Sign(Sign::Open) if depth > 0 => depth -= 1,
            What::Sign(_) if depth > 0 => {}
            What::Sign(Sign::Item) if with_items => {}
            What::Sign(_) | What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => {
                break;
            }
            What::Text | What::Word(_) => {}
        }
        from -= 1;
    }
    from
}

/// Whether a bracket stands there that tells of no amounts: （含上年结转）, not （购置费2万元、运行费3万元）.
pub(super) fn is_qualified(tokens: &Tokens, at: usize) -> bool {
    let rest = tokens.tokens.get(at..).unwrap_or(&[]);
    if rest.first().is_none_or(|token| token.what != What::Sign(Sign::Open)) {
        return false;
    }
    let mut inside = rest.iter().take_while(|token| token.what != What::Sign(Sign::Close));
    let has_money = inside.clone().any(|token| kind_of(tokens, token.what) == Some(Kind::Money));
    // （不含结转2万元）
    let leaves_out = inside
        .any(|token| matches!(token.what, What::Word(Class::Not | Class::Open | Class::Scope)));
    !has_money || leaves_out
}

/// The name that stands before a date, where the words of an amount begin behind that date.
pub(super) fn before_date(tokens: &Tokens, from: usize) -> Option<Name> {
    let before = tokens.tokens.get(..from)?;
    let end = before.iter().rposition(|token| !is_date(token.what))? + 1;
    let start = begin(tokens, end, false);
    (end < from && start < end)
        .then(|| name(tokens, start, end))
        .flatten()
        .filter(|name| !name.text.is_empty() && !name.names_nothing)
}

/// The words of the clause that ends where those of an amount begin: whose amount it is may stand
/// there.
pub(super) fn lead(tokens: &Tokens, from: usize) -> Option<(usize, usize)> {
    let before = tokens.tokens.get(..from)?;
    let mark = before.iter().rposition(|token| matches!(token.what, What::Sign(_)))?;
    if !matches!(before.get(mark)?.what, What::Sign(Sign::Colon | Sign::Comma)) {
        return None;
    }
    let clause = before.get(..mark)?;
    let is_end = |what: What| {
        matches!(
            what,
            What::Sign(Sign::Colon | Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge)
        )
    };
    let own = clause.iter().rposition(|token| is_end(token.what)).map_or(0, |at| at + 1);
    let clause = clause.get(own..)?;
    let has_words =
        clause.iter().any(|token| matches!(token.what, What::Text | What::Word(Class::Name)));
    if !has_words || clause.iter().any(|token| is_measured(tokens, token.what)) {
        return None;
    }
    // 按经济分类，: by what it is divided; 主要用于以下方面：: that uses follow; not whose it is
    let text = tokens.text(clause.first()?.from, clause.last()?.to);
    (!tokens.is_division(&text) && !tokens.is_word("uses_follow", &text)).then_some((own, mark))
}

/// What stands there but for figures and dates.
pub(super) fn words(tokens: &Tokens, from: usize, to: usize) -> String {
    let own = tokens.tokens.get(from..to).unwrap_or(&[]).iter();
    tokens.texts(own.filter(|token| !matches!(token.what, What::Figure(_)) && !is_date(token.what)))
}

/// The sentence that opens a passage, where it is no more than a name and no figure stands before an
/// amount: 公务接待费。主要用于接待。年初预算6万元.
pub(super) fn opening_name(tokens: &Tokens, to: usize) -> Option<Name> {
    let before = tokens.tokens.get(..to)?;
    let end = before.iter().position(|token| {
        matches!(token.what, What::Sign(Sign::Stop | Sign::Colon | Sign::Semicolon | Sign::Edge))
    })?;
    if before.iter().any(|token| is_measured(tokens, token.what)) {
        return None;
    }
    let from = before.iter().position(|token| matches!(token.what, What::Text | What::Word(_)))?;
    name(tokens, from, end)
}

/// The sentence before an amount that has no name of its own, where that sentence is no more than a
/// name: 公务接待费。2026年预算数6万元.
pub(super) fn title(tokens: &Tokens, from: usize) -> Option<Name> {
    let before = tokens.tokens.get(..from)?;
    let says_nothing =
        |what: What| is_date(what) || matches!(what, What::Word(Class::Filler | Class::This));
    let mark = before.iter().rposition(|token| !says_nothing(token.what))?;
    let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    if !is_end(before.get(mark)?.what) {
        return None;
    }
    let sentence = before.get(..mark)?;
    let own = sentence.iter().rposition(|token| is_end(token.what)).map_or(0, |at| at + 1);
    let is_in_name = |what: What| match what {
        What::Text | What::Word(_) | What::Sign(Sign::Open | Sign::Close | Sign::Item) => true,
        what => kind_of(tokens, what) == Some(Kind::Bare),
    };
    let sentence = sentence.get(own..)?;
    let (first, last) = (sentence.first()?, sentence.last()?);
    let range = tokens.bytes(first.from, last.to);
    sentence.iter().all(|token| is_in_name(token.what)).then(|| Name {
        text: tokens.text(first.from, last.to),
        range,
        stage: None,
        names_nothing: false,
    })
}

fn is_date(what: What) -> bool {
    matches!(what, What::Year(_) | What::Month(_) | What::Day(_))
}

/// The kind of a figure; `None` where no figure stands.
fn kind_of(tokens: &Tokens, what: What) -> Option<Kind> {
    let What::Figure(figure) = what else { return None };
    tokens.figures.get(figure).map(|figure| figure.kind)
}

/// Whether a figure stands there that has a unit.
fn is_measured(tokens: &Tokens, what: What) -> bool {
    kind_of(tokens, what).is_some_and(|kind| kind != Kind::Bare)
}
