//! Cases of rules: a little document and what must come of it. In: a `[[rule.case]]` beside a rule,
//! or a `[[case]]` of a file in the folder `cases`. Out: [`Case`]s at their rules.
//!
//! Several cases share a base document (底稿), a text in the folder of cases; each says which cells
//! it changes and which sentence it adds. Deliberately absent: finding those cells and running the
//! cases (`gouji_author::cases`).

use super::compiler::Compiler;
use super::keys::VERDICTS;
use super::other_words;
use super::raw::{RawCase, RawRule};
use super::rule_ids::id_of_name;
use super::schema::{Case, CaseEdit, CasePlaces};
use super::tree::TreeView;
use super::walk::{Mistakes, RuleSource, RuleText, TableWalk};
use crate::formula::{close, nearest};
use gouji_values::error::MistakeCode;
use std::collections::{BTreeMap, HashMap};

/// The folder of a ruleset that holds cases and nothing else; an audit has no use for it.
pub(super) const FOLDER: &str = "cases/";

/// The cases of a rule, claim or wording that stand beside it.
pub(super) fn beside(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<RawCase> {
    let mut out = read(walk, "[[rule.case]]", mistakes);
    for rule in out.iter_mut().filter_map(|case| case.rule.take()) {
        let help = "rule 只在 [[case]] 里写；写在规则下面的用例就是这条规则的".to_owned();
        mistakes.add(
            walk.source,
            rule.span,
            MistakeCode::CaseNamesRule,
            "规则下面的用例不写 rule",
            Some(help),
        );
    }
    out
}

/// The id of the rule that stands last before a place.
fn rule_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let own = before.get(before.rfind("[[rule]]")?..)?;
    let id = own.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "id").then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    (!id.is_empty()).then_some(id)
}

