//! The part of a line that is shown: whole where it fits, else a window round the marked places
//! with `…` for the rest.
//!
//! Goes in: one line of text and byte ranges to mark. Comes out: lines for the screen with the
//! ranges moved along; one line gives several where its marks do not fit side by side.

use crate::report::width::char_columns;
use std::ops::Range;

/// A line as shown, and where in it each mark stands now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ShownLines {
    /// Text with tabs expanded and control characters as blanks.
    pub text: String,
    /// `(index of the mark, byte range in text)`, in order.
    pub marks: Vec<(usize, Range<usize>)>,
}

const TAB: usize = 4;
const GAP: &str = " … ";
/// Columns on both sides of a mark, tried in this order.
const CONTEXTS: &[usize] = &[48, 36, 28, 20, 14, LEAST];
const LEAST: usize = 10;

/// Shows `line` with `marks` (byte ranges within it, sorted by start) in at most `budget` columns
/// where that is possible.
#[must_use]
pub(crate) fn show(line: &str, marks: &[Range<usize>], budget: usize) -> Vec<ShownLines> {
    let whole = emit(line, std::slice::from_ref(&(0..line.len())), marks, 0);
    if whole.1 <= budget {
        return vec![whole.0];
    }
    for context in CONTEXTS {
        let (shown, width) = emit(line, &windows(line, marks, *context), marks, 0);
        if width <= budget {
            return vec![shown];
        }
    }
    let mut out = Vec::new();
    let mut from = 0;
    while from < marks.len() {
        // As many marks as fit side by side, at least one; then as much context as fits with them.
        let fits = |to: usize, context| {
            let group = marks.get(from..to).unwrap_or_default();
            let (shown, width) = emit(line, &windows(line, group, context), group, from);
            (width <= budget).then_some(shown)
        };
        let to = (from + 1..=marks.len())
            .take_while(|to| fits(*to, LEAST).is_some())
            .last()
            .unwrap_or(from + 1);
        let group = marks.get(from..to).unwrap_or_default();
        let widest = CONTEXTS.iter().find_map(|context| fits(to, *context));
        out.push(widest.unwrap_or_else(|| emit(line, &windows(line, group, LEAST), group, from).0));
        from = to;
    }
    out
}

/// The stretches of the line that are shown: each mark with `context` columns on both sides, and
/// the first words of a table line, which name it.
fn windows(line: &str, marks: &[Range<usize>], context: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    if line.contains('\t') {
        let blank = line.len() - line.trim_start().len();
        let head = line.get(blank..).and_then(|rest| rest.find('\t')).map_or(0, |end| blank + end);
        if head > 0 {
            out.push(0..forward(line, 0, 24).min(head));
        }
    }
    for mark in marks {
        let next = back(line, mark.start, context)..forward(line, mark.end, context);
        match out.last_mut() {
            // A gap shorter than its sign is shown as it is.
            Some(last) if next.start <= last.end + GAP.len() => last.end = last.end.max(next.end),
            _ => out.push(next),
        }
    }
    out
}

fn forward(line: &str, from: usize, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in line.get(from..).unwrap_or("").char_indices() {
        used += if c == '\t' { TAB } else { char_columns(c) };
        if used > columns {
            return from + at;
        }
    }
    line.len()
}

fn back(line: &str, from: usize, columns: usize) -> usize {
    let mut used = 0;
    for (at, c) in line.get(..from).unwrap_or("").char_indices().rev() {
        used += if c == '\t' { TAB } else { char_columns(c) };
        if used > columns {
            return at + c.len_utf8();
        }
    }
    0
}

