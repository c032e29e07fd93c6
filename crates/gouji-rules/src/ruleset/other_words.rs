//! Keys and values as people write them who do not know the names of the rule language: what to
//! type instead. Nothing here is read as what it may have meant.

use super::head::Years;
use super::key_words::KEYS;
use gouji_tree::{TreeTable, TreeValue};

/// Tables and keys that stand elsewhere.
const ELSEWHERE: &[(&[&str], &str)] = &[(
    &["steps", "step", "tiers", "tier", "brackets", "bands", "分档", "档次", "费率"],
    "分档写在 [param] 里：\"费率\" = { \"0元\" = \"1.5%\", \"100万元\" = \"1.1%\" }，公式里写 steps(费率, 金额)",
)];

/// What to write instead of a key that a table does not have.
/// And that key, where one is meant.
pub(super) fn key(
    what: &str,
    written: &str,
    names: &[&str],
) -> (Option<String>, Option<&'static str>) {
    if what == "规则文件"
        && let Some((_, help)) = ELSEWHERE.iter().find(|(words, _)| words.contains(&written))
    {
        return (Some((*help).to_owned()), None);
    }
    if what == "ruleset.toml" && is_of_rule_files(written) {
        let head = if matches!(written, "param" | "defaults") {
            format!("[{written}]")
        } else {
            format!("[[{written}]]")
        };
        let help = format!(
            "ruleset.toml 里只写这套规则的名称、上级、年度：{head} 这一段整段移到同一个文件夹里写规则的另一个 .toml 文件（没有的新建一个，如 rules.toml）"
        );
        return (Some(help), None);
    }
    if what == "gouji.toml" && ["severity", "level", "级别"].contains(&written) {
        let help =
            "几级的问题算不通过，写 fail-on = \"warning\" 或 \"error\"；规则的级别写在规则里";
        return (Some(help.to_owned()), None);
    }
    let is_shared = || super::keys::shared_keys("[[rule]]").any(|key| key.name == written);
    if what == "[defaults]" && is_shared() {
        return (Some(format!("上面写 [defaults.rule] 一行，{written} 写在它下面")), None);
    }
    // an item that stands within another
    if what.starts_with("[[") && is_of_rule_files(written) && written != "param" {
        let head = format!("[[{written}]]");
        let own = what.trim_matches(['[', ']']);
        let bound = if keys_of(&head).any(|key| key == own) {
            format!("，里面写 {own} = 它的 id")
        } else {
            String::new()
        };
        return (Some(format!("不写在 {what} 里：单写一段 {head}{bound}")), None);
    }
    if what == "grades" && ["to", "until", "max"].contains(&written) {
        return (Some("只写 from：由高到低，每一级到上一级为止".to_owned()), None);
    }
    let lower = written.to_lowercase();
    let meant = KEYS.iter().filter(|(words, _)| words.contains(&lower.as_str()));
    let mut keys = meant.flat_map(|(_, keys)| *keys).copied();
    let meant = keys.find(|key| names.contains(key) && *key != written);
    (meant.map(|key| format!("写成 {key}")), meant)
}

/// Whether another item of rule files has a key.
pub(super) fn is_elsewhere(what: &str, written: &str) -> bool {
    what.starts_with("[[")
        && super::keys::TABLES.iter().any(|(table, keys)| {
            *table != what && table.starts_with("[[") && keys.iter().any(|key| key.name == written)
        })
}

/// The keys that may stand in a table: of many those that are used most, with what they are for; of
/// what others the key is that was written.
pub(super) fn usable<'k>(
    what: &str,
    written: &str,
    names: impl Iterator<Item = &'k str>,
) -> String {
    /// Nobody reads through more.
    const MOST: usize = 12;
    let others: Vec<&str> = super::keys::TABLES
        .iter()
        .filter(|(table, keys)| {
            *table != what && table.starts_with("[[") && keys.iter().any(|key| key.name == written)
        })
        .map(|(table, _)| *table)
        .collect();
    let elsewhere = if others.is_empty() {
        String::new()
    } else {
        format!("{written} 写在 {} 里；", others.join("、"))
    };
    let mut all: Vec<&str> = names.collect();
    all.sort_unstable();
    if all.len() <= MOST {
        return format!("{elsewhere}可用的键：{}", all.join("、"));
    }
    let usual = [
        "form", "claim", "when", "expect", "script", "severity", "message", "years", "text",
        "title", "columns", "rows",
    ];
    let about = |name: &str| {
        let own = super::keys::keys(what).iter().chain(super::kind::keys(what));
        own.into_iter().find(|key| key.name == name).map(|key| super::twice::short(key.about))
    };
    let some: Vec<String> = usual
        .iter()
        .filter(|name| all.contains(name))
        .filter_map(|name| Some(format!("{name} {}", about(name)?)))
        .collect();
    format!("{elsewhere}常用的键：{}", some.join("，"))
}

