//! Paragraphs: their shape, which says what is hidden, removed or numbered, and what becomes of them when they end.

use super::super::story::{Item, Owner, Story, is_blank};
use super::super::table::Grid;
use super::super::trace::Traced;
use super::super::xml::{Element, Visit, Xml};
use super::{Paragraph, Walk};
use crate::error::ReadError;

impl Walk<'_> {
    pub(super) fn run_shape(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), ReadError> {
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
        let hidden = vanish.or_else(|| self.styles.get(style.as_deref()?)?.is_hidden);
        self.with_paragraph(|paragraph| paragraph.is_hidden = hidden.unwrap_or(paragraph.hides));
        Ok(())
    }

    pub(super) fn begin_paragraph(&mut self, at: usize) {
        let text = self.stories.last_mut().map(Story::carried).unwrap_or_default();
        let hides = self.styles.of_paragraph(None).is_hidden.unwrap_or(false);
        self.paragraphs.push(Paragraph { text, hides, is_hidden: hides, at, ..Paragraph::default() });
    }

    pub(super) fn paragraph_shape(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), ReadError> {
        let mut shape = Paragraph::default();
        let mut revisions = 0;
        xml.inside(element, |inner| {
            match inner.name() {
                "pStyle" => shape.style = inner.value(),
                "pageBreakBefore" => shape.starts_page = inner.is_on(),
                "vanish" => shape.ends_hidden = inner.is_on(),
                "del" | "moveFrom" => {
                    shape.ends_removed = true;
                    revisions += 1;
                }
                "ins" | "moveTo" => revisions += 1,
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
        self.oddities.revisions += revisions;
        shape.hides = self.styles.of_paragraph(shape.style.as_deref()).is_hidden.unwrap_or(false);
        self.with_paragraph(|paragraph| {
            let (text, boxes) = (std::mem::take(&mut paragraph.text), std::mem::take(&mut paragraph.boxes));
            let traced = std::mem::take(&mut paragraph.traced);
            *paragraph = Paragraph { text, boxes, is_hidden: shape.hides, at: paragraph.at, traced, ..shape };
        });
        Ok(())
    }

    pub(super) fn end_paragraph(&mut self) {
        // the code of a field stays within its paragraph; one that is not ended must not swallow the rest
        self.fields.iter_mut().for_each(|is_result| *is_result = true);
        let (Some(paragraph), Some(story)) = (self.paragraphs.pop(), self.stories.last_mut()) else { return };
        let Paragraph { mut text, boxes, at, traced, .. } = paragraph;
        if paragraph.ends_removed {
            story.carry(text);
            story.items.extend(boxes);
            return;
        }
        let style = self.styles.of_paragraph(paragraph.style.as_deref());
        if !(is_blank(&text) && paragraph.ends_hidden)
            && let Some(number) = self.numbering.next(&paragraph.listed, style, self.styles)
        {
            text.insert_str(0, &number);
        }
        if paragraph.starts_page {
            story.items.push(Item::Page);
        }
        let place = match &story.owner {
            Owner::Body => {
                self.body_paragraphs += usize::from(!is_blank(&text));
                format!("第{}段", self.body_paragraphs)
            }
            Owner::Cell => String::new(),
            Owner::Named(name) => name.clone(),
        };
        if let Some(list) = &mut self.traced {
            let of_cell = || self.tables.last().map(Grid::place).unwrap_or_default();
            let place = if matches!(story.owner, Owner::Cell) { of_cell() } else { place.clone() };
            let part = self.part.clone();
            let within = (self.open_boxes > 0).then(|| self.paragraphs.first().map(|outer| outer.at)).flatten();
            list.push(Traced { place, part, at, within, texts: traced });
        }
        story.paragraph(&text, &place, style.is_contents);
        story.items.extend(boxes);
        if paragraph.ends_section {
            story.items.push(Item::Page);
        }
    }
}
