//! What tables hold: rows by name, amounts by value.

use super::meet::{Likeness, likeness};
use crate::form::said::ProseReader;
use crate::form::structure::Structure;
use crate::form::{Content, FilledForm, FormCell, FormRow};
use gouji_prose::prose::{Kind, Quantity};
use gouji_rules::ruleset::{Column, ColumnKind, Form, Ruleset};
use gouji_values::document::LogicalText;
use gouji_values::hash::QuickMap;
use gouji_values::number::{Decimal, Number, UnitId, fold};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;

/// A figure of a table.
pub(super) struct AmountCell<'a> {
    pub(super) text: &'a LogicalText,
    pub(super) figure: Quantity,
    pub(super) column: usize,
    /// Of a total its column: that is what it is the total of.
    pub(super) head: Option<String>,
}

/// A row of a table, with a figure at least.
pub(super) struct AmountRow<'a> {
    /// Table, and its side.
    pub(super) table: (usize, usize),
    pub(super) key: String,
    /// The code of its account.
    pub(super) code: Option<&'a str>,
    pub(super) cells: Vec<AmountCell<'a>>,
}

/// What all tables hold.
#[derive(Default)]
pub(super) struct TableAmounts<'a> {
    pub(super) rows: Vec<AmountRow<'a>>,
    /// Amounts in order, with row and cell.
    amounts: Vec<(Decimal, usize, usize)>,
    by_name: QuickMap<String, Vec<usize>>,
    /// The greatest amount of each column of a table: row and cell.
    wholes: BTreeMap<((usize, usize), usize), (usize, usize)>,
    /// Half a unit of the roughest amount.
    roughest: Decimal,
    /// The heads of the columns of each side of a table.
    heads: QuickMap<(usize, usize), Vec<String>>,
    /// Rows of which no amount is more than nothing; `None` for names of other rows, too.
    nothing: QuickMap<String, Option<&'a LogicalText>>,
}

impl<'a> TableAmounts<'a> {
    pub(super) fn new(
        reader: &ProseReader<'_>,
        ruleset: &Ruleset,
        forms: &'a [FilledForm],
    ) -> Self {
        let mut out = Self::default();
        let usual = usual_unit(forms, &ruleset.vocabulary);
        for (number, filled) in forms.iter().enumerate() {
            let Some(schema) = filled.schema(ruleset) else { continue };
            for (nth, side) in filled.sides.iter().enumerate() {
                let kinds = HeldColumns::new(filled, nth, schema, usual, &ruleset.vocabulary);
                let heads: Vec<String> = side
                    .columns
                    .iter()
                    .map(|column| {
                        column.as_ref().map_or_else(String::new, |column| reader.key(&column.key))
                    })
                    .collect();
                for row in &side.rows {
                    out.nothing_under(&kinds, &heads, row);
                    let pieces = kinds.pieces(row, &heads);
                    for HeldPiece { label, text, cells, has_blank } in pieces {
                        let key = name_of(&reader.key(label), &ruleset.vocabulary);
                        let amounts =
                            || cells.iter().filter(|cell| cell.figure.kind == Kind::Money);
                        let is_nothing = has_blank || amounts().next().is_some();
                        let is_nothing =
                            is_nothing && amounts().all(|cell| cell.figure.value.is_zero());
                        out.know_nothing(&key, text.filter(|_| is_nothing));
                        if !cells.is_empty() {
                            let code = row.code.as_deref();
                            out.rows.push(AmountRow { table: (number, nth), key, code, cells });
                        }
                    }
                }
                out.heads.insert((number, nth), heads);
            }
        }
        for (at, row) in out.rows.iter().enumerate() {
            if !row.key.is_empty() {
                out.by_name.entry(row.key.clone()).or_default().push(at);
            }
            for (cell, held) in row.cells.iter().enumerate() {
                if held.figure.kind == Kind::Money {
                    let value = held.figure.value;
                    let known = out.wholes.get(&(row.table, held.column)).copied();
                    let known = known.and_then(|(row, cell)| out.rows.get(row)?.cells.get(cell));
                    if known.is_none_or(|known| known.figure.value < value) {
                        out.wholes.insert((row.table, held.column), (at, cell));
                    }
                    out.amounts.push((value, at, cell));
                    out.roughest = out.roughest.max(held.figure.half);
                }
            }
        }
        out.amounts.sort_unstable();
        out
    }

