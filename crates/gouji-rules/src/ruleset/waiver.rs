//! `waivers.toml` of a rule folder: findings that somebody answers for, one by its fingerprint or
//! all of a rule and a unit.

use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource, RuleText, TableWalk, parse};
use crate::formula::{is_no_day, no_such_day};
use gouji_values::error::MistakeCode;
use gouji_values::label::unit_name;
use gouji_values::number::{UnitId, cell_number};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many characters a fingerprint has.
const FINGERPRINT: usize = 16;

/// Findings that are not to count, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiver {
    /// One finding: `id` in the JSON report.
    pub fingerprint: Option<String>,
    /// All findings of a rule or claim.
    pub rule: Option<String>,
    /// Only those of this unit.
    pub agency: Option<String>,
    /// Only those on this form or claim.
    pub form: Option<String>,
    /// Only those of this year.
    pub year: Option<i32>,
    /// What the document stated when the waiver was written; it does not count for another value.
    pub stated: Option<String>,
    /// What it was compared with when the waiver was written; it does not count for another value.
    pub computed: Option<String>,
    /// The findings of the rule that it is for, where they were written down.
    pub met: Option<Vec<MetFinding>>,
    /// Why the figures are right all the same.
    pub reason: String,
    /// Who says so.
    pub who: Option<String>,
    /// The last day that it counts, `2027-12-31`; without one it counts for good.
    pub until: Option<String>,
    /// File that it stands in.
    pub file: String,
    /// Line of that file: that of its last day, where it has one.
    pub line: usize,
}

/// A finding that a waiver of a whole rule met, and its values then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetFinding {
    /// `id` in the JSON report.
    pub fingerprint: String,
    /// What the document stated.
    pub stated: Option<String>,
    /// What it was compared with.
    pub computed: Option<String>,
}

/// The values of a finding as a report prints them, and their unit where it does not stand in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundValues {
    /// What the document states.
    pub stated: Option<String>,
    /// What that is compared with.
    pub computed: Option<String>,
    /// The unit of both.
    pub unit: Option<String>,
}

/// A finding as waivers ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its fingerprint.
    pub fingerprint: &'a str,
    /// The rules that it breaks.
    pub rules: &'a [&'a str],
    /// The key of its check: rule, expectation, part, form or claim, side, row, column.
    pub key: &'a str,
    /// The unit.
    pub agency: Option<&'a str>,
    /// The year.
    pub year: Option<i32>,
    /// Words by which names of agencies are compared.
    pub words: &'a Vocabulary,
}

impl Waiver {
    /// Whether it was written for a finding, whatever its values are.
    #[must_use]
    pub fn is_for(&self, asked: &Asked<'_>) -> bool {
        // an agency is meant by any of its spellings
        let bare = |text: &str| unit_name(text, asked.words).1;
        self.fingerprint.as_deref().is_none_or(|own| own == asked.fingerprint)
            && self.rule.as_deref().is_none_or(|own| asked.rules.contains(&own))
            && self
                .agency
                .as_deref()
                .is_none_or(|own| asked.agency.is_some_and(|agency| bare(agency) == bare(own)))
            && self.form.as_deref().is_none_or(|own| asked.key.split('|').any(|part| part == own))
            && self.year.is_none_or(|own| asked.year == Some(own))
    }

    /// Whether it says for which values it was written.
    #[must_use]
    pub fn has_values(&self) -> bool {
        self.stated.is_some() || self.computed.is_some()
    }

