//! What a table would be, had its figures not been moved against their names: a block of rows one
//! line off, a column in the one beside, all amounts in another unit. Each is tried on all checks
//! of the table at once; that which makes most of them come out, and next to none fail, is the
//! cause of all.

use super::LEAST;
use super::whole::{Outcome, Trial, Whole};
use crate::check::{FigurePlace, Sources, World};
use ecow::EcoString;
use gouji_audit::audit::{Check, Cite, MisfitCause, Severity, Verdict};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Of tables with more lines only blocks that reach to an end are tried.
const LINES: usize = 120;
/// Checks that do not come out before figures are looked for that stayed where others were moved.
const MIXED: usize = 6;
/// Amounts that are so many places further.
const PLACES: [i32; 6] = [4, -4, 8, -8, 3, -3];

/// Lines of a table, rows or columns, each with its cells by where they stand along it.
type Lines = Vec<BTreeMap<(usize, u32), usize>>;

/// How figures may have been moved.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Lines from the first to the last have the figures of the one before, or of the one behind.
    Off { first: usize, last: usize, is_behind: bool },
    /// A line and the next one have each other's.
    Swapped(usize),
}

/// What may have been moved.
#[derive(Clone, Copy, Debug)]
enum MoveKind {
    Rows,
    /// The same from a blank row on.
    RowsFromBlank,
    /// Two rows, which have each other's figures.
    TwoRows,
    Columns,
    /// The point of all amounts.
    Unit,
}

/// A table whose figures were moved.
#[derive(Debug)]
pub(super) struct MovedTable {
    pub(super) form: usize,
    pub(super) cause: MisfitCause,
    /// The broken checks that rest on what was moved.
    pub(super) explained: BTreeSet<usize>,
    /// Those that come out as they should.
    healed: Vec<usize>,
    /// Another table that would be explained as well by its own figures.
    pub(super) other: Option<usize>,
    /// What was moved left a blank row, and several checks come out.
    pub(super) is_plain: bool,
}

/// The tables of which broken checks are explained by figures that were moved; `open` are the
/// violations for which nobody answers.
pub(super) fn moved(
    world: &World<'_>,
    checks: &[Check],
    sources: &Sources,
    open: &BTreeSet<usize>,
) -> Vec<MovedTable> {
    let mut by_form: BTreeMap<usize, usize> = BTreeMap::new();
    for check in open.iter().filter_map(|at| checks.get(*at)) {
        let forms: BTreeSet<usize> = check.cites.iter().filter_map(form_of).collect();
        if check.severity > Severity::Info {
            forms.into_iter().for_each(|form| *by_form.entry(form).or_default() += 1);
        }
    }
    let mut found: Vec<MovedTable> = by_form
        .into_keys()
        .filter_map(|form| of_form(world, (checks, sources), form, open))
        .collect();
    found.sort_by_key(|table| std::cmp::Reverse(table.healed.len()));
    let mut out: Vec<MovedTable> = Vec::new();
    for table in found {
        let is_known = |at: &&usize| out.iter().any(|known| known.explained.contains(at));
        if table.healed.iter().filter(is_known).count() == 0 {
            out.push(table);
        } else if let Some(known) = out.iter_mut().find(|known| known.healed == table.healed) {
            known.other.get_or_insert(table.form);
            known.explained.extend(table.explained);
        }
    }
    out
}

fn form_of(cite: &Cite) -> Option<usize> {
    match FigurePlace::of(cite.at) {
        FigurePlace::Cell { paper: Paper::OWN, form, .. } => Some(form),
        _ => None,
    }
}

/// The move that explains most of what does not come out in a form.
fn of_form(
    world: &World<'_>,
    (checks, sources): (&[Check], &Sources),
    form: usize,
    open: &BTreeSet<usize>,
) -> Option<MovedTable> {
    let printed = Whole::of(world, (checks, sources), form, open)?;
    // blank cells may have been moved with the others, or stayed
    let filled = printed.with_blanks(world, checks, form);
    let all = [&printed, &filled].into_iter().filter_map(|whole| best_move(world, form, whole));
    let best = all.rev().max_by_key(|(score, ..)| *score);
    let is_much = filled.broken() >= MIXED;
    let (_, outcome, cause, kind) = best.or_else(|| {
        let mut mixed = filled;
        mixed.keeps = true;
        is_much.then(|| best_move(world, form, &mixed)).flatten()
    })?;
    let touches = |check: &Check| {
        check.cites.iter().any(|cite| match FigurePlace::of(cite.at) {
            FigurePlace::Cell { paper: Paper::OWN, form: own, side, row, column } => {
                own == form && outcome.places.contains(&[side, row, column])
            }
            _ => false,
        })
    };
    let is_touched = |at: &&usize| {
        !outcome.aside.contains(*at)
            && checks
                .get(**at)
                .is_some_and(|check| check.verdict == Verdict::Violation && touches(check))
    };
    let explained = open.iter().filter(is_touched).copied().collect();
    let healed: Vec<usize> = outcome.healed.into_iter().map(|(check, _)| check).collect();
    let is_plain = matches!(kind, MoveKind::RowsFromBlank) && healed.len() >= LEAST;
    Some(MovedTable { form, cause, explained, healed, other: None, is_plain })
}

