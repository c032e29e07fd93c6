//! Cells of a measure in a column of the other stage: `"决算" = "进度表.修路.调整后预算"`, where the form has a column
//! of what was spent as well.

use super::rulebook::Rulebook;
use super::schema::{ColumnKind, Form, Rule};
use super::whole::Ruleset;
use crate::formula::{Owner, Syntax, SyntaxKind, parse_expectation};
use gouji_values::error::{MistakeCode, RuleMistake};

/// Classes of words of what was planned.
const PLANNED: &[&str] = &["plan", "plan_first", "plan_final"];

/// Classes of words of what came of it.
const DONE: &[&str] = &["done"];

impl Rulebook {
    /// Such cells of the author's own measures.
    pub(super) fn measure_columns(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        let mut out = Vec::new();
        for rule in own {
            let Owner::Claim(claim) = &rule.owner else { continue };
            if ruleset.claims.get(*claim).is_none_or(|claim| claim.measure.is_none()) {
                continue;
            }
            for formula in rule.demand.formulas() {
                out.extend(self.other_stage(rule, &formula.source, ruleset));
            }
        }
        out
    }

    fn other_stage(&self, rule: &Rule, source: &str, ruleset: &Ruleset) -> Option<RuleMistake> {
        let SyntaxKind::Compare(_, stage, cell) = parse_expectation(source).ok()?.kind else {
            return None;
        };
        let SyntaxKind::Name(stage) = &stage.kind else { return None };
        let (form, column, path) = cell_of(&cell, source, ruleset)?;
        let holds = |classes: &[&str], name: &str, is_whole: bool| {
            let lists = classes.iter().filter_map(|class| ruleset.vocabulary.prose.get(*class));
            let mut words = lists.flatten().filter(|word| word.chars().nth(1).is_some());
            words.any(|word| if is_whole { word == name } else { name.contains(word.as_str()) })
        };
        let is_done = holds(DONE, stage, true);
        let is_planned = holds(&["plan"], stage, true);
        let (own, other) = match (is_done, is_planned) {
            (true, false) => (DONE, PLANNED),
            (false, true) => (PLANNED, DONE),
            _ => return None,
        };
        let is_of = |name: &str, classes: &[&str]| holds(classes, name, false);
        if !is_of(&column, other) || is_of(&column, own) {
            return None;
        }
        let meant = form.columns.iter().filter(|known| {
            known.kind == ColumnKind::Amount
                && is_of(&known.name, own)
                && !is_of(&known.name, other)
        });
        let meant: Vec<&str> = meant.map(|known| known.name.as_str()).collect();
        let first = meant.first()?;
        let text = self.text(&rule.origin.file)?;
        let item = text.get(rule.origin.span.end..)?.split("\n[[").next()?;
        let from = rule.origin.span.end + item.find(path.as_str())?;
        let base = path.get(..path.len() - column.len())?;
        let message = format!(
            "cells 的“{stage}”指到了“{column}”一栏，像是指错了列：{} 有“{}”",
            form.id,
            meant.join("”“")
        );
        let help = format!("写成 \"{stage}\" = \"{base}{first}\"；本来就是这一栏的，不必改");
        Some(RuleMistake {
            text: text.clone(),
            span: from..from + path.len(),
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                rule.origin.file.to_string(),
                message,
            )
        })
    }
}

/// The form and the column of a path, with the path as it is written.
fn cell_of<'r>(
    cell: &Syntax,
    source: &str,
    ruleset: &'r Ruleset,
) -> Option<(&'r Form, String, String)> {
    let SyntaxKind::Member(_, column, _) = &cell.kind else { return None };
    let path = source.get(cell.span.clone())?.trim();
    let id = path.split(['.', '[']).next()?;
    let form = ruleset.forms.iter().find(|form| form.id == id)?;
    form.columns
        .iter()
        .any(|known| known.name == *column)
        .then(|| (form, column.to_string(), path.to_owned()))
}
