//! Labels that stand beside several rows, in the middle of them, where no lines part the rows. In:
//! pieces with their columns, or rows of cells. Out: which pieces belong to no row of their own;
//! the rows, such labels reaching over theirs.
//!
//! What such a label stands beside is told from its place alone: it is in the middle of its rows,
//! the next label in the middle of those that follow. Where this comes out for a whole column it is
//! hardly an accident; where it does not, nobody knows which rows are whose.

use super::area::{Area, Length};
use super::cell::{GridCell, PageDoubt, is_number};
use super::item::{PdfItem, overlap};

/// Rows with figures without which nothing can be told.
const ROWS: usize = 3;

/// Heights of rows, from the top, and how far they are from one another.
struct Heights {
    centres: Vec<Length>,
    step: Length,
}

impl Heights {
    fn of(areas: &[Area]) -> Option<Self> {
        let centres: Vec<Length> = areas.iter().map(|area| area.centre()).collect();
        let mut steps: Vec<Length> =
            centres.windows(2).filter_map(|two| Some(two.last()? - two.first()?)).collect();
        steps.sort_unstable();
        let step = *steps.get(steps.len() / 2)?;
        (centres.len() >= ROWS && step > 0).then_some(Self { centres, step })
    }

    /// Places so near are one: a row more or less moves the middle by half a step.
    fn near(&self) -> Length {
        self.step / 5
    }

    /// Whether all rows are as far from one another, as where none is broken and none is missing.
    fn are_even(&self) -> bool {
        let is_step = |two: &[Length]| matches!(two, [one, other] if (other - one - self.step).abs() * 10 <= self.step);
        self.centres.windows(2).all(is_step)
    }

    /// Whether a text stands between two rows that follow one another, level with neither.
    fn is_between(&self, text: Area, line: Length) -> bool {
        let at = self.centres.partition_point(|centre| *centre <= text.centre());
        let (Some(above), Some(below)) =
            (at.checked_sub(1).and_then(|at| self.centres.get(at)), self.centres.get(at))
        else {
            return false;
        };
        let places = [text.centre(), text.top + line / 2, text.bottom - line / 2];
        let is_level =
            |centre: &Length| places.iter().any(|place| (place - centre).abs() <= self.near());
        (below - above) * 2 <= self.step * 3 && !is_level(above) && !is_level(below)
    }
}

/// Whether a line goes on with the one above, behind which nothing more would have fitted.
fn is_one_text(above: Area, below: Area, limit: Length) -> bool {
    (below.top - above.bottom) * 2 <= above.height() && above.right + above.height() > limit
}

/// The texts that stand beside several rows, each as the places of its items. Columns with such a
/// text have figures in none of their rows, and a blank in some.
pub(super) fn texts(items: &[PdfItem], limits: &[Length]) -> Vec<Vec<usize>> {
    let mut figures: Vec<Area> =
        items.iter().filter(|item| item.is_figure).map(|item| item.area).collect();
    figures.sort_by_key(|area| area.centre());
    let mut rows: Vec<Area> = Vec::new();
    for area in figures {
        match rows.last_mut() {
            Some(row) if overlap(*row, area) => *row = row.to(area),
            _ => rows.push(area),
        }
    }
    let Some(heights) = Heights::of(&rows) else { return Vec::new() };
    let mut columns: Vec<usize> = items.iter().map(|item| item.column).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut out = Vec::new();
    for column in columns {
        let mut own: Vec<usize> = (0..items.len())
            .filter(|at| items.get(*at).is_some_and(|item| item.column == column))
            .collect();
        if own.iter().any(|at| items.get(*at).is_some_and(|item| item.is_figure)) {
            continue;
        }
        let area = |at: &usize| items.get(*at).map(|item| item.area).unwrap_or_default();
        own.sort_by_key(|at| (area(at).top, area(at).left));
        let limit = limits.get(column).copied().unwrap_or(Length::MAX);
        let texts: Vec<Vec<usize>> = own
            .chunk_by(|one, next| is_one_text(area(one), area(next), limit))
            .map(<[usize]>::to_vec)
            .collect();
        let whole = |text: &[usize]| Area::over(text.iter().map(area));
        let line = |text: &[usize]| text.first().map_or(0, |at| area(at).height());
        if texts.len() < rows.len()
            && texts.iter().any(|text| heights.is_between(whole(text), line(text)))
        {
            let is_beside_several = |text: &Vec<usize>| {
                heights.is_between(whole(text), line(text))
                    || rows.iter().filter(|row| overlap(**row, whole(text))).count() > 1
            };
            out.extend(texts.into_iter().filter(is_beside_several));
        }
    }
    out
}

