//! Lists whose items are lines of their own: 支出80万元，包括： / 1.甲50万元，占62.5%。 / 2.乙30万元…
//!
//! In: the passages as they were read, in order. Out: that the amounts of the items come to an amount of the line above
//! them, their changes to its change, which share of it each is, and that an amount said above is the one said below.
//! Which line is an item of which list the numberings say, or semicolons behind a colon; that a list is whole is said by
//! words, by items that are known to be all of something, by items that say nothing but their amounts, or by the other
//! lists of the same shape in the document. A list of which nothing of this is so only agrees.

mod again;
mod changes;
mod claimed;
mod columns;
mod divided;
mod lines;
mod listed;
mod shares;
mod tree;

use super::prose_passage::{FigureAt, JoinedPassages, ProsePassage, Together};
use super::said::{FoundRelation, ProseReader};
use super::taught::{ENOUGH, Lists};
use super::{Certainty, Proof};
use changes::Changes;
use claimed::Claimed;
use columns::{ColumnSum, columns};
use gouji_prose::prose::{
    Reading, Relation, Slot, are_of_one_level, is_slip, is_telling_slip, tells_each_slip,
};
use gouji_values::vocabulary::Vocabulary;
use lines::Line;
use listed::{Listed, Text};
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::{End, List};

/// What lists have in common: what is said of them, and how they are numbered.
type Shape = (Claimed, Option<usize>);

/// Other lists of one shape that teach that a list is whole, where its items are numbered.
const ENOUGH_NUMBERED: usize = 2;

/// All that lines say together; `levels`: how the innermost heading of each chain of headings is numbered.
#[must_use]
pub(crate) fn lists(
    reader: &ProseReader<'_>,
    (heard, levels): (&[ProsePassage], &[Option<usize>]),
    vocabulary: &Vocabulary,
) -> Vec<Together> {
    let mut lines = lines::lines(heard, vocabulary);
    let mut lists = tree::numbered(&lines, levels);
    lists.extend(tree::unnumbered(&lines));
    lists.extend(tree::sections(&lines));
    let count = lines.len();
    for at in 0..count {
        let behind = lines.get(at + 1..count).unwrap_or(&[]);
        let pieces = lines.get(at).and_then(|line| line.pieces(behind, vocabulary));
        let Some((head, items)) = pieces else { continue };
        let first = lines.len() + 1;
        let items_at = (first..first + items.len()).collect();
        lists.push(List {
            head: first - 1,
            lead: None,
            items: items_at,
            style: None,
            end: End::Sure,
        });
        lines.push(head);
        lines.extend(items);
    }
    let text = Text { heard, lines: &lines, lists: &lists };
    let mut out = Vec::new();
    for list in &lists {
        divided::divided(reader, text, list, &mut out);
    }
    let found: Vec<Listed<'_>> = lists.iter().filter_map(|list| Listed::new(text, list)).collect();
    // of the lists of one shape how many hold, and how many do not
    let mut shapes: BTreeMap<Shape, Lists> = BTreeMap::new();
    let by_words: Vec<bool> = found.iter().map(|one| one.is_whole(reader, text)).collect();
    let teaching =
        found.iter().zip(&by_words).filter(|(one, by_words)| one.total.is_some() && !**by_words);
    for (one, _) in teaching {
        shapes.entry(one.shape()).or_default().count(one.holds);
    }
    let has_twin = changes::have_twins(reader, &found);
    for ((one, by_words), has_twin) in found.iter().zip(by_words).zip(has_twin) {
        let enough = if one.list.style.is_some() { ENOUGH_NUMBERED } else { ENOUGH };
        let own = shapes.get(&one.shape());
        let is_taught = (own.is_some_and(|own| own.teach(one.holds, enough))
            || one.ends_with_rest() && one.ends(text))
            // that not all is listed is the other explanation
            && (one.holds || one.is_slip())
            || one.is_likely_whole() && one.ends(text) && one.is_telling()
            || one.is_borne_by_stage() && one.ends(text) && (one.holds || one.is_slip());
        // where no more lists contradict it than bear it out, a slip that chance hardly explains says that it is whole, too
        let own = own.copied().unwrap_or_default();
        let is_alone = !by_words
            && one.claim != Claimed::Most
            && one.list.style.is_some()
            && one.ends(text)
            && (one.is_telling() || one.is_likely_whole() && (one.holds || one.is_slip()))
            && own.contradict(one.holds) <= own.borne_out(one.holds);
        let whole = match (by_words || is_taught, is_alone) {
            (true, _) => Some(Certainty::Said),
            (false, true) => Some(Certainty::Slipped),
            (false, false) => None,
        };
        one.say(reader, text, (whole, has_twin), &mut out);
    }
    out
}

