//! Conditions that no document can meet: told by `gouji rules check`, since the rule would be in no
//! list of what was found.

use super::excluding::{Compared, OPPOSITE, Written, are_bounds, are_opposite, exclude, odd_value};
use super::param_values::{ParamValues, parsed, worth};
use super::rule::kinds_help;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use crate::formula::{Binary, Function, Syntax, SyntaxKind, denied};
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeCode;
use gouji_values::number::Units;
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// One of several that must all hold: where it stands, and what it compares where that is plain.
struct Conjunct<'s> {
    span: Range<usize>,
    compared: Option<Compared<'s>>,
}

/// Tells the conditions of a file that never hold, and what no figure can be.
pub(super) fn never_holds(
    (words, params): (&Vocabulary, &ParamValues),
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    let items = ["rule", "claim", "measure"].into_iter().filter_map(|key| root.get(key));
    for list in items.filter_map(|list| match list.view() {
        TreeView::List(list) => Some(list),
        _ => None,
    }) {
        for item in list.items().filter_map(TreeValue::table) {
            let when = item.get("when");
            if let Some((when, (message, help))) =
                when.and_then(|when| Some((when, why_never(when, words, params)?)))
            {
                out.warn(source, when.span(), MistakeCode::WithoutEffect, message, help);
            }
            let is_told = when.is_some_and(|when| why_never(when, words, params).is_some());
            for own in ["when", "expect", "any"].iter().filter_map(|key| item.get(key)) {
                if let Some((message, help)) = without_kind(own, words, params).filter(|_| !is_told)
                {
                    out.warn(source, own.span(), MistakeCode::WithoutEffect, message, Some(help));
                }
            }
            for (key, own) in ["when", "any"].iter().filter_map(|key| Some((*key, item.get(key)?)))
            {
                if let Some((message, help)) = always_holds(key, own, &words.units, params) {
                    out.warn(source, own.span(), MistakeCode::WithoutEffect, message, help);
                }
            }
            if let Some((expect, (message, help))) = item
                .get("expect")
                .and_then(|own| Some((own, none_fits(own, &words.units, params)?)))
            {
                out.warn(source, expect.span(), MistakeCode::WithoutEffect, message, Some(help));
            }
        }
    }
}

/// Why a condition never holds, and what to write.
fn why_never(
    when: TreeValue<'_>,
    words: &Vocabulary,
    params: &ParamValues,
) -> Option<(String, Option<String>)> {
    let TreeView::Text(text) = when.view() else { return None };
    let syntax = parsed(text, params)?;
    let mut all = Vec::new();
    conjuncts(&syntax, &mut all);
    for one in all.iter().filter_map(|one| one.compared.as_ref()) {
        if let Some((message, help)) = odd_value(one, words) {
            return Some((format!("{message}，这个条件永远不成立"), Some(help)));
        }
    }
    if let Some(told) = all.iter().find_map(|one| with_wildcard(one.compared.as_ref()?)) {
        return Some(told);
    }
    let (first, second, name) = clash(&all, &words.units)?;
    let worth = worth(text, params);
    let message = format!("{name} 不能同时满足两边{worth}，这个条件永远不成立");
    if is_opposite(&all, (first, second)) {
        return Some((message, Some(OPPOSITE.to_owned())));
    }
    let either = either(text, &all, (first, second))?;
    let either = format!("有一个成立就行的，两边之间写 ||：写成 when = {}", quoted(&either));
    let help = match with_bounds_in_order(text, &all, (first, second)) {
        Some(meant) => {
            format!(
                "上下限写倒了的，写成 when = {}；{either}；只要一边的，删去另一边",
                quoted(&meant)
            )
        }
        None => format!("{either}；只要一边的，删去另一边"),
    };
    Some((message, Some(help)))
}

