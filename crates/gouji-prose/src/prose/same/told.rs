//! A figure told once more in other words: the same amount, the column that it stands in, what was named before.

use super::{common, is_fact, like, same};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::Said;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Reads a figure that was told before.
pub(super) fn told(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    if spot.row.is_some() || spot.when.is_last {
        return None;
    }
    same_amount(passage, at, spot)
        .or_else(|| also(passage, at, spot))
        .or_else(|| of_column(passage, at, spot))
        .or_else(|| that_one(passage, at, spot))
        .or_else(|| that_score(passage, at, spot))
        .or_else(|| filled_in(passage, at, spot))
        .or_else(|| what_was_done(passage, at, spot))
}

/// What is printed before a figure, back to the figure or the mark of a clause.
fn lead(passage: &Passage<'_>, spot: &Spot) -> String {
    let list = passage.layout.streams.get(spot.stream).map_or(&[][..], |stream| &stream.tokens);
    let own = list.get(spot.pre.clone()).unwrap_or(&[]);
    let ends = own.first().zip(own.last()).and_then(|(first, last)| {
        passage.tokens.tokens.get(*first).zip(passage.tokens.tokens.get(*last))
    });
    ends.map_or_else(String::new, |(first, last)| passage.tokens.text(first.from, last.to))
}

/// The figures before one that it may repeat.
fn before<'b>(
    passage: &'b Passage<'_>,
    at: usize,
    spot: &'b Spot,
) -> impl Iterator<Item = &'b Spot> {
    passage.before(at).map(|(_, other)| other).filter(move |other| {
        like(passage, spot, other)
            && is_fact(other)
            && passage.is_figure(other)
            && other.row.is_none()
            && !other.when.is_last
    })
}

