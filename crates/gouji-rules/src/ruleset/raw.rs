//! What rule files say, item by item, before layers are merged: the values. `items` reads them.

use super::demand::WrittenDemand;
use super::head::ItemHead;
use super::tree::{TreeValue, TreeView};
use super::walk::RuleText;
use std::ops::Range;

#[derive(Clone, Debug, Default)]
pub(super) struct RawColumn {
    pub(super) name: Option<RuleText>,
    pub(super) kind: Option<RuleText>,
    pub(super) header: Option<Vec<RuleText>>,
    pub(super) side: Option<RuleText>,
    pub(super) optional: Option<bool>,
    pub(super) unit: Option<RuleText>,
    pub(super) text: Option<Vec<RuleText>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct RawRow {
    pub(super) name: Option<RuleText>,
    pub(super) label: Option<Vec<RuleText>>,
    pub(super) code: Option<RuleText>,
    pub(super) after: Option<RuleText>,
    pub(super) total: Option<bool>,
    pub(super) optional: Option<bool>,
    pub(super) unit: Option<RuleText>,
}

#[derive(Clone, Debug)]
pub(super) struct RawForm {
    pub(super) head: ItemHead,
    pub(super) title: Option<Vec<RuleText>>,
    pub(super) number: Option<Vec<RuleText>>,
    pub(super) under: Option<Vec<RuleText>>,
    pub(super) sides: Option<Vec<RuleText>>,
    pub(super) end: Option<Vec<RuleText>>,
    pub(super) columns: Option<Vec<RawColumn>>,
    pub(super) rows: Option<Vec<RawRow>>,
    pub(super) unit: Option<RuleText>,
    pub(super) rounding: Option<RuleText>,
    pub(super) documents: Option<Vec<RuleText>>,
}

#[derive(Clone, Debug)]
pub(super) struct RawPart {
    pub(super) head: ItemHead,
    pub(super) start: Option<Vec<RuleText>>,
    pub(super) key: Option<Vec<RuleText>>,
}

#[derive(Clone, Debug)]
pub(super) struct RawScale {
    pub(super) head: ItemHead,
    pub(super) grades: Option<Vec<(RuleText, RawNumber)>>,
    /// Grades are written, and could not be read: that is told where they stand.
    pub(super) is_misread: bool,
}

/// A number of a rule file, by its text so that it is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawNumber {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

impl RawNumber {
    /// The number that a value is, if it is one.
    pub(super) fn of(value: TreeValue<'_>) -> Option<Self> {
        match value.view() {
            TreeView::Integer(Some(text)) | TreeView::Float(text) | TreeView::Text(text) => {
                Some(Self { text: text.to_owned(), span: value.span() })
            }
            _ => None,
        }
    }
}

/// What one `[[source]]` says.
#[derive(Clone, Debug)]
pub(super) struct RawSource {
    pub(super) head: ItemHead,
    pub(super) number: Option<RuleText>,
    pub(super) title: Option<RuleText>,
}

/// What one `[[role]]` says.
#[derive(Clone, Debug)]
pub(super) struct RawRole {
    pub(super) head: ItemHead,
    /// The name that equations know; its id where it has none.
    pub(super) role: Option<RuleText>,
    pub(super) before: Option<Vec<RuleText>>,
    pub(super) after: Option<Vec<RuleText>>,
    pub(super) kind: Option<RuleText>,
    pub(super) unit: Option<Vec<RuleText>>,
    pub(super) unless: Option<Vec<RuleText>>,
    pub(super) rounded: Option<bool>,
    pub(super) example: Option<RuleText>,
}

/// What a case says, before its rule is known.
#[derive(Clone, Debug)]
pub(super) struct RawCase {
    /// The rule that it is for; a case beside its rule does not say it.
    pub(super) rule: Option<RuleText>,
    pub(super) given: Option<RuleText>,
    pub(super) base: Option<RuleText>,
    /// Paths of cells and what is printed there.
    pub(super) edits: Vec<(RuleText, RuleText)>,
    pub(super) say: Option<RuleText>,
    pub(super) expect: Option<RuleText>,
    pub(super) at: Option<RuleText>,
    pub(super) difference: Option<RuleText>,
    pub(super) last_year: Option<RuleText>,
    pub(super) template: Option<RuleText>,
    /// Other documents of the same agency, by what formulas call them.
    pub(super) papers: Vec<(RuleText, RuleText)>,
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

/// What one `[[wording]]` says beside the keys of a claim.
#[derive(Clone, Debug, Default)]
pub(super) struct RawPrinted {
    pub(super) printed: Option<Vec<RuleText>>,
    pub(super) pairs: Option<Vec<RuleText>>,
    pub(super) mixed: Option<Vec<RuleText>>,
    pub(super) stop: Option<Vec<RuleText>>,
    pub(super) number_twice: Option<bool>,
    pub(super) near: Option<Vec<RuleText>>,
    pub(super) except: Option<Vec<RuleText>>,
    pub(super) places: Option<Vec<RuleText>>,
}

/// A rule or a claim: a claim is a pattern and a rule of the same id.
#[derive(Clone, Debug, Default)]
pub(super) struct RawRule {
    pub(super) head: ItemHead,
    pub(super) is_claim: bool,
    // claim
    pub(super) text: Option<Vec<RuleText>>,
    pub(super) under: Option<Vec<RuleText>>,
    pub(super) not_under: Option<Vec<RuleText>>,
    pub(super) not_after: Option<Vec<RuleText>>,
    pub(super) place: Option<RuleText>,
    pub(super) printed: Option<Box<RawPrinted>>,
    /// The kind of relation of prose that it is about.
    pub(super) relation: Option<RuleText>,
    pub(super) is_relation: bool,
    /// The roles of the figures of a relation that is no built-in one.
    pub(super) roles: Option<Vec<RuleText>>,
    /// How far they may stand apart.
    pub(super) reach: Option<RuleText>,
    pub(super) measure: Option<Box<RawMeasure>>,
    // where
    pub(super) form: Option<RuleText>,
    pub(super) claim: Option<RuleText>,
    pub(super) scope: Option<Vec<RuleText>>,
    pub(super) documents: Option<Vec<RuleText>>,
    pub(super) agency: Option<Vec<RuleText>>,
    pub(super) each: Option<RuleText>,
    pub(super) rows: Option<RuleText>,
    pub(super) when: Option<RuleText>,
    // what
    pub(super) demands: Vec<WrittenDemand>,
    // how
    pub(super) name: Option<RuleText>,
    pub(super) severity: Option<RuleText>,
    pub(super) message: Option<RuleText>,
    pub(super) basis: Option<Vec<RuleText>>,
    pub(super) hint: Option<RuleText>,
    /// Ids that it took the place of.
    pub(super) replaces: Option<Vec<RuleText>>,
    /// A program proposed it, and nobody accepted it yet.
    pub(super) proposed: Option<bool>,
    /// Who accepted it, and when.
    pub(super) accepted: Option<RuleText>,
    pub(super) cases: Vec<RawCase>,
}

/// What a `[[measure]]` says beside what every claim says.
#[derive(Clone, Debug, Default)]
pub(super) struct RawMeasure {
    pub(super) words: Option<Vec<RuleText>>,
    pub(super) unsaid: Option<RuleText>,
    pub(super) part_of: Option<Vec<RuleText>>,
    pub(super) anywhere: Option<bool>,
    /// What its cells are called.
    pub(super) stages: Vec<RuleText>,
}

#[derive(Clone, Debug)]
pub(super) enum RawParamValue {
    Number(RawNumber),
    Text(RuleText),
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
    pub(super) roles: Vec<RawRole>,
    #[expect(clippy::vec_box, reason = "they are large, and move from file to layer to ruleset")]
    pub(super) rules: Vec<Box<RawRule>>,
    pub(super) params: Vec<RawParam>,
    /// Cases that do not stand beside their rule.
    pub(super) cases: Vec<RawCase>,
}

impl Items {
    /// Takes over the items of a further file.
    pub(super) fn append(&mut self, other: Self) {
        let Self { forms, parts, scales, sources, roles, rules, params, cases } = other;
        self.forms.extend(forms);
        self.parts.extend(parts);
        self.scales.extend(scales);
        self.sources.extend(sources);
        self.roles.extend(roles);
        self.rules.extend(rules);
        self.params.extend(params);
        self.cases.extend(cases);
    }
}