    /// Whether it says of each finding for which values it was written.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.has_values() || self.met.is_some()
    }

    /// What it wrote down of a finding.
    #[must_use]
    pub fn met(&self, fingerprint: &str) -> Option<&MetFinding> {
        self.met.iter().flatten().find(|met| met.fingerprint == fingerprint)
    }

    /// Whether the values of a finding are those that it was written for, as far as it names them.
    #[must_use]
    pub fn fits(&self, fingerprint: &str, found: &FoundValues, words: &Vocabulary) -> bool {
        let is_met = match (&self.met, self.met(fingerprint)) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(_), Some(met)) => agree((&met.stated, &met.computed), found, words),
        };
        is_met && self.has_values_of(found, words)
    }

    /// Whether the values of a finding are those that it names itself.
    #[must_use]
    pub fn has_values_of(&self, found: &FoundValues, words: &Vocabulary) -> bool {
        agree((&self.stated, &self.computed), found, words)
    }

    /// Whether it counts on a day; without a day it does.
    #[must_use]
    pub fn counts(&self, today: Option<&str>) -> bool {
        // days with all their figures compare as texts
        match (&self.until, today) {
            (Some(until), Some(today)) => today <= until.as_str(),
            _ => true,
        }
    }

    /// Reason and name for a report.
    #[must_use]
    pub fn words(&self) -> String {
        let mut more: Vec<String> = self.who.iter().cloned().collect();
        more.extend(self.until.iter().map(|until| format!("至 {until}")));
        if more.is_empty() {
            self.reason.clone()
        } else {
            format!("{}（{}）", self.reason, more.join("，"))
        }
    }

    /// What it is for, as a list of waivers names it.
    #[must_use]
    pub fn title(&self) -> String {
        let mut out: Vec<String> = self.fingerprint.iter().cloned().collect();
        out.extend(self.rule.iter().map(|rule| format!("规则 {rule}")));
        out.extend([&self.form, &self.agency].into_iter().flatten().cloned());
        out.extend(self.year.iter().map(|year| format!("{year} 年")));
        out.join(" ")
    }
}

/// Whether values that were written down are those of a finding, as far as they were.
fn agree(
    (stated, computed): (&Option<String>, &Option<String>),
    found: &FoundValues,
    words: &Vocabulary,
) -> bool {
    let same = |own: &Option<String>, value: &Option<String>| {
        own.as_deref().is_none_or(|own| {
            let value = value.as_deref();
            value.is_some_and(|value| is_same(own, (value, found.unit.as_deref()), words))
        })
    };
    same(stated, &found.stated) && same(computed, &found.computed)
}

/// Two values as they are printed: the same number, or the same words. One that is written with its
/// unit is compared with what the other is in its unit, which is printed behind it or over its table.
fn is_same(own: &str, (found, unit): (&str, Option<&str>), words: &Vocabulary) -> bool {
    let number = |text: &str| text.replace([',', '，'], "").trim().parse::<Decimal>().ok();
    if let (Some(a), Some(b)) = (number(own), number(found)) {
        return a == b;
    }
    let units = &words.units;
    let in_base = |text: &str, other: Option<UnitId>| {
        let read = cell_number(text.trim(), units)?;
        let unit = units.get(read.unit.or(other)?);
        Some((read.value.checked_mul(unit.times)?, unit.money, unit.ratio))
    };
    let with_unit = cell_number(own.trim(), units).is_some_and(|read| read.unit.is_some());
    match (in_base(own, None), in_base(found, unit.and_then(|unit| units.find(unit)))) {
        (Some(a), Some(b)) if with_unit => a == b,
        _ => own.trim() == found.trim(),
    }
}

