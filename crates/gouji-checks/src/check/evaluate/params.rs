//! Parameters and grades: what a ruleset gives under a name.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing, Value, left_open};
use gouji_audit::audit::Why;
use gouji_rules::formula::Node;
use gouji_rules::ruleset::ParamValue;
use gouji_values::kind::Kind;
use gouji_values::number::Figure;

impl Evaluator<'_> {
    pub(in crate::check) fn param(&mut self, param: usize, key: Option<&Node>) -> Evaluated {
        let Some(found) = self.world.ruleset.params.get(param) else {
            return Err(Missing::NotApplicable(Why::NoParameter));
        };
        match (&found.value, key) {
            (ParamValue::Number(value, unit), _) => Ok(Value::Number(self.constant(*value, *unit))),
            (ParamValue::Points(value), _) => {
                let figure = self.constant(*value, self.ratio());
                Ok(Value::Number(Figure { kind: Kind::Points, ..figure }))
            }
            (ParamValue::Date(day), _) => Ok(Value::Date(*day, None)),
            (ParamValue::Text(text), _) => Ok(Value::Text(text.clone(), None)),
            (ParamValue::Table(entries), Some(key)) => {
                // the words that chose the number are a figure of the check
                if !self.is_condition {
                    let _ = self.node(key);
                }
                // what is not written has no place in the table: nothing was looked up
                let key = self.text(key).map_err(|missing| match missing {
                    Missing::NotApplicable(Why::NameBlank) => {
                        Missing::Unchecked(Why::ParameterKeyBlank {
                            name: found.name.as_str().into(),
                        })
                    }
                    missing => missing,
                })?;
                let words = &self.world.ruleset.vocabulary;
                let wanted = gouji_forms::form::label_key(&key, words);
                // the key may carry more than the name: 产出指标（50分）
                let goes_on = |name: &str| {
                    let rest = wanted.strip_prefix(&words.folded(name)).unwrap_or("");
                    rest.starts_with(|c: char| !c.is_alphanumeric())
                };
                let entry = entries
                    .iter()
                    .find(|(name, ..)| gouji_forms::form::label_key(name, words) == wanted)
                    .or_else(|| entries.iter().find(|(name, ..)| goes_on(name)));
                match entry {
                    Some((_, value, unit)) => Ok(Value::Number(self.constant(*value, *unit))),
                    // a rank that the table of limits does not have is not within any limit
                    None => Err(Missing::Unchecked(Why::ParameterLacks {
                        name: found.name.as_str().into(),
                        key: key.into(),
                    })),
                }
            }
            (ParamValue::Table(_), None) => {
                Err(Missing::Unchecked(Why::ParameterIsTable { name: found.name.as_str().into() }))
            }
        }
    }

    pub(in crate::check) fn scale_from(&mut self, scale: usize, key: &Node) -> Evaluated {
        let grade = self.text(key).map_err(left_open)?;
        let words = &self.world.ruleset.vocabulary;
        let wanted = words.folded(&grade);
        let from = self
            .world
            .ruleset
            .scales
            .get(scale)
            .and_then(|scale| scale.grades.iter().find(|(name, _)| words.folded(name) == wanted))
            .map(|(_, from)| *from);
        match from {
            Some(from) => Ok(Value::Number(self.constant(from, None))),
            None => Err(Missing::Unchecked(Why::NoGrade { grade: grade.into() })),
        }
    }
}
