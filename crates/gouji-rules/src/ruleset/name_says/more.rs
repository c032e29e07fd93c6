//! What the words of a rule say of all its formulas together: years and days, for which rows it is, what comes
//! first, and a message that says the contrary.

use super::in_message::{contrary, contrary_words, exchanged};
use super::unconditioned::unconditioned;
use super::{Told, advice, form_of, in_turn, lengths, years};
use crate::formula::{
    CheckRelation, Syntax, SyntaxKind, parse, parse_expectation, resolve_condition,
    resolve_expectation,
};
use crate::ruleset::rulebook::Rulebook;
use crate::ruleset::schema::Rule;
use crate::ruleset::whole::Ruleset;
use std::ops::Range;
use std::sync::Arc;

/// The item of a rule in its file.
struct Item<'r> {
    rule: &'r Rule,
    text: Arc<str>,
}

impl Item<'_> {
    /// Where a piece stands behind the head of the rule.
    fn place(&self, piece: &str) -> Option<Range<usize>> {
        let end = self.rule.origin.span.end;
        let rest = self.text.get(end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let at = end + own.find(piece)?;
        Some(at..at + piece.len())
    }

    /// The line of a key.
    fn line(&self, key: &str) -> Option<Range<usize>> {
        let at = self.place(&format!("\n{key}"))?.start + 1;
        let line = self.text.get(at..)?.lines().next()?;
        Some(at..at + line.trim_end().len())
    }

    fn told(&self, span: Range<usize>, message: String, help: String) -> Told {
        let file = self.rule.origin.file.to_string();
        Told { file, text: Arc::clone(&self.text), span, message, help }
    }

    /// What stands otherwise at a place of a formula or of the condition.
    fn otherwise(
        &self,
        source: &str,
        own: years::Otherwise,
        stands: &dyn Fn(&str) -> bool,
    ) -> Option<Told> {
        let place = self.place(source)?;
        let (before, behind) = (source.get(..own.span.start)?, source.get(own.span.end..)?);
        let blank = source.get(own.span.clone())?.ends_with(' ');
        let meant = format!("{before}{}{}{behind}", own.text, if blank { " " } else { "" });
        let help = advice(Some(meant.as_str()).filter(|meant| stands(meant)), "两处写成一样的");
        let span = place.start + own.span.start..place.start + own.span.end;
        Some(self.told(span, own.message, help))
    }
}

impl Rulebook {
    /// What the words of a rule say otherwise than all its formulas.
    pub(super) fn said_of_all(&self, rule: &Rule, ruleset: &Ruleset) -> Option<Told> {
        let name = rule.name.as_deref().unwrap_or("");
        let item = Item { rule, text: self.text(&rule.origin.file)? };
        let written = rule.demand.formulas().iter().map(|own| own.source.as_str());
        let formulas: Vec<(&str, Syntax)> =
            written.map(|own| Some((own, parse_expectation(own).ok()?))).collect::<Option<_>>()?;
        // which rows it is for is no condition of the author's
        let when = rule.when.as_ref().map(|(source, _)| source.as_str());
        let when = when.filter(|when| !when.starts_with("rows = "));
        let when = when.and_then(|when| Some((when, parse(when).ok()?)));
        let condition = when.as_ref().map(|(source, syntax)| (*source, syntax));
        let holds = |meant: &str| resolve_condition(meant, &ruleset.names, &rule.owner).is_ok();
        let stands =
            |meant: &str| resolve_expectation(meant, &ruleset.names, &rule.owner, None).is_ok();
        if let Some((source, syntax)) = condition
            && let Some(found) = years::of_document(name, source, syntax)
        {
            return item.otherwise(source, found, &holds);
        }
        let all: Vec<&Syntax> =
            formulas.iter().map(|(_, own)| own).chain(condition.map(|(_, own)| own)).collect();
        for (source, syntax) in &formulas {
            if let Some(found) = years::of_days(name, syntax, &all, ruleset) {
                return item.otherwise(source, found, &stands);
            }
            if let Some(own) = lengths::otherwise(name, source, syntax) {
                let lengths::Length { span, message, text } = own;
                let own = years::Otherwise { span, message, text };
                return item.otherwise(source, own, &stands);
            }
            if let Some((words, meant)) = in_turn::turned(name, source, syntax) {
                let message = format!("规则的名称说“{words}”，公式写的是 {source}：像是先后写反了");
                let help =
                    advice(Some(meant.as_str()).filter(|own| stands(own)), "检查比较号的方向");
                return Some(item.told(item.place(source)?, message, help));
            }
        }
        if let Some(told) =
            condition.and_then(|(source, own)| denied_word(&item, name, source, own))
        {
            return Some(told);
        }
        if let Some(form) = form_of(rule, ruleset)
            && !formulas.is_empty()
            && let Some(found) = unconditioned(rule, &formulas, condition, form, ruleset)
        {
            let (source, _) = formulas.first()?;
            let help = match found.meant {
                Some(meant) => {
                    let meant = quoted(&meant);
                    format!("名称说得对的，写成 when = {meant}；每一行都要核对的，改 name")
                }
                None => example(found.example.as_ref()),
            };
            let place = match condition {
                Some((when, _)) => item.place(when)?,
                None => item.place(source)?,
            };
            return Some(item.told(place, found.message, help));
        }
        said_in_message(&item, &formulas, &stands)
    }
}

