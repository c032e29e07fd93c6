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

mod alone;
mod amount;
mod balance;
mod candidates;
mod compare;
mod convert;
mod date;
mod declared;
mod decode;
mod equation;
mod excuse;
mod excuse_products;
mod formula;
mod gloss;
mod holds;
mod lead;
mod list;
mod lists;
mod mean;
mod mistaken;
mod others;
mod otherwise;
mod outcome;
mod passage;
mod place;
mod plausible;
mod product;
mod proof;
mod quantity;
mod reading;
mod rival;
mod same;
mod scan;
mod score;
mod share;
mod sign;
mod slip;
mod span;
mod standard;
mod token;
mod unsaid;
mod words;

pub use amount::{
    Amount, NamedShare, STAGES, Stage, TIED, Tied, bare_name, may_be_left_out, named_shares,
};
pub use declared::{Declared, DeclaredRelation, REACHES, RoleMisfit, RoleReach, RoleRow};
pub use decode::{ListOpening, ListShape, Moved, Untaught, are_those_of};
pub use equation::{Equation, EquationComparison, EquationSides, EquationStep};
pub use list::List;
pub use mistaken::mistaken;
pub use outcome::{FrameDoubt, Outcome, Told};
pub use place::{Role, Spot, When};
pub use quantity::{Bound, Kind, Quantity};
pub use reading::{
    Filling, PAIRS, RELATIONS, Reading, Relation, SLOTS, Said, Slot, holds, holds_with, slot_index,
};
pub use scan::{Scanner, UnitNames};
pub use slip::{is_slip, is_telling_slip, tells_each_slip};
pub use token::{Sign, Tokens, What, are_of_one_level};
pub use words::{CLASSES, Class, ENTRY_FORMS, EntryForm, Words};

use passage::Passage;
use reading::is_of_nothing;

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
    /// The figures that come out with two others or more, in order.
    pub borne_out: Vec<usize>,
    /// Those of them of which a wrong one would be told, in order.
    pub proven: Vec<usize>,
    /// Lists that other lists of the document may teach to be whole.
    pub untaught: Vec<Untaught>,
    /// The names of the items of each list.
    pub named_lists: Vec<Vec<String>>,
}

impl Read {
    /// Whether a word behind an amount, before the next figure, says that it is what it was before: 与上年持平.
    #[must_use]
    pub fn is_as_before(&self, amount: &Spot) -> bool {
        let Some(at) = self.tokens.at.get(amount.figure) else { return false };
        let behind = self.tokens.tokens.iter().skip(at + 1).map(|token| token.what);
        let mut own = behind.take_while(|what| {
            !matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge))
        });
        own.any(|what| what == What::Word(Class::Same))
    }

    /// Lets go of the words where nobody asks for them once all is read. They are asked for behind a colon, for codes in
    /// brackets, and where they say that an amount is as before or that something is divided. In long texts they take a
    /// third of the room.
    pub fn let_go_of_words(&mut self) {
        let tokens = &mut self.tokens;
        let is_asked = |what: What| {
            matches!(what, What::Sign(Sign::Colon | Sign::Open) | What::Word(Class::Same))
        };
        let is_kept = tokens.chars.iter().any(|c| c.c == ':')
            || tokens.tokens.iter().any(|token| is_asked(token.what))
            || tokens.has_word("divides", &tokens.text(0, tokens.chars.len()));
        if !is_kept {
            (tokens.chars, tokens.tokens) = Default::default();
        }
    }
}

