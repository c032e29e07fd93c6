//! What was read from each sentence, and which checks rest on it.

use super::understood_sentence;
use crate::check::World;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{
    Check, CheckedAt, ClaimRead, Coverage, FigureRead, ListRead, ReadingRead, RelationRead,
    SentenceRead, UncheckedFigure, Unrelated,
};
use gouji_forms::form::{FoundRelation, ReadPassage, read_passages};
use gouji_prose::prose::{
    self, Bound, Filling, Quantity, SLOTS, Sign, Slot, Spot, Told, What, slot_index,
};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Claim;
use gouji_values::document::Span;
use gouji_values::number::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// Characters of a sign or blank that a figure of a check may begin with, in bytes.
const BEFORE: u32 = 12;

/// What was read from each sentence that has a figure or makes a claim.
#[must_use]
pub fn facts(world: &World<'_>, checks: &[Check], coverage: &Coverage) -> Vec<SentenceRead> {
    let recognition = world.page.recognition;
    let context = Context {
        vocabulary: &world.ruleset.vocabulary,
        year: recognition.facts.year,
        grades: &world.ruleset.grades,
    };
    let known = Known::new(checks, coverage);
    let mut out = Vec::new();
    for passage in read_passages(world.page.document, world.ruleset, &context) {
        let sentences = sentences(&passage);
        let first = out.len();
        out.extend(sentences.iter().map(|range| SentenceRead {
            span: passage.text.span_of(range.clone()),
            figures: Vec::new(),
            lists: Vec::new(),
            relations: Vec::new(),
            claims: Vec::new(),
        }));
        let own = out.get_mut(first..).unwrap_or_default();
        fill(world, &known, &passage, &sentences, own);
    }
    for (number, found) in recognition.statements.iter().enumerate() {
        let is_relation =
            world.ruleset.claims.get(found.claim).is_some_and(|claim| claim.relation.is_some());
        let Some(sentence) = understood_sentence(world, found).filter(|_| !is_relation) else {
            continue;
        };
        // the last sentence that begins before it ends
        let at = out.partition_point(|own| own.span.start < sentence.span.end);
        let of = at.checked_sub(1).and_then(|at| out.get_mut(at));
        if let Some(of) = of.filter(|own| own.span.end > sentence.span.start) {
            let checks = known.by_statement.get(&number).cloned().unwrap_or_default();
            of.claims.push(ClaimRead { sentence, checks });
        }
    }
    out.retain(|sentence| !sentence.figures.is_empty() || !sentence.claims.is_empty());
    out
}

/// What rests on which place.
struct Known<'a> {
    checks: &'a [Check],
    /// Checks by the start of each of their figures, with its end.
    by_start: BTreeMap<u32, Vec<(u32, usize)>>,
    by_statement: BTreeMap<usize, Vec<usize>>,
    /// Why no check rests on a figure, by its start.
    why: BTreeMap<u32, &'a UncheckedFigure>,
}

impl<'a> Known<'a> {
    fn new(checks: &'a [Check], coverage: &'a Coverage) -> Self {
        let mut by_start: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
        let mut by_statement: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, check) in checks.iter().enumerate() {
            for (span, _) in check.places().filter(|(_, document)| document.is_none()) {
                by_start.entry(span.start).or_default().push((span.end, number));
            }
            if let CheckedAt::Sentence(statement, ..) = check.at {
                by_statement.entry(statement as usize).or_default().push(number);
            }
        }
        let why = coverage.unchecked.iter().map(|figure| (figure.span.start, figure));
        Self { checks, by_start, by_statement, why: why.collect() }
    }

    /// The checks that rest on a figure.
    fn checks_on(&self, span: Span) -> Vec<usize> {
        let near = self.by_start.range(span.start.saturating_sub(BEFORE)..span.end.max(1));
        let own = near.flat_map(|(_, list)| list).filter(|(end, _)| *end > span.start);
        let mut out: Vec<usize> = own.map(|(_, check)| *check).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Those of them that are of a rule and rest on nothing outside a stretch.
    fn checks_of(&self, rule: &str, span: Span, figures: &[Span]) -> Vec<usize> {
        let mut out: Vec<usize> =
            figures.iter().flat_map(|figure| self.checks_on(*figure)).collect();
        out.sort_unstable();
        out.dedup();
        out.retain(|number| {
            self.checks.get(*number).is_some_and(|check| {
                let is_rule = check.rule == rule || check.also.iter().any(|also| also == rule);
                is_rule
                    && check.places().all(|(place, document)| {
                        document.is_none() && place.start < span.end && span.start < place.end
                    })
            })
        });
        out
    }

    /// What the account of all numbers says of one that no check rests on.
    fn unchecked(&self, span: Span) -> Option<&'a UncheckedFigure> {
        let near = self.why.range(span.start.saturating_sub(BEFORE)..span.end.max(1));
        near.last().map(|(_, figure)| *figure)
    }
}

