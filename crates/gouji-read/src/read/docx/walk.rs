//! The walk through all parts of a file that hold text: the reader and the writer of notes go it, so
//! that both count alike.

use super::body::BodyWalk;
use super::numbering::Numbering;
use super::package::WordPackage;
use super::story::StoryItem;
use super::styles::WordStyles;
use super::trace::Traced;
use super::xml::{SAVE_AGAIN, Xml, XmlTag};
use crate::read::Limits;
use gouji_values::error::ReadError;

/// The part that mostly holds the body.
pub(super) const USUAL_PART: &str = "word/document.xml";

/// Walks through all parts with text, and hands on what stands in the body, with the walk at its
/// end.
pub(super) fn walked<T>(
    package: &mut WordPackage<'_>,
    tracing: bool,
    take: impl FnOnce(Vec<StoryItem>, &mut BodyWalk<'_>) -> T,
) -> Result<T, ReadError> {
    let main = package
        .relations("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument" && package.has(&relation.target));
    let main = main.map_or_else(|| USUAL_PART.to_owned(), |relation| relation.target);
    let no_body = || ReadError::damaged(format!("{main} 里没有正文"), SAVE_AGAIN);
    let text = package.part(&main)?.ok_or_else(no_body)?;
    let relations = package.relations(&main)?;
    let mut related = |kind: &str| -> Result<Option<(String, &str)>, ReadError> {
        let Some(relation) = relations.iter().find(|relation| relation.kind == kind) else {
            return Ok(None);
        };
        Ok(package.part(&relation.target)?.map(|text| (text, relation.target.as_str())))
    };

    let styles = related("styles")?
        .map(|(text, part)| WordStyles::parse(&text, part))
        .transpose()?
        .unwrap_or_default();
    let numbering = related("numbering")?
        .map(|(text, part)| Numbering::parse(&text, part))
        .transpose()?
        .unwrap_or_default();
    let walk = BodyWalk::new(&styles, numbering);
    let mut walk = if tracing { walk.tracing() } else { walk };
    let items = walk.body(&text, &main)?.ok_or_else(no_body)?;
    drop(text);
    for kind in ["footnotes", "endnotes"] {
        if walk.has_notes()
            && let Some((text, part)) = related(kind)?
        {
            walk.read_notes(&text, part)?;
        }
    }
    for kind in ["header", "footer"] {
        for relation in relations.iter().filter(|relation| relation.kind == kind) {
            if let Some(text) = package.part(&relation.target)? {
                // what cannot be read there is nothing that the text rests on
                walk.oddities.margins.extend(words(&text, &relation.target).ok());
            }
        }
    }
    Ok(take(items, &mut walk))
}

/// The words of a part, one behind the other.
fn words(text: &str, part: &str) -> Result<String, ReadError> {
    let mut xml = Xml::new(text, part);
    let mut out = String::new();
    loop {
        match xml.next()? {
            XmlTag::Start(element) if element.name() == "t" => xml.text(&element, &mut out)?,
            XmlTag::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The paragraphs of a Word document.
pub fn trace(bytes: &[u8]) -> Result<Vec<Traced>, ReadError> {
    let limits = Limits::default();
    let mut package = WordPackage::open(bytes, &limits)?;
    walked(&mut package, true, |_, walk| walk.traced())
}
