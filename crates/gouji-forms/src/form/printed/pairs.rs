//! Signs that belong together: one that stands alone, and two of different widths.

use super::{Slip, block_at, text_at, wanted};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ClaimPlace, Pair};
use gouji_values::document::{Block, Document, LogicalText, Span};
use gouji_values::number::is_ideograph;
use memchr::memmem;

/// Of so many signs of a kind a share of one in so many that are wrong is a way of writing, or
/// damage, and no slip.
const MANY: usize = 8;
const SHARE: usize = 4;
/// A sign without a partner is shown with this many characters beside it.
const SHOWN: usize = 16;

/// A sign of a pair.
#[derive(Clone, Copy, Debug)]
struct Sign {
    at: usize,
    /// Its pair, by index.
    pair: usize,
    is_open: bool,
}

/// What looks for the signs of pairs: made once for a document.
struct Signs<'p> {
    pairs: &'p [Pair],
    /// Of each pair its left and its right sign.
    finders: Vec<(usize, bool, memmem::Finder<'static>)>,
}

impl<'p> Signs<'p> {
    fn new(pairs: &'p [Pair]) -> Self {
        let both = pairs
            .iter()
            .enumerate()
            .flat_map(|(pair, signs)| [(pair, true, signs.open), (pair, false, signs.close)]);
        let finder =
            |sign: char| memmem::Finder::new(sign.encode_utf8(&mut [0; 4]).as_bytes()).into_owned();
        Self {
            pairs,
            finders: both.map(|(pair, is_open, sign)| (pair, is_open, finder(sign))).collect(),
        }
    }

    /// The signs in a text, in order.
    fn of(&self, text: &str) -> Vec<Sign> {
        let mut out = Vec::new();
        for (pair, is_open, finder) in &self.finders {
            out.extend(finder.find_iter(text.as_bytes()).map(|at| Sign {
                at,
                pair: *pair,
                is_open: *is_open,
            }));
        }
        // runs in order are merged
        out.sort_by_key(|sign| sign.at);
        out
    }

    /// What becomes of the signs of one paragraph or cell; nothing where the numbers of a list
    /// (`1）`) leave it open.
    fn matched_in(&self, text: &str) -> Option<Matched> {
        let all = self.of(text);
        let found = matched(all.iter().copied(), self.pairs);
        let is_number = |sign: &&Sign| is_number(text, sign, self.pairs);
        if found.comes_out() || !all.iter().any(|sign| is_number(&sign)) {
            return Some(found);
        }
        Some(matched(all.iter().filter(|sign| !is_number(sign)).copied(), self.pairs))
            .filter(Matched::comes_out)
    }
}

/// What became of the signs of one text.
#[derive(Default)]
struct Matched {
    /// Those that found a partner.
    pairs: Vec<(Sign, Sign)>,
    /// Left signs around which another pair closes, with its right sign.
    enclosed: Vec<(Sign, Sign)>,
    /// Left signs without a partner.
    open: Vec<Sign>,
    /// Right signs without a partner.
    closed: Vec<Sign>,
}

/// At most this many left signs wait for their partners at once.
const DEEPEST: usize = 64;

fn matched(signs: impl IntoIterator<Item = Sign>, pairs: &[Pair]) -> Matched {
    let kind = |sign: &Sign| pairs.get(sign.pair).map(|pair| pair.kind);
    let mut out = Matched::default();
    for sign in signs {
        if sign.is_open {
            out.open.push(sign);
            continue;
        }
        let from = out.open.len().saturating_sub(DEEPEST);
        let waiting = out.open.get(from..).unwrap_or(&[]);
        match waiting.iter().rposition(|open| kind(open) == kind(&sign)) {
            Some(partner) => {
                let inner = out.open.split_off(from + partner + 1);
                out.enclosed.extend(inner.into_iter().map(|open| (open, sign)));
                out.pairs.extend(out.open.pop().map(|open| (open, sign)));
            }
            None => out.closed.push(sign),
        }
    }
    out
}

impl Matched {
    fn comes_out(&self) -> bool {
        self.open.is_empty() && self.closed.is_empty() && self.enclosed.is_empty()
    }
}

/// A paragraph whose signs do not come out.
struct Left<'d> {
    block: usize,
    text: &'d LogicalText,
    matched: Matched,
}

