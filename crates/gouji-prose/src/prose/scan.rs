//! Cutting a passage into tokens: where a figure begins and ends, and what its unit is.

mod bounds;
mod digits;
mod unit;

use super::quantity::{Kind, Quantity};
use super::sign::{is_dash, joins_range, numbering, sign_of};
use super::token::{Sign, Token, Tokens, What};
use super::words::{Char, Class, Words, first_of, starts};
use digits::{digits, digits_value, ends_figure, numeral};
use gouji_values::number::{Decimal, UnitId, Units, fold};
use std::sync::Arc;

/// Units of money and ratios by their characters, longest first.
#[derive(Clone, Debug, Default)]
pub struct UnitNames(Vec<(Vec<char>, UnitId)>);

impl UnitNames {
    /// Of the vocabulary's units.
    #[must_use]
    pub fn new(units: &Units) -> Self {
        let mut out: Vec<(Vec<char>, UnitId)> =
            units.iter().map(|(id, unit)| (unit.name.chars().collect(), id)).collect();
        out.sort_by_key(|(name, id)| (std::cmp::Reverse(name.len()), *id));
        Self(out)
    }
}

/// What scanning needs.
pub struct Scanner<'a> {
    /// Words.
    pub words: &'a Words,
    /// Units.
    pub units: &'a Units,
    /// Their names.
    pub names: &'a UnitNames,
    /// Characters that never matter.
    pub ignorable: &'a dyn Fn(char) -> bool,
}

/// How many digits a code in brackets has at least.
const MIN_CODE: usize = 3;

/// Whether other things than money are counted in ten thousands: 接待3.50万人次.
fn counts_by_multiples(figures: &[Quantity]) -> bool {
    let is_other = |own: &Quantity| own.is_multiple && own.kind == Kind::Count;
    figures.iter().any(|own| is_other(own) && !own.counter.is_empty())
}

/// Amounts of which the unit is left out are of that of the others beside them: 其中甲340.00万，乙80.00万元.
fn money_left_out(figures: &mut [Quantity]) {
    let is_multiple = |own: &Quantity| own.is_multiple && own.kind == Kind::Count;
    let money = figures.iter().find(|own| own.kind == Kind::Money && !own.is_per);
    let Some(unit) = money.and_then(|own| own.unit) else { return };
    for own in figures.iter_mut().filter(|own| is_multiple(own) && own.decimals > 0) {
        (own.kind, own.unit) = (Kind::Money, Some(unit));
    }
}

