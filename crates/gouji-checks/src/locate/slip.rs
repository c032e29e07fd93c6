//! Slips of the pen: how a number may have been printed when another was meant, and how likely that
//! is.
//!
//! Numbers are whole counts of their last printed place, so that digits and the point's place are
//! all that matters. Costs are thousandths of a nat (−1000 · ln p), so that ranking needs no floats
//! and is the same everywhere.

use gouji_audit::audit::Slip;
use gouji_values::number::{LastDigits, Misprint, digits, fold, misprints, printable};
use std::collections::BTreeMap;

/// −1000 · ln p.
pub type Cost = i64;

/// What a slip of the pen tells of the number that was meant.
#[derive(Clone, Copy)]
struct SlipNature {
    /// A shorter number may have come about by it whatever was meant: of one digit every other is
    /// one digit wrong.
    min_digits: usize,
    /// It leaves one number alone that may have been meant: what was taken from elsewhere says
    /// nothing of it, and of a sum rounding leaves several.
    leaves_one: bool,
    /// The number that was meant has as many digits, all but one or two of them at their places.
    keeps_other_digits: bool,
    /// Which of two slips of digits is named where both cost the same: the one with the smaller
    /// number. What moves digits tells more than what changes, loses or adds one.
    preference: u8,
    /// It is told also where the number that was meant is not known.
    tells_itself: bool,
}

/// What a slip tells of the figures that it may have changed.
pub trait SlipTells {
    /// Whether it says something of a number with so many digits.
    fn is_told_by(&self, old: i128) -> bool;

    /// Whether it leaves one number alone that may have been meant.
    fn leaves_one(self, old: i128, new: i128) -> bool;

    /// Whether the number that was meant has as many digits, all but one or two of them at their
    /// places: a sum tells such a slip by what it is off by.
    fn keeps_other_digits(self) -> bool;

    /// Whether it is told also where the number that was meant is not known.
    fn tells_itself(self) -> bool;
}

impl SlipTells for Slip {
    fn is_told_by(&self, old: i128) -> bool {
        digits(old.unsigned_abs(), 1).len() >= nature(*self).min_digits
    }

    fn leaves_one(self, old: i128, new: i128) -> bool {
        let Self::Shifted(places) = self else { return nature(self).leaves_one };
        let times = 10_i128.pow(u32::from(places.unsigned_abs()));
        let (large, small) = if old.abs() > new.abs() { (old, new) } else { (new, old) };
        small.checked_mul(times) == Some(large)
    }

    fn keeps_other_digits(self) -> bool {
        nature(self).keeps_other_digits
    }

    fn tells_itself(self) -> bool {
        nature(self).tells_itself
    }
}

fn nature(slip: Slip) -> SlipNature {
    const ELSEWHERE: SlipNature = SlipNature {
        min_digits: 0,
        leaves_one: false,
        keeps_other_digits: false,
        preference: 8,
        tells_itself: false,
    };
    const ONE: SlipNature = SlipNature { leaves_one: true, ..ELSEWHERE };
    const MOVED: SlipNature = SlipNature { keeps_other_digits: true, ..ONE };
    match slip {
        Slip::Transposed => SlipNature { preference: 0, ..MOVED },
        Slip::Exchanged => SlipNature { preference: 1, ..MOVED },
        Slip::Digit => SlipNature { preference: 2, min_digits: 3, ..MOVED },
        Slip::Dropped => SlipNature { preference: 3, min_digits: 2, ..ONE },
        Slip::Doubled => SlipNature { preference: 4, min_digits: 2, ..ONE },
        Slip::Inserted => SlipNature { preference: 5, min_digits: 2, ..ONE },
        Slip::Shifted(_) => SlipNature { preference: 6, ..ONE },
        Slip::Sign => SlipNature { preference: 7, ..ONE },
        Slip::Swapped | Slip::Separator => ONE,
        Slip::Block(_) | Slip::Rows(_) => SlipNature { tells_itself: true, ..ELSEWHERE },
        Slip::OtherColumn
        | Slip::OtherRow
        | Slip::LastYear
        | Slip::OtherForm
        | Slip::LeftOut
        | Slip::CountedTwice
        | Slip::SumOfOther
        | Slip::Other => ELSEWHERE,
    }
}

