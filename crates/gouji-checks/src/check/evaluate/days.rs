//! Days between two dates, and the row before.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::Statement;
use gouji_rules::formula::{Node, Reference};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Figure, Interval, day_number, is_no_such_day};

/// Why words are no day: the calendar does not have it, or they do not say it in full.
pub(in crate::check) fn no_day_in(text: &str) -> Why {
    if is_no_such_day(text) {
        Why::NoSuchDay { text: text.into() }
    } else {
        Why::DateUnclear { text: text.into() }
    }
}

/// Why something is no day.
fn no_day(value: &Value) -> Missing {
    Missing::Unchecked(match value {
        Value::Text(text, _) => no_day_in(text),
        Value::Blank(_) => Why::ValueBlank,
        _ => Why::KindsDiffer,
    })
}

/// The first or the last of several days.
pub(in crate::check) fn extreme_day(first: bool, values: Vec<Value>) -> Evaluated {
    let mut best = None;
    for value in values {
        let Value::Date(day, place) = value else { return Err(no_day(&value)) };
        if best.is_none_or(|(known, _)| if first { day < known } else { day > known }) {
            best = Some((day, place));
        }
    }
    let (day, place) = best.ok_or(Missing::Unchecked(Why::ValueBlank))?;
    Ok(Value::Date(day, place))
}

impl Evaluator<'_> {
    /// `days(from, to)`: how many days later the second day is.
    pub(super) fn days(&mut self, from: &Node, to: &Node) -> Evaluated {
        let (from, to) = (self.node(from)?, self.node(to)?);
        let day = |value: &Value| match value {
            Value::Date(day, _) => Ok(day_number(*day)),
            other => Err(no_day(other)),
        };
        let value = Decimal::from(day(&to)? - day(&from)?);
        let figure = self.opaque(value, Interval::exact(value), None, None, &[]);
        Ok(Value::Number(Figure { kind: Kind::Count, ..figure }))
    }

    /// `previous(column)`: what the row before prints, totals left out. `previous(capture)`: what
    /// the sentence before says, or the item before of a list in a sentence.
    pub(super) fn previous(&mut self, of: &Node) -> Evaluated {
        match of {
            Node::Read(Reference::Column { depth, column }) => self.in_row_before(*depth, *column),
            Node::Read(Reference::Capture { depth, capture }) => {
                self.in_sentence_before(*depth, *capture)
            }
            _ => Err(Missing::Unchecked(Why::NoRowHere)),
        }
    }

    fn in_row_before(&mut self, depth: usize, column: usize) -> Evaluated {
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(depth) else {
            return Err(Missing::Unchecked(Why::NoRowHere));
        };
        let before = (0..row)
            .rev()
            .find(|at| self.world.row(paper, form, side, *at).is_some_and(|before| !before.total));
        match before {
            Some(before) => self.cell(paper, form, side, before, column),
            None => Err(Missing::NotApplicable(Why::NoRowBefore)),
        }
    }

    fn in_sentence_before(&mut self, depth: usize, capture: usize) -> Evaluated {
        let Scope::Claim { paper, statement, item } = self.scope(depth) else {
            return Err(Missing::Unchecked(Why::NoSentenceHere));
        };
        let none = Missing::NotApplicable(Why::NoSentenceBefore);
        let own = self.world.statement(paper, statement).ok_or_else(|| none.clone())?;
        let claim = self.world.ruleset.claims.get(own.claim);
        let group = claim.and_then(|claim| claim.captures.get(capture)?.group);
        if let Some((group, item)) = item.filter(|(own, _)| group == Some(*own)) {
            let item = item.checked_sub(1).ok_or(none)?;
            let item = Some((group, item));
            return self.capture(FigurePlace::Capture { paper, statement, item, capture });
        }
        let start = |found: &Statement| found.text.span_of(found.range.clone()).start;
        let alike = self.standing(paper).statements(self.recognition(paper), own.claim);
        let before = alike.iter().filter_map(|(at, part)| {
            let found = self.world.statement(paper, *at).filter(|_| *part == own.part)?;
            Some((start(found), *at)).filter(|(from, _)| *from < start(own))
        });
        let (_, statement) = before.max().ok_or(none)?;
        self.capture(FigurePlace::Capture { paper, statement, item: None, capture })
    }
}
