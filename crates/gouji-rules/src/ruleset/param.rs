//! Parameters: what their values are, and what is wrong with a text that was to be a number.

use super::compiler::{Compiler, without_unseen};
use super::raw::{RawParam, RawParamValue};
use super::schema::ParamValue;
use crate::formula::{
    as_identifier, either, in_figures, is_identifier, looks_like_day, no_such_day,
};
use gouji_values::error::{MistakeCode, MistakeSubject};
use gouji_values::number::{TypedDigits, UnitId, cell_number, day, fold, typed_digits};
use rust_decimal::Decimal;
use std::ops::Range;

impl Compiler<'_> {
    /// The value of a parameter; what stands in the way of its use is told where it is written.
    pub(super) fn named_param(&mut self, raw: &RawParam) -> Option<ParamValue> {
        if !is_identifier(&raw.name) {
            let unseen = without_unseen(&raw.name);
            let starts_with_digit = raw.name.starts_with(|c: char| fold(c).is_ascii_digit());
            let why = match &unseen {
                Some((_, why)) => why,
                None if starts_with_digit => "以数字开头",
                None => "里有字母、汉字、数字以外的符号",
            };
            let help = match &unseen {
                Some((seen, _)) => format!("写成 \"{seen}\""),
                None => {
                    let meant = as_identifier(&raw.name);
                    format!("改名，例如 {meant}；用它的地方写 param.{meant}")
                }
            };
            let message = format!("参数 {} {why}，公式里写不了", raw.name.trim());
            self.add(raw.file, raw.span.clone(), MistakeCode::NameUnusable, message, Some(help));
            self.mistakes.about(MistakeSubject::Name(raw.name.clone()));
        }
        let value = self.param(&raw.value, raw.file, &raw.value_span)?;
        if let ParamValue::Text(text) = &value {
            if let Some((message, help)) = self.text_slip(&raw.name, text) {
                let span = raw.value_span.clone();
                self.add(raw.file, span, MistakeCode::ParameterKind, message, Some(help));
                self.mistakes.about(MistakeSubject::Parameter(raw.name.clone()));
            } else {
                let place = (raw.file, raw.value_span.clone());
                self.mistakes.texts.insert((raw.name.clone(), None), place);
            }
        }
        if let ParamValue::Points(_) = &value {
            let place = (raw.file, raw.value_span.clone());
            self.mistakes.texts.insert((raw.name.clone(), None), place);
        }
        if !self.is_proved && !matches!(value, ParamValue::Text(_)) {
            let place = (raw.file, raw.value_span.clone());
            self.mistakes.texts.insert((raw.name.clone(), Some(String::new())), place);
        }
        if let RawParamValue::Table(entries) = &raw.value
            && !self.is_proved
        {
            for (key, place, _) in entries {
                let name = (raw.name.clone(), Some(key.clone()));
                self.mistakes.texts.insert(name, (raw.file, place.clone()));
            }
        }
        Some(value)
    }

    /// What is wrong with the text of a parameter that was to be a number or a day, and what to write.
    fn text_slip(&self, name: &str, text: &str) -> Option<(String, String)> {
        let written = |meant: &str| format!("\"{name}\" = \"{meant}\"");
        if looks_like_day(text) {
            let help = no_such_day(text, &format!("\"{name}\" = "), "\"");
            return Some((format!("参数 {name}：没有 {text} 这一天"), help));
        }
        if let Some(typed) = self.typed(text) {
            let message = format!("参数 {name} 的“{text}”里，{}", typed.words());
            return Some((message, format!("写成 {}", written(&typed.text))));
        }
        if let Some(meant) = self.with_whole_unit(text) {
            let message = format!("参数 {name} 的“{text}”没有写完单位");
            return Some((message, format!("写成 {}", written(&meant))));
        }
        if let Some(meant) = self
            .in_digits(text)
            .or_else(|| self.share_in_words(text))
            .or_else(|| in_figures(text.trim()).filter(|meant| meant.ends_with('%')))
        {
            let message = format!("参数 {name} 的“{text}”是文字，不是数");
            return Some((message, format!("用阿拉伯数字写：{}", written(&meant))));
        }
        if self.is_proved {
            return None;
        }
        if let Some(asked) = self.either(text) {
            let message = format!("参数 {name} 的“{text}”是文字，不是数");
            return Some((message, asked));
        }
        if let Some(meant) = self.repaired(text) {
            let message = format!("参数 {name} 的“{text}”不是数的写法");
            return Some((message, format!("写成 {}", written(&meant))));
        }
        if let Some((low, high)) = self.range(text) {
            let message = format!("参数 {name} 的“{text}”是一个范围，参数是一个数");
            let help = format!(
                "写成两个参数：\"{name}下限\" = \"{low}\" 和 \"{name}上限\" = \"{high}\"，公式里各比一次"
            );
            return Some((message, help));
        }
        let meant = number_in(text)?;
        let message = format!("参数 {name} 的“{text}”是文字，不是一个数");
        Some((message, format!("只写数和单位：{}", written(&meant))))
    }

    /// Which of two numbers is meant where words leave it open, with the unit behind them.
    pub(super) fn either(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let units = self.words.units.iter().map(|(_, unit)| unit.name.as_str());
        let unit = units.filter(|name| text.ends_with(name)).max_by_key(|name| name.len());
        let unit = unit.unwrap_or("");
        let [one, other] = either(text.strip_suffix(unit)?)?;
        Some(format!("用阿拉伯数字写：是 {one}{unit}，还是 {other}{unit}"))
    }

    /// A number as formulas read it, where it is written with blanks, signs of money, marks between
    /// its digits, or letters of another script.
    pub(super) fn repaired(&self, text: &str) -> Option<String> {
        const OTHERS: [(&str, &str); 9] = [
            ("萬", "万"),
            ("億", "亿"),
            ("圓", "元"),
            ("圆", "元"),
            ("塊", "元"),
            ("块", "元"),
            ("RMB", ""),
            ("人民币", ""),
            ("CNY", ""),
        ];
        let is_money = |c: char| matches!(c, '¥' | '￥' | '$' | '＄');
        let mut own: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let is_price = own.starts_with(is_money);
        own = own.trim_matches(is_money).trim_end_matches('整').to_owned();
        own = own.replace([',', '，', '\'', '’'], "");
        for (other, meant) in OTHERS {
            own = own.replace(other, meant);
        }
        if let Some(number) = own.strip_suffix(['w', 'W']) {
            own = format!("{number}万元");
        }
        if is_price && own.chars().all(|c| c.is_ascii_digit() || c == '.') {
            own.push('元');
        }
        let whole = self.with_whole_unit(&own).or_else(|| self.in_digits(&own));
        let own = whole.unwrap_or(own);
        let has_unit = own.ends_with(|c: char| !c.is_ascii_digit());
        let is_number = has_unit && cell_number(&own, &self.words.units).is_some();
        (own != text && is_number).then_some(own)
    }

    /// The ends of a range, the smaller first, each with its unit.
    fn range(&self, text: &str) -> Option<(String, String)> {
        let (low, high) = text.split_once(['-', '~', '～', '—', '–', '至', '到'])?;
        let (low, high) = (low.trim(), high.trim());
        let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        if unit.is_empty() {
            return None;
        }
        let read = |text: &str| {
            let own = self.with_whole_unit(text).unwrap_or_else(|| text.to_owned());
            let own = if own.chars().all(|c| c.is_ascii_digit() || c == '.') {
                format!("{own}{unit}")
            } else {
                own
            };
            let number = cell_number(&own, &self.words.units)?;
            Some((self.in_base(number.value, number.unit), own))
        };
        let (one, other) = (read(low)?, read(high)?);
        let (low, high) = if other.0 < one.0 { (other.1, one.1) } else { (one.1, other.1) };
        Some((low, high))
    }

    /// A number or day in which letters stand for digits, with the digits.
    pub(super) fn typed(&self, text: &str) -> Option<TypedDigits> {
        let typed = typed_digits(text)?;
        let meant = typed.text.as_str();
        let whole = self.with_whole_unit(meant);
        let is_read = cell_number(price(meant), &self.words.units).is_some()
            || day(meant).is_some()
            || self.counted(meant).is_some();
        match whole {
            Some(whole) => Some(TypedDigits { text: whole, ..typed }),
            None => is_read.then_some(typed),
        }
    }

    /// A number behind which a unit of money stands without its last word, with all of it: 100万 is
    /// 100万元.
    pub(super) fn with_whole_unit(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let at =
            text.find(|c: char| !(fold(c).is_ascii_digit() || matches!(fold(c), '.' | ',')))?;
        let (number, cut) = text.split_at_checked(at).filter(|(number, _)| !number.is_empty())?;
        let units = self.words.units.iter().filter(|(_, unit)| unit.money);
        let whole = units.map(|(_, unit)| unit.name.as_str()).find(|name| {
            name.strip_prefix(cut.trim()).is_some_and(|rest| rest.chars().count() == 1)
        })?;
        Some(format!("{}{whole}", number.replace([',', '，'], "")))
    }

    /// A number that is written in words before a unit, in digits: 五百五十元 is 550元. What tens of
    /// tens are called is known by the units that are made with them (千元).
    pub(super) fn in_digits(&self, text: &str) -> Option<String> {
        let names = || self.words.units.iter().map(|(_, unit)| (unit.name.as_str(), unit.times));
        let unit = names()
            .map(|(name, _)| name)
            .filter(|name| name.chars().nth(1).is_none() && text.ends_with(name))
            .max_by_key(|name| name.len())?;
        let written = text.strip_suffix(unit).filter(|own| either(own).is_none())?;
        let own = names().find(|(name, _)| *name == unit)?.1;
        let multiple = |c: char| {
            let bigger =
                names().find(|(name, _)| name.strip_prefix(c).is_some_and(|rest| rest == unit));
            bigger.and_then(|(_, times)| times.checked_div(own))
        };
        let many = Decimal::from(10_000);
        let (mut total, mut part, mut digit) = (Decimal::ZERO, Decimal::ZERO, None);
        for c in written.chars() {
            match self.words.numerals.iter().position(|numeral| *numeral == c) {
                Some(10) => {
                    part = part.checked_add(digit.take().unwrap_or(Decimal::ONE) * Decimal::TEN)?;
                }
                Some(value) => digit = Some(Decimal::from(value)),
                None => {
                    let times = multiple(c)?;
                    if times < many {
                        part = part.checked_add(digit.take()?.checked_mul(times)?)?;
                    } else {
                        part = part.checked_add(digit.take().unwrap_or_default())?;
                        total = total.checked_add(part.checked_mul(times)?)?;
                        part = Decimal::ZERO;
                    }
                }
            }
        }
        let total = total.checked_add(part)?.checked_add(digit.unwrap_or_default())?;
        (!written.is_empty()).then(|| format!("{}{unit}", total.normalize()))
    }

    /// A share in words as a percentage: 百分之十五, 千分之五, 5‰.
    fn share_in_words(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let (number, of) = match text.strip_suffix(['‰', '\u{2030}']) {
            Some(number) => (number, 10),
            None => [("百分之", 1), ("千分之", 10), ("万分之", 100)]
                .iter()
                .find_map(|(word, of)| Some((text.strip_prefix(word)?, *of)))?,
        };
        let value = number.trim().parse::<Decimal>().ok().or_else(|| {
            let read = self.in_digits(&format!("{}元", number.trim()))?;
            read.trim_end_matches('元').parse().ok()
        })?;
        let share = value.checked_div(Decimal::from(of))?.normalize();
        Some(format!("{share}%"))
    }

    /// How many of something there are: 30天, which a formula reads as 30.
    pub(super) fn counted(&self, text: &str) -> Option<Decimal> {
        let text = text.trim();
        let counters = self.words.prose.get("counters")?;
        let number = counters.iter().find_map(|counter| text.strip_suffix(counter.as_str()))?;
        cell_number(number.trim(), &self.words.units)
            .filter(|own| own.unit.is_none())
            .map(|own| own.value)
    }

    /// Percentage points, as a share of one: 3个百分点.
    pub(super) fn points(&self, text: &str) -> Option<Decimal> {
        let text = text.trim();
        let words = self.words.prose.get("points")?;
        let number = words.iter().find_map(|word| text.strip_suffix(word.as_str()))?;
        let number =
            cell_number(number.trim(), &self.words.units).filter(|own| own.unit.is_none())?;
        number.value.checked_div(Decimal::ONE_HUNDRED)
    }

    fn param(
        &mut self,
        raw: &RawParamValue,
        file: usize,
        span: &Range<usize>,
    ) -> Option<ParamValue> {
        Some(match raw {
            RawParamValue::Number(number) => {
                ParamValue::Number(self.decimal(number, file, span)?, None)
            }
            RawParamValue::Text(text) => match cell_number(price(&text.value), &self.words.units) {
                Some(number) => {
                    ParamValue::Number(self.in_base(number.value, number.unit), number.unit)
                }
                None => match (day(&text.value), self.counted(&text.value)) {
                    (Some(day), _) => ParamValue::Date(day),
                    (None, Some(number)) => ParamValue::Number(number, None),
                    (None, None) => match self.points(&text.value) {
                        Some(points) => ParamValue::Points(points),
                        None => ParamValue::Text(text.value.clone()),
                    },
                },
            },
            RawParamValue::Table(entries) => {
                let mut out = Vec::new();
                let mut of_unknown: Vec<String> = Vec::new();
                for (key, place, value) in entries {
                    match self.param(value, file, place)? {
                        ParamValue::Number(value, unit) => out.push((key.clone(), value, unit)),
                        own => {
                            let written = match own {
                                ParamValue::Text(text) => text,
                                _ => String::new(),
                            };
                            // a unit that is not known is told once for all rows that have it
                            if let Some((_, unit)) = self.of_unknown_unit(&written) {
                                let is_told = of_unknown.contains(&unit);
                                of_unknown.push(unit);
                                if is_told {
                                    continue;
                                }
                            }
                            self.not_a_number((key, &written), file, (place, value));
                        }
                    }
                }
                self.one_kind(&out, file, span);
                let has_unit = |(_, _, unit): &&(String, Decimal, Option<UnitId>)| unit.is_some();
                let bare = out.iter().find(|one| !has_unit(one) && !one.1.is_zero());
                if let (Some((key, value, _)), Some((other, ..))) =
                    (bare, out.iter().find(has_unit))
                {
                    let own = entries.iter().find(|(own, ..)| own == key);
                    self.add(
                        file,
                        own.map_or_else(
                            || span.clone(),
                            |(_, place, value)| self.value_place(file, (place, value)),
                        ),
                        MistakeCode::ParameterUnitLost,
                        format!("参数表里 {key} 的 {value} 没有单位，{other} 的有"),
                        Some({
                            let with = out.iter().find_map(|(.., unit)| *unit);
                            let unit = with.map_or("元", |unit| &self.words.units.get(unit).name);
                            format!("每一行都写单位：\"{key}\" = \"{}{unit}\"", value.normalize())
                        }),
                    );
                }
                ParamValue::Table(out)
            }
        })
    }

    fn in_base(&self, value: Decimal, unit: Option<UnitId>) -> Decimal {
        unit.map_or(value, |unit| value * self.words.units.get(unit).times)
    }
}

