//! Number formats of spreadsheets: a format code and a stored value → the text that the program
//! shows.
//!
//! Deliberately absent: colours, widths, numerals of other scripts (`[DBNum1]` shows plain digits),
//! names of months and days of the week. What is not known shows as `General` does.

use super::date::{Clock, DatePart};
use super::format_code::{FormatTokens, sections};
use gouji_values::number::{Decimal, round};

/// A compiled format code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NumberFormat {
    /// For numbers, in the order of the code.
    sections: Vec<Section>,
    /// For texts.
    text: Option<Vec<FormatPiece>>,
    /// A section says itself for which values it is.
    has_conditions: bool,
}

/// A section of a code: for positive numbers, negative ones, zero, or for those that meet its
/// condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    pub condition: Option<(Test, Decimal)>,
    pub items: Vec<FormatPiece>,
    pub decimals: u32,
    /// Thousands are parted by commas.
    pub parted: bool,
    /// Powers of ten that the value is divided by: 3 for each comma behind the digits, less 2 for
    /// each percent sign.
    pub shift: i32,
    pub kind: FormatKind,
}

/// What a section shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FormatKind {
    /// Digits, or literals only.
    #[default]
    Number,
    /// Shown as it is stored.
    General,
    /// Date or time.
    Date,
}

/// How a value is compared with the bound of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Below,
    AtMost,
    Equal,
    Other,
    AtLeast,
    Above,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FormatPiece {
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Literal(String),
    /// The value as it is stored, or the text.
    Value,
    Date(DatePart),
}

impl NumberFormat {
    /// Compiles a format code; an empty one is `General`.
    pub(super) fn new(code: &str) -> Self {
        let mut out = Self::default();
        let code = if code.trim().is_empty() { "General" } else { code };
        for (index, code) in sections(code).into_iter().take(4).enumerate() {
            let tokens = FormatTokens::new(code);
            let is_text = tokens.has_text && !tokens.has_digits;
            if is_text || index == 3 {
                out.text = Some(tokens.items);
            } else {
                out.sections.push(tokens.section());
            }
        }
        out.has_conditions = out.sections.iter().any(|section| section.condition.is_some());
        out
    }

    /// Whether a value is shown as it is stored.
    pub(super) fn is_general(&self) -> bool {
        self.sections.iter().all(|section| {
            section.kind == FormatKind::General && section.items == [FormatPiece::Value]
        })
    }

    /// Whether what it shows is the value, rounded: no scale without a sign, nothing hidden.
    pub(super) fn is_faithful(&self) -> bool {
        let digits = |section: &Section| {
            section.items.iter().any(|item| matches!(item, FormatPiece::Digit(_)))
        };
        self.is_general()
            || matches!(self.sections.as_slice(), [section] if section.kind == FormatKind::Number && section.shift == 0 && digits(section))
    }

    /// Whether it shows dates or times.
    pub(super) fn is_date(&self) -> bool {
        self.sections.first().is_some_and(|section| section.kind == FormatKind::Date)
    }

    /// The text of a number.
    pub(super) fn number(&self, value: Decimal, clock: Clock) -> String {
        let Some((index, section)) = self.choose(value) else { return general(value) };
        let minus = value.is_sign_negative() && (index != 1 || self.has_conditions);
        match section.kind {
            FormatKind::General => {
                section.around(&general(if minus { value } else { value.abs() }))
            }
            FormatKind::Date => section.date(value, clock).unwrap_or_else(|| general(value)),
            FormatKind::Number => section.digits(value.abs(), minus),
        }
    }

    /// The text of a text: only a code with a section for texts changes it.
    pub(super) fn text<'a>(&self, text: std::borrow::Cow<'a, str>) -> std::borrow::Cow<'a, str> {
        match &self.text {
            Some(items) if items.as_slice() != [FormatPiece::Value] => around(items, &text).into(),
            _ => text,
        }
    }

    fn choose(&self, value: Decimal) -> Option<(usize, &Section)> {
        let sections = self.sections.as_slice();
        if self.has_conditions {
            let fits = |section: &Section| {
                section.condition.is_none_or(|(test, bound)| test.holds(value, bound))
            };
            let at = sections.iter().position(fits)?;
            return sections.get(at).map(|section| (at, section));
        }
        let at = match sections.len() {
            0 | 1 => 0,
            2 => usize::from(value.is_sign_negative() && !value.is_zero()),
            _ if value.is_zero() => 2,
            _ => usize::from(value.is_sign_negative()),
        };
        sections.get(at).map(|section| (at, section))
    }
}

impl Test {
    fn holds(self, value: Decimal, bound: Decimal) -> bool {
        match self {
            Self::Below => value < bound,
            Self::AtMost => value <= bound,
            Self::Equal => value == bound,
            Self::Other => value != bound,
            Self::AtLeast => value >= bound,
            Self::Above => value > bound,
        }
    }
}

