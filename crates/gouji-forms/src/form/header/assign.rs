//! Heads that nobody knows, and columns that are still to be had: which is which, both in their
//! order.

/// A column of a form, on a side or in a repetition.
pub(super) type ColumnPlace = (usize, usize);

/// Places for a run of paths, both in their order, so that the weights add up to most; only those
/// that every best way has.
pub(super) fn assign(
    run: &[usize],
    places: &[ColumnPlace],
    weight: impl Fn(usize, ColumnPlace) -> u32,
) -> Vec<(usize, ColumnPlace)> {
    let (rows, columns) = (run.len(), places.len());
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    let value = |best: &[Vec<u32>], row: usize, column: usize| {
        best.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0)
    };
    let of = |row: usize, column: usize| match (run.get(row), places.get(column)) {
        (Some(path), Some(place)) => weight(*path, *place),
        _ => 0,
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let taken = of(row, column);
            let with = if taken > 0 { taken + value(&best, row + 1, column + 1) } else { 0 };
            let most = with.max(value(&best, row + 1, column)).max(value(&best, row, column + 1));
            if let Some(cell) = best.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = most;
            }
        }
    }
    // the ways that take the first, and the last, of several places that do alike
    let walk = |early: bool| {
        let (mut row, mut column) = (0, 0);
        let mut out = Vec::new();
        while row < rows && column < columns {
            let own = value(&best, row, column);
            let taken = of(row, column);
            let takes = taken > 0 && taken + value(&best, row + 1, column + 1) == own;
            let skips = value(&best, row, column + 1) == own;
            if takes && (early || !skips) {
                out.push((row, column));
                (row, column) = (row + 1, column + 1);
            } else if skips {
                column += 1;
            } else {
                row += 1;
            }
        }
        out
    };
    let late = walk(false);
    walk(true)
        .into_iter()
        .filter(|pair| late.contains(pair))
        .filter_map(|(row, column)| Some((*run.get(row)?, *places.get(column)?)))
        .collect()
}
