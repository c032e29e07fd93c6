//! Readings that fail, but would hold if one figure had been written without a slip of the pen.
//!
//! Where the grammar leaves open which figures belong together, that a reading fails says nothing:
//! it may not be meant. That it would hold to the last digit if two digits of one figure stood the
//! other way round is no chance: so it was meant, and the figure is wrong.

mod trials;

use super::mistaken::tells_each;
use super::passage::Passage;
use super::place::Role;
use super::quantity::Quantity;
use super::reading::{Filling, Reading, Relation, Said, Slot, holds};
use super::span::SumBut;
use super::words::Class;
use gouji_values::number::{Decimal, LastDigits, Misprint, misprints, turned};
use trials::{OpenReading, Trials};

/// Readings that are tried; of more than that one is soon met by chance.
const MAX_READINGS: usize = 24;
/// In millionths: how likely it may be that a reading is met by chance.
const MAX_CHANCE: u128 = 20_000;

/// The reading that one slip of the pen explains, where chance hardly does.
pub(super) fn slipped(said: &Said, passage: &Passage<'_>) -> Option<usize> {
    let (open, turnable) = open_readings(said, passage)?;
    let best = passage
        .with_others(|figures| Trials::of(is_of_kind, open, turnable, figures).best(figures))?;
    Some(best.at)
}

/// Whether a wrong digit, or two that changed places, explain that a reading does not hold which others of its shape
/// teach, where chance hardly does. Slips of the figure `first` are tried before others.
pub(super) fn is_telling(said: &Said, passage: &Passage<'_>, first: Option<usize>) -> bool {
    let Some((open, turnable)) = open_readings(said, passage) else { return false };
    passage.with_others(|figures| {
        Trials::of(is_mistake, open, turnable, figures).are_met(MAX_CHANCE, first, figures)
    })
}

/// The same of a relation of these figures, alone.
#[must_use]
pub fn is_telling_slip(relation: Relation, reading: &Reading, figures: &mut [Quantity]) -> bool {
    is_slip_within(MAX_CHANCE, (relation, reading), None, figures)
}

/// Whether one slip explains that a relation does not hold, and chance does so in no more than so many of a million.
fn is_slip_within(
    limit: u128,
    (relation, reading): (Relation, &Reading),
    first: Option<usize>,
    figures: &mut [Quantity],
) -> bool {
    let open = vec![(0, relation, reading)];
    Trials::of(is_mistake, open, Vec::new(), figures).are_met(limit, first, figures)
}

/// One slip of a figure is tried for all: chance is counted in powers of two, and another one may come to as much more.
const MARGIN: u128 = 4;

/// Whether a slip of each figure of what comes out would be told, and not be taken for chance.
#[must_use]
pub fn tells_each_slip(
    relation: Relation,
    reading: &Reading,
    mut figures: &mut [Quantity],
) -> bool {
    tells_each(
        &mut figures,
        |figures| figures,
        (relation, reading),
        |figures, at| is_slip_within(MAX_CHANCE / MARGIN, (relation, reading), Some(at), figures),
    )
}

/// A wrong digit, or two that changed places.
fn is_mistake(_: Relation, kind: Kind) -> bool {
    matches!(kind, Kind::Digit | Kind::Transposed)
}

/// The readings that a slip may explain, and those of them that may be said the other way round.
fn open_readings<'r>(
    said: &'r Said,
    passage: &Passage<'_>,
) -> Option<(Vec<OpenReading<'r>>, Vec<OpenReading<'r>>)> {
    let figures = &passage.tokens.figures;
    // of a list all of it: parts of it meet many totals
    let longest = said.readings.iter().map(|(_, reading)| reading.items.len()).max().unwrap_or(0);
    // 支出80万元，其中甲50万元、乙30万元，年末结转5万元: what is left may be no part
    let ends_with_rest = said
        .readings
        .iter()
        .any(|(_, reading)| reading.items.len() == longest && ends_with_closing(passage, reading));
    let is_all = |reading: &Reading| {
        let items = reading.items.len();
        items == longest || ends_with_rest && items + 1 == longest
    };
    let open: Vec<OpenReading<'_>> = said
        .readings
        .iter()
        .enumerate()
        .filter(|(_, (relation, reading))| {
            is_equation(*relation)
                && (*relation != Relation::Sum || is_all(reading))
                && !says_twice(reading, figures)
                && !are_some_people(passage, *relation, reading)
                && (*relation == Relation::Same || is_together(passage, reading))
        })
        .map(|(at, (relation, reading))| (at, *relation, reading))
        .take(MAX_READINGS + 1)
        .collect();
    if open.is_empty() || open.len() > MAX_READINGS {
        return None;
    }
    let turnable = if tells_way(said, passage) { open.clone() } else { Vec::new() };
    Some((open, turnable))
}

