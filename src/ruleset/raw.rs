//! What rule files say, item by item, before layers are merged: the values. `items` reads them.

use super::walk::{Mistakes, Text, Walk};
use std::ops::Range;

/// Keys that every item has.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) id: Text,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
    pub(super) years: Option<Years>,
    pub(super) reason: Option<Text>,
    pub(super) off: bool,
}

impl Head {
    /// Reads the keys that every item has.
    pub(super) fn read(walk: &mut Walk<'_>, mistakes: &mut Mistakes) -> Option<Self> {
        let id = walk.string(mistakes, "id");
        let years = walk.string(mistakes, "years").and_then(|text| {
            let years = Years::parse(&text.value);
            if years.is_none() {
                mistakes.add(
                    walk.source,
                    text.span.clone(),
                    format!("年度范围 {} 看不懂", text.value),
                    Some("例如 \"2022..\"、\"2018..2021\"、\"2023\"".to_owned()),
                );
            }
            years
        });
        let reason = walk.string(mistakes, "reason");
        let off = walk.boolean(mistakes, "off").unwrap_or(false);
        let Some(id) = id else {
            if walk.table.get("id").is_none() {
                mistakes.add(
                    walk.source,
                    walk.span.clone(),
                    "缺少 id",
                    Some("每张表都要有一个名字，例如 id = \"支出-行合计\"".to_owned()),
                );
            }
            return None;
        };
        if id.value.trim().is_empty() {
            mistakes.add(walk.source, id.span.clone(), "id 是空的", None);
            return None;
        }
        Some(Self { id, file: walk.file, span: walk.span.clone(), years, reason, off })
    }
}

/// An item with an id that layers merge.
pub(super) trait Item {
    fn head(&self) -> &Head;
    fn head_mut(&mut self) -> &mut Head;
    /// Takes over what `child` says.
    fn amend(&mut self, child: Self);
    /// Whether a claim or a rule; ids are unique within such a kind.
    fn kind(&self) -> &'static str;
}

/// A range of years, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) from: i32,
    pub(super) to: i32,
}

