//! Values of a script in words.

use super::session::Session;
use super::value::ScriptItem;
use crate::check::evaluate::value::Value;
use gouji_values::kind::Kind;
use gouji_values::lang::Lang;

impl Session {
    /// A value in words, as a message shows it.
    pub(super) fn words(&self, item: &ScriptItem) -> String {
        match &item.value {
            Ok(Value::Text(text, _)) => text.clone(),
            Ok(Value::Number(figure)) => self.with(None, |evaluator| {
                let shown = evaluator.shown(figure, figure.value);
                // 95.00 alone is not 0.95: a percentage has its sign
                let sign = figure.unit.filter(|_| evaluator.is_ratio(figure.unit));
                let units = &evaluator.world.ruleset.vocabulary.units;
                let sign = sign.map_or("", |unit| units.get(unit).name.as_str());
                match figure.kind {
                    Kind::Points => {
                        gouji_audit::say::difference_words(&shown, Some(sign), Lang::Chinese)
                    }
                    _ => format!("{shown}{sign}"),
                }
            }),
            Ok(Value::Bool(truth)) => if *truth { "是" } else { "否" }.to_owned(),
            Ok(Value::Date((year, month, day), _)) => format!("{year}-{month:02}-{day:02}"),
            Ok(Value::Blank(_)) | Err(_) => gouji_audit::say::BLANK.to_owned(),
        }
    }
}