impl<'h> Listed<'h> {
    fn new(text: Text<'h>, list: &'h List) -> Option<Self> {
        let Text { heard, lines, .. } = text;
        let above = lines.get(list.head)?;
        let items: Vec<&Line<'_>> = list.items.iter().filter_map(|at| lines.get(*at)).collect();
        let mut columns = columns(above, &items);
        let own = columns.pop();
        let amounts = match &own {
            Some(own) => own.amounts.clone(),
            None => items.iter().map(|line| line.item()).collect::<Option<Vec<FigureAt>>>()?,
        };
        if amounts.len() < 2 {
            return None;
        }
        let numbers = amounts.iter().map(|amount| amount.heard).chain([above.heard]).collect();
        let joined = JoinedPassages::new(heard, numbers);
        let sum = |amounts: &[FigureAt], total: FigureAt| {
            let parts = amounts.iter().map(|amount| Some((joined.figure(heard, *amount)?, 1)));
            let parts = parts.collect::<Option<Vec<(usize, i8)>>>()?;
            let figure = joined.figure(heard, total)?;
            Some((total, Reading::of([(Slot::Total, figure, 1)]).with_items(&parts)))
        };
        let is_held = |reading: &Reading| joined.holds(Relation::Sum, reading) == Some(true);
        let other_stages = columns
            .iter()
            .filter_map(|column| sum(&column.amounts, column.total))
            .map(|(_, reading)| ColumnSum { holds: is_held(&reading), reading })
            .collect();
        let totals = match &own {
            Some(own) => vec![own.total],
            None => above.totals().collect(),
        };
        let mut sums = totals.into_iter().filter_map(|total| sum(&amounts, total));
        let holding = sums.find(|(_, reading)| is_held(reading));
        let (claim, meant) = above.claims();
        let lead = list.lead.and_then(|lead| lines.get(lead));
        let claim = lead.map_or(claim, Line::claim);
        let holds = holding.is_some();
        // of several amounts none is surely the one that the list comes to
        let meant = match &own {
            Some(own) => Some(own.total),
            None => meant.filter(|_| above.totals().nth(1).is_none()),
        };
        let total = holding.or_else(|| meant.and_then(|total| sum(&amounts, total)));
        let is_of_stage = own.is_some();
        let has_colon = above.ends_with_colon || lead.is_some();
        let changes = None;
        let one = Self {
            list,
            above,
            items,
            amounts,
            joined,
            is_of_stage,
            other_stages,
            claim,
            has_colon,
            total,
            holds,
            changes,
        };
        let changes = one.total.as_ref().and_then(|(whole, _)| Changes::of(text, &one, *whole));
        Some(Self { changes, ..one })
    }

    /// Whether it would come out, were one figure written without a slip.
    fn is_slip(&self) -> bool {
        self.total.as_ref().is_some_and(|(_, sum)| self.is_slip_of(sum))
    }

    /// The same of any sum of its amounts.
    fn is_slip_of(&self, sum: &Reading) -> bool {
        is_slip(Relation::Sum, sum, &mut self.joined.figures.clone())
    }