const NO_NAME: Cost = 7_000;
/// ln 10 and the logarithms of small numbers, in thousandths.
const LN_10: Cost = 2_303;
const LN: [Cost; 16] = [
    0, 0, 693, 1_099, 1_386, 1_609, 1_792, 1_946, 2_079, 2_197, 2_303, 2_398, 2_485, 2_565, 2_639,
    2_708,
];

/// 1000 · ln of a small number.
#[must_use]
pub fn ln(number: usize) -> Cost {
    match LN.get(number) {
        Some(cost) => *cost,
        None => ln(number.div_ceil(10)) + LN_10,
    }
}

/// What a change without a name costs: any other number of as many digits, of which the longer of
/// the two has most.
#[must_use]
pub fn unnamed(old: i128, new: i128) -> Cost {
    let longer = old.unsigned_abs().max(new.unsigned_abs());
    // beyond so many digits a number says no more
    NO_NAME + LN_10 * Cost::try_from(digits(longer, 0).len().min(7)).unwrap_or(7)
}

/// How many digits tell a number from others: trailing zeros do not.
#[must_use]
pub fn telling(number: i128) -> usize {
    let list = digits(number.unsigned_abs(), 1);
    list.len() - list.iter().rev().take_while(|digit| **digit == 0).count()
}

/// Whether a number, of which so many digits stand behind the point, may well stand among so many
/// others by chance: where the digits that tell it from others are few for the number of others
/// looked at, that it stands there is no reason to think that it was taken from there. Round
/// thousands tell more than round ones, but less than other digits.
#[must_use]
pub fn is_chance(number: i128, decimals: u32, among: usize) -> bool {
    /// One time in so many.
    const SELDOM: u128 = 20;
    let telling = telling(number);
    let zeros = digits(number.unsigned_abs(), 1).len() - telling;
    let round = zeros.saturating_sub(usize::try_from(decimals).unwrap_or(0)) / 2;
    let few = u32::try_from(telling + round).unwrap_or(u32::MAX).clamp(1, 30);
    (among as u128).saturating_mul(SELDOM) > 9 * 10_u128.pow(few - 1)
}

/// What may have been meant where point and separator of thousands are confused, in units of the
/// last printed place: 1.234 for 1,234 and the other way round. `text` is the figure as printed.
#[must_use]
pub fn separated(text: &str, old: i128) -> Option<i128> {
    let digits: String = text
        .chars()
        .map(fold)
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    match digits.split_once('.') {
        Some((_, behind)) if behind.len() == 3 && !digits.contains(',') => old.checked_mul(1_000),
        None if digits.contains(',') && old % 1_000 == 0 => Some(old / 1_000),
        _ => None,
    }
}

/// All numbers that may have been meant where `old` is printed, with the likeliest slip and its
/// cost. Both count units of the last printed place; `decimals` of them stand behind the point,
/// `lost` of these are not printed.
#[must_use]
pub fn meant(old: i128, decimals: u32, lost: u32) -> BTreeMap<i128, (Cost, Slip)> {
    let mut out: BTreeMap<i128, (Cost, Slip)> = BTreeMap::new();
    if old == 0 {
        return out;
    }
    let sign = if old < 0 { -1 } else { 1 };
    let behind = usize::try_from(decimals).unwrap_or(0);
    let list = digits(old.unsigned_abs(), behind + 1);
    let long = list.len();
    let mut put = |new: i128, slip: Slip, cost: Cost| {
        let slot = out.entry(new).or_insert((cost, slip));
        let rank = |(cost, slip): (Cost, Slip)| (cost, nature(slip).preference);
        if rank((cost, slip)) < rank(*slot) {
            *slot = (cost, slip);
        }
    };
    // where amounts are positive a minus is rather one too many than one too few
    if let Some(new) = old.checked_neg() {
        put(new, Slip::Sign, if old < 0 { 2_500 } else { 4_000 });
    }
    // digits that are not printed are not mistaken for others
    let unprinted = 10_i128.checked_pow(lost).unwrap_or(i128::MAX);
    misprints(old, decimals, &mut |misprint, new| {
        let is_printed = lost == 0 || new / unprinted != old / unprinted;
        if is_printed {
            let (slip, cost) = likely(misprint, (old, new), long);
            put(new, slip, cost);
        }
    });
    // fewer decimals than the column has: one of them may be the lost one
    if lost == 1 && behind > 0 {
        let printed = list.get(..long - 1).unwrap_or(&[]);
        for at in long - behind..long {
            for digit in 0..10 {
                let mut more = printed.to_vec();
                more.insert(at.min(more.len()), digit);
                let new = printable(&more, behind).map(|new| sign * new);
                if let Some(new) = new.filter(|new| *new != old && *new != 0) {
                    put(new, Slip::Dropped, 2_500 + ln(long + 1));
                }
            }
        }
    }
    out
}