/// What is wrong where some comparison names a kind of document that there is not, and what to write.
fn without_kind(
    value: TreeValue<'_>,
    words: &Vocabulary,
    params: &ParamValues,
) -> Option<(String, String)> {
    fn unknown(syntax: &Syntax, words: &Vocabulary) -> Option<(CheckRelation, String)> {
        let inner = |syntax: &Syntax| unknown(syntax, words);
        match &syntax.kind {
            SyntaxKind::Compare(relation, left, right) => {
                let of = |named: &Syntax, other: &Syntax| match (path(named), &other.kind) {
                    (Some(name), SyntaxKind::Text(kind))
                        if name == "doc.kind" && !words.kinds.contains_key(kind) =>
                    {
                        Some((*relation, kind.clone()))
                    }
                    _ => None,
                };
                of(left, right)
                    .or_else(|| of(right, left))
                    .or_else(|| inner(left))
                    .or_else(|| inner(right))
            }
            SyntaxKind::Binary(_, left, right) => inner(left).or_else(|| inner(right)),
            SyntaxKind::Not(of) | SyntaxKind::Negate(of) => inner(of),
            SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(inner),
            _ => None,
        }
    }
    let texts: Vec<&str> = match value.view() {
        TreeView::Text(text) => vec![text],
        TreeView::List(list) => list.items().filter_map(TreeValue::text).collect(),
        _ => return None,
    };
    let named = texts.into_iter().filter(|text| text.contains("doc.kind"));
    let mut found = named.filter_map(|text| unknown(&parsed(text, params)?, words));
    let (relation, kind) = found.next()?;
    let holds =
        if relation == CheckRelation::NotEqual { "处处成立" } else { "永远不成立" };
    Some((format!("没有文件种类 {kind}，这个比较{holds}"), kinds_help(&kind, words)))
}

/// What is wrong where a sign is to stand for any text, and what to write: `指标 == "*数量"`. A percentage ends with its sign.
fn with_wildcard(one: &Compared<'_>) -> Option<(String, Option<String>)> {
    let (name, Written::Text(text)) = (&one.name, &one.written) else { return None };
    let is_star = |c: char| matches!(c, '*' | '\u{FF0A}');
    let of_number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let begins = text.starts_with(|c: char| is_star(c) || c == '%');
    let ends = text.ends_with(is_star) || text.strip_suffix('%').is_some_and(|own| !of_number(own));
    let bare = text.trim_matches(|c: char| is_star(c) || matches!(c, '%' | '?' | '\u{FF1F}'));
    let sign = text.chars().find(|c| is_star(*c) || *c == '%')?;
    (!bare.is_empty() && (begins || ends)).then(|| {
        let message = format!("{sign} 不代表任意字：印的正好是“{text}”才成立，多半一处也没有");
        let function = match (begins, ends) {
            (true, false) => Function::EndsWith,
            (false, true) => Function::StartsWith,
            _ => Function::Contains,
        };
        let help = format!(
            "写成 {}({name}, \"{bare}\")；比整个名称的，照印的写全，几个的用 || 连起来",
            function.name()
        );
        (message, Some(help))
    })
}

/// Why one of several is true whatever stands there: `级别 != "甲" || 级别 != "乙"`.
fn always_holds(
    key: &str,
    value: TreeValue<'_>,
    units: &Units,
    params: &ParamValues,
) -> Option<(String, Option<String>)> {
    let texts: Vec<&str> = match value.view() {
        TreeView::Text(text) => vec![text],
        TreeView::List(list) => list.items().map(TreeValue::text).collect::<Option<_>>()?,
        _ => return None,
    };
    if key == "when" && !texts.iter().any(|text| text.contains(['|', '｜'])) {
        return None;
    }
    let each: Vec<Syntax> = texts.iter().map(|text| parsed(text, params)).collect::<Option<_>>()?;
    let mut all = Vec::new();
    for syntax in &each {
        disjuncts(syntax, &mut all);
    }
    let denied = |one: &Conjunct<'_>| denied(one.compared.as_ref()?.relation);
    let relations: Vec<Option<CheckRelation>> = all.iter().map(denied).collect();
    for (own, relation) in all.iter_mut().zip(relations) {
        match (&mut own.compared, relation) {
            (Some(compared), Some(relation)) => compared.relation = relation,
            (compared, _) => *compared = None,
        }
    }
    let (first, second, name) = clash(&all, units)?;
    let message = format!("{name} 总有一边成立，这个条件处处都成立");
    if is_opposite(&all, (first, second)) {
        return Some((message, Some(OPPOSITE.to_owned())));
    }
    let text = texts.first()?;
    let meant = match (key, texts.len()) {
        ("when", 1) => {
            let own = |at: usize| text.get(all.get(at)?.span.clone());
            let (one, other) = (own(first)?, own(second)?);
            let both = (all.len() == 2).then(|| quoted(&format!("{one} && {other}")));
            both.map_or_else(
                || format!("两边之间写 &&：{one} && {other}"),
                |both| format!("都不是的，两边之间写 &&：写成 when = {both}"),
            )
        }
        _ => "都要成立的不写 any，写成 expect = [ … ]".to_owned(),
    };
    Some((message, Some(meant)))
}

