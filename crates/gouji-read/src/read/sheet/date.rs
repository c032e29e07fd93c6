//! Dates of spreadsheets: days since an epoch → the parts that a format shows.

use gouji_values::number::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Clock {
    /// 1 is the first of January 1900, and 1900 has a 29th of February.
    #[default]
    From1900,
    /// 0 is the first of January 1904.
    From1904,
}

/// A day and a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SheetMoment {
    year: i64,
    month: i64,
    day: i64,
    /// Seconds of the day.
    second: i64,
    /// Seconds in all.
    elapsed: i64,
}

const DAY: i64 = 86_400;

impl Clock {
    /// The moment of a stored number; `None` before the epoch and behind the year 9999.
    pub(super) fn moment(self, value: Decimal) -> Option<SheetMoment> {
        let days = value.trunc().to_i64().filter(|days| (0..=2_958_465).contains(days))?;
        let seconds =
            gouji_values::number::round(value.fract().checked_mul(Decimal::from(DAY))?, 0)
                .to_i64()?;
        let elapsed = days * DAY + seconds;
        let (days, second) = (elapsed.div_euclid(DAY), elapsed.rem_euclid(DAY));
        let (year, month, day) = match (self, days) {
            (Self::From1900, 60) => (1900, 2, 29),
            (Self::From1900, ..60) => civil(days - 25_568),
            (Self::From1900, _) => civil(days - 25_569),
            (Self::From1904, _) => civil(days - 24_107),
        };
        Some(SheetMoment { year, month, day, second, elapsed })
    }
}

/// Year, month and day of the days since the first of January 1970, by the rules of today's
/// calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // counted from the first of March of a year that ends four centuries, so that leap days come
    // last
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// A part of a date as a format code names it, with the digits that it takes at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DatePart {
    Year,
    ShortYear,
    Month(usize),
    Day(usize),
    Hour(usize),
    Minute(usize),
    Second(usize),
    /// Hours, minutes or seconds in all: seconds of the unit.
    Elapsed(i64),
    /// Read over: half of the day, day of the week, name of an era.
    Nothing,
}

impl DatePart {
    /// The part that a code starts with, and its length; `before` is the part in front of it.
    pub(super) fn read(code: &str, before: Option<&Self>) -> Option<(Self, usize)> {
        for word in ["AM/PM", "A/P"] {
            if code.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)) {
                return Some((Self::Nothing, word.len()));
            }
        }
        let letter = code.chars().next()?.to_ascii_lowercase();
        let len = code.chars().take_while(|c| c.to_ascii_lowercase() == letter).count();
        let rest = code.get(len..).unwrap_or("");
        let part = match letter {
            'y' if len <= 2 => Self::ShortYear,
            'y' | 'e' => Self::Year,
            'm' if matches!(before, Some(Self::Hour(_) | Self::Elapsed(_)))
                || seconds_follow(rest) =>
            {
                Self::Minute(len)
            }
            'm' => Self::Month(if len > 2 { 1 } else { len }),
            'd' if len > 2 => Self::Nothing,
            'd' => Self::Day(len),
            'h' => Self::Hour(len),
            's' => Self::Second(len),
            'a' if len >= 3 => Self::Nothing,
            _ => return None,
        };
        Some((part, len))
    }

    /// `[h]`, `[mm]`, `[ss]`.
    pub(super) fn elapsed(code: &str) -> Option<Self> {
        let letter = code.chars().next()?.to_ascii_lowercase();
        if !code.chars().all(|c| c.to_ascii_lowercase() == letter) {
            return None;
        }
        match letter {
            'h' => Some(Self::Elapsed(3_600)),
            'm' => Some(Self::Elapsed(60)),
            's' => Some(Self::Elapsed(1)),
            _ => None,
        }
    }

    /// Writes the part.
    pub(super) fn push(self, moment: &SheetMoment, out: &mut String) {
        let (value, width) = match self {
            Self::Year => (moment.year, 4),
            Self::ShortYear => (moment.year % 100, 2),
            Self::Month(width) => (moment.month, width),
            Self::Day(width) => (moment.day, width),
            Self::Hour(width) => (moment.second / 3_600, width),
            Self::Minute(width) => (moment.second / 60 % 60, width),
            Self::Second(width) => (moment.second % 60, width),
            Self::Elapsed(unit) => (moment.elapsed / unit, 1),
            Self::Nothing => return,
        };
        out.push_str(&format!("{value:0>width$}"));
    }
}

/// Whether the next part of a code is seconds: then what stands before is minutes.
fn seconds_follow(code: &str) -> bool {
    code.chars().find(|c| c.is_ascii_alphabetic()).is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
}
