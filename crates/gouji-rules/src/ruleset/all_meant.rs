//! Rules of `any` whose formulas each hold figures of their own against each other, all in one way: one that
//! holds says nothing of the others, whose figures are then checked by nobody. `expect` was meant.
//!
//! Alternatives have something in common: the figure that may come out in several ways, or the row that
//! meets one condition or another. What names an alternative, or holds figures against a limit, is left alone.

use super::name_says::names_of;
use super::rulebook::Rulebook;
use super::schema::Rule;
use super::whole::Ruleset;
use crate::formula::{CheckRelation, Syntax, SyntaxKind, parse_expectation};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;

/// Words of a choice.
const CHOICE: &[&str] = &[
    "任一",
    "任意",
    "任何",
    "有一",
    "之一",
    "其一",
    "或",
    "至少",
    "至多",
    "二选",
    "择一",
    "一项即可",
];

/// A formula with the two sides that it holds against each other.
struct Written<'r> {
    source: &'r str,
    relation: CheckRelation,
    left: Syntax,
    right: Syntax,
}

impl Rulebook {
    /// Such rules of the author's.
    pub(super) fn all_meant(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        own.filter(|rule| rule.demand.is_choice() && are_all_meant(rule))
            .filter_map(|rule| self.all_are_meant(rule))
            .collect()
    }

    /// It at the key.
    fn all_are_meant(&self, rule: &Rule) -> Option<RuleMistake> {
        const KEY: &str = "any";
        let text = self.text(&rule.origin.file)?;
        let rest = text.get(rule.origin.span.end..)?;
        let own = rest.split("\n[[").next().unwrap_or(rest);
        let from = rule.origin.span.end + own.find(&format!("\n{KEY}"))? + 1;
        let count = rule.demand.formulas().len();
        Some(RuleMistake {
            text: text.clone(),
            span: from..from + KEY.len(),
            help: Some(
                "各自都要成立的，把 any 改成 expect（方括号里的不变）；真是有一条就行的，在 name 里写明“有一条相符即可”"
                    .to_owned(),
            ),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                rule.origin.file.to_string(),
                format!(
                    "{} 的 {count} 条公式各核对各的数，any 是有一条成立就行：一条相符，其余的错了也查不出",
                    rule.id
                ),
            )
        })
    }
}

/// Whether each formula of a choice has figures of its own on both sides, and all are made in one way.
fn are_all_meant(rule: &Rule) -> bool {
    let said = rule.name.as_deref().unwrap_or("");
    if CHOICE.iter().any(|word| said.contains(word)) {
        return false;
    }
    let written = rule.demand.formulas().iter().map(|own| {
        let SyntaxKind::Compare(relation, left, right) = parse_expectation(&own.source).ok()?.kind
        else {
            return None;
        };
        Some(Written { source: own.source.as_str(), relation, left: *left, right: *right })
    });
    let Some(all) = written.collect::<Option<Vec<_>>>().filter(|all| all.len() > 1) else {
        return false;
    };
    // what every formula names, a row or a form, is no figure of one of them
    let sides: Vec<[BTreeSet<&str>; 2]> =
        all.iter().map(|own| [names_of(&own.left), names_of(&own.right)]).collect();
    let named: Vec<BTreeSet<&str>> = sides.iter().map(|[left, right]| left | right).collect();
    let is_common = |name: &&str| named.iter().all(|own| own.contains(name));
    let figures = |own: &BTreeSet<&str>| own.iter().filter(|name| !is_common(name)).count();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut form: Option<(CheckRelation, String)> = None;
    for ((own, [left, right]), named) in all.iter().zip(&sides).zip(&named) {
        let mut apart: Vec<&str> = named.iter().copied().filter(|name| !is_common(name)).collect();
        if figures(left) == 0 || figures(right) == 0 || apart.iter().any(|own| !seen.insert(own)) {
            return false;
        }
        // the longest first: one may be a part of another
        apart.sort_by_key(|name| (std::cmp::Reverse(name.len()), own.source.find(name)));
        let made = apart.iter().fold(own.source.to_owned(), |text, name| text.replace(name, "#"));
        let made: String = made.chars().filter(|c| !c.is_whitespace()).collect();
        let known = form.get_or_insert_with(|| (own.relation, made.clone()));
        if *known != (own.relation, made) {
            return false;
        }
    }
    form.is_some_and(|(relation, _)| relation == CheckRelation::Equal)
}
