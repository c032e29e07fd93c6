//! What a violated check says: the rule's own words, or a sentence that names both places, both values and the difference.

use super::compare::Identity;
use super::evaluate::Evaluator;
use super::value::Value;
use super::words::difference_words;
use crate::audit::{Check, Role};
use crate::formula::Node;
use crate::ruleset::{ClaimPlace, Message, Ruleset};
use ecow::{EcoString, eco_format};

impl Evaluator<'_> {
    /// The rule's message, or one that names both places, both values and the difference.
    pub(super) fn message(&mut self, identity: &Identity<'_>, check: &Check, tie: bool) -> String {
        let unit = check.unit.as_deref().unwrap_or("");
        let with_unit = |value: &Option<EcoString>| value.as_ref().map_or_else(String::new, |value| format!("{value}{unit}"));
        if let Some(message) = &identity.rule.message {
            let mut out = String::new();
            for piece in message {
                match piece {
                    Message::Text(text) => out.push_str(text),
                    Message::Value("stated") => out.push_str(&with_unit(&check.stated)),
                    Message::Value("computed") => out.push_str(&with_unit(&check.computed)),
                    Message::Value(_) => out.push_str(&apart(check).unwrap_or_default()),
                    Message::Node(node) => out.push_str(&self.words(node)),
                }
            }
            return out;
        }
        let (stated, computed) = (with_unit(&check.stated), with_unit(&check.computed));
        let label = |role: Role| check.figures.iter().find(|figure| figure.role == role).map(|figure| self.said(figure.label()));
        let first = label(Role::Stated).unwrap_or_else(|| identity.expression.to_string());
        if let Some((stated, computed)) = directions(check) {
            return format!("{first} 写的是“{stated}”，按前面的数应为“{computed}”");
        }
        let second = label(Role::Operand);
        let lead = apart(check).map_or_else(String::new, |difference| format!("，相差 {difference}"));
        match (check.relation, tie, second) {
            ("==", true, Some(second)) => format!("{first} 为 {stated}，{second} 为 {computed}，两处不一致{lead}"),
            // a year, a name
            ("==", true, None) if check.unit.is_none() && check.expression.contains("doc.") => {
                format!("{first} 写的是 {stated}，应为 {computed}")
            }
            ("==", true, None) => format!("{first} 列示 {stated}，应为 {computed}{lead}"),
            ("==", ..) => format!("{first} 列示 {stated}，按公式应为 {computed}{lead}"),
            (relation, _, Some(second)) if tie || check.figures.len() == 2 => {
                format!("{first} 为 {stated}，应当{}{second} 的 {computed}{lead}", relation_words(relation))
            }
            (relation, ..) => format!("{first} 为 {stated}，应当{}{computed}{lead}", relation_words(relation)),
        }
    }

    /// Has a violated check say what was worked out and, of an equality, both sides without saying which of them is wrong.
    pub(super) fn say_both(&self, check: &mut Check, identity: &Identity<'_>, tie: bool, worked: (Option<EcoString>, Option<EcoString>)) {
        let unit = check.unit.as_deref().unwrap_or("");
        let with_unit = |value: &EcoString| eco_format!("{value}{unit}");
        let (Some(stated), Some(computed)) = (check.stated.as_ref().map(with_unit), check.computed.as_ref().map(with_unit)) else { return };
        let equals = |worked: Option<EcoString>, value: &EcoString| worked.map(|worked| eco_format!("{worked} ＝ {value}"));
        let (left, right) = (equals(worked.0, &stated), equals(worked.1, &computed));
        let arithmetic = right.clone().or_else(|| left.clone());
        let label = |role: Role| check.figures.iter().find(|figure| figure.role == role).map(|figure| self.said(figure.label()));
        let first = label(Role::Stated).unwrap_or_else(|| identity.expression.to_string());
        let both = if check.relation != "==" {
            String::new()
        } else if let Some((stated, computed)) = directions(check) {
            format!("{first} 为“{stated}”，按前面的数是“{computed}”")
        } else if tie && label(Role::Operand).is_none() && check.expression.contains("doc.") {
            format!("{first} 为 {stated}，文件是 {computed}")
        } else {
            let left = left.map_or_else(|| format!("{first} {stated}"), |left| format!("{first} 等 {left}"));
            let other = label(Role::Operand).filter(|_| tie).map(|other| format!("{other} {computed}"));
            let right = other.unwrap_or_else(|| right.unwrap_or(computed).to_string());
            let lead = apart(check).map_or_else(String::new, |difference| format!("，相差 {difference}"));
            format!("{left} ≠ {right}{lead}")
        };
        (check.both, check.arithmetic) = (both, arithmetic);
    }

    pub(super) fn said(&self, label: &str) -> String {
        said(self.world.ruleset, label)
    }

    /// A node of a message in words: as printed where it is printed.
    fn words(&mut self, node: &Node) -> String {
        self.take_trace();
        let value = self.node(node);
        let printed =
            self.take_trace().first().and_then(|index| self.printed.get(*index as usize)).map(|place| self.world.printed(*place).text);
        match (printed, value) {
            (Some(text), _) if !text.is_empty() => text.split_whitespace().collect(),
            (_, Ok(Value::Text(text, _))) => text,
            (_, Ok(Value::Number(figure))) => self.shown(&figure, figure.value).into(),
            _ => "（空）".to_owned(),
        }
    }
}

/// A label for the reader of a message: a sentence's figure stands in the text, whatever its claim is called.
#[must_use]
pub fn said(ruleset: &Ruleset, label: &str) -> String {
    let is_text = |word: &str| ruleset.claims.iter().any(|claim| claim.id == word && claim.place == ClaimPlace::Text);
    // the key of a part and the year stand before it
    let first = label.split(' ').position(|word| !word.starts_with('[') && !word.ends_with(']'));
    let words = label.split(' ').enumerate().map(|(at, word)| if Some(at) == first && is_text(word) { "正文" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn apart(check: &Check) -> Option<String> {
    check.difference.as_deref().map(|difference| difference_words(difference, check.unit.as_deref()))
}

/// Words for a direction that was printed as a word (`小于`) and the one that was computed.
fn directions(check: &Check) -> Option<(String, &'static str)> {
    let figure = check.figures.iter().find(|figure| figure.role == Role::Stated)?;
    let is_word = !figure.printed().text.is_empty() && !figure.printed().text.chars().any(|c| c.is_numeric());
    let computed = match check.computed.as_deref()? {
        "1" => "大于",
        "0" => "等于",
        "-1" => "小于",
        _ => return None,
    };
    let stated = matches!(check.stated.as_deref(), Some("1" | "0" | "-1")) && check.unit.is_none() && is_word;
    stated.then(|| (figure.printed().text.split_whitespace().collect(), computed))
}

fn relation_words(relation: &str) -> &'static str {
    match relation {
        "<=" => "不大于",
        "<" => "小于",
        ">=" => "不小于",
        ">" => "大于",
        "meets" => "达到",
        "!=" => "不等于",
        _ => "等于",
    }
}
