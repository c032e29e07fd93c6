//! Settles lines whose figures could stand in several columns because blank cells are gone.
//!
//! The way that satisfies more identities wins: those within the row, then those down the columns,
//! then whatever the rules tie the form with. What chose a way is no evidence any more and is
//! reported as `corroborated` (由该式定列). Where no way is better than all others the figures are
//! unreadable, and the reason is said: never a guess.

mod identity;
mod mentions;
mod readings;
mod repair;
mod solve;
mod verdicts;
mod verify;

use crate::check::{SeenDocument, World, agreement};
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_forms::form::{
    AlignedBy, Content, Facts, FilledForm, OpenLine, Recognition, clear, decimals, recognise,
    refill,
};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Document, Notice, NoticeCode, Span};
use gouji_values::lang::{bilingual, counted};
use mentions::mentions;
use solve::{ChosenWay, Problem};

/// A form with more open lines is not settled: no published one has as many, and each reading costs
/// all its checks.
const MOST_OPEN: usize = 2000;

/// What is recognised in a document, with a column for each figure that can have one: the audit and
/// the cases of rules see the same.
#[must_use]
pub fn recognised(document: &Document, ruleset: &Ruleset, facts: Facts) -> Recognition {
    let mut recognition = recognise(document, ruleset, facts);
    settle(document, ruleset, &mut recognition);
    recognition
}

/// Settles what can be settled in all forms.
fn settle(document: &Document, ruleset: &Ruleset, recognition: &mut Recognition) {
    place_open_lines(document, ruleset, recognition);
    repair::repair(document, ruleset, recognition);
}

fn place_open_lines(document: &Document, ruleset: &Ruleset, recognition: &mut Recognition) {
    let open: Vec<usize> = recognition
        .forms
        .iter()
        .enumerate()
        .filter(|(_, form)| !form.open.is_empty())
        .map(|(i, _)| i)
        .collect();
    if open.is_empty() {
        return;
    }
    let year = recognition.facts.year;
    let context = Context { vocabulary: &ruleset.vocabulary, year, grades: &ruleset.grades };
    let lines: Vec<(usize, Vec<OpenLine>)> = open
        .iter()
        .map(|form| {
            (*form, recognition.forms.get(*form).map_or_else(Vec::new, |form| form.open.clone()))
        })
        .collect();
    for (form, lines) in &lines {
        if let Some(filled) = recognition.forms.get_mut(*form) {
            for line in lines {
                clear(filled, line, Some(Illegible::BlanksLost));
            }
        }
    }
    let lines: Vec<(usize, Vec<OpenLine>)> =
        lines.into_iter().filter(|(_, lines)| lines.len() <= MOST_OPEN).collect();
    // a form that another one settles may settle a third
    let mut left = lines.clone();
    for _ in 0..3 {
        let before = left.len();
        left.retain(|(form, lines)| {
            !settle_form(*form, lines, false, document, ruleset, recognition, &context)
        });
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    for (form, lines) in &left {
        settle_form(*form, lines, true, document, ruleset, recognition, &context);
    }
    for (form, lines) in &lines {
        verify::verify(*form, lines, document, ruleset, recognition, &context);
    }
    for form in open {
        let Some(filled) = recognition.forms.get_mut(form) else { continue };
        for side in &mut filled.sides {
            decimals(side);
        }
        let is_lost = Content::Unreadable(Illegible::BlanksLost);
        let lost = filled
            .sides
            .iter()
            .flat_map(|side| &side.rows)
            .filter(|row| row.cells.iter().any(|slot| slot.content == is_lost))
            .count();
        if lost > 0 {
            let rows = counted(lost, "row");
            let id = ruleset.forms.get(filled.form).map_or("", |form| form.id.as_str());
            recognition.notices.push(Notice {
                code: NoticeCode::BlanksLost,
                message: bilingual!(
                    "{id}有 {lost} 行的空格丢失，数字所在的列不能确定，有关的核对没有进行",
                    "blanks lost in {rows} of {id}: the columns of the numbers are open and the checks of them were not made"
                ),
                span: Some(filled.span),
            });
        }
    }
}

/// One reading of the open lines of a form.
struct Variant {
    score: i64,
    filled: FilledForm,
    chosen: Vec<Option<ChosenWay>>,
    /// Keys of the checks that hold with it.
    held: Vec<String>,
}

/// The readings of the open lines of a form, those first with which the rules hold best.
fn variants(
    solutions: Vec<Vec<Option<ChosenWay>>>,
    (form, filled, lines): (usize, &FilledForm, &[OpenLine]),
    document: &Document,
    ruleset: &Ruleset,
    recognition: &mut Recognition,
    context: &Context<'_>,
) -> Vec<Variant> {
    let Some(schema) = ruleset.forms.get(filled.form) else { return Vec::new() };
    let rules: Vec<usize> = ruleset
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| mentions(rule, filled.form))
        .map(|(i, _)| i)
        .collect();
    let mut variants: Vec<Variant> = Vec::new();
    for chosen in solutions {
        let mut variant = filled.clone();
        for (line, chosen) in lines.iter().zip(&chosen) {
            let Some(way) = chosen.as_ref().and_then(|chosen| line.ways.get(chosen.way)) else {
                continue;
            };
            clear(&mut variant, line, None);
            let places: Vec<Option<(usize, usize)>> = way.iter().copied().map(Some).collect();
            refill(
                &mut variant,
                line,
                &places,
                schema,
                &vec![ReadingDoubt::Plain; places.len()],
                context,
            );
        }
        for side in &mut variant.sides {
            decimals(side);
        }
        let (score, held) = score(document, ruleset, recognition, form, &variant, &rules);
        variants.push(Variant { score, filled: variant, chosen, held });
    }
    variants.sort_by_key(|variant| {
        (
            std::cmp::Reverse(variant.score),
            std::cmp::Reverse(variant.chosen.iter().flatten().count()),
        )
    });
    variants
}

