//! The pages of a file as they were read, put together to a document: what stands side by side,
//! what could not be read, what was recognised.

use super::abreast;
use super::area::{self, Area, POINT};
use super::content::{PageContent, PageReading};
use super::own::Own;
use super::sheet::PdfSheet;
use super::{flow, furniture, lacking, layout, recognise};
use crate::read::Source;
use crate::read::assembly::{Assembly, Prose};
use crate::read::ocr::Recogniser;
use crate::read::page::Page;
use gouji_values::document::{Document, Notice, NoticeCode, PageTrouble, UnreadPage};
use gouji_values::error::ReadError;
use gouji_values::lang::{Bilingual, BilingualText, Lang, bilingual, counted, tell};
use std::collections::BTreeMap;

/// Characters on a page that is a picture but for its number or title.
const FEW: usize = 60;
/// A page as it was read.
pub(in crate::read) struct Drawn {
    reading: PageReading,
    pub(super) unread: Option<PageTrouble>,
    /// Some characters are unknown.
    unknown: bool,
    /// Most of the text lies behind a picture.
    hidden: bool,
    /// Some text stands on a slant.
    slanted: bool,
    /// What was recognised in its picture, or why nothing was.
    pub(super) recognised: Option<Result<Recognised, String>>,
}

/// A page as it was recognised, and the boxes of words whose digits are doubtful.
pub(super) type Recognised = (PdfSheet, Vec<Area>);