/// The cases of a file, each with the rule that it is for.
pub(super) fn apart(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<RawCase> {
    let mut out = read(walk, "[[case]]", mistakes);
    out.retain(|case| {
        if case.rule.is_none() {
            let help = match rule_before(&walk.source.text, case.span.start) {
                Some(rule) => format!(
                    "表头写 [[rule.case]]，就是上面 {rule} 的；单写的加一行 rule = \"{rule}\""
                ),
                None => "写 rule = \"规则的编号\"".to_owned(),
            };
            mistakes.add(
                walk.source,
                case.span.clone(),
                MistakeCode::CaseWithoutRule,
                "用例没有写是哪条规则的",
                Some(help),
            );
        }
        case.rule.is_some()
    });
    out
}

fn read(walk: &mut TableWalk<'_>, example: &str, mistakes: &mut Mistakes) -> Vec<RawCase> {
    let (file, source) = (walk.file, walk.source);
    let cases = walk.tables(mistakes, "case", example).unwrap_or_default();
    cases
        .into_iter()
        .map(|(table, span)| case(TableWalk::new(file, source, table, span, "case"), mistakes))
        .collect()
}

fn case(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> RawCase {
    let out = RawCase {
        rule: walk.string(mistakes, "rule"),
        given: walk.string(mistakes, "given"),
        base: walk.string(mistakes, "base"),
        edits: edits(&mut walk, mistakes),
        say: walk.string(mistakes, "say"),
        expect: walk.string(mistakes, "expect"),
        at: walk.string(mistakes, "at"),
        difference: walk.string(mistakes, "difference"),
        last_year: walk.string(mistakes, "last_year"),
        template: walk.string(mistakes, "template"),
        papers: papers(&mut walk, mistakes),
        file: walk.file,
        span: walk.span.clone(),
    };
    if (out.given.is_none() && out.base.is_none()) || out.expect.is_none() {
        let (message, help) = lacking(out.given.is_some() || out.base.is_some());
        mistakes.add(
            walk.source,
            walk.span.clone(),
            MistakeCode::CaseIncomplete,
            message,
            Some(help.to_owned()),
        );
    }
    if let (Some(_), Some(base)) = (&out.given, &out.base) {
        let help = "小文件写在 given 里，或者用底稿（base），只写一个".to_owned();
        mistakes.add(
            walk.source,
            base.span.clone(),
            MistakeCode::CaseTwoDocuments,
            "用例写了 given，又写了 base",
            Some(help),
        );
    }
    walk.finish(mistakes);
    out
}

/// What a case lacks that has a document or none, and what to write.
fn lacking(has_document: bool) -> (&'static str, &'static str) {
    if has_document {
        (
            "用例没有写 expect（这份小文件应得什么结果）",
            "加一行：应当报告问题的写 expect = \"violation\"，应当相符的写 expect = \"holds\"；另有 rounding、corroborated、unchecked、none",
        )
    } else {
        (
            "用例没有小文件（given）",
            "加 given = \"\"\" 、小文件的各行、\"\"\"：表题一行，栏目和数各一行，各格用 | 隔开；也可以用底稿，写 base = \"底稿的名称\"",
        )
    }
}

/// `papers = { "同年预算" = "小文件" }`, or a table of its own.
fn papers(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<(RuleText, RuleText)> {
    const EXAMPLE: &str = "papers = { \"同年预算\" = \"一个完整的小文件\" }";
    let Some(value) = walk.get("papers") else { return Vec::new() };
    let TreeView::Table(table) = value.view() else {
        walk.wrong(mistakes, "papers", value, "文件的名称和小文件", EXAMPLE);
        return Vec::new();
    };
    let mut out = Vec::new();
    for (name, span, value) in table.iter() {
        match walk.text_of(value) {
            None => walk.wrong(mistakes, name, value, "一段文字", EXAMPLE),
            Some(text) => out.push((
                RuleText { value: name.to_owned(), file: walk.file, span, base: None },
                text,
            )),
        }
    }
    out
}

/// `set = { "表样.行.列" = "印的字" }`
fn edits(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<(RuleText, RuleText)> {
    const EXAMPLE: &str = "set = { \"支出决算表.合计.项目支出\" = \"79.89\" }";
    let Some(value) = walk.get("set") else { return Vec::new() };
    let TreeView::Table(table) = value.view() else {
        walk.wrong(mistakes, "set", value, "格子和印的字", EXAMPLE);
        return Vec::new();
    };
    let mut out = Vec::new();
    for (path, span, value) in table.iter() {
        match walk.text_of(value) {
            None => walk.wrong(mistakes, path, value, "一段文字", EXAMPLE),
            Some(text) if text.value.contains(['|', '\n']) => {
                let help = "一次改一格；要改几格，写几个".to_owned();
                mistakes.add(
                    walk.source,
                    text.span,
                    MistakeCode::CaseCellText,
                    "一格里的字不能有 | 和换行",
                    Some(help),
                );
            }
            Some(text) => out.push((
                RuleText { value: path.to_owned(), file: walk.file, span, base: None },
                text,
            )),
        }
    }
    out
}

/// The base documents of a ruleset by their names.
pub(super) type Bases = BTreeMap<String, String>;

/// The name of a base document, if a file of a ruleset is one.
pub(super) fn base_name(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(".txt")?.rsplit('/').next()
}

/// Gives each case that names a base its document, and those that stand beside it.
pub(super) fn give_bases(
    rules: &mut [Box<RawRule>],
    bases: &Bases,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    let mut named = |name: &RuleText| match (bases.get(&name.value), sources.get(name.file)) {
        (Some(text), _) => Some(RuleText { value: text.clone(), base: None, ..name.clone() }),
        (None, Some(source)) => {
            let bare = name.value.trim().trim_end_matches(".txt").rsplit('/').next();
            if let Some(bare) = bare.filter(|bare| *bare != name.value && bases.contains_key(*bare))
            {
                mistakes.add(
                    source,
                    name.span.clone(),
                    MistakeCode::CaseBaseUnknown,
                    format!("底稿的名称不写文件夹和 .txt：{}", name.value),
                    Some(format!("写成 \"{bare}\"")),
                );
                return None;
            }
            let help = if bases.is_empty() {
                "底稿是规则集里 cases 文件夹中的 .txt 文件，文件名就是名称".to_owned()
            } else {
                nearest(&name.value, bases.keys().map(String::as_str)).unwrap_or_else(|| {
                    format!(
                        "底稿是 cases 文件夹里的 {}.txt，现在没有这个文件；小文件也可以直接写在 given 里",
                        name.value
                    )
                })
            };
            mistakes.add(
                source,
                name.span.clone(),
                MistakeCode::CaseBaseUnknown,
                format!("没有底稿 {}", name.value),
                Some(help),
            );
            None
        }
        (None, None) => None,
    };
    for case in rules.iter_mut().flat_map(|rule| &mut rule.cases) {
        if case.given.is_none() {
            case.given = case.base.as_ref().and_then(&mut named);
        }
        // a document of one line is none: it is the name of one
        let others = case.papers.iter_mut().map(|(_, text)| text);
        for text in others.filter(|text| !text.value.contains('\n')) {
            if let Some(found) = named(text) {
                *text = found;
            }
        }
    }
}

/// Hands the cases of a layer to the layer's own rules; gives back those of rules that layers above
/// have.
pub(super) fn to_own_rules(rules: &mut [Box<RawRule>], cases: Vec<RawCase>) -> Vec<RawCase> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, rule) in rules.iter().enumerate() {
        places.entry(&rule.head.id.value).or_default().push(index);
    }
    let mut given: Vec<(usize, RawCase)> = Vec::new();
    let mut rest = Vec::new();
    for case in cases {
        match case.rule.as_ref().and_then(|rule| places.get(rule.value.as_str())) {
            Some(own) => given.extend(own.iter().map(|index| (*index, case.clone()))),
            None => rest.push(case),
        }
    }
    for (index, case) in given {
        if let Some(rule) = rules.get_mut(index) {
            rule.cases.push(case);
        }
    }
    rest
}

/// Hands cases to rules of the layers above; one whose rule no layer has, in any year, is a
/// mistake.
pub(super) fn to_rules_above<'i>(
    rules: &mut [Box<RawRule>],
    cases: Vec<RawCase>,
    ids: impl Iterator<Item = &'i str> + Clone,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    for case in cases {
        let Some(name) = case.rule.clone() else { continue };
        if let Some(rule) = rules.iter_mut().find(|rule| rule.head.id.value == name.value) {
            rule.cases.push(case);
        } else if let (false, Some(source)) =
            (ids.clone().any(|id| id == name.value), sources.get(name.file))
        {
            let names = rules.iter().filter_map(|rule| {
                Some((rule.head.id.value.as_str(), rule.name.as_ref()?.value.as_str()))
            });
            let meant = id_of_name(&name.value, names)
                .map(|id| format!("“{}”是规则的 name，写它的编号 id：\"{id}\"", name.value));
            let help = meant
                .or_else(|| nearest(&name.value, ids.clone()))
                .unwrap_or_else(|| "用 gouji rules list 查看已有的编号".to_owned());
            mistakes.add(
                source,
                name.span,
                MistakeCode::CaseRuleUnknown,
                format!("没有规则或语句 {}，用例无从运行", name.value),
                Some(help),
            );
        }
    }
}