/// The rule of the first check that holds in the best reading and not in the one after it: that check is
/// what chose the columns of the whole table.
fn decider(best: &Variant, runner_up: Option<&Variant>) -> Option<String> {
    let is_shared = |key: &String| runner_up.is_some_and(|second| second.held.contains(key));
    let key = best.held.iter().find(|key| !is_shared(key))?;
    key.split('|').next().map(str::to_owned)
}

/// Settles the open lines of one form; whether it did. In the last round what all best readings
/// have in common is taken.
fn settle_form(
    form: usize,
    lines: &[OpenLine],
    last: bool,
    document: &Document,
    ruleset: &Ruleset,
    recognition: &mut Recognition,
    context: &Context<'_>,
) -> bool {
    let Some(filled) = recognition.forms.get(form).cloned() else {
        return true;
    };
    let Some(schema) = ruleset.forms.get(filled.form) else {
        return true;
    };
    let problem = Problem::new(&filled, lines, ruleset, context);
    let variants = variants(
        problem.solutions(),
        (form, &filled, lines),
        document,
        ruleset,
        recognition,
        context,
    );
    let Some(best) = variants.first().map(|variant| variant.score) else {
        return false;
    };
    let tied: Vec<&Variant> = variants.iter().take_while(|variant| variant.score == best).collect();
    if tied.len() > 1 && !last {
        return false;
    }
    let Some(first) = tied.first() else { return false };
    let decider = decider(first, variants.get(tied.len()));
    let mut out = first.filled.clone();
    for (index, (line, chosen)) in lines.iter().zip(&first.chosen).enumerate() {
        let Some(chosen) = chosen else { continue };
        let Some(way) = line.ways.get(chosen.way) else { continue };
        let other = |variant: &&Variant, figure: usize| {
            variant
                .chosen
                .get(index)
                .and_then(Option::as_ref)
                .and_then(|chosen| line.ways.get(chosen.way)?.get(figure))
                .copied()
        };
        let agreed: Vec<Option<(usize, usize)>> = way
            .iter()
            .enumerate()
            .map(|(figure, place)| {
                tied.iter().all(|variant| other(variant, figure) == Some(*place)).then_some(*place)
            })
            .collect();
        // a figure that stands in one place in all ways that were left was not chosen
        let moved = |figure: usize| {
            chosen
                .among
                .iter()
                .filter_map(|way| line.ways.get(*way)?.get(figure))
                .any(|place| way.get(figure) != Some(place))
        };
        let rule = chosen.rule.clone().or_else(|| decider.clone());
        let readings: Vec<ReadingDoubt> = (0..way.len())
            .map(|figure| {
                rule.clone()
                    .filter(|_| moved(figure))
                    .map_or(ReadingDoubt::Plain, ReadingDoubt::Aligned)
            })
            .collect();
        if agreed.iter().any(Option::is_none) {
            clear(&mut out, line, Some(Illegible::BlanksLost));
        }
        refill(&mut out, line, &agreed, schema, &readings, context);
        if let Some(rule) = rule {
            let cause = chosen.cause.unwrap_or(usize::MAX);
            let figures: Vec<Span> = line
                .figures
                .iter()
                .enumerate()
                .filter(|(figure, _)| moved(*figure))
                .map(|(_, (_, span))| *span)
                .collect();
            let known = recognition.aligned.iter().any(|known| {
                known.form == form
                    && known.rule == rule
                    && known.cause == cause
                    && (chosen.cause.is_some() || chosen.rule.is_none())
            });
            if !known && !figures.is_empty() {
                recognition.aligned.push(AlignedBy { form, rule, cause, figures });
            }
        }
    }
    if let Some(place) = recognition.forms.get_mut(form) {
        *place = out;
    }
    true
}

/// How well the rules hold with a variant of a form: those that hold less three times those that do
/// not.
fn score(
    document: &Document,
    ruleset: &Ruleset,
    recognition: &mut Recognition,
    form: usize,
    variant: &FilledForm,
    rules: &[usize],
) -> (i64, Vec<String>) {
    let Some(place) = recognition.forms.get_mut(form) else {
        return (0, Vec::new());
    };
    let kept = std::mem::replace(place, variant.clone());
    let world = World {
        ruleset,
        page: SeenDocument { document, recognition, index: None },
        beside: &[],
        twice: &[],
        template: None,
    };
    let checks = agreement(world, rules);
    let mut score = 0;
    let mut held = Vec::new();
    for check in checks {
        match check.verdict {
            gouji_audit::audit::Verdict::Holds | gouji_audit::audit::Verdict::Rounding => {
                score += 1;
                held.push(world.key_of(&check));
            }
            gouji_audit::audit::Verdict::Violation => score -= 3,
            gouji_audit::audit::Verdict::Corroborated | gouji_audit::audit::Verdict::Unchecked => {}
        }
    }
    if let Some(place) = recognition.forms.get_mut(form) {
        *place = kept;
    }
    (score, held)
}
