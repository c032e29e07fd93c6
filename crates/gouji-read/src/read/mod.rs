//! Bytes to a [`Document`]: what kind of file it is, its encoding, its blocks and tables.
//!
//! In: a name (for messages only) and bytes. Out: a document whose spans are byte ranges of its
//! canonical text. Sniffing is by content, the name's extension is a hint. Every reader runs inside
//! one panic guard. Deliberately absent: files, what a table means (that is `form`), the alignment
//! of cells that were lost.

#[cfg(feature = "formats")]
mod archive;
mod assembly;
mod contents;
mod continued;
#[cfg(feature = "formats")]
mod docx;
mod encoding;
mod furniture;
#[cfg(feature = "formats")]
mod grid;
mod heading;
#[cfg(feature = "formats")]
mod html;
mod indent;
mod join;
mod line;
#[cfg(feature = "formats")]
mod markdown;
mod ocr;
#[cfg(feature = "formats")]
mod ofd;
mod page;
#[cfg(feature = "formats")]
mod pdf;
#[cfg(feature = "formats")]
mod sheet;
mod sniff;
mod source;
mod spaced;
mod table_cells;
mod table_grid;
mod table_stream;
mod text;
mod together;

#[cfg(test)]
mod tests;

#[cfg(feature = "formats")]
pub use docx::{Traced, target_path, trace};
pub use ocr::{PageImage, Recogniser};
#[cfg(feature = "formats")]
pub use pdf::{Corners, DrawnPage, OWN_MARK, OWN_PAGE, drawn, page_of};
#[cfg(feature = "formats")]
pub use sheet::{FINDINGS_MARK, PlainSheet, address, plain_sheets};
pub use sniff::ConversionTarget;
use source::Reader;
pub use source::{Limits, Source};
pub use together::{SetFile, together};

use gouji_values::document::{Document, Notice, NoticeCode};
use gouji_values::error::ReadError;
use gouji_values::lang::bilingual;
use gouji_values::vocabulary::Vocabulary;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All formats; the first that recognises the content reads it. Plain text takes what is left.
const READERS: &[Reader] = &[
    #[cfg(feature = "formats")]
    pdf::READER,
    #[cfg(feature = "formats")]
    ofd::READER,
    #[cfg(feature = "formats")]
    docx::READER,
    #[cfg(feature = "formats")]
    sheet::XLSX,
    #[cfg(feature = "formats")]
    sheet::XLSB,
    #[cfg(feature = "formats")]
    sheet::ODS,
    #[cfg(feature = "formats")]
    sheet::XLS,
    #[cfg(feature = "formats")]
    archive::READER,
    #[cfg(feature = "formats")]
    html::READER,
    #[cfg(feature = "formats")]
    markdown::READER,
    #[cfg(feature = "formats")]
    sheet::SEPARATED,
    text::READER,
];

/// Extensions of files that can be read.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    READERS.iter().flat_map(|reader| reader.extensions).copied()
}

/// Whether files with this extension are documents that are not read as they are.
#[must_use]
pub fn is_unread_extension(extension: &str) -> bool {
    sniff::UNREAD.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether a file of this name is a document: by a known extension; no temporary file of an office
/// program, no report of ours.
#[must_use]
pub fn is_document_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
    !stem.is_empty()
        && (extensions().any(|known| known == extension) || is_unread_extension(extension))
        && !name.starts_with("~$")
        && !name.contains(".gouji.")
}

/// What an office program can make of a file; `None` where the file is read as it is, or no program
/// helps.
#[must_use]
pub fn target(name: &str, bytes: &[u8]) -> Option<ConversionTarget> {
    let (vocabulary, limits) = (&Vocabulary::default(), &Limits::default());
    let source =
        Source { name, bytes, vocabulary, limits, recogniser: None, recogniser_option: None };
    let is_read =
        catch_unwind(AssertUnwindSafe(|| READERS.iter().any(|reader| (reader.is)(&source))));
    if is_read.unwrap_or(true) { None } else { sniff::target(bytes) }
}

/// The text of a file, whatever its encoding.
///
/// # Errors
/// [`ReadError`] where it is no text.
pub fn text_of(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some(error) = sniff::unsupported(bytes) {
        return Err(error);
    }
    encoding::decode(bytes).map(|decoded| decoded.text.into_owned())
}

/// Reads a document; the format and the encoding are found by the content.
///
/// Strange content is never an error: it is read as far as it goes, and [`Document::notices`] say
/// what was strange.
///
/// # Errors
/// [`ReadError::Empty`] where nothing but blanks is in the file, [`ReadError::Limit`] where it is
/// larger than `limits`, [`ReadError::Unsupported`] where it is no text, [`ReadError::Damaged`]
/// where a reader broke down.
pub fn read(
    name: &str,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    limits: &Limits,
) -> Result<Document, ReadError> {
    read_source(&Source {
        name,
        bytes,
        vocabulary,
        limits,
        recogniser: None,
        recogniser_option: None,
    })
}

/// Says of plain text that its name calls it a workbook, a Word file or a PDF: it may be another file than was meant, or
/// not all of it.
fn told_by_name(name: &str, reader: &Reader, mut document: Document) -> Document {
    const PACKED: [&str; 6] = ["xlsx", "xlsb", "ods", "docx", "pdf", "ofd"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let is_text = reader.extensions == text::READER.extensions;
    if is_text && PACKED.contains(&extension.as_str()) {
        let message = bilingual!(
            "文件名是 .{extension}，内容却是纯文本，已按纯文本读；请核对是不是拿错了文件，或者没有保存完整",
            "the file is named .{extension}, but holds plain text and was read as that; please check whether it is the right file and was saved as a whole"
        );
        document.notices.insert(0, Notice::whole(NoticeCode::NamedOtherwise, message));
    }
    document
}

/// As [`read`], pages that are pictures too where something recognises their text.
pub fn read_source(source: &Source<'_>) -> Result<Document, ReadError> {
    let Source { name, bytes, limits, .. } = *source;
    if bytes.len() > limits.bytes {
        return Err(ReadError::Limit {
            what: format!("文件 {name}（{} MiB）", bytes.len() >> 20),
            limit: format!("{} MiB", limits.bytes >> 20),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        });
    }
    let guarded = catch_unwind(AssertUnwindSafe(|| {
        let reader = READERS.iter().find(|reader| (reader.is)(source));
        reader.map_or_else(
            || Err(sniff::unsupported(bytes).unwrap_or_else(sniff::binary)),
            |reader| {
                let mut document = told_by_name(name, reader, (reader.read)(source)?);
                continued::join_continued(&mut document, source.vocabulary);
                Ok(document)
            },
        )
    }));
    guarded.unwrap_or_else(|_| {
        Err(ReadError::damaged(
            format!("读取 {name} 时程序出错"),
            "文件可能已损坏；可以用 Excel、Word 或 WPS 打开，另存为 xlsx、docx 或纯文本再审核",
        ))
    })
}