/// The paragraphs and tables whose signs may not come out, and how many signs of each kind there are.
fn uneven_blocks(
    document: &Document,
    signs: &Signs<'_>,
    places: &[ClaimPlace],
) -> (Vec<usize>, Vec<usize>) {
    let pairs = signs.pairs;
    let kind = |sign: &Sign| pairs.get(sign.pair).map(|pair| pair.kind);
    let mut blocks: Vec<usize> = Vec::new();
    let mut total = vec![0_usize; pairs.len()];
    for stretch in stretches(document, places) {
        let all = signs.of(document.text.get(stretch.range()).unwrap_or(""));
        for kind in all.iter().filter_map(kind) {
            total.get_mut(kind).into_iter().for_each(|total| *total += 1);
        }
        // what comes out over a whole stretch of text comes out in its paragraphs
        if matched(all.iter().copied(), pairs).comes_out() {
            continue;
        }
        let at =
            |sign: &Sign| u32::try_from(sign.at).unwrap_or(u32::MAX).saturating_add(stretch.start);
        let placed: Vec<(usize, Sign)> =
            all.iter().filter_map(|sign| Some((block_at(document, at(sign))?, *sign))).collect();
        for own in placed.chunk_by(|(block, _), (next, _)| block == next) {
            let Some((block, _)) = own.first() else { continue };
            // the cells of a table are told apart when it is looked at
            let is_table = matches!(document.blocks.get(*block), Some(Block::Table(_)));
            if is_table || !matched(own.iter().map(|(_, sign)| *sign), pairs).comes_out() {
                blocks.push(*block);
            }
        }
    }
    blocks.dedup();
    (blocks, total)
}

/// Signs without a partner in their paragraph or cell.
pub(super) fn unpaired<'d>(
    document: &'d Document,
    pairs: &[Pair],
    places: &[ClaimPlace],
    context: &Context<'_>,
) -> Vec<Slip<'d>> {
    let kind = |sign: &Sign| pairs.get(sign.pair).map(|pair| pair.kind);
    let signs = Signs::new(pairs);
    let (blocks, total) = uneven_blocks(document, &signs, places);
    let mut left: Vec<Left<'d>> = Vec::new();
    for block in blocks {
        for text in texts(document, block, places) {
            let matched = signs.matched_in(&text.text).filter(|matched| !matched.comes_out());
            left.extend(matched.map(|matched| Left { block, text, matched }));
        }
    }
    let (mut first_open, mut last_closed): (Vec<Option<usize>>, Vec<Option<usize>>) =
        (vec![None; pairs.len()], vec![None; pairs.len()]);
    for (index, own) in left.iter().enumerate() {
        for kind in own.matched.open.iter().filter_map(kind) {
            first_open.get_mut(kind).into_iter().for_each(|first| *first = first.or(Some(index)));
        }
        for kind in own.matched.closed.iter().filter_map(kind) {
            last_closed.get_mut(kind).into_iter().for_each(|last| *last = Some(index));
        }
    }
    let mut out: Vec<(Slip<'d>, Option<usize>)> = Vec::new();
    for (index, own) in left.iter().enumerate() {
        let text = own.text.text.as_str();
        // a quotation may go on over paragraphs
        let later = |sign: &Sign| {
            kind(sign)
                .and_then(|kind| last_closed.get(kind))
                .is_some_and(|last| *last > Some(index))
        };
        let earlier = |sign: &Sign| {
            kind(sign)
                .and_then(|kind| first_open.get(kind))
                .is_some_and(|first| first.is_some_and(|first| first < index))
        };
        let odd: Vec<bool> =
            pairs.iter().map(|pair| has_others(text, pair, pairs, context)).collect();
        let is_odd = |sign: &Sign| odd.get(sign.pair) == Some(&true);
        for (open, close) in own.matched.enclosed.iter().filter(|(open, _)| !is_odd(open)) {
            let end = close.at + pairs.get(close.pair).map_or(1, |pair| pair.close.len_utf8());
            out.push((Slip::new(own.text, open.at..end), kind(open)));
        }
        let open: Vec<&Sign> =
            own.matched.open.iter().filter(|sign| !later(sign) && !is_odd(sign)).collect();
        if ends_whole(text) && !goes_on(document, own.block, &open, pairs) {
            // two left signs where a left and a right one were meant
            let mut rest = open.into_iter().peekable();
            while let Some(sign) = rest.next() {
                let twin =
                    rest.next_if(|next| kind(next) == kind(sign) && next.at - sign.at < SHOWN * 3);
                let end = match twin {
                    Some(twin) => {
                        twin.at + pairs.get(twin.pair).map_or(1, |pair| pair.open.len_utf8())
                    }
                    None => clause_end(text, sign.at),
                };
                out.push((Slip::new(own.text, sign.at..end), kind(sign)));
            }
        }
        if begins_whole(document, own.block) {
            for sign in own.matched.closed.iter().filter(|sign| !earlier(sign) && !is_odd(sign)) {
                let end = sign.at + pairs.get(sign.pair).map_or(1, |pair| pair.close.len_utf8());
                out.push((Slip::new(own.text, clause_start(text, sign.at)..end), kind(sign)));
            }
        }
    }
    let wrong = |kind: Option<usize>| out.iter().filter(|(_, own)| *own == kind).count();
    let is_habit = |kind: Option<usize>| {
        let all = kind.and_then(|kind| total.get(kind)).copied().unwrap_or(0);
        all >= MANY && wrong(kind) * SHARE > all
    };
    let habits: Vec<bool> = (0..pairs.len()).map(|kind| is_habit(Some(kind))).collect();
    out.into_iter()
        .filter(|(_, kind)| kind.and_then(|kind| habits.get(kind)) != Some(&true))
        .map(|(slip, _)| slip)
        .collect()
}

