//! The characters of some pages once more, with their boxes in the file's own coordinates, so that
//! notes can be put at them. In: the file and a place that its document names. Out: the characters
//! of that place in reading order.

use super::area::{Area, Glyph, POINT};
use super::check_count;
use super::programs::{Caches, PdfFile};
use super::sheet::{self, PdfSheet};
use super::words::ordered;
use crate::read::Limits;
use gouji_values::document::PagePlace;
use gouji_values::error::ReadError;
use hayro_interpret::TransformExt;
use kurbo::{Affine, Point};
use std::collections::{BTreeMap, BTreeSet};

/// The corners of a box in the coordinates of the file, as its reader sees them: upper left and
/// right, lower left and right.
pub type Corners = [(f64, f64); 4];

/// A character of a page.
#[derive(Clone, Copy, Debug)]
pub struct DrawnChar {
    pub char: char,
    area: Area,
}

/// A page as it was drawn.
#[derive(Debug)]
pub struct DrawnPage {
    sheet: PdfSheet,
    /// All of it, as it is seen.
    whole: Area,
    /// From the page as it is seen to the coordinates of the file.
    to_file: Affine,
}

/// The pages of these numbers, from 1, and how many the file has.
pub fn drawn(
    bytes: &[u8],
    pages: &BTreeSet<usize>,
) -> Result<(BTreeMap<usize, DrawnPage>, usize), ReadError> {
    let limits = Limits::default();
    let (file, opened) = PdfFile::of(bytes, &limits)?;
    let pdf = &opened.pdf;
    check_count(pdf.pages().len(), &limits)?;
    let caches = Caches::default();
    let budget = sheet::Budget::new(limits.operations);
    let mut out = BTreeMap::new();
    for (at, page) in pdf.pages().iter().enumerate().filter(|(at, _)| pages.contains(&(at + 1))) {
        let sheet = file.draw(&opened, (at, page), &caches, &budget)?;
        let to_file = page.initial_transform(true).to_kurbo().inverse();
        let (width, height) = page.render_dimensions();
        let whole = Area { right: points(width), bottom: points(height), ..Area::default() };
        out.insert(at + 1, DrawnPage { sheet, whole, to_file });
    }
    Ok((out, pdf.pages().len()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a place on a page, no money"
)]
fn points(length: f32) -> i32 {
    (length.clamp(0.0, 20_000.0) * 100.0) as i32
}

/// Page and box of `p3 72 90 40 12`, in points.
fn parse(place: &str) -> Option<(usize, Area)> {
    let PagePlace { page, left, top, width, height } = PagePlace::parse(place)?;
    let (left, top) = (left.checked_mul(POINT)?, top.checked_mul(POINT)?);
    let (right, bottom) = (
        left.checked_add(width.checked_mul(POINT)?)?,
        top.checked_add(height.checked_mul(POINT)?)?,
    );
    Some((usize::try_from(page).ok()?, Area { left, top, right, bottom }))
}

/// The page of a place.
pub fn page_of(place: &str) -> Option<usize> {
    parse(place).map(|(page, _)| page)
}

impl DrawnPage {
    /// The characters of a place with their boxes on the page.
    pub fn chars(&self, place: &str) -> Vec<DrawnChar> {
        let Some((_, area)) = parse(place) else { return Vec::new() };
        // places are written in whole points
        let area = Area {
            left: area.left - POINT,
            top: area.top - POINT,
            right: area.right + POINT,
            bottom: area.bottom + POINT,
        };
        let within = self.sheet.turned.area(area);
        let glyphs: Vec<Glyph> =
            self.sheet.glyphs.iter().filter(|glyph| within.holds(glyph.area)).copied().collect();
        ordered(&glyphs)
            .into_iter()
            .map(|glyph| DrawnChar { char: glyph.char, area: self.sheet.turned.back(glyph.area) })
            .collect()
    }

    /// Boxes over characters, one for each line of them, in the coordinates of the file.
    pub fn boxes(&self, chars: &[DrawnChar]) -> Vec<Corners> {
        let mut out: Vec<Area> = Vec::new();
        for DrawnChar { area, .. } in chars {
            match out.last_mut() {
                Some(last)
                    if last.is_beside(*area) && area.left - last.right < 4 * area.height() =>
                {
                    *last = last.to(*area)
                }
                _ => out.push(*area),
            }
        }
        out.into_iter().map(|area| self.corners(area)).collect()
    }

    /// The page itself.
    pub fn page_box(&self) -> Corners {
        self.corners(self.whole)
    }

    /// The box of a place itself, where nothing stands in it.
    pub fn place_box(&self, place: &str) -> Option<Corners> {
        parse(place).map(|(_, area)| self.corners(area))
    }

    /// A square at the upper left corner, the so manieth from the top.
    #[expect(clippy::cast_possible_wrap, reason = "a few notes")]
    pub fn corner(&self, number: usize) -> Corners {
        let top = (20 + 26 * (number % 25) as i32) * POINT;
        self.corners(Area { left: 20 * POINT, top, right: 40 * POINT, bottom: top + 20 * POINT })
    }

    #[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
    fn corners(&self, area: Area) -> Corners {
        let turned = self.sheet.turned;
        let upright = turned.area(area);
        let corner = |x: i32, y: i32| {
            let seen = turned.back(Area { left: x, right: x, top: y, bottom: y });
            let point = self.to_file
                * Point::new(
                    f64::from(seen.left) / f64::from(POINT),
                    f64::from(seen.top) / f64::from(POINT),
                );
            (point.x, point.y)
        };
        let Area { left, top, right, bottom } = upright;
        [corner(left, top), corner(right, top), corner(left, bottom), corner(right, bottom)]
    }
}
