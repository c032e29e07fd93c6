//! Which words of a header stand over which stretches of figures, where no upright lines tell. In:
//! the stretches below, the lines of the header and of the rows. Out: the columns, each as wide as
//! its head and what stands below it.
//!
//! A head stands in the middle of its column, figures at its right, words at its left: a head and a
//! stretch that share no width are one column where nothing else stands between them.

use super::super::area::{Area, Length, POINT};
use super::super::cell::is_number;
use super::super::words::{PdfLine, PdfPiece};
use super::aligned::texts;
use super::{numbers_columns, ordinal};

/// A stretch with what is known of it.
struct HeadColumn {
    area: Area,
    /// Its texts end below one another, or are numbers.
    ends: bool,
    head: Option<usize>,
}

/// The columns with their heads; a head with nothing below is a blank column.
pub(in crate::read::pdf) fn with_heads(
    stretches: Vec<Area>,
    header: &[PdfLine],
    body: &[PdfLine],
) -> Vec<Area> {
    let numbers = header.iter().filter(|line| numbers_columns(line)).flat_map(|line| &line.pieces);
    let numbers: Vec<Area> =
        numbers.filter(|piece| ordinal(&piece.text).is_some()).map(|piece| piece.area).collect();
    let mut columns: Vec<HeadColumn> = stretches
        .into_iter()
        .map(|area| HeadColumn { area, ends: ends_level(area, body), head: None })
        .collect();
    let mut heads = heads(header);
    for number in numbers {
        // the number of a column stands over its figures, or below its head
        if let Some(column) =
            columns.iter_mut().find(|column| column.area.is_above_or_below(number))
        {
            column.area = column.area.to(number);
        } else if let Some(head) = heads.iter_mut().find(|head| head.is_above_or_below(number)) {
            *head = head.to(number);
        } else {
            columns.push(HeadColumn { area: number, ends: true, head: None });
        }
    }
    columns.sort_by_key(|column| column.area.left);
    assign(&mut columns, &heads);
    let columns = columns.into_iter().fold(Vec::new(), |mut out: Vec<HeadColumn>, column| {
        match out.last_mut() {
            Some(before) if are_one(before, &column, body) => {
                before.area = before.area.to(column.area);
                before.head = before.head.or(column.head);
            }
            _ => out.push(column),
        }
        out
    });
    let mut out: Vec<Area> = Vec::with_capacity(columns.len() + heads.len());
    for (at, column) in columns.iter().enumerate() {
        let whole = column
            .head
            .filter(|own| columns.iter().filter(|other| other.head == Some(*own)).count() == 1);
        let whole =
            whole.and_then(|own| heads.get(own)).map_or(column.area, |head| column.area.to(*head));
        let meets = columns
            .iter()
            .enumerate()
            .any(|(other, column)| other != at && column.area.is_above_or_below(whole));
        out.push(if meets { column.area } else { whole });
    }
    let is_free = |at: usize| !columns.iter().any(|column| column.head == Some(at));
    for (_, head) in heads.iter().enumerate().filter(|(at, _)| is_free(*at)) {
        // what reaches into the columns beside it is none of it
        let left = out
            .iter()
            .filter(|area| area.middle() <= head.middle())
            .map(|area| area.right)
            .max()
            .unwrap_or(Length::MIN);
        let right = out
            .iter()
            .filter(|area| area.middle() > head.middle())
            .map(|area| area.left)
            .min()
            .unwrap_or(Length::MAX);
        let rest = Area { left: head.left.max(left), right: head.right.min(right), ..*head };
        if rest.width() >= POINT {
            let at = out.partition_point(|area| area.left < rest.left);
            out.insert(at, rest);
        }
    }
    out
}

