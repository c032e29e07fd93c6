//! Days as they are written: `2024-09-01`, `2024/9/1`, `2024.9.1`, `2024年9月1日`.

use super::fold;

/// Year, month, day.
pub type Day = (i32, u32, u32);

/// Whether there is such a day.
#[must_use]
fn is_day((year, month, day): Day) -> bool {
    (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=month_days(year, month)).contains(&day)
}

/// How many days a month has.
#[must_use]
pub fn month_days(year: i32, month: u32) -> u32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// The last day of the month of a day that there is not because its month is shorter: 2024-02-30.
#[must_use]
pub fn last_of_month(text: &str) -> Option<Day> {
    let text: String = text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut parts = text.split(|c| !is_digit(c)).filter(|part| !part.is_empty());
    let (year, month, own) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, own) = (year.parse().ok()?, month.parse().ok()?, own.parse::<u32>().ok()?);
    let last = month_days(year, month);
    let is_short = (1900..2200).contains(&year) && (1..=12).contains(&month) && own > last;
    (is_short && own <= 31 && parts.next().is_none()).then_some((year, month, last))
}

/// A day that was written before its month: 2024-31-01 is 2024-01-31.
#[must_use]
pub fn day_before_month(text: &str) -> Option<String> {
    let mut parts = text.split(|c: char| !fold(c).is_ascii_digit()).filter(|own| !own.is_empty());
    let mut number = || parts.next()?.chars().map(fold).collect::<String>().parse::<u32>().ok();
    let (year, own_day, month) = (number()?, number()?, number()?);
    let meant = format!("{year}-{month:02}-{own_day:02}");
    let is_swapped = own_day > 12 && number().is_none() && (1900..2200).contains(&year);
    (is_swapped && day(&meant).is_some()).then_some(meant)
}

/// Whether a text says a day in full that the calendar does not have: `2024-02-30`.
#[must_use]
pub fn is_no_such_day(text: &str) -> bool {
    let parts = text.split(|c: char| !fold(c).is_ascii_digit()).filter(|own| !own.is_empty());
    let numbers: Option<Vec<u32>> =
        parts.map(|own| own.chars().map(fold).collect::<String>().parse().ok()).collect();
    let Some([year, month @ 1..=12, own_day @ 1..=31]) = numbers.as_deref() else { return false };
    (1900..2100).contains(year) && *own_day > month_days(i32::try_from(*year).unwrap_or(0), *month)
}

/// How many days after the last day before the year 1 a day is.
#[must_use]
pub fn day_number((year, month, day): Day) -> i64 {
    let before: u32 = (1..month).map(|month| month_days(year, month)).sum();
    let past = i64::from(year) - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100)
        + past.div_euclid(400)
        + i64::from(before + day)
}

/// A text without the time of day behind its last blank: `2024-01-01 0:00:00`.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.trim().rsplit_once([' ', 'T', '\u{3000}']) else { return text };
    let parts: Vec<&str> = time.split([':', '\u{FF1A}']).collect();
    let is_part =
        |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    if (2..=3).contains(&parts.len()) && parts.iter().all(is_part) { day } else { text }
}

/// A day in Chinese figures with Arabic ones: `二〇二四年三月十五日`.
fn in_digits(text: &str) -> Option<String> {
    const FIGURES: [char; 10] = [
        '\u{3007}', '\u{4E00}', '\u{4E8C}', '\u{4E09}', '\u{56DB}', '\u{4E94}', '\u{516D}',
        '\u{4E03}', '\u{516B}', '\u{4E5D}',
    ];
    const TEN: char = '\u{5341}';
    let figure = |c: char| match c {
        '\u{96F6}' | '\u{25CB}' | 'O' | 'o' => Some(0),
        c => FIGURES.iter().position(|known| *known == c),
    };
    let (year, rest) = text.split_once('\u{5E74}')?;
    let (month, day) = rest.split_once('\u{6708}')?;
    let digits: Option<Vec<usize>> = year.chars().map(figure).collect();
    let year: String = digits?.iter().map(usize::to_string).collect();
    let number = |text: &str| -> Option<usize> {
        match text.split_once(TEN) {
            None => match text.chars().collect::<Vec<_>>().as_slice() {
                [one] => figure(*one),
                _ => None,
            },
            Some((tens, ones)) => {
                let one =
                    |text: &str, blank: usize| match text.chars().collect::<Vec<_>>().as_slice() {
                        [] => Some(blank),
                        [one] => figure(*one),
                        _ => None,
                    };
                Some(one(tens, 1)? * 10 + one(ones, 0)?)
            }
        }
    };
    let day = day.trim_end_matches(['\u{65E5}', '\u{53F7}']);
    Some(format!("{year}-{}-{}", number(month)?, number(day)?))
}

/// The day that a text is, and nothing else; a time of day may stand behind it, and eight digits are
/// one where they can be.
#[must_use]
pub fn day(text: &str) -> Option<Day> {
    let text = without_time(text);
    let text: String = text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let text = in_digits(&text).unwrap_or(text);
    if text.len() == 8 && text.bytes().all(|c| c.is_ascii_digit()) {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
        let found = (i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?);
        return (is_day(found) && (1900..2100).contains(&found.0)).then_some(found);
    }
    let text = text.strip_suffix('\u{65E5}').unwrap_or(&text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '\u{5E74}', '\u{6708}']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let number = |text: &str, widths: std::ops::RangeInclusive<usize>| {
        let fits = widths.contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let found =
        (i32::try_from(number(year, 4..=4)?).ok()?, number(month, 1..=2)?, number(day, 1..=2)?);
    is_day(found).then_some(found)
}
