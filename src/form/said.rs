//! What the prose layer read, as statements of the claims that relations are.

use super::Captures;
use crate::number::{Decimal, Number, UnitId, Units};
use crate::pattern::{Captured, CapturedValue};
use crate::prose::{
    Filling, Kind, Outcome, Quantity, Read, Reading, Relation, Scanner, Slot, Told, UnitNames,
    Words, holds, holds_with, read, slot_index,
};
use crate::ruleset::Ruleset;
use crate::vocabulary::Vocabulary;
use std::ops::Range;

/// What reading prose needs, made once for a document.
pub struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    words: Words,
    names: UnitNames,
    /// The claim of each relation that rule files speak of.
    claims: Vec<(Relation, usize)>,
}

/// A relation that was found: its claim, where it stands, and its parts.
pub struct Found {
    /// What was said, in [`Read::said`].
    pub told: usize,
    /// Claim.
    pub claim: usize,
    /// Bytes of the passage.
    pub range: Range<usize>,
    /// Parts.
    pub captures: Captures,
    /// Items.
    pub items: Vec<Vec<Captures>>,
}

impl<'a> Reader<'a> {
    /// For the relations of a ruleset.
    #[must_use]
    pub fn new(ruleset: &'a Ruleset) -> Self {
        let claims =
            ruleset.claims.iter().enumerate().filter_map(|(at, claim)| Some((claim.relation?, at)));
        let vocabulary = &ruleset.vocabulary;
        Self {
            vocabulary,
            words: Words::new(&vocabulary.prose),
            names: UnitNames::new(&vocabulary.units),
            claims: claims.collect(),
        }
    }

    /// Whether no rule speaks of relations.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.claims.is_empty()
    }

    /// Reads a passage.
    #[must_use]
    pub fn read(&self, text: &str) -> Read {
        let ignorable = |c: char| self.vocabulary.ignorable(c);
        read(
            &Scanner {
                words: &self.words,
                units: &self.vocabulary.units,
                names: &self.names,
                ignorable: &ignorable,
            },
            text,
        )
    }

    /// The relations of a passage whose reading was decided.
    #[must_use]
    pub fn relations(&self, read: &Read) -> Vec<Found> {
        let decided = read.said.iter().enumerate().filter(|(_, told)| {
            told.outcome != Outcome::Open && is_sayable(told, &read.tokens.figures)
        });
        let chosen =
            decided.filter_map(|(at, told)| Some((at, told.said.readings.get(told.chosen)?)));
        let found = chosen.flat_map(|(told, (relation, reading))| {
            let claims = self.claims.iter().filter(move |(own, _)| own == relation);
            claims.filter_map(move |(relation, claim)| {
                self.found((told, *claim), *relation, reading, &read.tokens.figures)
            })
        });
        found.collect()
    }

    fn found(
        &self,
        (told, claim): (usize, usize),
        relation: Relation,
        reading: &Reading,
        figures: &[Quantity],
    ) -> Option<Found> {
        let units = &self.vocabulary.units;
        let capture = |(slot, filling): &(Slot, Filling)| {
            Some((slot_index(*slot), captured(filling, figures, units)?))
        };
        let captures: Option<Vec<(usize, Captured)>> =
            turned(relation, reading, figures).iter().map(capture).collect();
        let items: Option<Vec<Captures>> = reading
            .items
            .iter()
            .map(|item| Some(Captures::new(item.iter().map(capture).collect::<Option<Vec<_>>>()?)))
            .collect();
        let (captures, items) = (captures?, items?);
        let spans = || {
            captures
                .iter()
                .map(|(_, one)| &one.range)
                .chain(items.iter().flat_map(Captures::iter).map(|(_, one)| &one.range))
        };
        let range =
            spans().map(|range| range.start).min()?..spans().map(|range| range.end).max()?;
        Some(Found {
            told,
            claim,
            range,
            captures: Captures::new(captures),
            items: if items.is_empty() { Vec::new() } else { vec![items] },
        })
    }
}

/// Whether formulas come to the same: they take what is counted in ten thousands at its word.
fn is_sayable(told: &Told, figures: &[Quantity]) -> bool {
    let Some((relation, reading)) = told.said.readings.get(told.chosen) else { return false };
    let own = reading.figures();
    if told.outcome != Outcome::Fails
        && holds_with(*relation, reading, figures, false) != Some(true)
    {
        return false;
    }
    if !own.iter().any(|figure| {
        figures.get(*figure).is_some_and(|figure| figure.is_multiple && !figure.half.is_zero())
    }) {
        return true;
    }
    let mut exact = figures.to_vec();
    for figure in exact.iter_mut().filter(|figure| figure.is_multiple) {
        figure.half = Decimal::ZERO;
    }
    holds(*relation, reading, &exact) == Some(told.outcome != Outcome::Fails)
}

/// What is left is told as the larger figure less the smaller.
fn turned(relation: Relation, reading: &Reading, figures: &[Quantity]) -> Vec<(Slot, Filling)> {
    let mut parts = reading.parts.clone();
    if relation == Relation::Left {
        let value = |slot: Slot| {
            parts.iter().find(|(own, _)| *own == slot).and_then(|(_, filling)| match filling {
                Filling::Figure(figure, _) => figures.get(*figure).map(|figure| figure.value),
                _ => None,
            })
        };
        if value(Slot::Value) < value(Slot::Base) {
            for (slot, _) in &mut parts {
                *slot = match *slot {
                    Slot::Value => Slot::Base,
                    Slot::Base => Slot::Value,
                    other => other,
                };
            }
        }
    }
    parts
}

fn captured(filling: &Filling, figures: &[Quantity], units: &Units) -> Option<Captured> {
    match filling {
        Filling::Figure(figure, sign) => {
            let figure = figures.get(*figure)?;
            let number = number(figure, units);
            let value = if *sign < 0 { -number.value } else { number.value };
            Some(Captured {
                range: figure.span.clone(),
                value: CapturedValue::Number(Number { value, ..number }),
            })
        }
        Filling::Number(figure, value) => {
            let figure = figures.get(*figure)?;
            let unit = units.find(PER_CENT);
            let number = Number { value: value.round_dp(2), decimals: 2, unit, comparison: None };
            Some(Captured { range: figure.span.clone(), value: CapturedValue::Number(number) })
        }
        Filling::Worked { value, like, range } => {
            let number = Number {
                value: *value,
                decimals: value.scale(),
                ..number(figures.get(*like)?, units)
            };
            Some(Captured { range: range.clone(), value: CapturedValue::Number(number) })
        }
        Filling::Counted(value, range) => {
            let number = Number { value: *value, decimals: 0, unit: None, comparison: None };
            Some(Captured { range: range.clone(), value: CapturedValue::Number(number) })
        }
    }
}

const PER_CENT: &str = "%";

/// A figure as formulas read it. Counts of whatever things are compared without their units.
fn number(figure: &Quantity, units: &Units) -> Number {
    let plain = Number {
        value: figure.printed,
        decimals: figure.decimals,
        unit: figure.unit,
        comparison: None,
    };
    match figure.kind {
        Kind::Money | Kind::Percent | Kind::Points | Kind::Score => plain,
        Kind::Count | Kind::Bare => {
            let unit: Option<UnitId> = None;
            if figure.is_multiple {
                // of ten thousands the digits behind the printed ones are not known
                let value: Decimal = figure.value;
                return Number { value: value.round_dp(0), decimals: 0, unit, comparison: None };
            }
            let _ = units;
            Number { unit, ..plain }
        }
    }
}
