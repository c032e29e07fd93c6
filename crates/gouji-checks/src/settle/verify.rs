//! Looks once more at lines that were given a way: where a check is broken that such a line takes
//! part in, another way may be the better one, or as good a one. Then the better is taken, and of
//! equally good ones none.

use super::mentions;
use crate::check::{SeenDocument, World, agreement_on};
use gouji_audit::audit::{Check, Illegible, ReadingDoubt, Verdict};
use gouji_forms::form::{AlignedBy, FilledForm, OpenLine, Recognition, clear, decimals, refill};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Document, Span};

/// Lines that are looked at again at most, and ways of each.
const LINES: usize = 40;
const WAYS: usize = 40;

/// Verifies the lines of one form.
pub(super) fn verify(
    form: usize,
    lines: &[OpenLine],
    document: &Document,
    ruleset: &Ruleset,
    recognition: &mut Recognition,
    context: &Context<'_>,
) {
    let Some(schema) =
        recognition.forms.get(form).and_then(|filled| ruleset.forms.get(filled.form))
    else {
        return;
    };
    let Some(index) = recognition.forms.get(form).map(|filled| filled.form) else {
        return;
    };
    let rules: Vec<usize> = ruleset
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| mentions(rule, index))
        .map(|(i, _)| i)
        .collect();
    let mut looked = vec![false; lines.len()];
    for _ in 0..LINES {
        let checks = checks(document, ruleset, recognition, form, &rules);
        let broken = |line: &OpenLine| {
            checks
                .iter()
                .find(|check| check.verdict == Verdict::Violation && holds_figure(check, line))
        };
        let next = lines.iter().enumerate().find_map(|(at, line)| {
            (!looked.get(at).copied().unwrap_or(true)).then(|| Some((at, line, broken(line)?)))?
        });
        let Some((at, line, check)) = next else { return };
        looked.get_mut(at).into_iter().for_each(|looked| *looked = true);
        let rule = check.rule.clone();
        let Some(now) = recognition.forms.get(form).and_then(|filled| current(filled, line)) else {
            continue;
        };
        let score_now = score(&checks);
        let kept = recognition.forms.get(form).cloned();
        let mut best: (i64, Vec<usize>) = (score_now, vec![now]);
        for way in (0..line.ways.len()).filter(|way| *way != now).take(WAYS) {
            if let Some(filled) = recognition.forms.get_mut(form) {
                place(filled, line, way, &ReadingDoubt::Plain, schema, context);
            }
            let found = score(&self::checks(document, ruleset, recognition, form, &rules));
            match found.cmp(&best.0) {
                std::cmp::Ordering::Greater => best = (found, vec![way]),
                std::cmp::Ordering::Equal => best.1.push(way),
                std::cmp::Ordering::Less => {}
            }
            if let (Some(filled), Some(kept)) = (recognition.forms.get_mut(form), &kept) {
                filled.clone_from(kept);
            }
        }
        let Some(filled) = recognition.forms.get_mut(form) else { return };
        match best.1.as_slice() {
            [way] if *way == now => {}
            [way] => {
                place(
                    filled,
                    line,
                    *way,
                    &ReadingDoubt::Aligned(rule.to_string()),
                    schema,
                    context,
                );
                let figures = line.figures.iter().map(|(_, span)| *span).collect();
                recognition.aligned.push(AlignedBy {
                    form,
                    rule: rule.to_string(),
                    cause: usize::MAX,
                    figures,
                });
            }
            _ => {
                clear(filled, line, Some(Illegible::BlanksLost));
                filled.sides.iter_mut().for_each(decimals);
            }
        }
    }
}

fn place(
    filled: &mut FilledForm,
    line: &OpenLine,
    way: usize,
    reading: &ReadingDoubt,
    schema: &gouji_rules::ruleset::Form,
    context: &Context<'_>,
) {
    let Some(places) = line.ways.get(way) else { return };
    clear(filled, line, None);
    let places: Vec<Option<(usize, usize)>> = places.iter().copied().map(Some).collect();
    refill(filled, line, &places, schema, &vec![reading.clone(); places.len()], context);
    filled.sides.iter_mut().for_each(decimals);
}

/// The way in which the figures of a line stand now.
fn current(filled: &FilledForm, line: &OpenLine) -> Option<usize> {
    let span_at = |(group, column): (usize, usize)| -> Option<Span> {
        let (side, row) = line.place(group)?;
        Some(filled.sides.get(side)?.rows.get(row)?.cells.get(column)?.span)
    };
    line.ways.iter().position(|way| {
        way.iter().zip(&line.figures).all(|(place, (_, span))| span_at(*place) == Some(*span))
    })
}

fn checks(
    document: &Document,
    ruleset: &Ruleset,
    recognition: &Recognition,
    form: usize,
    rules: &[usize],
) -> Vec<Check> {
    let world = World {
        ruleset,
        page: SeenDocument { document, recognition, index: None },
        beside: &[],
        twice: &[],
        template: None,
    };
    agreement_on(world, rules, form, None)
}

fn holds_figure(check: &Check, line: &OpenLine) -> bool {
    check.figures().any(|figure| line.figures.iter().any(|(_, span)| *span == figure.span()))
}

fn score(checks: &[Check]) -> i64 {
    let worth = |check: &Check| match check.verdict {
        Verdict::Holds | Verdict::Rounding => 1,
        Verdict::Violation => -3,
        Verdict::Corroborated | Verdict::Unchecked => 0,
    };
    checks.iter().map(worth).sum()
}
