//! What is drawn on a page: characters with their boxes, ruling lines, pictures. In: a page. Out: a
//! [`PdfSheet`]. What a clip hides is left out by the box of the clip. Deliberately absent:
//! colours, outlines; what belongs together.

use super::area::{Area, Glyph, Length, POINT, RulingLine, Turn};
use super::radical::ideograph;
use super::{calls, own, widths};
use hayro_cmap::BfString;
use hayro_interpret::font::{self, GlyphRun};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Filled shapes as thin as this are lines.
const THIN: Length = 3 * POINT;
/// Lines shorter than this are dots and strokes of signs.
const SHORT: Length = 3 * POINT;
/// A line that leaves its direction by more is none.
const SLANT: Length = POINT;

/// Text whose base line rises or falls by one in so many is on a slant; pages that were scanned
/// stand less askew.
const SLANTED: Length = 8;

/// A page as drawn.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct PdfSheet {
    /// Characters in the order of drawing, upright for the reader.
    pub(super) glyphs: Vec<Glyph>,
    /// Ruling lines.
    pub(super) rules: Vec<RulingLine>,
    /// Pictures, and curves as letters have them where they are drawn as shapes.
    pub(super) pictures: usize,
    /// A picture takes most of the page.
    pub(super) is_picture: bool,
    /// Characters whose meaning the file does not tell.
    pub(super) unknown: usize,
    /// Characters that are there for searching only, behind a picture.
    pub(super) hidden: usize,
    /// Characters on a slant, which are left out: watermarks and stamps.
    pub(super) slanted: usize,
    /// How all of it was turned to be read.
    pub(super) turned: Turn,
    /// Drawing operations.
    pub(super) operations: usize,
}

/// Too much is drawn.
#[derive(Debug)]
pub(in crate::read) struct Flood;

/// Why a page was not drawn.
#[derive(Debug)]
pub(super) enum Halt {
    /// Too much is drawn.
    Flood,
    /// Outlines of characters clip what is drawn, and the programs of fonts are set aside.
    Outlines,
}

impl From<Flood> for Halt {
    fn from(_: Flood) -> Self {
        Self::Flood
    }
}

/// The drawing operations that are left for a file, whichever thread reads its pages.
#[derive(Debug)]
pub(in crate::read) struct Budget(AtomicUsize);

impl Budget {
    /// A budget of this many operations.
    pub(in crate::read) fn new(operations: usize) -> Self {
        Self(AtomicUsize::new(operations))
    }

    fn left(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn take(&self, operations: usize) -> Result<(), Flood> {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(operations))
            .map_or(Err(Flood), |_| Ok(()))
    }
}

/// Operations that are taken from the budget at once.
const STEP: usize = 1024;

/// Draws a page; `has_outlines`: with the programs of all fonts.
pub(super) fn draw<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    (cache, budget): (&InterpreterCache<'a>, &Budget),
    has_outlines: bool,
) -> Result<PdfSheet, Halt> {
    let calls = calls::of(page, budget.left());
    if calls.has_clips && !has_outlines {
        return Err(Halt::Outlines);
    }
    budget.take(calls.cost)?;
    let (width, height) = page.render_dimensions();
    let visible = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut pen = Pen::new(visible, budget);
    let own = own::numbers(page);
    let part = |render_content: RenderContent, pen: &mut Pen<'_>| {
        let settings = InterpreterSettings { render_content, ..InterpreterSettings::default() };
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, visible, cache, pdf.xref(), settings);
        // the interpreter cannot be stopped: unwinding is the only way out of content that calls
        // itself again and again
        catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, pen)))
    };
    let drawn = if own.is_empty() {
        part(RenderContent::all(), &mut pen)
    } else {
        // our numbers are told from what others drew
        let page = part(RenderContent::PAGE, &mut pen);
        let before = pen.sheet.glyphs.len();
        let annotations = page.and_then(|()| part(RenderContent::ANNOTATIONS, &mut pen));
        let mut at = 0;
        pen.sheet.glyphs.retain(|glyph| {
            at += 1;
            at <= before || !own.iter().any(|own| own.holds(glyph.area))
        });
        annotations
    };
    match drawn {
        Ok(()) => Ok(pen.finish()?),
        Err(payload) if payload.is::<Flood>() => Err(Halt::Flood),
        Err(payload) => resume_unwind(payload),
    }
}

