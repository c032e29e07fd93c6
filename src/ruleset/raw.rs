//! What rule files say, item by item, before layers are merged: the values. `items` reads them.

use super::demand::Written;
use super::head::Head;
use super::tree::{Value, View};
use super::walk::Text;
use std::ops::Range;

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
    pub(super) documents: Option<Vec<Text>>,
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

impl RawNumber {
    /// The number that a value is, if it is one.
    pub(super) fn of(value: Value<'_>) -> Option<Self> {
        match value.view() {
            View::Integer(Some(text)) | View::Float(text) | View::Text(text) => {
                Some(Self { text: text.to_owned(), span: value.span() })
            }
            _ => None,
        }
    }
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
    /// Other documents of the same agency, by what formulas call them.
    pub(super) papers: Vec<(Text, Text)>,
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
    pub(super) not_after: Option<Vec<Text>>,
    pub(super) place: Option<Text>,
    pub(super) printed: Option<Box<RawPrinted>>,
    /// The kind of relation of prose that it is about.
    pub(super) relation: Option<Text>,
    pub(super) is_relation: bool,
    pub(super) measure: Option<Box<RawMeasure>>,
    // where
    pub(super) form: Option<Text>,
    pub(super) claim: Option<Text>,
    pub(super) scope: Option<Vec<Text>>,
    pub(super) documents: Option<Vec<Text>>,
    pub(super) each: Option<Text>,
    pub(super) when: Option<Text>,
    // what
    pub(super) demands: Vec<Written>,
    // how
    pub(super) name: Option<Text>,
    pub(super) severity: Option<Text>,
    pub(super) message: Option<Text>,
    pub(super) basis: Option<Vec<Text>>,
    pub(super) hint: Option<Text>,
    /// Ids that it took the place of.
    pub(super) replaces: Option<Vec<Text>>,
    pub(super) cases: Vec<RawCase>,
}

/// What a `[[measure]]` says beside what every claim says.
#[derive(Clone, Debug, Default)]
pub(super) struct RawMeasure {
    pub(super) words: Option<Vec<Text>>,
    pub(super) unsaid: Option<Text>,
    pub(super) part_of: Option<Text>,
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
