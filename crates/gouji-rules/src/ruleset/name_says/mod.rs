//! What the words of a rule say and its formula says otherwise: signs that are turned round, a number
//! that the formula has otherwise, a number of another column, a limit the other way round, brackets that the
//! formula has not, another column of the row before.
//!
//! In: a compiled ruleset. Out: a remark at the formula of each such rule of the author's, with the
//! formula as the words say it where that stands. Words that can be meant otherwise say nothing.

mod bounds;
mod equation;
mod in_message;
mod in_script;
mod in_turn;
mod lacking;
mod lengths;
mod more;
mod numbers;
mod other_way;
mod relation;
mod row_before;
mod turned_sides;
mod unconditioned;
mod years;

pub use relation::{shares_turned, signs_turned, terms_behind};
pub use turned_sides::{ProductTurned, products_turned};

use super::rulebook::Rulebook;
use super::schema::{Form, Message, Rule};
use super::whole::Ruleset;
use crate::formula::{
    CheckRelation, Owner, Syntax, SyntaxKind, parse, parse_expectation, resolve_condition,
    resolve_expectation,
};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// All that a side of a formula names, the parts of paths one by one.
pub(super) fn names_of(side: &Syntax) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    bounds::names(side, &mut |name| {
        out.insert(name);
    });
    out
}

/// What is said of a rule.
struct Told {
    file: String,
    text: Arc<str>,
    span: Range<usize>,
    message: String,
    help: String,
}

/// The word of a text by which a sign of comparison is the way round that the text says, and where it stands; none
/// where it says nothing, or the other way.
#[must_use]
pub fn says_sign(
    text: &str,
    sign: CheckRelation,
    sides: (&Syntax, &Syntax),
) -> Option<(usize, &'static str)> {
    let all = bounds::bounds_said(text, sides);
    let is_it = |own: &&bounds::BoundSaid| bounds::is_same_way(own.relation, sign) == Some(true);
    all.iter().find(is_it).map(|own| (own.at, own.word))
}

impl Rulebook {
    /// Such rules of the author's.
    pub(super) fn name_says(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        let told = own.filter_map(|rule| {
            let told = self.said_otherwise(rule, ruleset)?;
            Some(mistake(of_message(told, rule.name.as_deref().unwrap_or(""))))
        });
        told.collect()
    }

    fn said_otherwise(&self, rule: &Rule, ruleset: &Ruleset) -> Option<Told> {
        if rule.demand.is_choice() {
            return None;
        }
        if rule.demand.script().is_some() {
            return of_script(rule, ruleset)
                .or_else(|| in_script::said(rule, ruleset))
                .or_else(|| in_script::reported(rule))
                .or_else(|| in_script::itself(rule))
                .or_else(|| in_script::denied(rule))
                .or_else(|| in_script::number(rule, ruleset, &|file| self.text(file)));
        }
        self.said_in_one(rule, ruleset).or_else(|| self.said_of_all(rule, ruleset))
    }

    /// What is said of a rule of one formula.
    fn said_in_one(&self, rule: &Rule, ruleset: &Ruleset) -> Option<Told> {
        let [formula] = rule.demand.formulas() else { return None };
        let source = formula.source.as_str();
        let syntax = parse_expectation(source).ok()?;
        let name = rule.name.as_deref().unwrap_or("");
        let (file, text) = (rule.origin.file.to_string(), self.text(&rule.origin.file)?);
        let place = |part: &str| {
            let rest = text.get(rule.origin.span.end..)?;
            let own = rest.split("\n[[").next().unwrap_or(rest);
            Some(rule.origin.span.end + own.find(part)?)
        };
        let stands =
            |meant: &str| resolve_expectation(meant, &ruleset.names, &rule.owner, None).is_ok();
        let when = rule.when.as_ref().map(|(source, _)| source.as_str());
        let condition = when.and_then(|when| Some((when, parse(when).ok()?)));
        let form = form_of(rule, ruleset);
        let found = match relation::turned(name, source, &syntax) {
            Some(own) if own.meant.is_some() => Some(own),
            own => turned_sides::turned_sides(name, source, &syntax).or(own),
        };
        let found = found.or_else(|| {
            let when = condition.as_ref().map(|(_, syntax)| syntax);
            lacking::lacking(name, (source, &syntax), when, form)
        });
        let found = found.or_else(|| {
            let (own, form) = ((source, &syntax), form?);
            equation::equation(name, own, form, ruleset)
                .or_else(|| row_before::row_before(name, own, form))
        });
        if let Some(found) = found {
            let from = place(source)?;
            let meant = found.meant.filter(|meant| stands(meant));
            let help = advice(
                meant.as_deref(),
                "对照名称检查公式；公式对的，改 name，不然看结果的人不明白",
            );
            return Some(Told {
                span: from..from + source.len(),
                file,
                text,
                message: found.message,
                help,
            });
        }
        let own = numbers::Written {
            source,
            syntax: &syntax,
            when: condition.as_ref().map(|(source, syntax)| (*source, syntax)),
            form,
        };
        let message = message_of(rule);
        let texts: Vec<&str> =
            [name, message.as_str()].into_iter().filter(|own| !own.is_empty()).collect();
        if let Some(found) = numbers::otherwise(&texts, &own, ruleset) {
            if let Some(param) = found.param.and_then(|at| ruleset.params.get(at)) {
                let text = self.text(&param.origin.file)?;
                let span = line_of(&text, &param.origin.span);
                let file = param.origin.file.to_string();
                return Some(Told { file, text, span, message: found.message, help: found.help });
            }
            let written = if found.is_condition { when? } else { source };
            let from = place(written)?;
            let meant = found.meant.filter(|meant| match found.is_condition {
                true => resolve_condition(meant, &ruleset.names, &rule.owner).is_ok(),
                false => stands(meant),
            });
            let help = advice(meant.as_deref(), "两处写成一样的");
            let span = found
                .span
                .map_or(from..from + written.len(), |own| from + own.start..from + own.end);
            return Some(Told { file, text, span, message: found.message, help });
        }
        let (message, meant) = other_way(&texts, source, &syntax)?;
        let from = place(source)?;
        let help = advice(
            Some(&meant).filter(|meant| stands(meant)).map(String::as_str),
            "检查比较号的方向",
        );
        Some(Told { span: from..from + source.len(), file, text, message, help })
    }
}