/// Whether a list of few people is one of some of them, who may be in several groups: 救助31人，其中残疾人8人、老人5人. Two digits
/// are soon those of another number.
fn are_some_people(passage: &Passage<'_>, relation: Relation, reading: &Reading) -> bool {
    let figures = reading.item_figures();
    let is_people = |at: &usize| {
        let figure = passage.tokens.figures.get(*at);
        figure.is_some_and(|own| {
            own.value < Decimal::ONE_HUNDRED && passage.tokens.is_word("people", &own.counter)
        })
    };
    let all = reading.figures();
    let first = figures.first().and_then(|first| passage.spot_of(*first));
    relation == Relation::Sum
        && first.is_some_and(|first| first.words.contains(&Class::OfWhich))
        && all.iter().all(is_people)
}

/// Which kinds of slips are tried of a relation.
type OfKind = fn(Relation, Kind) -> bool;

/// Whether a reading would hold if one of its figures were written without a slip, or if all that was taken off were
/// added.
pub(super) fn is_one_slip(relation: Relation, reading: &Reading, passage: &Passage<'_>) -> bool {
    passage.with_others(|figures| is_slip(relation, reading, figures))
}

/// Whether a reading of these figures would hold if one of them were written without a slip.
#[must_use]
pub fn is_slip(relation: Relation, reading: &Reading, figures: &mut [Quantity]) -> bool {
    let mut added = reading.clone();
    let parts = added.items.iter_mut().flatten().chain(&mut added.parts);
    for (_, filling) in parts {
        if let Filling::Figure(_, sign) = filling {
            *sign = 1;
        }
    }
    holds(relation, &added, figures) == Some(true)
        || own_figures(reading).into_iter().any(|figure| {
            let Some(printed) = figures.get(figure).cloned() else { return false };
            let slips = Digits::of(&printed).map_or_else(Vec::new, |number| number.slips());
            let mut holds = |other: Quantity| holds_as(relation, reading, figures, (figure, other));
            !meeting(slips, &printed, &mut holds).is_empty()
        })
}

/// The figures of a reading of which one wrong digit, or two neighbours that changed places, explain that it does not hold.
pub(super) fn mistaken_figures(
    relation: Relation,
    reading: &Reading,
    figures: &mut [Quantity],
) -> Vec<usize> {
    let is_mistaken = |figure: &usize| {
        let Some(printed) = figures.get(*figure).cloned() else { return false };
        let mut slips = Digits::of(&printed).map_or_else(Vec::new, |number| number.slips());
        slips.retain(|(kind, _)| matches!(kind, Kind::Digit | Kind::Transposed));
        let mut holds = |other: Quantity| holds_as(relation, reading, figures, (*figure, other));
        !meeting(slips, &printed, &mut holds).is_empty()
    };
    own_figures(reading).into_iter().filter(is_mistaken).collect()
}

/// Whether a reading holds with another figure in place of one.
fn holds_as(
    relation: Relation,
    reading: &Reading,
    figures: &mut [Quantity],
    (at, other): (usize, Quantity),
) -> Option<bool> {
    let printed = std::mem::replace(figures.get_mut(at)?, other);
    let outcome = holds(relation, reading, figures);
    *figures.get_mut(at)? = printed;
    outcome
}

/// The slips of a figure with which a reading holds. `holds` tells of a figure in place of the printed one whether the
/// reading does.
///
/// What holds for a number holds for every stretch of numbers around it. So all slips are tried as one figure that
/// stands for all of them, and where that holds each half of them.
fn meeting(
    mut slips: Vec<(Kind, i128)>,
    printed: &Quantity,
    holds: &mut dyn FnMut(Quantity) -> Option<bool>,
) -> Vec<(Kind, i128)> {
    slips.sort_by_key(|(_, number)| *number);
    let mut out = Vec::new();
    let mut open: Vec<&[(Kind, i128)]> = vec![&slips];
    while let Some(stretch) = open.pop() {
        let (Some((_, low)), Some((_, high))) = (stretch.first(), stretch.last()) else { continue };
        let Some(figure) = between(printed, *low, *high) else { continue };
        if low == high {
            if holds(figure) == Some(true) {
                out.extend_from_slice(stretch);
            }
        } else if holds(figure) != Some(false) {
            let (lower, upper) = stretch.split_at(stretch.len() / 2);
            open.extend([upper, lower]);
        }
    }
    out
}

