//! Lists: `sum`, `count`, `within`, and the elements that conditions and series look at.

use super::elements::ListElement;
use crate::check::evaluate::lookup::incomplete;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::evaluate::visible::PartView;
use crate::check::evaluate::{Evaluator, not_a_number};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::{Content, FilledForm};
use gouji_rules::formula::{
    ClaimPath, ColumnSelector, Function, ListNode, Node, Reference, RowSelector,
};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Expression, Figure, Interval};

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
        let elements = self.elements_under(list, condition)?;
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
                other => {
                    return Err(match self.no_number(&other) {
                        Missing::Unchecked(Why::NotNumber) => {
                            let label = self.world.label(place).into();
                            Missing::Unchecked(Why::FigureNoNumber { label })
                        }
                        named => named,
                    });
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
        if let Some(key) = self.rows_counted(list, condition) {
            return self.count_rows(key, list, condition);
        }
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
            return Ok(Value::Number(Figure { kind: Kind::Count, ..self.constant(value, None) }));
        }
        let count = self.count_anew(list, condition)?;
        if let Value::Number(figure) = &count
            && let Ok(number) = i64::try_from(figure.value)
        {
            self.counted.insert(key, number);
        }
        Ok(count)
    }

    /// What a count of the rows of a form in a condition is known by: at each place that sees the same forms it comes to
    /// the same, where nothing of it looks at the place.
    fn rows_counted(
        &mut self,
        list: &ListNode,
        condition: Option<&Node>,
    ) -> Option<(usize, PartView)> {
        let ListNode::Form(path) = list else { return None };
        let is_as_printed =
            self.overrides.is_empty() && !self.own_decimals && self.together.is_none();
        let is_same = self.is_condition
            && is_as_printed
            && path.row == RowSelector::All
            && !matches!(path.column, ColumnSelector::Key(_))
            && path.at.part.is_none()
            && condition.is_some_and(is_of_element);
        if !is_same {
            return None;
        }
        Some((std::ptr::from_ref(list).addr(), self.view(&path.at).ok()?))
    }

    fn count_rows(
        &mut self,
        key: (usize, PartView),
        list: &ListNode,
        condition: Option<&Node>,
    ) -> Evaluated {
        if let Some((known, read)) = self.rows_counted.get(&key) {
            self.trace.extend_from_slice(read);
            let value = Decimal::from(*known);
            return Ok(Value::Number(Figure { kind: Kind::Count, ..self.constant(value, None) }));
        }
        let before = self.trace.len();
        let count = self.count_anew(list, condition)?;
        if let Value::Number(figure) = &count
            && let (Ok(number), Some(read)) =
                (i64::try_from(figure.value), self.trace.get(before..))
        {
            self.rows_counted.insert(key, (number, read.into()));
        }
        Ok(count)
    }

    fn count_anew(&mut self, list: &ListNode, condition: Option<&Node>) -> Evaluated {
        let elements = match self.elements_under(list, condition) {
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
            kind: Kind::Count,
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
            kind: Kind::Count,
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

    /// The value at a place.
    pub(in crate::check) fn at(&mut self, place: FigurePlace) -> Evaluated {
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                self.cell(paper, form, side, row, column)
            }
            FigurePlace::CellCapture { paper, form, side, row, capture } => {
                let scope = Scope::of_row(paper, form, side, row);
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

/// Whether a condition on the elements of a list looks at nothing but their own cells.
fn is_of_element(node: &Node) -> bool {
    match node {
        Node::Number { .. } | Node::Date(_) | Node::Text(_) | Node::Truth(_) | Node::Level(0) => {
            true
        }
        Node::Read(reference) => matches!(
            reference,
            Reference::Column { depth: 0, .. } | Reference::CellCapture { depth: 0, .. }
        ),
        Node::Not(inner) | Node::Negate(inner) => is_of_element(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => is_of_element(a) && is_of_element(b),
        Node::Call(_, arguments) => arguments.iter().all(is_of_element),
        _ => false,
    }
}
