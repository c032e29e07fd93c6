//! Saved web pages: HTML, what Excel, Word and WPS save as a web page, and web archives (MHTML).
//!
//! The encoding is found by its mark, by strict UTF-8, by what the page says, by its content, in
//! this order. A page without tables whose text is set in lines of its own is read as plain text.

mod layout;
mod mhtml;
mod page;
mod token;

pub(super) use layout::PageWriter;
pub(super) use page::{HtmlContent, HtmlItem, content};

use super::assembly::{Assembly, Prose};
use super::encoding::{self, Decoded};
use super::{Limits, Reader, Source, text};
use encoding_rs::Encoding;
use gouji_values::document::{Document, Notice, NoticeCode};
use gouji_values::error::ReadError;
use gouji_values::lang::{bilingual, counted};
use std::borrow::Cow;

/// Web pages, by their first tags.
pub(super) const READER: Reader =
    Reader { extensions: &["html", "htm", "xhtml", "mht", "mhtml"], is, read };

/// Bytes in which a page says what it is.
const HEAD: usize = 4096;
/// What a page may begin with.
const OPENINGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta",
    "<title",
    "<table",
    "<div",
    "<style",
    "<center",
    "<p>",
];

/// A page with its encoding.
struct Page {
    decoded: Decoded<'static>,
    content: HtmlContent,
}

fn is(source: &Source<'_>) -> bool {
    if mhtml::is(source.bytes) {
        return true;
    }
    let head = head(source.bytes);
    let mut rest =
        head.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0'));
    // declarations and comments may stand before
    while rest.starts_with("<!--") || rest.starts_with("<?xml") {
        let Some((_, behind)) = rest.split_once('>') else { break };
        rest = behind.trim_start();
    }
    OPENINGS.iter().any(|opening| rest.starts_with(opening))
        || (source.is_named(READER.extensions)
            && ["</", "<br", "<p"].iter().any(|tag| rest.contains(tag)))
}

/// The beginning in small letters, as far as it is ASCII in any encoding.
fn head(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes);
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let plain: Vec<u8> =
        head.iter().copied().filter(|byte| !wide || (*byte != 0 && *byte < 0x80)).collect();
    String::from_utf8_lossy(&plain).to_ascii_lowercase()
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let pages = match mhtml::pages(source.bytes)? {
        Some(parts) => {
            let pages: Result<Vec<Page>, ReadError> = parts
                .iter()
                .map(|(bytes, charset)| page(bytes, charset.as_deref(), source.limits))
                .collect();
            pages?
        }
        None => vec![page(source.bytes, None, source.limits)?],
    };
    let encoding = pages.first().map_or_else(String::new, |page| page.decoded.encoding.clone());
    let is_frameset = pages.iter().any(|page| page.content.is_frameset);
    let mut notices = Vec::new();
    let mut out = Assembly::new(source.vocabulary);
    let mut writer = PageWriter::new(&mut out);
    let mut lines = String::new();
    for Page { decoded, content } in pages {
        // the places are those of the page's source, not of the text that was taken out of it
        let whole = |notice: Notice| Notice { span: None, ..notice };
        notices.extend(decoded.notices.into_iter().map(whole));
        if content.hidden > 0 {
            let (hidden, pieces) = (content.hidden, counted(content.hidden, "hidden piece"));
            let message = bilingual!(
                "网页中有 {hidden} 处隐藏的内容，没有读",
                "{pieces} of the web page not read"
            );
            notices.push(Notice::whole(NoticeCode::HiddenContent, message));
        }
        if content.is_cut {
            let message = bilingual!(
                "网页在标签中间中断，可能没有保存完整，请核对原网页",
                "the web page breaks off within a tag and may not have been saved as a whole; please look at the original page"
            );
            notices.push(Notice::whole(NoticeCode::PageCut, message));
        }
        if content.has_preformatted {
            content.items.iter().filter_map(line).for_each(|line| lines.extend([line, "\n"]));
        }
        writer.write(content.items).ok_or_else(|| ReadError::Limit {
            what: "网页中表格的合并单元格".to_owned(),
            limit: "表格大小".to_owned(),
            help: "请检查网页是否损坏，或者另存为 Excel 文件后再审核".to_owned(),
        })?;
    }
    let tables = writer.tables;
    if out.is_empty() {
        return Err(nothing(is_frameset, notices.is_empty()));
    }
    let mut document = if tables == 0 && !lines.is_empty() {
        source.limits.admit(&lines, true)?;
        let decoded = Decoded { text: lines.into(), encoding, notices: Vec::new() };
        Document { format: "html", ..text::document(decoded, source.vocabulary) }
    } else {
        out.finish("html", &encoding, Prose::Paragraphs, source.limits)?
    };
    document.notices.extend(notices);
    Ok(document)
}

fn line(item: &HtmlItem) -> Option<&str> {
    match item {
        HtmlItem::Line(line) => Some(line),
        HtmlItem::Table(_) => None,
    }
}

fn page(bytes: &[u8], charset: Option<&str>, limits: &Limits) -> Result<Page, ReadError> {
    let said = charset.map(str::to_owned).or_else(|| charset_in(&head(bytes)));
    let Decoded { text, encoding, notices } =
        encoding::decode_said(bytes, said.and_then(|label| Encoding::for_label(label.as_bytes())))?;
    let content = content(&text, limits.pieces).ok_or_else(|| limits.too_many_pieces())?;
    Ok(Page { decoded: Decoded { text: Cow::Borrowed(""), encoding, notices }, content })
}

/// What a page says of its encoding: `charset=gb2312`, quoted or not.
fn charset_in(head: &str) -> Option<String> {
    let (_, rest) = head.split_once("charset=")?;
    let label: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    (!label.is_empty()).then_some(label)
}

/// Why there is nothing to read.
fn nothing(is_frameset: bool, is_plain: bool) -> ReadError {
    if is_frameset {
        return ReadError::Unsupported {
            found: "框架网页，内容在另外的文件里".to_owned(),
            help: "请审核同名 .files 文件夹中的 sheet001.htm 等文件，或者另存为单个文件网页（.mht）或 Excel 文件".to_owned(),
        };
    }
    if is_plain {
        return ReadError::Unsupported {
            found: "没有文字的网页（内容可能由脚本显示，或者是图片）".to_owned(),
            help: "请在浏览器中打开，全选复制到 Word 或 Excel，保存后再审核".to_owned(),
        };
    }
    ReadError::Empty
}
