//! The keys of forms, parts, scales and sources.

use super::shared::{DOCUMENTS, FROM, ID, OFF, REASON, UNDER, UNIT, UNTIL, YEARS};
use super::{COLUMN_KINDS, KeyKind, ROUNDINGS, RuleKey, key, must};

/// A form: how a table looks.
pub(super) const FORM: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    DOCUMENTS,
    key("title", KeyKind::Texts, "表题，不写编号、年度、单位名称；`…` 代表任意字；不写时只看栏目"),
    key(
        "number",
        KeyKind::Texts,
        "表号，例如 \"公开01\"：导入审核公式（rules import）按它找表；识别表时只作没有表题的表的旁证",
    ),
    UNDER,
    key("sides", KeyKind::Texts, "左右并列的栏目组，例如 [\"收入\", \"支出\"]"),
    UNIT,
    key(
        "rounding",
        KeyKind::OneOf(ROUNDINGS),
        "四舍五入：auto 默认，exact 不舍入，nearest 四舍五入，truncate 截尾",
    ),
    key(
        "end",
        KeyKind::Texts,
        "行首印着这些字的行起不再是这张表（几块表画成一张大表时），`…` 代表任意字",
    ),
    key("columns", KeyKind::Tables("columns"), "栏目"),
    key("rows", KeyKind::Tables("rows"), "公式里要点名的行"),
];

/// A column of a form.
pub(super) const COLUMN: &[RuleKey] = &[
    must("name", KeyKind::Text, "公式里的名字"),
    key("kind", KeyKind::OneOf(COLUMN_KINDS), "种类"),
    key("header", KeyKind::Texts, "印出的栏目名，不写时同 name"),
    key("side", KeyKind::Text, "只在这一侧"),
    key("optional", KeyKind::Bool, "没有这一栏也算这张表"),
    UNIT,
    key("text", KeyKind::Texts, "格子里文字的句式"),
];

/// A row of a form that formulas name.
pub(super) const ROW: &[RuleKey] = &[
    must("name", KeyKind::Text, "公式里的名字"),
    key("label", KeyKind::Texts, "印出的行名，不写时同 name"),
    key("code", KeyKind::Text, "科目编码，代替行名"),
    key("after", KeyKind::Text, "在这一行之后（行名相同时）"),
    key("total", KeyKind::Bool, "合计行：不计入 sum 和 count"),
    key(
        "optional",
        KeyKind::Bool,
        "没有数时可以不印：表里没有这一行就是没有数；不写时，不平的差额可能就是没有印的这一行，不判错",
    ),
    UNIT,
];

/// A part of a document.
pub(super) const PART: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key("start", KeyKind::Texts, "开头的标题或表题的句式"),
    key("key", KeyKind::Texts, "里面的取值句式，第一个取值是它的名称"),
];

/// A scale of grades.
pub(super) const SCALE: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key("grades", KeyKind::Tables("grades"), "由高到低的等级，最后一级从 0 起"),
];

/// A source that rules cite.
pub(super) const SOURCE: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key("number", KeyKind::Text, "文号"),
    key("title", KeyKind::Text, "名称，不带书名号"),
];

/// A grade of a scale.
pub(super) const GRADE: &[RuleKey] = &[
    must("name", KeyKind::Text, "等级"),
    must("from", KeyKind::Number, "从多少起（含）：90、\"90%\"、\"500万元\""),
];