/// Reads a passage.
#[must_use]
pub fn read(scanner: &Scanner<'_>, text: &str) -> Read {
    let mut tokens = scanner.scan(text);
    if tokens.figures.is_empty() && !tokens.has_dates() {
        return Read { tokens, ..Read::default() };
    }
    gloss::pass_over(&mut tokens);
    standard::make_exact(&mut tokens);
    standard::leave_out_zeros(&mut tokens);
    let layout = place::layout(&tokens);
    let (mut spoken, decode::Decoded { untaught, named_lists, doubtful, .. }) =
        told_of(&tokens, &layout);
    if let Some(joined) = lead::joined(&tokens) {
        let other = place::layout(&joined);
        let (more, _) = told_of(&joined, &other);
        lead::add(&mut spoken.told, more.told, &tokens, &layout);
    }
    rival::take_back(&tokens, &layout, &mut spoken.told);
    alone::tell(&tokens, &layout, &mut spoken.told);
    // what the words of another role decide is open no more; what is built in does not speak for an author's relation
    let figures = |one: &Told| -> Vec<usize> {
        let mut own =
            one.said.readings.get(one.chosen).map_or(Vec::new(), |(_, own)| own.figures());
        own.sort_unstable();
        own
    };
    let decided = |one: &Told| {
        let is_declared = |other: &Told| {
            matches!(other.said.readings.get(other.chosen), Some((Relation::Declared(_), _)))
        };
        let is_decided =
            |other: &&Told| !other.outcome.is_undecided() && other.is_proven && is_declared(other);
        let mut others = spoken.told.iter().filter(is_decided);
        others.any(|other| figures(other) == figures(one))
    };
    let doubtful: Vec<Told> = doubtful.into_iter().filter(|one| !decided(one)).collect();
    spoken.told.extend(doubtful);
    let spots = layout.spots;
    let proven = borne_out(spoken.told.iter().filter(|told| told.is_proven));
    let borne_out = borne_out(spoken.told.iter());
    let read = Read {
        tokens,
        spots,
        lists: spoken.lists,
        said: spoken.told,
        amounts: Vec::new(),
        borne_out,
        proven,
        untaught,
        named_lists,
    };
    let amounts = amount::amounts(&read);
    tightened(Read { amounts, ..read })
}

/// What is said of the figures of a passage, by its words and by its figures, and what its words leave open.
fn told_of(tokens: &Tokens, layout: &place::Layout) -> (Spoken, decode::Decoded) {
    let passage = Passage::new(tokens, layout);
    let mut decoded = decode::decode(&passage);
    let frames = std::mem::take(&mut decoded.frames);
    let mut spoken = said(passage);
    decode::pass_over(&frames, &mut spoken.told);
    proof::prove(tokens, layout, &mut spoken, &frames);
    excuse_products::excuse_products(tokens, layout, &mut spoken.told);
    decode::decide(tokens, frames, &mut spoken.told);
    excuse::excuse(tokens, layout, &mut spoken.told);
    (spoken, decoded)
}

