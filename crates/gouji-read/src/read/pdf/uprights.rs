//! Tables with upright lines only, or with too few level ones: where upright lines end without
//! meeting a level one, the table or a row of its header ends. In: the ruling lines and the lines
//! of text of a page. Out: the lines of each such table with the level ones that nobody drew.

use super::area::{Area, Length, POINT, RulingLine};
use super::caption::{is_caption, is_prose};
use super::frame::joined;
use super::words::PdfLine;
use crate::read::page::Page;

/// Places so near are one.
const NEAR: Length = 3 * POINT;
/// Shorter lines are marks on a page.
const LONG: Length = 24 * POINT;
/// Upright lines that make columns.
const LINES: usize = 3;
/// Lines of a page that are looked at.
const MANY: usize = 2_000;

/// The lines of a table of which some were not drawn.
pub(super) struct Drawn {
    pub(super) rules: Vec<RulingLine>,
    /// Nothing but the line at its upper or lower edge is missing: the page cuts the table off there.
    pub(super) is_cut: bool,
}

/// Lines of the tables whose rows no level lines part.
pub(super) fn tables(
    rules: &[RulingLine],
    lines: impl FnOnce() -> Vec<PdfLine>,
    words: &Page<'_>,
) -> Vec<Drawn> {
    let level = joined(rules, true);
    let mut upright = joined(rules, false);
    if upright.len() < LINES || upright.len() + level.len() > MANY {
        return Vec::new();
    }
    let meets = |rule: &RulingLine, end: Length| {
        level.iter().any(|other| {
            (other.at - end).abs() <= NEAR
                && other.from - NEAR <= rule.at
                && rule.at <= other.to + NEAR
        })
    };
    let is_loose = |rule: &RulingLine| !meets(rule, rule.from) || !meets(rule, rule.to);
    if upright.iter().filter(|rule| is_loose(rule)).count() < 2 {
        return Vec::new();
    }
    upright.sort_by_key(|rule| (rule.from, rule.at));
    let mut groups: Vec<(Length, Vec<RulingLine>)> = Vec::new();
    for rule in upright {
        match groups.last_mut() {
            Some((end, group)) if rule.from + NEAR < *end => {
                *end = rule.to.max(*end);
                group.push(rule);
            }
            _ => groups.push((rule.to, vec![rule])),
        }
    }
    let lines = lines();
    let mut out = Vec::new();
    for (_, group) in groups {
        let loose: Vec<Length> = group
            .iter()
            .flat_map(|rule| [rule.from, rule.to].into_iter().filter(|end| !meets(rule, *end)))
            .collect();
        out.extend(table(&group, loose, &level, &lines, words));
    }
    out
}

/// The lines of one table.
fn table(
    upright: &[RulingLine],
    loose: Vec<Length>,
    level: &[RulingLine],
    lines: &[PdfLine],
    words: &Page<'_>,
) -> Option<Drawn> {
    let mut xs: Vec<Length> =
        upright.iter().filter(|rule| rule.to - rule.from >= LONG).map(|rule| rule.at).collect();
    xs.sort_unstable();
    xs.dedup_by(|next, before| *next - *before <= NEAR);
    if xs.len() < LINES || loose.len() < 2 {
        return None;
    }
    let (top, bottom) =
        (upright.iter().map(|rule| rule.from).min()?, upright.iter().map(|rule| rule.to).max()?);
    let within: Vec<&PdfLine> = lines
        .iter()
        .filter(|line| top - NEAR <= line.area.top && line.area.bottom <= bottom + NEAR)
        .collect();
    // what stands between the lines is a table, not a page with a rule at its side
    if within.iter().any(|line| is_caption(line, words))
        || within.iter().filter(|line| line.pieces.len() >= 2).count() < 2
    {
        return None;
    }
    let text = Area::over(
        within
            .iter()
            .filter(|line| !line.pieces.iter().any(|piece| is_prose(&piece.text)))
            .map(|line| line.area),
    );
    let (mut left, mut right) = (*xs.first()?, *xs.last()?);
    let mut out = upright.to_vec();
    if text.left < left - 2 * NEAR {
        left = text.left - POINT;
        out.push(RulingLine { level: false, at: left, from: top, to: bottom });
    }
    if text.right > right + 2 * NEAR {
        right = text.right + POINT;
        out.push(RulingLine { level: false, at: right, from: top, to: bottom });
    }
    let is_near = |a: Length, b: Length| (a - b).abs() <= NEAR;
    let is_cut = out.len() == upright.len()
        && loose.iter().all(|at| is_near(*at, top) || is_near(*at, bottom));
    let mut ys = loose;
    ys.sort_unstable();
    ys.dedup_by(|next, before| *next - *before <= NEAR);
    out.extend(ys.into_iter().map(|at| RulingLine { level: true, at, from: left, to: right }));
    out.extend(level.iter().filter(|rule| {
        top - NEAR <= rule.at && rule.at <= bottom + NEAR && rule.from < right && left < rule.to
    }));
    Some(Drawn { rules: out, is_cut })
}

#[cfg(test)]
mod tests {
    use super::super::words::PdfPiece;
    use super::*;
    use gouji_values::vocabulary::Vocabulary;

    fn upright(at: Length, from: Length, to: Length) -> RulingLine {
        RulingLine { level: false, at: at * POINT, from: from * POINT, to: to * POINT }
    }

    fn level(at: Length, from: Length, to: Length) -> RulingLine {
        RulingLine { level: true, at: at * POINT, from: from * POINT, to: to * POINT }
    }

    /// A word of 20 points in each column, every 20 points.
    fn rows(tops: &[Length]) -> Vec<PdfLine> {
        let piece = |left: Length, top: Length| PdfPiece {
            text: "合计".to_owned(),
            area: Area {
                left: left * POINT,
                right: (left + 20) * POINT,
                top: top * POINT,
                bottom: (top + 10) * POINT,
            },
            ..PdfPiece::default()
        };
        tops.iter()
            .map(|top| PdfLine::new([105, 155].map(|left| piece(left, *top)).to_vec()))
            .collect()
    }

    fn added(rules: &[RulingLine]) -> Vec<RulingLine> {
        let vocabulary = Vocabulary::default();
        let words = Page::new("", &vocabulary);
        let found = tables(rules, || rows(&[105, 125, 145]), &words);
        found
            .into_iter()
            .flat_map(|found| found.rules)
            .filter(|rule| !rules.contains(rule))
            .collect()
    }

    #[test]
    fn upright_lines_end_where_their_table_does() {
        // the inner line begins below the first row of the header
        let rules = [upright(100, 100, 160), upright(150, 120, 160), upright(200, 100, 160)];
        assert_eq!(
            added(&rules),
            [level(100, 100, 200), level(120, 100, 200), level(160, 100, 200)]
        );
    }

    #[test]
    fn lines_between_columns_alone_get_the_outer_ones() {
        let rules = [upright(120, 100, 160), upright(130, 100, 160), upright(150, 100, 160)];
        let found = added(&rules);
        assert_eq!(
            found.iter().filter(|rule| !rule.level).map(|rule| rule.at).collect::<Vec<_>>(),
            [104 * POINT, 176 * POINT]
        );
    }

    #[test]
    fn a_table_with_all_its_lines_stays_as_it_is() {
        let uprights = [100, 150, 200].map(|at| upright(at, 100, 160));
        let levels = [100, 120, 140, 160].map(|at| level(at, 100, 200));
        assert_eq!(added(&[uprights.as_slice(), &levels].concat()), []);
    }
}
