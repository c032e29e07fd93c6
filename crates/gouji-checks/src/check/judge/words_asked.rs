//! Words that must stand in a text, or must not: what is told of the text.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Value;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Function, Node, Resolved};

/// The text in which words are looked for, and the words.
fn asked(stated: &Node) -> Option<(Function, &Node, &Node)> {
    match stated {
        Node::Call(function, arguments) if function.asks_for_words() => {
            match arguments.as_slice() {
                [text, part] => Some((*function, text, part)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Evaluator<'_> {
    /// That the text in which words are looked for is blank: it has neither these nor others.
    pub(super) fn blank_text(&mut self, resolved: &Resolved) -> Option<Why> {
        let (_, text, _) = asked(&resolved.stated)?;
        let value = self.aside(|this| this.node(text));
        matches!(value, Ok(Value::Blank(_))).then_some(Why::ValueBlank)
    }

    /// The text as it is printed, and what should stand in it, or should not.
    pub(super) fn words_asked(
        &mut self,
        resolved: &Resolved,
        wanted: bool,
    ) -> Option<(EcoString, EcoString)> {
        let (function, text, part) = asked(&resolved.stated)?;
        let text = self.aside(|this| this.node(text));
        let part = self.aside(|this| this.node(part));
        let (Ok(Value::Text(text, _)), Ok(Value::Text(part, _))) = (text, part) else {
            return None;
        };
        let should = match (function, wanted) {
            (Function::StartsWith, true) => eco_format!("以“{part}”开头"),
            (Function::StartsWith, false) => eco_format!("不以“{part}”开头"),
            (Function::EndsWith, true) => eco_format!("以“{part}”结尾"),
            (Function::EndsWith, false) => eco_format!("不以“{part}”结尾"),
            (_, true) => eco_format!("有“{part}”"),
            (_, false) => eco_format!("没有“{part}”"),
        };
        Some((text.into(), should))
    }
}
