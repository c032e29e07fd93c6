//! What rule files say that comes to nothing, or to something else than it did: told by
//! `gouji rules check`, since no document will show it.

use super::bare_rates::bare_rates;
use super::classes::class_help;
use super::dated_titles::dated_titles;
use super::far_values::far_values;
use super::folder::RuleFolder;
use super::folder::{is_vocabulary, words_of};
use super::items::read;
use super::joined_texts::{joined_printed, joined_values};
use super::literal_marks::literal_marks;
use super::never_branches::never_branches;
use super::never_holds::never_holds;
use super::never_told::never_told;
use super::odd_entries::{numbers_in_roles, same_heads};
use super::odd_texts::{
    comma_tables, foreign_patterns, idle_exceptions, joined_agencies, joined_agency,
    joined_measures, joined_titles, joined_words,
};
use super::raw::Items;
use super::rule::kinds_help;
use super::rulebook::Rulebook;
use super::tables::tables;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::units_behind::units_behind;
use super::walk::{Mistakes, RuleSource, parse};
use super::wide_groups::{signs_around, wide_groups};
use super::word_entries::entries;
use crate::formula::{Binary, Syntax, SyntaxKind, suggest, years_before};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::paper::Paper;
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// Documents that formulas name lie at most so many years apart.
const YEARS: i32 = 50;

impl Rulebook {
    /// Words, documents, waivers and wordings of a ruleset that have no effect, and formulas that
    /// an older program read otherwise. `ids` are those that the ruleset
    /// has, and whether each is one of a rule, which checks something.
    #[must_use]
    pub fn without_effect(&self, name: &str, ids: &BTreeMap<&str, bool>) -> Vec<RuleMistake> {
        let mut out = Mistakes::default();
        let Some(folder) = self.folders.get(name) else { return Vec::new() };
        let params = self.param_values();
        for file in &folder.files {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            let root = tree.root();
            if is_vocabulary(file) {
                self.unknown_classes(name, &source, root, &mut out);
                unknown_papers(&self.vocabulary(), &source, root, &mut out);
                entries(&self.vocabulary(), &source, root, &mut out);
            } else if file.path == "waivers.toml" {
                self.unknown_rules(ids, &source, root, &mut out);
                joined_agencies(&source, root, &mut out);
            } else if file.path == "ruleset.toml" {
                joined_agency(&source, root, "ruleset.toml", &mut out);
            } else if file.path.ends_with(".toml") {
                pointless_groups(&source, root, &mut out);
                literal_marks(&source, root, &mut out);
                foreign_patterns(&source, root, &mut out);
                wide_groups(&source, root, &mut out);
                signs_around(&source, root, &mut out);
                idle_exceptions(&source, root, &mut out);
                same_heads(&source, root, &mut out);
                numbers_in_roles(&source, root, &mut out);
                joined_titles(&source, root, &mut out);
                dated_titles(&source, root, &mut out);
                joined_words(&source, root, &mut out);
                joined_measures(&source, root, &mut out);
                joined_printed(&source, root, &mut out);
                joined_values(&source, root, &mut out);
                never_told(&source, root, &mut out);
                units_behind(&self.vocabulary().units, &source, root, &mut out);
                comma_tables(&source, root, &mut out);
                joined_agencies(&source, root, &mut out);
                if root.get("param").is_some() {
                    let mut items = Items::default();
                    read(0, &source, &mut items, &mut Mistakes::default());
                    far_values(&self.vocabulary(), &source, &items, &mut out);
                    bare_rates(&self.vocabulary(), folder, &source, &items, &mut out);
                }
                never_holds((&self.vocabulary(), &params), &source, root, &mut out);
                never_branches((&self.vocabulary().units, &params), &source, root, &mut out);
                if language(folder) < 2 {
                    read_otherwise(&source, root, &|name| self.percentage(name), &mut out);
                }
            }
        }
        out.sorted()
    }

    /// The percentage that a parameter is, if it is one.
    fn percentage(&self, name: &str) -> Option<Decimal> {
        let quoted = format!("\"{name}\"");
        let files = self
            .folders
            .values()
            .flat_map(|folder| folder.files.iter().map(move |file| (folder, file)));
        files.filter(|(_, file)| file.text.contains(&quoted)).find_map(|(folder, file)| {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            let TreeView::Table(params) = tree.root().get("param")?.view() else { return None };
            let TreeView::Text(text) = params.get(name)?.view() else { return None };
            text.trim()
                .trim_end_matches(['%', '％'])
                .parse()
                .ok()
                .filter(|_| text.contains(['%', '％']))
        })
    }

