//! The CSV report: a row for each finding, with `all` for each check. Spreadsheet programs open it
//! as it is: a byte order mark tells them that it is UTF-8, and no cell can be taken for a formula.

use super::{Options, Report};
use crate::report::entry::{
    FindingEntry, entries, form_at, form_of, further, has_formula, is_repeated, message, place_of,
    places, stated, verdict_word,
};
use crate::report::headline::{broken, identity};
use crate::report::imprint::{Imprint, PROGRAM};
use crate::report::totals::RunTotals;
use crate::report::unread;
use crate::report::width::one_line;
use crate::report::words::severity_word;
use gouji_audit::audit::{
    Check, DocumentAudit, DocumentOutcome, NotRead, RuleOutcome, Unreadable, Verdict,
};
use gouji_values::lang::Lang;
use std::io::{self, Write};

const HEAD: [&str; 32] = [
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
    "序号",
    "规则名称",
    "对照",
    "算式",
    "因此不平",
    "文件SHA-256",
    "审核日期",
    "程序",
    "规则摘要",
    TOLD,
];

/// Whether anything would tell, were the stated figure another one; where that was asked for.
const TOLD: &str = "改动可发现";

/// How many further places of a repeated slip stand in a cell.
const MOST: usize = 200;

/// How many broken identities of a finding a cell names.
const BROKEN: usize = 20;

/// For spreadsheet programs.
pub(super) struct Csv;

impl Report for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn media(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn title(&self) -> &'static str {
        "表格，每行一处问题，可用 Excel 打开"
    }

    fn begin(&self, _: &Options) -> Vec<u8> {
        begin()
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(&document(outcome, options))
    }

    fn end(&self, totals: &RunTotals, options: &Options) -> Vec<u8> {
        end(totals, options)
    }
}

/// The byte order mark and the line of headers.
fn begin() -> Vec<u8> {
    let mut out = String::from('\u{FEFF}');
    row(&mut out, HEAD);
    out.into_bytes()
}

/// What every row of a document says.
struct RowOf<'a> {
    path: &'a str,
    agency: &'a str,
    year: String,
    digests: String,
    imprint: Imprint,
}

impl<'a> RowOf<'a> {
    /// Of no document.
    fn run(imprint: Imprint) -> Self {
        Self { path: "", agency: "", year: String::new(), digests: String::new(), imprint }
    }

    fn document(document: &'a DocumentAudit, of_run: &Imprint) -> Self {
        let digests: Vec<&str> = document.files.iter().map(|file| file.sha256.as_str()).collect();
        Self {
            path: &document.path,
            agency: document.agency.as_deref().unwrap_or(""),
            year: document.year.map(|year| year.to_string()).unwrap_or_default(),
            digests: digests.join("；"),
            imprint: of_run.of(document),
        }
    }

    /// What stands under a title where the row says nothing of its own.
    fn cell(&self, title: &str) -> &str {
        match title {
            "文件" => self.path,
            "单位" => self.agency,
            "年度" => &self.year,
            "文件SHA-256" => &self.digests,
            "审核日期" => self.imprint.date.as_deref().unwrap_or(""),
            "程序" => PROGRAM,
            "规则摘要" => &self.imprint.ruleset_digest,
            _ => "",
        }
    }

    /// A row of these cells, by the titles of their columns.
    fn put(&self, out: &mut String, cells: &[(&str, String)]) {
        let own = |title: &str| cells.iter().find(|(name, _)| *name == title);
        row(out, HEAD.map(|title| own(title).map_or(self.cell(title), |(_, text)| text.as_str())));
    }
}

/// The rows of a document; one that was not audited has a row that says why.
fn document(outcome: &DocumentOutcome, options: &Options) -> Vec<u8> {
    let mut out = String::new();
    match outcome {
        Ok(document) => {
            let of = RowOf::document(document, &options.imprint);
            unread(&mut out, document, options, &of);
            for rule in document.failed() {
                unfinished(&mut out, rule, &of);
            }
            for entry in entries(document) {
                finding(&mut out, document, &entry, &of);
            }
            if options.all {
                for other in
                    document.checks.iter().filter(|check| check.verdict != Verdict::Violation)
                {
                    check(&mut out, document, other, &of);
                }
            }
        }
        Err(Unreadable { path, message, .. }) => {
            let of = RowOf { path, ..RowOf::run(options.imprint.clone()) };
            of.put(&mut out, &[("结论", "未能审核".to_owned()), ("问题", message.clone())]);
        }
    }
    out.into_bytes()
}

/// The row of a rule that did not run to its end.
fn unfinished(out: &mut String, rule: &RuleOutcome, of: &RowOf<'_>) {
    let why = rule.words().unwrap_or_default();
    let cells = [("结论", "没有运行完".to_owned()), ("规则", rule.id.to_string()), ("问题", why)];
    of.put(out, &cells);
}

/// A row for what a run that was broken off did not come to, one for each unit that was expected,
/// and for each document of none of them.
fn end(totals: &RunTotals, options: &Options) -> Vec<u8> {
    let mut out = String::new();
    let of = RowOf::run(totals.imprint(&options.imprint));
    if let Some(words) = totals.left_words(Lang::Chinese) {
        of.put(&mut out, &[("结论", "未能审核".to_owned()), ("问题", words)]);
    }
    let mut line = |path: String, unit: &str, state: &str, words: String| {
        let [unit, state] = [unit, state].map(str::to_owned);
        let cells = [
            ("文件", path),
            ("单位", unit),
            ("结论", state),
            ("规则", "单位名单".to_owned()),
            ("问题", words),
        ];
        of.put(&mut out, &cells);
    };
    if let Some(units) = &totals.units {
        for unit in &units.units {
            line(unit.paths(), &unit.name, unit.state.word(), unit.words());
        }
        units.others.iter().for_each(|path| line(path.clone(), "", "不在名单", String::new()));
    }
    out.into_bytes()
}

