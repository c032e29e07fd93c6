//! `gouji rules check`: mistakes of rule files, rules against rules, and rules that documents never
//! called for, or that checked nothing in them.

use super::engine::{self, LoadedRules, RuleListing};
use super::{Status, documents, output, rules_prove};
use clap::Args;
use gouji_audit::audit::{
    DocumentAudit, DocumentOutcome, Finding, RuleOutcome, RuleStatus, Severity, Verdict, Why,
};
use gouji_report::report::mistake_json;
use gouji_report::report::rule_end::{self, RuleSum};
use gouji_report::report::terminal::mistakes;
use gouji_report::report::width::{columns, hang, left};
use gouji_rules::ruleset::Waiver;
use gouji_values::error::RuleMistake;
use gouji_values::vocabulary::Vocabulary;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What was found of one ruleset.
#[derive(Serialize)]
struct OfRuleset {
    name: String,
    title: String,
    /// How many rules there are of each kind.
    kinds: BTreeMap<String, usize>,
    /// Its own rules that accuse without saying what they rest on.
    without_basis: Vec<String>,
    /// Waivers whose last day is past.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expired: Vec<String>,
    /// With documents: what these never called for.
    #[serde(skip_serializing_if = "Option::is_none")]
    never: Option<Never>,
    /// Where that is asked: what was proved of the rules, for programs, and for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    proofs: Option<Value>,
    #[serde(skip)]
    proved: String,
    /// A ruleset of the author's with rules and not one case.
    #[serde(skip)]
    is_untried: bool,
}

/// What documents never called for of a ruleset's own layer.
#[derive(Serialize)]
struct Never {
    /// How many documents were read.
    documents: usize,
    /// Of a ruleset that the program does not bring: how each rule ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ends: Vec<RuleEnded>,
    /// Documents that could not be read, and why.
    unread: Vec<(String, String)>,
    /// Rules and claims that never applied.
    rules: Vec<String>,
    /// Rules whose condition was true nowhere.
    conditions: Vec<String>,
    /// Rules and claims that never checked anything: all that they found is corroborated alone.
    corroborated: Vec<String>,
    /// Forms that were never recognised.
    forms: Vec<String>,
    /// Waivers without a finding; of none where there is no waiver.
    waivers: Option<Vec<String>>,
}

/// How a rule ended in all documents.
#[derive(Serialize)]
struct RuleEnded {
    id: String,
    /// In words.
    ended: String,
}

/// `gouji rules check`.
#[derive(Args, Debug)]
pub(crate) struct RulesCheckArgs {
    /// 规则文件夹，或者装有几个规则文件夹的文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 用这些文件试一遍，列出从未适用的规则和从未认出的表样
    #[arg(long, value_name = "文件或文件夹", num_args = 1.., help_heading = "选项")]
    pub on: Vec<PathBuf>,
    /// 另外加上的规则文件夹，可以写多次
    #[arg(long = "rules", value_name = "文件夹", help_heading = "选项")]
    pub extra: Vec<PathBuf>,
    /// 列出能证明的：互相矛盾的规则，由别的规则推得出的，不论什么数都查不出错的，
    /// 各附写在哪里和数的例子；证明不了的不列
    #[arg(long, help_heading = "选项")]
    pub prove: bool,
    /// 结果格式：text 供人阅读（默认），json 供程序读取：每处错误的代码、位置和帮助
    #[arg(long, value_name = "格式", default_value = "text", value_parser = ["text", "json"], help_heading = "选项")]
    pub format: String,
}

