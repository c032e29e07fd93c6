//! `tree`: each parent of the code tree is the sum of its children, the total that of the topmost
//! codes, and of each deeper level that every branch reaches.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Missing;
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::exact_sums::Sums;
use crate::check::judge::progress::Wanted;
use crate::check::seen::tree::{Levels, Parent, tree_parents};
use ecow::EcoString;
use gouji_audit::audit::{Nature, Verdict, Why};
use gouji_forms::form::{Content, FormCell, FormRow, is_code_below};
use gouji_rules::ruleset::{Rule, TreeDemand};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::BTreeSet;

/// Which parents of the code tree are asked for.
#[derive(Default)]
struct AskedParents {
    /// A parent in a column.
    parents: QuickSet<(usize, usize)>,
    /// All parents in a column: whether a deeper level counts hangs on them.
    columns: QuickSet<usize>,
}

impl AskedParents {
    fn has(&self, parent: usize, column: usize) -> bool {
        self.columns.contains(&column) || self.parents.contains(&(parent, column))
    }
}

impl Evaluator<'_> {
    /// All checks of a tree rule on one form: one for each parent and column; with `sums` those
    /// that come out at once. Where only some are wanted, the parents that these
    /// speak of.
    pub(in crate::check) fn tree(
        &mut self,
        rule: &Rule,
        tree: &TreeDemand,
        form: usize,
        sums: &mut Sums,
        wanted: Option<&Wanted<'_>>,
        mut emit: impl FnMut(PlaceOutcome),
    ) {
        let Some(filled) = self.world.filled(Paper::OWN, form) else { return };
        for (side, content) in filled.sides.iter().enumerate() {
            let columns = self.amount_columns(filled, side);
            let parents = tree_parents(&content.rows, tree);
            let codeless = self.codeless(rule, &content.rows, &columns);
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
            let mut deeper: Vec<(usize, PlaceOutcome)> = Vec::new();
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
                    let mut outcome = held.unwrap_or_else(|| {
                        self.forget();
                        self.branch(rule, &parent, *column, is_double)
                    });
                    if let PlaceOutcome::Check(check) = &mut outcome
                        && check.verdict == Verdict::Violation
                        && let Some(code) = stray_below(&content.rows, tree, row)
                    {
                        let lengths = lengths(&content.rows, code);
                        check.leave_open(Why::CodeOfNoLevel { code: code.into(), lengths });
                    }
                    if let (PlaceOutcome::Check(check), Some(row)) = (&mut outcome, codeless)
                        && check.verdict == Verdict::Violation
                    {
                        check.leave_open(Why::CodeUnread { row: name_of(&content.rows, row) });
                    }
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
            if wanted.is_none() && self.world.ruleset.is_of_author(rule) {
                emit(self.stray(rule, tree, (form, side), &columns));
            }
        }
    }

    /// That a code is of no level, so that a rule that somebody wrote says nothing of its row.
    fn stray(
        &mut self,
        rule: &Rule,
        tree: &TreeDemand,
        (form, side): (usize, usize),
        columns: &[usize],
    ) -> PlaceOutcome {
        let filled = self.world.filled(Paper::OWN, form);
        let rows =
            filled.and_then(|filled| filled.sides.get(side)).map_or(&[][..], |own| &own.rows);
        let levels = Levels::of(rows, tree);
        let is_stray = |row: &FormRow| row.code.as_deref().is_some_and(|code| !levels.have(code));
        let of_no_level = rows.iter().position(is_stray);
        let found = of_no_level.or_else(|| self.codeless(rule, rows, columns));
        let Some((row, column)) = found.zip(columns.first()) else { return PlaceOutcome::Nothing };
        let why = match of_no_level.and_then(|row| rows.get(row)?.code.clone()) {
            Some(code) => {
                let lengths = lengths(rows, &code);
                Why::CodeOfNoLevel { code, lengths }
            }
            None => Why::CodeUnread { row: name_of(rows, row) },
        };
        let parent = Parent { form, side, row, children: Vec::new(), further: None };
        let identity = Identity {
            rule,
            number: 0,
            at: parent.at(*column),
            nature: Nature::Tree,
            expression: parent.expression(rows),
        };
        let why = Missing::Unchecked(why);
        let none: Result<std::iter::Empty<(usize, usize, usize)>, Missing> = Err(why);
        self.sum_of_cells(&identity, form, Ok((side, row, *column)), none, false)
    }

    /// The first row with figures whose code is blank or cannot be read, in a rule that somebody wrote:
    /// of what it is a part nobody knows. Totals and named rows need no code, nor does what is a part
    /// of the row above by its words.
    fn codeless(&self, rule: &Rule, rows: &[FormRow], columns: &[usize]) -> Option<usize> {
        if !self.world.ruleset.is_of_author(rule) {
            return None;
        }
        let parts = self.world.ruleset.vocabulary.prose.get("of_which");
        let is_part = |row: &FormRow| {
            let mut parts = parts.into_iter().flatten();
            parts.any(|word| row.label.trim_start().starts_with(word.as_str()))
        };
        let has_figure = |row: &FormRow| {
            let cell = |column: &usize| row.cells.get(*column).map(|cell| &cell.content);
            columns.iter().any(|column| matches!(cell(column), Some(Content::Number(number)) if !number.value.is_zero()))
        };
        let is_free = |row: &FormRow| row.code.is_none() && !row.total && row.named.is_none();
        rows.iter().position(|row| is_free(row) && !is_part(row) && has_figure(row))
    }

    /// The checks that are wanted, by parent and column.
    fn asked(
        &self,
        wanted: &Wanted<'_>,
        rule: &Rule,
        parents: &[Parent],
        columns: &[usize],
    ) -> AskedParents {
        let mut out = AskedParents::default();
        for (parent, column) in
            parents.iter().flat_map(|parent| columns.iter().map(move |column| (parent, *column)))
        {
            if wanted.has(&self.world, (&rule.id, 0), &parent.at(column)) {
                out.parents.insert((parent.row, column));
                out.columns.extend(parent.further.map(|_| column));
            }
        }
        out
    }

    /// One parent in one column of a form; `is_double`: its code is printed twice.
    fn branch(
        &mut self,
        rule: &Rule,
        parent: &Parent,
        column: usize,
        is_double: bool,
    ) -> PlaceOutcome {
        let place = parent.at(column);
        let tree = parent;
        let Parent { form, side, row: parent, ref children, .. } = *parent;
        let Some(filled) = self.world.filled(Paper::OWN, form) else {
            return PlaceOutcome::Nothing;
        };
        let Some(content) = filled.sides.get(side) else { return PlaceOutcome::Nothing };
        let Some(row) = content.rows.get(parent) else { return PlaceOutcome::Nothing };
        let row_key = row.code.as_ref().unwrap_or(&row.key);
        let identity = Identity {
            rule,
            number: 0,
            at: place,
            nature: Nature::Tree,
            expression: tree.expression(&content.rows),
        };
        let stated = if is_double {
            Err(Missing::Unchecked(Why::CodeTwice { key: row_key.clone() }))
        } else {
            Ok((side, parent, column))
        };
        let mut of = |children: &[usize]| {
            let terms = if content.incomplete {
                Err(self.lacks_rows(filled))
            } else {
                Ok(children.iter().map(|child| (side, *child, column)))
            };
            self.sum_of_cells(&identity, form, stated.clone(), terms, children.len() == 1)
        };
        let outcome = of(children);
        let Some((once, key)) = once_each(children, &content.rows) else { return outcome };
        let PlaceOutcome::Check(mut check) = outcome else { return outcome };
        if check.verdict == Verdict::Violation {
            let why = Why::CodeTwice { key };
            match of(&once) {
                PlaceOutcome::Check(mut other) if other.verdict.agrees() => {
                    other.corroborate(why);
                    check = other;
                }
                _ => check.leave_open(why),
            }
        }
        PlaceOutcome::Check(check)
    }
}

