//! Rows of a stream: lines, or records of several lines, whose tokens are aligned to the columns by
//! type.

use super::align::{Alignment, Hints, SlotAt, Slots, align};
use super::cell::{is_error, read_cell};
use super::column_numbers::is_column_numbers;
use super::fill::{build_row, finish};
use super::open_line::{OpenLine, ways};
use super::stream_pieces::{Piece, TokenLine, coded_slots, pieces};
use super::stream_records::mark_edges;
use super::stream_sides::{is_double, sided};
use super::token::{FigureToken, TokenClass};
use super::{Content, FilledColumn, FormCell, FormRow, FormSide};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form, NamedRow};
use gouji_values::document::{Cell, LogicalText, Span, Table};
use gouji_values::label::label_key;
use gouji_values::number::{is_digit, is_ideograph};
use std::ops::Range;

/// Lines that may belong to one row.
const MOST_PENDING: usize = 40;
/// Longer labels are sentences.
const LONGEST_LABEL: usize = 60;

/// Characters of the longest figure.
const LONGEST_FIGURE: usize = 20;

/// Rows of a stream.
struct Filler<'a> {
    form: &'a Form,
    slots: &'a [SlotAt],
    known: Slots<'a>,
    context: &'a Context<'a>,
    groups: usize,
    expected_line: Vec<Option<u32>>,
    lists: Vec<Vec<FormRow>>,
    open: Vec<OpenLine>,
    /// A line with a figure fitted nowhere.
    lost: bool,
    /// Rows have more figures than columns are known.
    beyond: bool,
}

/// Rows of the sides or repetitions, and the lines that could be read in several ways. Lines are
/// rows, unless more figures stand under a name where rows are told by their codes alone.
pub(super) fn fill(
    table: &Table,
    rows: Range<usize>,
    form: &Form,
    slots: &[SlotAt],
    columns: &dyn Fn(usize) -> Vec<Option<FilledColumn>>,
    context: &Context<'_>,
) -> (Vec<FormSide>, Vec<OpenLine>) {
    let lines: Vec<TokenLine> = rows
        .filter_map(|at| {
            let row = table.rows.get(at)?;
            if row.is_empty() || is_column_numbers(row, context) {
                return None;
            }
            let last = row.len() - 1;
            let token = |(i, cell): (usize, &Cell)| {
                FigureToken::new(cell.text.clone(), cell.span, i == 0, i == last, context)
            };
            Some((at, row.iter().enumerate().map(token).collect()))
        })
        .collect();
    let cut = if form.sides.is_empty() {
        coded_slots(slots).map(|own| pieces(&lines, &own, form, context))
    } else {
        sided(&lines, slots, form, context)
    };
    let mut by_line = Filler::new(form, slots, context);
    let records = by_line.lines(lines);
    let Some(pieces) = cut else { return by_line.finished(records, columns) };
    let mut by_piece = Filler::new(form, slots, context);
    by_piece.pieces(pieces);
    let is_broken = by_piece.named() > by_line.named();
    if is_broken && by_piece.may_be_shifted() {
        // neither lines nor codes tell where a figure stands
        return Filler::new(form, slots, context).finished(false, columns);
    }
    if is_broken { by_piece.finished(false, columns) } else { by_line.finished(records, columns) }
}

impl<'a> Filler<'a> {
    fn new(form: &'a Form, slots: &'a [SlotAt], context: &'a Context<'a>) -> Self {
        let groups = slots.iter().map(|slot| slot.group).max().unwrap_or(0) + 1;
        let lists = if form.sides.is_empty() { 1 } else { form.sides.len().max(groups) };
        Self {
            form,
            slots,
            known: Slots::new(slots),
            context,
            groups,
            expected_line: vec![None; groups],
            lists: vec![Vec::new(); lists],
            open: Vec::new(),
            lost: false,
            beyond: false,
        }
    }