/// Runs the command.
pub(crate) fn run(args: &RulesCheckArgs) -> Status {
    let (folder, on, extra) = (args.folder.as_path(), &args.on, &args.extra);
    let is_json = args.format == "json";
    let mut told = Vec::new();
    let engines = match engine::check_folder(folder, extra) {
        Ok(engines) => engines,
        Err(mut list) => {
            super::printed::add(&mut list, on);
            tell(list, &mut told, is_json);
            let text = if is_json { json(&[], &told) } else { String::new() };
            return end(text, false, Status::Usage);
        }
    };
    let beside = if folder.is_dir() { super::config::beside_rules(folder) } else { Vec::new() };
    let is_refused = beside.iter().any(|own| !own.is_warning);
    tell(beside, &mut told, is_json);
    if is_refused {
        let text = if is_json { json(&[], &told) } else { String::new() };
        return end(text, false, Status::Usage);
    }
    let mut all = Vec::new();
    let mut unread = false;
    for engine in &engines {
        let mut warnings = engine.warnings().to_vec();
        warnings.extend_from_slice(engine.conflicts());
        warnings.extend(super::far_years::far_years(engine, &super::day::today()));
        warnings.extend(engine.ruleset().map_or_else(|_| Vec::new(), |own| own.limits.clone()));
        // a parent is said once
        warnings.retain(|warning| !told.contains(warning));
        tell(warnings, &mut told, is_json);
        let (name, title) = engine.title();
        tell(engine.failed_cases(&name), &mut told, is_json);
        let mut out = of_ruleset(engine, name, title);
        out.is_untried = engine.is_untried(&out.name);
        if args.prove
            && let Ok(ruleset) = engine.ruleset()
        {
            let proofs = ruleset.proofs(&out.name);
            out.proved = rules_prove::words(&proofs, engine, output::page(false, false).width);
            out.proofs = Some(rules_prove::value(&proofs, engine));
        }
        if !on.is_empty() {
            let audited = documents::audit(engine, documents::find(on, None).converted(None));
            unread |= audited.iter().any(|outcome| {
                outcome.as_ref().map_or(true, |document| document.failed().next().is_some())
            });
            let failed = audited.iter().flatten().flat_map(|document| document.mistakes.clone());
            tell(failed.collect(), &mut told, is_json);
            let read: Vec<&DocumentAudit> = audited.iter().flatten().collect();
            tell(super::rows_unseen::unseen(engine, &out.name, &read), &mut told, is_json);
            let sides = super::rows_unseen::on_other_side(engine, &out.name, &read);
            tell(sides, &mut told, is_json);
            let never = never(engine, &out.name, &audited);
            tell(
                super::unseen::unseen(engine, &out.name, &read, &never.conditions),
                &mut told,
                is_json,
            );
            let own: Vec<String> = engine.rules().iter().map(|rule| rule.id.to_string()).collect();
            let reached =
                super::never_reached::never_reached(engine, &out.name, &read, &own, false);
            tell(reached, &mut told, is_json);
            let nearly = super::nearly::nearly(engine, &out.name, &read, &never.forms);
            tell(nearly, &mut told, is_json);
            let near = super::sentences::sentences(engine, &out.name, &read, &never.rules);
            tell(near, &mut told, is_json);
            tell(super::otherwise::otherwise(engine, &out.name, &read), &mut told, is_json);
            let unlisted = super::days_unlisted::days_unlisted(engine, &out.name, &read);
            tell(unlisted, &mut told, is_json);
            let apart = super::words_apart::words_apart(engine, &out.name, &read);
            tell(apart, &mut told, is_json);
            let swapped = super::swapped::swapped(engine, &out.name, &read, super::swapped::FEWEST);
            tell(swapped, &mut told, is_json);
            tell(super::left_open::left_open(engine, &out.name, &read), &mut told, is_json);
            let beside = [
                super::other_year::other_year(engine, &out.name, &read),
                super::rows_blank::rows_blank(engine, &out.name, &read),
            ];
            let mut beside: Vec<RuleMistake> =
                beside.into_iter().flatten().map(|(_, mistake)| mistake).collect();
            beside.extend(super::part_numbers::part_numbers(engine, &out.name, &read));
            beside.extend(super::other_cell::other_cell(engine, &out.name, &read));
            tell(beside, &mut told, is_json);
            let always = super::always::always(engine, &out.name, &read, &told);
            tell(always, &mut told, is_json);
            let alike = super::broken_alike::broken_alike(engine, &out.name, &read, 1);
            tell(alike, &mut told, is_json);
            let apart = super::apart_kinds::apart_kinds(engine, &out.name, &read);
            tell(apart, &mut told, is_json);
            let lists = super::list_words::list_words(engine, &out.name, &read);
            tell(lists, &mut told, is_json);
            out.never = Some(never);
        }
        all.push(out);
    }
    let text = if is_json { json(&all, &told) } else { all.iter().map(words).collect() };
    end(text, unread, Status::Clean)
}

/// Whether two are of one place: of that which was told before no other advice is given.
pub(super) fn is_same(own: &RuleMistake, known: &RuleMistake) -> bool {
    let is_one = own.span.start < known.span.end && known.span.start < own.span.end;
    own.is_warning && own.file == known.file && own.code == known.code && is_one
}

/// Takes mistakes over and, for people, says them.
fn tell(mut list: Vec<RuleMistake>, told: &mut Vec<RuleMistake>, is_json: bool) {
    list.retain(|own| !told.iter().any(|known| is_same(own, known)));
    if !is_json && !list.is_empty() {
        output::say(&mistakes(&list, &output::error_page()));
    }
    told.extend(list);
}

/// Prints what was found and ends.
fn end(text: String, unread: bool, status: Status) -> Status {
    match output::print(text.as_bytes()) {
        Ok(()) if !unread => status,
        _ => Status::Failed,
    }
}

