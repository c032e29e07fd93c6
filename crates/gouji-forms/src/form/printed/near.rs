//! Phrases with one letter off: another one, one left out, one twice, two that changed places.
//!
//! Both ends of the phrase have to be right, so that another phrase that begins or ends alike is none. The name of the
//! unit may be off beside an end, too, where it stands so once: two letters that changed places, or one that is there
//! twice, make no other name; another letter may (水利局, 水务局), unless what follows is told of the unit itself.

use super::{Slip, wanted};
use gouji_rules::ruleset::{ClaimPlace, Ruleset};
use gouji_values::document::{Block, Document, LogicalText};
use gouji_values::number::is_ideograph;
use memchr::memmem;

/// This many letters at either end are right.
const ENDS: usize = 2;

/// A phrase: its letters, and what finds its halves.
struct Phrase {
    letters: Vec<char>,
    first: memmem::Finder<'static>,
    second: memmem::Finder<'static>,
    /// Where the second half begins: letters and bytes.
    middle: (usize, usize),
    /// It is the name of the unit.
    is_name: bool,
}

/// How a half of a phrase is off.
struct Off {
    /// How many letters of the text it is.
    len: usize,
    /// Fewer than [`ENDS`] letters behind are right.
    is_near_end: bool,
    how: How,
}

/// What is wrong with a letter.
#[derive(Clone, Copy)]
enum How {
    /// Another one stands there: the right one, the wrong one.
    Other(char, char),
    Turned,
    Twice,
    LeftOut,
}

impl Phrase {
    fn of((text, is_name): (&str, bool)) -> Option<Self> {
        let letters: Vec<char> = text.chars().collect();
        let (at, _) = text.char_indices().nth(letters.len() / 2)?;
        let (first, second) = text.split_at_checked(at)?;
        let finder = |half: &str| memmem::Finder::new(half.as_bytes()).into_owned();
        let middle = (letters.len() / 2, at);
        (letters.len() > ENDS * 2).then(|| Self {
            first: finder(first),
            second: finder(second),
            letters,
            middle,
            is_name,
        })
    }

    /// Where it stands in a text with one letter off, and how.
    fn slips<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, Off)> + use<'t, '_> {
        let (letters, (half, bytes)) = (&self.letters, self.middle);
        let behind = self.first.find_iter(text.as_bytes()).filter_map(move |at| {
            let rest = text.get(at + bytes..)?;
            let off = off_by_one(letters.get(half..)?, rest.chars())?;
            let end = at + bytes + bytes_of(rest.chars(), off.len);
            Some((at..end, off))
        });
        let before = self.second.find_iter(text.as_bytes()).filter_map(move |at| {
            let rest = text.get(..at)?;
            let turned: Vec<char> = letters.get(..half)?.iter().rev().copied().collect();
            let off = off_by_one(&turned, rest.chars().rev())?;
            let start = at - bytes_of(rest.chars().rev(), off.len);
            let own: usize = letters.iter().skip(half).map(|c| c.len_utf8()).sum();
            Some((start..at + own, off))
        });
        behind.chain(before).filter(|(_, off)| self.is_name || !off.is_near_end)
    }
}

fn bytes_of(letters: impl Iterator<Item = char>, len: usize) -> usize {
    letters.take(len).map(char::len_utf8).sum()
}

