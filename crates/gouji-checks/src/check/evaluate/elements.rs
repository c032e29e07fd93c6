//! The elements of lists: rows, cells, items of a sentence, one by one.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::{FormRow, is_subtotal};
use gouji_rules::formula::{ColumnSelector, FormPath, ListNode, Reference, RowSelector};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::hash::QuickSet;
use gouji_values::paper::Paper;

/// An element of a list: what names mean in it, and where its figure stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct ListElement {
    pub(in crate::check) scope: Scope,
    pub(in crate::check) place: Option<FigurePlace>,
}

pub(super) fn cell_element(
    paper: Paper,
    form: usize,
    side: usize,
    row: usize,
    column: usize,
) -> ListElement {
    ListElement {
        scope: Scope::of_row(paper, form, side, row).in_column(column),
        place: Some(FigurePlace::Cell { paper, form, side, row, column }),
    }
}

impl Evaluator<'_> {
    /// The elements of a list, in reading order.
    pub(in crate::check) fn elements(
        &mut self,
        list: &ListNode,
    ) -> Result<Vec<ListElement>, Missing> {
        match list {
            ListNode::Own(reference) => self.own_elements(*reference),
            ListNode::Form(path) => self.path_elements(path),
            ListNode::Claim(path) => {
                let view = self.view(&path.at)?;
                let key = match &path.key {
                    Some(node) => Some(self.text(node)?),
                    None => None,
                };
                let places = self.claim_places(
                    path.claim,
                    &view,
                    key.as_deref(),
                    path.capture.unwrap_or(0),
                )?;
                let mut out: Vec<ListElement> = Vec::new();
                let mut known = QuickSet::default();
                for place in places {
                    let FigurePlace::Capture { paper, statement, item, .. } = place else {
                        continue;
                    };
                    let (item, place) =
                        if path.capture.is_some() { (item, Some(place)) } else { (None, None) };
                    let scope = Scope::Claim { paper, statement, item };
                    if place.is_some() || known.insert((paper, statement)) {
                        out.push(ListElement { scope, place });
                    }
                }
                Ok(out)
            }
            ListNode::Part(part) => {
                let parts = self
                    .world
                    .page
                    .recognition
                    .parts
                    .iter()
                    .enumerate()
                    .filter(|(_, found)| found.part == *part);
                Ok(parts.map(|(i, _)| ListElement { scope: Scope::Part(i), place: None }).collect())
            }
            ListNode::Above(named) | ListNode::Below(named) => {
                let Scope::Form { paper, form, side, column: Some(column), .. } =
                    self.form_scope()?
                else {
                    return Err(Missing::Unchecked(Why::BetweenOutsideColumn));
                };
                let rows =
                    self.between(paper, form, side, *named, matches!(list, ListNode::Above(_)))?;
                Ok(rows
                    .into_iter()
                    .map(|row| cell_element(paper, form, side, row, column))
                    .collect())
            }
            ListNode::AbovePath(path) | ListNode::BelowPath(path) => {
                let (RowSelector::Named(named), ColumnSelector::Column(column)) =
                    (&path.row, &path.column)
                else {
                    return Err(Missing::Unchecked(Why::BetweenNeedsCell));
                };
                let view = self.view(&path.at)?;
                let rows = self.rows(path, &view)?;
                let [at] = rows.as_slice() else {
                    let known = self.why_not_there().filter(|_| rows.is_empty());
                    return Err(Missing::NotApplicable(known.unwrap_or(Why::NoSingleRow)));
                };
                let paper = path.at.paper;
                let between = self.between(
                    paper,
                    at.form,
                    at.side,
                    *named,
                    matches!(list, ListNode::AbovePath(_)),
                )?;
                let (form, side, column) = (at.form, at.side, *column);
                Ok(between
                    .into_iter()
                    .map(|row| cell_element(paper, form, side, row, column))
                    .collect())
            }
        }
    }

    pub(in crate::check) fn form_scope(&self) -> Result<Scope, Missing> {
        self.scopes
            .iter()
            .rev()
            .find(|scope| matches!(scope, Scope::Form { .. }))
            .copied()
            .ok_or_else(|| Missing::Unchecked(Why::NotInTable))
    }

    pub(super) fn own_elements(
        &mut self,
        reference: Reference,
    ) -> Result<Vec<ListElement>, Missing> {
        match reference {
            Reference::Column { depth, column } => {
                let Scope::Form { paper, form, side, group, .. } = self.scope(depth) else {
                    return Err(Missing::Unchecked(Why::NotInTable));
                };
                Ok(self
                    .summed_rows(paper, form, side, group)
                    .into_iter()
                    .filter(|row| self.counts_once(paper, form, side, *row, column))
                    .map(|row| cell_element(paper, form, side, row, column))
                    .collect())
            }
            Reference::CellCapture { depth, capture } => {
                let Scope::Form { paper, form, side, group, .. } = self.scope(depth) else {
                    return Err(Missing::Unchecked(Why::NotInTable));
                };
                let rows = self.summed_rows(paper, form, side, group);
                Ok(rows
                    .into_iter()
                    .filter(|row| self.captured_once(paper, form, side, *row, capture))
                    .map(|row| ListElement {
                        scope: Scope::of_row(paper, form, side, row),
                        place: Some(FigurePlace::CellCapture { paper, form, side, row, capture }),
                    })
                    .collect())
            }
            Reference::Capture { depth, capture } => {
                let Scope::Claim { paper, statement, .. } = self.scope(depth) else {
                    return Err(Missing::Unchecked(Why::NotInSentence));
                };
                let Some(found) = self.world.statement(paper, statement) else {
                    return Ok(Vec::new());
                };
                let group = self
                    .world
                    .ruleset
                    .claims
                    .get(found.claim)
                    .and_then(|claim| claim.captures.get(capture))
                    .and_then(|capture| capture.group);
                let Some(group) = group else {
                    let scope = Scope::Claim { paper, statement, item: None };
                    return Ok(vec![ListElement {
                        scope,
                        place: Some(FigurePlace::Capture { paper, statement, item: None, capture }),
                    }]);
                };
                let items = found.items.get(group).map_or(0, Vec::len);
                Ok((0..items)
                    .map(|item| ListElement {
                        scope: Scope::Claim { paper, statement, item: Some((group, item)) },
                        place: Some(FigurePlace::Capture {
                            paper,
                            statement,
                            item: Some((group, item)),
                            capture,
                        }),
                    })
                    .collect())
            }
            Reference::Row { .. } => Err(Missing::Unchecked(Why::RowIsNoList)),
        }
    }

    /// Rows that take part in sums over a column: no totals, and of a group only its own.
    pub(super) fn summed_rows(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        group: Option<(usize, usize)>,
    ) -> Vec<usize> {
        let rows = self
            .world
            .filled(paper, form)
            .and_then(|filled| filled.sides.get(side))
            .map_or(&[] as &[FormRow], |side| &side.rows);
        rows.iter()
            .enumerate()
            .filter(|(_, row)| {
                (self.with_totals || !row.total)
                    && group.is_none_or(|(column, number)| {
                        row.groups.get(column).copied().flatten() == Some(number)
                    })
            })
            .map(|(i, _)| i)
            .collect()
    }

    /// A merged cell counts once.
    fn is_once(&self, paper: Paper, form: usize, side: usize, row: usize, column: usize) -> bool {
        self.world.slot(paper, form, side, row, column).is_none_or(|slot| !slot.repeated)
    }

    /// The same where all rows are gone over: an amount or a number of things that is part of the row
    /// before it does not count.
    pub(super) fn counts_once(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        column: usize,
    ) -> bool {
        let Some(filled) = self.world.filled(paper, form) else { return true };
        let kind = self.world.column(filled, column).map(|column| column.kind);
        let is_added = matches!(kind, Some(ColumnKind::Amount | ColumnKind::Count));
        let rows = filled.sides.get(side).map_or(&[] as &[FormRow], |side| &side.rows);
        self.is_once(paper, form, side, row, column) && !(is_added && self.is_of_which(rows, row))
    }

    /// What a merged cell's text says counts once, too.
    pub(super) fn captured_once(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        capture: usize,
    ) -> bool {
        let column = self
            .world
            .filled(paper, form)
            .and_then(|filled| self.world.schema(filled)?.captures.get(capture))
            .map(|capture| capture.column);
        column.is_none_or(|column| self.is_once(paper, form, side, row, column))
    }

    pub(super) fn path_elements(&mut self, path: &FormPath) -> Result<Vec<ListElement>, Missing> {
        let view = self.view(&path.at)?;
        let paper = path.at.paper;
        let mut out = Vec::new();
        for at in self.rows(path, &view)? {
            let all = path.row == RowSelector::All;
            if all
                && !self.with_totals
                && self.world.row(paper, at.form, at.side, at.row).is_some_and(|row| row.total)
            {
                continue;
            }
            let scope = Scope::of_row(paper, at.form, at.side, at.row);
            let place = match &path.column {
                ColumnSelector::None => None,
                ColumnSelector::Column(column) => {
                    let is_added = if all {
                        self.counts_once(paper, at.form, at.side, at.row, *column)
                    } else {
                        self.is_once(paper, at.form, at.side, at.row, *column)
                    };
                    if !is_added {
                        continue;
                    }
                    Some(FigurePlace::Cell {
                        paper,
                        form: at.form,
                        side: at.side,
                        row: at.row,
                        column: *column,
                    })
                }
                ColumnSelector::Capture(capture)
                    if !self.captured_once(paper, at.form, at.side, at.row, *capture) =>
                {
                    continue;
                }
                ColumnSelector::Capture(capture) => Some(FigurePlace::CellCapture {
                    paper,
                    form: at.form,
                    side: at.side,
                    row: at.row,
                    capture: *capture,
                }),
                ColumnSelector::Key(node) => {
                    let column = self.column_by_key(paper, at, node)?;
                    Some(FigurePlace::Cell {
                        paper,
                        form: at.form,
                        side: at.side,
                        row: at.row,
                        column,
                    })
                }
            };
            out.push(ListElement { scope, place });
        }
        Ok(out)
    }

    /// Rows that a total adds up: back to the last total that is none of some rows among them.
    fn added_above(&self, rows: &[FormRow], at: usize) -> Result<Vec<usize>, Missing> {
        let words = &self.world.ruleset.vocabulary;
        let is_part = |row: &FormRow| row.total && is_subtotal(&row.key, words);
        let before = rows.get(..at).unwrap_or(&[]);
        let is_whole = !rows.get(at).is_some_and(is_part);
        let last = before.iter().rposition(|row| row.total && !(is_whole && is_part(row)));
        let start = last.map_or(0, |last| last + 1);
        let (mut out, mut since, mut is_first) = (Vec::new(), 0, false);
        for (number, row) in before.iter().enumerate().skip(start) {
            let is_of_which = self.is_of_which(rows, number);
            match (is_part(row), is_of_which) {
                (true, _) if since == 0 => {
                    is_first = true;
                    out.push(number);
                }
                (true, _) => since = 0,
                // a part of the row before it; whether the next one is, too, nobody says
                (_, true)
                    if number + 1 < at
                        && before.get(number + 1).is_some_and(|next| !next.total) =>
                {
                    return Err(Missing::Unchecked(Why::AddendsUnclear));
                }
                (_, true) => {}
                _ => {
                    since += 1;
                    out.push(number);
                }
            }
        }
        // a total of some rows that stands above them, or of rows that are not printed
        if is_first && out.iter().any(|row| rows.get(*row).is_some_and(|row| !row.total)) {
            return Err(Missing::Unchecked(Why::AddendsUnclear));
        }
        Ok(out)
    }

    /// Whether a row says of itself that it is a part of the one before it: 其中：县级. Behind a named
    /// row or a total it is one of the parts that make this up.
    fn is_of_which(&self, rows: &[FormRow], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| rows.get(before));
        let (Some(before), Some(row)) = (before, rows.get(at)) else { return false };
        let is_other = |row: &FormRow| row.named.is_none() && row.code.is_none() && !row.total;
        let words = || self.world.ruleset.vocabulary.prose.get("of_which").into_iter().flatten();
        // 其中贫困户覆盖率 is a name
        let is_told = |word: &String| {
            let behind = row.label.trim_start().strip_prefix(word.as_str());
            behind.is_some_and(|rest| rest.starts_with([':', '：', '，', ',']))
        };
        is_other(row) && is_other(before) && words().any(is_told)
    }

    /// Rows before a named row back to the last total, or after it up to the next named row.
    pub(super) fn between(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        named: usize,
        above: bool,
    ) -> Result<Vec<usize>, Missing> {
        let Some(at) = self.named_row(paper, form, side, named)? else {
            return Err(self.no_such_row(paper, form, side, named));
        };
        let rows = self
            .world
            .filled(paper, form)
            .and_then(|filled| filled.sides.get(side))
            .map_or(&[] as &[FormRow], |side| &side.rows);
        if above {
            return self.added_above(rows, at);
        }
        let behind = rows.get(at + 1..).unwrap_or(&[]);
        let length =
            behind.iter().position(|row| row.named.is_some() || row.total).unwrap_or(behind.len());
        Ok((at + 1..at + 1 + length).collect())
    }
}
