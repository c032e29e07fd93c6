//! The number of a finding beside its mark, small and red, so that a print tells which one is meant.

use super::super::remark::Remark;
use super::{AUTHOR, NAME, PageNote, numbers, text};
use gouji_read::read::Corners;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::collections::BTreeSet;

/// Points of its digits.
const SIZE: f64 = 6.0;
/// How wide a digit, a bracket and a comma of Helvetica are, in parts of its size.
const DIGIT: f64 = 0.556;
const BRACKET: f64 = 0.333;
const COMMA: f64 = 0.278;
/// How many numbers may stand beside one mark.
const MOST: usize = 4;

/// The font of the digits, which every viewer has.
pub(super) fn font(file: &mut Document) -> ObjectId {
    file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica-Bold",
        "Encoding" => "WinAnsiEncoding",
    })
}

/// Puts the numbers of a spot beside it.
#[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
pub(super) fn beside(
    file: &mut Document,
    (page, font): (ObjectId, ObjectId),
    spot: &PageNote,
    remarks: &[Remark],
) -> Option<ObjectId> {
    let (corners, told): (&Corners, &[usize]) = match spot {
        PageNote::Highlight { boxes, remarks } => (boxes.first()?, remarks),
        PageNote::Corner(corners, remark) => (corners, std::slice::from_ref(remark)),
        PageNote::Ticks(_) => return None,
    };
    let told: BTreeSet<usize> =
        told.iter().filter_map(|index| remarks.get(*index)).map(|remark| remark.number).collect();
    let mut words: Vec<String> = told.iter().take(MOST).map(usize::to_string).collect();
    words.extend((told.len() > MOST).then(|| "...".to_owned()));
    // in a print without colours a bare number would be read as one more digit
    let words = format!("[{}]", words.join(","));
    let width = |c: char| match c {
        '0'..='9' => DIGIT,
        '[' | ']' => BRACKET,
        _ => COMMA,
    };
    let width: f64 = words.chars().map(|c| SIZE * width(c)).sum();
    let (width, height) = (width + 1.0, SIZE);
    // the page may be turned: to the right and upwards as its reader sees them
    let [left, right, low, _] = *corners;
    let (along, up) = (unit(left, right)?, unit(low, left)?);
    let at = |x: f64, y: f64| (right.0 + along.0 * x + up.0 * y, right.1 + along.1 * x + up.1 * y);
    let (x, y) = (0.2, -0.5 * height);
    let points = [at(x, y), at(x + width, y), at(x, y + height), at(x + width, y + height)];
    let drawn = format!("q BT /Helv {SIZE} Tf 0.8 0 0 rg 0.5 1.2 Td ({words}) Tj ET Q");
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => numbers([0.0, 0.0, width, height]),
        "Matrix" => numbers([along.0, along.1, up.0, up.1, 0.0, 0.0]),
        "Resources" => dictionary! { "Font" => dictionary! { "Helv" => Object::Reference(font) } },
    };
    let form = file.add_object(Stream::new(form, drawn.into_bytes()));
    let id = file.new_object_id();
    let name = [NAME, b"n", id.0.to_string().as_bytes()].concat();
    let own: Dictionary = dictionary! {
        "Type" => "Annot",
        "Subtype" => "FreeText",
        "Rect" => numbers(super::around(&[points])),
        "P" => Object::Reference(page),
        // printed, and not to be moved by hand
        "F" => 4 + 64,
        "DA" => Object::string_literal(format!("/Helv {SIZE} Tf 0.8 0 0 rg")),
        "BS" => dictionary! { "W" => 0 },
        "Contents" => text(&words),
        "NM" => Object::String(name, StringFormat::Literal),
        "T" => text(AUTHOR),
        "AP" => dictionary! { "N" => Object::Reference(form) },
    };
    file.set_object(id, own);
    Some(id)
}

/// The direction from a point to another one.
#[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
fn unit(from: (f64, f64), to: (f64, f64)) -> Option<(f64, f64)> {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y);
    (length > 0.01).then(|| (x / length, y / length))
}