    /// Reads lines as rows; whether they are records of several lines.
    fn lines(&mut self, mut lines: Vec<TokenLine>) -> bool {
        let is_number = |token: &FigureToken| matches!(token.class, TokenClass::Number(_));
        let numbered = lines.iter().filter(|(_, line)| line.iter().any(is_number)).count();
        let lone = lines
            .iter()
            .filter(|(_, line)| matches!(line.as_slice(), [token] if token.integer().is_some()))
            .count();
        // records of several lines have lines of one number; else each line with a figure ends a
        // row
        let records = lone * 10 > numbered * 3 && numbered > 2;
        if records {
            let wanted = self.slots.iter().filter(|slot| slot.kind.is_numeric()).count();
            mark_edges(&mut lines, wanted);
        }
        let mut pending: Vec<TokenLine> = Vec::new();
        for (at, line) in lines {
            let (closes, alone) = self.closes(&pending, &line, records);
            if closes {
                self.take(at, &mut pending, line, alone);
            } else {
                pending.push((at, line));
                if pending.len() > MOST_PENDING {
                    let mut early: Vec<_> = pending.drain(..1).collect();
                    self.flush(&mut early);
                }
            }
        }
        self.flush(&mut pending);
        records
    }

    /// Reads rows that are known, each on its side where that is known.
    fn pieces(&mut self, pieces: Vec<Piece>) {
        for Piece { at, tokens, group } in pieces {
            let has_figure = tokens.iter().any(|token| token.class != TokenClass::Text);
            let opens =
                |token: &FigureToken| self.context.vocabulary.ordinal(&token.text.text).is_some();
            let is_named = self.hints_total(&tokens) || tokens.first().is_some_and(opens);
            if !has_figure && (group.is_none() || !is_named) {
                continue;
            }
            let is_bare = tokens.iter().all(|token| token.class != TokenClass::Text)
                && !tokens.first().is_some_and(FigureToken::is_code);
            if is_bare {
                self.beyond |= has_amount(&tokens);
                continue;
            }
            let found = self.align_in(group, &tokens);
            if found.stray > 0 {
                self.lost |= has_amount(&tokens);
                continue;
            }
            self.build(at, &tokens, &found);
        }
    }

    /// The alignment to the columns of one side.
    fn align_in(&self, group: Option<usize>, tokens: &[FigureToken]) -> Alignment {
        let Some(group) = group else { return self.align(tokens) };
        let places: Vec<usize> = (0..self.slots.len())
            .filter(|at| self.slots.get(*at).is_some_and(|slot| slot.group == group))
            .collect();
        let own: Vec<SlotAt> =
            places.iter().filter_map(|at| self.slots.get(*at).copied()).collect();
        let hints = Hints {
            expected_line: &self.expected_line,
            is_total: self.hints_total(tokens),
            folds: false,
        };
        let mut found = align(tokens, &Slots::new(&own), &hints);
        for place in found.best.iter_mut().flatten() {
            *place = place.and_then(|at| places.get(at).copied());
        }
        found
    }

    /// Whether columns that are not known stand between those that are: only the first one is sure
    /// to be right.
    fn may_be_shifted(&self) -> bool {
        let figures = |group: usize| {
            let own = self.slots.iter().filter(move |slot| slot.group == group);
            own.filter(|slot| slot.kind.is_numeric()).count()
        };
        self.beyond && (0..self.groups).any(|group| figures(group) > 1)
    }

    /// Amounts in rows with a name, or a code where rows have one.
    fn named(&self) -> usize {
        let has_code = self.form.sides.is_empty();
        let has_name =
            |row: &FormRow| !row.label.is_empty() && !is_double(&row.label, self.context);
        // a level alone is no code
        let has_first = |row: &FormRow| {
            let code = self.form.code_column().and_then(|at| row.cells.get(at));
            row.code.is_some() && code.is_some_and(|cell| cell.content != Content::Blank)
        };
        let is_named = |row: &&FormRow| {
            self.is_total(&row.label) || if has_code { has_first(row) } else { has_name(row) }
        };
        // with decimals: a code is none
        let is_amount =
            |cell: &&FormCell| matches!(&cell.content, Content::Number(n) if n.decimals > 0);
        let figures = |row: &FormRow| row.cells.iter().filter(is_amount).count();
        self.lists.iter().flatten().filter(is_named).map(figures).sum()
    }

    fn finished(
        self,
        records: bool,
        columns: &dyn Fn(usize) -> Vec<Option<FilledColumn>>,
    ) -> (Vec<FormSide>, Vec<OpenLine>) {
        let Self { form, context, lists, mut open, lost, .. } = self;
        let mut sides: Vec<FormSide> = lists
            .into_iter()
            .enumerate()
            .map(|(side, rows)| FormSide { columns: columns(side), rows, ..FormSide::default() })
            .collect();
        for side in &mut sides {
            finish(side, form, context);
            // every form ends with its totals: without one the table was cut
            let totals = form.rows.iter().any(|row| row.total);
            side.incomplete = totals
                && !records
                && !side.rows.is_empty()
                && (lost || !side.rows.iter().any(|row| row.total));
        }
        open.retain(|open| open.ways.len() > 1);
        (sides, open)
    }

