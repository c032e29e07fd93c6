//! Formulas with the values of parameters in the place of their names, to see which comparisons leave nothing
//! that meets both.

use super::folder::is_rules;
use super::rulebook::Rulebook;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, parse};
use crate::formula::{Syntax, SyntaxKind};
use std::collections::BTreeMap;

/// Numbers and days by the names of parameters.
pub(super) type ParamValues = BTreeMap<String, SyntaxKind>;

impl Rulebook {
    /// The parameters that have one value in all rulesets.
    pub(super) fn param_values(&self) -> ParamValues {
        let mut out: BTreeMap<String, Option<SyntaxKind>> = BTreeMap::new();
        for folder in self.folders.values() {
            for file in
                folder.files.iter().filter(|own| is_rules(own) && own.text.contains("[param]"))
            {
                let source = folder.source(file);
                let tree = parse(&source, &mut Mistakes::default());
                let Some(TreeView::Table(params)) = tree.root().get("param").map(TreeValue::view)
                else {
                    continue;
                };
                for (name, _, value) in params.iter() {
                    let own = value_of(value);
                    let known = out.entry(name.to_owned()).or_insert_with(|| own.clone());
                    if *known != own {
                        *known = None;
                    }
                }
            }
        }
        out.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// A number or a day that a parameter is.
fn value_of(value: TreeValue<'_>) -> Option<SyntaxKind> {
    let text = match value.view() {
        TreeView::Text(text) => text.trim().to_owned(),
        TreeView::Integer(Some(number)) => number.to_string(),
        _ => return None,
    };
    let syntax = crate::formula::parse(&text).ok()?;
    matches!(syntax.kind, SyntaxKind::Number { .. } | SyntaxKind::Date(_)).then_some(syntax.kind)
}

/// A formula, what parameters are worth in the place of their names.
pub(super) fn parsed(text: &str, params: &ParamValues) -> Option<Syntax> {
    let mut syntax = crate::formula::parse(text).ok()?;
    valued(&mut syntax, params);
    Some(syntax)
}

fn valued(syntax: &mut Syntax, params: &ParamValues) {
    match &mut syntax.kind {
        SyntaxKind::Member(base, name, _) => match &base.kind {
            SyntaxKind::Name(own) if own == "param" => {
                if let Some(value) = params.get(name) {
                    syntax.kind = value.clone();
                }
            }
            _ => valued(base, params),
        },
        SyntaxKind::Compare(_, a, b) | SyntaxKind::Binary(_, a, b) | SyntaxKind::Index(a, b) => {
            valued(a, params);
            valued(b, params);
        }
        SyntaxKind::Not(inner) | SyntaxKind::Negate(inner) => valued(inner, params),
        SyntaxKind::Call(_, _, all) => all.iter_mut().for_each(|own| valued(own, params)),
        _ => {}
    }
}

/// What the parameters of a formula are, to be said beside it: 限额 是 400万元.
pub(super) fn worth(text: &str, params: &ParamValues) -> String {
    let mut out = Vec::new();
    for piece in text.split("param.").skip(1) {
        let name: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let value = match params.get(&name) {
            Some(SyntaxKind::Number { value, unit }) => format!("{value}{unit}"),
            Some(SyntaxKind::Date((year, month, day))) => format!("{year:04}-{month:02}-{day:02}"),
            _ => continue,
        };
        let own = format!("param.{name} 是 {value}");
        if !out.contains(&own) {
            out.push(own);
        }
    }
    if out.is_empty() { String::new() } else { format!("（{}）", out.join("，")) }
}
