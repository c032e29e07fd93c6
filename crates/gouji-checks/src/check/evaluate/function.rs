//! The functions of formulas: grades, targets, extremes, rounding, comparison of printed values.

use crate::check::evaluate::days::extreme_day;
use crate::check::evaluate::days::no_day_in;
use crate::check::evaluate::other_reading::OtherReading;
use crate::check::evaluate::value::{Evaluated, Missing, Value, left_open};
use crate::check::evaluate::visible::PartView;
use crate::check::evaluate::{Evaluator, not_a_number};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_rules::formula::{CheckRelation, Function, Node, RowSelector, ScaleReference};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::kind::{Kind, Operation, result};
use gouji_values::number::{Decimal, Figure, Interval, round, ulp};

/// Whether words are an account code.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())
}

/// Whether what is asked for is missing because its document is not there, or because that other
/// document has no such table.
pub(in crate::check) fn is_unseen(asked: &Node, missing: &Missing) -> bool {
    match missing {
        Missing::NotApplicable(Why::NoLastYear | Why::NotBeside { .. }) => true,
        Missing::NotApplicable(Why::FormAbsentBeside { .. }) => true,
        Missing::NotApplicable(Why::FormAbsent { .. }) => {
            matches!(asked, Node::Form(path) if !path.at.paper.is_own())
        }
        _ => false,
    }
}

/// Whether a cell is asked for of a row that is looked up by its name.
fn is_looked_up(asked: &Node) -> bool {
    matches!(asked, Node::Form(path) if matches!(path.row, RowSelector::Key(_) | RowSelector::Path(_)))
}

/// Whether a comparison asks for more than being the same.
pub(in crate::check) fn ordered(relation: CheckRelation) -> Operation {
    match relation {
        CheckRelation::Equal | CheckRelation::NotEqual | CheckRelation::Meets => Operation::Equal,
        _ => Operation::Order,
    }
}

/// A quotient of two amounts or counts as the number that it is: its digits are not those of a
/// percentage.
fn number_of_quotient(x: Figure) -> Figure {
    if x.kind == Kind::Ratio { Figure { unit: None, kind: Kind::Number, ..x } } else { x }
}

