//! A rule, claim, form, scale, part or parameter, explained.

use super::ExplainedLine;
use super::words::{formula, param_value};
use gouji_audit::audit::Severity;
use gouji_rules::formula::{Binary, Iteration, Mention, Node, Owner, RowSort};
use gouji_rules::pattern::Pattern;
use gouji_rules::ruleset::{
    Case, Claim, ClaimPlace, ColumnKind, Expectation, Form, LabelWords, Message, NameText, Origin,
    Pair, Rule, Ruleset, SlipLook, ToldPiece,
};
use std::collections::BTreeSet;

/// How many names of a measure are told.
const NAMED: usize = 8;

/// Explains what has this id; `wordings` are the patterns of a claim as the files write them,
/// `line` gives the line of a place in a rule file.
#[must_use]
pub fn item(
    ruleset: &Ruleset,
    id: &str,
    wordings: &[String],
    line: &dyn Fn(&Origin) -> usize,
) -> Option<Vec<ExplainedLine>> {
    let mut out = Vec::new();
    let from = |origin: &Origin| format!("{}（{}:{}）", origin.layer, origin.file, line(origin));
    let claim = ruleset.claims.iter().find(|claim| claim.id == id);
    let rules: Vec<&Rule> = ruleset.rules.iter().filter(|rule| rule.id == id).collect();
    for rule in &rules {
        let kind = match claim {
            Some(claim) if claim.printed.is_some() => "字样",
            Some(claim) if claim.measure.is_some() => "名目",
            Some(_) => "语句",
            None => "规则",
        };
        let name = rule.name.as_deref().map_or(String::new(), |name| format!("  {name}"));
        out.push(ExplainedLine::Head(format!("{id}{name}")));
        out.push(ExplainedLine::Item(
            "种类",
            format!("{kind}，{}，来自 {}", severity(rule.severity), from(&rule.origin)),
        ));
        if let Some(claim) = claim {
            claim_lines(claim, ruleset, wordings, &mut out);
        }
        rule_lines(rule, ruleset, &mut out);
        used(rule, ruleset, &mut out);
        cases(rule, &mut out);
    }
    if let (Some(claim), true) = (claim, rules.is_empty()) {
        out.push(ExplainedLine::Head(id.to_owned()));
        out.push(ExplainedLine::Item(
            "种类",
            format!("语句（只取数，不核对），来自 {}", from(&claim.origin)),
        ));
        claim_lines(claim, ruleset, wordings, &mut out);
    }
    if let Some((index, form)) = ruleset.forms.iter().enumerate().find(|(_, form)| form.id == id) {
        out.push(ExplainedLine::Head(id.to_owned()));
        out.push(ExplainedLine::Item("种类", format!("表样，来自 {}", from(&form.origin))));
        form_lines(form, &mut out);
        rests(ruleset, &mut out, &|refers| refers.forms.contains(&index));
    }
    if let Some((index, scale)) =
        ruleset.scales.iter().enumerate().find(|(_, scale)| scale.id == id)
    {
        out.push(ExplainedLine::Head(id.to_owned()));
        out.push(ExplainedLine::Item("种类", format!("等级标准，来自 {}", from(&scale.origin))));
        let grades: Vec<String> =
            scale.grades.iter().map(|(name, from)| format!("{name}：{from} 起")).collect();
        out.push(ExplainedLine::Item("等级", grades.join("，")));
        rests(ruleset, &mut out, &|refers| refers.scales.contains(&index));
    }
    if let Some((index, param)) =
        ruleset.params.iter().enumerate().find(|(_, param)| param.name == id)
    {
        out.push(ExplainedLine::Head(id.to_owned()));
        out.push(ExplainedLine::Item("种类", format!("参数，来自 {}", from(&param.origin))));
        out.push(ExplainedLine::Item("值", param_value(&param.value, ruleset)));
        rests(ruleset, &mut out, &|refers| refers.params.contains(&index));
    }
    out.extend(super::roles::role(ruleset, id, &from));
    if let Some(part) = ruleset.parts.iter().find(|part| part.id == id) {
        out.push(ExplainedLine::Head(id.to_owned()));
        out.push(ExplainedLine::Item(
            "种类",
            format!("部分（文件中的一段），来自 {}", from(&part.origin)),
        ));
    }
    if out.is_empty() {
        let new: Vec<&Rule> =
            ruleset.rules.iter().filter(|rule| rule.replaces.iter().any(|old| old == id)).collect();
        let names: Vec<&str> = new.iter().map(|rule| rule.id.as_str()).collect();
        if !names.is_empty() {
            out.push(ExplainedLine::Head(format!("{id} 已由 {} 代替", names.join("、"))));
            out.push(ExplainedLine::Gap);
        }
        for rule in new.into_iter().filter(|rule| rule.id != id) {
            out.extend(item(ruleset, &rule.id, &[], line).into_iter().flatten());
        }
    }
    (!out.is_empty()).then_some(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

fn claim_lines(
    claim: &Claim,
    ruleset: &Ruleset,
    wordings: &[String],
    out: &mut Vec<ExplainedLine>,
) {
    let place = |place: &ClaimPlace| match place {
        ClaimPlace::Text => "正文",
        ClaimPlace::Cells => "表格的格子",
        ClaimPlace::Headings => "标题",
        ClaimPlace::Numbered => "以编号开头的段落",
        ClaimPlace::Contents => "目录",
    };
    let mut at = match &claim.printed {
        Some(printed) => printed.places.iter().map(place).collect::<Vec<_>>().join("、"),
        None => place(&claim.place).to_owned(),
    };
    if !claim.under.is_empty() {
        at.push_str(&format!("，上面的标题含有 {}", claim.under.join(" 或 ")));
    }
    if !claim.not_under.is_empty() {
        at.push_str(&format!("，上面的标题不含 {}", claim.not_under.join("、")));
    }
    let parts: Vec<&str> =
        claim.scope.iter().filter_map(|part| Some(ruleset.parts.get(*part)?.id.as_str())).collect();
    if !parts.is_empty() {
        at.push_str(&format!("，只在 {} 里", parts.join("、")));
    }
    out.push(ExplainedLine::Item("位置", at));
    out.extend(super::roles::slots(claim, ruleset));
    let pairs = |pairs: &[Pair]| {
        pairs
            .iter()
            .map(|pair| format!("{}{}", pair.open, pair.close))
            .collect::<Vec<_>>()
            .join(" ")
    };
    match claim.printed.as_ref().map(|printed| &printed.look) {
        None => {}
        Some(SlipLook::Wordings) => out.push(ExplainedLine::Item(
            "字样",
            "照印出的样子找，全角半角、引号、空格都算".to_owned(),
        )),
        Some(SlipLook::Pairs(all)) => {
            out.push(ExplainedLine::Item("字样", format!("少了一半的 {}", pairs(all))))
        }
        Some(SlipLook::Mixed(all)) => {
            out.push(ExplainedLine::Item("字样", format!("左右全角半角不同的 {}", pairs(all))))
        }
        Some(SlipLook::Stop(marks)) => {
            let marks = marks.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
            out.push(ExplainedLine::Item(
                "字样",
                format!("前后各段都以 {marks} 结束，只有这一段没有"),
            ));
        }
        Some(SlipLook::NumberTwice) => {
            out.push(ExplainedLine::Item("字样", "编号写了两遍（1.1.），前后的是一遍".to_owned()))
        }
        Some(SlipLook::Near(phrases)) => out.push(ExplainedLine::Item(
            "字样",
            format!("与这些说法差一个字的：{}", phrases.join("、")),
        )),
    }
    for text in wordings {
        out.push(ExplainedLine::Item("句式", text.clone()));
    }
    if let Some(measure) = &claim.measure {
        let all: usize = measure.names.iter().map(NameText::count).sum();
        let more = if all > NAMED { format!(" 等 {all} 种") } else { String::new() };
        let names: Vec<String> = measure.names.iter().flat_map(NameText::all).take(NAMED).collect();
        out.push(ExplainedLine::Item("名称", format!("{}{more}", names.join("、"))));
    }
}

fn words(words: &LabelWords) -> String {
    let mut all = words.plain.clone();
    let written: Vec<&str> = words.patterns.iter().filter_map(Pattern::written).collect();
    let unwritten = words.patterns.len() - written.len();
    all.extend(written.into_iter().map(|text| format!("句式 {text}")));
    if unwritten > 0 {
        all.push(format!("另有 {unwritten} 种句式"));
    }
    all.join("、")
}

fn form_lines(form: &Form, out: &mut Vec<ExplainedLine>) {
    let titles = words(&form.titles);
    out.push(ExplainedLine::Item(
        "标题",
        if titles.is_empty() { "不看标题，只看栏目".to_owned() } else { titles },
    ));
    if !form.sides.is_empty() {
        out.push(ExplainedLine::Item("左右", form.sides.join("、")));
    }
    for column in &form.columns {
        let optional = if column.optional { "，可以没有" } else { "" };
        out.push(ExplainedLine::Item(
            "栏目",
            format!(
                "{}（{}{optional}）：{}",
                column.name,
                column_kind(column.kind),
                words(&column.headers)
            ),
        ));
    }
    for row in &form.rows {
        let total = if row.total { "（合计行）" } else { "" };
        let label = row.code.clone().unwrap_or_else(|| words(&row.labels));
        out.push(ExplainedLine::Item("行", format!("{}{total}：{label}", row.name)));
    }
}

fn column_kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Code => "科目编码",
        ColumnKind::Label => "行名",
        ColumnKind::Group => "分组",
        ColumnKind::Text => "文字",
        ColumnKind::Line => "行次",
        ColumnKind::Ordinal => "序号",
        ColumnKind::Amount => "金额",
        ColumnKind::Percent => "百分数",
        ColumnKind::Count => "个数",
        ColumnKind::Score => "得分",
        ColumnKind::Target => "指标值",
        ColumnKind::Grade => "等级",
        ColumnKind::Year => "年度",
        ColumnKind::Date => "日期",
    }
}

