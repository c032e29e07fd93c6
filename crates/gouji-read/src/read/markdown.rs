//! Markdown: its marks are taken out, what is left is read as plain text.
//!
//! The lines stay as they are, so that a text that only has the name of markdown (tabs, bars,
//! captions right above a table) is read as the text that it is. Tables in HTML, which converters
//! write for merged cells, are real tables.

use super::assembly::{Assembly, Prose};
use super::encoding::{self, Decoded};
use super::html::{self, HtmlItem, PageWriter};
use super::line::is_blank_char;
use super::{Reader, Source, sniff, text};
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// By its name: without marks it reads as plain text does.
pub(super) const READER: Reader = Reader {
    extensions: &["md", "markdown"],
    is: |source| source.is_named(READER.extensions) && sniff::unsupported(source.bytes).is_none(),
    read,
};

/// Letters whose memory a mark takes.
const MARK: usize = 2;

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let mut decoded = encoding::decode(source.bytes)?;
    if decoded.text.chars().all(is_blank_char) {
        return Err(ReadError::Empty);
    }
    // a mark that opens or closes takes many times the memory of a letter
    let marks = decoded
        .text
        .bytes()
        .filter(|byte| matches!(byte, b'*' | b'_' | b'`' | b'[' | b'~'))
        .count();
    source.limits.admit_size(decoded.text.len().saturating_add(marks.saturating_mul(MARK)))?;
    let tables = html_tables(&decoded.text);
    if tables.is_empty() {
        decoded.text = plain(&decoded.text).into();
        source.limits.admit(&decoded.text, true)?;
        return Ok(Document { format: "markdown", ..text::document(decoded, source.vocabulary) });
    }
    let Decoded { text, encoding, notices } = decoded;
    let mut out = Assembly::new(source.vocabulary);
    let mut writer = PageWriter::new(&mut out);
    let too_wide = || source.limits.too_many_pieces();
    // lines of the file: those of a table are not those of its rows
    let lines = |text: Option<&str>| text.map_or(0, |text| text.matches('\n').count());
    let (mut at, mut line) = (0, 1);
    // the text behind the last table ends with an empty one
    let end = text.len()..text.len();
    for table in tables.into_iter().chain(std::iter::once(end)) {
        for (number, prose) in plain(text.get(at..table.start).unwrap_or("")).lines().enumerate() {
            writer.out.prose(prose, &format!("第{}行", line + number));
        }
        line += lines(text.get(at..table.end));
        at = table.end;
        let content = html::content(text.get(table).unwrap_or(""), source.limits.pieces)
            .ok_or_else(too_wide)?;
        writer.write(content.items).ok_or_else(too_wide)?;
    }
    notices.into_iter().for_each(|notice| out.notice(notice.code, notice.message, None));
    out.finish("markdown", &encoding, Prose::Text, source.limits)
}

/// The tables in HTML, outermost ones, in small or capital letters.
fn html_tables(text: &str) -> Vec<Range<usize>> {
    let small = text.to_ascii_lowercase();
    let mut out = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, _) in small.match_indices('<') {
        let rest = small.get(at..).unwrap_or("");
        if rest.starts_with("<table") {
            start = if depth == 0 { at } else { start };
            depth += 1;
        } else if let Some(behind) = rest.strip_prefix("</table").filter(|_| depth > 0) {
            depth -= 1;
            if depth == 0 {
                let from = small.len() - behind.len();
                let end = behind.find(['<', '>']).map_or(small.len(), |close| from + close);
                out.push(
                    start
                        ..end
                            + usize::from(
                                small.get(end..).is_some_and(|rest| rest.starts_with('>')),
                            ),
                );
            }
        }
    }
    if depth > 0 {
        out.push(start..small.len());
    }
    out
}

/// The text without the marks of markdown, line for line.
fn plain(text: &str) -> String {
    let mut out =
        Plain { source: text, out: String::with_capacity(text.len()), at: 0, drops: false };
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
            .into_offset_iter()
    {
        out.event(event, range);
    }
    out.keep_to(text.len());
    out.out
}

struct Plain<'a> {
    source: &'a str,
    out: String,
    /// Behind what was looked at.
    at: usize,
    /// What comes before the next text is a mark.
    drops: bool,
}