    /// Whether nothing stands under the heads of a total.
    fn nothing_under(&mut self, kinds: &HeldColumns<'_>, heads: &[String], row: &'a FormRow) {
        if !row.total {
            return;
        }
        for ((slot, head), kind) in row.cells.iter().zip(heads).zip(&kinds.columns) {
            if !matches!(kind, Some(HeldColumn::Figures(_))) {
                continue;
            }
            let is_nothing = match &slot.content {
                Content::Blank => true,
                Content::Number(number) => number.value.is_zero(),
                _ => false,
            };
            // the name of the row stands for cells without words
            let label = row.cells.iter().find(|cell| cell.content == Content::Text);
            let text = label.map(|label| &label.text);
            self.know_nothing(head, text.filter(|_| is_nothing));
        }
    }

    fn know_nothing(&mut self, key: &str, text: Option<&'a LogicalText>) {
        if key.is_empty() {
            return;
        }
        match self.nothing.get_mut(key) {
            Some(other) if text.is_none() => *other = None,
            Some(_) => {}
            None => _ = self.nothing.insert(key.to_owned(), text),
        }
    }

    /// The amounts that a figure may be: row and cell.
    pub(super) fn near(
        &self,
        figure: &Quantity,
    ) -> impl Iterator<Item = (&AmountRow<'a>, &AmountCell<'a>)> {
        let least = figure.low() - self.roughest;
        let from = self.amounts.partition_point(|(value, ..)| *value < least);
        let near = self.amounts.get(from..).unwrap_or(&[]).iter();
        let (low, high) = (figure.low(), figure.high());
        near.take_while(move |(value, ..)| *value <= high + self.roughest).filter_map(
            move |(_, row, cell)| {
                let row = self.rows.get(*row)?;
                let cell = row.cells.get(*cell)?;
                (cell.figure.high() >= low && cell.figure.low() <= high).then_some((row, cell))
            },
        )
    }

    /// The name of a row in which nothing stands, where all rows of the name, or of names like it,
    /// are such.
    pub(super) fn nothing(&self, key: &str) -> Option<&'a LogicalText> {
        if let Some(known) = self.nothing.get(key) {
            return *known;
        }
        let like = self.nothing.iter().filter(|(other, _)| likeness(key, other) > Likeness::None);
        like.map(|(_, text)| *text).min_by_key(|text| text.map(LogicalText::span)).flatten()
    }

    /// The greatest amount of a column: what its shares are of.
    pub(super) fn whole(&self, row: &AmountRow<'_>, column: usize) -> Option<&AmountCell<'a>> {
        let (row, cell) = self.wholes.get(&(row.table, column))?;
        self.rows.get(*row)?.cells.get(*cell)
    }

    /// The head over a cell.
    pub(super) fn head(&self, row: &AmountRow<'_>, cell: &AmountCell<'_>) -> &str {
        let heads = self.heads.get(&row.table).and_then(|heads| heads.get(cell.column));
        heads.map_or("", String::as_str)
    }

    /// The rows of a name.
    pub(super) fn named(&self, key: &str) -> impl Iterator<Item = &AmountRow<'a>> {
        let rows = self.by_name.get(key).into_iter().flatten();
        rows.filter_map(|at| self.rows.get(*at))
    }
}

/// The unit of most tables that print one.
fn usual_unit(forms: &[FilledForm], words: &Vocabulary) -> Option<UnitId> {
    let mut known: BTreeMap<UnitId, usize> = BTreeMap::new();
    for unit in forms.iter().filter_map(|filled| filled.unit) {
        if words.units.get(unit).money {
            *known.entry(unit).or_default() += 1;
        }
    }
    known.into_iter().max_by_key(|(_, times)| *times).map(|(unit, _)| unit)
}

/// A name without the word of a total behind it.
fn name_of(key: &str, words: &Vocabulary) -> String {
    let bare = words.total.iter().find_map(|word| key.strip_suffix(word.as_str()));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(key).to_owned()
}

/// What the columns of a side hold.
struct HeldColumns<'a> {
    words: &'a Vocabulary,
    /// Of each: a name of rows, or the unit of its figures.
    columns: Vec<Option<HeldColumn>>,
}

#[derive(Clone, Copy)]
enum HeldColumn {
    Label,
    Figures(UnitId),
}

