//! Shapes that were read already: most runs, paragraphs and cells of a document look like ones
//! before them, and what says so is most of the document.

use super::xml::{StartTag, Xml};
use gouji_values::error::ReadError;

/// Shapes that are kept.
const SHAPES: usize = 16;
/// Bytes of one that is kept.
const LONGEST: usize = 4096;

/// The shapes of one kind of element, by what is written inside it; good for one part, whose
/// prefixes they are written with.
#[derive(Debug)]
pub(super) struct KnownShapes<T> {
    shapes: Vec<Shape<T>>,
}

#[derive(Debug)]
struct Shape<T> {
    /// All behind the start tag, the end tag included.
    written: Box<[u8]>,
    /// Bytes before the end tag.
    inside: usize,
    value: T,
}

impl<T> Default for KnownShapes<T> {
    fn default() -> Self {
        Self { shapes: Vec::new() }
    }
}

impl<T: Clone> KnownShapes<T> {
    /// What the inside of an element that has just begun says: as it was read when the same was
    /// written before, or by `read`, which goes up to its end.
    pub(super) fn read<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        element: &StartTag<'a>,
        read: impl FnOnce(&mut Xml<'a>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if element.is_empty {
            return read(xml);
        }
        let (rest, start) = (xml.rest(), xml.position());
        if let Some(at) = self.shapes.iter().position(|shape| rest.starts_with(&shape.written)) {
            // what is met often comes to stand first
            let ahead = at.saturating_sub(1);
            self.shapes.swap(ahead, at);
            if let Some(shape) = self.shapes.get(ahead) {
                xml.pass(shape.inside)?;
                return Ok(shape.value.clone());
            }
        }
        let value = read(xml)?;
        let inside = xml.at() - start;
        let written = rest.get(..xml.position() - start).unwrap_or(rest);
        if written.len() <= LONGEST {
            self.shapes.truncate(SHAPES - 1);
            self.shapes.push(Shape { written: written.into(), inside, value: value.clone() });
        }
        Ok(value)
    }
}
