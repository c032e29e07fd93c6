//! Word documents: comments at the very figures, whose runs are shaded. The package is patched:
//! only the parts with text, the comments and what declares them are written anew.
//!
//! The reader's own walk says where each text stands in its part (`read::trace`), so that both
//! count paragraphs alike.

mod comments;
mod runs;
mod strip;

use super::anchor::{counts, find, stretches};
use super::package::Package;
use super::remark::{Remark, RemarkTone, remarks, ticks};
use super::xml::{Edits, MarkupTag, tags};
use super::{Refusal, Subject};
use gouji_read::read::{Traced, trace};
use gouji_values::document::Span;
use runs::{RunMarks, RunPiece};
use std::collections::BTreeMap;
use std::ops::Range;

/// Writes the copy.
pub(super) fn write(subject: &Subject<'_>) -> Result<Vec<u8>, Refusal> {
    let stripped = strip::stripped(subject.bytes)?;
    let bytes = stripped.as_deref().unwrap_or(subject.bytes);
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let paragraphs = trace(bytes).map_err(|error| Refusal::strange(error.to_string()))?;
    let text = Paragraphs::new(&paragraphs, &main);

    let mut remarks = remarks(subject);
    let mut marks = RunMarks::default();
    for span in ticks(subject).into_iter().filter(|_| subject.options.ticks) {
        text.locate(subject, span)
            .shaded
            .into_iter()
            .for_each(|piece| marks.shade(piece, RemarkTone::Agrees));
    }
    let first = comments::first_id(&mut package, &main)?;
    for (id, remark) in (first..).zip(&mut remarks) {
        let place = remark.span.map(|span| text.locate(subject, span)).unwrap_or_default();
        place.shaded.iter().cloned().for_each(|piece| marks.shade(piece, remark.tone));
        match (place.commented.first(), place.commented.last()) {
            (Some(first), Some(last)) => marks.comment(id, first.clone(), last.clone()),
            _ => match place.paragraph.or(text.start) {
                // without a figure the whole paragraph is meant; without a place the start of the
                // document
                Some(paragraph) => {
                    marks.comment_paragraph(id, paragraph, place.paragraph.is_some());
                    if place.paragraph.is_none() {
                        remark.tell_place();
                    }
                }
                None => return Err(Refusal::strange("正文里没有段落")),
            },
        }
    }
    for (part, marks) in marks.by_part(&paragraphs, &main) {
        let xml = package.long(&part)?;
        let tags = tags(&xml, &part)?;
        let prefix = prefix(&tags)?;
        let mut edits = Edits::default();
        marks.write(&xml, &tags, prefix, &mut edits)?;
        if !edits.is_empty() {
            let changed = edits.apply(&xml)?;
            package.put_last(&part, changed)?;
        }
    }
    let numbered: Vec<(usize, &Remark)> = (first..).zip(&remarks).collect();
    comments::write(&mut package, &main, &numbered)?;
    package.finish()
}

/// The path of the part with the body.
fn main_part(package: &mut Package<'_>) -> Result<String, Refusal> {
    let main = package
        .relations("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| relation.target);
    Ok(main.filter(|part| package.has(part)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The prefix of WordprocessingML in a part, with the colon: attributes need one.
fn prefix<'a>(tags: &[MarkupTag<'a>]) -> Result<&'a str, Refusal> {
    tags.first()
        .map(MarkupTag::prefix)
        .filter(|prefix| !prefix.is_empty())
        .ok_or_else(|| Refusal::strange("XML 没有前缀"))
}

/// Where something stands in the parts of the package.
#[derive(Clone, Debug, Default)]
struct Place {
    /// Texts to be shaded.
    shaded: Vec<RunPiece>,
    /// Those of them that a comment can be put at: Word allows none in text boxes and notes.
    commented: Vec<RunPiece>,
    /// The paragraph of the body that it stands in.
    paragraph: Option<usize>,
}

/// The paragraphs of the document by their places.
struct Paragraphs<'t> {
    list: &'t [Traced],
    by_place: BTreeMap<&'t str, Vec<usize>>,
    main: &'t str,
    /// Byte of the first paragraph.
    start: Option<usize>,
}

impl<'t> Paragraphs<'t> {
    fn new(list: &'t [Traced], main: &'t str) -> Self {
        let mut by_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, paragraph) in list.iter().enumerate() {
            by_place.entry(&paragraph.place).or_default().push(index);
        }
        let own = |paragraph: &&Traced| paragraph.part == main && paragraph.within.is_none();
        let start = list.iter().filter(own).map(|paragraph| paragraph.at).min();
        Self { list, by_place, main, start }
    }

    /// Finds what a span of the canonical text stands for.
    fn locate(&self, subject: &Subject<'_>, span: Span) -> Place {
        let mut out = Place::default();
        for stretch in stretches(&subject.audit.document, span) {
            let Some(paragraphs) = self.by_place.get(stretch.place) else { continue };
            // each character that counts, with its paragraph, its text and its byte there
            let mut native: Vec<char> = Vec::new();
            let mut at: Vec<(usize, usize, usize)> = Vec::new();
            for paragraph in paragraphs {
                let texts = self.list.get(*paragraph).map_or(&[][..], |paragraph| &paragraph.texts);
                for (number, text) in texts.iter().enumerate() {
                    for (byte, c) in text.text.char_indices().filter(|(_, c)| counts(*c)) {
                        native.push(c);
                        at.push((*paragraph, number, byte));
                    }
                }
            }
            let found = find(&native, &stretch);
            let lead = found
                .as_ref()
                .and_then(|found| at.get(found.start))
                .map(|(paragraph, ..)| *paragraph);
            // Word tells blank paragraphs and those that hold something alike
            let filled = || {
                paragraphs.iter().copied().find(|paragraph| {
                    self.list.get(*paragraph).is_some_and(|it| !it.texts.is_empty())
                })
            };
            let of_body = lead
                .or_else(filled)
                .or(paragraphs.first().copied())
                .and_then(|paragraph| self.of_body(paragraph));
            out.paragraph = out.paragraph.or(of_body);
            let chars = native
                .iter()
                .zip(&at)
                .skip(found.as_ref().map_or(0, |found| found.start))
                .take(found.map_or(0, |found| found.len()));
            let mut pieces: Vec<RunPiece> = Vec::new();
            for (c, (paragraph, text, byte)) in chars {
                let range: Range<usize> = *byte..*byte + c.len_utf8();
                match pieces
                    .last_mut()
                    .filter(|last| (last.paragraph, last.text) == (*paragraph, *text))
                {
                    Some(last) => last.range.end = range.end,
                    None => pieces.push(RunPiece { paragraph: *paragraph, text: *text, range }),
                }
            }
            let is_open = |piece: &&RunPiece| {
                self.list.get(piece.paragraph).is_some_and(|paragraph| {
                    paragraph.part == self.main && paragraph.within.is_none()
                })
            };
            out.commented.extend(pieces.iter().filter(is_open).cloned());
            out.shaded.extend(pieces);
        }
        out
    }

    /// The byte of a paragraph of the body, or of the one that its text box hangs on.
    fn of_body(&self, paragraph: usize) -> Option<usize> {
        let paragraph = self.list.get(paragraph).filter(|paragraph| paragraph.part == self.main)?;
        Some(paragraph.within.unwrap_or(paragraph.at))
    }
}
