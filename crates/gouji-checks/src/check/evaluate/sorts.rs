//! Sorts of rows, and names of agencies by any of their spellings: what conditions ask for.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Value;
use gouji_forms::form::Content;
use gouji_rules::formula::RowSort;
use gouji_rules::ruleset::ColumnKind;
use gouji_values::label::unit_name;

impl Evaluator<'_> {
    /// Whether the current row is a total, or one that no other row is added up in.
    pub(in crate::check) fn is_row(&self, sort: RowSort) -> bool {
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return false;
        };
        let Some(own) = self.world.row(paper, form, side, row) else { return false };
        let words = &self.world.ruleset.vocabulary;
        let is_total =
            own.total || words.total.iter().any(|word| words.folded(word) == own.key.as_str());
        let next = self.world.row(paper, form, side, row + 1);
        let has_parts = own.level > 0 && next.is_some_and(|next| next.level > own.level);
        match sort {
            RowSort::Total => is_total,
            RowSort::Leaf => !is_total && !has_parts,
        }
    }

    /// Whether the row of the scope says nothing but its name, or is a total: what is blank in it
    /// says nothing, either.
    pub(in crate::check) fn is_row_without_words(&self) -> bool {
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return false;
        };
        let Some(own) = self.world.row(paper, form, side, row) else { return false };
        let schema = self.world.filled(paper, form).and_then(|filled| self.world.schema(filled));
        let columns = schema.map_or(&[][..], |schema| &schema.columns);
        let is_silent = own.cells.iter().zip(columns).all(|(cell, column)| {
            matches!(column.kind, ColumnKind::Label | ColumnKind::Ordinal | ColumnKind::Line)
                || matches!(cell.content, Content::Blank | Content::Absent)
        });
        is_silent || self.is_row(RowSort::Total)
    }

    /// The name of an agency without brackets and what stands in them: 某县水利局（本级）.
    pub(in crate::check) fn bare_agency(&self, value: Value) -> Value {
        match value {
            Value::Text(text, place) => {
                Value::Text(unit_name(&text, &self.world.ruleset.vocabulary).1, place)
            }
            other => other,
        }
    }
}
