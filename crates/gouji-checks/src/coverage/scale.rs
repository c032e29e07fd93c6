//! The scales of charts: numbers that stand alone in their lines, evenly spaced from the highest to
//! the lowest. They say how to read the picture and are no figures of the text.

use gouji_values::document::{Block, Document, Paragraph};
use gouji_values::number::{Decimal, is_digit, scan_number};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// Fewer numbers may be evenly spaced by chance.
const LEAST: usize = 4;

/// The blocks that are marks of scales.
pub(super) fn marks(document: &Document, words: &Vocabulary) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let mut run: Vec<(usize, Decimal)> = Vec::new();
    for (block, found) in document.blocks.iter().enumerate() {
        let mark = match found {
            Block::Paragraph(paragraph) => mark(paragraph, words),
            Block::Table(_) => None,
        };
        if !mark.is_some_and(|mark| goes_on(&run, mark)) {
            // what ends one scale may begin the next
            let last = run.last().copied();
            close(&mut run, &mut out);
            run.extend(last.filter(|(_, last)| mark.is_some_and(|mark| *last > mark)));
        }
        run.extend(mark.map(|mark| (block, mark)));
    }
    close(&mut run, &mut out);
    out
}

/// Whether a number follows on others with the same step down.
fn goes_on(run: &[(usize, Decimal)], next: Decimal) -> bool {
    match run {
        [] => true,
        [(_, only)] => *only > next,
        [.., (_, before), (_, last)] => before.checked_sub(*last) == last.checked_sub(next),
    }
}

fn close(run: &mut Vec<(usize, Decimal)>, out: &mut BTreeSet<usize>) {
    if run.len() >= LEAST {
        out.extend(run.iter().map(|(block, _)| *block));
    }
    run.clear();
}

/// The number without a unit with which a line begins that holds no other: 20000 金额（万元）.
fn mark(paragraph: &Paragraph, words: &Vocabulary) -> Option<Decimal> {
    let text = paragraph.text.text.trim();
    let found = scan_number(text, &words.units)?;
    let rest = text.get(found.len..)?;
    let stands_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (found.number.unit.is_none() && stands_apart && !rest.contains(is_digit))
        .then_some(found.number.value)
}