/// What stands on a page.
pub(in crate::read) fn drawn_page(
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
pub(in crate::read) struct Found {
    readings: Vec<PageReading>,
    /// How many pages there are.
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
    /// What an earlier audit put into the file.
    pub(super) own: Own,
}

impl Found {
    /// The document; `redraw` gives pages once more, by their index.
    pub(in crate::read) fn document(
        mut self,
        source: &Source<'_>,
        (format, encoding): (&'static str, &str),
        redraw: &dyn Fn(&[usize]) -> Result<BTreeMap<usize, PdfSheet>, ReadError>,
    ) -> Result<Document, ReadError> {
        if self.is_empty() {
            return Err(nothing(&self, source));
        }
        let words = Page::new("", source.vocabulary);
        let contents = self.readings.iter_mut().filter_map(|reading| match reading {
            PageReading::Read(content) => Some(content),
            PageReading::Unread => None,
        });
        let running = furniture::remove(contents.collect(), &words);
        side_by_side(&mut self, &words, redraw)?;
        let mut assembly = Assembly::new(source.vocabulary);
        let faint = self.recognised.iter().map(|(page, (_, faint))| (*page, faint.clone()));
        let faint = faint.collect();
        flow::write(std::mem::take(&mut self.readings), &faint, &mut assembly, &words);
        for (code, message) in self.notices(source) {
            assembly.notice(code, message, None);
        }
        for (text, pages) in running {
            let told = counted(pages, "page");
            let message = bilingual!(
                "{pages} 页的页眉或页脚都印有“{text}”，里面的数没有核对",
                "page heads or feet print “{text}” ({told}), whose numbers were not checked"
            );
            assembly.notice(NoticeCode::MarginsUnread, message, None);
        }
        let mut document = assembly.finish(format, encoding, Prose::Lines, source.limits)?;
        document.notices.extend(self.lacking(&document, source));
        Ok(Document { pages: self.pages, unread_pages: self.unread_pages(), ..document })
    }

    /// Adds the next page.
    pub(in crate::read) fn add(&mut self, drawn: Drawn) {
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

    /// What the pages that are not read may hold.
    fn lacking(&self, document: &Document, source: &Source<'_>) -> Option<Notice> {
        let pages: Vec<usize> = self.unread.iter().map(|(page, _)| *page).collect();
        let titles = lacking::listed(document, source.vocabulary);
        (!pages.is_empty() && !titles.is_empty()).then(|| Notice {
            code: NoticeCode::PagesUnread,
            message: BilingualText::each(|lang| {
                let (count, pages) = (titles.len(), listed(&pages, lang));
                let tables = counted(count, "table");
                let titles = titles.join(lang.comma());
                tell!(
                    lang,
                    "目录列有、却没有读到的表 {count} 张：{titles}；应在没有读出的{pages}上",
                    "{tables} of the contents not read: {titles}; they should stand on {pages}, not read either"
                )
            }),
            span: None,
        })
    }

    fn notices(&self, source: &Source<'_>) -> Vec<(NoticeCode, BilingualText)> {
        let mut out = Vec::new();
        out.extend(self.own.words().map(|words| (NoticeCode::OwnSheet, words)));
        let program = source.recogniser.map(Recogniser::name).unwrap_or_default();
        if !self.recognised.is_empty() {
            let pages: Vec<usize> = self.recognised.keys().copied().collect();
            out.push((
                NoticeCode::PagesRecognised,
                of_pages(&pages, |lang, pages| {
                    tell!(
                        lang,
                        "{pages}是扫描件或图片，文字由 {program} 识别得到，可能有错字：这些页上的问题只作提示，没有把握的数字不判断；请对照原件",
                        "{pages}: scanned or pictures, with text recognised by {program} that may have mistakes; findings there are hints and uncertain digits are not judged; please compare with the original"
                    )
                }),
            ));
        }
        for (why, pages) in &self.unrecognised {
            out.push((
                NoticeCode::PagesUnrecognised,
                of_pages(pages, |lang, pages| {
                    tell!(
                        lang,
                        "{pages}没有用 {program} 识别出来：{why}",
                        "{pages}: not recognised by {program}: {why}"
                    )
                }),
            ));
        }
        for (why, reason) in [(PageTrouble::Picture, PICTURE), (PageTrouble::Fonts, FONTS)] {
            let pages: Vec<usize> = self
                .unread
                .iter()
                .filter(|(_, known)| *known == why)
                .map(|(page, _)| *page)
                .collect();
            if !pages.is_empty() {
                out.push((
                    NoticeCode::PagesUnread,
                    of_pages(&pages, |lang, pages| {
                        let (reason, help) = (reason.of(lang), recognise(source, lang));
                        tell!(
                            lang,
                            "{pages}{reason}，其中的文字没有读出，也没有核对；{help}",
                            "{pages}: {reason}; the text was neither read nor checked; {help}"
                        )
                    }),
                ));
            }
        }
        if !self.unknown.is_empty() {
            out.push((
                NoticeCode::CharactersUnknown,
                of_pages(&self.unknown, |lang, pages| {
                    tell!(
                        lang,
                        "{pages}有个别字无法得知（显示为“\u{FFFD}”），请对照原文",
                        "{pages}: some characters cannot be known (shown as “\u{FFFD}”); please compare with the original"
                    )
                }),
            ));
        }
        if !self.slanted.is_empty() {
            out.push((
                NoticeCode::SlantedUnread,
                of_pages(&self.slanted, |lang, pages| {
                    tell!(
                        lang,
                        "{pages}有斜着的文字（多半是水印或印章），没有读",
                        "{pages}: slanted text (mostly a watermark or a seal) was not read"
                    )
                }),
            ));
        }
        if self.hidden > 0 {
            let (hidden, pages) = (self.hidden, counted(self.hidden, "page"));
            let message = bilingual!(
                "有 {hidden} 页的文字是图片后面的隐藏文字层（多半由文字识别得到），可能有错字，请对照原文",
                "{pages} with text of a hidden layer behind pictures (mostly recognised by a program), which may have mistakes; please compare with the original"
            );
            out.push((NoticeCode::HiddenTextLayer, message));
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

/// What pages are that are not read.
const PICTURE: Bilingual = Bilingual::new("是扫描件或图片", "scanned or a picture");
const FONTS: Bilingual =
    Bilingual::new("的字体没有文字编码", "the fonts do not say which characters they show");

/// What is said of pages, given in words.
fn of_pages(pages: &[usize], say: impl Fn(Lang, &str) -> String) -> BilingualText {
    BilingualText::each(|lang| say(lang, &listed(pages, lang)))
}

/// `第 3、5 页`.
fn listed(pages: &[usize], lang: Lang) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = pages.iter().take(SHOWN).map(usize::to_string).collect();
    let (shown, count) = (shown.join(lang.comma()), pages.len());
    match count > SHOWN {
        true => tell!(lang, "第 {shown} 等 {count} 页", "pages {shown} and more, {count} in all"),
        false if count == 1 => tell!(lang, "第 {shown} 页", "page {shown}"),
        false => tell!(lang, "第 {shown} 页", "pages {shown}"),
    }
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
            format!(
                "{} 没有识别出文字：{why}；请检查 --ocr 的程序，或者先识别，核对后存为 docx、xlsx 或带文字层的 PDF",
                program.name()
            )
        }
        _ => recognise(source, Lang::Chinese),
    };
    ReadError::Unsupported { found: found.to_owned(), help }
}

/// Pages that hold some columns each of one table become one page. They are few, and drawn once
/// more.
fn side_by_side(
    found: &mut Found,
    words: &Page<'_>,
    redraw: &dyn Fn(&[usize]) -> Result<BTreeMap<usize, PdfSheet>, ReadError>,
) -> Result<(), ReadError> {
    let Found { readings, recognised, .. } = found;
    let groups = abreast::groups(readings, words);
    if groups.is_empty() {
        return Ok(());
    }
    let drawn: Vec<usize> = groups
        .iter()
        .flatten()
        .filter(|at| !recognised.contains_key(&(**at + 1)))
        .copied()
        .collect();
    let mut sheets = redraw(&drawn)?;
    for group in groups {
        let mut parts = Vec::new();
        for at in &group {
            let known = recognised.get(&(at + 1)).map(|(sheet, _)| sheet.clone());
            if let (Some(PageReading::Read(content)), Some(sheet)) =
                (readings.get(*at), known.or_else(|| sheets.remove(at)))
            {
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