/// Makes the labels that stand in the middle of several rows reach over them, and tells whether it
/// is certain which rows are whose: it is where each row is one line, all are as far from one
/// another, and no label has a blank below it.
pub(super) fn with_labels(rows: &mut [Vec<GridCell>]) -> PageDoubt {
    let count = rows.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let filled = |column: usize| {
        let own = move |cell: &&GridCell| cell.column == column && !cell.text.is_empty();
        rows.iter()
            .enumerate()
            .filter_map(move |(row, cells)| cells.iter().find(own).map(|cell| (row, cell)))
    };
    // columns of words with blanks at the left of the first with a figure
    let first = (0..count).find(|column| {
        filled(*column).filter(|(_, cell)| is_number(&cell.text)).count() * 2
            > filled(*column).count().max(1)
    });
    let columns: Vec<usize> =
        (0..first.unwrap_or(0)).filter(|column| filled(*column).count() < rows.len()).collect();
    let areas: Vec<Area> = rows
        .iter()
        .map(|row| {
            let own = |cell: &&GridCell| !cell.text.is_empty() && !columns.contains(&cell.column);
            Area::over(row.iter().filter(own).map(|cell| cell.area))
        })
        .collect();
    // rows of the header may stand above
    let top = rows.iter().position(|row| row.iter().any(|cell| is_number(&cell.text))).unwrap_or(0);
    let Some(heights) = areas.get(top..).and_then(Heights::of) else { return PageDoubt::Aligned };
    if columns.is_empty()
        && heights.are_even()
        && !rows.iter().flatten().any(|cell| cell.text.contains('\n'))
    {
        return PageDoubt::None;
    }
    let found: Vec<(usize, Place, Option<Vec<Reach>>)> = columns
        .into_iter()
        .filter_map(|column| {
            let labels: Vec<(usize, Area)> = filled(column)
                .filter(|(row, _)| *row >= top)
                .map(|(row, cell)| (row - top, cell.area))
                .collect();
            let line = labels.iter().map(|(_, area)| area.height()).min().unwrap_or(0);
            let is_aside = labels.iter().any(|(_, area)| heights.is_between(*area, line));
            let reaches = reaches(&labels, areas.get(top..)?, heights.near());
            let place = if is_aside {
                Some(Place::Middle)
            } else {
                reaches.as_deref().and_then(|reaches| place(reaches, areas.len() - top))
            };
            place.map(|place| (column, place, reaches))
        })
        .collect();
    let is_middle = found.iter().any(|(_, place, _)| *place == Place::Middle);
    let mut doubt = PageDoubt::Aligned;
    for (column, _, reaches) in found {
        // the labels of a table stand alike
        let Some(reaches) = reaches.filter(|_| is_middle) else {
            doubt = PageDoubt::Unsure;
            continue;
        };
        for Reach { at, from, to } in reaches {
            if !lay(rows, column, Reach { at: at + top, from: from + top, to: to + top }) {
                doubt = PageDoubt::Unsure;
            }
        }
    }
    doubt
}

/// Where the labels of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the middle of their rows.
    Middle,
    /// There, or at the top of other rows.
    Either,
}

/// Where labels stand that are level with rows, each in the middle of its own; nothing where they
/// stand at the top of them.
fn place(reaches: &[Reach], rows: usize) -> Option<Place> {
    let (first, last) = (reaches.first()?, reaches.last()?);
    let is_whole = first.from == 0 && last.to + 1 == rows;
    // with nothing beside its first row, a table that does not go on from the page before has no
    // labels at the top
    match reaches.len() {
        _ if !is_whole || reaches.iter().all(|reach| reach.at == reach.from) => None,
        1 => Some(Place::Either),
        _ if first.at > first.from => Some(Place::Middle),
        _ => Some(Place::Either),
    }
}

/// The rows that a label stands beside, and the one where it was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reach {
    at: usize,
    from: usize,
    to: usize,
}