    fn hints_total(&self, tokens: &[FigureToken]) -> bool {
        let is_text = |token: &&FigureToken| token.class == TokenClass::Text;
        tokens.iter().filter(is_text).any(|token| self.is_total(&token.text.text))
    }

    fn is_total(&self, text: &str) -> bool {
        let key = label_key(text, self.context.vocabulary);
        let is_own = |row: &NamedRow| row.total && row.labels.fit(&key, self.context);
        self.context.vocabulary.total.contains(&key) || self.form.rows.iter().any(is_own)
    }

    fn align(&self, tokens: &[FigureToken]) -> Alignment {
        let hints = Hints {
            expected_line: &self.expected_line,
            is_total: self.hints_total(tokens),
            folds: self.form.sides.is_empty() && self.groups > 1,
        };
        align(tokens, &self.known, &hints)
    }

    /// Whether a line ends a row; with its alignment if that was worked out.
    fn closes(
        &self,
        pending: &[TokenLine],
        line: &[FigureToken],
        records: bool,
    ) -> (bool, Option<Alignment>) {
        let figures = |tokens: &[FigureToken], found: &Alignment| {
            let Some(best) = found.best.first() else { return (0, false) };
            let mut numeric = 0;
            let mut by_line = false;
            for (token, slot) in tokens.iter().zip(best) {
                let kind = slot.and_then(|slot| self.slots.get(slot)).map(|slot| slot.kind);
                if kind.is_some_and(ColumnKind::is_numeric) && token.class != TokenClass::Text {
                    numeric += 1;
                }
                by_line |= kind == Some(ColumnKind::Line);
            }
            (numeric, by_line)
        };
        if line.iter().all(|token| token.class == TokenClass::Text) {
            return (false, None);
        }
        if !records {
            let found = self.align(line);
            let (numeric, by_line) = figures(line, &found);
            return (numeric > 0 || by_line, Some(found));
        }
        let all: Vec<FigureToken> = pending
            .iter()
            .flat_map(|(_, line)| line.iter().cloned())
            .chain(line.iter().cloned())
            .collect();
        let found = self.align(&all);
        let wanted = self.slots.iter().filter(|slot| slot.kind.is_numeric()).count();
        (figures(&all, &found).0 * 2 >= wanted, None)
    }

    /// Makes a row of a line, with the lines of words before it where they belong to it; `alone` is
    /// its own alignment.
    fn take(
        &mut self,
        at: usize,
        pending: &mut Vec<TokenLine>,
        line: Vec<FigureToken>,
        alone: Option<Alignment>,
    ) {
        let alone = alone.unwrap_or_else(|| self.align(&line));
        let mut best = (0, alone);
        let mut tokens = line.clone();
        // the lines before belong to it from some line on; each that does not is left over
        let mut joined = line.clone();
        for taken in 1..=pending.len() {
            let from = pending.len() - taken;
            let Some((_, before)) = pending.get(from) else { break };
            let mut longer = before.clone();
            longer.append(&mut joined);
            joined = longer;
            let found = self.align(&joined);
            let left_over = |taken: usize| u32::try_from(pending.len() - taken).unwrap_or(0) * 20;
            if found.stray <= best.1.stray
                && found.cost + left_over(taken) < best.1.cost + left_over(best.0)
            {
                best = (taken, found);
                tokens.clone_from(&joined);
            }
        }
        let keep = pending.len() - best.0;
        pending.truncate(keep);
        self.flush(pending);
        if best.1.stray > 0 {
            self.lost |= has_amount(&line);
            return;
        }
        self.build(at, &tokens, &best.1);
    }

    /// Lines of words that no figure belongs to: rows with a label and nothing else, where the form
    /// knows the label.
    fn flush(&mut self, pending: &mut Vec<TokenLine>) {
        for (at, line) in pending.drain(..) {
            self.lost |= is_unreadable(&line);
            let [token] = line.as_slice() else { continue };
            let key = label_key(&token.text.text, self.context.vocabulary);
            let known = self.form.rows.iter().any(|row| row.labels.fit(&key, self.context));
            let label = self.slots.iter().position(|slot| slot.kind == ColumnKind::Label);
            if let (true, Some(label), true) = (known, label, self.form.sides.is_empty()) {
                let found = Alignment { cost: 0, best: vec![vec![Some(label)]], stray: 0 };
                self.build(at, &line, &found);
            }
        }
    }