/// The number with its unit in a text that says how near to it something is: `约50万元`, `50万元左右`.
pub(super) fn number_in(text: &str) -> Option<String> {
    const BEFORE: [&str; 12] = [
        "不超过",
        "不高于",
        "不低于",
        "大约",
        "约",
        "近",
        "最高",
        "最低",
        "上限",
        "每人",
        "人民币",
        "≤",
    ];
    const BEHIND: [&str; 7] = ["左右", "以内", "以上", "以下", "（含）", "(含)", "整"];
    let mut own = text.trim();
    let whole = own;
    while let Some(rest) = BEFORE.iter().find_map(|word| own.strip_prefix(word)) {
        own = rest.trim_start_matches([':', '：', ' ']);
    }
    while let Some(rest) = BEHIND.iter().find_map(|word| own.strip_suffix(word)) {
        own = rest.trim_end();
    }
    let starts = own.starts_with(|c: char| c.is_ascii_digit());
    let digits = own.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
    let unit = own.get(digits..)?;
    let is_unit =
        unit.chars().count() <= 4 && !unit.contains(|c: char| c.is_ascii_digit() || c == '-');
    (own != whole && starts && is_unit).then(|| own.to_owned())
}

/// What one of something costs, without what it is of, as formulas write it: `0.9元/公里`, `760元/人·天`, `80元每人每天`.
pub(super) fn price(text: &str) -> &str {
    let is_between = |c: char| matches!(c, '/' | '\u{FF0F}' | '\u{B7}' | '×');
    let end = text.find(is_between).or_else(|| text.find('每'));
    let of = end.and_then(|end| text.split_at_checked(end)).filter(|(amount, of)| {
        let is_word = |c: char| gouji_values::number::is_ideograph(c) || is_between(c);
        let of = of.trim().trim_start_matches(is_between);
        !of.is_empty() && of.chars().all(is_word) && amount.trim_end().ends_with('元')
    });
    of.map_or(text, |(amount, _)| amount)
}
