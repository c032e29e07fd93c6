//! The code of a number format, taken apart: `#,##0.00"万元";[Red]-0.00`.

use super::date::DatePart;
use super::number_format::{FormatKind, FormatPiece, Section, Test};
use gouji_values::number::Decimal;

/// The sections of a code: semicolons outside quotation marks and brackets part them.
pub(super) fn sections(code: &str) -> Vec<&str> {
    let (mut out, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '!' | '_' | '*' if !quoted => escaped = true,
            ';' if !quoted => {
                out.push(code.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(code.get(start..).unwrap_or(""));
    out
}

/// A section taken apart.
pub(super) struct FormatTokens {
    pub items: Vec<FormatPiece>,
    condition: Option<(Test, Decimal)>,
    pub has_text: bool,
    pub has_digits: bool,
    has_dates: bool,
    is_strange: bool,
    parted: bool,
    shift: i32,
}

impl FormatTokens {
    /// Takes a section apart.
    pub(super) fn new(code: &str) -> Self {
        let mut out = Self {
            items: Vec::new(),
            condition: None,
            has_text: false,
            has_digits: false,
            has_dates: false,
            is_strange: false,
            parted: false,
            shift: 0,
        };
        let mut rest = code;
        // commas behind a digit: they part thousands where a digit of the whole part follows, else
        // they divide
        let mut commas = 0;
        while let Some(c) = rest.chars().next() {
            let mut len = c.len_utf8();
            match c {
                '"' => {
                    let inner = rest.get(1..).unwrap_or("");
                    let end = inner.find('"').unwrap_or(inner.len());
                    out.literal(inner.get(..end).unwrap_or(""));
                    len = (end + 2).min(rest.len());
                }
                '\\' | '!' => len += out.escaped(rest.get(len..)),
                '_' => {
                    len += rest
                        .get(1..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(0, char::len_utf8);
                    out.literal(" ");
                }
                '*' => {
                    len +=
                        rest.get(1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
                }
                '[' => {
                    let end = rest.find(']').map_or(rest.len(), |end| end + 1);
                    out.bracket(rest.get(1..end.saturating_sub(1)).unwrap_or(""));
                    len = end.max(1);
                }
                '0' | '#' | '?' => {
                    out.parted |= commas > 0 && !out.items.contains(&FormatPiece::Point);
                    commas = 0;
                    out.has_digits = true;
                    out.items.push(FormatPiece::Digit(c));
                }
                ',' if out.has_digits => commas += 1,
                '.' if out.has_digits
                    || rest.get(1..).is_some_and(|rest| rest.starts_with(['0', '#', '?'])) =>
                {
                    if out.items.contains(&FormatPiece::Point) {
                        out.literal(".");
                    } else {
                        out.items.push(FormatPiece::Point);
                    }
                }
                '%' => {
                    out.shift -= 2;
                    out.literal("%");
                }
                '@' => {
                    out.has_text = true;
                    out.items.push(FormatPiece::Value);
                }
                'E' if rest.starts_with("E+") || rest.starts_with("E-") => {
                    out.is_strange = true;
                    len = 2;
                }
                '/' if out.has_digits => out.is_strange = true,
                'G' | 'g' if general_word(rest).is_some() => {
                    len = general_word(rest).unwrap_or(len);
                    out.items.push(FormatPiece::Value);
                }
                _ => match DatePart::read(
                    rest,
                    out.items.iter().rev().find_map(|item| {
                        if let FormatPiece::Date(part) = item { Some(part) } else { None }
                    }),
                ) {
                    Some((part, taken)) => {
                        out.has_dates = true;
                        out.items.push(FormatPiece::Date(part));
                        len = taken;
                    }
                    None => out.literal(c.encode_utf8(&mut [0; 4])),
                },
            }
            rest = rest.get(len..).unwrap_or("");
        }
        out.shift += 3 * commas;
        out
    }

    fn literal(&mut self, text: &str) {
        match self.items.last_mut() {
            Some(FormatPiece::Literal(known)) => known.push_str(text),
            _ => self.items.push(FormatPiece::Literal(text.to_owned())),
        }
    }

    fn escaped(&mut self, rest: Option<&str>) -> usize {
        let Some(c) = rest.and_then(|rest| rest.chars().next()) else { return 0 };
        self.literal(c.encode_utf8(&mut [0; 4]));
        c.len_utf8()
    }

    /// `[>=100]`, `[$¥-804]`, `[h]`; colours and scripts are left out.
    fn bracket(&mut self, inner: &str) {
        if let Some(currency) = inner.strip_prefix('$') {
            self.literal(currency.split('-').next().unwrap_or(""));
        } else if inner.starts_with(['<', '>', '=']) {
            let sign = inner.len() - inner.trim_start_matches(['<', '>', '=']).len();
            let (sign, bound) = inner.split_at(sign);
            let test = match sign {
                "<" => Test::Below,
                "<=" => Test::AtMost,
                "=" => Test::Equal,
                "<>" => Test::Other,
                ">=" => Test::AtLeast,
                _ => Test::Above,
            };
            self.condition = Decimal::from_str_exact(bound.trim()).ok().map(|bound| (test, bound));
        } else if let Some(part) = DatePart::elapsed(inner) {
            self.has_dates = true;
            self.items.push(FormatPiece::Date(part));
        }
    }

    /// The section that the pieces make.
    pub(super) fn section(self) -> Section {
        let has_value = self.items.contains(&FormatPiece::Value);
        let mut section = Section { items: self.items, ..Section::default() };
        section.condition = self.condition;
        section.kind = match () {
            () if self.has_dates => FormatKind::Date,
            () if self.is_strange => {
                section.items = vec![FormatPiece::Value];
                FormatKind::General
            }
            () if section.items.is_empty() && self.condition.is_none() => FormatKind::Number,
            () if has_value && !self.has_digits => FormatKind::General,
            () => FormatKind::Number,
        };
        let behind = section.items.iter().skip_while(|item| **item != FormatPiece::Point);
        section.decimals =
            u32::try_from(behind.filter(|item| matches!(item, FormatPiece::Digit(_))).count())
                .unwrap_or(0)
                .min(28);
        section.parted = self.parted;
        section.shift = self.shift;
        section
    }
}

/// `General`, or the name that a Chinese program gives it (`G/` and words).
fn general_word(rest: &str) -> Option<usize> {
    const GENERAL: &str = "General";
    if rest.get(..GENERAL.len()).is_some_and(|word| word.eq_ignore_ascii_case(GENERAL)) {
        return Some(GENERAL.len());
    }
    let name = rest.strip_prefix("G/")?;
    let len = name.find(|c: char| c.is_ascii()).unwrap_or(name.len());
    (len > 0).then_some(len + 2)
}
