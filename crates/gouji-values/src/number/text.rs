//! Text to number: `1,234.50`, `１２３`, `（5.00）`, `≤1818.34万元`.
//!
//! Only full-width ASCII is folded, never NFKC, which would turn `①` into 1 and glue it to an
//! amount.

use super::{UnitId, Units};
use rust_decimal::Decimal;

/// A relation sign in front of a number (`≥92%`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `≥`
    AtLeast,
    /// `≤`
    AtMost,
    /// `=`
    Equal,
    /// `>`
    Above,
    /// `<`
    Below,
}

/// A number as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// In the printed unit; sign included.
    pub value: Decimal,
    /// Printed decimals.
    pub decimals: u32,
    /// The printed unit, if one stands there.
    pub unit: Option<UnitId>,
    /// The sign in front, if one stands there.
    pub comparison: Option<Comparison>,
}

/// A number found in a text: what it is, and the bytes it takes (sign, unit included).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberText {
    /// The number.
    pub number: Number,
    /// Byte length in the text, from its start to the end of the unit.
    pub len: usize,
    /// Byte length without the unit.
    pub digits_len: usize,
}

/// Folds full-width ASCII and the full-width space; everything else stays.
#[must_use]
#[inline]
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        '\u{2212}' => '-',
        '\u{2236}' => ':',
        _ => c,
    }
}

/// Whether the character is one of the usual ideographs: of these texts most are, and they are told
/// without the tables of Unicode.
#[must_use]
#[inline]
pub fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether the character is a digit, half or full width.
#[must_use]
#[inline]
pub fn is_digit(c: char) -> bool {
    fold(c).is_ascii_digit()
}

/// Reads a Chinese numeral (十二, 二十) by the digits of the vocabulary, which stand in order from
/// 0 to 10.
#[must_use]
pub fn numeral(text: &str, digits: &[char]) -> Option<u32> {
    let ten = digits.get(10).copied();
    let mut total = 0_u32;
    let mut pending: Option<u32> = None;
    for c in text.chars() {
        if Some(c) == ten {
            total = pending
                .take()
                .unwrap_or(1)
                .checked_mul(10)
                .and_then(|tens| tens.checked_add(total))?;
        } else {
            let digit = u32::try_from(digits.iter().position(|d| *d == c)?).ok()?;
            pending = Some(match pending {
                Some(before) => before.checked_mul(10)?.checked_add(digit)?,
                None => digit,
            });
        }
    }
    if text.is_empty() { None } else { total.checked_add(pending.unwrap_or(0)) }
}

/// Reads a number at the very start of `text`: optional comparison, sign, digits with thousands
/// separators in groups of three, one decimal point (before which the zero may be left out), and
/// the unit behind it. Blanks may stand between the parts, not inside the digits.
#[must_use]
pub fn scan_number(text: &str, units: &Units) -> Option<NumberText> {
    let mut rest = Cursor { text, at: 0 };
    let comparison = rest.comparison();
    rest.blanks();
    let negative = match rest.peek() {
        Some('-') => {
            rest.bump();
            true
        }
        Some('+') => {
            rest.bump();
            false
        }
        _ => false,
    };
    let (value, decimals) = rest.digits()?;
    let digits_len = rest.at;
    let mut number =
        Number { value: if negative { -value } else { value }, decimals, unit: None, comparison };
    rest.blanks();
    let mut len = digits_len;
    if let Some(id) = rest.unit(units) {
        number.unit = Some(id);
        len = rest.at;
    }
    Some(NumberText { number, len, digits_len })
}

/// Reads a whole cell as one number, or `None` if anything else stands in it. `（5.00）` is −5.00.
#[must_use]
pub fn cell_number(text: &str, units: &Units) -> Option<Number> {
    let trimmed = text.trim_matches(|c: char| fold(c).is_whitespace());
    if let Some(inner) = bracketed(trimmed) {
        // brackets in brackets are no number
        let number = scan_whole(inner.trim_matches(|c: char| fold(c).is_whitespace()), units)?;
        return (number.comparison.is_none() && !number.value.is_sign_negative())
            .then_some(Number { value: -number.value, ..number });
    }
    scan_whole(trimmed, units).or_else(|| scan_whole(&ungrouped(trimmed)?, units))
}

