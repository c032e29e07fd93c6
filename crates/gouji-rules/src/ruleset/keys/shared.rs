//! Keys that several tables have.

use super::{KeyKind, RuleKey, SEVERITIES, key, must};

pub(super) const ID: RuleKey = must("id", KeyKind::Text, "编号：公式和修改都用它，发布以后不再改");
pub(super) const YEARS: RuleKey =
    key("years", KeyKind::Text, "适用的年度：\"2022..\"、\"2018..2021\"、\"..2019\"、\"2023\"");
pub(super) const FROM: RuleKey = key("from", KeyKind::Number, "从哪一年度起（含），例如 2022");
pub(super) const UNTIL: RuleKey = key("until", KeyKind::Number, "到哪一年度为止（含），例如 2024");
pub(super) const REASON: RuleKey =
    key("reason", KeyKind::Text, "修改或停用上级的同名一条时写明理由");
pub(super) const OFF: RuleKey = key("off", KeyKind::Bool, "停用上级的这一条，要写 reason");
pub(super) const UNIT: RuleKey =
    key("unit", KeyKind::Text, "页面上没有写单位时用的单位，例如 \"万元\"、\"分\"");

pub(super) const SCOPE: RuleKey = key("scope", KeyKind::Texts, "只在这些部分（[[part]] 的 id）里");
pub(super) const AGENCY: RuleKey =
    key("agency", KeyKind::Texts, "只用于这些单位的文件；本级、部门、括号的写法都认");
pub(super) const DOCUMENTS: RuleKey = key(
    "documents",
    KeyKind::Texts,
    "只用于这些种类的文件（vocabulary.toml 的 [kinds]）；种类没有认出的文件照样核对",
);
pub(super) const EACH: RuleKey = key(
    "each",
    KeyKind::OneOfOr(&["row", "column"]),
    "每一个核对一次的是什么：row 行，column 列（公式里行名、列名混用时要写），或者分组栏的名称（每组一次）",
);
pub(super) const WHEN: RuleKey = key("when", KeyKind::Text, "条件：不满足、或其中缺数时不核对");
pub(super) const DEMANDS: RuleKey = key("", KeyKind::Demands, "");
pub(super) const NAME: RuleKey = key("name", KeyKind::Text, "一句话说明");
pub(super) const SEVERITY: RuleKey = key(
    "severity",
    KeyKind::OneOf(SEVERITIES),
    "error 文件里的数自相矛盾（默认），warning 要有前提，info 文字和提示",
);
pub(super) const MESSAGE: RuleKey =
    key("message", KeyKind::Text, "报告的话，可用 {stated}、{computed}、{difference} 和行名列名");
pub(super) const BASIS: RuleKey = key(
    "basis",
    KeyKind::Texts,
    "依据：写 [[source]] 的 id，条款写在 # 后面（\"财预〔2020〕10号#各级指标权重\"），或者一句话；可写几条",
);
pub(super) const HINT: RuleKey = key("hint", KeyKind::Text, "给核对人的提示");
pub(super) const CASE: RuleKey =
    key("case", KeyKind::Tables("case"), "用例：一个小文件，应当得出什么");
pub(super) const CASES: RuleKey = key(
    "case",
    KeyKind::Tables("case"),
    "用例：写明是哪条规则的；规则集里 cases 文件夹的文件只写用例",
);
pub(super) const REPLACES: RuleKey =
    key("replaces", KeyKind::Texts, "代替哪些旧编号：对旧编号的修改、停用、豁免和台账接着有效");
pub(super) const PROPOSED: RuleKey = key(
    "proposed",
    KeyKind::Bool,
    "建议：程序归纳、还没有人认可的，一律只作提示；gouji rules accept 认可以后去掉",
);
pub(super) const ACCEPTED: RuleKey =
    key("accepted", KeyKind::Text, "谁、哪一天认可的建议；gouji rules accept 写");
pub(super) const UNDER: RuleKey = key("under", KeyKind::Texts, "上面的标题含有这些词之一");
