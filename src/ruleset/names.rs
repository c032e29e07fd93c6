//! The names that formulas may use, and that no two things bear the same one.

use super::compiler::Compiler;
use super::raw::Items;
use super::schema::{Column, ColumnKind, ParamValue, PartKind};
use super::walk::RuleText;
use super::whole::Ruleset;
use crate::error::MistakeCode;
use crate::formula::{ClaimNames, FormNames, NameKind, Names};
use crate::pattern::{CaptureKind, Pattern};
use std::collections::BTreeMap;

/// All names of a ruleset.
pub(super) fn names(ruleset: &Ruleset) -> Names {
    let column_kind = |column: &Column| match column.kind {
        ColumnKind::Percent => NameKind::Percent,
        ColumnKind::Amount | ColumnKind::Count | ColumnKind::Score => NameKind::Number,
        ColumnKind::Group => NameKind::Group,
        ColumnKind::Label | ColumnKind::Text => NameKind::Text,
        ColumnKind::Code
        | ColumnKind::Line
        | ColumnKind::Ordinal
        | ColumnKind::Target
        | ColumnKind::Grade
        | ColumnKind::Year
        | ColumnKind::Date => NameKind::Other,
    };
    Names {
        forms: ruleset
            .forms
            .iter()
            .map(|form| FormNames {
                id: form.id.clone(),
                sides: form.sides.clone(),
                columns: form
                    .columns
                    .iter()
                    .map(|column| (column.name.clone(), column_kind(column)))
                    .collect(),
                rows: form.rows.iter().map(|row| row.name.clone()).collect(),
                captures: form
                    .captures
                    .iter()
                    .map(|capture| (capture.name.clone(), capture.column, NameKind::Other))
                    .collect(),
                has_codes: form.code_column().is_some(),
            })
            .collect(),
        claims: ruleset
            .claims
            .iter()
            .map(|claim| ClaimNames {
                id: claim.id.clone(),
                captures: claim
                    .captures
                    .iter()
                    .map(|capture| {
                        (capture.name.clone(), capture_kind(&capture.kind), capture.group)
                    })
                    .collect(),
            })
            .collect(),
        parts: ruleset.parts.iter().map(|part| (part.id.clone(), part_captures(part))).collect(),
        scales: ruleset.scales.iter().map(|scale| scale.id.clone()).collect(),
        params: ruleset
            .params
            .iter()
            .map(|param| {
                let keys = match &param.value {
                    ParamValue::Table(entries) => {
                        Some(entries.iter().map(|(key, ..)| key.clone()).collect())
                    }
                    _ => None,
                };
                (param.name.clone(), keys)
            })
            .collect(),
        beside: ruleset.vocabulary.papers.iter().map(|beside| beside.name.clone()).collect(),
    }
}

fn capture_kind(kind: &CaptureKind) -> NameKind {
    match kind {
        CaptureKind::Percent => NameKind::Percent,
        CaptureKind::Amount | CaptureKind::Count | CaptureKind::Score => NameKind::Number,
        CaptureKind::Text | CaptureKind::Words(_) => NameKind::Text,
        CaptureKind::Year
        | CaptureKind::Date
        | CaptureKind::Grade
        | CaptureKind::Ordinal
        | CaptureKind::Change
        | CaptureKind::Direction
        | CaptureKind::Target => NameKind::Other,
    }
}

/// Names of all captures of a part, the key first.
fn part_captures(part: &PartKind) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for pattern in part.keys.iter().chain(&part.starts) {
        for capture in pattern.captures() {
            if let Some(name) = &capture.name
                && !out.contains(name)
            {
                out.push(name.clone());
            }
        }
    }
    out
}

impl Compiler<'_> {
    /// Ids of forms, parts, claims and scales are unique over all kinds, and no column, row, side
    /// or capture bears one.
    pub(super) fn unique(&mut self, items: &Items) {
        let mut ids: BTreeMap<String, RuleText> = BTreeMap::new();
        let heads = items
            .forms
            .iter()
            .map(|item| &item.head)
            .chain(items.parts.iter().map(|item| &item.head))
            .chain(items.scales.iter().map(|item| &item.head))
            .chain(items.rules.iter().filter(|item| item.is_claim).map(|item| &item.head));
        for head in heads {
            match ids.get(&head.id.value) {
                Some(_) => self.at(
                    &head.id,
                    MistakeCode::IdTaken,
                    format!("{} 已经是另一张表样、部分、声明或等级标准的 id", head.id.value),
                    Some("换一个 id".to_owned()),
                ),
                None => {
                    ids.insert(head.id.value.clone(), head.id.clone());
                }
            }
        }
        let help = || Some("换一个名称，例如表样叫 三公经费表、行叫 三公经费".to_owned());
        for form in &items.forms {
            let columns = form.columns.iter().flatten().filter_map(|column| column.name.as_ref());
            let rows = form.rows.iter().flatten().filter_map(|row| row.name.as_ref());
            let mut seen: Vec<&str> = Vec::new();
            for name in columns.chain(rows).chain(form.sides.iter().flatten()) {
                if ids.contains_key(&name.value) {
                    self.at(
                        name,
                        MistakeCode::NameTaken,
                        format!("{} 与一张表样、部分、声明或等级标准同名", name.value),
                        help(),
                    );
                }
                if seen.contains(&name.value.as_str()) {
                    self.at(
                        name,
                        MistakeCode::NameTwice,
                        format!("表样 {} 里名称 {} 用了两次", form.head.id.value, name.value),
                        Some("列、行、侧的名称各不相同".to_owned()),
                    );
                }
                seen.push(&name.value);
            }
        }
        for claim in items.rules.iter().filter(|rule| rule.is_claim) {
            for text in claim.text.iter().flatten() {
                // only a pattern that could name such a capture is read again, for its place
                if !text.value.split('{').any(|rest| {
                    let inner = rest.split_once('}').map_or(rest, |(inner, _)| inner);
                    self.words.fragments.contains_key(inner.trim())
                        || inner.split_once(':').is_some_and(|(name, _)| ids.contains_key(name))
                }) {
                    continue;
                }
                let Ok(pattern) = Pattern::parse(&text.value, self.words) else {
                    continue;
                };
                for capture in pattern.captures() {
                    if let Some(name) = &capture.name
                        && ids.contains_key(name)
                    {
                        self.add(
                            text.file,
                            text.place(&capture.span),
                            MistakeCode::NameTaken,
                            format!("取值 {name} 与一张表样、部分、声明或等级标准同名"),
                            help(),
                        );
                    }
                }
            }
        }
    }
}
