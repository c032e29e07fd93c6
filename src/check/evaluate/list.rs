//! Lists: `sum`, `count`, `within`, and the elements that conditions and series look at.

use crate::audit::Why;
use crate::check::evaluate::lookup::incomplete;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::evaluate::{Evaluator, not_a_number};
use crate::check::seen::place::FigurePlace;
use crate::form::{Content, FilledForm, FormRow};
use crate::formula::{
    ClaimPath, ColumnSelector, FormPath, Function, ListNode, Node, Reference, RowSelector,
};
use crate::hash::QuickSet;
use crate::number::{Decimal, Expression, Figure, Interval};
use crate::paper::Paper;

/// An element of a list: what names mean in it, and where its figure stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct ListElement {
    pub(in crate::check) scope: Scope,
    pub(in crate::check) place: Option<FigurePlace>,
}

impl Evaluator<'_> {
    pub(in crate::check) fn aggregate(
        &mut self,
        function: Function,
        list: &ListNode,
        condition: Option<&Node>,
    ) -> Evaluated {
        match function {
            Function::Sum => self.sum(list, condition),
            Function::Count => self.count(list, condition),
            Function::Within => self.is_within(list).map(Value::Bool),
            _ => Err(Missing::Unchecked(Why::FunctionAlone { function: function.name().into() })),
        }
    }

    fn sum(&mut self, list: &ListNode, condition: Option<&Node>) -> Evaluated {
        let mut total: Option<Figure> = None;
        let mut first_blank = None;
        let elements = self.elements(list)?;
        if let Some(filled) =
            elements.iter().find_map(|element| self.incomplete_form(element.scope))
        {
            return Err(incomplete(
                self.world.schema(filled).map_or("", |schema| schema.id.as_str()),
            ));
        }
        if elements.iter().any(|element| self.is_cut_off(element.scope)) {
            return Err(Missing::Unchecked(Why::ListCutOff));
        }
        for element in elements {
            // what the condition looks at is no addend
            if !self.aside(|this| this.fulfils(element, condition))? {
                continue;
            }
            let Some(place) = element.place else {
                return Err(Missing::Unchecked(Why::SumWithoutColumn));
            };
            match self.at(place)? {
                Value::Number(figure) => {
                    total = Some(match total {
                        None => figure,
                        Some(sum) => self.add(&sum, &figure, Decimal::ONE)?,
                    });
                }
                Value::Blank(at) => first_blank = first_blank.or(at),
                _ => {
                    return Err(Missing::Unchecked(Why::FigureNoNumber {
                        label: self.world.label(place).into(),
                    }));
                }
            }
        }
        Ok(total.map_or(Value::Blank(first_blank), Value::Number))
    }

    /// Whether the sentence of an item breaks off in its list.
    fn is_cut_off(&self, scope: Scope) -> bool {
        let Scope::Claim { paper, statement, item: Some(_) } = scope else { return false };
        self.world.statement(paper, statement).is_some_and(|found| found.is_cut_off)
    }

    /// The form of an element, where lines of it are missing.
    fn incomplete_form(&self, scope: Scope) -> Option<&FilledForm> {
        let Scope::Form { paper, form, side, .. } = scope else {
            return None;
        };
        self.world
            .filled(paper, form)
            .filter(|filled| filled.sides.get(side).is_some_and(|side| side.incomplete))
    }

    fn count(&mut self, list: &ListNode, condition: Option<&Node>) -> Evaluated {
        // a condition of each of many sentences may count all of them
        let key = match list {
            ListNode::Claim(ClaimPath { at, claim, key: None, capture })
                if self.is_condition && condition.is_none() =>
            {
                self.view(at).ok().map(|view| (*claim, *capture, view))
            }
            _ => None,
        };
        let Some(key) = key else { return self.count_anew(list, condition) };
        if let Some(known) = self.counted.get(&key) {
            let value = Decimal::from(*known);
            return Ok(Value::Number(self.constant(value, None)));
        }
        let count = self.count_anew(list, condition)?;
        if let Value::Number(figure) = &count
            && let Ok(number) = i64::try_from(figure.value)
        {
            self.counted.insert(key, number);
        }
        Ok(count)
    }

    fn count_anew(&mut self, list: &ListNode, condition: Option<&Node>) -> Evaluated {
        let elements = match self.elements(list) {
            Ok(elements) => elements,
            // a claim or part that does not occur is counted as 0
            Err(Missing::NotApplicable(_))
                if matches!(list, ListNode::Claim(_) | ListNode::Part(_)) =>
            {
                Vec::new()
            }
            Err(other) => return Err(other),
        };
        // where rows are missing nobody knows how many they are; conditions ask for those that are
        // there
        let lacking = || elements.iter().find_map(|element| self.incomplete_form(element.scope));
        if let Some(filled) = condition.is_none().then(lacking).flatten() {
            return Err(incomplete(
                self.world.schema(filled).map_or("", |schema| schema.id.as_str()),
            ));
        }
        if let (true, ListNode::Form(path)) = (elements.is_empty(), list) {
            let view = self.view(&path.at)?;
            let sides = self.forms(path.form, &view);
            let mut sides = sides
                .iter()
                .filter_map(|form| self.world.filled(path.at.paper, *form))
                .flat_map(|filled| &filled.sides);
            if sides.any(|side| side.incomplete) {
                return Err(incomplete(
                    self.world.ruleset.forms.get(path.form).map_or("", |form| form.id.as_str()),
                ));
            }
        }
        let mut number = 0_i64;
        let mut from = Vec::new();
        for element in elements {
            if condition.is_none() {
                if let Some(place) = element.place.or_else(|| self.naming_place(element.scope)) {
                    let index = self.read(place);
                    from.push(self.arena.add(Expression::Printed(index)));
                }
                let blank = element.place.is_some_and(|place| {
                    matches!(self.at(place), Ok(Value::Blank(_)) | Err(Missing::NoCapture(_)))
                });
                if blank {
                    continue;
                }
                number += 1;
            } else if self.fulfils(element, condition)? {
                number += 1;
            }
        }
        let value = Decimal::from(number);
        let expression = self.arena.add(Expression::Opaque(from.into()));
        Ok(Value::Number(Figure {
            value,
            interval: Interval::exact(value),
            ulp: None,
            unit: None,
            expression,
            comparison: None,
        }))
    }

    /// How many these are, resting on the figures that name them.
    pub(in crate::check) fn count_of(&mut self, scopes: &[Scope]) -> Value {
        let mut from = Vec::new();
        for scope in scopes {
            if let Some(place) = self.naming_place(*scope) {
                let index = self.read(place);
                from.push(self.arena.add(Expression::Printed(index)));
            }
        }
        let value = Decimal::from(scopes.len());
        let expression = self.arena.add(Expression::Opaque(from.into()));
        Value::Number(Figure {
            value,
            interval: Interval::exact(value),
            ulp: None,
            unit: None,
            expression,
            comparison: None,
        })
    }

    /// The place that names an element: its label, or its sentence.
    fn naming_place(&self, scope: Scope) -> Option<FigurePlace> {
        match scope {
            Scope::Form { paper, form, side, row: Some(row), .. } => {
                let found = self.world.row(paper, form, side, row)?;
                let schema = self.world.schema(self.world.filled(paper, form)?)?;
                let filled = |column: usize| {
                    found.cells.get(column).is_some_and(|slot| {
                        !matches!(slot.content, Content::Absent | Content::Blank)
                    })
                };
                let column = schema
                    .label_column()
                    .filter(|column| filled(*column))
                    .or_else(|| (0..found.cells.len()).find(|column| filled(*column)))?;
                Some(FigurePlace::Cell { paper, form, side, row, column })
            }
            Scope::Claim { statement, .. } => Some(FigurePlace::Sentence { statement }),
            _ => None,
        }
    }

    fn fulfils(&mut self, element: ListElement, condition: Option<&Node>) -> Result<bool, Missing> {
        let Some(condition) = condition else { return Ok(true) };
        match self.within(element.scope, |this| this.truth(condition)) {
            Ok(truth) => Ok(truth),
            Err(Missing::NotApplicable(_) | Missing::NoCapture(_) | Missing::NoRow(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The value at a place.
    pub(in crate::check) fn at(&mut self, place: FigurePlace) -> Evaluated {
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                self.cell(paper, form, side, row, column)
            }
            FigurePlace::CellCapture { paper, form, side, row, capture } => {
                let scope =
                    Scope::Form { paper, form, side, row: Some(row), column: None, group: None };
                match self.within(scope, |this| {
                    this.node(&Node::Read(Reference::CellCapture { depth: 0, capture }))
                }) {
                    Err(Missing::NoCapture(_)) => Ok(Value::Blank(None)),
                    other => other,
                }
            }
            FigurePlace::Capture { .. } => match self.capture(place) {
                Err(Missing::NoCapture(_)) => Ok(Value::Blank(None)),
                other => other,
            },
            _ => Err(not_a_number()),
        }
    }

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
                    return Err(Missing::NotApplicable(Why::NoSingleRow));
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

    fn form_scope(&self) -> Result<Scope, Missing> {
        self.scopes
            .iter()
            .rev()
            .find(|scope| matches!(scope, Scope::Form { .. }))
            .copied()
            .ok_or_else(|| Missing::Unchecked(Why::NotInTable))
    }

    fn own_elements(&mut self, reference: Reference) -> Result<Vec<ListElement>, Missing> {
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
                        scope: Scope::Form {
                            paper,
                            form,
                            side,
                            row: Some(row),
                            column: None,
                            group: None,
                        },
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
    fn summed_rows(
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
                !row.total
                    && group.is_none_or(|(column, number)| {
                        row.groups.get(column).copied().flatten() == Some(number)
                    })
            })
            .map(|(i, _)| i)
            .collect()
    }

    /// A merged cell counts once.
    fn counts_once(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        column: usize,
    ) -> bool {
        self.world.slot(paper, form, side, row, column).is_none_or(|slot| !slot.repeated)
    }

    /// What a merged cell's text says counts once, too.
    fn captured_once(
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
        column.is_none_or(|column| self.counts_once(paper, form, side, row, column))
    }

    fn path_elements(&mut self, path: &FormPath) -> Result<Vec<ListElement>, Missing> {
        let view = self.view(&path.at)?;
        let paper = path.at.paper;
        let mut out = Vec::new();
        for at in self.rows(path, &view)? {
            let all = path.row == RowSelector::All;
            if all && self.world.row(paper, at.form, at.side, at.row).is_some_and(|row| row.total) {
                continue;
            }
            let scope = Scope::Form {
                paper,
                form: at.form,
                side: at.side,
                row: Some(at.row),
                column: None,
                group: None,
            };
            let place = match &path.column {
                ColumnSelector::None => None,
                ColumnSelector::Column(column) => {
                    if !self.counts_once(paper, at.form, at.side, at.row, *column) {
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

    /// Rows before a named row back to the last total, or after it up to the next named row.
    fn between(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        named: usize,
        above: bool,
    ) -> Result<Vec<usize>, Missing> {
        let Some(at) = self.named_row(paper, form, side, named)? else {
            return Err(Missing::NotApplicable(Why::TableLacksRow));
        };
        let rows = self
            .world
            .filled(paper, form)
            .and_then(|filled| filled.sides.get(side))
            .map_or(&[] as &[FormRow], |side| &side.rows);
        if above {
            let start = rows
                .get(..at)
                .unwrap_or(&[])
                .iter()
                .rposition(|row| row.total)
                .map_or(0, |last| last + 1);
            return Ok((start..at).collect());
        }
        let behind = rows.get(at + 1..).unwrap_or(&[]);
        let length =
            behind.iter().position(|row| row.named.is_some() || row.total).unwrap_or(behind.len());
        Ok((at + 1..at + 1 + length).collect())
    }

    /// Whether the current row is one of these.
    fn is_within(&mut self, list: &ListNode) -> Result<bool, Missing> {
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.form_scope()? else {
            return Ok(false);
        };
        let wanted = |element: &ListElement| matches!(element.scope, Scope::Form { form: f, side: s, row: Some(r), .. } if f == form && s == side && r == row);
        match list {
            ListNode::Above(named) | ListNode::Below(named) => {
                match self.between(paper, form, side, *named, matches!(list, ListNode::Above(_))) {
                    Ok(rows) => Ok(rows.contains(&row)),
                    Err(Missing::NotApplicable(_)) => Ok(false),
                    Err(other) => Err(other),
                }
            }
            _ => Ok(self.elements(list)?.iter().any(wanted)),
        }
    }
}

fn cell_element(paper: Paper, form: usize, side: usize, row: usize, column: usize) -> ListElement {
    ListElement {
        scope: Scope::Form { paper, form, side, row: Some(row), column: Some(column), group: None },
        place: Some(FigurePlace::Cell { paper, form, side, row, column }),
    }
}
