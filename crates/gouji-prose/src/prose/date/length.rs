//! How many days, months or years lie between two dates.

use super::{Moment, Period};
use crate::prose::lists::Measure;
use gouji_values::number::{day_number, month_days};

/// A year that is no leap year, where none is told.
const COMMON: i32 = 2001;

/// The lengths of a period in a measure: with its last day, month or year and without.
pub(super) fn lengths(period: &Period, of: Measure) -> Option<Vec<u32>> {
    let (a, b) = (period.begin, period.end);
    if a.month.is_some() != b.month.is_some() {
        // 2018年…2023年底
        let years = u32::try_from(b.year? - a.year?).ok()?;
        return (of == Measure::Months(12)).then(|| vec![years, years + 1]);
    }
    // without years both are of the same year
    let years = match (a.year, b.year) {
        (Some(a), Some(b)) => b - a,
        (None, None) => 0,
        _ => return None,
    };
    let months =
        i64::from(years) * 12 + i64::from(b.month.unwrap_or(1)) - i64::from(a.month.unwrap_or(1));
    match of {
        Measure::Days(each) => {
            let days = day(b, years)? - day(a, 0)?;
            let days = if period.is_apart { days.abs() } else { days };
            let each = i64::from(each);
            let mut out: Vec<i64> = if each == 1 {
                vec![days + 1, days]
            } else {
                vec![(days + 1) / each, days.div_euclid(each) + 1]
            };
            if period.is_apart {
                out.reverse();
            }
            all(&out)
        }
        Measure::Months(each) => {
            let each = i64::from(each);
            let is_of_years = a.month.is_none();
            if is_of_years {
                let months = i64::from(years) * 12;
                return (each == 12).then(|| all(&[months / 12 + 1, months / 12]))?;
            }
            let (Some(from), Some(to)) = (a.day, b.day) else {
                // months alone: the last one counts
                let full = months + 1;
                return if each == 1 {
                    all(&[full, months])
                } else if full % each == 0 {
                    all(&[full / each])
                } else {
                    all(&[full / each, full / each + 1])
                };
            };
            // from the first to the last of a month they are whole
            let last = days_of(b.month?, b.year);
            let full = if from == 1 && to == last || to + 1 == from {
                months + i64::from(to >= from)
            } else if to == from {
                months
            } else {
                let floor = months - i64::from(to < from);
                let mut out = vec![floor / each, floor / each + 1];
                out.dedup();
                return all(&out);
            };
            if full % each == 0 {
                all(&[full / each])
            } else {
                all(&[full / each, full / each + 1])
            }
        }
    }
}

fn all(counts: &[i64]) -> Option<Vec<u32>> {
    counts.iter().map(|count| u32::try_from(*count).ok()).collect()
}

/// The number of a day, its year counted from another.
fn day(moment: Moment, years: i32) -> Option<i64> {
    let (month, day) = (moment.month?, moment.day?);
    // without a year: one that is no leap year
    let year = moment.year.unwrap_or(COMMON + years);
    Some(day_number((year, month, day)))
}

fn days_of(month: u32, year: Option<i32>) -> u32 {
    month_days(year.unwrap_or(COMMON), month)
}