/// Writes the stretches one after the other; gives the line and its width.
fn emit(
    line: &str,
    stretches: &[Range<usize>],
    marks: &[Range<usize>],
    first: usize,
) -> (ShownLines, usize) {
    let mut text = String::new();
    let mut column = 0;
    let mut at: Vec<Range<Option<usize>>> = vec![None..None; marks.len()];
    let mut note = |offset: usize, end_of_stretch: bool, shown: usize| {
        for (mark, place) in marks.iter().zip(at.iter_mut()) {
            if mark.start == offset && (mark.is_empty() || !end_of_stretch) {
                place.start.get_or_insert(shown);
            }
            if mark.end == offset {
                place.end.get_or_insert(shown);
            }
        }
    };
    let mut before = 0;
    for stretch in stretches {
        if stretch.start > before {
            let gap = if text.is_empty() { GAP.trim_start() } else { GAP };
            text.push_str(gap);
            column += gap.chars().count();
        }
        for (offset, c) in line.get(stretch.clone()).unwrap_or("").char_indices() {
            note(stretch.start + offset, false, text.len());
            let width = if c == '\t' { tab(column) } else { char_columns(c) };
            match c {
                '\t' => text.push_str(&" ".repeat(width)),
                c if c.is_control() => {}
                c => text.push(c),
            }
            column += width;
        }
        note(stretch.end, stretch.end < line.len(), text.len());
        before = stretch.end;
    }
    if before < line.len() {
        text.push_str(GAP.trim_end());
        column += 2;
    }
    let shown_marks = at
        .into_iter()
        .enumerate()
        .filter_map(|(i, place)| {
            let start = place.start?;
            Some((first + i, start..place.end.unwrap_or(start).max(start)))
        })
        .collect();
    (ShownLines { text, marks: shown_marks }, column)
}

/// Columns up to the next tab stop, at least two so that neighbours stay apart.
fn tab(column: usize) -> usize {
    match TAB - column % TAB {
        1 => TAB + 1,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::width::columns;

    fn mark(line: &str, word: &str) -> Range<usize> {
        let start = line.find(word).unwrap();
        start..start + word.len()
    }

    fn check(line: &str, words: &[&str], budget: usize, expected: &[&str]) {
        let marks: Vec<_> = words.iter().map(|word| mark(line, word)).collect();
        let shown = show(line, &marks, budget);
        assert_eq!(shown.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), expected);
        let mut seen = 0;
        for line in &shown {
            for (i, place) in &line.marks {
                assert_eq!(&line.text[place.clone()], words[*i]);
                seen += 1;
            }
        }
        assert_eq!(seen, words.len());
    }

    #[test]
    fn short_lines_stand_whole_with_tabs_expanded() {
        check("合计\t353.15\t\t79.88", &["353.15", "79.88"], 60, &["合计    353.15      79.88"]);
    }

    #[test]
    fn long_lines_are_a_window() {
        let line = format!("{}支出合计353.15万元{}", "前".repeat(100), "后".repeat(100));
        let shown = show(&line, &[mark(&line, "353.15")], 60);
        assert_eq!(shown.len(), 1);
        assert!(columns(&shown[0].text) <= 60, "{shown:?}");
        assert!(shown[0].text.starts_with("… 前") && shown[0].text.ends_with("后 …"), "{shown:?}");
        assert_eq!(&shown[0].text[shown[0].marks[0].1.clone()], "353.15");
    }

    #[test]
    fn marks_far_apart_leave_a_gap_and_too_many_give_several_lines() {
        let line = format!("甲1.11{}乙2.22", "中".repeat(80));
        check(
            &line,
            &["1.11", "2.22"],
            70,
            &[&format!("甲1.11{} … {}乙2.22", "中".repeat(14), "中".repeat(13))],
        );
        let line = (0..9).map(|i| format!("{}{i}.{i}{i}万元", "长".repeat(20))).collect::<String>();
        let words: Vec<String> = (0..9).map(|i| format!("{i}.{i}{i}")).collect();
        let marks: Vec<_> = words.iter().map(|word| mark(&line, word)).collect();
        let shown = show(&line, &marks, 80);
        assert!(shown.len() > 1);
        assert_eq!(shown.iter().map(|s| s.marks.len()).sum::<usize>(), 9);
        assert!(shown.iter().all(|s| columns(&s.text) <= 80), "{shown:?}");
    }

    #[test]
    fn an_empty_cell_keeps_its_place() {
        let shown = show("合计\t\t5.00", std::slice::from_ref(&(7..7)), 60);
        assert_eq!(shown[0].marks, [(0, 10..10)]);
    }
}
