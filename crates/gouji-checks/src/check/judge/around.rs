//! The figures around what does not hold: in a large document a cause is looked for among them
//! alone, and every other figure is taken as right.

use gouji_audit::audit::{Check, Verdict};
use gouji_values::document::Span;

/// At most this many figures around what does not hold are described. What a repair needs to know
/// takes about a kilobyte for each. It is a twentieth of a table of 200,000 cells.
const MAX_FIGURES: usize = 10_000;

/// A check of more figures leads to no others: it stands beside nearly everything.
const MAX_WIDTH: usize = 1_000;

/// Some figures of a document, by where they begin: a bit for each byte of the text.
#[derive(Clone, Debug)]
pub struct Around {
    bits: Vec<u64>,
    count: usize,
}

impl Around {
    /// The figures of the checks that do not hold, those that share a check with these, and so on,
    /// as long as they are few.
    pub(in crate::check) fn of<'c, I>(text_len: usize, checks: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = &'c Check>,
    {
        let mut out = Self { bits: vec![0; text_len / 64 + 1], count: 0 };
        for check in checks().filter(|check| check.verdict == Verdict::Violation) {
            out.add(check);
        }
        loop {
            let mut next = out.clone();
            let narrow =
                checks().filter(|check| check.size() <= MAX_WIDTH && check.verdict.is_decided());
            for check in narrow.filter(|check| check.places().any(|(span, _)| out.has(span))) {
                next.add(check);
                if next.count > MAX_FIGURES {
                    return out;
                }
            }
            if next.count == out.count {
                return out;
            }
            out = next;
        }
    }

    fn add(&mut self, check: &Check) {
        for (span, _) in check.places() {
            let (at, bit) = place(span);
            let Some(word) = self.bits.get_mut(at) else { continue };
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Whether the figure that stands there is one of them.
    #[must_use]
    pub fn has(&self, span: Span) -> bool {
        let (at, bit) = place(span);
        self.bits.get(at).is_some_and(|word| word & bit != 0)
    }
}

fn place(span: Span) -> (usize, u64) {
    ((span.start / 64) as usize, 1 << (span.start % 64))
}
