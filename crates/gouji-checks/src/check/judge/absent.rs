//! Sums that do not come out in tables that lack a row of them. A row that a table does not print
//! counts as nothing, since empty rows are left out; where the sum fails that may be wrong: a
//! subtotal is seldom nothing, and a row with just the amount that is missing may be the one, under
//! a label that the form does not know.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::lacking::AbsentRow;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::Content;
use gouji_values::number::{Decimal, Figure};

impl Evaluator<'_> {
    /// Why a sum that does not come out cannot be judged: a row of it was not found.
    pub(in crate::check) fn lacks_addend(
        &self,
        stated: &Figure,
        computed: &Figure,
        trace: &[u32],
    ) -> Option<Why> {
        if self.absent.is_empty() {
            return None;
        }
        let row = |absent: &AbsentRow| {
            let form = self.world.ruleset.forms.get(absent.schema)?;
            form.rows.get(absent.row).map(|row| (form.id.as_str(), row))
        };
        if let Some((form, subtotal)) =
            self.absent.iter().filter_map(row).find(|(_, row)| row.total)
        {
            return Some(Why::SubtotalAbsent {
                form: form.into(),
                name: subtotal.name.as_str().into(),
            });
        }
        let difference = stated.value.checked_sub(computed.value)?.abs();
        let label = self.unnamed(trace, difference)?;
        let (form, missing) = self.absent.iter().find_map(row)?;
        Some(Why::RowAbsent {
            form: form.into(),
            name: missing.name.as_str().into(),
            label: label.into(),
        })
    }

    /// The label of a row that the form of a figure does not know and that has an amount, in the
    /// figure's column.
    fn unnamed(&self, trace: &[u32], amount: Decimal) -> Option<String> {
        let place = self.printed.get(*trace.first()? as usize)?;
        let FigurePlace::Cell { paper, form, column, .. } = *place else { return None };
        let filled = self.world.filled(paper, form)?;
        filled.sides.iter().enumerate().find_map(|(side, content)| {
            let fits = |(index, row): &(usize, &gouji_forms::form::FormRow)| {
                row.named.is_none()
                    && row.code.is_none()
                    && !row.label.is_empty()
                    && row
                        .cells
                        .get(column)
                        .is_some_and(|slot| matches!(slot.content, Content::Number(_)))
                    && self.value_at(FigurePlace::Cell { paper, form, side, row: *index, column })
                        == Some(amount)
            };
            content.rows.iter().enumerate().find(fits).map(|(_, row)| row.label.to_string())
        })
    }

    /// The number at a place in the base unit, as figures are.
    fn value_at(&self, place: FigurePlace) -> Option<Decimal> {
        let FigurePlace::Cell { paper, form, side, row, column } = place else { return None };
        let slot = self.world.slot(paper, form, side, row, column)?;
        let filled = self.world.filled(paper, form)?;
        let Content::Number(number) = &slot.content else { return None };
        let times = self
            .world
            .slot_unit(filled, slot, side, column)
            .map(|unit| self.world.ruleset.vocabulary.units.get(unit).times);
        gouji_values::number::multiply(number.value, times.unwrap_or(Decimal::ONE))
            .map(|value| value.abs())
    }
}
