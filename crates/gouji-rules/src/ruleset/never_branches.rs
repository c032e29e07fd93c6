//! Branches of `if` that nothing comes to, since what they ask for was let through before:
//! `if(率 >= 80%, "黄", if(率 >= 90%, "绿", "红"))`, and the same in scripts.

use super::excluding::{Compared, exclude};
use super::never_holds::{compared_in, quoted};
use super::param_values::{ParamValues, parsed};
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use super::whole::Ruleset;
use crate::formula::{FormulaMistake, Syntax, SyntaxKind, denied};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::Units;
use std::ops::Range;
use std::sync::Arc;

/// Tells the branches of a file's formulas that nothing comes to.
pub(super) fn never_branches(
    (units, params): (&Units, &ParamValues),
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    let items = ["rule", "claim", "measure", "relation"].into_iter();
    let lists = items.filter_map(|key| root.get(key)).filter_map(|list| match list.view() {
        TreeView::List(list) => Some(list),
        _ => None,
    });
    for item in lists.flat_map(|list| list.items().filter_map(TreeValue::table)) {
        for own in ["when", "expect", "any"].iter().filter_map(|key| item.get(key)) {
            let texts: Vec<TreeValue<'_>> = match own.view() {
                TreeView::Text(_) => vec![own],
                TreeView::List(list) => list.items().collect(),
                _ => continue,
            };
            for value in texts {
                let Some(text) = value.text().filter(|text| text.contains("if(")) else { continue };
                if let Some((message, help)) = in_formula(text, units, params) {
                    let code = MistakeCode::WithoutEffect;
                    out.warn(source, value.span(), code, message, Some(help));
                }
            }
        }
    }
}

/// Conditions one after the other with what is taken under each, and what is taken else.
struct Chain<'s> {
    branches: Vec<(&'s Syntax, &'s Syntax)>,
    other: &'s Syntax,
    span: Range<usize>,
}

fn in_formula(text: &str, units: &Units, params: &ParamValues) -> Option<(String, String)> {
    let syntax = parsed(text, params)?;
    let mut chains = Vec::new();
    each_chain(&syntax, &mut chains);
    chains.iter().find_map(|chain| {
        let conditions: Vec<&Syntax> = chain.branches.iter().map(|(own, _)| *own).collect();
        let (at, before) = unreached(&conditions, units)?;
        let words = |own: &Syntax| text.get(own.span.clone()).map(str::trim);
        let (own, earlier) = (words(conditions.get(at)?)?, words(conditions.get(before)?)?);
        let value = words(chain.branches.get(at)?.1)?;
        let message = format!(
            "{own} 的也满足前面的 {earlier}，先落到那里：后面的 {own} 永远走不到，{value} 评不出来"
        );
        let meant = in_order(chain, units).and_then(|order| {
            let mut out = words(chain.other)?.to_owned();
            for at in order.iter().rev() {
                let (condition, value) = chain.branches.get(*at)?;
                out = format!("if({}, {}, {out})", words(condition)?, words(value)?);
            }
            let (head, rest) = (text.get(..chain.span.start)?, text.get(chain.span.end..)?);
            Some(quoted(&format!("{head}{out}{rest}")))
        });
        let help = match meant {
            Some(meant) => format!("先问范围小的：写成 {meant}"),
            None => format!("先问范围小的：把 {own} 移到 {earlier} 的前面"),
        };
        Some((message, help))
    })
}

/// The order in which each branch is come to.
fn in_order(chain: &Chain<'_>, units: &Units) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..chain.branches.len()).collect();
    for _ in 0..order.len() * order.len() {
        let conditions: Vec<&Syntax> =
            order.iter().filter_map(|at| chain.branches.get(*at)).map(|(own, _)| *own).collect();
        let Some((at, before)) = unreached(&conditions, units) else { return Some(order) };
        let own = order.remove(at);
        order.insert(before, own);
    }
    None
}

/// The first condition that an earlier one leaves nothing for, and that one; not where both say the same.
fn unreached(conditions: &[&Syntax], units: &Units) -> Option<(usize, usize)> {
    let each: Vec<Vec<Compared<'_>>> = conditions.iter().map(|own| compared_in(own)).collect();
    (1..each.len()).find_map(|at| {
        let own = each.get(at)?;
        let before = (0..at).find(|before| {
            let is_one = |own: &&Syntax| matches!(own.kind, SyntaxKind::Compare(..));
            let Some([earlier]) = each.get(*before).map(Vec::as_slice) else { return false };
            let Some(relation) = denied(earlier.relation) else { return false };
            let denied = Compared {
                name: earlier.name.clone(),
                relation,
                written: earlier.written.clone(),
                literal: earlier.literal.clone(),
            };
            conditions.get(*before).is_some_and(is_one)
                && own.iter().any(|own| exclude(&denied, own, units))
        })?;
        Some((at, before))
    })
}

