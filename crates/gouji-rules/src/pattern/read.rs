//! Captures other than text: numbers, years, days, numberings and words at a position.
//!
//! Numbers are read from the original characters and always whole: never inside a longer run of
//! digits, a decimal or a group of thousands.

use super::CaptureKind;
use super::machine::{CaptureReading, Machine, Mode, PendingValue};
use super::view::class_of;
use gouji_values::number::{
    Comparison, Number, NumberText, UnitId, fold, is_digit, is_ideograph, numeral, scan_number,
};

/// Years that a document may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

impl Machine<'_> {
    /// All that the capture may read at a position, the best first.
    pub(super) fn read(
        &self,
        index: usize,
        kind: &CaptureKind,
        at: usize,
        mark: bool,
    ) -> Vec<CaptureReading> {
        if at >= self.end {
            return Vec::new();
        }
        match kind {
            CaptureKind::Text => Vec::new(),
            CaptureKind::Amount => {
                self.read_number(at, |machine, unit| machine.fits_amount(unit), false)
            }
            CaptureKind::Percent => {
                self.read_number(at, |machine, unit| machine.fits_percent(unit), false)
            }
            CaptureKind::Count | CaptureKind::Score => {
                let mut out = self.read_number(
                    at,
                    |machine, unit| unit.is_none_or(|unit| machine.is_plain(unit)),
                    false,
                );
                if *kind == CaptureKind::Count {
                    out.extend(out.first().and_then(|own| self.with_counter(own)));
                }
                out
            }
            CaptureKind::Target => self.read_number(at, |_, _| true, true),
            CaptureKind::Year => {
                self.one(at, self.read_year(at).map(|(end, year)| (end, PendingValue::Year(year))))
            }
            CaptureKind::Date => self.one(
                at,
                self.read_date(at)
                    .map(|(end, (year, month, day))| (end, PendingValue::Date(year, month, day))),
            ),
            CaptureKind::Ordinal => self.read_ordinal(at, mark),
            CaptureKind::Grade => {
                let grades = self.context.grades.iter().enumerate();
                grades
                    .filter_map(|(i, word)| {
                        Some(self.reading(at, self.word_end(at, word)?, PendingValue::Grade(i)))
                    })
                    .collect()
            }
            CaptureKind::Words(_) => {
                let words = self.body.words.get(index).into_iter().flatten();
                let rest = self.view.chars().get(at..self.end).unwrap_or(&[]);
                let there = |word: &[char]| word.first() == rest.first() && rest.starts_with(word);
                words
                    .filter(|(_, word)| there(word))
                    .map(|(i, word)| self.reading(at, at + word.len(), PendingValue::Word(*i)))
                    .collect()
            }
            CaptureKind::Direction => {
                let directions = self.context.vocabulary.directions.iter();
                directions
                    .filter_map(|(word, sign)| {
                        Some(self.reading(
                            at,
                            self.word_end(at, word)?,
                            PendingValue::Direction(*sign),
                        ))
                    })
                    .collect()
            }
            CaptureKind::Change => self.read_change(at),
        }
    }

    fn reading(&self, at: usize, end: usize, value: PendingValue) -> CaptureReading {
        CaptureReading { end, from: self.view.start(at), to: self.view.end_before(end), value }
    }

    fn one(&self, at: usize, found: Option<(usize, PendingValue)>) -> Vec<CaptureReading> {
        found.map(|(end, value)| self.reading(at, end, value)).into_iter().collect()
    }

    /// Behind a word that stands at a position. Each of a hundred words is asked for at each count: of most the first
    /// letter tells that they do not begin here, which takes no call.
    #[inline]
    fn word_end(&self, at: usize, word: &str) -> Option<usize> {
        let first = word.chars().next()?;
        let is_elsewhere = is_ideograph(first) && self.view.char(at) != Some(first);
        if is_elsewhere { None } else { self.whole_word_end(at, word) }
    }

    #[inline(never)]
    fn whole_word_end(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for c in word.chars() {
            if end < self.end && self.view.char(end) == Some(fold(c)) {
                end += 1;
            } else if !self.context.vocabulary.ignorable(c) {
                return None;
            }
        }
        (end > at).then_some(end)
    }

    fn is_plain(&self, unit: UnitId) -> bool {
        let unit = self.context.vocabulary.units.get(unit);
        !unit.money && !unit.ratio
    }

    fn fits_amount(&self, unit: Option<UnitId>) -> bool {
        unit.map_or(self.mode != Mode::Sentence, |unit| {
            self.context.vocabulary.units.get(unit).money
        })
    }

    fn fits_percent(&self, unit: Option<UnitId>) -> bool {
        unit.map_or(self.mode != Mode::Sentence, |unit| {
            self.context.vocabulary.units.get(unit).ratio
        })
    }

    /// The whole number at a position.
    fn scan(&self, at: usize, comparison: bool) -> Option<NumberText> {
        let c = self.view.char(at)?;
        let sign = matches!(c, '-' | '+');
        let relation = matches!(c, '\u{2264}' | '\u{2265}' | '=' | '<' | '>');
        let starts = c.is_ascii_digit() || sign || (relation && comparison);
        if !starts {
            return None;
        }
        let byte = self.view.start(at);
        let rest = self.text.get(byte..)?;
        let before = self.text.get(..byte)?;
        if !relation && (starts_inside(before, rest, sign) || !sign && self.is_parted(before, rest))
        {
            return None;
        }
        let found = scan_number(rest, &self.context.vocabulary.units)?;
        let (number, behind) = rest.split_at_checked(found.digits_len)?;
        let mut next = behind.chars().map(fold);
        match next.next() {
            Some('.') if next.next().is_some_and(is_digit) => None,
            _ if self.is_parted(number, behind) => None,
            _ => Some(found),
        }
    }

    /// Whether a blank parts the thousands of a number here, as some programs print it: `1,
    /// 537.40`, in sentences also `1 537.40`.
    fn is_parted(&self, before: &str, behind: &str) -> bool {
        let head = before.trim_end_matches(is_blank);
        let (head, comma) = head.strip_suffix(',').map_or((head, false), |head| (head, true));
        let (tail, comma) = behind.strip_prefix(',').map_or((behind, comma), |tail| (tail, true));
        let digits = tail.trim_start_matches(is_blank);
        let is_blank_between = digits.len() < tail.len() || before.ends_with(is_blank);
        if !is_blank_between || !(comma || self.mode == Mode::Sentence) {
            return false;
        }
        let rest = head.trim_end_matches(is_digit);
        let (group, next) = (
            head.get(rest.len()..).unwrap_or(""),
            digits.chars().take_while(|c| is_digit(*c)).count(),
        );
        (1..=3).contains(&group.chars().count()) && !rest.ends_with('.') && next == 3
    }

    fn read_number(
        &self,
        at: usize,
        fits: impl Fn(&Self, Option<UnitId>) -> bool,
        comparison: bool,
    ) -> Vec<CaptureReading> {
        match self.scan(at, comparison) {
            Some(found) if fits(self, found.number.unit) => self.endings(at, &found, found.number),
            _ => Vec::new(),
        }
    }

    /// A number read with its unit, or up to it, where the pattern writes the unit itself.
    fn endings(&self, at: usize, found: &NumberText, number: Number) -> Vec<CaptureReading> {
        let from = self.view.start(at);
        let reading = |len: usize| CaptureReading {
            end: self.view.position_from(at, from + len),
            from,
            to: from + found.len,
            value: PendingValue::Number(number),
        };
        let mut out = vec![reading(found.len)];
        if found.len != found.digits_len {
            out.push(reading(found.digits_len));
        }
        out
    }

    /// A count read with the counter behind it, where the pattern goes on behind that: 6户, 7天. A
    /// pattern that writes the counter itself has the number alone first.
    fn with_counter(&self, bare: &CaptureReading) -> Option<CaptureReading> {
        let words = &self.context.vocabulary.prose;
        let lists = ["counters", "measured", "terms"].iter().filter_map(|list| words.get(*list));
        let end = lists.flatten().filter_map(|word| self.word_end(bare.end, word)).max()?;
        Some(CaptureReading { end, ..*bare })
    }

    fn read_change(&self, at: usize) -> Vec<CaptureReading> {
        let vocabulary = self.context.vocabulary;
        let mut out = Vec::new();
        for (word, sign) in &vocabulary.directions {
            let Some(end) = self.word_end(at, word) else { continue };
            let number_at = self.view.skip_cells(end);
            match self.scan(number_at, false) {
                // a change by 2成 is none by 2%
                Some(found) if *sign != 0 && !self.runs_on(number_at, &found) => {
                    let value = if *sign < 0 { -found.number.value } else { found.number.value };
                    out.extend(self.endings(number_at, &found, Number { value, ..found.number }));
                }
                _ if *sign == 0 => out.push(self.reading(at, end, SAME)),
                _ => {}
            }
        }
        for before in &vocabulary.same_before {
            let Some(middle) = self.word_end(at, before) else { continue };
            let same = vocabulary.directions.iter().filter(|(_, sign)| *sign == 0);
            out.extend(same.filter_map(|(word, _)| {
                Some(self.reading(middle, self.word_end(middle, word)?, SAME))
            }));
        }
        out
    }

    /// Whether a number without a unit runs on into a word: into a unit that the vocabulary does
    /// not know.
    fn runs_on(&self, at: usize, found: &NumberText) -> bool {
        let behind = self
            .text
            .get(self.view.start(at) + found.digits_len..)
            .and_then(|rest| rest.chars().find(|c| !is_blank(*c)));
        found.number.unit.is_none() && behind.is_some_and(is_ideograph)
    }

    /// Four digits, Arabic or Chinese, and where they end.
    pub(super) fn read_year(&self, at: usize) -> Option<(usize, i32)> {
        let c = self.view.char(at)?;
        let numerals = &self.context.vocabulary.numerals;
        if c.is_ascii_digit() {
            let before = self.text.get(..self.view.start(at))?;
            let end = self.view.digits_end(at);
            let rest = self.text.get(self.view.start(at)..)?;
            if end - at != 4 || end > self.end || starts_inside(before, rest, false) {
                return None;
            }
            // the number of an office is no year
            let nth = &self.context.vocabulary.audit_formula.nth;
            if nth.iter().any(|word| before.trim_end().ends_with(word.as_str())) {
                return None;
            }
            if self.view.char(end) == Some('.')
                && self.view.adjacent(end)
                && self.view.char(end + 1).is_some_and(is_digit)
            {
                return None;
            }
            let year = self.view.chars().get(at..end)?.iter().collect::<String>().parse().ok()?;
            return YEARS.contains(&year).then_some((end, year));
        }
        let is_numeral = |at: usize| {
            self.view.char(at).is_some_and(|c| numerals.iter().take(10).any(|n| *n == c))
        };
        if !is_numeral(at)
            || (at > 0 && is_numeral(at - 1))
            || is_numeral(at + 4)
            || at + 4 > self.end
        {
            return None;
        }
        let digits: String = self.view.chars().get(at..at + 4)?.iter().collect();
        if !(at..at + 4).all(is_numeral) {
            return None;
        }
        let year = i32::try_from(numeral(&digits, numerals)?).ok()?;
        YEARS.contains(&year).then_some((at + 4, year))
    }

    /// A day in one of the vocabulary's shapes.
    fn read_date(&self, at: usize) -> Option<(usize, (i32, u32, u32))> {
        let before = self.text.get(..self.view.start(at))?.chars().next_back();
        if !self.view.char(at)?.is_ascii_digit() || before.is_some_and(is_digit) {
            return None;
        }
        let shapes = &self.context.vocabulary.date;
        let found = shapes.iter().filter_map(|shape| self.date_of(at, shape));
        found.max_by_key(|(end, _)| *end).or_else(|| self.day_of_same_year(at))
    }

    /// A day whose year is that of the day before it in the sentence: 于2025年2月10日批复，3月5日公开.
    fn day_of_same_year(&self, at: usize) -> Option<(usize, (i32, u32, u32))> {
        let shapes = &self.context.vocabulary.date;
        // where words part year and month; 3.5 and 3-5 are no days
        let is_word = |c: char| !c.is_ascii();
        let without_year = shapes.iter().filter_map(|shape| {
            let behind = shape.strip_prefix("{y}").filter(|behind| behind.starts_with(is_word))?;
            behind.get(behind.find("{m}")?..)
        });
        let found = without_year.filter_map(|shape| self.date_of(at, shape));
        let (end, (_, month, day)) = found.max_by_key(|(end, _)| *end)?;
        let sentence = (0..at).rev().take_while(|before| self.view.char(*before) != Some('。'));
        let starts = sentence.filter(|before| {
            let is_inner = |at: usize| self.view.char(at).is_some_and(|c| c.is_ascii_digit());
            is_inner(*before) && !before.checked_sub(1).is_some_and(is_inner)
        });
        let year = starts.into_iter().find_map(|before| {
            let days = shapes.iter().filter_map(|shape| self.date_of(before, shape));
            days.map(|(_, (year, ..))| year).next()
        })?;
        Some((end, (year, month, day)))
    }

    fn date_of(&self, at: usize, shape: &str) -> Option<(usize, (i32, u32, u32))> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut end = at;
        let mut rest = shape;
        while let Some(c) = rest.chars().next() {
            let slots =
                [("{y}", &mut year, 4..=4), ("{m}", &mut month, 1..=2), ("{d}", &mut day, 1..=2)];
            let slot = slots.into_iter().find_map(|(name, into, width)| {
                rest.strip_prefix(name).map(|behind| (behind, into, width))
            });
            if let Some((behind, into, width)) = slot {
                let stop = self.view.digits_end(end);
                if !width.contains(&(stop - end)) {
                    return None;
                }
                *into = self
                    .view
                    .chars()
                    .get(end..stop)?
                    .iter()
                    .collect::<String>()
                    .parse::<u32>()
                    .ok()?;
                (end, rest) = (stop, behind);
                continue;
            }
            if self.view.char(end) != Some(fold(c)) {
                return None;
            }
            end += 1;
            rest = rest.get(c.len_utf8()..)?;
        }
        let sensible = (1..=12).contains(&month) && (1..=31).contains(&day) && end <= self.end;
        sensible.then_some((end, (i32::try_from(year).ok()?, month, day)))
    }

    /// A numbering, or a bare number. `mark`: the pattern writes a mark behind it, which many
    /// styles end with.
    fn read_ordinal(&self, at: usize, mark: bool) -> Vec<CaptureReading> {
        let byte = self.view.start(at);
        let (Some(before), Some(rest)) = (self.text.get(..byte), self.text.get(byte..)) else {
            return Vec::new();
        };
        let vocabulary = self.context.vocabulary;
        let numerals = &vocabulary.numerals;
        let previous = before.chars().next_back();
        if previous.is_some_and(|c| is_digit(c) || numerals.contains(&c))
            || starts_inside(before, rest, false)
        {
            return Vec::new();
        }
        let Some(ordinal) = vocabulary.ordinal(rest) else {
            return self.bare_ordinal(at, mark);
        };
        let full = self.view.position_from(at, byte + ordinal.len);
        let after =
            vocabulary.numbering.get(ordinal.style).map_or("", |style| style.after.as_str());
        let ends_in_mark = after.chars().next_back().is_some_and(|c| class_of(c).is_mark());
        let value = PendingValue::Ordinal(ordinal.style, ordinal.value);
        let mut out = vec![self.reading(at, full, value)];
        if mark {
            if !ends_in_mark && self.view.class(full).is_mark() {
                out.insert(0, CaptureReading { end: full + 1, ..self.reading(at, full, value) });
            }
        } else if after.chars().count() > 0 {
            let inner = full.saturating_sub(after.chars().count()).max(at + 1);
            out.push(self.reading(at, inner, value));
        }
        out
    }

    fn bare_ordinal(&self, at: usize, mark: bool) -> Vec<CaptureReading> {
        let vocabulary = self.context.vocabulary;
        let styles = vocabulary.numbering.len();
        let digits = self.view.digits_end(at);
        let mut chinese = at;
        while self.view.char(chinese).is_some_and(|c| vocabulary.numerals.contains(&c)) {
            chinese += 1;
        }
        let (end, style) = if digits > at { (digits, styles) } else { (chinese, styles + 1) };
        if end == at || end - at > 3 || end > self.end {
            return Vec::new();
        }
        // a numeral inside a word (一般, 三公) counts nothing
        let last = self.view.start(end - 1);
        let next = self.text.get(last..).and_then(|rest| rest.chars().nth(1));
        if chinese == end && next.is_some_and(char::is_alphabetic) {
            return Vec::new();
        }
        let text: String = self.view.chars().get(at..end).unwrap_or(&[]).iter().collect();
        let Some(value) = text.parse().ok().or_else(|| numeral(&text, &vocabulary.numerals)) else {
            return Vec::new();
        };
        let mut reading = self.reading(at, end, PendingValue::Ordinal(style, value));
        if mark {
            if !self.view.class(end).is_mark() {
                return Vec::new();
            }
            reading.end = end + 1;
        }
        vec![reading]
    }
}

/// What a word of equality stands for.
const SAME: PendingValue = PendingValue::Number(Number {
    value: gouji_values::number::Decimal::ZERO,
    decimals: 0,
    unit: None,
    comparison: None::<Comparison>,
});

/// Whether `rest`, which starts with a digit (or a sign), goes on with the number that `before`
/// ends with.
fn starts_inside(before: &str, rest: &str, sign: bool) -> bool {
    let mut back = before.chars().rev();
    let Some(last) = back.next() else { return false };
    if is_digit(last) {
        return true;
    }
    if sign || !back.next().is_some_and(is_digit) {
        return false;
    }
    let digits = rest.chars().take_while(|c| is_digit(*c)).count();
    fold(last) == '.' || (last == ',' && digits == 3)
}

fn is_blank(c: char) -> bool {
    fold(c) == ' '
}
