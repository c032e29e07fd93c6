//! Figures of a table read with doubt that independent checks find wrong by the same slip of a
//! digit: no misreading of rows or columns explains that, whatever else was read wrong around them.

use super::broken::BrokenCheck;
use super::structure::is_slip_of_digit;
use gouji_values::document::Span;
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::{Decimal, fold};

/// What rounding adds, in units of the last decimal.
const ROUNDED: i64 = 5;

/// Digits that are enough to know a number by them.
const FEWEST: usize = 3;

/// The checks, of those that do not hold, that a wrong digit of one figure explains: two of them have
/// nothing but this figure in common and are off by the same amount, and no other check comes out
/// with it.
///
/// A figure in a wrong cell puts its sums out by itself, one that is torn by digits that it lacks:
/// neither is a digit for another one.
pub(in crate::check) fn caught(
    text: &str,
    broken: &[BrokenCheck],
    agrees: &dyn Fn(Span) -> bool,
) -> QuickSet<usize> {
    let mut resting: QuickMap<Span, Vec<(&BrokenCheck, Decimal)>> = QuickMap::default();
    for one in broken {
        let Some(by) = one.by else { continue };
        for (at, span) in one.spans.iter().enumerate() {
            if !one.spans.iter().take(at).any(|known| known == span) {
                resting.entry(*span).or_default().push((one, by));
            }
        }
    }
    let mut out = QuickSet::default();
    for (figure, checks) in resting.iter().filter(|(_, checks)| checks.len() > 1) {
        // of a sum of many rounding may hide that it is a digit
        let is_one = |(one, by): &&(&BrokenCheck, Decimal)| {
            let is_other = |(other, apart): &(&BrokenCheck, Decimal)| {
                other.at != one.at && is_near(*by, *apart) && are_apart(one, other, *figure)
            };
            is_slip_of_digit(*by, one.spans.len())
                && checks.iter().any(is_other)
                && !is_moved(text, *figure, *by)
                // of figures that only one of them rests on, torn digits would not break the other
                && !is_torn(text, std::slice::from_ref(figure), *by)
        };
        let found = checks.iter().find(is_one);
        if let Some((_, by)) = found.filter(|_| !agrees(*figure)) {
            out.extend(
                checks.iter().filter(|(_, other)| is_near(*by, *other)).map(|(one, _)| one.at),
            );
        }
    }
    out
}

/// Whether two amounts are one but for rounding.
fn is_near(one: Decimal, other: Decimal) -> bool {
    let room = Decimal::new(ROUNDED, one.scale().max(other.scale()));
    let apart = (one - other).abs();
    apart.is_zero() || (apart <= room && one.min(other) > apart * Decimal::TEN)
}

/// Whether two checks have one figure in common and no other.
fn are_apart(one: &BrokenCheck, other: &BrokenCheck, figure: Span) -> bool {
    !one.spans.iter().any(|span| *span != figure && other.spans.contains(span))
}

/// Whether a figure is nothing but what it is off by: it stands in a wrong cell.
fn is_moved(text: &str, figure: Span, by: Decimal) -> bool {
    value(text, figure).is_none_or(|value| value == by)
}

/// Whether one of some figures, off by so much, is one of which digits are torn off.
pub(in crate::check) fn is_torn(text: &str, figures: &[Span], by: Decimal) -> bool {
    let bare = |value: Decimal| -> String {
        let digits: String = value.to_string().chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    };
    let is_part = |own: &str, meant: &str| {
        let (long, short) = if meant.len() > own.len() { (meant, own) } else { (own, meant) };
        long.len() != short.len()
            && short.len() >= FEWEST
            && (long.starts_with(short) || long.ends_with(short))
    };
    figures.iter().filter_map(|figure| value(text, *figure)).any(|value| {
        let own = bare(value);
        [value + by, (value - by).abs()].into_iter().any(|meant| is_part(&own, &bare(meant)))
    })
}

/// The number that is printed at a place.
pub(super) fn value(text: &str, figure: Span) -> Option<Decimal> {
    let printed = text.get(figure.range())?;
    let digits: String =
        printed.chars().map(fold).filter(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok()
}
