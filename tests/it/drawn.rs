//! PDF pages drawn here, for tests of what stands where on a page.

use crate::engines;
use gouji::document::Document;
use gouji::inside::{Limits, read};
use std::fmt::Write;

/// A page in the making, its letters 9 points high and wide.
#[derive(Clone, Default)]
pub struct Page(String);

impl Page {
    /// Words at so many points from the left and the top.
    pub fn text(mut self, left: i32, top: i32, text: &str) -> Self {
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        self.0.push_str(&format!("BT /F 9 Tf 1 0 0 1 {left} {} Tm <{hex}> Tj ET\n", 842 - top - 8));
        self
    }

    /// Words side by side.
    pub fn row(self, top: i32, texts: &[(i32, &str)]) -> Self {
        texts.iter().fold(self, |page, (left, text)| page.text(*left, top, text))
    }

    /// Boxes side by side between these edges, with a word in each.
    pub fn boxes(mut self, (top, bottom): (i32, i32), edges: &[i32], words: &[&str]) -> Self {
        for ends in edges.windows(2) {
            self.0.push_str(&format!(
                "{} {} {} {} re S\n",
                ends[0],
                842 - bottom,
                ends[1] - ends[0],
                bottom - top
            ));
        }
        edges.iter().zip(words).fold(self, |page, (left, word)| page.text(left + 3, top + 3, word))
    }

    /// Rows of boxes below one another.
    pub fn grid(self, top: i32, edges: &[i32], rows: &[&[&str]]) -> Self {
        (0..).zip(rows).fold(self, |page, (at, words)| {
            page.boxes((top + 16 * at, top + 16 + 16 * at), edges, words)
        })
    }

    /// An upright line.
    pub fn upright(mut self, left: i32, (top, bottom): (i32, i32)) -> Self {
        self.0.push_str(&format!("{left} {} m {left} {} l S\n", 842 - top, 842 - bottom));
        self
    }

    /// A curve, as of a picture.
    pub fn curve(mut self) -> Self {
        self.0.push_str("100 100 m 200 300 300 100 400 500 c S\n");
        self
    }

    /// A file of this page alone.
    pub fn file(&self) -> Vec<u8> {
        file(std::slice::from_ref(self))
    }

    pub fn read(&self) -> Document {
        read("file.pdf", &self.file(), engines::vocabulary(), &Limits::default()).unwrap()
    }
}

/// A file of some pages.
pub fn file(pages: &[Page]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect();
    let mut out = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[{kids}]/Count {}>>\nendobj\n\
        3 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0\
        /BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>\nendobj\n",
        pages.len()
    );
    for (at, Page(content)) in (0..).zip(pages) {
        let (page, stream) = (4 + 2 * at, 5 + 2 * at);
        write!(
            out,
            "{page} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 842]/Contents {stream} 0 R/Resources<</Font<</F 3 0 R>>>>>>\nendobj\n\
            {stream} 0 obj\n<</Length {}>>stream\n{content}\nendstream\nendobj\n",
            content.len()
        )
        .unwrap();
    }
    out.push_str("trailer\n<</Root 1 0 R>>\n%%EOF\n");
    out.into_bytes()
}