/// The figures of which one slip of the pen may have made this one.
pub(super) fn slips_of(figure: &Quantity) -> Vec<Quantity> {
    let slips = Digits::of(figure).map_or_else(Vec::new, |number| number.slips());
    slips.into_iter().filter_map(|(_, number)| with(figure, number)).collect()
}

/// What a figure may stand for if two neighbouring digits were exchanged.
pub(super) fn transposed(figure: &Quantity) -> Vec<Decimal> {
    let Some(own) = Digits::of(figure) else { return Vec::new() };
    let turned = turned(own.number, own.decimals).into_iter();
    turned.filter_map(|number| Some(with(figure, number)?.value)).collect()
}

/// Kinds of slips.
#[derive(Clone, Copy)]
enum Kind {
    /// Two neighbours stand the other way round.
    Transposed,
    /// Two other digits do.
    Exchanged,
    /// One digit is another one.
    Digit,
    /// A digit is missing, or one too many.
    Length,
    /// The point stands elsewhere.
    Shifted,
    /// The word says the other way.
    Turned,
}

const KINDS: usize = 6;

/// Whether a word says which way something went, and nothing but that word: 同口径下降5%.
fn tells_way(said: &Said, passage: &Passage<'_>) -> bool {
    let spot = passage.spot_of(said.anchor);
    spot.is_some_and(|spot| {
        matches!(spot.role, Role::Change(1 | -1) | Role::Rate(1 | -1) | Role::Points(1 | -1))
            && passage.own_text_length(spot) == 0
            && !spot.words.iter().any(|class| {
                matches!(
                    class,
                    Class::Above | Class::Below | Class::Not | Class::Done | Class::UpOrDown
                )
            })
    })
}

/// In millionths: the share of the numbers that would make a reading hold with the other direction, where it would.
fn room_turned(relation: Relation, reading: &Reading, figures: &mut [Quantity]) -> Option<u128> {
    let mut turned = reading.clone();
    let mut moved = None;
    for (slot, filling) in &mut turned.parts {
        if let (Slot::Change | Slot::Rate, Filling::Figure(figure, sign)) = (*slot, filling) {
            *sign = -*sign;
            moved = Some(*figure);
        }
    }
    let figure = moved?;
    let printed = figures.get(figure)?.clone();
    let own = Digits::of(&printed)?;
    let mut meets = |number: i128| -> bool {
        let Some(other) = with(&printed, number) else { return false };
        if let Some(slot) = figures.get_mut(figure) {
            *slot = other;
        }
        let holds = holds(relation, &turned, figures) == Some(true);
        if let Some(slot) = figures.get_mut(figure) {
            *slot = printed.clone();
        }
        holds
    };
    if !meets(own.number) {
        return None;
    }
    Some(own.room(own.number, &mut meets))
}

/// Whether a kind of slip tells something of a relation. What is lacking in a list is often a round
/// number, and then looks like one wrong digit of the total; and two figures of one name may be of
/// two things: there only two digits that stand the other way round tell something.
fn is_of_kind(relation: Relation, kind: Kind) -> bool {
    match relation {
        Relation::Sum | Relation::Balance | Relation::Same => {
            matches!(kind, Kind::Transposed | Kind::Exchanged)
        }
        _ => !matches!(kind, Kind::Exchanged),
    }
}

/// Relations in which a figure can be worked out from the others.
pub(super) fn is_equation(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Change
            | Relation::Growth
            | Relation::GrowthOf
            | Relation::GrowthBack
            | Relation::Points
            | Relation::Share
            | Relation::Completion
            | Relation::Mean
            | Relation::Product
            | Relation::Score
            | Relation::Left
            | Relation::Weighted
            | Relation::WeightedBy
            | Relation::Products
            | Relation::ShareOfSum
            | Relation::ShareOfItems
            | Relation::CompletionBack
            | Relation::Sum
            | Relation::Balance
            | Relation::Same
    )
}

/// Whether all figures of a reading stand in one group of clauses, those of a list in one sentence; its
/// head may stand before it.
fn is_together(passage: &Passage<'_>, reading: &Reading) -> bool {
    let items = Reading { items: reading.items.clone(), ..Reading::default() };
    let own = own_figures(if reading.items.len() > 1 { &items } else { reading });
    let is_list = reading.items.len() > 1;
    let mut places = own
        .iter()
        .filter_map(|figure| passage.spot_of(*figure))
        .map(|spot| if is_list { spot.sentence } else { spot.segment });
    let first = places.next();
    places.all(|place| Some(place) == first)
}