/// The figures that come out with two others or more.
fn borne_out<'t>(told: impl Iterator<Item = &'t Told>) -> Vec<usize> {
    let agree = told.filter(|one| one.outcome.agrees());
    let readings = agree.filter_map(|one| one.said.readings.get(one.chosen));
    let figures = readings.map(|(_, reading)| reading.figures()).filter(|own| own.len() > 2);
    let mut out: Vec<usize> = figures.flatten().collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Without room for more: what was read of each passage is kept until all of them are read.
fn tightened(mut read: Read) -> Read {
    read.tokens.chars.shrink_to_fit();
    read.tokens.tokens.shrink_to_fit();
    read.tokens.figures.shrink_to_fit();
    read.spots.shrink_to_fit();
    read.said.shrink_to_fit();
    read.amounts.shrink_to_fit();
    read.lists.shrink_to_fit();
    for spot in &mut read.spots {
        spot.words.shrink_to_fit();
    }
    read
}

/// Finds what is said of figures in one way.
type Reader = fn(&Passage<'_>, &mut Vec<Said>);

/// All of them, in their order.
const READERS: &[Reader] = &[
    list::sums,
    compare::compare,
    share::shares,
    product::products,
    mean::averages,
    mean::means,
    mean::weighted_means,
    balance::balances,
    score::scores,
    same::sames,
    same::ranks,
    same::counts,
    convert::conversions,
    formula::formulas,
    date::periods,
];

/// What is said of the figures of a passage.
struct Spoken {
    told: Vec<Told>,
    lists: Vec<List>,
    /// For each reader where what it found ends in `told`; behind all of them stands what others made of it.
    ends: Vec<usize>,
}

fn said(passage: Passage<'_>) -> Spoken {
    let mut said = Vec::new();
    let mut ends = Vec::with_capacity(READERS.len());
    for reader in READERS {
        reader(&passage, &mut said);
        ends.push(said.len());
    }
    let mut said: Vec<Told> = said.into_iter().map(|said| choose(said, &passage)).collect();
    others::told_elsewhere(&mut said, &passage);
    others::rates_of_changes(&mut said, &passage);
    taken_back(&mut said, &passage);
    share::like_neighbours(&passage, &mut said);
    share::of_one_another(&passage, &mut said);
    unsaid::unsaid(&passage, &mut said);
    Spoken { told: said, lists: passage.into_lists(), ends }
}

/// What one reader says of a figure, and does not take back.
fn said_of(figure: usize, reader: Reader, passage: &Passage<'_>) -> Vec<Told> {
    let mut said = Vec::new();
    reader(passage, &mut said);
    let own = said.into_iter().filter(|said| {
        said.readings.iter().any(|(_, reading)| reading.figures().contains(&figure))
    });
    let mut told: Vec<Told> = own.map(|said| choose(said, passage)).collect();
    taken_back(&mut told, passage);
    told
}

/// Takes back what fails where others say more.
fn taken_back(told: &mut [Told], passage: &Passage<'_>) {
    others::told_by_others(told);
    otherwise::beside_total(passage, told);
    otherwise::parts_of_change(passage, told);
    otherwise::lacking_told(passage, told);
    otherwise::share_of_list(told);
    otherwise::rounded_price(passage, told);
}

fn choose(mut said: Said, passage: &Passage<'_>) -> Told {
    let figures = &passage.tokens.figures;
    let is_kept = |(relation, reading): &(Relation, Reading)| {
        let fits = plausible::kinds_fit(*relation, reading, figures);
        let is_plausible = !plausible::is_of_rounded_score(reading, figures)
            && !plausible::has_own_plan(*relation, reading, passage)
            && !plausible::is_of_all_of_them(*relation, reading, passage)
            && !plausible::is_headed_by_item(*relation, reading, passage)
            && !plausible::is_growth_of_others(*relation, reading, passage)
            && !plausible::is_share_of_product(*relation, reading, passage)
            && !plausible::is_bound_of_share(*relation, reading, passage);
        fits && (is_plausible || holds(*relation, reading, figures) == Some(true))
    };
    said.sure = said.readings.iter().take(said.sure).filter(|one| is_kept(one)).count();
    said.readings.retain(is_kept);
    let holding = said
        .readings
        .iter()
        .position(|(relation, reading)| holds(*relation, reading, figures) == Some(true));
    // 完成年初预算0万元的30%: what else comes out is not what the words name
    // a share of nothing is none of what stands the other way round; what has gone down to 0 is
    let sure = said.readings.get(..said.sure).unwrap_or(&[]);
    let of_nothing =
        |(relation, reading): &(Relation, Reading)| is_of_nothing(*relation, reading, figures);
    let is_share = |(relation, _): &(Relation, Reading)| {
        matches!(relation, Relation::Share | Relation::Completion)
    };
    let is_nothing = sure.first().is_some_and(of_nothing)
        && sure.iter().all(|one| of_nothing(one) || is_share(one));
    if is_nothing && holding.is_none_or(|at| at >= said.sure) {
        let outcome = Outcome::Doubtful(FrameDoubt::NoBase);
        return Told { said, chosen: 0, outcome, is_proven: true };
    }
    let (chosen, outcome) = match holding {
        Some(at) if at < said.sure => (at, Outcome::Holds),
        Some(at) => (at, Outcome::HoldsOtherwise),
        None => {
            let decided = said.readings.iter().take(said.sure).any(|(relation, reading)| {
                holds(*relation, reading, figures) == Some(false)
                    && (!plausible::is_far_off(*relation, reading, figures)
                        || slip::is_one_slip(*relation, reading, passage))
            });
            if decided {
                (0, Outcome::Fails)
            } else {
                let slipped = slip::slipped(&said, passage);
                slipped.map_or((0, Outcome::Open), |at| (at, Outcome::Slipped))
            }
        }
    };
    // 4个单位 and three names: that the office itself is the fourth is chosen because it comes out
    let is_count = said.readings.get(chosen).is_some_and(|(of, _)| *of == Relation::Count);
    let is_proven = !(is_count && outcome == Outcome::HoldsOtherwise);
    Told { said, chosen, outcome, is_proven }
}
