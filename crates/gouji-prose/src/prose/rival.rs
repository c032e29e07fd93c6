//! Other readings of a figure that come out to the last digit.
//!
//! A reading fails, and no slip of the pen explains it; but another figure in the place of one of it comes out: 中央50万元、
//! 市级20万元、区级10万元；市级部分比上年的15万元多5万元. Then the sentence was read wrongly more often than it was written
//! wrongly, and nobody is accused.

use super::candidates::{Ask, Candidates};
use super::outcome::{Outcome, Told};
use super::place::{Layout, Role};
use super::quantity::Kind;
use super::reading::{Filling, PAIRS, Reading, Relation, Slot, holds};
use super::slip::{is_slip, mistaken_figures};
use super::token::{Sign, Tokens, What};

/// Leaves open what fails where another reading comes out.
pub(super) fn take_back(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let moves: Vec<Vec<usize>> = told.iter().filter_map(moved).collect();
    let points: Vec<usize> = told.iter().filter_map(compared).flatten().collect();
    let fails = |one: &Told| matches!(one.outcome, Outcome::Fails | Outcome::Slipped);
    if !told.iter().any(fails) {
        return;
    }
    let mut figures = tokens.figures.clone();
    for one in told.iter_mut().filter(|one| fails(one)) {
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        let mut readings = one.said.readings.iter();
        // each figure of one digit is one slip from any other
        let is_long = |at: &usize| {
            let own = tokens.figures.get(*at);
            own.is_some_and(|own| own.printed.mantissa().unsigned_abs() >= 10)
        };
        let is_one_slip = readings.any(|(relation, reading)| match is_share(*relation) {
            true => mistaken_figures(*relation, reading, &mut figures).iter().any(is_long),
            false => is_slip(*relation, reading, &mut figures),
        });
        let is_points = outcome(*relation, reading).is_some_and(|at| points.contains(&at));
        // a slip of what bears another name than the words say is none
        let is_other = is_share(*relation) && is_of_another((tokens, layout), *relation, reading);
        let is_read_otherwise =
            || is_points || has_rival((tokens, layout), *relation, reading, &moves);
        if lacks_word(tokens, *relation, reading)
            || is_of_another_number((tokens, layout), *relation, reading)
            || (!is_one_slip || is_other) && is_read_otherwise()
        {
            one.outcome = Outcome::Open;
        }
    }
}

/// Whether what a figure is compared with comes out as the change instead: 356.20万元，比上年6.20万元，增加1.77% lacks the
/// word of a change, and none of its figures is wrong.
fn lacks_word(tokens: &Tokens, relation: Relation, reading: &Reading) -> bool {
    let part = |slot: Slot| match reading.parts.iter().find(|(own, _)| *own == slot) {
        Some((_, Filling::Figure(figure, sign))) => Some((*figure, *sign)),
        _ => None,
    };
    let (Relation::GrowthOf, Some((value, _)), Some((base, _)), Some((rate, sign))) =
        (relation, part(Slot::Value), part(Slot::Base), part(Slot::Rate))
    else {
        return false;
    };
    let turned = Reading::of([
        (Slot::Value, value, 1),
        (Slot::Change, base, sign),
        (Slot::Rate, rate, sign),
    ]);
    holds(Relation::GrowthBack, &turned, &tokens.figures) == Some(true)
}