/// The value as `General` shows it: at most eleven characters, so that what only the machine's
/// arithmetic left is gone. A whole number keeps all its digits, where a program would show a power
/// of ten: nobody prints such a figure.
pub(super) fn general(value: Decimal) -> String {
    let whole = value.trunc().abs().to_string().len();
    let decimals = u32::try_from(10_usize.saturating_sub(whole)).unwrap_or(0);
    let shown = round(value, decimals).normalize();
    if shown.is_zero() { "0".to_owned() } else { shown.to_string() }
}

fn around(items: &[FormatPiece], value: &str) -> String {
    let part = |item: &FormatPiece| match item {
        FormatPiece::Literal(text) => text.clone(),
        FormatPiece::Value => value.to_owned(),
        _ => String::new(),
    };
    items.iter().map(part).collect()
}

impl Section {
    fn around(&self, value: &str) -> String {
        around(&self.items, value)
    }

    fn date(&self, value: Decimal, clock: Clock) -> Option<String> {
        let moment = clock.moment(value)?;
        let mut out = String::new();
        for item in &self.items {
            match item {
                FormatPiece::Literal(text) => out.push_str(text),
                FormatPiece::Date(part) => part.push(&moment, &mut out),
                FormatPiece::Point => out.push('.'),
                FormatPiece::Digit(_) => out.push('0'),
                FormatPiece::Value => {}
            }
        }
        Some(out)
    }

    /// Digits go to their places from the decimal point outwards; the first place takes all that
    /// are left.
    fn digits(&self, value: Decimal, minus: bool) -> String {
        let Some(mut shown) = shifted(value, self.shift).map(|value| round(value, self.decimals))
        else {
            return general(value);
        };
        shown.rescale(self.decimals);
        let digits = format!("{:0>width$}", shown.mantissa(), width = self.decimals as usize);
        let (whole, fraction) = digits.split_at(digits.len() - self.decimals as usize);
        let whole = whole.trim_start_matches('0');
        let point = self
            .items
            .iter()
            .position(|item| *item == FormatPiece::Point)
            .unwrap_or(self.items.len());
        let (before, behind) = self.items.split_at(point);
        let mut out = String::with_capacity(digits.len() + 8);
        if minus && !shown.is_zero() {
            out.push('-');
        }
        self.push_whole(before, whole, &mut out);
        if !behind.is_empty() {
            push_fraction(behind, fraction, &mut out);
        }
        out
    }