/// A whole number with one separator before its last three digits (`125360,898`), as some programs
/// write it, without it. Other odd groups are digits of a neighbour or a slip.
fn ungrouped(text: &str) -> Option<String> {
    let mut chars = text.chars().rev();
    let last: Vec<char> = chars.by_ref().take(3).collect();
    if fold(chars.next()?) != ',' {
        return None;
    }
    let rest: Vec<char> = chars.collect();
    let is_whole = rest.len() > 3 && rest.iter().chain(&last).all(|c| is_digit(*c));
    is_whole.then(|| text.chars().filter(|c| fold(*c) != ',').collect())
}

fn bracketed(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    (chars.next().map(fold) == Some('(') && chars.next_back().map(fold) == Some(')'))
        .then_some(chars.as_str())
}

fn scan_whole(trimmed: &str, units: &Units) -> Option<Number> {
    let found = scan_number(trimmed, units)?;
    (found.len == trimmed.len()).then_some(found.number)
}

/// More digits than any number has.
const LONGEST: usize = 40;

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(fold)
    }

    fn bump(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|c| c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            self.bump();
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let (comparison, double) = match self.peek()? {
            '\u{2265}' => (Comparison::AtLeast, false),
            '\u{2264}' => (Comparison::AtMost, false),
            '=' => (Comparison::Equal, false),
            '>' => (Comparison::Above, true),
            '<' => (Comparison::Below, true),
            _ => return None,
        };
        self.bump();
        if double && self.peek() == Some('=') {
            self.bump();
            return Some(if comparison == Comparison::Above {
                Comparison::AtLeast
            } else {
                Comparison::AtMost
            });
        }
        // a sign typed twice (≤≤15) means what it means once
        let sign = self.peek();
        if (comparison == Comparison::AtLeast && sign == Some('\u{2265}'))
            || (comparison == Comparison::AtMost && sign == Some('\u{2264}'))
        {
            self.bump();
        }
        Some(comparison)
    }

    /// Value and decimals of the digits at the cursor.
    fn digits(&mut self) -> Option<(Decimal, u32)> {
        let start = self.at;
        let mut read = Digits::default();
        // digits behind the last separator: one may follow 1 to 3 digits only
        let mut group = 0;
        while let Some(c) = self.peek().filter(|_| read.count <= LONGEST) {
            if let Some(digit) = c.to_digit(10) {
                read.push(digit);
                group += 1;
            } else if c == ','
                && self.rest().starts_with(',')
                && (1..=3).contains(&group)
                && self.group_follows()
            {
                group = 0;
            } else {
                break;
            }
            self.bump();
        }
        let mut decimals = 0;
        let mut chars = self.rest().chars();
        let is_point = chars.next().map(fold) == Some('.') && chars.next().is_some_and(is_digit);
        // some programs leave out the zero before the point
        if read.count == 0 && !is_point {
            self.at = start;
            return None;
        }
        if is_point {
            self.bump();
            while let Some(digit) =
                self.peek().and_then(|c| c.to_digit(10)).filter(|_| read.count <= LONGEST)
            {
                read.push(digit);
                decimals += 1;
                self.bump();
            }
        }
        Some((read.value(decimals)?, decimals))
    }

    /// Exactly three digits and then no digit stand behind the separator at the cursor.
    fn group_follows(&self) -> bool {
        let mut digits = 0;
        for c in self.rest().chars().skip(1).take(4) {
            if !is_digit(c) {
                break;
            }
            digits += 1;
        }
        digits == 3
    }

    fn unit(&mut self, units: &Units) -> Option<UnitId> {
        let (id, len) = units.prefix_of(self.rest())?;
        self.at += len;
        Some(id)
    }
}

/// Decimal digits put together.
#[derive(Default)]
struct Digits {
    value: u128,
    count: usize,
}

impl Digits {
    /// Of more digits than any number has only the number of them is kept.
    fn push(&mut self, digit: u32) {
        if self.count < LONGEST {
            self.value = self.value.saturating_mul(10).saturating_add(u128::from(digit));
        }
        self.count += 1;
    }

    /// The number, the last `decimals` digits behind the point.
    fn value(&self, decimals: u32) -> Option<Decimal> {
        let value = i128::try_from(self.value).ok().filter(|_| self.count <= LONGEST)?;
        Decimal::try_from_i128_with_scale(value, decimals).ok()
    }
}
