//! The CSV report: a row for each finding, with `all` for each check. Spreadsheet programs open it as it is: a byte order
//! mark tells them that it is UTF-8, and no cell can be taken for a formula.

use super::entry::{entries, form_of, further, has_formula, is_repeated, message, place_of, places, stated, verdict_word};
use super::tally::Tally;
use super::width::one_line;
use super::{Options, severity_word, unread};
use crate::audit::{Check, DocumentAudit, Finding, NotRead, Outcome, RuleOutcome, Severity, Unreadable, Verdict};

const HEAD: [&str; 22] = [
    "文件",
    "单位",
    "年度",
    "结论",
    "严重程度",
    "规则",
    "表",
    "位置",
    "项目",
    "列示",
    "应为",
    "差额",
    "计量单位",
    "问题",
    "关系",
    "依据",
    "建议",
    "编号",
    "可疑",
    "引起不平",
    "处数",
    "其他位置",
];

/// So many further places of a repeated slip stand in a cell.
const MOST: usize = 200;

/// The byte order mark and the line of headers.
#[must_use]
pub(super) fn begin() -> Vec<u8> {
    let mut out = String::from('\u{FEFF}');
    row(&mut out, HEAD);
    out.into_bytes()
}

/// The rows of a document; one that was not audited has a row that says why.
#[must_use]
pub(super) fn document(outcome: &Outcome, options: &Options) -> Vec<u8> {
    let mut out = String::new();
    match outcome {
        Ok(document) => {
            unread(&mut out, document, options);
            for rule in document.failed() {
                unfinished(&mut out, document, rule);
            }
            for entry in entries(document) {
                check(&mut out, document, &document.told(entry.check), entry.severity, Some(entry.finding));
            }
            if options.all {
                for other in document.checks.iter().filter(|check| check.verdict != Verdict::Violation) {
                    check(&mut out, document, &document.told(other), other.severity, None);
                }
            }
        }
        Err(Unreadable { path, message }) => {
            row(
                &mut out,
                HEAD.map(|name| match name {
                    "文件" => path.as_str(),
                    "结论" => "未能审核",
                    "问题" => message.as_str(),
                    _ => "",
                }),
            );
        }
    }
    out.into_bytes()
}

/// The row of a rule that did not run to its end.
fn unfinished(out: &mut String, document: &DocumentAudit, rule: &RuleOutcome) {
    let year = document.year.map(|year| year.to_string()).unwrap_or_default();
    row(
        out,
        HEAD.map(|name| match name {
            "文件" => document.path.as_str(),
            "单位" => document.agency.as_deref().unwrap_or_default(),
            "年度" => year.as_str(),
            "结论" => "没有运行完",
            "规则" => rule.id.as_str(),
            "问题" => rule.why.as_deref().unwrap_or_default(),
            _ => "",
        }),
    );
}

/// A row for each unit that was expected, and for each document of none of them.
#[must_use]
pub(super) fn end(tally: &Tally) -> Vec<u8> {
    let mut out = String::new();
    let mut line = |path: &str, unit: &str, state: &str, words: &str| {
        row(
            &mut out,
            HEAD.map(|name| match name {
                "文件" => path,
                "单位" => unit,
                "结论" => state,
                "规则" => "单位名单",
                "问题" => words,
                _ => "",
            }),
        );
    };
    if let Some(units) = &tally.units {
        for unit in &units.units {
            line(&unit.paths(), &unit.name, unit.state.word(), &unit.words());
        }
        units.others.iter().for_each(|path| line(path, "", "不在名单", ""));
    }
    out.into_bytes()
}

/// Rows on what was not read come first: whoever filters by document sees them.
fn unread(out: &mut String, document: &DocumentAudit, options: &Options) {
    let year = document.year.map(|year| year.to_string()).unwrap_or_default();
    let mut add = |verdict: &str, form: &str, place: &str, message: &str| {
        row(
            out,
            HEAD.map(|name| match name {
                "文件" => document.path.as_str(),
                "单位" => document.agency.as_deref().unwrap_or_default(),
                "年度" => year.as_str(),
                "结论" => verdict,
                "表" => form,
                "位置" => place,
                "问题" => message,
                _ => "",
            }),
        );
    };
    if !unread::is_judged(document) {
        add("未能审核", "", "", unread::NOTHING);
    }
    if let Some(words) = unread::first(document) {
        add("没有读全", "", "", &words);
    }
    for group in document.coverage.unread.iter().filter(|_| options.all) {
        let form = group.name.as_deref().filter(|_| group.why == NotRead::Table).unwrap_or_default();
        let count = if group.why.is_page() { String::new() } else { format!("，{} 个数", group.count) };
        add("没有读", form, &unread::at(document, group), &format!("{}{count}", unread::words(group)));
    }
}