/// Where a key of a rule or claim belongs that was written into its case, and the table around it
/// that is to be left out. `at`: where the key stands.
pub(super) fn astray(
    (what, key): (&str, &str),
    (text, at): (&str, usize),
    value: TreeValue<'_>,
    names: &[&str],
) -> Option<String> {
    let inner: Vec<&str> =
        value.table().into_iter().flat_map(TreeTable::iter).map(|(key, ..)| key).collect();
    if !inner.is_empty() && inner.iter().all(|key| names.contains(key)) {
        let keys = inner.join("、");
        return Some(format!("删去 [{key}] 这一行，{keys} 直接写在上一层"));
    }
    if what != "case" {
        return None;
    }
    let from = text.get(..at)?.rfind("[[")?;
    let head = text.get(from + 2..)?.split(']').next()?;
    let owner = head.strip_suffix(".case")?;
    if !super::keys::keys(&format!("[[{owner}]]")).iter().any(|known| known.name == key) {
        return None;
    }
    // the first case of the item: behind it the key would be one of that case
    let item = text.get(..from)?.rfind(&format!("[[{owner}]]")).unwrap_or(0);
    let first = text.get(item..from)?.find(&format!("[[{head}]]")).map_or(from, |at| item + at);
    let line = text.get(..first)?.matches('\n').count() + 1;
    Some(format!("{key} 是 [[{owner}]] 的键：移到第 {line} 行 [[{head}]] 的前面"))
}

/// Words whose `true` is the `false` of the key that they mean.
const OPPOSITES: [(&str, &[&str]); 2] = [
    ("optional", &["required", "must", "必填", "必须", "必有", "必印"]),
    ("off", &["enabled", "enable", "active", "on", "启用", "有效"]),
];

/// Whether a key says the opposite of the one that it means.
pub(super) fn is_opposite(written: &str, meant: &str) -> bool {
    OPPOSITES.iter().any(|(key, words)| *key == meant && words.contains(&written))
}

/// The keys of a table.
fn keys_of(what: &str) -> impl Iterator<Item = &'static str> {
    super::keys::keys(what).iter().map(|key| key.name)
}

/// Whether a rule file has a table of this name.
fn is_of_rule_files(written: &str) -> bool {
    super::keys::keys("规则文件").iter().any(|key| key.name == written)
}

