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
mod frame;
mod furniture;
mod grid;
mod header;
mod item;
mod joints;
mod labels;
mod layout;
mod margin;
mod merged;
mod picture;
mod radical;
mod recognised;
mod sheet;
mod uprights;
mod words;

pub(crate) use again::{Corners, DrawnPage, drawn, page_of};

use super::assembly::{Assembly, Prose};
use super::page::Page;
use super::{Limits, Reader, Source};
use crate::document::{Document, NoticeCode, PageTrouble, UnreadPage};
use crate::error::ReadError;
use area::{Area, POINT};
use content::PageContent;
use content::PageReading;
use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use crate::read::ocr::Recogniser;
use rayon::prelude::*;
use sheet::{Budget, PdfSheet};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// PDF.
pub(super) const READER: Reader = Reader { extensions: &["pdf"], is, read };

const RECOGNISE: &str = "请先用文字识别（OCR）软件识别，核对后存为 docx、xlsx 或带文字层的 PDF；也可以用 --ocr 指定文字识别程序";
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

/// Characters on a page that is a picture but for its number or title.
const FEW: usize = 60;
/// A page's content stays unpacked as long as its file is open: it is opened anew behind so many
/// bytes.
const KEPT: usize = 48 << 20;

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    budget::check(source.bytes, source.limits)?;
    let words = Page::new("", source.vocabulary);
    let mut found = Found::default();
    for page in pages(source, &words)? {
        found.add(page);
    }
    if found.is_empty() {
        return Err(nothing(&found, source));
    }
    let contents = found.readings.iter_mut().filter_map(|reading| match reading {
        PageReading::Read(content) => Some(content),
        PageReading::Unread => None,
    });
    furniture::remove(contents.collect(), &words);
    side_by_side(source, &mut found, &words)?;
    let mut assembly = Assembly::new(source.vocabulary);
    let faint = found.recognised.iter().map(|(page, (_, faint))| (*page, faint.clone())).collect();
    flow::write(std::mem::take(&mut found.readings), &faint, &mut assembly, &words);
    found.notices(source).into_iter().for_each(|(code, message)| assembly.notice(code, message, None));
    let document = assembly.finish("pdf", "PDF 文字层", Prose::Lines, source.limits)?;
    Ok(Document { pages: found.pages, unread_pages: found.unread_pages(), ..document })
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

/// A page as it was read.
struct Drawn {
    reading: PageReading,
    unread: Option<PageTrouble>,
    /// Some characters are unknown.
    unknown: bool,
    /// Most of the text lies behind a picture.
    hidden: bool,
    /// Some text stands on a slant.
    slanted: bool,
    /// What was recognised in its picture, or why nothing was.
    recognised: Option<Result<Recognised, String>>,
}

/// A page as it was recognised, and the boxes of words whose digits are doubtful.
type Recognised = (PdfSheet, Vec<Area>);

/// Pages that are worth a thread.
const SHARE: usize = 8;
/// Threads that read one file.
const THREADS: usize = 4;

