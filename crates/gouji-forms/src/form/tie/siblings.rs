//! Amounts that are tied to the rows of a table by name or code, as the sentences beside them are.
//!
//! 一般公共服务支出5万元、教育支出8万元、卫生健康支出3万元: names alone say which row each amount is of; which column of which
//! table is meant they do not say. That the siblings tell: where at least three amounts of one passage, or under one
//! heading, are those of their rows in a column, the others are meant to be, too, and one that is not is wrong. An
//! amount is not its own sibling: it is checked only where enough others are left without it. Amounts behind a label that
//! names a column of the table are those of that column, whatever column the others beside them are of: 公用经费：行政运行80万元.

use super::Tie;
use super::meet::{digits, tie};
use super::named_rows::{NamedRows, bare, code};
use super::table_amounts::{AmountCell, AmountRow, TableAmounts};
use super::told::ToldAmount;
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{Kind, Quantity};
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// At least this many siblings have to agree to teach what an amount means.
const ENOUGH: usize = 3;
/// For each sibling that does not agree, except for one, at least this many have to.
const FOR_EACH: usize = 6;
/// An amount of at least this many digits is not met by chance.
const TELLING: usize = 4;

/// What siblings have in common: table, its side, column; whether of the year before; and where they stand: their
/// passage or heading. Where labels name the column there is none.
type Family = ((usize, usize), Option<usize>, bool, Place);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Passage(usize),
    Heading(usize),
    /// All of the document that bear codes.
    Codes,
    /// All of the document behind labels that name columns.
    Labels,
}

/// An amount beside a cell of a row of its name.
struct Candidate<'h, 'a> {
    /// Number of the amount.
    told: usize,
    cell: &'h AmountCell<'a>,
    agrees: bool,
}

/// How many of a family agree, and how many do not.
#[derive(Clone, Copy, Default)]
struct Votes {
    agree: usize,
    differ: usize,
}

impl Votes {
    /// Whether the siblings of an amount that agrees, or does not, teach what is meant.
    fn teach(self, agrees: bool) -> bool {
        let others = self.agree - usize::from(agrees);
        // an amount that agrees would differ, were it wrong
        let differ = self.differ + usize::from(agrees);
        others >= ENOUGH && (differ.max(1) - 1) * FOR_EACH <= others
    }
}

/// What ties amounts to cells by their names.
pub(super) fn siblings<'h>(
    (held, index): (&'h TableAmounts<'_>, &NamedRows<'h, '_>),
    heard: &[ProsePassage],
    told: &[ToldAmount],
) -> Vec<Tie<'h>> {
    let mut families: BTreeMap<Family, Vec<Candidate<'h, '_>>> = BTreeMap::new();
    for (number, one) in told.iter().enumerate() {
        let Some(passage) = heard.get(one.heard) else { continue };
        let Some(amount) = passage.read.tokens.figures.get(one.figure) else { continue };
        if amount.value.is_zero() || one.is_rest {
            continue;
        }
        let label = one.label.as_deref().map(|label| bare(&passage.read.tokens, label));
        let has_code = one.names.first().is_some_and(|name| code(name).is_some());
        for row in index.rows(one, &passage.read.tokens) {
            if has_rates_of_another(one, passage, row) {
                continue;
            }
            for cell in row.cells.iter().filter(|cell| cell.figure.kind == Kind::Money) {
                let agrees = meets(amount, &cell.figure);
                let is_labelled = label
                    .is_some_and(|label| label == bare(&passage.read.tokens, held.head(row, cell)));
                let places = [
                    Some(Place::Passage(one.heard)),
                    Some(Place::Heading(passage.chain)),
                    has_code.then_some(Place::Codes),
                    is_labelled.then_some(Place::Labels),
                ];
                for place in places.into_iter().flatten() {
                    let column = (place != Place::Labels).then_some(cell.column);
                    let family = (row.table, column, one.when.is_last, place);
                    families.entry(family).or_default().push(Candidate {
                        told: number,
                        cell,
                        agrees,
                    });
                }
            }
        }
    }
    choose(held, heard, told, &families)
}

/// Of each amount the family that knows it best.
fn choose<'h>(
    held: &TableAmounts<'_>,
    heard: &[ProsePassage],
    told: &[ToldAmount],
    families: &BTreeMap<Family, Vec<Candidate<'h, '_>>>,
) -> Vec<Tie<'h>> {
    // of each amount: whether it agrees with any cell of its name, and the best family
    let mut agreeing = vec![false; told.len()];
    let mut best: Vec<Option<(bool, usize, &AmountCell<'h>)>> = vec![None; told.len()];
    for candidates in families.values() {
        let mut votes = Votes::default();
        for one in candidates {
            votes.agree += usize::from(one.agrees);
            votes.differ += usize::from(!one.agrees);
        }
        for one in candidates {
            if let Some(known) = agreeing.get_mut(one.told) {
                *known |= one.agrees;
            }
            let Some(known) = best.get_mut(one.told).filter(|_| votes.teach(one.agrees)) else {
                continue;
            };
            let own = (one.agrees, votes.agree);
            if known.as_ref().is_none_or(|(agrees, agree, _)| own > (*agrees, *agree)) {
                *known = Some((one.agrees, votes.agree, one.cell));
            }
        }
    }
    let each = told.iter().zip(agreeing).zip(best);
    each.filter_map(|((one, agrees_somewhere), best)| {
        let (agrees, _, cell) = best?;
        let figure = heard.get(one.heard)?.read.tokens.figures.get(one.figure)?;
        // the number itself may stand in a row of another name: then that one may be meant
        let is_other = || digits(figure) >= TELLING && held.near(figure).next().is_some();
        let is_said = agrees || !agrees_somewhere && is_apart(figure, &cell.figure) && !is_other();
        is_said.then(|| Tie { proof: Proof::Words, ..tie(one, one.figure, 1, cell) })
    })
    .collect()
}

/// Whether the row prints rates, and none of those that the sentence tells is among them: then it speaks of something
/// else by that name.
fn has_rates_of_another(told: &ToldAmount, passage: &ProsePassage, row: &AmountRow<'_>) -> bool {
    let printed = || row.cells.iter().filter(|cell| cell.figure.kind == Kind::Percent);
    let figures = &passage.read.tokens.figures;
    let said = || told.rates.iter().filter_map(|rate| figures.get(rate.figure));
    let is_rate = |figure: &&Quantity| figure.kind == Kind::Percent;
    let is_printed = |said: &Quantity| {
        printed().any(|cell| {
            (said.value - cell.figure.value.abs()).abs() <= said.half + cell.figure.half
        })
    };
    let is_told = said().any(|figure| is_rate(&figure));
    is_told && printed().next().is_some() && !said().filter(is_rate).any(is_printed)
}

fn meets(said: &Quantity, cell: &Quantity) -> bool {
    (said.value - cell.value).abs() <= said.half + cell.half
}

/// Whether two figures differ by more than one in the last place: figures may be cut off instead of rounded.
fn is_apart(said: &Quantity, cell: &Quantity) -> bool {
    let place = said.half.max(cell.half) * Decimal::TWO;
    (said.value - cell.value).abs() > place * Decimal::TWO
}
