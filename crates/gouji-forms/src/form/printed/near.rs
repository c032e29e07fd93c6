//! Phrases with one letter off: another one, one left out, one twice, two that changed places.
//!
//! Both ends of the phrase have to be right, so that another phrase that begins or ends alike is none.

use super::{Slip, wanted};
use gouji_rules::ruleset::ClaimPlace;
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
}

impl Phrase {
    fn of(text: &str) -> Option<Self> {
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
        })
    }

    /// Where it stands in a text with one letter off.
    fn slips<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = std::ops::Range<usize>> + use<'t, '_> {
        let (letters, (half, bytes)) = (&self.letters, self.middle);
        let behind = self.first.find_iter(text.as_bytes()).filter_map(move |at| {
            let rest = text.get(at + bytes..)?;
            let len = off_by_one(letters.get(half..)?, rest.chars())?;
            let end = at + bytes + bytes_of(rest.chars(), len);
            Some(at..end)
        });
        let before = self.second.find_iter(text.as_bytes()).filter_map(move |at| {
            let rest = text.get(..at)?;
            let turned: Vec<char> = letters.get(..half)?.iter().rev().copied().collect();
            let len = off_by_one(&turned, rest.chars().rev())?;
            let start = at - bytes_of(rest.chars().rev(), len);
            let own: usize = letters.iter().skip(half).map(|c| c.len_utf8()).sum();
            Some(start..at + own)
        });
        behind.chain(before)
    }
}

fn bytes_of(letters: impl Iterator<Item = char>, len: usize) -> usize {
    letters.take(len).map(char::len_utf8).sum()
}

/// How many letters of a text are a half of a phrase with one letter off; `None` where it is right,
/// or off by more.
fn off_by_one(half: &[char], text: impl Iterator<Item = char>) -> Option<usize> {
    let text: Vec<char> = text.take(half.len() + 1).collect();
    let right = half.iter().zip(&text).take_while(|(own, printed)| own == printed).count();
    let (wanted, found) = (half.get(right..)?, text.get(right..)?);
    // the end of the phrase is right
    let is_end = |wanted: usize, found_at: usize| {
        let wanted = half.get(right + wanted..).unwrap_or(&[]);
        wanted.len() >= ENDS && found.get(found_at..found_at + wanted.len()) == Some(wanted)
    };
    let (first, second) = (*found.first()?, found.get(1));
    if wanted.is_empty() || !is_ideograph(first) {
        return None;
    }
    let is_other = is_end(1, 1);
    let is_left_out = is_end(1, 0);
    let is_twice = right > 0 && text.get(right - 1) == Some(&first) && is_end(0, 1);
    let is_turned = wanted.first() == second && wanted.get(1) == Some(&first) && is_end(2, 2);
    if is_other || is_turned {
        Some(half.len())
    } else if is_twice {
        Some(half.len() + 1)
    } else if is_left_out {
        Some(half.len() - 1)
    } else {
        None
    }
}

/// The phrases with one letter off; `agency` is one of them where the rule says so.
pub(super) fn off<'d>(
    document: &'d Document,
    phrases: &[String],
    agency: Option<&str>,
    places: &[ClaimPlace],
) -> Vec<Slip<'d>> {
    let own = phrases.iter().filter_map(|phrase| match phrase.as_str() {
        "doc.agency" => agency,
        phrase => Some(phrase),
    });
    let phrases: Vec<Phrase> = own.filter_map(Phrase::of).collect();
    let mut out = Vec::new();
    let mut look = |text: &'d LogicalText| {
        for phrase in &phrases {
            out.extend(phrase.slips(&text.text).map(|range| Slip::new(text, range)));
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