/// Where the sentences of a passage stand.
fn sentences(passage: &ReadPassage) -> Vec<Range<usize>> {
    let text = &passage.text.text;
    let tokens = &passage.read.tokens;
    let ends = tokens
        .tokens
        .iter()
        .filter(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)));
    let ends = ends.filter_map(|token| tokens.chars.get(token.to.checked_sub(1)?));
    let mut out = Vec::new();
    let mut from = 0;
    for end in ends.map(|c| c.end()).chain([text.len()]) {
        let piece = text.get(from..end).unwrap_or("");
        let is_blank = |c: char| c.is_whitespace() || c.is_control();
        let start = from + piece.len() - piece.trim_start_matches(is_blank).len();
        let stop = from + piece.trim_end_matches(is_blank).len();
        if start < stop {
            out.push(start..stop);
        }
        from = end.max(from);
    }
    out
}

fn fill(
    world: &World<'_>,
    known: &Known<'_>,
    passage: &ReadPassage,
    sentences: &[Range<usize>],
    out: &mut [SentenceRead],
) {
    let read = &passage.read;
    let quantity = |figure: usize| read.tokens.figures.get(figure);
    let sentence_of = |figure: usize| {
        let start = quantity(figure)?.span.start;
        sentences.partition_point(|range| range.start <= start).checked_sub(1)
    };
    for spot in &read.spots {
        if let Some(quantity) = quantity(spot.figure)
            && let Some(own) = sentence_of(spot.figure).and_then(|at| out.get_mut(at))
        {
            own.figures.extend(figure(known, passage, spot, quantity));
        }
    }
    let printed = |at: usize| {
        let spot = read.spots.get(at)?;
        Some(text(passage, quantity(spot.figure)?.span.clone()))
    };
    for list in &read.lists {
        let first = list.head.or(list.items.first().copied());
        let at = first.and_then(|at| sentence_of(read.spots.get(at)?.figure));
        if let Some(own) = at.and_then(|at| out.get_mut(at)) {
            own.lists.push(ListRead {
                head: list.head.and_then(printed),
                items: list.items.iter().filter_map(|at| printed(*at)).collect(),
                is_whole: list.is_whole,
            });
        }
    }
    for (number, told) in read.said.iter().enumerate() {
        if let Some(own) = sentence_of(told.said.anchor).and_then(|at| out.get_mut(at)) {
            // they stand in the order of what was said
            let at = passage.found.partition_point(|found| found.told < Some(number));
            let found = passage.found.get(at).filter(|found| found.told == Some(number));
            own.relations.push(relation(world, known, passage, told, found));
        }
    }
}