/// What a table would be, by how much comes out, why, and how its figures were moved.
type Explained = (i64, Outcome, MisfitCause, MoveKind);

/// The move of figures of a table that explains most.
fn best_move(world: &World<'_>, form: usize, whole: &Whole) -> Option<Explained> {
    let mut best: Option<Explained> = None;
    let mut offer = |trial: &Trial<'_>, kind: MoveKind, cause: &dyn Fn() -> Option<MisfitCause>| {
        let score = score(trial);
        if best.as_ref().is_some_and(|(most, ..)| *most >= score) || trial.tally.healed == 0 {
            return;
        }
        let outcome = trial.outcome();
        // rows that come out without what they kept are no rows that come out wherever they stand
        let is_mixed = whole.keeps && outcome.healed.len() >= MIXED;
        let is_it = match kind {
            MoveKind::Unit if whole.is_firm(&outcome) && trial.tally.broken == 0 => true,
            MoveKind::Rows | MoveKind::RowsFromBlank | MoveKind::TwoRows
                if !is_mixed && !whole.is_down(&outcome) =>
            {
                false
            }
            MoveKind::TwoRows if outcome.healed.len() < LEAST => false,
            // that one column alone has what another check wants of it may be chance
            MoveKind::Columns if outcome.healed.len() < LEAST && !whole.is_across(&outcome) => {
                false
            }
            _ => explains(trial, &outcome),
        };
        if is_it && let Some(cause) = cause() {
            best = Some((score, outcome, cause, kind));
        }
    };
    for places in PLACES {
        let times = Decimal::from(10_i64.pow(places.unsigned_abs()));
        let times = if places > 0 { times } else { Decimal::ONE / times };
        offer(&Trial::new(whole, times), MoveKind::Unit, &|| Some(MisfitCause::OtherUnit(places)));
    }
    if whole.broken() + 1 < LEAST {
        return best;
    }
    let columns = lines(whole, |_| true, true);
    if let Some((way, trial)) = likeliest(whole, &columns) {
        offer(&trial, MoveKind::Columns, &|| columns_moved(world, form, whole, &columns, way));
    }
    let rows = lines(whole, |_| true, false);
    if let Some((way, trial)) = likeliest(whole, &rows) {
        let is_pair = matches!(way, Move::Swapped(_));
        offer(&trial, if is_pair { MoveKind::TwoRows } else { MoveKind::Rows }, &|| {
            rows_moved(world, form, whole, &rows, way)
        });
    }
    if let Some((rows, way, trial)) = from_blank(whole, false) {
        offer(&trial, MoveKind::RowsFromBlank, &|| rows_moved(world, form, whole, &rows, way));
    }
    if let Some((columns, way, trial)) = from_blank(whole, true) {
        offer(&trial, MoveKind::Columns, &|| columns_moved(world, form, whole, &columns, way));
    }
    let across: BTreeSet<(usize, u32)> = whole.spots.iter().map(|spot| spot.across).collect();
    for own in across {
        let rows = lines(whole, |across| across == own, false);
        if let Some((Move::Off { is_behind, .. }, trial)) = likeliest(whole, &rows) {
            offer(&trial, MoveKind::Rows, &|| {
                let column = name(world, form, whole, rows.first()?)?;
                Some(MisfitCause::RowsApart { column, is_above: !is_behind })
            });
        }
    }
    best
}

fn score(trial: &Trial<'_>) -> i64 {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    number(trial.tally.healed) - 2 * number(trial.tally.broken)
}

/// Whether next to all that rests on the moved figures comes out, and next to nothing fails; beside
/// two checks that come out nothing may be left.
fn explains(trial: &Trial<'_>, outcome: &Outcome) -> bool {
    let (healed, open) = (outcome.healed.len(), outcome.open.len());
    let (left, broken) = (outcome.left.len(), trial.tally.broken);
    let is_most = if healed < LEAST {
        healed + 1 == LEAST && broken == 0 && left == 0 && open <= healed
    } else {
        broken * 4 <= healed && left * 3 <= healed + open
    };
    is_most && !trial.is_of_few(outcome)
}

