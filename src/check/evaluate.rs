//! Evaluates resolved formulas natively, with intervals, units and sources.

use super::place::{PartView, Scope};
use super::value::{Evaluated, Missing, Value};
use super::world::{Place, Shared, World};
use crate::audit::CheckFigure;
use crate::form::{CellCaptured, Content, FilledForm, Slot};
use crate::formula::{Binary, DocField, Function, Node, Reference, Relation, ScaleReference, TableField};
use crate::hash::QuickMap;
use crate::number::{Arena, Comparison, Decimal, Expression, Figure, Interval, Number, Term, UnitId, round, ulp};
use crate::pattern::{Captured, CapturedValue};
use crate::ruleset::{ColumnKind, ParamValue, Rounding};
use std::sync::Arc;

/// Evaluates the formulas of one document.
pub struct Evaluator<'a> {
    /// What formulas see.
    pub world: World<'a>,
    /// Expressions.
    pub arena: Arena,
    /// Printed figures that were read, by the index that expressions carry.
    pub printed: Vec<Place>,
    /// Their values and intervals.
    pub figures: Vec<Option<Figure>>,
    known: QuickMap<Place, u32>,
    /// Printed figures read since the last `take_trace`, in order.
    trace: Vec<u32>,
    /// The printed figures as checks show them, by the same index; a figure stands in several checks.
    pub(super) shown: Vec<Option<CheckFigure>>,
    /// Take each number with its own printed decimals, not its column's.
    pub own_decimals: bool,
    /// Scopes, innermost last.
    pub(super) scopes: Vec<Scope>,
    /// The world again, owned, so that scripts can hold it; without it rules that are scripts do not run.
    pub(super) shared: Option<Arc<Shared>>,
}

/// What an evaluator remembers of a document, without the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    arena: Arena,
    printed: Vec<Place>,
    figures: Vec<Option<Figure>>,
    known: QuickMap<Place, u32>,
    trace: Vec<u32>,
    pub(super) own_decimals: bool,
    scopes: Vec<Scope>,
}

impl<'a> Evaluator<'a> {
    /// For one document.
    #[must_use]
    pub fn new(world: World<'a>) -> Self {
        Self {
            world,
            arena: Arena::default(),
            printed: Vec::new(),
            figures: Vec::new(),
            known: QuickMap::default(),
            trace: Vec::new(),
            shown: Vec::new(),
            own_decimals: false,
            scopes: vec![Scope::Document],
            shared: None,
        }
    }

    /// What it remembers, taken out of it: a script holds it while it runs.
    pub(super) fn take_memory(&mut self) -> Memory {
        Memory {
            arena: std::mem::take(&mut self.arena),
            printed: std::mem::take(&mut self.printed),
            figures: std::mem::take(&mut self.figures),
            known: std::mem::take(&mut self.known),
            trace: std::mem::take(&mut self.trace),
            own_decimals: self.own_decimals,
            scopes: std::mem::take(&mut self.scopes),
        }
    }

    /// Puts back what was taken out.
    pub(super) fn put_memory(&mut self, memory: Memory) {
        let Memory { arena, printed, figures, known, trace, own_decimals, scopes } = memory;
        (self.arena, self.printed, self.figures, self.known) = (arena, printed, figures, known);
        (self.trace, self.own_decimals, self.scopes) = (trace, own_decimals, scopes);
    }

