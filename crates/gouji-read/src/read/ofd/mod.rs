//! OFD (GB/T 33190): characters and ruling lines of each page, read as those of a PDF are.
//!
//! In: bytes. Out: a document whose places are boxes on pages, as those of a PDF. A page that is a
//! picture is said to be unread. Deliberately absent: attachments, notes and seals; drawing
//! parameters, clips and colours; several documents in one file but the first.

mod path;
mod text;

use super::page::Page;
use super::pdf::{Budget, Found, PdfSheet, Pen, drawn_page};
use super::sheet::package::{SheetPackage, attribute, push_text, reader};
use super::{Reader, Source};
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use kurbo::{Affine, Rect};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// OFD.
pub(super) const READER: Reader = Reader { extensions: &["ofd"], is, read };

/// What names the file's documents.
const ROOT: &str = "OFD.xml";
const SAVE_AGAIN: &str = "请用 OFD 阅读器打开，确认内容完整后导出为 pdf 或 docx 再审核";
/// Points of a millimetre.
const MILLIMETRE: f64 = 72.0 / 25.4;
/// A sheet of A4, where a file does not say how large its pages are.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

fn is(source: &Source<'_>) -> bool {
    let has_root = || SheetPackage::open(source).is_ok_and(|package| package.has(ROOT));
    source.bytes.starts_with(b"PK\x03\x04") && has_root()
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let mut package = SheetPackage::open(source)?;
    if package.has("Encryptions.xml") {
        return Err(ReadError::Unsupported {
            found: "加密的 OFD 文件".to_owned(),
            help: "请用密码打开，去掉加密后导出为 pdf 或 docx 再审核".to_owned(),
        });
    }
    let root = part(&mut package, ROOT)?;
    let start = leaf(&root, "DocRoot").ok_or_else(|| damaged("没有找到文档"))?;
    let start = joined("", start.trim());
    let file = OfdFile::of(&part(&mut package, &start)?, &start);
    match file.pages.len() {
        0 => return Err(damaged("没有找到页")),
        pages if pages > source.limits.pages => {
            return Err(ReadError::Limit {
                what: format!("页数（{pages} 页）"),
                limit: format!("{} 页", source.limits.pages),
                help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
            });
        }
        _ => {}
    }
    let budget = Budget::new(source.limits.operations);
    let words = Page::new("", source.vocabulary);
    let mut found = Found::default();
    let mut sheets = BTreeMap::new();
    for (at, path) in file.pages.iter().enumerate() {
        let (sheet, size) = file.draw(path, &mut package, &budget)?;
        found.add(drawn_page(at + 1, &sheet, size, &words));
        sheets.insert(at, sheet);
    }
    let redraw = |pages: &[usize]| {
        let own = |at: &usize| Some((*at, sheets.get(at)?.clone()));
        Ok(pages.iter().filter_map(own).collect())
    };
    found.document(source, ("ofd", "OFD 文字"), &redraw)
}

/// What a file says of its pages.
struct OfdFile {
    /// Left, top, width and height of a page that does not say it itself, in millimetres.
    size: [f64; 4],
    /// The pages in order, and what stands on several of them by its number.
    pages: Vec<String>,
    templates: BTreeMap<String, String>,
}

impl OfdFile {
    /// Of the document at a path.
    fn of(document: &str, path: &str) -> Self {
        let size = leaf(document, "PhysicalBox").and_then(|text| numbers(&text));
        let mut out =
            Self { size: size.unwrap_or(A4), pages: Vec::new(), templates: BTreeMap::new() };
        each(document, |element| {
            let target = || Some(joined(path, &attribute(element, "BaseLoc")?));
            match element.local_name().as_ref() {
                "Page" => out.pages.extend(target()),
                "TemplatePage" => {
                    if let (Some(number), Some(target)) = (attribute(element, "ID"), target()) {
                        out.templates.insert(number.into_owned(), target);
                    }
                }
                _ => {}
            }
        });
        out
    }

    /// Draws a page; gives its size in points, too.
    #[expect(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        reason = "places on a page, no money"
    )]
    fn draw(
        &self,
        path: &str,
        package: &mut SheetPackage<'_>,
        budget: &Budget,
    ) -> Result<(PdfSheet, (f32, f32)), ReadError> {
        let page = part(package, path)?;
        let [left, top, width, height] = leaf(&page, "PhysicalBox")
            .and_then(|text| numbers(&text))
            .unwrap_or(self.size)
            .map(|value: f64| value.clamp(-10_000.0, 10_000.0));
        let place = Affine::scale(MILLIMETRE) * Affine::translate((-left, -top));
        let size = (width * MILLIMETRE, height * MILLIMETRE);
        let mut pen = Pen::new(Rect::new(0.0, 0.0, size.0, size.1), budget);
        let mut below = Vec::new();
        each(&page, |element| {
            if element.local_name().as_ref() == "Template" {
                below.extend(
                    attribute(element, "TemplateID")
                        .and_then(|number| self.templates.get(number.as_ref())),
                );
            }
        });
        for path in below {
            draw(&part(package, path)?, place, &mut pen)?;
        }
        draw(&page, place, &mut pen)?;
        let sheet = pen.finish().map_err(|_| too_much())?;
        Ok((sheet, (size.0 as f32, size.1 as f32)))
    }
}

