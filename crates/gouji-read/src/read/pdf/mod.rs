//! PDF files with a text layer: characters and ruling lines of each page to tables and lines, and
//! these to a document.
//!
//! In: bytes. Out: a document whose places are boxes on pages (`p3 72 90 40 12`: page, left, top,
//! width, height in points). A page without text that can be read is said to be unread.
//! Pages that are pictures are read by the user's own program, where one is given
//! (`recognised`). Deliberately absent: OCR.

mod abreast;
mod again;
mod area;
mod bands;
mod budget;
mod calls;
mod caption;
mod cell;
mod column_cells;
mod columns;
mod content;
mod dark_lines;
mod flow;
mod fonts;
mod found;
mod frame;
mod furniture;
mod grid;
mod header;
mod item;
mod joints;
mod labels;
mod lacking;
mod layout;
mod margin;
mod merged;
mod own;
mod picture;
mod programs;
mod radical;
mod recognised;
mod sheet;
mod uprights;
mod widths;
mod words;

pub use again::{Corners, DrawnPage, drawn, page_of};
pub(super) use found::{Found, drawn_page};
pub use own::{OWN_MARK, OWN_PAGE};
pub(super) use sheet::{Budget, PdfSheet, Pen};

use super::page::Page;
use super::{Limits, Reader, Source};
use found::Drawn;
use gouji_values::document::{Document, PageTrouble};
use gouji_values::error::ReadError;
use gouji_values::lang::{Bilingual, Lang, tell};
use hayro_syntax::{DecryptionError, LoadPdfError};
use programs::{Caches, PdfFile};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// PDF.
pub(super) const READER: Reader = Reader { extensions: &["pdf"], is, read };

/// What to do with a scan.
const RECOGNISE: Bilingual = Bilingual::new(
    "请先用文字识别（OCR）软件识别，核对后存为 docx、xlsx 或带文字层的 PDF",
    "please have its text recognised (OCR) first, check that and save it as docx, xlsx or a PDF with a text layer",
);

/// The same, and how a program that recognises text is named, where the caller takes one.
fn recognise(source: &Source<'_>, lang: Lang) -> String {
    let recognise = RECOGNISE.of(lang);
    match source.recogniser_option {
        Some(option) => tell!(
            lang,
            "{recognise}；也可以用 {option} 指定文字识别程序",
            "{recognise}; or name a program that recognises text with {option}"
        ),
        None => recognise.to_owned(),
    }
}
const SAVE_AGAIN: &str = "请用 PDF 阅读器打开，另存或打印成新的 PDF 再审核";

/// The mark stands near the start; some programs write a few bytes before it.
fn is(source: &Source<'_>) -> bool {
    source
        .bytes
        .iter()
        .take(1024)
        .collect::<Vec<_>>()
        .windows(5)
        .any(|window| window.iter().copied().eq(b"%PDF-"))
}

/// A page's content stays unpacked as long as its file is open: it is opened anew behind so many
/// bytes.
const KEPT: usize = 48 << 20;

/// Whether the end of a file is missing: behind its last object stands where its objects are, or what the first of them
/// is. What is left of such a file can be read, and looks like a whole one with fewer pages and words.
fn is_cut_off(bytes: &[u8]) -> bool {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|window| window == mark);
    last(b"startxref").max(last(b"trailer")) < last(b"endobj")
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    if is_cut_off(source.bytes) {
        return Err(ReadError::damaged(
            "文件的末尾缺失，可能没有下载完或者被截断",
            "请重新取得完整的文件；另存残缺的文件补不回缺少的内容",
        ));
    }
    let (file, opened) = PdfFile::of(source.bytes, source.limits)?;
    let pages_of_file = opened.pdf.pages().len();
    check_count(pages_of_file, source.limits)?;
    let own = own::Own::find(&opened.pdf);
    let count = pages_of_file - own.pages;
    drop(opened);
    let words = Page::new("", source.vocabulary);
    let mut found = Found::default();
    for page in pages(source, &file, count, &words)? {
        found.add(page);
    }
    found.own = own;
    let redraw = |pages: &[usize]| redrawn(source.limits, &file, pages);
    found.document(source, ("pdf", "PDF 文字层"), &redraw)
}