impl Plain<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            // 5*3*2 is a product
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis)
                if self.is_between_digits(&range) => {}
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_)) => {
                self.keep_to(range.start);
                self.drops = true;
            }
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Heading(_),
            ) => {
                self.drop_to(range.end);
            }
            Event::Text(text) | Event::Code(text) => {
                self.to(range.start);
                // a bar that is written as text parts no cells
                if text.starts_with('|')
                    && self.source.get(..range.start).is_some_and(|before| before.ends_with('\\'))
                {
                    self.out.push_str(&text.replace('|', "\u{2223}"));
                } else {
                    self.out.push_str(&text);
                }
                self.at = range.end.max(self.at);
            }
            Event::InlineHtml(tag) => {
                self.to(range.start);
                if tag.starts_with("<br") {
                    self.out.push(' ');
                }
                self.at = range.end;
            }
            // a line of HTML: what a browser shows of it
            Event::Html(block) => {
                self.to(range.start);
                let shown = html::content(&block, usize::MAX)
                    .map(|content| content.items)
                    .unwrap_or_default();
                for item in &shown {
                    if let HtmlItem::Line(line) = item {
                        self.out.push_str(line);
                        self.out.push(' ');
                    }
                }
                self.drop_to(range.end);
            }
            Event::Rule => {
                self.keep_to(range.start);
                self.drop_to(range.end);
            }
            _ => {}
        }
    }

    fn is_between_digits(&self, range: &Range<usize>) -> bool {
        let is_digit = |at: Option<usize>| {
            at.and_then(|at| self.source.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
        };
        is_digit(range.start.checked_sub(1)) && is_digit(range.start.checked_add(1))
    }

    /// Goes on to a text: over a mark, or with what stands between as it is.
    fn to(&mut self, start: usize) {
        let gap = self.source.get(self.at..start).unwrap_or("");
        if std::mem::take(&mut self.drops) || matches!(gap, "\\" | "`" | "``") || gap.trim() == ">"
        {
            self.drop_to(start);
        } else {
            self.keep_to(start);
        }
    }

    fn keep_to(&mut self, end: usize) {
        self.out.push_str(self.source.get(self.at..end).unwrap_or(""));
        self.at = end.max(self.at);
    }

    /// Leaves out a mark but for its line ends.
    fn drop_to(&mut self, end: usize) {
        let gap = self.source.get(self.at..end).unwrap_or("");
        self.out.extend(gap.chars().filter(|c| *c == '\n'));
        self.at = end.max(self.at);
        self.drops = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        assert_eq!(plain(source), expected);
        assert_eq!(source.lines().count(), expected.lines().count(), "{source}");
    }

    #[test]
    fn marks_are_taken_out() {
        check(
            "## 一、收入\\_决算 ##\n\n本年**收入合计**353.15[万元](http://x/1.00)，\n`其他`5.00。\n",
            "一、收入_决算\n\n本年收入合计353.15万元，\n其他5.00。\n",
        );
        check("> 引文\n> 续\n\n甲 &lt; 乙\n", "引文\n续\n\n甲 < 乙\n");
        check("<div align=center>\n\n# 决算\n\n</div>\n", "\n\n决算\n\n\n");
    }

    #[test]
    fn what_is_no_markdown_stays() {
        let text = "单位：万元\n项目\t金额\n合计\t353.15\n\n1、甲_乙_丙 5*3*2\n（一）丁 | 戊\n\n    缩进\t1.00\n\n注：[1]见附表 <5\n";
        check(text, text);
    }

    #[test]
    fn tables_keep_their_bars() {
        check(
            "| **合计** | 1\\|2 |\n|---|:-:|\n| 甲<br>乙 | *3.00* |\n",
            "| 合计 | 1\u{2223}2 |\n|---|:-:|\n| 甲 乙 | 3.00 |\n",
        );
    }

    #[test]
    fn html_tables_are_found_whole() {
        let text = "甲<TABLE><tr><td><table></table></td></table >乙<table>";
        let found: Vec<&str> = html_tables(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["<TABLE><tr><td><table></table></td></table >", "<table>"]);
    }
}