    /// A total is printed over the columns of code and name, and stands in the first of them.
    fn total_in_front(&self, cells: &mut [FormCell]) {
        let (Some(code), Some(label)) = (self.form.code_column(), self.form.label_column()) else {
            return;
        };
        let (Some(front), Some(name)) = (cells.get(code), cells.get(label)) else {
            return;
        };
        let is_total = name.content == Content::Text
            && self
                .context
                .vocabulary
                .total
                .contains(&label_key(&name.text.text, self.context.vocabulary));
        if is_total && front.content == Content::Blank && code < label {
            cells.swap(code, label);
        }
    }

    fn build(&mut self, at: usize, tokens: &[FigureToken], found: &Alignment) {
        let Some(cheapest) = found.best.first() else { return };
        let end = tokens.last().map_or(0, |token| token.span.end);
        let folds = self.form.sides.is_empty();
        let (figures, ways) = ways(tokens, &found.best, self.slots);
        let mut placed = vec![None; self.groups];
        for group in 0..self.groups {
            let mut cells: Vec<FormCell> =
                self.form.columns.iter().map(|_| FormCell::absent()).collect();
            for slot in self.slots.iter().filter(|slot| slot.group == group) {
                if let Some(cell) = cells.get_mut(slot.column) {
                    *cell = FormCell {
                        content: Content::Blank,
                        span: Span { start: end, end },
                        ..FormCell::absent()
                    };
                }
            }
            let mut filled = false;
            let mut previous: Option<usize> = None;
            // of a row that could stand on either side the name stands on both
            let is_here = |slot: &Option<usize>| {
                slot.is_none_or(|at| self.slots.get(at).is_some_and(|at| at.group == group))
            };
            let here = found.best.iter().find(|way| !folds && way.iter().all(is_here));
            for (token, slot) in tokens.iter().zip(here.unwrap_or(cheapest)) {
                let Some((index, at)) = slot
                    .and_then(|slot| self.slots.get(slot).map(|at| (slot, at)))
                    .filter(|(_, at)| at.group == group)
                else {
                    continue;
                };
                let Some(cell) = cells.get_mut(at.column) else { continue };
                if previous == Some(index) {
                    let mut text: LogicalText = cell.text.clone();
                    text.append(&token.text);
                    *cell =
                        read_cell(&text, cell.span.to(token.span), at.kind, false, self.context);
                } else {
                    *cell = read_cell(&token.text, token.span, at.kind, false, self.context);
                }
                previous = Some(index);
                filled |= !matches!(at.kind, ColumnKind::Line | ColumnKind::Ordinal);
                if at.kind == ColumnKind::Line
                    && let (Some(line), Some(expected)) =
                        (token.integer(), self.expected_line.get_mut(group))
                {
                    *expected = Some(line + 1);
                }
            }
            let open_here = ways.iter().flatten().any(|(g, _)| *g == group);
            if !filled && !open_here {
                continue;
            }
            self.total_in_front(&mut cells);
            let row = build_row(cells, u32::try_from(at).unwrap_or(0), self.form, self.context);
            if row.label.chars().count() > LONGEST_LABEL && row.code.is_none() {
                continue;
            }
            let Some(rows) = self.lists.get_mut(if folds { 0 } else { group }) else {
                continue;
            };
            if let Some(place) = placed.get_mut(group) {
                *place = Some(rows.len());
            }
            rows.push(row);
        }
        if ways.len() > 1 && !figures.is_empty() {
            self.open.push(OpenLine { rows: placed, folds, figures, ways });
        }
    }
}

/// Whether an amount is among them that is not nothing.
fn has_amount(tokens: &[FigureToken]) -> bool {
    let is_amount = |token: &FigureToken| matches!(&token.class, TokenClass::Number(n) if n.decimals > 0 && !n.value.is_zero());
    tokens.iter().any(is_amount)
}

/// Whether a line begins with a code and ends with what may be a figure that cannot be read
/// (`0.5O`, `#REF!`).
fn is_unreadable(line: &[FigureToken]) -> bool {
    let is_damaged = |token: &FigureToken| {
        let text = token.text.text.trim();
        let is_short = text.chars().count() <= LONGEST_FIGURE && !text.chars().any(is_ideograph);
        token.class == TokenClass::Text
            && is_short
            && (is_error(text) || text.chars().any(is_digit))
    };
    matches!(line, [code, .., last] if code.is_code() && is_damaged(last))
}
