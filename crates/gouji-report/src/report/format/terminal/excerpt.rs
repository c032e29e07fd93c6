//! Lines of a text with labelled places, drawn by miette's graphical handler in one frame.
//!
//! What miette lacks is added round it: columns of the head count characters, long lines are shown
//! as a window, places far apart stand in one frame with `⋮` between them, line numbers are
//! aligned.

use super::window::{self, ShownLines};
use crate::report::width::{columns, cut};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};
use std::fmt;
use std::ops::Range;

/// A place to mark.
#[derive(Clone, Debug)]
pub(crate) struct ExcerptMark {
    /// Byte range in the text; a range over a line break is marked on its first and its last line.
    pub range: Range<usize>,
    /// The words beside it, the first that fits; empty: underlined without words.
    pub words: Vec<String>,
    /// Drawn in the colour of the trouble, and named in the head.
    pub primary: bool,
}

/// How the main place is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkTone {
    /// Red.
    Error,
    /// Yellow.
    Warning,
    /// Cyan.
    Hint,
}

/// A text to take lines from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExcerptOrigin<'a> {
    /// Shown in the head of the frame.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// One line on the screen.
struct Line {
    /// 1-based number in the text.
    number: usize,
    /// Start in the drawn text.
    start: usize,
    /// Behind its line break.
    end: usize,
}

/// The drawn text as miette sees it.
struct Screen {
    text: String,
    lines: Vec<Line>,
    name: String,
}

impl SourceCode for Screen {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let first = self.lines.partition_point(|line| line.end <= span.offset());
        let last =
            self.lines.partition_point(|line| line.end < span.offset() + span.len()).max(first);
        let lines = self.lines.get(first..=last).ok_or(MietteError::OutOfBounds)?;
        // Only lines that follow each other stand in one context: miette counts their numbers on.
        if lines.windows(2).any(|pair| matches!(pair, [a, b] if a.number + 1 != b.number)) {
            return Err(MietteError::OutOfBounds);
        }
        let (Some(top), Some(bottom)) = (lines.first(), lines.last()) else {
            return Err(MietteError::OutOfBounds);
        };
        let data =
            self.text.as_bytes().get(top.start..bottom.end).ok_or(MietteError::OutOfBounds)?;
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (top.start, bottom.end - top.start).into(),
            top.number.saturating_sub(1),
            0,
            lines.len(),
        );
        Ok(Box::new(contents))
    }
}

/// What miette is asked to draw: no message, the labels alone.
struct Drawing {
    screen: Screen,
    labels: Vec<LabeledSpan>,
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.screen)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A piece of a mark on one line.
struct Piece {
    line: usize,
    /// Byte range in the line.
    range: Range<usize>,
    mark: usize,
    /// The words stand at the first piece.
    first: bool,
}

