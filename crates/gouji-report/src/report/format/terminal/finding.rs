//! Findings: what is wrong, where it stands in the document, which identities do not come out for
//! that reason.

use super::{TerminalPage, figures, kept, place_words_in};
use crate::explain::formula;
use crate::report::entry::{
    DIFFERENCE, FindingEntry, PLACES, difference, entries, further, further_places, has_formula,
    is_repeated, relation_words, stated, with_unit,
};
use crate::report::headline::{Certainty, Headline, broken, identity_in};
use crate::report::width::{columns, left, one_line};
use ecow::EcoString;
use gouji_audit::audit::{Check, DocumentAudit, Severity, Verdict};
use gouji_audit::say::WORKED_OUT;
use gouji_values::lang::{Lang, tell};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many findings of one rule are shown in full; further ones and those with the same values in
/// short.
const FULL: usize = 2;

/// All findings that are not waived, in their order; then the explained ones and those that were
/// mended.
pub(super) fn all(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let told: Vec<(FindingEntry<'_>, bool)> =
        in_full(entries(document).into_iter().filter(|entry| entry.finding.waiver.is_none()));
    let drawn = told.par_iter().enumerate().map(|(at, (entry, is_full))| {
        let mut out = String::new();
        if *is_full {
            full(page, &mut out, document, entry);
        } else {
            short(page, &mut out, document, entry);
        }
        // short ones stand close together
        if *is_full || told.get(at + 1).is_none_or(|(_, is_full)| *is_full) {
            out.push('\n');
        }
        out
    });
    drawn.collect::<Vec<String>>().iter().for_each(|drawn| out.push_str(drawn));
    kept::waived(page, out, document);
    kept::resolved(page, out, document);
}

/// Each entry with whether it is shown in full: those that say who is guilty or explain several
/// checks; of others of one rule the first ones that differ.
fn in_full<'a>(all: impl Iterator<Item = FindingEntry<'a>>) -> Vec<(FindingEntry<'a>, bool)> {
    type Values = (Option<EcoString>, Option<EcoString>);
    let mut known: BTreeMap<(&str, Severity), (usize, Values)> = BTreeMap::new();
    let is_full = |entry: &FindingEntry<'a>| {
        let has_suspects =
            entry.finding.cause.as_ref().is_some_and(|cause| !cause.suspects.is_empty());
        if has_suspects || entry.finding.checks.len() > 1 {
            return true;
        }
        let kind = (entry.check.rule.as_str(), entry.severity);
        if known.get(&kind).is_some_and(|(count, _)| *count >= FULL) {
            return false;
        }
        let check = entry.check;
        let values = (check.stated.clone(), check.computed.clone());
        match known.get_mut(&kind) {
            Some((_, first)) if *first == values => false,
            Some((count, _)) => {
                *count += 1;
                true
            }
            None => {
                known.insert(kind, (1, values));
                true
            }
        }
    };
    let mut is_full = is_full;
    all.map(|entry| (entry, is_full(&entry))).collect()
}

