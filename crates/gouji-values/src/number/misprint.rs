//! Which numbers may have been meant where another one is printed: digits exchanged, wrong, lost or
//! too many, and the point at another place. How likely each of them is, is said elsewhere.
//!
//! Numbers are whole counts of their last printed place.

/// How a printed number came of the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misprint {
    /// Two neighbouring digits stand the other way round.
    Transposed,
    /// Two other digits stand the other way round.
    Exchanged,
    /// One digit is another one.
    Digit {
        /// As printed.
        was: u8,
        /// As meant.
        meant: u8,
    },
    /// A digit was added.
    Added {
        /// It is that of a neighbour.
        is_doubled: bool,
    },
    /// A digit was lost.
    Lost,
    /// The point stands elsewhere: what was meant is ten times as large for each place.
    Shifted {
        /// Places; below zero what was meant is smaller.
        places: i8,
        /// What became of the digits behind the last place.
        end: LastDigits,
    },
}

/// What became of the digits behind the last place of a smaller number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDigits {
    /// There were none.
    Kept,
    /// They were rounded off.
    Rounded,
    /// They were cut off.
    Cut,
}

/// By how many places a point is shifted: one to three digits, between 元 and 万元, and to 亿元.
const SHIFTS: [i8; 5] = [1, 2, 3, 4, 8];

/// The digits of a number, with zeros in front where it has fewer than `least`.
#[must_use]
pub fn digits(mut number: u128, least: usize) -> Vec<u8> {
    let mut out = Vec::new();
    while number > 0 || out.len() < least.max(1) {
        out.push(u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
    }
    out.reverse();
    out
}

/// The number of digits that can be printed so, with so many behind the point: a zero at the front
/// is not printed.
#[must_use]
pub fn printable(digits: &[u8], behind: usize) -> Option<i128> {
    if digits.len() > behind + 1 && digits.first() == Some(&0) {
        return None;
    }
    digits
        .iter()
        .try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(i128::from(*digit)))
}

/// The numbers of which two neighbouring digits stand the other way round in `printed`: those of
/// [`Misprint::Transposed`] alone.
#[must_use]
pub fn turned(printed: i128, decimals: u32) -> Vec<i128> {
    let behind = usize::try_from(decimals).unwrap_or(0);
    let sign = if printed < 0 { -1 } else { 1 };
    let mut list = digits(printed.unsigned_abs(), behind + 1);
    let mut out = Vec::new();
    for at in 1..list.len() {
        list.swap(at - 1, at);
        let new = printable(&list, behind).map(|new| sign * new);
        out.extend(new.filter(|new| *new != printed && *new != 0));
        list.swap(at - 1, at);
    }
    out
}

/// Calls `put` for each number that may have been meant where `printed` stands, with `decimals` of
/// its digits behind the point. A number that several slips lead to comes several times.
pub fn misprints(printed: i128, decimals: u32, put: &mut dyn FnMut(Misprint, i128)) {
    let behind = usize::try_from(decimals).unwrap_or(0);
    let sign = if printed < 0 { -1 } else { 1 };
    let list = digits(printed.unsigned_abs(), behind + 1);
    let mut put = |misprint: Misprint, new: i128| {
        if new != printed && new != 0 {
            put(misprint, new);
        }
    };
    let whole = list.len() - behind;
    // what each place counts, with one more for a digit that is put in: another digit changes the
    // number by its place, and to read all digits again for each would be most of the work
    let mut counts = vec![Some(1_i128)];
    while counts.len() <= list.len() {
        counts.push(counts.last().copied().flatten().and_then(|count| count.checked_mul(10)));
    }
    let count = |at: usize, length: usize| -> Option<i128> {
        counts.get(length.checked_sub(at + 1)?).copied().flatten()
    };
    let number = |list: &[u8]| {
        list.iter()
            .try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(i128::from(*digit)))
    };
    // no number of more digits than must be printed begins with a zero
    let begins = |length: usize, first: Option<&u8>| length <= behind + 1 || first != Some(&0);
    let size = number(&list);
    let first = list.first();
    for (at, was) in list.iter().enumerate() {
        let place = count(at, list.len());
        for (with, other) in list.iter().enumerate().skip(at + 1) {
            let is_beside = with == at + 1;
            let kind = if is_beside { Misprint::Transposed } else { Misprint::Exchanged };
            let by = place.zip(count(with, list.len())).and_then(|(place, count)| {
                (place - count).checked_mul(i128::from(*other) - i128::from(*was))
            });
            let new = size.zip(by).and_then(|(size, by)| size.checked_add(by));
            let front = if at == 0 { Some(other) } else { first };
            if let Some(new) = new.filter(|_| begins(list.len(), front)) {
                put(kind, sign * new);
            }
        }
        for meant in 0..10 {
            let by =
                place.and_then(|place| place.checked_mul(i128::from(meant) - i128::from(*was)));
            let new = size.zip(by).and_then(|(size, by)| size.checked_add(by));
            let front = if at == 0 { Some(&meant) } else { first };
            if let Some(new) = new.filter(|_| begins(list.len(), front)) {
                put(Misprint::Digit { was: *was, meant }, sign * new);
            }
        }
        // behind the point a digit fewer changes the places of the others
        if at < whole && whole > 1 {
            let mut fewer = list.clone();
            fewer.remove(at);
            let is_doubled =
                (at > 0 && list.get(at - 1) == Some(was)) || list.get(at + 1) == Some(was);
            if let Some(new) = printable(&fewer, behind) {
                put(Misprint::Added { is_doubled }, sign * new);
            }
        }
    }
    // one copy for all places
    let mut other = list.clone();
    for at in 0..=whole {
        other.insert(at, 0);
        let (rest, place) = (number(&other), count(at, other.len()));
        for digit in 0..10 {
            let by = place.and_then(|place| place.checked_mul(i128::from(digit)));
            let new = rest.zip(by).and_then(|(rest, by)| rest.checked_add(by));
            let front = if at == 0 { Some(&digit) } else { first };
            if let Some(new) = new.filter(|_| begins(other.len(), front)) {
                put(Misprint::Lost, sign * new);
            }
        }
        other.remove(at);
    }
    shifted(printed, &mut put);
}

