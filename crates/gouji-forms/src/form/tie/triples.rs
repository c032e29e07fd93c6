//! Sentences that name no row and tell three figures of one: 完成2,027.15亿元，占预算的105.2%，增长41.1%.
//!
//! Two of the three say which row it is, where no other row of the table has both; the third one is checked. Which column each is
//! of, the other sentences tell that take all three from one row. So each of the three is proven where the two others would
//! tell it, and one that is not there is wrong.

use super::Tie;
use super::broken::{Part, is_apart, meets, part_of, printed, sign};
use super::meet::{RowMatch, digits, tie};
use super::table_amounts::{AmountCell, AmountRow, TableAmounts};
use super::told::{ToldAmount, ToldRate};
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// At least this many other sentences have to take all three from one row of the table.
const ENOUGH: usize = 4;
/// Two figures of fewer digits may be those of several rows by chance.
const TELLING: usize = 6;

/// The columns of a table that three figures are taken from.
type ColumnsOf = [usize; 3];

/// A sentence that tells an amount, how much of its budget it is, and by how much it grew.
struct Triple<'t> {
    told: &'t ToldAmount,
    completion: &'t ToldRate,
    growth: &'t ToldRate,
}

/// What sentences that tell three figures of a row say: what is wrong, and the figures that are proven.
pub(super) struct Triples<'h> {
    pub(super) wrong: Vec<Tie<'h>>,
    /// Passage and figure.
    pub(super) proven: BTreeSet<(usize, usize)>,
}

pub(super) fn triples<'h>(
    held: &'h TableAmounts<'_>,
    heard: &[ProsePassage],
    told: &[ToldAmount],
    met: &[Option<RowMatch<'h, '_>>],
) -> Triples<'h> {
    let each: Vec<(Triple<'_>, Option<&RowMatch<'h, '_>>)> =
        told.iter().zip(met).filter_map(|(one, met)| Some((triple(one)?, met.as_ref()))).collect();
    let mut taken: BTreeMap<(usize, usize), BTreeMap<ColumnsOf, usize>> = BTreeMap::new();
    for (triple, met) in &each {
        let columns = met.and_then(|met| Some((met.row.table, columns(triple, met)?)));
        if let Some((table, columns)) = columns {
            *taken.entry(table).or_default().entry(columns).or_default() += 1;
        }
    }
    taken.retain(|_, columns| columns.values().any(|times| *times >= ENOUGH));
    let mut own_rows: BTreeMap<(usize, usize), Vec<&'h AmountRow<'_>>> = BTreeMap::new();
    for row in held.rows.iter().filter(|row| taken.contains_key(&row.table)) {
        own_rows.entry(row.table).or_default().push(row);
    }
    let mut out = Triples { wrong: Vec::new(), proven: BTreeSet::new() };
    for (triple, met) in &each {
        let own = met.and_then(|met| Some((met.row.table, columns(triple, met)?)));
        for (table, known) in &taken {
            let others = |(columns, times): (&ColumnsOf, &usize)| {
                (times - usize::from(own == Some((*table, *columns))) >= ENOUGH).then_some(*columns)
            };
            let mut columns = known.iter().filter_map(others);
            let (Some(columns), None) = (columns.next(), columns.next()) else { continue };
            let own_rows = own_rows.get(table).map_or(&[][..], Vec::as_slice);
            let rows = Rows { held, heard, table: *table, rows: own_rows, columns };
            match own {
                Some((own, _)) if own == *table => rows.prove(triple, &mut out.proven),
                Some(_) => {}
                None => out.wrong.extend(rows.wrong(triple)),
            }
        }
    }
    out
}

/// An amount with one rate of either kind, of which nothing says that they are of something else.
fn triple(told: &ToldAmount) -> Option<Triple<'_>> {
    let only = |part: Part| {
        let mut own = told.rates.iter().filter(|rate| part_of(rate.says) == Some(part));
        own.next().filter(|rate| rate.is_plain && own.next().is_none())
    };
    let is_plain = !told.is_rest && !told.is_part && !told.when.is_last;
    let (completion, growth) = (only(Part::Completion)?, only(Part::Growth)?);
    is_plain.then_some(Triple { told, completion, growth })
}