/// The name of a slip that leads from the number that was meant to the printed one with so many
/// digits, and its cost: how seldom such slips are, and the logarithm of the number of ways in which
/// one can be made, as each is as likely. Two of `long` digits can be exchanged in about long² / 2
/// ways: 2 · ln long − ln 2. How seldom each kind is was set by hand, so that 1,000 more is about a
/// third as often, and is held against planted slips (`benches/plants.md`).
fn likely(misprint: Misprint, (old, new): (i128, i128), long: usize) -> (Slip, Cost) {
    match misprint {
        Misprint::Transposed => (Slip::Transposed, 3_000 + ln(long - 1)),
        Misprint::Exchanged => (Slip::Exchanged, 4_000 + 2 * ln(long) - ln(2)),
        Misprint::Digit { was, meant } => {
            let alike = [(1, 7), (3, 8), (5, 6), (0, 6), (0, 8), (6, 8), (6, 9)]
                .contains(&(was.min(meant), was.max(meant)));
            (Slip::Digit, 2_500 + ln(9 * long) - if alike { 1_000 } else { 0 })
        }
        Misprint::Added { is_doubled: true } => (Slip::Doubled, 2_500 + ln(long)),
        Misprint::Added { is_doubled: false } => (Slip::Inserted, 4_000 + ln(10 * long)),
        Misprint::Lost => {
            // of ten times larger numbers each is ten times as seldom
            let times = new.unsigned_abs() / old.unsigned_abs().max(1);
            let rare = ln(usize::try_from(times).unwrap_or(usize::MAX));
            (Slip::Dropped, 2_500 + ln(long + 1) + rare)
        }
        Misprint::Shifted { places, end } => {
            let cost = if places.unsigned_abs() == 4 { 3_000 } else { 3_500 };
            // digits that are gone leave a number of one or two, as which nearly every other could
            // be printed; what stood behind the last place was cut or is not known
            let more = match end {
                LastDigits::Kept => 0,
                LastDigits::Rounded if new.unsigned_abs() < 100 => 3_000,
                LastDigits::Rounded => 0,
                LastDigits::Cut => {
                    let rounded = shrunk(old, places);
                    if rounded < 100 { 3_500 } else { 500 }
                }
            };
            (Slip::Shifted(places), cost + more)
        }
    }
}

/// The size of a number with its point so many places to the left, rounded.
fn shrunk(number: i128, places: i8) -> u128 {
    let times = 10_u128.pow(u32::from(places.unsigned_abs()));
    (number.unsigned_abs() + times / 2) / times
}