fn json(rulesets: &[OfRuleset], told: &[RuleMistake]) -> String {
    let out = json!({
        "schema": "gouji-rules-check/1",
        "rulesets": rulesets,
        "mistakes": told.iter().map(mistake_json).collect::<Vec<_>>(),
    });
    format!("{out:#}\n")
}

fn of_ruleset(engine: &LoadedRules, name: String, title: String) -> OfRuleset {
    let rules = engine.rules();
    let mut kinds = BTreeMap::<String, usize>::new();
    for rule in &rules {
        *kinds.entry(rule.kind.clone()).or_default() += 1;
    }
    let no_basis = |rule: &&RuleListing| {
        rule.layer == name && rule.severity == Some(Severity::Error) && rule.basis.is_none()
    };
    let without_basis = rules.iter().filter(no_basis).map(|rule| rule.id.clone()).collect();
    let today = super::day::today();
    let is_past = |waiver: &&Waiver| waiver.until.as_deref().is_some_and(|day| day < &*today);
    let words = |waiver: &Waiver| {
        let until = waiver.until.as_deref().unwrap_or("");
        format!("{}（{until} 到期，{} 第 {} 行）", waiver.title(), waiver.file, waiver.line)
    };
    let expired = engine.waivers().iter().filter(is_past).map(words).collect();
    OfRuleset {
        name,
        title,
        kinds,
        without_basis,
        expired,
        never: None,
        proofs: None,
        proved: String::new(),
        is_untried: false,
    }
}

/// What was found of a ruleset, for people.
fn words(found: &OfRuleset) -> String {
    let width = output::page(false, false).width;
    let kinds: Vec<String> = found.kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    let mut out =
        format!("✓ {}（{}）的规则文件没有错误：{}\n", found.name, found.title, kinds.join("，"));
    if !found.without_basis.is_empty() {
        let count = found.without_basis.len();
        let head = format!("  提醒 没有写依据（basis）的错误级规则 {count} 条：");
        hang(&mut out, &head, columns("    "), &found.without_basis.join("、"), width);
    }
    if !found.expired.is_empty() {
        let head = format!("  提醒 豁免 {} 条已到期，不再起作用：", found.expired.len());
        hang(&mut out, &head, columns("    "), &found.expired.join("、"), width);
        let year: String = super::day::today().chars().take(4).collect();
        let help = format!("仍属实的改成 until = {year}-12-31，日子换成自己的；不再要的删去那一条");
        hang(&mut out, "    ", columns("    "), &help, width);
    }
    if found.is_untried {
        let words = "没有用例：大于、小于写反，条件写错，文件里碰不到就看不出来；gouji rules case 照一份文件写一个";
        hang(&mut out, "  提醒 ", columns("    "), words, width);
    }
    out.push_str(&found.proved);
    let Some(never) = &found.never else { return out };
    for (path, message) in &never.unread {
        out.push_str(&format!("  没有读出 {path}：{message}\n"));
    }
    if !never.ends.is_empty() {
        out.push_str(&format!("  每条规则在 {} 份文件上的结果：\n", never.documents));
        let wide = never.ends.iter().map(|end| columns(&end.id)).max().unwrap_or(0).min(28);
        for end in &never.ends {
            let head = format!("    {}  ", left(&end.id, wide));
            hang(&mut out, &head, columns(&head), &end.ended, width);
        }
    }
    let mut lists = vec![
        ("从未适用的规则和语句", &never.rules),
        ("条件从未成立的规则", &never.conditions),
        ("从未认出的表样", &never.forms),
    ];
    if never.conditions.is_empty() {
        lists.remove(1);
    }
    if !never.corroborated.is_empty() {
        lists.insert(1, ("只有印证、没有核对过的规则和语句", &never.corroborated));
    }
    lists.extend(never.waivers.as_ref().map(|unused| ("没有对应问题的豁免", unused)));
    for (word, ids) in lists {
        let head = format!("  {word} {} 个（{} 份文件）", ids.len(), never.documents);
        if ids.is_empty() {
            out.push_str(&format!("{head}\n"));
        } else {
            hang(&mut out, &format!("{head}："), columns("    "), &ids.join("、"), width);
        }
    }
    out
}

/// Whether a waiver is for a finding, whatever its values are.
pub(super) fn is_for(
    waiver: &Waiver,
    document: &DocumentAudit,
    finding: &Finding,
    words: &Vocabulary,
) -> bool {
    let Some(check) = finding.checks.first().and_then(|at| document.checks.get(*at)) else {
        return false;
    };
    gouji_engine::engine::asks(waiver, check, document.agency.as_deref(), document.year, words)
}

