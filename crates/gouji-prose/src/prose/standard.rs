//! Amounts that are set for each of something: 每村奖励6万元. They are as exact as they are printed.

use super::quantity::Kind;
use super::token::{Tokens, What};
use super::words::Class;
use gouji_values::number::Decimal;

/// Takes the room of rounding from whole amounts that words set for each of something; a mean keeps it.
pub(super) fn make_exact(tokens: &mut Tokens) {
    for nth in 0..tokens.figures.len() {
        if is_standard(tokens, nth)
            && let Some(figure) = tokens.figures.get_mut(nth)
        {
            figure.half = Decimal::ZERO;
        }
    }
}

fn is_standard(tokens: &Tokens, nth: usize) -> bool {
    let is_whole = tokens.figures.get(nth).is_some_and(|own| {
        own.kind == Kind::Money && own.decimals == 0 && own.is_figure() && !own.is_spelled
    });
    let Some(at) = tokens.at.get(nth).copied().filter(|_| is_whole) else { return false };
    let before = tokens.tokens.get(..at).unwrap_or(&[]);
    let is_mark = |what: What| matches!(what, What::Sign(_) | What::Figure(_));
    let from = before.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
    let own = before.get(from..).unwrap_or(&[]);
    let has = |class: Class| own.iter().any(|token| token.what == What::Word(class));
    let text = own
        .first()
        .zip(own.last())
        .map_or_else(String::new, |(first, last)| tokens.text(first.from, last.to));
    has(Class::Per) && !has(Class::Average) && tokens.has_word("standards", &text)
}
