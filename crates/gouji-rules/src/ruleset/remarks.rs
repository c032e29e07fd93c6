//! What is odd about the rules of a ruleset that loads.

use super::conflict::Conflict;
use super::never_branches::never_branches_of_scripts;
use super::never_fails::{Decided, decided, says_something, without_itself};
use super::rulebook::Rulebook;
use super::whole::Ruleset;
use crate::formula::CheckRelation;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

impl Rulebook {
    /// Rules that do not go together, overrides that collide, formulas that say nothing, and what has no effect
    /// or nothing asks for, as warnings at their places. `extra` are the layers on top.
    #[must_use]
    pub fn remarks(&self, ruleset: &Ruleset, extra: &[String]) -> Vec<RuleMistake> {
        let mut out: Vec<RuleMistake> =
            ruleset.conflicts().into_iter().map(|conflict| self.of_conflict(conflict)).collect();
        out.extend(self.override_conflicts(&ruleset.name, extra));
        // whatever a user adds is looked at like the ruleset itself
        let mut layers = vec![ruleset.name.as_str()];
        for own in ruleset.author_layers.iter().chain(extra) {
            if !layers.contains(&own.as_str()) {
                layers.push(own);
            }
        }
        for layer in &layers {
            out.extend(self.unused_fragments(layer));
        }
        out.extend(decided(ruleset).into_iter().map(|own| self.says_nothing(&own, ruleset)));
        out.extend(self.turned_days(ruleset));
        out.extend(self.turned_shares(ruleset));
        out.extend(self.bare_factors(ruleset));
        out.extend(self.converted_units(ruleset));
        out.extend(self.whole_columns(ruleset));
        out.extend(self.other_column_named(ruleset));
        out.extend(self.name_says(ruleset));
        out.extend(self.subtotals_named(ruleset));
        out.extend(self.rows_asked(ruleset));
        out.extend(self.unused_captures(ruleset));
        out.extend(self.cases_apart(ruleset));
        out.extend(self.turned_heads(ruleset));
        out.extend(self.all_meant(ruleset));
        out.extend(self.measures_apart(ruleset));
        out.extend(self.measure_columns(ruleset));
        out.extend(never_branches_of_scripts(ruleset));
        let listed = ruleset.listing();
        let ids = listed.iter().map(|rule| (rule.id.as_str(), rule.severity.is_some())).collect();
        for layer in &layers {
            out.extend(self.unused_items(layer));
            out.extend(self.without_effect(layer, &ids));
        }
        out
    }

    /// Two rules that do not go together, at the later one: at its condition, where the conditions are what
    /// matters, with the line of the other.
    fn of_conflict(&self, conflict: Conflict) -> RuleMistake {
        let text = self.text(&conflict.origin.file).unwrap_or_else(|| Arc::from(""));
        let mut span = conflict.origin.span.clone();
        let mut help = conflict.help;
        if let Some(other) = &conflict.other {
            let own = text.get(span.end..).map(|rest| rest.split("\n[[").next().unwrap_or(rest));
            if let Some(at) = own.and_then(|own| own.find("\nwhen")) {
                let from = span.end + at + 1;
                let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("");
                span = from..from + line.trim_end().len();
            }
            let text = self.text(&other.file).unwrap_or_else(|| Arc::from(""));
            let line = text.get(..other.span.start).map_or(0, |text| text.matches('\n').count());
            let file = if other.file == conflict.origin.file { "" } else { &*other.file };
            help.push_str(&format!("；另一条在{file}第 {} 行", line + 1));
        }
        RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::RulesConflict,
                conflict.origin.file,
                conflict.message,
            )
        }
    }

    /// That a formula does not depend on the document, at its sign of comparison.
    fn says_nothing(&self, found: &Decided<'_>, ruleset: &Ruleset) -> RuleMistake {
        let origin = &found.rule.origin;
        let text = self.text(&origin.file).unwrap_or_else(|| Arc::from(""));
        let sign = sign_of(found.source);
        let formula = text.get(origin.span.end..).and_then(|rest| {
            let own = rest.split("\n[[").next().unwrap_or(rest);
            Some(origin.span.end + own.find(found.source)?)
        });
        let span = match (formula, &sign) {
            (Some(from), Some(sign)) => from + sign.start..from + sign.end,
            (Some(from), None) => from..from + found.source.len(),
            _ => origin.span.clone(),
        };
        let turned = sign.and_then(|sign| {
            let (before, behind) = (found.source.get(..sign.start)?, found.source.get(sign.end..)?);
            let other = match found.relation {
                CheckRelation::AtLeast | CheckRelation::Greater => "<=",
                CheckRelation::AtMost | CheckRelation::Less => ">=",
                _ => return None,
            };
            let meant = format!("{before}{other}{behind}");
            // the other way round it may say as little
            says_something(&meant, found.rule, ruleset).then(|| format!("是写反了的，写成 {meant}"))
        });
        let itself = without_itself(found, ruleset).filter(|_| found.holds);
        let (what, help) = match (found.holds, turned) {
            _ if let Some((own, meant)) = itself => (
                "总是成立，查不出错",
                format!(
                    "不论文件里是什么数都成立：与自己比了，{own} 两边都有；去掉一个，写成 {meant}"
                ),
            ),
            (true, Some(turned)) => (
                "总是成立，查不出错",
                format!(
                    "不论文件里是什么数都成立：检查比较号的方向，{turned}；两边相等才对的写 =="
                ),
            ),
            (true, None) => (
                "总是成立，查不出错",
                "不论文件里是什么数都成立：检查比较号的方向，或者两边是不是取了同样的数".to_owned(),
            ),
            (false, Some(turned)) => (
                "总是不成立",
                format!("不论文件里是什么数都不成立：检查比较号的方向和写的数，{turned}"),
            ),
            (false, None) => {
                ("总是不成立", "不论文件里是什么数都不成立：检查比较号的方向和写的数".to_owned())
            }
        };
        RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                origin.file.to_string(),
                format!("{} 的公式 {} {what}", found.rule.id, found.source),
            )
        }
    }
}

/// The sign of comparison of a formula.
fn sign_of(source: &str) -> Option<Range<usize>> {
    let at = source.find(['<', '>', '=', '!', '≤', '≥', '≠'])?;
    let rest = source.get(at..)?;
    let first = rest.chars().next()?.len_utf8();
    let second = usize::from(rest.get(first..)?.starts_with(['=', '>']));
    Some(at..at + first + second)
}
