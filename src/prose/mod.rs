//! Prose: what the sentences of a passage say of their figures.
//!
//! In: the text of a passage, and words by class from the vocabulary. Out: [`Read`]: figures, the
//! part that each plays, and relations between them with all readings that the grammar allows.
//! Deliberately absent: forms and rules; which relation is a mistake of which weight is for rule
//! files to say.
//!
//! The way: `scan` (text → figures, words of roles, signs) → `place` (sentences, clauses,
//! brackets; the part of each figure) → `compare`, `share`, `list` and their like (relations with
//! their readings).

mod abreast;
mod amount;
mod balance;
mod closing;
mod compare;
mod convert;
mod date;
mod formula;
mod identity;
mod list;
mod lists;
mod mean;
mod otherwise;
mod passage;
mod place;
mod plausible;
mod product;
mod proof;
mod quantity;
mod reading;
mod same;
mod scan;
mod score;
mod share;
mod slip;
mod span;
mod steps;
mod token;
mod unsaid;
mod words;

pub use amount::{Amount, NamedShare, STAGES, Stage, TIED, Tied, bare_name, named_shares};
pub use list::List;
pub use place::{Role, Spot, When};
pub use quantity::{Bound, Kind, Quantity};
pub use reading::{
    Filling, PAIRS, RELATIONS, Reading, Relation, SLOTS, Said, Slot, holds, holds_with, slot_index,
};
pub use scan::{Scanner, UnitNames};
pub use token::{Sign, Tokens, What};
pub use words::{CLASSES, Class, Words};

use passage::Passage;

/// A passage that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Figures and words.
    pub tokens: Tokens,
    /// Where each figure stands and the part that it plays.
    pub spots: Vec<Spot>,
    /// Lists; their heads and items are places in `spots`.
    pub lists: Vec<List>,
    /// What is said of them.
    pub said: Vec<Told>,
    /// The amounts whose names are whole.
    pub amounts: Vec<Amount>,
}

/// What is said of some figures, and the reading that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// All readings.
    pub said: Said,
    /// The one that was chosen.
    pub chosen: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// Of what agrees: had one of its figures been wrong, that would be told.
    pub is_proven: bool,
}

/// What came of the readings of something said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What the grammar says holds.
    Holds,
    /// A reading that the grammar does not rule out holds.
    HoldsOtherwise,
    /// None holds.
    Fails,
    /// None holds, and the grammar does not say which is meant; but one would hold if a slip of
    /// the pen were undone, and chance hardly explains that.
    Slipped,
    /// None holds, but the grammar does not say which is meant.
    Open,
}

impl Outcome {
    /// Whether a reading holds.
    #[must_use]
    pub fn agrees(self) -> bool {
        matches!(self, Self::Holds | Self::HoldsOtherwise)
    }

    /// Whether none holds, and the grammar does not say which is meant.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Slipped | Self::Open)
    }
}

/// Reads a passage.
#[must_use]
pub fn read(scanner: &Scanner<'_>, text: &str) -> Read {
    let tokens = scanner.scan(text);
    if tokens.figures.is_empty() && !tokens.has_dates() {
        return Read { tokens, ..Read::default() };
    }
    let layout = place::layout(&tokens);
    let (mut told, lists) = said(&tokens, &layout);
    proof::prove(&tokens, &layout, &mut told);
    let spots = layout.spots;
    let read = Read { tokens, spots, lists, said: told, amounts: Vec::new() };
    Read { amounts: amount::amounts(&read), ..read }
}

/// What is said of the figures of a passage, and its lists.
fn said(tokens: &Tokens, layout: &place::Layout) -> (Vec<Told>, Vec<List>) {
    let mut said = Vec::new();
    let passage = Passage::new(tokens, layout);
    list::sums(&passage, &mut said);
    abreast::abreast(&passage, &mut said);
    compare::compare(&passage, &mut said);
    share::shares(&passage, &mut said);
    share::of_joined_items(&passage, &mut said);
    share::ratios(&passage, &mut said);
    product::products(&passage, &mut said);
    mean::averages(&passage, &mut said);
    mean::means(&passage, &mut said);
    mean::weighted_means(&passage, &mut said);
    balance::balances(&passage, &mut said);
    steps::steps(&passage, &mut said);
    score::scores(&passage, &mut said);
    same::sames(&passage, &mut said);
    same::ranks(&passage, &mut said);
    same::counts(&passage, &mut said);
    convert::conversions(&passage, &mut said);
    formula::formulas(&passage, &mut said);
    identity::identities(&passage, &mut said);
    date::periods(&passage, &mut said);
    closing::closing(&passage, &mut said);
    let mut said: Vec<Told> = said.into_iter().map(|said| choose(said, &passage)).collect();
    told_elsewhere(&mut said, &passage);
    told_by_others(&mut said);
    otherwise::beside_total(&passage, &mut said);
    otherwise::parts_of_change(&passage, &mut said);
    otherwise::lacking_told(&passage, &mut said);
    share::like_neighbours(&passage, &mut said);
    share::of_one_another(&passage, &mut said);
    unsaid::unsaid(&passage, &mut said);
    (said, passage.into_lists())
}