/// Addends of which some are printed twice, one row below the other with the same figures, as a
/// class may be that is its own only child: each once, and the code of the first such.
fn once_each(children: &[usize], rows: &[FormRow]) -> Option<(Vec<usize>, EcoString)> {
    let figures = |row: &FormRow| -> Vec<Option<Decimal>> {
        let number = |cell: &FormCell| match &cell.content {
            Content::Number(number) => Some(number.value),
            _ => None,
        };
        row.cells.iter().map(number).collect()
    };
    let is_again = |row: usize| {
        let above = row.checked_sub(1).and_then(|above| rows.get(above));
        above.zip(rows.get(row)).is_some_and(|(above, row)| {
            above.code == row.code && above.key == row.key && figures(above) == figures(row)
        })
    };
    let first = children.iter().find(|row| is_again(**row))?;
    let once = children.iter().copied().filter(|row| !is_again(*row)).collect();
    Some((once, rows.get(*first)?.code.clone()?))
}

/// A code that has the digits of no level and may be that of a child of a row: the sum of the row
/// may lack it.
pub(in crate::check) fn stray_below<'r>(
    rows: &'r [FormRow],
    tree: &TreeDemand,
    parent: &FormRow,
) -> Option<&'r str> {
    let own = parent.code.as_deref();
    let levels = Levels::of(rows, tree);
    let mut codes = rows.iter().filter_map(|row| row.code.as_deref());
    codes.find(|code| !levels.have(code) && own.is_none_or(|own| is_code_below(code, own)))
}

/// What a row is called.
fn name_of(rows: &[FormRow], row: usize) -> EcoString {
    rows.get(row).map_or_else(EcoString::new, |row| row.label.trim().into())
}

fn is_violation(outcome: &PlaceOutcome) -> bool {
    matches!(outcome, PlaceOutcome::Check(check) if check.verdict == Verdict::Violation)
}

/// How many signs the codes of rows have that are of digits alone as a code is, or as it are not; each length once.
fn lengths(rows: &[FormRow], code: &str) -> EcoString {
    let is_digits = |code: &str| code.chars().all(|c| c.is_ascii_digit());
    let codes = rows.iter().filter_map(|row| row.code.as_deref());
    let alike = codes.filter(|other| is_digits(other) == is_digits(code));
    let all: BTreeSet<usize> = alike.map(|own| own.chars().count()).collect();
    let all: Vec<String> = all.iter().map(usize::to_string).collect();
    all.join("、").into()
}