    /// Classes of words that no other ruleset has: the program asks for none of them.
    fn unknown_classes(
        &self,
        name: &str,
        source: &RuleSource,
        root: TreeTable<'_>,
        out: &mut Mistakes,
    ) {
        let others = self.folders.iter().filter(|(other, _)| other.as_str() != name);
        let known = words_of(others.map(|(_, other)| other), &mut Mistakes::default());
        let Some(TreeView::Table(classes)) = root.get("prose").map(TreeValue::view) else {
            return;
        };
        if known.prose.is_empty() {
            return;
        }
        for (class, span, value) in
            classes.iter().filter(|(class, ..)| !known.prose.contains_key(*class))
        {
            let help = class_help(class, value, &known);
            out.warn(
                source,
                span,
                MistakeCode::WithoutEffect,
                format!("[prose] 没有 {class} 这一类，这些词不起作用"),
                Some(help),
            );
        }
    }

    /// Whether a rule goes over tables that no form knows.
    fn is_of_every_table(&self, id: &str) -> bool {
        let quoted = format!("\"{id}\"");
        let is_text = |table: &TreeTable<'_>, key: &str, wanted: &str| {
            let value = table.get(key).map(TreeValue::view);
            matches!(value, Some(TreeView::Text(text)) if text == wanted)
        };
        self.folders.values().any(|folder| {
            folder.files.iter().filter(|file| file.text.contains(&quoted)).any(|file| {
                let source = folder.source(file);
                let tree = parse(&source, &mut Mistakes::default());
                let rules = tables(tree.root(), "rule");
                rules.iter().any(|rule| is_text(rule, "id", id) && is_text(rule, "form", "*"))
            })
        })
    }

    /// The id of the item of a kind that bears a text under a key: of the form above whose tables a
    /// title is printed.
    fn bearer(&self, kind: &str, key: &str, wanted: &str) -> Option<String> {
        let quoted = format!("\"{wanted}\"");
        let files = self.folders.values().flat_map(|folder| {
            let files = folder.files.iter().filter(|file| file.text.contains(&quoted));
            files.map(move |file| (folder, file))
        });
        files.into_iter().find_map(|(folder, file)| {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            tables(tree.root(), kind).into_iter().find_map(|item| {
                let is_it = match item.get(key)?.view() {
                    TreeView::Text(text) => text == wanted,
                    TreeView::List(list) => list
                        .items()
                        .any(|item| matches!(item.view(), TreeView::Text(text) if text == wanted)),
                    _ => false,
                };
                match item.get("id")?.view() {
                    TreeView::Text(id) if is_it => Some(id.to_owned()),
                    _ => None,
                }
            })
        })
    }

    /// Waivers of rules that there are not.
    fn unknown_rules(
        &self,
        ids: &BTreeMap<&str, bool>,
        source: &RuleSource,
        root: TreeTable<'_>,
        out: &mut Mistakes,
    ) {
        let named = |key: &'static str| {
            tables(root, "waiver").into_iter().filter_map(move |table| {
                // a rule on every table knows them by what is printed above them
                let is_known = key == "rule"
                    || table.get("rule").is_some_and(|rule| match rule.view() {
                        TreeView::Text(rule) => !self.is_of_every_table(rule),
                        _ => false,
                    });
                Some((key, table.get(key)?)).filter(|_| is_known)
            })
        };
        for (key, value) in named("rule").chain(named("form")) {
            let TreeView::Text(rule) = value.view() else { continue };
            let quoted = format!("\"{rule}\"");
            // rules of other years, and those that others took the place of
            let is_written = || {
                self.folders
                    .values()
                    .flat_map(|folder| &folder.files)
                    .filter(|file| file.path != "waivers.toml")
                    .any(|file| is_id_in(&file.text, &quoted))
            };
            let known = || ids.iter().filter(|(_, is_rule)| key == "form" || **is_rule);
            // what bears the id, but checks nothing, has no problems
            let is_other = key == "rule" && ids.get(rule) == Some(&false);
            if is_other || !ids.contains_key(rule) && !is_written() {
                out.warn(
                    source,
                    value.span(),
                    MistakeCode::WithoutEffect,
                    match key {
                        "form" => format!("没有表样或语句 {rule}，这条豁免不起作用"),
                        _ if is_other => {
                            format!("{rule} 不是规则，这条豁免不起作用")
                        }
                        _ => format!("没有规则 {rule}，这条豁免不起作用"),
                    },
                    {
                        let meant = match key {
                            "form" => self
                                .bearer(key, "title", rule)
                                .map(|id| format!("“{rule}”是表题，写表样的 id：form = \"{id}\"")),
                            _ => self.rule_ids().named(rule).map(|id| {
                                format!("“{rule}”是规则的 name，写它的 id：rule = \"{id}\"")
                            }),
                        };
                        let ids = known().map(|(id, _)| *id).filter(|id| *id != rule);
                        meant.or_else(|| Some(suggest(rule, ids)))
                    },
                );
            }
        }
    }
}