impl Scanner<'_> {
    /// Cuts a passage.
    #[must_use]
    pub fn scan(&self, text: &str) -> Tokens {
        let (chars, lists) = (self.chars(text), Arc::clone(&self.words.lists));
        let mut out = Tokens { chars, lists, ..Tokens::default() };
        let mut at = 0;
        while at < out.chars.len() {
            if out.may_begin_item() {
                let numbering = numbering(out.chars.get(at..).unwrap_or(&[]));
                at += numbering;
                if numbering > 0 {
                    continue;
                }
            }
            let token = self.next(&mut out, at);
            at = token.to.max(at + 1);
            match (token.what, out.tokens.last_mut()) {
                (What::Text, Some(last)) if last.what == What::Text && last.to == token.from => {
                    last.to = at
                }
                _ => out.tokens.push(Token { to: at, ..token }),
            }
        }
        out.at = vec![0; out.figures.len()];
        for (at, token) in out.tokens.iter().enumerate() {
            if let What::Figure(figure) = token.what
                && let Some(place) = out.at.get_mut(figure)
            {
                *place = at;
            }
        }
        self.share_points(&mut out);
        self.bounds(&mut out);
        self.ranges(&mut out);
        if !counts_by_multiples(&out.figures) {
            self.money_said(&mut out);
            money_left_out(&mut out.figures);
        }
        out
    }

    /// Amounts of which the unit is left out behind a word that tells of money: 年初预算100万，支出90万。
    fn money_said(&self, out: &mut Tokens) {
        let is_sign = |token: &Token| matches!(token.what, What::Sign(_));
        let is_filler = |token: &Token| token.what == What::Word(Class::Filler);
        let said = |(at, token): (usize, &Token)| {
            let What::Figure(figure) = token.what else { return None };
            let own = out.figures.get(figure)?;
            let is_open = own.is_multiple && own.kind != Kind::Money && own.counter.is_empty();
            if !is_open || !out.tokens.get(at + 1).is_none_or(is_sign) {
                return None;
            }
            let before = out.tokens.get(..at)?.iter().rev().find(|token| !is_filler(token))?;
            let words = out.text(before.from, before.to);
            let multiple = out.chars.get(token.to.checked_sub(1)?)?.c;
            let mut units = self.units.iter().filter(|(_, unit)| unit.money);
            let (unit, _) = units.find(|(_, unit)| unit.name.starts_with(multiple))?;
            let tells = out.words_of("money_tells").any(|word| words.ends_with(word));
            tells.then_some((figure, unit))
        };
        let found: Vec<_> = out.tokens.iter().enumerate().filter_map(said).collect();
        for (figure, unit) in found {
            if let Some(own) = out.figures.get_mut(figure) {
                (own.kind, own.unit, own.is_range) = (Kind::Money, Some(unit), false);
            }
        }
    }

    fn chars(&self, text: &str) -> Vec<Char> {
        let mut out: Vec<Char> = Vec::with_capacity(text.len() / 3 + 1);
        // a blank between two finished figures parts them
        let mut blank = false;
        for (start, raw) in text.char_indices() {
            if !matches!(raw, '\u{1E}' | '\u{1F}') && (self.ignorable)(raw) {
                blank |= matches!(raw, ' ' | '\t' | '\u{3000}');
                continue;
            }
            let c = match fold(raw) {
                '\u{FF1B}' => ';',
                c => c,
            };
            if blank
                && c.is_ascii_digit()
                && out.last().is_some_and(|last| last.c.is_ascii_digit())
                && ends_figure(&out)
            {
                out.push(Char::new('\u{1F}', start, start));
            }
            blank = false;
            out.push(Char::new(c, start, start + raw.len_utf8()));
            match c {
                ')' => self.drop_inclusive(&mut out),
                ']' => drop_footnote(&mut out),
                _ => {}
            }
        }
        out
    }

    /// Drops a bracket at the end that only says that a bound is meant with itself: 90%（含）以上.
    fn drop_inclusive(&self, out: &mut Vec<Char>) {
        let ends = |word: &&str| {
            let mut own = out.iter().rev().map(|one| one.c);
            word.chars().rev().all(|c| own.next() == Some(c))
        };
        let Some(word) = self.words.lists.words_of("inclusive").find(ends) else { return };
        out.truncate(out.len() - word.chars().count());
    }

    fn next(&self, out: &mut Tokens, at: usize) -> Token {
        let rest = out.chars.get(at..).unwrap_or(&[]);
        let Some(first) = rest.first() else {
            return Token { what: What::Text, from: at, to: at + 1 };
        };
        let one = |what: What, len: usize| Token { what, from: at, to: at + len };
        if first.c.is_ascii_digit() {
            return self.figure(out, at);
        }
        // 比例为10:3:2
        let is_ratio = first.c == ':'
            && rest.get(1).is_some_and(|next| next.c.is_ascii_digit())
            && out.ends_with_bare_figure();
        if is_ratio {
            return one(What::Text, 1);
        }
        if let Some(sign) = sign_of(first.c) {
            let sign =
                if sign == Sign::Stop && goes_on(out, at + 1) { Sign::Semicolon } else { sign };
            return one(What::Sign(sign), 1);
        }
        if let Some((len, value)) = self
            .words
            .tenths
            .iter()
            .find(|(word, _)| starts(rest, word))
            .map(|(word, value)| (word.len(), *value))
        {
            return self.tenth(out, at, len, value);
        }
        let word = self.words.at(rest);
        if word.is_none_or(|(_, len)| len < 2)
            && self.words.numeral(first.c).is_some()
            && let Some(token) = self.spelled(out, at)
        {
            return token;
        }
        word.map_or(one(What::Text, 1), |(class, len)| one(What::Word(class), len))
    }

    /// A numeral of words with a word of counting behind it: 三个.
    fn spelled(&self, out: &mut Tokens, at: usize) -> Option<Token> {
        let rest = out.chars.get(at..)?;
        let digits: Vec<u32> = rest.iter().map_while(|c| self.words.numeral(c.c)).take(4).collect();
        let value = numeral(&digits)?;
        let behind = rest.get(digits.len()..)?;
        let before = at.checked_sub(1).and_then(|at| out.chars.get(at)).copied();
        // 原因有三: nothing is named that is counted
        let is_alone = behind.first().is_some_and(|c| c.c == ':')
            && before.is_some_and(|before| {
                self.words.lists.words_of("counted_by").any(|word| word.ends_with(before.c))
            });
        let len = self.counter(behind).or(is_alone.then_some(0))?;
        if before.is_some_and(|before| {
            self.words.no_figure_before.iter().any(|word| word.last() == Some(&before.c))
        }) {
            return None;
        }
        let counter: String = behind.iter().take(len).map(|c| c.c).collect();
        let to = at + digits.len() + len;
        // 一季度 is a name, 三个季度 are three
        if self.words.lists.words_of("numbered_by").any(|word| word == counter) {
            return Some(Token { what: What::Text, from: at, to });
        }
        if let Some(each) = self.one_each(out, at, (value, to)) {
            if let Some(first) = out.chars.get_mut(at) {
                first.c = each;
            }
            return Some(Token { what: What::Word(Class::Per), from: at, to: at + 1 });
        }
        let figure = Quantity {
            is_spelled: true,
            counter,
            ..self.quantity(out, at..to, Decimal::from(value), 0, Kind::Count)
        };
        Some(push(out, figure))
    }

    /// The word for each, where a one with a word of counting begins a clause and the amount of one such thing follows
    /// directly: 全年48场，一场6,000元. Not so where one more such thing has an amount of its own: 一场6,000元、一场8,000元.
    fn one_each(&self, out: &Tokens, at: usize, (value, to): (u32, usize)) -> Option<char> {
        let (own, behind) = (out.chars.get(at..to)?, out.chars.get(to..)?);
        let begins = at.checked_sub(1).is_none_or(|before| {
            out.chars.get(before).is_some_and(|before| sign_of(before.c).is_some())
        });
        let is_amount = behind.first().is_some_and(|next| next.c.is_ascii_digit());
        let sentence = behind.iter().take_while(|c| sign_of(c.c) != Some(Sign::Stop));
        let rest: Vec<char> = sentence.map(|c| c.c).collect();
        // 一场6,000元、一场8,000元, or a name: 一期2.5亿元、二期3.9亿元
        let is_again = rest.windows(own.len()).any(|text| {
            let counter = own.iter().skip(1).map(|c| &c.c);
            text.first().is_some_and(|c| self.words.numeral(*c).is_some())
                && text.iter().skip(1).eq(counter)
        });
        let rest: String = rest.into_iter().collect();
        let has_others =
            self.words.lists.words_of("one_of_several").any(|word| rest.contains(word));
        // 一季度24站次，…，一年112站次: what it comes to
        let counter: String = own.iter().skip(1).map(|c| c.c).collect();
        let is_period = self.words.lists.words_of("one_period").any(|word| word == counter);
        if value != 1 || !begins || !is_amount || is_again || has_others || is_period {
            return None;
        }
        self.words.lists.words_of("each_of").next()?.chars().next()
    }

    /// The length of a word of counting at the start.
    fn counter(&self, rest: &[Char]) -> Option<usize> {
        let len = first_of(rest, &self.words.counters)?;
        // 60周岁及以上: no weeks
        let begins =
            |word: &str| word.chars().eq(rest.iter().map(|c| c.c).take(word.chars().count()));
        (!self.words.lists.words_of("not_counted").any(begins)).then_some(len)
    }

    fn tenth(&self, out: &mut Tokens, at: usize, len: usize, value: i64) -> Token {
        // 八成五: tenths and hundredths
        let digit = out.chars.get(at + len).and_then(|c| self.words.numeral(c.c));
        let digit = digit.filter(|digit| *digit < 10 && value % 1000 == 0);
        let (len, value) =
            digit.map_or((len, value), |digit| (len + 1, value + i64::from(digit) * 100));
        let figure = Quantity {
            is_tenth: true,
            ..self.quantity(out, at..at + len, Decimal::new(value, 2), 0, Kind::Percent)
        };
        push(out, figure)
    }

    fn quantity(
        &self,
        out: &Tokens,
        chars: std::ops::Range<usize>,
        value: Decimal,
        decimals: u32,
        kind: Kind,
    ) -> Quantity {
        let start = out.chars.get(chars.start).map_or(0, Char::start);
        let end =
            chars.end.checked_sub(1).and_then(|at| out.chars.get(at)).map_or(start, Char::end);
        Quantity { span: start..end, chars, ..Quantity::exact(value, decimals, kind) }
    }

    fn figure(&self, out: &mut Tokens, at: usize) -> Token {
        let rest = out.chars.get(at..).unwrap_or(&[]);
        let (len, digits, decimals) = digits(rest);
        let behind = rest.get(len..).unwrap_or(&[]);
        let token = |what: What, len: usize| Token { what, from: at, to: at + len };
        if let Some(len) = self.aged(rest, len).filter(|_| decimals == 0) {
            return token(What::Text, len);
        }
        let next = behind.first().map(|c| c.c);
        let value = digits.parse::<i64>().ok();
        let is_one_of = |list: &[char]| next.is_some_and(|c| list.contains(&c));
        if decimals == 0
            && digits.len() == 4
            && is_one_of(&self.words.year)
            && value.is_some_and(|year| (1949..2100).contains(&year))
        {
            // 2024年初: the word is 年初
            let is_edge = self.words.at(behind).is_some_and(|(class, _)| {
                matches!(class, Class::Start | Class::End | Class::PlanFirst)
            });
            return token(
                What::Year(value.and_then(|year| i32::try_from(year).ok()).unwrap_or(0)),
                if is_edge { len } else { len + 1 },
            );
        }
        if decimals == 0
            && digits.len() <= 2
            && (is_one_of(&self.words.month) || is_one_of(&self.words.day))
        {
            let is_after_date = out
                .tokens
                .last()
                .is_some_and(|last| matches!(last.what, What::Month(_) | What::Year(_)));
            let value = value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
            if is_one_of(&self.words.month) {
                return token(What::Month(value), len + 1);
            }
            if is_after_date {
                return token(What::Day(value), len + 1);
            }
        }
        let before = out.chars.get(..at).unwrap_or(&[]);
        let follows = |word: &Vec<char>| {
            before.len() >= word.len()
                && before.iter().rev().zip(word.iter().rev()).all(|(a, b)| a.c == *b)
        };
        let is_no_figure = self.words.no_figure_before.iter().any(follows)
            || first_of(behind, &self.words.no_figure_after).is_some()
            || before.last().is_some_and(|c| c.c.is_ascii_alphabetic());
        // a range of months or years, a telephone number
        let joins = next.is_some_and(is_dash)
            && behind.iter().skip_while(|c| is_dash(c.c)).take(1).any(|c| c.c.is_ascii_digit());
        let was_joined = before.iter().rev().take(2).any(|c| is_dash(c.c))
            && before.last().is_some_and(|c| is_dash(c.c))
            && before
                .iter()
                .rev()
                .find(|c| !is_dash(c.c))
                .is_some_and(|c| c.c.is_ascii_digit() || c.c == '%');
        let Ok(printed) = digits_value(&digits, decimals) else { return token(What::Text, len) };
        let mut figure = self.quantity(out, at..at + len, printed, decimals, Kind::Bare);
        let used = self.unit(behind, &mut figure);
        figure.chars.end += used;
        if let Some(last) = figure.chars.end.checked_sub(1).and_then(|at| out.chars.get(at)) {
            figure.span.end = last.end();
        }
        // 支出决算为-3.26万元
        let is_negative = figure.kind == Kind::Money
            && before.last().is_some_and(|c| matches!(c.c, '-' | '\u{2212}' | '\u{FF0D}'));
        figure.is_range = is_no_figure || joins || was_joined || is_negative;
        if was_joined && let Some(before) = out.figures.last_mut() {
            before.is_range = true;
        }
        // 341-某市财政局: the code of a unit
        let is_unit = next.is_some_and(is_dash) && !joins && out.is_at_start();
        // 工资福利支出（301）
        let is_bracketed = digits.len() >= MIN_CODE
            && next == Some(')')
            && before.last().is_some_and(|before| before.c == '(');
        let is_code = digits.len() >= 7 || is_unit || is_bracketed;
        if figure.kind == Kind::Bare && decimals == 0 && is_code {
            return token(What::Text, len);
        }
        if figure.value.is_zero() {
            figure.half = Decimal::ZERO;
        }
        push(out, figure)
    }

    /// The length of two ages and what lies between: 0—6岁儿童 is a name.
    fn aged(&self, rest: &[Char], first: usize) -> Option<usize> {
        let behind = rest.get(first..)?;
        let joints = behind.iter().take_while(|c| joins_range(c.c)).count();
        let second = behind.get(joints..)?;
        let length = second.iter().take_while(|c| c.c.is_ascii_digit()).count();
        if joints == 0 || length == 0 {
            return None;
        }
        let unit = second.get(length..)?;
        let starts =
            |word: &&str| word.chars().eq(unit.iter().map(|c| c.c).take(word.chars().count()));
        let word = self.words.lists.words_of("ages").find(starts)?;
        Some(first + joints + length + word.chars().count())
    }

    fn name(&self, rest: &[Char]) -> Option<(UnitId, usize)> {
        self.names.0.iter().find(|(name, _)| starts(rest, name)).map(|(name, id)| (*id, name.len()))
    }
}