fn text(passage: &ReadPassage, range: Range<usize>) -> EcoString {
    let text = passage.text.text.get(range).unwrap_or("");
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// What was read from a figure; `None` of numbering and the like, which are none.
fn figure(
    known: &Known<'_>,
    passage: &ReadPassage,
    spot: &Spot,
    quantity: &Quantity,
) -> Option<FigureRead> {
    let span = passage.text.span_of(quantity.span.clone());
    let checks = known.checks_on(span);
    let unchecked = known.unchecked(span);
    if checks.is_empty() && unchecked.is_some_and(|figure| !figure.counts()) {
        return None;
    }
    let is_decided = checks
        .iter()
        .any(|number| known.checks.get(*number).is_some_and(|check| check.verdict.is_decided()));
    let apart = if quantity.is_range {
        Some(Unrelated::Range)
    } else if quantity.is_tenth {
        Some(Unrelated::Tenth)
    } else {
        (quantity.bound != Bound::Exact).then_some(Unrelated::Inexact)
    };
    Some(FigureRead {
        span,
        text: text(passage, quantity.span.clone()),
        subject: spot.name.as_str().into(),
        of: spot.of.as_str().into(),
        role: spot.role,
        kind: quantity.kind,
        when: spot.when,
        bound: quantity.bound,
        apart,
        why: unchecked.filter(|_| !is_decided).map(|figure| figure.why.clone()),
        checks,
    })
}

fn relation(
    world: &World<'_>,
    known: &Known<'_>,
    passage: &ReadPassage,
    told: &Told,
    found: Option<&FoundRelation>,
) -> RelationRead {
    let read = &passage.read;
    let claim_of = |relation: prose::Relation| {
        world.ruleset.claims.iter().find(|claim| claim.relation == Some(relation))
    };
    let readings = told.said.readings.iter().enumerate().map(|(at, (relation, reading))| {
        let claim = claim_of(*relation);
        let parts = reading.parts.iter().chain(reading.items.iter().flatten());
        ReadingRead {
            relation: *relation,
            parts: parts.map(|(slot, filling)| part(passage, claim, *slot, filling)).collect(),
            is_sure: at < told.said.sure,
            holds: prose::holds(*relation, reading, &read.tokens.figures),
        }
    });
    let chosen = told.said.readings.get(told.chosen);
    let claim = chosen.and_then(|(relation, _)| claim_of(*relation));
    let figures: Vec<Span> = chosen
        .map(|(_, reading)| reading.figures())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|figure| read.tokens.figures.get(figure))
        .map(|figure| passage.text.span_of(figure.span.clone()))
        .collect();
    let checks = match (claim, found) {
        (Some(claim), Some(found)) => {
            known.checks_of(&claim.id, passage.text.span_of(found.range.clone()), &figures)
        }
        _ => Vec::new(),
    };
    let name = |claim: &Claim| {
        let rule = world.ruleset.rule(&claim.id);
        rule.and_then(|rule| rule.name.as_deref()).unwrap_or_default().into()
    };
    RelationRead {
        readings: readings.collect(),
        chosen: told.chosen,
        outcome: told.outcome,
        is_told: found.is_some(),
        rule: claim.map(|claim| (claim.id.as_str().into(), name(claim))),
        checks,
    }
}

/// The name of a part, and what fills it.
fn part(
    passage: &ReadPassage,
    claim: Option<&Claim>,
    slot: Slot,
    filling: &Filling,
) -> (EcoString, EcoString) {
    let at = slot_index(slot);
    let named = claim.and_then(|claim| claim.captures.get(at)).map(|name| name.name.as_str());
    let name = named.or_else(|| SLOTS.get(at).map(|(_, name)| *name)).unwrap_or_default();
    let plain = |value: &Decimal| eco_format!("{}", value.normalize());
    let words = match filling {
        Filling::Figure(figure, sign) => {
            let figure = passage.read.tokens.figures.get(*figure);
            let words = figure.map_or_else(EcoString::new, |one| text(passage, one.span.clone()));
            if *sign < 0 { eco_format!("-{words}") } else { words }
        }
        Filling::Number(_, value) | Filling::Counted(value, _) | Filling::Worked { value, .. } => {
            plain(value)
        }
    };
    (name.into(), words)
}
