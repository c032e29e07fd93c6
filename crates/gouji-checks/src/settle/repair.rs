//! Figures that scanning damaged: digits torn apart (`9 7.66`), the first digits lost (`.36` beside
//! torn ones); and figures whose point and separators are confused (`12，34`, `1.234,56`).
//!
//! Each reading that the print allows is tried against all that the rules say of the form. A
//! reading is taken only where it is the one that the identities allow; the figure and a notice
//! then say how it was read, and the check that decided proves nothing. All other damage stays
//! unreadable. Deliberately absent: a figure that shows no damage itself is never repaired, nor is
//! a number that the file stores, so that an error of the document is not bent into a right figure.

use super::readings::{Candidate, is_headless, is_misprint, is_parted, is_torn, torn_readings};
use super::verdicts::{is_on, judge, rules_on, sees};
use crate::check::{SeenDocument, Wanted, World, agreement, agreement_on};
use gouji_audit::audit::{Check, Illegible, ReadingDoubt};
use gouji_forms::form::{AlignedBy, Content, FormCell, Recognition, decimals};
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Document, Notice, NoticeCode, Span};
use gouji_values::lang::{Lang, bilingual};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Damaged rows that are tried in a document at most.
const ROWS: usize = 60;
/// Readings of a row that are tried at most.
const READINGS: usize = 300;
/// Different statements that must agree before a digit is put where none is printed.
const PROOFS: usize = 2;

/// Where a slot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RepairAt {
    form: usize,
    side: usize,
    row: usize,
    column: usize,
}

/// Repairs what can be repaired.
pub(super) fn repair(document: &Document, ruleset: &Ruleset, recognition: &mut Recognition) {
    doubt_points(document, ruleset, recognition);
    let torn = torn_slots(document, ruleset, recognition);
    let Some(first) = torn.first().copied() else { return };
    let (rules, elsewhere, known) = Default::default();
    let mut work = Work { document, ruleset, rules, elsewhere, known, trying: false, recognition };
    let mut rows: Vec<Vec<RepairAt>> = vec![Vec::new()];
    let mut last = (first.form, first.side, first.row);
    for at in &torn {
        if (at.form, at.side, at.row) != last {
            last = (at.form, at.side, at.row);
            rows.push(Vec::new());
        }
        rows.last_mut().into_iter().for_each(|row| row.push(*at));
    }
    rows.iter().take(ROWS).for_each(|row| work.row(row));
    for filled in &mut work.recognition.forms {
        filled.sides.iter_mut().for_each(decimals);
    }
}

/// In a document of torn figures a point without digits before it may be what is left of a figure.
fn doubt_points(document: &Document, ruleset: &Ruleset, recognition: &mut Recognition) {
    let torn = torn_slots(document, ruleset, recognition);
    if !torn
        .iter()
        .any(|at| slot_of(recognition, *at).is_some_and(|slot| is_parted(&slot.text.text)))
    {
        return;
    }
    for filled in &mut recognition.forms {
        let Some(schema) = ruleset.forms.get(filled.form) else { continue };
        let rows = filled.sides.iter_mut().flat_map(|side| &mut side.rows);
        let cells = rows.flat_map(|row| row.cells.iter_mut().zip(&schema.columns));
        let figures = cells.filter(|(slot, column)| {
            column.kind.is_numeric() && matches!(slot.content, Content::Number(_))
        });
        for (slot, _) in figures.filter(|(slot, _)| {
            is_headless(&slot.text.text) && document.stored_at(slot.text.span()).is_none()
        }) {
            let text = slot.text.text.trim().into();
            slot.content = Content::Unreadable(Illegible::NothingBeforePoint { text });
        }
    }
}

/// The figures that show damage themselves. A number that the file stores is none, however it is
/// shown.
fn torn_slots(document: &Document, ruleset: &Ruleset, recognition: &Recognition) -> Vec<RepairAt> {
    let mut out = Vec::new();
    for (form, filled) in recognition.forms.iter().enumerate() {
        let Some(schema) = ruleset.forms.get(filled.form) else { continue };
        for (side, content) in filled.sides.iter().enumerate() {
            for (row, cells) in content.rows.iter().enumerate() {
                let columns = cells.cells.iter().zip(&schema.columns).enumerate();
                let torn = columns.filter(|(_, (slot, column))| {
                    let text = &slot.text.text;
                    let is_damaged = || is_torn(text) || is_misprint(text, ruleset);
                    column.kind.is_numeric()
                        && matches!(slot.content, Content::Unreadable(_))
                        && is_damaged()
                        && document.stored_at(slot.text.span()).is_none()
                });
                out.extend(torn.map(|(column, _)| RepairAt { form, side, row, column }));
            }
        }
    }
    out
}