/// Some pages, drawn once more.
fn redrawn(
    limits: &Limits,
    file: &PdfFile<'_>,
    pages: &[usize],
) -> Result<BTreeMap<usize, PdfSheet>, ReadError> {
    let opened = file.open()?;
    let (caches, budget) = (Caches::default(), Budget::new(limits.operations));
    let mut out = BTreeMap::new();
    for at in pages {
        if let Some(page) = opened.pdf.pages().get(*at) {
            out.insert(*at, file.draw(&opened, (*at, page), &caches, &budget)?);
        }
    }
    Ok(out)
}

fn check_count(pages: usize, limits: &Limits) -> Result<(), ReadError> {
    match pages {
        0 => Err(damaged("没有找到页")),
        _ if pages > limits.pages => Err(ReadError::Limit {
            what: format!("页数（{pages} 页）"),
            limit: format!("{} 页", limits.pages),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Pages that are worth a thread.
const SHARE: usize = 8;
/// Threads that read one file.
const THREADS: usize = 4;

/// So many pages, read by several threads where they are many.
fn pages(
    source: &Source<'_>,
    file: &PdfFile<'_>,
    count: usize,
    words: &Page<'_>,
) -> Result<Vec<Drawn>, ReadError> {
    let threads = rayon::current_num_threads().min(THREADS).min(count / SHARE).max(1);
    let budget = Budget::new(source.limits.operations);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Drawn)>, ReadError> {
        let mut out = Vec::new();
        while next.load(Ordering::Relaxed) < count {
            let opened = file.open()?;
            let (pdf, caches) = (&opened.pdf, Caches::default());
            let mut kept = 0;
            while kept <= KEPT / threads {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let page = pdf.pages().get(at).filter(|_| at < count);
                let Some(page) = page else { return Ok(out) };
                let sheet = file.draw(&opened, (at, page), &caches, &budget)?;
                let size = page.render_dimensions();
                let mut drawn = drawn_page(at + 1, &sheet, size, words);
                if let Some(recogniser) = source.recogniser
                    && drawn.unread == Some(PageTrouble::Picture)
                {
                    let found = recognised::sheet(recogniser, (pdf, page, at + 1), &caches.own);
                    if let Ok((sheet, _)) = &found {
                        drawn = drawn_page(at + 1, sheet, size, words);
                    }
                    drawn.recognised = Some(found);
                }
                out.push((at, drawn));
                kept += page.page_stream().map_or(0, <[u8]>::len);
            }
        }
        Ok(out)
    };
    let found: Vec<_> =
        (0..threads).into_par_iter().with_max_len(1).map(|_| work()).collect::<Result<_, _>>()?;
    let mut found: Vec<(usize, Drawn)> = found.into_iter().flatten().collect();
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, page)| page).collect())
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::Limit {
        what: "页面的内容".to_owned(),
        limit: format!("全文 {} 次绘制", limits.operations),
        help: SAVE_AGAIN.to_owned(),
    }
}

fn complaint(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Unsupported {
            found: "有打开密码的 PDF".to_owned(),
            help: "请用密码打开，去掉密码另存后再审核".to_owned(),
        },
        LoadPdfError::Decryption(_) => ReadError::Unsupported {
            found: "加密方式不能识别的 PDF".to_owned(),
            help: "请去掉加密另存后再审核".to_owned(),
        },
        LoadPdfError::Invalid => damaged("PDF 的结构已损坏"),
    }
}

fn damaged(what: &str) -> ReadError {
    ReadError::damaged(what, SAVE_AGAIN)
}
