//! Paragraphs: their shape, which says what is hidden, removed or numbered, and what becomes of
//! them when they end.

use super::super::story::{Story, StoryItem, StoryOwner, is_blank};
use super::super::styles::{Listed, Style, WordStyles};
use super::super::table::WordGrid;
use super::super::trace::{Traced, TracedText};
use super::super::xml::{StartTag, Visit, Xml};
use super::BodyWalk;
use gouji_values::error::ReadError;

/// What `pPr` says, and what follows from it.
#[derive(Clone, Debug)]
pub(super) struct ParagraphShape<'s> {
    style: &'s Style,
    listed: Listed,
    /// Its end is hidden, so that an empty one is not seen at all.
    ends_hidden: bool,
    /// Its end was removed.
    ends_removed: bool,
    starts_page: bool,
    /// It ends a section.
    ends_section: bool,
    /// Tracked changes of the shape.
    revisions: usize,
}

impl<'s> ParagraphShape<'s> {
    fn new(style: &'s Style) -> Self {
        let listed = Listed::default();
        Self {
            style,
            listed,
            ends_hidden: false,
            ends_removed: false,
            starts_page: false,
            ends_section: false,
            revisions: 0,
        }
    }

    /// The style hides its text.
    pub(super) fn hides(&self) -> bool {
        self.style.is_hidden.unwrap_or(false)
    }
}

/// A paragraph as it is read.
#[derive(Debug)]
pub(super) struct WordParagraph<'s> {
    pub(super) text: String,
    pub(super) shape: ParagraphShape<'s>,
    /// The run that is being read is hidden.
    pub(super) is_hidden: bool,
    /// Text boxes that hang on it.
    pub(super) boxes: Vec<StoryItem>,
    /// Where it begins in its part.
    pub(super) at: usize,
    /// Where its text stands in its part.
    pub(super) traced: Vec<TracedText>,
}

impl<'s> BodyWalk<'s> {
    pub(super) fn run_shape<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        element: &StartTag<'a>,
    ) -> Result<(), ReadError> {
        let styles = self.styles;
        let hidden = self.shapes.runs.read(xml, element, |xml| {
            let (mut style, mut vanish) = (None, None);
            xml.inside(element, |inner| {
                match inner.name() {
                    "rStyle" => style = inner.value(),
                    "vanish" => vanish = Some(inner.is_on()),
                    "rPrChange" => return Visit::Over,
                    _ => {}
                }
                Visit::Into
            })?;
            Ok(vanish.or_else(|| styles.get(style.as_deref()?)?.is_hidden))
        })?;
        self.with_paragraph(|paragraph| {
            paragraph.is_hidden = hidden.unwrap_or_else(|| paragraph.shape.hides())
        });
        Ok(())
    }

    pub(super) fn begin_paragraph(&mut self, at: usize) {
        let text = self.stories.last_mut().map(Story::carried).unwrap_or_default();
        let shape = ParagraphShape::new(self.styles.of_paragraph(None));
        let is_hidden = shape.hides();
        self.paragraphs.push(WordParagraph {
            text,
            shape,
            is_hidden,
            boxes: Vec::new(),
            at,
            traced: Vec::new(),
        });
    }

    pub(super) fn paragraph_shape<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        element: &StartTag<'a>,
    ) -> Result<(), ReadError> {
        let styles = self.styles;
        let shape =
            self.shapes.paragraphs.read(xml, element, |xml| read_shape(xml, element, styles))?;
        self.oddities.revisions += shape.revisions;
        self.with_paragraph(|paragraph| {
            paragraph.is_hidden = shape.hides();
            paragraph.shape = shape;
        });
        Ok(())
    }

    pub(super) fn end_paragraph(&mut self) {
        // the code of a field stays within its paragraph; one that is not ended must not swallow
        // the rest
        self.fields.iter_mut().for_each(|is_result| *is_result = true);
        let (Some(paragraph), Some(story)) = (self.paragraphs.pop(), self.stories.last_mut())
        else {
            return;
        };
        let WordParagraph { mut text, shape, boxes, at, traced, .. } = paragraph;
        if shape.ends_removed {
            story.carry(text);
            story.items.extend(boxes);
            return;
        }
        if !(is_blank(&text) && shape.ends_hidden)
            && let Some(number) = self.numbering.next(&shape.listed, shape.style, self.styles)
        {
            text.insert_str(0, &number);
        }
        if shape.starts_page {
            story.items.push(StoryItem::Page);
        }
        let place = match &story.owner {
            StoryOwner::Body => {
                self.body_paragraphs += usize::from(!is_blank(&text));
                format!("第{}段", self.body_paragraphs)
            }
            StoryOwner::Cell => String::new(),
            StoryOwner::Named(name) => name.clone(),
        };
        if let Some(list) = &mut self.traced {
            let of_cell = || self.tables.last().map(WordGrid::place).unwrap_or_default();
            let place =
                if matches!(story.owner, StoryOwner::Cell) { of_cell() } else { place.clone() };
            let part = self.part.clone();
            let within = (self.open_boxes > 0)
                .then(|| self.paragraphs.first().map(|outer| outer.at))
                .flatten();
            list.push(Traced { place, part, at, within, texts: traced });
        }
        story.paragraph(&text, &place, shape.style.is_contents);
        story.items.extend(boxes);
        if shape.ends_section {
            story.items.push(StoryItem::Page);
        }
    }
}

fn read_shape<'s>(
    xml: &mut Xml<'_>,
    element: &StartTag<'_>,
    styles: &'s WordStyles,
) -> Result<ParagraphShape<'s>, ReadError> {
    let mut style = None;
    let mut shape = ParagraphShape::new(styles.of_paragraph(None));
    xml.inside(element, |inner| {
        match inner.name() {
            "pStyle" => style = inner.value(),
            "pageBreakBefore" => shape.starts_page = inner.is_on(),
            "vanish" => shape.ends_hidden = inner.is_on(),
            "del" | "moveFrom" => {
                shape.ends_removed = true;
                shape.revisions += 1;
            }
            "ins" | "moveTo" => shape.revisions += 1,
            "sectPr" => {
                shape.ends_section = true;
                return Visit::Over;
            }
            // what stood there before a tracked change
            "pPrChange" | "rPrChange" => return Visit::Over,
            _ => shape.listed.take(inner),
        }
        Visit::Into
    })?;
    shape.style = styles.of_paragraph(style.as_deref());
    Ok(shape)
}
