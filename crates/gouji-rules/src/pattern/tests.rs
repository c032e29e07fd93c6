#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod drafts;
mod lists;
mod mistakes;
mod numbers;

use super::*;
use gouji_values::document::Span;
use gouji_values::vocabulary::VocabularyFile;
use proptest::prelude::*;

fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for (_, text) in gouji_sample::words() {
        vocabulary.extend(&toml::from_str::<VocabularyFile>(&text).unwrap());
    }
    vocabulary
}

fn grades() -> Vec<String> {
    ["不合格", "合格", "优", "良", "中", "差"].map(str::to_owned).to_vec()
}

#[test]
fn what_a_text_must_hold_is_told_by_its_letters() {
    let words = |source: &str| -> Vec<String> {
        let lists = super::plain_words(source).into_iter();
        let word = |chars: Vec<char>| String::from_iter(chars);
        lists.map(|own| own.into_iter().map(word).collect::<Vec<_>>().join("|")).collect()
    };
    assert_eq!(words("本年收入合计{数:amount}，其中"), ["本年收入合计", "其中"]);
    assert_eq!(words("(收入总计|支出合计(数)?)为{数:amount}"), ["收入总计|支出合计", "为"]);
    assert_eq!(words("收入合计?{数:amount}"), ["收入合"]);
    assert_eq!(words("预?算{数:amount}元"), ["算", "元"]);
    assert_eq!(words("(比上年|{:year}){数:amount}(人次|批次)+"), ["人次|批次"]);
    assert!(words("(比上年)?{甲:增加|减少}{数:amount}").is_empty());
}

#[test]
fn a_pattern_that_is_read_later_reads_what_it_would_have_read_at_once() {
    let words = std::sync::Arc::new(vocabulary());
    let grades = grades();
    let context = Context { vocabulary: &words, year: None, grades: &grades };
    for (source, text) in
        [("1.本年(收入|支出)合计{数:amount}", "本年支出合计12"), ("…合计", "收入合计")]
    {
        let now = Pattern::parse(source, &words).unwrap();
        let later = Pattern::later(source.to_owned(), &words);
        assert!(now.matches_whole(text, &context).is_some());
        assert_eq!(later.matches_whole(text, &context), now.matches_whole(text, &context));
        assert_eq!(later.captures(), now.captures());
    }
    let wrong = Pattern::later("(合计".to_owned(), &words);
    assert_eq!(wrong.matches_whole("合计", &context), None);
}

fn show_captured(captured: &Captured, name: &str, vocabulary: &Vocabulary) -> String {
    let value = match &captured.value {
        CapturedValue::Number(number) => {
            let unit = number.unit.map_or("", |unit| vocabulary.units.get(unit).name.as_str());
            let sign = number.comparison.map_or(String::new(), |c| format!("{c:?} "));
            format!("{sign}{}{unit}", number.value)
        }
        CapturedValue::Text(text) => text.clone(),
        CapturedValue::Direction(sign) => format!("{sign:+}"),
        CapturedValue::Year(year) => format!("Y{year}"),
        CapturedValue::Date { year, month, day } => format!("{year}-{month}-{day}"),
        CapturedValue::Ordinal { style, value } => format!("#{style}:{value}"),
    };
    format!("{name}={value}")
}

fn show(pattern: &Pattern, found: &Match, vocabulary: &Vocabulary) -> String {
    let list = |captures: &[Option<Captured>]| {
        let pairs = pattern.captures().iter().zip(captures);
        let shown: Vec<String> = pairs
            .filter_map(|(capture, value)| {
                Some(show_captured(
                    value.as_ref()?,
                    capture.name.as_deref().unwrap_or(""),
                    vocabulary,
                ))
            })
            .collect();
        shown.join(" ")
    };
    let items: String =
        found.items.iter().flatten().map(|item| format!(" [{}]", list(&item.captures))).collect();
    format!("{}{items}", list(&found.captures)).trim().to_owned()
}

fn compiled(source: &str, vocabulary: &Vocabulary) -> Pattern {
    Pattern::parse(source, vocabulary).unwrap_or_else(|mistakes| panic!("{source}: {mistakes:?}"))
}

/// All matches of `source` in `text`, where `|` is an edge between cells and `¶` one between
/// paragraphs.
#[track_caller]
fn check(source: &str, text: &str, expected: &str) {
    let vocabulary = vocabulary();
    let grades = grades();
    let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &grades };
    let pattern = compiled(source, &vocabulary);
    let text = text.replace('|', "\u{1F}").replace('¶', "\u{1E}");
    let passage = PatternPassage::new(LogicalText::whole(&text, Span::default()), &vocabulary);
    let found = pattern.find_all(&passage, &context);
    let shown: Vec<String> = found.iter().map(|found| show(&pattern, found, &vocabulary)).collect();
    assert_eq!(shown.join(" / "), expected, "{source}\n{text}");
    assert!(
        found.is_empty() || holds_its_needs(&pattern, &passage, &vocabulary),
        "{source}\n{text}"
    );
}