/// What to do: the formula as the words have it, where that stands.
fn advice(meant: Option<&str>, or: &str) -> String {
    match meant {
        Some(meant) => {
            format!("名称说得对的，写成 {meant}；公式对的，改 name，不然看结果的人不明白")
        }
        None => or.to_owned(),
    }
}

/// That the words of a rule say the other way round, and the formula so.
fn other_way(texts: &[&str], source: &str, syntax: &Syntax) -> Option<(String, String)> {
    let SyntaxKind::Compare(relation, left, right) = &syntax.kind else { return None };
    let (word, said) = texts.iter().find_map(|text| {
        let all = bounds::bounds_said(text, (left, right));
        // where one of several words has the sign, the others are of something else
        if all.iter().any(|own| bounds::is_same_way(own.relation, *relation) == Some(true)) {
            return None;
        }
        let bounds::BoundSaid { word, relation, .. } = *all.first()?;
        // a message may say what stands there instead: 金额 {stated}，不低于 {computed}
        let is_plain =
            word.starts_with('不') && !word.contains(['得', '应', '能', '可', '许', '要']);
        let before = text.split(word).next().unwrap_or("");
        (!is_plain || !before.contains('\u{0}')).then_some((word, relation))
    })?;
    if bounds::is_same_way(said, *relation)? {
        return None;
    }
    let turned = relation.mirrored().sign();
    let (before, behind) = (source.get(..left.span.end)?, source.get(right.span.start..)?);
    let message = format!(
        "规则的名称说“{word}”，公式写的是 {}：像是大于、小于写反了",
        source.get(left.span.end..right.span.start)?.trim()
    );
    Some((message, format!("{} {turned} {}", before.trim_end(), behind.trim_start())))
}

/// The form whose rows a rule is for.
fn form_of<'r>(rule: &Rule, ruleset: &'r Ruleset) -> Option<&'r Form> {
    match &rule.owner {
        Owner::Form(form, _) => ruleset.forms.get(*form),
        _ => None,
    }
}

/// The words of a rule's message.
fn message_of(rule: &Rule) -> String {
    let pieces = rule.message.iter().flatten().map(|piece| match piece {
        Message::Text(text) => text.as_str(),
        _ => "\u{0}",
    });
    pieces.collect()
}

/// The rest of the line at which a place begins.
fn line_of(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = text.get(span.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    span.start..span.start + line.trim_end().len()
}

/// What a script holds against each other where its rule's words say the other way round: its only
/// `expect`.
fn of_script(rule: &Rule, _: &Ruleset) -> Option<Told> {
    const CALL: &str = "expect(";
    let script = rule.demand.script()?;
    let name = rule.name.as_deref()?;
    let mut calls = script.source.match_indices(CALL);
    let (at, _) = calls.next()?;
    if calls.next().is_some() || script.source.contains("report(") {
        return None;
    }
    let from = at + CALL.len();
    let length = first_argument(script.source.get(from..)?)?;
    let source = script.source.get(from..from + length)?;
    let syntax = parse_expectation(source).ok()?;
    let (message, meant) = other_way(&[name], source, &syntax)?;
    let base = script.base?;
    Some(Told {
        file: script.file.clone(),
        text: Arc::clone(&script.text),
        span: base + from..base + from + length,
        message,
        help: advice(Some(&meant), ""),
    })
}

/// How long the first argument of a call is.
fn first_argument(rest: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_u32, false);
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quote = !quote,
            _ if quote => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return Some(at),
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// What is told where the words stand in the message, not in the name.
fn of_message(told: Told, name: &str) -> Told {
    let word = told.message.split('“').nth(1).and_then(|rest| rest.split('”').next());
    if word.is_none_or(|word| name.contains(word)) {
        return told;
    }
    Told {
        message: told.message.replacen("规则的名称说", "规则的 message 说", 1),
        help: told.help.replacen("名称说得对的", "message 说得对的", 1).replacen(
            "改 name",
            "改 message",
            1,
        ),
        ..told
    }
}

fn mistake(told: Told) -> RuleMistake {
    RuleMistake {
        text: told.text,
        span: told.span,
        help: Some(told.help),
        is_warning: true,
        ..RuleMistake::of_file(MistakeCode::WithoutEffect, told.file, told.message)
    }
}
