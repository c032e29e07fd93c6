//! The file as the interpreter is given it. It loads the program of each font that it meets, to
//! draw outlines that nobody looks at; what text needs of a font stands beside the program: what
//! its characters mean, how wide they are. Such programs are set aside: an empty font stands in
//! their place, so that they need neither be counted nor unpacked.
//!
//! In: bytes. Out: the file, opened as often as one likes; its pages, drawn. The programs are
//! there where they clip what is drawn, and where a font cannot do without.

use super::budget::{self, Packed, Streams};
use super::fonts::Programs;
use super::sheet::{self, Budget, Halt, PdfSheet};
use super::{complaint, fonts, too_much};
use crate::read::Limits;
use gouji_values::error::ReadError;
use hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// An empty font, packed: twelve bytes that say it has no tables.
const EMPTY: &[u8] =
    &[0x78, 1, 1, 12, 0, 0xF3, 0xFF, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x17, 0, 2];
/// Shorter programs are not worth setting aside.
const SHORT: usize = 512;
/// What programs begin with: outlines of TrueType or of PostScript, or those of PostScript alone.
const BEGINNINGS: &[&[u8]] = &[b"\0\x01\0\0", b"true", b"OTTO", b"\x01\0"];

/// A file with the programs of its fonts set aside.
pub(super) struct PdfFile<'s> {
    bytes: &'s [u8],
    limits: &'s Limits,
    streams: Streams<'s>,
    /// As it is given to the interpreter.
    lean: Arc<Vec<u8>>,
    /// Where the programs begin that were set aside.
    aside: BTreeSet<usize>,
    /// With all programs, once one of them was asked for; nothing where they unpack to too much.
    whole: OnceLock<Option<Arc<Vec<u8>>>>,
}

/// The file, opened.
pub(super) struct Opened {
    pub pdf: Pdf,
    /// With all programs, once a page needs them.
    whole: OnceCell<Pdf>,
}

/// What is kept of an opened file from page to page.
#[derive(Default)]
pub(super) struct Caches<'a> {
    pub own: InterpreterCache<'a>,
    /// Of the file with all programs.
    whole: InterpreterCache<'a>,
}

impl<'s> PdfFile<'s> {
    /// Counts what a file unpacks to, and sets programs aside.
    ///
    /// # Errors
    /// Too much is packed in it, or it cannot be opened.
    pub(super) fn of(bytes: &'s [u8], limits: &'s Limits) -> Result<(Self, Opened), ReadError> {
        let streams = Streams::of(bytes);
        let is_aside = |stream: &Packed<'_>| {
            stream.is_program && stream.length >= SHORT && {
                let mut room = [0; 4];
                let beginning = stream.beginning(&mut room);
                BEGINNINGS.iter().any(|known| beginning.starts_with(known))
            }
        };
        let aside: BTreeSet<usize> = streams
            .packed
            .iter()
            .filter(|stream| is_aside(stream))
            .map(|stream| stream.start)
            .collect();
        streams.count(limits, |stream| !aside.contains(&stream.start))?;
        let mut lean = bytes.to_vec();
        for start in &aside {
            put(&mut lean, *start, EMPTY);
        }
        let lean = Arc::new(lean);
        let mut file = Self { bytes, limits, streams, lean, aside, whole: OnceLock::new() };
        let opened = file.settled()?;
        Ok((file, opened))
    }

    /// Opens the file with those programs aside that no font needs. What looked like a program and
    /// is none of a font is put back, too: it may be anything, and fonts may stand in it.
    fn settled(&mut self) -> Result<Opened, ReadError> {
        loop {
            let opened = self.open();
            let programs = match &opened {
                Ok(opened) => fonts::check(&opened.pdf)?,
                Err(_) => Programs::default(),
            };
            let back: BTreeSet<usize> =
                self.aside.iter().filter(|start| !programs.is_spared(**start)).copied().collect();
            if back.is_empty() {
                return opened;
            }
            drop(opened);
            self.streams.count(self.limits, |stream| back.contains(&stream.start))?;
            let lean = Arc::make_mut(&mut self.lean);
            for start in &back {
                let end = (start + EMPTY.len()).min(self.bytes.len());
                put(lean, *start, self.bytes.get(*start..end).unwrap_or(&[]));
            }
            self.aside.retain(|start| !back.contains(start));
        }
    }

    /// Opens it.
    pub(super) fn open(&self) -> Result<Opened, ReadError> {
        let pdf = Pdf::new(Arc::clone(&self.lean)).map_err(complaint)?;
        Ok(Opened { pdf, whole: OnceCell::new() })
    }

    /// Opens it with all programs.
    fn open_whole(&self) -> Result<Pdf, ReadError> {
        // counted once, however many threads ask
        let whole = self.whole.get_or_init(|| {
            let is_aside = |stream: &Packed<'_>| self.aside.contains(&stream.start);
            let counted = self.streams.count_alone(self.limits, is_aside);
            counted.ok().map(|()| Arc::new(self.bytes.to_vec()))
        });
        let Some(whole) = whole else { return Err(budget::too_large(self.limits)) };
        Pdf::new(Arc::clone(whole)).map_err(complaint)
    }

    /// Draws a page of the file, as it was opened.
    pub(super) fn draw<'a>(
        &self,
        opened: &'a Opened,
        (at, page): (usize, &Page<'a>),
        caches: &Caches<'a>,
        budget: &Budget,
    ) -> Result<PdfSheet, ReadError> {
        match sheet::draw(&opened.pdf, page, (&caches.own, budget), self.aside.is_empty()) {
            Ok(sheet) => Ok(sheet),
            Err(Halt::Flood) => Err(too_much(self.limits)),
            Err(Halt::Outlines) => {
                let whole = match opened.whole.get() {
                    Some(whole) => whole,
                    None => {
                        let whole = self.open_whole()?;
                        opened.whole.get_or_init(|| whole)
                    }
                };
                let Some(page) = whole.pages().get(at) else { return Ok(PdfSheet::default()) };
                sheet::draw(whole, page, (&caches.whole, budget), true)
                    .map_err(|_| too_much(self.limits))
            }
        }
    }
}

/// Writes bytes over others.
fn put(file: &mut [u8], start: usize, bytes: &[u8]) {
    if let Some(place) = file.get_mut(start..start + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}
