//! The amounts of a list by their stage: 年初预算80万元，支出决算75万元，其中： / 1.甲。年初预算50万元，决算数48万元，…

use super::lines::Line;
use crate::form::prose_passage::FigureAt;
use gouji_prose::prose::{Class, Reading};

/// The amounts of one stage: one of each item, and the one above that they are parts of.
pub(super) struct Column {
    pub(super) total: FigureAt,
    pub(super) amounts: Vec<FigureAt>,
}

/// What the amounts of one stage come to.
pub(super) struct ColumnSum {
    pub(super) reading: Reading,
    pub(super) holds: bool,
}

/// The columns of a list whose line above and whose items all say of which stage their amounts are; the last one is of
/// what was done, where one is.
pub(super) fn columns(above: &Line<'_>, items: &[&Line<'_>]) -> Vec<Column> {
    let stage = |line: &Line<'_>, at: usize| line.spot(at).and_then(|(spot, _)| spot.when.stage);
    let mut totals: Vec<(Class, FigureAt)> = Vec::new();
    for total in above.totals() {
        let Some(own) = stage(above, total.spot) else { return Vec::new() };
        if totals.iter().any(|(known, _)| *known == own) {
            return Vec::new();
        }
        totals.push((own, total));
    }
    totals.sort_by_key(|(stage, total)| (!stage.is_plan(), total.spot));
    let column = |(own, total): (Class, FigureAt)| {
        let amount = |line: &&Line<'_>| {
            let spot = line.amounts().find(|at| stage(line, *at) == Some(own))?;
            Some(FigureAt { heard: line.heard, spot })
        };
        Some(Column { total, amounts: items.iter().map(amount).collect::<Option<_>>()? })
    };
    totals.into_iter().filter_map(column).collect()
}
