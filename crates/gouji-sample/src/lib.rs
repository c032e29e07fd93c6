//! A small audit made by hand, for the tests of all reports.

#![allow(clippy::unwrap_used, reason = "what is made by hand is there")]

use gouji_audit::audit::{
    About, Audit, Cause, Check, Confidence, Counted, Coverage, DocumentAudit, Fault, FigureRole,
    Finding, GivenFile, Nature, NoCheck, PrintedFigure, ReadingDoubt, RuleOutcome, RuleStatus,
    Severity, Slip, Suspect, SuspectSlip, UncheckedFigure, UnderstoodForm, UnderstoodSentence,
    UnderstoodTable, Unreadable, Verdict, Why,
};
use gouji_values::document::{Document, Locator, Notice, NoticeCode, Span};
use gouji_values::error::UnreadableCode;
use gouji_values::lang::BilingualText;
use std::path::Path;
use std::sync::Arc;

/// The canonical text of the sample document.
pub const TEXT: &str = "示例市应急管理局2023年度部门决算

支出决算表
金额单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出
\t合计\t353.15\t274.27\t79.89\t
201\t一般公共服务支出\t100.00\t60.00\t41.00\t
205\t教育支出\t50.00\t20.00\t31.00\t
210\t卫生健康支出\t30.00\t10.00\t20.01\t
221\t住房保障支出\t80.00\t30.00\t60.00\t
224\t灾害防治及应急管理支出\t93.15\t50.00\t43.15\t

附表
项目\t数量
车辆\t3

二、支出决算情况说明
本年支出合计353.15万元，其中：基本支出274.27万元，占77.66%；项目支出79.89万元，占22.00%。为进一步做好全市安全生产、防灾减灾救灾和应急救援等工作，切实保障人民群众生命财产安全，我局认真贯彻落实各项决策部署，全年共支出１２３.４５万元用于应急物资储备。
（此页为封面）
";

/// A figure: its part, its label, what is printed.
type Given = (FigureRole, String, PrintedFigure);

fn at(word: &str, nth: usize) -> Span {
    let (start, _) = TEXT.match_indices(word).nth(nth).unwrap();
    Span::new(start, start + word.len())
}

/// A figure at the nth place of its text.
pub fn figure(role: FigureRole, label: &str, text: &str, nth: usize, unit: &str) -> Given {
    let value = text.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
    let printed = PrintedFigure {
        text: text.to_owned(),
        value: (!value.is_empty()).then_some(value),
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        span: at(text, nth),
        form: None,
        reading: ReadingDoubt::Plain,
        document: None,
    };
    (role, label.to_owned(), printed)
}

/// Changes what is printed at a figure of a check.
pub fn alter(check: &mut Check, at: usize, change: impl FnOnce(&mut PrintedFigure)) {
    let mut figures = figures(check);
    change(&mut figures[at].2);
    check.give(figures);
}

/// The figures of a check, as they were given.
pub fn figures(check: &Check) -> Vec<Given> {
    let all = check.figures().map(|figure| {
        (figure.role, figure.label().to_string(), PrintedFigure::clone(&figure.printed()))
    });
    all.collect()
}

/// A reason in words of its own.
fn skipped(words: &str) -> Why {
    Why::Skipped { words: words.into() }
}

/// A check with its values: `(stated, computed, difference, unit)`.
pub fn check(
    rule: &str,
    verdict: Verdict,
    message: &str,
    expression: &str,
    values: Option<(&str, &str, &str, &str)>,
    figures: Vec<Given>,
) -> Check {
    let key = format!("{rule}|{}", figures.first().map_or("", |(_, label, _)| label));
    let mut out = Check::given(rule, &key, verdict, figures);
    (out.stated, out.computed) = (values.map(|v| v.0.into()), values.map(|v| v.1.into()));
    (out.difference, out.unit) = (values.map(|v| v.2.into()), values.map(|v| v.3.into()));
    out.expression = expression.into();
    match verdict {
        Verdict::Violation => out.say(message),
        Verdict::Unchecked => {
            (out.nature, out.reason) = (Nature::Skipped, Some(Box::new(skipped(message))))
        }
        Verdict::Corroborated => out.corroborate(Why::FoundByValue),
        Verdict::Holds | Verdict::Rounding => {}
    }
    out
}

