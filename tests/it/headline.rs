//! What a finding says first is the same in every output, and names no figure as wrong but the
//! suspect. Slips of one digit are planted one at a time into accounts without errors.

#![cfg(feature = "workbook")]

use crate::engines;
use gouji::audit::{Audit, DocumentAudit, Finding};
use gouji::engine::Engine;
use gouji::ledger::Ledger;
use gouji::report::headline::{Headline, headline};
use gouji::report::{Format, Options};
use serde_json::Value;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine(""));

fn clean() -> String {
    std::fs::read_to_string(format!(
        "{}/fixtures/archive-clean/wan.txt",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("决算.txt", text.as_bytes()).unwrap()
}

/// Every number with two decimals: start and end.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let is_part = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at..bytes.len()).find(|end| !is_part(bytes[*end])).unwrap_or(bytes.len());
        let parts: Vec<&str> = text.get(at..end).unwrap_or("").split('.').collect();
        if let [whole, behind] = parts.as_slice()
            && !whole.is_empty()
            && behind.len() == 2
        {
            out.push((at, end));
        }
        at = end.max(at) + 1;
    }
    out
}

/// Changes a digit of each of some numbers, one at a time: the text, and the place and text of the
/// wrong number.
fn slips() -> impl Iterator<Item = (String, usize, String)> {
    let text = clean();
    numbers(&text).into_iter().step_by(7).enumerate().map(move |(nth, (start, end))| {
        let mut number = text[start..end].to_owned();
        let digits: Vec<usize> =
            number.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = digits[nth % digits.len()];
        let old = number.as_bytes()[at] - b'0';
        number.replace_range(at..=at, &((old + 3) % 9 + 1).to_string());
        (format!("{}{number}{}", &text[..start], &text[end..]), start, number)
    })
}

/// What an output says of a finding.
#[derive(Debug, PartialEq)]
struct ShownFinding {
    text: String,
    place: String,
}

/// Rows of a CSV report by the titles of their columns.
fn rows(report: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut cells: Vec<Vec<String>> = Vec::new();
    for line in report.trim_start_matches('\u{FEFF}').lines() {
        let (mut row, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
        let mut signs = line.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '"' if is_quoted && signs.peek() == Some(&'"') => cell.push(signs.next().unwrap()),
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
                sign => cell.push(sign),
            }
        }
        row.push(cell);
        cells.push(row);
    }
    let titles = cells.remove(0);
    cells.into_iter().map(|row| titles.iter().cloned().zip(row).collect()).collect()
}

fn rendered(format: Format, document: &DocumentAudit, options: &Options) -> String {
    let audit = Audit { documents: vec![Ok(document.clone())], ruleset_digest: String::new() };
    String::from_utf8(format.render(&audit, options)).unwrap()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn between<'a>(text: &'a str, before: &str, behind: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(behind))
        .map_or("", |(found, _)| found)
}

/// What each output says of the findings of a document, in their order.
fn outputs(document: &DocumentAudit) -> Vec<(&'static str, Vec<ShownFinding>)> {
    let mut out = Vec::new();
    let wide = Options { brief: true, width: 2_000, ..Options::default() };
    let brief = rendered(Format::TEXT, document, &wide);
    let lines = brief
        .lines()
        .filter_map(|line| line.trim().split_once(". ")?.1.split_once(' ')?.1.split_once('：'));
    out.push((
        "text",
        lines
            .map(|(place, text)| ShownFinding { text: text.to_owned(), place: place.to_owned() })
            .collect(),
    ));
    let csv = rows(&rendered(Format::CSV, document, &Options::default()));
    out.push((
        "csv",
        csv.iter()
            .map(|row| ShownFinding { text: row["问题"].clone(), place: row["位置"].clone() })
            .collect(),
    ));
    let markdown = rendered(Format::MARKDOWN, document, &Options::default());
    let table = markdown
        .lines()
        .filter(|line| line.starts_with("| ") && !line.contains("序号"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            let text = between(cells[5], "**", "**").replace('\\', "");
            ShownFinding { text: unescaped(&text), place: unescaped(cells[4]) }
        });
    out.push(("markdown", table.collect()));
    let page = rendered(Format::HTML, document, &Options::default());
    let pieces = page.split("<li class=\"finding").skip(1).map(|piece| {
        let place = between(piece, "<span class=\"place\">", "</span>");
        let place = place
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect::<String>();
        ShownFinding {
            text: unescaped(between(piece, "<p class=\"message\">", "</p>")),
            place: unescaped(&place),
        }
    });
    out.push(("html", pieces.collect()));
    let sarif: Value =
        serde_json::from_str(&rendered(Format::SARIF, document, &Options::default())).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter().map(|result| {
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let properties = &result["properties"];
        assert!(
            text(&result["message"]["text"]).starts_with(&text(&properties["headline"])),
            "{result}"
        );
        ShownFinding { text: text(&properties["headline"]), place: text(&properties["place"]) }
    });
    out.push(("sarif", results.collect()));
    let changes = Ledger::default().follow(&mut document.clone());
    let ledger = Ledger::default().renewed(vec![changes]).ledger;
    let lines = ledger.rows().iter().map(|row| {
        let problem = row.problem.lines().next().unwrap_or("");
        let text =
            problem.split("；把握：").next().unwrap_or("").split("；不能断定").next().unwrap_or("");
        ShownFinding {
            text: text.to_owned(),
            place: row.place.lines().next().unwrap_or("").to_owned(),
        }
    });
    out.push(("ledger", lines.collect()));
    out
}