/// The frame with all marks, ending in a line break; empty when there is nothing to mark.
#[must_use]
pub(crate) fn draw(
    origin: ExcerptOrigin<'_>,
    marks: &[ExcerptMark],
    tone: MarkTone,
    color: bool,
    width: usize,
) -> String {
    let lines = Lines::of(origin.text, marks);
    let mut pieces: Vec<Piece> =
        marks.iter().enumerate().flat_map(|(i, mark)| pieces_of(&lines, mark, i)).collect();
    pieces.sort_by_key(|piece| (piece.line, piece.range.start, piece.range.end));
    let digits = pieces.last().map_or(1, |piece| lines.number(piece.line).to_string().len());
    let budget = width.saturating_sub(digits + 4).max(24);

    let mut screen =
        Screen { text: String::new(), lines: Vec::new(), name: head(origin, &lines, marks) };
    let mut labels = Vec::new();
    let mut styles = Vec::new();
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    for group in pieces.chunk_by(|a, b| a.line == b.line) {
        let Some(line) = group.first().map(|piece| piece.line) else {
            continue;
        };
        let ranges: Vec<_> = group.iter().map(|piece| piece.range.clone()).collect();
        let room = |text: &str, range: &Range<usize>| {
            budget.saturating_sub(
                columns(text.get(..range.start).unwrap_or("")) + range.len() / 2 + 4,
            )
        };
        let main_words = |index: usize| {
            let mark = group
                .get(index)
                .filter(|piece| piece.first)
                .and_then(|piece| marks.get(piece.mark))?;
            mark.words.last().filter(|_| mark.primary)
        };
        let mut stretches = window::show(lines.text_of(line), &ranges, budget);
        // the words of a main place need room behind it
        let lacks_room = |ShownLines { text, marks }: &ShownLines| {
            marks.iter().any(|(index, range)| {
                main_words(*index).is_some_and(|words| {
                    fitting(std::slice::from_ref(words), room(text, range)).is_none()
                })
            })
        };
        if stretches.iter().any(lacks_room) {
            let widest = (0..group.len())
                .filter_map(main_words)
                .map(|words| columns(words) + 8)
                .max()
                .unwrap_or(0);
            stretches = window::show(lines.text_of(line), &ranges, budget - widest.min(budget / 3));
        }
        for ShownLines { text, marks: shown } in stretches {
            let start = screen.text.len();
            for (index, range) in shown {
                let Some(piece) = group.get(index) else { continue };
                let Some(mark) = marks.get(piece.mark) else { continue };
                let words =
                    piece.first.then(|| fitting(&mark.words, room(&text, &range))).flatten();
                labels.push(LabeledSpan::new(words, start + range.start, range.len()));
                styles.push(match (mark.primary, tone) {
                    (false, _) | (true, MarkTone::Hint) => theme.styles.advice,
                    (true, MarkTone::Error) => theme.styles.error,
                    (true, MarkTone::Warning) => theme.styles.warning,
                });
            }
            screen.text.push_str(&text);
            screen.text.push('\n');
            screen.lines.push(Line { number: lines.number(line), start, end: screen.text.len() });
        }
    }
    if labels.is_empty() {
        return String::new();
    }
    let mut theme = theme;
    theme.styles.highlights = styles;
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_width(usize::MAX)
        .with_links(false)
        .without_primary_span_start()
        .without_syntax_highlighting();
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, &Drawing { screen, labels }).is_err() {
        return String::new();
    }
    join(&drawn)
}

/// The lines of a text from the first mark to the last one, by their order.
struct Lines<'a> {
    text: &'a str,
    /// Lines before the first of them.
    before: usize,
    /// Where each begins, and the line behind them.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, marks: &[ExcerptMark]) -> Self {
        let first = marks.iter().map(|mark| mark.range.start).min().unwrap_or(0);
        let last = marks.iter().map(|mark| mark.range.end).max().unwrap_or(0);
        let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text
            .get(last..)
            .and_then(|behind| behind.find('\n'))
            .map_or(text.len(), |at| last + at + 1);
        // each piece is counted in bytes, many at once
        let pieces = text.as_bytes().get(..start).unwrap_or(&[]).chunks(usize::from(u8::MAX));
        let breaks =
            pieces.map(|piece| piece.iter().fold(0_u8, |n, byte| n + u8::from(*byte == b'\n')));
        let before = breaks.map(usize::from).sum();
        let breaks =
            text.get(start..end).unwrap_or("").match_indices('\n').map(|(at, _)| start + at + 1);
        Self { text, before, starts: std::iter::once(start).chain(breaks).collect() }
    }

    /// The number of a line in the text, from 1.
    fn number(&self, line: usize) -> usize {
        self.before + line + 1
    }

    fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    fn text_of(&self, line: usize) -> &'a str {
        self.text
            .get(self.start(line)..self.start(line + 1))
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }
}

/// `name:line:column` of the first main mark, columns in characters.
fn head(origin: ExcerptOrigin<'_>, lines: &Lines<'_>, marks: &[ExcerptMark]) -> String {
    let Some(mark) = marks.iter().find(|mark| mark.primary).or(marks.first()) else {
        return origin.name.to_owned();
    };
    let line = lines.at(mark.range.start);
    let column = origin
        .text
        .get(lines.start(line)..mark.range.start)
        .unwrap_or("")
        .chars()
        .filter(|c| *c != '\u{FEFF}')
        .count()
        + 1;
    format!("{}:{}:{column}", origin.name, lines.number(line))
}

fn pieces_of(lines: &Lines<'_>, mark: &ExcerptMark, index: usize) -> Vec<Piece> {
    let first = lines.at(mark.range.start);
    let last = lines.at(mark.range.end.saturating_sub(1).max(mark.range.start));
    let mut out = Vec::new();
    for line in if first == last { vec![first] } else { vec![first, last] } {
        let shown = lines.text_of(line);
        let base = lines.start(line);
        let from = mark.range.start.saturating_sub(base).min(shown.len());
        let to = mark.range.end.saturating_sub(base).min(shown.len()).max(from);
        // The blanks before the text of a continued line are not part of what is meant.
        let from = if line == first {
            from
        } else {
            from + shown.get(from..to).map_or(0, |s| s.len() - s.trim_start().len())
        };
        if shown.is_char_boundary(from) && shown.is_char_boundary(to) {
            out.push(Piece { line, range: from..to, mark: index, first: line == first });
        }
    }
    out
}

