//! Sentences: what is clean stays clean, each shape is read in several wordings, and a changed
//! figure is found.

use crate::engines::engine;
use gouji::audit::{Check, DocumentAudit, Verdict};
use gouji::engine::Engine;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Prose that was written for these tests, each in other wordings.
const PROSE: [&str; 3] = ["library", "weather", "school"];

static NATIONAL: LazyLock<&Engine> = LazyLock::new(|| engine("national"));

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!(
        "{}/fixtures/prose-{name}/document.txt",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

fn audit(engine: &Engine, text: &str) -> DocumentAudit {
    engine.audit("a.txt", text.as_bytes()).unwrap()
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    audit
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| format!("{}: {}", check.rule, check.message()))
        .collect()
}

/// Claims that were read in a text.
fn read(audit: &DocumentAudit) -> BTreeSet<&str> {
    audit.sentences.iter().map(|sentence| sentence.claim.as_str()).collect()
}

#[test]
fn clean_prose_has_no_finding() {
    for name in PROSE {
        assert_eq!(violations(&audit(&NATIONAL, &fixture(name))), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn each_shape_is_read_in_two_wordings() {
    let audits: Vec<DocumentAudit> =
        PROSE.iter().map(|name| audit(&NATIONAL, &fixture(name))).collect();
    let shapes = [
        "收支总计|收入总计数",
        "本年收入额|本年收入数",
        "本年支出额|本年支出数",
        "拨款收支总计",
        "一般预算支出|拨款支出数",
        "类级支出",
        "基本支出额",
        "人员经费",
        "公用经费",
        "人员构成",
        "公用构成",
        "基金收入|没有基金",
        "没有国资",
        "三公总",
        "三公出国",
        "三公用车|三公运行",
        "三公购置",
        "三公接待",
        "出国团组",
        "购车数",
        "用车保有量",
        "接待批次|分项接待",
        "机关运行",
        "采购总额",
        "车辆",
        "大型设备",
        "自评项目",
        "自评等级",
        "得分等级",
        "句中得分率",
    ];
    for shape in shapes {
        let count = audits
            .iter()
            .filter(|audit| shape.split('|').any(|claim| read(audit).contains(claim)))
            .count();
        assert!(count >= 2, "{shape}: {count}");
    }
}

#[test]
fn every_figure_of_clean_prose_is_accounted_for() {
    for name in PROSE {
        let text = fixture(name);
        let coverage = audit(&NATIONAL, &text).coverage;
        let known = coverage.checked + coverage.corroborated;
        assert!(
            known * 100 >= coverage.figures * 88 && coverage.checked * 100 >= coverage.figures * 70,
            "{name}: {} of {}",
            coverage.checked,
            coverage.figures
        );
        assert!(coverage.unchecked.iter().all(|figure| !figure.why.to_string().is_empty()));
    }
}

#[test]
fn numbers_that_are_no_figures_are_named() {
    let text = "清溪市图书馆2023年度部门决算\n\n第三部分 说明\n\n一、依据\n\n1.根据清财〔2023〕15号文件，2023年6月30日召开了第3次会议，联系电话：0123-4567890。\n\n2.举办讲座48场，花费12.50万元。\n";
    let unchecked = audit(&NATIONAL, text).coverage.unchecked;
    let why = |figure: &str| {
        unchecked
            .iter()
            .find(|found| found.text == figure)
            .map(|found| found.why.to_string())
            .unwrap_or_default()
    };
    assert_eq!(
        [why("15"), why("6"), why("3次"), why("0123")],
        ["文号", "日期", "次序、条款", "电话、邮编"]
    );
    assert_eq!([why("1"), why("2")], ["编号", "编号"]);
    assert_eq!([why("48场"), why("12.50万元")], ["叙述文字中的数", "没有规则读出这句话"]);
}

/// The numbers of a text that are no figures, with what they are, and those that are figures.
fn named(text: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("清溪市图书馆2025年部门预算\n\n第三部分 说明\n\n{text}\n");
    let unchecked = audit(&NATIONAL, &text).coverage.unchecked;
    let behind_title = unchecked.iter().filter(|figure| figure.text != "2025");
    let (figures, none): (Vec<_>, Vec<_>) = behind_title.partition(|figure| figure.counts());
    let none = none.iter().map(|figure| format!("{} {}", figure.text, figure.why));
    (none.collect(), figures.iter().map(|figure| figure.text.to_string()).collect())
}

#[test]
fn parts_of_names_are_no_figures() {
    let none = |text: &str| named(text).0;
    assert_eq!(
        none("落实“1359”阅读工程，按“3”+“2”模式在X07街区、W-12单元和308国道旁建成站点。"),
        ["1359", "3", "2", "07", "12", "308"].map(|digits| format!("{digits} 名称里的数"))
    );
    assert_eq!(
        none("构建“4+N”体系，2023、2024年按2022版目录采购。"),
        ["4 名称里的数", "2023 年份", "2024 年份", "2022 年份"]
    );
    assert_eq!(
        none("联系人：张三 联系方式：010—12345678"),
        ["010 电话、邮编", "12345678 电话、邮编"]
    );
    // figures remain figures
    let (none, figures) =
        named("抓住“3”条主线，办讲座4+5=9场，增幅为+7，投入10万元+20万元，误差-3。");
    assert_eq!(none, [""; 0]);
    assert_eq!(figures, ["3", "7", "10万元", "20万元", "3"]);
}

#[test]
fn codes_before_and_behind_names_are_no_figures() {
    let (none, figures) = named("2070104-公共服务31.50万元，用于日常开支。");
    assert_eq!((none, figures), (vec!["2070104 编码".to_owned()], vec!["31.50万元".to_owned()]));
    let (none, _) = named("资本性支出（一）（503）5.20万元，已列入503科目。");
    assert_eq!(none, ["503 编码", "503 编码"]);
    assert_eq!(named("2070104-31.50，读者2070104-2080人。").0, [""; 0]);
}

#[test]
fn marks_of_scales_are_no_figures() {
    let chart = "历年收入如图。\n\n800\n\n600 金额（万元）\n\n400\n\n200\n\n收入\n";
    assert_eq!(named(chart).0, ["800", "600", "400", "200"].map(|mark| format!("{mark} 图的刻度")));
    let uneven = chart.replace("400", "410");
    assert_eq!(named(&uneven).0, [""; 0]);
}

/// One of its first two significant digits changed: beyond any rounding.
fn changed(printed: &str, turn: usize) -> Option<String> {
    let digits: Vec<(usize, char)> = printed
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .skip_while(|(_, c)| *c == '0')
        .take(2)
        .collect();
    let (at, digit) = *digits.get(turn % digits.len().max(1))?;
    let new =
        char::from_digit((digit.to_digit(10)? + 3 + u32::try_from(turn % 4).unwrap()) % 10, 10)?;
    let new = if new == '0' && at == digits.first()?.0 { '9' } else { new };
    (new != digit).then(|| format!("{}{new}{}", &printed[..at], &printed[at + 1..]))
}

/// The copies of a document that share the changed figures, one after the other, so that what stands
/// around a changed figure is right.
fn copies() -> usize {
    crate::effort::either(8, 16)
}

/// Of the sentences that carry a relation: how many were changed, and in how many of them no
/// check that reads the changed figure says so.
fn changes(engine: &Engine, text: &str, wanted: impl Fn(usize) -> bool) -> (usize, Vec<String>) {
    let clean = audit(engine, text);
    let known: BTreeSet<String> = violations(&clean).into_iter().collect();
    let mut changes = Vec::new();
    for (turn, sentence) in clean.sentences.iter().enumerate() {
        if !wanted(sentence.span.start as usize)
            || sentence.claim == "标题编号"
            || sentence.claim == "所说年度"
        {
            continue;
        }
        let inside: BTreeSet<_> = clean
            .checks
            .iter()
            .filter(|check| {
                matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
                    && check.figures().filter(|figure| figure.printed().value.is_some()).count() > 1
            })
            .flat_map(|check| check.figures())
            .map(|figure| figure.span())
            .filter(|span| sentence.span.start <= span.start && span.end <= sentence.span.end)
            .collect();
        // a zero has no digit to change
        let figures: Vec<_> = inside
            .into_iter()
            .filter_map(|span| Some((span, changed(&text[span.range()], turn)?)))
            .collect();
        if let Some((span, new)) = figures.get(turn * 7 % figures.len().max(1)) {
            changes.push((sentence.claim.as_str(), *span, new.clone()));
        }
    }
    changes.sort_by_key(|(_, span, _)| span.start);
    changes.dedup_by_key(|(_, span, _)| *span);
    let mut missed = Vec::new();
    let copies = copies();
    for copy in 0..copies {
        let own: Vec<_> = changes.iter().skip(copy).step_by(copies).collect();
        let mut other = text.to_owned();
        for (_, span, new) in &own {
            other.replace_range(span.range(), new);
        }
        let audit = audit(engine, &other);
        let is_new = |check: &&Check| {
            check.verdict == Verdict::Violation
                && !known.contains(&format!("{}: {}", check.rule, check.message()))
        };
        let accused: BTreeSet<_> = audit
            .checks
            .iter()
            .filter(is_new)
            .flat_map(|check| check.figures())
            .map(|figure| figure.span())
            .collect();
        missed.extend(
            own.iter()
                .filter(|(_, span, _)| !accused.contains(span))
                .map(|(claim, span, new)| format!("{claim}: {} → {new}", &text[span.range()])),
        );
    }
    (changes.len(), missed)
}

#[test]
fn a_changed_figure_is_found() {
    for name in PROSE {
        let (tried, missed) = changes(&NATIONAL, &fixture(name), |_| true);
        assert!(tried >= 30, "{name}: {tried}");
        assert!(
            missed.len() * 8 <= tried,
            "{name}: {} of {tried}\n{}",
            missed.len(),
            missed.join("\n")
        );
    }
}

#[test]
fn a_changed_figure_of_a_real_document_is_found() {
    let name = "documents/shanxi-yangquan-2024-final-accounts.txt";
    let Some(path) = crate::effort::beside(name) else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let (from, to) =
        (text.rfind("第三部分 情况说明").unwrap(), text.rfind("第四部分 名词解释").unwrap());
    let (tried, missed) = changes(engine("shanxi"), &text, |at| (from..to).contains(&at));
    assert!(tried >= 50, "{tried}");
    assert!(missed.len() * 10 <= tried, "{} of {tried}\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_is_missing_is_shown_at_the_sentence_that_asks_for_it() {
    let text = "清溪市图书馆2021年度部门决算\n\n九、“三公”经费支出决算情况说明\n\n公务接待费支出3.00万元，接待来访人员。\n";
    let audit = audit(&NATIONAL, text);
    let check = audit.checks.iter().find(|check| check.rule == "接待-人次公开").unwrap();
    assert_eq!(check.verdict, Verdict::Violation);
    assert!(audit.document.text[check.figure(0).unwrap().span().range()].starts_with("3.00万元"));
    // counts are printed nowhere
    assert_eq!((&check.stated, &check.computed, &check.difference), (&None, &None, &None));
}