impl Compiler<'_> {
    /// The cases of a rule; what is wrong with one is told at its place.
    pub(super) fn cases(&mut self, raw: &RawRule) -> Vec<Case> {
        raw.cases.iter().filter_map(|case| self.case(case)).collect()
    }

    fn case(&mut self, case: &RawCase) -> Option<Case> {
        let (given, expect) = (case.given.as_ref()?, case.expect.as_ref()?);
        if !VERDICTS.contains(&expect.value.as_str()) {
            let near = || match close(&expect.value, VERDICTS.iter().copied()).as_slice() {
                [one, ..] => Some(format!("写成 expect = \"{one}\"")),
                [] => None,
            };
            let help = other_words::value("expect", &expect.value)
                .or_else(near)
                .unwrap_or_else(|| format!("可用 {}", VERDICTS.join("、")));
            self.at(
                expect,
                MistakeCode::CaseVerdictUnknown,
                format!("用例的 expect 没有 {}", expect.value),
                Some(help),
            );
            return None;
        }
        let value = |text: &Option<RuleText>| text.as_ref().map(|text| text.value.clone());
        let place = |text: &Option<RuleText>| {
            text.as_ref().map_or(expect.span.clone(), |text| text.span.clone())
        };
        let edit = |(path, text): &(RuleText, RuleText)| CaseEdit {
            path: path.value.clone(),
            text: text.value.clone(),
            span: path.span.clone(),
        };
        Some(Case {
            given: given.value.clone(),
            base: value(&case.base),
            edits: case.edits.iter().map(edit).collect(),
            say: value(&case.say),
            expect: expect.value.clone(),
            at: value(&case.at),
            difference: value(&case.difference),
            last_year: value(&case.last_year),
            template: value(&case.template),
            papers: case
                .papers
                .iter()
                .map(|(name, text)| (name.value.clone(), text.value.clone()))
                .collect(),
            origin: self.origin_at(case.file, case.span.clone()),
            places: CasePlaces {
                given: given.span.clone(),
                expect: expect.span.clone(),
                at: place(&case.at),
                difference: place(&case.difference),
            },
        })
    }
}