fn slot_of(recognition: &Recognition, at: RepairAt) -> Option<&FormCell> {
    recognition.forms.get(at.form)?.sides.get(at.side)?.rows.get(at.row)?.cells.get(at.column)
}

struct Work<'a> {
    document: &'a Document,
    ruleset: &'a Ruleset,
    /// Rules that speak of a form of the ruleset: those that stand on forms, and the others.
    rules: BTreeMap<usize, [Vec<usize>; 2]>,
    /// What rules that stand on no form say of the figures as they are taken: it is the same
    /// whichever form asks.
    elsewhere: BTreeMap<usize, Vec<Check>>,
    /// What the rules say of forms as they are taken.
    known: BTreeMap<usize, Vec<Check>>,
    /// A figure stands there only to see what the rules say of it.
    trying: bool,
    recognition: &'a mut Recognition,
}

impl Work<'_> {
    fn slot(&self, at: RepairAt) -> Option<&FormCell> {
        slot_of(self.recognition, at)
    }

    /// Puts a slot in place of another.
    fn put(&mut self, at: RepairAt, slot: FormCell) {
        let row = self
            .recognition
            .forms
            .get_mut(at.form)
            .and_then(|filled| filled.sides.get_mut(at.side))
            .and_then(|side| side.rows.get_mut(at.row));
        if let Some(place) = row.and_then(|row| row.cells.get_mut(at.column)) {
            *place = slot;
        }
    }

    /// The slot as a candidate reads it.
    fn read_as(&self, at: RepairAt, candidate: &Candidate) -> Option<FormCell> {
        let slot = self.slot(at)?;
        let row = self.recognition.forms.get(at.form)?.sides.get(at.side)?.rows.get(at.row)?;
        let row_unit = row.cells.iter().find_map(|other| match &other.content {
            Content::Number(number) if number.unit.is_none() => other.unit,
            _ => None,
        });
        let unit = candidate.number.unit.or(slot.unit).or(row_unit);
        let mut slot = slot.clone();
        (slot.content, slot.unit) = (Content::Number(candidate.number), unit);
        Some(slot.read_as(ReadingDoubt::Repaired(candidate.how.clone())))
    }

    /// The rules that speak of a form: those that stand on it, and the others.
    fn rules(&mut self, form: usize) -> [Vec<usize>; 2] {
        let Some(schema) = self.recognition.forms.get(form).map(|filled| filled.form) else {
            return Default::default();
        };
        self.rules
            .entry(schema)
            .or_insert_with(|| rules_on(self.ruleset, self.recognition, schema))
            .clone()
    }

    /// All that the rules say of the figures of a form as it is read now.
    fn checks(&mut self, form: usize) -> Vec<Check> {
        if !self.trying {
            self.look_at(&[form]);
            return self.known.get(&form).cloned().unwrap_or_default();
        }
        let place = self.place(form);
        let [on_form, others] = self.rules(form);
        let mut out = self.checks_by(form, &on_form, None);
        out.extend(
            self.checks_by(form, &others, None).into_iter().filter(|check| is_on(check, place)),
        );
        out
    }

    /// Works out what the rules say of forms, side by side, where it is not known.
    fn look_at(&mut self, forms: &[usize]) {
        let forms: Vec<usize> =
            forms.iter().copied().filter(|form| !self.known.contains_key(form)).collect();
        let rules: Vec<(usize, [Vec<usize>; 2])> =
            forms.iter().map(|form| (*form, self.rules(*form))).collect();
        for form in &forms {
            self.recognition
                .forms
                .get_mut(*form)
                .into_iter()
                .for_each(|filled| filled.sides.iter_mut().for_each(decimals));
        }
        let others: BTreeSet<usize> =
            rules.iter().flat_map(|(_, [_, others])| others).copied().collect();
        let unknown: Vec<usize> =
            others.into_iter().filter(|rule| !self.elsewhere.contains_key(rule)).collect();
        let page =
            SeenDocument { document: self.document, recognition: self.recognition, index: None };
        let world = World { ruleset: self.ruleset, page, beside: &[], twice: &[], template: None };
        let (on_forms, elsewhere) = rayon::join(
            || {
                rules
                    .par_iter()
                    .map(|(form, [on_form, _])| agreement_on(world, on_form, *form, None))
                    .collect::<Vec<_>>()
            },
            || agreement(world, &unknown),
        );
        self.elsewhere.extend(unknown.iter().map(|rule| (*rule, Vec::new())));
        for check in elsewhere {
            let rule = unknown.iter().find(|rule| {
                self.ruleset.rules.get(**rule).is_some_and(|rule| rule.id == check.rule)
            });
            if let Some(known) = rule.and_then(|rule| self.elsewhere.get_mut(rule)) {
                known.push(check);
            }
        }
        for ((form, [_, others]), mut checks) in rules.into_iter().zip(on_forms) {
            let place = self.place(form);
            let known = others.iter().filter_map(|rule| self.elsewhere.get(rule)).flatten();
            checks.extend(known.filter(|check| is_on(check, place)).cloned());
            self.known.insert(form, checks);
        }
    }

    fn place(&self, form: usize) -> Span {
        self.recognition.forms.get(form).map_or_else(Span::default, |filled| filled.span)
    }

    /// What some rules, by their index, say of a form as it is read now, perhaps only in the checks
    /// that are `wanted`.
    fn checks_by(
        &mut self,
        form: usize,
        rules: &[usize],
        wanted: Option<&Wanted<'_>>,
    ) -> Vec<Check> {
        if let Some(side) = self.recognition.forms.get_mut(form) {
            side.sides.iter_mut().for_each(decimals);
        }
        let page =
            SeenDocument { document: self.document, recognition: self.recognition, index: None };
        agreement_on(
            World { ruleset: self.ruleset, page, beside: &[], twice: &[], template: None },
            rules,
            form,
            wanted,
        )
    }

    /// What the rules say while slots stand in place of those that were read.
    fn trying<T>(
        &mut self,
        slots: impl IntoIterator<Item = (RepairAt, FormCell)>,
        ask: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut kept = Vec::new();
        for (at, slot) in slots {
            kept.extend(self.slot(at).cloned().map(|kept| (at, kept)));
            self.put(at, slot);
        }
        self.trying = true;
        let out = ask(self);
        self.trying = false;
        kept.into_iter().for_each(|(at, slot)| self.put(at, slot));
        out
    }

    fn span(&self, at: RepairAt) -> Span {
        self.slot(at).map_or_else(Span::default, |slot| slot.text.span())
    }

    /// Tries all readings of the torn figures of one row together.
    fn row(&mut self, torn: &[RepairAt]) {
        let with_pieces = torn.len() <= 3;
        let readings: Vec<Vec<Candidate>> = torn
            .iter()
            .map(|at| {
                self.slot(*at).map_or_else(Vec::new, |slot| {
                    torn_readings(&slot.text.text, self.ruleset, with_pieces)
                })
            })
            .collect();
        let size = readings.iter().try_fold(1_usize, |size, readings| {
            size.checked_mul(readings.len() + 1).filter(|size| *size <= READINGS)
        });
        let (Some(size), Some(form)) = (size, torn.first().map(|at| at.form)) else {
            return;
        };
        let spans: Vec<Span> = torn.iter().map(|at| self.span(*at)).collect();
        let seeing = self.checks_that_see(form, torn, &readings, &spans);
        let rules = self.rules_of(&seeing);
        let wanted = Wanted::places(&seeing);
        let mut ways: Vec<Way> = Vec::new();
        for number in 0..size {
            let mut rest = number;
            let pick: Vec<Option<usize>> = readings
                .iter()
                .map(|readings| {
                    let digit = rest % (readings.len() + 1);
                    rest /= readings.len() + 1;
                    digit.checked_sub(1)
                })
                .collect();
            let chosen: Vec<Option<&Candidate>> = pick
                .iter()
                .zip(&readings)
                .map(|(pick, readings)| pick.and_then(|pick| readings.get(pick)))
                .collect();
            let slots: Vec<(RepairAt, FormCell)> = torn
                .iter()
                .zip(&chosen)
                .filter_map(|(at, chosen)| Some((*at, self.read_as(*at, (*chosen)?)?)))
                .collect();
            let checks = self.trying(slots, |work| work.checks_by(form, &rules, Some(&wanted)));
            let judged = judge(&checks, &spans);
            let adds: Vec<bool> =
                chosen.iter().map(|chosen| chosen.is_some_and(|chosen| chosen.adds)).collect();
            let is_proved =
                adds.iter().zip(&judged.proofs).all(|(adds, proofs)| !adds || *proofs >= PROOFS);
            if is_proved {
                ways.push(Way {
                    score: judged.score,
                    adds: adds.contains(&true),
                    pick,
                    deciders: judged.deciders,
                });
            }
        }
        // no digit is put in where what is printed agrees
        if ways.iter().any(|way| !way.adds && way.score > 0) {
            ways.retain(|way| !way.adds);
        }
        let best = ways.iter().map(|way| way.score).max().unwrap_or(0);
        if best <= 0 {
            return;
        }
        let tied: Vec<&Way> = ways.iter().filter(|way| way.score == best).collect();
        let Some(Way { pick, deciders, .. }) = tied.first() else { return };
        for (index, at) in torn.iter().enumerate() {
            let chosen = pick.get(index).copied().flatten();
            let agreed =
                tied.iter().all(|other| other.pick.get(index).copied().flatten() == chosen);
            let (Some(chosen), Some(Some(rule)), true) = (chosen, deciders.get(index), agreed)
            else {
                continue;
            };
            if let Some(slot) = readings
                .get(index)
                .and_then(|readings| readings.get(chosen))
                .and_then(|candidate| self.read_as(*at, candidate))
            {
                self.take(*at, slot, rule.clone());
            }
        }
    }

    /// The checks that look at some figures of a form, torn as they are or read in the first way:
    /// no other judges them.
    fn checks_that_see(
        &mut self,
        form: usize,
        torn: &[RepairAt],
        readings: &[Vec<Candidate>],
        spans: &[Span],
    ) -> Vec<Check> {
        let mut checks = self.checks(form);
        let first: Vec<(RepairAt, FormCell)> = torn
            .iter()
            .zip(readings)
            .filter_map(|(at, readings)| Some((*at, self.read_as(*at, readings.first()?)?)))
            .collect();
        // a rule on sentences sees a torn figure as well as a whole one: looking for more would ask
        // every sentence each time
        let [on_form, _] = self.rules(form);
        checks.extend(self.trying(first, |work| work.checks_by(form, &on_form, None)));
        checks.retain(|check| spans.iter().any(|span| sees(check, *span)));
        checks
    }

    /// The rules of checks, by their index.
    fn rules_of(&self, checks: &[Check]) -> Vec<usize> {
        let ids: BTreeSet<&str> = checks.iter().map(|check| check.rule.as_str()).collect();
        self.ruleset
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| ids.contains(rule.id.as_str()))
            .map(|(i, _)| i)
            .collect()
    }

    /// Takes a reading; the check that decided it is no evidence.
    fn take(&mut self, at: RepairAt, slot: FormCell, rule: String) {
        let span = slot.text.span();
        if let ReadingDoubt::Repaired(how) = slot.reading() {
            let text = slot.text.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let [chinese, english] = Lang::ALL.map(|lang| how.of(lang));
            let message = bilingual!(
                "“{text}”，{chinese}；请更正原文",
                "“{text}” {english}; please correct the document"
            );
            self.recognition.notices.push(Notice {
                code: NoticeCode::FigureRepaired,
                message,
                span: Some(span),
            });
        }
        self.put(at, slot);
        self.known.clear();
        // a rule that said nothing may now have something to say
        self.elsewhere.retain(|_, checks| {
            !checks.is_empty() && !checks.iter().any(|check| sees(check, span))
        });
        self.recognition.aligned.push(AlignedBy {
            form: at.form,
            rule,
            cause: usize::MAX,
            figures: vec![span],
        });
    }
}

/// A choice of readings for the figures of a row.
struct Way {
    score: i64,
    /// A digit is put where none is printed.
    adds: bool,
    /// The reading of each figure.
    pick: Vec<Option<usize>>,
    /// For each figure the rule of the first check that holds.
    deciders: Vec<Option<String>>,
}
