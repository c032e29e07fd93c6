//! Lines that only number a page.

use super::line::Line;
use std::collections::BTreeMap;

/// Marks around the number of a page.
const MARKS: [char; 6] = ['-', '—', '–', '－', '─', '―'];
/// Pages whose numbers count with the pages before they are known as theirs.
const COUNTED: usize = 3;

/// Lines that only number a page: `- 19 -`, bare numbers that count up over the document, and those
/// at the edges of pages that count with the pages, be some without a number.
pub(super) fn mark(lines: &[Line<'_>], starts: &[usize]) -> Vec<bool> {
    let mut out = counting_up(lines);
    let mut pages = starts.to_vec();
    pages.insert(0, 0);
    pages.push(lines.len());
    // line and by how much its number is above the one of its page
    let mut seen: Vec<(usize, i64)> = Vec::new();
    for (number, page) in (0_i64..).zip(pages.windows(2)) {
        let [from, to] = page else { continue };
        let filled =
            || (*from..*to).filter(|at| lines.get(*at).is_some_and(|line| !line.is_blank()));
        let edges = [filled().next(), filled().next_back()];
        let value = |at: usize| lines.get(at).and_then(bare_number).map(i64::from);
        let own = edges.into_iter().flatten().filter_map(|at| Some((at, value(at)? - number)));
        seen.extend(own);
    }
    let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
    seen.iter().for_each(|(_, offset)| *offsets.entry(*offset).or_default() += 1);
    for (line, offset) in seen {
        let is_counted = offsets.get(&offset).is_some_and(|count| *count >= COUNTED);
        if let Some(mark) = out.get_mut(line).filter(|_| is_counted) {
            *mark = true;
        }
    }
    out
}

/// A line of nothing but a number of a few digits.
fn bare_number(line: &Line<'_>) -> Option<u32> {
    let is_bare = (1..=4).contains(&line.text.len())
        && line.text.bytes().all(|byte| byte.is_ascii_digit())
        && !line.text.starts_with('0')
        && !line.has_tab();
    is_bare.then(|| line.text.parse().ok()).flatten()
}

/// Numbers between marks, and bare numbers that count up over the document.
fn counting_up(lines: &[Line<'_>]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    // value → (line, nonblank lines before it, place of the predecessor in `seen`, length of the
    // run so far)
    let mut seen: Vec<(usize, usize, Option<usize>, usize)> = Vec::new();
    let mut last: BTreeMap<u32, usize> = BTreeMap::new();
    let mut filled = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        filled += 1;
        if line.has_tab() || line.text.len() > 24 {
            continue;
        }
        let bare =
            line.text.trim_matches(|c: char| c.is_whitespace() || c == '·' || MARKS.contains(&c));
        if bare.is_empty() || bare.len() > 4 || !bare.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        if line.text.starts_with(MARKS) && line.text.ends_with(MARKS) {
            if let Some(mark) = out.get_mut(index) {
                *mark = true;
            }
        } else if bare.len() == line.text.len() && !bare.starts_with('0') {
            let Ok(value) = bare.parse::<u32>() else { continue };
            let before = last
                .get(&value.wrapping_sub(1))
                .copied()
                .filter(|at| seen.get(*at).is_some_and(|found| filled - found.1 >= 8));
            let run = before.and_then(|at| seen.get(at)).map_or(1, |found| found.3 + 1);
            last.insert(value, seen.len());
            seen.push((index, filled, before, run));
        }
    }
    let mut at = seen
        .iter()
        .enumerate()
        .max_by_key(|(_, found)| found.3)
        .filter(|(_, found)| found.3 >= 3)
        .map(|(at, _)| at);
    while let Some((line, _, before, _)) = at.and_then(|at| seen.get(at)) {
        if let Some(mark) = out.get_mut(*line) {
            *mark = true;
        }
        at = *before;
    }
    out
}
