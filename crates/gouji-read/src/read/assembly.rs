//! What the readers of all formats but plain text hand over, piece by piece in reading order: prose and the cells
//! of tables. In: texts with their native places. Out: a [`Document`] whose canonical text has a
//! line for each paragraph and each table row.
//!
//! Lines and columns of that text are not those of the file: each text has a native place of its
//! own, which a debug build asks for.

use super::join::{Broken, glue};
use super::line::{is_blank_char, push_clean};
use super::page::{Page, Region};
use super::{Limits, text};
use gouji_values::document::{
    Cell, Document, Layout, Locator, LogicalText, Notice, NoticeCode, RecognisedText, Span,
};
use gouji_values::error::ReadError;
use gouji_values::lang::BilingualText;
use gouji_values::number::Decimal;
use gouji_values::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};

/// How the prose of a format comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prose {
    /// A piece is a paragraph.
    Paragraphs,
    /// A piece is a line as a page breaks them; tables without edges are looked for between the
    /// lines.
    Lines,
    /// Pieces are the lines of a plain text; tables of any layout are looked for between them.
    #[cfg(feature = "formats")]
    Text,
}

/// A cell to be added: its lines, its place in the table and in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Text, a line for each paragraph of the cell.
    pub text: String,
    /// 0-based column.
    pub column: usize,
    /// Rows that it extends over; 0 counts as 1.
    pub rows: usize,
    /// Columns that it extends over; 0 counts as 1.
    pub columns: usize,
    /// Native place: `表02!C7`; each cell with a text has one.
    pub place: String,
    /// How far the text is indented, its own blanks not counted, in hundredths of a letter.
    pub indent: u32,
}

/// How wide the blanks before a text are, in hundredths of a letter.
fn blanks(text: &str) -> u32 {
    let width = |c: char| match c {
        '\u{3000}' => 100,
        '\t' => 200,
        _ => 50,
    };
    text.chars().take_while(|c| is_blank_char(*c)).map(width).fold(0, u32::saturating_add)
}

/// A document in the making.
pub(super) struct Assembly<'v> {
    vocabulary: &'v Vocabulary,
    text: String,
    /// Lines written so far.
    line: usize,
    regions: Vec<Region>,
    /// What has a native place, and where that stands in `names`.
    places: Vec<(Span, Span)>,
    /// Native places, one behind the other: each cell has one.
    names: String,
    stored: Vec<(Span, Decimal)>,
    notices: Vec<Notice>,
    /// Lines that are known to be entries of a contents page.
    contents: Vec<usize>,
    /// Where something could not be read: line and byte.
    unread: Vec<(usize, u32)>,
    /// Lines of which the format says whether they go on with the line before.
    follows: BTreeMap<usize, bool>,
    /// Lines that look like rows of a table that was not understood.
    rows: BTreeSet<usize>,
    /// What was recognised in pictures.
    recognised: Vec<RecognisedText>,
}

