//! `tree`: each parent of the code tree is the sum of its children, the total that of the topmost
//! codes, and of each deeper level that every branch reaches.

use super::compare::{Identity, Outcome};
use super::evaluate::Evaluator;
use super::held::Sums;
use super::place::incomplete;
use super::value::{Missing, Value};
use crate::audit::{Nature, Relation, Verdict, Why};
use crate::form::Row;
use crate::hash::{QuickMap, QuickSet};
use crate::number::Decimal;
use crate::ruleset::{Rule, Tree};
use ecow::{EcoString, eco_format};

/// So many children an expression names.
const SHOWN: usize = 6;

/// A parent of the code tree.
pub(super) struct Parent {
    pub(super) form: usize,
    pub(super) side: usize,
    /// Its row.
    pub(super) row: usize,
    /// The rows that it is the sum of.
    pub(super) children: Vec<usize>,
    /// Of a further set of addends for the same parent their level.
    pub(super) further: Option<u8>,
}

impl Parent {
    /// What a check says that it is: `201 == 20101 + 20102`.
    pub(super) fn expression(&self, rows: &[Row]) -> EcoString {
        let name = rows.get(self.row).map_or("", |row| row.code.as_ref().unwrap_or(&row.key));
        let codes: Vec<&str> = self
            .children
            .iter()
            .filter_map(|child| rows.get(*child)?.code.as_deref())
            .take(SHOWN + 1)
            .collect();
        eco_format!("{name} == {}", shorten(&codes))
    }
}

/// Which parents of the code tree are asked for.
#[derive(Default)]
struct Asked {
    /// A parent in a column.
    parents: QuickSet<(usize, usize)>,
    /// All parents in a column: whether a deeper level counts hangs on them.
    columns: QuickSet<usize>,
}

impl Asked {
    fn has(&self, parent: usize, column: usize) -> bool {
        self.columns.contains(&column) || self.parents.contains(&(parent, column))
    }
}

impl Evaluator<'_> {
    /// All checks of a tree rule on one form: one for each parent and column; with `sums` those
    /// that come out at once. Where only some are wanted, by their keys, the parents that these
    /// speak of.
    pub(super) fn tree(
        &mut self,
        rule: &Rule,
        tree: &Tree,
        form: usize,
        sums: &mut Sums,
        wanted: Option<&QuickSet<&str>>,
        mut emit: impl FnMut(Outcome),
    ) {
        let Some(filled) = self.world.filled(false, form) else { return };
        for (side, content) in filled.sides.iter().enumerate() {
            let columns = self.amount_columns(filled, side);
            let parents = tree_parents(&content.rows, tree);
            let mut printed: QuickMap<&str, usize> = QuickMap::default();
            for code in content.rows.iter().filter_map(|row| row.code.as_deref()) {
                *printed.entry(code).or_insert(0) += 1;
            }
            let mut known = QuickSet::default();
            let mut parent = |(row, children): (usize, Vec<usize>)| {
                let level = || {
                    children
                        .first()
                        .and_then(|child| content.rows.get(*child))
                        .map_or(0, |row| row.level)
                };
                let further =
                    (!known.insert(row)).then(|| u8::try_from(level()).unwrap_or(u8::MAX));
                Parent { form, side, row, children, further }
            };
            let parents: Vec<Parent> = parents.into_iter().map(&mut parent).collect();
            let asked = wanted.map(|wanted| self.asked(wanted, rule, &parents, &columns));
            let mut broken: Vec<usize> = Vec::new();
            let mut deeper: Vec<(usize, Outcome)> = Vec::new();
            for parent in parents {
                let Some(row) = content.rows.get(parent.row) else { continue };
                let is_double = row
                    .code
                    .as_deref()
                    .is_some_and(|code| printed.get(code).is_some_and(|count| *count > 1));
                let is_plain = !is_double && !content.incomplete;
                let sum =
                    is_plain.then(|| self.sum_of_tree(sums, &parent, &content.rows)).flatten();
                for column in columns.iter().filter(|column| {
                    asked.as_ref().is_none_or(|asked| asked.has(parent.row, **column))
                }) {
                    let held = sum.as_ref().and_then(|sum| self.held(sums, rule, sum, *column));
                    let outcome = held.unwrap_or_else(|| {
                        self.forget();
                        self.branch(rule, &parent, *column, is_double)
                    });
                    if parent.further.is_some() {
                        deeper.push((*column, outcome));
                    } else {
                        if is_violation(&outcome) {
                            broken.push(*column);
                        }
                        emit(outcome);
                    }
                }
            }
            // what a deeper level breaks after a parent has been found wrong is the same mistake
            // again
            for (_, outcome) in deeper
                .into_iter()
                .filter(|(column, outcome)| !is_violation(outcome) || !broken.contains(column))
            {
                emit(outcome);
            }
        }
    }

    /// The checks that are wanted, by parent and column.
    fn asked(
        &self,
        wanted: &QuickSet<&str>,
        rule: &Rule,
        parents: &[Parent],
        columns: &[usize],
    ) -> Asked {
        let mut out = Asked::default();
        for (parent, column) in
            parents.iter().flat_map(|parent| columns.iter().map(move |column| (parent, *column)))
        {
            if wanted.contains(self.world.key(&rule.id, 0, &parent.at(column)).as_str()) {
                out.parents.insert((parent.row, column));
                out.columns.extend(parent.further.map(|_| column));
            }
        }
        out
    }

    /// One parent in one column of a form; `is_double`: its code is printed twice.
    fn branch(&mut self, rule: &Rule, parent: &Parent, column: usize, is_double: bool) -> Outcome {
        let place = parent.at(column);
        let tree = parent;
        let Parent { form, side, row: parent, ref children, .. } = *parent;
        let Some(filled) = self.world.filled(false, form) else { return Outcome::Nothing };
        let Some(content) = filled.sides.get(side) else { return Outcome::Nothing };
        let Some(row) = content.rows.get(parent) else { return Outcome::Nothing };
        let row_key = row.code.as_ref().unwrap_or(&row.key);
        let identity = Identity {
            rule,
            number: 0,
            at: place,
            nature: Nature::Tree,
            expression: tree.expression(&content.rows),
        };
        self.take_trace();
        let stated = if is_double {
            Err(Missing::Unchecked(Why::CodeTwice { key: row_key.clone() }))
        } else {
            self.cell(false, form, side, parent, column)
        };
        let stated_trace = self.take_trace();
        let mut total = if content.incomplete {
            Err(incomplete(self.world.schema(filled).map_or("", |schema| schema.id.as_str())))
        } else {
            Ok(Value::Blank(None))
        };
        for child in children.iter() {
            let value = self.cell(false, form, side, *child, column);
            total = match (total, value) {
                (Ok(Value::Number(a)), Ok(Value::Number(b))) => {
                    self.add(&a, &b, Decimal::ONE).map(Value::Number)
                }
                (Ok(Value::Blank(_)), Ok(value)) => Ok(value),
                (Ok(sum), Ok(Value::Blank(_))) => Ok(sum),
                (Ok(_), Ok(_)) => Err(Missing::Unchecked(Why::ChildNoNumber)),
                (Err(known), _) | (Ok(_), Err(known)) => Err(known),
            };
        }
        let operands = self.take_trace();
        let tie = children.len() == 1;
        self.conclude(
            &identity,
            Relation::Equal,
            tie,
            (stated, stated_trace),
            (total, operands),
            None,
        )
    }
}