/// The mark of a finding that was not there before.
pub(super) fn new_mark(entry: &FindingEntry<'_>, lang: Lang) -> &'static str {
    if entry.is_new == Some(true) { lang.of("（新增）", "(new) ") } else { "" }
}

/// The rule by its name, its id small behind it.
fn heading(page: &TerminalPage<'_>, out: &mut String, entry: &FindingEntry<'_>, check: &Check) {
    let number = format!("{}.", entry.number);
    let head = format!("{} {} ", page.severity(entry.severity), page.paint.bold(&number));
    let set_in = 6 + columns(&number);
    match &check.name() {
        Some(name) => {
            let name = format!("{}{}", new_mark(entry, page.lang()), one_line(name));
            let id = format!("　{}", check.rule);
            if set_in + columns(&name) + columns(&id) <= page.options.width {
                out.push_str(&format!("{head}{}{}\n", page.paint.bold(&name), page.paint.dim(&id)));
            } else {
                page.hang(out, &head, set_in, &format!("{name}{id}"));
            }
        }
        None => page.hang(
            out,
            &head,
            set_in,
            &format!("{}{}", new_mark(entry, page.lang()), check.rule),
        ),
    }
}

fn full(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    entry: &FindingEntry<'_>,
) {
    let headline = entry.headline_in(document, page.lang());
    let check = entry.check;
    heading(page, out, entry, check);
    page.hang(out, "    ", 4, &one_line(&headline.text));
    figures::frames(page, out, document, check, &headline);
    sure(page, out, &headline);
    if is_repeated(document, entry.finding) {
        let others = further(document, entry.finding);
        let shown = if page.options.all { others.len() } else { others.len().min(PLACES) };
        let (lang, count) = (page.lang(), others.len());
        let same = tell!(lang, "同样的问题另有 {count} 处：", "the same at {count} more places:");
        out.push_str(&format!("    {same}\n"));
        let places = further_places(document, entry.finding, &others, lang);
        for (check, at) in others.iter().zip(places).take(shown) {
            place_named(page, out, &at, check);
        }
        if others.len() > shown {
            let rest = others.len() - shown;
            let rest = tell!(
                lang,
                "其余 {rest} 处没有列出（--all 列出）",
                "{rest} more are not listed (--all lists them)"
            );
            out.push_str(&format!("      {rest}\n"));
        }
    }
    let (words, others) = broken(document, entry.finding);
    let others: Vec<&Check> = others.collect();
    let words = words.of(page.lang());
    // the identity of the one rule that a suspect breaks stands behind its words
    if let (true, [one]) = (headline.certainty.is_some(), others.as_slice()) {
        field(page, out, words, &one_line(&identity_in(one, page.lang())));
    } else if !others.is_empty() {
        let count = others.len();
        let told = tell!(page.lang(), "{words} {count} 处：", "{words} {count}:");
        out.push_str(&format!("    {}\n", told.trim_start()));
        for check in others {
            place(page, out, document, check);
        }
    }
    details(page, out, check, &headline);
}

/// A further finding of a rule: number, place, headline.
fn short(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    entry: &FindingEntry<'_>,
) {
    let headline = entry.headline_in(document, page.lang());
    let number = format!("{}.", entry.number);
    let head = format!("{} {} ", page.severity(entry.severity), page.paint.bold(&number));
    let place = headline.place(document);
    let colon = if place.is_empty() { "" } else { page.lang().colon() };
    let text = format!("{}{place}{colon}{}", new_mark(entry, page.lang()), headline.text);
    page.hang(out, &head, 6 + columns(&number), &one_line(&text));
    sure(page, out, &headline);
}

/// How sure the suspects are, or who else it may be.
fn sure(page: &TerminalPage<'_>, out: &mut String, headline: &Headline) {
    let lang = page.lang();
    let certainty = headline.certainty;
    let certainty = certainty.map(|own| (Certainty::NAME.of(lang), own.words(lang)));
    let doubt = headline.doubt.clone().map(|words| (lang.of("可疑", "doubt"), words));
    for (name, words) in certainty.into_iter().chain(doubt) {
        field(page, out, name, &words);
    }
}

fn field(page: &TerminalPage<'_>, out: &mut String, name: &str, text: &str) {
    page.line(out, "    ", (name, 0), text);
}

fn details(page: &TerminalPage<'_>, out: &mut String, check: &Check, headline: &Headline) {
    let lang = page.lang();
    let tells_arithmetic = headline.certainty.is_none() && !headline.says_arithmetic;
    if let Some(arithmetic) = check.arithmetic().as_deref().filter(|_| tells_arithmetic) {
        field(page, out, lang.of("算式", "arithmetic"), arithmetic);
    }
    let values: Vec<String> =
        headline.values().into_iter().map(|(name, value)| format!("{name} {value}")).collect();
    if headline.certainty.is_none() && !values.is_empty() && !headline.says_values {
        page.hang(out, "    ", 4, &values.join(lang.of("，", ", ")));
    }
    if has_formula(check) {
        // in words of Chinese, or as the rule writes it
        let relation = match lang {
            Lang::Chinese => formula(&check.expression),
            Lang::English => check.expression.to_string(),
        };
        field(page, out, lang.of("关系", "relation"), &one_line(&relation));
    }
    if !check.also.is_empty() {
        field(page, out, lang.of("同见", "also"), &check.also.join(lang.comma()));
    }
    if let Some(basis) = &check.basis() {
        field(page, out, lang.of("依据", "basis"), basis);
    }
    if let Some(hint) = &check.hint_in(lang) {
        field(page, out, lang.of("建议", "advice"), hint);
    }
}

/// A check in one line: place, what it is, its values.
pub(super) fn place(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    check: &Check,
) {
    let at = stated(check).map_or(String::new(), |figure| {
        place_words_in(document.source(figure.document()).1, figure.span(), page.lang())
    });
    place_named(page, out, &at, check);
}

/// The same at a place in these words.
fn place_named(page: &TerminalPage<'_>, out: &mut String, at: &str, check: &Check) {
    let (unit, lang) = (check.unit.as_deref(), page.lang());
    let figure = stated(check);
    let mut text = figure.map_or_else(
        || one_line(&check.message_in(lang)),
        |figure| figure.called_in(lang).to_string(),
    );
    match (&check.stated, &check.computed) {
        _ if check.verdict == Verdict::Violation => text = one_line(&identity_in(check, lang)),
        (Some(stated), Some(computed)) => {
            let comma = lang.of("，", ", ");
            let difference = difference(check, lang)
                .map_or(String::new(), |words| format!("{comma}{} {words}", DIFFERENCE.of(lang)));
            let printed = figure.zip(check.worked_out()).map(|(figure, worked)| {
                let printed = one_line(&figure.printed().text);
                format!("{printed}{comma}{} {worked}", WORKED_OUT.of(lang))
            });
            let stated = printed.as_deref().unwrap_or(stated);
            text.push_str(&format!(
                " {stated}{comma}{} {}{difference}",
                relation_words(check).of(lang),
                with_unit(computed, unit)
            ));
        }
        _ => {
            if let Some(figure) = figure.filter(|figure| !figure.printed().text.is_empty()) {
                text.push_str(lang.colon());
                text.push_str(&one_line(&figure.printed().text));
            }
        }
    }
    let head = format!("      {} ", left(at, 9));
    let width = columns(&head);
    page.hang(out, &head, width, &text);
}

#[cfg(test)]
mod tests {
    use crate::report::Options;
    use gouji_audit::audit::{
        Audit, Cause, Confidence, Coverage, DocumentAudit, FigureRole, Finding, ReadingDoubt,
        Severity, Suspect, Verdict,
    };
    use gouji_sample as sample;
    use gouji_values::document::{Document, Locator, Span};
    use gouji_values::lang::BilingualText;
    use std::sync::Arc;

    fn shown(audit: &Audit) -> String {
        let text =
            String::from_utf8(crate::report::Format::TEXT.render(audit, &Options::default()))
                .unwrap();
        text.split("\n\n")
            .take_while(|block| !block.starts_with("问题一览"))
            .skip(1)
            .collect::<Vec<_>>()
            .join("\n\n")
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
        let mut given = Vec::new();
        for (i, (label, word)) in figures.iter().enumerate() {
            let role = if i == 0 { FigureRole::Stated } else { FigureRole::Operand };
            let (role, label, mut printed) = sample::figure(role, label, "353.15", 0, "万元");
            let start = text.find(word).unwrap();
            printed.text = (*word).to_owned();
            printed.value = Some(word.replace(|c: char| !c.is_ascii_digit() && c != '.', ""));
            printed.span = Span::new(start, start + word.len());
            given.push((role, label, printed));
        }
        check.give(given);
        let finding =
            Finding { id: "f".into(), checks: vec![0], cause: None, waiver: None, misfit: None };
        DocumentAudit {
            path: "决算.txt".into(),
            document: Arc::new(Document {
                text: text.to_owned(),
                locator: Locator::new(text),
                ..Document::default()
            }),
            agency: None,
            year: None,
            kind: None,
            kind_name: None,
            reporting_level: None,
            layers: vec![],
            checks: vec![check],
            findings: vec![finding],
            notices: vec![],
            coverage: Coverage { checked: 1, ..Coverage::default() },
            understanding: vec![],
            sentences: vec![],
            rules: vec![],
            mistakes: vec![],
            ..sample::document()
        }
    }

    #[test]
    fn of_many_lines_the_stated_and_the_largest_are_shown() {
        let rows: Vec<(String, String)> =
            (1..=12).map(|i| (format!("第{i}类"), format!("{i}{i}.0{}", i % 10))).collect();
        let mut text = "合计\t100.00\n".to_owned();
        for (name, figure) in &rows {
            text.push_str(&format!("{name}\t{figure}\n\n"));
        }
        let labels: Vec<String> =
            rows.iter().map(|(name, _)| format!("支出决算表 {name} 本年支出合计")).collect();
        let mut figures = vec![("支出决算表 合计 本年支出合计", "100.00")];
        figures.extend(
            labels.iter().zip(&rows).map(|(label, (_, figure))| (label.as_str(), figure.as_str())),
        );
        let mut given = document(&text, &figures);
        let doubtful = given.checks[0].figure(3).unwrap();
        let others = vec![Suspect {
            label: doubtful.called(),
            printed: doubtful.printed(),
            suggested: None,
            slip: None,
        }];
        given.findings[0].cause = Some(Cause {
            suspects: vec![],
            others,
            confidence: Confidence::Low,
            ties: 0,
            is_reading: false,
            row: None,
        });
        insta::assert_snapshot!(shown(&Audit { documents: vec![Ok(given)], ruleset_digest: String::new() }), @r"
        错误 1. 支出-列合计
            支出决算表合计行的本年支出合计与各类相加不一致
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
            可疑  最可能有误的是支出决算表 第3类 本年支出合计 33.03，把握不大
            列示 100.00万元，对照 99.00万元，相差 1.00万元
            关系  合计 应等于 类之和
        ");
    }

    #[test]
    fn last_years_document_has_its_own_frame_and_doubt_is_said() {
        let mut before = document("上年 99.00\n", &[]);
        before.path = "2022 决算.txt".into();
        before.checks.clear();
        before.findings.clear();
        let mut given = document(
            "本年支出合计 100.00 万元，上年数 见前\n",
            &[("支出说明 合计", "100.00"), ("上年 支出决算表 合计", "见前")],
        );
        given.checks[0].severity = Severity::Warning;
        sample::alter(&mut given.checks[0], 0, |printed| {
            printed.reading = ReadingDoubt::Repaired(BilingualText::same("1 00.00 → 100.00"))
        });
        sample::alter(&mut given.checks[0], 1, |printed| {
            (printed.document, printed.span) = (Some(0), Span::new(7, 12))
        });
        given.beside.push(gouji_audit::audit::DocumentBeside {
            index: 0,
            path: before.path.clone(),
            document: Arc::clone(&before.document),
        });
        let audit = Audit { documents: vec![Ok(before), Ok(given)], ruleset_digest: String::new() };
        let text = shown(&audit);
        let text = text.split("警告").last().unwrap();
        insta::assert_snapshot!(text, @r"
        1. 支出-列合计
           支出决算表合计行的本年支出合计与各类相加不一致
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
           列示 100.00万元，对照 99.00万元，相差 1.00万元
           关系  合计 应等于 类之和
        ");
    }

    #[test]
    fn one_cause_with_several_symptoms() {
        let mut given = document(
            "合计\t100.00\t20.00\n",
            &[("支出决算表 合计 本年支出合计", "100.00"), ("支出决算表 合计 项目支出", "20.00")],
        );
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
        错误 1. 支出-列合计
            支出决算表合计行的本年支出合计与各类相加不一致
           ╭─[决算.txt:1:4]
         1 │ 合计    100.00  20.00
           ·         ───┬──  ──┬──
           ·            │      ╰── 对照 项目支出
           ·            ╰── 列示 支出决算表 合计 本年支出合计（表05!C7）
           ╰────
            同一原因还影响 1 处：
              表05!C7   支出决算表 合计 本年支出合计 100.00万元 ≠ 99.00万元，相差 1.00万元
            列示 100.00万元，对照 99.00万元，相差 1.00万元
            关系  合计 应等于 类之和
        ");
    }
}
