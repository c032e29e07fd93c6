//! What stands on a page, and pages as they were read.

use super::area::{Area, Length, POINT, Turn};
use super::cell::PdfGrid;
use super::frame::Frame;
use super::words::PdfLine;

/// How far edges of one table differ from page to page.
pub(super) const NEAR: Length = 3 * POINT / 2;

/// What stands on a page, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PdfElement {
    /// A line of text outside tables.
    Line(PdfLine),
    /// A table.
    Table(PdfGrid),
}

impl PdfElement {
    pub(super) fn area(&self) -> Area {
        match self {
            Self::Line(line) => line.area,
            Self::Table(grid) => grid.area,
        }
    }
}

/// Width and height of a page.
pub(super) type PageSize = (Length, Length);

/// What stands on a page, with the page's number and size.
pub(super) struct PageContent {
    /// 1-based number in the file.
    pub page: usize,
    pub size: PageSize,
    pub elements: Vec<PdfElement>,
    /// How it was turned to be read.
    pub turned: Turn,
    /// Most of it is a picture, of which nothing is known.
    pub is_picture: bool,
    /// Edges of its frames.
    pub edges: Edges,
    /// The pages that it was put together from, where they are several.
    pub strips: Vec<Strip>,
    /// What stood on it was added to a page before, beside which it stands.
    pub taken: bool,
}

/// A page as it was read.
pub(super) enum PageReading {
    /// With what stands on it.
    Read(PageContent),
    /// Its text is unknown.
    Unread,
}

/// A stretch of a sheet that is made of several pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strip {
    /// Where it begins on the sheet.
    pub from: Length,
    /// Its page.
    pub page: usize,
    /// How far to the right it was shifted.
    pub shift: Length,
}

/// Edges of the columns and rows of all frames of a page, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    pub xs: Vec<Length>,
    pub ys: Vec<Length>,
}

impl Edges {
    pub(super) fn of(frames: &[Frame]) -> Self {
        let places = |edges: &dyn Fn(&Frame) -> Vec<Length>| merged(frames.iter().flat_map(edges));
        Self { xs: places(&|frame| frame.xs.clone()), ys: places(&|frame| frame.ys.clone()) }
    }
}

/// Distinct places in order, near ones as one.
pub(super) fn merged(places: impl Iterator<Item = Length>) -> Vec<Length> {
    let mut out: Vec<Length> = places.collect();
    out.sort_unstable();
    out.dedup_by(|next, before| *next - *before <= NEAR);
    out
}