/// Gives each stretch the head that stands over it, and the others the head that is left beside
/// them.
fn assign(columns: &mut [HeadColumn], heads: &[Area]) {
    let mut taken = vec![false; heads.len()];
    for reaching in [false, true] {
        for column in columns.iter_mut().filter(|column| column.head.is_none()) {
            let is_own = |at: usize, head: Area| match reaching {
                true => {
                    head.is_above_or_below(column.area) && !taken.get(at).copied().unwrap_or(true)
                }
                false => is_over(head, column.area),
            };
            let found: Vec<usize> = heads
                .iter()
                .enumerate()
                .filter(|(at, head)| is_own(*at, **head))
                .map(|(at, _)| at)
                .collect();
            found
                .iter()
                .for_each(|at| taken.get_mut(*at).into_iter().for_each(|taken| *taken = true));
            column.head = found.first().copied().filter(|_| found.len() == 1);
        }
    }
    in_turn(columns, heads, &mut taken);
    for at_right in [true, false] {
        let mut order: Vec<usize> = (0..columns.len()).collect();
        if !at_right {
            order.reverse();
        }
        for at in order {
            let Some(own) =
                columns.get(at).filter(|column| column.head.is_none() && column.ends == at_right)
            else {
                continue;
            };
            if heads.iter().any(|head| head.is_above_or_below(own.area)) {
                continue;
            }
            let (before, behind) = (
                heads.iter().rposition(|head| head.right <= own.area.left),
                heads.iter().position(|head| head.left >= own.area.right),
            );
            let beside = if at_right { [before, behind] } else { [behind, before] };
            let is_near = |head: usize| {
                let Some(area) = heads.get(head) else { return false };
                let (from, to) = (area.right.min(own.area.right), area.left.max(own.area.left));
                !columns.iter().enumerate().any(|(other, column)| {
                    other != at && from <= column.area.left && column.area.right <= to
                })
            };
            let free = beside
                .into_iter()
                .flatten()
                .find(|head| !taken.get(*head).copied().unwrap_or(true) && is_near(*head));
            if let Some(head) = free {
                taken.get_mut(head).into_iter().for_each(|taken| *taken = true);
                columns.get_mut(at).into_iter().for_each(|column| column.head = Some(head));
            }
        }
    }
}

/// Between stretches that have their head: where as many heads are left as stretches, each has its
/// own, in their order.
fn in_turn(columns: &mut [HeadColumn], heads: &[Area], taken: &mut [bool]) {
    let is_free = |column: &HeadColumn| {
        column.head.is_none() && !heads.iter().any(|head| head.is_above_or_below(column.area))
    };
    let free: Vec<(usize, Length)> = heads
        .iter()
        .enumerate()
        .filter(|(at, _)| taken.get(*at) == Some(&false))
        .map(|(at, head)| (at, head.middle()))
        .collect();
    let mut bounds: Vec<Length> = columns
        .iter()
        .filter(|column| !is_free(column))
        .map(|column| column.area.middle())
        .collect();
    bounds.insert(0, Length::MIN);
    bounds.push(Length::MAX);
    for two in bounds.windows(2) {
        let [from, to] = two else { continue };
        let is_within = |middle: Length| *from < middle && middle < *to;
        let own: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| is_free(column) && is_within(column.area.middle()))
            .map(|(at, _)| at)
            .collect();
        let left: Vec<usize> =
            free.iter().filter(|(_, middle)| is_within(*middle)).map(|(at, _)| *at).collect();
        if own.len() != left.len() {
            continue;
        }
        for (at, head) in own.into_iter().zip(left) {
            columns.get_mut(at).into_iter().for_each(|column| column.head = Some(head));
            taken.get_mut(head).into_iter().for_each(|taken| *taken = true);
        }
    }
}

/// Whether two stretches below one head are one column: no row has both.
fn are_one(left: &HeadColumn, right: &HeadColumn, body: &[PdfLine]) -> bool {
    let is_below_one = match (left.head, right.head) {
        (Some(one), Some(other)) => one == other,
        (Some(_), None) => right.ends,
        (None, Some(_)) => !left.ends,
        (None, None) => false,
    };
    let pieces = |own: Area| {
        body.iter().flat_map(|line| &line.pieces).filter(move |piece| own.holds_middle(piece.area))
    };
    let is_filled = |own: Area| pieces(own).next().is_some();
    is_below_one
        && is_filled(left.area)
        && is_filled(right.area)
        && !pieces(left.area)
            .any(|piece| pieces(right.area).any(|other| piece.area.is_beside(other.area)))
}

