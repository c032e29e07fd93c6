//! Pages that are pictures, and what the user's own program for recognising text says of them.
//!
//! In: a page as a picture, then the program's words. Out: words with their boxes, and how sure the
//! program is of each. Deliberately absent: running a program (that is `cli`), what the words mean.

#[cfg(feature = "formats")]
mod hocr;
#[cfg(feature = "formats")]
mod png;
#[cfg(feature = "formats")]
mod tsv;
#[cfg(feature = "formats")]
mod words;

#[cfg(feature = "formats")]
pub(super) use png::{Dots, png};
#[cfg(feature = "formats")]
pub(super) use words::{RecognisedWord, words};

use std::fmt::Debug;

/// A page as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// 1-based number of the page in its file.
    pub page: usize,
    /// The picture, grey, as a PNG file.
    pub png: Vec<u8>,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
    /// Dots per inch.
    pub dpi: u32,
}

/// What recognises the text of pages that are pictures: a program of the user's own.
pub trait Recogniser: Debug + Send + Sync {
    /// Its name for people.
    fn name(&self) -> String;

    /// The words of a page, as TSV with a head (`left top width height conf text`, as tesseract
    /// writes it) or as hOCR, boxes in dots of the picture.
    ///
    /// # Errors
    /// Why there are none, in Chinese.
    fn recognise(&self, image: &PageImage) -> Result<String, String>;
}