/// Whether a text is the id of something in a rule file, or what something takes the place of.
fn is_id_in(text: &str, quoted: &str) -> bool {
    text.match_indices(quoted).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or("");
        let is_key = |word: &str| {
            line.trim_start()
                .strip_prefix(word)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        is_key("id") || is_key("replaces") || is_key("rule") || line.contains("id = ")
    })
}

/// The version of the language that a folder says it is written in.
fn language(folder: &RuleFolder) -> u32 {
    let Some(file) = folder.files.iter().find(|file| file.path == "ruleset.toml") else {
        return 1;
    };
    let source = folder.source(file);
    let tree = parse(&source, &mut Mistakes::default());
    let said = tree.root().get("language").and_then(|value| match value.view() {
        TreeView::Integer(Some(number)) => number.parse().ok(),
        _ => None,
    });
    said.unwrap_or(1)
}

/// Documents beside the own one whose kind or year there is not.
fn unknown_papers(
    words: &Vocabulary,
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    let Some(TreeView::Table(papers)) = root.get("papers").map(TreeValue::view) else { return };
    for (name, span, value) in papers.iter() {
        let TreeView::Table(paper) = value.view() else { continue };
        if Paper::find(name, words.papers.iter().map(|own| own.name.as_str())).is_none() {
            out.warn(
                source,
                span.clone(),
                MistakeCode::WithoutEffect,
                format!("文件的名称太多，“{name}”永远找不到"),
                Some("连同上级的最多 6 个，删去不用的".to_owned()),
            );
        }
        if let Some(value) = paper.get("kind")
            && let TreeView::Text(kind) = value.view()
            && !words.kinds.contains_key(kind)
        {
            out.warn(
                source,
                value.span(),
                MistakeCode::WithoutEffect,
                format!("没有文件种类 {kind}，“{name}”永远找不到"),
                Some(kinds_help(kind, words)),
            );
        }
        other_side(source, (name, span), paper.get("year"), out);
        if let Some(value) = paper.get("year")
            && let TreeView::Integer(Some(year)) = value.view()
            && year.parse::<i32>().is_ok_and(|year| year.abs() > YEARS)
        {
            out.warn(
                source,
                value.span(),
                MistakeCode::WithoutEffect,
                format!("year 是相差几年，这里写的是 {year}，“{name}”永远找不到"),
                Some(match years_before(name) {
                    Some(years) => format!("写成 year = {years}"),
                    None => "上一年写 year = -1，前年写 year = -2，同年不写".to_owned(),
                }),
            );
        }
    }
}

/// A document of another year whose name says that it is of one before, or behind, and whose number
/// says otherwise: `"前年决算" = { year = 2 }`.
fn other_side(
    source: &RuleSource,
    (name, span): (&str, Range<usize>),
    year: Option<TreeValue<'_>>,
    out: &mut Mistakes,
) {
    let apart = match year.map(TreeValue::view) {
        Some(TreeView::Integer(Some(year))) => year.parse::<i32>().ok(),
        Some(_) => None,
        None => Some(0),
    };
    let (Some(said), Some(apart)) = (years_before(name), apart) else { return };
    if said.signum() == apart.signum() || apart.abs() > YEARS {
        return;
    }
    let place = year.map_or(span, TreeValue::span);
    let message = match apart {
        0 => format!("“{name}”没有写相差几年，找的是同一年的文件"),
        apart => {
            let side = if apart > 0 { "后" } else { "前" };
            format!("“{name}”写的是 {apart}，找的是 {} 年{side}的文件", apart.abs())
        }
    };
    let help = format!("写成 year = {said}：负数是以前的年度");
    out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
}

