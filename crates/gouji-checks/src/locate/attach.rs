//! Checks that are no rows of figures, and that a number mends which was likely meant: they belong to
//! its cause.

use super::cause::{CauseRun, Group};
use super::explain::MeantNumber;
use super::figure_cell::in_units;
use gouji_audit::audit::CheckRelation;
use gouji_values::number::{Decimal, round};
use std::collections::BTreeSet;

/// At most this many causes are tried each alone.
const TRIED_ALONE: usize = 16;

impl CauseRun<'_> {
    /// Checks that are no rows and that the likeliest numbers mend belong to the cause of these.
    pub(super) fn attach(&mut self, groups: &mut [Group], open: &mut BTreeSet<usize>) {
        let meant: Vec<MeantNumber> =
            groups.iter().flat_map(|group| group.meant.iter().cloned()).collect();
        if meant.is_empty() || open.is_empty() {
            return;
        }
        let all: Vec<&MeantNumber> = meant.iter().collect();
        let mended = self.suppose(&all).mended;
        for at in open.clone().into_iter().filter(|at| mended.contains(at)) {
            let Some(check) = self.check(at) else { continue };
            let cells: BTreeSet<usize> = self.rows.cells_of(check).collect();
            if let Some(group) = groups
                .iter_mut()
                .find(|group| group.meant.iter().any(|meant| cells.contains(&meant.cell)))
            {
                group.checks.push(at);
                open.remove(&at);
            }
        }
        self.attach_one_by_one(groups, open);
    }

    /// The same cause by cause: what one accuses may hide what another mends. Where the checks of a
    /// cause ask for another number than the likeliest one, that is tried as well.
    fn attach_one_by_one(&mut self, groups: &mut [Group], open: &mut BTreeSet<usize>) {
        for group in groups.iter_mut().take(TRIED_ALONE) {
            let [meant] = group.meant.as_slice() else { continue };
            let likeliest = meant.clone();
            let wanted = self.wanted(group, meant).map(|number| MeantNumber {
                number,
                exact: None,
                from: None,
                ..meant.clone()
            });
            for meant in std::iter::once(likeliest).chain(wanted) {
                let rests: Vec<usize> =
                    self.resting.of(meant.cell).filter(|at| open.contains(at)).collect();
                if rests.is_empty() {
                    break;
                }
                let mended = self.suppose(&[&meant]).mended;
                if !group.checks.iter().all(|check| mended.contains(check)) {
                    continue;
                }
                for at in rests.into_iter().filter(|at| mended.contains(at)) {
                    group.checks.push(at);
                    open.remove(&at);
                }
            }
        }
    }

    /// What a check of a group says that its accused figure should be, where that is another number
    /// than the likeliest one.
    fn wanted(&self, group: &Group, meant: &MeantNumber) -> Option<i128> {
        let cell = self.rows.cells.get(meant.cell)?;
        let asked = group.checks.iter().filter_map(|at| {
            let check = self.check(*at).filter(|check| check.relation == CheckRelation::Equal)?;
            let figure = check.stated_figure()?;
            let is_own =
                self.rows.at(figure.document(), figure.span()).any(|own| own == meant.cell);
            let is_plain = check.unit.as_deref() == figure.printed().unit.as_deref();
            let value: Decimal = check.computed.as_deref()?.parse().ok()?;
            (is_own && is_plain).then_some(value)
        });
        asked
            .filter_map(|value| in_units(round(value, cell.decimals), cell.decimals))
            .find(|number| *number != meant.number && *number != cell.number)
    }
}