fn check(out: &mut String, document: &DocumentAudit, check: &Check, severity: Severity, finding: Option<&Finding>) {
    let figure = stated(check);
    let year = document.year.map(|year| year.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let verdict = match finding.and_then(|finding| finding.waiver.as_deref()) {
        Some(why) => format!("已说明：{why}"),
        None => verdict_word(check.verdict).to_owned(),
    };
    let others = finding.filter(|finding| is_repeated(document, finding)).map(|finding| further(document, finding)).unwrap_or_default();
    let broken = finding.filter(|_| others.is_empty()).map_or(0, |finding| finding.checks.len());
    let cells: [String; 22] = [
        document.path.clone(),
        text(document.agency.as_deref()),
        year,
        verdict,
        if finding.is_some() { severity_word(severity).to_owned() } else { String::new() },
        check.rule.to_string(),
        figure.and_then(|figure| form_of(document, figure)).unwrap_or_default().to_owned(),
        figure.map(|figure| place_of(document, figure)).unwrap_or_default(),
        figure.map(|figure| figure.label().to_string()).unwrap_or_default(),
        check.stated.as_deref().or(figure.map(|figure| figure.printed().text.as_str())).unwrap_or_default().to_owned(),
        text(check.computed.as_deref()),
        text(check.difference.as_deref()),
        text(check.unit.as_deref()),
        if finding.is_some() || check.verdict == Verdict::Unchecked { message(check).to_owned() } else { String::new() },
        if has_formula(check) { check.expression.to_string() } else { String::new() },
        text(check.basis.as_deref()),
        text(check.hint.as_deref()),
        finding.map(|finding| finding.id.clone()).unwrap_or_default(),
        finding.map(|finding| finding.suspects.join("；")).unwrap_or_default(),
        finding.filter(|_| broken > 0).map(|_| broken.to_string()).unwrap_or_default(),
        finding.map(|_| (others.len() + 1).to_string()).unwrap_or_default(),
        places(document, &others, MOST),
    ];
    row(out, cells.each_ref().map(String::as_str));
}

/// A row; the line end is the one that the CSV standard names.
fn row<const N: usize>(out: &mut String, cells: [&str; N]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        self::cell(out, cell);
    }
    out.push_str("\r\n");
}

fn cell(out: &mut String, text: &str) {
    let text = one_line(text);
    // a spreadsheet program shows the apostrophe as what it is: text follows
    let defused = if is_formula(&text) { format!("'{text}") } else { text };
    if defused.contains([',', '"', '\'', ';', '\t']) {
        out.push('"');
        out.push_str(&defused.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&defused);
    }
}

/// Whether a spreadsheet program may take a text for a formula: full-width signs are such in East Asian editions. A plain
/// negative number is none.
fn is_formula(text: &str) -> bool {
    let is_number = text
        .strip_prefix(['-', '+'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, sample};

    #[test]
    fn a_row_for_each_finding() {
        insta::assert_snapshot!(String::from_utf8(Format::Csv.render(&sample::run(), &Options::default())).unwrap().replace('\r', ""));
    }

    #[test]
    fn formulas_are_defused_and_numbers_kept() {
        let cell = |text: &str| {
            let mut out = String::new();
            super::cell(&mut out, text);
            out
        };
        assert_eq!(cell("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(cell("\t＝1"), "\"'＝1\"");
        assert_eq!(cell("-1+2"), "\"'-1+2\"");
        assert_eq!(cell("-1.01"), "-1.01");
        assert_eq!(cell("甲\n\"乙\",丙"), "\"甲 \"\"乙\"\",丙\"");
    }
}
