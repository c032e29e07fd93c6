//! Captures of sentences that nothing reads although the name of the claim speaks of them: 人数 in 人数、补助与
//! 表一致, where only 补助 is held against the table.
//!
//! In: a compiled ruleset. Out: a remark at each such capture of the author's, with a formula that reads it where
//! one stands.

use super::name_in_text::{is_words, stands};
use super::rulebook::Rulebook;
use super::schema::{CaptureName, Claim, ColumnKind, Form, Rule};
use super::whole::Ruleset;
use crate::formula::{Owner, Syntax, SyntaxKind, parse_expectation, resolve_expectation};
use crate::pattern::CaptureKind;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::sync::Arc;

/// What a capture is called beside what a name calls it: 原值数 for 原值.
const ENDS: &[char] = &['数', '额', '值'];

impl Rulebook {
    /// Such captures.
    pub(super) fn unused_captures(&self, ruleset: &Ruleset) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        for (at, claim) in ruleset.claims.iter().enumerate() {
            if !ruleset.is_authored(&claim.origin) || claim.printed.is_some() {
                continue;
            }
            let mut own = ruleset
                .rules
                .iter()
                .filter(|rule| matches!(rule.owner, Owner::Claim(of) if of == at));
            let (Some(rule), None) = (own.next(), own.next()) else { continue };
            if rule.demand.formulas().is_empty() {
                continue;
            }
            let captures = claim.captures.iter();
            out.extend(
                captures.filter_map(|capture| self.unused_capture(capture, claim, rule, ruleset)),
            );
        }
        out
    }

    fn unused_capture(
        &self,
        capture: &CaptureName,
        claim: &Claim,
        rule: &Rule,
        ruleset: &Ruleset,
    ) -> Option<RuleMistake> {
        let is_figure = matches!(
            capture.kind,
            CaptureKind::Amount | CaptureKind::Percent | CaptureKind::Count | CaptureKind::Score
        );
        let (name, own) = (rule.name.as_deref()?, capture.name.as_str());
        let bare = own.trim_end_matches(ENDS);
        let said = if bare.chars().nth(1).is_some() { bare } else { own };
        if !is_figure || own.is_empty() {
            return None;
        }
        let text = self.text(&claim.origin.file)?;
        let begin = text.get(..claim.origin.span.end)?.rfind("[[claim]]").unwrap_or(0);
        let item = text.get(begin..)?;
        let next = item.match_indices("\n[[").find(|(at, _)| {
            !item
                .get(at + 3..)
                .is_some_and(|rest| rest.starts_with("claim.") || rest.starts_with("rule."))
        });
        let item = item.get(..next.map_or(item.len(), |(at, _)| at))?;
        let is_given = |before: &str, behind: &str| {
            is_words(before) || before.ends_with('{') && behind.starts_with(':')
        };
        let path = format!("{}.{own}", claim.id);
        let texts =
            || self.folders.values().flat_map(|folder| &folder.files).map(|file| &file.text);
        if stands(own, item, is_given) || texts().any(|text| text.contains(&path)) {
            return None;
        }
        let at = item.find(&format!("{{{own}:"))?;
        let is_called = own.chars().nth(1).is_some() && name.contains(said);
        let said = match is_called {
            true => said.to_owned(),
            false => said_before(item.get(..at)?, name, &capture.kind)?,
        };
        let from = begin + at;
        let length = text.get(from..)?.find('}')? + 1;
        let message = format!("取了 {own}，公式里没有用：名称说到“{said}”，这个数没有核对");
        let kind = text.get(from..from + length)?.split(':').nth(1).unwrap_or("count}");
        let help = match meant(capture, claim, rule, ruleset) {
            Some(meant) => {
                format!("在 expect 里加上 \"{meant}\"；不核对的，写成 {{:{kind}，name 里也不写")
            }
            None => {
                format!("在 expect 里加上与它比的一条；不核对的，写成 {{:{kind}，name 里也不写")
            }
        };
        Some(RuleMistake {
            text: Arc::clone(&text),
            span: from..from + length,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::WithoutEffect,
                claim.origin.file.to_string(),
                message,
            )
        })
    }
}

/// Words of a name that are for all figures of its sentence.
const ALL: &[&str] = &["各数", "各项数", "各个数", "几个数", "所有数", "全部数", "数都", "数字都"];

/// Words between a name and its figure.
const OF_FIGURES: &[&str] = &["合计", "共计", "总计", "共", "为", "达", "约"];