/// What a condition begins with that names the rows which a rule is for.
const ROWS: &str = "rows = ";

/// Which rows a rule is for, where not all of them.
fn rows_words(condition: &Node) -> Option<&'static str> {
    match condition {
        Node::RowIs(RowSort::Leaf) => Some("只核对明细行"),
        Node::RowIs(RowSort::Total) => Some("只核对合计行"),
        Node::Binary(Binary::And, first, _) => rows_words(first),
        _ => None,
    }
}

fn rule_lines(rule: &Rule, ruleset: &Ruleset, out: &mut Vec<ExplainedLine>) {
    let form = owner_form(rule).and_then(|form| ruleset.forms.get(form));
    for told in rule.demand.told(form) {
        match told {
            ToldPiece::Words(text) => out.push(ExplainedLine::Item("核对", text)),
            ToldPiece::Formula(word, expectation) => {
                let often = how_often(expectation, rule, ruleset);
                out.push(ExplainedLine::Item(
                    word,
                    format!("{often}：{}", formula(&expectation.source)),
                ));
                out.push(ExplainedLine::Item("公式", expectation.source.to_string()));
            }
            ToldPiece::Source(text) => out.push(ExplainedLine::Block(text.to_owned())),
        }
    }
    if let Some((source, known)) = &rule.when {
        let rows = Option::as_ref(known).and_then(rows_words);
        out.extend(rows.map(|words| ExplainedLine::Item("各行", words.to_owned())));
        // what says which rows alone is no formula
        if !(rows.is_some() && source.starts_with(ROWS)) {
            out.push(ExplainedLine::Item("条件", formula(source)));
        }
    }
    if let Some(basis) = &rule.basis {
        out.push(ExplainedLine::Item("依据", basis.to_string()));
    }
    if let Some(hint) = &rule.hint {
        out.push(ExplainedLine::Item("提示", hint.to_string()));
    }
    let parts: Vec<&str> =
        rule.scope.iter().filter_map(|part| Some(ruleset.parts.get(*part)?.id.as_str())).collect();
    if !parts.is_empty() {
        out.push(ExplainedLine::Item("范围", format!("只在 {} 里", parts.join("、"))));
    }
}

