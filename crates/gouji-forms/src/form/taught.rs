//! Lists that the other lists of a document teach to be whole.
//!
//! In: the passages as they were read. Out: sums of lists of which the words leave open whether all is listed (其中,
//! 主要包括, 主要原因是), where nearly all other lists of the same shape come out. A list never teaches itself: one that holds
//! counts as a broken one for itself. Changes are all of them where they bear the names of all items of a list of
//! amounts. A list of which the others teach nothing only agrees, but where a slip of each of its figures is told that chance
//! hardly explains, and no more lists contradict it than bear it out: such a slip is a hint. One that does not come out is told only where one slip
//! of the pen explains it: as a hint where chance may explain it, too, for that not all is listed is the other explanation.

use super::Certainty;
use super::Proof;
use super::prose_passage::{ProsePassage, Together};
use super::said::{FoundRelation, ProseReader};
use gouji_prose::prose::{ListShape, are_those_of};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Other lists that teach; at most one in this number of them, the list itself apart, does not come out.
pub(crate) const ENOUGH: usize = 3;

/// How many lists of a shape come out, and how many do not.
#[derive(Clone, Copy, Default)]
pub(crate) struct Lists {
    held: usize,
    broken: usize,
}

impl Lists {
    /// Counts a list.
    pub(crate) fn count(&mut self, is_held: bool) {
        self.held += usize::from(is_held);
        self.broken += usize::from(!is_held);
    }

    /// Whether the lists beside one that does or does not hold teach that it is whole: so many of them, and nearly all.
    /// One that holds would be a broken one, were a figure of it wrong.
    #[must_use]
    pub(crate) fn teach(self, is_held: bool, enough: usize) -> bool {
        let own = usize::from(is_held);
        let (others, broken) = (self.held.saturating_sub(own), self.broken + own);
        others >= enough && broken <= 1 + others / ENOUGH.pow(2)
    }

    /// How many lists beside one that does or does not hold come out.
    pub(crate) fn borne_out(self, is_held: bool) -> usize {
        self.held - usize::from(is_held)
    }

    /// How many lists beside one that does or does not hold are not whole.
    pub(crate) fn contradict(self, is_held: bool) -> usize {
        self.broken - usize::from(!is_held)
    }
}

/// The lists that are told to be whole, or agree.
#[must_use]
pub(crate) fn taught(reader: &ProseReader<'_>, heard: &[ProsePassage]) -> Vec<Together> {
    let all = || heard.iter().flat_map(|one| one.read.untaught.iter().map(move |list| (one, list)));
    let mut shapes: BTreeMap<ListShape, Lists> = BTreeMap::new();
    for (_, list) in all() {
        // a wrong unit does not say that the list is not whole
        shapes.entry(list.shape).or_default().count(list.is_held_as_printed);
    }
    let mut out = Vec::new();
    let named_lists = || heard.iter().flat_map(|one| &one.read.named_lists);
    for (one, list) in all() {
        // the changes of all that was listed before
        let is_named =
            !list.moved.is_empty() && named_lists().any(|items| are_those_of(&list.moved, items));
        let is_taught = is_named
            || shapes
                .get(&list.shape)
                .is_some_and(|own| own.teach(list.is_held_as_printed, ENOUGH));
        // where no more lists contradict it than bear it out, a slip that chance hardly explains says that it is whole, too
        let is_alone = || {
            let own = shapes.get(&list.shape).copied().unwrap_or_default();
            list.is_telling
                && own.contradict(list.is_held_as_printed) <= own.borne_out(list.is_held_as_printed)
        };
        // a wrong figure of it is told, or would be: where chance may explain the slip, as a hint
        let is_told = is_taught && list.is_slip || is_alone();
        if !(list.is_held || is_told) {
            continue;
        }
        let certainty = match (is_named, is_taught, list.is_telling) {
            (true, ..) | (_, true, true) => Certainty::Said,
            (_, true, false) => Certainty::Taught,
            (_, false, _) => Certainty::Slipped,
        };
        let found = reader.said(list.relation, &list.reading, &one.read.tokens.figures);
        out.extend(found.into_iter().map(|found| Together {
            found: FoundRelation { certainty, ..found },
            text: Arc::clone(&one.text),
            place: one.place,
            proof: if is_told { Proof::Words } else { Proof::Value },
        }));
    }
    out
}