/// The rules and forms of the ruleset's own layer that none of the documents called for.
fn never(engine: &LoadedRules, layer: &str, audited: &[DocumentOutcome]) -> Never {
    let unread = audited.iter().filter_map(|outcome| outcome.as_ref().err());
    let unread = unread.map(|one| (one.path.clone(), one.message.clone())).collect();
    let documents: Vec<_> = audited.iter().flatten().collect();
    let bound: BTreeSet<&str> = documents
        .iter()
        .flat_map(|document| &document.rules)
        .filter(|rule| rule.status != RuleStatus::NotApplicable)
        .map(|rule| rule.id.as_str())
        .collect();
    let recognised: BTreeSet<&str> = documents
        .iter()
        .flat_map(|document| &document.understanding)
        .flat_map(|table| &table.forms)
        .map(|form| form.form.as_str())
        .collect();
    let all = engine.rules();
    let own = || all.iter().filter(|rule| rule.layer == layer);
    let ends = ends(engine, layer, &documents);
    // those of other years stand in no list of one year
    let others = ends
        .iter()
        .map(|end| &end.id)
        .filter(|id| !bound.contains(id.as_str()) && !all.iter().any(|rule| rule.id == **id));
    let rules = own()
        .filter(|rule| rule.severity.is_some() && !bound.contains(rule.id.as_str()))
        .map(|rule| &rule.id)
        .chain(others)
        .cloned()
        .collect();
    let held = |rule: &&RuleOutcome| {
        let is_never = |why: &Why| {
            matches!(
                why,
                Why::ConditionNever
                    | Why::ConditionOfOthers { .. }
                    | Why::ConditionOfWords { .. }
                    | Why::ConditionOfPart { .. }
                    | Why::ConditionOfNumbers { .. }
                    | Why::ConditionOfOrder { .. }
                    | Why::ExpectNever
                    | Why::ExpectBehind { .. }
                    | Why::ReportNever
                    | Why::ReportBehind { .. }
            )
        };
        rule.status != RuleStatus::NotApplicable && !rule.why.iter().any(is_never)
    };
    let outcomes = || documents.iter().flat_map(|document| &document.rules);
    let true_once: BTreeSet<&str> = outcomes().filter(held).map(|rule| rule.id.as_str()).collect();
    let conditions = own()
        .map(|rule| rule.id.as_str())
        .filter(|id| bound.contains(id) && !true_once.contains(id))
        .map(str::to_owned)
        .collect();
    let checks = || documents.iter().flat_map(|document| &document.checks);
    let with = |wanted: &dyn Fn(Verdict) -> bool| -> BTreeSet<&str> {
        let found = checks().filter(|check| wanted(check.verdict));
        found.map(|check| check.rule.as_str()).collect()
    };
    let decided = with(&Verdict::is_decided);
    let agreed = with(&Verdict::agrees);
    let corroborated = own()
        .map(|rule| rule.id.clone())
        .filter(|id| agreed.contains(id.as_str()) && !decided.contains(id.as_str()))
        .collect();
    let forms = own()
        .filter(|rule| rule.kind == "表样" && !recognised.contains(rule.id.as_str()))
        .map(|rule| rule.id.clone())
        .collect();
    let (waivers, words) = (engine.waivers(), engine.vocabulary());
    let is_used = |waiver: &&Waiver| {
        let findings = documents
            .iter()
            .flat_map(|document| document.findings.iter().map(move |finding| (*document, finding)));
        findings.into_iter().any(|(document, finding)| is_for(waiver, document, finding, &words))
    };
    let unused = waivers.iter().filter(|waiver| !is_used(waiver)).map(Waiver::title).collect();
    let waivers = (!waivers.is_empty()).then_some(unused);
    Never {
        documents: documents.len(),
        ends,
        unread,
        rules,
        conditions,
        corroborated,
        forms,
        waivers,
    }
}

/// How each rule of a ruleset ended; of one that the program brings none is told.
fn ends(engine: &LoadedRules, layer: &str, documents: &[&DocumentAudit]) -> Vec<RuleEnded> {
    if engine::is_built_in(layer) {
        return Vec::new();
    }
    let mut sums: BTreeMap<&str, RuleSum> = BTreeMap::new();
    for document in documents {
        for end in rule_end::own(document) {
            sums.entry(end.rule.id.as_str()).or_default().add(&end);
        }
    }
    let all = engine.rules();
    let mut out: Vec<RuleEnded> = all
        .iter()
        .filter(|rule| rule.layer == layer)
        .filter_map(|rule| {
            let sum = sums.remove(rule.id.as_str())?;
            Some(RuleEnded { id: rule.id.clone(), ended: sum.words() })
        })
        .collect();
    // those of other years stand in no list of one year
    let others = sums.into_iter().filter(|(id, _)| !all.iter().any(|rule| rule.id == *id));
    out.extend(others.map(|(id, sum)| RuleEnded { id: id.to_owned(), ended: sum.words() }));
    out
}
