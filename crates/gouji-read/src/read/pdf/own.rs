//! What an earlier audit put into a file: numbers beside its marks, and pages with its list. They are
//! no part of the document. Whoever hides something behind our mark is told of: a notice says that
//! something was left out, and where.

use super::area::Area;
use super::sheet;
use gouji_values::lang::{BilingualText, Lang, tell};
use hayro_interpret::TransformExt;
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{ANNOTS, AP, RECT};
use hayro_syntax::object::{Array, Dict, Rect, String as PdfString};
use hayro_syntax::page::Page;

/// What the names of our annotations begin with.
pub const OWN_MARK: &str = "gouji-";
/// The entry among the data of programs by which our pages are known.
pub const OWN_PAGE: &str = "gouji";

/// What was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Own {
    /// Pages at the end of the file.
    pub pages: usize,
    /// Numbers on other pages.
    pub numbers: usize,
}

impl Own {
    /// Looks for it.
    pub(super) fn find(pdf: &Pdf) -> Self {
        let pages = pdf.pages().iter().rev().take_while(|page| is_own(page)).count();
        // a file of nothing else is read as any is
        let pages = if pages < pdf.pages().len() { pages } else { 0 };
        Self { pages, numbers: pdf.pages().iter().map(|page| numbers(page).len()).sum() }
    }

    /// What is to be said of it.
    pub(super) fn words(self) -> Option<BilingualText> {
        let Self { pages, numbers } = self;
        let told = |lang: Lang| {
            let pages = (pages > 0).then(|| {
                tell!(lang, "最后 {pages} 页是问题清单", "the last {pages} pages list findings")
            });
            let numbers = (numbers > 0).then(|| {
                tell!(lang, "{numbers} 处是问题的序号", "{numbers} places are numbers of findings")
            });
            let words: Vec<String> = pages.into_iter().chain(numbers).collect();
            let words = words.join(lang.of("，", ", "));
            tell!(
                lang,
                "文件里有以前审核时加上的内容，没有审核：{words}",
                "what an earlier audit put into the file was not audited: {words}"
            )
        };
        (pages > 0 || numbers > 0).then(|| BilingualText::each(told))
    }
}

/// Whether a page holds the list of findings.
fn is_own(page: &Page<'_>) -> bool {
    let info = page.raw().get::<Dict<'_>>(b"PieceInfo".as_slice());
    info.is_some_and(|info| info.contains_key(OWN_PAGE.as_bytes()))
}

/// Where our numbers stand on a page, as its reader sees it.
pub(super) fn numbers(page: &Page<'_>) -> Vec<Area> {
    let Some(list) = page.raw().get::<Array<'_>>(ANNOTS) else { return Vec::new() };
    let to_seen = page.initial_transform(true).to_kurbo();
    let place = |annotation: Dict<'_>| {
        let name = annotation.get::<PdfString<'_>>(b"NM".as_slice())?;
        let is_ours = name.as_bytes().starts_with(OWN_MARK.as_bytes());
        let rect = annotation.get::<Rect>(RECT).filter(|_| is_ours)?;
        annotation.get::<Dict<'_>>(AP)?;
        let rect = kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1);
        Some(sheet::area(to_seen.transform_rect_bbox(rect)))
    };
    list.iter::<Dict<'_>>().filter_map(place).collect()
}