/// Whether the total of a product comes out with the same amount for each and another number of things: 12个站各配1套，每套
/// 8.5万元，计102万元.
fn is_of_another_number(
    (tokens, layout): (&Tokens, &Layout),
    relation: Relation,
    reading: &Reading,
) -> bool {
    let slot = |wanted: Slot| {
        let own = reading.parts.iter().find(|(own, _)| *own == wanted)?;
        own.1.figure().filter(|_| relation == Relation::Product)
    };
    let Some(total) = slot(Slot::Total) else { return false };
    let is_count = |at: usize| tokens.figures.get(at).is_some_and(|own| own.kind == Kind::Count);
    let sentence = |at: usize| layout.spot_of(at).map(|spot| spot.sentence);
    let failed = reading.figures();
    let others: Vec<usize> = (0..tokens.figures.len())
        .filter(|at| is_count(*at) && !failed.contains(at) && sentence(*at) == sentence(total))
        .collect();
    let factors = reading.parts.iter().enumerate().filter(|(_, (slot, factor))| {
        !matches!(slot, Slot::Total | Slot::First) && factor.figure().is_some_and(is_count)
    });
    let numbers: Vec<usize> = factors.map(|(nth, _)| nth).collect();
    // 床位160张，在院约136人，每人每月1,800元: also of a number that is none to the last digit
    numbers.iter().any(|nth| {
        others.iter().any(|other| {
            let mut reading = reading.clone();
            if let Some(part) = reading.parts.get_mut(*nth) {
                part.1 = Filling::Figure(*other, 1);
            }
            holds(Relation::Product, &reading, &tokens.figures) == Some(true)
        })
    })
}

/// Whether the whole of a share bears another name than the words of the share say.
fn is_of_another(
    (tokens, layout): (&Tokens, &Layout),
    relation: Relation,
    reading: &Reading,
) -> bool {
    let own = outcome(relation, reading);
    let own = own.and_then(|own| layout.spot_of(own));
    let of = own.map_or("", |spot| spot.of.as_str());
    // 占其18%: no name
    of.chars().count() > 1 && !Wholes { tokens, layout, of }.may_be(reading)
}

/// The figures of a change: what there was, what there is, and by how much it has changed.
fn moved(one: &Told) -> Option<Vec<usize>> {
    let (relation, reading) = one.said.readings.get(one.chosen)?;
    let is_move = matches!(
        relation,
        Relation::Change | Relation::Growth | Relation::GrowthOf | Relation::GrowthBack
    );
    is_move.then(|| reading.figures())
}

/// The rates of two times or things, and by how many points they differ.
fn compared(one: &Told) -> Option<Vec<usize>> {
    let (relation, reading) = one.said.readings.get(one.chosen)?;
    (*relation == Relation::Points && one.outcome.agrees()).then(|| reading.figures())
}

/// The figure that the others lead to.
fn outcome(relation: Relation, reading: &Reading) -> Option<usize> {
    let slot = match relation {
        _ if is_share(relation) => Slot::Share,
        Relation::Growth | Relation::GrowthOf | Relation::GrowthBack => Slot::Rate,
        Relation::Change | Relation::Points | Relation::Left | Relation::Score => Slot::Change,
        Relation::Sum
        | Relation::Balance
        | Relation::Weighted
        | Relation::WeightedBy
        | Relation::Products => Slot::Total,
        _ => return None,
    };
    reading.parts.iter().find(|(own, _)| *own == slot).and_then(|(_, filling)| match filling {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
    })
}

fn is_share(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Share
            | Relation::Completion
            | Relation::CompletionBack
            | Relation::ShareOfSum
            | Relation::ShareOfItems
    )
}