/// Pairs whose signs are of different widths.
pub(super) fn mixed<'d>(
    document: &'d Document,
    pairs: &[Pair],
    places: &[ClaimPlace],
) -> Vec<Slip<'d>> {
    let is_mixed = |(open, close): &&(Sign, Sign)| open.pair != close.pair;
    let signs = Signs::new(pairs);
    let all = matched(signs.of(&document.text), pairs);
    let mut texts: Vec<&'d LogicalText> = Vec::new();
    for (open, _) in all.pairs.iter().filter(is_mixed) {
        texts.extend(text_at(document, u32::try_from(open.at).unwrap_or(u32::MAX), places));
    }
    texts.dedup_by(|a, b| std::ptr::eq(*a, *b));
    let mut out: Vec<Slip<'d>> = Vec::new();
    for text in texts {
        // where other signs are left over, it is not known which belong together
        let Some(own) = signs.matched_in(&text.text).filter(Matched::comes_out) else { continue };
        for (open, close) in own.pairs.iter().filter(is_mixed) {
            let end = close.at + pairs.get(close.pair).map_or(1, |pair| pair.close.len_utf8());
            out.push(Slip::new(text, open.at..end));
        }
    }
    if all.pairs.len() >= MANY && out.len() * SHARE > all.pairs.len() { Vec::new() } else { out }
}

/// Stretches of the text without tables, or all of it where cells are asked for.
fn stretches(document: &Document, places: &[ClaimPlace]) -> Vec<Span> {
    if places.contains(&ClaimPlace::Cells) {
        return vec![Span::new(0, document.text.len())];
    }
    let mut out: Vec<Span> = Vec::new();
    let mut is_open = false;
    for block in &document.blocks {
        match block {
            // headings between have nothing that stands alone, or the paragraphs are looked at one
            // by one
            Block::Paragraph(paragraph) => {
                let span = paragraph.text.span();
                match out.last_mut().filter(|_| is_open) {
                    Some(last) => *last = last.to(span),
                    None => out.push(span),
                }
                is_open = true;
            }
            Block::Table(_) => is_open = false,
        }
    }
    out
}

