//! Findings: what is wrong, where it stands in the document, what it should be.

use super::{Page, figures, place_words, size};
use crate::audit::{Check, DocumentAudit, Finding};
use crate::check::difference_words;
use crate::document::Span;
use crate::report::entry::{difference, has_formula, relation_words, stated, with_unit};
use crate::report::width::{columns, left, one_line};
use ecow::EcoString;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// So many findings of one kind are shown in full before they are listed.
const FULL: usize = 2;

/// A finding with its first check.
struct Entry<'a> {
    finding: &'a Finding,
    check: &'a Check,
    /// The ledger did not hold it.
    is_new: bool,
    values: Values,
}

/// What findings are told apart by: of very many checks the words are not kept.
struct Values {
    expression: EcoString,
    stated: Option<EcoString>,
    computed: Option<EcoString>,
    unit: Option<EcoString>,
    /// How far it is off, whatever the direction.
    off: Option<Decimal>,
}

impl Values {
    fn of(check: &Check) -> Self {
        let (stated, computed, unit) = (check.stated.clone(), check.computed.clone(), check.unit.clone());
        let off = check.difference.as_deref().map(|difference| size(Some(difference)));
        Self { expression: check.expression.clone(), stated, computed, unit, off }
    }
}

/// All findings that are not waived, the heaviest first; then the explained ones and those that were mended.
pub(super) fn all(page: &Page<'_>, out: &mut String, document: &DocumentAudit) {
    let fresh = document.follow_up.as_ref().map_or(&[] as &[usize], |follow_up| &follow_up.fresh);
    let mut entries: Vec<Entry<'_>> = document
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.waiver.is_none())
        .filter_map(|(index, finding)| {
            let check = finding.checks.first().and_then(|i| document.checks.get(*i))?;
            Some(Entry { finding, check, is_new: fresh.contains(&index), values: Values::of(&document.told(check)) })
        })
        .collect();
    entries.sort_by_key(|entry| (Reverse(entry.check.severity), Reverse(entry.values.off.unwrap_or_default())));
    let entries = gathered(entries);
    let mut done = vec![false; entries.len()];
    // each with those that are only listed under it
    let mut told: Vec<(&Entry<'_>, Vec<&Entry<'_>>)> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        if done.get(i).copied().unwrap_or(true) {
            continue;
        }
        let alike: Vec<usize> = (i..entries.len()).filter(|j| entries.get(*j).is_some_and(|other| same_kind(entry, other))).collect();
        let mut others = Vec::new();
        let equal = alike.iter().filter(|j| entries.get(**j).is_some_and(|other| same_values(entry, other))).count();
        if alike.len() > FULL || (alike.len() > 1 && equal == alike.len()) {
            others = alike.iter().skip(1).filter_map(|j| entries.get(*j)).collect();
            for j in &alike {
                done.get_mut(*j).into_iter().for_each(|flag| *flag = true);
            }
        }
        told.push((entry, others));
    }
    let drawn = told.par_iter().map(|(entry, others)| {
        let mut out = String::new();
        full(page, &mut out, document, entry);
        if !others.is_empty() {
            list(page, &mut out, document, others);
        }
        out.push('\n');
        out
    });
    drawn.collect::<Vec<String>>().iter().for_each(|drawn| out.push_str(drawn));
    waived(page, out, document);
    resolved(page, out, document);
}

/// Same rule, same formula, and a message that differs in words and figures of the place alone.
fn same_kind(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let single = a.finding.checks.len() == 1 && b.finding.checks.len() == 1;
    single && a.check.rule == b.check.rule && a.check.severity == b.check.severity && a.values.expression == b.values.expression
}

/// The same mistake at another place: values and all.
fn same_values(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    a.values.stated == b.values.stated && a.values.computed == b.values.computed && a.values.unit == b.values.unit
}

/// Findings about one figure, or of one figure by the same difference, one behind the other.
fn gathered(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    // only findings that share a figure are symptoms of each other
    let mut sharing: Vec<((Span, Option<usize>), usize)> =
        entries.iter().enumerate().flat_map(|(at, entry)| entry.check.places().map(move |place| (place, at))).collect();
    sharing.sort_unstable();
    let those_of = |place: (Span, Option<usize>)| {
        let from = sharing.partition_point(|(other, _)| *other < place);
        sharing.iter().skip(from).take_while(move |(other, _)| *other == place).map(|(_, at)| *at)
    };
    let mut left: Vec<Option<Entry<'_>>> = entries.into_iter().map(Some).collect();
    let mut out: Vec<Entry<'_>> = Vec::with_capacity(left.len());
    for at in 0..left.len() {
        let Some(first) = left.get_mut(at).and_then(Option::take) else { continue };
        let near: BTreeSet<usize> = first.check.places().flat_map(those_of).collect();
        let symptoms: Vec<Entry<'_>> =
            near.into_iter().filter_map(|other| left.get_mut(other)?.take_if(|other| is_symptom(&first, other))).collect();
        out.push(first);
        out.extend(symptoms);
    }
    out
}

