//! PDF files: highlights on the figures with the note in a popup and its number beside it, and the
//! list of findings on pages behind the last one, appended as an incremental update, so that the
//! file as it was is the beginning of the copy. In: the file and its audit. Out: its bytes and what
//! is appended.
//!
//! Highlights have no appearance streams, as every viewer draws them; numbers have some, and the
//! reader knows them by their names.

mod list;
mod number;

use super::anchor::{counts, find, stretches};
use super::remark::{Remark, RemarkTone, remarks, ticks};
use super::{AUTHOR, Refusal, Subject};
use gouji_read::read::{Corners, DrawnPage, OWN_MARK, OWN_PAGE, drawn, page_of};
use gouji_values::document::Span;
use lopdf::{
    Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the names of our annotations begin with.
const NAME: &[u8] = OWN_MARK.as_bytes();
/// Where the trailer of a copy says how long the file was, and its digest.
const LENGTH: &[u8] = b"GoujiLength";
const DIGEST: &[u8] = b"GoujiDigest";

/// Writes the copy.
pub(super) fn write(subject: &Subject<'_>) -> Result<Vec<u8>, Refusal> {
    let load =
        |bytes| Document::load_mem(bytes).map_err(|_| Refusal::strange("PDF 的目录读不出来"));
    let mut file = load(subject.bytes)?;
    let subject = match before_us(subject.bytes, &file) {
        Some(bytes) => {
            file = load(bytes)?;
            &Subject { bytes, ..*subject }
        }
        None => subject,
    };
    if file.is_encrypted() || file.was_encrypted() || file.trailer.has(b"Encrypt") {
        return Err(Refusal::Encrypted);
    }
    if file.objects.values().any(is_signature) {
        return Err(Refusal::Signed);
    }
    let ids = file.get_pages();
    let own_pages: Vec<ObjectId> =
        ids.values().copied().filter(|id| is_own_page(&file, *id)).collect();
    let mut remarks = remarks(subject);
    let ticks = if subject.options.ticks { ticks(subject) } else { Vec::new() };
    let spots = Spots::find(subject, &remarks, &ticks)?;
    for spot in spots.by_page.values().flatten() {
        if let PageNote::Corner(_, remark) = spot
            && let Some(remark) = remarks.get_mut(*remark)
        {
            remark.tell_place();
        }
    }
    if spots.count != ids.len() {
        return Err(Refusal::strange("页的目录不一致"));
    }
    let ours: BTreeSet<ObjectId> =
        file.objects.iter().filter(|(_, object)| is_ours(object)).map(|(id, _)| *id).collect();

    let mut out = IncrementalDocument::create_from(subject.bytes.to_vec(), file);
    let mut is_changed = !own_pages.is_empty();
    for page in own_pages {
        list::remove(&mut out, page)?;
    }
    let digits = number::font(&mut out.new_document);
    for (number, id) in &ids {
        let page = usize::try_from(*number).unwrap_or(0);
        let old = annotations(out.get_prev_documents(), *id)?;
        let mut kept: Vec<Object> =
            old.iter().filter(|entry| !is_ours_or_in(entry, &ours)).cloned().collect();
        let notes = spots.by_page.get(&page).map_or(&[][..], Vec::as_slice);
        let sheet = spots.pages.get(&page).copied().unwrap_or_default();
        if notes.is_empty() && kept.len() == old.len() {
            continue;
        }
        for note in notes {
            let file = &mut out.new_document;
            let mut made = annotate(file, (*id, sheet), note, &remarks);
            made.extend(number::beside(file, (*id, digits), note, &remarks));
            kept.extend(made.into_iter().map(Object::Reference));
        }
        out.opt_clone_object_to_new_document(*id).map_err(strange)?;
        let page =
            out.new_document.get_object_mut(*id).and_then(Object::as_dict_mut).map_err(strange)?;
        page.set("Annots", Object::Array(kept));
        is_changed = true;
    }
    // without findings a page says by what rules and on which day there were none
    let has_list = !remarks.is_empty() || (subject.options.imprint.is_some() && subject.is_first);
    if !is_changed && !has_list {
        return Ok(subject.bytes.to_vec());
    }
    if has_list {
        list::add(&mut out, subject, &remarks)?;
    }
    let length = i64::try_from(subject.bytes.len()).unwrap_or(0);
    out.new_document.trailer.set(LENGTH, Object::Integer(length));
    let digest = Object::String(digest(subject.bytes), StringFormat::Hexadecimal);
    out.new_document.trailer.set(DIGEST, digest);
    let mut bytes = Vec::new();
    out.save_to(&mut bytes).map_err(|_| Refusal::strange("追加的内容写不出来"))?;
    Ok(bytes)
}

/// The file as it was before an earlier run, where nothing but ours was appended since.
fn before_us<'a>(bytes: &'a [u8], file: &Document) -> Option<&'a [u8]> {
    const END: &[u8] = b"%%EOF";
    let length = file.trailer.get(LENGTH).and_then(Object::as_i64).ok()?;
    let (before, appended) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    let ends = appended.windows(END.len()).filter(|window| *window == END).count();
    // a program that writes the file anew may keep the trailer
    let known = file.trailer.get(DIGEST).and_then(Object::as_str).ok()?;
    (ends == 1 && known == digest(before)).then_some(before)
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Whether a page holds the list of findings of an earlier run.
fn is_own_page(file: &Document, page: ObjectId) -> bool {
    let resolved = |object: &Object| match object {
        Object::Reference(id) => file.get_object(*id).cloned(),
        other => Ok(other.clone()),
    };
    let info = file.get_dictionary(page).and_then(|page| resolved(page.get(b"PieceInfo")?));
    info.is_ok_and(|info| info.as_dict().is_ok_and(|dict| dict.has(OWN_PAGE.as_bytes())))
}