impl<'a> HeldColumns<'a> {
    fn new(
        filled: &FilledForm,
        nth: usize,
        schema: &Form,
        usual: Option<UnitId>,
        words: &'a Vocabulary,
    ) -> Self {
        let rates = filled.structure.iter().filter(|family| family.structure == Structure::Rate);
        let rates: Vec<usize> = rates
            .flat_map(|family| &family.members)
            .filter(|member| member.stated.side == nth)
            .map(|member| member.stated.column)
            .collect();
        let ratio = words.units.find("%");
        let column = |(at, column): (usize, &Column)| {
            let known = filled.sides.get(nth)?.columns.get(at)?.as_ref()?;
            let is_rate = || {
                let is_sign = |c: char| match ratio {
                    Some(_) => fold(c) == '%',
                    None => words.units.find(&fold(c).to_string()).is_none(),
                };
                rates.contains(&at) || known.header.chars().any(is_sign)
            };
            match column.kind {
                ColumnKind::Label | ColumnKind::Group | ColumnKind::Text => Some(HeldColumn::Label),
                ColumnKind::Percent => Some(HeldColumn::Figures(ratio?)),
                ColumnKind::Amount | ColumnKind::Count if is_rate() => {
                    Some(HeldColumn::Figures(ratio?))
                }
                ColumnKind::Amount => {
                    let unit = known.unit.or(column.unit).or(filled.unit).or(usual)?;
                    Some(HeldColumn::Figures(unit))
                }
                _ => None,
            }
        };
        Self { words, columns: schema.columns.iter().enumerate().map(column).collect() }
    }

    /// The figures of a row under the names in it: beside each other may stand several.
    fn pieces<'r>(&self, row: &'r FormRow, heads: &[String]) -> Vec<HeldPiece<'r>> {
        let piece = |label: &'r str, text: Option<&'r LogicalText>| HeldPiece {
            label,
            text,
            cells: Vec::new(),
            has_blank: false,
        };
        let named = row.cells.iter().find(|cell| cell.content == Content::Text);
        let mut out = vec![piece(row.label.as_str(), named.map(|cell| &cell.text))];
        for (at, (slot, column)) in row.cells.iter().zip(&self.columns).enumerate() {
            match column {
                Some(HeldColumn::Label) if matches!(slot.content, Content::Text) => {
                    if out.last().is_some_and(|last| last.cells.is_empty() && !last.has_blank) {
                        out.pop();
                    }
                    out.push(piece(slot.text.text.as_str(), Some(&slot.text)));
                }
                Some(HeldColumn::Figures(unit)) => {
                    let figure = figure(self.words, slot, *unit);
                    let head =
                        || heads.get(at).filter(|head| row.total && !head.is_empty()).cloned();
                    let cell = figure.map(|figure| AmountCell {
                        text: &slot.text,
                        figure,
                        column: at,
                        head: head(),
                    });
                    if let Some(last) = out.last_mut() {
                        last.has_blank |= slot.content == Content::Blank;
                        last.cells.extend(cell);
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// Figures of a row under one name.
struct HeldPiece<'r> {
    label: &'r str,
    /// The name as it stands there.
    text: Option<&'r LogicalText>,
    cells: Vec<AmountCell<'r>>,
    /// A cell of figures is blank.
    has_blank: bool,
}

/// A number of a cell as prose has its figures.
fn figure(words: &Vocabulary, slot: &FormCell, unit: UnitId) -> Option<Quantity> {
    let Content::Number(Number { value, decimals, unit: printed, comparison: None }) =
        &slot.content
    else {
        return None;
    };
    if slot.repeated || slot.reading().is_doubtful() {
        return None;
    }
    let unit = printed.or(slot.unit).unwrap_or(unit);
    let of = words.units.get(unit);
    let kind = match (of.money, of.ratio) {
        (true, _) => Kind::Money,
        (_, true) => Kind::Percent,
        _ => return None,
    };
    // of prose ratios are in per cent
    let times = if of.ratio { of.times * Decimal::ONE_HUNDRED } else { of.times };
    // nothing was rounded away of a bare 0
    let is_exact =
        of.exact.is_some_and(|exact| *decimals >= exact) || value.is_zero() && *decimals == 0;
    let half = if is_exact {
        Decimal::ZERO
    } else {
        Decimal::new(1, *decimals).checked_mul(times)? / Decimal::TWO
    };
    Some(Quantity {
        value: value.checked_mul(times)?,
        half,
        unit: Some(unit),
        ..Quantity::exact(*value, *decimals, kind)
    })
}