/// What people write as the value of a key, and the value that they mean.
const VALUES: &[(&str, &[(&[&str], &str)])] = &[
    (
        "severity",
        &[
            (&["错误", "严重", "err", "fatal", "critical", "high", "高"], "error"),
            (&["警告", "warn", "提醒", "一般", "medium", "中"], "warning"),
            (&["提示", "信息", "hint", "note", "notice", "low", "低", "information"], "info"),
        ],
    ),
    (
        "kind",
        &[
            (&["金额", "money", "currency", "元", "万元", "decimal", "amt"], "amount"),
            (&["百分数", "百分比", "比率", "percentage", "rate", "ratio", "%"], "percent"),
            (&["个数", "数量", "人数", "number", "int", "integer", "数", "数字", "num"], "count"),
            (&["得分", "分数", "分值", "points", "point"], "score"),
            (&["行名", "名称", "项目", "name", "key"], "label"),
            (&["科目编码", "编码", "代码"], "code"),
            (&["分组", "组"], "group"),
            (&["文字", "文本", "备注", "string", "str", "varchar"], "text"),
            (&["指标值", "目标值"], "target"),
            (&["等级", "级别", "level", "rank"], "grade"),
            (&["行次"], "line"),
            (&["序号", "no", "index", "id"], "ordinal"),
            (&["年度", "年份", "年"], "year"),
            (&["日期", "时间", "day", "datetime", "time"], "date"),
        ],
    ),
    (
        "in",
        &[
            (
                &["正文", "文字", "文本", "句子", "段落", "全文", "body", "prose", "paragraph"],
                "text",
            ),
            (&["表格", "表", "单元格", "格子", "表内", "cell", "table", "tables"], "cells"),
            (&["标题", "题目", "编号", "heading", "title", "titles"], "headings"),
        ],
    ),
    (
        "reach",
        &[
            (&["分句", "小句"], "clause"),
            (&["分号", "分段"], "segment"),
            (&["句", "句子", "一句", "同一句"], "sentence"),
            (&["段", "段落", "一段", "同一段", "paragraph", "page", "全文"], "passage"),
        ],
    ),
    (
        "rounding",
        &[
            (&["四舍五入", "round"], "nearest"),
            (&["截断", "去尾", "舍去"], "truncate"),
            (&["准确", "精确", "不舍入"], "exact"),
            (&["自动"], "auto"),
        ],
    ),
    (
        "format",
        &[
            (&["excel", "xlsx", "xls", "et", "wps", "表格", "电子表格", "table"], "csv"),
            (&["网页", "web", "htm", "pdf", "浏览器"], "html"),
            (&["文字", "文本", "txt", "plain"], "text"),
            (&["md", "word", "docx"], "markdown"),
        ],
    ),
    (
        "fail-on",
        &[
            (&["错误", "errors", "err", "高"], "error"),
            (&["警告", "warn", "warnings", "提醒", "info", "all"], "warning"),
            (&["从不", "不", "无", "none", "off", "false"], "never"),
        ],
    ),
    (
        "lang",
        &[
            (&["中文", "汉语", "chinese", "cn", "zh-cn"], "zh"),
            (&["英文", "英语", "english", "eng", "en-us"], "en"),
        ],
    ),
    (
        "structure",
        &[
            (&["表头", "表头合计", "栏目", "各栏", "heads"], "header"),
            (&["编码", "科目", "科目编码", "类款项", "codes"], "code"),
            (&["缩进", "层次", "逐级", "分级", "上下级"], "indent"),
            (&["合计", "合计行", "总计", "小计", "合计数", "sum", "totals"], "total"),
            (&["两边", "左右", "左右两边", "收支", "收支平衡"], "sides"),
            (&["比率", "比率栏", "占比", "完成率", "增减率", "百分比", "ratio"], "rate"),
        ],
    ),
    (
        "of",
        &[
            (&["占比", "比重", "比例", "百分比"], "share"),
            (&["增减", "增减额", "变动"], "change"),
            (&["增长", "增长率", "增幅", "同比"], "growth"),
            (&["百分点", "差"], "points"),
            (&["完成率", "执行率", "完成", "进度"], "completion"),
            (&["合计", "求和", "总和", "之和", "相加"], "sum"),
            (&["平均", "均值", "人均"], "mean"),
            (&["乘积", "相乘", "单价数量"], "product"),
            (&["相等", "一致", "相同", "同"], "same"),
            (&["不超过", "以内"], "within"),
            (&["结余", "结转", "剩余"], "left"),
            (&["公式", "自定"], "formula"),
        ],
    ),
    (
        "expect",
        &[
            (
                &[
                    "不符",
                    "错误",
                    "有错",
                    "error",
                    "fail",
                    "false",
                    "wrong",
                    "不平",
                    "违反",
                    "违规",
                    "不通过",
                    "报告",
                    "超标",
                ],
                "violation",
            ),
            (
                &[
                    "相符",
                    "正确",
                    "通过",
                    "ok",
                    "pass",
                    "true",
                    "right",
                    "平",
                    "符合",
                    "合规",
                    "不报告",
                    "没有问题",
                ],
                "holds",
            ),
            (&["尾差", "四舍五入"], "rounding"),
            (&["印证"], "corroborated"),
            (&["未能核对", "未核对", "skip", "skipped"], "unchecked"),
            (&["无可核对", "无", "没有", "nothing", "不适用"], "none"),
        ],
    ),
];

/// The value of a key that a word means.
pub(super) fn meant(key: &str, written: &str) -> Option<&'static str> {
    let (_, all) = VALUES.iter().find(|(known, _)| *known == key)?;
    let lower = written.trim().to_lowercase();
    let is_meant =
        |(words, meant): &&(&[&str], &str)| *meant == lower || words.contains(&lower.as_str());
    all.iter().find(is_meant).map(|(_, meant)| *meant)
}