fn is_symptom(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let place = |entry: &Entry<'_>| entry.check.places().nth(entry.check.lead_index());
    let holds = |entry: &Entry<'_>, place: (Span, Option<usize>)| entry.check.places().any(|other| other == place);
    let (Some(first), Some(second)) = (place(a), place(b)) else {
        return false;
    };
    let as_far = a.values.off.is_some_and(|off| off == b.values.off.unwrap_or_default());
    a.check.severity == b.check.severity && (first == second || (as_far && (holds(a, second) || holds(b, first))))
}

fn full(page: &Page<'_>, out: &mut String, document: &DocumentAudit, entry: &Entry<'_>) {
    let Entry { finding, is_new, .. } = entry;
    let check = &*document.told(entry.check);
    let label = stated(check).map_or("", |figure| &**figure.label());
    let mark = if *is_new { "（新增）" } else { "" };
    let message = format!("{mark}{}", one_line(if check.message.is_empty() { label } else { &check.message }));
    let head = format!("{} {} ", page.severity(check.severity), page.paint.bold(&check.rule));
    let plain = 6 + columns(&check.rule);
    if plain * 2 < page.options.width {
        page.hang(out, &head, plain, &message);
    } else {
        out.push_str(head.trim_end());
        out.push('\n');
        page.hang(out, "     ", 5, &message);
    }
    figures::frames(page, out, document, check, &finding.suspects);
    details(page, out, check);
    let symptoms: Vec<&Check> = finding.checks.iter().skip(1).filter_map(|i| document.checks.get(*i)).collect();
    if !finding.suspects.is_empty() {
        page.hang(out, &field(page, "可疑"), 10, &finding.suspects.join("；"));
    }
    if !symptoms.is_empty() {
        out.push_str(&format!("    同一原因还影响 {} 处：\n", symptoms.len()));
        for check in symptoms {
            place(page, out, document, &document.told(check));
        }
    }
}

fn field(page: &Page<'_>, name: &str) -> String {
    format!("    {}  ", page.paint.dim(name))
}

fn details(page: &Page<'_>, out: &mut String, check: &Check) {
    let unit = check.unit.as_deref();
    let mut values = Vec::new();
    if let Some(stated) = &check.stated {
        values.push(with_unit(stated, unit));
    }
    if let Some(computed) = &check.computed {
        values.push(format!("{} {}", relation_words(check.relation), page.paint.bold(with_unit(computed, unit))));
    }
    values.extend(difference(check).map(|words| format!("相差 {words}")));
    if !values.is_empty() && !says_values(check) {
        let first = if check.stated.is_some() { field(page, "列示") } else { "    ".to_owned() };
        out.push_str(&format!("{first}{}\n", values.join("，")));
    }
    if has_formula(check) {
        page.hang(out, &field(page, "关系"), 10, &one_line(&check.expression));
    }
    if !check.also.is_empty() {
        page.hang(out, &field(page, "同见"), 10, &check.also.join("、"));
    }
    if let Some(basis) = &check.basis {
        page.hang(out, &field(page, "依据"), 10, basis);
    }
    if let Some(hint) = &check.hint {
        page.hang(out, &field(page, "建议"), 10, hint);
    }
}

/// Whether the message names both values already, or words stand for them.
fn says_values(check: &Check) -> bool {
    let says =
        |value: &Option<EcoString>| value.as_deref().is_none_or(|value| check.message.contains(&with_unit(value, check.unit.as_deref())));
    let apart =
        check.difference.as_deref().is_none_or(|difference| check.message.contains(&difference_words(difference, check.unit.as_deref())));
    let is_word = check.unit.is_none()
        && check.difference.is_some()
        && stated(check).is_some_and(|figure| !figure.printed().text.is_empty() && !figure.printed().text.chars().any(char::is_numeric));
    (says(&check.stated) && says(&check.computed) && apart) || is_word
}

/// Findings of the same rule as the one before, one line each.
fn list(page: &Page<'_>, out: &mut String, document: &DocumentAudit, others: &[&Entry<'_>]) {
    out.push_str(&format!("    同一规则另有 {} 处：\n", others.len()));
    for entry in others {
        place(page, out, document, &document.told(entry.check));
        if !entry.finding.suspects.is_empty() {
            page.hang(out, "                ", 16, &format!("可疑  {}", entry.finding.suspects.join("；")));
        }
    }
}

