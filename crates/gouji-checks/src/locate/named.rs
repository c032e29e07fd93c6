//! A sentence whose figures all stand in another row than the one, or the ones, that it is held
//! against: one change of the name cures all of its checks, no change of a figure more than one.

use super::cause::{CauseRun, Group};
use crate::check::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, CheckedAt};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// A row: form, side, row.
type RowAt = [usize; 3];

impl CauseRun<'_> {
    /// Joins causes of one sentence whose stated figures are those of one row.
    pub(super) fn of_other_rows(&self, groups: Vec<Group>) -> Vec<Group> {
        let mut by_sentence: BTreeMap<(&str, u32, Option<u32>), Vec<usize>> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            let [only] = group.checks.as_slice() else { continue };
            let Some(check) = self.check(*only) else { continue };
            if let (CheckedAt::Sentence(statement, _, item), CheckRelation::Equal) =
                (&check.at, check.relation)
            {
                let key = (check.rule.as_str(), *statement, *item);
                by_sentence.entry(key).or_default().push(at);
            }
        }
        by_sentence.retain(|_, all| all.len() > 1);
        if by_sentence.is_empty() {
            return groups;
        }
        let mut named: BTreeMap<usize, (usize, EcoString)> = BTreeMap::new();
        for all in by_sentence.values() {
            let rows = all.iter().map(|at| groups.get(*at).and_then(|group| self.rows_with(group)));
            let Some(rows) = rows.collect::<Option<Vec<_>>>() else { continue };
            let common = rows.into_iter().reduce(|one, other| &one & &other).unwrap_or_default();
            let mut common = common.into_iter();
            // of two rows that print the same either may be meant
            if let (Some(row), None, Some(first)) = (common.next(), common.next(), all.first())
                && let Some(name) = self.row_name(row)
            {
                named.extend(all.iter().map(|at| (*at, (*first, name.clone()))));
            }
        }
        let mut out: Vec<(usize, Group)> = Vec::new();
        for (at, group) in groups.into_iter().enumerate() {
            let Some((first, name)) = named.get(&at) else {
                out.push((at, group));
                continue;
            };
            match out.iter_mut().find(|(known, _)| known == first) {
                Some((_, before)) => before.checks.extend(group.checks),
                None => {
                    let checks = group.checks;
                    out.push((
                        *first,
                        Group { checks, row: Some(name.clone()), ..Group::default() },
                    ));
                }
            }
        }
        out.into_iter().map(|(_, group)| group).collect()
    }

    /// The rows of the form of a check that print what it states, in the column that it is held
    /// against.
    fn rows_with(&self, group: &Group) -> Option<BTreeSet<RowAt>> {
        let check = self.check(*group.checks.first()?)?;
        let stated = check.stated_figure()?;
        let cell = self.rows.at(stated.document(), stated.span()).next()?;
        let cell = self.rows.cells.get(cell)?;
        let value = whole(cell.number)?.checked_mul(cell.ulp)?;
        let operands = self.rows.cells_of(check).filter_map(|at| {
            let cell = self.rows.cells.get(at)?;
            match cell.places.first()?.0 {
                FigurePlace::Cell { paper: Paper::OWN, form, side, column, .. } => {
                    Some(((form, side, column), cell.ulp, cell.decimals))
                }
                _ => None,
            }
        });
        let operands: Vec<_> = operands.collect();
        let ((form, side, column), ulp, decimals) = *operands.first()?;
        // one column of one table
        if value.is_zero() || operands.iter().any(|(place, ..)| *place != (form, side, column)) {
            return None;
        }
        let unit = ulp.checked_mul(whole(10_i128.checked_pow(decimals)?)?)?;
        let world = self.shared.world();
        let count = world.filled(Paper::OWN, form)?.sides.get(side)?.rows.len();
        let is_it = |row: &usize| {
            let place = FigurePlace::Cell { paper: Paper::OWN, form, side, row: *row, column };
            let printed = world.printed_value(place).and_then(|printed| printed.checked_mul(unit));
            printed == Some(value)
        };
        Some((0..count).filter(is_it).map(|row| [form, side, row]).collect())
    }

    fn row_name(&self, [form, side, row]: RowAt) -> Option<EcoString> {
        let label = &self.shared.world().row(Paper::OWN, form, side, row)?.label;
        let name = label.trim();
        (!name.is_empty()).then(|| name.into())
    }
}

fn whole(number: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(number, 0).ok()
}
