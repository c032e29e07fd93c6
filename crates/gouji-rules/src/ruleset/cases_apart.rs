//! Rules whose cases never come to what must hold: all of them are `none`, so whatever the formula says they
//! come out.
//!
//! In: a compiled ruleset. Out: a remark at the first such case of each rule of the author's.

use super::rulebook::Rulebook;
use super::schema::Rule;
use super::whole::Ruleset;
use crate::formula::{CheckRelation, Owner, Syntax, SyntaxKind, parse};
use gouji_values::error::{MistakeCode, RuleMistake};

impl Rulebook {
    /// Such cases.
    pub(super) fn cases_apart(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let own = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        own.filter_map(|rule| self.without_trial(rule, ruleset)).collect()
    }

    fn without_trial(&self, rule: &Rule, ruleset: &Ruleset) -> Option<RuleMistake> {
        let first = rule.cases.first()?;
        let is_trial = !rule.demand.formulas().is_empty() || rule.demand.script().is_some();
        if !is_trial || !rule.cases.iter().all(|case| case.expect == "none") {
            return None;
        }
        let text = self.text(&first.origin.file)?;
        let span = first.places.expect.clone();
        text.get(span.clone()).filter(|own| !own.is_empty())?;
        let count = match rule.cases.len() {
            1 => "唯一的用例".to_owned(),
            count => format!(" {count} 个用例都"),
        };
        let message =
            format!("{} 的{count}是 none：没有一个说应当相符还是不符，公式对不对没有试到", rule.id);
        let when = rule.when.as_ref().map(|(source, _)| source.as_str());
        let when = when.filter(|when| !when.starts_with("rows = "));
        let which = match when.and_then(|when| Some((when, wanted(when)?))) {
            Some((_, wanted)) => format!("{wanted}的"),
            None => match when {
                Some(when) => format!("满足 {when} 的"),
                None => "有这样的行或句子的".to_owned(),
            },
        };
        let mut help = format!(
            "写两个{which}用例：一个不合要求，expect = \"violation\"；一个合要求，expect = \"holds\""
        );
        if let Some(titles) = other_title(rule, &text, ruleset) {
            help = format!("{titles}；{help}");
        }
        Some(RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                first.origin.file.to_string(),
                message,
            )
        })
    }
}

/// The titles of cases that are not those of the form, with their lines.
fn other_title(rule: &Rule, text: &str, ruleset: &Ruleset) -> Option<String> {
    let Owner::Form(form, _) = &rule.owner else { return None };
    let form = ruleset.forms.get(*form)?;
    let title = form.titles.plain.first().filter(|_| form.titles.patterns.is_empty())?;
    let words = &ruleset.vocabulary;
    let is_known = |given: &str| {
        let given = words.folded(given);
        form.titles.plain.iter().any(|title| given.contains(title.as_str()))
    };
    let mut lines = Vec::new();
    let mut printed = None;
    let mut from = rule.origin.span.end;
    for case in rule.cases.iter().filter(|case| case.base.is_none()) {
        let first = case.given.lines().map(str::trim).find(|line| !line.is_empty())?;
        let at = from + text.get(from..)?.find(first)?;
        from = at + first.len();
        if !is_known(&case.given) && !first.contains(['|', '｜', '\t']) {
            lines.push(format!("{}", text.get(..at)?.matches('\n').count() + 1));
            printed.get_or_insert(first);
        }
    }
    let printed = printed?;
    Some(format!(
        "第 {} 行印的表题是“{printed}”，表样 {} 写的是“{title}”：改成 {title}",
        lines.join("、"),
        form.id
    ))
}

/// What a figure is to be that a condition of one comparison lets through: 合同金额 不小于 400万元.
fn wanted(when: &str) -> Option<String> {
    let syntax = parse(when).ok()?;
    let SyntaxKind::Compare(relation, a, b) = &syntax.kind else { return None };
    let (SyntaxKind::Name(name), false) = (&a.kind, is_name(b)) else { return None };
    let bound = when.get(b.span.clone())?.trim();
    let word = match relation {
        CheckRelation::AtLeast => "不小于",
        CheckRelation::Greater => "大于",
        CheckRelation::AtMost => "不大于",
        CheckRelation::Less => "小于",
        CheckRelation::Equal => "是",
        _ => return None,
    };
    Some(format!(" {name} {word} {bound} "))
}

fn is_name(own: &Syntax) -> bool {
    matches!(own.kind, SyntaxKind::Name(_))
}
