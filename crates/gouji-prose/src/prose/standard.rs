//! Amounts that are set for each of something: 每村奖励6万元, 按每人1.8万元的标准, 按每人每天32元测算. They are as exact as they
//! are printed.

use super::quantity::{Bound, Kind, Quantity};
use super::token::{Sign, Token, Tokens, What};
use super::words::Class;
use gouji_values::number::Decimal;
use std::collections::BTreeSet;

/// Tokens behind an amount that may say that it is set, at most.
const FAR: usize = 40;

/// Takes the room of rounding from amounts that words set for each of something; a mean keeps it.
pub(super) fn make_exact(tokens: &mut Tokens) {
    for nth in 0..tokens.figures.len() {
        if is_standard(tokens, nth)
            && let Some(figure) = tokens.figures.get_mut(nth)
        {
            figure.half = Decimal::ZERO;
        }
    }
}

/// Decimals of the amounts that show how exactly amounts are printed.
const EXACT: u32 = 2;
/// The unit of amounts of which zeros are left out is at most so many of the base unit.
const LARGEST: u32 = 10_000;
/// Amounts of as many decimals, and of fewer, that show that zeros at the end are left out.
const ENOUGH: usize = 2;

/// Takes the room of rounding from amounts whose zeros at the end are left out: 82万元 among 41.47万元, 7.28万元 and 12.5万元 is
/// 82.00万元. Nobody rounds one amount of a passage to whole ten thousands and gives the next to the last of its digits.
pub(super) fn leave_out_zeros(tokens: &mut Tokens) {
    let is_plain = |own: &Quantity| {
        let times = own.value.checked_div(own.printed).unwrap_or(Decimal::ZERO);
        own.kind == Kind::Money
            && own.is_figure()
            && own.bound == Bound::Exact
            && !(own.is_spelled || own.is_range || own.is_per || own.value.is_zero())
            // 120亿元，其中80.25亿元、39.81亿元: so large amounts are mostly rounded
            && times <= Decimal::from(LARGEST)
    };
    let units: BTreeSet<_> = tokens.figures.iter().filter_map(|own| own.unit).collect();
    for unit in units {
        let is_own = |own: &&Quantity| own.unit == Some(unit) && is_plain(own);
        let own = || tokens.figures.iter().filter(is_own);
        let finest = own().map(|own| own.decimals).max().unwrap_or(0);
        let fine = || own().filter(|own| own.decimals == finest);
        let most = fine().map(|own| own.value.abs()).max();
        // 120万元，其中80.25万元、39.81万元: a total may be rounded; one that is less than others is none
        let short = own().filter(|own| own.decimals < finest);
        let small = short.clone().filter(|own| Some(own.value.abs()) < most);
        let is_shown = fine().count() >= ENOUGH
            && (short.clone().any(|own| own.decimals > 0) || small.count() >= ENOUGH);
        let last = fine().map(|own| own.half).max();
        let (true, Some(last)) = (finest >= EXACT && is_shown, last) else { continue };
        for figure in tokens.figures.iter_mut().filter(|own| own.unit == Some(unit)) {
            if is_plain(figure) {
                figure.half = figure.half.min(last);
            }
        }
    }
}

/// Whether words before a whole amount, or behind any, say that it is set.
pub(super) fn is_standard(tokens: &Tokens, nth: usize) -> bool {
    let own = tokens.figures.get(nth);
    let own = own.filter(|own| own.kind == Kind::Money && own.is_figure() && !own.is_spelled);
    let (Some(figure), Some(at)) = (own, tokens.at.get(nth).copied()) else { return false };
    let before = tokens.tokens.get(..at).unwrap_or(&[]);
    let is_mark = |what: What| matches!(what, What::Sign(_) | What::Figure(_));
    let from = before.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
    let own = before.get(from..).unwrap_or(&[]);
    let has = |class: Class| own.iter().any(|token| token.what == What::Word(class));
    if !has(Class::Per) || has(Class::Average) {
        return false;
    }
    let text = own
        .first()
        .zip(own.last())
        .map_or_else(String::new, |(first, last)| tokens.text(first.from, last.to));
    let behind = || {
        let rest = tokens.tokens.get(at + 1..).unwrap_or(&[]).iter().take(FAR);
        let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
        tokens.texts(rest.take_while(|token| !is_end(token.what)))
    };
    let is_set_behind = || {
        let behind = behind();
        tokens.words_of("standards_behind").any(|word| behind.starts_with(word))
            || tokens.has_word("estimated", &behind)
    };
    figure.decimals == 0 && tokens.has_word("standards", &text)
        || is_set_behind()
        || is_set_before(tokens, from)
}

/// Whether a clause before, with nothing but numbers of things between, says that amounts are set: 按定额标准测算，在职38人，每人2.4万元.
fn is_set_before(tokens: &Tokens, from: usize) -> bool {
    let before = tokens.tokens.get(from.saturating_sub(FAR)..from).unwrap_or(&[]);
    let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon));
    let is_amount = |what: What| match what {
        What::Figure(at) => tokens.figures.get(at).is_none_or(|own| own.kind != Kind::Count),
        _ => false,
    };
    let is_near = |token: &&Token| !is_end(token.what) && !is_amount(token.what);
    let own: Vec<&Token> = before.iter().rev().take_while(is_near).collect();
    let text = tokens.texts(own.into_iter().rev());
    let is_set = |clause: &str| {
        tokens.has_word("standards_behind", clause)
            && tokens.words_of("estimated").any(|word| clause.ends_with(word))
    };
    text.split(',').any(is_set)
}

/// Whether the words right behind an amount for each say that it is the most that may be: 单户5万元限额以内.
pub(super) fn is_limit(tokens: &Tokens, figure: usize) -> bool {
    let own = tokens.at.get(figure).and_then(|at| tokens.tokens.get(*at));
    let behind = own.map_or_else(String::new, |own| tokens.text(own.to, tokens.chars.len()));
    tokens.words_of("limit_nouns").any(|word| behind.starts_with(word))
}
