//! Printed formulas: what stands before an equals sign comes to what stands behind it.

use super::passage::Passage;
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::{Sign, Token, What};
use super::words::Class;
use gouji_values::number::Decimal;

/// A token of a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Figure(usize),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
}

/// Values from the least to the greatest.
type Interval = (Decimal, Decimal);

/// Reads all formulas of a passage.
pub(crate) fn formulas(passage: &Passage<'_>, out: &mut Vec<Said>) {
    bracketed(passage, out);
    let chars = &passage.tokens.chars;
    if !chars.iter().any(|c| c.c == '=') {
        return;
    }
    // stretches between equals signs, ended by clause marks
    let mut stretches: Vec<(Vec<Piece>, bool, usize, usize)> = Vec::new();
    let mut own: Vec<Piece> = Vec::new();
    let (mut clear, mut from, mut depth) = (true, 0, 0_usize);
    for (at, token) in passage.tokens.tokens.iter().enumerate() {
        match token.what {
            What::Figure(figure) => own.push(Piece::Figure(figure)),
            What::Sign(Sign::Open) => {
                depth += 1;
                own.push(Piece::Open);
            }
            What::Sign(Sign::Close) => {
                if depth == 0 {
                    finish(passage, &mut stretches, (&mut own, clear, from, at), out);
                    (clear, from) = (true, at + 1);
                } else {
                    depth -= 1;
                    own.push(Piece::Close);
                }
            }
            What::Sign(Sign::Item) if depth == 0 => {
                finish(passage, &mut stretches, (&mut own, clear, from, at), out);
                (clear, from) = (true, at + 1);
            }
            What::Sign(_) if depth == 0 => {
                finish(passage, &mut stretches, (&mut own, clear, from, at), out);
                (clear, from) = (true, at + 1);
            }
            What::Text | What::Word(_) => {
                for at_char in token.from..token.to {
                    let Some(c) = chars.get(at_char).map(|c| c.c) else { continue };
                    if c == '=' {
                        stretches.push((std::mem::take(&mut own), clear, from, at));
                        (clear, from) = (true, at + 1);
                    }
                    own.extend(operator(c));
                }
            }
            _ => clear = false,
        }
    }
    let end = passage.tokens.tokens.len();
    finish(passage, &mut stretches, (&mut own, clear, from, end), out);
}

fn operator(c: char) -> Option<Piece> {
    Some(match c {
        '+' => Piece::Plus,
        '-' | '\u{2212}' | '\u{2014}' | '\u{2013}' => Piece::Minus,
        '\u{D7}' | '*' | 'x' | 'X' | '\u{2715}' => Piece::Times,
        '\u{F7}' | '/' => Piece::Over,
        _ => return None,
    })
}

/// Formulas in a bracket directly behind what they come to: 21.60万元（8640头×25元）.
fn bracketed(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    for (at, pair) in tokens.windows(2).enumerate() {
        let [Token { what: What::Figure(total), .. }, Token { what: What::Sign(Sign::Open), .. }] =
            pair
        else {
            continue;
        };
        let from = at + 2;
        let Some(formula) = in_bracket(passage, from) else { continue };
        let operators = || formula.iter().filter(|piece| !matches!(piece, Piece::Figure(_)));
        let figures = formula.len() - operators().count();
        let is_reckoned = operators().any(|piece| matches!(piece, Piece::Times | Piece::Plus));
        if is_reckoned && operators().count() + 1 == figures {
            out.extend(equation(passage, &formula, &[Piece::Figure(*total)], from, from + 1));
        }
    }
}

/// The figures and operators from a token to the end of its bracket; `None` where words say more than that.
fn in_bracket(passage: &Passage<'_>, from: usize) -> Option<Vec<Piece>> {
    let mut out: Vec<Piece> = Vec::new();
    for token in passage.tokens.tokens.get(from..)? {
        match token.what {
            What::Figure(figure) => out.push(Piece::Figure(figure)),
            What::Sign(Sign::Close) => return Some(without_units(&out)),
            What::Word(
                Class::Open | Class::OfWhich | Class::Scope | Class::Not | Class::Compare,
            ) => {
                return None;
            }
            What::Text | What::Word(_) => {
                let own = passage.tokens.chars.get(token.from..token.to)?;
                out.extend(own.iter().filter_map(|c| operator(c.c)));
            }
            _ => return None,
        }
    }
    None
}

type Stretch = (Vec<Piece>, bool, usize, usize);

fn finish(
    passage: &Passage<'_>,
    stretches: &mut Vec<Stretch>,
    (own, clear, from, to): (&mut Vec<Piece>, bool, usize, usize),
    out: &mut Vec<Said>,
) {
    stretches.push((std::mem::take(own), clear, from, to));
    for pair in stretches.windows(2) {
        if let [(left, true, from, to), (right, true, ..)] = pair {
            out.extend(equation(passage, left, right, *from, *to));
        }
    }
    stretches.clear();
}