fn strange(_: lopdf::Error) -> Refusal {
    Refusal::strange("页的内容读不出来")
}

/// A signature covers byte ranges of the file.
fn is_signature(object: &Object) -> bool {
    object.as_dict().is_ok_and(|dict| dict.has(b"ByteRange") && dict.has(b"Contents"))
}

fn is_ours(object: &Object) -> bool {
    let Ok(dict) = object.as_dict() else { return false };
    dict.get(b"NM").and_then(Object::as_str).is_ok_and(|name| name.starts_with(NAME))
        && dict.has(b"Subtype")
}

fn is_ours_or_in(entry: &Object, ours: &BTreeSet<ObjectId>) -> bool {
    match entry {
        Object::Reference(id) => ours.contains(id),
        other => is_ours(other),
    }
}

/// The annotations of a page, as they are listed.
fn annotations(file: &Document, page: ObjectId) -> Result<Vec<Object>, Refusal> {
    let page = file.get_dictionary(page).map_err(strange)?;
    let Ok(list) = page.get(b"Annots") else { return Ok(Vec::new()) };
    let list = match list {
        Object::Reference(id) => file.get_object(*id).map_err(strange)?,
        other => other,
    };
    Ok(list.as_array().cloned().unwrap_or_default())
}

/// What is to be put on a page.
#[derive(Clone, Debug, PartialEq)]
enum PageNote {
    /// Remarks by index on the same boxes.
    Highlight { boxes: Vec<Corners>, remarks: Vec<usize> },
    /// Figures that agree.
    Ticks(Vec<Corners>),
    /// A remark on the document as a whole.
    Corner(Corners, usize),
}

/// What is to be put where.
struct Spots {
    by_page: BTreeMap<usize, Vec<PageNote>>,
    /// Boxes of the pages.
    pages: BTreeMap<usize, [f64; 4]>,
    /// Pages of the file.
    count: usize,
}

/// Boxes on a page.
type Place = (usize, Vec<Corners>);

impl Spots {
    fn find(subject: &Subject<'_>, remarks: &[Remark], ticks: &[Span]) -> Result<Self, Refusal> {
        let document = &subject.audit.document;
        let spans = remarks.iter().filter_map(|remark| remark.span).chain(ticks.iter().copied());
        let mut pages: BTreeSet<usize> = spans
            .flat_map(|span| stretches(document, span))
            .filter_map(|stretch| page_of(stretch.place))
            .collect();
        // what has no place goes to the first page
        pages.extend((!remarks.is_empty()).then_some(1));
        let (pages, count) =
            drawn(subject.bytes, &pages).map_err(|error| Refusal::strange(error.to_string()))?;
        let mut by_page: BTreeMap<usize, Vec<PageNote>> = BTreeMap::new();
        let mut agreeing: BTreeMap<usize, Vec<Corners>> = BTreeMap::new();
        for (page, boxes) in ticks.iter().flat_map(|span| places(subject, *span, &pages)) {
            agreeing.entry(page).or_default().extend(boxes);
        }
        for (page, boxes) in agreeing {
            by_page.entry(page).or_default().push(PageNote::Ticks(boxes));
        }
        let mut corners = 0;
        for (index, remark) in remarks.iter().enumerate() {
            let places = remark.span.map(|span| places(subject, span, &pages)).unwrap_or_default();
            if places.is_empty() {
                let first = pages.first_key_value().ok_or_else(|| Refusal::strange("没有页"))?;
                by_page
                    .entry(*first.0)
                    .or_default()
                    .push(PageNote::Corner(first.1.corner(corners), index));
                corners += 1;
            }
            for (page, own) in places {
                let spots = by_page.entry(page).or_default();
                let same = spots.iter_mut().find_map(|spot| match spot {
                    PageNote::Highlight { boxes, remarks } if *boxes == own => Some(remarks),
                    _ => None,
                });
                match same {
                    Some(remarks) => remarks.push(index),
                    None => spots.push(PageNote::Highlight { boxes: own, remarks: vec![index] }),
                }
            }
        }
        let pages =
            pages.into_iter().map(|(number, page)| (number, around(&[page.page_box()]))).collect();
        Ok(Self { by_page, pages, count })
    }
}