/// The texts of a block that are looked at.
fn texts<'d>(document: &'d Document, block: usize, places: &[ClaimPlace]) -> Vec<&'d LogicalText> {
    match document.blocks.get(block) {
        Some(Block::Paragraph(paragraph)) if wanted(paragraph, places) => vec![&paragraph.text],
        Some(Block::Table(table)) if places.contains(&ClaimPlace::Cells) => document
            .tables
            .get(*table)
            .into_iter()
            .flat_map(|table| table.rows.iter().flatten())
            .map(|cell| &cell.text)
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a right bracket may belong to the number of a list: `1）`, `a)`, `二）`.
fn is_number(text: &str, sign: &Sign, pairs: &[Pair]) -> bool {
    /// The longest number, and the sign before it.
    const LONGEST: usize = 3;
    if sign.is_open {
        return false;
    }
    let is_digit = |c: &char| c.is_ascii_alphanumeric() || ('\u{2460}'..='\u{2473}').contains(c);
    let is_part = |c: &char| is_digit(c) || "\u{4E00}二三四五六七八九十".contains(*c);
    let last: Vec<char> =
        text.get(..sign.at).unwrap_or("").trim_end().chars().rev().take(LONGEST + 1).collect();
    let len = last.iter().take_while(|c| is_part(c)).count();
    let before = last.get(len).copied();
    let is_begun = before.is_none_or(|c| !is_ideograph(c) && !c.is_alphanumeric());
    // in the middle of a sentence, too, digits may be the number of an item
    let is_digits = last.iter().take(len).all(is_digit);
    (1..=LONGEST).contains(&len)
        && (is_begun || is_digits)
        && !before.is_some_and(|c| pairs.iter().any(|pair| pair.open == c))
}

/// Whether other quotation marks or brackets, that are not among the pairs, are left over in a
/// text: one may be the partner.
fn has_others(text: &str, own: &Pair, pairs: &[Pair], context: &Context<'_>) -> bool {
    let is_known = |c: char| pairs.iter().any(|pair| pair.open == c || pair.close == c);
    let is_quote =
        |c: char| context.vocabulary.ignorable(c) && !c.is_whitespace() && !c.is_control();
    let (left, right, either) = if is_quote(own.open) {
        ("“‘「『〝", "”’」』〞〟", "\"＂'＇′″`")
    } else {
        ("([{〔〈［｛<﹙【《（", ")]}〕〉］｝>﹚】》）", "")
    };
    let count = |list: &str| text.chars().filter(|c| list.contains(*c) && !is_known(*c)).count();
    count(left) != count(right)
        || either.chars().any(|one| text.chars().filter(|c| *c == one).count() % 2 == 1)
}

const CLAUSE: &[char] =
    &['\u{FF0C}', '\u{3002}', '\u{FF1B}', '\u{FF1A}', '\u{3001}', '\u{FF01}', '\u{FF1F}'];

/// Where the words behind a sign end.
fn clause_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let cut = rest.char_indices().nth(SHOWN).map_or(rest.len(), |(cut, _)| cut);
    at + rest.find(CLAUSE).unwrap_or(cut).min(cut)
}

/// Where the words before a sign begin.
fn clause_start(text: &str, at: usize) -> usize {
    let rest = text.get(..at).unwrap_or("");
    let cut = rest.char_indices().rev().nth(SHOWN - 1).map_or(0, |(cut, _)| cut);
    let mark = rest
        .char_indices()
        .rev()
        .find(|(_, c)| CLAUSE.contains(c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    cut.max(mark)
}

/// Whether a paragraph ends as a sentence does, so that nothing of it is likely to be missing.
fn ends_whole(text: &str) -> bool {
    let text =
        text.trim_end().trim_end_matches(['\u{201D}', '\u{2019}', '\u{FF09}', ')', '\u{300B}']);
    text.ends_with(['\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{FF1B}'])
}

/// Whether a paragraph begins where the one before it ended.
fn begins_whole(document: &Document, block: usize) -> bool {
    let before = block.checked_sub(1).and_then(|before| document.blocks.get(before));
    match before {
        Some(Block::Paragraph(before)) => {
            before.heading.is_some() || (!before.is_row && ends_whole(&before.text.text))
        }
        _ => false,
    }
}

/// Whether the next paragraph opens the same quotation anew, as each paragraph of a long one does.
fn goes_on(document: &Document, block: usize, open: &[&Sign], pairs: &[Pair]) -> bool {
    let Some(Block::Paragraph(next)) = document.blocks.get(block + 1) else { return false };
    let first = next.text.text.trim_start().chars().next();
    open.iter().any(|sign| pairs.get(sign.pair).map(|pair| pair.open) == first)
}