/// The numbers of which the point stands elsewhere.
fn shifted(printed: i128, put: &mut dyn FnMut(Misprint, i128)) {
    let sign = if printed < 0 { -1 } else { 1 };
    for places in SHIFTS {
        let times = 10_i128.pow(u32::from(places.unsigned_abs()));
        if let Some(new) = printed.checked_mul(times) {
            put(Misprint::Shifted { places, end: LastDigits::Kept }, new);
        }
        let mut smaller = |end: LastDigits, new: i128| {
            put(Misprint::Shifted { places: -places, end }, sign * new);
        };
        let size = printed.abs();
        if size % times == 0 {
            smaller(LastDigits::Kept, size / times);
        } else {
            smaller(LastDigits::Rounded, size / times + i128::from(size % times >= times / 2));
            smaller(LastDigits::Cut, size / times);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(printed: i128, decimals: u32, meant: i128) -> Vec<Misprint> {
        let mut out = Vec::new();
        misprints(printed, decimals, &mut |misprint, new| {
            if new == meant {
                out.push(misprint);
            }
        });
        out
    }

    #[test]
    fn numbers_that_may_have_been_meant() {
        assert_eq!(how(1_2345, 2, 1_2435), [Misprint::Transposed]);
        assert_eq!(how(1_2345, 2, 4_2315), [Misprint::Exchanged]);
        assert_eq!(how(-1_2345, 2, -1_2945), [Misprint::Digit { was: 3, meant: 9 }]);
        assert_eq!(how(81_2345, 2, 1_2345), [Misprint::Added { is_doubled: false }]);
        assert_eq!(how(1_2345, 2, 18_2345), [Misprint::Lost]);
        let shifted = |places, end| Misprint::Shifted { places, end };
        assert_eq!(how(1_2345, 2, 123_4500)[..1], [shifted(2, LastDigits::Kept)]);
        assert_eq!(how(12_3400, 2, 1234), [shifted(-2, LastDigits::Kept)]);
        assert_eq!(how(123_456_789, 2, 12_346), [shifted(-4, LastDigits::Rounded)]);
        assert_eq!(how(123_456_789, 2, 12_345), [shifted(-4, LastDigits::Cut)]);
        assert_eq!(how(1_2345, 2, 5_4321), []);
    }

    /// The slips of digits as they were told by reading all digits again for each.
    fn of_digits(printed: i128, decimals: u32) -> Vec<(Misprint, i128)> {
        let behind = usize::try_from(decimals).unwrap();
        let list = digits(printed.unsigned_abs(), behind + 1);
        let mut out = Vec::new();
        let mut put = |misprint: Misprint, digits: &[u8]| {
            let new = printable(digits, behind).map(|new| printed.signum() * new);
            out.extend(new.filter(|new| *new != printed && *new != 0).map(|new| (misprint, new)));
        };
        let whole = list.len() - behind;
        for at in 0..list.len() {
            for with in at + 1..list.len() {
                let mut other = list.clone();
                other.swap(at, with);
                let is_beside = with == at + 1;
                put(if is_beside { Misprint::Transposed } else { Misprint::Exchanged }, &other);
            }
            for meant in 0..10 {
                let mut other = list.clone();
                other[at] = meant;
                put(Misprint::Digit { was: list[at], meant }, &other);
            }
            if at < whole && whole > 1 {
                let mut fewer = list.clone();
                fewer.remove(at);
                let is_doubled =
                    (at > 0 && list[at - 1] == list[at]) || list.get(at + 1) == Some(&list[at]);
                put(Misprint::Added { is_doubled }, &fewer);
            }
        }
        for at in 0..=whole {
            for digit in 0..10 {
                let mut other = list.clone();
                other.insert(at, digit);
                put(Misprint::Lost, &other);
            }
        }
        out
    }

    #[test]
    fn a_digit_changes_a_number_by_its_place() {
        for printed in [1, -1, 9, 10, 105, -105, 1_2345, 100, 999_999, 7_000_301, 98_765_432_109] {
            for decimals in 0..6 {
                let mut out = Vec::new();
                misprints(printed, decimals, &mut |misprint, new| out.push((misprint, new)));
                out.retain(|(misprint, _)| !matches!(misprint, Misprint::Shifted { .. }));
                assert_eq!(out, of_digits(printed, decimals), "{printed} {decimals}");
            }
        }
    }

    #[test]
    fn no_number_begins_with_a_zero() {
        // 105: 015 is no number
        assert_eq!(how(105, 0, 15), [Misprint::Added { is_doubled: false }]);
        // 1.05: 0.15 is one
        assert_eq!(how(105, 2, 15), [Misprint::Transposed]);
    }
}
