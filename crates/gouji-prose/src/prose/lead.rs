//! Short sentences that lead the next one in: 年末在编26人。高级9人，中级12人，初级5人.

use super::quantity::Kind;
use super::token::{Sign, Token, Tokens, What};

/// The same tokens, where a sentence that only says one number goes on with the next one, and the figures of such
/// sentences; `None` where there is none.
pub(super) fn led_in(tokens: &Tokens) -> Option<(Tokens, Vec<usize>)> {
    let all = &tokens.tokens;
    let is_end = |token: &Token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge));
    let stops: Vec<usize> = (0..all.len()).filter(|at| all.get(*at).is_some_and(is_end)).collect();
    let mut from = 0;
    let (mut joined, mut leads) = (Vec::new(), Vec::new());
    for (nth, stop) in stops.iter().enumerate() {
        let end = stops.get(nth + 1).copied().unwrap_or(all.len());
        let own = all.get(from..*stop).unwrap_or(&[]);
        let next = all.get(*stop + 1..end).unwrap_or(&[]);
        let is_stop = all.get(*stop).is_some_and(|token| token.what == What::Sign(Sign::Stop));
        if let Some(lead) = lead(tokens, own).filter(|_| is_stop)
            && figures(next).filter(|other| is_like(tokens, lead, *other)).count() > 1
        {
            joined.push(*stop);
            leads.push(lead);
        }
        from = *stop + 1;
    }
    if joined.is_empty() {
        return None;
    }
    let mut out = tokens.clone();
    for at in joined {
        if let Some(token) = out.tokens.get_mut(at) {
            token.what = What::Sign(Sign::Comma);
        }
    }
    Some((out, leads))
}

/// The only figure of a sentence, where it ends with it.
fn lead(tokens: &Tokens, own: &[Token]) -> Option<usize> {
    let mut all = figures(own);
    let only = all.next().filter(|_| all.next().is_none())?;
    let is_last = own.last().is_some_and(|token| token.what == What::Figure(only));
    let is_plain = tokens.figures.get(only).is_some_and(|own| {
        matches!(own.kind, Kind::Money | Kind::Count) && !own.is_spelled && own.is_figure()
    });
    (is_last && is_plain).then_some(only)
}

fn figures(tokens: &[Token]) -> impl Iterator<Item = usize> {
    tokens.iter().filter_map(|token| match token.what {
        What::Figure(figure) => Some(figure),
        _ => None,
    })
}

fn is_like(tokens: &Tokens, a: usize, b: usize) -> bool {
    let pair = tokens.figures.get(a).zip(tokens.figures.get(b));
    pair.is_some_and(|(a, b)| a.is_like(b))
}
