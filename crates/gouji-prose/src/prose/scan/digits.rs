//! The digits of a number and what they come to.

use crate::prose::words::Char;
use gouji_values::number::Decimal;

/// The value of digits of words: 十二, 二十.
pub(super) fn numeral(digits: &[u32]) -> Option<u32> {
    let mut total = 0_u32;
    let mut pending = None;
    for digit in digits {
        if *digit == 10 {
            total += pending.take().unwrap_or(1) * 10;
        } else {
            if pending.is_some() {
                return None;
            }
            pending = Some(*digit);
        }
    }
    let value = total + pending.unwrap_or(0);
    (!digits.is_empty() && value > 0).then_some(value)
}

/// Whether the digits at the end are a figure that is complete: with decimals.
pub(super) fn ends_figure(chars: &[Char]) -> bool {
    let mut rest = chars.iter().rev().skip_while(|c| c.c.is_ascii_digit());
    rest.next().is_some_and(|c| c.c == '.')
        || chars.iter().rev().take_while(|c| c.c.is_ascii_digit()).count() >= 4
}

/// How many characters a number takes at the start, its digits, and its decimals.
pub(super) fn digits(rest: &[Char]) -> (usize, String, u32) {
    let digit = |at: usize| rest.get(at).map(|c| c.c).filter(char::is_ascii_digit);
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = digit(at) {
        out.push(c);
        at += 1;
        let groups = (0..3).all(|by| digit(at + 1 + by).is_some()) && digit(at + 4).is_none();
        if rest.get(at).is_some_and(|c| c.c == ',') && groups && out.len() <= 12 {
            at += 1;
        }
    }
    let mut decimals = 0;
    if rest.get(at).is_some_and(|c| c.c == '.') && digit(at + 1).is_some() {
        at += 1;
        while let Some(c) = digit(at) {
            out.push(c);
            decimals += 1;
            at += 1;
        }
    }
    (at, out, decimals)
}

pub(super) fn digits_value(digits: &str, decimals: u32) -> Result<Decimal, ()> {
    let whole: i64 = digits.parse().map_err(|_| ())?;
    if decimals > 12 { Err(()) } else { Ok(Decimal::new(whole, decimals)) }
}