fn owner_form(rule: &Rule) -> Option<usize> {
    match rule.owner {
        Owner::Form(form, _) => Some(form),
        _ => None,
    }
}

fn how_often(expectation: &Expectation, rule: &Rule, ruleset: &Ruleset) -> String {
    let form = owner_form(rule).and_then(|form| ruleset.forms.get(form));
    let place = match &rule.owner {
        Owner::Form(_, side) => form.map_or(String::new(), |form| {
            let side = side
                .and_then(|side| form.sides.get(side))
                .map_or(String::new(), |side| format!("的{side}"));
            format!("{}{side}", form.id)
        }),
        Owner::EveryForm => "每张表".to_owned(),
        Owner::Claim(claim) => ruleset
            .claims
            .get(*claim)
            .map_or(String::new(), |claim| format!("“{}”的每一句", claim.id)),
        Owner::Part(_) => "每个部分".to_owned(),
        Owner::Document => "全文件".to_owned(),
    };
    match expectation.resolved.iteration {
        Iteration::Once => place,
        Iteration::Row => format!("{place}的每一行"),
        Iteration::Column => format!("{place}的每个金额栏"),
        Iteration::Group(column) => {
            let name = form
                .and_then(|form| form.columns.get(column))
                .map_or("组", |column| column.name.as_str());
            format!("{place}的每个{name}")
        }
        Iteration::Item(_) => format!("{place}的每一项"),
    }
}