/// Reads a `waivers.toml`.
pub(super) fn read(source: &RuleSource, out: &mut Vec<Waiver>, mistakes: &mut Mistakes) {
    const EXAMPLE: &str = "[[waiver]]";
    let tree = parse(source, mistakes);
    let mut walk = TableWalk::new(0, source, tree.root(), 0..0, "waivers.toml");
    let mut known: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for (table, span) in walk.tables(mistakes, "waiver", EXAMPLE).unwrap_or_default() {
        let mut walk = TableWalk::new(0, source, table, span.clone(), EXAMPLE);
        let texts = ["fingerprint", "rule", "agency", "form", "reason", "who"]
            .map(|key| walk.string(mistakes, key));
        let values = ["stated", "computed"].map(|key| printed(&mut walk, source, key, mistakes));
        let year = year(&mut walk, source, mistakes);
        let at = walk.get("until").map_or(span.start, |value| value.span().start);
        let line = source.text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let until = until(&mut walk, source, mistakes);
        if let (Some(year), Some(until)) = (year, &until) {
            ended_before(&walk, source, (year, until), mistakes);
        }
        let met = met(&mut walk, source, mistakes);
        walk.finish(mistakes);
        let is_blank =
            |text: &Option<RuleText>| text.as_ref().is_none_or(|text| text.value.trim().is_empty());
        for text in texts.iter().flatten().filter(|text| text.value.trim().is_empty()) {
            mistakes.add(
                source,
                text.span.clone(),
                MistakeCode::ValueEmpty,
                "这里是空的",
                Some("写上内容，或者删去这一行".to_owned()),
            );
        }
        let [fingerprint, rule, agency, form, reason, who] = texts;
        if let Some(text) = fingerprint.as_ref().filter(|text| !text.value.trim().is_empty()) {
            no_fingerprint(source, text, mistakes);
        }
        let is_written = |key: &str| table.get(key).is_some();
        if !is_written("fingerprint") && !is_written("rule") {
            let help =
                "一处问题写 fingerprint（--format json 里 findings 的 id）；一条规则的全部问题写 rule，最好再写 agency（单位）".to_owned();
            mistakes.add(
                source,
                span.clone(),
                MistakeCode::WaiverWithoutTarget,
                "这条豁免没有写 fingerprint，也没有写 rule",
                Some(help),
            );
        }
        if reason.is_none() {
            mistakes.add(
                source,
                span.clone(),
                MistakeCode::ReasonMissing,
                "这条豁免没有写 reason",
                Some(
                    "加一行 reason = \"按批复文件列示，数字无误\"，原因换成自己的：为什么数字是对的"
                        .to_owned(),
                ),
            );
        }
        if is_blank(&reason) || (is_blank(&fingerprint) && is_blank(&rule)) {
            continue;
        }
        let place = fingerprint.as_ref().or(rule.as_ref()).map_or(span, |text| text.span.clone());
        let own = |text: Option<RuleText>| text.map(|text| text.value.trim().to_owned());
        let [stated, computed] = values;
        let waiver = Waiver {
            fingerprint: own(fingerprint),
            rule: own(rule),
            agency: own(agency),
            form: own(form),
            year,
            stated,
            computed,
            met,
            reason: own(reason).unwrap_or_default(),
            who: own(who),
            until,
            file: source.name.to_string(),
            line,
        };
        // of one finding several values may be answered for
        let key = format!("{} {:?} {:?}", waiver.title(), waiver.stated, waiver.computed);
        if known.insert(key, place.clone()).is_some() {
            mistakes.add(
                source,
                place,
                MistakeCode::WaiverTwice,
                format!("{} 写了两次", waiver.title()),
                Some("删去其中一条".to_owned()),
            );
        }
        // a layer below says the last word
        out.retain(|known| known.file == waiver.file || known.title() != waiver.title());
        out.push(waiver);
    }
    walk.finish(mistakes);
}

/// The findings that a waiver of a whole rule wrote down.
fn met(
    walk: &mut TableWalk<'_>,
    source: &RuleSource,
    mistakes: &mut Mistakes,
) -> Option<Vec<MetFinding>> {
    const EXAMPLE: &str = "met = [{ id = \"0f3a5c7e9b1d2468\", stated = \"9.00\" }]";
    let tables = walk.tables(mistakes, "met", EXAMPLE)?;
    let mut out = Vec::new();
    for (table, span) in tables {
        let mut walk = TableWalk::new(walk.file, source, table, span, "met");
        let id = walk.string(mistakes, "id");
        let [stated, computed] =
            ["stated", "computed"].map(|key| printed(&mut walk, source, key, mistakes));
        walk.finish(mistakes);
        if let Some(id) = id {
            no_fingerprint(source, &id, mistakes);
            out.push(MetFinding { fingerprint: id.value.trim().to_owned(), stated, computed });
        }
    }
    Some(out)
}

/// Tells of a text that is no fingerprint: no finding ever has it.
fn no_fingerprint(source: &RuleSource, text: &RuleText, mistakes: &mut Mistakes) {
    let own = text.value.trim();
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'a'..='f');
    if own.len() == FINGERPRINT && own.chars().all(is_digit) {
        return;
    }
    let bare: String =
        own.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let is_meant = bare.len() == FINGERPRINT && bare.chars().all(is_digit);
    let is_digits = own.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '-' | ' ' | '_'));
    let message = if is_meant || is_digits && !own.chars().all(|c| c.is_ascii_digit()) {
        format!("{own} 不是完整的问题编号：编号是 16 位小写字母和数字")
    } else {
        format!("{own} 不是问题的编号，这条豁免不起作用")
    };
    let help = if is_meant {
        format!("写成 fingerprint = \"{bare}\"")
    } else {
        let rule = own.split('|').next().unwrap_or(own).trim();
        let by_rule = if own.contains(['-', '|']) && !is_digits {
            format!("；照规则豁免的写 rule = \"{rule}\"")
        } else {
            String::new()
        };
        format!(
            "从 gouji check 文件 --format json 的 findings 里抄 id，16 位，如 fingerprint = \"0f3a5c7e9b1d2468\"；结果里“错误 2”这样的序号不是它{by_rule}"
        )
    };
    mistakes.add(source, text.span.clone(), MistakeCode::FingerprintUnclear, message, Some(help));
}