/// What to write where the name does not say of which column its number is.
fn example(found: Option<&(String, Vec<String>)>) -> String {
    let Some((meant, columns)) = found else {
        return "把名称说的条件写进 when；每一行都要核对的，改 name".to_owned();
    };
    let which = match columns.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            format!("（名称说的不是“{first}”的，换成那一栏：{}）", others.join("、"))
        }
        _ => String::new(),
    };
    format!(
        "把名称说的条件写进 when：写成 when = {}{which}；每一行都要核对的，改 name",
        quoted(meant)
    )
}

/// A formula between quotes that do not stand in it.
fn quoted(formula: &str) -> String {
    let quote = if formula.contains('"') { '\'' } else { '"' };
    format!("{quote}{formula}{quote}")
}

/// A condition that leaves out just the rows that the name is for: 拍卖的，… and `处置方式 != "拍卖"`.
fn denied_word(item: &Item<'_>, name: &str, source: &str, syntax: &Syntax) -> Option<Told> {
    let SyntaxKind::Compare(CheckRelation::NotEqual, a, b) = &syntax.kind else { return None };
    let (SyntaxKind::Name(_), SyntaxKind::Text(word)) = (&a.kind, &b.kind) else { return None };
    is_condition_of(name, word).then_some(())?;
    let place = item.place(source)?;
    let message = format!("规则的名称说“{word}的”，条件正好把它们去掉了");
    let meant = source.replacen("!=", "==", 1);
    Some(item.told(place, message, advice(Some(&meant), "")))
}

/// Whether a name is for what a word says: 拍卖的，… and nothing that leaves it out.
pub(super) fn is_condition_of(name: &str, word: &str) -> bool {
    const LETTERS: usize = 4;
    let is_other =
        ["除", "以外", "非", "不是", "未", "没有", "不含"].iter().any(|own| name.contains(own));
    let behind = name.find(word).and_then(|at| name.get(at + word.len()..));
    let end =
        behind.and_then(|own| own.find("的，").or_else(|| own.find("的,")).map(|at| (own, at)));
    !is_other
        && word.chars().nth(1).is_some()
        && end.is_some_and(|(own, at)| {
            own.get(..at).is_some_and(|own| own.chars().count() <= LETTERS)
        })
}

/// What the message of a rule of one formula says the other way round.
fn said_in_message(
    item: &Item<'_>,
    formulas: &[(&str, Syntax)],
    stands: &dyn Fn(&str) -> bool,
) -> Option<Told> {
    let [(source, syntax)] = formulas else { return None };
    let relation = item.rule.demand.formulas().first()?.resolved.relation;
    item.rule.message.as_ref()?;
    let span = item.line("message")?;
    let line = item.text.get(span.clone())?;
    if let Some(meant) = exchanged(line) {
        let message = "message 里 {stated} 和 {computed} 写倒了：{stated} 是文件里印的，{computed} 是按规则算得的";
        return Some(item.told(span, message.to_owned(), format!("写成 {meant}")));
    }
    let said = contrary(line, item.rule.name.as_deref().unwrap_or(""), (relation, syntax))?;
    let (before, behind) = (line.get(..said.at.start)?, line.get(said.at.end..)?);
    let (sign, meant) = match &syntax.kind {
        SyntaxKind::Compare(own, left, right) => {
            let between = source.get(left.span.end..right.span.start)?.trim();
            let turned = format!(
                "{} {} {}",
                source.get(..left.span.end)?.trim_end(),
                own.mirrored().sign(),
                source.get(right.span.start..)?.trim_start()
            );
            (between, turned)
        }
        _ => return None,
    };
    let what = if said.is_demand { "要求" } else { "报告" };
    let message = format!("message {what}的是“{}”，公式写的是 {sign}：与规则正好相反", said.word);
    let mut help = match contrary_words(line.get(said.at.clone())?) {
        Some(word) => format!("公式对的，写成 {before}{word}{behind}"),
        None => "公式对的，改 message".to_owned(),
    };
    if stands(&meant) {
        help.push_str(&format!("；message 对的，公式写成 {meant}"));
    }
    Some(item.told(span, message, help))
}
