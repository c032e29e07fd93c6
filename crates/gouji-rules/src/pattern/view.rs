//! The characters of a text as patterns see them: folded, without blanks and quotation marks, each
//! with its class and its place in the original.

use super::{CELL_EDGE, PARAGRAPH_EDGE};
use gouji_values::number::{fold, is_digit, is_ideograph};
use gouji_values::vocabulary::Vocabulary;
use std::sync::OnceLock;

/// What a character is to a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharClass {
    /// Letters, digits, signs.
    Plain,
    /// Punctuation within a sentence.
    Mark,
    /// A semicolon: ends what `…` may cover, not a list.
    Semicolon,
    /// The end of a sentence.
    End,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Between two cells.
    Cell,
    /// Between two paragraphs.
    Paragraph,
    /// Before or behind the text.
    Outside,
}

impl CharClass {
    /// Punctuation that a mark of a pattern stands for.
    pub(super) fn is_mark(self) -> bool {
        matches!(self, Self::Mark | Self::Semicolon | Self::End)
    }

    /// Between cells or paragraphs.
    pub(super) fn is_edge(self) -> bool {
        matches!(self, Self::Cell | Self::Paragraph)
    }
}

/// The class of a folded character, neighbours aside.
pub(super) fn class_of(c: char) -> CharClass {
    match c {
        ',' | ':' | '.' | '\u{3001}' | '\u{FF64}' | '\u{2026}' => CharClass::Mark,
        ';' => CharClass::Semicolon,
        '!' | '?' | '\u{3002}' | '\u{FF61}' => CharClass::End,
        '(' | '[' | '\u{3008}' | '\u{300A}' | '\u{3010}' | '\u{3014}' => CharClass::Open,
        ')' | ']' | '\u{3009}' | '\u{300B}' | '\u{3011}' | '\u{3015}' => CharClass::Close,
        CELL_EDGE => CharClass::Cell,
        PARAGRAPH_EDGE => CharClass::Paragraph,
        _ => CharClass::Plain,
    }
}

/// The normalised characters of one text.
#[derive(Clone, Debug)]
pub(super) struct TextView {
    chars: Vec<char>,
    places: Vec<Place>,
    /// The positions of each closing bracket and of its opening one, in order, once somebody asks.
    brackets: OnceLock<Vec<(usize, usize)>>,
}

/// Where a character stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// First byte in the original.
    start: u32,
    /// Its bytes in the original.
    len: u8,
    class: CharClass,
}

impl Place {
    /// Behind the last byte.
    fn end(self) -> u32 {
        self.start + u32::from(self.len)
    }
}

impl TextView {
    pub(super) fn new(text: &str, vocabulary: &Vocabulary) -> Self {
        // the room for all at once: what grows takes twice as much
        let room = text.chars().count();
        let mut view = Self {
            chars: Vec::with_capacity(room),
            places: Vec::with_capacity(room),
            brackets: OnceLock::new(),
        };
        for (at, c) in text.char_indices() {
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let len = u8::try_from(c.len_utf8()).unwrap_or(u8::MAX);
            if is_ideograph(c) {
                view.chars.push(c);
                view.places.push(Place { start, len, class: CharClass::Plain });
                continue;
            }
            let edge = c == CELL_EDGE || c == PARAGRAPH_EDGE;
            if !edge && vocabulary.ignorable(c) {
                continue;
            }
            let folded = fold(c);
            let mut class = class_of(folded);
            if class == CharClass::Mark
                && matches!(c, ',' | '.' | ':' | '\u{FF0E}')
                && in_number(text, at, c)
            {
                class = CharClass::Plain;
            }
            view.chars.push(folded);
            view.places.push(Place { start, len, class });
        }
        view
    }

    /// All characters of a text as they are printed.
    pub(super) fn printed(text: &str) -> Self {
        let start = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let len = |c: char| u8::try_from(c.len_utf8()).unwrap_or(u8::MAX);
        let places = text.char_indices().map(|(at, c)| Place {
            start: start(at),
            len: len(c),
            class: class_of(fold(c)),
        });
        Self { chars: text.chars().collect(), places: places.collect(), brackets: OnceLock::new() }
    }

    /// How many characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// All characters.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The character at a position.
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Its class.
    pub(super) fn class(&self, at: usize) -> CharClass {
        self.places.get(at).map_or(CharClass::Outside, |place| place.class)
    }

    /// The opening bracket of the closing one at a position; a bracket ends with its paragraph.
    pub(super) fn opening(&self, close: usize) -> Option<usize> {
        let brackets = self.brackets.get_or_init(|| {
            let (mut open, mut out) = (Vec::new(), Vec::new());
            for (at, place) in self.places.iter().enumerate() {
                match place.class {
                    CharClass::Open => open.push(at),
                    CharClass::Close => out.extend(open.pop().map(|opening| (at, opening))),
                    CharClass::Paragraph => open.clear(),
                    _ => {}
                }
            }
            out
        });
        let found = brackets.binary_search_by_key(&close, |(at, _)| *at).ok()?;
        brackets.get(found).map(|(_, opening)| *opening)
    }