/// A value as it is printed: a text, or a number as it stands in the file.
fn printed(
    walk: &mut TableWalk<'_>,
    source: &RuleSource,
    key: &'static str,
    mistakes: &mut Mistakes,
) -> Option<String> {
    let value = walk.get(key)?;
    match value.view() {
        TreeView::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        TreeView::Integer(_) | TreeView::Float(_) => {
            source.text.get(value.span()).map(|text| text.trim().to_owned())
        }
        _ => {
            let help = format!("写结果里印出的数，例如 {key} = \"9.00\"");
            mistakes.add(
                source,
                value.span(),
                MistakeCode::NumberUnusable,
                format!("{key} 应当是一个数"),
                Some(help),
            );
            None
        }
    }
}

fn year(walk: &mut TableWalk<'_>, source: &RuleSource, mistakes: &mut Mistakes) -> Option<i32> {
    let value = walk.get("year")?;
    let year = match value.view() {
        TreeView::Integer(_) => {
            source.text.get(value.span()).and_then(|text| text.trim().parse().ok())
        }
        TreeView::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let year = year.filter(|year| (1900..2200).contains(year));
    if year.is_none() {
        let written = source.text.get(value.span()).unwrap_or("");
        let (message, help) = super::head::no_year("year", written);
        mistakes.add(source, value.span(), MistakeCode::YearsUnclear, message, Some(help));
    }
    year
}

fn until(walk: &mut TableWalk<'_>, source: &RuleSource, mistakes: &mut Mistakes) -> Option<String> {
    let value = walk.get("until")?;
    let day = day(value);
    let typed = || {
        let typed = gouji_values::number::typed_digits(value.text()?)?;
        gouji_values::number::day(&typed.text)
    };
    if day.is_none() {
        mistakes.add(
            source,
            value.span(),
            MistakeCode::DayUnclear,
            "until 应当是日期",
            Some(match value.text().and_then(gouji_values::number::day).or_else(typed) {
                Some((year, month, day)) => format!("写成 until = {year}-{month:02}-{day:02}"),
                None if let Some(text) = value.text().filter(|text| is_no_day(text)) => {
                    no_such_day(text, "until = ", "")
                }
                None => "年、月、日各写全：until = 2027-12-31，日子换成自己的".to_owned(),
            }),
        );
    }
    day
}

/// That a waiver for the documents of a year ends before that year does: they come out later.
fn ended_before(
    walk: &TableWalk<'_>,
    source: &RuleSource,
    (year, until): (i32, &str),
    mistakes: &mut Mistakes,
) {
    let ends = until.split('-').next().and_then(|year| year.parse::<i32>().ok());
    let Some((_, span, value)) = walk.table.iter().find(|(name, ..)| *name == "until") else {
        return;
    };
    if ends.is_some_and(|ends| ends < year) {
        // an example in the year after may be past by now, too
        let help = "一直有效的，删去这一行；有期限的，写还没有到的那一天".to_owned();
        let place = span.start..value.span().end;
        let message =
            format!("到期日 {until} 比 year = {year} 还早，是不是写错了年份？这一条已经不起作用");
        mistakes.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
    }
}

/// A day as TOML writes it, or as a text.
fn day(value: TreeValue<'_>) -> Option<String> {
    let text = match value.view() {
        TreeView::Datetime(day) => day.to_owned(),
        TreeView::Text(text) => text.trim().to_owned(),
        _ => return None,
    };
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_written =
        lengths == [4, 2, 2] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    (is_written && gouji_values::number::day(&text).is_some()).then_some(text)
}