const ROW: &str = "本年支出合计 == 基本支出 + 项目支出 + 上缴上级支出";

fn row(name: &str, figures: [(&str, usize); 3], computed: &str, difference: &str) -> Check {
    let columns = ["本年支出合计", "基本支出", "项目支出"];
    let list = columns.iter().zip(figures).enumerate().map(|(i, (column, (text, nth)))| {
        let role = if i == 0 { FigureRole::Stated } else { FigureRole::Operand };
        figure(role, &format!("支出决算表 {name} {column}"), text, nth, "万元")
    });
    let stated = figures[0].0;
    let message =
        format!("{name}：本年支出合计{stated}万元，各项相加{computed}万元，差{difference}万元");
    let mut out = check(
        "支出-行合计",
        Verdict::Violation,
        &message,
        ROW,
        Some((stated, computed, difference, "万元")),
        list.collect(),
    );
    work_out(&mut out, &format!("{} ＋ {}", figures[1].0, figures[2].0));
    out.about = Arc::new(About {
        name: Some("本年支出合计 = 各项支出之和".into()),
        ..About::clone(&out.about)
    });
    out
}

/// Says what the computed side of a check was worked out from.
fn work_out(check: &mut Check, arithmetic: &str) {
    check.detail_mut().worked = (None, Some(arithmetic.into()));
}

fn stated(label: &str, text: &str, nth: usize, unit: &str) -> Given {
    figure(FigureRole::Stated, label, text, nth, unit)
}

fn operand(label: &str, text: &str, nth: usize, unit: &str) -> Given {
    figure(FigureRole::Operand, label, text, nth, unit)
}

fn checks() -> Vec<Check> {
    let mut total = row("合计", [("353.15", 0), ("274.27", 0), ("79.89", 0)], "354.16", "-1.01");
    total.also = vec!["支出-总计".into()];
    let basis = Some("部门决算编审要点：支出决算表各栏应当相加得本年支出合计".into());
    let hint = Some("先看项目支出是否多录了上级补助".into());
    total.about = Arc::new(About { basis, hint, ..About::clone(&total.about) });
    let column = [
        "合计",
        "一般公共服务支出",
        "教育支出",
        "卫生健康支出",
        "住房保障支出",
        "灾害防治及应急管理支出",
    ];
    let places =
        [("353.15", 0), ("100.00", 0), ("50.00", 0), ("30.00", 0), ("80.00", 0), ("93.15", 0)];
    let sum = column.iter().zip(places).map(|(name, (text, nth))| {
        let label = format!("支出决算表 {name} 本年支出合计");
        if *name == "合计" {
            stated(&label, text, nth, "万元")
        } else {
            operand(&label, text, nth, "万元")
        }
    });
    vec![
        total,
        check(
            "支出-列合计",
            Verdict::Rounding,
            "",
            "合计 == sum(类)",
            Some(("353.15", "353.16", "-0.01", "万元")),
            sum.collect(),
        ),
        row("一般公共服务支出", [("100.00", 0), ("60.00", 0), ("41.00", 0)], "101.00", "-1.00"),
        row("教育支出", [("50.00", 0), ("20.00", 0), ("31.00", 0)], "51.00", "-1.00"),
        row("住房保障支出", [("80.00", 0), ("30.00", 1), ("60.00", 1)], "90.00", "-10.00"),
        check(
            "支出说明-合计",
            Verdict::Holds,
            "",
            "合计 == 支出决算表.合计.本年支出合计",
            Some(("353.15", "353.15", "0.00", "万元")),
            vec![
                stated("支出说明 合计", "353.15万元", 0, "万元"),
                operand("支出决算表 合计 本年支出合计", "353.15", 0, "万元"),
            ],
        ),
        share(),
        check(
            "支出-类款项",
            Verdict::Unchecked,
            "“上缴上级支出”是空白，无法相加",
            "tree",
            None,
            vec![stated("支出决算表 合计 上缴上级支出", "79.89", 0, "万元")],
        ),
        left_over(),
        check(
            "叙述表中数",
            Verdict::Corroborated,
            "",
            "本数 == 基数",
            Some(("79.89", "79.89", "0.00", "万元")),
            vec![
                stated("支出说明 项目支出", "79.89万元", 0, "万元"),
                operand("支出决算表 合计 项目支出", "79.89", 0, "万元"),
            ],
        ),
    ]
}