/// The rows, or the columns, of a table in the order of the page.
fn lines(whole: &Whole, takes: impl Fn((usize, u32)) -> bool, are_columns: bool) -> Lines {
    let out = all_lines(whole, takes, are_columns);
    out.into_iter().filter(|line| has_numbers(whole, line)).collect()
}

fn all_lines(whole: &Whole, takes: impl Fn((usize, u32)) -> bool, are_columns: bool) -> Lines {
    let mut out: BTreeMap<(usize, u32), BTreeMap<(usize, u32), usize>> = BTreeMap::new();
    for (at, spot) in whole.spots.iter().enumerate().filter(|(_, spot)| takes(spot.across)) {
        let (line, along) =
            if are_columns { (spot.across, (0, spot.line)) } else { ((0, spot.line), spot.across) };
        out.entry(line).or_default().insert(along, at);
    }
    out.into_values().collect()
}

fn has_numbers(whole: &Whole, line: &BTreeMap<(usize, u32), usize>) -> bool {
    let mut values = line.values().filter_map(|at| whole.spots.get(*at)?.value);
    values.any(|value| !value.is_zero())
}

/// A block of rows, or of columns, that was moved by one leaves a blank one where it began: the lines with
/// that one, and the move that makes most come out.
fn from_blank(whole: &Whole, are_columns: bool) -> Option<(Lines, Move, Trial<'_>)> {
    let all = all_lines(whole, |_| true, are_columns);
    let are_filled: Vec<bool> = all.iter().map(|line| has_numbers(whole, line)).collect();
    let blanks = are_filled.iter().filter(|is_filled| !**is_filled).count();
    if !whole.has_blanks || all.len() * blanks > LINES * LINES {
        return None;
    }
    let mut best: Option<(i64, Lines, Move, Trial<'_>)> = None;
    for blank in (0..all.len()).filter(|at| are_filled.get(*at) == Some(&false)) {
        let is_in = |at: usize| at == blank || are_filled.get(at) == Some(&true);
        let own = || all.iter().enumerate().filter(|(at, _)| is_in(*at));
        let start = own().take_while(|(at, _)| *at < blank).count();
        let lines: Lines = own().map(|(_, line)| line.clone()).collect();
        for is_behind in [true, false] {
            let Some((score, way, trial)) = from_line(whole, &lines, start, is_behind) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, ..)| *most < score) {
                best = Some((score, lines.clone(), way, trial));
            }
        }
    }
    best.map(|(_, lines, way, trial)| (lines, way, trial))
}