impl PdfSheet {
    /// Turned so that most of its text is level.
    fn upright(mut self, page: Area) -> Self {
        let mut turns = [0_usize; 4];
        for glyph in &self.glyphs {
            if let Some(count) = turns.get_mut(usize::from(glyph.turn)) {
                *count += 1;
            }
        }
        let most =
            (0..4_u8).zip(turns).rev().max_by_key(|(_, count)| *count).map_or(0, |(turn, _)| turn);
        if most != 0 {
            let turn = Turn::of(most, page);
            self.glyphs.iter_mut().for_each(|glyph| *glyph = turn.glyph(*glyph));
            self.rules.iter_mut().for_each(|rule| *rule = turn.rule(*rule));
            self.turned = turn;
        }
        self
    }
}

/// Notes what is drawn.
pub(in crate::read) struct Pen<'b> {
    sheet: PdfSheet,
    visible: Area,
    /// What may be seen since each clip that is in force: spreadsheets cut off a cell's text where
    /// the next one is filled.
    clips: Vec<Area>,
    /// A blank came last.
    blank: bool,
    budget: &'b Budget,
}

#[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
fn length(points: f64) -> Length {
    // far off any page, and far from overflow when lengths are added
    (points.clamp(-20_000.0, 20_000.0) * f64::from(POINT)).round() as Length
}

pub(super) fn area(rect: Rect) -> Area {
    Area {
        left: length(rect.min_x()),
        top: length(rect.min_y()),
        right: length(rect.max_x()),
        bottom: length(rect.max_y()),
    }
}

impl<'b> Pen<'b> {
    /// On a page of this size.
    pub(in crate::read) fn new(visible: Rect, budget: &'b Budget) -> Self {
        Self {
            sheet: PdfSheet::default(),
            visible: area(visible),
            clips: Vec::new(),
            blank: false,
            budget,
        }
    }

    /// What was drawn, as it is read.
    pub(in crate::read) fn finish(self) -> Result<PdfSheet, Flood> {
        self.budget.take(self.sheet.operations % STEP)?;
        let mut sheet = self.sheet.upright(self.visible);
        widths::settle(&mut sheet.glyphs);
        Ok(sheet)
    }
}