/// A share that is off: a warning.
fn share() -> Check {
    let mut share = check(
        "支出构成",
        Verdict::Violation,
        "项目支出占比22.00%，按金额计算{应为}22.62%，差-0.62%",
        "占比 == percent(金额, 合计)",
        Some(("22.00", "22.62", "-0.62", "%")),
        vec![
            stated("支出构成 项目支出 占比", "22.00%", 0, "%"),
            operand("支出构成 项目支出 金额", "79.89万元", 0, "万元"),
            operand("支出构成 合计", "353.15万元", 0, "万元"),
        ],
    );
    share.severity = Severity::Warning;
    work_out(&mut share, "79.89万元 ÷ 353.15万元");
    share
}

/// Words that should not be there.
fn left_over() -> Check {
    let mut left_over = check(
        "模板残留",
        Verdict::Violation,
        "文中残留模板文字“（此页为封面）”，请删除",
        "never",
        None,
        vec![stated("模板残留", "（此页为封面）", 0, "")],
    );
    left_over.nature = Nature::Never;
    left_over.detail_mut().fault = Fault::Unwanted;
    left_over.severity = Severity::Info;
    left_over
}

/// A finding for each violation; of one the guilty figure is known.
fn findings(checks: &[Check]) -> Vec<Finding> {
    let findings = checks.iter().enumerate().filter(|(_, c)| c.verdict == Verdict::Violation);
    let mut findings: Vec<Finding> = findings
        .map(|(i, _)| Finding {
            id: format!("f{i}"),
            checks: vec![i],
            cause: None,
            waiver: None,
            misfit: None,
        })
        .collect();
    let guilty = checks.get(4).and_then(|check| check.figure(2)).map(|figure| Suspect {
        label: figure.label(),
        printed: figure.printed(),
        suggested: Some("50.00".to_owned()),
        slip: Some(SuspectSlip { slip: Slip::Digit, from: None }),
    });
    for finding in findings.iter_mut().filter(|finding| finding.checks == [4]) {
        finding.cause = Some(Cause {
            suspects: guilty.iter().cloned().collect(),
            others: Vec::new(),
            confidence: Confidence::High,
            ties: 0,
            is_reading: false,
            row: None,
        });
    }
    findings
}

/// How the tables of the sample document were understood: the first as a form, the second not at all.
fn understood_tables() -> Vec<UnderstoodTable> {
    vec![
        UnderstoodTable {
            span: Span::new(at("支出决算表", 0).start as usize, at("附表", 0).start as usize),
            caption: Some("支出决算表".to_owned()),
            forms: vec![UnderstoodForm {
                is_own: false,
                form: "支出决算表".to_owned(),
                part: None,
                by_title: true,
                unit: Some("万元".to_owned()),
                unread_unit: None,
                columns: ["本年支出合计", "基本支出", "项目支出", "上缴上级支出"]
                    .map(str::to_owned)
                    .to_vec(),
                rows: [
                    ("合计", ["353.15", "274.27", "79.89"]),
                    ("201 一般公共服务支出", ["100.00", "60.00", "41.00"]),
                    (
                        "224 灾害防治及应急管理支出（含地震事务和矿山安全）",
                        ["93.15", "50.00", "43.15"],
                    ),
                ]
                .map(|(label, cells)| {
                    (
                        label.into(),
                        cells.map(|text| Some(text.into())).into_iter().chain([None]).collect(),
                    )
                })
                .to_vec(),
                empty: false,
                cells: Vec::new(),
            }],
            size: (7, 6),
            remarks: vec!["第 3 行的“上缴上级支出”读不出数字".to_owned()],
            heads: vec![],
        },
        UnderstoodTable {
            span: at("项目\t数量", 0),
            caption: Some("附表".to_owned()),
            forms: vec![],
            size: (2, 2),
            remarks: vec![],
            heads: vec![],
        },
    ]
}