/// Letters of a name in front of an amount that tell it.
const LETTERS: usize = 3;

/// What a name says of the figure behind some words of a sentence: 合同数 of 签订合同{份数:count}.
fn said_before(before: &str, name: &str, kind: &CaptureKind) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric();
    let start = before.rfind(|c: char| !is_word(c)).map_or(0, |at| {
        at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let mut words = before.get(start..)?;
    while let Some(own) = OF_FIGURES.iter().find_map(|end| words.strip_suffix(*end)) {
        words = own;
    }
    let ends = words.char_indices().map(|(at, _)| words.get(at..).unwrap_or(""));
    let told = ends.filter(|own| own.chars().nth(1).is_some()).find_map(|own| {
        let ways = match kind {
            CaptureKind::Count => ["数", "个数", "数量", "总数"].map(|end| format!("{own}{end}")),
            _ => [own.to_owned(), String::new(), String::new(), String::new()],
        };
        let is_long = matches!(kind, CaptureKind::Count)
            || own.chars().nth(LETTERS - 1).is_some()
            || (matches!(kind, CaptureKind::Percent) && own.ends_with('率'));
        let mut ways = ways.into_iter();
        ways.find(|way| is_long && !way.is_empty() && name.contains(way.as_str()))
    });
    told.or_else(|| ALL.iter().find(|word| name.contains(**word)).map(|word| (*word).to_owned()))
}

/// A formula that holds a capture against the form that the others are held against.
fn meant(capture: &CaptureName, claim: &Claim, rule: &Rule, ruleset: &Ruleset) -> Option<String> {
    let mut paths = Vec::new();
    for own in rule.demand.formulas() {
        each_path(&parse_expectation(&own.source).ok()?, &own.source, &mut paths);
    }
    let form = |path: &str| {
        ruleset.forms.iter().find(|form| path.split('.').next() == Some(form.id.as_str()))
    };
    let is_cell = |path: &&String| path.matches('.').count() > 1;
    let in_order = paths.iter().filter(is_cell).chain(paths.iter().filter(|path| !is_cell(path)));
    let (path, form) = in_order.into_iter().find_map(|path| Some((path, form(path)?)))?;
    let own = capture.name.as_str();
    let bare = own.trim_end_matches(ENDS);
    let kind = match capture.kind {
        CaptureKind::Amount => ColumnKind::Amount,
        CaptureKind::Percent => ColumnKind::Percent,
        CaptureKind::Score => ColumnKind::Score,
        _ => ColumnKind::Count,
    };
    let near = |form: &Form| {
        let is_it = |name: &str| name.contains(bare) || bare.contains(name);
        let mut all =
            form.columns.iter().filter(|column| column.kind == kind && is_it(&column.name));
        let first = all.next()?;
        all.next().is_none().then(|| first.name.clone())
    };
    let mut ways = Vec::new();
    if let Some(column) = near(form) {
        if let Some((base, _)) = path.rsplit_once('.').filter(|(base, _)| base.contains('.')) {
            ways.push(format!("{own} == {base}.{column}"));
        }
        // shares are not added up
        if kind != ColumnKind::Percent {
            ways.push(format!("{own} == sum({}.{column})", form.id));
        }
    } else if capture.kind == CaptureKind::Count {
        let counted = form
            .columns
            .iter()
            .find(|column| matches!(column.kind, ColumnKind::Ordinal | ColumnKind::Label));
        let column = counted.map_or_else(|| path.rsplit('.').next(), |own| Some(&*own.name))?;
        ways.push(format!("{own} == count({}.{column})", form.id));
    }
    let owner = ruleset.claims.iter().position(|known| known.id == claim.id).map(Owner::Claim)?;
    ways.into_iter().find(|way| resolve_expectation(way, &ruleset.names, &owner, None).is_ok())
}

/// The whole paths of a formula.
fn each_path(syntax: &Syntax, source: &str, out: &mut Vec<String>) {
    match &syntax.kind {
        SyntaxKind::Member(..) => {
            out.extend(source.get(syntax.span.clone()).map(|own| own.trim().to_owned()));
        }
        SyntaxKind::Compare(_, a, b) | SyntaxKind::Binary(_, a, b) => {
            each_path(a, source, out);
            each_path(b, source, out);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => each_path(inner, source, out),
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| each_path(own, source, out)),
        _ => {}
    }
}
