//! Properties of numbers: what is printed reads as it was; intervals hold the exact result; a wider
//! input accuses no one.

use super::{Decimal, Interval, Units, cell_number, day, day_number, divide, multiply, round, ulp};
use proptest::prelude::*;

fn decimal() -> impl Strategy<Value = Decimal> {
    (-9_999_999_999_i64..=9_999_999_999, 0_u32..=4)
        .prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

/// A value and how it is printed, at fewer decimals.
fn printed() -> impl Strategy<Value = (Decimal, Decimal, u32)> {
    (decimal(), 0_u32..=3).prop_map(|(value, decimals)| (value, round(value, decimals), decimals))
}

/// The printed digits with a mark between each three.
fn with_marks(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    if value.is_sign_negative() && !value.is_zero() { format!("-{out}") } else { out }
}

#[test]
fn the_zero_before_the_point_may_be_left_out() {
    for (text, value) in [
        (".50", "0.50"),
        ("-.50", "-0.50"),
        ("(.50)", "-0.50"),
        ("\u{FF0E}5", "0.5"),
        ("+.05", "0.05"),
        (".00", "0.00"),
    ] {
        let number = cell_number(text, &Units::default());
        assert_eq!(number.map(|number| number.value.to_string()).as_deref(), Some(value), "{text}");
    }
    for text in [".", "..5", ".5.", "-.", ".5O", ".1.2", "1..5", ",.5"] {
        assert_eq!(cell_number(text, &Units::default()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read(value in decimal()) {
        let units = Units::default();
        for text in [value.to_string(), with_marks(value)] {
            let number = cell_number(&text, &units).ok_or_else(|| TestCaseError::fail(text.clone()))?;
            prop_assert_eq!(number.value, value, "{}", text);
            prop_assert_eq!(number.decimals, value.scale());
            prop_assert_eq!(number.value.to_string(), value.to_string());
        }
    }

    #[test]
    fn full_width_digits_are_digits(value in decimal()) {
        let wide: String = value.to_string().chars().map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }).collect();
        prop_assert_eq!(cell_number(&wide, &Units::default()).map(|number| number.value), Some(value));
    }

    #[test]
    fn a_rounded_number_may_be_what_it_was((value, shown, decimals) in printed()) {
        prop_assert!(Interval::rounded(shown, ulp(decimals)).contains(value));
    }

    #[test]
    fn a_truncated_number_may_be_what_it_was(value in decimal(), decimals in 0_u32..=3) {
        prop_assert!(Interval::truncated(value.trunc_with_scale(decimals), ulp(decimals)).contains(value));
    }

    #[test]
    fn arithmetic_holds_the_exact_result((a, a_shown, a_places) in printed(), (b, b_shown, b_places) in printed(), factor in -20_i64..=20) {
        let (x, y) = (Interval::rounded(a_shown, ulp(a_places)), Interval::rounded(b_shown, ulp(b_places)));
        prop_assert!(x.add(&y).is_some_and(|sum| sum.contains(a + b)));
        prop_assert!(x.add(&y.negate()).is_some_and(|difference| difference.contains(a - b)));
        prop_assert!(x.scale(Decimal::from(factor)).is_some_and(|scaled| scaled.contains(a * Decimal::from(factor))));
        if let (Some(product), Some(exact)) = (x.multiply(&y), multiply(a, b)) {
            prop_assert!(product.contains(exact));
        }
        if let (Some(quotient), Some((value, _))) = (x.divide(&y), divide(a, b)) {
            prop_assert!(quotient.contains(value));
        }
    }

    #[test]
    fn a_wider_input_creates_no_violation((_, a, places) in printed(), b in decimal(), wider in 1_u32..=100) {
        let near = Interval::rounded(a, ulp(places));
        let far = Interval::rounded(a, ulp(places) * Decimal::from(wider));
        let other = Interval::exact(b);
        prop_assert!(!near.meets(&other) || far.meets(&other));
        prop_assert!(!near.may_be_at_most(&other) || far.may_be_at_most(&other));
        prop_assert!(!other.may_be_at_most(&near) || other.may_be_at_most(&far));
        prop_assert!(!near.may_be_less(&other) || far.may_be_less(&other));
    }

    #[test]
    fn an_independently_rounded_total_always_meets_its_parts(parts in prop::collection::vec(decimal(), 1..30), decimals in 0_u32..=3) {
        let total: Decimal = parts.iter().copied().sum();
        let sum = parts.iter().try_fold(Interval::exact(Decimal::ZERO), |sum, part| sum.add(&Interval::rounded(round(*part, decimals), ulp(decimals))));
        prop_assert!(sum.is_some_and(|sum| sum.meets(&Interval::rounded(round(total, decimals), ulp(decimals)))));
    }

    #[test]
    fn products_are_exact_or_none(a in decimal(), b in decimal()) {
        if let (Some(product), false) = (multiply(a, b), b.is_zero()) {
            prop_assert_eq!(divide(product, b), Some((a, true)));
        }
    }
}

#[test]
fn days() {
    for text in ["2024-09-02", "2024/9/2", "2024.9.2", "2024年9月2日", " ２０２４-9-2 "] {
        assert_eq!(day(text), Some((2024, 9, 2)), "{text}");
    }
    for text in ["2024-02-30", "2024-9", "24-9-2", "2024年9月", "二〇二四年", "12024-9-2"] {
        assert_eq!(day(text), None, "{text}");
    }
}

#[test]
fn days_are_counted_over_months_and_leap_years() {
    let apart = |from, to| day_number(to) - day_number(from);
    assert_eq!(apart((2024, 2, 28), (2024, 3, 1)), 2);
    assert_eq!(apart((2023, 2, 28), (2023, 3, 1)), 1);
    assert_eq!(apart((2024, 1, 1), (2025, 1, 1)), 366);
    assert_eq!(apart((1900, 3, 1), (2000, 3, 1)), 36525);
}

#[test]
fn days_in_chinese_figures_are_days() {
    assert_eq!(day("二〇二四年三月五日"), Some((2024, 3, 5)));
    assert_eq!(day("二○二四年十二月二十一日"), Some((2024, 12, 21)));
    assert_eq!(day("二〇二四年十月三十日"), Some((2024, 10, 30)));
    assert_eq!(day("二〇二四年三月"), None);
    assert_eq!(day("二〇二四年十三月五日"), None);
}
