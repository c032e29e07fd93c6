//! The pictures of a page as one picture of the page, for programs that recognise text.
//!
//! In: a page. Out: grey dots, upright as its reader sees it, and how many of them make an inch.
//! Deliberately absent: text, lines and shadings that are drawn: pages that are pictures have none.

use crate::read::ocr::Dots;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, Paint, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect};

/// Pictures of a page that are looked at; a scan has one, or some strips.
const PICTURES: usize = 200;
/// Dots of all pictures of a page, and of the page.
const DOTS: usize = 80_000_000;
/// Dots per inch that a page is given.
const DPI: std::ops::RangeInclusive<f64> = 100.0..=400.0;
/// Points of an inch.
const INCH: f64 = 72.0;

/// A picture that is drawn on a page.
struct Shot {
    width: usize,
    height: usize,
    /// 0 is black.
    grey: Vec<u8>,
    /// How much of it covers what lies below; all of it without.
    alpha: Option<Vec<u8>>,
    /// From its dots to the page.
    transform: Affine,
}

/// Takes up what is drawn.
#[derive(Default)]
struct Camera {
    shots: Vec<Shot>,
    dots: usize,
}

/// The pictures of a page, and their dots per inch; `None` where there are none, or too many.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places on a page, no money"
)]
pub(super) fn picture<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
) -> Option<(Dots, u32)> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut camera = Camera::default();
    interpret_page(page, &mut context, &mut camera);
    if camera.shots.is_empty() || camera.dots > DOTS {
        return None;
    }
    let finest = camera.shots.iter().map(Shot::dpi).fold(*DPI.start(), f64::max);
    let dpi = finest.min(*DPI.end()).round();
    let scale = dpi / INCH;
    let (across, down) = ((width * scale).ceil() as usize, (height * scale).ceil() as usize);
    if across.saturating_mul(down) > DOTS || across == 0 || down == 0 {
        return None;
    }
    let mut dots = Dots::white(across, down);
    for shot in &camera.shots {
        shot.put(scale, &mut dots);
    }
    Some((dots, dpi as u32))
}

impl Shot {
    /// Its dots per inch where it stands.
    #[expect(clippy::float_arithmetic, reason = "places on a page, no money")]
    fn dpi(&self) -> f64 {
        let [a, b, ..] = self.transform.as_coeffs();
        let size = a.hypot(b);
        if size > 0.0 { INCH / size } else { 0.0 }
    }

    /// Lays it on a page that has this many dots per point.
    #[expect(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "places on a page, no money"
    )]
    fn put(&self, scale: f64, page: &mut Dots) {
        let whole = Rect::new(0.0, 0.0, self.width as f64, self.height as f64);
        let seen = Affine::scale(scale) * self.transform;
        let reached = seen.transform_rect_bbox(whole);
        let back = seen.inverse();
        if !back.as_coeffs().iter().all(|value| value.is_finite()) {
            return;
        }
        let within = |value: f64, most: usize| (value.max(0.0) as usize).min(most);
        let columns = within(reached.x0.floor(), page.width)..within(reached.x1.ceil(), page.width);
        for y in within(reached.y0.floor(), page.height)..within(reached.y1.ceil(), page.height) {
            for x in columns.clone() {
                let at = back * Point::new(x as f64 + 0.5, y as f64 + 0.5);
                if !whole.contains(at) {
                    continue;
                }
                let from = at.y as usize * self.width + at.x as usize;
                let Some(grey) = self.grey.get(from) else { continue };
                let alpha = match &self.alpha {
                    None => u8::MAX,
                    Some(alpha) => alpha.get(from).copied().unwrap_or(0),
                };
                if let Some(dot) = page.grey.get_mut(y * page.width + x) {
                    *dot = over(*grey, alpha, *dot);
                }
            }
        }
    }
}

/// A dot over another.
fn over(grey: u8, alpha: u8, below: u8) -> u8 {
    let (grey, alpha, below) = (u32::from(grey), u32::from(alpha), u32::from(below));
    u8::try_from((grey * alpha + below * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

fn grey_of(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

impl Camera {
    fn take(&mut self, grey: LumaData, alpha: Option<LumaData>, transform: Affine) {
        let (width, height) = (grey.width as usize, grey.height as usize);
        self.dots = self.dots.saturating_add(width.saturating_mul(height));
        if width == 0 || height == 0 || self.dots > DOTS || self.shots.len() >= PICTURES {
            return;
        }
        let (across, down) = grey.scale_factors;
        let transform = transform * Affine::scale_non_uniform(f64::from(across), f64::from(down));
        // a mask of another size is no scan's
        let alpha = alpha.filter(|alpha| (alpha.width, alpha.height) == (grey.width, grey.height));
        let alpha = alpha.map(|alpha| alpha.data);
        self.shots.push(Shot { width, height, grey: grey.data, alpha, transform });
    }
}

impl<'a> Device<'a> for Camera {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        // a bomb is not unpacked
        if u64::from(image.width()) * u64::from(image.height()) > DOTS as u64 {
            self.dots = usize::MAX;
            return;
        }
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, alpha| {
                    let grey = match data {
                        ImageData::Luma(grey) => grey,
                        ImageData::Rgb(colours) => LumaData {
                            data: colours
                                .data
                                .as_chunks()
                                .0
                                .iter()
                                .map(|[red, green, blue]| grey_of(*red, *green, *blue))
                                .collect(),
                            width: colours.width,
                            height: colours.height,
                            interpolate: colours.interpolate,
                            scale_factors: colours.scale_factors,
                        },
                    };
                    self.take(grey, alpha, props.transform);
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let ink = match paint {
                        Paint::Color(colour) => {
                            let [red, green, blue, _] = colour.to_rgba().to_rgba8();
                            grey_of(red, green, blue)
                        }
                        Paint::Pattern(_) => 0,
                    };
                    let grey = LumaData { data: vec![ink; mask.data.len()], ..mask.clone() };
                    self.take(grey, Some(mask), props.transform);
                },
                None,
            ),
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