/// The rows of each label of a column, one behind another, so that each stands in the middle of its
/// own. The first rows may be those of a label on the page before; the last label may stand beside
/// its first row where the page cut off the others.
fn reaches(labels: &[(usize, Area)], rows: &[Area], near: Length) -> Option<Vec<Reach>> {
    let first = labels.first()?.0;
    let chain = |start: usize| -> Option<Vec<Reach>> {
        let mut from = start;
        let mut out = Vec::with_capacity(labels.len());
        for (count, (at, label)) in labels.iter().enumerate() {
            let top = rows.get(from)?.top;
            let off = |to: &usize| {
                rows.get(*to)
                    .map_or(Length::MAX, |row| (top / 2 + row.bottom / 2 - label.centre()).abs())
            };
            let to = (from..rows.len()).find(|to| off(to) <= near);
            let is_cut = count + 1 == labels.len() && *at == from;
            let to = match to {
                Some(to) if is_cut && to == from => rows.len() - 1,
                Some(to) => to,
                None if is_cut => rows.len() - 1,
                None => return None,
            };
            out.push(Reach { at: *at, from, to });
            from = to + 1;
        }
        Some(out)
    };
    let starts = if labels.len() > 1 { 0..=first } else { 0..=0 };
    starts.into_iter().find_map(chain)
}