/// What to write instead of a value that a key does not take.
pub(super) fn value(key: &str, written: &str) -> Option<String> {
    let meant = meant(key, written)?;
    let blank = if written == written.trim() { "" } else { "，引号里前后不留空格" };
    Some(format!("写成 {key} = \"{meant}\"{blank}"))
}

/// What is wrong with a range of years that cannot be read, and how it is written.
pub(super) fn years_unclear(written: &str) -> (String, String) {
    let unclear = || format!("年度范围 {written} 看不懂");
    let typed = gouji_values::number::typed_digits(written);
    if let Some(typed) = typed.filter(|typed| Years::parse(&typed.text).is_some()) {
        let message = format!("{}：{}", unclear(), typed.words());
        return (message, format!("写成 years = \"{}\"", typed.text));
    }
    let digits: String = written.chars().map(gouji_values::number::fold).collect();
    let numbers: Vec<&str> =
        digits.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    // 22..25 are years of this century
    let years: Vec<String> = numbers
        .iter()
        .map(|part| match part.len() {
            2 => format!("20{part}"),
            _ => (*part).to_owned(),
        })
        .filter(|year| Years::parse(year).is_some())
        .collect();
    let is_all = years.len() == numbers.len();
    match years.as_slice() {
        [from, to] if is_all && from <= to => (unclear(), format!("写成 years = \"{from}..{to}\"")),
        [from, to] if is_all => (
            format!("年度范围 {written} 的起止写倒了：{from} 年在 {to} 年以后，哪一年也不适用"),
            format!("写成 years = \"{to}..{from}\""),
        ),
        [year] if is_all => (
            unclear(),
            format!(
                "只这一年写 years = \"{year}\"；以后各年写 \"{year}..\"；到这一年为止写 \"..{year}\""
            ),
        ),
        _ => (
            unclear(),
            "年度是四位数，两个年度之间写两点，例如 years = \"2022..\"、\"2018..2021\"、\"2023\""
                .to_owned(),
        ),
    }
}

/// What a key is written with, where a text was wanted and something else stands there.
pub(super) fn text_example(key: &str, written: Option<&str>) -> String {
    match (key, written) {
        (key, Some(_)) if let Some(words) = one_of(key) => {
            let all: Vec<String> = words.iter().map(|word| format!("{key} = \"{word}\"")).collect();
            all.join(" 或 ")
        }
        ("after", Some(_)) => "after = \"上面那一行的 name\"".to_owned(),
        ("years", Some(year)) => format!("years = \"{year}\"；以后各年写 \"{year}..\""),
        ("years", None) => "years = \"2024\"；以后各年写 \"2024..\"".to_owned(),
        (key, Some(value)) => format!("{key} = \"{value}\""),
        ("severity", None) => "severity = \"warning\"".to_owned(),
        ("expect" | "any", None) => format!("{key} = \"合计 == 基本支出 + 项目支出\""),
        ("when", None) => "when = \"present(合计)\"".to_owned(),
        ("unit", None) => "unit = \"万元\"".to_owned(),
        ("agency", None) => "agency = \"某县水利局\"".to_owned(),
        ("form", None) => "form = \"支出决算表\"；几张表各写一条规则".to_owned(),
        ("extends", None) => "extends = \"national\"；只能有一个上级".to_owned(),
        ("accepted", None) => {
            "accepted = \"张某 2026-11-28\"（谁、哪一天），并删去 proposed = true".to_owned()
        }
        (key, None) => format!("{key} = \"…\""),
    }
}

/// The words of which a key takes one, whatever table it stands in.
fn one_of(key: &str) -> Option<&'static [&'static str]> {
    let own = super::keys::TABLES.iter().flat_map(|(_, keys)| *keys);
    own.filter(|known| known.name == key).find_map(|known| match known.kind {
        super::keys::KeyKind::OneOf(words) if words.len() < 7 => Some(words),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_that_a_table_has_is_meant() {
        let waiver = ["agency", "rule", "until", "year"];
        assert_eq!(key("[[waiver]]", "unit", &waiver).0.as_deref(), Some("写成 agency"));
        assert_eq!(key("[[form]]", "unit", &["unit", "id"]), (None, None));
        assert_eq!(key("[[rule]]", "条件", &["when", "id"]).1, Some("when"));
        let help = key("规则文件", "steps", &["rule"]).0;
        assert!(help.is_some_and(|help| help.contains("steps(费率, 金额)")));
        assert_eq!(value("severity", "警告").as_deref(), Some("写成 severity = \"warning\""));
    }
}
