//! The day of an audit: today's, or the one that was typed in.

/// The day in Beijing, where the documents and their deadlines are.
#[must_use]
pub fn today() -> String {
    const AHEAD: u64 = 8 * 3600;
    const DAY: u64 = 24 * 3600;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    day((now + AHEAD) / DAY)
}

/// A day by its distance from 1 January 1970.
fn day(since: u64) -> String {
    let (mut rest, mut year) = (since, 1970);
    while rest >= 365 + u64::from(is_leap(year)) {
        rest -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in lengths(year) {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", rest + 1)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Days of the months of a year.
fn lengths(year: u64) -> [u64; 12] {
    [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// A day as it was typed in: `2026-11-23`, or with other marks `2026/1/5`, `2026.1.5`.
pub(crate) fn read(text: &str) -> Result<String, String> {
    let wrong = || "日期应写成 2026-01-05 这样".to_owned();
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return Err(wrong()) };
    let number = |part: &str| part.parse::<u64>().map_err(|_| wrong());
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let index = usize::try_from(month).unwrap_or(0).wrapping_sub(1);
    let length = lengths(year).get(index).copied().unwrap_or(0);
    if (1949..=2999).contains(&year) && (1..=length).contains(&day) {
        Ok(format!("{year:04}-{month:02}-{day:02}"))
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(read("2026-11-23").as_deref(), Ok("2026-11-23"));
        assert_eq!(read("2028/2/29").as_deref(), Ok("2028-02-29"));
        for wrong in
            ["2026-02-29", "2026-13-01", "2026-00-10", "26-1-1", "今天", "2026-1", "2026-1-0"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let days = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_453, "2025-12-31"),
            (20_454, "2026-01-01"),
        ];
        for (since, shown) in days {
            assert_eq!(day(since), shown);
        }
    }
}