/// How a half of a phrase is off by one letter in a text; `None` where it is right, or off by more.
fn off_by_one(half: &[char], text: impl Iterator<Item = char>) -> Option<Off> {
    let text: Vec<char> = text.take(half.len() + 1).collect();
    let right = half.iter().zip(&text).take_while(|(own, printed)| own == printed).count();
    let (wanted, found) = (half.get(right..)?, text.get(right..)?);
    // the end of the phrase is right
    let end = |skipped: usize, found_at: usize| {
        let wanted = half.get(right + skipped..).unwrap_or(&[]);
        let is_right = found.get(found_at..found_at + wanted.len()) == Some(wanted);
        (is_right && !wanted.is_empty()).then_some(wanted.len() < ENDS)
    };
    let (first, second) = (*found.first()?, found.get(1));
    let own = *wanted.first()?;
    if !is_ideograph(first) {
        return None;
    }
    let is_twice = right > 0 && text.get(right - 1) == Some(&first);
    let is_turned = Some(&own) == second && wanted.get(1) == Some(&first);
    let off = |how: How, is_near_end: bool| {
        let len = match how {
            How::Other(..) | How::Turned => half.len(),
            How::Twice => half.len() + 1,
            How::LeftOut => half.len() - 1,
        };
        Off { len, is_near_end, how }
    };
    let ways = [
        end(1, 1).map(|near| off(How::Other(own, first), near)),
        end(2, 2).filter(|_| is_turned).map(|near| off(How::Turned, near)),
        end(0, 1).filter(|_| is_twice).map(|near| off(How::Twice, near)),
        end(1, 0).map(|near| off(How::LeftOut, near)),
    ];
    // of two ways that with more letters right behind it
    let (sure, near): (Vec<Off>, Vec<Off>) =
        ways.into_iter().flatten().partition(|off| !off.is_near_end);
    sure.into_iter().chain(near).next()
}

/// Whether a name that is off in a text is meant to be the unit's. Letters that tell units apart make another name; beside
/// an end so does any other letter, unless what follows is told of the unit itself, and a name that stands so twice is one.
fn is_meant(
    (document, ruleset): (&Document, &Ruleset),
    text: &str,
    (range, off): (&std::ops::Range<usize>, &Off),
) -> bool {
    let list = |name: &str| ruleset.vocabulary.prose.get(name).map_or(&[][..], Vec::as_slice);
    let tells_apart = |letter: char| list("unit_letters").iter().any(|own| own.contains(letter));
    let is_told_of_it = || {
        let behind = text.get(range.end..).unwrap_or("");
        let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
        let mut years = list("unit_years").iter();
        let behind = years.find_map(|year| behind.strip_prefix(year.as_str())).unwrap_or(behind);
        list("unit_tells").iter().any(|own| behind.starts_with(own.as_str()))
    };
    let stands_once = || {
        let found = text.get(range.clone()).unwrap_or("");
        memmem::find_iter(document.text.as_bytes(), found).nth(1).is_none()
    };
    match off.how {
        How::Other(right, wrong) if tells_apart(right) || tells_apart(wrong) => false,
        _ if !off.is_near_end => true,
        How::Other(..) => is_told_of_it() && stands_once(),
        How::Turned | How::Twice => stands_once(),
        How::LeftOut => false,
    }
}

/// The phrases with one letter off; `agency` is one of them where the rule says so.
pub(super) fn off<'d>(
    document: &'d Document,
    phrases: &[String],
    agency: Option<&str>,
    (places, ruleset): (&[ClaimPlace], &Ruleset),
) -> Vec<Slip<'d>> {
    let own = phrases.iter().filter_map(|phrase| match phrase.as_str() {
        "doc.agency" => agency.map(|agency| (agency, true)),
        phrase => Some((phrase, false)),
    });
    let phrases: Vec<Phrase> = own.filter_map(Phrase::of).collect();
    let mut out = Vec::new();
    let mut look = |text: &'d LogicalText| {
        for phrase in &phrases {
            let found = phrase.slips(&text.text).filter(|(range, off)| {
                !phrase.is_name || is_meant((document, ruleset), &text.text, (range, off))
            });
            out.extend(found.map(|(range, _)| Slip::new(text, range)));
        }
    };
    for block in &document.blocks {
        match block {
            Block::Paragraph(own) if wanted(own, places) => look(&own.text),
            Block::Table(table) if places.contains(&ClaimPlace::Cells) => {
                let rows = document.tables.get(*table).into_iter().flat_map(|table| &table.rows);
                rows.flatten().for_each(|cell| look(&cell.text));
            }
            Block::Paragraph(_) | Block::Table(_) => {}
        }
    }
    out
}
