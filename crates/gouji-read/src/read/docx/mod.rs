//! Word documents (`docx`, `docm`, `dotx`), transitional and strict. In: the package. Out: the text
//! as Word shows it with all tracked changes accepted: paragraphs with the numbers drawn before
//! them, tables with their merged cells, text boxes behind the paragraph that they hang on, notes
//! at the end.
//!
//! Deliberately absent: headers and footers (whose figures are told), comments, the look of the text.

mod body;
mod known;
mod numbering;
mod numeral;
mod oddities;
mod package;
mod story;
mod styles;
mod table;
mod trace;
mod walk;
mod xml;

pub use trace::Traced;
pub use walk::trace;

use super::assembly::{Assembly, Prose};
use super::grid;
use super::page::Page;
use super::{Reader, Source};
use gouji_values::document::{Document, NoticeCode};
use gouji_values::error::ReadError;
use gouji_values::lang::bilingual;
use package::WordPackage;
pub use package::target_path;
use std::collections::BTreeSet;
use story::StoryItem;
use table::WordGrid;
use walk::{USUAL_PART, walked};

/// ZIP files that hold a Word document.
pub(super) const READER: Reader = Reader { extensions: EXTENSIONS, is, read };

const EXTENSIONS: &[&str] = &["docx", "docm", "dotx"];

fn is(source: &Source<'_>) -> bool {
    if !source.bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    match WordPackage::open(source.bytes, source.limits) {
        Ok(mut package) => {
            let is_word = |types: &str| {
                types.contains("wordprocessingml.document.main")
                    || types.contains("wordprocessingml.template.main")
            };
            package.has(USUAL_PART)
                || matches!(package.part("[Content_Types].xml"), Ok(Some(types)) if is_word(&types))
        }
        // cut off; what it was to be only the name can say
        Err(_) => source.is_named(EXTENSIONS),
    }
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let mut package = WordPackage::open(source.bytes, source.limits)?;
    walked(&mut package, false, |items, walk| {
        let mut assembly = Assembly::new(source.vocabulary);
        assemble(items, &mut assembly);
        assemble(walk.notes(), &mut assembly);
        if assembly.is_empty() {
            return Err(nothing(walk.oddities.pictures + walk.oddities.embedded));
        }
        for (code, message) in walk.oddities.notices() {
            assembly.notice(code, message, None);
        }
        let words = Page::new("", source.vocabulary);
        let margins: BTreeSet<&String> = walk.oddities.margins.iter().collect();
        for text in margins.into_iter().filter(|text| words.bears_figure(text)) {
            let text = text.trim();
            let message = bilingual!(
                "页眉或页脚印有“{text}”，里面的数没有核对",
                "a page head or foot prints “{text}”, whose numbers were not checked"
            );
            assembly.notice(NoticeCode::MarginsUnread, message, None);
        }
        assembly.finish("docx", "UTF-8", Prose::Paragraphs, source.limits)
    })?
}

fn nothing(pictures: usize) -> ReadError {
    if pictures == 0 {
        return ReadError::Empty;
    }
    ReadError::Unsupported {
        found: "只有图片、没有文字的 Word 文档".to_owned(),
        help: "请先用文字识别（OCR）得到文本，核对后再审核".to_owned(),
    }
}

/// Hands over items in order; a table that a page break parted is one.
fn assemble(items: Vec<StoryItem>, assembly: &mut Assembly<'_>) {
    let mut open: Option<Box<WordGrid>> = None;
    // what stands between the open table and the next item
    let (mut is_blank, mut is_page) = (false, false);
    for item in items {
        match item {
            StoryItem::Page => is_page = true,
            StoryItem::Blank => is_blank = true,
            StoryItem::Table(next) => {
                let may_go_on = is_page || next.starts_page || !is_blank;
                let next = match &mut open {
                    Some(table) if may_go_on => table.take_up(*next).map(Box::new),
                    _ => Some(next),
                };
                if let Some(next) = next {
                    put(open.replace(next), assembly);
                }
                (is_blank, is_page) = (false, false);
            }
            StoryItem::Line(line) => {
                put(open.take(), assembly);
                if std::mem::take(&mut is_blank) {
                    assembly.prose("", "");
                }
                is_page = false;
                if line.is_contents {
                    assembly.contents(&line.text, &line.place);
                } else {
                    assembly.prose(&line.text, &line.place);
                }
            }
        }
    }
    put(open, assembly);
}

fn put(table: Option<Box<WordGrid>>, assembly: &mut Assembly<'_>) {
    let Some(table) = table else { return };
    for form in grid::cut(table.rows, assembly.vocabulary()) {
        let grid::Parts { above, rows, below } =
            grid::parts(form, &Page::new("", assembly.vocabulary()));
        for (text, place) in &above {
            assembly.prose(text, place);
        }
        assembly.table(rows);
        for (text, place) in &below {
            assembly.prose(text, place);
        }
    }
}
