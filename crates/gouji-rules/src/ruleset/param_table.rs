//! Tables of parameters: what is wrong with one of their rows, and what to write.

use super::compiler::Compiler;
use super::param::{number_in, price};
use super::raw::RawParamValue;
use super::value_slips::without_commas;
use crate::formula::FormulaMistake;
use gouji_values::error::{MistakeCode, MistakeSubject};
use gouji_values::number::{UnitId, cell_number, fold};
use rust_decimal::Decimal;
use std::ops::Range;

impl Compiler<'_> {
    /// The values of a table are of one kind: what is looked up in it stands beside one.
    pub(super) fn one_kind(
        &mut self,
        values: &[(String, Decimal, Option<UnitId>)],
        file: usize,
        span: &Range<usize>,
    ) {
        let words = self.words;
        let kind = |unit: Option<UnitId>| words.kind_of_unit(unit);
        let mut known = values.iter().filter(|(.., unit)| unit.is_some());
        let Some((first, _, unit)) = known.next() else { return };
        let of = kind(*unit);
        if let Some((other, _, own)) = known.find(|(.., own)| kind(*own) != of)
            && let (Some(of), Some(own)) = (of, kind(*own))
        {
            self.add(
                file,
                span.clone(),
                MistakeCode::ParameterKind,
                format!("参数表里 {first} 的是{}，{other} 的是{}", of.name(), own.name()),
                Some("一张参数表里只写一种数；另一种写成另一张".to_owned()),
            );
        }
    }

    /// Tells that the value of a name in a table is no number, and what to write.
    pub(super) fn not_a_number(
        &mut self,
        (key, written): (&str, &str),
        file: usize,
        (place, value): (&Range<usize>, &RawParamValue),
    ) {
        let typed = self.typed(written);
        let bare = without_commas(written).filter(|_| typed.is_none());
        let meant = bare.clone().or_else(|| typed.as_ref().map(|typed| typed.text.clone()));
        let meant = meant.or_else(|| self.with_whole_unit(written));
        let meant = meant.or_else(|| self.in_digits(written));
        let meant = meant.or_else(|| self.in_digits(&format!("{written}元")));
        let meant = meant.or_else(|| self.repaired(written));
        let meant = meant.or_else(|| number_in(written));
        let percent = |points: Decimal| format!("{}%", (points * Decimal::ONE_HUNDRED).normalize());
        let meant = meant.or_else(|| self.points(written).map(percent));
        let asked = self.either(written);
        let unknown = self.of_unknown_unit(written);
        let is_nameless =
            written.is_empty() && cell_number(price(key), &self.words.units).is_some();
        self.add(
            file,
            if !self.is_quoted(file, place) && (bare.is_some() || unknown.is_some()) {
                self.behind_name(file, place, written)
            } else {
                self.value_place(file, (place, value))
            },
            MistakeCode::ParameterNotNumber,
            match written {
                _ if let Some(typed) = &typed => {
                    format!("参数表里 {key} 的“{written}”里，{}", typed.words())
                }
                "" if is_nameless => {
                    format!("参数表里这一行只有数 {key}，没有名称（合并的单元格粘贴过来是空的）")
                }
                "" => format!("参数表里 {key} 应当是数，这一行没有数"),
                _ if let Some((_, unit)) = &unknown => {
                    format!("参数表里 {key} 的“{written}”：不认识单位“{unit}”")
                }
                _ if bare.is_some() => {
                    format!("参数表里 {key} 的“{written}”：数里不写逗号，数字用半角")
                }
                _ => format!("参数表里 {key} 应当是数，这里写的是“{written}”"),
            },
            Some(match meant {
                None if is_nameless => format!(
                    "前面写上这一行的名称，照文件印的字：名称 {key}；几个名称合用一个数的，每个名称写一行"
                ),
                None if let Some((number, _)) = &unknown => format!(
                    "只写数：{}；这张表的每一行都一样",
                    match self.is_quoted(file, place) {
                        true => format!("\"{key}\" = \"{number}\""),
                        false => format!("{key} {number}"),
                    }
                ),
                None if let Some(asked) = &asked => format!("{key} 这一行{asked}"),
                // a table that was pasted has no quotes
                Some(meant) if !self.is_quoted(file, place) => {
                    format!("{key} 这一行写成 {key} {meant}")
                }
                Some(meant) => format!("写成 \"{key}\" = \"{meant}\""),
                None => format!("{key} 这一行写上一个数；没有数的，删去这一行"),
            }),
        );
    }

    /// A number with a unit that no vocabulary knows, parted.
    pub(super) fn of_unknown_unit(&self, written: &str) -> Option<(String, String)> {
        /// No unit is longer.
        const LONGEST: usize = 5;
        let is_digit = |c: char| fold(c).is_ascii_digit() || matches!(c, '.' | ',');
        let at = written.find(|c| !is_digit(c))?;
        let (number, unit) = written.split_at_checked(at)?;
        let is_word = |c: char| {
            c.is_alphabetic() || matches!(c, '²' | '³' | '/' | '·' | '㎡' | '㎥' | '℃' | '°')
        };
        let unit = unit.trim();
        let is_unit = !unit.is_empty()
            && unit.chars().nth(LONGEST).is_none()
            && unit.chars().all(is_word)
            && self.either(written).is_none()
            && self.with_whole_unit(written).is_none()
            && self.repaired(written).is_none()
            && self.typed(written).is_none()
            && self.points(written).is_none();
        let number = (cell_number(number, &self.words.units).is_some() && is_unit)
            .then(|| number.replace(',', ""))?;
        Some((number, unit.to_owned()))
    }

    /// That a parameter is no number as its unit is not known: where it stands, what is wrong, what to
    /// write.
    pub(super) fn unit_unknown(
        &self,
        mistake: &FormulaMistake,
        file: usize,
    ) -> Option<(usize, Range<usize>, String, String)> {
        let MistakeSubject::Parameter(name) = &mistake.about else { return None };
        let (own, place) = self.mistakes.texts.get(&(name.clone(), None))?;
        let (source, rule) = (self.sources.get(*own)?, self.sources.get(file)?);
        let written = source.text.get(place.clone())?.trim_matches(['"', '\'']);
        let (number, unit) =
            self.of_unknown_unit(written).filter(|_| source.layer == rule.layer)?;
        let message = format!("参数 {name} 的“{written}”：不认识单位“{unit}”，读作文字");
        let help = format!(
            "去掉单位，只写数：\"{name}\" = {number}；公式里与它比的、乘的，也是不带单位的数或个数"
        );
        Some((*own, place.clone(), message, help))
    }

    /// Where a value of a table stands; of one that was pasted its line.
    pub(super) fn value_place(
        &self,
        file: usize,
        (key, value): (&Range<usize>, &RawParamValue),
    ) -> Range<usize> {
        match value {
            RawParamValue::Text(text) if self.is_quoted(file, key) => text.span.clone(),
            RawParamValue::Number(number) => number.span.clone(),
            _ => key.clone(),
        }
    }

    /// A name with the value that stands behind it on its line.
    fn behind_name(&self, file: usize, key: &Range<usize>, value: &str) -> Range<usize> {
        let rest = self.sources.get(file).and_then(|source| source.text.get(key.end..));
        let line = rest.and_then(|rest| rest.lines().next()).unwrap_or("");
        let at = line.find(value.trim()).filter(|_| !value.trim().is_empty());
        let end = at.map_or(key.end, |at| key.end + at + value.trim().len());
        key.start..end
    }

    /// Whether a text between quotes stands at a place.
    fn is_quoted(&self, file: usize, place: &Range<usize>) -> bool {
        let text = self.sources.get(file).and_then(|source| source.text.get(place.clone()));
        text.is_some_and(|own| own.starts_with(['"', '\'']))
    }
}