/// Whether what stands in a stretch ends at its right more than it begins at its left.
fn ends_level(stretch: Area, body: &[PdfLine]) -> bool {
    let pieces = || {
        body.iter().flat_map(|line| &line.pieces).filter(|piece| stretch.holds_middle(piece.area))
    };
    let spread = |side: fn(&PdfPiece) -> Length| {
        let sides = || pieces().map(side);
        sides().max().unwrap_or(0) - sides().min().unwrap_or(0)
    };
    let (lefts, rights) = (spread(|piece| piece.area.left), spread(|piece| piece.area.right));
    match (lefts <= POINT, rights <= POINT) {
        (true, false) => false,
        (false, true) => true,
        _ => pieces().filter(|piece| is_number(&piece.text)).count() * 2 > pieces().count(),
    }
}

/// The words that head one column each, from the left: what stands in the middle above others heads
/// a group.
fn heads(header: &[PdfLine]) -> Vec<Area> {
    let parts = header.chunk_by(|one, other| !numbers_columns(one) && !numbers_columns(other));
    let words: Vec<Area> = parts
        .filter(|part| !part.iter().any(numbers_columns))
        .flat_map(texts)
        .map(|text| Area::over(text.iter().map(|piece| piece.area)))
        .collect();
    let block = Area::over(words.iter().copied());
    let is_group = |own: &Area| {
        let lower: Vec<Area> = words
            .iter()
            .filter(|other| other.top + other.height() / 5 >= own.bottom)
            .copied()
            .collect();
        let is_between = lower.iter().any(|other| other.right <= own.left)
            && lower.iter().any(|other| other.left >= own.right);
        lower.iter().any(|other| other.is_above_or_below(*own))
            || (own.centre() + own.height() / 4 < block.centre() && is_between)
    };
    let mut out: Vec<Area> = words.iter().filter(|own| !is_group(own)).copied().collect();
    out.sort_by_key(|area| area.left);
    out
}

/// Whether words lie over a column, and do not just reach into it.
pub(in crate::read::pdf) fn is_over(words: Area, column: Area) -> bool {
    let shared = words.right.min(column.right) - words.left.max(column.left);
    shared > 0 && shared * 10 >= words.width().min(column.width()) * 3
}

