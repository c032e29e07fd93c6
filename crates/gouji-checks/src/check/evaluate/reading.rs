//! What stands at a place: cells, captures, parameters, fields of the document and of a table, as
//! values.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::lacking::AbsentRow;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::{CellCaptured, Content, FilledForm, FormCell};
use gouji_rules::formula::{DocField, Reference, TableField};
use gouji_rules::pattern::{CaptureKind, Captured, CapturedValue};
use gouji_rules::ruleset::{ColumnKind, Rounding};
use gouji_values::kind::Kind;
use gouji_values::number::day;
use gouji_values::number::{Decimal, Expression, Figure, Interval, Number, UnitId, ulp};
use gouji_values::paper::Paper;

/// How a number is printed.
#[derive(Clone, Copy)]
struct Printing {
    decimals: u32,
    exact: bool,
    rounding: Rounding,
    /// What it is where no unit says it.
    bare: Kind,
}

impl Evaluator<'_> {
    pub(in crate::check) fn reference(&mut self, reference: Reference) -> Evaluated {
        match reference {
            Reference::Column { depth, column } => match self.scope(depth) {
                Scope::Form { paper, form, side, row: Some(row), .. } => {
                    self.cell_here((depth, column), (paper, form, side, row))
                }
                _ => Err(Missing::Unchecked(Why::NoRowHere)),
            },
            Reference::Row { depth, row } => match self.scope(depth) {
                Scope::Form { paper, form, side, column: Some(column), .. } => {
                    match self.named_row(paper, form, side, row)? {
                        Some(at) => self.cell(paper, form, side, at, column),
                        None => {
                            let schema = self.world.filled(paper, form).map(|filled| filled.form);
                            let absent = |schema| AbsentRow { schema, row, form, column };
                            self.absent.extend(schema.map(absent));
                            self.no_row((paper, form, side), row);
                            Ok(Value::Blank(None))
                        }
                    }
                }
                _ => Err(Missing::Unchecked(Why::NoColumnHere)),
            },
            Reference::CellCapture { depth, capture } => match self.scope(depth) {
                Scope::Form { paper, form, side, row: Some(row), .. } => {
                    self.cell_capture(paper, form, side, row, capture)
                }
                _ => Err(Missing::Unchecked(Why::NoRowHere)),
            },
            Reference::Capture { depth, capture } => match self.scope(depth) {
                Scope::Claim { paper, statement, item } => {
                    self.capture(FigurePlace::Capture { paper, statement, item, capture })
                }
                _ => Err(Missing::Unchecked(Why::NoSentenceHere)),
            },
        }
    }

    /// The value of a cell. `column`: its index in `Form::columns`.
    pub(in crate::check) fn cell(
        &mut self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        column: usize,
    ) -> Evaluated {
        let world = self.world;
        let (Some(slot), Some(filled)) =
            (world.slot(paper, form, side, row, column), world.filled(paper, form))
        else {
            self.no_column((paper, form, side), column);
            return Ok(Value::Blank(None));
        };
        let place = FigurePlace::Cell { paper, form, side, row, column };
        match &slot.content {
            Content::Absent => {
                self.no_column((paper, form, side), column);
                Ok(Value::Blank(None))
            }
            Content::Blank => {
                let index = self.read(place);
                // a code whose first parts are printed in the rows above
                Ok(match world.whole_code(filled, (side, row), column) {
                    Some(code) => Value::Text(code.into(), Some(index)),
                    None => Value::Blank(Some(index)),
                })
            }
            Content::Unreadable(why) => {
                self.read(place);
                // why a condition does not apply nobody asks
                let label =
                    if self.is_condition { Default::default() } else { world.label(place).into() };
                Err(Missing::Unchecked(Why::CellUnreadable { label, how: why.clone() }))
            }
            // a code that is printed in several columns is one
            Content::Text
                if world
                    .column(filled, column)
                    .is_some_and(|column| column.kind == ColumnKind::Code) =>
            {
                let index = self.read(place);
                let code = world.row(paper, form, side, row).and_then(|row| row.code.clone());
                Ok(Value::Text(
                    code.map_or_else(|| slot.text.text.split_whitespace().collect(), String::from),
                    Some(index),
                ))
            }
            Content::Text | Content::Number(_)
                if world
                    .column(filled, column)
                    .is_some_and(|column| column.kind == ColumnKind::Date) =>
            {
                let index = self.read(place);
                Ok(match day(&slot.text.text) {
                    Some(day) => Value::Date(day, Some(index)),
                    None => Value::Text(slot.text.text.split_whitespace().collect(), Some(index)),
                })
            }
            Content::Text => {
                let index = self.read(place);
                Ok(Value::Text(slot.text.text.split_whitespace().collect(), Some(index)))
            }
            Content::Number(number) => {
                let index = self.read(place);
                let figure = match self.figures.get(index as usize).copied().flatten() {
                    Some(figure) if !self.own_decimals => figure,
                    _ => self.slot_figure(
                        filled,
                        slot,
                        &self.supposed(place, number),
                        side,
                        column,
                        index,
                    ),
                };
                Ok(Value::Number(figure))
            }
        }
    }

    fn slot_figure(
        &mut self,
        filled: &FilledForm,
        slot: &FormCell,
        number: &Number,
        side: usize,
        column: usize,
        index: u32,
    ) -> Figure {
        let world = self.world;
        let unit = world.slot_unit(filled, slot, side, column);
        let kind = world.column(filled, column).map_or(ColumnKind::Text, |column| column.kind);
        // a weight of 10% is 10 of 100
        let units = &world.ruleset.vocabulary.units;
        let hundredth = Decimal::new(1, 2);
        let is_of_hundred = |unit: &UnitId| {
            let unit = units.get(*unit);
            kind == ColumnKind::Score && unit.ratio && unit.times == hundredth
        };
        let unit = unit.filter(|unit| !is_of_hundred(unit));
        let rounding = world.schema(filled).map_or(Rounding::Auto, |schema| schema.rounding);
        // a column that drops trailing zeros has the decimals of its most precise cell
        let widest = filled
            .sides
            .get(side)
            .and_then(|side| side.columns.get(column)?.as_ref())
            .map_or(0, |column| column.decimals);
        let decimals = if self.own_decimals || slot.unit.is_some() {
            number.decimals
        } else {
            number.decimals.max(widest)
        };
        let exact = matches!(
            kind,
            ColumnKind::Score
                | ColumnKind::Count
                | ColumnKind::Line
                | ColumnKind::Ordinal
                | ColumnKind::Year
        ) || rounding == Rounding::Exact;
        // a bare number in a column of amounts is an amount whose unit is not printed
        let bare = match kind.of_values() {
            of if of.is_numeric() && of != Kind::Any => of,
            _ => Kind::Figure,
        };
        self.figure(number, unit, Printing { decimals, exact, rounding, bare }, index)
    }

    /// A figure from a printed number: value in base units, interval by its decimals. It is made
    /// once.
    fn figure(
        &mut self,
        number: &Number,
        unit: Option<UnitId>,
        Printing { decimals, exact, rounding, bare }: Printing,
        index: u32,
    ) -> Figure {
        if let Some(known) =
            self.figures.get(index as usize).copied().flatten().filter(|_| !self.own_decimals)
        {
            return known;
        }
        let (times, exact_from) = unit.map_or((Decimal::ONE, None), |unit| {
            let unit = self.world.ruleset.vocabulary.units.get(unit);
            (unit.times, unit.exact)
        });
        let value = number.value * times;
        let last = ulp(decimals) * times;
        let bare_zero = number.value.is_zero() && number.decimals == 0;
        let interval = if exact || bare_zero || exact_from.is_some_and(|from| decimals >= from) {
            Interval::exact(value)
        } else if rounding == Rounding::Truncate {
            Interval::truncated(value, last)
        } else {
            Interval::rounded(value, last)
        };
        let expression = self.arena.add(Expression::Printed(index));
        let figure = Figure {
            value,
            interval,
            ulp: Some(last),
            unit,
            kind: self.world.ruleset.vocabulary.kind_of_unit(unit).unwrap_or(bare),
            expression,
            comparison: number.comparison,
        };
        if !self.own_decimals
            && let Some(known) = self.figures.get_mut(index as usize)
        {
            *known = Some(figure);
            self.expressed = self.arena.count();
        }
        figure
    }

    pub(in crate::check) fn cell_capture(
        &mut self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        capture: usize,
    ) -> Evaluated {
        let found: Option<&CellCaptured> = self
            .world
            .row(paper, form, side, row)
            .and_then(|row| row.captures.get(capture)?.as_ref());
        match found {
            Some(found) => self.captured(
                FigurePlace::CellCapture { paper, form, side, row, capture },
                &found.captured,
                &found.text,
            ),
            // the label of a group is printed on its first row only
            None => Err(Missing::NoCapture(Why::CellSilent)),
        }
    }

    /// The value of a capture of a sentence.
    pub(in crate::check) fn capture(&mut self, place: FigurePlace) -> Evaluated {
        let FigurePlace::Capture { paper, statement, item, capture } = place else {
            return Err(Missing::Unchecked(Why::NoSentenceHere));
        };
        let world = self.world;
        let Some(found) = world.statement(paper, statement) else {
            return Err(Missing::NotApplicable(Why::NoSuchSentence));
        };
        let Some(captured) = world.capture(paper, statement, item, capture) else {
            let name = world
                .ruleset
                .claims
                .get(found.claim)
                .and_then(|claim| claim.captures.get(capture))
                .map_or("", |capture| capture.name.as_str());
            return Err(Missing::NoCapture(Why::SentenceLacks { name: name.into() }));
        };
        // a capture of the sentence beside its items stands at the sentence
        let own_item = item.filter(|(group, item)| {
            found.items.get(*group).and_then(|items| items.get(*item)?.get(capture)).is_some()
        });
        let place = FigurePlace::Capture { paper, statement, item: own_item, capture };
        let text = found.text.text.get(captured.range.clone()).unwrap_or("");
        self.captured(place, captured, text)
    }

    pub(in crate::check) fn captured(
        &mut self,
        place: FigurePlace,
        captured: &Captured,
        text: &str,
    ) -> Evaluated {
        let index = self.read(place);
        Ok(match &captured.value {
            CapturedValue::Number(number) => {
                let counted = number.unit.is_none_or(|unit| {
                    let unit = self.world.ruleset.vocabulary.units.get(unit);
                    !unit.money && !unit.ratio
                });
                let exact = counted && self.is_exact_capture(place, number);
                let bare = self.bare_kind(place);
                let decimals = match printed_decimals(text) {
                    // that zeros at its end are left out is told by its neighbours, not printed
                    printed @ 1.. if self.own_decimals => number.decimals.min(printed),
                    _ => number.decimals,
                };
                Value::Number(self.figure(
                    &self.supposed(place, number),
                    number.unit,
                    Printing { decimals, exact, rounding: Rounding::Auto, bare },
                    index,
                ))
            }
            CapturedValue::Year(year) => Value::Number(self.whole(i64::from(*year), index)),
            CapturedValue::Ordinal { value, .. } => {
                Value::Number(self.whole(i64::from(*value), index))
            }
            CapturedValue::Direction(sign) => Value::Number(self.whole(i64::from(*sign), index)),
            CapturedValue::Date { year, month, day } => {
                Value::Date((*year, *month, *day), Some(index))
            }
            CapturedValue::Text(_) => Value::Text(text.split_whitespace().collect(), Some(index)),
        })
    }

    /// What a bare number at a place is, as far as the wording tells.
    fn bare_kind(&self, place: FigurePlace) -> Kind {
        let FigurePlace::Capture { paper, statement, capture, .. } = place else {
            return Kind::Figure;
        };
        let claim = self
            .world
            .statement(paper, statement)
            .and_then(|found| self.world.ruleset.claims.get(found.claim))
            .filter(|claim| claim.relation.is_none());
        let kind = claim.and_then(|claim| claim.captures.get(capture)).map(|own| &own.kind);
        kind.map(CaptureKind::of_values).filter(|of| *of != Kind::Any).unwrap_or(Kind::Figure)
    }

    /// Counts and scores are exact; a bare amount in a cell is not.
    fn is_exact_capture(&self, place: FigurePlace, number: &Number) -> bool {
        let FigurePlace::Capture { paper, statement, capture, .. } = place else {
            return true;
        };
        let claim = self
            .world
            .statement(paper, statement)
            .and_then(|found| self.world.ruleset.claims.get(found.claim));
        // prose measures, too: 8.6 公里
        if number.decimals > 0
            && number.unit.is_none()
            && claim.is_some_and(|claim| claim.relation.is_some())
        {
            return false;
        }
        let kind = claim.and_then(|claim| claim.captures.get(capture)).map(|capture| &capture.kind);
        !matches!(kind, Some(CaptureKind::Amount | CaptureKind::Percent | CaptureKind::Change))
    }

    fn whole(&mut self, value: i64, index: u32) -> Figure {
        let number =
            Number { value: Decimal::from(value), decimals: 0, unit: None, comparison: None };
        let (rounding, bare) = (Rounding::Auto, Kind::Number);
        self.figure(&number, None, Printing { decimals: 0, exact: true, rounding, bare }, index)
    }

    pub(in crate::check) fn part_capture(&mut self, name: &str) -> Evaluated {
        let part = self.scopes.iter().rev().find_map(|scope| scope.part(&self.world));
        let Some(part) = part else {
            return Err(Missing::NotApplicable(Why::OutsidePart { name: name.into() }));
        };
        let world = self.world;
        let found = world.page.recognition.parts.get(part).and_then(|found| {
            let at = found.captures.iter().position(|(known, ..)| known == name)?;
            found.captures.get(at).map(|(_, captured, text)| (at, captured, text))
        });
        match found {
            Some((capture, captured, text)) => {
                let printed = text.text.get(captured.range.clone()).unwrap_or("");
                self.captured(FigurePlace::PartCapture { part, capture }, captured, printed)
            }
            None => Err(Missing::NotApplicable(Why::PartLacks { name: name.into() })),
        }
    }

    pub(in crate::check) fn doc(&mut self, field: DocField) -> Evaluated {
        let facts = &self.world.page.recognition.facts;
        match field {
            DocField::Year => match facts.year {
                Some(year) if facts.year_span.is_some() => {
                    let index = self.read(FigurePlace::Year);
                    Ok(Value::Number(self.whole(i64::from(year), index)))
                }
                Some(year) => Ok(Value::Number(self.constant(Decimal::from(year), None))),
                None => Err(Missing::NoCapture(Why::NoYear)),
            },
            DocField::Agency => facts
                .agency
                .clone()
                .map(|text| Value::Text(text, None))
                .ok_or_else(|| Missing::NoCapture(Why::NoAgency)),
            DocField::Kind => facts
                .kind
                .clone()
                .map(|text| Value::Text(text, None))
                .ok_or_else(|| Missing::NoCapture(Why::NoKind)),
        }
    }

    pub(in crate::check) fn table(&mut self, field: TableField) -> Evaluated {
        let Some(Scope::Form { form, .. }) =
            self.scopes.iter().rev().find(|scope| matches!(scope, Scope::Form { .. })).copied()
        else {
            return Err(Missing::NotApplicable(Why::NotInTable));
        };
        let Some(filled) = self.world.filled(Paper::OWN, form) else {
            return Err(Missing::NotApplicable(Why::NotInTable));
        };
        let caption = &filled.caption;
        let (code, present) = match field {
            TableField::Title => (0, caption.title.is_some()),
            TableField::Number => (1, caption.number.is_some()),
            TableField::Year => (2, caption.year.is_some()),
            TableField::Agency => (3, caption.agency.is_some()),
            TableField::Unit => (4, caption.unit.is_some()),
        };
        if !present {
            return Err(Missing::NoCapture(Why::CaptionLacks));
        }
        let place = FigurePlace::Caption { form, field: code };
        let printed = self.world.printed(place);
        let index = self.read(place);
        match field {
            TableField::Number | TableField::Year => {
                match printed.value.and_then(|text| text.trim().parse::<i64>().ok()) {
                    Some(value) => Ok(Value::Number(self.whole(value, index))),
                    None => Ok(Value::Text(printed.text, Some(index))),
                }
            }
            _ => Ok(Value::Text(printed.text, Some(index))),
        }
    }

    pub(in crate::check) fn level(&mut self, depth: usize) -> Value {
        let level = match self.scope(depth) {
            Scope::Form { paper, form, side, row: Some(row), .. } => {
                self.world.row(paper, form, side, row).map_or(0, |row| row.level)
            }
            _ => 0,
        };
        Value::Number(self.constant(Decimal::from(level), None))
    }
}

/// How many digits are printed behind the point of a number: 1 of 86.4万元.
fn printed_decimals(text: &str) -> u32 {
    let behind = text.split_once(['.', '．']).map_or("", |(_, behind)| behind);
    u32::try_from(behind.chars().take_while(|digit| digit.is_ascii_digit()).count()).unwrap_or(0)
}