/// The first words that fit into `room` columns, else the last ones cut.
fn fitting(words: &[String], room: usize) -> Option<String> {
    let fits = words.iter().find(|text| columns(text) <= room).cloned();
    fits.or_else(|| words.last().filter(|_| room >= 4).map(|text| cut(text, room)))
        .filter(|text| !text.is_empty())
}

/// Joins the frames that miette draws, one for each stretch of lines, to a single one.
fn join(drawn: &str) -> String {
    // The first line is the (empty) message.
    let lines: Vec<&str> = drawn.lines().skip(1).collect();
    let gutter = |line: &str| {
        line.find('╭').filter(|at| line.get(..*at).is_some_and(|before| before.trim().is_empty()))
    };
    let widest = lines.iter().filter_map(|line| gutter(line)).max().unwrap_or(0);
    let mut out = String::new();
    let mut pad = 0;
    let mut is_first = true;
    for (i, line) in lines.iter().enumerate() {
        if let Some(own) = gutter(line) {
            pad = widest - own;
            if !std::mem::take(&mut is_first) {
                out.push_str(&" ".repeat(widest));
                out.push_str("⋮\n");
                continue;
            }
        } else if line.trim_start().starts_with('╰')
            && lines.get(i + 1).is_some_and(|next| gutter(next).is_some())
        {
            continue;
        }
        out.push_str(&" ".repeat(pad));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, word: &str, words: &str, primary: bool) -> ExcerptMark {
        let start = text.find(word).unwrap();
        ExcerptMark { range: start..start + word.len(), words: vec![words.to_owned()], primary }
    }

    #[test]
    fn several_lines_in_one_frame_with_wide_characters() {
        let text = format!(
            "收入合计1,234.50万元，其他收入２３４.６０万元。\n{}合计\t９９.９\t12.00\n",
            "空行\n".repeat(120)
        );
        let marks = [
            mark(&text, "1,234.50", "列示 收入合计", true),
            mark(&text, "２３４.６０", "其他收入", false),
            mark(&text, "９９.９", "甲", false),
            mark(&text, "12.00", "乙", false),
        ];
        insta::assert_snapshot!(draw(ExcerptOrigin { name: "决算 说明.txt", text: &text }, &marks, MarkTone::Error, false, 100), @r"
            ╭─[决算 说明.txt:1:5]
          1 │ 收入合计1,234.50万元，其他收入２３４.６０万元。
            ·         ────┬───              ─────┬─────
            ·             │                      ╰── 其他收入
            ·             ╰── 列示 收入合计
            ⋮
        122 │ 合计    ９９.９     12.00
            ·         ───┬───     ──┬──
            ·            │          ╰── 乙
            ·            ╰── 甲
            ╰────
        ");
    }

    #[test]
    fn a_wrapped_figure_is_marked_on_both_lines() {
        let text = "本年支出353.\n  15万元\n";
        let start = text.find("353").unwrap();
        let marks = [ExcerptMark {
            range: start..text.find('万').unwrap(),
            words: vec!["列示".into()],
            primary: true,
        }];
        insta::assert_snapshot!(draw(ExcerptOrigin { name: "a.txt", text }, &marks, MarkTone::Error, false, 100), @r"
          ╭─[a.txt:1:5]
        1 │ 本年支出353.
          ·         ──┬─
          ·           ╰── 列示
        2 │   15万元
          ·   ──
          ╰────
        ");
    }

    #[test]
    fn an_empty_cell_and_the_end_of_the_text_have_a_mark() {
        let text = "合计\t\t5.00";
        let marks = [
            ExcerptMark { range: 7..7, words: vec!["空白".into()], primary: true },
            ExcerptMark {
                range: text.len()..text.len(),
                words: vec!["末尾".into()],
                primary: false,
            },
        ];
        insta::assert_snapshot!(draw(ExcerptOrigin { name: "a.txt", text }, &marks, MarkTone::Error, false, 100), @r"
          ╭─[a.txt:1:4]
        1 │ 合计        5.00
          ·         ▲       ▲
          ·         │       ╰── 末尾
          ·         ╰── 空白
          ╰────
        ");
    }
}
