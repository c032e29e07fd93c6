//! Numbers as printed: exact decimals, units, the interval that a printed number stands for.
//!
//! In: characters of a document. Out: [`Number`] (what is printed), days, [`Figure`] (a number that takes
//! part in arithmetic: value, interval and where it comes from). Deliberately absent: floats,
//! tolerances, verdicts.

mod day;
mod figure;
mod interval;
mod misprint;
#[cfg(test)]
mod tests;
mod text;
mod typed;
mod unit;

pub use day::{Day, day, day_before_month, day_number, is_no_such_day, last_of_month, month_days};
pub use figure::{Arena, Expression, ExpressionId, Figure};
pub use interval::Interval;
pub use misprint::{LastDigits, Misprint, digits, misprints, printable, turned};
pub use text::{
    Comparison, Number, NumberText, cell_number, fold, is_digit, is_ideograph, numeral, scan_number,
};
pub use typed::{TypedDigits, typed_digits};
pub use unit::{UnitId, Units};

pub use rust_decimal::Decimal;

/// 10 to the power of minus `decimals`: one unit of the last printed place.
#[must_use]
pub fn ulp(decimals: u32) -> Decimal {
    Decimal::new(1, decimals.min(Decimal::MAX_SCALE))
}

/// Rounds half away from zero (四舍五入).
#[must_use]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

/// Multiplies exactly; `None` where the exact product does not fit.
///
/// `Decimal` multiplication rounds silently when the product needs more than 96 bits or 28
/// decimals, which would corrupt a verdict.
#[must_use]
pub fn multiply(a: Decimal, b: Decimal) -> Option<Decimal> {
    let is_one = |one: &Decimal| one.scale() == 0 && one.mantissa().unsigned_abs() == 1;
    let signed = |one: Decimal, other: Decimal| {
        Some(if one.is_sign_negative() && !other.is_zero() { -other } else { other })
    };
    // most factors are 1 or -1, and written so
    if is_one(&a) {
        return signed(a, b.normalize());
    }
    if is_one(&b) {
        return signed(b, a.normalize());
    }
    let (a, b) = (a.normalize(), b.normalize());
    if is_one(&a) {
        return signed(a, b);
    }
    if is_one(&b) {
        return signed(b, a);
    }
    let scale = a.scale() + b.scale();
    if scale > Decimal::MAX_SCALE {
        return None;
    }
    let mantissa = a.mantissa().checked_mul(b.mantissa())?;
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// Divides; the flag says whether the quotient is exact. `None` for a zero divisor or overflow.
#[must_use]
pub fn divide(a: Decimal, b: Decimal) -> Option<(Decimal, bool)> {
    let quotient = a.checked_div(b)?;
    let exact = multiply(quotient, b) == Some(a);
    Some((quotient, exact))
}