impl Years {
    pub(super) const ALL: Self = Self { from: i32::MIN, to: i32::MAX };

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
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

#[derive(Clone, Debug, Default)]
pub(super) struct RawColumn {
    pub(super) name: Option<Text>,
    pub(super) kind: Option<Text>,
    pub(super) header: Option<Vec<Text>>,
    pub(super) side: Option<Text>,
    pub(super) optional: Option<bool>,
    pub(super) unit: Option<Text>,
    pub(super) text: Option<Vec<Text>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct RawRow {
    pub(super) name: Option<Text>,
    pub(super) label: Option<Vec<Text>>,
    pub(super) code: Option<Text>,
    pub(super) after: Option<Text>,
    pub(super) total: Option<bool>,
    pub(super) unit: Option<Text>,
}

#[derive(Clone, Debug)]
pub(super) struct RawForm {
    pub(super) head: Head,
    pub(super) title: Option<Vec<Text>>,
    pub(super) number: Option<Vec<Text>>,
    pub(super) under: Option<Vec<Text>>,
    pub(super) sides: Option<Vec<Text>>,
    pub(super) end: Option<Vec<Text>>,
    pub(super) columns: Option<Vec<RawColumn>>,
    pub(super) rows: Option<Vec<RawRow>>,
    pub(super) unit: Option<Text>,
    pub(super) rounding: Option<Text>,
}

#[derive(Clone, Debug)]
pub(super) struct RawPart {
    pub(super) head: Head,
    pub(super) start: Option<Vec<Text>>,
    pub(super) key: Option<Vec<Text>>,
}

#[derive(Clone, Debug)]
pub(super) struct RawScale {
    pub(super) head: Head,
    pub(super) grades: Option<Vec<(Text, RawNumber)>>,
}

/// A number of a rule file, by its text so that it is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawNumber {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct RawTree {
    pub(super) code: Option<Text>,
    pub(super) levels: Vec<usize>,
    pub(super) total: Option<Text>,
}

/// What one `[[source]]` says.
#[derive(Clone, Debug)]
pub(super) struct RawSource {
    pub(super) head: Head,
    pub(super) number: Option<Text>,
    pub(super) title: Option<Text>,
}

/// What a case says, before its rule is known.
#[derive(Clone, Debug)]
pub(super) struct RawCase {
    /// The rule that it is for; a case beside its rule does not say it.
    pub(super) rule: Option<Text>,
    pub(super) given: Option<Text>,
    pub(super) base: Option<Text>,
    /// Paths of cells and what is printed there.
    pub(super) edits: Vec<(Text, Text)>,
    pub(super) say: Option<Text>,
    pub(super) expect: Option<Text>,
    pub(super) at: Option<Text>,
    pub(super) difference: Option<Text>,
    pub(super) last_year: Option<Text>,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

/// What one `[[wording]]` says beside the keys of a claim.
#[derive(Clone, Debug, Default)]
pub(super) struct RawPrinted {
    pub(super) printed: Option<Vec<Text>>,
    pub(super) pairs: Option<Vec<Text>>,
    pub(super) mixed: Option<Vec<Text>>,
    pub(super) stop: Option<Vec<Text>>,
    pub(super) number_twice: Option<bool>,
    pub(super) except: Option<Vec<Text>>,
    pub(super) places: Option<Vec<Text>>,
}

/// A rule or a claim: a claim is a pattern and a rule of the same id.
#[derive(Clone, Debug, Default)]
pub(super) struct RawRule {
    pub(super) head: Head,
    pub(super) is_claim: bool,
    // claim
    pub(super) text: Option<Vec<Text>>,
    pub(super) under: Option<Vec<Text>>,
    pub(super) not_under: Option<Vec<Text>>,
    pub(super) place: Option<Text>,
    pub(super) never: Option<bool>,
    pub(super) printed: Option<Box<RawPrinted>>,
    /// The kind of relation of prose that it is about.
    pub(super) relation: Option<Text>,
    pub(super) is_relation: bool,
    // where
    pub(super) form: Option<Text>,
    pub(super) claim: Option<Text>,
    pub(super) scope: Option<Vec<Text>>,
    pub(super) documents: Option<Vec<Text>>,
    pub(super) each: Option<Text>,
    pub(super) when: Option<Text>,
    // what
    pub(super) expect: Option<Vec<Text>>,
    pub(super) any: Option<Vec<Text>>,
    pub(super) tree: Option<RawTree>,
    pub(super) restated: Option<bool>,
    pub(super) script: Option<Text>,
    pub(super) script_file: Option<Text>,
    // how
    pub(super) name: Option<Text>,
    pub(super) severity: Option<Text>,
    pub(super) message: Option<Text>,
    pub(super) basis: Option<Vec<Text>>,
    pub(super) hint: Option<Text>,
    pub(super) cases: Vec<RawCase>,
}

impl RawRule {
    /// Whether it says what must hold.
    pub(super) fn demands(&self) -> bool {
        let formulas = self.expect.is_some()
            || self.any.is_some()
            || self.tree.is_some()
            || self.restated.is_some();
        formulas || self.script.is_some() || self.script_file.is_some()
    }
}

#[derive(Clone, Debug)]
pub(super) enum RawParamValue {
    Number(RawNumber),
    Text(Text),
    Table(Vec<(String, Range<usize>, RawParamValue)>),
}

#[derive(Clone, Debug)]
pub(super) struct RawParam {
    pub(super) name: String,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
    pub(super) value: RawParamValue,
    pub(super) value_span: Range<usize>,
}

/// All items of one or more files.
#[derive(Clone, Debug, Default)]
pub(super) struct Items {
    pub(super) forms: Vec<RawForm>,
    pub(super) parts: Vec<RawPart>,
    pub(super) scales: Vec<RawScale>,
    pub(super) sources: Vec<RawSource>,
    #[expect(clippy::vec_box, reason = "they are large, and move from file to layer to ruleset")]
    pub(super) rules: Vec<Box<RawRule>>,
    pub(super) params: Vec<RawParam>,
    /// Cases that do not stand beside their rule.
    pub(super) cases: Vec<RawCase>,
}

impl Items {
    /// Takes over the items of a further file.
    pub(super) fn append(&mut self, other: Self) {
        let Self { forms, parts, scales, sources, rules, params, cases } = other;
        self.forms.extend(forms);
        self.parts.extend(parts);
        self.scales.extend(scales);
        self.sources.extend(sources);
        self.rules.extend(rules);
        self.params.extend(params);
        self.cases.extend(cases);
    }
}
