//! Where the text of a document stands in its parts, so that notes can be put at it. In: the file.
//! Out: each paragraph with the place that the document knows it by, and the byte of each of its
//! texts.
//!
//! The walk is that of the reader, so that both count alike.

/// A paragraph as it stands in its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// `第12段`; several paragraphs of a cell or of a note have one place.
    pub place: String,
    /// Path of its part.
    pub part: String,
    /// Byte of its start tag.
    pub at: usize,
    /// The paragraph that its text box hangs on.
    pub within: Option<usize>,
    /// The texts that are seen, in their order.
    pub texts: Vec<TracedText>,
}

/// The text of a `t` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedText {
    /// Byte of its start tag.
    pub at: usize,
    pub text: String,
}