/// The boxes of a span: of its characters, or of its whole place where they are not found.
fn places(subject: &Subject<'_>, span: Span, pages: &BTreeMap<usize, DrawnPage>) -> Vec<Place> {
    let place = |stretch: super::anchor::AnchorStretch<'_>| {
        let number = page_of(stretch.place)?;
        let page = pages.get(&number)?;
        let chars: Vec<_> =
            page.chars(stretch.place).into_iter().filter(|drawn| counts(drawn.char)).collect();
        let native: Vec<char> = chars.iter().map(|drawn| drawn.char).collect();
        let found = find(&native, &stretch)
            .and_then(|range| chars.get(range))
            .map(|chars| page.boxes(chars));
        Some((number, found.or_else(|| Some(vec![page.place_box(stretch.place)?]))?))
    };
    stretches(&subject.audit.document, span).into_iter().filter_map(place).collect()
}

/// Adds the annotations of a spot; gives them in the order of the page's list.
fn annotate(
    file: &mut Document,
    (page, sheet): (ObjectId, [f64; 4]),
    spot: &PageNote,
    remarks: &[Remark],
) -> Vec<ObjectId> {
    let said = |indices: &[usize]| {
        indices.iter().filter_map(|index| remarks.get(*index)).collect::<Vec<_>>()
    };
    let (boxes, told) = match spot {
        PageNote::Highlight { boxes, remarks } => (boxes.as_slice(), said(remarks)),
        PageNote::Ticks(boxes) => (boxes.as_slice(), Vec::new()),
        PageNote::Corner(corner, remark) => (std::slice::from_ref(corner), said(&[*remark])),
    };
    let id = file.new_object_id();
    let around = around(boxes);
    let tone = told.iter().map(|remark| remark.tone).max().unwrap_or(RemarkTone::Agrees);
    let mut own = dictionary! {
        "Type" => "Annot",
        "Rect" => numbers(around),
        "P" => Object::Reference(page),
        "F" => 4,
        "C" => colour(tone),
        "NM" => Object::String([NAME, id.0.to_string().as_bytes()].concat(), StringFormat::Literal),
        "T" => text(AUTHOR),
    };
    if matches!(spot, PageNote::Corner(..)) {
        own.set("Subtype", "Text");
        own.set("Name", "Note");
    } else {
        own.set("Subtype", "Highlight");
        own.set("QuadPoints", numbers(boxes.iter().flatten().flat_map(|(x, y)| [*x, *y])));
    }
    if told.is_empty() {
        own.set("Contents", text("已核对，相符"));
        file.set_object(id, own);
        return vec![id];
    }
    let contents: Vec<String> = told.iter().map(|remark| remark.text()).collect();
    own.set("Contents", text(&contents.join("\n\n")));
    own.set(
        "Subj",
        text(&told.iter().map(|remark| remark.rule.as_str()).collect::<Vec<_>>().join("、")),
    );
    let popup = file.add_object(popup(id, page, around, sheet));
    own.set("Popup", Object::Reference(popup));
    file.set_object(id, own);
    vec![id, popup]
}

/// The window with the note, beside the highlight and within the page.
#[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
fn popup(
    parent: ObjectId,
    page: ObjectId,
    [_, _, right, top]: [f64; 4],
    sheet: [f64; 4],
) -> Dictionary {
    let left = (right + 4.0).min(sheet[2] - 260.0).max(sheet[0]);
    let top = top.max(sheet[1] + 140.0).min(sheet[3]);
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Popup",
        "Rect" => numbers([left, top - 140.0, left + 260.0, top]),
        "P" => Object::Reference(page),
        "Parent" => Object::Reference(parent),
        "Open" => false,
        "NM" => Object::String([NAME, b"p", parent.0.to_string().as_bytes()].concat(), StringFormat::Literal),
    }
}

/// Left, bottom, right and top of all boxes.
fn around(boxes: &[Corners]) -> [f64; 4] {
    let points = || boxes.iter().flatten().copied();
    let (x, y) = points().next().unwrap_or_default();
    points().fold([x, y, x, y], |a, (x, y)| [a[0].min(x), a[1].min(y), a[2].max(x), a[3].max(y)])
}

/// Two decimals of a point are enough.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    reason = "a place on a page, no money"
)]
fn numbers(values: impl IntoIterator<Item = f64>) -> Object {
    Object::Array(
        values
            .into_iter()
            .map(|value| Object::Real(((value * 100.0).round() / 100.0) as f32))
            .collect(),
    )
}

#[expect(clippy::float_arithmetic, reason = "a colour, no money")]
fn colour(tone: RemarkTone) -> Object {
    let part = |at: usize| {
        let byte = tone
            .colour()
            .get(at..at + 2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .unwrap_or(0);
        Object::Real(f32::from(byte) / 255.0)
    };
    Object::Array(vec![part(0), part(2), part(4)])
}

/// Text in UTF-16, as PDF files have it; written in hexadecimal, so that no byte of it is taken for
/// syntax.
fn text(words: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}
