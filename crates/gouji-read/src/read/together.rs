//! Several documents as one: a document set such as a report and the workbook with its forms.
//!
//! In: the documents of the files, or why a file could not be read. Out: a document whose text is
//! theirs one after the other; lines, columns and native places stay those of each file.

use super::Limits;
use gouji_values::document::{
    Block, Document, File, Locator, Notice, NoticeCode, RecognisedText, Span, UnreadPage,
};
use gouji_values::error::ReadError;
use gouji_values::lang::{BilingualText, bilingual};

/// A file of a document set.
#[derive(Debug)]
pub struct SetFile {
    /// Its name.
    pub name: String,
    /// Its document, or why it could not be read.
    pub document: Result<Document, ReadError>,
}

/// Puts documents together, in their order. A file that could not be read is a notice that names
/// it.
///
/// # Errors
/// [`ReadError`] of the first file if no file could be read, [`ReadError::Empty`] if there is no
/// file, [`ReadError::Limit`] if they are too large together; further files are not read then.
pub fn together(
    parts: impl IntoIterator<Item = SetFile>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let mut out = Document { format: "set", ..Document::default() };
    let mut locators = Vec::new();
    let mut encodings: Vec<String> = Vec::new();
    let mut trouble = Err(ReadError::Empty);
    let mut pieces = 0_usize;
    for SetFile { name, document } in parts {
        match document {
            Ok(document) => {
                pieces += document.blocks.len()
                    + document
                        .tables
                        .iter()
                        .flat_map(|table| &table.rows)
                        .map(Vec::len)
                        .sum::<usize>();
                limits.admit_size(out.text.len().saturating_add(document.text.len()))?;
                if pieces > limits.pieces {
                    return Err(limits.too_many_pieces());
                }
                if !encodings.contains(&document.encoding) {
                    encodings.push(document.encoding.clone());
                }
                locators.push(append(&mut out, name, document));
            }
            Err(error) => {
                let message = bilingual!("{name} 没有读：{error}", "{name} was not read: {error}");
                out.notices.push(Notice::whole(NoticeCode::FileUnread, message));
                trouble = trouble.or(Err(error));
            }
        }
    }
    if out.files.is_empty() {
        return trouble;
    }
    out.locator = Locator::join(&out.text, locators);
    out.encoding = encodings.join("、");
    Ok(out)
}

/// Adds a document behind the others; gives where its text begins, with its locator.
fn append(out: &mut Document, name: String, document: Document) -> (u32, Locator) {
    let Document {
        text,
        blocks,
        tables,
        locator,
        format,
        encoding: _,
        notices,
        files,
        stored,
        unread,
        recognised,
        unread_pages,
        pages,
        is_paged,
    } = document;
    let start = u32::try_from(out.text.len()).unwrap_or(u32::MAX);
    out.text.push_str(&text);
    if files.is_empty() {
        out.files.push(File {
            name: name.clone(),
            span: Span::new(start as usize, out.text.len()),
            format,
        });
    }
    out.files.extend(files.into_iter().map(|file| File {
        name: format!("{name}/{}", file.name),
        span: file.span.shifted(start),
        ..file
    }));
    if !out.text.ends_with('\n') {
        out.text.push('\n');
    }
    let (first_block, first_table) = (out.blocks.len(), out.tables.len());
    out.blocks.extend(blocks.into_iter().map(|block| match block {
        Block::Paragraph(mut paragraph) => {
            paragraph.text.shift(start);
            Block::Paragraph(paragraph)
        }
        Block::Table(table) => Block::Table(table + first_table),
    }));
    out.tables.extend(tables.into_iter().map(|mut table| {
        table.span = table.span.shifted(start);
        table.block += first_block;
        for cell in table.rows.iter_mut().flatten() {
            cell.span = cell.span.shifted(start);
            cell.text.shift(start);
        }
        table
    }));
    out.stored.extend(stored.into_iter().map(|(span, value)| (span.shifted(start), value)));
    out.recognised.extend(
        recognised
            .into_iter()
            .map(|text| RecognisedText { span: text.span.shifted(start), ..text }),
    );
    out.unread.extend(unread.into_iter().map(|at| at.saturating_add(start)));
    out.unread_pages.extend(unread_pages.into_iter().map(|page| {
        let file =
            if page.file.is_empty() { name.clone() } else { format!("{name}/{}", page.file) };
        UnreadPage { file, ..page }
    }));
    out.pages += pages;
    out.is_paged |= is_paged;
    out.notices.extend(notices.into_iter().map(|notice| Notice {
        code: notice.code,
        message: if notice.span.is_some() {
            notice.message
        } else {
            BilingualText::each(|lang| format!("{name}{}{}", lang.colon(), notice.message.of(lang)))
        },
        span: notice.span.map(|span| span.shifted(start)),
    }));
    (start, locator)
}