/// Rows on what was not read come first: whoever filters by document sees them.
fn unread(out: &mut String, document: &DocumentAudit, options: &Options, of: &RowOf<'_>) {
    let mut add = |verdict: &str, form: &str, place: String, message: String| {
        let [verdict, form] = [verdict, form].map(str::to_owned);
        of.put(out, &[("结论", verdict), ("表", form), ("位置", place), ("问题", message)]);
    };
    if let Some(words) = unread::unjudged(document) {
        let words = words.of(Lang::Chinese);
        let verdict = unread::shortly(unread::is_corroborated(document)).of(Lang::Chinese);
        add(verdict, "", String::new(), words.to_owned());
    }
    if let Some(words) = unread::first(document, Lang::Chinese) {
        add("没有读全", "", String::new(), words);
    }
    for group in document.coverage.unread.iter().filter(|_| options.all) {
        let form =
            group.name.as_deref().filter(|_| group.why == NotRead::Table).unwrap_or_default();
        let count =
            if group.why.is_page() { String::new() } else { format!("，{} 个数", group.count) };
        add(
            "没有读",
            form,
            unread::at(document, group, Lang::Chinese),
            format!("{}{count}", unread::words(group, Lang::Chinese)),
        );
    }
}

/// What is said of the rule of a check.
fn rule(check: &Check) -> Vec<(&'static str, String)> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    vec![
        ("规则", check.rule.to_string()),
        ("规则名称", text(check.name())),
        ("关系", if has_formula(check) { check.expression.to_string() } else { String::new() }),
        ("算式", text(check.arithmetic().as_deref())),
        ("依据", text(check.basis())),
        ("建议", text(check.hint().as_deref())),
    ]
}

fn finding(out: &mut String, document: &DocumentAudit, entry: &FindingEntry<'_>, of: &RowOf<'_>) {
    let headline = entry.headline(document);
    let form = headline.lead().and_then(|spot| form_at(document, &spot.printed));
    let (place, item) = (headline.place(document), headline.item());
    let (_, others) = broken(document, entry.finding);
    let others: Vec<String> = others.take(BROKEN).map(identity).collect();
    let text = |text: Option<String>| text.unwrap_or_default();
    let verdict = match &entry.finding.waiver {
        Some(why) => format!("已说明：{why}"),
        None => verdict_word(entry.check.verdict).to_owned(),
    };
    let far = if is_repeated(document, entry.finding) {
        further(document, entry.finding)
    } else {
        Vec::new()
    };
    let mut cells = rule(entry.check);
    cells.extend([
        ("序号", entry.number.to_string()),
        ("结论", verdict),
        ("严重程度", severity_word(entry.severity).to_owned()),
        ("表", form.unwrap_or_default().to_owned()),
        ("位置", place),
        ("项目", item),
        ("列示", text(headline.stated)),
        ("应为", text(headline.meant)),
        ("对照", text(headline.other)),
        ("差额", text(headline.difference)),
        ("计量单位", text(headline.unit)),
        ("问题", headline.text),
        ("编号", entry.finding.id.clone()),
        ("可疑", entry.finding.suspects().join("；")),
        (
            "引起不平",
            if far.is_empty() { entry.finding.checks.len().to_string() } else { String::new() },
        ),
        ("处数", (far.len() + 1).to_string()),
        ("其他位置", places(document, entry.finding, &far, MOST, Lang::Chinese)),
        ("因此不平", others.join("；")),
        (TOLD, told_if_changed(document, entry.check)),
    ]);
    of.put(out, &cells);
}

/// The row of a check that no finding is about.
fn check(out: &mut String, document: &DocumentAudit, check: &Check, of: &RowOf<'_>) {
    let figure = stated(check);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut cells = rule(check);
    cells.extend([
        ("结论", verdict_word(check.verdict).to_owned()),
        ("表", text(figure.and_then(|figure| form_of(document, &figure)))),
        ("位置", figure.map(|figure| place_of(document, &figure)).unwrap_or_default()),
        ("项目", figure.map(|figure| figure.called().to_string()).unwrap_or_default()),
        (
            "列示",
            check
                .stated
                .as_ref()
                .map(ToString::to_string)
                .or_else(|| figure.map(|figure| figure.printed().text.clone()))
                .unwrap_or_default(),
        ),
        ("对照", text(check.computed.as_deref())),
        ("差额", text(check.difference.as_deref())),
        ("计量单位", text(check.unit.as_deref())),
        ("问题", if check.verdict.is_checked() { String::new() } else { message(check) }),
        (TOLD, told_if_changed(document, check)),
    ]);
    of.put(out, &cells);
}

/// Whether anything would tell, were the stated figure of a check another one.
fn told_if_changed(document: &DocumentAudit, check: &Check) -> String {
    let proved = document.proved.as_ref();
    let place = check.lead().filter(|(_, other)| other.is_none());
    let figure = proved.zip(place).and_then(|(proved, (span, _))| proved.at(span.start));
    figure.map_or("", |figure| figure.told.words()).to_owned()
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

/// Whether a spreadsheet program may take a text for a formula: full-width signs are such in East
/// Asian editions. A plain negative number is none.
fn is_formula(text: &str) -> bool {
    let is_number = text.strip_prefix(['-', '+']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_sample as sample;

    #[test]
    fn a_row_for_each_finding() {
        insta::assert_snapshot!(
            String::from_utf8(Format::CSV.render(&sample::run(), &Options::default()))
                .unwrap()
                .replace('\r', "")
        );
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