impl Pen<'_> {
    /// What may be seen now.
    fn seen(&self) -> Area {
        self.clips.last().copied().unwrap_or(self.visible)
    }

    fn clip(&mut self, clip: Area) {
        self.clips.push(self.seen().within(clip));
    }

    pub(in crate::read) fn count(&mut self) {
        self.sheet.operations += 1;
        if self.sheet.operations.is_multiple_of(STEP) && self.budget.take(STEP).is_err() {
            resume_unwind(Box::new(Flood));
        }
    }

    fn glyph(&mut self, glyph: &font::Glyph<'_>, transform: Affine, hidden: bool) {
        self.count();
        let width = match glyph {
            font::Glyph::Outline(outline) => outline.advance_width(),
            font::Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let width = f64::from(width.unwrap_or(500.0).clamp(0.0, 10_000.0));
        match glyph.as_unicode() {
            Some(BfString::Char(char)) => self.letters(&[char], width, transform, hidden),
            Some(BfString::String(text)) => {
                self.letters(&text.chars().collect::<Vec<_>>(), width, transform, hidden)
            }
            None => self.letters(&[char::REPLACEMENT_CHARACTER], width, transform, hidden),
        }
    }

    /// The characters of a glyph that is so wide, in thousandths of the size of its font; from there
    /// to the page.
    pub(in crate::read) fn letters(
        &mut self,
        chars: &[char],
        width: f64,
        transform: Affine,
        hidden: bool,
    ) {
        let corner = |x: f64, y: f64| transform * Point::new(x, y);
        let area = area(Rect::from_points(corner(0.0, -200.0), corner(width, 800.0)));
        let (origin, ahead) = (corner(0.0, 0.0), corner(1000.0, 0.0));
        let (right, down) =
            (length(ahead.x) - length(origin.x), length(ahead.y) - length(origin.y));
        if right.abs().min(down.abs()) * SLANTED > right.abs().max(down.abs()) {
            self.sheet.slanted += 1;
            return;
        }
        let turn = match right.abs() >= down.abs() {
            true if right >= 0 => 0,
            true => 2,
            false if down >= 0 => 1,
            false => 3,
        };
        self.chars(chars, area, turn, hidden);
    }

    /// The characters of one glyph (`fi` is two) share its box.
    fn chars(&mut self, chars: &[char], area: Area, turn: u8, hidden: bool) {
        if !self.seen().holds(area) {
            return;
        }
        let count = Length::try_from(chars.len()).unwrap_or(Length::MAX).max(1);
        for (index, char) in (0..count).zip(chars) {
            if char.is_whitespace()
                || matches!(char, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}')
            {
                self.blank = true;
                continue;
            }
            let is_unknown =
                char.is_control() || matches!(char, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
            let upright = area.turned(turn);
            let from = upright.left + upright.width() / count * index;
            let part = Area { left: from, right: from + upright.width() / count, ..upright }
                .turned((4 - turn) % 4);
            self.sheet.unknown += usize::from(is_unknown);
            self.sheet.hidden += usize::from(hidden);
            let char =
                if char.is_control() { char::REPLACEMENT_CHARACTER } else { ideograph(*char) };
            self.sheet.glyphs.push(Glyph {
                char,
                area: part,
                turn,
                blank: std::mem::take(&mut self.blank),
            });
        }
    }

    /// A picture.
    pub(in crate::read) fn picture(&mut self, drawn: Rect) {
        self.count();
        self.sheet.pictures += 1;
        let drawn = area(drawn);
        self.sheet.is_picture |= drawn.width() * 4 >= self.visible.width() * 3
            && drawn.height() * 2 >= self.visible.height();
        // some programs draw lines as pictures one dot high
        self.filled(drawn);
    }

    /// A straight stroke.
    fn stroke(&mut self, from: Point, to: Point) {
        let area = area(Rect::from_points(from, to));
        let level = area.height() <= SLANT && area.width() >= SHORT;
        if level || (area.width() <= SLANT && area.height() >= SHORT) {
            self.rule(area, level);
        }
    }

    fn rule(&mut self, area: Area, level: bool) {
        let seen = self.seen();
        // lines at the edge of what is seen are half hidden
        let around = Area {
            left: seen.left - THIN,
            top: seen.top - THIN,
            right: seen.right + THIN,
            bottom: seen.bottom + THIN,
        };
        let area = area.within(around);
        if area.right < area.left || area.bottom < area.top {
            return;
        }
        self.sheet.rules.push(match level {
            true => RulingLine { level, at: area.centre(), from: area.left, to: area.right },
            false => RulingLine { level, at: area.middle(), from: area.top, to: area.bottom },
        });
    }

    /// A filled shape that is as thin as a line.
    fn filled(&mut self, area: Area) {
        if area.height() <= THIN && area.width() >= SHORT && area.width() > area.height() {
            self.rule(area, true);
        } else if area.width() <= THIN && area.height() >= SHORT {
            self.rule(area, false);
        }
    }

    /// The straight parts of a path, or its shapes where it is filled.
    pub(in crate::read) fn path(&mut self, path: &BezPath, transform: Affine, stroked: bool) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        let mut shape: Option<Rect> = None;
        for element in path.elements() {
            self.count();
            let (from, to) = match element {
                PathEl::MoveTo(point) => {
                    if let Some(shape) = shape.take().filter(|_| !stroked) {
                        self.filled(area(shape));
                    }
                    start = transform * *point;
                    (start, start)
                }
                PathEl::LineTo(point) => (last, transform * *point),
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    self.sheet.pictures += 1;
                    let to = transform * *point;
                    (to, to)
                }
                PathEl::ClosePath => (last, start),
            };
            if stroked && from != to {
                self.stroke(from, to);
            }
            let reached = Rect::from_points(from, to);
            shape = Some(shape.map_or(reached, |shape| shape.union(reached)));
            last = to;
        }
        if let Some(shape) = shape.filter(|_| !stroked) {
            self.filled(area(shape));
        }
    }
}

impl<'a> Device<'a> for Pen<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count();
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let stroked = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        self.path(path, props.transform, stroked);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_)) {
            self.count();
            self.filled(area(props.transform.transform_rect_bbox(*rect)));
        } else {
            self.draw_path(&rect.to_path(0.1), props, mode);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let hidden = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), hidden);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let size = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        self.picture(props.transform.transform_rect_bbox(size));
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.count();
        self.clip(area(clip.path.bounding_box()));
    }

    fn push_clip_rect(&mut self, clip: &Rect) {
        self.count();
        self.clip(area(*clip));
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}
