//! Functions of words: what they hold, and how many characters they are.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Function, Node};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Figure, Interval};

impl Evaluator<'_> {
    /// `contains`, `starts_with` and `ends_with`; a blank holds no words.
    pub(super) fn holds_words(
        &mut self,
        function: Function,
        text: &Node,
        part: &Node,
    ) -> Evaluated {
        let (text, part) = (self.node(text)?, self.text(part)?);
        // what is not written may well be meant
        if let Value::Blank(Some(place)) = text
            && self.asks_blanks
            && let Some(why) = self.stated_blank(place)
        {
            return Err(Missing::Unchecked(why));
        }
        let Some(text) = words(text)? else { return Ok(Value::Bool(false)) };
        let vocabulary = &self.world.ruleset.vocabulary;
        let (text, part) = (vocabulary.folded(&text), vocabulary.folded(&part));
        Ok(Value::Bool(match function {
            Function::StartsWith => text.starts_with(&*part),
            Function::EndsWith => text.ends_with(&*part),
            _ => text.contains(&*part),
        }))
    }

    /// `len(text)`: how many characters are printed, blanks left out.
    pub(super) fn length(&mut self, text: &Node) -> Evaluated {
        let text = self.node(text)?;
        let Some(text) = words(text)? else { return Err(Missing::NotApplicable(Why::ValueBlank)) };
        let number = text.chars().filter(|c| !c.is_whitespace()).count();
        let value = Decimal::from(number);
        let figure = self.opaque(value, Interval::exact(value), None, None, &[]);
        Ok(Value::Number(Figure { kind: Kind::Count, ..figure }))
    }
}

/// The words of a value; a blank has none.
fn words(value: Value) -> Result<Option<String>, Missing> {
    match value {
        Value::Text(text, _) => Ok(Some(text)),
        Value::Blank(_) => Ok(None),
        _ => Err(Missing::Unchecked(Why::KindsDiffer)),
    }
}