/// The columns of the row that all three are taken from.
fn columns(triple: &Triple<'_>, met: &RowMatch<'_, '_>) -> Option<ColumnsOf> {
    let rate = |rate: &ToldRate| printed(met, rate);
    Some([met.cell.column, rate(triple.completion)?, rate(triple.growth)?])
}

/// The rows of a table of which three columns are known.
struct Rows<'h, 'p, 'a> {
    held: &'h TableAmounts<'a>,
    heard: &'p [ProsePassage],
    table: (usize, usize),
    rows: &'p [&'h AmountRow<'a>],
    columns: ColumnsOf,
}

impl<'h> Rows<'h, '_, '_> {
    /// The figures of a sentence with their signs, in the order of the columns.
    fn figures(&self, triple: &Triple<'_>) -> Option<[(&Quantity, usize, i8); 3]> {
        let tokens = &self.heard.get(triple.told.heard)?.read.tokens;
        let figure = |at: usize, sign: i8| Some((tokens.figures.get(at)?, at, sign));
        let rate = |rate: &ToldRate| figure(rate.figure, sign(rate));
        let amount = figure(triple.told.figure, 1)?;
        Some([amount, rate(triple.completion)?, rate(triple.growth)?])
    }

    fn cell(&self, row: &'h AmountRow<'_>, nth: usize) -> Option<&'h AmountCell<'h>> {
        let column = self.columns.get(nth)?;
        row.cells.iter().find(|cell| cell.column == *column)
    }

    /// The only row that has two of the figures, all but one: that one is checked against it.
    fn row_by_others(
        &self,
        figures: &[(&Quantity, usize, i8); 3],
        without: usize,
    ) -> Option<&'h AmountRow<'h>> {
        let others = || figures.iter().enumerate().filter(|(nth, _)| *nth != without);
        let telling: usize = others().map(|(_, (figure, ..))| digits(figure)).sum();
        let has =
            |row: &'h AmountRow<'_>, nth: usize, (figure, _, sign): (&Quantity, usize, i8)| {
                self.cell(row, nth).is_some_and(|cell| meets(figure, sign, &cell.figure))
            };
        let own = self.rows.iter().copied();
        let mut rows = own.filter(|row| others().all(|(nth, figure)| has(row, nth, *figure)));
        rows.next().filter(|_| telling >= TELLING && rows.next().is_none())
    }

    /// Whether a row may be that of an amount: it bears its name, or the amount bears none but a word of what was done (完成), which
    /// is no row of the table. A longer name may be that of a part: 城区契税.
    fn may_be_of(&self, told: &ToldAmount, row: &AmountRow<'_>) -> bool {
        const SHORT: usize = 2;
        let is_other = |name: &String| self.held.named(name).any(|other| other.table == self.table);
        let says_nothing = |name: &String| name.chars().count() <= SHORT && !is_other(name);
        told.names.contains(&row.key) || told.names.iter().all(says_nothing)
    }

    /// Adds the figures that the two others would tell, were they wrong.
    fn prove(&self, triple: &Triple<'_>, proven: &mut BTreeSet<(usize, usize)>) {
        let Some(figures) = self.figures(triple) else { return };
        let told = (0..figures.len()).filter(|nth| {
            let row = self.row_by_others(&figures, *nth);
            row.is_some_and(|row| self.may_be_of(triple.told, row))
        });
        let figures = told.filter_map(|nth| figures.get(nth));
        proven.extend(figures.map(|(_, at, _)| (triple.told.heard, *at)));
    }

    /// The three figures beside their cells, where one of them is not what the row has that the two others say.
    fn wrong(&self, triple: &Triple<'_>) -> Vec<Tie<'h>> {
        let Some(figures) = self.figures(triple) else { return Vec::new() };
        let mut found = (0..figures.len()).filter_map(|nth| {
            let row = self.row_by_others(&figures, nth)?;
            let cell = self.cell(row, nth).filter(|_| self.may_be_of(triple.told, row))?;
            let (figure, _, sign) = figures.get(nth)?;
            is_apart(figure, *sign, &cell.figure).then_some(row)
        });
        let Some(row) = found.next().filter(|_| found.next().is_none()) else { return Vec::new() };
        let each = figures.iter().enumerate();
        each.filter_map(|(nth, (_, at, sign))| {
            Some(tie(triple.told, *at, *sign, self.cell(row, nth)?))
        })
        .collect()
    }
}
