//! Frames: relations that the words alone decide.
//!
//! A frame says of each of its slots which figure fills it, by the part that the figure plays, its kind, its name, its time
//! and its place. It is complete only where no word that says something stands unexplained between its figures and no
//! figure of their kind is skipped; then it holds or fails as it is, however far off its figures are. That
//! figures agree, or nearly agree, chooses nothing. A list of which the words leave open whether it is whole (其中, 主要包括)
//! is an [`Untaught`] one: the other lists of its shape in the document teach what it is. What has no complete frame is
//! left to the readings that are chosen by their figures.

mod adjusted;
mod all_parts;
mod apart;
mod average;
mod bands;
mod beside;
mod between;
mod bracket;
mod bracket_years;
mod chosen;
mod costs;
mod declared;
mod deduct;
mod degree;
mod differ;
mod done;
mod each;
mod edges;
mod equal;
mod fact;
mod flow;
mod formers;
pub(super) mod frame;
mod from_to;
mod growth;
mod heads;
mod item_shares;
mod items;
mod joined;
mod left;
mod limit;
mod listed_bases;
mod means;
mod months;
mod moves;
mod named_rates;
mod names;
mod nearest;
mod opening;
mod other;
mod pairs;
mod parallel;
mod plans;
mod pointed;
mod points;
mod portion;
mod product;
mod progress;
mod rank;
mod rank_names;
mod rank_words;
mod ratio;
mod reasons;
mod rest;
mod row_parts;
mod same;
mod savings;
mod score;
mod series;
mod share;
mod sheet;
mod sorted;
mod staff;
mod steps;
mod subject;
mod sum;
mod target;
mod times;
mod told_lists;
mod total;
mod untaught;
mod vague;
mod view;
mod way;
mod weighted;
mod whole;
mod yearly;

use super::outcome::{Outcome, Told};
use super::passage::Passage;
use super::plausible::{is_bound_of_share, is_growth_of_others};
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::Tokens;
use frame::Frame;
use frame::Strength;
pub(super) use growth::is_target;
pub use reasons::{Moved, are_those_of};
use subject::{Subject, family};
use told_lists::ToldLists;
use untaught::holds_as_printed;
pub use untaught::{ListOpening, ListShape, Untaught};
use view::View;

/// Whether the amounts of a relation are of one unit.
fn is_of_one_unit(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Change
            | Relation::Left
            | Relation::Growth
            | Relation::GrowthOf
            | Relation::GrowthBack
            | Relation::Share
            | Relation::Completion
    )
}

/// What the words of a passage decide.
pub(super) struct Decoded {
    /// The complete frames.
    pub(super) frames: Vec<Frame>,
    /// The lists that other lists may complete.
    pub(super) untaught: Vec<Untaught>,
    /// The names of the items of each list.
    pub(super) named_lists: Vec<Vec<String>>,
    /// What rule files declare and the words leave open, each with its reason.
    pub(super) doubtful: Vec<Told>,
}

/// Reads a passage by its words.
pub(super) fn decode(passage: &Passage<'_>) -> Decoded {
    let view = View { passage };
    let mut out = Vec::new();
    let mut untaught = Vec::new();
    growth::frames(&view, &mut out);
    pairs::frames(&view, &mut out);
    from_to::frames(&view, &mut out);
    points::frames(&view, &mut out);
    progress::frames(&view, &mut out);
    share::frames(&view, &mut out);
    sum::frames(&view, &mut out, &mut untaught);
    row_parts::frames(&view, &mut out);
    beside::frames(&view, &mut out, &untaught);
    share::rows(&view, &mut out, &untaught);
    let named_lists = reasons::named_lists(&view, &out, &untaught);
    all_parts::frames(&view, &mut out);
    bracket_years::frames(&view, &mut out, &untaught);
    adjusted::frames(&view, &mut out);
    way::frames(&view, &mut out);
    flow::frames(&view, &named_lists, &mut out, &mut untaught);
    moves::frames(&view, &mut out, &untaught);
    left::frames(&view, &mut out, &untaught);
    rest::frames(&view, &mut out);
    costs::frames(&view, &mut out, &untaught);
    product::frames(&view, &mut out, &untaught);
    average::frames(&view, &mut out, &untaught);
    means::frames(&view, &mut out);
    bands::frames(&view, &mut out);
    between::frames(&view, &mut out);
    each::frames(&view, &mut out, &untaught);
    same::frames(&view, &mut out);
    equal::frames(&view, &mut out);
    ratio::frames(&view, &mut out);
    steps::frames(&view, &mut out);
    yearly::frames(&view, &mut out);
    series::frames(&view, &mut out);
    parallel::frames(&view, &mut out);
    rank::frames(&view, &mut out, &untaught);
    pointed::frames(&view, &mut out, &untaught);
    joined::frames(&view, &mut out);
    score::frames(&view, &mut out, &untaught);
    weighted::frames(&view, &mut out, &untaught);
    deduct::frames(&view, &mut out);
    sheet::frames(&view, &mut out);
    target::frames(&view, &mut out);
    limit::frames(&view, &mut out);
    chosen::frames(&view, &mut out);
    formers::frames(&view, &mut out);
    listed_bases::frames(&view, &mut out);
    savings::frames(&view, &mut out);
    named_rates::frames(&view, &mut out);
    nearest::frames(&view, &mut out);
    differ::frames(&view, &mut out);
    names::frames(&view, &mut out);
    degree::frames(&view, &mut out);
    let mut doubtful = Vec::new();
    declared::frames(&view, &mut out, &untaught, &mut doubtful);
    let is_of_others = |Frame { relation, reading, .. }: &Frame| {
        is_bound_of_share(*relation, reading, passage)
            || is_growth_of_others(*relation, reading, passage)
    };
    let lists = ToldLists::of(&out, &[]);
    out.retain(|frame| {
        frame.may_be_told(passage) && !is_of_others(frame) && !lists.has_as_part(&view, frame)
    });
    Decoded { frames: out, untaught, named_lists, doubtful }
}

