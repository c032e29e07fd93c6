//! Rows of one name of which each group has its own: the subtotal of a village.

use super::Evaluator;
use super::lookup::CellAt;
use super::scope::Scope;
use gouji_forms::form::FormRow;
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// Where a rule goes over the groups of a form, of rows of one name those of the group at hand:
    /// they name it, or stand behind its rows and before those of the next one.
    pub(super) fn keep_of_group(&self, paper: Paper, rows: &mut Vec<CellAt>) {
        let found = self.scopes.iter().rev().find_map(|scope| match scope {
            Scope::Form { paper: own, form, side, group: Some(group), .. } if *own == paper => {
                Some((*form, *side, *group))
            }
            _ => None,
        });
        let Some((form, side, (column, number))) = found else { return };
        let all = self
            .world
            .filled(paper, form)
            .and_then(|filled| filled.sides.get(side))
            .map_or(&[] as &[FormRow], |side| &side.rows);
        let group =
            |row: usize| all.get(row).and_then(|row| row.groups.get(column).copied().flatten());
        let Some(first) = (0..all.len()).find(|row| group(*row) == Some(number)) else { return };
        let next = (first..all.len()).find(|row| group(*row).is_some_and(|own| own != number));
        let own: Vec<CellAt> = rows
            .iter()
            .filter(|at| at.form == form && at.side == side)
            .filter(|at| match group(at.row) {
                Some(own) => own == number,
                None => at.row > first && next.is_none_or(|next| at.row < next),
            })
            .copied()
            .collect();
        if !own.is_empty() {
            *rows = own;
        }
    }
}