/// 收入编列80万元，支出按同一数额编列，为80万元.
fn same_amount(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let (_, other) = passage.before(at).next()?;
    let is_next = other.sentence == spot.sentence
        && other.stream == spot.stream
        && like(passage, spot, other)
        && is_fact(other)
        && passage.is_figure(other)
        && other.row.is_none();
    // 合同额 holds 同额
    let bare = |text: String| {
        let contracts = passage.tokens.words_of("contracts");
        contracts.fold(text, |text, word| text.replace(word, ""))
    };
    let (own, text) = (bare(lead(passage, spot)), bare(passage.text_from(other, spot)));
    // 罚没收入80万元，如数上缴，另有5万元: its own clause says so, or says nothing
    let is_own =
        passage.tokens.has_word("same_amount", &own) || spot.name.is_empty() && spot.raw.is_empty();
    let says = is_next
        && is_own
        && passage.figure(spot)?.kind == Kind::Money
        && passage.tokens.has_word("same_amount", &text)
        && passage
            .between(other, spot)
            .all(|class| !matches!(class, Class::Not | Class::OfWhich | Class::Per | Class::Scope));
    says.then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// 申报表填报受益企业120家，总结报告记载受益企业同为120家.
fn also(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 3;
    let text = lead(passage, spot);
    if !passage.tokens.words_of("same_as").any(|word| text.ends_with(word)) {
        return None;
    }
    let mut found = before(passage, at, spot)
        .filter(|other| common(&other.name, &spot.name) >= TELLING && other.figure < spot.figure);
    let other = found.next().filter(|_| found.next().is_none())?;
    said(spot, vec![same(spot, other)], Vec::new())
}

/// 全年预算数80万元，自评表“全年预算数”栏填列80万元.
fn of_column(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 4;
    let text = lead(passage, spot);
    let name = passage.tokens.words_of("column_words").find_map(|word| {
        let (name, _) = text.split_once(word)?;
        (name.chars().count() >= TELLING).then(|| name.to_owned())
    })?;
    let bare = |name: &str| -> String {
        let ends =
            passage.tokens.words_of("column_ends").filter_map(|word| name.strip_suffix(word));
        ends.min_by_key(|rest| rest.len()).unwrap_or(name).to_owned()
    };
    let name = bare(&name);
    let ends_alike = |other: &&Spot| {
        let own = bare(&lead(passage, other));
        let same = own.chars().rev().zip(name.chars().rev()).take_while(|(a, b)| a == b);
        same.count() >= TELLING
    };
    let mut found = before(passage, at, spot).filter(ends_alike);
    let other = found.next().filter(|_| found.next().is_none())?;
    said(spot, vec![same(spot, other)], Vec::new())
}

/// 南渠工程列入预算80万元。…。该工程预算80万元，: the same stage of what was named before.
fn that_one(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const NOUN: usize = 2;
    let is_full = {
        let own = passage.tokens.at.get(spot.figure).copied()?;
        let next = passage.tokens.tokens.get(own + 1).map(|token| token.what);
        matches!(
            next,
            None | Some(What::Sign(Sign::Comma | Sign::Stop | Sign::Semicolon | Sign::Edge))
        )
    };
    let noun: String = spot.name.chars().take(NOUN).collect();
    let is_that = spot.words.first() == Some(&Class::That)
        && spot.role == Role::Value
        && spot.when.stage.is_some()
        && noun.chars().count() == NOUN
        && passage.figure(spot)?.kind == Kind::Money;
    if !is_full || !is_that {
        return None;
    }
    let mut found = before(passage, at, spot).filter(|other| {
        other.sentence < spot.sentence
            && other.role == Role::Value
            && other.when.stage == spot.when.stage
            && other.when.edge == spot.when.edge
            && (spot.when.year.is_none() || spot.when.year == other.when.year)
            && other.stream == spot.stream
            && other.name.contains(&noun)
    });
    let other = found.next().filter(|_| found.next().is_none())?;
    said(spot, vec![same(spot, other)], Vec::new())
}

/// 项目得94.6分，…。该项目以94.6分排名第2: the only points that were got before.
fn that_score(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let is_that = passage.tokens.words_of("that").any(|word| spot.raw.starts_with(word))
        && spot.role == Role::Value
        && passage.figure(spot)?.kind == Kind::Score
        && passage.tokens.words_of("picks").any(|word| spot.raw.ends_with(word));
    if !is_that {
        return None;
    }
    let near = |other: &Spot| other.sentence + 1 == spot.sentence && other.row.is_none();
    let got = |other: &Spot| other.role == Role::Got && passage.is_figure(other) && near(other);
    let mut found = passage.before(at).map(|(_, other)| other).filter(|other| got(other));
    let other = found.next().filter(|_| found.next().is_none())?;
    said(spot, vec![same(spot, other)], Vec::new())
}

/// 防控专项2024年预算80万元。…绩效目标表填报：防控专项年度资金总额80万元: one name, and words that say no more than that it is its money.
fn filled_in(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const TELLING: usize = 4;
    let tokens = passage.tokens;
    if passage.figure(spot)?.kind != Kind::Money || spot.role != Role::Value {
        return None;
    }
    let is_bare = |rest: &str| {
        let mut rest = rest;
        while let Some(next) =
            tokens.words_of("money_nouns").find_map(|word| rest.strip_prefix(word))
        {
            rest = next;
        }
        rest.is_empty()
    };
    let is_one = |other: &&Spot| {
        let (own, name) = (spot.name.as_str(), other.name.as_str());
        let shared = own.chars().zip(name.chars()).take_while(|(a, b)| a == b);
        let (count, bytes) = shared.fold((0, 0), |(n, len), (c, _)| (n + 1, len + c.len_utf8()));
        let rests = own.get(bytes..).zip(name.get(bytes..));
        count >= TELLING
            && rests.is_some_and(|(one, other)| is_bare(one) && is_bare(other))
            && (spot.when.year.is_none() || spot.when.year == other.when.year)
            && (spot.when.stage == Some(Class::Done)) == (other.when.stage == Some(Class::Done))
    };
    let mut found = before(passage, at, spot)
        .filter(|other| other.sentence < spot.sentence && other.role == Role::Value)
        .filter(is_one);
    let other = found.next().filter(|_| found.next().is_none())?;
    // asked last: the words of a sentence are joined anew for each of its figures
    let is_told = tokens.has_word("form_says", &passage.lead_of_sentence(spot));
    is_told.then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}

/// 新购执法记录仪160台，…。所购160台记录仪: the only number of it before.
fn what_was_done(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    const NOUN: usize = 2;
    let tokens = passage.tokens;
    let figure = passage.figure(spot).filter(|own| own.kind == Kind::Count && !own.is_spelled)?;
    let is_done = tokens.words_of("what_was_done").any(|word| spot.raw == word);
    if !is_done {
        return None;
    }
    let from = tokens.at.get(spot.figure).map_or(0, |at| at + 1);
    let own = tokens.tokens.get(from..).unwrap_or(&[]).iter();
    let noun = tokens.texts(own.take_while(|token| token.what == What::Text));
    let noun: String = noun.chars().take(NOUN).collect();
    let is_one = |other: &&Spot| {
        let own = passage.figure(other);
        other.sentence + 1 >= spot.sentence
            && own.is_some_and(|own| own.kind == Kind::Count && own.counter == figure.counter)
            && passage.is_figure(other)
            && other.row.is_none()
    };
    let mut found = passage.before(at).map(|(_, other)| other).filter(is_one);
    let other = found.next().filter(|_| found.next().is_none())?;
    let is_named = noun.chars().count() == NOUN && other.name.contains(&noun);
    is_named.then(|| said(spot, vec![same(spot, other)], Vec::new()))?
}
