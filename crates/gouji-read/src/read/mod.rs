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
pub use together::{SetFile, together};

use gouji_values::document::{Document, Notice, NoticeCode};
use gouji_values::error::ReadError;
use gouji_values::lang::bilingual;
use gouji_values::vocabulary::Vocabulary;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How much a reader may take in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Bytes of the text that a file becomes, or all files of a document set.
    pub text: usize,
    /// Bytes of all that is packed in a file, once unpacked.
    pub unpacked: usize,
    /// Lines and cells of a text, or of all files of a document set.
    pub pieces: usize,
    /// Cells of a workbook.
    pub cells: usize,
    /// Pages of a file.
    pub pages: usize,
    /// Drawing operations on all pages of a file.
    pub operations: usize,
}

/// Cells of a file. A workbook of so many, each checked, takes 350 MB of the 512 that are meant to
/// do.
const MAX_CELLS: usize = 400_000;

/// Lines and cells of a text. In a text each line is a piece beside its cells, so that what may be
/// a workbook may be a text, in rows of one cell, too; a few thousand lines may stand around it.
const MAX_PIECES: usize = 2 * MAX_CELLS + 10_000;

impl Default for Limits {
    /// Meant for 512 MB: a table of 100,000 rows takes 350 to 450 MB while it is checked and its
    /// report written, whether it is right or wrong in each row, a workbook of 400,000 cells
    /// and 10 MB of nothing but sentences that are checked 350, in one line 470.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            text: 10 << 20,
            unpacked: 128 << 20,
            pieces: MAX_PIECES,
            cells: MAX_CELLS,
            pages: 3000,
            operations: 3_000_000,
        }
    }
}

impl Limits {
    /// Refuses a text that is too long, or has too many lines and cells; `has_tokens`: blanks part
    /// cells, too.
    fn admit(&self, text: &str, has_tokens: bool) -> Result<(), ReadError> {
        self.admit_size(text.len())?;
        // none is shorter than its end
        if text.len() <= self.pieces {
            return Ok(());
        }
        if pieces(text, has_tokens) > self.pieces { Err(self.too_many_pieces()) } else { Ok(()) }
    }

    /// Refuses a text of more bytes than may be.
    fn admit_size(&self, bytes: usize) -> Result<(), ReadError> {
        if bytes <= self.text {
            return Ok(());
        }
        Err(ReadError::Limit {
            what: "文件里的文字".to_owned(),
            limit: format!("{} MiB", self.text >> 20),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        })
    }

    /// The error for a file of more lines and cells than may be.
    fn too_many_pieces(&self) -> ReadError {
        ReadError::Limit {
            what: "段落和单元格的个数".to_owned(),
            limit: format!("{} 万", self.pieces / 10_000),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        }
    }
}

/// Lines and cells of a text; `has_tokens`: blanks part cells, too. Blanks beside a line of a grid
/// part nothing more.
fn pieces(text: &str, has_tokens: bool) -> usize {
    if !has_tokens {
        return text.bytes().filter(|byte| matches!(byte, b'\n' | b'\t')).count();
    }
    let mut pieces = 0;
    let (mut is_cell, mut is_parted) = (false, false);
    for c in text.chars() {
        match c {
            '\n' | '\t' | '|' | '｜' | '│' | '┃' => {
                pieces += 1;
                (is_cell, is_parted) = (false, false);
            }
            ' ' | '\u{3000}' => is_parted = is_cell,
            _ => {
                pieces += usize::from(is_parted);
                (is_cell, is_parted) = (true, false);
            }
        }
    }
    pieces
}

/// Bytes with what is known of them.
pub struct Source<'a> {
    /// Name of the file, for messages and as a hint.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// How much may be taken in.
    pub limits: &'a Limits,
    /// What reads pages that are pictures, where there is something.
    pub recogniser: Option<&'a dyn Recogniser>,
    /// How the reader of a message names one to the caller (`--ocr`); none where that cannot be done.
    pub recogniser_option: Option<&'a str>,
}

impl Source<'_> {
    /// Whether the name ends in one of these extensions.
    fn is_named(&self, extensions: &[&str]) -> bool {
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    }
}

/// A format that is read.
struct Reader {
    /// Extensions of its files, in small letters.
    extensions: &'static [&'static str],
    /// Whether the content is of this format.
    is: fn(&Source<'_>) -> bool,
    /// Reads it.
    read: fn(&Source<'_>) -> Result<Document, ReadError>,
}

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
            |reader| Ok(told_by_name(name, reader, (reader.read)(source)?)),
        )
    }));
    guarded.unwrap_or_else(|_| {
        Err(ReadError::damaged(
            format!("读取 {name} 时程序出错"),
            "文件可能已损坏；可以用 Excel、Word 或 WPS 打开，另存为 xlsx、docx 或纯文本再审核",
        ))
    })
}
