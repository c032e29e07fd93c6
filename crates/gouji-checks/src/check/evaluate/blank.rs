//! Blank cells in conditions: which of them leave it open whether a condition holds.

use super::Evaluator;
use super::elements::ListElement;
use super::value::{Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Binary, Function, Node};
use gouji_values::number::Decimal;

/// Whether a reason is that something is blank.
pub(in crate::check) fn is_blank(why: &Why) -> bool {
    matches!(
        why,
        Why::NameBlank
            | Why::ParameterKeyBlank { .. }
            | Why::StatedBlank { .. }
            | Why::NumberBlank
            | Why::FactorBlank
            | Why::BaseBlank
            | Why::ShareBlank
            | Why::ScoreBlank
    )
}

impl Evaluator<'_> {
    /// Whether an element of a list fulfils the condition of `sum` or `count`. What cannot be told
    /// does not; in a rule of the author's own layers a blank that decides leaves the whole open.
    pub(super) fn fulfils(
        &mut self,
        element: ListElement,
        condition: Option<&Node>,
    ) -> Result<bool, Missing> {
        let Some(condition) = condition else { return Ok(true) };
        let truth = self.within(element.scope, |this| this.truth(condition));
        let missing = match truth {
            Ok(truth) => return Ok(truth),
            Err(missing) => missing,
        };
        if self.asks_blanks
            && let Some(open) = self.within(element.scope, |this| this.open_blank(condition))
        {
            return open.map_or(Ok(false), |why| Err(Missing::Unchecked(why)));
        }
        match missing {
            Missing::NotApplicable(_) | Missing::NoCapture(_) | Missing::NoRow(_) => Ok(false),
            other => Err(other),
        }
    }

    /// What a blank makes of a condition at this place: why it is open, or that it does not hold;
    /// `None` where it is not a blank that keeps it from being told.
    fn open_blank(&mut self, condition: &Node) -> Option<Option<Why>> {
        let was = std::mem::replace(&mut self.is_condition, true);
        let truth = self.truth(condition);
        let why = match truth {
            Ok(false) => Some(None),
            Ok(true) => None,
            Err(Missing::NotApplicable(Why::ValueBlank | Why::ConditionBlank)) => {
                Some(self.blank_that_decides(condition))
            }
            Err(Missing::Unchecked(why)) if is_blank(&why) => Some(Some(why)),
            Err(_) => None,
        };
        self.is_condition = was;
        why.map(|why| why.filter(|_| !self.is_row_without_words()))
    }

    /// The blank cell that leaves a condition open. A blank number that would not fulfil it as nothing
    /// does not: nothing is not more than 5.
    pub(in crate::check) fn blank_that_decides(&mut self, node: &Node) -> Option<Why> {
        match node {
            Node::Binary(Binary::And | Binary::Or, a, b) => {
                self.blank_that_decides(a).or_else(|| self.blank_that_decides(b))
            }
            Node::Not(inner) => self.blank_that_decides(inner),
            Node::Compare(relation, a, b) => {
                let sides = (self.node(a).ok()?, self.node(b).ok()?);
                let place = match sides {
                    (Value::Blank(Some(place)), Value::Number(figure)) => {
                        relation.holds(Decimal::ZERO.cmp(&figure.value)).then_some(place)
                    }
                    (Value::Number(figure), Value::Blank(Some(place))) => {
                        relation.holds(figure.value.cmp(&Decimal::ZERO)).then_some(place)
                    }
                    (Value::Blank(Some(place)), Value::Text(..) | Value::Date(..))
                    | (Value::Text(..) | Value::Date(..), Value::Blank(Some(place))) => Some(place),
                    _ => None,
                }?;
                self.stated_blank(place)
            }
            Node::Call(Function::Contains | Function::StartsWith | Function::EndsWith, values) => {
                match self.node(values.first()?).ok()? {
                    Value::Blank(Some(place)) => self.stated_blank(place),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// That a cell which was read is blank.
    pub(in crate::check) fn stated_blank(&self, place: u32) -> Option<Why> {
        let place = self.printed.get(place as usize)?;
        Some(Why::StatedBlank { name: self.world.label(*place).into() })
    }
}
