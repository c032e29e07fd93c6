//! The unit of a figure, which stands behind its digits.

use super::Scanner;
use crate::prose::quantity::{Bound, Kind, Quantity};
use crate::prose::token::{Sign, Token, Tokens, What};
use crate::prose::words::{Char, Class, first_of};
use gouji_values::number::Decimal;

impl Scanner<'_> {
    /// Reads the unit behind the digits; gives how many characters it takes.
    pub(super) fn unit(&self, behind: &[Char], figure: &mut Quantity) -> usize {
        let words = self.words;
        let ulp = Decimal::new(1, figure.decimals);
        let half = ulp / Decimal::TWO;
        let more = |at: usize| behind.get(at..).unwrap_or(&[]);
        // 余 and 多 stand between the digits and the unit
        let skipped = usize::from(
            self.words.at(behind).is_some_and(|(class, len)| class == Class::OrMore && len == 1),
        );
        if skipped > 0 {
            figure.bound = Bound::Over;
        }
        if let Some(len) = first_of(more(skipped), &words.points) {
            (figure.kind, figure.half) = (Kind::Points, half);
            figure.unit = self.units.find("%");
            return skipped + len;
        }
        if let Some(len) = first_of(more(skipped), &words.times) {
            (figure.kind, figure.is_times) = (Kind::Percent, true);
            figure.value *= Decimal::ONE_HUNDRED;
            figure.half = half * Decimal::ONE_HUNDRED;
            figure.unit = self.name(more(skipped)).map(|(unit, _)| unit);
            return skipped + len;
        }
        let counter = self.counter(more(skipped));
        // 按6:2:2分担: no points
        let is_longer = |len: usize| self.words.at(more(skipped)).is_some_and(|(_, own)| own > len);
        if let Some(len) = first_of(more(skipped), &words.scores)
            && counter.is_none_or(|counter| counter <= len)
            && !is_longer(len)
        {
            figure.kind = Kind::Score;
            figure.unit = self.name(more(skipped)).map(|(unit, _)| unit);
            return skipped + len;
        }
        if let Some((id, len)) = self.name(more(skipped)) {
            let unit = self.units.get(id);
            if unit.money || unit.ratio {
                let times = if unit.ratio { unit.times * Decimal::ONE_HUNDRED } else { unit.times };
                figure.kind = if unit.money { Kind::Money } else { Kind::Percent };
                figure.value *= times;
                figure.half = if unit.exact.is_some_and(|exact| figure.decimals >= exact) {
                    Decimal::ZERO
                } else {
                    half * times
                };
                figure.unit = Some(id);
                let used = skipped + len;
                let per = if unit.money { self.per(more(used)) } else { 0 };
                figure.is_per |= per > 0;
                return used + per;
            }
        }
        if let Some(c) = behind.get(skipped)
            && let Some((_, power)) = words.multiples.iter().find(|(word, _)| *word == c.c)
        {
            let times = Decimal::from(10_i64.pow(*power));
            figure.value *= times;
            figure.half = half * times;
            return skipped + 1 + self.multiple(more(skipped + 1), figure);
        }
        if let Some(len) = counter {
            figure.kind = Kind::Count;
            figure.counter = more(skipped).iter().take(len).map(|c| c.c).collect();
            // 2023届毕业生: a year is part of a name
            let years = Decimal::from(1950)..Decimal::from(2100);
            figure.is_range |= years.contains(&figure.printed)
                && words.lists.words_of("of_year").any(|word| word == figure.counter);
            if figure.decimals > 0 {
                figure.half = half;
            }
            figure.unit =
                self.name(more(skipped)).filter(|(_, name)| *name == len).map(|(unit, _)| unit);
            // 名 are 人
            if let Some(unit) = figure.unit {
                figure.counter = self.units.get(self.units.get(unit).base).name.to_string();
            }
            return skipped + len;
        }
        if figure.decimals > 0 {
            figure.half = half;
        }
        if let Some(len) = self.unknown_counter(more(skipped)) {
            figure.kind = Kind::Count;
            figure.counter = more(skipped).iter().take(len).map(|c| c.c).collect();
            return skipped + len;
        }
        0
    }

    /// Reads what stands behind a multiple that has no unit: 3万人; gives how many characters it takes.
    fn multiple(&self, rest: &[Char], figure: &mut Quantity) -> usize {
        figure.is_multiple = true;
        figure.unit = None;
        if let Some(len) = self.counter(rest) {
            figure.kind = Kind::Count;
            figure.counter = rest.iter().take(len).map(|c| c.c).collect();
            return len;
        }
        // 合计1410.00万，: its unit is left out; 1.2万余 is no figure
        let ends = rest.first().is_none_or(|c| ends_clause(c.c));
        let is_amount = figure.decimals > 0 && ends;
        figure.kind = if is_amount { Kind::Count } else { Kind::Bare };
        figure.is_range = !is_amount;
        0
    }

    /// How many characters what an amount is for each of takes: 元/人·月.
    fn per(&self, rest: &[Char]) -> usize {
        if rest.first().is_none_or(|c| c.c != '/') {
            return 0;
        }
        let mut used = 1;
        loop {
            let more = rest.get(used..).unwrap_or(&[]);
            let is_mark = more.first().is_some_and(|c| c.c == '/' || c.c == '\u{B7}');
            match self.counter(more) {
                Some(len) => used += len,
                None if is_mark => used += 1,
                None => return used,
            }
        }
    }

    /// How many characters a word of counting takes that no list knows: it is short, no word of a role, and ends its
    /// clause. 合格35块，合格率…
    fn unknown_counter(&self, rest: &[Char]) -> Option<usize> {
        /// A longer word is what is counted.
        const LONGEST: usize = 2;
        let is_letter = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        let len = rest.iter().take_while(|c| is_letter(c.c)).count();
        let is_word = |at: usize| self.words.at(rest.get(at..).unwrap_or(&[])).is_some();
        let ends = rest.get(len).is_some_and(|c| ends_clause(c.c));
        ((1..=LONGEST).contains(&len) && ends && !(0..len).any(is_word)).then_some(len)
    }

    /// Numbers whose unit the last of their row prints: 分别提高2.2个、下降1.4个、提高1.3个百分点.
    pub(super) fn share_points(&self, out: &mut Tokens) {
        for next in (1..out.figures.len()).rev() {
            let at = next - 1;
            let (Some(own), Some(last)) = (out.figures.get(at), out.figures.get(next)) else {
                continue;
            };
            let is_cut = |unit: &Vec<char>| {
                let len = own.counter.chars().count();
                len > 0 && unit.iter().take(len).copied().eq(own.counter.chars())
            };
            let is_short = own.kind == Kind::Count
                && last.kind == Kind::Points
                && self.words.points.iter().any(is_cut);
            let ends = out.at.get(at).zip(out.at.get(next));
            let between =
                ends.and_then(|(own, last)| out.tokens.get(own + 1..*last)).unwrap_or(&[]);
            let is_joint = |token: &Token| match token.what {
                What::Sign(sign) => matches!(sign, Sign::Item | Sign::Comma),
                What::Word(class) => {
                    matches!(class, Class::Up | Class::Down | Class::And | Class::With)
                }
                _ => false,
            };
            if !is_short || between.is_empty() || !between.iter().all(is_joint) {
                continue;
            }
            let unit = last.unit;
            if let Some(figure) = out.figures.get_mut(at) {
                figure.kind = Kind::Points;
                figure.half = Decimal::new(5, figure.decimals + 1);
                figure.unit = unit;
                figure.counter.clear();
            }
        }
    }
}

/// Whether a character ends a clause or an item.
fn ends_clause(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | ')' | '\u{3001}' | '\u{3002}')
}
