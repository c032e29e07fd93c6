//! The keys of the vocabulary.

use super::{KeyKind, RuleKey, key};

/// The vocabulary.
pub(super) const VOCABULARY: &[RuleKey] = &[
    key("units", KeyKind::Anything, "单位：名称和折算"),
    key("blank", KeyKind::Texts, "空白标记"),
    key("total", KeyKind::Texts, "合计行的字"),
    key("numbering", KeyKind::Texts, "编号样式，由高到低，各写第一个编号"),
    key("numerals", KeyKind::Text, "〇到十的汉字"),
    key("quotes", KeyKind::Text, "引号"),
    key("column_number", KeyKind::Texts, "栏次行行首的字"),
    key("contents", KeyKind::Texts, "目录的标题"),
    key("note", KeyKind::Texts, "表下注释开头的字"),
    key("form_title", KeyKind::Texts, "表题最后的字"),
    key("unit_label", KeyKind::Texts, "表头里写单位的那一行的字"),
    key("form_number", KeyKind::Texts, "表号的句式"),
    key("year_units", KeyKind::Texts, "年度数字后面的字"),
    key("agency", KeyKind::Texts, "取单位名称的句式，依次尝试"),
    key("year", KeyKind::Texts, "取年度的句式，依次尝试"),
    key("title_agency", KeyKind::Texts, "标题里取单位名称的句式，先于 agency"),
    key("title_year", KeyKind::Texts, "标题里取年度的句式"),
    key("title_last_year", KeyKind::Texts, "标题里取年度的句式：写的是文件年度的上一年"),
    key("reporting_levels", KeyKind::Anything, "标题里认部门、单位、汇总的句式"),
    key("papers", KeyKind::Anything, "公式里说到的同一单位的别的文件：名称、种类、相差几年"),
    key("unit_qualifiers", KeyKind::Texts, "单位名称后面可以带的字：部门、本级"),
    key("kinds", KeyKind::Anything, "文件种类：名称 name，认它的句式 words，只在标题里认的 titles"),
    key("directions", KeyKind::Anything, "增减词：up、down、same"),
    key("same_before", KeyKind::Texts, "“持平”一类的词前面可以有的字"),
    key(
        "should_be",
        KeyKind::Texts,
        "message 里说某个数应当是多少的词：查不出哪一边错时，不照这样的话说",
    ),
    key("date", KeyKind::Texts, "日期的样式"),
    key("not_figures", KeyKind::Anything, "不是数据的数字：样式和说明"),
    key("unit_column", KeyKind::Texts, "单位名单里单位名称一栏的栏目"),
    key("audit_formula", KeyKind::Anything, "审核公式里的字"),
    key("prose", KeyKind::Anything, "正文里的词各起什么作用：类别和词"),
    key("parts", KeyKind::Anything, "叙述关系的各部分叫什么"),
    key("fragments", KeyKind::Anything, "片段：句式里常用的一截，起了名字，写作 {名字}"),
];