/// All chains of `if` within a formula, the outermost ones.
fn each_chain<'s>(syntax: &'s Syntax, out: &mut Vec<Chain<'s>>) {
    match &syntax.kind {
        SyntaxKind::Call(name, _, all) if name == "if" && all.len() == 3 => {
            let mut branches = Vec::new();
            let mut own = syntax;
            while let SyntaxKind::Call(name, _, all) = &own.kind
                && let [condition, value, other] = all.as_slice()
                && name == "if"
            {
                branches.push((condition, value));
                own = other;
            }
            branches.iter().for_each(|(_, value)| each_chain(value, out));
            out.push(Chain { branches, other: own, span: syntax.span.clone() });
        }
        SyntaxKind::Compare(_, a, b) | SyntaxKind::Binary(_, a, b) | SyntaxKind::Index(a, b) => {
            each_chain(a, out);
            each_chain(b, out);
        }
        SyntaxKind::Not(inner) | SyntaxKind::Negate(inner) => each_chain(inner, out),
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| each_chain(own, out)),
        _ => {}
    }
}

/// The branches of the author's scripts that nothing comes to.
pub(super) fn never_branches_of_scripts(ruleset: &Ruleset) -> Vec<RuleMistake> {
    let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
    let mut out = Vec::new();
    for script in own.filter_map(|rule| rule.demand.script()) {
        let Some(base) = script.base else { continue };
        let found = in_script(&script.source, &ruleset.vocabulary.units);
        out.extend(found.into_iter().map(|own| RuleMistake {
            text: Arc::clone(&script.text),
            span: base + own.span.start..base + own.span.end,
            help: own.help,
            is_warning: true,
            ..RuleMistake::of_file(MistakeCode::WithoutEffect, script.file.clone(), own.message)
        }));
    }
    out
}

/// The branches of a script that nothing comes to: `if … { } else if … { }`.
fn in_script(source: &str, units: &Units) -> Vec<FormulaMistake> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find("if ")).map(|at| from + at) {
        from = at + 3;
        let before = source.get(..at).unwrap_or("").trim_end();
        // what goes on a chain was looked at with its beginning
        if before.ends_with("else") || before.ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let spans = conditions_of(source, from);
        let texts: Vec<String> =
            spans.iter().filter_map(|span| Some(plain(source.get(span.clone())?))).collect();
        let each: Option<Vec<Syntax>> =
            texts.iter().map(|text| crate::formula::parse(text).ok()).collect();
        let Some(each) = each.filter(|all| all.len() > 1) else { continue };
        let conditions: Vec<&Syntax> = each.iter().collect();
        let Some((at, earlier)) = unreached(&conditions, units) else { continue };
        let words = |at: usize| {
            let span = spans.get(at)?.clone();
            Some((source.get(span.clone())?.trim(), span))
        };
        let (Some((own, span)), Some((first, _))) = (words(at), words(earlier)) else { continue };
        let message = format!("{own} 的也满足前面的 {first}，先走了那里：这一段永远走不到");
        let help = format!("先问范围小的：把 {own} 的一段移到 {first} 的前面");
        let start = span.start
            + source.get(span.clone()).map_or(0, |own| own.len() - own.trim_start().len());
        out.push(FormulaMistake::new(start..start + own.len(), message).help(help));
    }
    out
}

/// The conditions of a chain whose first one begins at a place.
fn conditions_of(source: &str, from: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(open) = brace(source, at) {
        out.push(at..open);
        let Some(close) = closing(source, open) else { break };
        let Some(rest) = source.get(close + 1..) else { break };
        let own = rest.trim_start();
        let Some(next) = own.strip_prefix("else").map(str::trim_start) else { break };
        let Some(next) = next.strip_prefix("if ") else { break };
        at = source.len() - next.len();
    }
    out
}

/// The brace that opens the block of a condition.
fn brace(source: &str, from: usize) -> Option<usize> {
    let mut is_quoted = false;
    for (at, c) in source.get(from..)?.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => return Some(from + at),
            ';' if !is_quoted => return None,
            _ => {}
        }
    }
    None
}

/// The brace that closes a block.
fn closing(source: &str, open: usize) -> Option<usize> {
    let (mut depth, mut is_quoted) = (0_u32, false);
    for (at, c) in source.get(open..)?.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => depth += 1,
            '}' if !is_quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(open + at);
                }
            }
            _ => {}
        }
    }
    None
}

/// A condition of a script as one of formulas: numbers with their units stand between no quotes there.
fn plain(condition: &str) -> String {
    let mut pieces = condition.split('"');
    let mut out = pieces.next().unwrap_or("").to_owned();
    let mut is_inside = true;
    for piece in pieces {
        if is_inside && piece.starts_with(|c: char| c.is_ascii_digit()) {
            out.push_str(piece);
        } else if is_inside {
            out.push('"');
            out.push_str(piece);
            out.push('"');
        } else {
            out.push_str(piece);
        }
        is_inside = !is_inside;
    }
    out.trim().to_owned()
}
