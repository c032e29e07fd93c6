//! What a reader is given, how much it may take in, and what it is.

use super::ocr::Recogniser;
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use gouji_values::vocabulary::Vocabulary;

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
pub(super) const MAX_CELLS: usize = 400_000;

/// Lines and cells of a text. In a text each line is a piece beside its cells, so that what may be
/// a workbook may be a text, in rows of one cell, too; a few thousand lines may stand around it.
pub(super) const MAX_PIECES: usize = 2 * MAX_CELLS + 10_000;

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
    pub(super) fn admit(&self, text: &str, has_tokens: bool) -> Result<(), ReadError> {
        self.admit_size(text.len())?;
        // none is shorter than its end
        if text.len() <= self.pieces {
            return Ok(());
        }
        if pieces(text, has_tokens) > self.pieces { Err(self.too_many_pieces()) } else { Ok(()) }
    }

    /// Refuses a text of more bytes than may be.
    pub(super) fn admit_size(&self, bytes: usize) -> Result<(), ReadError> {
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
    pub(super) fn too_many_pieces(&self) -> ReadError {
        ReadError::Limit {
            what: "段落和单元格的个数".to_owned(),
            limit: format!("{} 万", self.pieces / 10_000),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        }
    }
}

/// Lines and cells of a text; `has_tokens`: blanks part cells, too. Blanks beside a line of a grid
/// part nothing more.
pub(super) fn pieces(text: &str, has_tokens: bool) -> usize {
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
    pub(super) fn is_named(&self, extensions: &[&str]) -> bool {
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    }
}

/// A format that is read.
pub(super) struct Reader {
    /// Extensions of its files, in small letters.
    pub(super) extensions: &'static [&'static str],
    /// Whether the content is of this format.
    pub(super) is: fn(&Source<'_>) -> bool,
    /// Reads it.
    pub(super) read: fn(&Source<'_>) -> Result<Document, ReadError>,
}