/// Whether of each list of words that a pattern needs one stands in a passage.
fn holds_its_needs(pattern: &Pattern, passage: &PatternPassage, vocabulary: &Vocabulary) -> bool {
    let mut words = NeedWords::default();
    let lists = words.of(pattern, vocabulary);
    let mut there = vec![false; words.count()];
    words.find(passage.chars(), |word| there[word] = true);
    lists.iter().all(|list| list.iter().any(|word| there[*word]))
}

/// The match with a whole title, header or label; `-` where there is none, `+` where it captures
/// nothing.
#[track_caller]
fn check_whole(source: &str, text: &str, expected: &str) {
    let vocabulary = vocabulary();
    let grades = grades();
    let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &grades };
    let pattern = compiled(source, &vocabulary);
    let shown = pattern.matches_whole(text, &context).map_or("-".to_owned(), |found| {
        match show(&pattern, &found, &vocabulary).as_str() {
            "" => "+".to_owned(),
            shown => shown.to_owned(),
        }
    });
    assert_eq!(shown, expected, "{source}\n{text}");
}

/// The vocabulary with some named pieces.
fn with_fragments(pieces: &[(&str, &str)]) -> Vocabulary {
    let mut vocabulary = vocabulary();
    let own = pieces.iter().map(|(name, piece)| ((*name).to_owned(), (*piece).to_owned()));
    vocabulary.fragments.extend(own);
    vocabulary
}

#[test]
fn a_fragment_stands_for_its_piece() {
    let vocabulary =
        with_fragments(&[("去年", "上年度?|去年"), ("比去年", "(比|较){去年}，?{变动:change}")]);
    let grades = grades();
    let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &grades };
    let pattern = compiled("会议费{数:amount}(，{比去年})?", &vocabulary);
    let shown = |text: &str| {
        pattern
            .matches_whole(text, &context)
            .map(|found| show(&pattern, &found, &vocabulary))
            .unwrap_or_default()
    };
    assert_eq!(shown("会议费3万元，较去年增加1万元"), "数=3万元 变动=1万元");
    assert_eq!(shown("会议费3万元，比上年度减少1万元"), "数=3万元 变动=-1万元");
    assert_eq!(shown("会议费3万元"), "数=3万元");
    assert_eq!(shown("会议费3万元，比前年增加1万元"), "");
}

#[test]
fn gaps_do_not_run_over_a_new_beginning() {
    let source = "{类:text}年初预算{预算:amount}，(支出决算|决算数){决算:amount}，完成年初预算的{完成率:percent}，用于……较上年决算{变动:change}(，{幅度:change})?";
    check(
        source,
        "粮油支出年初预算5万元，支出决算4万元，完成年初预算的80%，用于储备。较上年决算增加7.66万元，主要原因是扩容。住房支出年初预算3万元，支出决算3万元，完成年初预算的100%，用于公积金。较上年决算减少0.61万元，下降16.9%。",
        "类=粮油支出 预算=5万元 决算=4万元 完成率=80% 变动=7.66万元 / 类=住房支出 预算=3万元 决算=3万元 完成率=100% 变动=-0.61万元 幅度=-16.9%",
    );
    // the first has no change at all: it must not take the second one's
    check(
        source,
        "粮油支出年初预算5万元，支出决算4万元，完成年初预算的80%，用于储备。住房支出年初预算3万元，决算数3万元，完成年初预算的100%，用于公积金，较上年决算减少0.61万元。",
        "类=住房支出 预算=3万元 决算=3万元 完成率=100% 变动=-0.61万元",
    );
    check(
        "合计{数:amount}…占{率:percent}",
        "合计5万元，大约占3%。合计6万元。占4%",
        "数=5万元 率=3%",
    );
    check("合计{数:amount}…占{率:percent}", "合计5万元，其中：1.甲占3%", "");
    check("合计{数:amount}……占{率:percent}", "合计5万元。其中：1.甲占3%", "数=5万元 率=3%");
}

