//! Pieces of text in the columns of a table to its rows, where no lines part the rows. In: pieces
//! with their columns. Out: for each the row that it stands in.
//!
//! What stands side by side is a row; so is a label of several lines with the figures at half its
//! height. A label whose last line stands alone below its row goes back to it where nothing more
//! would have fitted on the line above.

use super::area::{Area, Length};
use super::item::{PdfItem, overlap};
use super::merged;

/// For each item the number of its row, from the top. `levels` are the heights of lines that part
/// rows, where such are drawn; `limits` the right end of each column.
pub(super) fn bands(items: &[PdfItem], levels: &[Length], limits: &[Length]) -> Vec<usize> {
    let merged = if levels.is_empty() { merged::texts(items, limits) } else { Vec::new() };
    let mut order: Vec<usize> =
        (0..items.len()).filter(|index| !merged.iter().flatten().any(|own| own == index)).collect();
    let area = |index: &usize| items.get(*index).map(|item| item.area).unwrap_or_default();
    order.sort_by_key(|index| (area(index).centre(), area(index).left));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut over = Area::default();
    for index in order {
        let own = area(&index);
        let is_beside = match levels {
            [] => overlap(over, own),
            _ => between(levels, over.centre()) == between(levels, own.centre()),
        };
        match groups.last_mut() {
            Some(group) if is_beside => {
                group.push(index);
                // the lowest line of a row says what stands beside it
                over = if own.bottom > over.bottom { own } else { over };
            }
            _ => {
                groups.push(vec![index]);
                over = own;
            }
        }
    }
    if levels.is_empty() {
        groups = with_ends(groups, items, limits);
    }
    // a label beside several rows stands in the one that is nearest to its middle
    let middles: Vec<Length> =
        groups.iter().map(|group| Area::over(group.iter().map(area)).centre()).collect();
    for text in merged {
        let middle = Area::over(text.iter().map(area)).centre();
        let nearest = (0..groups.len())
            .min_by_key(|at| middles.get(*at).map_or(Length::MAX, |own| (own - middle).abs()));
        if let Some(group) = nearest.and_then(|at| groups.get_mut(at)) {
            group.extend(text);
        }
    }
    let mut out = vec![0; items.len()];
    for (row, group) in groups.iter().enumerate() {
        for index in group {
            if let Some(slot) = out.get_mut(*index) {
                *slot = row;
            }
        }
    }
    out
}

/// Between which of the lines a height is.
fn between(levels: &[Length], height: Length) -> usize {
    levels.partition_point(|level| *level <= height)
}

/// Rows with the ends of their labels, which stand alone below.
fn with_ends(groups: Vec<Vec<usize>>, items: &[PdfItem], limits: &[Length]) -> Vec<Vec<usize>> {
    let of = |group: &[usize]| -> Vec<PdfItem> {
        group.iter().filter_map(|index| items.get(*index)).copied().collect()
    };
    let centre = |group: &[usize]| Area::over(of(group).iter().map(|item| item.area)).centre();
    let figured: Vec<Length> = groups
        .iter()
        .filter(|group| of(group).iter().any(|item| item.is_figure))
        .map(|group| centre(group))
        .collect();
    let mut steps: Vec<Length> =
        figured.windows(2).filter_map(|two| Some(two.last()? - two.first()?)).collect();
    steps.sort_unstable();
    let step = steps.get(steps.len() / 2).copied();
    let mut out: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        let own = of(&group);
        let is_end = |before: &Vec<usize>| {
            let before = of(before);
            !own.iter().any(|item| item.is_figure)
                && before.len() >= 2 * own.len()
                && own.iter().all(|item| {
                    let above = before
                        .iter()
                        .filter(|above| above.column == item.column)
                        .max_by_key(|above| above.area.bottom);
                    above.is_some_and(|above| {
                        let limit = limits.get(item.column).copied().unwrap_or(above.area.right);
                        let distance = item.area.centre() - above.area.centre();
                        let is_near = step.is_none_or(|step| distance * 10 <= step * 9);
                        is_near
                            && distance <= 2 * item.area.height()
                            && above.area.right + item.area.height() > limit
                    })
                })
        };
        match out.last_mut() {
            Some(before) if is_end(before) => before.extend(group),
            _ => out.push(group),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::area::POINT;
    use super::*;

    /// Column, left, top, width in points; lines are 10 points high.
    fn check(given: &[(usize, i32, i32, i32, bool)], levels: &[i32], expected: &[usize]) {
        let items: Vec<PdfItem> = given
            .iter()
            .map(|(column, left, top, width, is_figure)| PdfItem {
                column: *column,
                area: Area {
                    left: left * POINT,
                    top: top * POINT,
                    right: (left + width) * POINT,
                    bottom: (top + 10) * POINT,
                },
                is_figure: *is_figure,
            })
            .collect();
        let levels: Vec<Length> = levels.iter().map(|level| level * POINT).collect();
        assert_eq!(bands(&items, &levels, &[100 * POINT, 200 * POINT]), expected);
    }

    #[test]
    fn figures_at_half_the_height_of_a_label_are_its_own() {
        check(
            &[
                (0, 0, 0, 95, false),
                (0, 0, 14, 20, false),
                (1, 150, 7, 40, true),
                (0, 0, 40, 60, false),
                (1, 150, 40, 40, true),
            ],
            &[],
            &[0, 0, 0, 1, 1],
        );
    }

    #[test]
    fn the_end_of_a_full_label_goes_back_to_it() {
        let rows = |width| {
            [
                (0, 0, 0, width, false),
                (1, 150, 0, 40, true),
                (0, 0, 14, 20, false),
                (0, 0, 30, 60, false),
                (1, 150, 30, 40, true),
            ]
        };
        check(&rows(95), &[], &[0, 0, 0, 1, 1]);
        // another word would have fitted on the line above
        check(&rows(60), &[], &[0, 0, 1, 2, 2]);
    }

    #[test]
    fn lines_part_rows() {
        check(
            &[
                (0, 0, 0, 60, false),
                (1, 150, 0, 40, true),
                (0, 0, 14, 20, false),
                (0, 0, 40, 60, false),
            ],
            &[35],
            &[0, 0, 0, 1],
        );
    }
}