/// A check in one line: place, what it is, its values.
pub(super) fn place(page: &Page<'_>, out: &mut String, document: &DocumentAudit, check: &Check) {
    let unit = check.unit.as_deref();
    let figure = stated(check);
    let at = figure.map_or(String::new(), |figure| place_words(document.source(figure.document()).1, figure.span()));
    let mut text = figure.map_or_else(|| one_line(&check.message), |figure| figure.label().to_string());
    match (&check.stated, &check.computed) {
        (Some(stated), Some(computed)) => {
            let difference = difference(check).map_or(String::new(), |words| format!("，相差 {words}"));
            text.push_str(&format!(" {stated}，{} {}{difference}", relation_words(check.relation), with_unit(computed, unit)));
        }
        _ => {
            if let Some(figure) = figure.filter(|figure| !figure.printed().text.is_empty()) {
                text.push_str(&format!("：{}", one_line(&figure.printed().text)));
            }
        }
    }
    let head = format!("      {} ", left(&at, 9));
    let width = columns(&head);
    page.hang(out, &head, width, &text);
}

/// Findings that somebody answers for: the reason first.
fn waived(page: &Page<'_>, out: &mut String, document: &DocumentAudit) {
    let mut entries = document
        .findings
        .iter()
        .filter_map(|finding| Some((finding.waiver.as_ref()?, finding.checks.first().and_then(|i| document.checks.get(*i))?)))
        .peekable();
    if entries.peek().is_none() {
        return;
    }
    out.push_str(&page.paint.bold("已说明（不算作问题）"));
    out.push('\n');
    for (why, check) in entries {
        let head = format!("  {} {}  ", page.paint.cyan("i"), check.rule);
        page.hang(out, &head, 6 + columns(&check.rule), &one_line(why));
        place(page, out, document, check);
    }
    out.push('\n');
}