/// All pages, read by several threads where they are many.
fn pages(source: &Source<'_>, words: &Page<'_>) -> Result<Vec<Drawn>, ReadError> {
    let data: Arc<[u8]> = source.bytes.into();
    let open = || Pdf::new(Arc::new(Arc::clone(&data))).map_err(complaint);
    let count = {
        let pdf = open()?;
        fonts::check(&pdf)?;
        pdf.pages().len()
    };
    check_count(count, source.limits)?;
    let threads = rayon::current_num_threads().min(THREADS).min(count / SHARE).max(1);
    let budget = Budget::new(source.limits.operations);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Drawn)>, ReadError> {
        let mut out = Vec::new();
        while next.load(Ordering::Relaxed) < count {
            let pdf = open()?;
            let cache = InterpreterCache::new();
            let mut kept = 0;
            while kept <= KEPT / threads {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(page) = pdf.pages().get(at) else { return Ok(out) };
                let sheet = sheet::draw(&pdf, page, &cache, &budget)
                    .map_err(|_| too_much(source.limits))?;
                let size = page.render_dimensions();
                let mut drawn = drawn_page(at + 1, &sheet, size, words);
                if let Some(recogniser) = source.recogniser
                    && drawn.unread == Some(PageTrouble::Picture)
                {
                    let found = recognised::sheet(recogniser, (&pdf, page, at + 1), &cache);
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

/// Pages that hold some columns each of one table become one page. They are few, and read once
/// more.
fn side_by_side(
    source: &Source<'_>,
    found: &mut Found,
    words: &Page<'_>,
) -> Result<(), ReadError> {
    let Found { readings, recognised, .. } = found;
    let groups = abreast::groups(readings, words);
    if groups.is_empty() {
        return Ok(());
    }
    let data: Arc<[u8]> = source.bytes.into();
    let pdf = Pdf::new(Arc::new(data)).map_err(complaint)?;
    let (cache, budget) = (InterpreterCache::new(), Budget::new(source.limits.operations));
    for group in groups {
        let mut parts = Vec::new();
        for at in &group {
            if let (Some(PageReading::Read(content)), Some(page)) =
                (readings.get(*at), pdf.pages().get(*at))
            {
                let sheet = match recognised.get(&content.page) {
                    Some((sheet, _)) => sheet.clone(),
                    None => sheet::draw(&pdf, page, &cache, &budget)
                        .map_err(|_| too_much(source.limits))?,
                };
                parts.push((sheet, content));
            }
        }
        let Some((sheet, strips)) = abreast::sheet(parts) else { continue };
        let mut whole = Some((layout::elements(&sheet, words).0, strips));
        for at in group {
            if let Some(PageReading::Read(content)) = readings.get_mut(at) {
                match whole.take() {
                    Some((elements, strips)) => {
                        (content.elements, content.strips) = (elements, strips)
                    }
                    None => (content.elements, content.taken) = (Vec::new(), true),
                }
            }
        }
    }
    Ok(())
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::Limit {
        what: "页面的内容".to_owned(),
        limit: format!("全文 {} 次绘制", limits.operations),
        help: SAVE_AGAIN.to_owned(),
    }
}

/// What stands on a page.
fn drawn_page(
    page: usize,
    sheet: &PdfSheet,
    (width, height): (f32, f32),
    words: &Page<'_>,
) -> Drawn {
    let unread = unread_because(sheet);
    let hidden = sheet.hidden * 2 > sheet.glyphs.len();
    let slanted = sheet.slanted > 0;
    if unread.is_some() {
        return Drawn {
            reading: PageReading::Unread,
            unread,
            unknown: false,
            hidden,
            slanted,
            recognised: None,
        };
    }
    let (width, height) =
        if sheet.turned.is_sideways() { (height, width) } else { (width, height) };
    let (elements, edges) = layout::elements(sheet, words);
    let is_picture = sheet.is_picture && sheet.glyphs.len() < FEW;
    Drawn {
        reading: PageReading::Read(PageContent {
            page,
            size: (length(width), length(height)),
            elements,
            turned: sheet.turned,
            is_picture,
            edges,
            strips: Vec::new(),
            taken: false,
        }),
        unread: is_picture.then_some(PageTrouble::Picture),
        unknown: sheet.unknown > 0,
        hidden,
        slanted,
        recognised: None,
    }
}

/// What was found on the pages so far.
#[derive(Default)]
struct Found {
    readings: Vec<PageReading>,
    /// So many pages there are.
    pages: usize,
    /// Pages that are not read.
    unread: Vec<(usize, PageTrouble)>,
    /// Pages with some characters that are unknown.
    unknown: Vec<usize>,
    /// Pages whose text lies behind a picture.
    hidden: usize,
    /// Pages with text on a slant.
    slanted: Vec<usize>,
    /// Pages whose text was recognised.
    recognised: BTreeMap<usize, Recognised>,
    /// Pages of which nothing was recognised, by the reason.
    unrecognised: BTreeMap<String, Vec<usize>>,
}

impl Found {
    /// Adds the next page.
    fn add(&mut self, drawn: Drawn) {
        let page = self.readings.len() + 1;
        self.unread.extend(drawn.unread.map(|why| (page, why)));
        self.unknown.extend(drawn.unknown.then_some(page));
        self.hidden += usize::from(drawn.hidden);
        self.slanted.extend(drawn.slanted.then_some(page));
        match drawn.recognised {
            Some(Ok(found)) => {
                self.recognised.insert(page, found);
            }
            Some(Err(why)) => self.unrecognised.entry(why).or_default().push(page),
            None => {}
        }
        self.readings.push(drawn.reading);
        self.pages += 1;
    }

    fn is_empty(&self) -> bool {
        self.readings.iter().all(|reading| match reading {
            PageReading::Read(content) => content.elements.is_empty(),
            PageReading::Unread => true,
        })
    }

    fn unread_pages(&self) -> Vec<UnreadPage> {
        self.unread
            .iter()
            .map(|(page, why)| UnreadPage { page: *page, why: *why, file: String::new() })
            .collect()
    }

    fn notices(&self, source: &Source<'_>) -> Vec<(NoticeCode, String)> {
        let mut out = Vec::new();
        let program = source.recogniser.map(Recogniser::name).unwrap_or_default();
        if !self.recognised.is_empty() {
            let pages: Vec<usize> = self.recognised.keys().copied().collect();
            out.push((
                NoticeCode::PagesRecognised,
                format!(
                    "{}是扫描件或图片，文字由 {program} 识别得到，可能有错字：这些页上的问题只作提示，没有把握的数字不判断；请对照原件",
                    listed(&pages)
                ),
            ));
        }
        for (why, pages) in &self.unrecognised {
            out.push((
                NoticeCode::PagesUnrecognised,
                format!("{}没有用 {program} 识别出来：{why}", listed(pages)),
            ));
        }
        for (why, reason) in
            [(PageTrouble::Picture, "是扫描件或图片"), (PageTrouble::Fonts, "的字体没有文字编码")]
        {
            let pages: Vec<usize> = self
                .unread
                .iter()
                .filter(|(_, known)| *known == why)
                .map(|(page, _)| *page)
                .collect();
            if !pages.is_empty() {
                out.push((
                    NoticeCode::PagesUnread,
                    format!(
                        "{}{reason}，其中的文字没有读出，也没有核对；{RECOGNISE}",
                        listed(&pages)
                    ),
                ));
            }
        }
        if !self.unknown.is_empty() {
            out.push((
                NoticeCode::CharactersUnknown,
                format!(
                    "{}有个别字无法得知（显示为“\u{FFFD}”），请对照原文",
                    listed(&self.unknown)
                ),
            ));
        }
        if !self.slanted.is_empty() {
            out.push((
                NoticeCode::SlantedUnread,
                format!("{}有斜着的文字（多半是水印或印章），没有读", listed(&self.slanted)),
            ));
        }
        if self.hidden > 0 {
            out.push((NoticeCode::HiddenTextLayer, format!("有 {} 页的文字是图片后面的隐藏文字层（多半由文字识别得到），可能有错字，请对照原文", self.hidden)));
        }
        out
    }
}

fn length(points: f32) -> area::Length {
    points.clamp(0.0, 20_000.0) as area::Length * POINT
}

/// Whether nothing of a page can be trusted; a page on which nothing is drawn is blank.
fn unread_because(sheet: &PdfSheet) -> Option<PageTrouble> {
    if sheet.glyphs.is_empty() {
        return (sheet.pictures > 0).then_some(PageTrouble::Picture);
    }
    (sheet.unknown * 5 > sheet.glyphs.len()).then_some(PageTrouble::Fonts)
}

/// `第 3、5 页`.
fn listed(pages: &[usize]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = pages.iter().take(SHOWN).map(usize::to_string).collect();
    let more = if pages.len() > SHOWN { format!(" 等 {} ", pages.len()) } else { " ".to_owned() };
    format!("第 {}{more}页", shown.join("、"))
}

/// The error for a file of which no page could be read.
fn nothing(pages: &Found, source: &Source<'_>) -> ReadError {
    let found = match pages.unread.first() {
        None => return ReadError::Empty,
        Some((_, PageTrouble::Picture)) => "没有文字层的 PDF（扫描件或图片）",
        Some((_, PageTrouble::Fonts)) => "字体没有文字编码的 PDF，无法得知文字",
    };
    let help = match (source.recogniser, pages.unrecognised.keys().next()) {
        (Some(program), Some(why)) => {
            format!("{} 没有识别出文字：{why}；请检查 --ocr 的程序，或者先识别，核对后存为 docx、xlsx 或带文字层的 PDF", program.name())
        }
        _ => RECOGNISE.to_owned(),
    };
    ReadError::Unsupported { found: found.to_owned(), help }
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