/// What a rule refers to, by index.
#[derive(Default)]
struct Refers {
    forms: BTreeSet<usize>,
    claims: BTreeSet<usize>,
    params: BTreeSet<usize>,
    scales: BTreeSet<usize>,
}

fn refers(rule: &Rule) -> Refers {
    let mut out = Refers::default();
    match &rule.owner {
        Owner::Form(form, _) => _ = out.forms.insert(*form),
        Owner::Claim(claim) => _ = out.claims.insert(*claim),
        _ => {}
    }
    let mut seen = |mention: Mention| match mention {
        Mention::Form(_, form) => _ = out.forms.insert(form),
        Mention::Column(..) | Mention::OwnColumn(_) => {}
        Mention::Claim(claim) => _ = out.claims.insert(claim),
        Mention::Param(param) => _ = out.params.insert(param),
        Mention::Scale(scale) => _ = out.scales.insert(scale),
    };
    for expectation in rule.demand.formulas() {
        expectation.resolved.mentions(&mut seen);
    }
    rule.when
        .iter()
        .filter_map(|(_, node)| Option::as_ref(node))
        .for_each(|node| node.mentions(&mut seen));
    for message in rule.message.iter().flatten() {
        if let Message::Node(node) = message {
            node.mentions(&mut seen);
        }
    }
    let program = rule.demand.script().and_then(|script| Option::as_ref(&script.program));
    if let Some(program) = program {
        program.mentions.iter().copied().for_each(seen);
    }
    out
}