/// What the ledger held and agrees now.
fn resolved(page: &Page<'_>, out: &mut String, document: &DocumentAudit) {
    let mended = document.follow_up.iter().flat_map(|follow_up| &follow_up.resolved);
    let mut mended = mended.peekable();
    if mended.peek().is_none() {
        return;
    }
    out.push_str(&page.paint.bold("已整改（这次核对相符）"));
    out.push('\n');
    for finding in mended {
        let head = format!("  {} {}  ", page.paint.green("✓"), finding.rule);
        page.hang(out, &head, 6 + columns(&finding.rule), &one_line(&finding.message));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use crate::audit::{Audit, Coverage, DocumentAudit, Finding, Reading, Role, Severity, Verdict};
    use crate::document::{Document, Locator, Span};
    use crate::report::{Options, sample};
    use std::sync::Arc;

    fn shown(audit: &Audit) -> String {
        let text = String::from_utf8(crate::report::Format::Text.render(audit, &Options::default())).unwrap();
        text.split("\n\n").take_while(|block| !block.starts_with("发现问题")).skip(1).collect::<Vec<_>>().join("\n\n")
    }

    /// A document of this text with one violation over the words given: label, text, unit.
    fn document(text: &str, figures: &[(&str, &str)]) -> DocumentAudit {
        let mut check = sample::check(
            "支出-列合计",
            Verdict::Violation,
            "支出决算表合计行的本年支出合计与各类相加不一致",
            "合计 == sum(类)",
            Some(("100.00", "99.00", "1.00", "万元")),
            vec![],
        );
        for (i, (label, word)) in figures.iter().enumerate() {
            let role = if i == 0 { Role::Stated } else { Role::Operand };
            let mut figure = sample::figure(role, label, "353.15", 0, "万元");
            let start = text.find(word).unwrap();
            sample::alter(&mut figure, |printed| {
                printed.text = (*word).to_owned();
                printed.value = Some(word.replace(|c: char| !c.is_ascii_digit() && c != '.', ""));
                printed.span = Span::new(start, start + word.len());
            });
            check.figures.push(figure);
        }
        let finding = Finding { id: "f".into(), checks: vec![0], suspects: vec![], cause: None, waiver: None };
        DocumentAudit {
            path: "决算.txt".into(),
            document: Arc::new(Document { text: text.to_owned(), locator: Locator::new(text), ..Document::default() }),
            agency: None,
            year: None,
            kind: None,
            layers: vec![],
            checks: vec![check],
            findings: vec![finding],
            notices: vec![],
            coverage: Coverage::default(),
            understanding: vec![],
            sentences: vec![],
            rules: vec![],
            mistakes: vec![],
            ..sample::document()
        }
    }

    #[test]
    fn of_many_lines_the_stated_and_the_largest_are_shown() {
        let rows: Vec<(String, String)> = (1..=12).map(|i| (format!("第{i}类"), format!("{i}{i}.0{}", i % 10))).collect();
        let mut text = "合计\t100.00\n".to_owned();
        for (name, figure) in &rows {
            text.push_str(&format!("{name}\t{figure}\n\n"));
        }
        let labels: Vec<String> = rows.iter().map(|(name, _)| format!("支出决算表 {name} 本年支出合计")).collect();
        let mut figures = vec![("支出决算表 合计 本年支出合计", "100.00")];
        figures.extend(labels.iter().zip(&rows).map(|(label, (_, figure))| (label.as_str(), figure.as_str())));
        let mut given = document(&text, &figures);
        given.findings[0].suspects = vec!["支出决算表 第3类 本年支出合计 33.03：应为 32.03".into()];
        insta::assert_snapshot!(shown(&Audit { documents: vec![Ok(given)], ruleset_digest: String::new() }), @r"
        错误 支出-列合计 支出决算表合计行的本年支出合计与各类相加不一致
            ╭─[决算.txt:1:4]
          1 │ 合计    100.00
            ·         ───┬──
            ·            ╰── 列示 支出决算表 合计 本年支出合计
            ⋮
          6 │ 第3类   33.03
            ·         ──┬──
            ·           ╰── 取数 第3类
            ⋮
         18 │ 第9类   99.09
            ·         ──┬──
            ·           ╰── 取数 第9类
            ⋮
         20 │ 第10类  1010.00
            ·         ───┬───
            ·            ╰── 取数 第10类
            ⋮
         22 │ 第11类  1111.01
            ·         ───┬───
            ·            ╰── 取数 第11类
            ⋮
         24 │ 第12类  1212.02
            ·         ───┬───
            ·            ╰── 取数 第12类
            ╰────
            另有 7 个数未在此列出（用 --format json 可见全部）
            列示  100.00万元，应为 99.00万元，相差 1.00万元
            关系  合计 == sum(类)
            可疑  支出决算表 第3类 本年支出合计 33.03：应为 32.03
        ");
    }

    #[test]
    fn last_years_document_has_its_own_frame_and_doubt_is_said() {
        let mut before = document("上年 99.00\n", &[]);
        before.path = "2022 决算.txt".into();
        before.checks.clear();
        before.findings.clear();
        let mut given =
            document("本年支出合计 100.00 万元，上年数 见前\n", &[("支出说明 合计", "100.00"), ("上年 支出决算表 合计", "见前")]);
        given.checks[0].severity = Severity::Warning;
        sample::alter(&mut given.checks[0].figures[0], |printed| printed.reading = Reading::Repaired("1 00.00 → 100.00".into()));
        sample::alter(&mut given.checks[0].figures[1], |printed| (printed.document, printed.span) = (Some(0), Span::new(7, 12)));
        given.last_year = Some(crate::audit::Beside { index: 0, path: before.path.clone(), document: Arc::clone(&before.document) });
        let audit = Audit { documents: vec![Ok(before), Ok(given)], ruleset_digest: String::new() };
        let text = shown(&audit);
        let text = text.split("警告").last().unwrap();
        insta::assert_snapshot!(text, @r"
        支出-列合计 支出决算表合计行的本年支出合计与各类相加不一致
          ╭─[决算.txt:1:8]
        1 │ 本年支出合计 100.00 万元，上年数 见前
          ·              ───┬──
          ·                 ╰── 列示 支出说明 合计（1 00.00 → 100.00）
          ╰────
          ╭─[2022 决算.txt:1:4]
        1 │ 上年 99.00
          ·      ──┬──
          ·        ╰── 对照 上年 支出决算表 合计
          ╰────
           列示  100.00万元，应为 99.00万元，相差 1.00万元
           关系  合计 == sum(类)
        ");
    }

    #[test]
    fn one_cause_with_several_symptoms() {
        let mut given =
            document("合计\t100.00\t20.00\n", &[("支出决算表 合计 本年支出合计", "100.00"), ("支出决算表 合计 项目支出", "20.00")]);
        let mut second = given.checks[0].clone();
        second.rule = "支出-行合计".into();
        given.checks.push(second);
        given.findings[0].checks = vec![0, 1];
        given.document = Arc::new({
            let mut document = (*given.document).clone();
            document.locator.add_places([(Span::new(7, 13), "表05!C7".to_owned())]);
            document
        });
        insta::assert_snapshot!(shown(&Audit { documents: vec![Ok(given)], ruleset_digest: String::new() }), @r"
        错误 支出-列合计 支出决算表合计行的本年支出合计与各类相加不一致
           ╭─[决算.txt:1:4]
         1 │ 合计    100.00  20.00
           ·         ───┬──  ──┬──
           ·            │      ╰── 对照 项目支出
           ·            ╰── 列示 支出决算表 合计 本年支出合计（表05!C7）
           ╰────
            列示  100.00万元，应为 99.00万元，相差 1.00万元
            关系  合计 == sum(类)
            同一原因还影响 1 处：
              表05!C7   支出决算表 合计 本年支出合计 100.00，应为 99.00万元，相差 1.00万元
        ");
    }
}