/// The longest block from a blank line on, or up to it, that makes most come out: it has the figures
/// of the next one, and what belongs to its other end was lost.
fn from_line<'w>(
    whole: &'w Whole,
    lines: &Lines,
    start: usize,
    is_behind: bool,
) -> Option<(i64, Move, Trial<'w>)> {
    let mut best: Option<(i64, Move, Trial<'w>)> = None;
    let mut trial = Trial::new(whole, Decimal::ONE);
    let next = |at: usize| if is_behind { Some(at + 1) } else { at.checked_sub(1) };
    let mut at = start;
    while let Some(end) = next(at).filter(|end| *end < lines.len()) {
        put(&mut trial, whole, lines, at, Some(end));
        put(&mut trial, whole, lines, end, None);
        let score = score(&trial);
        if score > 1 && best.as_ref().is_none_or(|(most, ..)| *most <= score) {
            let (first, last) = if is_behind { (start, end) } else { (end, start) };
            best = Some((score, Move::Off { first, last, is_behind }, trial.clone()));
        }
        at = end;
    }
    best
}

/// Gives a line the figures of another one, or none that are known. Where blank cells were not moved,
/// what stands beside them was not, either.
fn put(trial: &mut Trial<'_>, whole: &Whole, lines: &Lines, at: usize, from: Option<usize>) {
    let value = |spot: &usize| whole.spots.get(*spot).and_then(|spot| spot.value);
    let is_blank = |spot: &usize| !whole.has_blanks && value(spot) == Some(Decimal::ZERO);
    let kept = from.filter(|_| whole.keeps).map(|from| kept(whole, lines, at, from));
    for (along, spot) in lines.get(at).into_iter().flatten() {
        let other = from.and_then(|from| lines.get(from)?.get(along));
        if kept.as_ref().is_some_and(|kept| kept.contains(along)) {
            trial.set(*spot, Some(Decimal::ZERO));
        } else if !is_blank(spot) && !other.is_some_and(is_blank) {
            trial.set(*spot, other.and_then(value));
        }
    }
}

/// Where a line that others were moved into kept figures of its own, since the line that was moved
/// there has none: they stand in the next one, too, and others of the two differ.
fn kept(whole: &Whole, lines: &Lines, at: usize, from: usize) -> BTreeSet<(usize, u32)> {
    let value = |spot: &usize| whole.spots.get(*spot).and_then(|spot| spot.value);
    let further = (2 * from).checked_sub(at).and_then(|further| lines.get(further));
    let own = lines.get(from).into_iter().flatten();
    let own = own.filter(|(_, spot)| value(spot).is_some_and(|value| !value.is_zero()));
    let (same, others): (Vec<_>, Vec<_>) = own.partition(|(along, spot)| {
        further.and_then(|further| further.get(along)).and_then(value) == value(spot)
    });
    if others.is_empty() {
        return BTreeSet::new();
    }
    same.into_iter().map(|(along, _)| *along).collect()
}

/// The move of lines that makes most come out.
fn likeliest<'w>(whole: &'w Whole, lines: &Lines) -> Option<(Move, Trial<'w>)> {
    let printed = Trial::new(whole, Decimal::ONE);
    let mut best: Option<(i64, Move, Trial<'w>)> = None;
    let mut offer = |way: Move, trial: &Trial<'w>| {
        let score = score(trial);
        if score > 1 && best.as_ref().is_none_or(|(most, ..)| *most < score) {
            best = Some((score, way, trial.clone()));
        }
    };
    let count = lines.len();
    let is_end = |end: usize, far: usize| count <= LINES || end == far;
    // what belongs to the last line of a block was lost; of blocks that explain as much the longest
    for end in (0..count).rev().filter(|end| is_end(*end, count - 1)) {
        let mut trial = printed.clone();
        put(&mut trial, whole, lines, end, None);
        for first in (0..end).rev() {
            put(&mut trial, whole, lines, first, Some(first + 1));
            offer(Move::Off { first, last: end, is_behind: true }, &trial);
        }
    }
    for end in (0..count).filter(|end| is_end(*end, 0)) {
        let mut trial = printed.clone();
        put(&mut trial, whole, lines, end, None);
        for last in end + 1..count {
            put(&mut trial, whole, lines, last, Some(last - 1));
            offer(Move::Off { first: end, last, is_behind: false }, &trial);
        }
    }
    for end in (1..count).filter(|_| !whole.keeps) {
        let mut trial = printed.clone();
        put(&mut trial, whole, lines, end - 1, Some(end));
        put(&mut trial, whole, lines, end, Some(end - 1));
        offer(Move::Swapped(end - 1), &trial);
    }
    best.map(|(_, way, trial)| (way, trial))
}

/// What the column of a line of cells is called.
fn name(
    world: &World<'_>,
    form: usize,
    whole: &Whole,
    line: &BTreeMap<(usize, u32), usize>,
) -> Option<EcoString> {
    let [_, _, column] = whole.spots.get(*line.values().next()?)?.place;
    let filled = world.filled(Paper::OWN, form)?;
    Some(world.column(filled, column)?.name.as_str().into())
}

fn columns_moved(
    world: &World<'_>,
    form: usize,
    whole: &Whole,
    columns: &Lines,
    way: Move,
) -> Option<MisfitCause> {
    let (first, last, is_swapped) = match way {
        Move::Off { first, last, .. } => (first, last, false),
        Move::Swapped(first) => (first, first + 1, true),
    };
    let name = |at: usize| name(world, form, whole, columns.get(at)?);
    Some(MisfitCause::ColumnsMoved { first: name(first)?, last: name(last)?, is_swapped })
}

fn rows_moved(
    world: &World<'_>,
    form: usize,
    whole: &Whole,
    rows: &Lines,
    way: Move,
) -> Option<MisfitCause> {
    let name = |at: usize| -> Option<EcoString> {
        let [side, row, _] = whole.spots.get(*rows.get(at)?.values().next()?)?.place;
        let label = &world.row(Paper::OWN, form, side, row)?.label;
        Some(label.trim().into())
    };
    let (first, last, is_above) = match way {
        Move::Off { first, last, is_behind } => (first, last, Some(!is_behind)),
        Move::Swapped(first) => (first, first + 1, None),
    };
    Some(MisfitCause::RowsMoved { first: name(first)?, last: name(last)?, is_above })
}
