//! The walk through `document.xml` and the notes: tags in, stories out.

mod notes;
mod paragraph;

use super::known::KnownShapes;
use super::numbering::Numbering;
use super::oddities::Oddities;
use super::story::{Story, StoryItem, StoryOwner};
use super::styles::WordStyles;
use super::table::{CellShape, WordGrid};
use super::trace::{Traced, TracedText};
use super::xml::{Space, StartTag, Visit, Xml, XmlTag};
use gouji_values::error::ReadError;
use paragraph::{ParagraphShape, WordParagraph};
use std::collections::BTreeMap;

/// Paragraphs and columns of cells together: far above any real document, far below what fills the
/// memory.
const PIECES: usize = 400_000;
/// Tables, cells, text boxes inside one another.
const NESTED: usize = 24;

/// The elements of notes.
const FOOTNOTE: &str = "footnote";
const ENDNOTE: &str = "endnote";

/// Shapes of the part that is being read.
#[derive(Debug, Default)]
struct Shapes<'s> {
    paragraphs: KnownShapes<ParagraphShape<'s>>,
    /// Whether runs are hidden, where they say so.
    runs: KnownShapes<Option<bool>>,
    cells: KnownShapes<CellShape>,
}

/// The walk.
pub(super) struct BodyWalk<'s> {
    styles: &'s WordStyles,
    numbering: Numbering,
    stories: Vec<Story>,
    paragraphs: Vec<WordParagraph<'s>>,
    shapes: Shapes<'s>,
    tables: Vec<WordGrid>,
    /// For each open field whether its result is being read, not its code.
    fields: Vec<bool>,
    /// Whether an alternative was taken already, and what had been seen before it.
    choices: Vec<(bool, usize)>,
    /// Characters and pictures so far.
    seen: usize,
    /// The content of a content control is only its prompt.
    is_prompt: bool,
    pieces: usize,
    body_paragraphs: usize,
    body_tables: usize,
    boxes: usize,
    has_body: bool,
    /// Notes that the text points to: kind and id, and which mark it is.
    marks: BTreeMap<(&'static str, String), usize>,
    marked: usize,
    /// The note that is being read.
    note: Option<(&'static str, usize)>,
    notes: BTreeMap<(&'static str, usize), Vec<StoryItem>>,
    /// What was strange.
    pub oddities: Oddities,
    /// Where each paragraph stands, where that is wanted.
    traced: Option<Vec<Traced>>,
    /// The part that is being read.
    part: String,
    /// Text boxes that are open.
    open_boxes: usize,
}

impl<'s> BodyWalk<'s> {
    /// Nothing read yet.
    pub(super) fn new(styles: &'s WordStyles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            stories: Vec::new(),
            paragraphs: Vec::new(),
            shapes: Shapes::default(),
            tables: Vec::new(),
            fields: Vec::new(),
            choices: Vec::new(),
            seen: 0,
            is_prompt: false,
            pieces: 0,
            body_paragraphs: 0,
            body_tables: 0,
            boxes: 0,
            has_body: false,
            marks: BTreeMap::new(),
            marked: 0,
            note: None,
            notes: BTreeMap::new(),
            oddities: Oddities::default(),
            traced: None,
            part: String::new(),
            open_boxes: 0,
        }
    }

    /// The same, keeping where each text stands in its part.
    pub(super) fn tracing(self) -> Self {
        Self { traced: Some(Vec::new()), ..self }
    }

    /// Where the paragraphs stand, in their order.
    pub(super) fn traced(&mut self) -> Vec<Traced> {
        self.traced.take().unwrap_or_default()
    }

    /// The main part: what stands in its body, None where it has none.
    pub(super) fn body(
        &mut self,
        text: &str,
        part: &str,
    ) -> Result<Option<Vec<StoryItem>>, ReadError> {
        self.stories.push(Story::new(StoryOwner::Body));
        self.part(text, part)?;
        let items = self.stories.pop().map(Story::finish);
        Ok(items.filter(|_| self.has_body))
    }

    fn part(&mut self, text: &str, part: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(text, part);
        part.clone_into(&mut self.part);
        self.shapes = Shapes::default();
        loop {
            match xml.next()? {
                XmlTag::Start(element) => {
                    let goes_in = match element.space {
                        Space::Word => self.start(&mut xml, &element)?,
                        Space::Math => self.start_math(&mut xml, &element)?,
                        Space::Other => self.start_other(&mut xml, &element)?,
                    };
                    if goes_in && element.is_empty {
                        self.end(element.space, element.name());
                    }
                }
                XmlTag::End(tag) => self.end(tag.space, tag.name()),
                XmlTag::Eof => return Ok(()),
            }
        }
    }

    /// An element begins; false where it was read to its end.
    fn start<'a>(&mut self, xml: &mut Xml<'a>, element: &StartTag<'a>) -> Result<bool, ReadError> {
        match element.name() {
            "t" => {
                let (mut text, at) = (String::new(), xml.at());
                xml.text(element, &mut text)?;
                if self.push(&text) && self.traced.is_some() {
                    self.with_paragraph(|paragraph| paragraph.traced.push(TracedText { at, text }));
                }
            }
            "r" => self.with_paragraph(|paragraph| paragraph.is_hidden = paragraph.shape.hides()),
            "rPr" => self.run_shape(xml, element)?,
            "p" => {
                self.count(1)?;
                self.begin_paragraph(xml.at());
                return Ok(true);
            }
            "pPr" => self.paragraph_shape(xml, element)?,
            "tab" | "ptab" => self.add("  "),
            "br" if element.attribute("type").as_deref() == Some("page") => self.add("\u{C}"),
            "br" | "cr" => self.add("\n"),
            "lastRenderedPageBreak" => self.page_begins(),
            "noBreakHyphen" => self.add("-"),
            "sym" => {
                let code =
                    element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                self.add(
                    code.and_then(char::from_u32)
                        .unwrap_or(char::REPLACEMENT_CHARACTER)
                        .encode_utf8(&mut [0; 4]),
                );
            }
            "fldChar" => self.field(element.attribute("fldCharType").as_deref()),
            "del" | "moveFrom" => {
                self.oddities.revisions += 1;
                xml.skip(element)?;
            }
            "ins" | "moveTo" => {
                self.oddities.revisions += 1;
                return Ok(true);
            }
            "footnoteReference" => self.mark(FOOTNOTE, element),
            "endnoteReference" => self.mark(ENDNOTE, element),
            "sdtPr" => {
                let mut is_prompt = false;
                xml.inside(element, |inner| {
                    is_prompt |= inner.name() == "showingPlcHdr" && inner.is_on();
                    Visit::Into
                })?;
                self.is_prompt = is_prompt;
            }
            "sdtContent" if std::mem::take(&mut self.is_prompt) => xml.skip(element)?,
            "object" => {
                let mut is_formula = false;
                xml.inside(element, |inner| {
                    is_formula |= inner
                        .attribute("ProgID")
                        .is_some_and(|program| program.starts_with("Equation"));
                    Visit::Into
                })?;
                self.oddities.embedded += usize::from(!is_formula);
                self.seen += 1;
            }
            "altChunk" => self.oddities.embedded += 1,
            "body" => {
                self.has_body = true;
                return Ok(true);
            }
            "tbl" | "tr" | "tc" => {
                self.begin_in_table(element)?;
                return Ok(true);
            }
            "txbxContent" => {
                self.begin_box()?;
                return Ok(true);
            }
            "tblGrid" | "trPr" | "tcPr" => self.table_shape(xml, element)?,
            FOOTNOTE => return self.begin_note(xml, element, FOOTNOTE, "脚注"),
            ENDNOTE => return self.begin_note(xml, element, ENDNOTE, "尾注"),
            // codes of fields, removed text, readings above characters, properties that change no
            // text
            "instrText" | "delText" | "delInstrText" | "rt" | "tblPr" | "tblPrEx" | "sectPr"
            | "sdtEndPr" | "rubyPr" => xml.skip(element)?,
            _ => return Ok(true),
        }
        Ok(false)
    }

    /// A table, a row or a cell begins.
    fn begin_in_table(&mut self, element: &StartTag<'_>) -> Result<(), ReadError> {
        match element.name() {
            "tbl" => {
                self.nest()?;
                self.begin_table();
            }
            "tr" => {
                self.with_table(WordGrid::begin_row);
            }
            "tc" => {
                self.count(1)?;
                self.nest()?;
                self.with_table(WordGrid::begin_cell);
                self.stories.push(Story::new(StoryOwner::Cell));
            }
            _ => {}
        }
        Ok(())
    }

    /// A text box begins: inside a cell its text is the cell's, else it has a name of its own.
    fn begin_box(&mut self) -> Result<(), ReadError> {
        self.nest()?;
        self.boxes += 1;
        self.open_boxes += 1;
        let is_in_cell =
            self.stories.last().is_some_and(|story| matches!(story.owner, StoryOwner::Cell));
        let owner = if is_in_cell {
            StoryOwner::Cell
        } else {
            StoryOwner::Named(format!("文本框{}", self.boxes))
        };
        self.stories.push(Story::new(owner));
        Ok(())
    }

    /// Reads the columns of a table, or the shape of a row or cell.
    fn table_shape<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        element: &StartTag<'a>,
    ) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        match element.name() {
            "tblGrid" => table.columns(xml, element)?,
            "trPr" => {
                let (is_hidden, is_changed) = table.row_shape(xml, element)?;
                self.oddities.hidden_rows += usize::from(is_hidden);
                self.oddities.revisions += usize::from(is_changed);
                self.pieces += table.offset();
            }
            "tcPr" => table.cell_shape(xml, element, &mut self.shapes.cells)?,
            _ => {}
        }
        Ok(())
    }

    fn start_math(&mut self, xml: &mut Xml<'_>, element: &StartTag<'_>) -> Result<bool, ReadError> {
        match element.name() {
            "t" => {
                let mut text = String::new();
                xml.text(element, &mut text)?;
                self.add(&text);
                return Ok(false);
            }
            "den" => self.add("/"),
            _ => {}
        }
        Ok(true)
    }

    fn start_other(
        &mut self,
        xml: &mut Xml<'_>,
        element: &StartTag<'_>,
    ) -> Result<bool, ReadError> {
        match element.name() {
            "AlternateContent" => self.choices.push((false, self.seen)),
            // the same once more for another program
            "Choice" | "Fallback" => {
                let seen = self.seen;
                if let Some((is_taken, before)) = self.choices.last_mut() {
                    *is_taken |= seen > *before;
                    if *is_taken {
                        xml.skip(element)?;
                        return Ok(false);
                    }
                }
            }
            "extent" => self.oddities.extent(element),
            "blip" | "imagedata" if self.oddities.picture(element) => self.seen += 1,
            _ => {}
        }
        Ok(true)
    }

    fn end(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Word, "r") => {
                self.with_paragraph(|paragraph| paragraph.is_hidden = paragraph.shape.hides())
            }
            (Space::Word, "p") => self.end_paragraph(),
            (Space::Word, "tc") => {
                let items = self.stories.pop().map(Story::finish).unwrap_or_default();
                if let Some(table) = self.tables.last_mut() {
                    // a wide cell costs as much as many
                    self.pieces += table.end_cell(items);
                }
            }
            (Space::Word, "tr") => self.with_table(WordGrid::end_row),
            (Space::Word, "tbl") => {
                let items = self.tables.pop().map(WordGrid::finish).unwrap_or_default();
                if let Some(story) = self.stories.last_mut() {
                    story.items.extend(items);
                }
            }
            (Space::Word, "txbxContent") => {
                self.open_boxes = self.open_boxes.saturating_sub(1);
                let items = self.stories.pop().map(Story::finish).unwrap_or_default();
                match (self.paragraphs.last_mut(), self.stories.last_mut()) {
                    (Some(paragraph), _) => paragraph.boxes.extend(items),
                    (None, Some(story)) => story.items.extend(items),
                    (None, None) => {}
                }
            }
            (Space::Word, FOOTNOTE) => self.end_note(FOOTNOTE),
            (Space::Word, ENDNOTE) => self.end_note(ENDNOTE),
            (Space::Other, "AlternateContent") => {
                self.choices.pop();
            }
            _ => {}
        }
    }

    /// Adds text to the paragraph, where it is seen.
    fn add(&mut self, text: &str) {
        self.push(text);
    }

    /// The same; gives whether it is seen.
    fn push(&mut self, text: &str) -> bool {
        let Some(paragraph) = self.paragraphs.last_mut() else { return false };
        if !self.fields.iter().all(|is_result| *is_result) {
            return false;
        }
        if paragraph.is_hidden {
            self.oddities.hidden(text);
            return false;
        }
        paragraph.text.push_str(text);
        self.seen += text.len();
        true
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.fields.push(false),
            Some("separate") => {
                if let Some(is_result) = self.fields.last_mut() {
                    *is_result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// A page began here when the file was last shown.
    fn page_begins(&mut self) {
        let is_cell =
            self.stories.last().is_some_and(|story| matches!(story.owner, StoryOwner::Cell));
        match self.tables.last_mut().filter(|_| is_cell) {
            Some(table) => table.starts_page |= table.is_at_start(),
            None => {
                if let Some(story) = self.stories.last_mut() {
                    story.items.push(StoryItem::Page);
                }
            }
        }
    }

    /// A table begins: `表3`; inside a cell the cell's place and `内表1`.
    fn begin_table(&mut self) {
        let is_inside =
            self.stories.last().is_some_and(|story| matches!(story.owner, StoryOwner::Cell));
        let name = match self.tables.last_mut().filter(|_| is_inside) {
            Some(outer) => {
                outer.inside += 1;
                format!("{}内表{}", outer.place(), outer.inside)
            }
            None => {
                self.body_tables += 1;
                format!("表{}", self.body_tables)
            }
        };
        self.tables.push(WordGrid::new(name, is_inside));
    }

    fn with_paragraph(&mut self, change: impl FnOnce(&mut WordParagraph<'s>)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut WordGrid)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn count(&mut self, pieces: usize) -> Result<(), ReadError> {
        self.pieces += pieces;
        if self.pieces <= PIECES {
            return Ok(());
        }
        Err(limit("段落和单元格的个数", format!("{PIECES} 个")))
    }

    fn nest(&self) -> Result<(), ReadError> {
        if self.stories.len() + self.tables.len() < NESTED {
            return Ok(());
        }
        Err(limit("表格、文本框互相嵌套的层数", format!("{NESTED} 层")))
    }
}

fn limit(what: &str, limit: String) -> ReadError {
    ReadError::Limit {
        what: what.to_owned(),
        limit,
        help: "请检查文件来源；确实这么多时，请拆成几个文件".to_owned(),
    }
}