/// Whether the last item of a reading is what was there at the end of the year.
fn ends_with_closing(passage: &Passage<'_>, reading: &Reading) -> bool {
    let last = reading.items.last().and_then(|item| match item.first() {
        Some((_, Filling::Figure(figure, _))) => Some(*figure),
        _ => None,
    });
    let spot = last.and_then(|figure| passage.spot_of(figure));
    spot.is_some_and(|spot| spot.when.edge == Some(Class::End))
}

/// Whether two figures of a reading are one number: one of them is hardly what the other is compared
/// with.
fn says_twice(reading: &Reading, figures: &[Quantity]) -> bool {
    let own = own_figures(reading);
    let value = |at: &usize| figures.get(*at).map(|figure| figure.value);
    own.iter()
        .enumerate()
        .any(|(nth, at)| own.iter().skip(nth + 1).any(|other| value(at) == value(other)))
}

fn own_figures(reading: &Reading) -> Vec<usize> {
    let parts = reading.parts.iter().chain(reading.items.iter().flatten());
    let mut out: Vec<usize> = parts
        .filter_map(|(_, filling)| match filling {
            Filling::Figure(figure, _) => Some(*figure),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// A figure with another number of the same decimals.
pub(super) fn with(printed: &Quantity, number: i128) -> Option<Quantity> {
    between(printed, number, number)
}

/// A figure that stands for all numbers between two of the same decimals.
fn between(printed: &Quantity, low: i128, high: i128) -> Option<Quantity> {
    let number = |number| Decimal::try_from_i128_with_scale(number, printed.decimals).ok();
    let value = |number: Decimal| -> Option<Decimal> {
        if printed.value == printed.printed {
            return Some(number);
        }
        printed.value.checked_mul(number)?.checked_div(printed.printed)
    };
    let (low, high) = (number(low)?, number(high)?);
    let reach = (high - low) / Decimal::TWO;
    let middle = low + reach;
    let half = printed.half + value(reach)?;
    Some(Quantity { value: value(middle)?, half, printed: middle, ..printed.clone() })
}

/// The number of a figure, in units of its last place.
struct Digits {
    decimals: u32,
    number: i128,
}

impl Digits {
    fn of(figure: &Quantity) -> Option<Self> {
        let decimals = figure.decimals;
        let places = Decimal::from(10_u64.checked_pow(decimals)?);
        let number = i128::try_from(figure.printed.checked_mul(places)?).ok()?;
        let is_own = number > 0 && figure.is_figure() && !figure.is_spelled;
        is_own.then_some(Self { decimals, number })
    }

    /// All numbers that may have been meant, each by its kind of slip.
    fn slips(&self) -> Vec<(Kind, i128)> {
        let mut out: Vec<(Kind, i128)> = Vec::new();
        misprints(self.number, self.decimals, &mut |misprint, new| {
            let kind = match misprint {
                Misprint::Transposed => Kind::Transposed,
                Misprint::Digit { .. } => Kind::Digit,
                Misprint::Added { .. } | Misprint::Lost => Kind::Length,
                Misprint::Shifted { places, end: LastDigits::Kept } if places.abs() <= 4 => {
                    Kind::Shifted
                }
                Misprint::Exchanged => Kind::Exchanged,
                Misprint::Shifted { .. } => return,
            };
            out.push((kind, new));
        });
        out
    }

    /// In millionths: the share of the numbers with as many digits that meet a condition around one
    /// that does. Zeros at the end that both numbers have tell nothing.
    fn room(&self, number: i128, meets: &mut dyn FnMut(i128) -> bool) -> u128 {
        let mut step = 1_i128;
        while number % (step * 10) == 0 && self.number % (step * 10) == 0 && number >= step * 10 {
            step *= 10;
        }
        let mut width = 1_u128;
        for sign in [1_i128, -1] {
            let mut by = 1_i128;
            while by < 1 << 16 && number + sign * by * step > 0 && meets(number + sign * by * step)
            {
                by *= 2;
            }
            width += by.unsigned_abs() - 1;
        }
        let mut all = 10_u128;
        while i128::try_from(all).is_ok_and(|all| all <= number / step) {
            all *= 10;
        }
        (width * 1_000_000).div_ceil(all)
    }
}