fn equation(
    passage: &Passage<'_>,
    left: &[Piece],
    right: &[Piece],
    from: usize,
    to: usize,
) -> Option<Said> {
    let figures = &passage.tokens.figures;
    let right = without_units(right);
    let left = without_units(left);
    // =-5.00%
    let (sign, right) = match right.as_slice() {
        [Piece::Minus, rest @ ..] => (-Decimal::ONE, rest),
        rest => (Decimal::ONE, rest),
    };
    let [Piece::Figure(result), ..] = right else { return None };
    let total = figures.get(*result)?;
    // behind the result of a chain stands no operator
    if right.get(1).is_some_and(|piece| !matches!(piece, Piece::Open | Piece::Figure(_)))
        || !total.is_figure()
    {
        return None;
    }
    let left = trimmed(&left);
    let operators = left
        .iter()
        .filter(|piece| matches!(piece, Piece::Plus | Piece::Minus | Piece::Times | Piece::Over))
        .count();
    let own: Vec<usize> = left
        .iter()
        .filter_map(|piece| match piece {
            Piece::Figure(figure) => Some(*figure),
            _ => None,
        })
        .collect();
    if operators == 0
        || own.len() < 2
        || !own.iter().all(|figure| figures.get(*figure).is_some_and(|figure| !figure.is_times))
    {
        return None;
    }
    let exact = exact(passage, &left, (&own, *result), (from, to));
    let around = |at: usize, span: fn(&Quantity) -> (Decimal, Decimal)| -> Option<Interval> {
        let figure = figures.get(at)?;
        let (value, half) = span(figure);
        let half = if exact.contains(&at) { Decimal::ZERO } else { half };
        let scale = if figure.kind == Kind::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        Some(((value - half) / scale, (value + half) / scale))
    };
    let by_unit = |at: usize| around(at, |own| (own.value, own.half));
    let by_digits = |at: usize| {
        around(at, |own| {
            let last = Decimal::new(5, own.decimals + 1);
            (own.printed, if own.half.is_zero() { Decimal::ZERO } else { last })
        })
    };
    let ways: [&dyn Fn(usize) -> Option<Interval>; 2] = [&by_unit, &by_digits];
    let found: Vec<(Interval, Interval)> = ways
        .iter()
        .filter_map(|way| {
            let mut parser = Parser { pieces: &left, at: 0, value: way };
            let value = parser.sum(0)?;
            let (least, most) = way(*result)?;
            let total = if sign.is_sign_negative() { (-most, -least) } else { (least, most) };
            (parser.at == left.len()).then_some((value, total))
        })
        .collect();
    let meets = |((low, high), (least, most)): &(Interval, Interval)| low <= most && least <= high;
    let ((low, high), (least, most)) =
        *found.iter().find(|one| meets(one)).or_else(|| found.last())?;
    // the value nearest to what is printed, in its unit
    let stated = (least + most) / Decimal::TWO;
    let near = stated.clamp(low, high);
    let times = if stated.is_zero() { Decimal::ONE } else { total.printed / stated };
    // what is printed behind the sign may be rounded, also where its kind is mostly exact: 10×95.38%=9.54分
    let worked = near.checked_mul(times)?;
    let half = Decimal::new(5, total.decimals + 1);
    let is_rounding = worked >= total.printed - half && worked <= total.printed + half;
    let shown = if is_rounding { total.printed } else { worked.round_dp(total.decimals + 3) };
    let start = passage.tokens.chars.get(passage.tokens.tokens.get(from)?.from)?.start();
    let end = passage
        .tokens
        .chars
        .get(passage.tokens.tokens.get(to.checked_sub(1)?)?.to.checked_sub(1)?)?
        .end();
    let first = own.first().and_then(|figure| figures.get(*figure))?;
    let mut reading = Reading::of([(Slot::Total, *result, 1)]);
    let range = first.span.start.max(start)..end.max(first.span.end);
    let filling = Filling::Worked { value: shown, like: *result, range };
    reading.parts.push((Slot::Worked, filling));
    Some(Said { readings: vec![(Relation::Formula, reading)], sure: 1, anchor: *result })
}

/// The figures of a formula that were not rounded, its result apart: ×100% and weights, which come to 100%, are set; so are 2.5元/平方米
/// and the price of what is counted.
fn exact(
    passage: &Passage<'_>,
    pieces: &[Piece],
    (own, result): (&[usize], usize),
    (from, to): (usize, usize),
) -> Vec<usize> {
    let figure = |at: &usize| passage.tokens.figures.get(*at);
    let is_rate = |at: &usize| figure(at).is_some_and(|own| own.kind == Kind::Percent);
    let rates = own.iter().filter(|at| is_rate(at)).filter_map(figure);
    let weights: Decimal = rates.map(|own| own.printed).sum();
    let prices = prices(passage, pieces, (from, to));
    let is_exact = |at: &usize| {
        *at != result
            && (figure(at).is_some_and(|own| own.is_per)
                || is_rate(at) && weights == Decimal::ONE_HUNDRED
                || prices.contains(at))
    };
    own.iter().copied().filter(is_exact).collect()
}

