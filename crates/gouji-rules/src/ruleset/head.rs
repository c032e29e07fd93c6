//! What every item of a rule file has: its id, its years, and how layers change it.

use super::other_words::years_unclear;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, RuleText, TableWalk};
use gouji_values::error::MistakeCode;
use gouji_values::number::{day, fold};
use std::ops::Range;

/// Keys that every item has.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemHead {
    pub(super) id: RuleText,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
    pub(super) years: Option<Years>,
    pub(super) reason: Option<RuleText>,
    pub(super) off: bool,
}

impl ItemHead {
    /// Reads the keys that every item has.
    pub(super) fn read(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Option<Self> {
        let id = walk.string(mistakes, "id");
        let years = walk.string(mistakes, "years").and_then(|text| {
            let years = Years::parse(&text.value);
            if years.is_none() {
                let (message, help) = years_unclear(&text.value);
                mistakes.add(
                    walk.source,
                    text.span.clone(),
                    MistakeCode::YearsUnclear,
                    message,
                    Some(help),
                );
            }
            years
        });
        let written = Years::written(walk, mistakes);
        if years.is_some() && written.is_some() {
            mistakes.add(
                walk.source,
                walk.table.get("years").map_or_else(|| walk.span.clone(), |own| own.span()),
                MistakeCode::YearsUnclear,
                "years 与 from、until 说的是同一件事，只能写一种",
                Some(
                    "留下一种，另一种整行删去：从某年起写 from = 2022，或 years = \"2022..\""
                        .to_owned(),
                ),
            );
        }
        let years = years.or(written);
        let reason = walk.string(mistakes, "reason");
        let off = walk.boolean(mistakes, "off").unwrap_or(false);
        let Some(id) = id else {
            if walk.table.get("id").is_none() {
                mistakes.add(
                    walk.source,
                    walk.span.clone(),
                    MistakeCode::IdMissing,
                    "缺少 id",
                    Some(format!("写上编号，例如 {}", id_example(walk))),
                );
            }
            return None;
        };
        if id.value.trim().is_empty() {
            let help = format!("写上编号，例如 {}；不与别的相同", id_example(walk));
            let place = id.span.clone();
            mistakes.add(walk.source, place, MistakeCode::IdEmpty, "id 是空的", Some(help));
            return None;
        }
        Some(Self { id, file: walk.file, span: walk.span.clone(), years, reason, off })
    }
}

/// An item with an id that layers merge.
pub(super) trait LayeredItem {
    fn head(&self) -> &ItemHead;
    fn head_mut(&mut self) -> &mut ItemHead;
    /// Takes over what `child` says.
    fn amend(&mut self, child: Self);
    /// Whether a claim or a rule; ids are unique within such a kind.
    fn kind(&self) -> &'static str;
}

/// A year that a key names.
fn year(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes, key: &'static str) -> Option<i32> {
    let value = walk.get(key)?;
    let written = match value.view() {
        TreeView::Integer(Some(text)) | TreeView::Text(text) | TreeView::Datetime(text) => text,
        _ => "",
    };
    let is_text = matches!(value.view(), TreeView::Text(_));
    if key == "from" && is_text && !written.chars().any(char::is_numeric) {
        mistakes.add(
            walk.source,
            value.span(),
            MistakeCode::KeyUnknown,
            format!("from 是起始的年度，“{written}”不是年度"),
            Some(format!("是不是 form？写成 form = \"{written}\"")),
        );
        return None;
    }
    let year = Years::parse(written).filter(|years| years.from == years.to);
    if year.is_none() {
        let shown = walk.source.text.get(value.span()).unwrap_or(written);
        let (message, help) = no_year(key, shown);
        mistakes.add(
            walk.source,
            value.span(),
            MistakeCode::YearsUnclear,
            message,
            Some(if key == "until" {
                format!("{help}；按日期停用一处问题的是 waivers.toml 的 until")
            } else {
                help
            }),
        );
    }
    year.map(|years| years.from)
}

/// What is wrong with what was to be a year, and what to write.
pub(super) fn no_year(key: &str, written: &str) -> (String, String) {
    let bare = written.trim().trim_matches(['"', '\'']);
    let digits: String = bare.chars().map(fold).take_while(char::is_ascii_digit).collect();
    let in_words = || {
        let whole = format!("{}年一月一日", bare.trim_end_matches(['度', '年']));
        day(&whole).map(|(year, ..)| year.to_string())
    };
    let year = match digits.len() {
        4 => Some(digits),
        2 => Some(format!("20{digits}")),
        _ => in_words(),
    };
    let year = year.filter(|year| year.starts_with("19") || year.starts_with("20"));
    let is_quoted = written.trim().starts_with(['"', '\'']);
    let message = match (is_quoted, bare.contains('年')) {
        _ if year.is_none() => format!("{key} 应当是年度，一个四位的数"),
        (true, true) => format!("{key} 是一个数，不加引号，也不写“年”字"),
        (true, false) => format!("{key} 是一个数，四位的年度，不加引号"),
        (false, true) => format!("{key} 是一个数，不写“年”字"),
        (false, false) => format!("{key} 应当是年度，一个四位的数"),
    };
    let help = year.map_or_else(
        || format!("写成 {key} = 2024，年度换成自己的"),
        |year| format!("写成 {key} = {year}"),
    );
    (message, help)
}

/// A range of years, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) from: i32,
    pub(super) to: i32,
}