impl<'v> Assembly<'v> {
    /// Nothing yet.
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            text: String::new(),
            line: 0,
            regions: Vec::new(),
            places: Vec::new(),
            names: String::new(),
            stored: Vec::new(),
            notices: Vec::new(),
            contents: Vec::new(),
            unread: Vec::new(),
            follows: BTreeMap::new(),
            rows: BTreeSet::new(),
            recognised: Vec::new(),
        }
    }

    /// The words.
    pub(super) fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// Bytes of canonical text so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing was added that holds more than blanks.
    pub(super) fn is_empty(&self) -> bool {
        self.text.chars().all(is_blank_char)
    }

    /// Keeps the number that the file stores behind what it shows at a place.
    pub(super) fn store(&mut self, span: Span, value: Decimal) {
        self.stored.push((span, value));
    }

    /// Adds an entry of a contents page.
    pub(super) fn contents(&mut self, text: &str, place: &str) -> Span {
        self.contents.push(self.line);
        self.prose(text, place)
    }

    /// Adds a paragraph or line with its native place. Blank ones, which need none, part what is
    /// around them.
    pub(super) fn prose(&mut self, text: &str, place: &str) -> Span {
        let start = self.text.len();
        self.push_line(text);
        let span = Span::new(start, self.text.len());
        self.at(span, place);
        self.end_line();
        span
    }

    /// Adds a line; the format may know whether it goes on with the line before.
    pub(super) fn line(&mut self, text: &str, place: &str, follows: Option<bool>) -> Span {
        self.follows.extend(follows.map(|follows| (self.line, follows)));
        self.prose(text, place)
    }

    /// Adds a line that looks like a row of a table that was not understood.
    pub(super) fn row_apart(&mut self, text: &str, place: &str) -> Span {
        self.rows.insert(self.line);
        self.prose(text, place)
    }

    /// Adds a table, cells by row in the order of their columns; a merged cell stands once, at its
    /// first row and column. Gives the spans of the cells. A table without a cell that is
    /// filled is left out.
    pub(super) fn table(&mut self, rows: Vec<Vec<Piece>>) -> Vec<Vec<Span>> {
        self.table_as(Layout::Grid, rows)
    }

    /// As [`Assembly::table`], with what the columns mean.
    pub(super) fn table_as(&mut self, layout: Layout, rows: Vec<Vec<Piece>>) -> Vec<Vec<Span>> {
        if rows.iter().flatten().all(|piece| piece.text.trim().is_empty()) {
            return Vec::new();
        }
        let cells = self.table_by_row(layout, rows.into_iter());
        cells.iter().map(|row| row.iter().map(|cell| cell.span).collect()).collect()
    }

    /// As [`Assembly::table_as`], of rows that are made one by one, of which one at least is
    /// filled. Gives its cells.
    pub(super) fn table_by_row(
        &mut self,
        layout: Layout,
        rows: impl Iterator<Item = Vec<Piece>>,
    ) -> &[Vec<Cell>] {
        let from = self.line;
        let rows = rows.enumerate().map(|(row, pieces)| self.row(row, pieces)).collect();
        self.regions.push(Region { from, to: self.line, rows, layout });
        self.regions.last().map_or(&[], |region| &region.rows)
    }

    /// A table that was added last does not touch the next one.
    fn row(&mut self, row: usize, pieces: Vec<Piece>) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(pieces.len());
        let mut column = 0;
        for piece in pieces {
            // as many tabs as columns: the line reads as a row of a table with tabs
            for _ in column..piece.column {
                self.text.push('\t');
            }
            column = piece.column.max(column);
            let indent = piece.indent.saturating_add(blanks(&piece.text));
            let (text, span) = self.cell_text(&piece.text);
            self.at(span, &piece.place);
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            let (rows, columns) = (number(piece.rows.max(1)), number(piece.columns.max(1)));
            cells.push(Cell {
                text,
                span,
                row: number(row),
                column: number(piece.column),
                rows,
                columns,
                indent,
            });
        }
        self.end_line();
        cells
    }

    /// Writes the lines of a cell side by side and joins them to one logical text.
    fn cell_text(&mut self, text: &str) -> (LogicalText, Span) {
        let mut logical = LogicalText::default();
        let start = self.text.len();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if self.text.len() > start {
                self.text.push(' ');
                glue(&mut logical, line, Broken::Cell, self.vocabulary.ordinal(line).is_some());
            }
            let at = self.text.len();
            self.push_line(line);
            push_clean(&mut logical, self.text.get(at..).unwrap_or(""), at);
        }
        let span = Span::new(start, self.text.len());
        if logical.text.is_empty() {
            logical = LogicalText::whole("", span);
        }
        (logical, span)
    }

    /// Writes text that stays on one line: what would end a line or a cell becomes a blank.
    fn push_line(&mut self, text: &str) {
        let ends = |c: char| {
            matches!(c, '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        };
        if text.contains(ends) {
            self.text.extend(text.chars().map(|c| if ends(c) { ' ' } else { c }));
        } else {
            self.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }

    fn at(&mut self, span: Span, place: &str) {
        debug_assert!(
            !place.is_empty()
                || self.text.get(span.range()).is_none_or(|text| text.trim().is_empty()),
            "a text without a place"
        );
        if !place.is_empty() {
            let from = self.names.len();
            self.names.push_str(place);
            self.places.push((span, Span::new(from, self.names.len())));
        }
    }

    /// Says something about the document, at a place of it or as a whole.
    pub(super) fn notice(
        &mut self,
        code: NoticeCode,
        message: impl Into<BilingualText>,
        span: Option<Span>,
    ) {
        self.notices.push(Notice { code, message: message.into(), span });
    }

    /// Says that something stands here that could not be read: what is around it is not joined.
    pub(super) fn unread(&mut self) {
        self.unread.push((self.line, Span::new(self.text.len(), self.text.len()).start));
    }

    /// Notes a text that was recognised in a picture; whether its digits are doubtful, where it was.
    #[cfg(feature = "formats")]
    pub(super) fn recognised(&mut self, span: Span, is_faint: Option<bool>) {
        if !span.range().is_empty() {
            let text = |is_faint| RecognisedText { span, is_faint };
            self.recognised.extend(is_faint.map(text));
        }
    }

    /// The document.
    ///
    /// # Errors
    /// [`ReadError::Limit`] where it is larger than may be.
    pub(super) fn finish(
        self,
        format: &'static str,
        encoding: &str,
        prose: Prose,
        limits: &Limits,
    ) -> Result<Document, ReadError> {
        limits.admit(&self.text, prose != Prose::Paragraphs)?;
        let Self {
            vocabulary,
            text,
            regions,
            places,
            names,
            mut stored,
            notices,
            contents,
            unread,
            follows,
            rows,
            recognised,
            ..
        } = self;
        stored.sort_by_key(|(span, _)| *span);
        let breaks = unread.iter().map(|(line, _)| *line).collect();
        let unread = unread.into_iter().map(|(_, at)| at).collect();
        let mut page = Page { breaks, follows, rows, ..Page::new(&text, vocabulary) };
        page.mark_contents(&contents);
        let (blocks, tables) = text::blocks(&page, regions, prose);
        let mut locator = Locator::new(&text);
        locator.take_places(places, names);
        let encoding = encoding.to_owned();
        Ok(Document {
            text,
            blocks,
            tables,
            locator,
            format,
            encoding,
            notices,
            stored,
            unread,
            recognised,
            ..Document::default()
        })
    }
}