    /// Whether the text breaks off in a list that ends at a position: nothing follows the mark
    /// there, or the beginning of a further item that no punctuation ends. Behind a semicolon
    /// paragraphs may end; cells do not.
    pub(super) fn is_cut_off(&self, end: usize, in_cells: bool) -> bool {
        /// A name is no longer.
        const NAME: usize = 20;
        let is_separator = |at: &usize| match self.class(*at) {
            CharClass::Mark => self.char(*at) != Some(':'),
            class => in_cells && class == CharClass::Semicolon,
        };
        // the pattern may leave the mark behind its last item alone
        let ends_behind = |at: &usize| in_cells && is_separator(at) && self.is_end(at + 1);
        let Some(mark) =
            end.checked_sub(1).filter(is_separator).or_else(|| Some(end).filter(ends_behind))
        else {
            return false;
        };
        let rest = (mark + 1..self.len()).take_while(|at| self.class(*at) != CharClass::Cell);
        let rest: Vec<usize> = rest.take(2 * NAME + 1).collect();
        let is_plain = rest.iter().all(|at| self.class(*at) == CharClass::Plain);
        let is_digit = |at: &usize| self.char(*at).is_some_and(|c| c.is_ascii_digit());
        // a name and perhaps the figure behind it, whose unit is missing
        let name = rest.len() - rest.iter().rev().take_while(|at| is_digit(at)).count();
        let is_name = rest.len() <= NAME && !rest.iter().take(name).any(is_digit);
        let is_enumeration = self.char(mark) == Some('\u{3001}') && rest.len() <= 2 * NAME;
        rest.is_empty() || is_plain && (is_name || is_enumeration)
    }

    /// Whether nothing stands behind a position in its cell.
    pub(super) fn is_end(&self, end: usize) -> bool {
        matches!(
            self.char(end).map_or(CharClass::Outside, |_| self.class(end)),
            CharClass::Cell | CharClass::Outside
        )
    }

    /// The class before a position.
    pub(super) fn class_before(&self, at: usize) -> CharClass {
        at.checked_sub(1).map_or(CharClass::Outside, |before| self.class(before))
    }

    /// First byte of the character at a position; the end of the last one behind all.
    pub(super) fn start(&self, at: usize) -> usize {
        self.places
            .get(at)
            .map(|place| place.start)
            .or(self.places.last().map(|place| place.end()))
            .map_or(0, |byte| byte as usize)
    }

    /// Behind the last byte of the character before a position.
    pub(super) fn end_before(&self, at: usize) -> usize {
        at.checked_sub(1)
            .and_then(|before| self.places.get(before))
            .map_or(0, |place| place.end() as usize)
    }

    /// The position of the first character at or behind a byte.
    pub(super) fn position(&self, byte: usize) -> usize {
        self.places.partition_point(|place| (place.start as usize) < byte)
    }

    /// The position at or behind a byte, not far behind `from`.
    pub(super) fn position_from(&self, from: usize, byte: usize) -> usize {
        let mut at = from;
        while self.places.get(at).is_some_and(|place| (place.start as usize) < byte) {
            at += 1;
        }
        at
    }

    /// Behind the edges between cells at a position.
    pub(super) fn skip_cells(&self, at: usize) -> usize {
        self.skip(at, |class| class == CharClass::Cell)
    }

    /// Behind all edges at a position.
    pub(super) fn skip_edges(&self, at: usize) -> usize {
        self.skip(at, CharClass::is_edge)
    }

    fn skip(&self, mut at: usize, what: impl Fn(CharClass) -> bool) -> usize {
        while what(self.class(at)) {
            at += 1;
        }
        at
    }

    /// Before the edges that end at a position.
    pub(super) fn before_edges(&self, mut at: usize) -> usize {
        while self.class_before(at).is_edge() {
            at -= 1;
        }
        at
    }

    /// Behind the digits at a position that stand side by side in the original; of longer runs than
    /// any number has, behind the first ones.
    pub(super) fn digits_end(&self, from: usize) -> usize {
        const LONGEST: usize = 40;
        let mut at = from;
        while at - from < LONGEST
            && self.char(at).is_some_and(|c| c.is_ascii_digit())
            && (at == from || self.adjacent(at))
        {
            at += 1;
        }
        at
    }

    /// Whether nothing was left out between a character and the one before it.
    pub(super) fn adjacent(&self, at: usize) -> bool {
        at > 0 && self.end_before(at) == self.start(at)
    }

    /// Where a whole text ends, marks and stars behind it aside.
    pub(super) fn trimmed_end(&self) -> usize {
        let mut end = self.len();
        while end > 0 && self.is_trimmed(end - 1) {
            end -= 1;
        }
        end
    }

    /// Where a whole text starts, marks and stars before it aside.
    pub(super) fn trimmed_start(&self, mut at: usize, end: usize) -> usize {
        while at < end && self.is_trimmed(at) {
            at += 1;
        }
        at
    }

    fn is_trimmed(&self, at: usize) -> bool {
        let class = self.class(at);
        class.is_mark() || class.is_edge() || self.char(at) == Some('*')
    }
}

/// Whether a point, comma or colon at `at` belongs to a number: `3.5`, `1,234`, `8:30`.
fn in_number(text: &str, at: usize, c: char) -> bool {
    let before = text.get(..at).and_then(|rest| rest.chars().next_back()).is_some_and(is_digit);
    let behind = text.get(at + c.len_utf8()..).unwrap_or("").chars();
    let digits = behind.take(4).take_while(|c| is_digit(*c)).count();
    before && if c == ',' { digits == 3 } else { digits > 0 }
}
