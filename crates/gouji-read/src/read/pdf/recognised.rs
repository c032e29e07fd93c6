//! A page that is a picture, read with the user's own program for recognising text.
//!
//! In: a page and the program. Out: the page as if its words and lines were drawn, and the boxes of
//! words whose digits the program is not sure of.

use super::area::{Area, Glyph, Length, POINT};
use super::dark_lines;
use super::picture::picture;
use super::sheet::PdfSheet;
use crate::read::line::is_wide;
use crate::read::ocr::{PageImage, RecognisedWord, Recogniser, png, words};
use hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use std::collections::BTreeMap;

/// What lines of a table look like to programs that look for letters.
const BARS: [char; 8] = ['|', '｜', '[', ']', '_', '│', '丨', '¦'];

/// Reads a page. Gives it, and the boxes of words whose digits are doubtful.
///
/// # Errors
/// Why nothing was recognised, in Chinese.
pub(super) fn sheet<'a>(
    recogniser: &dyn Recogniser,
    (pdf, page, number): (&'a Pdf, &Page<'a>, usize),
    cache: &InterpreterCache<'a>,
) -> Result<(PdfSheet, Vec<Area>), String> {
    let (dots, dpi) = picture(pdf, page, cache)
        .ok_or_else(|| "页面不是图片，或者图片太大、格式不能识别".to_owned())?;
    let size = |dots: usize| u32::try_from(dots).unwrap_or(u32::MAX);
    let image = PageImage {
        page: number,
        png: png(&dots, dpi).map_err(|error| error.to_string())?,
        width: size(dots.width),
        height: size(dots.height),
        dpi,
    };
    let mut words = words(&recogniser.recognise(&image)?)?;
    for word in &mut words {
        word.text = word.text.trim_matches(BARS).trim().to_owned();
    }
    words.retain(|word| !word.text.is_empty());
    if words.is_empty() {
        return Err("没有识别出文字".to_owned());
    }
    let mut out =
        PdfSheet { rules: dark_lines::lines(&dots, dpi), pictures: 1, ..PdfSheet::default() };
    let (mut faint, mut from) = (Vec::new(), 0);
    while let Some(first) = words.get(from) {
        let end = words.iter().skip(from).take_while(|word| word.line == first.line).count() + from;
        for (word, area) in level(words.get(from..end).unwrap_or(&[]), dpi) {
            if word.is_faint() {
                faint.push(area);
            }
            out.glyphs.extend(glyphs(&word.text, area));
        }
        from = end;
    }
    Ok((out, faint))
}

/// The words of a line with boxes as high as its letters: programs draw them tight around each
/// word, and a dash is flat.
fn level(words: &[RecognisedWord], dpi: u32) -> Vec<(&RecognisedWord, Area)> {
    let place = |dots: i32| -> Length {
        let length = i64::from(dots) * 72 * i64::from(POINT) / i64::from(dpi.max(1));
        Length::try_from(length).unwrap_or(Length::MAX / 4)
    };
    let boxed: Vec<(&RecognisedWord, Area)> = words
        .iter()
        .map(|word| {
            let [left, top, right, bottom] = word.area.map(place);
            (word, Area { left, top, right, bottom })
        })
        .collect();
    let mut heights: BTreeMap<Length, usize> = BTreeMap::new();
    for (word, area) in &boxed {
        *heights.entry(area.height()).or_default() += word.text.chars().count();
    }
    // that which half of the letters do not reach beyond
    let half = heights.values().sum::<usize>() / 2;
    let mut seen = 0;
    let usual = heights.iter().find_map(|(height, count)| {
        seen += count;
        (seen > half).then_some(*height)
    });
    let usual = usual.unwrap_or(POINT);
    let full = |area: &Area| area.height() * 3 >= usual * 2;
    let nearest = |area: &Area| {
        let around = boxed.iter().map(|(_, other)| other).filter(|other| full(other));
        around
            .min_by_key(|other| (other.middle() - area.middle()).abs())
            .map(|other| other.centre())
    };
    let whole = |area: &Area| {
        let centre =
            if full(area) { area.centre() } else { nearest(area).unwrap_or(area.centre()) };
        let top = centre - usual / 2;
        Area { top, bottom: top + usual, ..*area }
    };
    boxed.iter().map(|(word, area)| (*word, whole(area))).collect()
}

/// The letters of a word side by side.
fn glyphs(text: &str, area: Area) -> Vec<Glyph> {
    let weight = |c: char| if is_wide(c) { 2 } else { 1 };
    let all: Length = text.chars().map(weight).sum::<Length>().max(1);
    let (mut done, mut blank) = (0, false);
    let mut out = Vec::new();
    for char in text.chars() {
        let left = area.left + area.width() * done / all;
        done += weight(char);
        if char.is_whitespace() || char.is_control() {
            blank = true;
            continue;
        }
        let right = area.left + area.width() * done / all;
        let blank = std::mem::take(&mut blank);
        out.push(Glyph { char, area: Area { left, right, ..area }, turn: 0, blank });
    }
    out
}