/// Drops the mark of a footnote at the end, behind a word or a figure: `稳定调节基金[1]（0.68亿元）`.
fn drop_footnote(out: &mut Vec<Char>) {
    /// More digits are a year, or a number of something.
    const LONGEST: usize = 2;
    let digits = out.iter().rev().skip(1).take_while(|one| one.c.is_ascii_digit()).count();
    let Some(open) = out.len().checked_sub(digits + 2) else { return };
    let is_mark = out.get(open).is_some_and(|one| one.c == '[');
    let follows = open.checked_sub(1).and_then(|at| out.get(at));
    let follows = follows.is_some_and(|one| one.c.is_alphabetic() || matches!(one.c, '%' | ')'));
    if is_mark && follows && (1..=LONGEST).contains(&digits) {
        out.truncate(open);
    }
}

fn push(out: &mut Tokens, figure: Quantity) -> Token {
    let (from, to) = (figure.chars.start, figure.chars.end);
    out.figures.push(figure);
    Token { what: What::Figure(out.figures.len() - 1), from, to }
}

/// Whether a sentence begins with a word that goes on with the one before it: …。共需80万元; …。其余2处….
fn goes_on(tokens: &Tokens, from: usize) -> bool {
    let rest = tokens.chars.get(from..).unwrap_or(&[]);
    tokens.words_of("goes_on").any(|word| {
        let mut own = rest.iter().map(|one| one.c);
        word.chars().all(|c| own.next() == Some(c))
    })
}