impl Evaluator<'_> {
    pub(in crate::check) fn grade(&mut self, scale: ScaleReference, score: &Node) -> Evaluated {
        let score = self.node(score)?;
        self.grade_of(scale, score)
    }

    /// The grade of a score.
    pub(in crate::check) fn grade_of(&mut self, scale: ScaleReference, score: Value) -> Evaluated {
        let figure = match score {
            Value::Number(figure) => figure,
            Value::Blank(_) => return Err(Missing::Unchecked(Why::ScoreBlank)),
            other => return Err(self.no_number(&other)),
        };
        if let ScaleReference::Scale(scale) = scale
            && let Some(kind) = self.world.ruleset.scales.get(scale).and_then(|scale| scale.kind)
            && result(Operation::Order, figure.kind, kind).is_err()
        {
            return Err(Missing::Unchecked(Why::KindsApart {
                first: figure.kind.names(),
                second: kind.names(),
            }));
        }
        let bounds: Vec<(String, Decimal, Option<FigurePlace>)> = match scale {
            ScaleReference::Scale(scale) => self
                .world
                .ruleset
                .scales
                .get(scale)
                .map(|scale| {
                    scale.grades.iter().map(|(name, from)| (name.clone(), *from, None)).collect()
                })
                .unwrap_or_default(),
            ScaleReference::Claim(claim) => {
                // of a printed scale only the band that decides is a figure of the check
                let before = self.trace.len();
                let bounds = self.claimed_scale(claim);
                self.trace.truncate(before);
                bounds?
            }
        };
        let grade = |value: Decimal| bounds.iter().find(|(_, from, _)| value >= *from);
        // an author's rule takes a figure for what is printed, as its comparisons do
        let end = self.end_of(&figure);
        let (low, high) = match (self.asks_blanks, end) {
            (true, end) => (end.unwrap_or(figure.value), end.unwrap_or(figure.value)),
            (false, _) => (figure.interval.low, figure.interval.high),
        };
        if end.is_some()
            && let (Some((own, ..)), Some((other, ..))) = (grade(figure.value), grade(low))
            && own != other
        {
            let (low, high) = if low < figure.value { (other, own) } else { (own, other) };
            let why = Why::ScoreOnBorder { low: low.as_str().into(), high: high.as_str().into() };
            self.note_otherwise(|| why);
        }
        match (grade(low), grade(high)) {
            (Some((low, _, place)), Some((high, ..))) if low == high => {
                if let Some(place) = place {
                    self.read(*place);
                }
                Ok(Value::Text(low.clone(), None))
            }
            (Some((low, ..)), Some((high, ..))) => Err(Missing::Unchecked(Why::ScoreOnBorder {
                low: low.as_str().into(),
                high: high.as_str().into(),
            })),
            _ => Err(Missing::Unchecked(Why::ScoreBelowAll)),
        }
    }

    /// A scale that the document itself prints: rows of `name` and `from`.
    fn claimed_scale(
        &mut self,
        claim: usize,
    ) -> Result<Vec<(String, Decimal, Option<FigurePlace>)>, Missing> {
        let ruleset = self.world.ruleset;
        let Some(schema) = ruleset.claims.get(claim) else {
            return Ok(Vec::new());
        };
        let at = |wanted: &str| schema.captures.iter().position(|capture| capture.name == wanted);
        let (Some(name), Some(from)) = (at("name"), at("from")) else {
            return Ok(Vec::new());
        };
        let mut out = Vec::new();
        for place in self.claim_places(claim, &PartView::default(), None, name)? {
            let FigurePlace::Capture { paper, statement, item, .. } = place else {
                continue;
            };
            let bound = FigurePlace::Capture { paper, statement, item, capture: from };
            let (name, from) = (self.capture(place)?, self.capture(bound));
            if let (Value::Text(name, _), Ok(Value::Number(from))) = (name, from) {
                out.push((name, from.value, Some(bound)));
            }
        }
        if out.is_empty() {
            return Err(Missing::NotApplicable(Why::NotWritten {
                claim: schema.id.as_str().into(),
            }));
        }
        out.sort_by_key(|(_, from, _)| std::cmp::Reverse(*from));
        Ok(out)
    }

    pub(in crate::check) fn call(&mut self, function: Function, arguments: &[Node]) -> Evaluated {
        match (function, arguments) {
            (Function::Percent, [share, base]) => {
                let (share, base) = (self.node(share)?, self.node(base)?);
                self.percent(share, base)
            }
            (Function::Present, [x]) => match self.looked_for(x) {
                // words where a day belongs are neither a day nor a blank
                Ok(Value::Text(text, Some(at))) if self.asks_blanks && self.is_for_days(at) => {
                    Err(Missing::Unchecked(no_day_in(&text)))
                }
                Ok(Value::Blank(Some(place)))
                    if self.reads(OtherReading::BlankThere) && is_looked_up(x) =>
                {
                    if let Some(why) = self.stated_blank(place) {
                        self.note_otherwise(|| why);
                    }
                    Ok(Value::Bool(true))
                }
                Ok(value) => Ok(Value::Bool(self.is_present(&value))),
                // nothing is missing from what is not there to be looked at
                Err(missing) if is_unseen(x, &missing) => Err(missing),
                Err(Missing::NotApplicable(_) | Missing::NoCapture(_) | Missing::NoRow(_)) => {
                    Ok(Value::Bool(false))
                }
                // the table of parameters has no such name
                Err(Missing::Unchecked(Why::ParameterLacks { .. })) => Ok(Value::Bool(false)),
                Err(other) => Err(other),
            },
            (Function::Or, [x, y]) => match self.node(x) {
                Ok(Value::Blank(_)) | Err(Missing::NoCapture(_)) => self.node(y),
                // a table of parameters has what it names; for all others this is written
                Err(Missing::Unchecked(Why::ParameterLacks { .. }))
                    if matches!(x, Node::Param(_, Some(_))) =>
                {
                    self.node(y)
                }
                // the row or the sentence before the first
                Err(Missing::NotApplicable(Why::NoRowBefore | Why::NoSentenceBefore)) => {
                    self.node(y)
                }
                // the line before the first, the line behind the last
                Err(Missing::Unchecked(Why::NoNumberedLine { .. } | Why::NotWhole))
                    if matches!(x, Node::Form(_)) =>
                {
                    self.node(y)
                }
                other => other,
            },
            (Function::If, [condition, a, b]) => {
                // a blank that a condition asks for says neither the one nor the other
                if self.aside(|this| this.truth(condition)).map_err(left_open)? {
                    self.node(a)
                } else {
                    self.node(b)
                }
            }
            (Function::Meets, [actual, target]) => {
                let (actual, target) = (self.node(actual)?, self.node(target)?);
                self.meets(&actual, &target).map(Value::Bool)
            }
            (Function::Round, [x, digits]) => {
                let (x, digits) = (self.number(x)?, self.number(digits)?);
                self.rounded(x, digits)
            }
            (Function::Floor | Function::Ceil, [x]) => {
                let x = self.number(x)?;
                self.whole_of(function == Function::Ceil, x)
            }
            (Function::Power, [x, times]) => {
                let (x, times) = (self.number(x)?, self.number(times)?);
                self.power(x, times)
            }
            (Function::Contains | Function::StartsWith | Function::EndsWith, [text, part]) => {
                self.holds_words(function, text, part)
            }
            (Function::Len, [text]) => self.length(text),
            (Function::Days, [from, to]) => self.days(from, to),
            (Function::Previous, [column]) => self.previous(column),
            (Function::Column, [number]) => self.numbered_column(number),
            (Function::Abs | Function::Sign, [x]) => {
                let x = self.number(x)?;
                if function == Function::Abs { self.absolute(x) } else { self.sign(x) }
            }
            (Function::Min | Function::Max, many) => {
                let values =
                    many.iter().map(|node| self.node(node)).collect::<Result<Vec<_>, _>>()?;
                if values.iter().any(|value| matches!(value, Value::Date(..))) {
                    return extreme_day(function == Function::Min, values);
                }
                let figures = values
                    .into_iter()
                    .map(|own| self.figure_of(own))
                    .collect::<Result<Vec<_>, _>>()?;
                self.extreme(function == Function::Min, &figures)
            }
            _ => {
                Err(Missing::Unchecked(Why::FunctionMisplaced { function: function.name().into() }))
            }
        }
    }

    /// What is asked for; what is looked up in a table of parameters is a figure of the check.
    fn looked_for(&mut self, x: &Node) -> Evaluated {
        let value = self.node(x);
        let key = match x {
            Node::Param(_, Some(key)) => Some(key),
            Node::Form(path) if matches!(value, Err(Missing::NoRow(_))) => match &path.row {
                RowSelector::Key(key) => Some(key),
                _ => None,
            },
            _ => None,
        };
        if let (Some(key), false) = (key, self.is_condition) {
            let _ = self.node(key);
        }
        value
    }

    /// Whether there is a number, or words where no number belongs.
    pub(in crate::check) fn is_present(&self, value: &Value) -> bool {
        match value {
            Value::Number(_) | Value::Date(..) | Value::Bool(_) => true,
            Value::Blank(_) => false,
            Value::Text(text, place) => {
                !text.trim().is_empty() && !place.is_some_and(|index| self.is_for_numbers(index))
            }
        }
    }

    /// Whether a printed figure stands where the form has numbers.
    pub(in crate::check) fn is_for_numbers(&self, index: u32) -> bool {
        let place = usize::try_from(index).ok().and_then(|at| self.printed.get(at)).copied();
        let Some(FigurePlace::Cell { paper, form, column, .. }) = place else { return false };
        let filled = self.world.filled(paper, form);
        let column = filled.and_then(|filled| self.world.column(filled, column));
        column.is_some_and(|column| column.kind.is_numeric() || column.kind == ColumnKind::Target)
    }

    /// Whether a printed figure stands where the form has days.
    pub(in crate::check) fn is_for_days(&self, index: u32) -> bool {
        let place = usize::try_from(index).ok().and_then(|at| self.printed.get(at)).copied();
        let Some(FigurePlace::Cell { paper, form, column, .. }) = place else { return false };
        let filled = self.world.filled(paper, form);
        let column = filled.and_then(|filled| self.world.column(filled, column));
        column.is_some_and(|column| column.kind == ColumnKind::Date)
    }

    /// `round(x, digits)` in the unit that `x` is printed in, half up.
    pub(in crate::check) fn rounded(&mut self, x: Figure, digits: Figure) -> Evaluated {
        let is_whole = digits.value.fract().is_zero();
        let digits = u32::try_from(digits.value).ok().filter(|_| is_whole);
        let Some(digits) = digits.filter(|digits| *digits <= Decimal::MAX_SCALE) else {
            return Err(Missing::Unchecked(Why::DigitsNotWhole));
        };
        let x = number_of_quotient(x);
        let times =
            x.unit.map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let value = round(x.value / times, digits) * times;
        Ok(Value::Number(self.opaque(
            value,
            Interval::exact(value),
            Some(ulp(digits) * times),
            x.unit,
            &[x],
        )))
    }

    /// `floor(x)` and `ceil(x)` in the unit that `x` is printed in.
    pub(in crate::check) fn whole_of(&mut self, up: bool, x: Figure) -> Evaluated {
        let x = number_of_quotient(x);
        let times =
            x.unit.map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let whole = |value: Decimal| {
            let value = value / times;
            (if up { value.ceil() } else { value.floor() }) * times
        };
        let (low, high) = (whole(x.interval.low), whole(x.interval.high));
        let interval = Interval { low, high, ..Interval::exact(low) };
        let value = whole(x.value);
        Ok(Value::Number(self.opaque(value, interval, Some(times), x.unit, &[x])))
    }

    /// `power(x, times)`: only of what is not negative, a whole number of times.
    pub(in crate::check) fn power(&mut self, x: Figure, times: Figure) -> Evaluated {
        /// More is no rate of years.
        const MOST: u32 = 100;
        let count = u32::try_from(times.value.trunc().mantissa()).ok();
        let count = count.filter(|count| times.value.fract().is_zero() && *count <= MOST);
        let raised = |base: Decimal| -> Option<Decimal> {
            (0..count?).try_fold(Decimal::ONE, |product, _| product.checked_mul(base))
        };
        let is_known = x.interval.low >= Decimal::ZERO;
        let ends = raised(x.interval.low).zip(raised(x.interval.high)).filter(|_| is_known);
        let Some((value, (low, high))) = raised(x.value).zip(ends) else {
            return Err(not_a_number());
        };
        let interval = Interval { low, high, ..x.interval };
        let figure = self.opaque(value, interval, None, None, &[x, times]);
        Ok(Value::Number(Figure { kind: Kind::Number, ..figure }))
    }

    /// `abs(x)`
    pub(in crate::check) fn absolute(&mut self, x: Figure) -> Evaluated {
        if x.value.is_sign_negative() {
            Ok(Value::Number(self.scaled(&x, -Decimal::ONE)?))
        } else {
            Ok(Value::Number(x))
        }
    }

    /// `sign(x)`
    pub(in crate::check) fn sign(&mut self, x: Figure) -> Evaluated {
        let sign = if x.value.is_zero() {
            Decimal::ZERO
        } else if x.value.is_sign_negative() {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        let sign = self.opaque(sign, Interval::exact(sign), None, None, &[x]);
        Ok(Value::Number(Figure { kind: Kind::Number, ..sign }))
    }

    /// `min(…)` and `max(…)`
    pub(in crate::check) fn extreme(&mut self, least: bool, many: &[Figure]) -> Evaluated {
        let mut best: Option<Figure> = None;
        let mut all = Vec::new();
        for figure in many.iter().copied() {
            let (kept, next) = match best {
                None => (figure, figure),
                Some(best) => self.aligned(Operation::Equal, &best, &figure)?,
            };
            all.push(next);
            best = Some(match best {
                None => figure,
                Some(_) => {
                    let pick = |a: Decimal, b: Decimal| if least { a.min(b) } else { a.max(b) };
                    let interval = Interval {
                        low: pick(kept.interval.low, next.interval.low),
                        high: pick(kept.interval.high, next.interval.high),
                        low_open: false,
                        high_open: false,
                    };
                    Figure { value: pick(kept.value, next.value), interval, ..kept }
                }
            });
        }
        let Some(best) = best else { return Err(not_a_number()) };
        Ok(Value::Number(self.opaque(best.value, best.interval, None, best.unit, &all)))
    }

    /// A number; a blank or words are none.
    pub(in crate::check) fn number(&mut self, node: &Node) -> Result<Figure, Missing> {
        let value = self.node(node)?;
        self.figure_of(value)
    }

    /// A value as a number.
    fn figure_of(&self, value: Value) -> Result<Figure, Missing> {
        match value {
            Value::Number(figure) => Ok(figure),
            Value::Blank(_) => Err(Missing::Unchecked(Why::NumberBlank)),
            other => Err(self.no_number(&other)),
        }
    }

    /// Compares printed values: true or false.
    pub(in crate::check) fn printed_compare(
        &self,
        relation: CheckRelation,
        left: &Value,
        right: &Value,
    ) -> Result<bool, Missing> {
        let ordering = match (left, right) {
            (Value::Number(a), Value::Number(b)) => {
                self.together(ordered(relation), a, b)?;
                let (a, b) = self.adopted(a, b).ok_or_else(|| {
                    let is_bare = a.unit.is_none() != b.unit.is_none();
                    Missing::Unchecked(if is_bare { self.no_unit(a, b) } else { Why::UnitsUnlike })
                })?;
                a.value.cmp(&b.value)
            }
            (Value::Text(a, _), Value::Text(b, _))
                if ordered(relation) == Operation::Equal || (is_code(a) && is_code(b)) =>
            {
                let words = &self.world.ruleset.vocabulary;
                words.folded_chars(a).cmp(words.folded_chars(b))
            }
            (Value::Date(a, _), Value::Date(b, _)) => a.cmp(b),
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Blank(_), _) | (_, Value::Blank(_)) => {
                return Err(Missing::NotApplicable(Why::ValueBlank));
            }
            (Value::Text(text, _), other) | (other, Value::Text(text, _))
                if matches!(other, Value::Date(..) | Value::Text(..)) =>
            {
                return Err(Missing::Unchecked(no_day_in(text)));
            }
            // words where the form has numbers
            (Value::Text(_, Some(at)), _) | (_, Value::Text(_, Some(at)))
                if !self.is_condition && self.is_for_numbers(*at) =>
            {
                return Err(self.no_numbers([left, right]));
            }
            _ => return Err(Missing::Unchecked(Why::KindsDiffer)),
        };
        Ok(relation.holds(ordering))
    }
}