/// The sample document, audited.
pub fn document() -> DocumentAudit {
    let document = Document {
        text: TEXT.to_owned(),
        locator: Locator::new(TEXT),
        format: "text",
        encoding: "UTF-8".to_owned(),
        ..Document::default()
    };
    let rule = |id: &str, status, checks, why: Option<&str>| RuleOutcome {
        id: id.into(),
        status,
        checks,
        why: why.into_iter().map(skipped).collect(),
        lost: Vec::new(),
        label: None,
        is_own: false,
        is_packed: false,
    };
    let checks = checks();
    let findings = findings(&checks);
    DocumentAudit {
        beside: Vec::new(),
        path: "docs/示例 决算.txt".to_owned(),
        files: vec![GivenFile::of("docs/示例 决算.txt", TEXT.as_bytes())],
        document: Arc::new(document),
        kind: Some("final-accounts".to_owned()),
        kind_name: Some("部门决算".to_owned()),
        reporting_level: Some("department".to_owned()),
        agency: Some("示例市应急管理局".to_owned()),
        year: Some(2023),
        ruleset: "shanxi".to_owned(),
        layers: vec!["national".to_owned(), "shanxi".to_owned()],
        ruleset_digest: String::new(),
        packs: Vec::new(),
        checks,
        findings,
        follow_up: None,
        left_out: 0,
        is_beside: false,
        mistakes: vec![],
        rules: vec![
            rule("支出-行合计", RuleStatus::Done, 4, None),
            rule("支出-列合计", RuleStatus::Done, 1, None),
            rule("支出-类款项", RuleStatus::Undecided, 1, Some("“上缴上级支出”是空白，无法相加")),
            rule("支出构成", RuleStatus::Done, 1, None),
            rule("三公-合计", RuleStatus::NotApplicable, 0, Some("没有三公经费表")),
        ],
        notices: vec![Notice {
            code: NoticeCode::ColumnsMissing,
            message: BilingualText::new(
                "表“附表”没有识别，其中的数字没有核对",
                "the table “附表” was not recognised, its figures were not checked",
            ),
            span: Some(at("附表", 0)),
        }],
        proved: None,
        coverage: Coverage {
            figures: 24,
            checked: 22,
            prose: Counted { figures: 7, checked: 6, corroborated: 0 },
            unchecked: vec![
                UncheckedFigure {
                    text: "3".into(), span: at("车辆\t3", 0), why: NoCheck::NoRule
                },
                UncheckedFigure {
                    text: "１２３.４５万元".into(),
                    span: at("１２３.４５万元", 0),
                    why: NoCheck::SentenceUnread,
                },
            ],
            tables: 2,
            recognised: 1,
            ..Coverage::default()
        },
        understanding: understood_tables(),
        facts: Vec::new(),
        sentences: vec![UnderstoodSentence {
            claim: "支出构成".to_owned(),
            span: at("本年支出合计353.15万元，其中：", 0),
            captures: vec![
                ("合计".to_owned(), "353.15万元".to_owned()),
                ("金额".to_owned(), "274.27万元".to_owned()),
            ],
        }],
    }
}

/// The sample document and one that could not be read.
pub fn run() -> Audit {
    Audit {
        documents: vec![
            Ok(document()),
            Err(Unreadable::new(
                "docs/没有.txt",
                UnreadableCode::NotOpened,
                "没有这个文件；请检查路径",
            )),
        ],
        ruleset_digest: "sha256:0000".to_owned(),
    }
}

/// The rule files of `rules/`, as paths from there on and texts: the top package embeds them, the
/// tests of members read them.
#[must_use]
pub fn rules() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), "", &mut files);
    files.sort();
    files
}

/// The words that the national rules read documents by: the texts of their files.
#[must_use]
pub fn words() -> Vec<(String, String)> {
    let mut files = rules();
    files.retain(|(path, _)| path.starts_with("national/vocabulary/"));
    files
}

fn collect(folder: &Path, above: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let inner = format!("{above}{name}");
        if path.is_dir() {
            collect(&path, &format!("{inner}/"), files);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "rhai" || e == "txt") {
            files.push((inner, std::fs::read_to_string(&path).unwrap()));
        }
    }
}
