//! From a span of the canonical text to a place that a person can find: line and column, or the
//! native address.

use super::{PagePlace, Span};

/// Line and column, 1-based; columns count characters. In a document set both are those of the
/// file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column in characters.
    pub column: u32,
}

/// Line starts, and native places by span.
#[derive(Clone, Debug, Default)]
pub struct Locator {
    line_starts: Vec<u32>,
    /// Characters that start before each `STRIDE`-th byte: a line may be as long as the text.
    counted: Vec<u32>,
    /// Sorted by start.
    places: Vec<Native>,
    /// How they are called, one behind the other: `Sheet1!C7`, `p3 x y w h`. Each cell has one:
    /// they take no memory of their own.
    names: String,
    /// Where the files of a document set begin: lines are counted from there.
    origins: Vec<u32>,
    /// Where new pages begin: behind the form feeds of a plain text.
    pages: Vec<u32>,
}

/// A stretch that has a native place, and where that stands among the names.
#[derive(Clone, Copy, Debug)]
struct Native {
    span: Span,
    name: Span,
}

/// Bytes between two places where the characters before are counted.
const STRIDE: usize = 512;

/// Characters that start in some bytes, byte order marks aside.
fn characters(bytes: &[u8]) -> usize {
    let starts = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let (second, third) = (bytes.iter().skip(1), bytes.iter().skip(2));
    starts
        - bytes
            .iter()
            .zip(second)
            .zip(third)
            .filter(|three| matches!(three, ((0xEF, 0xBB), 0xBF)))
            .count()
}