/// Whether one number is the other with its point shifted, as far as the digits that are printed
/// tell.
#[must_use]
pub fn shifted(old: i128, new: i128) -> Option<(Cost, Slip)> {
    let is = |large: i128, small: i128, times: i128| {
        let (large, times) = (large.unsigned_abs(), times.unsigned_abs());
        small != 0 && [(large + times / 2) / times, large / times].contains(&small.unsigned_abs())
    };
    if (old < 0) != (new < 0) {
        return None;
    }
    [4_i8, 1, 2, 3, 8].into_iter().find_map(|places| {
        let times = 10_i128.pow(u32::from(places.unsigned_abs()));
        // of one or two digits nearly every number is a shift
        let cost = if places == 4 { 3_500 } else { 4_000 }
            + if telling(old).min(telling(new)) < 2 { 3_000 } else { 0 };
        if is(new, old, times) {
            Some((cost, Slip::Shifted(places)))
        } else {
            is(old, new, times).then_some((cost, Slip::Shifted(-places)))
        }
    })
}

/// How much weight a cost has against others, in 2⁻⁴⁰: e^(−cost), without floats.
#[must_use]
pub fn weight(cost: Cost) -> u64 {
    /// e^(−2^k / 1000) in 2⁻⁴⁰, k from 0.
    const POWERS: [u64; 15] = [
        1_098_412_665_721,
        1_097_314_802_078,
        1_095_122_365_642,
        1_090_750_625_488,
        1_082_059_431_613,
        1_064_884_248_574,
        1_031_347_403_896,
        967_409_021_108,
        851_178_096_236,
        658_932_687_213,
        394_895_583_921,
        141_828_897_722,
        18_294_882_674,
        304_410_361,
        84_279,
    ];
    let mut out: u128 = 1 << 40;
    let cost = cost.clamp(0, (1 << 15) - 1);
    for (at, power) in POWERS.iter().enumerate() {
        if cost >> at & 1 == 1 {
            out = (out * u128::from(*power)) >> 40;
        }
    }
    u64::try_from(out).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(old: i128, new: i128) -> Option<Slip> {
        meant(old, 2, 0).get(&new).map(|(_, slip)| *slip)
    }

    #[test]
    fn slips_have_their_names() {
        assert_eq!(slip(1_2345, 1_2435), Some(Slip::Transposed));
        assert_eq!(slip(1_2345, 4_2315), Some(Slip::Exchanged));
        assert_eq!(slip(1_2345, 1_2945), Some(Slip::Digit));
        assert_eq!(slip(1_2345, 18_2345), Some(Slip::Dropped));
        assert_eq!(slip(11_2345, 1_2345), Some(Slip::Doubled));
        assert_eq!(slip(81_2345, 1_2345), Some(Slip::Inserted));
        assert_eq!(slip(1_2345, 12_3450), Some(Slip::Shifted(1)));
        assert_eq!(slip(123_456_789, 12_346), Some(Slip::Shifted(-4)));
        assert_eq!(slip(-1_2345, 1_2345), Some(Slip::Sign));
        assert_eq!(slip(1_2345, 5_4321), None);
        assert_eq!(meant(1_2340, 2, 1).get(&1_2354).map(|(_, slip)| *slip), Some(Slip::Dropped));
        assert_eq!(meant(1_2300, 2, 2).get(&1_2340), None);
    }

    #[test]
    fn few_digits_among_many_numbers_are_chance() {
        assert!(
            is_chance(9_000, 2, 1)
                && is_chance(2, 0, 1)
                && is_chance(47, 0, 12)
                && is_chance(123, 2, 60)
        );
        assert!(
            !is_chance(475, 2, 12)
                && !is_chance(8_478, 2, 12)
                && !is_chance(47, 0, 2)
                && !is_chance(5_800_000, 2, 20)
        );
    }

    #[test]
    fn confused_separators_are_undone() {
        assert_eq!(separated("1.234", 1_234), Some(1_234_000));
        assert_eq!(separated("1,234", 1_234_000), Some(1_234));
        assert_eq!(separated("12.34", 12_34), None);
        assert_eq!(separated("1,234.500", 1_234_500), None);
    }

    #[test]
    fn weights_fall_as_costs_rise() {
        assert_eq!(weight(0), 1 << 40);
        let e = weight(1_000);
        assert!((404_480_000_000..404_495_000_000).contains(&e), "{e}");
        assert!(weight(2_303) < (1 << 40) / 9 && weight(2_303) > (1 << 40) / 11);
    }
}