    fn push_whole(&self, items: &[FormatPiece], whole: &str, out: &mut String) {
        let places = items.iter().filter(|item| matches!(item, FormatPiece::Digit(_))).count();
        // the digits that stand in front of those that have a place of their own
        let lead = whole.len().saturating_sub(places.saturating_sub(1));
        let mut left = whole.len().max(places);
        let mut first = true;
        let push = |digit: char, left: usize, out: &mut String| {
            out.push(digit);
            if self.parted && left > 0 && left.is_multiple_of(3) {
                out.push(',');
            }
        };
        for item in items {
            match item {
                FormatPiece::Literal(text) => out.push_str(text),
                FormatPiece::Digit(place) => {
                    let taken = if std::mem::take(&mut first) { lead.max(1) } else { 1 };
                    for _ in 0..taken {
                        let at = whole.len().checked_sub(left);
                        left = left.saturating_sub(1);
                        match (at.and_then(|at| whole.as_bytes().get(at)), place) {
                            (Some(digit), _) => push(char::from(*digit), left, out),
                            (None, '0') => push('0', left, out),
                            (None, '?') => out.push(' '),
                            (None, _) => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Places behind the point; blank ones at the end are left out where the code says so.
fn push_fraction(items: &[FormatPiece], fraction: &str, out: &mut String) {
    let places: Vec<char> = items
        .iter()
        .filter_map(|item| if let FormatPiece::Digit(place) = item { Some(*place) } else { None })
        .collect();
    let blank = places
        .iter()
        .zip(fraction.bytes())
        .rev()
        .take_while(|(place, digit)| **place != '0' && *digit == b'0')
        .count();
    let kept = places.len() - blank;
    let mut digits = fraction.chars().enumerate();
    for item in items {
        match item {
            FormatPiece::Literal(text) => out.push_str(text),
            FormatPiece::Point => out.push('.'),
            FormatPiece::Digit(place) => match digits.next() {
                Some((at, digit)) if at < kept => out.push(digit),
                _ if *place == '?' => out.push(' '),
                _ => {}
            },
            _ => {}
        }
    }
}

/// The value divided by a power of ten.
fn shifted(value: Decimal, by: i32) -> Option<Decimal> {
    let value = value.normalize();
    match i32::try_from(value.scale()).ok()?.checked_add(by)? {
        scale if scale > 28 => Some(round(value, 20))
            .and_then(|value| Decimal::try_from_i128_with_scale(value.mantissa(), 28).ok()),
        scale if scale >= 0 => {
            Decimal::try_from_i128_with_scale(value.mantissa(), u32::try_from(scale).ok()?).ok()
        }
        scale => {
            let factor = 10_i128.checked_pow(scale.unsigned_abs())?;
            Decimal::try_from_i128_with_scale(value.mantissa().checked_mul(factor)?, 0).ok()
        }
    }
}

/// The codes that are known by their number, those of Chinese programs among them.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"\\-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"\\-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        // a month by its name tells which figure is which; by its number only the order does
        15 => "yyyy-m-d",
        16 => "d-m",
        17 => "m-yy",
        18 | 20 => "h:mm",
        19 | 21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        37 | 38 => "#,##0 ;\\-#,##0 ",
        39 | 40 => "#,##0.00 ;\\-#,##0.00 ",
        41 => "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ",
        42 => "_ \"¥\"* #,##0_ ;_ \"¥\"* \\-#,##0_ ;_ \"¥\"* \"-\"_ ;_ @_ ",
        43 => "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        44 => "_ \"¥\"* #,##0.00_ ;_ \"¥\"* \\-#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        49 => "@",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, value: &str, shown: &str) {
        let value = Decimal::from_str_exact(value).unwrap();
        assert_eq!(
            NumberFormat::new(code).number(value, Clock::default()).trim(),
            shown,
            "{code} of {value}"
        );
    }

    #[test]
    fn digits_and_thousands() {
        check("0.00", "353.146", "353.15");
        check("0.00", "-0.001", "0.00");
        check("0.00", "-12.5", "-12.50");
        check("#,##0.00_ ", "1234567.5", "1,234,567.50");
        check("#,##0", "999", "999");
        check("#,##0", "-1000", "-1,000");
        check("0", "0.5", "1");
        check("#", "0", "");
        check("#.##", "0.5", ".5");
        check("0.##", "12", "12.");
        check("0.0?", "12.5", "12.5");
        check("00000", "42", "00042");
        check("#,##0;(#,##0)", "-1234", "(1,234)");
    }

    #[test]
    fn percentages_and_scales() {
        check("0.00%", "0.12345", "12.35%");
        check("0%", "1", "100%");
        check("0!.0,\"万元\"", "123456", "12.3万元");
        check("0!.0000", "123456", "12.3456");
        check("0\\.00,", "4567890", "45.68");
        check("#,##0,", "1234567", "1,235");
        check("0.00,,", "1234567", "1.23");
        check("#,##0.00\"万元\"", "1234.5", "1,234.50万元");
        check("[>=10000]0!.0,\"万\";0", "123456", "12.3万");
        check("[>=10000]0!.0,\"万\";0", "99", "99");
    }

    #[test]
    fn accounting() {
        for code in [built_in(43), "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)"] {
            check(code, "0", "-");
            check(code, "1234.5", "1,234.50");
        }
        check(built_in(43), "-1234.5", "-1,234.50");
        check(built_in(44), "3", "¥3.00");
        check("0.00;-0.00;;@", "0", "");
        check(";;;", "5", "");
    }

    #[test]
    fn general_shows_no_more_than_a_program_would() {
        check("General", "353.15", "353.15");
        check("General", "0.30000000000000004", "0.3");
        check("General", "683.7600000000001", "683.76");
        check("General", "-12", "-12");
        check("", "1234567890123", "1234567890123");
        check("G/通用格式\"元\"", "5.5", "5.5元");
        check("0.00E+00", "12345", "12345");
        check("# ?/?", "0.5", "0.5");
    }

    #[test]
    fn dates() {
        check("yyyy/m/d", "45291", "2023/12/31");
        check("yyyy\"年\"m\"月\"d\"日\"", "45291", "2023年12月31日");
        check("[$-804]yyyy\"年\"mm\"月\";@", "45292", "2024年01月");
        check("yyyy-mm-dd hh:mm:ss", "45292.5", "2024-01-01 12:00:00");
        check("h:mm", "0.75", "18:00");
        check("[h]:mm", "1.5", "36:00");
        check(built_in(15), "45574", "2024-10-9");
        check("yyyy/m/d", "1", "1900/1/1");
        check("yyyy/m/d", "60", "1900/2/29");
        check("yyyy/m/d", "61", "1900/3/1");
        check("yyyy/m/d", "-5", "-5");
    }

    #[test]
    fn texts() {
        assert_eq!(NumberFormat::new("0.00;-0.00;;@\"局\"").text("财政".into()), "财政局");
        assert_eq!(NumberFormat::new("0.00").text("财政".into()), "财政");
        assert!(
            NumberFormat::new("General").is_general()
                && !NumberFormat::new("0").is_general()
                && NumberFormat::new("@").is_general()
        );
    }
}