impl Locator {
    /// Indexes the lines of the canonical text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX)),
        );
        let mut counted = vec![0];
        let mut total = 0;
        for piece in text.as_bytes().chunks(STRIDE) {
            // each character has one byte that begins it
            total += u32::try_from(piece.iter().filter(|byte| **byte & 0xC0 != 0x80).count())
                .unwrap_or(0);
            counted.push(total);
        }
        // marks of byte order are no characters
        for (at, _) in text.match_indices('\u{FEFF}') {
            counted.iter_mut().skip(at / STRIDE + 1).for_each(|count| *count -= 1);
        }
        let pages =
            text.match_indices('\u{C}').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
        Self { line_starts, counted, pages: pages.collect(), ..Self::default() }
    }

    /// For a text that is made of files, each at the start of a line, with the locators that they
    /// had alone.
    #[must_use]
    pub fn join(text: &str, files: impl IntoIterator<Item = (u32, Self)>) -> Self {
        let mut out = Self::new(text);
        for (start, file) in files {
            // a file may be a document set itself
            match file.origins.as_slice() {
                [] => out.origins.push(start),
                own => out.origins.extend(own.iter().map(|origin| origin.saturating_add(start))),
            }
            let by = u32::try_from(out.names.len()).unwrap_or(u32::MAX);
            out.names.push_str(&file.names);
            let shifted = |native: Native| Native {
                span: native.span.shifted(start),
                name: native.name.shifted(by),
            };
            out.places.extend(file.places.into_iter().map(shifted));
        }
        out
    }

    /// Adds native places; they need not be in order.
    pub fn add_places(&mut self, places: impl IntoIterator<Item = (Span, impl AsRef<str>)>) {
        for (span, place) in places {
            let from = self.names.len();
            self.names.push_str(place.as_ref());
            self.places.push(Native { span, name: Span::new(from, self.names.len()) });
        }
        self.places.sort_by_key(|native| native.span);
    }

    /// Takes native places over, each with where its name stands among `names`.
    pub fn take_places(&mut self, places: Vec<(Span, Span)>, names: String) {
        self.names = names;
        self.places = places.into_iter().map(|(span, name)| Native { span, name }).collect();
        if !self.places.is_sorted_by_key(|native| native.span) {
            self.places.sort_by_key(|native| native.span);
        }
        self.names.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    /// Line and column of a byte offset of `text`, the canonical text that this was made from.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let before = |offset: usize| -> usize {
            let at = (offset / STRIDE).min(self.counted.len().saturating_sub(1));
            let rest = text.as_bytes().get(at * STRIDE..offset).unwrap_or(&[]);
            self.counted.get(at).map_or(0, |count| *count as usize) + characters(rest)
        };
        let is_place = offset >= start && text.is_char_boundary(offset as usize);
        // most lines are shorter than what would be counted on two sides of them
        let own = |start: usize, offset: usize| -> usize {
            match text.as_bytes().get(start..offset) {
                Some(line) if line.len() < STRIDE => characters(line),
                _ => before(offset).saturating_sub(before(start)),
            }
        };
        let column = if is_place { own(start as usize, offset as usize) + 1 } else { 1 };
        let origin = self
            .origins
            .partition_point(|origin| *origin <= offset)
            .checked_sub(1)
            .and_then(|at| self.origins.get(at));
        let before_file =
            origin.map_or(0, |origin| self.line_starts.partition_point(|start| start < origin));
        let line = line.saturating_sub(before_file);
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The page of a byte offset, from 1, in a plain text whose pages end with form feeds; in a document
    /// set that of the file.
    #[must_use]
    pub fn page(&self, offset: u32) -> Option<u32> {
        let next = self.origins.partition_point(|origin| *origin <= offset);
        let from = next.checked_sub(1).and_then(|at| self.origins.get(at)).map_or(0, |at| *at);
        let to = self.origins.get(next).map_or(u32::MAX, |at| *at);
        let before = |at: u32| self.pages.partition_point(|page| *page <= at);
        if before(from) == before(to) {
            return None;
        }
        u32::try_from(before(offset) - before(from) + 1).ok()
    }

    /// Byte range of a 1-based line, without its line end.
    #[must_use]
    pub fn line(&self, text: &str, line: u32) -> Span {
        let index = line.max(1) as usize - 1;
        let start = self.line_starts.get(index).copied().unwrap_or(0) as usize;
        let end = self.line_starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let trimmed = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']).len();
        Span::new(start, start + trimmed)
    }

    /// Byte range of a 1-based line of a file of a document set; `None` where the file has fewer.
    #[must_use]
    pub fn line_in(&self, text: &str, file: Span, line: u32) -> Option<Span> {
        let before = self.line_starts.partition_point(|start| *start < file.start);
        let found = self.line(text, u32::try_from(before).ok()?.checked_add(line)?);
        (1..=self.lines_in(file)).contains(&(line as usize)).then_some(found)
    }

    /// Number of lines of a file of a document set.
    #[must_use]
    pub fn lines_in(&self, file: Span) -> usize {
        let before = |at: u32| self.line_starts.partition_point(|start| *start < at);
        // a line begins where the file ends only if the file ends there
        before(file.end.max(file.start + 1)) - before(file.start)
    }

    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.line_starts.len()
    }

    /// The native places in the order of the text, each with the stretch that stands there.
    pub fn places(&self) -> impl Iterator<Item = (Span, &str)> {
        self.places.iter().map(|native| (native.span, self.name(native)))
    }

    /// One of them by its number.
    #[must_use]
    pub fn place_at(&self, number: usize) -> Option<(Span, &str)> {
        self.places.get(number).map(|native| (native.span, self.name(native)))
    }

    /// How many of the places end before a byte of the text.
    #[must_use]
    pub fn places_before(&self, at: u32) -> usize {
        self.places.partition_point(|native| native.span.end < at)
    }

    fn name(&self, native: &Native) -> &str {
        self.names.get(native.name.range()).unwrap_or("")
    }

    /// The native place of a span, where the format has one.
    #[must_use]
    pub fn place(&self, span: Span) -> Option<&str> {
        let at = self.places.partition_point(|native| native.span.start <= span.start);
        let native = self.places.get(at.checked_sub(1)?)?;
        (span.start < native.span.end.max(native.span.start + 1)).then(|| self.name(native))
    }

    /// The box on its page of a span, where the format has pages.
    #[must_use]
    pub fn page_place(&self, span: Span) -> Option<PagePlace> {
        PagePlace::parse(self.place(span)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_feeds_part_the_pages_of_a_text_file() {
        let file = "一\n\u{C}二\n三\u{C}";
        let text = format!("无页\n{file}\n{file}");
        let (plain, paged) = (Locator::new("无页\n"), Locator::new(file));
        let second = u32::try_from("无页\n".len()).unwrap();
        let third = second + u32::try_from(file.len() + 1).unwrap();
        let all = Locator::join(&text, [(0, plain), (second, paged.clone()), (third, paged)]);
        let page = |what: &str, nth: usize| {
            let (at, _) = text.match_indices(what).nth(nth).unwrap();
            all.page(u32::try_from(at).unwrap())
        };
        assert_eq!([page("无", 0), page("一", 0), page("二", 0)], [None, Some(1), Some(2)]);
        assert_eq!([page("三", 0), page("一", 1), page("三", 1)], [Some(2), Some(1), Some(2)]);
    }

    #[test]
    fn columns_count_characters_but_no_marks_of_byte_order() {
        let text = format!("一\u{FEFF}二\n{}三\u{FEFF}{}四", "甲".repeat(300), "乙a".repeat(400));
        let locator = Locator::new(&text);
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\u{FEFF}') {
            let before = text.get(..at).unwrap();
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            let column =
                text.get(line..at).unwrap().chars().filter(|c| *c != '\u{FEFF}').count() + 1;
            let found = locator.position(&text, u32::try_from(at).unwrap());
            assert_eq!(
                (found.line as usize, found.column as usize),
                (before.matches('\n').count() + 1, column),
                "{c} at {at}"
            );
        }
    }
}