    /// Whether one wrong digit explains that it does not come out, and chance hardly does, or of one that comes out would.
    fn is_telling(&self) -> bool {
        self.total.as_ref().is_some_and(|(_, sum)| self.tells(sum, self.holds))
    }

    /// The same of any sum of its amounts.
    fn tells(&self, sum: &Reading, is_held: bool) -> bool {
        let tells = if is_held { tells_each_slip } else { is_telling_slip };
        tells(Relation::Sum, sum, &mut self.joined.figures.clone())
    }

    /// Whether its amounts of another stage come to their whole, so that no item is lacking: 年初预算 and 支出决算.
    fn is_borne_by_stage(&self) -> bool {
        self.other_stages.iter().any(|own| own.holds && self.has_parts(&own.reading))
    }

    /// Whether an item is listed of which nothing was done, though it was planned.
    fn lists_undone(&self, done: &Reading, planned: &Reading) -> bool {
        let is_zero =
            |at: usize| self.joined.figures.get(at).is_some_and(|own| own.value.is_zero());
        let pairs = done.figures().into_iter().zip(planned.figures());
        pairs.skip(1).any(|(done, planned)| is_zero(done) && !is_zero(planned))
    }

    /// Whether a sum has at least two parts.
    fn has_parts(&self, sum: &Reading) -> bool {
        let parts = sum.figures().into_iter().skip(1);
        parts
            .filter_map(|at| self.joined.figures.get(at))
            .filter(|own| !own.value.is_zero())
            .count()
            > 1
    }

    /// What its amounts of other stages come to. An item of which nothing was done may be left out, though it was
    /// planned: unless one such item is listed, a slip is told only where chance hardly explains it.
    fn of_other_stages(&self, text: Text<'_>) -> Vec<(Relation, Reading, Proof)> {
        let Some((_, done)) = &self.total else { return Vec::new() };
        let is_borne = self.ends(text) && self.holds && self.has_parts(done);
        let told = self.other_stages.iter().filter_map(|own| {
            let is_slip = || own.holds || self.is_slip_of(&own.reading);
            let is_told = is_borne
                && (self.lists_undone(done, &own.reading) && is_slip()
                    || self.tells(&own.reading, own.holds));
            let proof = if is_told { Proof::Words } else { Proof::Value };
            (own.holds || is_told).then(|| (Relation::Sum, own.reading.clone(), proof))
        });
        told.collect()
    }