/// Of what one is enough.
fn disjuncts<'s>(syntax: &'s Syntax, out: &mut Vec<Conjunct<'s>>) {
    match &syntax.kind {
        SyntaxKind::Binary(Binary::Or, left, right) => {
            disjuncts(left, out);
            disjuncts(right, out);
        }
        SyntaxKind::Binary(Binary::And, ..) => {
            out.push(Conjunct { span: syntax.span.clone(), compared: None });
        }
        _ => conjuncts(syntax, out),
    }
}

/// Why no figure is as a rule expects it, where its bounds stand in the wrong order.
fn none_fits(
    expect: TreeValue<'_>,
    units: &Units,
    params: &ParamValues,
) -> Option<(String, String)> {
    let told = |name: &str| format!("{name} 不能同时满足两边，这条规则处处都会报");
    // bounds on both sides, as most formulas have none
    let is_bound = |text: &&str| text.contains(['<', '>', '≤', '≥', '＜', '＞']);
    match expect.view() {
        TreeView::Text(text) if text.contains('&') && is_bound(&text) => {
            let syntax = parsed(text, params)?;
            let mut all = Vec::new();
            conjuncts(&syntax, &mut all);
            let (first, second, name) = clash(&all, units)?;
            let meant = with_bounds_in_order(text, &all, (first, second))?;
            let sides: Vec<String> = [first, second]
                .into_iter()
                .filter_map(|at| text.get(all.get(at)?.span.clone()).map(quoted))
                .collect();
            let either = format!("有一个成立就行的，写成 any = [{}]", sides.join(", "));
            Some((
                told(&name),
                format!("上下限写倒了的，写成 expect = {}；{either}", quoted(&meant)),
            ))
        }
        TreeView::List(list) => {
            let texts: Vec<&str> = list.items().map(TreeValue::text).collect::<Option<_>>()?;
            if texts.iter().filter(|text| is_bound(text)).count() < 2 {
                return None;
            }
            let each = texts.iter().map(|text| parsed(text, params));
            let each: Vec<Syntax> = each.collect::<Option<_>>()?;
            let mut all: Vec<(usize, Conjunct<'_>)> = Vec::new();
            for (at, syntax) in each.iter().enumerate() {
                let mut own = Vec::new();
                conjuncts(syntax, &mut own);
                all.extend(own.into_iter().map(|one| (at, one)));
            }
            let (at, inner): (Vec<usize>, Vec<Conjunct<'_>>) = all.into_iter().unzip();
            let (first, second, name) = clash(&inner, units)?;
            let (one, other) = (*at.get(first)?, *at.get(second)?);
            let (a, b) = bounds(&inner, (first, second))?;
            let (low, high) = (texts.get(one)?, texts.get(other)?);
            if one == other {
                return None;
            }
            let either =
                format!("有一个成立就行的，写成 any = [{}, {}]", quoted(low), quoted(high));
            let mut meant: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            meant.get_mut(one)?.replace_range(a.clone(), high.get(b.clone())?);
            meant.get_mut(other)?.replace_range(b, low.get(a)?);
            let meant: Vec<String> = meant.iter().map(|text| quoted(text)).collect();
            let meant = meant.join(", ");
            Some((told(&name), format!("上下限写倒了的，写成 expect = [{meant}]；{either}")))
        }
        _ => None,
    }
}

/// The first two that exclude each other, and what both compare.
fn clash(all: &[Conjunct<'_>], units: &Units) -> Option<(usize, usize, String)> {
    let compared = |at: usize| all.get(at)?.compared.as_ref();
    let pairs = (0..all.len()).flat_map(|at| (at + 1..all.len()).map(move |other| (at, other)));
    pairs.into_iter().find_map(|(at, other)| {
        let (one, two) = (compared(at)?, compared(other)?);
        exclude(one, two, units).then(|| (at, other, one.name.clone()))
    })
}

/// Whether one of two says just the contrary of the other.
fn is_opposite(all: &[Conjunct<'_>], (first, second): (usize, usize)) -> bool {
    let compared = |at: usize| all.get(at)?.compared.as_ref();
    compared(first).zip(compared(second)).is_some_and(|(one, other)| are_opposite(one, other))
}

/// Where the two bounds stand that are written in the wrong order.
fn bounds(
    all: &[Conjunct<'_>],
    (first, second): (usize, usize),
) -> Option<(Range<usize>, Range<usize>)> {
    let (one, other) = (all.get(first)?.compared.as_ref()?, all.get(second)?.compared.as_ref()?);
    are_bounds(one, other).then(|| (one.literal.clone(), other.literal.clone()))
}

/// A condition with its two bounds exchanged.
fn with_bounds_in_order(text: &str, all: &[Conjunct<'_>], pair: (usize, usize)) -> Option<String> {
    let (a, b) = bounds(all, pair)?;
    let (a, b) = if a.start < b.start { (a, b) } else { (b, a) };
    let (low, high) = (text.get(a.clone())?.to_owned(), text.get(b.clone())?.to_owned());
    let mut out = text.to_owned();
    out.replace_range(b, &low);
    out.replace_range(a, &high);
    Some(out)
}

/// A condition of which one of two is enough.
fn either(text: &str, all: &[Conjunct<'_>], (first, second): (usize, usize)) -> Option<String> {
    let own = |at: usize| text.get(all.get(at)?.span.clone());
    let both = format!("{} || {}", own(first)?, own(second)?);
    let rest: Vec<&str> =
        (0..all.len()).filter(|at| *at != first && *at != second).filter_map(own).collect();
    Some(if rest.is_empty() { both } else { format!("({both}) && {}", rest.join(" && ")) })
}

/// What a condition compares of all that must hold, where that is plain.
pub(super) fn compared_in(condition: &Syntax) -> Vec<Compared<'_>> {
    let mut all = Vec::new();
    conjuncts(condition, &mut all);
    all.into_iter().filter_map(|own| own.compared).collect()
}

/// A formula between quotes that do not stand in it.
pub(super) fn quoted(formula: &str) -> String {
    let quote = if formula.contains('"') { '\'' } else { '"' };
    format!("{quote}{formula}{quote}")
}

/// What must all hold.
fn conjuncts<'s>(syntax: &'s Syntax, out: &mut Vec<Conjunct<'s>>) {
    let compared = match &syntax.kind {
        SyntaxKind::Binary(Binary::And, left, right) => {
            conjuncts(left, out);
            conjuncts(right, out);
            return;
        }
        SyntaxKind::Compare(relation, left, right) => {
            let of = |named: &Syntax, other: &'s Syntax, relation| {
                Some(Compared {
                    name: path(named)?,
                    relation,
                    written: written(other)?,
                    literal: other.span.clone(),
                })
            };
            of(left, right, *relation)
                .or_else(|| of(right, left, relation.mirrored()))
                .or_else(|| of_names(left, right, *relation))
        }
        // that it does not hold is another comparison
        SyntaxKind::Not(inner) if matches!(inner.kind, SyntaxKind::Compare(..)) => {
            let mut own = Vec::new();
            conjuncts(inner, &mut own);
            own.pop()
                .and_then(|own| own.compared)
                .and_then(|own| Some(Compared { relation: denied(own.relation)?, ..own }))
        }
        _ => None,
    };
    out.push(Conjunct { span: syntax.span.clone(), compared });
}

/// A comparison of two names, always of the same one with the other.
fn of_names<'s>(
    left: &'s Syntax,
    right: &'s Syntax,
    relation: CheckRelation,
) -> Option<Compared<'s>> {
    let (a, b) = (path(left)?, path(right)?);
    let literal = right.span.clone();
    Some(if a <= b {
        Compared { name: a, relation, written: Written::Name(b), literal }
    } else {
        Compared { name: b, relation: relation.mirrored(), written: Written::Name(a), literal }
    })
}

/// A name with what is behind its points, as it is written.
fn path(syntax: &Syntax) -> Option<String> {
    match &syntax.kind {
        SyntaxKind::Name(name) => Some(name.clone()),
        SyntaxKind::Member(base, name, _) => Some(format!("{}.{name}", path(base)?)),
        _ => None,
    }
}

fn written(syntax: &Syntax) -> Option<Written<'_>> {
    match &syntax.kind {
        SyntaxKind::Text(text) => Some(Written::Text(text)),
        SyntaxKind::Number { value, unit } => Some(Written::Number(*value, unit)),
        SyntaxKind::Date(day) => Some(Written::Day(*day)),
        _ => None,
    }
}