impl Years {
    pub(super) const ALL: Self = Self { from: i32::MIN, to: i32::MAX };

    /// As rule files write it: `2022..`.
    pub(super) fn words(self) -> String {
        let of = |year: i32| {
            if [i32::MIN, i32::MAX].contains(&year) { String::new() } else { year.to_string() }
        };
        if self.from == self.to {
            of(self.from)
        } else {
            format!("{}..{}", of(self.from), of(self.to))
        }
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// What `from` and `until` say.
    fn written(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Option<Self> {
        let (from, until) = (year(walk, mistakes, "from"), year(walk, mistakes, "until"));
        let out = Self { from: from.unwrap_or(i32::MIN), to: until.unwrap_or(i32::MAX) };
        if out.from > out.to {
            let place = walk.table.get("from").map_or_else(|| walk.span.clone(), |own| own.span());
            mistakes.add(
                walk.source,
                place,
                MistakeCode::YearsUnclear,
                format!("from {} 在 until {} 以后，哪一年也不适用", out.from, out.to),
                Some(format!(
                    "from 是头一年，until 是最后一年：写成 from = {}；until 那一行写成 until = {}",
                    out.to, out.from
                )),
            );
            return None;
        }
        (from.is_some() || until.is_some()).then_some(out)
    }

    /// `2022..`, `2018..2021`, `..2019`, `2023`
    pub(super) fn parse(text: &str) -> Option<Self> {
        let year =
            |text: &str| text.trim().parse::<i32>().ok().filter(|year| (1990..2100).contains(year));
        let found = match text.split_once("..") {
            None => {
                let year = year(text)?;
                Self { from: year, to: year }
            }
            Some((from, to)) => Self {
                from: if from.trim().is_empty() { i32::MIN } else { year(from)? },
                to: if to.trim().is_empty() { i32::MAX } else { year(to)? },
            },
        };
        (found.from <= found.to).then_some(found)
    }
}

/// An id that an item could have, of what it says of itself.
fn id_example(walk: &TableWalk<'_>) -> String {
    let text = |key: &str| walk.table.get(key).and_then(TreeValue::text).map(str::trim);
    let of = ["form", "claim"].iter().find_map(|key| text(key)).filter(|own| !own.is_empty());
    let named = ["name", "title"].iter().find_map(|key| text(key)).filter(|own| !own.is_empty());
    match (of, named) {
        (Some(of), _) => format!("id = \"{of}-核对\""),
        (None, Some(name)) => format!("id = \"{name}\""),
        (None, None) => "id = \"支出-行合计\"".to_owned(),
    }
}