/// Takes away readings that hold, but belong to another figure: the same figures hold for that one as
/// the grammar says. 总计80万元……，总计80万元: the second total is not that of the first list.
fn told_elsewhere(told: &mut [Told], passage: &Passage<'_>) {
    let others = |one: &Told| -> Option<(Relation, Vec<usize>)> {
        let (relation, reading) = one.said.readings.get(one.chosen)?;
        let mut figures = reading.figures();
        figures.retain(|figure| *figure != one.said.anchor);
        Some((*relation, figures))
    };
    let surely: Vec<(usize, (Relation, Vec<usize>))> = told
        .iter()
        .filter(|one| one.outcome == Outcome::Holds)
        .filter_map(|one| Some((one.said.anchor, others(one)?)))
        .collect();
    for one in told {
        while one.outcome == Outcome::HoldsOtherwise
            && others(one).is_some_and(|own| {
                own.1.len() > 1
                    && surely
                        .iter()
                        .any(|(anchor, other)| *anchor != one.said.anchor && *other == own)
            })
        {
            let mut said = one.said.clone();
            said.readings.remove(one.chosen);
            *one = choose(said, passage);
        }
    }
}

/// Takes back what fails where the same figures hold in another relation: 结余7万元（到位10万元，支出3万元） is no
/// list of its parts.
fn told_by_others(told: &mut [Told]) {
    let figures = |one: &Told| -> Vec<usize> {
        let reading = one.said.readings.get(one.chosen).map(|(_, reading)| reading.figures());
        let mut own = reading.unwrap_or_default();
        own.sort_unstable();
        own.dedup();
        own
    };
    let holding: Vec<Vec<usize>> = told
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise))
        .filter(|one| {
            let reading = one.said.readings.get(one.chosen);
            reading.is_some_and(|(relation, _)| slip::is_equation(*relation))
        })
        .map(figures)
        .filter(|own| own.len() > 2)
        .collect();
    // 年初80万元，追加30万元，调减10万元，全年100万元: what is taken off is one of several moves
    let moves: Vec<usize> = told
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise))
        .filter_map(|one| one.said.readings.get(one.chosen))
        .filter(|(relation, reading)| {
            matches!(relation, Relation::Balance | Relation::Sum) && reading.items.len() > 2
        })
        .flat_map(|(_, reading)| reading.figures())
        .collect();
    for one in told {
        let is_move = one.said.readings.get(one.chosen).is_some_and(|(relation, _)| {
            *relation == Relation::Change && moves.contains(&one.said.anchor)
        });
        if one.outcome == Outcome::Fails && (is_move || holding.contains(&figures(one))) {
            one.outcome = Outcome::Open;
        }
    }
}

fn choose(mut said: Said, passage: &Passage<'_>) -> Told {
    let figures = &passage.tokens.figures;
    let is_kept = |(relation, reading): &(Relation, Reading)| {
        !plausible::is_of_rounded_score(reading, figures)
            || holds(*relation, reading, figures) == Some(true)
    };
    said.sure = said.readings.iter().take(said.sure).filter(|one| is_kept(one)).count();
    said.readings.retain(is_kept);
    let holding = said
        .readings
        .iter()
        .position(|(relation, reading)| holds(*relation, reading, figures) == Some(true));
    let (chosen, outcome) = match holding {
        Some(at) if at < said.sure => (at, Outcome::Holds),
        Some(at) => (at, Outcome::HoldsOtherwise),
        None => {
            let decided = said.readings.iter().take(said.sure).any(|(relation, reading)| {
                holds(*relation, reading, figures) == Some(false)
                    && (!plausible::is_far_off(*relation, reading, figures)
                        || slip::is_one_slip(*relation, reading, figures))
            });
            if decided {
                (0, Outcome::Fails)
            } else {
                let slipped = slip::slipped(&said, passage);
                slipped.map_or((0, Outcome::Open), |at| (at, Outcome::Slipped))
            }
        }
    };
    Told { said, chosen, outcome, is_proven: true }
}