/// What the rule binds to, and the parameters that it reads.
fn used(rule: &Rule, ruleset: &Ruleset, out: &mut Vec<ExplainedLine>) {
    let refers = refers(rule);
    for form in refers.forms.iter().filter_map(|form| ruleset.forms.get(*form)) {
        let titles = words(&form.titles);
        let by = if titles.is_empty() {
            "不看标题，只看栏目".to_owned()
        } else {
            format!("标题：{titles}")
        };
        out.push(ExplainedLine::Item("取自", format!("表样 {}（{by}）", form.id)));
    }
    for claim in refers
        .claims
        .iter()
        .filter_map(|claim| ruleset.claims.get(*claim))
        .filter(|claim| claim.id != rule.id)
    {
        out.push(ExplainedLine::Item("取自", format!("语句 {}", claim.id)));
    }
    for scale in refers.scales.iter().filter_map(|scale| ruleset.scales.get(*scale)) {
        let grades: Vec<String> =
            scale.grades.iter().map(|(name, from)| format!("{name} {from} 起")).collect();
        out.push(ExplainedLine::Item("等级", format!("{}：{}", scale.id, grades.join("，"))));
    }
    for param in refers.params.iter().filter_map(|param| ruleset.params.get(*param)) {
        out.push(ExplainedLine::Item(
            "参数",
            format!(
                "{} = {}（{}）",
                param.name,
                param_value(&param.value, ruleset),
                param.origin.layer
            ),
        ));
    }
}

/// The rules that rest on something.
fn rests(ruleset: &Ruleset, out: &mut Vec<ExplainedLine>, wanted: &dyn Fn(&Refers) -> bool) {
    let ids: Vec<&str> = ruleset
        .rules
        .iter()
        .filter(|rule| wanted(&refers(rule)))
        .map(|rule| rule.id.as_str())
        .collect();
    let text = if ids.is_empty() { "没有规则用到它".to_owned() } else { ids.join("、") };
    out.push(ExplainedLine::Item("用于", text));
}

/// The document of a case, or of which base it is made and what it says otherwise.
fn document(case: &Case) -> String {
    let mut out = match &case.base {
        None => case.given.trim().to_owned(),
        Some(base) => format!("底稿“{base}”"),
    };
    for edit in &case.edits {
        out.push_str(&format!(
            "\n{} 改为 {}",
            edit.path,
            if edit.text.is_empty() { "空白" } else { &edit.text }
        ));
    }
    if let Some(sentence) = &case.say {
        out.push_str(&format!("\n加一句：{}", sentence.trim()));
    }
    out
}

/// The first case that holds and the first that breaks.
fn cases(rule: &Rule, out: &mut Vec<ExplainedLine>) {
    let first = |wanted: &dyn Fn(&Case) -> bool| rule.cases.iter().find(|case| wanted(case));
    let holding = first(&|case| case.expect == "holds")
        .or_else(|| first(&|case| matches!(case.expect.as_str(), "rounding" | "none")))
        .or_else(|| first(&|case| case.expect == "corroborated"));
    for (word, case) in
        [("相符的例子", holding), ("不符的例子", first(&|case| case.expect == "violation"))]
    {
        let Some(case) = case else {
            out.push(ExplainedLine::Item("例子", format!("没有{word}")));
            continue;
        };
        out.push(ExplainedLine::Gap);
        let mut head = word.to_owned();
        if let Some(at) = &case.at {
            head.push_str(&format!("，在 {at}"));
        }
        if let Some(difference) = &case.difference {
            head.push_str(&format!("，相差 {difference}"));
        }
        out.push(ExplainedLine::Item("例子", head));
        out.push(ExplainedLine::Block(document(case)));
        if let Some(before) = &case.last_year {
            out.push(ExplainedLine::Item("上年", "上年文件".to_owned()));
            out.push(ExplainedLine::Block(before.trim().to_owned()));
        }
        if let Some(form) = &case.template {
            out.push(ExplainedLine::Item("格式", "空白格式".to_owned()));
            out.push(ExplainedLine::Block(form.trim().to_owned()));
        }
        for (name, text) in &case.papers {
            out.push(ExplainedLine::Item("同单位", name.clone()));
            out.push(ExplainedLine::Block(text.trim().to_owned()));
        }
    }
}
