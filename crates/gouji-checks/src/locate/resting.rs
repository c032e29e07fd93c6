//! Which checks rest on which figure.

use super::system::Rows;
use gouji_audit::audit::Check;

/// For each cell the checks that rest on it, in their order, in one list.
#[derive(Default)]
pub(super) struct Resting {
    /// Where the checks of each cell begin; behind all where the last ones end.
    starts: Vec<u32>,
    checks: Vec<u32>,
}

impl Resting {
    pub(super) fn new(checks: &[Check], rows: &Rows) -> Self {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        if rows.cells.is_empty() {
            return Self::default();
        }
        let mut starts = vec![0_u32; rows.cells.len() + 1];
        let evidence = || {
            let all = checks.iter().enumerate();
            all.filter(|(at, _)| !rows.found_by_value.contains(at))
        };
        for cell in evidence().flat_map(|(_, check)| rows.cells_of(check)) {
            starts.get_mut(cell + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // the next free place of each cell
        let mut free = starts.clone();
        let mut list = vec![0; sum as usize];
        for (at, check) in evidence() {
            for cell in rows.cells_of(check) {
                let Some(free) = free.get_mut(cell) else { continue };
                list.get_mut(*free as usize).into_iter().for_each(|slot| *slot = number(at));
                *free += 1;
            }
        }
        Self { starts, checks: list }
    }

    /// The checks of a cell.
    pub(super) fn of(&self, cell: usize) -> impl Iterator<Item = usize> + use<'_> {
        let bounds = self.starts.get(cell).zip(self.starts.get(cell + 1));
        let checks = bounds
            .and_then(|(from, to)| self.checks.get(*from as usize..*to as usize))
            .unwrap_or(&[]);
        checks.iter().map(|check| *check as usize)
    }
}