/// The amounts that are set for each of what a formula counts: 56个×2.5万元 is exact; not where one is a mean, or was worked out to
/// many decimals.
fn prices(passage: &Passage<'_>, pieces: &[Piece], (from, to): (usize, usize)) -> Vec<usize> {
    const WORKED_OUT: u32 = 2;
    let tokens = passage.tokens.tokens.get(from..to).unwrap_or(&[]);
    if tokens.iter().any(|token| token.what == What::Word(Class::Average)) {
        return Vec::new();
    }
    let figure = |at: usize| passage.tokens.figures.get(at);
    let is_set = |at: usize| {
        figure(at).is_some_and(|own| own.kind == Kind::Money && own.decimals < WORKED_OUT)
    };
    let is_count = |at: usize| figure(at).is_some_and(|own| own.kind == Kind::Count);
    let of = |three: &[Piece]| match three {
        [Piece::Figure(a), Piece::Times, Piece::Figure(b)] if is_set(*a) && is_count(*b) => {
            Some(*a)
        }
        [Piece::Figure(a), Piece::Times, Piece::Figure(b)] if is_count(*a) && is_set(*b) => {
            Some(*b)
        }
        _ => None,
    };
    pieces.windows(3).filter_map(of).collect()
}

/// A stroke behind which nothing is divided by belongs to a unit: 24.0平方米/人.
fn without_units(pieces: &[Piece]) -> Vec<Piece> {
    let is_unit = |at: usize| {
        pieces.get(at) == Some(&Piece::Over)
            && !matches!(pieces.get(at + 1), Some(Piece::Figure(_) | Piece::Open))
    };
    let kept = (0..pieces.len()).filter(|at| !is_unit(*at));
    kept.filter_map(|at| pieces.get(at).copied()).collect()
}

/// Labels in brackets and brackets around nothing are no part of a formula.
fn trimmed(pieces: &[Piece]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        if *piece == Piece::Close && out.last() == Some(&Piece::Open) {
            out.pop();
        } else {
            out.push(*piece);
        }
    }
    // operators between names before the figures
    let is_operator =
        |piece: &Piece| matches!(piece, Piece::Plus | Piece::Minus | Piece::Times | Piece::Over);
    while out.first().is_some_and(is_operator) {
        out.remove(0);
    }
    out
}

struct Parser<'a> {
    pieces: &'a [Piece],
    at: usize,
    value: &'a dyn Fn(usize) -> Option<Interval>,
}

impl Parser<'_> {
    fn sum(&mut self, depth: usize) -> Option<Interval> {
        let mut out = self.product(depth)?;
        loop {
            let sign = match self.pieces.get(self.at) {
                Some(Piece::Plus) => 1,
                Some(Piece::Minus) => -1,
                _ => return Some(out),
            };
            self.at += 1;
            let (low, high) = self.product(depth)?;
            out = if sign > 0 {
                (out.0.checked_add(low)?, out.1.checked_add(high)?)
            } else {
                (out.0.checked_sub(high)?, out.1.checked_sub(low)?)
            };
        }
    }

    fn product(&mut self, depth: usize) -> Option<Interval> {
        let mut out = self.one(depth)?;
        loop {
            let is_times = match self.pieces.get(self.at) {
                Some(Piece::Times) => true,
                Some(Piece::Over) => false,
                _ => return Some(out),
            };
            self.at += 1;
            let (low, high) = self.one(depth)?;
            if !is_times && low <= Decimal::ZERO && high >= Decimal::ZERO {
                return None;
            }
            let corner =
                |a: Decimal, b: Decimal| if is_times { a.checked_mul(b) } else { a.checked_div(b) };
            let corners = [
                corner(out.0, low)?,
                corner(out.0, high)?,
                corner(out.1, low)?,
                corner(out.1, high)?,
            ];
            let (first, rest) = corners.split_first()?;
            out = rest
                .iter()
                .fold((*first, *first), |(low, high), one| (low.min(*one), high.max(*one)));
        }
    }

    fn one(&mut self, depth: usize) -> Option<Interval> {
        const DEEPEST: usize = 10;
        match self.pieces.get(self.at)? {
            Piece::Figure(figure) => {
                self.at += 1;
                (self.value)(*figure)
            }
            Piece::Open if depth < DEEPEST => {
                self.at += 1;
                let value = self.sum(depth + 1)?;
                (self.pieces.get(self.at)? == &Piece::Close).then(|| self.at += 1)?;
                Some(value)
            }
            _ => None,
        }
    }
}