fn is_violation(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Check(check) if check.verdict == Verdict::Violation)
}

fn shorten(codes: &[&str]) -> String {
    let mut out = codes.iter().take(SHOWN).copied().collect::<Vec<_>>().join(" + ");
    if codes.len() > SHOWN {
        out.push_str(" + …");
    }
    out
}

/// Each parent row with its children: the rows whose nearest ancestor it is.
#[must_use]
pub fn tree_parents(rows: &[Row], tree: &Tree) -> Vec<(usize, Vec<usize>)> {
    let in_tree = |code: &str| tree.levels.contains(&code.len());
    let mut by_code: QuickMap<&str, usize> = QuickMap::default();
    for (i, row) in rows.iter().enumerate() {
        if let Some(code) = row.code.as_deref().filter(|code| in_tree(code)) {
            by_code.entry(code).or_insert(i);
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut top = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(code) = row.code.as_deref().filter(|code| in_tree(code)) else {
            continue;
        };
        let parent = tree
            .levels
            .iter()
            .rev()
            .filter(|level| **level < code.len())
            .find_map(|level| by_code.get(code.get(..*level)?).copied());
        match parent {
            Some(parent) => {
                if let Some(list) = children.get_mut(parent) {
                    list.push(i);
                }
            }
            None => top.push(i),
        }
    }
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
    if let Some(total) = tree.total
        && !top.is_empty()
        && let Some(row) = rows.iter().position(|row| row.named == Some(total))
    {
        out.push((row, top.clone()));
        out.extend(deeper(top, &children).into_iter().map(|level| (row, level)));
    }
    out.extend(children.into_iter().enumerate().filter(|(_, list)| !list.is_empty()));
    out
}

/// Each level below the topmost that every branch reaches. Where a branch stops earlier there is
/// none.
fn deeper(top: Vec<usize>, children: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut level = top;
    loop {
        let below: Vec<&Vec<usize>> = level.iter().filter_map(|row| children.get(*row)).collect();
        if below.is_empty() || below.iter().any(|list| list.is_empty()) {
            return out;
        }
        let next: Vec<usize> = below.into_iter().flatten().copied().collect();
        // a level of as many rows repeats the one above
        if next.len() > level.len() {
            out.push(next.clone());
        }
        level = next;
    }
}