#[test]
fn texts_end_at_punctuation_or_at_what_is_named() {
    let source = "{指标:text}：……本项指标权重{权重:score}分，实际得{得分:score}分";
    check(
        source,
        "1.工作完成率：按计划实施，共15个。本项指标权重5分，实际得4.5分。",
        "指标=工作完成率 权重=5分 得分=4.5分",
    );
    check(
        source,
        "成本控制率:见表。本项指标权重 10 分,实际得 10 分",
        "指标=成本控制率 权重=10分 得分=10分",
    );
    // a sentence that leads over to the list is not the first indicator
    check(
        source,
        "运行成本总分10分，具体如下：¶节约率：为5%。本项指标权重5分，实际得5分。",
        "指标=节约率 权重=5分 得分=5分",
    );
    // an enumeration in front of a colon is one name
    check(
        source,
        "防灾、减灾等工作完成率：已完成。本项指标权重5分，实际得5分。",
        "指标=防灾、减灾等工作完成率 权重=5分 得分=5分",
    );
    check("因公出国（境）费{金额:amount}", "因公出国(境)费0万元", "金额=0万元");
    check(
        "其中：{名:text}{金额:amount}",
        "其中：因公出国（境）费5万元、其他1万元",
        "名=因公出国（境）费 金额=5万元",
    );
    check(
        "购置{名:text}{数:count}台",
        "购置单价100万元以上设备3台",
        "名=单价100万元以上设备 数=3台",
    );
    check("项目名称：{项目:text}", "项目名称：桥梁\n维护，其他", "项目=桥梁维护");
    check("收取“{名:text}”{金额:amount}", "收取“三公”经费5万元", "名=“三公”经费 金额=5万元");
    check("{指标:text}(，{数:amount})?占", "出勤占", "指标=出勤");
    check("名称{指标:text}(（{数:score}分）)?", "名称出勤率（5分）", "指标=出勤率 数=5分");
    check(
        "{年:year}年度本部门无{名:text}支出",
        "2031年度本部门无政府性基金支出。",
        "年=Y2031 名=政府性基金",
    );
    check(
        "{年:year}年度本部门无{名:text}支出",
        "2031 年度本部门无国有资本经营支出",
        "年=Y2031 名=国有资本经营",
    );
}

#[test]
fn marks_stand_for_any_mark_or_the_end() {
    check("甲{数:count}个，", "甲1个。甲2个；甲3个.甲4个", "数=1个 / 数=2个 / 数=3个 / 数=4个");
    check("甲，乙{数:count}", "甲。。乙1、甲乙2", "数=1");
    check("。。", "完了。", "");
    check("。。", "完了。。好", "");
    check("（此页为封面）", "(此页为封面)", "");
    let vocabulary = vocabulary();
    let context = Context { vocabulary: &vocabulary, year: None, grades: &[] };
    let count = |source: &str, text: &str| {
        let passage = PatternPassage::new(LogicalText::whole(text, Span::default()), &vocabulary);
        compiled(source, &vocabulary).find_all(&passage, &context).len()
    };
    assert_eq!(
        (
            count("。。", "完了。"),
            count("。。", "完了。。好"),
            count("（此页为封面）", "(此页为封面)")
        ),
        (0, 1, 1)
    );
    assert_eq!((count("≤≤", "≤≤15"), count("{本年}年", "1999年")), (1, 1));
}

#[test]
fn whole_texts() {
    for (source, text, expected) in [
        ("收入支出决算总表", "收入支出\n决算总表", "+"),
        ("收入支出决算总表", "一、收入支出决算总表：", "+"),
        ("一、收入支出决算总表", "收入支出决算总表", "+"),
        ("一、收入支出决算总表", "二、收入支出决算总表", "+"),
        ("收入支出决算总表", "财政拨款收入支出决算总表", "-"),
        ("一般公共预算财政拨款基本支出决算…表", "一般公共预算财政拨款基本支出决算明细表", "+"),
        ("一般公共预算财政拨款基本支出决算…表", "一般公共预算财政拨款基本支出决算表", "+"),
        ("…整体支出绩效自评表", "某局2023年度部门整体支出绩效自评表", "+"),
        ("财政拨款“三公”经费支出决算表", "财政拨款三公经费支出决算表", "+"),
        ("因公出国（境）费", "因公出国(境)费*", "+"),
        ("{上年}年决算数", "2022 年决算数", "+"),
        ("{上年}年决算数", "2023年决算数", "-"),
        ("公务用车购置及运行维护费 小计", "公务用车购置及运行维护费小计", "+"),
        (
            "{一级:text}（{一级分值:score}分）",
            "产出（成果）指标(38分)",
            "一级=产出（成果）指标 一级分值=38分",
        ),
        ("{一级:text}(（{一级分值:score}分）)?", "（一）产出指标", "一级=产出指标"),
        (
            "{一级:text}(（{一级分值:score}分）)?",
            "产出指标（38.5 分）",
            "一级=产出指标 一级分值=38.5分",
        ),
        (
            "(重点工作{序号:ordinal}-|年度目标{序号:ordinal}-)?{三级:text}",
            "重点工作1-完成率、合格率",
            "序号=#9:1 三级=完成率、合格率",
        ),
        (
            "(重点工作{序号:ordinal}-|年度目标{序号:ordinal}-)?{三级:text}",
            "年度目标12-满意度",
            "序号=#9:12 三级=满意度",
        ),
        ("(重点工作{序号:ordinal}-|年度目标{序号:ordinal}-)?{三级:text}", "满意度", "三级=满意度"),
        ("{序号:ordinal}、{题:text}", "一、总体情况", "序号=#2:1 题=总体情况"),
        ("{序号:ordinal}、{题:text}", "（三）结构情况", "序号=#3:3 题=结构情况"),
        ("{序号:ordinal}、{题:text}", "2.具体情况", "序号=#5:2 题=具体情况"),
        ("{项目:text}项目支出绩效自评表", "桥梁维护项目支出绩效自评表", "项目=桥梁维护"),
        ("{项目:text}项目支出绩效自评表", "2.道路（二期）项目支出绩效自评表", "项目=道路（二期）"),
        ("其中：基本支出", "其中:基本支出", "+"),
        ("金额{数:amount}", "金额 5.00", "数=5.00"),
    ] {
        check_whole(source, text, expected);
    }
}

