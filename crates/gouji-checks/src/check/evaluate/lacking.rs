//! Rows that a formula names and its table does not print, and the sums that asked for them.

use super::Evaluator;
pub(in crate::check) use super::notes::{AbsentRow, LackingSum};
use crate::check::evaluate::value::Missing;
use crate::check::evaluate::visible::PartView;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, CheckedAt, Verdict, Why};
use gouji_forms::form::FormRow;
use gouji_rules::formula::{
    Binary, ColumnSelector, FormPath, Node, Reference, Resolved, RowSelector,
};
use gouji_values::label::label_key;
use gouji_values::number::Figure;
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// Remembers that a row was asked for which the table of a path does not print.
    pub(in crate::check) fn ask_in_vain(&mut self, path: &FormPath, view: &PartView, row: usize) {
        let form = self.forms(path.form, view).first().copied().unwrap_or(usize::MAX);
        let column = match path.column {
            ColumnSelector::Column(column) => column,
            _ => usize::MAX,
        };
        self.absent.push(AbsentRow { schema: path.form, row, form, column });
    }

    /// Why a table does not have a row that its form names: none bears its label, or those that do
    /// stand behind no row that the form wants before it.
    pub(in crate::check) fn no_such_row(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        named: usize,
    ) -> Missing {
        let filled = self.world.filled(paper, form);
        let schema = filled.and_then(|own| self.world.schema(own));
        let row = schema.and_then(|schema| schema.rows.get(named));
        let name: EcoString = row.map_or("", |row| row.name.as_str()).into();
        let label = row.and_then(|row| row.code.as_ref().or(row.labels.plain.first()));
        let label: EcoString = label.map_or(name.as_str(), String::as_str).into();
        let rows = filled.and_then(|filled| filled.sides.get(side)).map(|side| &*side.rows);
        let rows: &[FormRow] = rows.unwrap_or(&[]);
        let context = self.context();
        let after = row.and_then(|row| schema?.rows.get(row.after?));
        let fits = |own: &FormRow| {
            own.named.is_none() && row.is_some_and(|row| row.labels.fit(&own.key, &context))
        };
        if let (Some(after), Some(first)) = (after, rows.iter().position(fits)) {
            // what it is to stand behind may be what a column of groups prints
            let words = &self.world.ruleset.vocabulary;
            let is_of_group = |own: &FormRow| {
                let mut texts = own.cells.iter().map(|cell| label_key(&cell.text.text, words));
                !own.total && texts.any(|text| after.labels.fit(&text, &context))
            };
            let before = rows.get(..first).and_then(<[FormRow]>::last);
            let there = rows.iter().rfind(|own| is_of_group(own)).or(before);
            let there = there.map_or("", |row| row.label.as_str()).into();
            let after = after.name.as_str().into();
            return Missing::NotApplicable(Why::NoRowAfter { name, label, after, there });
        }
        if let Some(why) = self.on_other_side((paper, form, side), named, (&name, &label)) {
            return Missing::NotApplicable(why);
        }
        // totals end the table, above it they stand first; of a total only another one may be meant
        let totals = &self.world.ruleset.vocabulary.total;
        let is_total = |text: &str| totals.iter().any(|word| text.contains(word.as_str()));
        let wants_total = row.is_some_and(|row| row.total) || is_total(&label);
        let may_be = |row: &&FormRow| {
            row.named.is_none() && (!wants_total || row.total || is_total(&row.label))
        };
        // of several the one that is nearest in its letters, else the last
        let common = |row: &&FormRow| row.label.chars().filter(|c| label.contains(*c)).count();
        let free = rows.iter().filter(may_be);
        let there = free.max_by_key(common);
        let there: EcoString = there.map_or("", |row| row.label.as_str()).into();
        Missing::NotApplicable(match there.is_empty() {
            true => Why::NoRowPrinted { name, label },
            false => Why::TableLacksRow { name, label, there },
        })
    }

    /// That the row is printed on another side of its form than the one that was asked for.
    fn on_other_side(
        &self,
        (paper, form, side): (Paper, usize, usize),
        named: usize,
        (name, label): (&EcoString, &EcoString),
    ) -> Option<Why> {
        let filled = self.world.filled(paper, form)?;
        let sides = &self.world.schema(filled)?.sides;
        let prints = |own: usize| {
            let mut rows = filled.sides.get(own).into_iter().flat_map(|own| own.rows.iter());
            rows.any(|row| row.named == Some(named))
        };
        let there = (0..sides.len()).find(|own| *own != side && prints(*own))?;
        Some(Why::RowOnOtherSide {
            name: name.clone(),
            label: label.clone(),
            side: sides.get(side)?.as_str().into(),
            there: sides.get(there)?.as_str().into(),
        })
    }

    /// Keeps that a sum asked for such rows, and how it came out.
    pub(in crate::check) fn note_lacking(
        &mut self,
        (of, at): ([&EcoString; 2], &CheckedAt),
        again: &Resolved,
        verdict: Verdict,
        (stated, computed): (&Figure, &Figure),
    ) {
        if self.absent.is_empty() || again.relation != CheckRelation::Equal {
            return;
        }
        let mut signs = Vec::new();
        signs_of(&again.stated, 1, &mut signs);
        if let Some(computed) = &again.computed {
            signs_of(computed, -1, &mut signs);
        }
        let sign = |absent: &AbsentRow| {
            let of = |(named, _): &&(Named, i8)| {
                named.row == absent.row && named.schema.is_none_or(|own| own == absent.schema)
            };
            let mut own = signs.iter().filter(of).map(|(_, sign)| *sign);
            let first = own.next().unwrap_or(0);
            if own.all(|sign| sign == first) { first } else { 0 }
        };
        let mut rows: Vec<_> = self.absent.iter().map(|row| (*row, sign(row))).collect();
        rows.sort_unstable();
        rows.dedup();
        let comes_out = matches!(verdict, Verdict::Holds | Verdict::Rounding);
        let apart = stated.value.checked_sub(computed.value);
        let (of, at) = (of.map(Clone::clone), at.clone());
        self.lacking.push(LackingSum { of, at, rows, comes_out, apart });
    }
}

/// A row that a formula names.
struct Named {
    /// The form, where the formula says which.
    schema: Option<usize>,
    row: usize,
}

/// The rows that a side names as terms of a sum.
fn signs_of(node: &Node, sign: i8, out: &mut Vec<(Named, i8)>) {
    match node {
        Node::Read(Reference::Row { row, .. }) => {
            out.push((Named { schema: None, row: *row }, sign));
        }
        Node::Form(path) => {
            if let RowSelector::Named(row) = path.row {
                out.push((Named { schema: Some(path.form), row }, sign));
            }
        }
        Node::Negate(of) => signs_of(of, -sign, out),
        Node::Binary(Binary::Add, a, b) => {
            signs_of(a, sign, out);
            signs_of(b, sign, out);
        }
        Node::Binary(Binary::Subtract, a, b) => {
            signs_of(a, sign, out);
            signs_of(b, -sign, out);
        }
        _ => {}
    }
}
