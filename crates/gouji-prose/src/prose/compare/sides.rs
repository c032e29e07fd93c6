//! What is compared with what, where both are named again: 期末高于期初24万元, 2023年比2022年下降6%.

use super::base::value_of;
use super::{is_base, is_fact};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// What the words on one side of a comparison name.
#[derive(Default)]
struct Side {
    text: String,
    year: Option<i32>,
    edge: Option<Class>,
    /// A time or stage that other readings ask for.
    is_other: bool,
}

impl Side {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.year.is_none() && self.edge.is_none() && !self.is_other
    }

    /// Whether its words name something.
    fn names(&self) -> bool {
        let has_name = self.text.chars().count() > 1;
        (has_name || self.text.is_empty() && (self.year.is_some() || self.edge.is_some()))
            && !self.is_other
    }

    fn fits(&self, other: &Spot) -> bool {
        self.year.is_none_or(|year| other.when.year == Some(year))
            && self.edge.is_none_or(|edge| other.when.edge == Some(edge))
            && other.raw.contains(&self.text)
    }
}

/// Value and base of a comparison, by the words on its sides; and whether both sides are told.
pub(super) fn by_sides(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize, bool)> {
    if spot.row.is_some() || spot.words.contains(&Class::Not) {
        return None;
    }
    let Some((left, right)) = sides(passage, spot) else {
        return by_years(passage, spot, like).map(|(value, base)| (value, base, true));
    };
    if !right.names() {
        return None;
    }
    let base = only(passage, spot, like, &right)?;
    if left.is_empty() {
        // 比基线高2个百分点: a year alone is asked for elsewhere
        let value = value_of(passage, at, spot, like)?;
        let is_named = !right.text.is_empty() || right.year.is_none();
        return (value != base && is_named).then_some((value, base, false));
    }
    if !left.names() {
        return None;
    }
    let value = only(passage, spot, like, &left)?;
    (value != base).then_some((value, base, true))
}

/// The words before and behind the word that compares, up to the one that says which way.
fn sides(passage: &Passage<'_>, spot: &Spot) -> Option<(Side, Side)> {
    let tokens = passage.tokens;
    let list = passage.layout.streams.get(spot.stream).map(|stream| &stream.tokens)?;
    let own = list.get(spot.pre.clone())?;
    let what = |at: usize| own.get(at).and_then(|at| tokens.tokens.get(*at)).map(|one| one.what);
    let class = |at: usize| match what(at) {
        Some(What::Word(class)) => Some(class),
        _ => None,
    };
    let find = |wanted: &[Class]| {
        (0..own.len()).rev().find(|at| class(*at).is_some_and(|own| wanted.contains(&own)))
    };
    let (from, to) = match find(&[Class::Above, Class::Below]) {
        Some(beside) => (beside, own.len()),
        None => {
            let from = find(&[Class::Compare])?;
            let to = (from + 1..own.len()).find(|at| class(*at).is_some_and(Class::is_way))?;
            (from, to)
        }
    };
    let side = |range: std::ops::Range<usize>| {
        let mut out = Side::default();
        for at in range {
            let Some(token) = own.get(at).and_then(|at| tokens.tokens.get(*at)) else { continue };
            match token.what {
                What::Year(year) => out.year = Some(year),
                What::Word(class @ (Class::Start | Class::End)) => out.edge = Some(class),
                What::Word(
                    Class::Filler | Class::Of | Class::Against | Class::Compare | Class::That,
                )
                | What::Sign(Sign::Open | Sign::Close) => {}
                What::Word(
                    Class::Last
                    | Class::This
                    | Class::YearOnYear
                    | Class::With
                    | Class::Average
                    | Class::Per
                    | Class::Scope
                    | Class::Each
                    | Class::Sum,
                )
                | What::Month(_)
                | What::Day(_) => out.is_other = true,
                What::Sign(_) => out.text.clear(),
                What::Text | What::Figure(_) | What::Word(_) => {
                    out.text.push_str(&tokens.text(token.from, token.to));
                }
            }
        }
        out
    };
    Some((side(0..from), side(from + 1..to)))
}

/// The only figure of a sentence that is what a side names.
fn only(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
    side: &Side,
) -> Option<usize> {
    let fits = |other: &Spot| {
        other.figure != spot.figure
            && other.stream == spot.stream
            && (is_fact(other) || is_base(other))
            && like(other)
            && side.fits(other)
    };
    let found: Vec<(usize, &Spot)> = passage
        .near(spot)
        .filter(|(_, other)| other.sentence <= spot.sentence && fits(other))
        .collect();
    // the nearest of group of clauses, sentence, sentence before
    let places: [&dyn Fn(&Spot) -> bool; 3] = [
        &|other| other.segment == spot.segment,
        &|other| other.sentence == spot.sentence && side.year.is_some(),
        &|other| other.sentence < spot.sentence && side.text.chars().count() > 2,
    ];
    let near = places.iter().find_map(|is_here| {
        let own: Vec<usize> =
            found.iter().filter(|(_, other)| is_here(other)).map(|(at, _)| *at).collect();
        (!own.is_empty()).then_some(own)
    })?;
    match near.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A change of a year in a row of years: 2021年90人，2022年80人，2023年76人，2023年减少4人.
fn by_years(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let year = spot.when.year?;
    let is_plain = matches!(spot.role, Role::Change(_) | Role::Rate(_) | Role::Points(_))
        && spot.name.is_empty()
        && spot.against.is_none_or(|against| against.is_last && against.year.is_none());
    let years: Vec<(usize, i32)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.figure < spot.figure
                && other.stream == spot.stream
                && (is_fact(other) || is_base(other))
                && like(other)
                && !other.when.is_last
        })
        .map(|(at, other)| Some((at, other.when.year?)))
        .collect::<Option<_>>()?;
    let of = |year: i32| {
        let mut own = years.iter().filter(|(_, own)| *own == year);
        let (at, _) = own.next()?;
        own.next().is_none().then_some(*at)
    };
    (is_plain && years.len() > 2).then(|| Some((of(year)?, of(year - 1)?)))?
}
