//! Which way an amount moves, and what there was at the beginning and the end, by the words before it.

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::label::holds;

/// The beginning or end that a figure is of, and the year: also where the words before its clause
/// say so: 截至2022年末，账户余额18万元.
pub(super) fn state(passage: &Passage<'_>, spot: &Spot) -> (Option<Class>, Option<i32>) {
    // 年末用结余补充5万元: what moves is no state
    if spot.when.edge.is_some() && moves(passage, spot) {
        return (None, spot.when.year);
    }
    if is_carried_on(passage, spot) || is_bare(passage, spot) && has_opening(passage, spot) {
        return (Some(Class::End), spot.when.year);
    }
    if spot.when.edge.is_some() || !is_stock(passage, spot) {
        return (spot.when.edge, spot.when.year);
    }
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
    let own = tokens.get(..at).unwrap_or(&[]).iter().rev().take_while(|token| {
        !matches!(
            token.what,
            What::Figure(_) | What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge)
        )
    });
    let (mut edge, mut year) = (None, spot.when.year);
    for token in own {
        match token.what {
            What::Word(class @ (Class::Start | Class::End)) => edge = edge.or(Some(class)),
            What::Year(own) => year = year.or(Some(own)),
            _ => {}
        }
    }
    (edge, year)
}

/// Whether a figure is what is carried on, by the words behind it: 还有8万元留到下年.
fn is_carried_on(passage: &Passage<'_>, spot: &Spot) -> bool {
    let tokens = passage.tokens;
    let own = tokens.figures.get(spot.figure).map_or(0, |figure| figure.chars.end);
    let behind = tokens.chars.get(own..).unwrap_or(&[]);
    let mut words = tokens.words_of("carried_on");
    spot.when.edge.is_none()
        && matches!(spot.role, Role::Value | Role::Left)
        && words.any(|word| {
            behind.len() >= word.chars().count()
                && behind.iter().zip(word.chars()).all(|(own, c)| own.c == c)
        })
        && !moves(passage, spot)
}

/// Whether nothing but words of what is there now stands before a figure: 余额6万元, 现结存6万元, 滚存结余6万元.
fn is_bare(passage: &Passage<'_>, spot: &Spot) -> bool {
    if spot.when.edge.is_some() || spot.when.is_last {
        return false;
    }
    let cut = |text: &str| -> Option<usize> {
        let mut words = passage.tokens.words_of("stocks");
        words.find_map(|word| text.strip_suffix(word).map(str::len))
    };
    let mut rest = spot.raw.as_str();
    while let Some(shorter) = cut(rest) {
        rest = rest.get(..shorter).unwrap_or("");
    }
    rest.len() < spot.raw.len() && (rest.is_empty() || passage.tokens.is_word("now", rest))
}

/// Whether the sentence tells before a figure what there was at the beginning.
fn has_opening(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.in_sentence(spot).any(|(_, other)| {
        other.figure < spot.figure
            && other.stream == spot.stream
            && passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
            && is_stock(passage, other)
            && (other.when.edge == Some(Class::Start) || other.when.is_last)
    })
}

/// Whether the words before a figure end with one that says which way it moves, of two characters or
/// more: 年初动用.
pub(super) fn moves(passage: &Passage<'_>, spot: &Spot) -> bool {
    let ends = |list: &str| {
        let mut words = passage.tokens.words_of(list);
        words.any(|word| word.chars().nth(1).is_some() && spot.raw.ends_with(word))
    };
    (ends("flow_in") || ends("flow_out")) && !ends("stocks")
}

/// Whether what is told is owed or lent: what comes back of it makes it less.
pub(super) fn is_receivable(passage: &Passage<'_>, opening: &str) -> bool {
    passage.tokens.has_word("receivable", opening)
}

/// Which way something moves, by its words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
    Unsaid,
    /// Words of both ways.
    Both,
}

pub(super) fn direction(passage: &Passage<'_>, spot: &Spot) -> Way {
    let tokens = passage.tokens;
    // 使用非财政拨款结余: what is used comes in
    if tokens.has_word("drawn", &spot.raw) {
        return Way::In;
    }
    match spot.words.last() {
        // 专项债券还本支出: the last word is what it is
        Some(Class::Outgo) if ends(passage, spot, "outgo") => return Way::Out,
        Some(Class::Income) if ends(passage, spot, "income") => return Way::In,
        _ => {}
    }
    // 加本年收入, 减本年支出
    let begins = |list: &str| tokens.words_of(list).any(|word| spot.raw.starts_with(word));
    match (begins("plus"), begins("minus")) {
        (true, false) => return Way::In,
        (false, true) => return Way::Out,
        _ => {}
    }
    let says = |list: &str| says(passage, spot, list);
    let ins = says("flow_in") || says("income");
    let outs = says("flow_out") || says("outgo");
    match (ins, outs) {
        (true, false) => Way::In,
        (false, true) => Way::Out,
        (true, true) => Way::Both,
        (false, false) if spot.words.contains(&Class::Done) => Way::Out,
        (false, false) => Way::Unsaid,
    }
}

/// Whether a word of a list stands before a figure; one of one character only at the end.
fn says(passage: &Passage<'_>, spot: &Spot, list: &str) -> bool {
    let is_long = |word: &str| word.chars().nth(1).is_some();
    // 欠付 is what is there
    let names_stock = || {
        let mut stocks = passage.tokens.words_of("stocks");
        stocks.any(|word| is_long(word) && spot.raw.ends_with(word))
    };
    passage.tokens.words_of(list).any(|word| {
        if is_long(word) {
            holds(&spot.raw, word)
        } else {
            spot.raw.ends_with(word) && !names_stock()
        }
    })
}

/// Whether a figure is of what is there, not of what moves.
pub(super) fn is_stock(passage: &Passage<'_>, spot: &Spot) -> bool {
    says(passage, spot, "stocks")
}

pub(super) fn ends(passage: &Passage<'_>, spot: &Spot, list: &str) -> bool {
    passage.tokens.words_of(list).any(|word| spot.raw.ends_with(word))
}