/// Draws what stands on a page.
fn draw(page: &str, place: Affine, pen: &mut Pen<'_>) -> Result<(), ReadError> {
    let mut reader = reader(page);
    // the object that is being read, and where it stands
    let mut object: Option<(Object, Affine)> = None;
    let mut code: Option<text::Code> = None;
    let mut line = String::new();
    loop {
        let event =
            reader.read_event().map_err(|error| damaged("页面的 XML 有误").because(error))?;
        match &event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "TextObject" => object = Some((Object::text(element), place * stands(element))),
                "PathObject" => object = Some((Object::path(element), place * stands(element))),
                "ImageObject" => pen.picture(place.transform_rect_bbox(bounds(element))),
                "TextCode" => {
                    code = Some(text::Code::of(element, code.take()));
                    line.clear();
                }
                "AbbreviatedData" => line.clear(),
                _ => {}
            },
            Event::End(element) => match (element.local_name().as_ref(), &object) {
                ("TextCode", Some((Object::Text { size, scale }, at))) => {
                    if let Some(code) = &code {
                        code.draw(&line, (*size, *scale), *at, pen);
                    }
                }
                ("AbbreviatedData", Some((Object::Path { is_stroked, is_filled }, at))) => {
                    let shape = path::shape(&line);
                    if *is_stroked {
                        pen.path(&shape, *at, true);
                    }
                    if *is_filled {
                        pen.path(&shape, *at, false);
                    }
                }
                ("TextObject" | "PathObject", _) => (object, code) = (None, None),
                _ => {}
            },
            Event::Eof => return Ok(()),
            text => push_text(text, &mut line),
        }
    }
}

/// An object on a page.
enum Object {
    /// Text of this size in millimetres, so much wider than high.
    Text { size: f64, scale: f64 },
    /// A line or a shape.
    Path { is_stroked: bool, is_filled: bool },
}

impl Object {
    fn text(element: &BytesStart<'_>) -> Self {
        let number = |name: &str, usual: f64| number_of(element, name).unwrap_or(usual);
        Self::Text { size: number("Size", 3.5), scale: number("HScale", 1.0) }
    }

    fn path(element: &BytesStart<'_>) -> Self {
        let is_set = |name: &str, usual: bool| {
            attribute(element, name).map_or(usual, |value| value.trim() == "true")
        };
        Self::Path { is_stroked: is_set("Stroke", true), is_filled: is_set("Fill", false) }
    }
}

/// Where an object stands on its page.
fn bounds(element: &BytesStart<'_>) -> Rect {
    let found = attribute(element, "Boundary").and_then(|text| numbers(&text));
    let [left, top, width, height] = found.unwrap_or_default();
    Rect::from_origin_size((left, top), (width, height))
}

/// From what an object draws to its page.
fn stands(element: &BytesStart<'_>) -> Affine {
    let own = attribute(element, "CTM").and_then(|text| numbers(&text)).map(Affine::new);
    Affine::translate(bounds(element).origin().to_vec2()) * own.unwrap_or_default()
}

fn number_of(element: &BytesStart<'_>, name: &str) -> Option<f64> {
    let [number] = numbers(&attribute(element, name)?)?;
    Some(number)
}

/// Numbers that blanks part, as many as are wanted.
fn numbers<const COUNT: usize>(text: &str) -> Option<[f64; COUNT]> {
    let found: Vec<f64> = text
        .split_whitespace()
        .map(|number| number.parse().ok().filter(|number: &f64| number.is_finite()))
        .collect::<Option<_>>()?;
    found.try_into().ok()
}

/// The path of a part that another names; those that begin with `/` are of the whole file.
fn joined(from: &str, to: &str) -> String {
    let to = to.trim();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if to.starts_with('/') { to.to_owned() } else { format!("{folder}/{to}") };
    let mut out: Vec<&str> = Vec::new();
    for step in whole.split('/').filter(|step| !step.is_empty() && *step != ".") {
        match step {
            ".." => drop(out.pop()),
            step => out.push(step),
        }
    }
    out.join("/")
}

fn part(package: &mut SheetPackage<'_>, path: &str) -> Result<String, ReadError> {
    package.xml(path)?.ok_or_else(|| damaged(format!("文件里缺少 {path}")))
}

/// Visits all elements.
fn each(xml: &str, mut visit: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => visit(&element),
            Event::Eof => break,
            _ => {}
        }
    }
}

/// The text of the first element of a name.
fn leaf(xml: &str, name: &str) -> Option<String> {
    let mut reader = reader(xml);
    let (mut out, mut is_inside) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if element.local_name().as_ref() == name => is_inside = true,
            Event::End(_) if is_inside => return Some(out),
            Event::Eof => return None,
            text if is_inside => push_text(&text, &mut out),
            _ => {}
        }
    }
}

fn damaged(what: impl Into<String>) -> ReadError {
    ReadError::damaged(format!("OFD 文件损坏：{}", what.into()), SAVE_AGAIN)
}

fn too_much() -> ReadError {
    ReadError::Limit {
        what: "页面的内容".to_owned(),
        limit: "一份文件的绘制次数".to_owned(),
        help: SAVE_AGAIN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_are_of_the_part_that_names_them() {
        assert_eq!(
            joined("Doc_0/Document.xml", "Pages/Page_0/Content.xml"),
            "Doc_0/Pages/Page_0/Content.xml"
        );
        assert_eq!(joined("Doc_0/Document.xml", "/Doc_1/x.xml"), "Doc_1/x.xml");
        assert_eq!(joined("", "./Doc_0/../Doc_2/a.xml"), "Doc_2/a.xml");
    }
}