/// Whether another reading of the figure that the others lead to comes out.
fn has_rival(
    (tokens, layout): (&Tokens, &Layout),
    relation: Relation,
    reading: &Reading,
    moves: &[Vec<usize>],
) -> bool {
    let Some(at) = outcome(relation, reading) else { return false };
    // of nothing each list of nothing is a part
    if tokens.figures.get(at).is_none_or(|own| own.value.is_zero()) {
        return false;
    }
    let near = Candidates::around(tokens, layout, at);
    let failed = reading.figures();
    let shares = |own: &&Vec<usize>| own.iter().filter(|at| failed.contains(at)).count() > 1;
    let moves = if is_share(relation) { &[] } else { moves };
    // the figures of the change that it is of: the words say which of them is which
    let one_move: Vec<usize> = moves.iter().filter(shares).flatten().copied().collect();
    let places = Places { layout, at, failed: &failed, relation };
    let ask = |relation: Relation, reading: &Reading| {
        let own = reading.figures();
        let mut new = own.iter().filter(|at| !failed.contains(at)).peekable();
        // what is left out of a balance is lacking in it, and one item of a list that is left out in its total
        let has_new = new.peek().is_some()
            || places.relation == Relation::Sum && own.len() + 1 < failed.len();
        // what shares nothing with it but its outcome says something else of that, and one of the same figures is
        // contradicted by the words
        let shared = own.iter().filter(|at| failed.contains(at)).count();
        has_new
            && new.all(|at| places.is_near(*at))
            && shared > 1
            && !(shared == own.len() && shared == failed.len())
            && !own.iter().all(|at| one_move.contains(at))
            && holds(relation, reading, &tokens.figures) == Some(true)
    };
    let is_rate = near.kind(at) == Some(Kind::Percent);
    // of two years in their turn the words say which is which
    if is_rate && is_defined(tokens, at) || are_in_turn(layout, reading) {
        return false;
    }
    match relation {
        Relation::Sum | Relation::Balance => near.lists(at, &ask),
        Relation::Weighted => weights(&near, &failed, &ask),
        _ if is_rate && is_share(relation) => {
            let own = layout.spot_of(at);
            let wholes = Wholes { tokens, layout, of: own.map_or("", |spot| &spot.of) };
            // 下达80万元，实际到位75万元，支出60万元，占到位资金的80%: the whole that fails bears another name, too
            let is_open = is_of_another((tokens, layout), relation, reading);
            let is_said = is_sum_of_next(layout, reading);
            !is_said
                && near.shares(at, &|relation, reading| {
                    (is_open || wholes.may_be(reading)) && ask(relation, reading)
                })
        }
        _ if is_rate => near.growths(at, &ask),
        _ => near.differences(at, &ask),
    }
}

/// Whether what has changed is of a year and what it is compared with of the year before it, and both years are printed.
fn are_in_turn(layout: &Layout, reading: &Reading) -> bool {
    let when = |slot: Slot| {
        let own = reading.parts.iter().find(|(own, _)| *own == slot)?;
        layout.spot_of(own.1.figure()?).map(|spot| spot.when)
    };
    let years = when(Slot::Value).zip(when(Slot::Base));
    let years = years.and_then(|(new, old)| new.year.zip(old.year));
    years.is_some_and(|(new, old)| new == old + 1)
}

/// Whether a share is of the amount in its own clause, and is told of a sum in the clause before: 两项合计40万元，占预算100万元的40%.
fn is_sum_of_next(layout: &Layout, share: &Reading) -> bool {
    let spot = |slot: Slot| {
        let own = share.parts.iter().find(|(own, _)| *own == slot)?;
        layout.spot_of(own.1.figure()?)
    };
    let (part, whole, own) = (spot(Slot::Part), spot(Slot::Whole), spot(Slot::Share));
    part.zip(whole).zip(own).is_some_and(|((part, whole), own)| {
        part.is_sum
            && part.segment == own.segment
            && part.clause + 1 == own.clause
            && whole.role == Role::WholeOf
            && whole.clause == own.clause
    })
}

/// Whether a bracket behind a rate says what is divided: 节约率5.97%（节约额÷预算）.
fn is_defined(tokens: &Tokens, rate: usize) -> bool {
    let Some(at) = tokens.at.get(rate) else { return false };
    let mut behind = tokens.tokens.get(at + 1..).unwrap_or(&[]).iter();
    behind.next().is_some_and(|token| token.what == What::Sign(Sign::Open))
        && behind
            .take_while(|token| token.what != What::Sign(Sign::Close))
            .any(|token| tokens.text(token.from, token.to).contains('÷'))
}