/// Marks what frames will be put in the place of: it need not be proven.
pub(super) fn pass_over(frames: &[Frame], told: &mut [Told]) {
    let frames = frames.iter().filter(|frame| frame.relation != Relation::Proportion);
    let subjects: Vec<Subject> = frames.map(Subject::of_frame).collect();
    for one in told.iter_mut().filter(|one| one.outcome.agrees()) {
        let own = Subject::of_told(one);
        one.is_proven &=
            !own.is_some_and(|own| subjects.iter().any(|frame| own.is_replaced(frame)));
    }
}

/// Puts what complete frames say in the place of what was chosen by figures.
pub(super) fn decide(tokens: &Tokens, frames: Vec<Frame>, told: &mut Vec<Told>) {
    if frames.is_empty() {
        return;
    }
    let mut out: Vec<Told> = Vec::new();
    // the figures once more, for what would be if one of them were another
    let mut tried = tokens.figures.clone();
    // the figures of three and more that complete words confirm
    let mut confirmed: Vec<usize> = Vec::new();
    let mut found: Vec<(Option<Subject>, Told)> =
        std::mem::take(told).into_iter().map(|one| (Subject::of_told(&one), one)).collect();
    for frame in frames {
        let Some((is_held, chosen)) = frame.holds(&tokens.figures) else { continue };
        // of several readings the one that a slip explains is told
        let slipped = if is_held { None } else { frame.slipped(&mut tried) };
        let chosen = slipped.unwrap_or(chosen);
        // 支出80元，比上年增加5万元，增长6.67%: a wrong unit is told by a list, and by nothing else
        if !is_held
            && is_of_one_unit(frame.relation)
            && holds_as_printed(&mut tried, frame.relation, &frame.reading)
        {
            continue;
        }
        let subject = Subject::of_frame(&frame);
        let is_replaced =
            |own: &Option<Subject>| own.as_ref().is_some_and(|own| own.is_replaced(&subject));
        // what is found already is told once; of another reading the one that words leave open is given up
        let is_found = |(own, one): &(Option<Subject>, Told)| {
            let is_other = own.as_ref().is_some_and(|own| {
                own.relation == subject.relation && own.figures != subject.figures
                    || own.is_no_sum_by(&subject)
            });
            one.outcome == Outcome::Fails
                && is_replaced(own)
                && !is_other
                // 落后3.2个百分点: the frame knows which way
                && !(frame.strength == Strength::Sure
                    && (chosen > 0 || is_turned(one, &frame)))
        };
        // a rule's own words come first
        let is_own = matches!(frame.relation, Relation::Declared(_));
        let is_told = !is_own && !is_held && found.iter().any(is_found);
        if out.iter().any(|one| says(one, &frame)) || is_told {
            continue;
        }
        if frame.relation != Relation::Proportion {
            found.retain(|(own, _)| !is_replaced(own));
        }
        let is_proven = !is_held || frame.would_fail(&mut tried);
        if is_held && is_proven {
            confirmed.extend(frame.reading.figures());
        }
        let outcome = if is_held { Outcome::Holds } else { Outcome::Fails };
        let readings: Vec<(Relation, Reading)> = std::iter::once(frame.reading)
            .chain(frame.others)
            .map(|reading| (frame.relation, reading))
            .collect();
        let said = Said { sure: readings.len(), readings, anchor: frame.anchor };
        out.push(Told { said, chosen, outcome, is_proven });
    }
    told.extend(found.into_iter().map(|(_, one)| one));
    // no slip of a change is supposed where words confirm it
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Slipped) {
        let chosen = one.said.readings.get(one.chosen);
        let is_change =
            chosen.is_some_and(|(relation, _)| family(*relation) == family(Relation::Change));
        if is_change && confirmed.contains(&one.said.anchor) {
            one.outcome = Outcome::Open;
        }
    }
    told.extend(out);
}

/// Whether the reading that was chosen of something told is that of a frame but for the way that a figure of it goes.
fn is_turned(told: &Told, frame: &Frame) -> bool {
    let turned = |(slot, filling): &(Slot, Filling)| match filling {
        Filling::Figure(figure, sign) => Some((*slot, *figure, *sign)),
        _ => None,
    };
    told.said.readings.get(told.chosen).is_some_and(|(relation, own)| {
        let other = &frame.reading.parts;
        let pairs = || own.parts.iter().filter_map(turned).zip(other.iter().filter_map(turned));
        let is_same = |((a, one, _), (b, two, _))| a == b && one == two;
        *relation == frame.relation
            && own.parts.len() == other.len()
            && pairs().all(is_same)
            && pairs().any(|((.., a), (.., b))| a != b)
    })
}

/// Whether something told is what a frame says.
fn says(told: &Told, frame: &Frame) -> bool {
    told.said
        .readings
        .first()
        .is_some_and(|(relation, reading)| *relation == frame.relation && *reading == frame.reading)
}
