//! A form in which no figure stands, beside an amount that is said to stand there.

use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::{Identity, JudgedComparison, PlaceOutcome};
use crate::check::judge::severity::{Doubt, lower};
use gouji_audit::audit::{CheckDetail, CheckRelation, Cite, Fault, Verdict};
use gouji_rules::formula::{Node, Resolved};
use gouji_values::document::{Cell, Span, Table};
use gouji_values::number::{Figure, Units, cell_number};

/// Whether a number with decimals stands in a stretch of a table.
fn holds_amounts(table: &Table, span: Span, units: &Units) -> bool {
    let is_amount = |cell: &Cell| {
        cell_number(cell.text.text.trim(), units)
            .is_some_and(|number| number.decimals > 0 && !number.value.is_zero())
    };
    table.rows.iter().flatten().any(|cell| span.covers(cell.span) && is_amount(cell))
}

impl Evaluator<'_> {
    /// Whether what a figure is compared with is a cell of a form that was read without doubt and
    /// holds no figure at all.
    pub(in crate::check) fn is_in_blank_form(&mut self, resolved: &Resolved) -> bool {
        let Some(Node::Form(path)) = &resolved.computed else { return false };
        let Ok(view) = self.view(&path.at) else { return false };
        let forms = self.forms(path.form, &view);
        let document = self.world.page_of(view.paper).document;
        let units = &self.world.ruleset.vocabulary.units;
        let is_blank = |form: &usize| {
            self.world.filled(view.paper, *form).is_some_and(|filled| {
                // amounts that no column took may be those that are said
                let is_sound = document.tables.get(filled.table).is_some_and(|table| {
                    // of a form without rows all that follows its heads may be its rows
                    let is_bare = filled.sides.iter().all(|side| side.rows.is_empty());
                    let rest = if is_bare { filled.span.to(table.span) } else { filled.span };
                    document.doubt(table).is_none() && !holds_amounts(table, rest, units)
                });
                is_sound
                    && !filled.is_likely
                    && filled.is_empty()
                    && filled.open.is_empty()
                    && !filled.sides.iter().any(|side| side.lacks_rows())
            })
        };
        !forms.is_empty() && forms.iter().all(is_blank) && document.unread.is_empty()
    }

    /// The amount is said, the form is blank: one of them is wrong.
    pub(in crate::check) fn beside_blank_form(
        &mut self,
        identity: &Identity<'_>,
        stated: &Figure,
        figures: Vec<Cite>,
    ) -> PlaceOutcome {
        let shown = self.shown(stated, stated.value);
        let judged = JudgedComparison {
            stated: Some(shown),
            unit: stated.unit,
            ..JudgedComparison::bare(Verdict::Violation)
        };
        let mut check = self.check(identity, CheckRelation::Equal, judged, figures);
        lower(&mut check, Doubt::BlankForm);
        if !self.brief {
            check.detail = Some(Box::new(CheckDetail::of(Fault::BlankForm)));
        }
        PlaceOutcome::Check(check)
    }
}