    /// The printed figures read since the last call.
    pub fn take_trace(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.trace)
    }

    /// Evaluates without leaving a trace.
    pub(super) fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let known = self.trace.len();
        let out = work(self);
        self.trace.truncate(known);
        out
    }

    /// Evaluates in a scope.
    pub fn within<T>(&mut self, scope: Scope, work: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(scope);
        let out = work(self);
        self.scopes.pop();
        out
    }

    pub(super) fn scope(&self, depth: usize) -> Scope {
        self.scopes.len().checked_sub(depth + 1).and_then(|at| self.scopes.get(at)).copied().unwrap_or(Scope::Document)
    }

    /// Notes that the figure at a place was read, and gives its index.
    pub(super) fn read(&mut self, place: Place) -> u32 {
        let index = match self.known.get(&place) {
            Some(index) => *index,
            None => {
                let index = u32::try_from(self.printed.len()).unwrap_or(u32::MAX);
                self.printed.push(place);
                self.figures.push(None);
                self.known.insert(place, index);
                index
            }
        };
        self.trace.push(index);
        index
    }

    /// Evaluates a node.
    pub fn node(&mut self, node: &Node) -> Evaluated {
        match node {
            Node::Number { value, ratio } => Ok(Value::Number(self.constant(*value, if *ratio { self.ratio() } else { None }))),
            Node::Text(text) => Ok(Value::Text(text.clone(), None)),
            Node::Read(reference) => self.reference(*reference),
            Node::Form(path) => self.form_path(path),
            Node::Claim(path) => self.claim_path(path),
            Node::PartCapture(name) => self.part_capture(name),
            Node::Param(param, key) => self.param(*param, key.as_deref()),
            Node::ScaleFrom(scale, key) => self.scale_from(*scale, key),
            Node::Doc(field) => self.doc(*field),
            Node::Table(field) => self.table(*field),
            Node::Level(depth) => Ok(self.level(*depth)),
            Node::Aggregate(function, list, condition) => self.aggregate(*function, list, condition.as_deref()),
            Node::Grade(scale, score) => self.grade(*scale, score),
            Node::Call(function, arguments) => self.call(*function, arguments),
            Node::Negate(inner) => match self.node(inner)? {
                Value::Number(figure) => Ok(Value::Number(self.scaled(&figure, -Decimal::ONE)?)),
                blank @ Value::Blank(_) => Ok(blank),
                _ => Err(not_a_number()),
            },
            Node::Not(inner) => Ok(Value::Bool(!self.truth(inner)?)),
            Node::Binary(Binary::And, a, b) => Ok(Value::Bool(self.truth(a)? && self.truth(b)?)),
            Node::Binary(Binary::Or, a, b) => {
                let left = self.truth(a)?;
                Ok(Value::Bool(left || self.truth(b)?))
            }
            Node::Binary(operator, a, b) => {
                let (left, right) = (self.node(a)?, self.node(b)?);
                self.binary(*operator, left, right)
            }
            Node::Compare(relation, a, b) => {
                let (left, right) = (self.node(a)?, self.node(b)?);
                self.printed_compare(*relation, &left, &right).map(Value::Bool)
            }
        }
    }

    /// A condition; anything missing makes the whole of it missing.
    pub fn truth(&mut self, node: &Node) -> Result<bool, Missing> {
        match self.node(node)? {
            Value::Bool(truth) => Ok(truth),
            Value::Blank(_) => Err(Missing::NotApplicable("条件里的数是空的".to_owned())),
            _ => Err(Missing::Unchecked("条件不是真或假".to_owned())),
        }
    }

    /// The unit of ratios.
    pub(super) fn ratio(&self) -> Option<UnitId> {
        self.world.ruleset.vocabulary.units.iter().find(|(_, unit)| unit.ratio).map(|(id, _)| id)
    }

    pub(super) fn is_ratio(&self, unit: Option<UnitId>) -> bool {
        unit.is_some_and(|unit| self.world.ruleset.vocabulary.units.get(unit).ratio)
    }

    pub(super) fn constant(&mut self, value: Decimal, unit: Option<UnitId>) -> Figure {
        let expression = self.arena.add(Expression::Constant(value));
        Figure { value, interval: Interval::exact(value), ulp: None, unit, expression, comparison: None }
    }

    pub(super) fn reference(&mut self, reference: Reference) -> Evaluated {
        match reference {
            Reference::Column { depth, column } => match self.scope(depth) {
                Scope::Form { last_year, form, side, row: Some(row), .. } => self.cell(last_year, form, side, row, column),
                _ => Err(Missing::Unchecked("这里没有当前行".to_owned())),
            },
            Reference::Row { depth, row } => match self.scope(depth) {
                Scope::Form { last_year, form, side, column: Some(column), .. } => match self.named_row(last_year, form, side, row)? {
                    Some(row) => self.cell(last_year, form, side, row, column),
                    None => Ok(Value::Blank(None)),
                },
                _ => Err(Missing::Unchecked("这里没有当前列".to_owned())),
            },
            Reference::CellCapture { depth, capture } => match self.scope(depth) {
                Scope::Form { last_year, form, side, row: Some(row), .. } => self.cell_capture(last_year, form, side, row, capture),
                _ => Err(Missing::Unchecked("这里没有当前行".to_owned())),
            },
            Reference::Capture { depth, capture } => match self.scope(depth) {
                Scope::Claim { last_year, statement, item } => self.capture(Place::Capture { last_year, statement, item, capture }),
                _ => Err(Missing::Unchecked("这里没有当前句子".to_owned())),
            },
        }
    }

    /// The value of a cell.
    pub(super) fn cell(&mut self, last_year: bool, form: usize, side: usize, row: usize, column: usize) -> Evaluated {
        let world = self.world;
        let (Some(slot), Some(filled)) = (world.slot(last_year, form, side, row, column), world.filled(last_year, form)) else {
            return Ok(Value::Blank(None));
        };
        let place = Place::Cell { last_year, form, side, row, column };
        match &slot.content {
            Content::Absent => Ok(Value::Blank(None)),
            Content::Blank => Ok(Value::Blank(Some(self.read(place)))),
            Content::Unreadable(why) => {
                self.read(place);
                Err(Missing::Unchecked(format!("{}无法读取：{why}", world.label(place))))
            }
            // a code that is printed in several columns is one
            Content::Text if world.column(filled, column).is_some_and(|column| column.kind == ColumnKind::Code) => {
                let index = self.read(place);
                let code = world.row(last_year, form, side, row).and_then(|row| row.code.clone());
                Ok(Value::Text(code.unwrap_or_else(|| slot.text.text.split_whitespace().collect()), Some(index)))
            }
            Content::Text => {
                let index = self.read(place);
                Ok(Value::Text(slot.text.text.split_whitespace().collect(), Some(index)))
            }
            Content::Number(number) => {
                let index = self.read(place);
                let figure = match self.figures.get(index as usize).copied().flatten() {
                    Some(figure) if !self.own_decimals => figure,
                    _ => self.slot_figure(filled, slot, number, side, column, index),
                };
                Ok(Value::Number(figure))
            }
        }
    }

    fn slot_figure(&mut self, filled: &FilledForm, slot: &Slot, number: &Number, side: usize, column: usize, index: u32) -> Figure {
        let world = self.world;
        let unit = world.slot_unit(filled, slot, side, column);
        let kind = world.column(filled, column).map_or(ColumnKind::Text, |column| column.kind);
        let rounding = world.schema(filled).map_or(Rounding::Auto, |schema| schema.rounding);
        // a column that drops trailing zeros has the decimals of its most precise cell
        let widest = filled.sides.get(side).and_then(|side| side.columns.get(column)?.as_ref()).map_or(0, |column| column.decimals);
        let decimals = if self.own_decimals || slot.unit.is_some() { number.decimals } else { number.decimals.max(widest) };
        let exact = matches!(kind, ColumnKind::Score | ColumnKind::Count | ColumnKind::Line | ColumnKind::Ordinal | ColumnKind::Year) || rounding == Rounding::Exact;
        self.figure(number, decimals, unit, exact, rounding, index)
    }

    /// A figure from a printed number: value in base units, interval by its decimals.
    fn figure(&mut self, number: &Number, decimals: u32, unit: Option<UnitId>, exact: bool, rounding: Rounding, index: u32) -> Figure {
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
        let figure = Figure { value, interval, ulp: Some(last), unit, expression, comparison: number.comparison };
        if !self.own_decimals
            && let Some(known) = self.figures.get_mut(index as usize)
        {
            *known = Some(figure);
        }
        figure
    }

    fn cell_capture(&mut self, last_year: bool, form: usize, side: usize, row: usize, capture: usize) -> Evaluated {
        let found: Option<&CellCaptured> = self.world.row(last_year, form, side, row).and_then(|row| row.captures.get(capture)?.as_ref());
        match found {
            Some(found) => self.captured(Place::CellCapture { last_year, form, side, row, capture }, &found.captured, &found.text),
            // the label of a group is printed on its first row only
            None => Err(Missing::NoCapture("这一格没有写出".to_owned())),
        }
    }

    /// The value of a capture of a sentence.
    pub(super) fn capture(&mut self, place: Place) -> Evaluated {
        let Place::Capture { last_year, statement, item, capture } = place else {
            return Err(Missing::Unchecked("这里没有当前句子".to_owned()));
        };
        let world = self.world;
        let Some(found) = world.statement(last_year, statement) else { return Err(Missing::NotApplicable("没有这句话".to_owned())) };
        let Some(captured) = world.capture(last_year, statement, item, capture) else {
            let name = world.ruleset.claims.get(found.claim).and_then(|claim| claim.captures.get(capture)).map_or("", |capture| capture.name.as_str());
            return Err(Missing::NoCapture(format!("这句话没有写{name}")));
        };
        // a capture of the sentence beside its items stands at the sentence
        let own_item = item.filter(|(group, item)| found.items.get(*group).and_then(|items| items.get(*item)?.get(capture)?.as_ref()).is_some());
        let place = Place::Capture { last_year, statement, item: own_item, capture };
        let text = found.text.text.get(captured.range.clone()).unwrap_or("");
        self.captured(place, captured, text)
    }

    fn captured(&mut self, place: Place, captured: &Captured, text: &str) -> Evaluated {
        let index = self.read(place);
        Ok(match &captured.value {
            CapturedValue::Number(number) => {
                let counted = number.unit.is_none_or(|unit| {
                    let unit = self.world.ruleset.vocabulary.units.get(unit);
                    !unit.money && !unit.ratio
                });
                let exact = counted && self.is_exact_capture(place);
                Value::Number(self.figure(number, number.decimals, number.unit, exact, Rounding::Auto, index))
            }
            CapturedValue::Year(year) => Value::Number(self.whole(i64::from(*year), index)),
            CapturedValue::Ordinal { value, .. } => Value::Number(self.whole(i64::from(*value), index)),
            CapturedValue::Direction(sign) => Value::Number(self.whole(i64::from(*sign), index)),
            CapturedValue::Date { year, month, day } => Value::Date((*year, *month, *day), Some(index)),
            CapturedValue::Text(_) => Value::Text(text.split_whitespace().collect(), Some(index)),
        })
    }

    /// Counts and scores are exact; a bare amount in a cell is not.
    fn is_exact_capture(&self, place: Place) -> bool {
        use crate::pattern::CaptureKind;
        let Place::Capture { last_year, statement, capture, .. } = place else { return true };
        let kind = self.world.statement(last_year, statement).and_then(|found| self.world.ruleset.claims.get(found.claim)?.captures.get(capture)).map(|capture| &capture.kind);
        !matches!(kind, Some(CaptureKind::Amount | CaptureKind::Percent | CaptureKind::Change))
    }

    fn whole(&mut self, value: i64, index: u32) -> Figure {
        let number = Number { value: Decimal::from(value), decimals: 0, unit: None, comparison: None };
        self.figure(&number, 0, None, true, Rounding::Auto, index)
    }

    pub(super) fn part_capture(&mut self, name: &str) -> Evaluated {
        let part = self.scopes.iter().rev().find_map(|scope| scope.part(&self.world));
        let Some(part) = part else { return Err(Missing::NotApplicable(format!("这里不在有 {name} 的部分里"))) };
        let world = self.world;
        let found = world.page.recognition.parts.get(part).and_then(|found| {
            let at = found.captures.iter().position(|(known, ..)| known == name)?;
            found.captures.get(at).map(|(_, captured, text)| (at, captured, text))
        });
        match found {
            Some((capture, captured, text)) => {
                let printed = text.text.get(captured.range.clone()).unwrap_or("");
                self.captured(Place::PartCapture { part, capture }, captured, printed)
            }
            None => Err(Missing::NotApplicable(format!("这一部分没有写{name}"))),
        }
    }

    pub(super) fn param(&mut self, param: usize, key: Option<&Node>) -> Evaluated {
        let Some(found) = self.world.ruleset.params.get(param) else { return Err(Missing::NotApplicable("没有这个参数".to_owned())) };
        match (&found.value, key) {
            (ParamValue::Number(value, unit), _) => Ok(Value::Number(self.constant(*value, *unit))),
            (ParamValue::Text(text), _) => Ok(Value::Text(text.clone(), None)),
            (ParamValue::Table(entries), Some(key)) => {
                let key = self.text(key)?;
                let words = &self.world.ruleset.vocabulary;
                let wanted = crate::form::label_key(&key, words);
                // the key may carry more than the name: 产出指标（50分）
                let entry = entries.iter().find(|(name, ..)| crate::form::label_key(name, words) == wanted).or_else(|| entries.iter().find(|(name, ..)| wanted.starts_with(&words.folded(name))));
                match entry {
                    Some((_, value, unit)) => Ok(Value::Number(self.constant(*value, *unit))),
                    None => Err(Missing::NotApplicable(format!("参数 {} 没有 {key}", found.name))),
                }
            }
            (ParamValue::Table(_), None) => Err(Missing::Unchecked(format!("参数 {} 是一张表", found.name))),
        }
    }

    pub(super) fn scale_from(&mut self, scale: usize, key: &Node) -> Evaluated {
        let grade = self.text(key)?;
        let words = &self.world.ruleset.vocabulary;
        let wanted = words.folded(&grade);
        let from = self.world.ruleset.scales.get(scale).and_then(|scale| scale.grades.iter().find(|(name, _)| words.folded(name) == wanted)).map(|(_, from)| *from);
        match from {
            Some(from) => Ok(Value::Number(self.constant(from, None))),
            None => Err(Missing::NotApplicable(format!("等级标准里没有 {grade}"))),
        }
    }

    fn doc(&mut self, field: DocField) -> Evaluated {
        let facts = &self.world.page.recognition.facts;
        match field {
            DocField::Year => match facts.year {
                Some(year) => Ok(Value::Number(self.constant(Decimal::from(year), None))),
                None => Err(Missing::NotApplicable("没有找到文件的年度".to_owned())),
            },
            DocField::Agency => facts.agency.clone().map(|text| Value::Text(text, None)).ok_or_else(|| Missing::NotApplicable("没有找到单位名称".to_owned())),
            DocField::Kind => facts.kind.clone().map(|text| Value::Text(text, None)).ok_or_else(|| Missing::NotApplicable("没有认出文件种类".to_owned())),
        }
    }

    fn table(&mut self, field: TableField) -> Evaluated {
        let Some(Scope::Form { form, .. }) = self.scopes.iter().rev().find(|scope| matches!(scope, Scope::Form { .. })).copied() else {
            return Err(Missing::NotApplicable("这里没有表".to_owned()));
        };
        let Some(filled) = self.world.filled(false, form) else { return Err(Missing::NotApplicable("这里没有表".to_owned())) };
        let caption = &filled.caption;
        let (code, present) = match field {
            TableField::Title => (0, caption.title.is_some()),
            TableField::Number => (1, caption.number.is_some()),
            TableField::Year => (2, caption.year.is_some()),
            TableField::Agency => (3, caption.agency.is_some()),
            TableField::Unit => (4, caption.unit.is_some()),
        };
        if !present {
            return Err(Missing::NotApplicable("表头没有写".to_owned()));
        }
        let place = Place::Caption { form, field: code };
        let printed = self.world.printed(place);
        let index = self.read(place);
        match field {
            TableField::Number | TableField::Year => match printed.value.and_then(|text| text.trim().parse::<i64>().ok()) {
                Some(value) => Ok(Value::Number(self.whole(value, index))),
                None => Ok(Value::Text(printed.text, Some(index))),
            },
            _ => Ok(Value::Text(printed.text, Some(index))),
        }
    }

    fn level(&mut self, depth: usize) -> Value {
        let level = match self.scope(depth) {
            Scope::Form { last_year, form, side, row: Some(row), .. } => self.world.row(last_year, form, side, row).map_or(0, |row| row.level),
            _ => 0,
        };
        Value::Number(self.constant(Decimal::from(level), None))
    }

    /// A value as words, by which something is looked up: no figure of the check.
    pub(super) fn text(&mut self, node: &Node) -> Result<String, Missing> {
        let before = self.trace.len();
        let value = self.node(node);
        self.trace.truncate(before);
        match value? {
            Value::Text(text, _) => Ok(text),
            Value::Number(figure) => Ok(figure.value.normalize().to_string()),
            Value::Blank(_) => Err(Missing::NotApplicable("名称是空的".to_owned())),
            _ => Err(Missing::Unchecked("这里要名称".to_owned())),
        }
    }

    fn grade(&mut self, scale: ScaleReference, score: &Node) -> Evaluated {
        let score = self.node(score)?;
        self.grade_of(scale, score)
    }

    /// The grade of a score.
    pub(super) fn grade_of(&mut self, scale: ScaleReference, score: Value) -> Evaluated {
        let figure = match score {
            Value::Number(figure) => figure,
            Value::Blank(_) => return Err(Missing::Unchecked("得分是空的".to_owned())),
            _ => return Err(not_a_number()),
        };
        let bounds: Vec<(String, Decimal, Option<Place>)> = match scale {
            ScaleReference::Scale(scale) => self.world.ruleset.scales.get(scale).map(|scale| scale.grades.iter().map(|(name, from)| (name.clone(), *from, None)).collect()).unwrap_or_default(),
            ScaleReference::Claim(claim) => {
                // of a printed scale only the band that decides is a figure of the check
                let before = self.trace.len();
                let bounds = self.claimed_scale(claim);
                self.trace.truncate(before);
                bounds?
            }
        };
        let grade = |value: Decimal| bounds.iter().find(|(_, from, _)| value >= *from);
        match (grade(figure.interval.low), grade(figure.interval.high)) {
            (Some((low, _, place)), Some((high, ..))) if low == high => {
                if let Some(place) = place {
                    self.read(*place);
                }
                Ok(Value::Text(low.clone(), None))
            }
            (Some((low, ..)), Some((high, ..))) => Err(Missing::Unchecked(format!("得分在等级界限上，{low}或{high}都可能"))),
            _ => Err(Missing::Unchecked("得分低于等级标准的最低一档".to_owned())),
        }
    }

    /// A scale that the document itself prints: rows of `name` and `from`.
    fn claimed_scale(&mut self, claim: usize) -> Result<Vec<(String, Decimal, Option<Place>)>, Missing> {
        let ruleset = self.world.ruleset;
        let Some(schema) = ruleset.claims.get(claim) else { return Ok(Vec::new()) };
        let at = |wanted: &str| schema.captures.iter().position(|capture| capture.name == wanted);
        let (Some(name), Some(from)) = (at("name"), at("from")) else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for place in self.claim_places(claim, &PartView::default(), None, name)? {
            let Place::Capture { last_year, statement, item, .. } = place else { continue };
            let bound = Place::Capture { last_year, statement, item, capture: from };
            let (name, from) = (self.capture(place)?, self.capture(bound));
            if let (Value::Text(name, _), Ok(Value::Number(from))) = (name, from) {
                out.push((name, from.value, Some(bound)));
            }
        }
        if out.is_empty() {
            return Err(Missing::NotApplicable(format!("文件没有写{}", schema.id)));
        }
        out.sort_by_key(|(_, from, _)| std::cmp::Reverse(*from));
        Ok(out)
    }

    fn call(&mut self, function: Function, arguments: &[Node]) -> Evaluated {
        match (function, arguments) {
            (Function::Percent, [share, base]) => {
                let (share, base) = (self.node(share)?, self.node(base)?);
                self.percent(share, base)
            }
            (Function::Present, [x]) => match self.node(x) {
                Ok(Value::Number(_)) => Ok(Value::Bool(true)),
                Ok(_) | Err(Missing::NotApplicable(_) | Missing::NoCapture(_)) => Ok(Value::Bool(false)),
                Err(other) => Err(other),
            },
            (Function::Or, [x, y]) => match self.node(x) {
                Ok(Value::Blank(_)) | Err(Missing::NoCapture(_)) => self.node(y),
                other => other,
            },
            (Function::Meets, [actual, target]) => {
                let (actual, target) = (self.node(actual)?, self.node(target)?);
                self.meets(&actual, &target).map(Value::Bool)
            }
            (Function::Round, [x, digits]) => {
                let (x, digits) = (self.number(x)?, self.number(digits)?);
                self.rounded(x, digits)
            }
            (Function::Abs | Function::Sign, [x]) => {
                let x = self.number(x)?;
                if function == Function::Abs { self.absolute(x) } else { self.sign(x) }
            }
            (Function::Min | Function::Max, many) => {
                let figures = many.iter().map(|node| self.number(node)).collect::<Result<Vec<_>, _>>()?;
                self.extreme(function == Function::Min, &figures)
            }
            _ => Err(Missing::Unchecked(format!("{} 不能用在这里", function.name()))),
        }
    }

    /// `round(x, digits)` in the unit that `x` is printed in, half up.
    pub(super) fn rounded(&mut self, x: Figure, digits: Figure) -> Evaluated {
        let digits = u32::try_from(i64::try_from(digits.value.trunc().mantissa()).unwrap_or(0)).unwrap_or(0);
        let times = x.unit.map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let value = round(x.value / times, digits) * times;
        Ok(Value::Number(self.opaque(value, Interval::exact(value), Some(ulp(digits) * times), x.unit, &[x])))
    }

    /// `abs(x)`
    pub(super) fn absolute(&mut self, x: Figure) -> Evaluated {
        if x.value.is_sign_negative() { Ok(Value::Number(self.scaled(&x, -Decimal::ONE)?)) } else { Ok(Value::Number(x)) }
    }

    /// `sign(x)`
    pub(super) fn sign(&mut self, x: Figure) -> Evaluated {
        let sign = if x.value.is_zero() {
            Decimal::ZERO
        } else if x.value.is_sign_negative() {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        Ok(Value::Number(self.opaque(sign, Interval::exact(sign), None, None, &[x])))
    }

    /// `min(…)` and `max(…)`
    pub(super) fn extreme(&mut self, least: bool, many: &[Figure]) -> Evaluated {
        let mut best: Option<Figure> = None;
        let mut all = Vec::new();
        for figure in many.iter().copied() {
            let (kept, next) = match best {
                None => (figure, figure),
                Some(best) => self.aligned(&best, &figure)?,
            };
            all.push(next);
            best = Some(match best {
                None => figure,
                Some(_) => {
                    let pick = |a: Decimal, b: Decimal| if least { a.min(b) } else { a.max(b) };
                    let interval = Interval { low: pick(kept.interval.low, next.interval.low), high: pick(kept.interval.high, next.interval.high), low_open: false, high_open: false };
                    Figure { value: pick(kept.value, next.value), interval, ..kept }
                }
            });
        }
        let Some(best) = best else { return Err(not_a_number()) };
        Ok(Value::Number(self.opaque(best.value, best.interval, None, best.unit, &all)))
    }

    /// A number; a blank or words are none.
    pub(super) fn number(&mut self, node: &Node) -> Result<Figure, Missing> {
        match self.node(node)? {
            Value::Number(figure) => Ok(figure),
            Value::Blank(_) => Err(Missing::Unchecked("其中一个数是空的".to_owned())),
            _ => Err(not_a_number()),
        }
    }

    /// Whether an actual value meets a target; words on either side say nothing.
    pub(super) fn meets(&self, actual: &Value, target: &Value) -> Result<bool, Missing> {
        let (Value::Number(actual), Value::Number(target)) = (actual, target) else {
            return Err(Missing::NotApplicable("指标值或完成值不是数".to_owned()));
        };
        let (actual, target) = self.adopted(actual, target).ok_or_else(|| Missing::NotApplicable("指标值与完成值的单位不同".to_owned()))?;
        Ok(reaches(&actual, &target))
    }

    /// Compares printed values: true or false.
    pub(super) fn printed_compare(&self, relation: Relation, left: &Value, right: &Value) -> Result<bool, Missing> {
        let ordering = match (left, right) {
            (Value::Number(a), Value::Number(b)) => {
                let (a, b) = self.adopted(a, b).ok_or_else(|| Missing::Unchecked("单位不同，不能比较".to_owned()))?;
                a.value.cmp(&b.value)
            }
            (Value::Text(a, _), Value::Text(b, _)) => {
                let words = &self.world.ruleset.vocabulary;
                words.folded(a).cmp(&words.folded(b))
            }
            (Value::Date(a, _), Value::Date(b, _)) => a.cmp(b),
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Blank(_), _) | (_, Value::Blank(_)) => return Err(Missing::NotApplicable("其中一项是空的".to_owned())),
            _ => return Err(Missing::Unchecked("两边不是同一类，不能比较".to_owned())),
        };
        Ok(match relation {
            Relation::Equal => ordering.is_eq(),
            Relation::NotEqual => ordering.is_ne(),
            Relation::Less => ordering.is_lt(),
            Relation::AtMost => ordering.is_le(),
            Relation::Greater => ordering.is_gt(),
            Relation::AtLeast | Relation::Meets => ordering.is_ge(),
        })
    }

    pub(super) fn opaque(&mut self, value: Decimal, interval: Interval, ulp: Option<Decimal>, unit: Option<UnitId>, from: &[Figure]) -> Figure {
        let expression = self.arena.add(Expression::Opaque(from.iter().map(|figure| figure.expression).collect()));
        Figure { value, interval, ulp, unit, expression, comparison: None }
    }

    pub(super) fn sum_of(&mut self, terms: Vec<Term>) -> crate::number::ExpressionId {
        self.arena.add(Expression::Sum(terms))
    }
}

/// Whether the actual figure reaches the target, by the target's sign; without one it is a minimum, a bare zero a
/// maximum.
pub(super) fn reaches(actual: &Figure, target: &Figure) -> bool {
    match target.comparison {
        Some(Comparison::AtMost) => actual.value <= target.value,
        Some(Comparison::Below) => actual.value < target.value,
        Some(Comparison::Above) => actual.value > target.value,
        Some(Comparison::Equal) => actual.value == target.value,
        Some(Comparison::AtLeast) => actual.value >= target.value,
        None if target.value.is_zero() => actual.value <= target.value,
        None => actual.value >= target.value,
    }
}

pub(super) fn not_a_number() -> Missing {
    Missing::Unchecked("其中一项不是数".to_owned())
}