/// Where the figures of a reading that fails stand.
struct Places<'t> {
    layout: &'t Layout,
    /// The figure that the others lead to.
    at: usize,
    failed: &'t [usize],
    relation: Relation,
}

impl Places<'_> {
    /// Whether a figure stands in the sentence of what the others lead to, of a rate that names no whole also in the one before,
    /// of a sum in that of one of its figures.
    fn is_near(&self, figure: usize) -> bool {
        let sentence = |figure: usize| self.layout.spot_of(figure).map(|spot| spot.sentence);
        let own = sentence(figure);
        let is_open = || {
            let rate = self.layout.spot_of(self.at);
            rate.is_some_and(|rate| rate.role == Role::Named && rate.of.is_empty())
        };
        let is_before = || own.map(|own| own + 1) == sentence(self.at) && is_open();
        own == sentence(self.at)
            || is_share(self.relation) && is_before()
            || self.relation == Relation::Sum && self.failed.iter().any(|at| sentence(*at) == own)
    }
}

/// Points times weights that come to other points.
fn weights(near: &Candidates<'_>, failed: &[usize], ask: Ask<'_>) -> bool {
    let scores = near.of_kind(Kind::Score).chain(near.of_kind(Kind::Percent));
    let mut all: Vec<usize> = scores.chain(failed.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let is_rate = |at: usize| near.kind(at) == Some(Kind::Percent);
    let pairs: Vec<(usize, usize)> = all
        .windows(2)
        .filter_map(|pair| match pair {
            [item, weight] if !is_rate(*item) && is_rate(*weight) => Some((*item, *weight)),
            _ => None,
        })
        .collect();
    let is_item = |at: &usize| pairs.iter().any(|(item, _)| item == at);
    let mut totals = all.iter().filter(|at| !is_rate(**at) && !is_item(at));
    (2..=PAIRS.len()).contains(&pairs.len())
        && totals.any(|total| {
            let own = PAIRS.iter().zip(&pairs);
            let parts = own.flat_map(|((item, weight), (a, b))| [(*item, *a, 1), (*weight, *b, 1)]);
            ask(Relation::Weighted, &Reading::of(parts.chain([(Slot::Total, *total, 1)])))
        })
}

/// The wholes that a share may be of.
struct Wholes<'t> {
    tokens: &'t Tokens,
    layout: &'t Layout,
    /// What the words say that it is of; nothing where they do not.
    of: &'t str,
}

impl Wholes<'_> {
    /// Whether words do not say that it is of something else: 占中小企业合同的64%.
    fn may_be(&self, share: &Reading) -> bool {
        let whole = share.parts.iter().find_map(|(slot, filling)| match filling {
            Filling::Figure(figure, _) if *slot == Slot::Whole => Some(*figure),
            _ => None,
        });
        let spot = whole.and_then(|whole| self.layout.spot_of(whole));
        let name = spot.map_or("", |spot| spot.name.as_str());
        let own = spot
            .and_then(|spot| self.layout.streams.get(spot.stream)?.tokens.get(spot.pre.clone()));
        let words = own.unwrap_or(&[]).iter().filter_map(|at| self.tokens.tokens.get(*at));
        let raw: String = words.map(|word| self.tokens.text(word.from, word.to)).collect();
        // 实际到位80万元: 到位资金
        let mut ends = self.tokens.words_of("neutral");
        let is_stem = ends.any(|end| {
            let stem = self.of.strip_suffix(end).filter(|stem| stem.chars().count() > 1);
            stem.is_some_and(|stem| raw.ends_with(stem))
        });
        // the verb 占到 takes the first character of 到位资金
        let is_arrived =
            self.tokens.is_word("arrived", self.of) && self.tokens.has_word("arrived", &raw);
        self.of.is_empty()
            || name.is_empty()
            || is_stem
            || is_arrived
            || name.contains(self.of)
            || self.of.contains(name)
    }
}