/// Puts a label into the first of its rows and takes away the blank cells that it reaches over.
fn lay(rows: &mut [Vec<GridCell>], column: usize, reach: Reach) -> bool {
    let Reach { at, from, to } = reach;
    let is_free = |row: usize, cells: &Vec<GridCell>| {
        cells
            .iter()
            .filter(|cell| cell.column <= column && column < cell.column + cell.columns)
            .all(|cell| row == at || cell.text.is_empty() && cell.columns == 1)
    };
    let is_laid = rows
        .iter()
        .enumerate()
        .skip(from)
        .take(to + 1 - from)
        .all(|(row, cells)| is_free(row, cells));
    if !is_laid || !(from..=to).contains(&at) {
        return is_laid;
    }
    let Some(label) = rows.get_mut(at).and_then(|cells| {
        let place = cells.iter().position(|cell| cell.column == column)?;
        Some(cells.remove(place))
    }) else {
        return false;
    };
    for cells in rows.iter_mut().skip(from).take(to + 1 - from) {
        cells.retain(|cell| cell.column != column);
    }
    if let Some(cells) = rows.get_mut(from) {
        let place = cells.partition_point(|cell| cell.column < column);
        cells.insert(place, GridCell { rows: to + 1 - from, ..label });
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::area::POINT;
    use super::*;

    /// A box of 10 points at a height in points.
    fn area(left: Length, top: Length) -> Area {
        Area {
            left: left * POINT,
            right: (left + 40) * POINT,
            top: top * POINT,
            bottom: (top + 10) * POINT,
        }
    }

    /// Rows every 14 points: a name and a figure each, and before them labels, each in a row and at
    /// a height.
    fn rows(count: usize, labels: &[(usize, Length)]) -> Vec<Vec<GridCell>> {
        let cell = |text: &str, column: usize, top: Length| GridCell {
            text: text.to_owned(),
            column,
            rows: 1,
            columns: 1,
            area: area(Length::try_from(column).unwrap() * 100, top),
            indent: 0,
        };
        let row = |at: usize| {
            let top = 14 * Length::try_from(at).unwrap();
            let label = labels
                .iter()
                .find(|(row, _)| *row == at)
                .map_or_else(|| cell("", 0, top), |(_, own)| cell("管理", 0, *own));
            vec![label, cell("预算执行率", 1, top), cell("2.00", 2, top)]
        };
        (0..count).map(row).collect()
    }

    /// The rows that the labels of the first column reach over, each as its first and how many.
    fn check(count: usize, labels: &[(usize, Length)]) -> (Vec<(usize, usize)>, PageDoubt) {
        let mut rows = rows(count, labels);
        let doubt = with_labels(&mut rows);
        let own = |(at, row): (usize, &Vec<GridCell>)| {
            row.iter()
                .find(|cell| cell.column == 0 && !cell.text.is_empty())
                .map(|cell| (at, cell.rows))
        };
        (rows.iter().enumerate().filter_map(own).collect(), doubt)
    }

    #[test]
    fn a_label_in_the_middle_of_rows_reaches_over_them() {
        assert_eq!(
            check(7, &[(1, 21), (4, 63), (6, 84)]),
            (vec![(0, 4), (4, 2), (6, 1)], PageDoubt::Aligned)
        );
        // three rows each, level with the one in the middle
        assert_eq!(check(6, &[(1, 14), (4, 56)]), (vec![(0, 3), (3, 3)], PageDoubt::Aligned));
        // the rows of the last one go on over the page
        assert_eq!(check(6, &[(0, 7), (2, 28)]), (vec![(0, 2), (2, 4)], PageDoubt::Aligned));
    }

    #[test]
    fn even_rows_with_labels_of_their_own_leave_no_doubt() {
        let all: Vec<(usize, Length)> =
            (0..5).map(|at| (at, 14 * Length::try_from(at).unwrap())).collect();
        let mut rows = rows(5, &all);
        assert_eq!(with_labels(&mut rows), PageDoubt::None);
        rows.remove(2);
        assert_eq!(with_labels(&mut rows), PageDoubt::Aligned);
    }

    #[test]
    fn labels_at_the_top_of_their_rows_stay() {
        assert_eq!(
            check(7, &[(0, 0), (2, 28), (6, 84)]),
            (vec![(0, 1), (2, 1), (6, 1)], PageDoubt::Aligned)
        );
    }

    #[test]
    fn labels_that_stand_at_the_top_of_some_rows_or_in_the_middle_of_others_leave_doubt() {
        assert_eq!(
            check(7, &[(0, 0), (2, 28), (5, 70)]),
            (vec![(0, 1), (2, 1), (5, 1)], PageDoubt::Unsure)
        );
        assert_eq!(check(5, &[(2, 28)]), (vec![(2, 1)], PageDoubt::Unsure));
    }

    #[test]
    fn labels_stand_alike_in_all_columns_and_the_header_is_none_of_their_rows() {
        // a row more above, and a column of labels between rows before the one whose labels are
        // level with them
        let mut rows = rows(5, &[(1, 14), (3, 42)]);
        for (at, row) in rows.iter_mut().enumerate() {
            row.iter_mut().for_each(|cell| cell.column += 1);
            let (text, centre) =
                if at == 3 { ("绩效", 35) } else { ("", 14 * Length::try_from(at).unwrap()) };
            row.insert(
                0,
                GridCell {
                    text: text.to_owned(),
                    column: 0,
                    rows: 1,
                    columns: 1,
                    area: area(0, centre),
                    indent: 0,
                },
            );
        }
        if let Some(header) = rows.first_mut() {
            for (cell, head) in header.iter_mut().zip(["一级指标", "二级指标", "三级指标", "分值"])
            {
                head.clone_into(&mut cell.text);
            }
        }
        assert_eq!(with_labels(&mut rows), PageDoubt::Aligned);
        let reach = |column: usize| -> Vec<(usize, usize)> {
            let own = |(at, row): (usize, &Vec<GridCell>)| {
                row.iter()
                    .find(|cell| cell.column == column && !cell.text.is_empty())
                    .map(|cell| (at, cell.rows))
            };
            rows.iter().enumerate().skip(1).filter_map(own).collect()
        };
        assert_eq!((reach(0), reach(1)), (vec![(1, 4)], vec![(1, 1), (2, 3)]));
    }

    #[test]
    fn labels_between_rows_that_do_not_come_out_leave_doubt() {
        assert_eq!(check(7, &[(1, 7), (3, 35), (6, 84)]).1, PageDoubt::Unsure);
    }

    #[test]
    fn a_broken_label_beside_several_rows_is_none_of_their_own() {
        let item = |column: usize, top: Length, is_figure: bool| PdfItem {
            column,
            area: area(Length::try_from(column).unwrap() * 100, top),
            is_figure,
        };
        let figures = (0..4).map(|at| item(1, 16 * at, true));
        let items: Vec<PdfItem> =
            figures.chain([12, 24, 36].map(|top| item(0, top, false))).collect();
        assert_eq!(texts(&items, &[45 * POINT, 145 * POINT]), [[4, 5, 6]]);
        // as wide as its column, it would go on: else the lines are labels of two rows
        assert!(texts(&items, &[90 * POINT, 145 * POINT]).iter().all(|text| text.len() == 1));
    }
}