/// Half-width brackets that group nothing: whoever writes them looks for brackets.
fn pointless_groups(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    const PATTERNS: [(&str, &[&str]); 3] = [
        ("wording", &["printed", "except"]),
        ("claim", &["text", "not_after"]),
        ("measure", &["words", "not_after"]),
    ];
    for (item, keys) in PATTERNS {
        for table in tables(root, item) {
            for value in keys.iter().filter_map(|key| table.get(key)) {
                match value.view() {
                    TreeView::Text(text) => {
                        pointless_group(source, (text, value), item == "wording", out)
                    }
                    TreeView::List(list) => {
                        for of in list.items() {
                            if let TreeView::Text(text) = of.view() {
                                pointless_group(source, (text, of), item == "wording", out);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Tells of the brackets of one text. Where words are looked for as they are printed, no other spelling
/// finds half-width ones.
fn pointless_group(
    source: &RuleSource,
    (text, value): (&str, TreeValue<'_>),
    is_printed: bool,
    out: &mut Mistakes,
) {
    let (mut rest, mut meant, mut first) = (text, String::new(), None);
    while let Some((before, behind)) = rest.split_once('(') {
        let Some((inner, after)) = behind.split_once(')') else { break };
        meant.push_str(before);
        rest = after;
        if inner.contains(['|', '｜', '(', '{']) || after.starts_with(['?', '+']) {
            meant.push_str(&format!("({inner})"));
            continue;
        }
        meant.push_str(&format!("（{inner}）"));
        first = first.or(Some(inner));
    }
    let Some(inner) = first else { return };
    meant.push_str(rest);
    let ways: Vec<&str> = inner.split(['、', '，', ',', '/', '／', '或']).map(str::trim).collect();
    let help = if ways.len() > 1 && ways.iter().all(|way| !way.is_empty()) {
        let group = format!("({})", ways.join("|"));
        let several = text.replacen(&format!("({inner})"), &group, 1);
        format!("几种写法用 | 隔开：写成 \"{several}\"；要找括号的写全角：\"{meant}\"")
    } else if is_printed {
        format!("字样里写不出半角括号，没有别的写法；要找的是全角括号的，写成 \"{meant}\"")
    } else {
        format!("要找括号的写全角，印成半角的也认：写成 \"{meant}\"")
    };
    out.warn(
        source,
        value.span(),
        MistakeCode::WithoutEffect,
        format!("半角括号是分组，找的是“{inner}”，不是“({inner})”"),
        Some(help),
    );
}

/// Formulas in which an older program took 1 for 1%.
fn read_otherwise(
    source: &RuleSource,
    root: TreeTable<'_>,
    param: &dyn Fn(&str) -> Option<Decimal>,
    out: &mut Mistakes,
) {
    for key in ["rule", "claim", "measure"] {
        for table in tables(root, key) {
            for key in ["expect", "any", "when"] {
                let Some(value) = table.get(key) else { continue };
                let formulas: Vec<TreeValue<'_>> = match value.view() {
                    TreeView::List(list) => list.items().collect(),
                    _ => vec![value],
                };
                for formula in formulas {
                    let TreeView::Text(text) = formula.view() else { continue };
                    let Ok(syntax) = crate::formula::parse(text) else { continue };
                    let Some((old, new)) = with_one(&syntax, param) else { continue };
                    out.warn(
                        source,
                        formula.span(),
                        MistakeCode::ReadOtherwise,
                        format!("1 就是 1：这里现在得 {new}，以前的程序得 {old}"),
                        Some("确认以后在 ruleset.toml 里写 language = 2，就不再提醒".to_owned()),
                    );
                }
            }
        }
    }
}

/// What `1 + 10%` came to and comes to, where a formula has it.
fn with_one(syntax: &Syntax, param: &dyn Fn(&str) -> Option<Decimal>) -> Option<(String, String)> {
    let inner = |syntax: &Syntax| with_one(syntax, param);
    let literal = |syntax: &Syntax, wanted: &str| match &syntax.kind {
        SyntaxKind::Number { value, unit } if unit == wanted => Some(*value),
        SyntaxKind::Member(base, name, _) if wanted == "%" => match &base.kind {
            SyntaxKind::Name(head) if head == "param" => param(name),
            _ => None,
        },
        _ => None,
    };
    match &syntax.kind {
        SyntaxKind::Binary(sign @ (Binary::Add | Binary::Subtract), a, b) => {
            let sides = (literal(a, "").filter(|one| *one == Decimal::ONE), literal(b, "%"));
            if let (Some(one), Some(share)) = sides {
                let signed = if *sign == Binary::Add { share } else { -share };
                let whole = one.checked_mul(Decimal::ONE_HUNDRED)?.checked_add(signed)?;
                return Some((format!("{}%", one.checked_add(signed)?), format!("{whole}%")));
            }
            inner(a).or_else(|| inner(b))
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => inner(a).or_else(|| inner(b)),
        SyntaxKind::Negate(of) | SyntaxKind::Not(of) => inner(of),
        SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(inner),
        _ => None,
    }
}