    /// Whether all but what is worth no word is listed: the items bear codes of one level, or their changes come to the
    /// change of the whole.
    fn is_likely_whole(&self) -> bool {
        let code = |line: &&Line<'_>| {
            let (spot, _) = line.spot(line.item()?.spot)?;
            line.tokens().code_of(spot.figure)
        };
        self.changes.as_ref().is_some_and(|changes| changes.holds)
            || are_of_one_level(self.items.iter().map(code))
    }

    fn shape(&self) -> Shape {
        (self.claim, self.list.style)
    }

    /// Whether no item of it can be lost.
    fn ends(&self, text: Text<'_>) -> bool {
        match self.list.end {
            End::Sure => true,
            End::Heading => self.claim != Claimed::Follows,
            End::Open => tree::is_one_passage(text.lines, self.list),
        }
    }

    /// Whether words, or what the items are, say that the list is whole.
    fn is_whole(&self, reader: &ProseReader<'_>, text: Text<'_>) -> bool {
        self.ends(text)
            && match self.claim {
                Claimed::Whole | Claimed::Follows => true,
                Claimed::Part | Claimed::Nothing if self.are_all() => true,
                Claimed::Nothing => {
                    !self.has_colon && self.items.iter().all(|item| item.is_bare())
                        || self.above.is_bare_sum()
                        || again::are_named(reader, self)
                }
                Claimed::Part | Claimed::Most => false,
            }
    }

    /// Says what the changes of the items come to, where nothing that was there before is left out of the list: its items
    /// are all of something, or it tells what is there no more, or the whole is listed once more by like names, and all
    /// comes out there.
    fn say_changes(
        &self,
        reader: &ProseReader<'_>,
        (is_whole, has_twin): (bool, bool),
        out: &mut Vec<Together>,
    ) {
        let Some(own) = &self.changes else { return };
        let is_told = is_whole && self.are_all()
            || (own.has_former || has_twin) && (own.holds || own.is_slip());
        if !(own.holds || is_told) {
            return;
        }
        let found = reader.said(Relation::Sum, &own.reading, &own.joined.figures);
        let text = Arc::new(own.joined.text.clone());
        out.extend(found.into_iter().map(|found| Together {
            found,
            text: Arc::clone(&text),
            place: self.above.of.place,
            proof: if is_told { Proof::Words } else { Proof::Value },
        }));
    }

    /// Whether the items are known to be all of something: 人员经费, 公用经费.
    fn are_all(&self) -> bool {
        let names: Vec<&str> = self.items.iter().map(|item| item.name()).collect();
        self.above.tokens().lists.are_whole(&names)
    }

    /// Whether the last item is all else of what the items are: …收入; 其他政府性基金收入.
    fn ends_with_rest(&self) -> bool {
        /// The noun of a name.
        const NOUN: usize = 2;
        let noun = |title: &str| title.chars().rev().take(NOUN).collect::<String>();
        let names: Vec<&str> = self.items.iter().map(|item| item.name()).collect();
        let [first, .., last] = names.as_slice() else { return false };
        let mut others = self.above.tokens().words_of("others");
        noun(first) == noun(last) && others.any(|word| last.starts_with(word))
    }

    /// Says what the list comes to, and more of its items. What comes out is proof only where it would have been told
    /// otherwise.
    fn say(
        &self,
        reader: &ProseReader<'_>,
        text: Text<'_>,
        (certainty, has_twin): (Option<Certainty>, bool),
        out: &mut Vec<Together>,
    ) {
        let mut told: Vec<(Relation, Reading, Proof)> = Vec::new();
        let mut of_sum = Certainty::Said;
        if let Some((whole, reading)) = &self.total {
            let is_sure = certainty == Some(Certainty::Said)
                || self
                    .joined
                    .figure(text.heard, *whole)
                    .is_some_and(|whole| shares::is_whole_by_shares(text.heard, self, whole));
            let is_whole = is_sure || certainty.is_some();
            if self.holds || is_whole {
                // of several amounts above a list that comes to none of them, nothing would be told
                let is_proof =
                    is_whole && (self.is_of_stage || self.above.totals().nth(1).is_none());
                let proof = if is_proof { Proof::Words } else { Proof::Value };
                told.push((Relation::Sum, reading.clone(), proof));
                if is_proof && !is_sure {
                    of_sum = Certainty::Slipped;
                }
            }
            // that a slip explains a list makes nothing sure that rests on its being whole
            if self.holds || is_sure {
                told.extend(shares::of_whole(text.heard, self, *whole));
                told.extend(shares::together(text.heard, self));
                let is_proof = told.first().is_some_and(|(.., proof)| *proof == Proof::Words);
                self.say_changes(reader, (is_proof && is_sure, has_twin), out);
            }
        }
        told.extend(self.of_other_stages(text));
        told.extend(shares::beside(text.heard, self));
        told.extend(again::said_above(reader, text.heard, self));
        if told.is_empty() {
            return;
        }
        let place = self.above.of.place;
        let joined = Arc::new(self.joined.text.clone());
        for (nth, (relation, reading, proof)) in told.into_iter().enumerate() {
            let certainty = if nth == 0 { of_sum } else { Certainty::Said };
            let found = reader.said(relation, &reading, &self.joined.figures);
            out.extend(found.into_iter().map(|found| Together {
                found: FoundRelation { certainty, ..found },
                text: Arc::clone(&joined),
                place,
                proof,
            }));
        }
    }
}