#[test]
fn every_output_says_the_same_of_a_finding() {
    let planted = std::fs::read_to_string(format!(
        "{}/fixtures/archive-planted/document.txt",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap();
    for document in
        std::iter::once(audit(&planted)).chain(slips().step_by(4).map(|(text, ..)| audit(&text)))
    {
        let wanted: Vec<ShownFinding> = document
            .findings
            .iter()
            .map(|finding| {
                let headline = headline(&document, finding);
                ShownFinding { place: headline.place(&document), text: headline.text }
            })
            .collect();
        for (output, said) in outputs(&document) {
            assert_eq!(said, wanted, "{output}");
        }
        let json: Value =
            serde_json::from_str(&rendered(Format::JSON, &document, &Options::default())).unwrap();
        for (at, (finding, wanted)) in
            json["documents"][0]["findings"].as_array().unwrap().iter().zip(&wanted).enumerate()
        {
            assert_eq!(
                (finding["headline"].as_str(), finding["number"].as_u64()),
                (Some(wanted.text.as_str()), Some(at as u64 + 1))
            );
        }
    }
}

/// The suspects of a finding.
fn suspects(finding: &Finding) -> Vec<usize> {
    let all = finding.cause.iter().flat_map(|cause| &cause.suspects);
    all.map(|suspect| suspect.printed.span.start as usize).collect()
}

fn names_the_planted_alone(
    document: &DocumentAudit,
    finding: &Finding,
    said: &Headline,
    start: usize,
    number: &str,
) {
    assert_eq!(said.text.matches("写的是").count(), 1, "{}", said.text);
    assert!(said.text.contains(&format!("写的是 {number}")), "{}", said.text);
    assert_eq!(said.lead().unwrap().printed.span.start as usize, start);
    assert_eq!(said.stated.as_deref(), Some(number));
    let line = document.document.text[..start].matches('\n').count() + 1;
    assert_eq!(said.place(document), format!("第 {line} 行"));
    let report: Value =
        serde_json::from_str(&rendered(Format::JSON, document, &Options::default())).unwrap();
    let all = report["documents"][0]["findings"].as_array().unwrap();
    let own = all.iter().find(|one| one["id"] == finding.id.as_str()).unwrap();
    assert_eq!(
        (own["lead"]["line"].as_u64(), own["lead"]["printed"].as_str()),
        (Some(line as u64), Some(number))
    );
    assert!(
        own["broken"].as_array().unwrap().iter().all(|one| !one.as_str().unwrap().contains("应为")),
        "{own}"
    );
    let csv = rows(&rendered(Format::CSV, document, &Options::default()));
    let row = csv.iter().find(|row| row["编号"] == finding.id).unwrap();
    assert_eq!(
        (row["列示"].as_str(), row["应为"].as_str(), row["对照"].as_str()),
        (number, said.meant.as_deref().unwrap_or(""), "")
    );
    assert!(!row["因此不平"].contains("应为"), "{row:?}");
    // underlined is what was planted, and nothing else
    let page = rendered(Format::HTML, document, &Options::default());
    let anchor =
        format!("f{}\"", all.iter().position(|one| one["id"] == finding.id.as_str()).unwrap());
    let marks: Vec<&str> = page
        .split("<a class=\"f wrong")
        .skip(1)
        .filter(|piece| piece.split('>').next().unwrap().contains(&anchor))
        .collect();
    assert!(
        !marks.is_empty()
            && marks.iter().all(|piece| between(piece, "\">", "</a>").contains(number)),
        "{marks:?}"
    );
    // the text of the finding says what should be of the suspect alone
    let text = rendered(Format::TEXT, document, &Options { width: 2_000, ..Options::default() });
    let block = text.split("问题一览").next().unwrap();
    for line in block.lines().filter(|line| line.contains("应为")) {
        assert!(
            said.meant.as_ref().is_some_and(|meant| line.contains(&format!("应为 {meant}"))),
            "{line}"
        );
    }
}

#[test]
fn the_suspect_leads_in_every_output() {
    let (mut broken, mut known, mut open) = (0, 0, 0);
    for (text, start, number) in slips() {
        let document = audit(&text);
        broken += usize::from(!document.findings.is_empty());
        for finding in &document.findings {
            let said = headline(&document, finding);
            match suspects(finding).as_slice() {
                [] => {
                    open += 1;
                    assert!(!said.text.contains("应为") && said.meant.is_none(), "{}", said.text);
                    assert!(finding.checks.iter().all(|at| {
                        !gouji::report::headline::identity(&document.checks[*at]).contains("应为")
                    }));
                }
                [one] if *one == start && document.findings.len() == 1 => {
                    known += 1;
                    names_the_planted_alone(&document, finding, &said, start, &number);
                }
                _ => {}
            }
        }
    }
    println!(
        "{broken} slips found, {known} with the planted figure alone, {open} findings without a suspect"
    );
    assert!(broken > 30 && known * 10 > broken * 8, "{broken} {known}");
}

#[test]
fn where_nobody_is_sure_both_sides_stand_beside_each_other() {
    let text = "示例市档案馆2023年度部门决算\n\n支出决算表\n单位：万元\n\
                科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n \
                | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n";
    let document = audit(text);
    let [finding] = document.findings.as_slice() else { panic!("{:?}", document.findings) };
    let said = headline(&document, finding);
    assert_eq!(
        said.text,
        "支出决算表 合计 本年支出合计 353.15万元 ≠ 274.27 ＋ 79.89 ＝ 354.16万元，相差 -1.01万元"
    );
    assert_eq!(
        (said.is_sure, said.meant.as_deref(), said.other.as_deref()),
        (false, None, Some("354.16"))
    );
    for format in
        Format::ALL.iter().filter(|format| ![Format::JSON, Format::JSONL].contains(format))
    {
        let report = rendered(*format, &document, &Options { width: 2_000, ..Options::default() });
        let own = report.replace("列示,应为,差额", "");
        assert!(!own.contains("应为"), "{format:?} {own}");
    }
    // neither side is underlined as wrong
    let page = rendered(Format::HTML, &document, &Options::default());
    assert!(
        !page.contains("<a class=\"f wrong")
            && page.matches("<a class=\"f open error\"").count() > 1,
        "{page}"
    );
}

#[test]
fn figures_that_changed_places_lead_together() {
    let text = "示例市档案馆2023年度部门决算\n\n支出决算表\n单位：万元\n\
                科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n \
                | 合计 | 151.37 | 92.16 | 59.21 | | |\n\
                201 | 一般公共服务支出 | 88.43 | 53.84 | 21.35 | | |\n\
                205 | 教育支出 | 62.94 | 38.32 | 37.86 | | |\n\
                ";
    // 34.59 and 24.62 were meant; what stands there instead is no exchange
    let exchanged = text
        .replace("21.35", "24.62")
        .replace("37.86", "34.59")
        .replace("62.94 | 38.32", "62.94 | 28.35");
    let document = audit(&exchanged.replace("28.35", "38.32"));
    let [finding] = document.findings.as_slice() else { panic!("{:?}", document.findings) };
    let said = headline(&document, finding);
    if suspects(finding).len() == 2 {
        let wanted = "支出决算表 一般公共服务支出 项目支出 与 支出决算表 教育支出 项目支出 的数互换了：写的是 24.62 和 34.59，应为 34.59 和 24.62";
        assert_eq!(said.text, wanted);
    }
    assert!(said.text.contains("24.62") && said.text.contains("34.59"), "{}", said.text);
}

#[test]
fn the_brief_report_is_the_list_alone() {
    let (text, ..) = slips().find(|(text, ..)| !audit(text).findings.is_empty()).unwrap();
    let document = audit(&text);
    let brief = rendered(Format::TEXT, &document, &Options { brief: true, ..Options::default() });
    assert!(brief.contains("问题一览") && brief.contains("1. 错误 第 "), "{brief}");
    assert!(!brief.contains("╭─") && !brief.contains("核对"), "{brief}");
    let whole = rendered(Format::TEXT, &document, &Options::default());
    let list = between(&brief, "问题一览\n", "\n\n");
    assert!(!list.is_empty() && whole.contains(list), "{whole}");
}

#[test]
fn a_figure_beside_another_block_is_named_after_its_own_row() {
    let document = audit(
        "某县水利局2023年度部门决算

水库维护费用表
单位：元
项目 | 金额 | 项目 | 金额
水泥 | 1649129.24 | 办公费 | 607865.66
石料 | 521664.76 | 印刷费 | 29946.00

六、水库维护情况说明

全年办公费607856.66元，比上年减少。
",
    );
    let [finding] = &document.findings[..] else { panic!("{:?}", document.findings) };
    let said = headline(&document, finding).text;
    assert!(said.contains("表格“办公费” 为 607865.66元"), "{said}");
}