/// Lines of a header with pieces parted at a blank where each side stands over a stretch of its
/// own.
pub(in crate::read::pdf) fn parted(header: &[PdfLine], columns: &[Area]) -> Vec<PdfLine> {
    let numbers = header
        .iter()
        .filter(|line| numbers_columns(line))
        .flat_map(|line| &line.pieces)
        .map(|piece| piece.area);
    let columns: Vec<Area> = columns.iter().copied().chain(numbers).collect();
    let is_own = |one: Area, other: Area| {
        columns.iter().any(|column| is_over(one, *column) && !is_over(other, *column))
    };
    let part = |piece: &PdfPiece| -> Vec<PdfPiece> {
        let mut out = Vec::new();
        let mut rest = piece.clone();
        for blank in piece.gaps.iter().rev() {
            let (before, behind) =
                (Area { right: blank.left, ..rest.area }, Area { left: blank.right, ..rest.area });
            if is_own(before, behind) && is_own(behind, before) {
                let text = rest.text.split_off(blank.at).trim_start().to_owned();
                out.push(PdfPiece { text, gaps: Vec::new(), area: behind });
                rest.area = before;
                rest.gaps.retain(|known| known.at < blank.at);
            }
        }
        out.push(rest);
        out.reverse();
        out
    };
    header
        .iter()
        .map(|line| PdfLine {
            area: line.area,
            pieces: line.pieces.iter().flat_map(part).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::words::Blank;
    use super::*;

    fn area(left: Length, right: Length, top: Length) -> Area {
        Area {
            left: left * POINT,
            right: right * POINT,
            top: top * POINT,
            bottom: (top + 10) * POINT,
        }
    }

    fn line(pieces: &[(&str, Length, Length)], top: Length) -> PdfLine {
        let piece = |(text, left, right): &(&str, Length, Length)| PdfPiece {
            text: (*text).to_owned(),
            area: area(*left, *right, top),
            ..PdfPiece::default()
        };
        PdfLine::new(pieces.iter().map(piece).collect())
    }

    fn ends(columns: &[Area]) -> Vec<(Length, Length)> {
        columns.iter().map(|column| (column.left / POINT, column.right / POINT)).collect()
    }

    #[test]
    fn a_head_in_the_middle_and_figures_at_the_right_are_one_column() {
        let header = [
            line(&[("项目", 30, 50)], 0),
            line(&[("本年收入合计", 110, 140)], 8),
            line(&[("科目代码", 0, 20), ("科目名称", 60, 80), ("事业收入", 190, 220)], 16),
            line(&[("栏次", 0, 20), ("1", 123, 127), ("2", 203, 207)], 32),
        ];
        let body = [
            line(&[("201", 0, 15), ("教育", 45, 65), ("2.00", 145, 160)], 48),
            line(&[("202", 0, 15), ("外交", 45, 65), ("5.00", 145, 160)], 64),
        ];
        let found =
            with_heads(vec![area(0, 15, 0), area(45, 65, 0), area(145, 160, 0)], &header, &body);
        assert_eq!(ends(&found), [(0, 20), (45, 80), (110, 160), (190, 220)]);
    }

    #[test]
    fn as_many_heads_as_stretches_between_others_are_theirs_in_turn() {
        // words and line numbers at the left, heads in the middle of wide columns
        let header =
            [line(&[("金额", 0, 20), ("项目", 60, 80), ("行次", 130, 150), ("金额", 190, 210)], 0)];
        let rows = [("5.00", "教育", "32", "7.00"), ("6.00", "外交", "33", "8.00")];
        let row = |(one, two, three, four), top| {
            line(&[(one, 5, 20), (two, 30, 50), (three, 100, 108), (four, 195, 215)], top)
        };
        let body: Vec<PdfLine> =
            rows.into_iter().zip([16, 32]).map(|(texts, top)| row(texts, top)).collect();
        let stretches = vec![area(5, 20, 0), area(30, 50, 0), area(100, 108, 0), area(195, 215, 0)];
        assert_eq!(
            ends(&with_heads(stretches, &header, &body)),
            [(0, 20), (30, 80), (100, 150), (190, 215)]
        );
    }

    #[test]
    fn stretches_below_one_head_are_one_column_where_no_row_has_both() {
        let header = [line(&[("科目代码", 0, 40), ("科目名称", 90, 130), ("金额", 190, 210)], 0)];
        let total = line(&[("合计", 0, 20), ("3.00", 205, 220)], 16);
        let item = |code, top| line(&[(code, 60, 75), ("教育", 90, 110), ("3.00", 205, 220)], top);
        let stretches = vec![area(0, 20, 0), area(60, 75, 0), area(90, 110, 0), area(205, 220, 0)];
        let found = with_heads(
            stretches.clone(),
            &header,
            &[total.clone(), item("201", 32), item("202", 48)],
        );
        assert_eq!(ends(&found), [(0, 75), (90, 130), (190, 220)]);
        // a row with both
        let both = line(&[("其中", 0, 20), ("203", 60, 75), ("3.00", 205, 220)], 32);
        let found = with_heads(stretches, &header, &[total, both]);
        assert_eq!(ends(&found), [(0, 40), (60, 75), (90, 130), (190, 220)]);
    }

    #[test]
    fn heads_that_stand_close_are_parted_over_their_columns() {
        let blank = Blank { at: 6, left: 20 * POINT, right: 28 * POINT };
        let piece =
            PdfPiece { text: "行次 金额".to_owned(), gaps: vec![blank], area: area(0, 48, 0) };
        let header = [PdfLine::new(vec![piece])];
        let texts = |columns: &[Area]| -> Vec<String> {
            parted(&header, columns)[0].pieces.iter().map(|piece| piece.text.clone()).collect()
        };
        assert_eq!(texts(&[area(10, 18, 0), area(30, 60, 0)]), ["行次", "金额"]);
        assert_eq!(texts(&[area(10, 60, 0)]), ["行次 金额"]);
    }
}