#[test]
fn starts_and_ranges() {
    let vocabulary = vocabulary();
    let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &[] };
    let text = "二、附件 项目支出绩效自评分析报告如下：金额 5.00 万元。";
    let passage = PatternPassage::new(LogicalText::whole(text, Span::default()), &vocabulary);
    assert!(compiled("附件项目支出", &vocabulary).starts(&passage, &context).is_some());
    assert!(compiled("项目支出", &vocabulary).starts(&passage, &context).is_none());
    let found = compiled("金额{数:amount}，", &vocabulary).find_all(&passage, &context);
    assert_eq!(&text[found[0].range.clone()], "金额 5.00 万元。");
    assert_eq!(&text[found[0].captures[0].as_ref().unwrap().range.clone()], "5.00 万元");
    let text = "变动增加 5.00 万元";
    let passage = PatternPassage::new(LogicalText::whole(text, Span::default()), &vocabulary);
    let found = compiled("变动{数:change}", &vocabulary).find_all(&passage, &context);
    assert_eq!(&text[found[0].captures[0].as_ref().unwrap().range.clone()], "5.00 万元");
}

#[test]
fn no_input_is_exponential() {
    let vocabulary = vocabulary();
    let context = Context { vocabulary: &vocabulary, year: None, grades: &[] };
    let pattern = compiled(
        "{甲:text}{乙:text}……{丙:text}(丁|{戊:text}己)?({庚:text}，)+……辛{数:amount}",
        &vocabulary,
    );
    let text = "一二三四，".repeat(2000) + "辛";
    let passage = PatternPassage::new(LogicalText::whole(&text, Span::default()), &vocabulary);
    assert!(pattern.find_all(&passage, &context).is_empty());
}

fn ranges_are_sound(text: &str, found: &Match) {
    let items = found.items.iter().flatten();
    let captures =
        found.captures.iter().chain(items.clone().flat_map(|item| &item.captures)).flatten();
    for range in captures
        .map(|captured| &captured.range)
        .chain(items.map(|item| &item.range))
        .chain([&found.range])
    {
        assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn never_panics(
        source in "([甲乙，。：0-9（）“”%.]|\\{[a甲]?:(text|amount|count|percent|score|year|date|grade|ordinal|change|direction|target|甲|乙)\\}|[(|)?+…{}]|\\{本年\\}){1,12}",
        text in "([甲乙，。：；0-9（）“”%.,一、 \n\u{1F}\u{1E}]|增加|持平|万元|2023年1月1日|优|≥|\\PC){0,40}",
    ) {
        let vocabulary = vocabulary();
        let grades = grades();
        let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &grades };
        match Pattern::parse(&source, &vocabulary) {
            Err(mistakes) => {
                prop_assert!(!mistakes.is_empty());
                for mistake in mistakes {
                    prop_assert!(source.get(mistake.span.clone()).is_some(), "{:?}", mistake);
                }
            }
            Ok(pattern) => {
                let passage = PatternPassage::new(LogicalText::whole(&text, Span::default()), &vocabulary);
                let all = pattern.find_all(&passage, &context);
                for pair in all.windows(2) {
                    prop_assert!(pair[0].range.end <= pair[1].range.start);
                }
                let whole = pattern.matches_whole(&text, &context);
                let start = pattern.starts(&passage, &context);
                for found in all.iter().chain(&whole).chain(&start) {
                    ranges_are_sound(&text, found);
                }
                prop_assert!(all.is_empty() || holds_its_needs(&pattern, &passage, &vocabulary));
            }
        }
    }
}
